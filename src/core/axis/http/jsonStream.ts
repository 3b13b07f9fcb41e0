/**
 * Reads a JSON text (RFC 8259) as its bytes come and hands the strings of chosen places out piece by piece, as bytes, so
 * that a package of 200 MB inside an answer never stands in memory; every other value is kept, within a limit.
 */
import { BadEnvelope } from '../vxp/envelope.ts';

export interface StringPiece {
  /** `data.edxml`, `data.attachments.0.fileContent`. */
  readonly path: string;
  readonly bytes: Buffer;
  /** The string ended with this piece. */
  readonly end: boolean;
}
type Frame = { readonly kind: 'object'; key: string } | { readonly kind: 'array'; index: number };
type State = 'value' | 'first_key' | 'key' | 'colon' | 'string' | 'scalar' | 'after' | 'done';

const MAX_REST = 256 * 1024;
const MAX_DEPTH = 16;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const isSpace = (b: number): boolean => b === 0x20 || b === 0x09 || b === 0x0a || b === 0x0d;

export class JsonStream {
  readonly #wanted: (path: string) => boolean;
  readonly #values = new Map<string, unknown>();
  readonly #frames: Frame[] = [];
  #state: State = 'value';
  /** Of the string or scalar being read. */
  #raw: number[] = [];
  #isKey = false;
  #path: string | undefined;
  #escape = '';
  #high = 0;
  #rest = 0;
  #out: StringPiece[] = [];

  /** @param wanted places whose strings are handed out instead of kept */
  constructor(wanted: (path: string) => boolean) {
    this.#wanted = wanted;
  }

