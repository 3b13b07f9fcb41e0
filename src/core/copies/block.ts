/**
 * The block of a copy (Decree 30/2020, annex I, part II, section 2): a line under the copied text, the copying agency with
 * number, form, place and date, who signs, who gets it; ink and red seal follow by hand.
 */
import { COPY_FORM_NAMES, type CopyForm } from '../../domain/paperDesk.ts';
import { type LegalDate, printedDate } from '../../domain/time.ts';
import { type Doc, drawPages, MM } from '../print/drawing.ts';
import type { PrintFonts } from '../print/index.ts';

export interface CopyBlock {
  readonly form: CopyForm;
  readonly code: string;
  readonly date: LegalDate;
  readonly organ: string;
  readonly place: string;
  readonly competence: string;
  readonly signerPosition: string;
  readonly signer: string;
  readonly forWhom: string;
  readonly parts: string;
  readonly watermark?: string;
  readonly fonts: PrintFonts;
}
const A4 = [210 * MM, 297 * MM] as const;
/** Height of the block at the foot of a page. */
export const FOOT = { width: 170 * MM, height: 78 * MM, x: 25 * MM, y: 10 * MM } as const;

/** On a page of its own, or as a drawing of `FOOT`'s size. */
export const drawBlock = (block: CopyBlock, where: 'own_page' | 'foot'): Promise<Uint8Array> =>
  drawPages(
    {
      fonts: block.fonts,
      size: where === 'foot' ? [FOOT.width, FOOT.height] : A4,
      ...(block.watermark && where !== 'foot' ? { watermark: block.watermark } : {}),
    },
    (doc) => (where === 'foot' ? draw(doc, block, 0, 0, FOOT.width) : draw(doc, block, 30 * MM, 20 * MM, 165 * MM)),
  );

function draw(doc: Doc, block: CopyBlock, x: number, y: number, width: number): void {
  const half = width / 2;
  const [left, right] = [
    { width: half - 6, align: 'center' as const },
    { width: half, align: 'center' as const },
  ];
  doc
    .lineWidth(0.8)
    .moveTo(x, y + 1)
    .lineTo(x + width, y + 1)
    .stroke();
  const top = y + 10;
  doc.font('bold').fontSize(12).text(block.organ.toUpperCase(), x, top, left);
  doc
    .font('regular')
    .fontSize(12)
    .text(`Số: ${block.code}`, x, doc.y + 3, left);
  const leftEnd = doc.y;
  doc
    .font('bold')
    .fontSize(13)
    .text(COPY_FORM_NAMES[block.form], x + half, top, right);
  if (block.parts)
    doc
      .font('italic')
      .fontSize(11)
      .text(`(${block.parts})`, x + half, doc.y + 1, right);
  doc
    .font('italic')
    .fontSize(12)
    .text(`${block.place ? `${block.place}, ` : ''}${printedDate(block.date)}`, x + half, doc.y + 3, right);
  const signTop = Math.max(doc.y, leftEnd) + 8;
  const title = [block.competence, block.signerPosition].filter(Boolean).join('\n').toUpperCase();
  doc
    .font('bold')
    .fontSize(12)
    .text(title, x + half, signTop, right);
  doc
    .font('bold')
    .fontSize(12)
    .text(block.signer, x + half, doc.y + 24 * MM, right);
  doc
    .font('italic')
    .fontSize(11)
    .text('Nơi nhận:', x, signTop, { width: half - 6 });
  doc.font('regular').fontSize(10);
  for (const whom of block.forWhom
    .split(/[;\n]/)
    .map((one) => one.trim())
    .filter(Boolean)
    .slice(0, 8))
    doc.text(`- ${whom};`, x, doc.y + 1, { width: half - 6, height: 26, ellipsis: true });
  doc.text('- Lưu: VT.', x, doc.y + 1, { width: half - 6 });
}
