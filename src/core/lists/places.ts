/**
 * Places deep in a long list. An index gives the first rows of an order at once; far from its ends it would be walked row
 * by row and, under a filter, each row looked at. So a long list that is asked for beyond its beginning is written down:
 * the order of a column as row ids, a filter as one byte a row id. Both are made in parts, so that the desk goes on, and
 * kept true by the rows that changed since; a page from anywhere then costs the same.
 */
import type Database from 'better-sqlite3';
import type { Part, Parts } from '../working/index.ts';
import { changedSince, type ListName, listVersion, STATES_OF } from './rows.ts';

type Db = Database.Database;
/** The rows that a filter holds, whatever their state. */
export interface Question {
  readonly key: string;
  /** The organ's number in the lists. */
  readonly organ: number;
  /** Nothing but the organ. */
  readonly whole: boolean;
  /** Narrowed to row ids after the first and up to the second. */
  condition(after: number, upTo: number): { readonly sql: string; readonly params: readonly unknown[] };
}
export interface Column {
  readonly name: string;
  /** What stands there where there is nothing to be ordered by, as SQL. Nothing: every row has a day. */
  readonly empty?: string;
}
interface Order {
  seqs: Uint32Array;
  /** So many from the beginning have something in the column, rising; behind them stand the others, newest first. */
  full: number;
  version: number;
}
interface Members {
  /** By row id: the state's number and one; 0: not in it. */
  bytes: Uint8Array;
  readonly counts: number[];
  version: number;
}

/** Rows read before the others have their turn. */
const READ_AT_ONCE = 4_000;
/** Room for row ids that come. */
const ROOM = 4_096;
const KEPT_ORDERS = 10;
const KEPT_MEMBERS = 4;
const TRIES = 3;

export class Places {
  readonly #db: Db;
  readonly #list: ListName;
  readonly #orders = new Map<string, Order>();
  readonly #members = new Map<string, Members>();
  readonly #making = new Map<string, Parts<void>>();
  readonly #atOnce: number;
  constructor(db: Db, list: ListName, atOnce = READ_AT_ONCE) {
    this.#atOnce = Math.trunc(atOnce);
    this.#db = db;
    this.#list = list;
  }