  push(bytes: Buffer): StringPiece[] {
    this.#out = [];
    let at = 0;
    while (at < bytes.length) {
      if (this.#state === 'string' && this.#path !== undefined) at = this.#piece(bytes, at);
      else this.#step(bytes[at++] ?? 0);
    }
    return this.#out;
  }
  /** The kept values by their path; throws where the text did not end. */
  finish(): ReadonlyMap<string, unknown> {
    if (this.#state === 'scalar' && this.#frames.length === 0) this.#endScalar();
    if (this.#state !== 'done') throw new BadEnvelope('the answer was cut off');
    return this.#values;
  }

  #step(b: number): void {
    if (this.#state !== 'string' && this.#state !== 'scalar' && isSpace(b)) return;
    if (++this.#rest > MAX_REST) throw new BadEnvelope('too much beside the data');
    switch (this.#state) {
      case 'value':
        this.#value(b);
        break;
      case 'first_key':
      case 'key':
        this.#key(b);
        break;
      case 'colon':
        if (b !== 0x3a) throw new BadEnvelope('expected :');
        this.#state = 'value';
        break;
      case 'string':
        this.#keptString(b);
        break;
      case 'scalar':
        this.#scalar(b);
        break;
      case 'after':
        this.#after(b);
        break;
      case 'done':
        throw new BadEnvelope('more after the text');
    }
  }

  #value(b: number): void {
    // A byte order mark before the text.
    if (this.#frames.length === 0 && (b === 0xef || b === 0xbb || b === 0xbf)) return;
    const frame = this.#frames.at(-1);
    if (b === 0x7b) this.#open({ kind: 'object', key: '' }, 'first_key');
    else if (b === 0x5b) this.#open({ kind: 'array', index: 0 }, 'value');
    else if (b === 0x5d && frame?.kind === 'array' && frame.index === 0) this.#close();
    else if (b === QUOTE) {
      const path = this.#where();
      this.#begin(false);
      this.#path = this.#wanted(path) ? path : undefined;
    } else {
      this.#raw = [b];
      this.#state = 'scalar';
    }
  }
  #open(frame: Frame, next: State): void {
    if (this.#frames.length >= MAX_DEPTH) throw new BadEnvelope('too deep');
    this.#frames.push(frame);
    this.#state = next;
  }
  #close(): void {
    this.#frames.pop();
    this.#state = this.#frames.length === 0 ? 'done' : 'after';
  }
  #key(b: number): void {
    if (b === 0x7d && this.#state === 'first_key') this.#close();
    else if (b === QUOTE) this.#begin(true);
    else throw new BadEnvelope('expected a field name');
  }
  #begin(isKey: boolean): void {
    this.#raw = [QUOTE];
    this.#isKey = isKey;
    this.#path = undefined;
    this.#escape = '';
    this.#state = 'string';
  }
  #keptString(b: number): void {
    this.#raw.push(b);
    if (this.#escape !== '') this.#escape = '';
    else if (b === BACKSLASH) this.#escape = '\\';
    else if (b === QUOTE) {
      const text = String(parse(this.#raw));
      if (this.#isKey) {
        const frame = this.#frames.at(-1);
        if (frame?.kind === 'object') frame.key = text;
        this.#state = 'colon';
      } else this.#keep(text);
    }
  }
  #scalar(b: number): void {
    if (b !== 0x2c && b !== 0x7d && b !== 0x5d && !isSpace(b)) {
      this.#raw.push(b);
      return;
    }
    this.#endScalar();
    if (!isSpace(b)) this.#step(b);
  }
  #endScalar(): void {
    this.#keep(parse(this.#raw));
  }
  #keep(value: unknown): void {
    this.#values.set(this.#where(), value);
    this.#ended();
  }
  #ended(): void {
    this.#state = this.#frames.length === 0 ? 'done' : 'after';
  }
  #after(b: number): void {
    const frame = this.#frames.at(-1);
    if (b === 0x2c && frame?.kind === 'array') {
      frame.index++;
      this.#state = 'value';
    } else if (b === 0x2c) this.#state = 'key';
    else if ((b === 0x7d && frame?.kind === 'object') || (b === 0x5d && frame?.kind === 'array')) this.#close();
    else throw new BadEnvelope('expected , or the end');
  }
  #where(): string {
    return this.#frames.map((frame) => (frame.kind === 'object' ? frame.key : frame.index)).join('.');
  }

  /** Runs through a wanted string; returns where it stopped. */
  #piece(bytes: Buffer, from: number): number {
    if (this.#escape !== '') {
      this.#unescape(bytes[from] ?? 0);
      return from + 1;
    }
    const quote = bytes.indexOf(QUOTE, from);
    const end = quote < 0 ? bytes.length : quote;
    const slash = bytes.subarray(from, end).indexOf(BACKSLASH);
    const stop = slash >= 0 ? from + slash : end;
    if (stop > from) this.#emit(bytes.subarray(from, stop));
    if (slash >= 0) {
      this.#escape = '\\';
      return stop + 1;
    }
    if (quote < 0) return bytes.length;
    this.#out.push({ path: this.#path ?? '', bytes: Buffer.alloc(0), end: true });
    this.#path = undefined;
    this.#ended();
    return quote + 1;
  }
  #unescape(b: number): void {
    this.#escape += String.fromCharCode(b);
    if (this.#escape.length < (this.#escape[1] === 'u' ? 6 : 2)) return;
    const char = String(parse([...Buffer.from(`"${this.#escape}"`, 'latin1')]));
    this.#escape = '';
    const code = char.charCodeAt(0);
    // The halves of a pair come as two escapes.
    if (code >= 0xd800 && code < 0xdc00) this.#high = code;
    else if (this.#high > 0) {
      this.#emit(Buffer.from(String.fromCharCode(this.#high, code), 'utf8'));
      this.#high = 0;
    } else this.#emit(Buffer.from(char, 'utf8'));
  }
  #emit(bytes: Buffer): void {
    this.#out.push({ path: this.#path ?? '', bytes, end: false });
  }
}

function parse(raw: readonly number[]): unknown {
  try {
    return JSON.parse(Buffer.from(raw).toString('utf8'));
  } catch (error) {
    throw new BadEnvelope('not JSON', { cause: error });
  }
}
