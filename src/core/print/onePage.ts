/** A procedure on one sheet of A4: facts, numbered steps, warnings. Its letters grow smaller before it takes a second sheet. */
import PDFDocument from 'pdfkit';
import type { PrintFonts } from './index.ts';

export interface OnePage {
  readonly title: string;
  readonly subtitle: string;
  readonly facts: readonly (readonly [string, string])[];
  readonly blocks: readonly { readonly title: string; readonly items: readonly string[]; readonly numbered?: boolean }[];
  readonly watermark?: string;
  readonly fonts: PrintFonts;
}
const MM = 72 / 25.4;
const MARGIN = { top: 15 * MM, bottom: 12 * MM, left: 20 * MM, right: 15 * MM };
const SIZES = [12.5, 12, 11.5, 11, 10.5, 10, 9.5, 9, 8.5, 8];
type Doc = InstanceType<typeof PDFDocument>;

export function printOnePage(page: OnePage): Promise<Uint8Array> {
  const doc = new PDFDocument({ size: 'A4', margins: MARGIN, bufferPages: true, info: { Title: page.title } });
  for (const [name, font] of Object.entries(page.fonts)) doc.registerFont(name, Buffer.from(font));
  const chunks: Buffer[] = [];
  const done = new Promise<Uint8Array>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
  const room = doc.page.height - MARGIN.top - MARGIN.bottom;
  const size = SIZES.find((one) => height(doc, page, one) <= room) ?? 8;
  draw(doc, page, size);
  if (page.watermark) {
    doc
      .save()
      .opacity(0.08)
      .rotate(-30, { origin: [doc.page.width / 2, doc.page.height / 2] });
    doc
      .font('bold')
      .fontSize(90)
      .text(page.watermark, 0, doc.page.height / 2 - 50, { width: doc.page.width, align: 'center', lineBreak: false });
    doc.restore();
  }
  doc.end();
  return done;
}

const LABEL = 34 * MM;
const INDENT = 7 * MM;
const GAP = 0.28;
interface Piece {
  readonly font: 'regular' | 'bold' | 'italic';
  readonly size: number;
  readonly text: string;
  readonly x: number;
  readonly width: number;
  /** Stands beside the text, at the left. */
  readonly lead?: string;
  readonly center?: boolean;
  readonly before: number;
}
function pieces(doc: Doc, page: OnePage, size: number): Piece[] {
  const full = doc.page.width - MARGIN.left - MARGIN.right;
  const whole = { x: MARGIN.left, width: full };
  return [
    { ...whole, font: 'bold', size: size * 1.55, text: page.title.toUpperCase(), center: true, before: 0 },
    { ...whole, font: 'italic', size, text: page.subtitle, center: true, before: size * 0.2 },
    ...page.facts.map(
      ([label, value], i): Piece => ({
        font: 'regular',
        size,
        text: value,
        x: MARGIN.left + LABEL,
        width: full - LABEL,
        lead: `${label}:`,
        before: i === 0 ? size * 0.9 : size * GAP,
      }),
    ),
    ...page.blocks.flatMap(({ title, items, numbered }): Piece[] => [
      { ...whole, font: 'bold', size: size * 1.12, text: title.toUpperCase(), before: size * 0.9 },
      ...items.map(
        (text, i): Piece => ({
          font: 'regular',
          size,
          text,
          x: MARGIN.left + INDENT,
          width: full - INDENT,
          lead: numbered ? `${i + 1}.` : '–',
          before: size * GAP,
        }),
      ),
    ]),
  ];
}
function height(doc: Doc, page: OnePage, size: number): number {
  return pieces(doc, page, size).reduce((sum, { font, size: own, text, width, before }) => {
    doc.font(font).fontSize(own);
    return sum + before + doc.heightOfString(text || ' ', { width });
  }, 0);
}
function draw(doc: Doc, page: OnePage, size: number): void {
  let y = MARGIN.top;
  for (const { font, size: own, text, x, width, lead, center, before } of pieces(doc, page, size)) {
    y += before;
    if (lead !== undefined)
      doc
        .font('bold')
        .fontSize(own)
        .text(lead, MARGIN.left, y, { width: x - MARGIN.left, lineBreak: false });
    doc.font(font).fontSize(own);
    const tall = doc.heightOfString(text || ' ', { width });
    // What one word too long would push off the sheet stays on it.
    doc.text(text, x, y, {
      width,
      align: center ? 'center' : 'left',
      height: Math.max(0, doc.page.height - MARGIN.bottom - y),
      ellipsis: true,
    });
    y += tall;
  }
}
