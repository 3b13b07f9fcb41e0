/** Pages of long lists: newest first, from anywhere in the list in the same time, filtered by states and typed text. */
import type Database from 'better-sqlite3';
import { and, type Expressions, expressions, parseSearch } from '../../domain/searchQuery.ts';
import { stateWord } from '../../domain/searchText.ts';
import { LIST_BUCKET } from '../store/migrations/0003-search.ts';
import type { Store } from '../store/types.ts';
import type { SearchedList } from './indexer.ts';

type Db = Database.Database;
export interface PageQuery {
  readonly states: readonly string[];
  readonly text: string;
  readonly offset: number;
  readonly limit: number;
  /** Documents of these organs alone; absent = of every one. */
  readonly organs?: readonly string[];
}
export interface Page {
  /** `seq` of the documents, in the order to show. */
  readonly seqs: readonly number[];
  /** Of a search: counted up to `COUNT_AHEAD` beyond the page. */
  readonly total: number;
  readonly counts: Readonly<Record<string, number>>;
}

/** How far beyond the page the hits of a search are counted: a common word has hundreds of thousands. */
export const COUNT_AHEAD = 2_000;

export function listPage(store: Store, list: SearchedList, query: PageQuery): Page {
  const { db } = store;
  if (query.organs) return pageOfOrgans(db, list, { ...query, organs: query.organs });
  const counts = countsByState(db, list);
  const found = searchPage(db, list, query);
  if (found) return { ...found, counts };
  const total = query.states.length === 0 ? sum(Object.values(counts)) : sum(query.states.map((state) => counts[state] ?? 0));
  return { seqs: plainPage(db, list, query), total, counts };
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

export function countsByState(db: Db, list: SearchedList): Record<string, number> {
  const rows = db
    .prepare<[string], { state: string; n: number }>('SELECT state, sum(n) AS n FROM list_bucket WHERE list = ? GROUP BY state')
    .all(list);
  return Object.fromEntries(rows.map((row) => [row.state, row.n]));
}

/** Finds the bucket in which the page begins by the counts, and only walks from there. */
function plainPage(db: Db, list: SearchedList, { states, offset, limit }: PageQuery): number[] {
  const within = states.length === 0 ? '' : `AND state IN (${states.map(() => '?').join(', ')})`;
  let below = Number.MAX_SAFE_INTEGER;
  let skip = offset;
  if (offset > 0) {
    const buckets = db
      .prepare<unknown[], { bucket: number; n: number }>(
        `SELECT bucket, sum(n) AS n FROM list_bucket WHERE list = ? ${within} GROUP BY bucket ORDER BY bucket DESC`,
      )
      .iterate(list, ...states);
    let past = 0;
    let begin: number | undefined;
    for (const { bucket, n } of buckets) {
      if (past + n > offset) {
        begin = bucket;
        break;
      }
      past += n;
    }
    if (begin === undefined) return [];
    below = (begin + 1) * LIST_BUCKET;
    skip = offset - past;
  }
  if (states.length === 0) {
    return db
      .prepare<unknown[], number>(`SELECT seq FROM ${list} WHERE seq < ? ORDER BY seq DESC LIMIT ? OFFSET ?`)
      .pluck()
      .all(below, limit, skip);
  }
  // One ordered run for each state, merged here: the planner would else sort every document of these states.
  const run = db.prepare<unknown[], number>(`SELECT seq FROM ${list} WHERE state = ? AND seq < ? ORDER BY seq DESC LIMIT ?`).pluck();
  return states
    .flatMap((state) => run.all(state, below, skip + limit))
    .sort((a, b) => b - a)
    .slice(skip, skip + limit);
}

/** What was typed as an expression of the list's index; undefined where nothing was. */
export function typedExpression(db: Db, list: SearchedList, text: string): string | undefined {
  const asked = parseSearch(text);
  if (asked === undefined) return undefined;
  const whole = expressions(asked, false).all;
  const table = `${list}_search`;
  if (asked.atoms.at(-1)?.open === undefined) return whole;
  // A word that is still being typed is looked for by its beginning where nothing has it whole.
  return db.prepare(`SELECT 1 FROM ${table} WHERE ${table} MATCH ? LIMIT 1`).get(whole) === undefined
    ? expressions(asked, true).all
    : whole;
}

/** Newest first; where marks were typed, what carries them comes before what only matches without marks. */
function searchPage(db: Db, list: SearchedList, query: PageQuery): { seqs: number[]; total: number } | undefined {
  const asked = parseSearch(query.text);
  if (asked === undefined) return undefined;
  const states = query.states.length === 0 ? '' : `facts : (${query.states.map((state) => `"${stateWord(state)}"`).join(' OR ')})`;
  const found = pageOf(db, list, expressions(asked, false), states, query);
  if (found.total > 0 || query.offset > 0 || asked.atoms.at(-1)?.open === undefined) return found;
  return pageOf(db, list, expressions(asked, true), states, query);
}

function pageOf(
  db: Db,
  list: SearchedList,
  wanted: Expressions,
  states: string,
  { offset, limit, organs }: PageQuery,
): { seqs: number[]; total: number } {
  const table = `${list}_search`;
  const within =
    organs === undefined
      ? ''
      : ` AND (SELECT organ_id FROM ${list} d WHERE d.seq = ${table}.rowid) IN (${organs.map(() => '?').join(', ') || 'NULL'})`;
  const own = organs ?? [];
  const hits = db
    .prepare<unknown[], number>(`SELECT rowid FROM ${table} WHERE ${table} MATCH ?${within} ORDER BY rowid DESC LIMIT ? OFFSET ?`)
    .pluck();
  const upTo = offset + limit + COUNT_AHEAD;
  const count = db
    .prepare<unknown[], number>(`SELECT count(*) FROM (SELECT 1 FROM ${table} WHERE ${table} MATCH ?${within} ORDER BY rowid DESC LIMIT ?)`)
    .pluck();
  const all = and([wanted.all, states]);
  const total = count.get(all, ...own, upTo) ?? 0;
  if (total === 0) return { seqs: [], total };
  if (wanted.exact === undefined) return { seqs: hits.all(all, ...own, limit, offset), total };
  const typed = and([wanted.exact, states]);
  const exact = count.get(typed, ...own, upTo) ?? 0;
  const seqs = offset < exact ? hits.all(typed, ...own, limit, offset) : [];
  if (seqs.length < limit && total > exact)
    seqs.push(...hits.all(`(${all}) NOT (${wanted.exact})`, ...own, limit - seqs.length, Math.max(0, offset - exact)));
  return { seqs, total };
}

/**
 * The same for some of the organs of a workstation that serves several: by the index of their documents, since the
 * buckets count all organs together.
 */
function pageOfOrgans(db: Db, list: SearchedList, query: PageQuery & { readonly organs: readonly string[] }): Page {
  const { organs, states, offset, limit } = query;
  const marks = (values: readonly string[]): string => values.map(() => '?').join(', ') || 'NULL';
  const rows = db
    .prepare<unknown[], { state: string; n: number }>(
      `SELECT state, count(*) AS n FROM ${list} WHERE organ_id IN (${marks(organs)}) GROUP BY state`,
    )
    .all(...organs);
  const counts = Object.fromEntries(rows.map((row) => [row.state, row.n]));
  const found = searchPage(db, list, query);
  if (found) return { ...found, counts };
  const wanted = states.length === 0 ? rows.map((row) => row.state) : states;
  const run = db.prepare<unknown[], number>(`SELECT seq FROM ${list} WHERE organ_id = ? AND state = ? ORDER BY seq DESC LIMIT ?`).pluck();
  const seqs = organs
    .flatMap((organ) => wanted.flatMap((state) => run.all(organ, state, offset + limit)))
    .sort((a, b) => b - a)
    .slice(offset, offset + limit);
  return { seqs, total: sum(wanted.map((state) => counts[state] ?? 0)), counts };
}
