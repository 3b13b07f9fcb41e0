/**
 * Appends a signature field to a PDF: one incremental update (ISO 32000-2, 7.5.6) in the same cross-reference flavour
 * as the file's last section. The first bytes are never touched, `/Info` and metadata are left alone, and only what a
 * signature needs is written again: the page's `/Annots`, the form, and the catalogue where the form stands in it.
 */
import { createHash } from 'node:crypto';
import { Failure } from '../../domain/errors.ts';
import { type AppearanceSpec, addAppearance } from './appearance.ts';
import { PdfDocument } from './document.ts';
import type { AddObject, FontSource } from './fonts.ts';
import { Dict, isArray, Name, type PdfObject, PdfString, pdfDate, Ref, readText, spell, textString } from './objects.ts';
import { noFurtherSignatures, type Page, pageAt, type Shown, signatureFields, toUserSpace, uprightMatrix } from './pages.ts';
import { type ByteSource, eachPiece } from './source.ts';

export interface FieldSpec {
  readonly fieldName: string;
  /** 1-based. */
  readonly page: number;
  /** Points from the bottom left of the page as shown. */
  readonly rectangle: Shown;
  readonly appearance: AppearanceSpec;
  readonly signerName?: string | undefined;
  readonly reason?: string | undefined;
  readonly location?: string | undefined;
  /** `/M`, Unix milliseconds. */
  readonly signingTime: number;
  /** Bytes reserved for the CMS. */
  readonly contentsBytes: number;
}
export interface PreparedSignature {
  /** Goes behind the source's bytes. */
  readonly increment: Uint8Array;
  readonly byteRange: readonly [0, number, number, number];
  /** Absolute offset of the first hex digit of `/Contents`. */
  readonly contentsOffset: number;
  readonly contentsHexLength: number;
  /** The name the field got: the asked one, made unique. */
  readonly fieldName: string;
}

/** Widget flags Print and Locked (12.5.3). */
const PRINT_LOCKED = 132;
/** SignaturesExist and AppendOnly (12.7.3, table 225). */
const SIG_FLAGS = 3;
const RANGE_WIDTH = 10;

/**
 * Pure over the source: same input, same increment. The digest is the caller's (SHA-256 over the byte ranges).
 * @throws Failure `pdf.encrypted`, `pdf.no_further_signatures`, `pdf.page_missing`, `pdf.damaged_cannot_sign`,
 * `pdf.not_a_pdf`, `pdf.letter_missing`
 */
export function prepareSignature(source: ByteSource, spec: FieldSpec, fonts: FontSource): PreparedSignature {
  try {
    const doc = PdfDocument.open(source);
    if (doc.encrypted) throw new Failure('pdf.encrypted');
    if (noFurtherSignatures(doc)) throw new Failure('pdf.no_further_signatures');
    return new Increment(doc, source).sign(spec, fonts);
  } catch (error) {
    if (error instanceof Failure && error.error.code === 'pdf.damaged')
      throw new Failure('pdf.damaged_cannot_sign', error.error.params, { cause: error });
    throw error;
  }
}

interface Written {
  readonly num: number;
  readonly gen: number;
  readonly offset: number;
}

class Increment {
  readonly #doc: PdfDocument;
  readonly #source: ByteSource;
  readonly #parts: Uint8Array[] = [];
  readonly #written: Written[] = [];
  #length = 0;
  #next: number;
  constructor(doc: PdfDocument, source: ByteSource) {
    this.#doc = doc;
    this.#source = source;
    this.#next = doc.nextNumber();
  }

