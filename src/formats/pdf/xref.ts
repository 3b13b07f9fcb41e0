/** What the sections of a file list, newest over older, without copying the large ones together (ISO 32000-2, 7.5.6). */

/** Where an object stands: in the file, or in an object stream. */
export type Entry =
  | { readonly kind: 'free' }
  | { readonly kind: 'offset'; readonly offset: number; readonly gen: number }
  | { readonly kind: 'packed'; readonly stream: number; readonly index: number };

/** Whether two lists say the same of a number; what is not listed is free. */
export function sameEntry(a: Entry | undefined, b: Entry | undefined): boolean {
  if (a === b) return true;
  if (a?.kind === 'offset') return b?.kind === 'offset' && a.offset === b.offset && a.gen === b.gen;
  if (a?.kind === 'packed') return b?.kind === 'packed' && a.stream === b.stream && a.index === b.index;
  return b === undefined || b.kind === 'free';
}

/** More are joined to one, so that a chain of thousands costs no more than a few. */
const MAX_LAYERS = 8;

export class Xref {
  readonly #layers: readonly ReadonlyMap<number, Entry>[];
  /** @param layers what each section lists by itself, newest first */
  constructor(layers: readonly ReadonlyMap<number, Entry>[]) {
    if (layers.length <= MAX_LAYERS) {
      this.#layers = layers;
      return;
    }
    const joined = new Map<number, Entry>();
    for (const layer of layers) for (const [num, entry] of layer) if (!joined.has(num)) joined.set(num, entry);
    this.#layers = [joined];
  }
  get(num: number): Entry | undefined {
    for (const layer of this.#layers) {
      const entry = layer.get(num);
      if (entry !== undefined) return entry;
    }
    return undefined;
  }
  has(num: number): boolean {
    return this.get(num) !== undefined;
  }
  *keys(): Iterable<number> {
    for (const [num] of this) yield num;
  }
  *[Symbol.iterator](): Iterator<readonly [number, Entry]> {
    for (const [i, layer] of this.#layers.entries()) for (const pair of layer) if (i === 0 || !this.#newer(pair[0], i)) yield pair;
  }
  /** One past the highest number. */
  next(): number {
    let next = 1;
    for (const layer of this.#layers) for (const num of layer.keys()) if (num >= next) next = num + 1;
    return next;
  }
  #newer(num: number, before: number): boolean {
    for (let i = 0; i < before; i++) if (this.#layers[i]?.has(num)) return true;
    return false;
  }
}
