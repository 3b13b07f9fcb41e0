/**
 * Cells that a spreadsheet shows as one: the upper left one holds what is said for all of them. In a list each row needs it, so it is
 * written into the rows it spans; sideways nothing is filled (titles span all columns). Pure.
 */
export interface Merged {
  /** Counted from 0. */
  readonly row: number;
  readonly column: number;
  /** How many rows it spans, itself counted. */
  readonly rows: number;
}
const MOST = 10_000;

/** Which cells of a table on the clipboard (its HTML, as spreadsheets put it there) span rows, and how many rows the table has. */
export function mergedOnClipboard(html: string): { readonly rows: number; readonly merged: readonly Merged[] } {
  const merged: Merged[] = [];
  /** Until which row a column is covered from above. */
  const covered: number[] = [];
  let row = -1;
  let column = 0;
  for (const [, tag = '', attributes = ''] of html.matchAll(/<(tr|td|th)\b([^>]*)>/gi)) {
    if (tag.toLowerCase() === 'tr') {
      row++;
      column = 0;
      continue;
    }
    const span = (name: string): number =>
      Math.min(MOST, Math.max(1, Number(new RegExp(`\\b${name}\\s*=\\s*["']?(\\d{1,5})`, 'i').exec(attributes)?.[1] ?? 1)));
    while ((covered[column] ?? -1) > row) column++;
    const [down, across] = [span('rowspan'), Math.min(span('colspan'), 500)];
    if (down > 1 && merged.length < MOST) merged.push({ row, column, rows: down });
    for (let i = 0; i < across; i++) covered[column + i] = row + down;
    column += across;
  }
  return { rows: row + 1, merged };
}

/** The rows with what a merged cell says in each row it spans; `most` letters are added and no more. */
export function fillMerged(
  rows: readonly (readonly string[])[],
  merged: readonly Merged[],
  most = 1_000_000,
): readonly (readonly string[])[] {
  if (merged.length === 0) return rows;
  const filled = rows.map((row) => [...row]);
  let left = most;
  for (const { row, column, rows: span } of merged) {
    const said = filled[row]?.[column] ?? '';
    if (said === '') continue;
    for (let n = row + 1; n < Math.min(row + span, filled.length); n++) {
      const below = filled[n];
      if (below === undefined || (below[column] ?? '') !== '') continue;
      left -= said.length;
      if (left < 0) return filled;
      while (below.length < column) below.push('');
      below[column] = said;
    }
  }
  return filled;
}
