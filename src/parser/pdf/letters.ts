/**
 * How much of their place the letters of a font in a signature's look really fill: a font that a file brings along may draw bars where
 * letters are said to stand. Outlines of TrueType are looked at glyph by glyph (ISO/IEC 14496-22, `glyf`); of programs that are not read
 * here nobody knows.
 */
import type { PdfDocument } from '../../formats/pdf/index.ts';
import { type Dict, isName, Name, type PdfObject, Stream } from '../../formats/pdf/objects.ts';

/** One letter, in parts of the em: its box above the base line, and what is inked at a place of that box. */
export interface Letter {
  readonly advance: number;
  readonly box: readonly [x0: number, y0: number, x1: number, y1: number];
  /** How much of its box is inked. */
  readonly full: number;
  /** 0 to 1 at a place of the box, both 0 to 1; `usual` for a printed letter of the reader's own font; undefined where nobody knows. */
  readonly ink: ((u: number, v: number) => number) | 'usual' | undefined;
  /** A space between words, by its code (9.3.3). */
  readonly isSpace: boolean;
}
export interface LetterFont {
  letters(bytes: Uint8Array): Letter[];
}

const USUAL_BOX = [0, -0.22, 1, 0.92] as const;
/** About what a printed letter fills of its box, where the reader brings the font. */
export const USUAL_INK = 0.45;
/** Fonts of signs: bars and blocks are among them. */
const SIGNS = /symbol|dingbat|wingding|webding/i;
const GRID = 24;
const MAX_GLYPHS = 4_000;

/** @param font of the resources; what is none draws letters that nobody knows */
export function letterFont(doc: PdfDocument, font: PdfObject): LetterFont {
  const dict = doc.dict(font);
  const kind = doc.resolve(dict?.get('Subtype') ?? null);
  if (!dict || !(kind instanceof Name)) return unknownFont;
  return kind.name === 'Type0' ? compositeFont(doc, dict) : simpleFont(doc, dict);
}
/** About where a letter lies of which only the width is known. */
const unknownBox = (advance: number): Letter['box'] => [0, -0.25, Math.max(advance, 0.5), 1];
const unknownFont: LetterFont = {
  letters: (bytes) => Array.from(bytes, (code) => ({ advance: 1, box: unknownBox(1), ink: undefined, full: 1, isSpace: code === 32 })),
};

function simpleFont(doc: PdfDocument, dict: Dict): LetterFont {
  const descriptor = doc.dict(dict.get('FontDescriptor'));
  const first = doc.number(dict.get('FirstChar')) ?? 0;
  const widths = (doc.array(dict.get('Widths')) ?? []).map((v) => (doc.number(v) ?? 0) / 1000);
  const missing = (doc.number(descriptor?.get('MissingWidth') ?? null) ?? 600) / 1000;
  const name = doc.resolve(dict.get('BaseFont'));
  const program = descriptor && programOf(doc, descriptor);
  // Which letter a code is hangs on too much: the fullest glyph of the whole program speaks for each of them.
  const fullest = program === undefined ? undefined : program === 'unread' ? program : program.fullest();
  const plain = program === undefined && !(name instanceof Name && SIGNS.test(name.name));
  return {
    letters: (bytes) =>
      Array.from(bytes, (code): Letter => {
        const advance = widths[code - first] ?? missing;
        const isSpace = code === 32;
        if (plain) return { advance, box: [0, USUAL_BOX[1], Math.max(advance, 0.2), USUAL_BOX[3]], ink: 'usual', full: USUAL_INK, isSpace };
        if (fullest === undefined || fullest === 'unread') return { advance, box: unknownBox(advance), ink: undefined, full: 1, isSpace };
        return { advance, ...fullest, isSpace };
      }),
  };
}

