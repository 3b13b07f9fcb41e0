/**
 * A PDF file read lazily: cross-reference sections (tables, streams, hybrids) are read at once, objects when asked
 * for. Strict where leniency would let two readers see two documents: an entry must lead to the object it names.
 * Counts, nesting and the chain of sections are capped by the size of the file.
 */
import { Failure } from '../../domain/errors.ts';
import { Decryption } from './decrypt.ts';
import { decode, rawStream } from './filters.ts';
import { damaged, Lexer } from './lexer.ts';
import { Dict, dictOf, isArray, isName, type PdfObject, PdfString, Ref, Stream } from './objects.ts';
import { rebuild } from './rebuild.ts';
import { type Collected, MAX_OBJECT_NUMBER, readSections, type Section } from './sections.ts';
import { type ByteSource, Bytes } from './source.ts';
import { type Entry, sameEntry, Xref } from './xref.ts';

export { type Entry, sameEntry } from './xref.ts';

const KEEP_OBJECTS = 20_000;

export class PdfDocument {
  readonly bytes: Bytes;
  /** Bytes before the header; offsets of the file count from there where its writer did so. */
  readonly base: number;
  /** Newest first. */
  readonly sections: readonly Section[];
  readonly xref: Xref;
  /** What each section lists by itself, newest first. */
  readonly #owns: readonly ReadonlyMap<number, Entry>[];
  readonly #cache = new Map<number, PdfObject>();
  readonly #packed = new Map<number, ReadonlyMap<number, { index: number; at: number }>>();
  readonly #packedBytes = new Map<number, Bytes>();
  /** Numbers by which the streams of an encrypted file are opened. */
  readonly #owners = new WeakMap<Stream, readonly [num: number, gen: number]>();
  readonly #loading = new Set<number>();
  /** The file as it is now, where this is an earlier revision of it: what both list at one place is read once. */
  readonly #now: PdfDocument | undefined;
  /** The cross-reference was damaged and put together from the objects themselves: other readers may see another document. */
  readonly rebuilt: boolean;
  #decryption: Decryption | undefined | null = null;

  private constructor(bytes: Bytes, base: number, { sections, owns }: Collected, rebuilt = false, now?: PdfDocument) {
    this.rebuilt = rebuilt;
    this.#now = now;
    this.bytes = bytes;
    this.base = base;
    this.sections = sections;
    this.xref = new Xref(owns);
    this.#owns = owns;
  }

  /** @throws Failure `pdf.not_a_pdf`, `pdf.damaged` */
  static open(source: ByteSource): PdfDocument {
    const bytes = new Bytes(source);
    const header = findHeader(bytes);
    const start = findStartXref(bytes);
    const base = header > 0 && !looksLikeSection(bytes, start) && looksLikeSection(bytes, start + header) ? header : 0;
    return new PdfDocument(bytes, base, readSections(bytes, base, start));
  }

  /** The same for a file that is only to be looked at: a damaged cross-reference is put together again. */
  static openOrRebuild(source: ByteSource): PdfDocument {
    try {
      const doc = PdfDocument.open(source);
      doc.catalog();
      return doc;
    } catch (error) {
      if (!(error instanceof Failure) || error.error.code !== 'pdf.damaged') throw error;
      return PdfDocument.#rebuild(source);
    }
  }
  static #rebuild(source: ByteSource): PdfDocument {
    const bytes = new Bytes(source);
    const { objects, trailer, containers } = rebuild(bytes);
    const xref = new Map<number, Entry>([...objects].map(([num, { offset, gen }]) => [num, { kind: 'offset', offset, gen }]));
    const section: Section = { offset: 0, kind: 'table', trailer, regular: false, doubtful: new Set() };
    const doc = new PdfDocument(bytes, 0, { sections: [section], owns: [xref] }, true);
    for (const container of containers) {
      for (const [num, { index }] of doc.#openContainer(container))
        if (!xref.has(num)) xref.set(num, { kind: 'packed', stream: container, index });
    }
    return doc;
  }

