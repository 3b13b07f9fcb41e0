/**
 * Which documents stand where in a list: any filter, any order, from anywhere in it. What a filter holds is counted once
 * and kept until a list changes; few rows are ordered once and kept as numbers, many are walked by the index of their order.
 */
import type Database from 'better-sqlite3';
import { vietnameseKey } from '../../domain/collation.ts';
import type { ListOrder, ListSort } from '../../domain/listQuery.ts';
import { countsByState, typedExpression } from '../search/index.ts';
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
  readonly #filled = new Map<string, number>();
  readonly #keep: number;
  /** @param keep rows that are ordered at once; beyond them a list is walked by its index */
  constructor(db: Db, list: ListName, keep = KEPT_ROWS) {
    this.#db = db;
    this.#list = list;
    this.#keep = keep;
  }

  get #table(): string {
    return `${this.#list}_listed`;
  }
  #fresh(): void {
    const now = listVersion(this.#db);
    if (now === this.#version) return;
    this.#version = now;
    for (const kept of [this.#counts, this.#days, this.#orders, this.#filled]) kept.clear();
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
    if (order.by === 'day' && where.whole) return this.#walkDays(filter, where, order, offset, limit);
    if (total <= this.#keep) return this.#ordered(filter, where, order).slice(offset, offset + limit);
    if (order.by === 'day') return this.#walkDays(filter, where, order, offset, limit);
    return this.#walk(filter, where, order, total, offset, limit);
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

  /** By day: the days' counts say in which day the page begins. */
  #walkDays(filter: ListFilter, where: Where, { descending }: ListOrder, offset: number, limit: number): readonly number[] {
    let past = 0;
    let from: string | undefined;
    if (offset > 0)
      for (const { day, count } of this.days(filter, descending)) {
        if (past + count > offset) {
          from = day;
          break;
        }
        past += count;
      }
    const way = descending ? 'DESC' : 'ASC';
    const begin = from === undefined ? '' : ` AND l.day ${descending ? '<=' : '>='} ?`;
    return this.#db
      .prepare<unknown[], number>(
        `SELECT l.seq FROM ${this.#table} l WHERE ${where.sql}${begin} ORDER BY l.day ${way}, l.seq ${way} LIMIT ? OFFSET ?`,
      )
      .pluck()
      .all(...where.params, ...(from === undefined ? [] : [from]), limit, offset - past);
  }

  /** By the index of another column; from the nearer end. */
  #walk(filter: ListFilter, where: Where, { by, descending }: ListOrder, total: number, offset: number, limit: number): readonly number[] {
    const column = COLUMN[by];
    const empty = emptyOf(column);
    const way = (down: boolean): string => (down ? 'DESC' : 'ASC');
    const run = (down: boolean, skip: number, take: number): number[] =>
      this.#db
        .prepare<unknown[], number>(
          `SELECT l.seq FROM ${this.#table} l INDEXED BY ${this.#table}_${column} WHERE l.${column} <> ${empty} AND ${where.sql}
           ORDER BY l.${column} ${way(down)}, l.seq ${way(down)} LIMIT ? OFFSET ?`,
        )
        .pluck()
        .all(...where.params, take, skip);
    if (offset <= total / 2) {
      const found = run(descending, offset, limit);
      if (found.length === limit) return found;
    }
    const full = this.#full(filter, where, column);
    const wanted = Math.min(limit, Math.max(0, full - offset));
    const found =
      wanted === 0 ? [] : offset <= full / 2 ? run(descending, offset, wanted) : run(!descending, full - offset - wanted, wanted).reverse();
    if (found.length >= limit || offset + found.length >= total) return found;
    const rest = this.#db
      .prepare<unknown[], number>(
        `SELECT l.seq FROM ${this.#table} l WHERE l.${column} = ${empty} AND ${where.sql} ORDER BY l.day DESC, l.seq DESC LIMIT ? OFFSET ?`,
      )
      .pluck()
      .all(...where.params, limit - found.length, Math.max(0, offset - full));
    return [...found, ...rest];
  }
  /** How many of the filter have something in this column. */
  #full(filter: ListFilter, where: Where, column: string): number {
    const key = JSON.stringify([filter, column]);
    const kept = this.#filled.get(key);
    if (kept !== undefined) return kept;
    const full =
      this.#db
        .prepare<unknown[], number>(
          `SELECT count(*) FROM ${this.#table} l INDEXED BY ${this.#table}_${column} WHERE l.${column} <> ${emptyOf(column)} AND ${where.sql}`,
        )
        .pluck()
        .get(...where.params) ?? 0;
    this.#filled.set(key, full);
    return full;
  }

  /** Undefined where nothing can match. */
  #where(filter: ListFilter): Where | undefined {
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
    if (typed !== undefined) add(`l.seq IN (SELECT rowid FROM ${this.#list}_search WHERE ${this.#list}_search MATCH ?)`, typed);
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
