/**
 * A TrueType font as far as an embedded subset needs it (ISO/IEC 14496-22): which glyph stands for a letter, how wide it
 * is, and a smaller font of the glyphs that were used. Outlines only (`glyf`); the font is the product's own.
 */
import { Failure } from '../../domain/errors.ts';

/** Tables of a subset that is drawn by glyph number; hinting programs go along. */
const KEPT = ['cvt ', 'fpgm', 'glyf', 'head', 'hhea', 'hmtx', 'loca', 'maxp', 'prep'];
/** Flags of a composite glyph's components. */
const WORDS = 0x1;
const SCALE = 0x8;
const MORE = 0x20;
const XY_SCALE = 0x40;
const TWO_BY_TWO = 0x80;
const MAX_GLYPHS = 65_535;

const unusable = (): Failure => new Failure('pdf.font_unusable');

export class TrueType {
  readonly unitsPerEm: number;
  readonly ascent: number;
  readonly descent: number;
  readonly capHeight: number;
  readonly italicAngle: number;
  readonly bbox: readonly [number, number, number, number];
  readonly postscriptName: string;
  readonly #bytes: Buffer;
  readonly #tables = new Map<string, Buffer>();
  readonly #sums = new Map<string, number>();
  readonly #glyphs: number;
  readonly #widths: number;
  readonly #longOffsets: boolean;
  readonly #letters: (point: number) => number;

