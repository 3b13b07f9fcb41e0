/**
 * Time in the product: instants are UTC milliseconds; legal dates are calendar dates of Asia/Ho_Chi_Minh
 * (UTC+7, no daylight saving since 1975). Order comes from local sequences, never from a clock.
 */
import type { Brand } from './ids.ts';

/** Unix time in milliseconds. */
export type Instant = number;
/** Calendar date `YYYY-MM-DD` in Asia/Ho_Chi_Minh. */
export type LegalDate = Brand<string, 'LegalDate'>;

const OFFSET_MS = 7 * 3600_000;
const two = (n: number): string => String(n).padStart(2, '0');

/** `YYYY-MM-DD` of a real calendar day, or undefined. */
export function legalDate(value: string): LegalDate | undefined {
  const m = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  if (!m) return undefined;
  const [y, mo, d] = [Number(m[1]), Number(m[2]), Number(m[3])];
  const t = new Date(Date.UTC(y, mo - 1, d));
  return t.getUTCFullYear() === y && t.getUTCMonth() === mo - 1 && t.getUTCDate() === d ? (value as LegalDate) : undefined;
}

export function legalDateOf(at: Instant): LegalDate {
  return new Date(at + OFFSET_MS).toISOString().slice(0, 10) as LegalDate;
}

/** Accepts `yyyy/MM/dd`, `yyyy-MM-dd` and `dd/MM/yyyy` (spec 1.6); surplus time of day is ignored. */
export function parseEdxmlDate(value: string): LegalDate | undefined {
  const text = value.trim();
  const ymd = /^(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?:[ T].*)?$/.exec(text);
  if (ymd) return legalDate(`${ymd[1]}-${two(Number(ymd[2]))}-${two(Number(ymd[3]))}`);
  const dmy = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:[ T].*)?$/.exec(text);
  if (dmy) return legalDate(`${dmy[3]}-${two(Number(dmy[2]))}-${two(Number(dmy[1]))}`);
  return undefined;
}

/** `yyyy/MM/dd HH:mm:ss` without a zone means Asia/Ho_Chi_Minh; `yyyy-MM-dd…` and ISO 8601 are accepted on input. */
export function parseEdxmlTimestamp(value: string): Instant | undefined {
  const text = value.trim();
  const m = /^(\d{4})[/-](\d{1,2})[/-](\d{1,2})[ T](\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?$/.exec(text);
  if (m) {
    if (m[7]) {
      const iso = Date.parse(text.replaceAll('/', '-').replace(' ', 'T'));
      return Number.isNaN(iso) ? undefined : iso;
    }
    if (!legalDate(`${m[1]}-${two(Number(m[2]))}-${two(Number(m[3]))}`)) return undefined;
    const [h, min, s] = [Number(m[4]), Number(m[5]), Number(m[6])];
    if (h > 23 || min > 59 || s > 59) return undefined;
    return Date.UTC(Number(m[1]), Number(m[2]) - 1, Number(m[3]), h, min, s) - OFFSET_MS;
  }
  const dmy = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}):(\d{1,2}):(\d{1,2})$/.exec(text);
  return dmy ? parseEdxmlTimestamp(`${dmy[3]}/${dmy[2]}/${dmy[1]} ${dmy[4]}:${dmy[5]}:${dmy[6]}`) : undefined;
}

export const edxmlDate = (date: LegalDate): string => date.replaceAll('-', '/');
export function edxmlTimestamp(at: Instant): string {
  return new Date(at + OFFSET_MS).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ');
}

/** `05/01/2026`, as shown on screen. */
export const screenDate = (date: LegalDate): string => `${date.slice(8, 10)}/${date.slice(5, 7)}/${date.slice(0, 4)}`;
/** `ngày 05 tháng 01 năm 2026`, as printed (Decree 30/2020, annex I: days under 10 and months 1, 2 get a leading 0). */
export function printedDate(date: LegalDate): string {
  const month = Number(date.slice(5, 7));
  return `ngày ${date.slice(8, 10)} tháng ${month < 3 ? two(month) : month} năm ${date.slice(0, 4)}`;
}
/** `09 giờ 14`. */
export function screenHour(at: Instant): string {
  const d = new Date(at + OFFSET_MS);
  return `${two(d.getUTCHours())} giờ ${two(d.getUTCMinutes())}`;
}
/** `dd-MM-yyyy HH:mm:ss +07:00`, the signing time as Decree 30's annex I prints it; the separator is a setting. */
export function signingTime(at: Instant, separator = '-'): string {
  const d = new Date(at + OFFSET_MS);
  const day = [two(d.getUTCDate()), two(d.getUTCMonth() + 1), d.getUTCFullYear()].join(separator);
  return `${day} ${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())} +07:00`;
}
export const yearOf = (date: LegalDate): number => Number(date.slice(0, 4));