  /** Writes down what a page of this question needs, where it is not yet. */
  *make(question: Question, column: Column, states: readonly string[]): Parts<void> {
    if (!isEverything(question, states))
      yield* this.#shared(
        `members ${question.key}`,
        () => this.#membersOf(question) !== undefined,
        () => this.#makeMembers(question),
      );
    yield* this.#shared(
      `order ${question.organ} ${column.name}`,
      () => this.#orderOf(question.organ, column) !== undefined,
      () => this.#makeOrder(question.organ, column),
    );
  }
  /** Who asks for the same at once makes it together. */
  *#shared(name: string, isHere: () => boolean, make: () => Parts<void>): Parts<void> {
    // What changes faster than it is written down is left to who asks for its page.
    for (let made = 0; made < TRIES && !isHere(); ) {
      const making = this.#making.get(name) ?? make();
      this.#making.set(name, making);
      let next: IteratorResult<Part, void>;
      try {
        next = making.next();
      } catch (error) {
        this.#making.delete(name);
        throw error;
      }
      if (!next.done) yield next.value;
      else if (this.#making.get(name) === making) {
        this.#making.delete(name);
        made++;
      }
    }
  }

  /** How many of a question stand in each state; undefined where it is not written down. */
  counts(question: Question): Readonly<Record<string, number>> | undefined {
    const members = this.#membersOf(question);
    if (members === undefined) return undefined;
    return Object.fromEntries(STATES_OF[this.#list].map((state, i) => [state, members.counts[i] ?? 0]).filter(([, n]) => n !== 0));
  }
  /**
   * `seq` of the documents in these states (none: in any) from `offset` on.
   * @returns undefined where it is not written down
   */
  page(
    question: Question,
    column: Column,
    { states, descending }: { readonly states: readonly string[]; readonly descending: boolean },
    offset: number,
    limit: number,
  ): readonly number[] | undefined {
    const every = isEverything(question, states);
    const members = every ? undefined : this.#membersOf(question);
    const order = this.#orderOf(question.organ, column);
    if ((members === undefined && !every) || order === undefined) return undefined;
    const shown = new Uint8Array(256);
    const numbers = states.map((state) => (STATES_OF[this.#list] as readonly string[]).indexOf(state));
    for (const number of states.length === 0 ? STATES_OF[this.#list].keys() : numbers) shown[number + 1] = 1;
    shown[0] = 0;
    const found: number[] = [];
    let skip = offset;
    const { seqs, full } = order;
    const take = (at: number): void => {
      const seq = seqs[at] ?? 0;
      if ((every || shown[members?.bytes[seq] ?? 0] === 1) && skip-- <= 0) found.push(seq);
    };
    if (descending) for (let at = full - 1; at >= 0 && found.length < limit; at--) take(at);
    else for (let at = 0; at < full && found.length < limit; at++) take(at);
    for (let at = full; at < seqs.length && found.length < limit; at++) take(at);
    return found;
  }

  get #table(): string {
    return `${this.#list}_listed`;
  }
  #all<T>(sql: string, ...params: readonly unknown[]): T[] {
    return this.#db
      .prepare<unknown[], T>(sql)
      .raw()
      .all(...params);
  }

  *#makeMembers(question: Question): Parts<void> {
    const version = listVersion(this.#db);
    const [last = 0] = this.#all<[number | null]>(`SELECT max(seq) FROM ${this.#table}`)[0] ?? [];
    const members: Members = { bytes: new Uint8Array((last ?? 0) + ROOM), counts: [], version };
    for (let after = 0; ; ) {
      const upTo = this.#db
        .prepare<[number, number], number>(`SELECT seq FROM ${this.#table} WHERE seq > ? ORDER BY seq LIMIT 1 OFFSET ?`)
        .pluck()
        .get(after, this.#atOnce);
      for (const [seq, state] of this.#statesOf(question, after, upTo ?? Number.MAX_SAFE_INTEGER)) put(members, seq, state + 1);
      if (upTo === undefined) break;
      after = upTo;
      yield { done: after, total: last ?? 0 };
    }
    keep(this.#members, question.key, members, KEPT_MEMBERS);
  }
  /** NOT INDEXED: by the row ids alone, whatever the filter's own indexes promise. */
  #statesOf(question: Question, after: number, upTo: number): [seq: number, state: number][] {
    const { sql, params } = question.condition(after, upTo);
    return this.#all(`SELECT l.seq, l.state FROM ${this.#table} l NOT INDEXED WHERE ${sql}`, ...params);
  }

  *#makeOrder(organ: number, column: Column): Parts<void> {
    const version = listVersion(this.#db);
    const full: number[] = [];
    const { name, empty } = column;
    const value = this.#db.prepare<[number], unknown>(`SELECT ${name} FROM ${this.#table} WHERE seq = ?`).pluck();
    const index = empty === undefined ? `${this.#table}_day` : `${this.#table}_${name}`;
    const next = this.#db
      .prepare<unknown[], number>(
        `SELECT l.seq FROM ${this.#table} l INDEXED BY ${index}
         WHERE ${empty === undefined ? '' : `l.${name} <> ${empty} AND `}l.organ = ? AND (l.${name}, l.seq) > (?, ?)
         ORDER BY l.${name}, l.seq LIMIT ${this.#atOnce}`,
      )
      .pluck();
    for (let from: readonly [unknown, number] = [empty === '0' ? 0 : '', 0]; ; ) {
      const seqs = next.all(organ, ...from);
      for (const seq of seqs) full.push(seq);
      const end = seqs.at(-1);
      if (end === undefined || seqs.length < this.#atOnce) break;
      from = [value.get(end), end];
      yield { done: full.length, total: 0 };
    }
    const rest = empty === undefined ? [] : yield* this.#withoutValue(organ, full);
    const seqs = new Uint32Array(full.length + rest.length);
    seqs.set(full);
    seqs.set(rest, full.length);
    keep(this.#orders, `${organ} ${name}`, { seqs, full: full.length, version }, KEPT_ORDERS);
  }
  /** Rows that have nothing in a column, newest first. */
  *#withoutValue(organ: number, full: readonly number[]): Parts<number[]> {
    for (;;) {
      const days = this.#orderOf(organ, DAYS);
      if (days === undefined) {
        yield* this.#makeOrder(organ, DAYS);
        continue;
      }
      const has = new Uint8Array(days.seqs.reduce((most, seq) => Math.max(most, seq), 0) + 1);
      for (const seq of full) has[seq] = 1;
      const without: number[] = [];
      for (let at = days.seqs.length - 1; at >= 0; at--) {
        const seq = days.seqs[at] ?? 0;
        if (has[seq] === 0) without.push(seq);
      }
      return without;
    }
  }

  /** What is kept, with what changed since. */
  #orderOf(organ: number, column: Column): Order | undefined {
    const key = `${organ} ${column.name}`;
    const order = this.#orders.get(key);
    const changed = order && changedSince(this.#db, this.#list, order.version);
    if (order === undefined || changed === undefined) return void this.#orders.delete(key);
    if (changed.length > 0) this.#move(order, organ, column, changed);
    order.version = listVersion(this.#db);
    keep(this.#orders, key, order, KEPT_ORDERS);
    return order;
  }
  #move(order: Order, organ: number, { name, empty }: Column, changed: readonly number[]): void {
    const { seqs } = order;
    const next = new Uint32Array(seqs.length + changed.length);
    next.set(seqs);
    let length = seqs.length;
    // What moved while it was written down may stand there twice.
    for (const seq of changed)
      for (let at = next.indexOf(seq); at >= 0 && at < length; at = next.indexOf(seq, at)) {
        next.copyWithin(at, at + 1, length);
        length--;
        if (at < order.full) order.full--;
      }
    const has = empty === undefined ? '1' : `${name} <> ${empty}`;
    const row = this.#db.prepare<[number, number], { has: 0 | 1 }>(`SELECT ${has} AS has FROM ${this.#table} WHERE seq = ? AND organ = ?`);
    // Both rows by their ids: the database compares what it ordered.
    const stands = (before: string) =>
      this.#db
        .prepare<[number, number], 0 | 1>(`SELECT ${before} FROM ${this.#table} a, ${this.#table} b WHERE a.seq = ? AND b.seq = ?`)
        .pluck();
    const rising = stands(`(a.${name}, a.seq) < (b.${name}, b.seq)`);
    const newest = stands('(a.day, a.seq) > (b.day, b.seq)');
    for (const seq of changed) {
      const found = row.get(seq, organ);
      if (found === undefined) continue;
      const before = found.has === 1 ? rising : newest;
      let [low, high] = found.has === 1 ? [0, order.full] : [order.full, length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (before.get(next[middle] ?? 0, seq) === 1) low = middle + 1;
        else high = middle;
      }
      next.copyWithin(low + 1, low, length);
      next[low] = seq;
      length++;
      if (found.has === 1) order.full++;
    }
    order.seqs = next.slice(0, length);
  }
  #membersOf(question: Question): Members | undefined {
    const { key } = question;
    const members = this.#members.get(key);
    const changed = members && changedSince(this.#db, this.#list, members.version);
    if (members === undefined || changed === undefined) return void this.#members.delete(key);
    for (const seq of changed) {
      const [[, state = -1] = []] = this.#statesOf(question, seq - 1, seq);
      put(members, seq, state + 1);
    }
    members.version = listVersion(this.#db);
    keep(this.#members, key, members, KEPT_MEMBERS);
    return members;
  }
}
const isEverything = (question: Question, states: readonly string[]): boolean => question.whole && states.length === 0;
const DAYS: Column = { name: 'day' };

function put(members: Members, seq: number, byte: number): void {
  if (seq >= members.bytes.length) {
    const wider = new Uint8Array(seq + ROOM);
    wider.set(members.bytes);
    members.bytes = wider;
  }
  const before = members.bytes[seq] ?? 0;
  if (before > 0) members.counts[before - 1] = (members.counts[before - 1] ?? 0) - 1;
  if (byte > 0) members.counts[byte - 1] = (members.counts[byte - 1] ?? 0) + 1;
  members.bytes[seq] = byte;
}
/** Keeps no more than so many, without those asked for longest ago. */
function keep<T>(all: Map<string, T>, key: string, one: T, most: number): void {
  all.delete(key);
  all.set(key, one);
  while (all.size > most) all.delete(all.keys().next().value ?? '');
}