  /** @throws Failure `pdf.font_unusable` */
  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    try {
      this.#readTables();
      const head = this.table('head');
      const hhea = this.table('hhea');
      this.unitsPerEm = head.readUInt16BE(18);
      this.bbox = [head.readInt16BE(36), head.readInt16BE(38), head.readInt16BE(40), head.readInt16BE(42)];
      this.#longOffsets = head.readInt16BE(50) === 1;
      this.ascent = hhea.readInt16BE(4);
      this.descent = hhea.readInt16BE(6);
      this.#widths = hhea.readUInt16BE(34);
      this.#glyphs = this.table('maxp').readUInt16BE(4);
      this.italicAngle = this.table('post').readInt32BE(4) / 65_536;
      const os2 = this.#tables.get('OS/2');
      this.capHeight = os2 && os2.readUInt16BE(0) >= 2 ? os2.readInt16BE(88) : this.ascent;
      this.postscriptName = postscriptName(this.table('name')) ?? 'Text';
      this.#letters = letterMap(this.table('cmap'));
      this.table('glyf');
    } catch (error) {
      if (error instanceof Failure) throw error;
      throw new Failure('pdf.font_unusable', undefined, { cause: error });
    }
  }
  #readTables(): void {
    const count = this.#bytes.readUInt16BE(4);
    for (let i = 0; i < count; i++) {
      const at = 12 + i * 16;
      const [offset, length] = [this.#bytes.readUInt32BE(at + 8), this.#bytes.readUInt32BE(at + 12)];
      if (offset + length > this.#bytes.byteLength) throw unusable();
      this.#tables.set(this.#bytes.toString('latin1', at, at + 4), this.#bytes.subarray(offset, offset + length));
    }
  }
  table(name: string): Buffer {
    const table = this.#tables.get(name);
    if (!table) throw unusable();
    return table;
  }

  /** The glyph of a letter; 0 where the font has none. */
  glyphOf(point: number): number {
    return this.#letters(point);
  }
  /** In units of the em. */
  advance(glyph: number): number {
    return this.table('hmtx').readUInt16BE(Math.min(glyph, this.#widths - 1) * 4);
  }
  /** A glyph's outline as it stands. */
  outline(glyph: number): Buffer {
    if (glyph >= this.#glyphs) throw unusable();
    const loca = this.table('loca');
    const at = (i: number): number => (this.#longOffsets ? loca.readUInt32BE(i * 4) : loca.readUInt16BE(i * 2) * 2);
    return this.table('glyf').subarray(at(glyph), at(glyph + 1));
  }
  bearing(glyph: number): number {
    const hmtx = this.table('hmtx');
    if (glyph < this.#widths) return hmtx.readInt16BE(glyph * 4 + 2);
    return hmtx.readInt16BE(this.#widths * 4 + (glyph - this.#widths) * 2);
  }
  optional(name: string): Buffer | undefined {
    return this.#tables.get(name);
  }
  /** Checksum of a table that a subset takes over whole; worked out once. */
  checksum(name: string, table: Buffer): number {
    const known = this.#sums.get(name) ?? sum(table);
    this.#sums.set(name, known);
    return known;
  }
}

/** Glyphs in the order in which they were asked for; glyph 0 comes first, as every font has it. */
export class TrueTypeSubset {
  readonly #font: TrueType;
  readonly #order: number[] = [0];
  readonly #codes = new Map<number, number>([[0, 0]]);
  constructor(font: TrueType) {
    this.#font = font;
  }
  /** The glyphs that were asked for, in their order: two subsets of one font with the same are the same. */
  get asked(): readonly number[] {
    return this.#order;
  }
  /** The glyph's number in the subset. */
  include(glyph: number): number {
    const known = this.#codes.get(glyph);
    if (known !== undefined) return known;
    const code = this.#order.length;
    if (code >= MAX_GLYPHS) throw unusable();
    this.#order.push(glyph);
    this.#codes.set(glyph, code);
    return code;
  }
  encode(): Buffer {
    const outlines: Buffer[] = [];
    // Components of composite glyphs join the list while it is walked.
    for (let i = 0; i < this.#order.length; i++) outlines.push(this.#renumbered(this.#font.outline(this.#order[i] ?? 0)));
    const count = this.#order.length;
    const loca = Buffer.alloc((count + 1) * 4);
    let at = 0;
    const padded = outlines.map((outline, i) => {
      loca.writeUInt32BE(at, i * 4);
      const more = (4 - (outline.byteLength % 4)) % 4;
      at += outline.byteLength + more;
      return Buffer.concat([outline, Buffer.alloc(more)]);
    });
    loca.writeUInt32BE(at, count * 4);
    const hmtx = Buffer.alloc(count * 4);
    for (const [i, glyph] of this.#order.entries()) {
      hmtx.writeUInt16BE(this.#font.advance(glyph), i * 4);
      hmtx.writeInt16BE(this.#font.bearing(glyph), i * 4 + 2);
    }
    const head = Buffer.from(this.#font.table('head'));
    head.writeUInt32BE(0, 8);
    head.writeInt16BE(1, 50);
    const hhea = Buffer.from(this.#font.table('hhea'));
    hhea.writeUInt16BE(count, 34);
    const maxp = Buffer.from(this.#font.table('maxp'));
    maxp.writeUInt16BE(count, 4);
    const made: Readonly<Record<string, Buffer>> = { glyf: Buffer.concat(padded), head, hhea, hmtx, loca, maxp };
    return assemble(
      KEPT.flatMap((name): Table[] => {
        const own = made[name];
        const table = own ?? this.#font.optional(name);
        return table ? [{ name, table, sum: own ? sum(own) : this.#font.checksum(name, table) }] : [];
      }),
    );
  }
  /** A composite glyph with its components' numbers in the subset. */
  #renumbered(outline: Buffer): Buffer {
    if (outline.byteLength < 10 || outline.readInt16BE(0) >= 0) return outline;
    const copy = Buffer.from(outline);
    for (let at = 10; ; ) {
      const flags = copy.readUInt16BE(at);
      copy.writeUInt16BE(this.include(copy.readUInt16BE(at + 2)), at + 2);
      at += 4 + (flags & WORDS ? 4 : 2);
      at += flags & SCALE ? 2 : flags & XY_SCALE ? 4 : flags & TWO_BY_TWO ? 8 : 0;
      if (!(flags & MORE)) return copy;
    }
  }
}

interface Table {
  readonly name: string;
  readonly table: Buffer;
  readonly sum: number;
}
/** The file: directory with checksums, tables on four-byte boundaries, and the adjustment in `head`. */
function assemble(tables: readonly Table[]): Buffer {
  const directory = Buffer.alloc(12 + tables.length * 16);
  directory.writeUInt32BE(0x00010000, 0);
  directory.writeUInt16BE(tables.length, 4);
  const power = 2 ** Math.floor(Math.log2(tables.length));
  directory.writeUInt16BE(power * 16, 6);
  directory.writeUInt16BE(Math.log2(power), 8);
  directory.writeUInt16BE((tables.length - power) * 16, 10);
  const parts: Buffer[] = [directory];
  let at = directory.byteLength;
  let headAt = 0;
  for (const [i, { name, table, sum: checksum }] of tables.entries()) {
    const row = 12 + i * 16;
    directory.write(name, row, 'latin1');
    directory.writeUInt32BE(checksum, row + 4);
    directory.writeUInt32BE(at, row + 8);
    directory.writeUInt32BE(table.byteLength, row + 12);
    if (name === 'head') headAt = at;
    const more = (4 - (table.byteLength % 4)) % 4;
    parts.push(table, Buffer.alloc(more));
    at += table.byteLength + more;
  }
  const whole = Buffer.concat(parts);
  // The whole file's sum is that of its parts: each begins on a boundary, and zeros between them add nothing.
  const total = tables.reduce((all, one) => all + one.sum, sum(directory));
  whole.writeUInt32BE((0xb1b0afba - total) >>> 0, headAt + 8);
  return whole;
}
function sum(bytes: Buffer): number {
  const words = Buffer.alloc(Math.ceil(bytes.byteLength / 4) * 4);
  bytes.copy(words);
  const turned = new DataView(words.buffer, words.byteOffset, words.byteLength);
  let total = 0;
  for (let i = 0; i < words.byteLength; i += 4) total = (total + turned.getUint32(i)) >>> 0;
  return total;
}

/** Name 6 of the naming table, in any of its encodings. */
function postscriptName(table: Buffer): string | undefined {
  const [count, strings] = [table.readUInt16BE(2), table.readUInt16BE(4)];
  for (let i = 0; i < count; i++) {
    const at = 6 + i * 12;
    if (table.readUInt16BE(at + 6) !== 6) continue;
    const start = strings + table.readUInt16BE(at + 10);
    const text = table.subarray(start, start + table.readUInt16BE(at + 8));
    const name = table.readUInt16BE(at) === 1 ? text.toString('latin1') : Buffer.from(text).swap16().toString('utf16le');
    return name.replace(/[^!-~]|[()<>[\]{}/%]/g, '');
  }
  return undefined;
}

/** Letters to glyphs by the Unicode table of format 12 or 4. */
function letterMap(cmap: Buffer): (point: number) => number {
  const found = new Map<number, Buffer>();
  for (let i = 0; i < cmap.readUInt16BE(2); i++) {
    const [platform, encoding] = [cmap.readUInt16BE(4 + i * 8), cmap.readUInt16BE(6 + i * 8)];
    if (platform !== 0 && !(platform === 3 && (encoding === 1 || encoding === 10))) continue;
    const table = cmap.subarray(cmap.readUInt32BE(8 + i * 8));
    found.set(table.readUInt16BE(0), table);
  }
  const [groups, segments] = [found.get(12), found.get(4)];
  if (groups) return (point) => inGroups(groups, point);
  if (segments) return (point) => inSegments(segments, point);
  throw unusable();
}
function inGroups(table: Buffer, point: number): number {
  const count = table.readUInt32BE(12);
  for (let i = 0; i < count; i++) {
    const at = 16 + i * 12;
    if (point > table.readUInt32BE(at + 4)) continue;
    const start = table.readUInt32BE(at);
    return point < start ? 0 : table.readUInt32BE(at + 8) + point - start;
  }
  return 0;
}
function inSegments(table: Buffer, point: number): number {
  const twice = table.readUInt16BE(6);
  for (let at = 14; at < 14 + twice; at += 2) {
    if (point > table.readUInt16BE(at)) continue;
    const startAt = at + twice + 2;
    const start = table.readUInt16BE(startAt);
    if (point < start) return 0;
    const delta = table.readUInt16BE(startAt + twice);
    const rangeAt = startAt + 2 * twice;
    const range = table.readUInt16BE(rangeAt);
    if (range === 0) return (point + delta) & 0xffff;
    const glyph = table.readUInt16BE(rangeAt + range + (point - start) * 2);
    return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
  }
  return 0;
}
