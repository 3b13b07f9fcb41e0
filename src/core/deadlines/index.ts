/**
 * Deadlines: what runs against a clock of the law or of an instruction, by the office's own working days and hours; who
 * owns an urgent arrival; how the line went. It promises: nothing that is due is out of sight, no clock is kept apart
 * from the rows it is about, and a day that the office changed counts at once.
 */
import type { CalendarView, DeadlineRow } from '../../contract/page/deadlines.ts';
import { checkedRules, DEADLINE_STATES, DEFAULT_RULES, type DeadlineRules, type DeadlineState } from '../../domain/deadlines.ts';
import { Failure } from '../../domain/errors.ts';
import { type HolidayTable, specialDays, type WorkCalendar } from '../../domain/workCalendar.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';
import type { Parts } from '../working/index.ts';
import { officeCalendar } from './calendar.ts';
import { openInParts } from './open.ts';

export { clearDay, officeCalendar, setDay, setWeek, shippedTable } from './calendar.ts';
export { openDeadlines, openInParts } from './open.ts';
export { noteLine, outageById, outageLines, outages } from './outages.ts';
export { printDeadlines, printOutage } from './print.ts';
export { ownUrgent, unownedUrgent } from './urgent.ts';

const RULES = 'deadlines.rules';
const MOST_ROWS = 500;

/** The office's rules; what a later version added has its default. */
export function deadlineRules(store: Store): DeadlineRules {
  const text = store.setting(RULES);
  return text === undefined ? DEFAULT_RULES : { ...DEFAULT_RULES, ...(JSON.parse(text) as Partial<DeadlineRules>) };
}
/** @throws Failure `deadlines.rule_out_of_range` with the field */
export function setDeadlineRules(store: Store, actor: Actor, rules: DeadlineRules): DeadlineRules {
  const checked = checkedRules(rules);
  if (!checked.ok) throw new Failure(checked.error.code, checked.error.params);
  store.tx(() => {
    store.setSetting(RULES, JSON.stringify(checked.value));
    record(store, actor, 'deadlines.rules', 'rules');
  }, 'deadlines:rules');
  return checked.value;
}

interface DeadlineList {
  readonly rows: DeadlineRow[];
  readonly total: number;
  readonly counts: Record<DeadlineState, number>;
}
export function* listDeadlines(store: Store, table: HolidayTable, actor?: Actor): Parts<DeadlineList> {
  const all = yield* openInParts(store, officeCalendar(store, table), deadlineRules(store), actor);
  const counts = Object.fromEntries(DEADLINE_STATES.map((state) => [state, all.filter((row) => row.state === state).length]));
  return { rows: all.slice(0, MOST_ROWS), total: all.length, counts: counts as Record<DeadlineState, number> };
}

export function calendarView(calendar: WorkCalendar, year: number): CalendarView {
  const announced = calendar.table.announced[String(year)];
  const decided = new Set(calendar.changes.map((change) => change.date));
  return {
    year,
    weekdays: calendar.weekdays,
    hours: calendar.hours,
    days: specialDays(calendar, year),
    ...(announced ? { source: announced.source } : {}),
    updated: calendar.table.updated,
    unsure: (announced?.unsure ?? []).filter((day) => !decided.has(day.date)),
  };
}
