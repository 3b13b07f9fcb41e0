/** The office's calendar: the shipped table of holidays, and what an administrator wrote down over it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../domain/errors.ts';
import type { LegalDate } from '../../domain/time.ts';
import {
  calendarFault,
  type DayChange,
  DEFAULT_HOURS,
  DEFAULT_WEEKDAYS,
  type HolidayTable,
  holidayTable,
  type Stretch,
  type WorkCalendar,
} from '../../domain/workCalendar.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';

const WEEK = 'calendar.week';
const tables = new Map<string, HolidayTable>();

/** The table that ships with the product; read once. */
export function shippedTable(resourcesDir: string): HolidayTable {
  const known = tables.get(resourcesDir) ?? holidayTable(JSON.parse(readFileSync(join(resourcesDir, 'calendar', 'vietnam.json'), 'utf8')));
  tables.set(resourcesDir, known);
  return known;
}

interface Week {
  readonly weekdays: readonly number[];
  readonly hours: readonly [Stretch, ...Stretch[]];
}
const weekOf = (store: Store): Week => {
  const text = store.setting(WEEK);
  return text === undefined ? { weekdays: DEFAULT_WEEKDAYS, hours: DEFAULT_HOURS } : (JSON.parse(text) as Week);
};

export function officeCalendar(store: Store, table: HolidayTable): WorkCalendar {
  const changes = store.db.prepare('SELECT date, kind, name FROM calendar_day ORDER BY date').all() as DayChange[];
  return { table, changes, ...weekOf(store) };
}

/** Writes one day down as off or worked, over whatever the table says. */
export function setDay(store: Store, actor: Actor, day: DayChange): void {
  store.tx(() => {
    store.db
      .prepare('INSERT OR REPLACE INTO calendar_day (date, kind, name, person_id, at, seq) VALUES (?, ?, ?, ?, ?, ?)')
      .run(day.date, day.kind, day.name, actor.personId ?? null, store.now(), store.nextSeq());
    record(store, actor, 'calendar.set_day', day.date, day.kind);
  }, 'calendar:day');
}
/** The table's word on this day holds again. */
export function clearDay(store: Store, actor: Actor, date: LegalDate): void {
  store.tx(() => {
    store.db.prepare('DELETE FROM calendar_day WHERE date = ?').run(date);
    record(store, actor, 'calendar.clear_day', date);
  }, 'calendar:day');
}
/** @throws Failure `calendar.no_weekday`, `calendar.bad_hours` */
export function setWeek(store: Store, actor: Actor, weekdays: readonly number[], hours: readonly Stretch[]): void {
  const fault = calendarFault(weekdays, hours);
  if (fault !== undefined) throw new Failure(`calendar.${fault}`);
  store.tx(() => {
    store.setSetting(WEEK, JSON.stringify({ weekdays: [...new Set(weekdays)].sort(), hours }));
    record(store, actor, 'calendar.set_week', weekdays.join(','));
  }, 'calendar:week');
}
