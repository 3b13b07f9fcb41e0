/**
 * What was added to a file after a signature: rejected by default. The signed revision and the file as it is now are
 * compared object by object; a change is allowed only where a named rule knows it. An object that nothing on a page,
 * in the form or in the catalogue could reach at the signed revision may come and go (it is not part of what was signed).
 */
import { type Entry, noFurtherSignatures, PdfDocument, readPages, signatureFields } from '../../formats/pdf/index.ts';
import { Dict, dictOf, isArray, isName, type PdfObject, Ref } from '../../formats/pdf/objects.ts';
import { type ByteSource, headOf } from '../../formats/pdf/source.ts';
import { certifiedAs, FILLED_KEYS, fillableFields, isLocked } from './rules/formFill.ts';
import { unlistedObject } from './rules/listed.ts';
import { differing, onlyAdded, Sameness } from './rules/same.ts';
import { structureGrew, structureObjects } from './rules/structure.ts';

export type Additions =
  | { readonly verdict: 'allowed'; readonly additions: readonly string[] }
  | { readonly verdict: 'changed' | 'undecided'; readonly reason: string };

const MAX_OBJECTS = 400_000;
/** A new signature's picture over more than this part of a page would hide what was signed. */
const MAX_COVER = 0.25;
/** And all of them together over not more than this. */
const MAX_COVER_TOGETHER = 0.4;

const changed = (reason: string): Additions => ({ verdict: 'changed', reason });
class Refused extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}

/**
 * @param end bytes of the file at the signed revision
 * @param signatureNumber object number of the signature dictionary
 */
export function additionsAfter(source: ByteSource, now: PdfDocument, end: number, signatureNumber: number): Additions {
  let then: PdfDocument;
  try {
    then = PdfDocument.open(headOf(source, end));
  } catch {
    return { verdict: 'undecided', reason: 'verify.revision_unreadable' };
  }
  if (!continues(then, now, end)) return changed('verify.revisions_do_not_follow');
  if (!sameEntry(then.xref.get(signatureNumber), now.xref.get(signatureNumber))) return changed('verify.signature_replaced');
  // Bytes that no later revision accounts for, and objects that none of them lists, are seen by some readers only.
  if (now.sections.length === then.sections.length) return changed('verify.bytes_without_revision');
  try {
    if (unlistedObject(source, end, now.listedFrom(end))) return changed('verify.objects_not_listed');
    return { verdict: 'allowed', additions: [...new Comparison(then, now, signatureNumber).run()] };
  } catch (error) {
    if (error instanceof Refused) return changed(error.reason);
    return { verdict: 'undecided', reason: 'verify.revision_unreadable' };
  }
}

/** The file's chain of sections must run through the signed revision's own, and what is new must stand behind it. */
function continues(then: PdfDocument, now: PdfDocument, end: number): boolean {
  const added = now.sections.length - then.sections.length;
  if (added < 0 || then.base !== now.base) return false;
  return (
    now.sections.slice(added).every((section, i) => section.offset === then.sections[i]?.offset) &&
    now.sections.slice(0, added).every((section) => section.offset + now.base >= end)
  );
}
function sameEntry(a: Entry | undefined, b: Entry | undefined): boolean {
  if (a === b) return true;
  if (a?.kind === 'offset') return b?.kind === 'offset' && a.offset === b.offset && a.gen === b.gen;
  if (a?.kind === 'packed') return b?.kind === 'packed' && a.stream === b.stream && a.index === b.index;
  return b === undefined || b.kind === 'free';
}

class Comparison {
  readonly #then: PdfDocument;
  readonly #now: PdfDocument;
  readonly #changed: ReadonlySet<number>;
  readonly #reached: ReadonlySet<number>;
  readonly #additions = new Set<string>();
  /** New signature fields and their widgets, by object number. */
  readonly #newFields = new Set<number>();
  readonly #newWidgets = new Set<number>();
  readonly #newSignatures = new Set<number>();
  readonly #same: Sameness;
  readonly #signatureNumber: number;
  #covered = 0;
  constructor(then: PdfDocument, now: PdfDocument, signatureNumber: number) {
    this.#then = then;
    this.#now = now;
    this.#signatureNumber = signatureNumber;
    this.#same = new Sameness(then, now);
    this.#changed = changedObjects(then, now);
    this.#reached = this.#changed.size === 0 ? new Set() : reachable(then);
  }

