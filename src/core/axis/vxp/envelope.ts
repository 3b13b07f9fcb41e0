/**
 * Reads one JSON object of an axis answer as its bytes come, handing the (base64) string of one top-level field out
 * decoded and keeping the rest: a package of 200 MB passes through without ever standing in memory as a whole.
 * Any order of fields, white space, `\/`, `\n` and `\uXXXX` inside the string, a byte order mark before the object.
 */

/** An answer that is not the expected JSON. */
export class BadEnvelope extends Error {
  override readonly name = 'BadEnvelope';
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const isSpace = (b: number): boolean => b === 0x20 || b === 0x09 || b === 0x0a || b === 0x0d;
/** Bytes of everything that is not the streamed field. */
const MAX_REST = 64 * 1024;

type State = 'before' | 'key_or_end' | 'key' | 'colon' | 'value' | 'other' | 'data' | 'comma_or_end' | 'after';

export class EnvelopeReader {
  /** The fields apart from the streamed one, whole once `finish` returned. */
  readonly #fields = new Map<string, unknown>();
  readonly #field: string;
  #state: State = 'before';
  #raw: number[] = [];
  #nameBytes: number[] = [];
  #rest = 0;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #seen = false;
  #escape = '';
  readonly #decoder = new Base64Decoder();

  /** @param field name of the top-level string field to stream */
  constructor(field: string) {
    this.#field = field;
  }

  /** Takes the next bytes; returns decoded bytes of the field, in order. */
  push(bytes: Buffer): Buffer[] {
    const out: Buffer[] = [];
    let at = 0;
    while (at < bytes.length) {
      if (this.#state === 'data') at = this.#data(bytes, at, out);
      else this.#step(bytes[at++] ?? 0);
    }
    return out;
  }

  /** The other fields; throws where the object did not end. */
  finish(): { readonly fields: ReadonlyMap<string, unknown>; readonly streamed: boolean; readonly tail: Buffer } {
    if (this.#state !== 'after') throw new BadEnvelope('the answer was cut off');
    return { fields: this.#fields, streamed: this.#seen, tail: this.#decoder.finish() };
  }

  #step(b: number): void {
    if (this.#state !== 'other' && this.#state !== 'key' && isSpace(b)) return;
    if (++this.#rest > MAX_REST) throw new BadEnvelope('too much beside the data');
    switch (this.#state) {
      case 'before':
        if (b === 0xef || b === 0xbb || b === 0xbf) return;
        this.#expect(b, '{', 'key_or_end');
        return;
      case 'key_or_end':
        if (b === 0x7d) this.#state = 'after';
        else this.#begin(b);
        return;
      case 'key':
        this.#key(b);
        return;
      case 'colon':
        this.#expect(b, ':', 'value');
        return;
      case 'value':
        this.#value(b);
        return;
      case 'other':
        this.#other(b);
        return;
      case 'comma_or_end':
        if (b === 0x7d) this.#state = 'after';
        else this.#expect(b, ',', 'key_or_end');
        return;
      default:
        throw new BadEnvelope('more after the object');
    }
  }

  #expect(b: number, char: string, next: State): void {
    if (b !== char.charCodeAt(0)) throw new BadEnvelope(`expected ${char}`);
    this.#state = next;
  }
  #begin(b: number): void {
    if (b !== QUOTE) throw new BadEnvelope('expected a field name');
    this.#raw = [b];
    this.#escaped = false;
    this.#state = 'key';
  }
  #key(b: number): void {
    this.#raw.push(b);
    if (this.#escaped) this.#escaped = false;
    else if (b === BACKSLASH) this.#escaped = true;
    else if (b === QUOTE) this.#state = 'colon';
  }
  #name(): string {
    return String(this.#parse(this.#nameBytes));
  }

  #value(b: number): void {
    this.#nameBytes = this.#raw;
    if (b === QUOTE && this.#name() === this.#field) {
      if (this.#seen) throw new BadEnvelope('the data came twice');
      this.#seen = true;
      this.#state = 'data';
      return;
    }
    this.#raw = [];
    this.#depth = 0;
    this.#inString = false;
    this.#escaped = false;
    this.#state = 'other';
    this.#other(b);
  }

  #other(b: number): void {
    if (this.#inString) {
      this.#raw.push(b);
      if (this.#escaped) this.#escaped = false;
      else if (b === BACKSLASH) this.#escaped = true;
      else if (b === QUOTE) this.#inString = false;
      return;
    }
    const closes = b === 0x7d || b === 0x5d;
    if (this.#depth === 0 && (b === 0x2c || closes)) {
      this.#fields.set(this.#name(), this.#parse(this.#raw));
      this.#state = 'comma_or_end';
      this.#step(b);
      return;
    }
    if (b === QUOTE) this.#inString = true;
    else if (b === 0x7b || b === 0x5b) this.#depth++;
    else if (closes) this.#depth--;
    this.#raw.push(b);
  }

  #parse(raw: readonly number[]): unknown {
    try {
      return JSON.parse(Buffer.from(raw).toString('utf8'));
    } catch (error) {
      throw new BadEnvelope('not JSON', { cause: error });
    }
  }

  /** Runs through the streamed string; returns where it stopped. */
  #data(bytes: Buffer, from: number, out: Buffer[]): number {
    let at = from;
    if (this.#escape !== '') {
      at = this.#unescape(bytes, at, out);
      return at;
    }
    const quote = bytes.indexOf(QUOTE, at);
    const end = quote < 0 ? bytes.length : quote;
    const slash = bytes.subarray(at, end).indexOf(BACKSLASH);
    if (slash >= 0) {
      this.#emit(bytes.toString('latin1', at, at + slash), out);
      this.#escape = '\\';
      return at + slash + 1;
    }
    this.#emit(bytes.toString('latin1', at, end), out);
    at = end;
    if (quote >= 0) {
      this.#state = 'comma_or_end';
      at++;
    }
    return at;
  }

  #unescape(bytes: Buffer, from: number, out: Buffer[]): number {
    this.#escape += String.fromCharCode(bytes[from] ?? 0);
    const whole = this.#escape[1] === 'u' ? 6 : 2;
    if (this.#escape.length === whole) {
      this.#emit(String(this.#parse([...Buffer.from(`"${this.#escape}"`, 'latin1')])), out);
      this.#escape = '';
    }
    return from + 1;
  }

  #emit(text: string, out: Buffer[]): void {
    if (text.length === 0) return;
    const decoded = this.#decoder.push(text);
    if (decoded.length > 0) out.push(decoded);
  }
}

/** Base64 piece by piece (RFC 4648 §4 and §5, white space and missing padding allowed); anything else is refused. */
export class Base64Decoder {
  #carry = '';
  #ended = false;

  push(text: string): Buffer {
    const clean = /\s/.test(text) ? text.replace(/\s+/g, '') : text;
    if (clean.length === 0) return Buffer.alloc(0);
    const all = this.#carry + clean;
    if (this.#ended && !/^=*$/.test(clean)) throw new BadEnvelope('data goes on after its padding');
    if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(all)) throw new BadEnvelope('the data is not base64');
    if (all.endsWith('=')) this.#ended = true;
    const whole = all.length - (all.length % 4);
    this.#carry = all.slice(whole);
    return Buffer.from(all.slice(0, whole), 'base64');
  }
  finish(): Buffer {
    if (this.#carry.replaceAll('=', '').length === 1) throw new BadEnvelope('the data is not base64');
    return Buffer.from(this.#carry, 'base64');
  }
}
