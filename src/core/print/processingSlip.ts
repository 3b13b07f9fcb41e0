/**
 * Phiếu giải quyết văn bản đến (Decree 30/2020/NĐ-CP, annex IV, part I): one page a document, with what the leader said
 * where it is known and lines to write on where it is not.
 */
import PDFDocument from 'pdfkit';
import { type LegalDate, legalDateOf, printedDate, screenDate } from '../../domain/time.ts';
import type { PrintPlace } from '../deadlines/print.ts';

export interface ProcessingSlip {
  readonly name: string;
  readonly sender: string;
  readonly subject: string;
  readonly urgency: string;
  readonly arrivalNumber: number | null;
  readonly arrivalDate: string | null;
  readonly dueDate: string | null;
  readonly lead?: string;
  readonly coHandlers: readonly string[];
  readonly instruction?: { readonly leader: string; readonly text: string; readonly slipDate: string };
  /** Progress that was taken down: who, when, what. */
  readonly said: readonly string[];
}
const MM = 72 / 25.4;
const LEFT = 30 * MM;
const RIGHT = 15 * MM;
const TOP = 20 * MM;
const LINE = 9 * MM;
type Doc = InstanceType<typeof PDFDocument>;
const day = (date: string | null | undefined): string => (date ? screenDate(date as LegalDate) : '');

export function printProcessingSlips(slips: readonly ProcessingSlip[], where: PrintPlace): Promise<Uint8Array> {
  const doc = new PDFDocument({
    size: 'A4',
    margins: { top: TOP, bottom: 15 * MM, left: LEFT, right: RIGHT },
    autoFirstPage: false,
    info: { Title: 'Phiếu giải quyết văn bản đến' },
  });
  doc
    .registerFont('regular', Buffer.from(where.fonts.regular))
    .registerFont('bold', Buffer.from(where.fonts.bold))
    .registerFont('italic', Buffer.from(where.fonts.italic));
  const parts: Buffer[] = [];
  const done = new Promise<Uint8Array>((resolve, reject) => {
    doc.on('data', (part: Buffer) => parts.push(part));
    doc.on('end', () => resolve(Buffer.concat(parts)));
    doc.on('error', reject);
  });
  for (const slip of slips) {
    doc.addPage();
    heading(doc, where);
    document(doc, slip);
    opinions(doc, slip);
    if (where.watermark) watermark(doc, where.watermark);
  }
  doc.end();
  return done;
}

const fullOf = (doc: Doc): number => doc.page.width - LEFT - RIGHT;

