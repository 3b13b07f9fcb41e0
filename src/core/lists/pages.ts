/**
 * Which documents stand where in a list: any filter, any order, from anywhere in it. What a filter holds is counted once
 * and kept until a list changes; few rows are ordered once and kept as numbers; of many the first are found by the index of
 * their order, the others by what `places.ts` keeps of it.
 */
import type Database from 'better-sqlite3';
import { vietnameseKey } from '../../domain/collation.ts';
import type { ListOrder, ListSort } from '../../domain/listQuery.ts';
import { countsByState, typedExpression } from '../search/index.ts';
import { type Parts, whole } from '../working/index.ts';
import { type Column, Places, type Question } from './places.ts';
import { handlerKey, type ListName, listVersion, STATES_OF } from './rows.ts';

type Db = Database.Database;
export interface ListFilter {
  /** The one organ whose list it is. */
  readonly organId: string;
  readonly states: readonly string[];
  readonly text: string;
  readonly bookId?: string;
  readonly priorities?: readonly number[];
  /** Sender of an arrival, recipient of a departure. */
  readonly agency?: { readonly organId?: string; readonly name: string };
  /** Lead or co-handler of an arrival. */
  readonly handler?: string;
  /** Days of arrival, of issue; legal dates, both inclusive. */
  readonly from?: string;
  readonly to?: string;
  /** Due before this day and not done. */
  readonly overdue?: string;
  /** Not opened by this person, and something is still to be done with it. */
  readonly unread?: string;
}
export interface DayCount {
  readonly day: string;
  readonly count: number;
}

/** Up to so many rows are ordered at once and kept. */
const KEPT_ROWS = 20_000;
const KEPT_ORDERS = 6;
/** Up to so many rows from its beginning a list is walked by an index. */
const NEAR = 1_000;
const COLUMN: Readonly<Record<ListSort, string>> = {
  day: 'day',
  number: 'number',
  party: 'party',
  code: 'code',
  subject: 'subject',
  date: 'date',
  due: 'due',
  who: 'who',
  priority: 'priority',
};
const columnOf = (by: ListSort): Column => ({ name: COLUMN[by], ...(by === 'day' ? {} : { empty: emptyOf(COLUMN[by]) }) });
const emptyOf = (column: string): string => (column === 'number' || column === 'priority' ? '0' : `''`);

interface Where {
  readonly sql: string;
  readonly params: readonly unknown[];
  /** Nothing but the organ. */
  readonly whole: boolean;
}

export class ListPages {
  readonly #db: Db;
  readonly #list: ListName;
  #version = -1;
  readonly #counts = new Map<string, Readonly<Record<string, number>>>();
  readonly #days = new Map<string, readonly DayCount[]>();
  readonly #orders = new Map<string, readonly number[]>();
  readonly #places: Places;
  readonly #keep: number;
  readonly #near: number;
  /**
   * @param keep rows that are ordered at once
   * @param near rows from the beginning that are walked to by an index
   * @param atOnce rows read in one piece
   */
  constructor(db: Db, list: ListName, keep = KEPT_ROWS, near = NEAR, atOnce?: number) {
    this.#db = db;
    this.#list = list;
    this.#places = new Places(db, list, atOnce);
    this.#keep = keep;
    this.#near = near;
  }

