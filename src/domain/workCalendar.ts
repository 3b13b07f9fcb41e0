/**
 * Working days and hours of the office. Public holidays follow the Labour Code (articles 111 and 112) and the yearly
 * announcements; what an administrator wrote down for a day stands over both. Pure: the tables come in as data.
 */
import { type Instant, type LegalDate, legalDate, legalDateOf } from './time.ts';

export interface NamedDay {
  readonly date: LegalDate;
  readonly name: string;
}
/** What the product ships for a year: what was announced, or nothing beyond the lunar dates. */
export interface HolidayTable {
  readonly updated: LegalDate;
  readonly lunar: Readonly<Record<string, { readonly tet: LegalDate; readonly hungKings: LegalDate }>>;
  readonly announced: Readonly<
    Record<
      string,
      {
        readonly source: string;
        readonly off: readonly NamedDay[];
        readonly work: readonly NamedDay[];
        /** Not certain enough to be taken by itself: shown to the administrator to decide. */
        readonly unsure?: readonly NamedDay[];
      }
    >
  >;
}
/** An administrator's word on one day. */
export interface DayChange extends NamedDay {
  readonly kind: 'off' | 'work';
}
/** One stretch of work in minutes after midnight, end exclusive. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}
export interface WorkCalendar {
  readonly table: HolidayTable;
  readonly changes: readonly DayChange[];
  /** Days of the week with work, 1 = Monday … 7 = Sunday. */
  readonly weekdays: readonly number[];
  /** In order, not overlapping, at least one. */
  readonly hours: readonly [Stretch, ...Stretch[]];
}
/** A holiday or a working day out of the ordinary, as shown in the year's list. */
export interface SpecialDay extends NamedDay {
  readonly kind: 'off' | 'work';
  readonly from: 'announced' | 'law' | 'office';
}

export const DEFAULT_WEEKDAYS: readonly number[] = [1, 2, 3, 4, 5];
export const DEFAULT_HOURS: readonly [Stretch, ...Stretch[]] = [
  { from: 7 * 60 + 30, to: 11 * 60 + 30 },
  { from: 13 * 60, to: 17 * 60 },
];

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const OFFSET_MS = 7 * 3600_000;
/** Longer than any run of days off; a calendar without a working day in it is refused when it is set. */
const HORIZON_DAYS = 366;

export const addDays = (date: LegalDate, days: number): LegalDate =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10) as LegalDate;
/** 1 = Monday … 7 = Sunday. */
export const weekdayOf = (date: LegalDate): number => new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
const yearKey = (date: LegalDate): string => date.slice(0, 4);
/** The instant of a minute of a legal date. */
export const instantOf = (date: LegalDate, minute: number): Instant => Date.parse(`${date}T00:00:00Z`) - OFFSET_MS + minute * MINUTE_MS;

/**
 * Days off that follow from the law alone (Labour Code, article 112: 1/1; Tết five days, here the last of the old year
 * and four of the new; 10/3 of the lunar year; 30/4; 1/5; 2/9 and one day beside it). A holiday on a weekly day of rest
 * moves to the next working day (article 111, clause 3).
 */
export function lawfulHolidays(year: number, table: HolidayTable, weekdays: readonly number[] = DEFAULT_WEEKDAYS): NamedDay[] {
  const on = (monthDay: string): LegalDate => `${year}-${monthDay}` as LegalDate;
  const lunar = table.lunar[String(year)];
  const beside = weekdays.includes(weekdayOf(on('09-01'))) ? on('09-01') : on('09-03');
  const days: NamedDay[] = [
    { date: on('01-01'), name: 'Tết Dương lịch' },
    ...(lunar ? [-1, 0, 1, 2, 3].map((n) => ({ date: addDays(lunar.tet, n), name: 'Tết Nguyên đán' })) : []),
    ...(lunar ? [{ date: lunar.hungKings, name: 'Giỗ Tổ Hùng Vương' }] : []),
    { date: on('04-30'), name: 'Ngày Chiến thắng' },
    { date: on('05-01'), name: 'Ngày Quốc tế lao động' },
    { date: on('09-02'), name: 'Quốc khánh' },
    { date: beside, name: 'Quốc khánh' },
  ];
  const taken = new Set(days.map((day) => day.date));
  const off = days.filter((day) => weekdays.includes(weekdayOf(day.date)));
  for (const day of days) {
    if (weekdays.includes(weekdayOf(day.date))) continue;
    let moved = addDays(day.date, 1);
    while (taken.has(moved) || !weekdays.includes(weekdayOf(moved))) moved = addDays(moved, 1);
    taken.add(moved);
    off.push({ date: moved, name: `Nghỉ bù ${day.name}` });
  }
  return off.sort((a, b) => a.date.localeCompare(b.date));
}

