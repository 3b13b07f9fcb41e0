/** When two objects of two revisions say the same: writers spell, order and place again what they do not change. */
import type { PdfDocument } from '../../../formats/pdf/index.ts';
import { Dict, isArray, type PdfObject, Ref, Stream, spell } from '../../../formats/pdf/objects.ts';

const MAX_DEPTH = 48;
const MAX_STEPS = 200_000;

/** Two revisions of one file, compared value by value. */
export class Sameness {
  readonly #then: PdfDocument;
  readonly #now: PdfDocument;
  /** Pairs of references already compared or being compared: rings of references end here. */
  readonly #known = new Map<string, boolean>();
  #steps = 0;
  constructor(then: PdfDocument, now: PdfDocument) {
    this.#then = then;
    this.#now = now;
  }

  /** The value itself: order of keys does not count, references must be the same ones. */
  shallow(a: PdfObject, b: PdfObject): boolean {
    if (a instanceof Stream || b instanceof Stream) return a instanceof Stream && b instanceof Stream && this.#streams(a, b);
    return canonical(a) === canonical(b);
  }
  /** The value with all it leads to: a reference may name another object that says the same. */
  deep(a: PdfObject, b: PdfObject, depth = 0): boolean {
    if (depth > MAX_DEPTH || ++this.#steps > MAX_STEPS) return false;
    if (a instanceof Ref && b instanceof Ref) return this.#references(a, b, depth);
    const [x, y] = [this.#then.resolve(a), this.#now.resolve(b)];
    if (x instanceof Stream || y instanceof Stream)
      return x instanceof Stream && y instanceof Stream && this.#dicts(x.dict, y.dict, depth) && this.#data(x, y);
    if (isArray(x)) return isArray(y) && x.length === y.length && x.every((item, i) => this.deep(item, y[i] ?? null, depth + 1));
    if (x instanceof Dict) return y instanceof Dict && this.#dicts(x, y, depth);
    return !(y instanceof Dict) && !isArray(y) && spell(x) === spell(y);
  }
  #references(a: Ref, b: Ref, depth: number): boolean {
    // The same object: if it was written again, it is judged by itself.
    if (a.num === b.num && a.gen === b.gen) return true;
    const key = `${a.num} ${b.num}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, true);
    const equal = this.deep(this.#then.get(a), this.#now.get(b), depth + 1);
    this.#known.set(key, equal);
    return equal;
  }
  #dicts(a: Dict, b: Dict, depth: number): boolean {
    if (a.entries.size !== b.entries.size) return false;
    // The way up would lead through everything.
    return [...a.entries].every(([key, value]) =>
      key === 'Parent' || key === 'P' ? canonical(value) === canonical(b.get(key)) : this.deep(value, b.get(key), depth + 1),
    );
  }
  #streams(a: Stream, b: Stream): boolean {
    return canonical(a.dict) === canonical(b.dict) && this.#data(a, b);
  }
  #data(a: Stream, b: Stream): boolean {
    if (a.start === b.start) return true;
    return Buffer.compare(this.#then.rawStream(a), this.#now.rawStream(b)) === 0;
  }
}

/** A value in one spelling, keys in order. Streams are named by their place. */
export function canonical(value: PdfObject): string {
  if (value instanceof Stream) return `stream@${value.start}`;
  if (isArray(value)) return `[${value.map(canonical).join(' ')}]`;
  if (!(value instanceof Dict)) return spell(value);
  const entries = [...value.entries].map(([key, v]) => `/${key} ${canonical(v)}`);
  return `<<${entries.sort().join(' ')}>>`;
}
/** Keys whose values differ in spelling. */
export function differing(before: Dict, after: Dict): string[] {
  const keys = new Set([...before.entries.keys(), ...after.entries.keys()]);
  return [...keys].filter((key) => canonical(before.get(key)) !== canonical(after.get(key)));
}
/** Whether the old items stand there in their order, and each further one is known. */
export function onlyAdded(before: PdfObject, after: PdfObject, known: (added: PdfObject) => boolean): boolean {
  if (before !== null && !isArray(before)) return false;
  if (!isArray(after)) return false;
  const old = before ?? [];
  let at = 0;
  for (const item of after) {
    if (at < old.length && canonical(item) === canonical(old[at] ?? null)) at++;
    else if (!known(item)) return false;
  }
  return at === old.length;
}