function compositeFont(doc: PdfDocument, dict: Dict): LetterFont {
  const below = doc.dict(doc.array(dict.get('DescendantFonts'))?.[0] ?? null);
  const descriptor = doc.dict(below?.get('FontDescriptor') ?? null);
  if (!below || !isName(doc.resolve(dict.get('Encoding')), 'Identity-H')) return unknownFont;
  const widths = widthsOf(doc, below.get('W'));
  const otherwise = (doc.number(below.get('DW')) ?? 1000) / 1000;
  const program = descriptor && isName(doc.resolve(below.get('Subtype')), 'CIDFontType2') ? programOf(doc, descriptor) : undefined;
  const map = doc.resolve(below.get('CIDToGIDMap'));
  const numbers = map instanceof Stream ? attempt(() => doc.streamData(map)) : undefined;
  const glyphOf = (cid: number): number => (numbers ? (numbers[cid * 2] ?? 0) * 256 + (numbers[cid * 2 + 1] ?? 0) : cid);
  const known = program instanceof Outlines && (map === null || isName(map, 'Identity') || numbers !== undefined) ? program : undefined;
  return {
    letters(bytes) {
      const found: Letter[] = [];
      for (let i = 0; i + 1 < bytes.length; i += 2) {
        const cid = (bytes[i] ?? 0) * 256 + (bytes[i + 1] ?? 0);
        const advance = widths.get(cid) ?? otherwise;
        const glyph = known?.glyph(glyphOf(cid));
        found.push({ advance, ...(glyph ?? { box: unknownBox(advance), ink: undefined, full: 1 }), isSpace: false });
      }
      return found;
    },
  };
}
/** `/W`: single widths by the first number, or one for a range (9.7.4.3). */
function widthsOf(doc: PdfDocument, value: PdfObject): Map<number, number> {
  const found = new Map<number, number>();
  const list = doc.array(value) ?? [];
  for (let i = 0; i < list.length; ) {
    const first = doc.number(list[i] ?? null) ?? 0;
    const each = doc.array(list[i + 1] ?? null);
    if (each) {
      for (const [k, width] of each.entries()) found.set(first + k, (doc.number(width) ?? 0) / 1000);
      i += 2;
      continue;
    }
    const last = Math.min(doc.number(list[i + 1] ?? null) ?? 0, first + 65_535);
    const width = (doc.number(list[i + 2] ?? null) ?? 0) / 1000;
    for (let code = first; code <= last; code++) found.set(code, width);
    i += 3;
  }
  return found;
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
/** The program that the file brings along; undefined where it brings none. */
function programOf(doc: PdfDocument, descriptor: Dict): Outlines | 'unread' | undefined {
  const other = ['FontFile', 'FontFile3'].some((key) => descriptor.entries.has(key));
  const file = doc.resolve(descriptor.get('FontFile2'));
  if (!(file instanceof Stream)) return other || descriptor.entries.has('FontFile2') ? 'unread' : undefined;
  return (other ? undefined : attempt(() => new Outlines(doc.streamData(file)))) ?? 'unread';
}

interface Glyph {
  readonly box: Letter['box'];
  readonly ink: ((u: number, v: number) => number) | undefined;
  readonly full: number;
}
type Ring = readonly (readonly [number, number])[];
const EMPTY: Glyph = { box: [0, 0, 0, 0], ink: () => 0, full: 0 };
/** Flags of a composite glyph's components. */
const WORDS = 0x1;
const XY = 0x2;
const SCALE = 0x8;
const MORE = 0x20;
const XY_SCALE = 0x40;
const TWO_BY_TWO = 0x80;

/** The outlines of a TrueType program. */
class Outlines {
  readonly #loca: Buffer;
  readonly #glyf: Buffer;
  readonly #em: number;
  readonly #long: boolean;
  readonly #known = new Map<number, Glyph>();
  #fullest: Glyph | 'unread' | undefined;
  constructor(bytes: Uint8Array) {
    const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const table = (name: string): Buffer => {
      for (let i = 0; i < all.readUInt16BE(4); i++) {
        const at = 12 + i * 16;
        if (all.toString('latin1', at, at + 4) !== name) continue;
        const [offset, length] = [all.readUInt32BE(at + 8), all.readUInt32BE(at + 12)];
        return all.subarray(offset, offset + length);
      }
      throw new Error(name);
    };
    const head = table('head');
    this.#em = head.readUInt16BE(18);
    this.#long = head.readInt16BE(50) === 1;
    [this.#loca, this.#glyf] = [table('loca'), table('glyf')];
    if (this.#em < 16) throw new Error('em');
  }
  get #count(): number {
    return Math.floor(this.#loca.byteLength / (this.#long ? 4 : 2)) - 1;
  }
  glyph(number: number): Glyph {
    const known = this.#known.get(number);
    if (known) return known;
    const made = attempt(() => this.#measure(this.#rings(number, 0))) ?? { box: unknownBox(1), ink: undefined, full: 1 };
    this.#known.set(number, made);
    return made;
  }
  /** The one that fills most of its box, of those that are more than a dash or a dot. */
  fullest(): Glyph | 'unread' {
    if (this.#fullest !== undefined) return this.#fullest;
    let [most, found] = [-1, EMPTY as Glyph | 'unread'];
    for (let i = 0; i < this.#count && found !== 'unread'; i++) {
      const one = this.glyph(i);
      if (one.ink === undefined || i > MAX_GLYPHS) found = 'unread';
      else if (one.full > most && Math.min(one.box[2] - one.box[0], one.box[3] - one.box[1]) > 0.25) [most, found] = [one.full, one];
    }
    this.#fullest = found;
    return found;
  }
  #measure(rings: readonly Ring[]): Glyph {
    const points = rings.flat();
    if (points.length === 0) return EMPTY;
    const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
    const [x0, y0, x1, y1] = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
    const cells = Array.from({ length: GRID * GRID }, (_, i) => {
      const [u, v] = [((i % GRID) + 0.5) / GRID, (Math.floor(i / GRID) + 0.5) / GRID];
      return winding(rings, x0 + u * (x1 - x0), y0 + v * (y1 - y0)) !== 0 ? 1 : 0;
    });
    const cell = (at: number): number => Math.max(0, Math.min(GRID - 1, Math.floor(at * GRID)));
    const em = this.#em;
    return {
      box: [x0 / em, y0 / em, x1 / em, y1 / em],
      ink: (u, v) => cells[cell(v) * GRID + cell(u)] ?? 0,
      full: cells.reduce((sum: number, c) => sum + c, 0) / cells.length,
    };
  }
  #rings(number: number, depth: number): Ring[] {
    if (depth > 5) throw new Error('nesting');
    if (number >= this.#count) return [];
    const at = (i: number): number => (this.#long ? this.#loca.readUInt32BE(i * 4) : this.#loca.readUInt16BE(i * 2) * 2);
    const data = this.#glyf.subarray(at(number), at(number + 1));
    if (data.byteLength < 10) return [];
    const contours = data.readInt16BE(0);
    return contours >= 0 ? simpleRings(data, contours) : this.#composite(data, depth);
  }
  #composite(data: Buffer, depth: number): Ring[] {
    const all: Ring[] = [];
    for (let at = 10, count = 0; count < 64; count++) {
      const flags = data.readUInt16BE(at);
      const glyph = data.readUInt16BE(at + 2);
      if (!(flags & XY)) throw new Error('points');
      const [dx, dy] =
        flags & WORDS ? [data.readInt16BE(at + 4), data.readInt16BE(at + 6)] : [data.readInt8(at + 4), data.readInt8(at + 5)];
      at += flags & WORDS ? 8 : 6;
      const part = (i: number): number => data.readInt16BE(at + i * 2) / 16_384;
      const one = flags & SCALE ? part(0) : 1;
      const [a, b, c, d] =
        flags & TWO_BY_TWO ? [part(0), part(1), part(2), part(3)] : flags & XY_SCALE ? [part(0), 0, 0, part(1)] : [one, 0, 0, one];
      at += flags & TWO_BY_TWO ? 8 : flags & XY_SCALE ? 4 : flags & SCALE ? 2 : 0;
      for (const ring of this.#rings(glyph, depth + 1)) all.push(ring.map(([x, y]) => [a * x + c * y + dx, b * x + d * y + dy] as const));
      if (!(flags & MORE)) return all;
    }
    throw new Error('components');
  }
}
/** Points of each contour; those beside the curve are taken for points of it, which makes a letter fuller, never emptier. */
function simpleRings(data: Buffer, contours: number): Ring[] {
  const ends = Array.from({ length: contours }, (_, i) => data.readUInt16BE(10 + i * 2));
  const total = (ends.at(-1) ?? -1) + 1;
  let at = 10 + contours * 2;
  at += 2 + data.readUInt16BE(at);
  const flags: number[] = [];
  while (flags.length < total) {
    const flag = data.readUInt8(at++);
    flags.push(flag);
    if (flag & 8) for (let repeat = data.readUInt8(at++); repeat > 0; repeat--) flags.push(flag);
  }
  const axis = (short: number, same: number): number[] => {
    let value = 0;
    return flags.slice(0, total).map((flag) => {
      if (flag & short) value += flag & same ? data.readUInt8(at++) : -data.readUInt8(at++);
      else if (!(flag & same)) {
        value += data.readInt16BE(at);
        at += 2;
      }
      return value;
    });
  };
  const xs = axis(2, 16);
  const ys = axis(4, 32);
  return ends.map((end, i) => {
    const from = i === 0 ? 0 : (ends[i - 1] ?? -1) + 1;
    return Array.from({ length: Math.max(0, end - from + 1) }, (_, k) => [xs[from + k] ?? 0, ys[from + k] ?? 0] as const);
  });
}
function winding(rings: readonly Ring[], x: number, y: number): number {
  let count = 0;
  for (const ring of rings)
    ring.forEach(([x0, y0], i) => {
      const [x1, y1] = ring[(i + 1) % ring.length] ?? [x0, y0];
      const left = (x1 - x0) * (y - y0) - (x - x0) * (y1 - y0);
      if (y0 <= y && y1 > y && left > 0) count++;
      else if (y0 > y && y1 <= y && left < 0) count--;
    });
  return count;
}
