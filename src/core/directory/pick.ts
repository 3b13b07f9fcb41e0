/**
 * Picking as one types among 125,000 agencies, in memory: words are looked up by their beginning in a sorted vocabulary,
 * the agencies of all words that begin so lie in one run of numbers, and runs are joined as bit sets. Agencies are
 * numbered in the order in which they are shown, so the first bits are the best ones. No name is written anywhere.
 */
import { abbreviationsIn, initials, nameWords, spelledOut } from '../../domain/agencyNames.ts';
import { isTechnicalCode, parseOrganCode, provinceOf } from '../../domain/organCodes.ts';

export interface PickEntry {
  readonly organId: string;
  readonly otherCode?: string;
  /** Words of the name, folded. */
  readonly folded: string;
  readonly parentId?: string;
}

/** Which agencies have a token, for every token; frozen once all are in. */
class Postings {
  readonly #ids = new Map<string, number>();
  #pairs = new Uint32Array(1 << 12);
  #used = 0;
  #tokens: string[] = [];
  #starts = new Uint32Array(1);
  #list = new Uint32Array(0);

  add(token: string, entry: number): void {
    let id = this.#ids.get(token);
    if (id === undefined) {
      id = this.#ids.size;
      this.#ids.set(token, id);
    }
    if (this.#used + 2 > this.#pairs.length) {
      const grown = new Uint32Array(this.#pairs.length * 2);
      grown.set(this.#pairs);
      this.#pairs = grown;
    }
    this.#pairs[this.#used++] = id;
    this.#pairs[this.#used++] = entry;
  }

  freeze(): void {
    this.#tokens = [...this.#ids.keys()].sort();
    const placeOf = new Uint32Array(this.#tokens.length);
    this.#tokens.forEach((token, place) => {
      placeOf[this.#ids.get(token) ?? 0] = place;
    });
    this.#starts = new Uint32Array(this.#tokens.length + 1);
    for (let i = 0; i < this.#used; i += 2) {
      const place = placeOf[this.#pairs[i] ?? 0] ?? 0;
      this.#starts[place + 1] = (this.#starts[place + 1] ?? 0) + 1;
    }
    for (let i = 1; i < this.#starts.length; i++) this.#starts[i] = (this.#starts[i] ?? 0) + (this.#starts[i - 1] ?? 0);
    const next = this.#starts.slice();
    this.#list = new Uint32Array(this.#used / 2);
    for (let i = 0; i < this.#used; i += 2) {
      const place = placeOf[this.#pairs[i] ?? 0] ?? 0;
      const at = next[place] ?? 0;
      next[place] = at + 1;
      this.#list[at] = this.#pairs[i + 1] ?? 0;
    }
    this.#pairs = new Uint32Array(0);
    this.#ids.clear();
  }

  /** Every agency that has a token beginning so; one run of the list, for tokens are sorted. */
  beginning(prefix: string): Uint32Array {
    const from = this.#firstNotBefore(prefix);
    const to = this.#firstNotBefore(`${prefix}\uffff`);
    return this.#list.subarray(this.#starts[from] ?? 0, this.#starts[to] ?? 0);
  }
  #firstNotBefore(text: string): number {
    let [low, high] = [0, this.#tokens.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#tokens[middle] ?? '') < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const mark = (bits: Uint32Array, entries: Uint32Array): void => {
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i] ?? 0;
    bits[entry >>> 5] = (bits[entry >>> 5] ?? 0) | (1 << (entry & 31));
  }
};
const both = (bits: Uint32Array, other: Uint32Array): void => {
  for (let i = 0; i < bits.length; i++) bits[i] = (bits[i] ?? 0) & (other[i] ?? 0);
};

/** How many agencies a set holds. */
function population(bits: Uint32Array): number {
  let count = 0;
  for (const block of bits) {
    const pairs = block - ((block >>> 1) & 0x55555555);
    const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
    count += Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}

/** Beyond what is shown, so many more are looked at to put the best first. */
const POOL = 64;

interface Word {
  readonly text: string;
  readonly code: boolean;
}

export class PickIndex {
  readonly size: number;
  readonly #entries: readonly PickEntry[];
  readonly #names = new Postings();
  readonly #firsts = new Postings();
  readonly #initials = new Postings();
  readonly #codes = new Postings();
  /** Number of each agency's parent, or -1: for the words of a parent's name. */
  #parents = new Int32Array(0);

  private constructor(entries: readonly PickEntry[]) {
    this.#entries = entries;
    this.size = entries.length;
  }

  /** @param near code of the province whose agencies come first */
  static build(entries: readonly PickEntry[], near?: string): PickIndex {
    const steps = PickIndex.buildInSteps(entries, near);
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
    }
  }

  /** The same, pausing now and then, so that a large directory is read in beside other work. */
  static *buildInSteps(entries: readonly PickEntry[], near?: string): Generator<undefined, PickIndex> {
    const index = new PickIndex(shownOrder(entries, near));
    yield;
    const numberOf = new Map<string, number>();
    for (const [n, entry] of index.#entries.entries()) numberOf.set(entry.organId, n);
    index.#parents = new Int32Array(index.size).fill(-1);
    for (const [n, entry] of index.#entries.entries()) {
      index.#add(n, entry);
      const parent = entry.parentId === undefined ? undefined : numberOf.get(entry.parentId);
      if (parent !== undefined) index.#parents[n] = parent;
      if (n % 4096 === 4095) yield;
    }
    for (const postings of [index.#names, index.#firsts, index.#initials, index.#codes]) {
      postings.freeze();
      yield;
    }
    return index;
  }

  #add(n: number, entry: PickEntry): void {
    const written = entry.folded.split(' ').filter((word) => word !== '');
    const full = spelledOut(written);
    const short = abbreviationsIn(full);
    for (const token of new Set([...written, ...full, ...short])) this.#names.add(token, n);
    for (const token of new Set([written[0], full[0], short.find((s) => spelledOut([s])[0] === full[0])])) {
      if (token !== undefined) this.#firsts.add(token, n);
    }
    for (const token of initials(full)) this.#initials.add(token, n);
    this.#codes.add(entry.organId, n);
    if (entry.otherCode !== undefined) this.#codes.add(entry.otherCode, n);
  }

  /**
   * Codes of the best agencies for what was typed, best first. Every word must begin a word of the name, its first
   * letters, a code or (last of all) a word of the parent's name.
   */
  pick(text: string, limit: number): string[] {
    const words = this.#words(text);
    const found: number[] = [];
    const seen = new Set<number>();
    const enough = limit + POOL;
    if (text.trim() === '') this.#collect(undefined, seen, found, limit);
    for (const tier of words.length === 0 ? [] : this.#tiers(words)) {
      this.#collect(tier, seen, found, enough);
      // A wider set is worth its time only where the narrower ones do not fill the list.
      if (found.length >= limit) break;
    }
    return this.#ordered(found, text, words)
      .slice(0, limit)
      .map((n) => this.#entries[n]?.organId ?? '');
  }

  #words(text: string): Word[] {
    return text
      .split(/\s+/)
      .filter((piece) => piece !== '')
      .flatMap((piece): Word[] => {
        const code = piece.toUpperCase().replace(/[.,;]+$/, '');
        if (/\d/.test(code) && this.#codes.beginning(code).length > 0) return [{ text: code, code: true }];
        return nameWords(piece).map((word) => ({ text: word, code: false }));
      });
  }

  /** Sets of agencies, each wider than the one before; made only when asked for. */
  *#tiers(words: readonly Word[]): Generator<Uint32Array> {
    const named = words.map((word) => this.#bits(word.code ? this.#codes.beginning(word.text) : this.#names.beginning(word.text)));
    const all = named[0]?.slice() ?? this.#bits(new Uint32Array(0));
    for (const bits of named.slice(1)) both(all, bits);
    const [first] = words;
    if (first !== undefined && !first.code) {
      const begins = this.#bits(this.#firsts.beginning(first.text));
      both(begins, all);
      yield begins;
    }
    yield all;
    words.forEach((word, i) => {
      if (!word.code && word.text.length > 1) mark(named[i] ?? all, this.#initials.beginning(word.text));
    });
    const own = named[0]?.slice() ?? all;
    for (const bits of named.slice(1)) both(own, bits);
    yield own;
    if (words.length > 1) yield this.#withParents([...named].sort((a, b) => population(a) - population(b)));
  }

  /** Each word in the agency's own name or its parent's, and at least one in its own. */
  #withParents(named: readonly Uint32Array[]): Uint32Array {
    const result = this.#bits(new Uint32Array(0));
    for (let n = 0; n < this.size; n++) {
      const parent = this.#parents[n] ?? -1;
      if (parent < 0) continue;
      let own = 0;
      let every = 1;
      for (const bits of named) {
        const mine = ((bits[n >>> 5] ?? 0) >>> (n & 31)) & 1;
        own |= mine;
        every &= mine | ((bits[parent >>> 5] ?? 0) >>> (parent & 31));
        if (every === 0) break;
      }
      if ((own & every) === 1) result[n >>> 5] = (result[n >>> 5] ?? 0) | (1 << (n & 31));
    }
    return result;
  }

  #bits(entries: Uint32Array): Uint32Array {
    const bits = new Uint32Array((this.size + 31) >>> 5);
    mark(bits, entries);
    return bits;
  }

  #collect(bits: Uint32Array | undefined, seen: Set<number>, found: number[], enough: number): void {
    for (let block = 0; block < (this.size + 31) >>> 5 && found.length < enough; block++) {
      let rest = bits === undefined ? 0xffffffff : (bits[block] ?? 0);
      while (rest !== 0 && found.length < enough) {
        const low = 31 - Math.clz32(rest & -rest);
        rest &= rest - 1;
        const n = block * 32 + low;
        if (n >= this.size || seen.has(n)) continue;
        seen.add(n);
        found.push(n);
      }
    }
  }

  /** The typed code itself first, then the very name, then names that have the words one after another. */
  #ordered(found: readonly number[], text: string, words: readonly Word[]): number[] {
    const code = text.trim().toUpperCase();
    const typed = words.map((word) => word.text);
    const phrase = ` ${spelledOut(typed).join(' ')}`;
    const merit = (n: number): number => {
      const entry = this.#entries[n];
      if (entry === undefined) return 9;
      if (entry.organId === code || entry.otherCode === code) return 0;
      const name = ` ${spelledOut(entry.folded.split(' ').filter((w) => w !== '')).join(' ')}`;
      if (name === phrase) return 1;
      return name.includes(phrase) ? 2 : 3;
    };
    return found
      .map((n, place) => ({ n, place, merit: merit(n) }))
      .sort((a, b) => a.merit - b.merit || a.place - b.place)
      .map(({ n }) => n);
  }
}

/** Own province first, higher bodies before lower ones, short names before long ones. */
function shownOrder(entries: readonly PickEntry[], near: string | undefined): PickEntry[] {
  const keyed = entries
    .filter((entry) => !isTechnicalCode(entry.organId))
    .map((entry) => {
      const far = near !== undefined && provinceOf(entry.organId) !== near ? 1 : 0;
      return { entry, weight: far * 1e6 + (parseOrganCode(entry.organId)?.level ?? 9) * 1e4 + entry.folded.length };
    });
  keyed.sort((a, b) => a.weight - b.weight || (a.entry.folded < b.entry.folded ? -1 : a.entry.folded > b.entry.folded ? 1 : 0));
  return keyed.map(({ entry }) => entry);
}
