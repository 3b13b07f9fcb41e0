/** Weeks, months, quarters and years of the calendar, and the one before each. Pure; legal dates in and out. */
import type { LegalDate } from './time.ts';

export const PERIOD_UNITS = ['week', 'month', 'quarter', 'year', 'free'] as const;
export type PeriodUnit = (typeof PERIOD_UNITS)[number];
export interface Span {
  readonly from: LegalDate;
  readonly to: LegalDate;
}

const DAY = 86_400_000;
const at = (date: string): number => Date.parse(`${date}T00:00:00Z`);
const dateAt = (ms: number): LegalDate => new Date(ms).toISOString().slice(0, 10) as LegalDate;
const dateOf = (year: number, month: number, day: number): LegalDate => dateAt(Date.UTC(year, month, day));
export const shiftDays = (date: string, days: number): LegalDate => dateAt(at(date) + days * DAY);

/** The period of this unit that a day lies in; Monday begins a week. `free`: the day alone. */
export function periodAround(unit: PeriodUnit, date: string): Span {
  const [year, month] = [Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1];
  if (unit === 'week') {
    const monday = shiftDays(date, -((new Date(at(date)).getUTCDay() + 6) % 7));
    return { from: monday, to: shiftDays(monday, 6) };
  }
  if (unit === 'month') return { from: dateOf(year, month, 1), to: dateOf(year, month + 1, 0) };
  if (unit === 'quarter') {
    const first = month - (month % 3);
    return { from: dateOf(year, first, 1), to: dateOf(year, first + 3, 0) };
  }
  if (unit === 'year') return { from: dateOf(year, 0, 1), to: dateOf(year, 11, 31) };
  return { from: date as LegalDate, to: date as LegalDate };
}

/** The one before: of the calendar, or as many days for a free one. */
export function periodBefore(unit: PeriodUnit, { from, to }: Span): Span {
  if (unit !== 'free') return periodAround(unit, shiftDays(from, -1));
  const days = Math.round((at(to) - at(from)) / DAY) + 1;
  return { from: shiftDays(from, -days), to: shiftDays(from, -1) };
}
export const periodAfter = (unit: PeriodUnit, { to }: Span): Span => periodAround(unit, shiftDays(to, 1));
