/**
 * What was added to a file after a signature: rejected by default. The signed revision and the file as it is now are
 * compared object by object; a change is allowed only where a named rule knows it. An object that nothing on a page,
 * in the form or in the catalogue could reach at the signed revision may come and go (it is not part of what was signed).
 */
import { noFurtherSignatures, PdfDocument, readPages, type SignatureField, sameEntry, signatureFields } from '../../formats/pdf/index.ts';
import { Dict, isName, Name, type PdfObject, Ref, Stream } from '../../formats/pdf/objects.ts';
import { type ByteSource, headOf } from '../../formats/pdf/source.ts';
import { certifiedAs, FILLED_KEYS, fillableFields, isLocked } from './rules/formFill.ts';
import { unlistedObject } from './rules/listed.ts';
import { isPlainUpdate } from './rules/lists.ts';
import { type Reached, reachable, reachedFrom } from './rules/reachable.ts';
import { differing, onlyAdded, Sameness } from './rules/same.ts';
import { structureGrew, structureObjects } from './rules/structure.ts';

export type Additions =
  | {
      readonly verdict: 'allowed';
      readonly additions: readonly string[];
      /** Widgets of later signatures that show something, by object number. */
      readonly shown: readonly number[];
    }
  | { readonly verdict: 'changed' | 'undecided'; readonly reason: string };

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
  if (!isPlainUpdate(then, now)) return changed('verify.lists_ambiguous');
  if (!sameEntry(then.xref.get(signatureNumber), now.xref.get(signatureNumber))) return changed('verify.signature_replaced');
  // Bytes that no later revision accounts for, and objects that none of them lists, are seen by some readers only.
  if (now.sections.length === then.sections.length) return changed('verify.bytes_without_revision');
  try {
    if (unlistedObject(source, end, now.listedFrom(end))) return changed('verify.objects_not_listed');
    const comparison = new Comparison(then, now, { end, signatureNumber });
    return { verdict: 'allowed', additions: [...comparison.run()], shown: comparison.shown };
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

class Comparison {
  readonly #then: PdfDocument;
  readonly #now: PdfDocument;
  readonly #changed: ReadonlySet<number>;
  readonly #reached: ReadonlySet<number>;
  /** What pages show by themselves: an object that is more than that besides is judged as that. */
  readonly #drawn: ReadonlySet<number>;
  readonly #additions = new Set<string>();
  /** New signature fields and their widgets, by object number. */
  readonly #newFields = new Set<number>();
  readonly #newWidgets = new Set<number>();
  readonly #newSignatures = new Set<number>();
  readonly #same: Sameness;
  readonly #signatureNumber: number;
  readonly #end: number;
  readonly shown: number[] = [];
  #covered = 0;
  #smallest = 0;
  constructor(then: PdfDocument, now: PdfDocument, { end, signatureNumber }: { end: number; signatureNumber: number }) {
    this.#then = then;
    this.#now = now;
    this.#end = end;
    this.#signatureNumber = signatureNumber;
    this.#same = new Sameness(then, now);
    this.#changed = changedObjects(then, now);
    const { all, drawn }: Reached = this.#changed.size === 0 ? { all: new Set(), drawn: new Set() } : reachedFrom(then);
    this.#reached = all;
    this.#drawn = drawn;
  }

  run(): ReadonlySet<string> {
    if (this.#changed.size === 0) return new Set(['verify.addition.nothing']);
    const [before, after] = [this.#then.catalog(), this.#now.catalog()];
    if (before.ref.num !== after.ref.num || before.ref.gen !== after.ref.gen) throw new Refused('verify.catalog_replaced');
    if (this.#now.encrypted !== this.#then.encrypted) throw new Refused('verify.catalog_replaced');
    const pages = [readPages(this.#then), readPages(this.#now)].map((list) => list.map((page) => `${page.ref.num} ${page.ref.gen}`).join());
    if (pages[0] !== pages[1]) throw new Refused('verify.page_changed');
    this.#smallest = Math.min(...[...readPages(this.#now), ...readPages(this.#then)].map((p) => p.width * p.height));
    this.#findNewFields();
    const rules = this.#rules();
    for (const num of this.#changed) {
      if (!this.#reached.has(num)) continue;
      // A list that leads elsewhere into what was signed, or into a place that is not the number's own.
      if (!this.#standsAnew(num)) throw new Refused('verify.lists_ambiguous');
      const rule = rules.get(num);
      if (rule) rule();
      else if (!this.#unchanged(num)) throw new Refused('verify.object_changed');
    }
    // The catalogue's own entries count even where it was not written again: what it leads to was compared above.
    if (this.#additions.has('verify.addition.signature') && noFurtherSignatures(this.#then)) throw new Refused('verify.addition_forbidden');
    if (this.#additions.size === 0) this.#additions.add('verify.addition.unused_objects');
    return this.#additions;
  }

  /** What was written again stands behind the signed revision: by itself, or in an object stream that does. */
  #standsAnew(num: number): boolean {
    const entry = this.#now.xref.get(num);
    if (entry === undefined || entry.kind === 'free') return true;
    if (entry.kind === 'offset') return entry.offset + this.#now.base >= this.#end;
    const container = this.#now.xref.get(entry.stream);
    return container?.kind === 'offset' && container.offset + this.#now.base >= this.#end && this.#now.isPlaced(num, entry);
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
    for (const field of signatureFields(this.#now)) {
      const num = field.ref?.num;
      if (num === undefined || !this.#changed.has(num) || this.#reached.has(num)) continue;
      const widgets = this.#widgetsOf(field);
      const signed = field.value !== null && this.#isNewSignature(field.value);
      if (field.value !== null && !signed) throw new Refused('verify.signature_reused');
      const kind = !signed ? 'verify.addition.signature_field' : this.#isTimestamp(field.value) ? TIMESTAMP : 'verify.addition.signature';
      for (const widget of widgets) this.#checkWidget(widget, kind);
      if (field.dict.entries.has('Parent')) throw new Refused('verify.field_nested');
      this.#newFields.add(num);
    }
  }
  #widgetsOf(field: SignatureField): PdfObject[] {
    const own = isName(this.#now.resolve(field.dict.get('Subtype')), 'Widget') && field.ref ? [field.ref] : [];
    return [...own, ...(this.#now.array(field.dict.get('Kids')) ?? [])];
  }
  #isTimestamp(value: PdfObject): boolean {
    return isName(this.#now.resolve(this.#now.dict(value)?.get('SubFilter') ?? null), 'ETSI.RFC3161');
  }
  /** A signature dictionary that came after the signed revision, and serves one field only. */
  #isNewSignature(value: PdfObject): boolean {
    if (!(value instanceof Ref) || !this.#changed.has(value.num) || this.#reached.has(value.num)) return false;
    if (this.#newSignatures.has(value.num)) return false;
    this.#newSignatures.add(value.num);
    const dict = this.#now.dict(value);
    return dict?.entries.has('ByteRange') === true && dict.entries.has('Contents');
  }
  #checkWidget(ref: PdfObject, kind: string): void {
    const widget = this.#now.resolve(ref);
    // Nothing but a widget, and no stream: it could be drawn as content.
    if (!(ref instanceof Ref) || !(widget instanceof Dict) || !this.#changed.has(ref.num) || this.#reached.has(ref.num))
      throw new Refused('verify.object_changed');
    if (!isName(this.#now.resolve(widget.get('Subtype')), 'Widget')) throw new Refused('verify.annotation_changed');
    if (widget.entries.has('A') || widget.entries.has('AA')) throw new Refused('verify.field_with_action');
    const area = areaOf(this.#now, widget);
    if (kind === 'verify.addition.signature_field' && area > 0) throw new Refused('verify.unsigned_field_shown');
    this.#cover(area);
    if (area > 0) this.shown.push(ref.num);
    this.#newWidgets.add(ref.num);
    // A timestamp that shows something is a signature like another.
    this.#additions.add(kind === TIMESTAMP && area > 0 ? 'verify.addition.signature' : kind);
  }
  #cover(area: number): void {
    this.#covered += area;
    if (area > this.#smallest * MAX_COVER || this.#covered > this.#smallest * MAX_COVER_TOGETHER)
      throw new Refused('verify.field_covers_page');
  }

  /** For each object that may change, the rule that judges it. */
  #rules(): Map<number, () => void> {
    const then = this.#then;
    const rules = new Map<number, () => void>();
    const catalog = then.catalog();
    for (const page of readPages(then)) {
      const annots = page.dict.get('Annots');
      if (annots instanceof Ref) rules.set(annots.num, () => this.#annotations(then.get(annots), this.#now.get(annots)));
    }
    for (const field of signatureFields(then)) {
      const { ref } = field;
      if (ref && field.value === null) rules.set(ref.num, () => this.#fillField(ref));
    }
    this.#formFillRules(rules);
    // What a page or the form shows is judged as that, whatever the structure says of it.
    const structure = structureObjects(then);
    const shown = structure.size === 0 ? structure : reachable(then, { without: ['StructTreeRoot'] });
    for (const num of structure) if (!shown.has(num)) rules.set(num, () => this.#structure(num));
    const place = catalog.dict.get('AcroForm');
    const form = then.dict(place);
    this.#formResourceRules(rules, form);
    const fields = form?.get('Fields');
    if (fields instanceof Ref) rules.set(fields.num, () => this.#fields(then.get(fields), this.#now.get(fields)));
    if (place instanceof Ref) rules.set(place.num, () => this.#form(then.dict(place), this.#now.dict(place)));
    rules.set(catalog.ref.num, () => this.#catalog());
    for (const num of this.#drawn) rules.delete(num);
    for (const page of readPages(then)) rules.set(page.ref.num, () => this.#page(page.ref));
    return rules;
  }

  /**
   * Many writers put the look of each new signature into the form's own resources as well. Nothing is drawn with these where
   * no field is left to be drawn by a reader; what something else shows too is judged as that.
   */
  #formResourceRules(rules: Map<number, () => void>, form: Dict | undefined): void {
    const then = this.#then;
    const place = form?.get('DR') ?? null;
    const resources = then.dict(place);
    if (!resources || fillableFields(then).length > 0) return;
    const own = [place, ...resources.entries.values()].filter((value) => value instanceof Ref);
    if (own.length === 0) return;
    const shown = reachable(then, { formResources: true });
    for (const { num } of own) if (!shown.has(num)) rules.set(num, () => this.#additions.add('verify.addition.unused_objects'));
  }
  /** Fields that may be filled in by what the certifying signature says and this signature does not lock. */
  #formFillRules(rules: Map<number, () => void>): void {
    const then = this.#then;
    if ((certifiedAs(then) ?? 0) < 2) return;
    const signature = then.dict(new Ref(this.#signatureNumber, 0));
    const fields = fillableFields(then);
    // A look that something else shows too is no look of a field.
    const shown = reachable(then, { lookless: new Set(fields.map((field) => field.ref.num)) });
    for (const field of fields) {
      if (!signature || isLocked(then, signature, field.name)) continue;
      rules.set(field.ref.num, () => this.#fill(field.ref));
      for (const num of field.appearances) if (!shown.has(num)) rules.set(num, () => this.#filled(field.ref));
    }
  }
  #filled(ref: Ref): void {
    const field = this.#then.dict(ref);
    if (field && areaOf(this.#then, field) > this.#smallest * MAX_COVER) throw new Refused('verify.field_covers_page');
    this.#additions.add('verify.addition.form_filled');
  }
  #fill(ref: Ref): void {
    const [before, after] = [this.#then.get(ref), this.#now.get(ref)];
    if (!(before instanceof Dict) || !(after instanceof Dict)) throw new Refused('verify.form_changed');
    if (differing(before, after).some((key) => !FILLED_KEYS.has(key))) throw new Refused('verify.form_changed');
    this.#filled(ref);
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
      else if (describes(key, this.#now.resolve(after.get(key)))) this.#additions.add('verify.addition.metadata');
      else if (key === 'StructTreeRoot' && before.entries.has(key)) this.#structureGrew(before.get(key), after.get(key));
      else if (!this.#same.deep(before.get(key), after.get(key))) throw new Refused('verify.catalog_changed');
    }
  }
  #form(before: Dict | undefined, after: Dict | undefined): void {
    if (!after) throw new Refused('verify.form_changed');
    const old = before ?? new Dict();
    // How fields are drawn hangs on these: they may come and go only where no field is drawn.
    const drawn = fillableFields(this.#then).length > 0;
    for (const key of differing(old, after)) {
      if (key === 'Fields') this.#fields(this.#then.resolve(old.get(key)), this.#now.resolve(after.get(key)));
      else if (key === 'NeedAppearances' && !drawn && this.#now.resolve(after.get(key)) !== true) continue;
      else if ((key === 'DR' || key === 'DA') && !drawn) continue;
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
      else if (isOrder(key, after.get(key)) && !before.entries.has(key)) this.#additions.add('verify.addition.structure');
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
    this.#cover(areaOf(this.#now, after));
    if (areaOf(this.#now, after) > 0) this.shown.push(ref.num);
    this.#additions.add('verify.addition.signature');
  }
}

const isOrder = (key: string, value: PdfObject): boolean =>
  (key === 'Tabs' && value instanceof Name) || (key === 'StructParents' && typeof value === 'number');
/** Metadata, extensions and version of the file (7.7.2), each of the kind that it has to be. */
function describes(key: string, value: PdfObject): boolean {
  if (key === 'Metadata') return value instanceof Stream && isName(value.dict.get('Type'), 'Metadata');
  if (key === 'Extensions') return value instanceof Dict;
  return key === 'Version' && value instanceof Name && /^[12]\.\d$/.test(value.name);
}
const TIMESTAMP = 'verify.addition.timestamp';
function areaOf(doc: PdfDocument, widget: Dict): number {
  const rect = (doc.array(widget.get('Rect')) ?? []).map((v) => doc.number(v) ?? 0);
  return Math.abs(((rect[2] ?? 0) - (rect[0] ?? 0)) * ((rect[3] ?? 0) - (rect[1] ?? 0)));
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
