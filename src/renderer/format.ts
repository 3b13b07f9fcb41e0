/** Numbers, dates, hours and sizes as they stand on the screen, and dates as a Vietnamese types them.. */
import { type Instant, type LegalDate, legalDate, legalDateOf, screenDate, screenHour } from '../domain/time.ts';
import { type DayDirection, dayWithoutYear } from '../domain/typedDay.ts';
import { t } from './text/index.ts';

const NBSP = '\u00a0';
/** `1 287`: thousands apart by a space that never breaks. */
export const numberText = (n: number): string => String(n).replace(/\B(?=(\d{3})+(?!\d))/g, NBSP);

/** `05/01/2026` of a calendar date as the contract carries it; anything else as it is. */
export const dateText = (date: string | undefined): string => {
  if (date === undefined) return '';
  const real = legalDate(date);
  return real ? screenDate(real) : date;
};
/** `21/11/2026, 09 giờ 14`. */
export const momentText = (at: Instant): string => `${screenDate(legalDateOf(at))}, ${hourText(at)}`;
/** The same for a message or a paper, whatever language the screens are in. */
export const momentOnPaper = (at: Instant): string => `${screenDate(legalDateOf(at))}, ${screenHour(at)}`;
/** `09 giờ 14`, or as the screens' language writes it. */
export function hourText(at: Instant): string {
  const [hour = '', minute = ''] = screenHour(at).match(/\d+/g) ?? [];
  return t('moment.hour', { hour, minute });
}
/** The hour alone for today, with the day before it otherwise. */
export const shortMoment = (at: Instant, now: Instant): string =>
  legalDateOf(at) === legalDateOf(now) ? hourText(at) : t('moment.on', { hour: hourText(at), date: screenDate(legalDateOf(at)) });

/** `1,2 MB` with a decimal comma. */
export function sizeText(size: number): string {
  if (size < 1024) return `${size} byte`;
  const [value, unit] = size < 1024 * 1024 ? [size / 1024, 'kB'] : [size / 1024 / 1024, 'MB'];
  return `${value.toFixed(value < 10 ? 1 : 0).replace('.', ',')}${NBSP}${unit}`;
}

/**
 * A typed date: `21/11/26`, `21/11/2026`, `21-11`, `21.11`, `2111`, `211126`, `21112026`, `2026-11-21`. Without a year the
 * one of `today` or the year beside it (`dayWithoutYear`); two digits of a year mean this century. Undefined when it is no calendar day.
 */
export function typedDate(typed: string, today: LegalDate, direction?: DayDirection): LegalDate | undefined {
  const text = typed.trim();
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return legalDate(text);
  const m = /^(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{4}|\d{2}))?$/.exec(text) ?? /^(\d{2})(\d{2})(\d{4}|\d{2})?$/.exec(text);
  if (!m) return undefined;
  const [day, month] = [m[1] ?? '', m[2] ?? ''].map((part) => part.padStart(2, '0')) as [string, string];
  const { 3: year } = m;
  if (year === undefined) return dayWithoutYear(month, day, today, direction);
  return legalDate(`${year.length === 2 ? `20${year}` : year}-${month}-${day}`);
}
