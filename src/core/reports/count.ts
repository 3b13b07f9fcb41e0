/** Tables of numbers, and the documents behind each of them. */
import type { BehindRow, Grouping, Measure, StatTable } from '../../contract/page/reports.ts';
import { MEASURES } from '../../contract/page/reports.ts';
import { byVietnamese } from '../../domain/collate.ts';
import { Failure } from '../../domain/errors.ts';
import { shiftDays } from '../../domain/periods.ts';
import { type LegalDate, legalDate, legalDateOf } from '../../domain/time.ts';
import { isWorkingDay, nextWorkingDay, type WorkCalendar } from '../../domain/workCalendar.ts';
import type { Store } from '../store/types.ts';
import { type Parts, whole } from '../working/index.ts';
import { byTime, type Direction, FROM_SQL, GROUP_SQL, LIMITS_SQL, MEASURE_SQL } from './measures.ts';
import { groupWord, stateWord } from './words.ts';

export interface StatQuery {
  readonly organId: string;
  readonly direction: Direction;
  readonly from: string;
  readonly to: string;
}
/** Groups shown of one table; the sums hold all. */
const MOST_GROUPS = 500;
const MOST_DAYS = 366 * 10;

/** @throws Failure `reports.span` */
export function checkSpan(from: string, to: string): void {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  if (!legalDate(from) || !legalDate(to) || days < 0 || days > MOST_DAYS) throw new Failure('reports.span');
}

/** The last day on which what got its number on a day is issued in time. */
function limits(calendar: WorkCalendar, from: string, to: string): string {
  const out: Record<string, string> = {};
  for (let day = from as LegalDate; day <= to; day = shiftDays(day, 1)) {
    // Work that begins on a day off begins on the next working day.
    out[day] = nextWorkingDay(calendar, isWorkingDay(calendar, day) ? day : nextWorkingDay(calendar, day));
  }
  return JSON.stringify(out);
}
/** As many narrow rows are counted before the others have their turn. */
const ROWS_AT_ONCE = 2_000;
interface Slice {
  readonly from: string;
  readonly to: string;
}
/** How many days from the first to the last, both counted. */
export const daysOf = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
/**
 * The period in spans of whole days that hold about so many documents; a single day is not divided. Sums of the spans are
 * the sums of the period. How far it is, is told in days, before each span but the first.
 */
export function* inSlices(
  store: Store,
  { organId, direction, from, to }: StatQuery,
  work: (slice: Slice) => void,
  atOnce = ROWS_AT_ONCE,
): Parts<undefined> {
  // The day on which the next span begins.
  const next = store.db
    .prepare<[string, string, string], string>(
      `SELECT day FROM report_${direction} WHERE organ_id = ? AND day BETWEEN ? AND ? ORDER BY day, seq LIMIT 1 OFFSET ${Math.trunc(atOnce)}`,
    )
    .pluck();
  const total = daysOf(from, to);
  for (let begin = from; begin <= to; ) {
    if (begin !== from) yield { done: daysOf(from, begin) - 1, total };
    const found = next.get(organId, begin, to);
    const end = found === undefined ? to : found === begin ? begin : shiftDays(found, -1);
    work({ from: begin, to: end });
    begin = shiftDays(end, 1);
  }
  return undefined;
}
const bound = (store: Store, calendar: WorkCalendar, query: StatQuery) => ({
  organ: query.organId,
  from: query.from,
  to: query.to,
  ...(query.direction === 'incoming' ? { today: legalDateOf(store.now()) } : { limits: limits(calendar, query.from, query.to) }),
});
const withLimits = (direction: Direction): string => (direction === 'outgoing' ? LIMITS_SQL : '');
const sums = (direction: Direction): string =>
  MEASURES[direction].map((measure) => `coalesce(sum(${MEASURE_SQL[direction][measure] ?? '0'}), 0)`).join(', ');

export const statTable = (store: Store, calendar: WorkCalendar, query: StatQuery, by: Grouping): StatTable =>
  whole(tableParts(store, calendar, query, by));
/** @throws Failure `reports.span`, `reports.no_such_grouping` */
export function* tableParts(store: Store, calendar: WorkCalendar, query: StatQuery, by: Grouping, atOnce?: number): Parts<StatTable> {
  checkSpan(query.from, query.to);
  const { direction } = query;
  const group = GROUP_SQL[direction][by];
  if (group === undefined) throw new Failure('reports.no_such_grouping');
  const read = store.db.prepare(`${withLimits(direction)} SELECT ${group}, ${sums(direction)} ${FROM_SQL(direction, by)} GROUP BY 1`).raw();
  const groups = new Map<string, number[]>();
  // A document with three recipients is counted with each of them and once in the sum.
  const several = direction === 'outgoing' && by === 'agency';
  const total = MEASURES[direction].map(() => 0);
  const take = (slice: Slice): void => {
    const part = { ...query, ...slice };
    for (const [key, ...cells] of read.all(bound(store, calendar, part)) as [string, ...number[]][]) {
      addTo(groups.get(key) ?? put(groups, key, direction), cells);
      if (!several) addTo(total, cells);
    }
    if (several) addTo(total, sumOf(store, calendar, part));
  };
  yield* inSlices(store, query, take, atOnce);
  const rows = [...groups].map(([key, cells]) => ({ key, label: groupWord(by, key), cells }));
  const most = byTime(by) ? rows.sort(byKey) : rows.sort((a, b) => (b.cells[0] ?? 0) - (a.cells[0] ?? 0) || byKey(a, b));
  return { rows: inOrder(most.slice(0, MOST_GROUPS), byTime(by)), total, more: rows.length > MOST_GROUPS };
}
const byKey = (a: { readonly key: string }, b: { readonly key: string }): number => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
function put(groups: Map<string, number[]>, key: string, direction: Direction): number[] {
  const cells = MEASURES[direction].map(() => 0);
  groups.set(key, cells);
  return cells;
}
function addTo(sums: number[], cells: readonly number[]): void {
  for (const [i, cell] of cells.entries()) sums[i] = (sums[i] ?? 0) + cell;
}