const years = new WeakMap<WorkCalendar, Map<string, ReadonlyMap<LegalDate, SpecialDay>>>();

/** The year's special days by date: announced or by law, then the office's own word over them. */
function specialDaysOf(calendar: WorkCalendar, year: string): ReadonlyMap<LegalDate, SpecialDay> {
  const known = years.get(calendar) ?? new Map<string, ReadonlyMap<LegalDate, SpecialDay>>();
  years.set(calendar, known);
  const ready = known.get(year);
  if (ready) return ready;
  const announced = calendar.table.announced[year];
  const days = new Map<LegalDate, SpecialDay>();
  const put = (list: readonly NamedDay[], kind: SpecialDay['kind'], from: SpecialDay['from']): void => {
    for (const day of list) days.set(day.date, { date: day.date, name: day.name, kind, from });
  };
  if (announced) {
    put(announced.off, 'off', 'announced');
    put(announced.work, 'work', 'announced');
  } else put(lawfulHolidays(Number(year), calendar.table, calendar.weekdays), 'off', 'law');
  for (const change of calendar.changes)
    if (yearKey(change.date) === year) days.set(change.date, { date: change.date, name: change.name, kind: change.kind, from: 'office' });
  known.set(year, days);
  return days;
}
/** In order of date. */
export const specialDays = (calendar: WorkCalendar, year: number): SpecialDay[] =>
  [...specialDaysOf(calendar, String(year)).values()].sort((a, b) => a.date.localeCompare(b.date));

export function isWorkingDay(calendar: WorkCalendar, date: LegalDate): boolean {
  const special = specialDaysOf(calendar, yearKey(date)).get(date);
  return special ? special.kind === 'work' : calendar.weekdays.includes(weekdayOf(date));
}
/** The first working day after this date. */
export function nextWorkingDay(calendar: WorkCalendar, date: LegalDate): LegalDate {
  let next = addDays(date, 1);
  for (let i = 0; i < HORIZON_DAYS && !isWorkingDay(calendar, next); i++) next = addDays(next, 1);
  return next;
}
/** `days` working days after (or, negative, before) a date. */
export function addWorkingDays(calendar: WorkCalendar, date: LegalDate, days: number): LegalDate {
  const step = days < 0 ? -1 : 1;
  let at = date;
  for (let left = Math.abs(days), looked = 0; left > 0 && looked < HORIZON_DAYS * 30; looked++) {
    at = addDays(at, step);
    if (isWorkingDay(calendar, at)) left--;
  }
  return at;
}

const stretchesOf = (calendar: WorkCalendar, date: LegalDate): readonly Stretch[] => (isWorkingDay(calendar, date) ? calendar.hours : []);
const closingMinute = (calendar: WorkCalendar): number => Math.max(...calendar.hours.map((h) => h.to));

/** The end of work of a date, whether it is a working day or not. */
export const endOfDay = (calendar: WorkCalendar, date: LegalDate): Instant => instantOf(date, closingMinute(calendar));
/** The end of the first stretch of work: "sáng". */
export const endOfMorning = (calendar: WorkCalendar, date: LegalDate): Instant => instantOf(date, calendar.hours[0].to);
/** The working day in whose hours an instant falls, or the next one where it falls after hours or on a day off. */
export function dayOfWork(calendar: WorkCalendar, at: Instant): LegalDate {
  const date = legalDateOf(at);
  return isWorkingDay(calendar, date) && at < endOfDay(calendar, date) ? date : nextWorkingDay(calendar, date);
}

