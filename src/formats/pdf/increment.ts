/**
 * One incremental update (ISO 32000-2, 7.5.6) in the same cross-reference flavour as the file's last section. The first
 * bytes are never touched, `/Info` and metadata are left alone. Changes to pages, the form and the catalogue are gathered
 * and each of these objects is written once, however much was added to it.
 */
import { createHash } from 'node:crypto';
import type { PdfDocument } from './document.ts';
import type { AddObject } from './fonts.ts';
import { Dict, isArray, Name, type PdfObject, PdfString, Ref, spell } from './objects.ts';
import { type Page, signatureFields } from './pages.ts';
import type { ByteSource } from './source.ts';

/** SignaturesExist and AppendOnly (12.7.3, table 225). */
const SIG_FLAGS = 3;

interface Written {
  readonly num: number;
  readonly gen: number;
  readonly offset: number;
}

export class Increment {
  readonly #doc: PdfDocument;
  readonly #source: ByteSource;
  readonly #parts: Uint8Array[] = [];
  readonly #written: Written[] = [];
  readonly #annotations = new Map<number, { readonly page: Page; readonly added: Ref[] }>();
  readonly #fields: Ref[] = [];
  readonly #catalog = new Map<string, PdfObject>();
  #length = 0;
  #next: number;
  constructor(doc: PdfDocument, source: ByteSource) {
    this.#doc = doc;
    this.#source = source;
    this.#next = doc.nextNumber();
    const last = source.size > 0 ? source.read(source.size - 1, 1)[0] : 10;
    if (last !== 10 && last !== 13) this.push('\n');
  }

  /** Absolute, of what is pushed next. */
  get offset(): number {
    return this.#source.size + this.#length;
  }
  push(text: string | Uint8Array): void {
    const bytes = typeof text === 'string' ? Buffer.from(text, 'latin1') : text;
    this.#parts.push(bytes);
    this.#length += bytes.byteLength;
  }
  /** A fresh number, for an object that is begun later. */
  reserve(): Ref {
    return new Ref(this.#next++, 0);
  }
  begin({ num, gen }: Ref): void {
    this.#written.push({ num, gen, offset: this.offset });
    this.push(`${num} ${gen} obj\n`);
  }
  readonly add: AddObject = (dict, data) => {
    const ref = this.reserve();
    this.begin(ref);
    if (data) {
      dict.entries.set('Length', data.byteLength);
      this.push(`${spell(dict)}\nstream\n`);
      this.push(data);
      this.push('\nendstream\nendobj\n');
    } else this.push(`${spell(dict)}\nendobj\n`);
    return ref;
  };
  rewrite(ref: Ref, value: PdfObject): void {
    this.begin(ref);
    this.push(`${spell(value)}\nendobj\n`);
  }

  /** A widget on a page, written with the page when the increment ends. */
  annotate(page: Page, widget: Ref): void {
    const known = this.#annotations.get(page.ref.num) ?? { page, added: [] };
    known.added.push(widget);
    this.#annotations.set(page.ref.num, known);
  }
  /** A field at the root of the form. */
  field(ref: Ref): void {
    this.#fields.push(ref);
  }
  /** An entry of the catalogue. */
  catalogEntry(key: string, value: PdfObject): void {
    this.#catalog.set(key, value);
  }

  #writePages(): void {
    for (const { page, added } of this.#annotations.values()) {
      const annots = page.dict.get('Annots');
      const list = this.#doc.resolve(annots);
      if (annots instanceof Ref && isArray(list)) {
        this.rewrite(annots, [...list, ...added]);
        continue;
      }
      const changed = page.dict.clone();
      changed.entries.set('Annots', [...(isArray(list) ? list : []), ...added]);
      this.rewrite(page.ref, changed);
    }
  }
  /** The form with its new fields; a form that stands in the catalogue is left to be written with it. */
  #writeForm(signed: boolean): void {
    const place = this.#doc.catalog().dict.get('AcroForm');
    const form = this.#doc.resolve(place);
    const changed = form instanceof Dict ? form.clone() : new Dict();
    const fields = changed.get('Fields');
    const list = this.#doc.resolve(fields);
    const flags = this.#doc.number(changed.get('SigFlags')) ?? 0;
    const wanted = signed ? flags | SIG_FLAGS : flags;
    const all = [...(isArray(list) ? list : []), ...this.#fields];
    // Whether looks are drawn anew belongs to what an earlier signature covers.
    const drop = changed.entries.has('NeedAppearances') && !signatureFields(this.#doc).some((f) => f.value !== null);
    const settled = wanted === flags && !drop;
    if (settled && this.#fields.length === 0) return;
    if (fields instanceof Ref && isArray(list)) {
      if (this.#fields.length > 0) this.rewrite(fields, all);
      if (settled) return;
    } else changed.entries.set('Fields', all);
    changed.entries.set('SigFlags', wanted);
    if (drop) changed.entries.delete('NeedAppearances');
    if (place instanceof Ref && form instanceof Dict) this.rewrite(place, changed);
    else this.#catalog.set('AcroForm', changed);
  }
  #writeCatalog(): void {
    if (this.#catalog.size === 0) return;
    const { ref, dict } = this.#doc.catalog();
    const root = dict.clone();
    for (const [key, value] of this.#catalog) root.entries.set(key, value);
    this.rewrite(ref, root);
  }

  /** Everything gathered, the cross-reference section behind it; the bytes that go behind the source's. */
  finish(signed: boolean): Buffer {
    this.#writePages();
    if (signed || this.#fields.length > 0) this.#writeForm(signed);
    this.#writeCatalog();
    this.#crossReference();
    return Buffer.concat(this.#parts);
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
    const start = this.offset;
    trailer.entries.set('Size', this.#next);
    const rows = runs(this.#written).map((run) => {
      const lines = run.map((w) => `${String(this.#relative(w.offset)).padStart(10, '0')} ${String(w.gen).padStart(5, '0')} n\r\n`);
      return `${run[0]?.num ?? 0} ${run.length}\n${lines.join('')}`;
    });
    this.push(`xref\n${rows.join('')}trailer\n${spell(trailer)}\nstartxref\n${this.#relative(start)}\n%%EOF\n`);
  }
  #xrefStream(trailer: Dict): void {
    const start = this.offset;
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
    this.push(`${num} 0 obj\n${spell(dict)}\nstream\n`);
    this.push(data);
    this.push(`\nendstream\nendobj\nstartxref\n${this.#relative(start)}\n%%EOF\n`);
  }
  #relative(offset: number): number {
    return offset - this.#doc.base;
  }
  /** The first identifier stays, the second changes with each revision (14.4). */
  #newId(): PdfObject | undefined {
    const id = this.#doc.array(this.#doc.trailer.get('ID'));
    const first = id?.[0];
    if (!(first instanceof PdfString)) return undefined;
    const hash = createHash('sha256').update(first.bytes).update(String(this.offset));
    for (const part of this.#parts) hash.update(part);
    return [first, new PdfString(hash.digest().subarray(0, 16))];
  }
}

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