/** Days and months as they went; else the most first, equal ones by the Vietnamese alphabet. */
const inOrder = <T extends { readonly label: string; readonly cells: readonly number[] }>(
  rows: readonly T[],
  time: boolean,
): readonly T[] => (time ? rows : [...rows].sort((a, b) => (b.cells[0] ?? 0) - (a.cells[0] ?? 0) || byVietnamese(a.label, b.label)));

/** The whole period's numbers, in the order of `MEASURES`, and behind them how many documents fit each of `more`. */
export function sumOf(store: Store, calendar: WorkCalendar, query: StatQuery, more: readonly string[] = []): number[] {
  const { direction } = query;
  const beside = more.map((where) => `, coalesce(sum(${where}), 0)`).join('');
  return store.db
    .prepare(`${withLimits(direction)} SELECT ${sums(direction)}${beside} ${FROM_SQL(direction, undefined)}`)
    .raw()
    .get(bound(store, calendar, query)) as number[];
}
export function* sumParts(store: Store, calendar: WorkCalendar, query: StatQuery, more: readonly string[] = []): Parts<number[]> {
  const all = [...MEASURES[query.direction], ...more].map(() => 0);
  yield* inSlices(store, query, (slice) => addTo(all, sumOf(store, calendar, { ...query, ...slice }, more)));
  return all;
}

interface BehindRecord {
  readonly id: string;
  readonly number: string | null;
  readonly code: string;
  readonly date: string | null;
  readonly party: string;
  readonly type_name: string;
  readonly subject: string;
  readonly state: string;
  readonly handler: string;
  readonly due: string | null;
  readonly ended: string | null;
}
const COLUMNS: Readonly<Record<Direction, string>> = {
  incoming: `d.id, CAST(d.arrival_number AS TEXT) AS number, rtrim(d.number || '/' || d.notation, '/') AS code, d.date, d.sender_name AS party, d.type_name,
    d.subject, d.state, coalesce(json_extract(d.instruction, '$.lead'), '') AS handler, d.due_date AS due, p.ended`,
  outgoing: `d.id, CAST(d.number AS TEXT) AS number, d.code, d.date, coalesce((SELECT group_concat(json_extract(value, '$.name'), '; ') FROM json_each(d.recipients)), '') AS party,
    d.type_name, d.subject, d.state, d.signer AS handler, d.due_date AS due, p.issued AS ended`,
};

export interface Behind {
  readonly measure: Measure;
  readonly by?: Grouping;
  readonly key?: string;
}
/**
 * Newest first.
 * @throws Failure `reports.span`, `reports.no_such_grouping`
 */
export const behind = (
  store: Store,
  calendar: WorkCalendar,
  query: StatQuery,
  what: Behind,
  offset: number,
  limit: number,
): { rows: BehindRow[]; total: number } => {
  const seqs = whole(behindParts(store, calendar, query, what));
  return { rows: behindRows(store, query.direction, seqs.slice(offset, offset + limit)), total: seqs.length };
};
/** Which documents one number counts, newest first. @throws as `behind` */
export function* behindParts(store: Store, calendar: WorkCalendar, query: StatQuery, what: Behind, atOnce?: number): Parts<number[]> {
  checkSpan(query.from, query.to);
  const { direction } = query;
  const measure = MEASURE_SQL[direction][what.measure];
  const group = what.by === undefined ? undefined : GROUP_SQL[direction][what.by];
  if (measure === undefined || (what.by !== undefined && group === undefined)) throw new Failure('reports.no_such_grouping');
  const within = group === undefined || what.key === undefined ? '' : `AND ${group} = @key`;
  const from = `${FROM_SQL(direction, what.by)} ${within} AND ${measure}`;
  const read = store.db.prepare(`${withLimits(direction)} SELECT DISTINCT r.seq ${from}`).pluck();
  const seqs: number[] = [];
  const take = (slice: Slice): void => {
    const values = { ...bound(store, calendar, { ...query, ...slice }), ...(within ? { key: what.key } : {}) };
    for (const seq of read.all(used(from, values)) as number[]) seqs.push(seq);
  };
  yield* inSlices(store, query, take, atOnce);
  return seqs.sort((a, b) => b - a);
}
export function behindRows(store: Store, direction: Direction, seqs: readonly number[]): BehindRow[] {
  const one = store.db.prepare(
    `SELECT ${COLUMNS[direction]} FROM ${direction} d LEFT JOIN report_${direction} p ON p.seq = d.seq WHERE d.seq = ?`,
  );
  return seqs.flatMap((seq) => {
    const row = one.get(seq) as BehindRecord | undefined;
    return row === undefined ? [] : [shown(row, direction)];
  });
}
/** SQLite refuses values that the statement does not name. */
const used = (sql: string, values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([name]) => name === 'limits' || sql.includes(`@${name}`)));

const shown = (row: BehindRecord, at: Direction): BehindRow => ({
  ...{ id: row.id, at, number: row.number ?? '', code: row.code, party: row.party, typeName: row.type_name, subject: row.subject },
  ...{ state: stateWord(row.state), handler: row.handler },
  ...(row.date === null ? {} : { date: row.date }),
  ...(row.due === null ? {} : { dueDate: row.due }),
  ...(row.ended === null ? {} : { endedOn: row.ended }),
});
