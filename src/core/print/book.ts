/**
 * A register on paper as it is bound: cover, the law's heads and column numbers on every page, page numbers with the total,
 * a closing page. Rows come in batches and pages leave as they fill, so memory does not grow with the book; the event
 * loop is let go between batches, and a signal ends it.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import PDFDocument from 'pdfkit';
import type { PrintFonts } from './index.ts';
import { cached, type Measure, wrap } from './wrap.ts';

export interface BookColumn {
  readonly heading: string;
  /** Part of the sheet's width. */
  readonly share: number;
  readonly center?: true;
}
export interface PrintedRow {
  readonly cells: readonly string[];
  /** Cancelled or struck: a line through what it said, all but the last cell, which says why. */
  readonly struck?: boolean;
}
export interface Cover {
  /** Under the title, each on a line of its own: year, from–to. `{pages}` stands for the number of pages behind the cover. */
  readonly lines: readonly string[];
}
export interface BookSheet {
  readonly title: string;
  readonly subtitle: string;
  readonly officeName: string;
  readonly parentName: string;
  readonly paper: 'A4' | 'A3';
  readonly columns: readonly BookColumn[];
  readonly cover?: Cover;
  /** Between the title and the table. */
  readonly notes?: readonly string[];
  /** Said where there are no rows. */
  readonly empty: string;
  /** Behind the last row. */
  readonly closing?: { readonly paragraphs: readonly string[]; readonly placeAndDate?: string; readonly signers: readonly string[] };
  readonly watermark?: string;
  readonly fonts: PrintFonts;
}
export interface BookProgress {
  /** Some of the rows from a place on; an empty list ends. */
  rows(offset: number): readonly PrintedRow[];
  /** The next bytes of the PDF. */
  write(bytes: Uint8Array): Promise<void>;
  onProgress?(rows: number): void;
  readonly signal?: AbortSignal;
}

const MM = 72 / 25.4;
/** The left edge is bound. */
const MARGIN = { top: 17 * MM, bottom: 16 * MM, left: 25 * MM, right: 14 * MM };
const PAD = 3;
const NUMBER_FORM = 'TotalPages';
type Doc = InstanceType<typeof PDFDocument>;
type Style = 'regular' | 'bold' | 'italic';

/** What of pdfkit its types leave out: the font in use, and objects of the file. */
interface Inside {
  readonly _font: { readonly id: string; encode(text: string): [string[], unknown]; ref(): unknown };
  ref(data: unknown): { end(data?: Buffer): void };
}

class BookWriter {
  readonly #doc: Doc;
  readonly #sheet: BookSheet;
  readonly #size: number;
  readonly #measure: Readonly<Record<Style, Measure>>;
  readonly #widths: readonly number[];
  readonly #full: number;
  readonly #total: { end(data?: Buffer): void; data?: unknown };
  #y = 0;
  /** Behind the cover. */
  pages = 0;

