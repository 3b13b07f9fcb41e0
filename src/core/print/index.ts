/**
 * Pages that the office prints: a sheet with the office's heading, paragraphs, one table whose headings come again on
 * every page, lines to be signed, page numbers, and the training mark where it must not be mistaken for the real thing.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import PDFDocument from 'pdfkit';

export interface PrintFonts {
  readonly regular: Uint8Array;
  readonly bold: Uint8Array;
  readonly italic: Uint8Array;
}
export interface Table {
  readonly headings: readonly string[];
  /** Shares of the width. */
  readonly widths: readonly number[];
  readonly rows: readonly (readonly string[])[];
  /** Columns' numbers under the headings, as registers have them. */
  readonly numbered?: boolean;
  /** What stands behind the first column are figures: at the right of their cells, as they are added up. */
  readonly figures?: 'after_first';
  /** Rows that say a sum, or what the rows under them are parts of. */
  readonly bold?: (cells: readonly string[], index: number) => boolean;
  /** Said where there are no rows. */
  readonly empty: string;
}
export interface Sheet {
  readonly title: string;
  /** One line under the title. */
  readonly subtitle?: string;
  readonly officeName: string;
  readonly parentName: string;
  /** `Ví Dụ, ngày 21 tháng 11 năm 2026`, at the right of the heading. */
  readonly placeAndDate?: string;
  /** A document for somebody outside: the country's name and motto, a blank for its number (decree 30/2020, annex I, cells 1 and 3). */
  readonly document?: { readonly number: string };
  readonly landscape?: boolean;
  readonly paragraphs?: readonly string[];
  readonly table?: Table;
  /** After the table. */
  readonly closing?: readonly string[];
  /** Who signs at the foot, left to right. */
  /** Nơi nhận (cell 9b), at the left of the signer. */
  readonly recipients?: readonly string[];
  readonly signers?: readonly { readonly title: string; readonly name?: string }[];
  /** Across each page in training mode. */
  readonly watermark?: string;
  readonly fonts: PrintFonts;
}

const MM = 72 / 25.4;
const MARGIN = { top: 20 * MM, bottom: 20 * MM, left: 20 * MM, right: 15 * MM };
const CELL = 9.5;
const PAD = 3;
type Doc = InstanceType<typeof PDFDocument>;

/** Between two parts of a long table, with the rows that are drawn; what it throws ends the print. */
export type BetweenRows = (rows: number) => Promise<unknown>;
const LET_OTHERS: BetweenRows = () => nextTurn();
/** As many rows, or page marks, are drawn before the others have their turn. */
const DRAWN_AT_ONCE = 12;

/** Renders the sheet in parts; resolves with the PDF's bytes. */
export async function printSheet(sheet: Sheet, between: BetweenRows = LET_OTHERS): Promise<Uint8Array> {
  const doc = new PDFDocument({
    size: 'A4',
    layout: sheet.landscape ? 'landscape' : 'portrait',
    margins: MARGIN,
    bufferPages: true,
    info: { Title: sheet.title },
  });
  doc
    .registerFont('regular', Buffer.from(sheet.fonts.regular))
    .registerFont('bold', Buffer.from(sheet.fonts.bold))
    .registerFont('italic', Buffer.from(sheet.fonts.italic));
  const chunks: Buffer[] = [];
  const done = new Promise<Uint8Array>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
  const full = doc.page.width - MARGIN.left - MARGIN.right;
  heading(doc, sheet, full);
  for (const text of sheet.paragraphs ?? []) paragraph(doc, text, full);
  if (sheet.table) await table(doc, sheet.table, full, between);
  if (sheet.closing) doc.y += 8;
  for (const text of sheet.closing ?? []) paragraph(doc, text, full);
  if (sheet.signers) signers(doc, sheet.signers, full, sheet.recipients);
  await pageMarks(doc, sheet.watermark);
  doc.end();
  return done;
}

function heading(doc: Doc, sheet: Sheet, full: number): void {
  // The country's name needs the larger part of the head (annex I, cells 1 and 2).
  const share = sheet.document ? 0.42 : 0.5;
  const [mine, x] = [{ width: full * share, align: 'center' as const }, MARGIN.left + full * share];
  const other = { width: full * (1 - share), align: 'center' as const };
  if (sheet.parentName) doc.font('regular').fontSize(12).text(sheet.parentName.toUpperCase(), MARGIN.left, MARGIN.top, mine);
  doc
    .font('bold')
    .fontSize(12)
    .text(sheet.officeName.toUpperCase(), MARGIN.left, sheet.parentName ? doc.y : MARGIN.top, mine);
  // The line under the issuer's name, as documents have it (decree 30/2020, annex I).
  const middle = MARGIN.left + mine.width / 2;
  doc
    .lineWidth(0.6)
    .moveTo(middle - full / 14, doc.y + 1)
    .lineTo(middle + full / 14, doc.y + 1)
    .stroke();
  let left = doc.y + 3;
  if (sheet.document) {
    doc
      .font('regular')
      .fontSize(12)
      .text(sheet.document.number, MARGIN.left, left + 4, mine);
    left = doc.y;
  }
  const top = sheet.document ? motto(doc, x, other) : MARGIN.top;
  if (sheet.placeAndDate) doc.font('italic').fontSize(12).text(sheet.placeAndDate, x, top, other);
  doc.y = Math.max(left, doc.y);
  doc
    .font('bold')
    .fontSize(15)
    .text(sheet.title.toUpperCase(), MARGIN.left, doc.y + 12, { width: full, align: 'center' });
  if (sheet.subtitle)
    doc
      .font('regular')
      .fontSize(12)
      .text(sheet.subtitle, MARGIN.left, doc.y + 2, { width: full, align: 'center' });
  doc.y += 10;
}