  run(): ReadonlySet<string> {
    if (this.#changed.size === 0) return new Set(['verify.addition.nothing']);
    const [before, after] = [this.#then.catalog(), this.#now.catalog()];
    if (before.ref.num !== after.ref.num || before.ref.gen !== after.ref.gen) throw new Refused('verify.catalog_replaced');
    if (this.#now.encrypted !== this.#then.encrypted) throw new Refused('verify.catalog_replaced');
    this.#findNewFields();
    const rules = this.#rules();
    for (const num of this.#changed) {
      if (!this.#reached.has(num)) continue;
      const rule = rules.get(num);
      if (rule) rule();
      else if (!this.#unchanged(num)) throw new Refused('verify.object_changed');
    }
    // The catalogue's own entries count even where it was not written again: what it leads to was compared above.
    if (this.#additions.has('verify.addition.signature') && noFurtherSignatures(this.#then)) throw new Refused('verify.addition_forbidden');
    if (this.#additions.size === 0) this.#additions.add('verify.addition.unused_objects');
    return this.#additions;
  }

  /** Written again, but saying the same. */
  #unchanged(num: number): boolean {
    const [a, b] = [this.#then.xref.get(num), this.#now.xref.get(num)];
    if (!a || !b || a.kind === 'free' || b.kind === 'free') return false;
    return this.#same.shallow(this.#then.load(num, a), this.#now.load(num, b));
  }
  #isNew(num: number): boolean {
    return this.#changed.has(num) && !this.#reached.has(num);
  }

  #findNewFields(): void {
    const smallest = Math.min(...readPages(this.#now).map((p) => p.width * p.height));
    for (const field of signatureFields(this.#now)) {
      const num = field.ref?.num;
      if (num === undefined || !this.#changed.has(num) || this.#reached.has(num)) continue;
      const widgets = isName(this.#now.resolve(field.dict.get('Subtype')), 'Widget') ? [field.ref as PdfObject] : [];
      for (const kid of this.#now.array(field.dict.get('Kids')) ?? []) widgets.push(kid);
      const signed = field.value !== null && this.#isNewSignature(field.value);
      if (field.value !== null && !signed) throw new Refused('verify.signature_reused');
      for (const widget of widgets) this.#checkWidget(widget, signed, smallest);
      if (field.dict.entries.has('Parent')) throw new Refused('verify.field_nested');
      this.#newFields.add(num);
    }
  }
  /** A signature dictionary that came after the signed revision, and serves one field only. */
  #isNewSignature(value: PdfObject): boolean {
    if (!(value instanceof Ref) || !this.#changed.has(value.num) || this.#reached.has(value.num)) return false;
    if (this.#newSignatures.has(value.num)) return false;
    this.#newSignatures.add(value.num);
    const dict = this.#now.dict(value);
    return dict?.entries.has('ByteRange') === true && dict.entries.has('Contents');
  }
  #checkWidget(ref: PdfObject, signed: boolean, smallestPage: number): void {
    const widget = this.#now.dict(ref);
    if (!(ref instanceof Ref) || !widget || !this.#changed.has(ref.num) || this.#reached.has(ref.num))
      throw new Refused('verify.object_changed');
    if (widget.entries.has('A') || widget.entries.has('AA')) throw new Refused('verify.field_with_action');
    const rect = (this.#now.array(widget.get('Rect')) ?? []).map((v) => this.#now.number(v) ?? 0);
    const area = Math.abs(((rect[2] ?? 0) - (rect[0] ?? 0)) * ((rect[3] ?? 0) - (rect[1] ?? 0)));
    if (!signed && area > 0) throw new Refused('verify.unsigned_field_shown');
    this.#covered += area;
    if (area > smallestPage * MAX_COVER || this.#covered > smallestPage * MAX_COVER_TOGETHER) throw new Refused('verify.field_covers_page');
    this.#newWidgets.add(ref.num);
    this.#additions.add(signed ? 'verify.addition.signature' : 'verify.addition.signature_field');
  }

  /** For each object that may change, the rule that judges it. */
  #rules(): Map<number, () => void> {
    const then = this.#then;
    const rules = new Map<number, () => void>();
    const catalog = then.catalog();
    for (const page of readPages(then)) {
      const annots = page.dict.get('Annots');
      if (annots instanceof Ref) rules.set(annots.num, () => this.#annotations(then.get(annots), this.#now.get(annots)));
      rules.set(page.ref.num, () => this.#page(page.ref));
    }
    for (const field of signatureFields(then)) {
      const { ref } = field;
      if (ref && field.value === null) rules.set(ref.num, () => this.#fillField(ref));
    }
    this.#formFillRules(rules);
    for (const num of structureObjects(then)) rules.set(num, () => this.#structure(num));
    const place = catalog.dict.get('AcroForm');
    const form = then.dict(place);
    const fields = form?.get('Fields');
    if (fields instanceof Ref) rules.set(fields.num, () => this.#fields(then.get(fields), this.#now.get(fields)));
    if (place instanceof Ref) rules.set(place.num, () => this.#form(then.dict(place), this.#now.dict(place)));
    rules.set(catalog.ref.num, () => this.#catalog());
    return rules;
  }

  /** Fields that may be filled in by what the certifying signature says and this signature does not lock. */
  #formFillRules(rules: Map<number, () => void>): void {
    const then = this.#then;
    if ((certifiedAs(then) ?? 0) < 2) return;
    const signature = then.dict(new Ref(this.#signatureNumber, 0));
    for (const field of fillableFields(then)) {
      if (!signature || isLocked(then, signature, field.name)) continue;
      rules.set(field.ref.num, () => this.#fill(field.ref));
      for (const num of field.appearances) rules.set(num, () => void this.#additions.add('verify.addition.form_filled'));
    }
  }
  #fill(ref: Ref): void {
    const [before, after] = [this.#then.get(ref), this.#now.get(ref)];
    if (!(before instanceof Dict) || !(after instanceof Dict)) throw new Refused('verify.form_changed');
    if (differing(before, after).some((key) => !FILLED_KEYS.has(key))) throw new Refused('verify.form_changed');
    this.#additions.add('verify.addition.form_filled');
  }
  #structure(num: number): void {
    if (this.#unchanged(num)) return;
    this.#structureGrew(new Ref(num, 0), new Ref(num, 0));
  }
  #structureGrew(before: PdfObject, after: PdfObject): void {
    const change = {
      old: this.#then,
      now: this.#now,
      same: this.#same,
      isNew: (num: number) => this.#isNew(num),
      widgets: this.#newWidgets,
    };
    if (!structureGrew(change, before, after)) throw new Refused('verify.structure_changed');
    this.#additions.add('verify.addition.structure');
  }

  #catalog(): void {
    const [before, after] = [this.#then.catalog().dict, this.#now.catalog().dict];
    for (const key of differing(before, after)) {
      if (key === 'AcroForm') this.#form(this.#then.dict(before.get(key)), this.#now.dict(after.get(key)));
      else if (key === 'DSS') this.#additions.add('verify.addition.validation_data');
      else if (key === 'Metadata' || key === 'Extensions' || key === 'Version') this.#additions.add('verify.addition.metadata');
      else if (key === 'StructTreeRoot' && before.entries.has(key)) this.#structureGrew(before.get(key), after.get(key));
      else if (!this.#same.deep(before.get(key), after.get(key))) throw new Refused('verify.catalog_changed');
    }
  }
  #form(before: Dict | undefined, after: Dict | undefined): void {
    if (!after) throw new Refused('verify.form_changed');
    const old = before ?? new Dict();
    for (const key of differing(old, after)) {
      if (key === 'Fields') this.#fields(this.#then.resolve(old.get(key)), this.#now.resolve(after.get(key)));
      else if (key === 'NeedAppearances' && this.#now.resolve(after.get(key)) !== true) continue;
      else if ((key === 'DR' || key === 'DA') && !old.entries.has(key)) continue;
      else if (key !== 'SigFlags' && !this.#same.deep(old.get(key), after.get(key))) throw new Refused('verify.form_changed');
    }
  }
  #fields(before: PdfObject, after: PdfObject): void {
    this.#onlyAdded(before, after, this.#newFields, 'verify.form_changed');
  }
  #annotations(before: PdfObject, after: PdfObject): void {
    this.#onlyAdded(before, after, this.#newWidgets, 'verify.annotation_changed');
  }
  #onlyAdded(before: PdfObject, after: PdfObject, known: ReadonlySet<number>, reason: string): void {
    if (!onlyAdded(before, after, (item) => item instanceof Ref && known.has(item.num))) throw new Refused(reason);
  }
  #page(ref: Ref): void {
    const [before, after] = [this.#then.get(ref), this.#now.get(ref)];
    if (!(before instanceof Dict) || !(after instanceof Dict)) throw new Refused('verify.page_changed');
    for (const key of differing(before, after)) {
      if (key === 'Annots') this.#annotations(this.#then.resolve(before.get(key)), this.#now.resolve(after.get(key)));
      // Order of tabbing and the way into the structure tree show nothing, where there was none before.
      else if ((key === 'Tabs' || key === 'StructParents') && !before.entries.has(key)) this.#additions.add('verify.addition.structure');
      else if (!this.#same.deep(before.get(key), after.get(key))) throw new Refused('verify.page_changed');
    }
  }
  /** An empty signature field that stood there and was signed later. */
  #fillField(ref: Ref): void {
    const [before, after] = [this.#then.get(ref), this.#now.get(ref)];
    if (!(before instanceof Dict) || !(after instanceof Dict)) throw new Refused('verify.form_changed');
    const allowed = new Set(['V', 'AP', 'M', 'F']);
    if (this.#same.shallow(before, after)) return;
    if (differing(before, after).some((key) => !allowed.has(key))) throw new Refused('verify.form_changed');
    if (!this.#isNewSignature(after.get('V'))) throw new Refused('verify.signature_reused');
    this.#additions.add('verify.addition.signature');
  }
}

/**
 * Numbers whose entry differs; objects inside an object stream that was itself replaced differ too. The later document's
 * chain runs through the earlier one's, so only what was added to it can differ.
 */
function changedObjects(then: PdfDocument, now: PdfDocument): Set<number> {
  const found = new Set<number>();
  for (const num of now.listedSince(then.sections.length)) if (!sameEntry(then.xref.get(num), now.xref.get(num))) found.add(num);
  if (found.size > 0) for (const [num, entry] of now.xref) if (entry.kind === 'packed' && found.has(entry.stream)) found.add(num);
  return found;
}

/**
 * Every object number that the document's content leads to, free and missing ones too: defining one later changes what
 * is shown. Left out are the catalogue's validation data and metadata, which show nothing.
 */
function reachable(doc: PdfDocument): Set<number> {
  const root = doc.catalog();
  const seen = new Set<number>([root.ref.num]);
  const open: PdfObject[] = [...root.dict.entries].filter(([key]) => key !== 'DSS' && key !== 'Metadata').map(([, value]) => value);
  while (open.length > 0) {
    const value = open.pop() ?? null;
    if (value instanceof Ref) {
      if (seen.has(value.num)) continue;
      seen.add(value.num);
      if (seen.size > MAX_OBJECTS) throw new Error('too many objects');
      open.push(doc.get(value));
    } else if (isArray(value)) open.push(...value);
    else {
      const dict = dictOf(value);
      if (dict) open.push(...dict.entries.values());
    }
  }
  return seen;
}
