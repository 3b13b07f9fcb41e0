/** What a document's content leads to: defining such an object later, or again, changes what is shown. */
import { type PdfDocument, readPages } from '../../../formats/pdf/index.ts';
import { Dict, dictOf, isArray, type PdfObject, Ref } from '../../../formats/pdf/objects.ts';

const MAX_OBJECTS = 400_000;
/** Of the catalogue: validation data and metadata show nothing. */
const SHOWS_NOTHING = ['DSS', 'Metadata'];

export interface LeftOut {
  /** Further entries of the catalogue. */
  readonly without?: readonly string[];
  /** Fields and widgets whose appearances are left out. */
  readonly lookless?: ReadonlySet<number>;
  /** Leaves out what fields that are drawn by a reader would be drawn with: the form's `/DR`. */
  readonly formResources?: true;
}

/**
 * Every object number, free and missing ones too, with the object streams they stand in and the protection they are read by: an object
 * stream may take its own numbers from elsewhere.
 */
export function reachable(doc: PdfDocument, { without = [], lookless, formResources }: LeftOut = {}): Set<number> {
  const root = doc.catalog();
  const walk = new Walk(doc, lookless);
  walk.see(root.ref.num);
  const place = root.dict.get('AcroForm');
  if (formResources && place instanceof Ref) walk.stop(place.num, 'DR');
  const form = formResources && place instanceof Dict ? valuesOf(place, ['DR']) : [];
  const left = [...SHOWS_NOTHING, ...without, ...(form.length > 0 ? ['AcroForm'] : [])];
  walk.from([...valuesOf(root.dict, left), ...form, doc.trailer.get('Encrypt')]);
  return walk.seen;
}

export interface Reached {
  readonly all: ReadonlySet<number>;
  /** What pages lead to by themselves: their content with its resources, not annotations, form or structure. The catalogue only if named there. */
  readonly drawn: ReadonlySet<number>;
}
/** The same in two steps. */
export function reachedFrom(doc: PdfDocument): Reached {
  const root = doc.catalog();
  const walk = new Walk(doc);
  const pages = readPages(doc);
  for (const page of pages) walk.stop(page.ref.num, 'Annots');
  walk.from([root.dict.get('Pages')]);
  const drawn = new Set(walk.seen);
  walk.see(root.ref.num);
  walk.from([...valuesOf(root.dict, SHOWS_NOTHING), doc.trailer.get('Encrypt')]);
  walk.from(pages.map((page) => page.dict.get('Annots')));
  return { all: walk.seen, drawn };
}
const valuesOf = (dict: Dict, left: readonly string[]): PdfObject[] =>
  [...dict.entries].filter(([key]) => !left.includes(key)).map(([, value]) => value);

class Walk {
  readonly seen = new Set<number>();
  readonly #doc: PdfDocument;
  readonly #open: PdfObject[] = [];
  /** Keys that are not followed, by object. */
  readonly #stops = new Map<number, string>();
  constructor(doc: PdfDocument, lookless?: ReadonlySet<number>) {
    this.#doc = doc;
    for (const num of lookless ?? []) this.stop(num, 'AP');
  }
  stop(num: number, key: string): void {
    this.#stops.set(num, key);
  }
  see(num: number): void {
    this.seen.add(num);
    if (this.seen.size > MAX_OBJECTS) throw new Error('too many objects');
    const entry = this.#doc.xref.get(num);
    if (entry?.kind === 'packed') this.#open.push(new Ref(entry.stream, 0));
  }
  from(values: readonly PdfObject[]): void {
    const open = this.#open;
    for (const value of values) open.push(value);
    while (open.length > 0) {
      const value = open.pop() ?? null;
      if (value instanceof Ref) this.#follow(value);
      else if (isArray(value)) for (const item of value) open.push(item);
      else for (const entry of dictOf(value)?.entries.values() ?? []) open.push(entry);
    }
  }
  #follow(ref: Ref): void {
    if (this.seen.has(ref.num)) return;
    this.see(ref.num);
    const target = this.#doc.get(ref);
    const stop = this.#stops.get(ref.num);
    const dict = stop === undefined ? undefined : dictOf(target);
    if (!dict) this.#open.push(target);
    else for (const [key, entry] of dict.entries) if (key !== stop) this.#open.push(entry);
  }
}
