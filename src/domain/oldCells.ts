/**
 * Cells whose letters only look right in a font of before Unicode (TCVN3, VNI): honest files with dishonest text, as old
 * spreadsheets are. The table as a whole shows it; then each cell is judged by itself, so that honest ones stay.
 */
import { decodeOld, detectOld, type OldEncoding } from './oldEncodings.ts';

/** Different words of the whole table that must show it. */
const ENOUGH = 3;
const MAX_JUDGED = 2_000;

/** The same cells where nothing shows an old encoding. */
export function convertOldCells(rows: readonly (readonly string[])[]): {
  readonly rows: readonly (readonly string[])[];
  readonly converted?: OldEncoding;
} {
  const words = new Map<OldEncoding, number>();
  let judged = 0;
  for (const row of rows) {
    for (const cell of row) {
      if (judged >= MAX_JUDGED || !/[\u00a1-\u00ff\u00b5]/.test(cell)) continue;
      judged++;
      const found = detectOld(cell, 1);
      if (found) words.set(found.encoding, (words.get(found.encoding) ?? 0) + found.words);
    }
  }
  const [best] = [...words].sort((a, b) => b[1] - a[1]);
  if (best === undefined || best[1] < ENOUGH) return { rows };
  const [encoding] = best;
  const whole = rows.map((row) => row.map((cell) => (isOld(cell, encoding) ? decodeOld(cell, encoding).normalize('NFC') : cell)));
  return { rows: whole, converted: encoding };
}

/** In a table that is known to be in it, a cell is too unless it speaks against it. */
function isOld(cell: string, encoding: OldEncoding): boolean {
  if (!/[\u00a1-\u00ff]/.test(cell)) return false;
  const found = detectOld(cell, 1);
  return found === undefined
    ? /[\u00a8-\u00bf]/.test(cell) && encoding === 'tcvn3' && !/[\u1ea0-\u1ef9ăđĩũơư]/i.test(cell)
    : found.encoding === encoding;
}
