/**
 * Just enough ZIP (PKWARE APPNOTE 6.3) for attachments: list what an archive holds, inflate one entry as a stream
 * within caps, write an archive of one entry as a stream or a small one of several. Names of entries are read to judge an archive and are never used as
 * paths; ZIP64, several disks and encryption are not read.
 */
import { pipeline, Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { crc32, createDeflateRaw, createInflateRaw, deflateRaw, deflateRawSync } from 'node:zlib';
import { Failure } from '../../domain/errors.ts';

/** Bytes of a finished file, by position. */
export interface ByteSource {
  readonly size: number;
  /** Shorter than asked only at the end. */
  read(offset: number, length: number): Uint8Array;
}

export interface ZipEntry {
  /** Only for judging; never a path. */
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly headerOffset: number;
}

export interface ZipLimits {
  readonly entries: number;
  /** Inflated bytes of the entry. */
  readonly bytes: number;
  /** Inflated ÷ compressed; deflate itself ends at about 1,030. */
  readonly ratio: number;
}
/** An honest office file stays far below 200; small entries are not judged by ratio. */
export const zipLimits = (bytes: number): ZipLimits => ({ entries: 10_000, bytes, ratio: 200 });
/** Below this, any ratio is harmless. */
const RATIO_FROM = 8 * 1024 * 1024;

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_BYTES = 22;
const MAX_COMMENT = 65_535;

/** Whether the bytes begin as a ZIP does (an empty archive begins with its end record). */
export const looksLikeZip = (head: Uint8Array): boolean =>
  head[0] === 0x50 && head[1] === 0x4b && ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6));

const view = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const unreadable = (): Failure => new Failure('zip.unreadable');

/** Entries of the central directory; `zip.unreadable`, `zip.too_many_entries`. */
export function listZip(source: ByteSource, limits: Pick<ZipLimits, 'entries'>): readonly ZipEntry[] {
  const tailAt = Math.max(0, source.size - END_BYTES - MAX_COMMENT);
  const tail = view(source.read(tailAt, source.size - tailAt));
  const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0 || end + END_BYTES > tail.byteLength || tail.readUInt32LE(end) !== END) throw unreadable();
  const count = tail.readUInt16LE(end + 10);
  const length = tail.readUInt32LE(end + 12);
  const offset = tail.readUInt32LE(end + 16);
  if (count > limits.entries) throw new Failure('zip.too_many_entries', { max: limits.entries });
  // 46 bytes of header and three fields of up to 64 KiB bound what a directory may honestly weigh.
  if (offset + length > tailAt + end || length > count * 4096 + 65_536 * 3) throw unreadable();
  const directory = view(source.read(offset, length));
  const entries: ZipEntry[] = [];
  for (let at = 0; entries.length < count; ) {
    if (at + 46 > directory.byteLength || directory.readUInt32LE(at) !== CENTRAL) throw unreadable();
    const nameBytes = directory.readUInt16LE(at + 28);
    const next = at + 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
    if (next > directory.byteLength) throw unreadable();
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameBytes),
      encrypted: (directory.readUInt16LE(at + 8) & 1) === 1,
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      compressedSize: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      headerOffset: directory.readUInt32LE(at + 42),
    });
    at = next;
  }
  return entries;
}

const READ_BYTES = 64 * 1024;

/**
 * The content of one entry, in pieces. Ends with `zip.unreadable` (damaged, encrypted, unknown method, wrong length or
 * CRC) or `zip.too_large` (past the caps, told while inflating: declared sizes are not believed).
 */
export async function* readEntry(source: ByteSource, entry: ZipEntry, limits: ZipLimits): AsyncGenerator<Uint8Array> {
  if (entry.encrypted || (entry.method !== 0 && entry.method !== 8)) throw unreadable();
  const header = view(source.read(entry.headerOffset, 30));
  if (header.byteLength < 30 || header.readUInt32LE(0) !== LOCAL) throw unreadable();
  const start = entry.headerOffset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  if (start + entry.compressedSize > source.size) throw unreadable();
  const packed = slices(source, start, entry.compressedSize);
  let size = 0;
  let crc = 0;
  for await (const piece of entry.method === 0 ? packed : inflated(packed)) {
    size += piece.byteLength;
    const tooDense = size > RATIO_FROM && size > entry.compressedSize * limits.ratio;
    if (size > limits.bytes || tooDense) throw new Failure('zip.too_large', { max: limits.bytes });
    crc = crc32(piece, crc);
    yield piece;
  }
  if (size !== entry.size || crc !== entry.crc) throw unreadable();
}

function* slices(source: ByteSource, start: number, length: number): Generator<Uint8Array> {
  for (let at = 0; at < length; at += READ_BYTES) yield source.read(start + at, Math.min(READ_BYTES, length - at));
}

