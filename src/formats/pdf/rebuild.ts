/**
 * The objects of a file whose cross-reference is damaged, found by their headers; of several with one number the last
 * counts. Two readers may rebuild in two ways: whoever judges such a file says so.
 */
import { damaged, Lexer } from './lexer.ts';
import { Dict, type PdfObject, Ref, Stream } from './objects.ts';
import type { Bytes } from './source.ts';

const MAX_BYTES = 256 * 1024 * 1024;
const MAX_OBJECTS = 500_000;
const STEP = 1 << 20;
const OVERLAP = 64;
const HEADER = /(?:^|[\s>\]])(\d{1,7})[ \t\r\n]{1,4}(\d{1,5})[ \t\r\n]{1,4}obj(?![A-Za-z])/g;
/** Where a dictionary's type would stand. */
const LOOK = 400;

export interface Rebuilt {
  /** Number → offset and generation, of the last object of that number. */
  readonly objects: ReadonlyMap<number, { readonly offset: number; readonly gen: number }>;
  readonly trailer: Dict;
  /** Numbers of object streams. */
  readonly containers: readonly number[];
}

/** @throws Failure `pdf.damaged` where nothing leads to a catalogue */
export function rebuild(bytes: Bytes): Rebuilt {
  if (bytes.size > MAX_BYTES) throw damaged('rebuild_size');
  const objects = new Map<number, { offset: number; gen: number }>();
  const trailers: number[] = [];
  for (let from = 0; from < bytes.size; from += STEP) {
    const text = Buffer.from(bytes.slice(from, from + STEP + OVERLAP)).toString('latin1');
    for (const match of text.matchAll(HEADER)) {
      const offset = from + match.index + match[0].indexOf(match[1] ?? '');
      objects.set(Number(match[1]), { offset, gen: Number(match[2]) });
      if (objects.size > MAX_OBJECTS) throw damaged('rebuild_count');
    }
    for (let at = text.indexOf('trailer'); at >= 0 && at < STEP; at = text.indexOf('trailer', at + 7)) trailers.push(from + at + 7);
  }
  const containers: number[] = [];
  const catalogs: Ref[] = [];
  const streams: Dict[] = [];
  for (const [num, { offset, gen }] of objects) {
    const head = Buffer.from(bytes.slice(offset, offset + LOOK)).toString('latin1');
    if (/\/Type\s*\/ObjStm/.test(head)) containers.push(num);
    if (/\/Type\s*\/Catalog/.test(head)) catalogs.push(new Ref(num, gen));
    if (/\/Type\s*\/XRef/.test(head)) streams.push(...dictAt(bytes, offset, true));
  }
  const found = [...trailers.reverse().flatMap((at) => dictAt(bytes, at, false)), ...streams.reverse()].find(
    (d) => d.get('Root') instanceof Ref,
  );
  const root = found?.get('Root') ?? catalogs.at(-1);
  if (!root) throw damaged('catalog');
  const trailer = new Dict({ Root: root });
  for (const key of ['Info', 'ID', 'Encrypt']) if (found?.entries.has(key)) trailer.entries.set(key, found.get(key));
  return { objects, trailer, containers };
}
function dictAt(bytes: Bytes, at: number, header: boolean): Dict[] {
  try {
    const lexer = new Lexer(bytes, at);
    if (header && !lexer.objectHeader()) return [];
    const value: PdfObject = header ? lexer.indirect() : lexer.object();
    return value instanceof Dict ? [value] : value instanceof Stream ? [value.dict] : [];
  } catch {
    return [];
  }
}