/** Minutes of work of a date that lie between two instants. */
function minutesWithin(calendar: WorkCalendar, date: LegalDate, from: Instant, to: Instant): number {
  let sum = 0;
  for (const stretch of stretchesOf(calendar, date))
    sum += Math.max(0, Math.min(to, instantOf(date, stretch.to)) - Math.max(from, instantOf(date, stretch.from)));
  return sum / MINUTE_MS;
}
const workBefore = new WeakMap<WorkCalendar, Map<string, readonly number[]>>();
/** Minutes of work of a year before each of its days, the whole year's last: a list of late work is read in every moment. */
function workBeforeDays(calendar: WorkCalendar, year: string): readonly number[] {
  const known = workBefore.get(calendar) ?? new Map<string, readonly number[]>();
  workBefore.set(calendar, known);
  const ready = known.get(year);
  if (ready) return ready;
  const day = calendar.hours.reduce((sum, { from, to }) => sum + to - from, 0);
  const sums = [0];
  for (let date = `${year}-01-01` as LegalDate; yearKey(date) === year; date = addDays(date, 1))
    sums.push((sums.at(-1) ?? 0) + (isWorkingDay(calendar, date) ? day : 0));
  known.set(year, sums);
  return sums;
}
const dayOfYear = (date: LegalDate): number => (Date.parse(date) - Date.parse(`${yearKey(date)}-01-01`)) / DAY_MS;
/** Minutes of work of whole days, the last one exclusive. */
function minutesOfDays(calendar: WorkCalendar, first: LegalDate, end: LegalDate): number {
  const before = (date: LegalDate): number => workBeforeDays(calendar, yearKey(date))[dayOfYear(date)] ?? 0;
  let sum = before(end) - before(first);
  for (let year = Number(yearKey(first)); year < Number(yearKey(end)); year++) sum += workBeforeDays(calendar, String(year)).at(-1) ?? 0;
  return sum;
}
/** Minutes of work between two instants; negative where the second is the earlier. */
export function workingMinutes(calendar: WorkCalendar, from: Instant, to: Instant): number {
  if (to < from) return 0 - workingMinutes(calendar, to, from);
  const [first, last] = [legalDateOf(from), legalDateOf(to)];
  if (first === last) return Math.floor(minutesWithin(calendar, first, from, to));
  const ends = minutesWithin(calendar, first, from, to) + minutesWithin(calendar, last, from, to);
  return Math.floor(ends + minutesOfDays(calendar, addDays(first, 1), last));
}
/** The instant when so many minutes of work after `from` are over. */
export function addWorkingMinutes(calendar: WorkCalendar, from: Instant, minutes: number): Instant {
  let left = minutes * MINUTE_MS;
  for (let date = legalDateOf(from), i = 0; i < HORIZON_DAYS * 10; date = addDays(date, 1), i++)
    for (const stretch of stretchesOf(calendar, date)) {
      const begin = Math.max(from, instantOf(date, stretch.from));
      const end = instantOf(date, stretch.to);
      if (end <= begin) continue;
      if (end - begin >= left) return begin + left;
      left -= end - begin;
    }
  return from + left;
}

/** `7:30` → 450; undefined where it is no time of day. */
export function minuteOf(text: string): number | undefined {
  const m = /^(\d{1,2})\s*(?:[:hg]|giờ)\s*(\d{2})?$/i.exec(text.trim());
  if (!m) return undefined;
  const [h, min] = [Number(m[1]), Number(m[2] ?? 0)];
  return h > 24 || min > 59 || (h === 24 && min > 0) ? undefined : h * 60 + min;
}
export const minuteText = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

export type CalendarFault = 'no_weekday' | 'bad_hours';
/** What is wrong with the week and hours as typed, or undefined. */
export function calendarFault(weekdays: readonly number[], hours: readonly Stretch[]): CalendarFault | undefined {
  if (weekdays.length === 0 || weekdays.some((d) => !Number.isInteger(d) || d < 1 || d > 7)) return 'no_weekday';
  if (hours.length === 0) return 'bad_hours';
  const fine = hours.every((h, i) => h.from >= 0 && h.to <= 24 * 60 && h.from < h.to && (hours[i - 1]?.to ?? 0) <= h.from);
  return fine ? undefined : 'bad_hours';
}

/** The shipped table as read from its file. @throws Error where a date in it is none */
export function holidayTable(json: unknown): HolidayTable {
  const table = json as HolidayTable;
  const dates = [
    ...Object.values(table.lunar).flatMap((l) => [l.tet, l.hungKings]),
    ...Object.values(table.announced).flatMap((y) => [...y.off, ...y.work, ...(y.unsure ?? [])].map((d) => d.date)),
  ];
  for (const date of dates) if (legalDate(date) === undefined) throw new Error(`not a date in the holiday table: ${date}`);
  return table;
}
