/**
 * The cross-reference sections of a file (ISO 32000-2, 7.5.4 and 7.5.8), newest first, each by itself. What readers could take in two
 * ways is read and noted: whoever judges an update counts it.
 */
import { decode, rawStream } from './filters.ts';
import { damaged, Lexer } from './lexer.ts';
import { Dict, isArray, isName, type PdfObject, Ref, Stream } from './objects.ts';
import type { Bytes } from './source.ts';
import { type Entry, sameEntry } from './xref.ts';

export const MAX_OBJECT_NUMBER = 8_388_607;
const MAX_SECTIONS = 4096;

export interface Section {
  /** Offset of `xref` or of the cross-reference stream object, as `startxref` and `/Prev` name it. */
  readonly offset: number;
  readonly kind: 'table' | 'stream';
  readonly trailer: Dict;
  /** Written so that every reader takes it for the same list: the offset leads to its first byte, rows have twenty bytes. */
  readonly regular: boolean;
  /** Numbers of which it says two things (twice in one list, or otherwise in the table than in the hybrid's stream): readers differ on which counts. */
  readonly doubtful: ReadonlySet<number>;
}

export interface Collected {
  readonly sections: readonly Section[];
  /** What each section lists by itself. */
  readonly owns: readonly ReadonlyMap<number, Entry>[];
}

export function readSections(bytes: Bytes, base: number, start: number): Collected {
  const collected = { sections: [] as Section[], owns: [] as Map<number, Entry>[] };
  const seen = new Set<number>();
  let next: number | undefined = start;
  while (next !== undefined) {
    if (seen.has(next)) throw damaged('prev_loop', next);
    seen.add(next);
    if (seen.size > Math.min(MAX_SECTIONS, 2 + bytes.size / 32)) throw damaged('prev_chain');
    const own = new Map<number, Entry>();
    const section = readSection(bytes, base, next, own);
    collected.owns.push(own);
    collected.sections.push(section);
    const prev: PdfObject = section.trailer.get('Prev');
    if (prev !== null && (typeof prev !== 'number' || !Number.isInteger(prev) || prev < 0)) throw damaged('prev');
    next = prev === null ? undefined : prev;
  }
  return collected;
}

function readSection(bytes: Bytes, base: number, offset: number, own: Map<number, Entry>): Section {
  const lexer = new Lexer(bytes, offset + base);
  const first = bytes.at(offset + base);
  const doubtful = new Set<number>();
  if (!lexer.keyword('xref')) {
    const section = readXrefStream(bytes, base, offset, { own, doubtful });
    return { ...section, regular: first >= 0x30 && first <= 0x39 };
  }
  const regular = readTable(bytes, lexer, { own, doubtful }) && first === 0x78;
  const trailer = lexer.object();
  if (!(trailer instanceof Dict)) throw damaged('trailer', offset);
  // Entries of the hybrid's stream count before the earlier sections, after the table's own (7.5.8.4).
  const hybrid = trailer.get('XRefStm');
  if (typeof hybrid === 'number') {
    const hidden = new Map<number, Entry>();
    readXrefStream(bytes, base, hybrid, { own: hidden, doubtful });
    for (const [num, entry] of hidden) {
      const listed = own.get(num);
      if (listed && !sameEntry(listed, entry)) doubtful.add(num);
      if ((listed?.kind ?? 'free') === 'free') own.set(num, entry);
    }
  }
  return { offset, kind: 'table', trailer, regular, doubtful };
}

/** Where a section's entries go; of two for one number the first counts, and the number is doubtful. */
interface Listing {
  readonly own: Map<number, Entry>;
  readonly doubtful: Set<number>;
}
function list({ own, doubtful }: Listing, num: number, entry: Entry): void {
  const known = own.get(num);
  if (known === undefined) own.set(num, entry);
  else if (!sameEntry(known, entry)) doubtful.add(num);
}

