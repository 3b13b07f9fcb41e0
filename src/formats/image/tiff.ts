/**
 * TIFF 6.0 as scanners write it: the pages of a file, found and cut out one at a time, so that a file of hundreds of pages
 * never lies in memory whole. Decoding is left to others: a page comes out as a small TIFF file of its own.
 */
import { Failure } from '../../domain/errors.ts';

export interface Bytes {
  readonly size: number;
  /** At most `length` bytes from `offset`; fewer only at the end. */
  read(offset: number, length: number): Uint8Array;
}

const MAX_PAGES = 2_000;
const MAX_ENTRIES = 200;
/** Largest page as it lies in the file. */
const MAX_PAGE_BYTES = 256 * 1024 * 1024;
/** Bytes of one value of each field type (TIFF 6.0, 2). */
const TYPE_BYTES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];
const OFFSETS = { strips: [273, 279], tiles: [324, 325] } as const;

interface Field {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  /** The value's bytes, in the file's byte order. */
  readonly value: Uint8Array;
}
export interface TiffPage {
  readonly fields: readonly Field[];
}
export interface TiffFile {
  readonly little: boolean;
  readonly pages: readonly TiffPage[];
}

const half = (): Failure => new Failure('scan.half_file');

/** @throws Failure `scan.half_file` where it names places behind its end, `scan.damaged`, `scan.too_many_pages` */
export function readTiff(bytes: Bytes): TiffFile {
  const head = view(bytes, 0, 8);
  const little = head.getUint16(0) === 0x4949;
  if (head.getUint16(2, little) !== 42) throw new Failure('scan.damaged');
  const pages: TiffPage[] = [];
  const seen = new Set<number>();
  let at = head.getUint32(4, little);
  while (at !== 0) {
    if (seen.has(at)) throw new Failure('scan.damaged');
    seen.add(at);
    if (pages.length >= MAX_PAGES) throw new Failure('scan.too_many_pages', { most: MAX_PAGES });
    const count = view(bytes, at, 2).getUint16(0, little);
    if (count === 0 || count > MAX_ENTRIES) throw new Failure('scan.damaged');
    const table = view(bytes, at + 2, count * 12 + 4);
    const fields: Field[] = [];
    for (let n = 0; n < count; n++) fields.push(readField(bytes, table, n * 12, little));
    const page = { fields };
    checkData(bytes, page, little);
    // A reduced picture of the page before (TIFF 6.0, 8: NewSubfileType) is no page.
    if ((numberOf(page, 254, little) ?? 0) % 2 === 0) pages.push(page);
    at = table.getUint32(count * 12, little);
  }
  if (pages.length === 0) throw new Failure('scan.damaged');
  return { little, pages };
}

function readField(bytes: Bytes, table: DataView, at: number, little: boolean): Field {
  const [tag, type, count] = [table.getUint16(at, little), table.getUint16(at + 2, little), table.getUint32(at + 4, little)];
  const length = (TYPE_BYTES[type] ?? 0) * count;
  if (length > 16 * 1024 * 1024) throw new Failure('scan.damaged');
  if (length <= 4)
    return { tag, type, count, value: new Uint8Array(table.buffer, table.byteOffset + at + 8, 4).slice(0, Math.max(length, 4)) };
  const place = table.getUint32(at + 8, little);
  const value = view(bytes, place, length);
  return { tag, type, count, value: new Uint8Array(value.buffer, value.byteOffset, length).slice() };
}

function view(bytes: Bytes, offset: number, length: number): DataView {
  const got = bytes.read(offset, length);
  if (got.byteLength < length) throw half();
  return new DataView(got.buffer, got.byteOffset, length);
}

function numbersOf(page: TiffPage, tag: number, little: boolean): number[] | undefined {
  const field = page.fields.find((f) => f.tag === tag);
  if (!field) return undefined;
  const data = new DataView(field.value.buffer, field.value.byteOffset, field.value.byteLength);
  const size = TYPE_BYTES[field.type] ?? 0;
  // A type nobody knows says nothing.
  if (size === 0 || size * field.count > field.value.byteLength) return undefined;
  const read = (n: number): number => {
    if (size === 2) return data.getUint16(n * 2, little);
    if (size === 4) return data.getUint32(n * 4, little);
    if (size === 8) return data.getUint32(n * 8, little) / Math.max(1, data.getUint32(n * 8 + 4, little));
    return data.getUint8(n);
  };
  return Array.from({ length: field.count }, (_, n) => read(n));
}
const numberOf = (page: TiffPage, tag: number, little: boolean): number | undefined => numbersOf(page, tag, little)?.[0];

