/** Delimited text as offices export it: comma, semicolon or tab, quoted or not, in whatever encoding their program had. */

import { convertOldCells } from '../../domain/oldCells.ts';
import { Collector } from './collect.ts';
import { decodeText } from './decode.ts';
import type { ReadTable, TableLimits } from './index.ts';

/** The one that stands most often outside quotes in the first lines. */
function delimiterOf(text: string): string {
  const head = text.slice(0, 20_000).replace(/"[^"]*"/g, '');
  const count = (c: string): number => head.split(c).length;
  return [';', '\t', ','].reduce((best, c) => (count(c) > count(best) ? c : best), ';');
}

/** @throws Failure `table.encoding` */
export function readCsv(bytes: Uint8Array, limits: TableLimits): ReadTable {
  const decoded = decodeText(bytes);
  const text = decoded.text.replace(/^\uFEFF/, '');
  const delimiter = delimiterOf(text);
  const out = new Collector(limits);
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const endCell = (): void => {
    row.push(cell);
    cell = '';
  };
  const endRow = (): void => {
    endCell();
    out.add(row);
    row = [];
  };
  for (let i = 0; i < text.length && !out.full; i++) {
    const c = text[i] ?? '';
    if (quoted) {
      if (c !== '"') cell += c;
      else if (text[i + 1] === '"') {
        cell += '"';
        i++;
      } else quoted = false;
    } else if (c === '"' && cell === '') quoted = true;
    else if (c === delimiter) endCell();
    else if (c === '\n' || c === '\r') {
      if (c === '\r' && text[i + 1] === '\n') i++;
      endRow();
    } else cell += c;
  }
  if (cell !== '' || row.length > 0) endRow();
  const table = out.result();
  if (decoded.converted !== undefined) return { ...table, converted: decoded.converted };
  const cells = convertOldCells(table.rows);
  return cells.converted === undefined ? table : { ...table, rows: cells.rows, converted: cells.converted };
}
