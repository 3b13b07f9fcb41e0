/** Tables of numbers, and the documents behind each of them. */
import type { BehindRow, Grouping, Measure, StatTable } from '../../contract/page/reports.ts';
import { MEASURES } from '../../contract/page/reports.ts';
import { byVietnamese } from '../../domain/collate.ts';
import { Failure } from '../../domain/errors.ts';
import { shiftDays } from '../../domain/periods.ts';
import { type LegalDate, legalDate, legalDateOf } from '../../domain/time.ts';
import { isWorkingDay, nextWorkingDay, type WorkCalendar } from '../../domain/workCalendar.ts';
import type { Store } from '../store/types.ts';
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
const bound = (store: Store, calendar: WorkCalendar, query: StatQuery) => ({
  organ: query.organId,
  from: query.from,
  to: query.to,
  ...(query.direction === 'incoming' ? { today: legalDateOf(store.now()) } : { limits: limits(calendar, query.from, query.to) }),
});
const withLimits = (direction: Direction): string => (direction === 'outgoing' ? LIMITS_SQL : '');
const sums = (direction: Direction): string =>
  MEASURES[direction].map((measure) => `coalesce(sum(${MEASURE_SQL[direction][measure] ?? '0'}), 0)`).join(', ');

/** @throws Failure `reports.span`, `reports.no_such_grouping` */
export function statTable(store: Store, calendar: WorkCalendar, query: StatQuery, by: Grouping): StatTable {
  checkSpan(query.from, query.to);
  const { direction } = query;
  const group = GROUP_SQL[direction][by];
  if (group === undefined) throw new Failure('reports.no_such_grouping');
  const values = bound(store, calendar, query);
  const order = byTime(by) ? '1' : '2 DESC, 1';
  const rows = store.db
    .prepare(
      `${withLimits(direction)} SELECT ${group}, ${sums(direction)} ${FROM_SQL(direction, by)} GROUP BY 1 ORDER BY ${order} LIMIT ${MOST_GROUPS + 1}`,
    )
    .raw()
    .all(values) as [string, ...number[]][];
  // A document with three recipients is counted with each of them and once in the sum.
  const total = sumOf(store, calendar, query);
  return {
    rows: inOrder(
      rows.slice(0, MOST_GROUPS).map(([key, ...cells]) => ({ key, label: groupWord(by, key), cells })),
      byTime(by),
    ),
    total,
    more: rows.length > MOST_GROUPS,
  };
}

/** Days and months as they went; else the most first, equal ones by the Vietnamese alphabet. */
const inOrder = <T extends { readonly label: string; readonly cells: readonly number[] }>(
  rows: readonly T[],
  time: boolean,
): readonly T[] => (time ? rows : [...rows].sort((a, b) => (b.cells[0] ?? 0) - (a.cells[0] ?? 0) || byVietnamese(a.label, b.label)));

/** The whole period's numbers, in the order of `MEASURES`. */
export function sumOf(store: Store, calendar: WorkCalendar, query: StatQuery, where = ''): number[] {
  const { direction } = query;
  return store.db
    .prepare(`${withLimits(direction)} SELECT ${sums(direction)} ${FROM_SQL(direction, undefined)} ${where && `AND ${where}`}`)
    .raw()
    .get(bound(store, calendar, query)) as number[];
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

/**
 * Newest first.
 * @throws Failure `reports.span`, `reports.no_such_grouping`
 */
export function behind(
  store: Store,
  calendar: WorkCalendar,
  query: StatQuery,
  what: { readonly measure: Measure; readonly by?: Grouping; readonly key?: string },
  offset: number,
  limit: number,
): { rows: BehindRow[]; total: number } {
  checkSpan(query.from, query.to);
  const { direction } = query;
  const measure = MEASURE_SQL[direction][what.measure];
  const group = what.by === undefined ? undefined : GROUP_SQL[direction][what.by];
  if (measure === undefined || (what.by !== undefined && group === undefined)) throw new Failure('reports.no_such_grouping');
  const within = group === undefined || what.key === undefined ? '' : `AND ${group} = @key`;
  const from = `${FROM_SQL(direction, what.by)} ${within} AND ${measure}`;
  const values = { ...bound(store, calendar, query), ...(within ? { key: what.key } : {}) };
  const needed = used(from, values);
  const total = store.db
    .prepare(`${withLimits(direction)} SELECT count(DISTINCT r.seq) ${from}`)
    .pluck()
    .get(needed) as number;
  const seqs = store.db
    .prepare(`${withLimits(direction)} SELECT DISTINCT r.seq ${from} ORDER BY r.seq DESC LIMIT @limit OFFSET @offset`)
    .pluck()
    .all({ ...needed, limit, offset }) as number[];
  const one = store.db.prepare(
    `SELECT ${COLUMNS[direction]} FROM ${direction} d LEFT JOIN report_${direction} p ON p.seq = d.seq WHERE d.seq = ?`,
  );
  const rows = seqs.flatMap((seq) => {
    const row = one.get(seq) as BehindRecord | undefined;
    return row === undefined ? [] : [shown(row, direction)];
  });
  return { rows, total };
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