/** Cross-reference table (7.5.4), up to and with the word `trailer`; answers whether all rows had twenty bytes. */
function readTable(bytes: Bytes, lexer: Lexer, listing: Listing): boolean {
  let regular = true;
  while (!lexer.keyword('trailer')) {
    const first = lexer.integer();
    const count = lexer.integer();
    if (first === undefined || count === undefined) throw damaged('xref_table', lexer.pos);
    if (count > bytes.size / 18 || first + count > MAX_OBJECT_NUMBER) throw damaged('xref_count', lexer.pos);
    const read = readRows(bytes, lexer, first, count, listing);
    regular &&= read === count;
    for (let i = read; i < count; i++) {
      const offset = lexer.integer();
      const gen = lexer.integer();
      if (offset === undefined || gen === undefined) throw damaged('xref_table', lexer.pos);
      const used = lexer.keyword('n');
      if (!used && !lexer.keyword('f')) throw damaged('xref_table', lexer.pos);
      list(listing, first + i, used && offset > 0 ? { kind: 'offset', offset, gen } : FREE);
    }
  }
  return regular;
}

const ROW = 20;
/** Rows of exactly twenty bytes, as 7.5.4 has them; answers how many were read before one that is not so. */
function readRows(bytes: Bytes, lexer: Lexer, first: number, count: number, listing: Listing): number {
  lexer.skipSpace();
  const rows = bytes.slice(lexer.pos, lexer.pos + count * ROW);
  const digits = (from: number, length: number): number => {
    let value = 0;
    for (let i = from; i < from + length; i++) {
      const digit = (rows[i] ?? 0) - 48;
      if (digit < 0 || digit > 9) return -1;
      value = value * 10 + digit;
    }
    return value;
  };
  let read = 0;
  for (let at = 0; at + ROW <= rows.byteLength; at += ROW, read++) {
    const [offset, gen, kind] = [digits(at, 10), digits(at + 11, 5), rows[at + 17]];
    const end = rows[at + 19];
    const spaced =
      rows[at + 10] === 32 && rows[at + 16] === 32 && (rows[at + 18] === 32 || rows[at + 18] === 13) && (end === 10 || end === 13);
    if (offset < 0 || gen < 0 || !spaced || (kind !== 0x6e && kind !== 0x66)) break;
    list(listing, first + read, kind === 0x6e && offset > 0 ? { kind: 'offset', offset, gen } : FREE);
  }
  lexer.pos += read * ROW;
  return read;
}
const FREE: Entry = { kind: 'free' };

/** Cross-reference stream (7.5.8). */
function readXrefStream(bytes: Bytes, base: number, offset: number, listing: Listing): Section {
  const lexer = new Lexer(bytes, offset + base);
  if (!lexer.objectHeader()) throw damaged('xref', offset);
  const stream = lexer.indirect();
  if (!(stream instanceof Stream) || !isName(stream.dict.get('Type'), 'XRef')) throw damaged('xref_stream', offset);
  const direct = (v: PdfObject): PdfObject => (v instanceof Ref ? null : v);
  const length = direct(stream.dict.get('Length'));
  const raw = rawStream(bytes, stream, typeof length === 'number' ? length : undefined);
  const data = decode(stream.dict, raw, direct);
  const widths = stream.dict.get('W');
  if (!isArray(widths) || widths.length < 3) throw damaged('xref_stream', offset);
  const [w0, w1, w2] = widths.slice(0, 3).map((w) => (typeof w === 'number' && w >= 0 && w <= 8 ? w : Number.NaN)) as [
    number,
    number,
    number,
  ];
  const width = w0 + w1 + w2;
  if (!(width > 0)) throw damaged('xref_stream', offset);
  const size = stream.dict.get('Size');
  const given = stream.dict.get('Index');
  const index = isArray(given) ? given : [0, size];
  let at = 0;
  const field = (w: number): number => {
    let v = 0;
    for (let i = 0; i < w; i++) v = v * 256 + (data[at++] ?? 0);
    return v;
  };
  for (let i = 0; i + 1 < index.length; i += 2) {
    const [first, count] = [index[i], index[i + 1]];
    if (typeof first !== 'number' || typeof count !== 'number' || first < 0 || count < 0) throw damaged('xref_stream', offset);
    if (first + count > MAX_OBJECT_NUMBER) throw damaged('xref_count', offset);
    for (let n = 0; n < count && at + width <= data.length; n++) {
      const type = w0 === 0 ? 1 : field(w0);
      const [a, b] = [field(w1), field(w2)];
      if (type === 1) list(listing, first + n, a > 0 ? { kind: 'offset', offset: a, gen: b } : FREE);
      else list(listing, first + n, type === 2 ? { kind: 'packed', stream: a, index: b } : FREE);
    }
  }
  return { offset, kind: 'stream', trailer: stream.dict, regular: true, doubtful: listing.doubtful };
}