async function* inflated(packed: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const inflate = createInflateRaw({ chunkSize: READ_BYTES });
  // The error reaches the loop below too: `pipeline` destroys the stream with it.
  pipeline(Readable.from(packed), inflate, () => undefined);
  try {
    for await (const piece of inflate) yield piece as Buffer;
  } catch (error) {
    throw new Failure('zip.unreadable', undefined, { cause: error });
  } finally {
    inflate.destroy();
  }
}

/**
 * An archive of one deflated entry, as the field's library writes it (sizes and CRC follow the data), but with a
 * fixed date, so that the same content gives the same bytes.
 */
export async function* writeZip(name: string, content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const nameBytes = Buffer.from(name, 'utf8');
  const local = Buffer.alloc(30);
  local.writeUInt32LE(LOCAL, 0);
  common(local, 4);
  local.writeUInt16LE(nameBytes.byteLength, 26);
  yield Buffer.concat([local, nameBytes]);
  let [crc, size, packed] = [0, 0, 0];
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const piece of content) {
      crc = crc32(piece, crc);
      size += piece.byteLength;
      yield piece;
    }
  }
  const deflate = createDeflateRaw({ chunkSize: READ_BYTES });
  pipeline(Readable.from(counted()), deflate, () => undefined);
  for await (const piece of deflate) {
    packed += (piece as Buffer).byteLength;
    yield piece as Buffer;
  }
  if (Math.max(size, packed) > 0xffff_fffe) throw new Failure('zip.too_large', { max: 0xffff_fffe });
  yield trailer(nameBytes, crc, packed, size);
}

const DATE_1980 = 0x21;
/** Version 2.0, UTF-8 names and a data descriptor, deflate, the fixed date. */
function common(header: Buffer, at: number): void {
  header.writeUInt16LE(20, at);
  header.writeUInt16LE(0x0808, at + 2);
  header.writeUInt16LE(8, at + 4);
  header.writeUInt16LE(DATE_1980, at + 8);
}

function trailer(name: Buffer, crc: number, packed: number, size: number): Buffer {
  const descriptor = Buffer.alloc(16);
  descriptor.writeUInt32LE(0x08074b50, 0);
  descriptor.writeUInt32LE(crc, 4);
  descriptor.writeUInt32LE(packed, 8);
  descriptor.writeUInt32LE(size, 12);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(CENTRAL, 0);
  central.writeUInt16LE(20, 4);
  common(central, 6);
  descriptor.copy(central, 16, 4);
  central.writeUInt16LE(name.byteLength, 28);
  const end = Buffer.alloc(END_BYTES);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.byteLength + name.byteLength, 12);
  end.writeUInt32LE(30 + name.byteLength + packed + descriptor.byteLength, 16);
  return Buffer.concat([descriptor, central, name, end]);
}

interface NewEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
}
/** A small archive of several entries, in their order; the same content gives the same bytes. */
export const writeArchive = (entries: readonly NewEntry[]): Uint8Array =>
  archiveOf(entries.map((entry) => ({ ...entry, crc: crc32(entry.bytes), packed: deflateRawSync(entry.bytes) })));

const deflateApart = promisify<Uint8Array, Buffer>(deflateRaw);
/** The same for larger ones: deflated off this thread, and summed up in parts. */
export async function packArchive(entries: readonly NewEntry[]): Promise<Uint8Array> {
  const packed: PackedEntry[] = [];
  for (const entry of entries) packed.push({ ...entry, crc: await crcInParts(entry.bytes), packed: await deflateApart(entry.bytes) });
  return archiveOf(packed);
}
const CRC_AT_ONCE = 8 * 1024 * 1024;
async function crcInParts(bytes: Uint8Array): Promise<number> {
  let crc = 0;
  for (let at = 0; at < bytes.byteLength; at += CRC_AT_ONCE) {
    if (at > 0) await nextTurn();
    crc = crc32(bytes.subarray(at, at + CRC_AT_ONCE), crc);
  }
  return crc;
}

interface PackedEntry extends NewEntry {
  readonly crc: number;
  readonly packed: Buffer;
}
function archiveOf(entries: readonly PackedEntry[]): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes, crc, packed } of entries) {
    const nameBytes = Buffer.from(name, 'utf8');
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(0x0800, 2);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt16LE(DATE_1980, 8);
    facts.writeUInt32LE(crc, 10);
    facts.writeUInt32LE(packed.byteLength, 14);
    facts.writeUInt32LE(bytes.byteLength, 18);
    facts.writeUInt16LE(nameBytes.byteLength, 22);
    const local = Buffer.alloc(4);
    local.writeUInt32LE(LOCAL);
    const head = Buffer.alloc(6);
    head.writeUInt32LE(CENTRAL, 0);
    head.writeUInt16LE(20, 4);
    const where = Buffer.alloc(14);
    where.writeUInt32LE(offset, 10);
    directory.push(head, facts, where, nameBytes);
    parts.push(local, facts, nameBytes, packed);
    offset += local.byteLength + facts.byteLength + nameBytes.byteLength + packed.byteLength;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(END_BYTES);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.byteLength, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}
