/** A day typed without its year, as people write it: around the turn of a year it is seldom this year's. */
import { type LegalDate, legalDate } from './time.ts';

/** Where such a day lies: a document's date and an arrival behind us, a deadline or a meeting ahead of us. */
export type DayDirection = 'past' | 'coming';

const YEAR_OFF: Readonly<Record<DayDirection, number>> = { past: -1, coming: 1 };
const distance = (a: LegalDate, b: LegalDate): number => Math.abs(Date.parse(a) - Date.parse(b));

/**
 * The day in the year of `today`; with a direction, in the year beside it where that one is nearer: `28/12` of a document is
 * last year's in January, `5/1` of a deadline next year's in November. Never further: a slip of the pen in the month stays a
 * day that can be refused.
 * @param day two digits each
 * @returns undefined when it is no calendar day
 */
export function dayWithoutYear(month: string, day: string, today: LegalDate, direction?: DayDirection): LegalDate | undefined {
  const year = Number(today.slice(0, 4));
  const of = (one: number): LegalDate | undefined => legalDate(`${one}-${month}-${day}`);
  const here = of(year);
  const beside = direction === undefined ? undefined : of(year + YEAR_OFF[direction]);
  if (here === undefined || beside === undefined) return here;
  return distance(beside, today) < distance(here, today) ? beside : here;
}