  /** The file as its section of that index and the older ones list it. @throws Failure `pdf.damaged` */
  asOf(index: number): PdfDocument {
    const section = this.sections[index];
    if (!section) throw damaged('section');
    const older = { sections: this.sections.slice(index), owns: this.#owns.slice(index) };
    // What is encrypted is opened by each revision's own dictionary.
    return new PdfDocument(this.bytes, this.base, older, false, this.encrypted ? undefined : this);
  }
  /** Absolute offsets from `from` on of every object that any section lists, superseded ones too, and of the sections themselves. */
  listedFrom(from: number): ReadonlySet<number> {
    const listed = new Set<number>();
    const add = (offset: number): void => {
      if (offset + this.base >= from) listed.add(offset + this.base);
    };
    for (const section of this.sections) {
      add(section.offset);
      const hybrid = section.kind === 'table' ? section.trailer.get('XRefStm') : null;
      if (typeof hybrid === 'number') add(hybrid);
    }
    for (const own of this.#owns) for (const entry of own.values()) if (entry.kind === 'offset') add(entry.offset);
    return listed;
  }
  /** Whether an object stream holds the number at the place that its entry names. */
  isPlaced(num: number, entry: { readonly stream: number; readonly index: number }): boolean {
    return (this.#packed.get(entry.stream) ?? this.#openContainer(entry.stream)).get(num)?.index === entry.index;
  }
  /** What the section of that index lists by itself. */
  listedBy(index: number): ReadonlyMap<number, Entry> {
    return this.#owns[index] ?? new Map();
  }
  /** Numbers that the newest sections list, of those that came after the first `older`. */
  listedSince(older: number): ReadonlySet<number> {
    return new Set(this.#owns.slice(0, Math.max(0, this.#owns.length - older)).flatMap((own) => [...own.keys()]));
  }
  get trailer(): Dict {
    return this.sections[0]?.trailer ?? new Dict();
  }
  get encrypted(): boolean {
    return this.sections.some((s) => s.trailer.entries.has('Encrypt'));
  }
  /** Encrypted in a way that cannot be read here: another handler, or a password is asked for. */
  get locked(): boolean {
    return this.encrypted && this.#opening() === undefined;
  }
  /** Worked out once; undefined where the file is not encrypted, or cannot be read. */
  #opening(): Decryption | undefined {
    if (this.#decryption !== null) return this.#decryption;
    this.#decryption = undefined;
    const place = this.trailer.get('Encrypt');
    // An update that brings encryption, or another one, is no update of this document.
    const others = this.sections.map((s) => s.trailer.get('Encrypt')).filter((v) => v !== null);
    const num = (v: PdfObject): number => (v instanceof Ref ? v.num : -1);
    if (place === null || others.some((v) => num(v) !== num(place))) return undefined;
    const dict = this.dict(place);
    const id = this.array(this.trailer.get('ID'))?.[0];
    if (dict) this.#decryption = Decryption.open(dict, id instanceof PdfString ? id.bytes : new Uint8Array(0), (v) => this.resolve(v));
    // What was read on the way was read as it stands.
    if (this.#decryption) this.#cache.clear();
    return this.#decryption;
  }
  /** Reference and value of the document catalogue (7.7.2). */
  catalog(): { ref: Ref; dict: Dict } {
    const ref = this.trailer.get('Root');
    const dict = ref instanceof Ref ? this.get(ref) : null;
    if (!(ref instanceof Ref) || !(dict instanceof Dict)) throw damaged('catalog');
    return { ref, dict };
  }
  /** One past the highest object number in use or promised by any section's `/Size`. */
  nextNumber(): number {
    let next = 1;
    for (const s of this.sections) {
      const size = s.trailer.get('Size');
      if (typeof size === 'number' && size <= MAX_OBJECT_NUMBER) next = Math.max(next, size);
    }
    return Math.max(next, this.xref.next());
  }

  /** The object a reference leads to; null for a free or missing one (7.3.10). */
  get(ref: Ref): PdfObject {
    const entry = this.xref.get(ref.num);
    if (!entry || entry.kind === 'free') return null;
    if (entry.kind === 'offset' ? entry.gen !== ref.gen : ref.gen !== 0) return null;
    return this.load(ref.num, entry);
  }
  /** Follows references until a value; a ring of references is damage. */
  resolve(value: PdfObject): PdfObject {
    let current = value;
    for (let i = 0; current instanceof Ref; i++) {
      if (i > 16) throw damaged('references');
      current = this.get(current);
    }
    return current;
  }
  dict(value: PdfObject): Dict | undefined {
    return dictOf(this.resolve(value));
  }
  array(value: PdfObject): readonly PdfObject[] | undefined {
    const v = this.resolve(value);
    return isArray(v) ? v : undefined;
  }
  number(value: PdfObject): number | undefined {
    const v = this.resolve(value);
    return typeof v === 'number' ? v : undefined;
  }

  load(num: number, entry: Entry): PdfObject {
    const cached = this.#cache.get(num);
    if (cached !== undefined) return cached;
    if (this.#loading.has(num)) throw damaged('object_ring', num);
    this.#loading.add(num);
    try {
      const value = entry.kind === 'packed' ? this.#unpack(num, entry.stream) : entry.kind === 'offset' ? this.#parse(num, entry) : null;
      if (this.#cache.size >= KEEP_OBJECTS) this.#cache.clear();
      this.#cache.set(num, value);
      return value;
    } finally {
      this.#loading.delete(num);
    }
  }
  #parse(num: number, entry: Entry & { kind: 'offset' }): PdfObject {
    const listed = this.#now?.xref.get(num);
    if (this.#now && listed && sameEntry(listed, entry)) return this.#now.load(num, listed);
    const lexer = new Lexer(this.bytes, entry.offset + this.base);
    const header = lexer.objectHeader();
    if (header?.num !== num || header.gen !== entry.gen) throw damaged('object_offset', num);
    const value = lexer.indirect();
    const place = this.encrypted ? this.trailer.get('Encrypt') : null;
    if (place === null || (place instanceof Ref && place.num === num)) return value;
    const open = this.#opening()?.object(value, num, entry.gen) ?? value;
    if (open instanceof Stream) this.#owners.set(open, [num, entry.gen]);
    return open;
  }
  #unpack(num: number, container: number): PdfObject {
    const index = this.#packed.get(container) ?? this.#openContainer(container);
    const place = index.get(num);
    const data = this.#packedBytes.get(container);
    if (!place || !data) throw damaged('object_stream', num);
    return new Lexer(data, place.at).object();
  }
  #openContainer(container: number): ReadonlyMap<number, { index: number; at: number }> {
    const entry = this.xref.get(container);
    const stream = entry?.kind === 'offset' ? this.load(container, entry) : null;
    if (!(stream instanceof Stream) || !isName(stream.dict.get('Type'), 'ObjStm')) throw damaged('object_stream', container);
    const count = this.number(stream.dict.get('N'));
    const first = this.number(stream.dict.get('First'));
    const data = this.streamData(stream);
    if (count === undefined || first === undefined || count < 0 || count > data.length) throw damaged('object_stream', container);
    const bytes = new Bytes({ size: data.length, read: (offset, length) => data.subarray(offset, offset + length) });
    const lexer = new Lexer(bytes, 0);
    const places = new Map<number, { index: number; at: number }>();
    for (let i = 0; i < count; i++) {
      const num = lexer.integer();
      const offset = lexer.integer();
      if (num === undefined || offset === undefined || first + offset >= data.length) throw damaged('object_stream', container);
      if (places.has(num)) throw damaged('object_stream', container);
      places.set(num, { index: i, at: first + offset });
    }
    if (this.#packed.size >= 64) {
      this.#packed.clear();
      this.#packedBytes.clear();
    }
    this.#packed.set(container, places);
    this.#packedBytes.set(container, bytes);
    return places;
  }

  /** Data of a stream as it stands in the file. */
  rawStream(stream: Stream): Uint8Array {
    return rawStream(this.bytes, stream, this.number(stream.dict.get('Length')));
  }
  /** The same with a protection against changes taken off: its filters are still on it. */
  openedStream(stream: Stream): Uint8Array {
    const owner = this.#owners.get(stream);
    const raw = this.rawStream(stream);
    return owner ? (this.#opening()?.stream(raw, stream.dict, ...owner) ?? raw) : raw;
  }
  /** Data after its filters; only what cross-reference and object streams use (7.4.4). */
  streamData(stream: Stream): Uint8Array {
    return decode(stream.dict, this.openedStream(stream), (v) => this.resolve(v));
  }
}

function findHeader(bytes: Bytes): number {
  const head = Buffer.from(bytes.slice(0, 1024)).toString('latin1');
  const at = head.indexOf('%PDF-');
  if (at < 0) throw new Failure('pdf.not_a_pdf');
  return at;
}

/** The last `startxref` of the file; what may follow `%%EOF` is kept within the last kilobytes. */
function findStartXref(bytes: Bytes): number {
  for (const span of [2048, 65_536]) {
    const from = Math.max(0, bytes.size - span);
    const tail = Buffer.from(bytes.slice(from, bytes.size)).toString('latin1');
    const at = tail.lastIndexOf('startxref');
    if (at < 0) continue;
    const lexer = new Lexer(bytes, from + at + 9);
    const offset = lexer.integer();
    if (offset !== undefined) return offset;
    break;
  }
  throw damaged('startxref');
}

function looksLikeSection(bytes: Bytes, offset: number): boolean {
  const lexer = new Lexer(bytes, offset);
  return lexer.keyword('xref') || lexer.objectHeader() !== undefined;
}
