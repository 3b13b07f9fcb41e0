/**
 * Hits of one list, newest first, as row ids: in the words of the rows, in the text of their files, or in both at once
 * with a filter that only the rows know. Every walk has an end.
 */
import type Database from 'better-sqlite3';
import { LIST_BUCKET } from '../store/migrations/0003-search.ts';
import type { SearchedList } from './words.ts';

type Db = Database.Database;
/** Highest sequence there can be. */
export const NEWEST = Number.MAX_SAFE_INTEGER;

export interface Hits {
  /** Row ids that match in the rows' words. */
  words(expression: string, upTo: number, limit: number): number[];
  /** Row ids that match in the text of the files and, where a filter is given, whose rows match that. */
  texts(expression: string, filter: string, upTo: number, limit: number): number[];
  /** Whether any file's text is in the index. */
  hasTexts(): boolean;
  /** The newest documents, for filters that ask for nothing. */
  newest(upTo: number, limit: number): number[];
}

const known = new WeakMap<Db, Readonly<Record<SearchedList, Hits>>>();
export function hitsOf(db: Db, list: SearchedList): Hits {
  const made = known.get(db) ?? { incoming: createHits(db, 'incoming'), outgoing: createHits(db, 'outgoing') };
  known.set(db, made);
  return made[list];
}

function createHits(db: Db, list: SearchedList): Hits {
  const matching = (table: string) =>
    db
      .prepare<[string, number, number], number>(
        `SELECT rowid FROM ${table} WHERE ${table} MATCH ? AND rowid <= ? ORDER BY rowid DESC LIMIT ?`,
      )
      .pluck();
  const inWords = matching(`${list}_search`);
  const inTexts = matching(`${list}_body`);
  const any = db.prepare<[string], number>('SELECT 1 FROM body_text WHERE list = ? LIMIT 1').pluck();
  const newest = db.prepare<[number, number], number>(`SELECT seq FROM ${list} WHERE seq <= ? ORDER BY seq DESC LIMIT ?`).pluck();
  return {
    words: (expression, upTo, limit) => inWords.all(expression, upTo, limit),
    texts(expression, filter, upTo, limit) {
      if (filter === '') return inTexts.all(expression, upTo, limit);
      return both(
        (from, n) => inTexts.all(expression, from, n),
        (from, n) => inWords.all(filter, from, n),
        upTo,
        limit,
      );
    },
    hasTexts: () => any.get(list) !== undefined,
    newest: (upTo, limit) => newest.all(upTo, limit),
  };
}

/** Row ids at or below `from`, falling, at most `n`. */
type Falling = (from: number, n: number) => number[];
const STEP = 16;
const MAX_STEP = LIST_BUCKET;

/** One walk that reads ahead in growing steps, and in small ones again after a leap. */
class Walk {
  readonly #read: Falling;
  #buffer: readonly number[] = [];
  #at = 0;
  #step = STEP;
  #whole = false;
  constructor(read: Falling) {
    this.#read = read;
  }
  /** The first row id at or below `from`. */
  seek(from: number): number | undefined {
    while (this.#at < this.#buffer.length && (this.#buffer[this.#at] ?? 0) > from) this.#at++;
    const here = this.#buffer[this.#at];
    if (here !== undefined) return here;
    if (this.#whole) return undefined;
    const last = this.#buffer.at(-1);
    this.#step = last !== undefined && last - from > 64 ? STEP : Math.min(this.#step * 2, MAX_STEP);
    this.#buffer = this.#read(from, this.#step);
    this.#at = 0;
    this.#whole = this.#buffer.length < this.#step;
    return this.#buffer[0];
  }
}

/** What is in both, leaping over what only one of them holds. */
function both(a: Falling, b: Falling, upTo: number, limit: number): number[] {
  const [first, second] = [new Walk(a), new Walk(b)];
  const out: number[] = [];
  for (let from = upTo; out.length < limit; ) {
    const x = first.seek(from);
    if (x === undefined) return out;
    const y = second.seek(x);
    if (y === undefined) return out;
    if (x === y) out.push(x);
    from = x === y ? x - 1 : y;
  }
  return out;
}
