/** Reads one object at an offset (ISO 32000-2, 7.2 and 7.3). Nesting is capped; nothing is followed. */
import { Failure } from '../../domain/errors.ts';
import { Dict, Name, type PdfObject, PdfString, Ref, type Span, Stream } from './objects.ts';
import type { Bytes } from './source.ts';

const MAX_DEPTH = 64;
/** Values in one object read at once; more is an attack or a defect. */
const MAX_VALUES = 2_000_000;
const MAX_STRING = 32 * 1024 * 1024;

export const damaged = (what: string, at?: number): Failure => new Failure('pdf.damaged', at === undefined ? { what } : { what, at });

const isSpace = (c: number): boolean => c === 32 || c === 10 || c === 13 || c === 9 || c === 12 || c === 0;
const isDelimiter = (c: number): boolean =>
  c === 0x28 || c === 0x29 || c === 0x3c || c === 0x3e || c === 0x5b || c === 0x5d || c === 0x7b || c === 0x7d || c === 0x2f || c === 0x25;
const isDigit = (c: number): boolean => c >= 48 && c <= 57;
const hexValue = (c: number): number => {
  if (isDigit(c)) return c - 48;
  const lower = c | 0x20;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
};

/** A string of hexadecimal digits longer than the one and shorter than the other is read at once; bytes of the file. */
const SHORT_HEX = 256;
const LONG_HEX = 1 << 17;
const HEX = Int8Array.from({ length: 256 }, (_, c) => hexValue(c));
function grown(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const more = new Uint8Array(bytes.length * 4);
  more.set(bytes);
  return more;
}

export class Lexer {
  readonly #bytes: Bytes;
  #values = 0;
  pos: number;
  constructor(bytes: Bytes, pos: number) {
    this.#bytes = bytes;
    this.pos = pos;
  }