const dataPlaces = (page: TiffPage, little: boolean): { offsets: number[]; counts: number[]; tags: readonly [number, number] } => {
  for (const tags of [OFFSETS.strips, OFFSETS.tiles]) {
    const [offsets, counts] = [numbersOf(page, tags[0], little), numbersOf(page, tags[1], little)];
    if (offsets && counts && offsets.length === counts.length && offsets.length > 0) return { offsets, counts, tags };
  }
  throw new Failure('scan.damaged');
};

function checkData(bytes: Bytes, page: TiffPage, little: boolean): void {
  const { offsets, counts } = dataPlaces(page, little);
  let total = 0;
  offsets.forEach((offset, n) => {
    const count = counts[n] ?? 0;
    total += count;
    if (offset + count > bytes.size) throw half();
  });
  if (total > MAX_PAGE_BYTES) throw new Failure('scan.too_large_page');
}

/** Fields that lead to places outside the page's own data: other pictures, and the makers' own structures. */
const LEFT_OUT = new Set([330, 34665, 34853, 40965, 700, 33723, 34377, 37724, 50341]);

/** One page as a TIFF file of its own, with the pixels as they are. */
export function cutPage(bytes: Bytes, file: TiffFile, index: number): Buffer {
  const page = file.pages[index];
  if (!page) throw new Failure('scan.no_such_page');
  const { little } = file;
  const { offsets, counts, tags } = dataPlaces(page, little);
  const fields = page.fields.filter((f) => !LEFT_OUT.has(f.tag) && f.tag !== tags[0] && f.tag !== tags[1]);
  const all = [...fields.map((f) => f.tag), ...tags].sort((a, b) => a - b);
  const tableAt = 8;
  let free = tableAt + 2 + all.length * 12 + 4;
  const parts: { at: number; bytes: Uint8Array }[] = [];
  const place = (value: Uint8Array): number => {
    const at = free;
    parts.push({ at, bytes: value });
    free += value.byteLength + (value.byteLength % 2);
    return at;
  };
  const moved = offsets.map((offset, n) => place(bytes.read(offset, counts[n] ?? 0)));
  const table = new DataView(new ArrayBuffer(2 + all.length * 12 + 4));
  table.setUint16(0, all.length, little);
  all.forEach((tag, n) => {
    const at = 2 + n * 12;
    const field = fields.find((f) => f.tag === tag) ?? longs(tag, tag === tags[0] ? moved : counts, little);
    table.setUint16(at, field.tag, little);
    table.setUint16(at + 2, field.type, little);
    table.setUint32(at + 4, field.count, little);
    if ((TYPE_BYTES[field.type] ?? 0) * field.count <= 4) new Uint8Array(table.buffer, at + 8, 4).set(field.value.subarray(0, 4));
    else table.setUint32(at + 8, place(field.value), little);
  });
  const out = Buffer.alloc(free);
  out.write(little ? 'II' : 'MM', 0, 'latin1');
  if (little) out.writeUInt16LE(42, 2);
  else out.writeUInt16BE(42, 2);
  if (little) out.writeUInt32LE(tableAt, 4);
  else out.writeUInt32BE(tableAt, 4);
  out.set(new Uint8Array(table.buffer), tableAt);
  for (const part of parts) out.set(part.bytes, part.at);
  return out;
}

function longs(tag: number, values: readonly number[], little: boolean): Field {
  const value = new DataView(new ArrayBuffer(Math.max(4, values.length * 4)));
  values.forEach((v, n) => {
    value.setUint32(n * 4, v, little);
  });
  return { tag, type: 4, count: values.length, value: new Uint8Array(value.buffer) };
}

/** A CCITT group 4 picture (ITU-T T.6) without a file around it, as a TIFF file. `blackIsZero`: 0 bits are black. */
export function wrapFax(data: Uint8Array, width: number, height: number, blackIsZero: boolean): Buffer {
  const numbers: readonly (readonly [tag: number, value: number])[] = [
    [256, width],
    [257, height],
    [258, 1],
    [259, 4],
    [262, blackIsZero ? 1 : 0],
    [273, 8 + 2 + 9 * 12 + 4],
    [277, 1],
    [278, height],
    [279, data.byteLength],
  ];
  const out = Buffer.alloc(8 + 2 + numbers.length * 12 + 4 + data.byteLength);
  out.write('II*\0', 0, 'latin1');
  out.writeUInt32LE(8, 4);
  out.writeUInt16LE(numbers.length, 8);
  numbers.forEach(([tag, value], n) => {
    const at = 10 + n * 12;
    out.writeUInt16LE(tag, at);
    out.writeUInt16LE(4, at + 2);
    out.writeUInt32LE(1, at + 4);
    out.writeUInt32LE(value, at + 8);
  });
  out.set(data, 8 + 2 + numbers.length * 12 + 4);
  return out;
}