  sign(spec: FieldSpec, fonts: FontSource): PreparedSignature {
    const page = pageAt(this.#doc, spec.page);
    this.#startOnNewLine();
    const add: AddObject = (dict, data) => this.#add(dict, data);
    const { width, height } = spec.rectangle;
    const look = addAppearance(add, fonts, spec.appearance, { width, height }, uprightMatrix(page, width, height));
    const places = this.#signatureDictionary(spec);
    const fieldName = uniqueName(this.#doc, spec.fieldName);
    const field = this.#add(
      new Dict({
        Type: new Name('Annot'),
        Subtype: new Name('Widget'),
        FT: new Name('Sig'),
        T: textString(fieldName),
        V: places.ref,
        F: PRINT_LOCKED,
        Rect: toUserSpace(page, spec.rectangle).map((v) => Math.round(v * 1000) / 1000),
        P: page.ref,
        AP: new Dict({ N: look }),
      }),
    );
    this.#addToPage(page, field);
    this.#addToForm(field);
    this.#crossReference();
    return { ...this.#finish(places), fieldName };
  }

  #offset(): number {
    return this.#source.size + this.#length;
  }
  #push(text: string | Uint8Array): void {
    const bytes = typeof text === 'string' ? Buffer.from(text, 'latin1') : text;
    this.#parts.push(bytes);
    this.#length += bytes.byteLength;
  }
  #startOnNewLine(): void {
    const last = this.#source.size > 0 ? this.#source.read(this.#source.size - 1, 1)[0] : 10;
    if (last !== 10 && last !== 13) this.#push('\n');
  }
  #begin(num: number, gen: number): void {
    this.#written.push({ num, gen, offset: this.#offset() });
    this.#push(`${num} ${gen} obj\n`);
  }
  #add(dict: Dict, data?: Uint8Array): Ref {
    const num = this.#next++;
    this.#begin(num, 0);
    if (data) {
      dict.entries.set('Length', data.byteLength);
      this.#push(`${spell(dict)}\nstream\n`);
      this.#push(data);
      this.#push('\nendstream\nendobj\n');
    } else this.#push(`${spell(dict)}\nendobj\n`);
    return new Ref(num, 0);
  }
  #rewrite(ref: Ref, value: PdfObject): void {
    this.#begin(ref.num, ref.gen);
    this.#push(`${spell(value)}\nendobj\n`);
  }

  /** The signature dictionary (12.8.1) with room for the CMS; never in an object stream, `/Contents` direct. */
  #signatureDictionary(spec: FieldSpec): { ref: Ref; range: number; contents: number; hexLength: number } {
    const ref = new Ref(this.#next++, 0);
    this.#begin(ref.num, 0);
    const texts = new Dict({
      Type: new Name('Sig'),
      Filter: new Name('Adobe.PPKLite'),
      SubFilter: new Name('ETSI.CAdES.detached'),
      M: new PdfString(Buffer.from(pdfDate(spec.signingTime), 'latin1')),
      ...(spec.signerName ? { Name: textString(spec.signerName) } : {}),
      ...(spec.reason ? { Reason: textString(spec.reason) } : {}),
      ...(spec.location ? { Location: textString(spec.location) } : {}),
    });
    this.#push(`${spell(texts).slice(0, -2)} /ByteRange `);
    const range = this.#offset();
    this.#push(' '.repeat(rangeText(0, 0, 0).length));
    this.#push(' /Contents ');
    const contents = this.#offset();
    const hexLength = spec.contentsBytes * 2;
    this.#push(`<${'0'.repeat(hexLength)}>`);
    this.#push('>>\nendobj\n');
    return { ref, range, contents, hexLength };
  }

  #addToPage(page: Page, field: Ref): void {
    const annots = page.dict.get('Annots');
    const list = this.#doc.resolve(annots);
    if (annots instanceof Ref && isArray(list)) {
      this.#rewrite(annots, [...list, field]);
      return;
    }
    const changed = page.dict.clone();
    changed.entries.set('Annots', [...(isArray(list) ? list : []), field]);
    this.#rewrite(page.ref, changed);
  }

  #addToForm(field: Ref): void {
    const catalog = this.#doc.catalog();
    const place = catalog.dict.get('AcroForm');
    const form = this.#doc.resolve(place);
    const changed = form instanceof Dict ? form.clone() : new Dict();
    const fields = changed.get('Fields');
    const list = this.#doc.resolve(fields);
    const flags = this.#doc.number(changed.get('SigFlags')) ?? 0;
    const settled = (flags & SIG_FLAGS) === SIG_FLAGS && !changed.entries.has('NeedAppearances');
    const all = [...(isArray(list) ? list : []), field];
    if (fields instanceof Ref && isArray(list)) {
      this.#rewrite(fields, all);
      if (settled) return;
    } else changed.entries.set('Fields', all);
    changed.entries.set('SigFlags', flags | SIG_FLAGS);
    changed.entries.delete('NeedAppearances');
    if (place instanceof Ref && form instanceof Dict) {
      this.#rewrite(place, changed);
      return;
    }
    const root = catalog.dict.clone();
    root.entries.set('AcroForm', changed);
    this.#rewrite(catalog.ref, root);
  }

  #crossReference(): void {
    const last = this.#doc.sections[0];
    const trailer = new Dict({ Root: this.#doc.trailer.get('Root'), Prev: last?.offset ?? 0 });
    const info = this.#doc.trailer.get('Info');
    if (info instanceof Ref) trailer.entries.set('Info', info);
    const id = this.#newId();
    if (id) trailer.entries.set('ID', id);
    // Offsets count from the header where the file's own do.
    if (last?.kind === 'stream') this.#xrefStream(trailer);
    else this.#xrefTable(trailer);
  }
  #xrefTable(trailer: Dict): void {
    const start = this.#offset();
    trailer.entries.set('Size', this.#next);
    const rows = runs(this.#written).map((run) => {
      const lines = run.map((w) => `${String(this.#relative(w.offset)).padStart(10, '0')} ${String(w.gen).padStart(5, '0')} n\r\n`);
      return `${run[0]?.num ?? 0} ${run.length}\n${lines.join('')}`;
    });
    this.#push(`xref\n${rows.join('')}trailer\n${spell(trailer)}\nstartxref\n${this.#relative(start)}\n%%EOF\n`);
  }
  #xrefStream(trailer: Dict): void {
    const start = this.#offset();
    const num = this.#next++;
    this.#written.push({ num, gen: 0, offset: start });
    const grouped = runs(this.#written);
    const data = Buffer.alloc(this.#written.length * 8);
    let at = 0;
    for (const w of grouped.flat()) {
      data[at] = 1;
      data.writeUIntBE(this.#relative(w.offset), at + 1, 5);
      data.writeUInt16BE(w.gen, at + 6);
      at += 8;
    }
    const dict = new Dict({
      Type: new Name('XRef'),
      Size: this.#next,
      W: [1, 5, 2],
      Index: grouped.flatMap((run) => [run[0]?.num ?? 0, run.length]),
      Length: data.byteLength,
    });
    for (const [key, value] of trailer.entries) dict.entries.set(key, value);
    this.#push(`${num} 0 obj\n${spell(dict)}\nstream\n`);
    this.#push(data);
    this.#push(`\nendstream\nendobj\nstartxref\n${this.#relative(start)}\n%%EOF\n`);
  }
  #relative(offset: number): number {
    return offset - this.#doc.base;
  }
  /** The first identifier stays, the second changes with each revision (14.4). */
  #newId(): PdfObject | undefined {
    const id = this.#doc.array(this.#doc.trailer.get('ID'));
    const first = id?.[0];
    if (!(first instanceof PdfString)) return undefined;
    const hash = createHash('sha256').update(first.bytes).update(String(this.#offset()));
    for (const part of this.#parts) hash.update(part);
    return [first, new PdfString(hash.digest().subarray(0, 16))];
  }

  #finish(places: { range: number; contents: number; hexLength: number }): Omit<PreparedSignature, 'fieldName'> {
    const increment = Buffer.concat(this.#parts);
    const gapEnd = places.contents + places.hexLength + 2;
    const rest = this.#source.size + increment.byteLength - gapEnd;
    increment.write(rangeText(places.contents, gapEnd, rest), places.range - this.#source.size, 'latin1');
    return {
      increment,
      byteRange: [0, places.contents, gapEnd, rest],
      contentsOffset: places.contents + 1,
      contentsHexLength: places.hexLength,
    };
  }
}

/** `/ByteRange` in a width that does not depend on its numbers. */
const rangeText = (a: number, b: number, c: number): string => `[0 ${[a, b, c].map(String).join(' ')}]`.padEnd(3 * RANGE_WIDTH + 6, ' ');

/** Objects by ascending number, cut where numbers are not consecutive. */
function runs(written: readonly Written[]): Written[][] {
  const grouped: Written[][] = [];
  for (const w of [...written].sort((a, b) => a.num - b.num)) {
    const run = grouped.at(-1);
    if (run && run[run.length - 1]?.num === w.num - 1) run.push(w);
    else grouped.push([w]);
  }
  return grouped;
}

function uniqueName(doc: PdfDocument, wanted: string): string {
  const taken = new Set(signatureFields(doc).map((f) => f.name));
  const form = doc.dict(doc.catalog().dict.get('AcroForm'));
  for (const field of doc.array(form?.get('Fields') ?? null) ?? []) {
    const name = doc.resolve(doc.dict(field)?.get('T') ?? null);
    if (name instanceof PdfString) taken.add(readText(name));
  }
  // A full stop would make the name a path (12.7.4.2).
  const base = wanted.replaceAll('.', '_') || 'Signature';
  let name = base;
  for (let n = 2; taken.has(name); n++) name = `${base}_${n}`;
  return name;
}

/** The digest of a prepared file's byte ranges, over the source and its increment, in chunks. */
export function digestPrepared(source: ByteSource, prepared: PreparedSignature): Uint8Array {
  const hash = createHash('sha256');
  if (!eachPiece(source, 0, source.size, (piece) => hash.update(piece))) throw new Failure('pdf.damaged', { what: 'short_read' });
  hash.update(prepared.increment.subarray(0, prepared.byteRange[1] - source.size));
  hash.update(prepared.increment.subarray(prepared.byteRange[2] - source.size));
  return hash.digest();
}