  skipSpace(): void {
    for (;;) {
      const c = this.#bytes.at(this.pos);
      if (c === 0x25) {
        for (let e = c; e !== -1 && e !== 10 && e !== 13; e = this.#bytes.at(++this.pos));
      } else if (c !== -1 && isSpace(c)) this.pos++;
      else return;
    }
  }
  /** A run of regular characters. */
  word(): string {
    this.skipSpace();
    let text = '';
    for (let c = this.#bytes.at(this.pos); c !== -1 && !isSpace(c) && !isDelimiter(c) && text.length < 128; c = this.#bytes.at(++this.pos))
      text += String.fromCharCode(c);
    return text;
  }
  /** A non-negative integer, or undefined with the position unchanged. */
  integer(): number | undefined {
    const before = this.pos;
    const text = this.word();
    if (/^\d{1,15}$/.test(text)) return Number(text);
    this.pos = before;
    return undefined;
  }
  keyword(text: string): boolean {
    this.skipSpace();
    if (!this.#bytes.is(this.pos, text)) return false;
    const next = this.#bytes.at(this.pos + text.length);
    if (next !== -1 && !isSpace(next) && !isDelimiter(next)) return false;
    this.pos += text.length;
    return true;
  }
  /** The header `num gen obj` of an indirect object. */
  objectHeader(): { num: number; gen: number } | undefined {
    const before = this.pos;
    const num = this.integer();
    const gen = num === undefined ? undefined : this.integer();
    // Some writers put the first token right behind `obj`.
    this.skipSpace();
    if (num === undefined || gen === undefined || !this.#bytes.is(this.pos, 'obj')) {
      this.pos = before;
      return undefined;
    }
    this.pos += 3;
    return { num, gen };
  }

  /** The object at the position; `outer` also notes where each value of its dictionary stands. */
  object(outer = false): PdfObject {
    this.#values = 0;
    return this.#object(0, outer);
  }
  /** The body of an indirect object: a value, or a stream. */
  indirect(): PdfObject {
    const value = this.object(true);
    if (!(value instanceof Dict)) return value;
    const before = this.pos;
    if (!this.keyword('stream')) {
      this.pos = before;
      return value;
    }
    if (this.#bytes.at(this.pos) === 13) this.pos++;
    if (this.#bytes.at(this.pos) === 10) this.pos++;
    return new Stream(value, this.pos);
  }

  #object(depth: number, outer: boolean): PdfObject {
    if (depth > MAX_DEPTH) throw damaged('nesting', this.pos);
    if (++this.#values > MAX_VALUES) throw damaged('size', this.pos);
    this.skipSpace();
    const c = this.#bytes.at(this.pos);
    if (c === 0x2f) return this.#name();
    if (c === 0x28) return this.#literal();
    if (c === 0x5b) return this.#array(depth);
    if (c === 0x3c) return this.#bytes.at(this.pos + 1) === 0x3c ? this.#dict(depth, outer) : this.#hex();
    if (isDigit(c) || c === 0x2b || c === 0x2d || c === 0x2e) return this.#number();
    const at = this.pos;
    const word = this.word();
    if (word === 'null') return null;
    if (word === 'true') return true;
    if (word === 'false') return false;
    throw damaged('token', at);
  }
  #number(): PdfObject {
    const at = this.pos;
    const text = this.word();
    if (/^\d{1,10}$/.test(text)) {
      const after = this.pos;
      const gen = this.integer();
      if (gen !== undefined && gen <= 65_535 && this.keyword('R')) return new Ref(Number(text), gen);
      this.pos = after;
    }
    const value = /^[+-]*\d*\.?\d*(?:-\d*)?$/.test(text) ? Number.parseFloat(text.replace(/^[+-]*(?=[+-])/, '')) : Number.NaN;
    if (Number.isNaN(value)) {
      if (/^[+-.]+$/.test(text)) return 0;
      throw damaged('number', at);
    }
    return value;
  }
  #name(): Name {
    this.pos++;
    let text = '';
    for (let c = this.#bytes.at(this.pos); c !== -1 && !isSpace(c) && !isDelimiter(c); c = this.#bytes.at(this.pos)) {
      const high = c === 0x23 ? hexValue(this.#bytes.at(this.pos + 1)) : -1;
      const low = high < 0 ? -1 : hexValue(this.#bytes.at(this.pos + 2));
      if (high >= 0 && low >= 0) {
        text += String.fromCharCode(high * 16 + low);
        this.pos += 3;
      } else {
        text += String.fromCharCode(c);
        this.pos++;
      }
      if (text.length > 4096) throw damaged('name', this.pos);
    }
    return new Name(text);
  }
  #array(depth: number): PdfObject[] {
    this.pos++;
    const items: PdfObject[] = [];
    for (;;) {
      this.skipSpace();
      const c = this.#bytes.at(this.pos);
      if (c === -1) throw damaged('array', this.pos);
      if (c === 0x5d) {
        this.pos++;
        return items;
      }
      items.push(this.#object(depth + 1, false));
    }
  }
  #dict(depth: number, outer: boolean): Dict {
    this.pos += 2;
    const spans = outer ? new Map<string, Span>() : undefined;
    const dict = new Dict(undefined, spans);
    for (;;) {
      this.skipSpace();
      if (this.#bytes.is(this.pos, '>>')) {
        this.pos += 2;
        return dict;
      }
      if (this.#bytes.at(this.pos) !== 0x2f) throw damaged('dictionary', this.pos);
      const key = this.#name().name;
      this.skipSpace();
      const start = this.pos;
      const value = this.#object(depth + 1, false);
      // Of two equal keys readers differ on which counts: nothing that is signed or judged may hang on that.
      if (dict.entries.has(key)) throw damaged('duplicate_key', start);
      spans?.set(key, [start, this.pos]);
      if (value !== null) dict.entries.set(key, value);
    }
  }
  #hex(): PdfString {
    this.pos++;
    return this.#longHex() ?? this.#anyHex();
  }
  /** The signature's own string, tens of kilobytes read with every verdict: at once where it is digits and nothing else. */
  #longHex(): PdfString | undefined {
    if (this.#bytes.at(this.pos + SHORT_HEX) === -1) return undefined;
    const head = this.#bytes.slice(this.pos, this.pos + SHORT_HEX);
    if (head.includes(0x3e)) return undefined;
    const window = this.#bytes.slice(this.pos, this.pos + LONG_HEX);
    const end = window.indexOf(0x3e);
    if (end === -1 || end % 2 === 1) return undefined;
    const digits = Buffer.from(window.buffer, window.byteOffset, end);
    const bytes = new Uint8Array(end / 2);
    // It stops at the first character that is no digit.
    if (Buffer.from(bytes.buffer).write(digits.toString('latin1'), 'hex') !== bytes.byteLength) return undefined;
    this.pos += end + 1;
    return new PdfString(bytes);
  }
  /** Bytes grow in place, digits by table. */
  #anyHex(): PdfString {
    let out = new Uint8Array(64);
    let length = 0;
    let high = -1;
    for (;;) {
      const c = this.#bytes.at(this.pos++);
      if (c === 0x3e) break;
      if (c === -1 || length > MAX_STRING) throw damaged('string', this.pos);
      const v = HEX[c] ?? -1;
      if (v < 0) {
        if (isSpace(c)) continue;
        throw damaged('string', this.pos);
      }
      if (high < 0) high = v;
      else {
        if (length === out.length) out = grown(out);
        out[length++] = high * 16 + v;
        high = -1;
      }
    }
    if (high >= 0) {
      if (length === out.length) out = grown(out);
      out[length++] = high * 16;
    }
    return new PdfString(out.slice(0, length));
  }
  #literal(): PdfString {
    this.pos++;
    const out: number[] = [];
    let open = 1;
    for (;;) {
      const c = this.#bytes.at(this.pos++);
      if (c === -1 || out.length > MAX_STRING) throw damaged('string', this.pos);
      if (c === 0x5c) {
        this.#escape(out);
        continue;
      }
      if (c === 0x28) open++;
      if (c === 0x29 && --open === 0) return new PdfString(Uint8Array.from(out));
      out.push(c);
    }
  }
  #escape(out: number[]): void {
    const c = this.#bytes.at(this.pos++);
    const simple: Readonly<Record<number, number>> = { 110: 10, 114: 13, 116: 9, 98: 8, 102: 12 };
    if (c >= 48 && c <= 55) {
      let value = c - 48;
      for (let i = 0; i < 2; i++) {
        const d = this.#bytes.at(this.pos);
        if (d < 48 || d > 55) break;
        value = value * 8 + d - 48;
        this.pos++;
      }
      out.push(value & 255);
    } else if (c === 13) {
      if (this.#bytes.at(this.pos) === 10) this.pos++;
    } else if (c !== 10 && c !== -1) out.push(simple[c] ?? c);
  }
}
