/** PDF objects (ISO 32000-2, 7.3) as values, and their spelling in a file. */

export class Name {
  /** Bytes of the name as Latin-1 text, `#xx` resolved. */
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}
export class PdfString {
  readonly bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}
export class Ref {
  readonly num: number;
  readonly gen: number;
  constructor(num: number, gen: number) {
    this.num = num;
    this.gen = gen;
  }
}
/** Where a value of a dictionary stands in the file: offsets of its first byte and after its last. */
export type Span = readonly [start: number, end: number];

export class Dict {
  readonly entries = new Map<string, PdfObject>();
  /** Only on the outermost dictionary of an object read from the file. */
  readonly spans?: Map<string, Span>;
  constructor(entries?: Readonly<Record<string, PdfObject | undefined>>, spans?: Map<string, Span>) {
    if (spans) this.spans = spans;
    for (const [key, value] of Object.entries(entries ?? {})) if (value !== undefined) this.entries.set(key, value);
  }
  get(key: string): PdfObject {
    return this.entries.get(key) ?? null;
  }
  /** A copy that may be changed. */
  clone(): Dict {
    const copy = new Dict();
    for (const [key, value] of this.entries) copy.entries.set(key, value);
    return copy;
  }
}
export class Stream {
  readonly dict: Dict;
  /** Offset of the first byte of data. */
  readonly start: number;
  constructor(dict: Dict, start: number) {
    this.dict = dict;
    this.start = start;
  }
}
export type PdfObject = null | boolean | number | Name | PdfString | Ref | readonly PdfObject[] | Dict | Stream;

export const isName = (value: PdfObject, name: string): boolean => value instanceof Name && value.name === name;
export const isArray = (value: PdfObject): value is readonly PdfObject[] => Array.isArray(value);
export const dictOf = (value: PdfObject): Dict | undefined =>
  value instanceof Dict ? value : value instanceof Stream ? value.dict : undefined;

/** A real number without exponent (7.3.3). */
export function spellNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value);
  const text = value.toFixed(6).replace(/0+$/, '').replace(/\.$/, '');
  return text === '-0' || text === '' ? '0' : text;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex').toUpperCase();

const spellName = (name: string): string =>
  `/${name.replace(/[^!-~]|[#()<>[\]{}/%]/g, (c) => `#${c.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`)}`;

/** An object as it is written into a file. Streams are written by the writer, which knows their data. */
export function spell(value: PdfObject): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'number') return spellNumber(value);
  if (value instanceof Name) return spellName(value.name);
  if (value instanceof PdfString) return `<${hex(value.bytes)}>`;
  if (value instanceof Ref) return `${value.num} ${value.gen} R`;
  if (value instanceof Dict) return `<<${[...value.entries].map(([key, v]) => `${spellName(key)} ${spell(v)}`).join(' ')}>>`;
  if (value instanceof Stream) throw new TypeError('a stream is not spelled as a value');
  return `[${value.map(spell).join(' ')}]`;
}

/** Text string (7.9.2.2): PDFDocEncoding where ASCII is enough, else UTF-16BE with its mark. */
export function textString(text: string): PdfString {
  const nfc = text.normalize('NFC');
  if (/^[\x20-\x7e]*$/.test(nfc)) return new PdfString(Buffer.from(nfc, 'latin1'));
  return new PdfString(Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(nfc, 'utf16le').swap16()]));
}

/** What a text string says: UTF-16BE or UTF-8 by its mark, else Latin-1 (close enough to PDFDocEncoding for names). */
export function readText(value: PdfString): string {
  const b = Buffer.from(value.bytes);
  if (b[0] === 0xfe && b[1] === 0xff) {
    return b
      .subarray(2, b.length - (b.length % 2))
      .swap16()
      .toString('utf16le');
  }
  if (b[0] === 0xef && b[1] === 0xbb && b[2] === 0xbf) return b.subarray(3).toString('utf8');
  return b.toString('latin1');
}

/** `D:YYYYMMDDHHmmSS+07'00` (7.9.4) in Vietnamese time. */
export function pdfDate(at: number): string {
  const text = new Date(at + 7 * 3600_000).toISOString().replace(/[-:T]/g, '').slice(0, 14);
  return `D:${text}+07'00`;
}
/** The instant a date string names, or undefined. A date without a zone is read as Vietnamese time. */
export function readPdfDate(text: string): number | undefined {
  const m = /^(?:D:)?(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?\s*(?:(Z)|([+-])(\d{2})'?(\d{2})?'?)?/.exec(text);
  if (!m) return undefined;
  const n = (i: number, otherwise: number): number => (m[i] === undefined ? otherwise : Number(m[i]));
  const utc = Date.UTC(n(1, 0), n(2, 1) - 1, n(3, 1), n(4, 0), n(5, 0), n(6, 0));
  const offset = m[7] ? 0 : m[8] ? (m[8] === '-' ? -1 : 1) * (n(9, 0) * 60 + n(10, 0)) : 7 * 60;
  return Number.isNaN(utc) ? undefined : utc - offset * 60_000;
}