const MOTTO = 'Độc lập - Tự do - Hạnh phúc';
/** @returns where the place and date go on */
function motto(doc: Doc, x: number, cell: { readonly width: number; readonly align: 'center' }): number {
  doc.font('bold').fontSize(12).text('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', x, MARGIN.top, cell).text(MOTTO, x, doc.y, cell);
  const [middle, long, line] = [x + cell.width / 2, doc.widthOfString(MOTTO) / 2, doc.y + 1];
  doc
    .lineWidth(0.6)
    .moveTo(middle - long, line)
    .lineTo(middle + long, line)
    .stroke();
  return line + 4;
}

function paragraph(doc: Doc, text: string, full: number): void {
  doc.font('regular').fontSize(12).text(text, MARGIN.left, doc.y, { width: full, align: 'left', paragraphGap: 6 });
}

function rowHeight(doc: Doc, cells: readonly string[], widths: readonly number[], font: string): number {
  doc.font(font).fontSize(CELL);
  return Math.max(18, ...cells.map((cell, i) => doc.heightOfString(cell || ' ', { width: (widths[i] ?? 0) - 2 * PAD }) + 2 * PAD));
}

type Align = 'left' | 'center' | 'figures';
function row(doc: Doc, cells: readonly string[], widths: readonly number[], font: string, align: Align): void {
  const height = rowHeight(doc, cells, widths, font);
  const top = doc.y;
  let x = MARGIN.left;
  cells.forEach((cell, i) => {
    const width = widths[i] ?? 0;
    doc.lineWidth(0.5).rect(x, top, width, height).stroke();
    // A row taller than a page is cut at its end rather than spilt over the next rows.
    doc.text(cell, x + PAD, top + PAD, {
      width: width - 2 * PAD,
      height: height - 2 * PAD + 2,
      align: align === 'figures' ? (i === 0 ? 'left' : 'right') : align,
      ellipsis: true,
    });
    x += width;
  });
  doc.y = top + height;
}

async function table(
  doc: Doc,
  { headings, widths: shares, rows, numbered, figures, bold, empty }: Table,
  full: number,
  between: BetweenRows,
): Promise<void> {
  const total = shares.reduce((a, b) => a + b, 0);
  const widths = shares.map((share) => (share / total) * full);
  const bottom = doc.page.height - MARGIN.bottom;
  const head = (): void => {
    row(doc, headings, widths, 'bold', 'center');
    if (numbered)
      row(
        doc,
        headings.map((_, i) => `(${i + 1})`),
        widths,
        'italic',
        'center',
      );
  };
  head();
  for (const [i, cells] of rows.entries()) {
    if (i > 0 && i % DRAWN_AT_ONCE === 0) await between(i);
    const font = bold?.(cells, i) ? 'bold' : 'regular';
    if (doc.y + rowHeight(doc, cells, widths, font) > bottom) {
      doc.addPage();
      doc.y = MARGIN.top;
      head();
    }
    row(doc, cells, widths, font, figures ? 'figures' : 'left');
  }
  if (rows.length === 0)
    doc
      .font('italic')
      .fontSize(11)
      .text(empty, MARGIN.left, doc.y + 10, { width: full });
}

function signers(doc: Doc, people: NonNullable<Sheet['signers']>, full: number, recipients: readonly string[] = []): void {
  const width = full / people.length;
  if (doc.y + 40 * MM > doc.page.height - MARGIN.bottom) {
    doc.addPage();
    doc.y = MARGIN.top;
  }
  const top = doc.y + 14;
  people.forEach((person, i) => {
    const x = MARGIN.left + i * width;
    doc.font('bold').fontSize(12).text(person.title, x, top, { width, align: 'center' });
    if (person.name)
      doc
        .font('bold')
        .fontSize(12)
        .text(person.name, x, top + 26 * MM, { width, align: 'center' });
  });
  if (recipients.length > 0) {
    doc.font('bold').fontSize(11).text('Nơi nhận:', MARGIN.left, top, { width });
    doc
      .font('regular')
      .fontSize(11)
      .text(recipients.map((one, i) => `- ${one}${i === recipients.length - 1 ? '.' : ';'}`).join('\n'), { width });
  }
  doc.y = top + 32 * MM;
}

async function pageMarks(doc: Doc, watermark: string | undefined): Promise<void> {
  const range = doc.bufferedPageRange();
  for (let i = 0; i < range.count; i++) {
    if (i > 0 && i % DRAWN_AT_ONCE === 0) await nextTurn();
    doc.switchToPage(i);
    doc.page.margins.bottom = 0;
    doc
      .font('regular')
      .fontSize(10)
      .text(`Trang ${i + 1}/${range.count}`, 0, doc.page.height - 12 * MM, { width: doc.page.width, align: 'center', lineBreak: false });
    if (watermark) {
      doc
        .save()
        .opacity(0.08)
        .rotate(-30, { origin: [doc.page.width / 2, doc.page.height / 2] });
      doc
        .font('bold')
        .fontSize(90)
        .text(watermark, 0, doc.page.height / 2 - 50, { width: doc.page.width, align: 'center', lineBreak: false });
      doc.restore();
    }
  }
}