  get #table(): string {
    return `${this.#list}_listed`;
  }
  #fresh(): void {
    const now = listVersion(this.#db);
    if (now === this.#version) return;
    this.#version = now;
    for (const kept of [this.#counts, this.#days, this.#orders]) kept.clear();
  }

  /** How many documents stand in each state under this filter, whatever states it names. */
  counts(filter: ListFilter): Readonly<Record<string, number>> {
    this.#fresh();
    const key = JSON.stringify({ ...filter, states: [] });
    const kept = this.#counts.get(key);
    if (kept) return kept;
    const counted = this.#count({ ...filter, states: [] });
    this.#counts.set(key, counted);
    return counted;
  }
  #count(filter: ListFilter): Readonly<Record<string, number>> {
    const where = this.#where(filter);
    if (where === undefined) return {};
    // One organ alone: the buckets have counted already.
    if (where.whole && this.#organs() === 1) return countsByState(this.#db, this.#list);
    const written = this.#places.counts(this.#question(filter, where));
    if (written) return written;
    const rows = this.#db
      .prepare<unknown[], { state: number; n: number }>(
        `SELECT state, count(*) AS n FROM ${this.#table} l WHERE ${where.sql} GROUP BY state`,
      )
      .all(...where.params);
    return Object.fromEntries(rows.map(({ state, n }) => [STATES_OF[this.#list][state] ?? '', n]));
  }
  #organs(): number {
    return this.#db.prepare<[], number>('SELECT count(*) FROM listed_organ').pluck().get() ?? 0;
  }
  total(filter: ListFilter): number {
    const counts = this.counts(filter);
    const states = filter.states.length === 0 ? Object.keys(counts) : filter.states;
    return states.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
  }

  /** Days with how many documents, in the order asked for. */
  days(filter: ListFilter, descending: boolean): readonly DayCount[] {
    this.#fresh();
    const key = JSON.stringify([filter, descending]);
    const kept = this.#days.get(key);
    if (kept) return kept;
    const where = this.#where(filter);
    const rows =
      where === undefined
        ? []
        : this.#db
            .prepare<unknown[], DayCount>(
              `SELECT day, count(*) AS count FROM ${this.#table} l WHERE ${where.sql} GROUP BY day ORDER BY day ${descending ? 'DESC' : 'ASC'}`,
            )
            .all(...where.params);
    this.#days.set(key, rows);
    return rows;
  }

  /** `seq` of the documents from `offset` on. What has nothing to be ordered by stands last, newest first. */
  page(filter: ListFilter, order: ListOrder, offset: number, limit: number): readonly number[] {
    const total = this.total(filter);
    if (offset >= total) return [];
    const where = this.#where(filter);
    if (where === undefined) return [];
    if (this.#few(total, where, order)) return this.#ordered(filter, where, order).slice(offset, offset + limit);
    return offset + limit <= this.#near ? this.#walk(where, order, offset, limit) : this.#deep(filter, order, offset, limit);
  }
  /** Ordered at once; the whole list by day has its index, however short it is. */
  #few(total: number, where: Where, { by }: ListOrder): boolean {
    return total <= this.#keep && !(by === 'day' && where.whole);
  }
  /** Makes ready, in parts, what a page far from the beginning needs. */
  *ready(filter: ListFilter, order: ListOrder, offset: number, limit: number): Parts<void> {
    if (offset + limit <= this.#near) return;
    const where = this.#where(filter);
    const total = this.total(filter);
    if (where === undefined || offset >= total || this.#few(total, where, order)) return;
    const question = this.#questionOf(filter);
    if (question !== undefined) yield* this.#places.make(question, columnOf(order.by), filter.states);
  }
  #deep(filter: ListFilter, { by, descending }: ListOrder, offset: number, limit: number): readonly number[] {
    const question = this.#questionOf(filter);
    if (question === undefined) return [];
    const page = () => this.#places.page(question, columnOf(by), { states: filter.states, descending }, offset, limit);
    const found = page();
    if (found) return found;
    whole(this.#places.make(question, columnOf(by), filter.states));
    return page() ?? [];
  }
  /** A filter without its states. */
  #questionOf(filter: ListFilter): Question | undefined {
    const asked = { ...filter, states: [] };
    const where = this.#where(asked);
    return where && this.#question(asked, where);
  }
  #question(asked: ListFilter, { sql, params, whole: all }: Where): Question {
    return {
      key: JSON.stringify([sql, params]),
      organ: Number(params[0]),
      whole: all,
      condition: (after, upTo) => this.#where(asked, { after, upTo }) ?? { sql: '0', params: [] },
    };
  }

  #ordered(filter: ListFilter, where: Where, { by, descending }: ListOrder): readonly number[] {
    const key = JSON.stringify([filter, by, descending]);
    const kept = this.#orders.get(key);
    if (kept) return kept;
    const column = COLUMN[by];
    const way = descending ? 'DESC' : 'ASC';
    // The plus keeps the index of the order out: the rows are few, found by what they are filtered by.
    const last = by === 'day' ? '' : `(l.${column} = ${emptyOf(column)}), `;
    const empties =
      by === 'day'
        ? ''
        : `CASE WHEN l.${column} = ${emptyOf(column)} THEN l.day END DESC, CASE WHEN l.${column} = ${emptyOf(column)} THEN l.seq END DESC, `;
    const rows = this.#db
      .prepare<unknown[], number>(
        `SELECT l.seq FROM ${this.#table} l WHERE ${where.sql} ORDER BY ${last}${empties}+l.${column} ${way}, +l.seq ${way}`,
      )
      .pluck()
      .all(...where.params);
    if (this.#orders.size >= KEPT_ORDERS) this.#orders.delete(this.#orders.keys().next().value ?? '');
    this.#orders.set(key, rows);
    return rows;
  }

  /** Near the beginning, by the indexes: what has something in the column, then the others by day. */
  #walk(where: Where, { by, descending }: ListOrder, offset: number, limit: number): readonly number[] {
    const column = COLUMN[by];
    const way = descending ? 'DESC' : 'ASC';
    const run = (sql: string, skip: number, take: number): number[] =>
      this.#db
        .prepare<unknown[], number>(`SELECT l.seq FROM ${this.#table} l ${sql} LIMIT ? OFFSET ?`)
        .pluck()
        .all(...where.params, take, skip);
    if (by === 'day') return run(`WHERE ${where.sql} ORDER BY l.day ${way}, l.seq ${way}`, offset, limit);
    const empty = emptyOf(column);
    const filled = `INDEXED BY ${this.#table}_${column} WHERE l.${column} <> ${empty} AND ${where.sql} ORDER BY l.${column} ${way}, l.seq ${way}`;
    const found = run(filled, offset, limit);
    if (found.length === limit) return found;
    // It has no more of them than this page is far.
    const full = found.length > 0 ? offset + found.length : run(filled, 0, offset).length;
    const rest = `WHERE l.${column} = ${empty} AND ${where.sql} ORDER BY l.day DESC, l.seq DESC`;
    return [...found, ...run(rest, Math.max(0, offset - full), limit - found.length)];
  }

  /**
   * Undefined where nothing can match.
   * @param between row ids after the first, up to the second
   */
  #where(filter: ListFilter, between?: { readonly after: number; readonly upTo: number }): Where | undefined {
    const organ = this.#db.prepare<[string], number>('SELECT id FROM listed_organ WHERE organ_code = ?').pluck().get(filter.organId);
    if (organ === undefined) return undefined;
    const sql = ['l.organ = ?'];
    const params: unknown[] = [organ];
    const add = (condition: string, ...values: unknown[]): void => {
      sql.push(condition);
      params.push(...values);
    };
    const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ');
    const { states, agency, priorities } = filter;
    if (states.length > 0) {
      const numbers = states.map((state) => (STATES_OF[this.#list] as readonly string[]).indexOf(state)).filter((n) => n >= 0);
      add(`l.state IN (${marks(numbers) || 'NULL'})`, ...numbers);
    }
    const typed = typedExpression(this.#db, this.#list, filter.text);
    const bounds = between ? [between.after, between.upTo] : [];
    if (between) add('l.seq > ? AND l.seq <= ?', ...bounds);
    if (typed !== undefined) {
      const within = between ? ' AND rowid > ? AND rowid <= ?' : '';
      add(`l.seq IN (SELECT rowid FROM ${this.#list}_search WHERE ${this.#list}_search MATCH ?${within})`, typed, ...bounds);
    }
    if (filter.bookId !== undefined) add('l.book = ?', filter.bookId);
    if (priorities && priorities.length > 0) add(`l.priority IN (${marks(priorities)})`, ...priorities);
    if (agency) this.#agency(agency, add);
    if (filter.handler !== undefined) add('instr(l.handlers, ?) > 0', handlerKey(filter.handler));
    if (filter.from !== undefined) add('l.day >= ?', filter.from);
    if (filter.to !== undefined) add('l.day <= ?', filter.to);
    if (filter.overdue !== undefined) add(`l.open = 1 AND l.due <> '' AND l.due < ?`, filter.overdue);
    if (filter.unread !== undefined)
      add(
        `l.open = 1 AND NOT EXISTS (SELECT 1 FROM opened o WHERE o.person_id = ? AND o.list = '${this.#list}' AND o.seq = l.seq)`,
        filter.unread,
      );
    return { sql: sql.join(' AND '), params, whole: sql.length === 1 };
  }
  #agency({ organId, name }: { readonly organId?: string; readonly name: string }, add: (sql: string, ...values: unknown[]) => void): void {
    if (this.#list === 'incoming') {
      const byName = vietnameseKey(name);
      if (organId === undefined) add('l.party = ?', byName);
      else add('(l.agency = ? OR l.party = ?)', organId, byName);
      return;
    }
    if (organId === undefined) add('instr(l.handlers, ?) > 0', handlerKey(name));
    else add('(instr(l.agency, ?) > 0 OR instr(l.handlers, ?) > 0)', `|${organId}|`, handlerKey(name));
  }
}
