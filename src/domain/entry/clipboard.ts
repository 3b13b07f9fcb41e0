/**
 * Cells as spreadsheets put them on the clipboard: rows by line, cells by tab; a cell that holds a line or a tab is quoted,
 * its own quotes doubled. A cell that merely begins with a quotation mark is not.
 */

/** The most that is taken from one paste. */
export const PASTE_LIMITS = { rows: 5_000, columns: 60, characters: 4_000_000 } as const;

/** The end of a quoted cell that begins at `from` (its opening mark), or -1 where it is no quoted cell. */
function quotedEnd(text: string, from: number): number {
  for (let i = from + 1; i < text.length; i++) {
    if (text[i] !== '"') continue;
    if (text[i + 1] === '"') {
      i++;
      continue;
    }
    const next = text[i + 1];
    return next === undefined || next === '\t' || next === '\n' || next === '\r' ? i : -1;
  }
  return -1;
}
function cellAt(text: string, from: number): { readonly cell: string; readonly end: number } {
  if (text[from] === '"') {
    const close = quotedEnd(text, from);
    const inside = close < 0 ? '' : text.slice(from + 1, close);
    if (close >= 0 && /[\t\r\n]|""/.test(inside)) return { cell: inside.replaceAll('""', '"'), end: close + 1 };
  }
  let end = from;
  while (end < text.length && text[end] !== '\t' && text[end] !== '\n' && text[end] !== '\r') end++;
  return { cell: text.slice(from, end), end };
}

export interface Pasted {
  readonly rows: readonly (readonly string[])[];
  /** There was more than is taken at once. */
  readonly truncated: boolean;
}
export function readClipboard(text: string, limits: { rows: number; columns: number; characters: number } = PASTE_LIMITS): Pasted {
  const whole = text.slice(0, limits.characters);
  const rows: string[][] = [];
  let truncated = text.length > whole.length;
  let row: string[] = [];
  for (let at = 0; at <= whole.length; ) {
    if (rows.length >= limits.rows) {
      truncated ||= at < whole.length;
      break;
    }
    const { cell, end } = cellAt(whole, at);
    if (row.length < limits.columns) row.push(cell);
    else truncated = true;
    at = end + 1;
    if (whole[end] === '\t') continue;
    if (whole[end] === '\r' && whole[end + 1] === '\n') at++;
    rows.push(row);
    row = [];
    // A line's end at the end of everything begins no row.
    if (at >= whole.length && whole[end] !== undefined) break;
  }
  return { rows, truncated };
}

/** The same the other way. */
export const writeClipboard = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => row.map((cell) => (/[\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join('\t')).join('\r\n');
