/** Delimited text as offices export it: comma, semicolon or tab, quoted or not, UTF-8 or UTF-16 with its mark. */
import { Failure } from '../../domain/errors.ts';
import { Collector } from './collect.ts';
import type { ReadTable, TableLimits } from './index.ts';

function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new Failure('table.encoding', undefined, { cause: error });
  }
}
/** The one that stands most often outside quotes in the first lines. */
function delimiterOf(text: string): string {
  const head = text.slice(0, 20_000).replace(/"[^"]*"/g, '');
  const count = (c: string): number => head.split(c).length;
  return [';', '\t', ','].reduce((best, c) => (count(c) > count(best) ? c : best), ';');
}

/** @throws Failure `table.encoding` */
export function readCsv(bytes: Uint8Array, limits: TableLimits): ReadTable {
  const text = decode(bytes).replace(/^\uFEFF/, '');
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
  return out.result();
}
