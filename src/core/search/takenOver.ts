/**
 * Documents taken over from paper books among many hits. They were entered now and are old: by the order of entry they
 * would stand before the newest. Their words carry a fact of their own, so that they are looked for apart, year by year, and
 * put behind the documents of the office's own work in their month.
 */
import type Database from 'better-sqlite3';
import { dateFacts, factWord, TAKEN_OVER } from '../../domain/searchFacts.ts';
import { STATES_OF } from '../lists/rows.ts';
import { SEARCHED_LISTS, type SearchedList } from './words.ts';

type Db = Database.Database;
/** A hit with its place in the order of time, which is told in numbers of the local sequence. */
export interface Placed {
  readonly list: SearchedList;
  readonly seq: number;
  /** Its own `seq`; of what was taken over that of the first document of its month here, behind which it stands. */
  readonly place: number;
  /** Of what was taken over: its day, or its year where a year has very many. */
  readonly day?: string;
}
const later = (a: string, b: string): number => (a === b ? 0 : a < b ? 1 : -1);
/** The latest first. */
export const byPlace = (a: Placed, b: Placed): number =>
  (a.place === b.place ? 0 : b.place - a.place) ||
  Number(a.day !== undefined) - Number(b.day !== undefined) ||
  later(a.day ?? '', b.day ?? '') ||
  b.seq - a.seq;

const fact = (word: string): string => `(facts : "${word}")`;
/** Of these hits only what the office's own work brought. */
export const notTaken = (expression: string): string => `(${expression}) NOT ${fact(TAKEN_OVER)}`;
/** Every document of a list, as an expression. */
export const anyOf = (list: SearchedList): string =>
  `(facts : (${STATES_OF[list].map((state) => `"${factWord('s', state)}"`).join(' OR ')}))`;

/** Row ids of one list that fit a further fact too, falling. */
export type Narrowed = (more: string, limit: number) => number[];

/** Days of those of these hits that were taken over. */
function daysOf(db: Db, list: SearchedList, seqs: readonly number[]): ReadonlyMap<number, string> {
  const rows = db
    .prepare<[string, string], { seq: number; day: string }>(
      'SELECT t.seq, t.day FROM json_each(?) j CROSS JOIN search_taken t ON t.list = ? AND t.seq = j.value',
    )
    .all(JSON.stringify(seqs), list);
  return new Map(rows.map(({ seq, day }) => [seq, day]));
}
/** All hits there are in their places. */
export function placed(db: Db, list: SearchedList, seqs: readonly number[], today: string): Placed[] {
  const days = daysOf(db, list, seqs);
  return seqs.map((seq) => {
    const day = days.get(seq);
    return day === undefined ? { list, seq, place: seq } : { list, seq, day, place: placeOf(db, day.slice(0, 7), today) };
  });
}
/** Of these hits only what the office's own work brought. */
export function withoutTaken(db: Db, list: SearchedList, seqs: readonly number[]): number[] {
  const days = daysOf(db, list, seqs);
  return seqs.filter((seq) => !days.has(seq));
}

/** Years of which something was taken over, the newest first; none while their words wait to be written anew. */
export function takenYears(db: Db): number[] {
  const end = (of: 'min' | 'max'): string | null | undefined =>
    db.prepare<[], string | null>(`SELECT ${of}(day) FROM search_taken`).pluck().get();
  const [first, last] = [end('min'), end('max')];
  if (!first || !last || db.prepare('SELECT 1 FROM search_later LIMIT 1').get() !== undefined) return [];
  const [from, to] = [Number(first.slice(0, 4)), Number(last.slice(0, 4))];
  return Array.from({ length: Math.min(MOST_YEARS, to - from + 1) }, (_, i) => to - i);
}
const MOST_YEARS = 100;

const known = new WeakMap<Db, Map<string, number>>();
/**
 * Where what was taken over of a month stands: at the first document of the office's own work of that month or later, in
 * either list; before all where there is none.
 * @param today legal date
 */
function placeOf(db: Db, month: string, today: string): number {
  const places = known.get(db) ?? new Map<string, number>();
  known.set(db, places);
  const kept = places.get(month);
  if (kept !== undefined) return kept;
  let place = Number.POSITIVE_INFINITY;
  for (let at = month; at <= today.slice(0, 7) && place === Number.POSITIVE_INFINITY; at = nextMonth(at))
    for (const list of SEARCHED_LISTS) {
      const [, word = ''] = dateFacts(list === 'incoming' ? 'a' : 'd', `${at}-01`);
      const first = db
        .prepare<[string], number>(`SELECT rowid FROM ${list}_search WHERE ${list}_search MATCH ? ORDER BY rowid LIMIT 1`)
        .pluck()
        .get(notTaken(fact(word)));
      place = Math.min(place, first ?? place);
    }
  // A month of which nothing is here yet may get something.
  if (place !== Number.POSITIVE_INFINITY) places.set(month, place);
  return place;
}
function nextMonth(month: string): string {
  const [year = 0, of = 0] = month.split('-').map(Number);
  return of === 12 ? `${year + 1}-01` : `${year}-${String(of + 1).padStart(2, '0')}`;
}

/** Hits that are put in the order of their days; where there are more, those of a year; a year with more stands in the order of entry. */
const SORTED = 2_000;
/**
 * What was taken over, from the newest year on, until nothing of it can stand among the first `need`.
 * @param live hits of the office's own work, falling
 */
export function takenHits(
  db: Db,
  list: SearchedList,
  years: readonly number[],
  hits: Narrowed,
  live: readonly number[],
  need: number,
  today: string,
): Placed[] {
  const found: Placed[] = [];
  const last = live.length < need ? 0 : (live[need - 1] ?? 0);
  const below = (year: number): boolean => last > placeOf(db, `${year}-12`, today);
  const [newest] = years;
  if (newest === undefined || below(newest)) return [];
  const few = hits(fact(TAKEN_OVER), SORTED + 1);
  if (few.length <= SORTED) return placed(db, list, few, today);
  for (const year of years) {
    if (found.length >= need || below(year)) break;
    const seqs = hits(fact(factWord('o', year)), Math.max(need, SORTED + 1));
    const dayOf = seqs.length > SORTED ? undefined : daysOf(db, list, seqs);
    for (const seq of seqs) {
      const day = dayOf?.get(seq) ?? String(year);
      found.push({ list, seq, day, place: placeOf(db, day.length > 4 ? day.slice(0, 7) : `${year}-01`, today) });
    }
  }
  return found;
}