function heading(doc: Doc, { officeName, parentName, place, now }: PrintPlace): void {
  const full = fullOf(doc);
  const [left, right] = [full * 0.42, full * 0.58];
  const write = (text: string, font: string, x: number, y: number, width: number, size = 12): number => {
    doc.font(font).fontSize(size).text(text, x, y, { width, align: 'center' });
    return doc.y;
  };
  const rule = (x: number, y: number, width: number): void =>
    void doc
      .lineWidth(0.6)
      .moveTo(x - width / 2, y)
      .lineTo(x + width / 2, y)
      .stroke();
  let y = TOP;
  if (parentName) y = write(parentName.toUpperCase(), 'regular', LEFT, y, left);
  y = write(officeName.toUpperCase(), 'bold', LEFT, y, left);
  rule(LEFT + left / 2, y + 2, left / 3);
  let r = write('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'bold', LEFT + left, TOP, right, 11.5);
  r = write('Độc lập - Tự do - Hạnh phúc', 'bold', LEFT + left, r, right, 12.5);
  rule(LEFT + left + right / 2, r + 2, right * 0.55);
  r = write(`${place ? `${place}, ` : ''}${printedDate(legalDateOf(now))}`, 'italic', LEFT + left, r + 8, right);
  doc.y = Math.max(y, r) + 16;
  doc.font('bold').fontSize(14).text('PHIẾU GIẢI QUYẾT VĂN BẢN ĐẾN', LEFT, doc.y, { width: full, align: 'center' });
  doc.y += 8;
}

function document(doc: Doc, slip: ProcessingSlip): void {
  const full = fullOf(doc);
  const most = 90;
  const pair = (name: string, value: string): void => {
    doc
      .font('bold')
      .fontSize(13)
      .text(`${name}: `, LEFT, doc.y, { continued: true, width: full })
      .font('regular')
      .text(value || '………………', { height: most, ellipsis: true });
    doc.y += 3;
  };
  if (slip.urgency) doc.font('bold').fontSize(13).fillColor('#cc0000').text(slip.urgency, LEFT, doc.y, { width: full }).fillColor('black');
  pair(
    'Số đến',
    [slip.arrivalNumber === null ? '' : String(slip.arrivalNumber), day(slip.arrivalDate) && `ngày đến ${day(slip.arrivalDate)}`]
      .filter(Boolean)
      .join(', '),
  );
  pair('Văn bản', slip.name);
  pair('Cơ quan ban hành', slip.sender);
  pair('Trích yếu nội dung', slip.subject);
  doc.y += 4;
}

/** What is known stands written; below it room to write by hand. */
function opinions(doc: Doc, slip: ProcessingSlip): void {
  const { instruction } = slip;
  part(
    doc,
    'Ý kiến của lãnh đạo cơ quan, tổ chức',
    [
      ...(instruction ? [instruction.text] : []),
      ...(slip.lead ? [`Chủ trì: ${slip.lead}`] : []),
      ...(slip.coHandlers.length > 0 ? [`Phối hợp: ${slip.coHandlers.join('; ')}`] : []),
      ...(slip.dueDate ? [`Thời hạn giải quyết: ${day(slip.dueDate)}`] : []),
      ...(instruction ? [`${instruction.leader}, ngày ${day(instruction.slipDate)}`] : []),
    ],
    instruction ? 1 : 4,
    ['Chủ trì:', 'Phối hợp:', 'Thời hạn giải quyết:', 'Ngày, ký tên:'],
    instruction !== undefined,
  );
  part(doc, 'Ý kiến của lãnh đạo đơn vị', [], 4, ['Giao cho, thời hạn:', 'Ngày, ký tên:'], false);
  part(doc, 'Ý kiến đề xuất của người giải quyết', slip.said.slice(0, 6), slip.said.length > 0 ? 2 : 4, ['Ngày, ký tên:'], false);
}

/** @param empty lines to write on; the last ones begin with what belongs there */
function part(doc: Doc, title: string, said: readonly string[], empty: number, labels: readonly string[], settled: boolean): void {
  const full = fullOf(doc);
  doc.y += 6;
  doc.font('bold').fontSize(13).text(`${title}:`, LEFT, doc.y, { width: full });
  for (const text of said)
    doc
      .font('regular')
      .fontSize(13)
      .text(text, LEFT, doc.y + 2, { width: full, height: 110, ellipsis: true });
  const named = settled ? [] : labels;
  const lines = Math.max(empty, named.length);
  for (let i = 0; i < lines; i++) {
    if (doc.y + LINE > doc.page.height - 18 * MM) return;
    const label = named[i - (lines - named.length)];
    const y = doc.y + LINE - 5;
    const from = label ? LEFT + doc.font('italic').fontSize(12).widthOfString(label) + 4 : LEFT;
    if (label) doc.text(label, LEFT, y - 11, { lineBreak: false });
    doc
      .save()
      .dash(1, { space: 2 })
      .lineWidth(0.5)
      .moveTo(from, y)
      .lineTo(LEFT + full, y)
      .stroke()
      .undash()
      .restore();
    doc.y = y + 5;
  }
}

function watermark(doc: Doc, text: string): void {
  const { y } = doc;
  doc
    .save()
    .opacity(0.08)
    .rotate(-30, { origin: [doc.page.width / 2, doc.page.height / 2] });
  doc
    .font('bold')
    .fontSize(90)
    .text(text, 0, doc.page.height / 2 - 50, { width: doc.page.width, align: 'center', lineBreak: false });
  doc.restore();
  doc.y = y;
}
