/** What a person does to the cells of a sheet, as pure steps: rows in, rows out; unchanged rows stay the same objects. */
import {
  DAY_DIRECTION,
  type EntryFactsForWords,
  type EntryField,
  entryFields,
  guessMapping,
  MAX_ENTRY_ROWS,
  readChannel,
  readClipboard,
  readKind,
  readPriority,
  readTypedDate,
  takeMapped,
} from '../../domain/entry/index.ts';
import { fillMerged, mergedOnClipboard } from '../../domain/mergedCells.ts';
import { convertOldCells } from '../../domain/oldCells.ts';
import type { BookDirection } from '../../domain/registers.ts';
import { screenDate } from '../../domain/time.ts';
import { t } from '../text/index.ts';

export type Rows = readonly (readonly string[])[];
/** A place on the sheet; `col` counts all fields, shown or not. */
export interface Place {
  readonly row: number;
  readonly col: number;
}
export interface Range {
  readonly from: Place;
  readonly to: Place;
}
/** The row of values that empty cells take. */
export const DEFAULT_ROW = -1;
/** Heads that a pasted first row must say to be taken for a head. */
const HEADS = 3;

export const rangeOf = (a: Place, b: Place): Range => ({
  from: { row: Math.min(a.row, b.row), col: Math.min(a.col, b.col) },
  to: { row: Math.max(a.row, b.row), col: Math.max(a.col, b.col) },
});
export const inRange = ({ from, to }: Range, row: number, col: number): boolean =>
  row >= from.row && row <= to.row && col >= from.col && col <= to.col;
export const emptyRow = (direction: BookDirection): string[] => Array.from({ length: entryFields(direction).length + 1 }, () => '');

/** `2111` typed where a day belongs is one of this year; in a table that came from elsewhere it might be anything. */
export const asDay = (field: EntryField, typed: string): string =>
  field in DAY_DIRECTION ? typed.trim().replace(/^(\d{2})(\d{2})$/, '$1/$2') : typed;

/** What was typed as it is written out: dates in full, words of the catalogues; what is not understood stays. */
export function writtenOut(field: EntryField, typed: string, facts: EntryFactsForWords): string {
  const text = typed.replace(field === 'recipients' ? /[^\S\n]+/g : /\s+/g, ' ').trim();
  if (text === '') return '';
  if (field in DAY_DIRECTION) {
    const date = readTypedDate(text, facts.today, DAY_DIRECTION[field]);
    return date === undefined ? text : screenDate(date);
  }
  if (field === 'typeName') return readKind(text, facts.kinds)?.name ?? text;
  if (field === 'channel') {
    const channel = readChannel(text);
    return channel === undefined ? text : t(`channel.${channel}`);
  }
  if (field === 'priority') {
    const priority = readPriority(text);
    return priority === undefined || priority === 4 ? text : t(`priority.${priority}`);
  }
  return text;
}

/** Longer, the table's marks are not looked at. */
const MOST_HTML = 4_000_000;
/** What a spreadsheet put on the clipboard, a cell that spans rows said in each of them. */
export function cellsOnClipboard(text: string, html: string): Rows {
  const { rows } = readClipboard(text);
  if (html === '' || html.length > MOST_HTML) return rows;
  const table = mergedOnClipboard(html);
  // A table of another shape is not this one.
  return table.rows === rows.length ? fillMerged(rows, table.merged) : rows;
}

/** Cells set from `at` on; rows are added where there are none. */
export function withCells(rows: Rows, direction: BookDirection, at: Place, cells: Rows, columns: readonly number[]): Rows {
  const next: (readonly string[])[] = [...rows];
  const first = columns.indexOf(at.col);
  cells.forEach((line, i) => {
    const row = at.row + i;
    if (row >= MAX_ENTRY_ROWS) return;
    while (next.length <= row) next.push(emptyRow(direction));
    const changed = [...(next[row] ?? emptyRow(direction))];
    line.forEach((cell, j) => {
      const col = columns[first + j];
      if (col !== undefined) changed[col] = cell;
    });
    next[row] = changed;
  });
  return next;
}
export function withCell(rows: Rows, direction: BookDirection, at: Place, text: string): Rows {
  if ((rows[at.row]?.[at.col] ?? '') === text) return rows;
  return withCells(rows, direction, at, [[text]], [at.col]);
}
/** The cells of a range, as many columns as are shown. */
export const cellsOf = (rows: Rows, { from, to }: Range, columns: readonly number[]): string[][] =>
  Array.from({ length: to.row - from.row + 1 }, (_, i) =>
    columns.filter((col) => col >= from.col && col <= to.col).map((col) => rows[from.row + i]?.[col] ?? ''),
  );
export function cleared(rows: Rows, { from, to }: Range): Rows {
  return rows.map((row, i) => (i < from.row || i > to.row ? row : row.map((cell, col) => (col >= from.col && col <= to.col ? '' : cell))));
}
/** Ctrl+D: one cell takes what stands above it; a range takes what stands in its first row. */
export function filledDown(rows: Rows, direction: BookDirection, { from, to }: Range, columns: readonly number[]): Rows {
  const source = from.row === to.row ? from.row - 1 : from.row;
  const first = from.row === to.row ? from.row : from.row + 1;
  const shown = columns.filter((col) => col >= from.col && col <= to.col);
  const above = rows[source];
  if (above === undefined || source < 0) return rows;
  const line = shown.map((col) => above[col] ?? '');
  return withCells(
    rows,
    direction,
    { row: first, col: from.col },
    Array.from({ length: to.row - first + 1 }, () => line),
    columns,
  );
}
export const withoutRows = (rows: Rows, from: number, to: number): Rows => rows.filter((_, i) => i < from || i > to);
export function withRowBefore(rows: Rows, direction: BookDirection, row: number): Rows {
  if (rows.length >= MAX_ENTRY_ROWS || row >= rows.length) return rows;
  return [...rows.slice(0, row), emptyRow(direction), ...rows.slice(row)];
}
export function withAnswer(rows: Rows, direction: BookDirection, row: number, answer: string): Rows {
  return withCell(rows, direction, { row, col: entryFields(direction).length }, answer);
}

/**
 * What was pasted at a place. A first row that is a head says which column is which; else columns go as they stand. Old
 * fonts' letters become Unicode.
 */
export function pasted(
  rows: Rows,
  direction: BookDirection,
  at: Place,
  cells: Rows,
  columns: readonly number[],
  facts: EntryFactsForWords,
): { readonly rows: Rows; readonly count: number; readonly byHead: boolean } {
  const fields = entryFields(direction);
  const honest = convertOldCells(cells).rows;
  const mapping = honest.length > 1 ? guessMapping(honest[0] ?? [], direction) : {};
  const byHead = Object.keys(mapping).length >= HEADS;
  const taken = byHead ? takeMapped(honest, 0, mapping, fields) : honest;
  const order = byHead ? fields.map((_, col) => col) : columns;
  const start = byHead ? { row: at.row, col: 0 } : at;
  const first = order.indexOf(start.col);
  const written = taken.map((line) =>
    line.map((cell, j) => {
      const field = fields[order[first + j] ?? -1];
      return field === undefined ? cell : writtenOut(field, cell, facts);
    }),
  );
  return { rows: withCells(rows, direction, start, written, order), count: written.length, byHead };
}
