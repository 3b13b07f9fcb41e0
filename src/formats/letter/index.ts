/**
 * Letters in the layout of Decree 30/2020/NĐ-CP, annex I: A4, Times metrics (Tinos), the cells of the sample page
 * where a clerk looks for them. Pure: fonts come in, PDF bytes go out. Cell numbers in the comments are the annex's.
 */
import type { LegalDate } from '../../domain/time.ts';
import { drawEnding, endingHeight, type SignerPlaces } from './ending.ts';
import { drawHead } from './head.ts';
import { finish, newDocument, type Sheet } from './sheet.ts';

export interface LetterFonts {
  readonly regular: Uint8Array;
  readonly bold: Uint8Array;
  readonly italic: Uint8Array;
  readonly boldItalic: Uint8Array;
}

export type LetterBlock =
  /** A paragraph of the body, justified, first line indented. */
  | { readonly kind: 'paragraph'; readonly text: string }
  /** `I. …` or `Điều 1.`: bold. */
  | { readonly kind: 'heading'; readonly text: string }
  /** A legal basis (căn cứ): italic. */
  | { readonly kind: 'basis'; readonly text: string }
  /** A centred bold line, such as `QUYẾT ĐỊNH:`. */
  | { readonly kind: 'centre'; readonly text: string }
  /** A plain table; widths are shares of the line. */
  | { readonly kind: 'table'; readonly widths: readonly number[]; readonly rows: readonly (readonly string[])[] };

export interface Letter {
  /** Cell 2: the governing body, if it is named, and the agency; set in capitals. */
  readonly parentAgency?: string;
  readonly agency: string;
  /** Cell 3; without a number its place stays blank for the agency's strip. */
  readonly number?: string;
  readonly notation: string;
  /** Cell 4; without a date day and month stay blank. */
  readonly place: string;
  readonly date?: LegalDate;
  /** Cell 5a: `BÁO CÁO`, …; a công văn has none and carries its subject under the number (5b). */
  readonly typeName?: string;
  readonly subject: string;
  /** `Kính gửi`, for a công văn and whatever else is addressed. */
  readonly addressees: readonly string[];
  readonly body: readonly LetterBlock[];
  /** Cell 7: `TM. ỦY BAN NHÂN DÂN`, position, name. */
  readonly signer: { readonly competence?: string; readonly position: string; readonly fullName: string };
  /** Cell 9b, without the dashes; the last is the archive's line. */
  readonly recipients: readonly string[];
  /** Cell 10b: `KHẨN`, `THƯỢNG KHẨN`, `HỎA TỐC`. */
  readonly urgency?: string;
  /** Faint diagonal word on every page. */
  readonly watermark?: string;
  /** Creation date of the file, Unix milliseconds; the same letter with the same date is the same bytes. */
  readonly createdAt: number;
}

/** Where signatures belong: PDF points, origin bottom left, page from 1. */
export interface LetterPlaces extends SignerPlaces {
  readonly pages: number;
}

/** The letter as a PDF with embedded fonts. */
export async function renderLetter(letter: Letter, fonts: LetterFonts): Promise<Uint8Array> {
  return (await renderLetterWithPlaces(letter, fonts)).pdf;
}

/** The letter, and the places of the leader's signature and the agency's seal. */
export async function renderLetterWithPlaces(letter: Letter, fonts: LetterFonts): Promise<{ pdf: Uint8Array; places: LetterPlaces }> {
  const sheet = newDocument(letter, fonts);
  drawHead(sheet, letter);
  drawBody(sheet, letter);
  const places = drawEnding(sheet, letter);
  const pages = sheet.doc.bufferedPageRange().count;
  return { pdf: await finish(sheet, letter.watermark), places: { ...places, pages } };
}

const BODY_SIZE = 14;
const INDENT = 28.35;
const LINE_GAP = 2.4;
const PARAGRAPH_GAP = 6;

function drawBody(sheet: Sheet, letter: Letter): void {
  const last = letter.body.length - 1;
  letter.body.forEach((block, i) => {
    // The signer's block never stands alone on a page: the last paragraph goes with it.
    if (i === last && block.kind !== 'table') sheet.keepTogether(blockHeight(sheet, block.text) + endingHeight(sheet, letter));
    else sheet.keepTogether(2 * (BODY_SIZE + LINE_GAP) + PARAGRAPH_GAP);
    drawBlock(sheet, block);
  });
}

function blockHeight({ doc, width }: Sheet, text: string): number {
  doc.font('regular').fontSize(BODY_SIZE);
  return doc.heightOfString(text, { width, indent: INDENT, lineGap: LINE_GAP }) + PARAGRAPH_GAP;
}

function drawBlock(sheet: Sheet, block: LetterBlock): void {
  const { doc, left, width } = sheet;
  if (block.kind === 'table') {
    drawTable(sheet, block.widths, block.rows);
    return;
  }
  const centred = block.kind === 'centre';
  const font = block.kind === 'basis' ? 'italic' : block.kind === 'paragraph' ? 'regular' : 'bold';
  doc.font(font).fontSize(BODY_SIZE).fillColor('black');
  doc.text(block.text, left, doc.y, {
    width,
    align: centred ? 'center' : 'justify',
    indent: centred ? 0 : INDENT,
    lineGap: LINE_GAP,
  });
  doc.y += PARAGRAPH_GAP;
}

const CELL_PADDING = 4;
const TABLE_SIZE = 12;
function drawTable(sheet: Sheet, widths: readonly number[], rows: readonly (readonly string[])[]): void {
  const { doc, left, width } = sheet;
  const total = widths.reduce((sum, w) => sum + w, 0);
  const columns = widths.map((w) => (w / total) * width);
  rows.forEach((row, r) => {
    doc.font(r === 0 ? 'bold' : 'regular').fontSize(TABLE_SIZE);
    const heights = row.map((cell, c) => doc.heightOfString(cell, { width: (columns[c] ?? 0) - 2 * CELL_PADDING }));
    const height = Math.max(...heights) + 2 * CELL_PADDING;
    sheet.keepTogether(height);
    const top = doc.y;
    let x = left;
    row.forEach((cell, c) => {
      const w = columns[c] ?? 0;
      doc.rect(x, top, w, height).lineWidth(0.5).stroke('black');
      doc.fillColor('black').text(cell, x + CELL_PADDING, top + CELL_PADDING, {
        width: w - 2 * CELL_PADDING,
        align: r === 0 || c === 0 ? 'center' : 'left',
      });
      x += w;
    });
    doc.y = top + height;
  });
  doc.y += PARAGRAPH_GAP;
}
