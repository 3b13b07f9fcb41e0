/** A register on paper: A4 landscape, the decree's ten columns, headings on every page, pages numbered. */
import PDFDocument from 'pdfkit';
import type { RegisterEntry } from '../../contract/page/exchange.ts';
import type { BookDirection } from '../../domain/registers.ts';
import { REGISTER_HEADINGS } from './columns.ts';

export interface PrintFonts {
  readonly regular: Uint8Array;
  readonly bold: Uint8Array;
  readonly italic: Uint8Array;
}
export interface RegisterPrint {
  readonly title: string;
  readonly period: string;
  readonly direction: BookDirection;
  readonly officeName: string;
  readonly parentName: string;
  readonly entries: readonly RegisterEntry[];
  /** Printed across each page in training mode. */
  readonly watermark?: string;
  readonly fonts: PrintFonts;
}

const MM = 72 / 25.4;
const MARGIN = { top: 20 * MM, bottom: 20 * MM, left: 20 * MM, right: 15 * MM };
/** Shares of the page's width for each column. */
const WIDTHS: Readonly<Record<BookDirection, readonly number[]>> = {
  incoming: [7, 5, 14, 10, 7, 26, 11, 7, 6, 9],
  outgoing: [10, 7, 27, 10, 19, 8, 5, 7, 6, 7],
};
const SIZE = 9.5;
const PAD = 3;

type Doc = InstanceType<typeof PDFDocument>;

/** Renders the register; resolves with the PDF's bytes. */
export function printRegister(print: RegisterPrint): Promise<Uint8Array> {
  const doc = new PDFDocument({ size: 'A4', layout: 'landscape', margins: MARGIN, bufferPages: true, info: { Title: print.title } });
  doc
    .registerFont('regular', Buffer.from(print.fonts.regular))
    .registerFont('bold', Buffer.from(print.fonts.bold))
    .registerFont('italic', Buffer.from(print.fonts.italic));
  const chunks: Buffer[] = [];
  const done = new Promise<Uint8Array>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
  const full = doc.page.width - MARGIN.left - MARGIN.right;
  const shares = WIDTHS[print.direction];
  const total = shares.reduce((a, b) => a + b, 0);
  const widths = shares.map((share) => (share / total) * full);
  heading(doc, print, full);
  table(doc, print, widths);
  pageMarks(doc, print);
  doc.end();
  return done;
}

function heading(doc: Doc, print: RegisterPrint, full: number): void {
  const left = MARGIN.left;
  if (print.parentName)
    doc
      .font('regular')
      .fontSize(12)
      .text(print.parentName.toUpperCase(), left, MARGIN.top, { width: full / 2, align: 'center' });
  doc
    .font('bold')
    .fontSize(12)
    .text(print.officeName.toUpperCase(), left, doc.y, { width: full / 2, align: 'center' });
  doc
    .font('bold')
    .fontSize(15)
    .text(print.title.toUpperCase(), left, doc.y + 12, { width: full, align: 'center' });
  doc
    .font('regular')
    .fontSize(12)
    .text(/^\d{4}$/.test(print.period) ? `Năm ${print.period}` : `Nhiệm kỳ ${print.period.replace('..', ' – ')}`, left, doc.y + 2, {
      width: full,
      align: 'center',
    });
  doc.y += 10;
}

function row(doc: Doc, cells: readonly string[], widths: readonly number[], font: string, center: boolean): void {
  doc.font(font).fontSize(SIZE);
  const top = doc.y;
  const options = (width: number) => ({ width: width - 2 * PAD, align: center ? ('center' as const) : ('left' as const) });
  const height = Math.max(18, ...cells.map((cell, i) => doc.heightOfString(cell || ' ', options(widths[i] ?? 0)) + 2 * PAD));
  let x = MARGIN.left;
  cells.forEach((cell, i) => {
    const width = widths[i] ?? 0;
    doc.lineWidth(0.5).rect(x, top, width, height).stroke();
    doc.text(cell, x + PAD, top + PAD, options(width));
    x += width;
  });
  doc.y = top + height;
}

function table(doc: Doc, print: RegisterPrint, widths: readonly number[]): void {
  const bottom = doc.page.height - MARGIN.bottom;
  const columns = REGISTER_HEADINGS[print.direction];
  const head = (): void => {
    row(doc, columns, widths, 'bold', true);
    row(
      doc,
      columns.map((_, i) => `(${i + 1})`),
      widths,
      'italic',
      true,
    );
  };
  head();
  for (const entry of print.entries) {
    doc.font('regular').fontSize(SIZE);
    const height = Math.max(
      18,
      ...entry.columns.map((cell, i) => doc.heightOfString(cell || ' ', { width: (widths[i] ?? 0) - 2 * PAD }) + 2 * PAD),
    );
    if (doc.y + height > bottom) {
      doc.addPage();
      doc.y = MARGIN.top;
      head();
    }
    row(doc, entry.columns, widths, 'regular', false);
  }
  if (print.entries.length === 0) {
    doc
      .font('italic')
      .fontSize(11)
      .text('Chưa có văn bản nào được đăng ký.', MARGIN.left, doc.y + 10);
  }
}

function pageMarks(doc: Doc, print: RegisterPrint): void {
  const range = doc.bufferedPageRange();
  for (let i = 0; i < range.count; i++) {
    doc.switchToPage(i);
    doc.page.margins.bottom = 0;
    doc
      .font('regular')
      .fontSize(10)
      .text(`Trang ${i + 1}/${range.count}`, 0, doc.page.height - 12 * MM, { width: doc.page.width, align: 'center', lineBreak: false });
    if (print.watermark) {
      doc
        .save()
        .opacity(0.08)
        .rotate(-30, { origin: [doc.page.width / 2, doc.page.height / 2] });
      doc
        .font('bold')
        .fontSize(90)
        .text(print.watermark, 0, doc.page.height / 2 - 50, { width: doc.page.width, align: 'center', lineBreak: false });
      doc.restore();
    }
  }
}
