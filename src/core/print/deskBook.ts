/**
 * A small book of the desk (copies, petitions) as a file: bound pages by the registers' own engine, a workbook, a Word
 * document. What its cells say is the book's own room's affair, in all three alike.
 */
import { writeDocx } from '../../formats/docx/index.ts';
import { packXlsx } from '../../formats/table/index.ts';
import type { PrintPlace } from '../deadlines/print.ts';
import { type BookColumn, type PrintedRow, printBook } from './book.ts';

export const BOOK_KINDS = ['pdf', 'xlsx', 'docx'] as const;
export interface DeskBookSheet {
  readonly title: string;
  readonly year: string;
  readonly columns: readonly BookColumn[];
  readonly rows: readonly PrintedRow[];
  readonly empty: string;
  /** On the cover, under the year. */
  readonly span: readonly string[];
}
export interface DeskBookMake {
  readonly as: (typeof BOOK_KINDS)[number];
  readonly paper: 'A4' | 'A3';
  readonly cover: boolean;
}

export async function deskBook(sheet: DeskBookSheet, make: DeskBookMake, where: PrintPlace): Promise<Uint8Array> {
  const { title, year, columns, rows, empty, span } = sheet;
  const { officeName, parentName, watermark, fonts } = where;
  const subtitle = `Năm ${year}`;
  const lines = [subtitle, ...span, 'Quyển số: ……'];
  const marked = watermark === undefined ? {} : { mark: watermark };
  if (make.as === 'xlsx')
    return packXlsx({
      ...marked,
      ...{ name: `${title} ${year}`, headings: columns.map(({ heading }) => heading), landscape: make.paper },
      rows: rows.map(({ cells }) => cells),
      widths: columns.map(({ share }) => Math.max(9, share * 1.7)),
    });
  const base = { ...marked, title, subtitle, officeName, parentName, paper: make.paper, columns };
  if (make.as === 'docx') return writeDocx({ ...base, landscape: true, numbered: true, rows, ...(make.cover ? { cover: { lines } } : {}) });
  const parts: Uint8Array[] = [];
  await printBook(
    {
      ...base,
      empty,
      fonts,
      ...(make.cover ? { cover: { lines: [...lines, 'Số trang: {pages}'] } } : {}),
      ...(watermark === undefined ? {} : { watermark }),
    },
    {
      rows: (offset) => rows.slice(offset, offset + 200),
      write: async (bytes) => void parts.push(bytes),
    },
  );
  return Buffer.concat(parts);
}
/** `Từ số 01 đến số 12`, `Từ ngày … đến ngày …` of what stands in the book. */
export function spanOf(rows: readonly { readonly number: number; readonly date: string }[]): string[] {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return [];
  const two = (n: number): string => String(n).padStart(2, '0');
  const day = (date: string): string => date.split('-').reverse().join('/');
  return [`Từ số ${two(first.number)} đến số ${two(last.number)}`, `Từ ngày ${day(first.date)} đến ngày ${day(last.date)}`];
}