  constructor(sheet: BookSheet) {
    this.#sheet = sheet;
    this.#size = sheet.paper === 'A3' ? 12 : 9.5;
    const doc = new PDFDocument({ size: sheet.paper, layout: 'landscape', margin: 0, autoFirstPage: false, info: { Title: sheet.title } });
    for (const style of ['regular', 'bold', 'italic'] as const) doc.registerFont(style, Buffer.from(sheet.fonts[style]));
    this.#doc = doc;
    const measured = (style: Style): Measure => cached((text) => doc.font(style).fontSize(100).widthOfString(text) / 100);
    this.#measure = { regular: measured('regular'), bold: measured('bold'), italic: measured('italic') };
    // Its content is written at the end, when the number is known; every page refers to it.
    doc.font('regular');
    const inside = doc as unknown as Inside;
    this.#total = inside.ref({
      ...{ Type: 'XObject', Subtype: 'Form', BBox: [0, -4, 60, 14] },
      Resources: { Font: { [inside._font.id]: inside._font.ref() } },
    });
    const page = sheet.paper === 'A3' ? [1190.55, 841.89] : [841.89, 595.28];
    this.#full = (page[0] ?? 0) - MARGIN.left - MARGIN.right;
    const shares = sheet.columns.reduce((sum, { share }) => sum + share, 0);
    this.#widths = sheet.columns.map(({ share }) => (share / shares) * this.#full);
  }
  get doc(): Doc {
    return this.#doc;
  }
  get #bottom(): number {
    return this.#doc.page.height - MARGIN.bottom;
  }

  #newPage(): void {
    this.#doc.addPage();
    this.pages++;
    this.#y = MARGIN.top;
    this.#marks();
  }
  /** The total is drawn by reference, since nobody knows it yet. */
  #drawTotal(x: number, baseline: number, size: number): void {
    const doc = this.#doc;
    (doc.page as unknown as { xobjects: Record<string, unknown> }).xobjects[NUMBER_FORM] = this.#total;
    const scale = size / 10;
    doc.addContent(`q ${scale} 0 0 ${-scale} ${x.toFixed(2)} ${baseline.toFixed(2)} cm /${NUMBER_FORM} Do Q`);
  }
  #marks(): void {
    const doc = this.#doc;
    const { officeName, title, subtitle, watermark } = this.#sheet;
    const y = doc.page.height - 11 * MM;
    doc.font('italic').fontSize(9).fillColor('black');
    doc.text(`${officeName} · ${title} · ${subtitle}`, MARGIN.left, y, {
      width: this.#full * 0.7,
      height: 12,
      lineBreak: false,
      ellipsis: true,
    });
    const words = `Trang ${this.pages}/`;
    doc.font('regular').fontSize(10);
    const right = MARGIN.left + this.#full - 26;
    doc.text(words, right - doc.widthOfString(words), y, { lineBreak: false });
    // pdfkit draws on a page turned upside down: a baseline lies an ascender below the top of the text.
    this.#drawTotal(right, y + this.#ascent(10), 10);
    if (!watermark) return;
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
  #ascent(size: number): number {
    const { ascender } = (this.#doc as unknown as { _font: { ascender: number } })._font;
    return (ascender / 1000) * size;
  }

  cover({ lines }: Cover): void {
    const doc = this.#doc;
    const { officeName, parentName, title, watermark } = this.#sheet;
    doc.addPage();
    const [w, h] = [doc.page.width, doc.page.height];
    const grow = this.#sheet.paper === 'A3' ? 1.35 : 1;
    doc
      .lineWidth(2)
      .rect(MARGIN.left, 14 * MM, w - MARGIN.left - 14 * MM, h - 28 * MM)
      .stroke();
    doc
      .lineWidth(0.6)
      .rect(MARGIN.left + 5, 14 * MM + 5, w - MARGIN.left - 14 * MM - 10, h - 28 * MM - 10)
      .stroke();
    const box = { width: w - MARGIN.left - 14 * MM - 40, align: 'center' as const };
    const x = MARGIN.left + 20;
    let y = 26 * MM * grow;
    const put = (style: Style, size: number, text: string, after: number): void => {
      doc
        .font(style)
        .fontSize(size * grow)
        .text(text, x, y, box);
      y = doc.y + after * grow;
    };
    if (parentName) put('regular', 15, parentName.toUpperCase(), 3);
    put('bold', 16, officeName.toUpperCase(), 6);
    doc
      .lineWidth(0.8)
      .moveTo(w / 2 - 50 + 6, y)
      .lineTo(w / 2 + 50 + 6, y)
      .stroke();
    y = h * 0.36;
    put('bold', 30, title.toUpperCase(), 18);
    for (const line of lines) {
      const [before = '', after] = line.split('{pages}');
      if (after === undefined) {
        put('regular', 17, line, 6);
        continue;
      }
      const size = 17 * grow;
      const width = doc.font('regular').fontSize(size).widthOfString(`${before}000${after}`);
      const start = x + (box.width - width) / 2;
      doc.text(before, start, y, { lineBreak: false });
      const place = start + doc.widthOfString(before);
      this.#drawTotal(place, y + this.#ascent(size), size);
      doc.text(after, place + doc.widthOfString('000'), y, { lineBreak: false });
      y += size * 1.4;
    }
    if (watermark)
      doc
        .font('italic')
        .fontSize(13)
        .text(`(${watermark.toLowerCase()} – không phải sổ thật)`, x, h - 28 * MM, box);
  }

  begin(): void {
    const doc = this.#doc;
    const { officeName, parentName, title, subtitle, notes = [] } = this.#sheet;
    this.#newPage();
    const half = { width: this.#full * 0.45, align: 'center' as const };
    doc.font('regular').fontSize(11);
    if (parentName) doc.text(parentName.toUpperCase(), MARGIN.left, MARGIN.top, half);
    doc.font('bold').text(officeName.toUpperCase(), MARGIN.left, parentName ? doc.y : MARGIN.top, half);
    const wide = { width: this.#full, align: 'center' as const };
    doc.fontSize(15).text(title.toUpperCase(), MARGIN.left, doc.y + 8, wide);
    doc
      .font('regular')
      .fontSize(12)
      .text(subtitle, MARGIN.left, doc.y + 1, wide);
    for (const note of notes)
      doc
        .font('italic')
        .fontSize(10.5)
        .text(note, MARGIN.left, doc.y + 3, wide);
    this.#y = doc.y + 8;
    this.#head();
  }
  #head(): void {
    const { columns } = this.#sheet;
    this.#lines(
      columns.map(({ heading }, i) => this.#wrapped(heading, i, 'bold')),
      'bold',
      columns.map(() => true),
      true,
    );
    this.#lines(
      columns.map((_, i) => [`(${i + 1})`]),
      'italic',
      columns.map(() => true),
      true,
    );
  }
  #wrapped(text: string, column: number, style: Style): string[] {
    return wrap(text, ((this.#widths[column] ?? 0) - 2 * PAD) / this.#size, this.#measure[style]);
  }

  row({ cells, struck = false }: PrintedRow): void {
    const style: Style = struck ? 'italic' : 'regular';
    let lines = this.#sheet.columns.map((_, i) => this.#wrapped(cells[i] ?? '', i, style));
    const center = this.#sheet.columns.map(({ center }) => center === true);
    const step = this.#size * 1.18;
    const most = (): number => Math.floor((this.#bottom - this.#y - 2 * PAD) / step);
    const need = Math.max(...lines.map((cell) => cell.length));
    // A row is kept whole unless it is a tall one; that goes on on the next page, under the heads.
    if (need > most() && (need <= this.#onFreshPage(step) / 2 || most() < 3)) this.#turn();
    while (Math.max(...lines.map((cell) => cell.length)) > most()) {
      const fit = Math.max(1, most());
      this.#lines(
        lines.map((cell) => cell.slice(0, fit)),
        style,
        center,
        false,
        struck,
      );
      lines = lines.map((cell) => cell.slice(fit));
      this.#turn();
    }
    this.#lines(lines, style, center, false, struck);
  }
  #turn(): void {
    this.#newPage();
    this.#head();
  }
  /** Lines that a page holds under its heads, about. */
  #onFreshPage(step: number): number {
    return Math.floor((this.#bottom - MARGIN.top - 70 - 2 * PAD) / step);
  }

  #lines(cells: readonly (readonly string[])[], style: Style, center: readonly boolean[], head: boolean, struck = false): void {
    const doc = this.#doc;
    const step = this.#size * 1.18;
    const count = Math.max(1, ...cells.map((cell) => cell.length));
    const height = count * step + 2 * PAD;
    const top = this.#y;
    let x = MARGIN.left;
    if (head) doc.save().fillColor('#eeeeee').rect(x, top, this.#full, height).fill().restore();
    doc.lineWidth(0.5).rect(x, top, this.#full, height);
    for (const width of this.#widths.slice(0, -1)) {
      x += width;
      doc.moveTo(x, top).lineTo(x, top + height);
    }
    doc.stroke();
    x = MARGIN.left;
    const placed: { line: string; x: number; y: number; width: number }[] = [];
    cells.forEach((cell, i) => {
      const width = this.#widths[i] ?? 0;
      const lift = head ? ((count - cell.length) * step) / 2 : 0;
      cell.forEach((line, n) => {
        if (line === '') return;
        const long = this.#measure[style](line) * this.#size;
        const aside = center[i] ? Math.max(0, (width - 2 * PAD - long) / 2) : 0;
        placed.push({ line, x: x + PAD + aside, y: top + PAD + lift + n * step, width: i === cells.length - 1 ? 0 : long });
      });
      x += width;
    });
    // Only now: to measure a word the font is set too.
    doc.font(style).fontSize(this.#size).fillColor('black');
    for (const one of placed) doc.text(one.line, one.x, one.y, { lineBreak: false });
    if (struck) {
      const middle = this.#size * 0.58;
      doc.lineWidth(0.5);
      for (const one of placed) if (one.width > 0) doc.moveTo(one.x, one.y + middle).lineTo(one.x + one.width, one.y + middle);
      doc.stroke();
    }
    this.#y = top + height;
  }

  end(rows: number): void {
    const doc = this.#doc;
    const { closing, empty } = this.#sheet;
    if (rows === 0) {
      doc
        .font('italic')
        .fontSize(11)
        .text(empty, MARGIN.left, this.#y + 8, { width: this.#full });
      this.#y = doc.y;
    }
    if (closing) {
      doc.font('regular').fontSize(12);
      const tall = closing.paragraphs.reduce((sum, text) => sum + doc.heightOfString(text, { width: this.#full }) + 4, 40 * MM);
      if (this.#y + tall > this.#bottom) this.#newPage();
      doc.y = this.#y + 10;
      for (const text of closing.paragraphs)
        doc
          .font('regular')
          .fontSize(12)
          .text(text, MARGIN.left, doc.y + 3, { width: this.#full });
      if (closing.placeAndDate)
        doc.font('italic').text(closing.placeAndDate, MARGIN.left + this.#full / 2, doc.y + 6, { width: this.#full / 2, align: 'center' });
      const width = this.#full / closing.signers.length;
      const top = doc.y + 6;
      closing.signers.forEach((title, i) => {
        doc
          .font('bold')
          .fontSize(12)
          .text(title, MARGIN.left + i * width, top, { width, align: 'center' });
      });
    }
    doc.font('regular');
    const inside = doc as unknown as Inside;
    const [glyphs] = inside._font.encode(String(this.pages));
    this.#total.end(Buffer.from(`BT /${inside._font.id} 10 Tf 0 0 Td <${glyphs.join('')}> Tj ET`));
    doc.end();
  }
}

const ROWS_AT_ONCE = 12;

/**
 * Writes the book; resolves with its pages behind the cover.
 * @throws the signal's reason where it was stopped
 */
export async function printBook(sheet: BookSheet, flow: BookProgress): Promise<{ pages: number; rows: number }> {
  const book = new BookWriter(sheet);
  const parts: Buffer[] = [];
  book.doc.on('data', (part: Buffer) => parts.push(part));
  const ended = new Promise<void>((resolve, reject) => book.doc.on('end', () => resolve()).on('error', reject));
  const hand = async (): Promise<void> => {
    const ready = parts.splice(0);
    if (ready.length > 0) await flow.write(Buffer.concat(ready));
  };
  if (sheet.cover) book.cover(sheet.cover);
  book.begin();
  let done = 0;
  for (let rows = flow.rows(0); rows.length > 0; rows = flow.rows(done)) {
    for (let i = 0; i < rows.length; i += ROWS_AT_ONCE) {
      flow.signal?.throwIfAborted();
      for (const row of rows.slice(i, i + ROWS_AT_ONCE)) book.row(row);
      flow.onProgress?.(done + Math.min(rows.length, i + ROWS_AT_ONCE));
      await breathe();
      await hand();
    }
    done += rows.length;
  }
  flow.signal?.throwIfAborted();
  book.end(done);
  await ended;
  await hand();
  return { pages: book.pages, rows: done };
}
