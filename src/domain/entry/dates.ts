/**
 * Dates as they stand in what people type and in tables they made: `21/11/26`, `21-11-2026`, `ngày 21 tháng 11 năm 2026`,
 * a spreadsheet's day number. The day stands before the month, always: no table of an office here has it otherwise.
 */
import { type LegalDate, legalDate } from '../time.ts';
import { type DayDirection, dayWithoutYear } from '../typedDay.ts';

const DAY_MS = 86_400_000;
/** Day numbers of spreadsheets (ECMA-376 part 1, 18.17.4.1) that can be dates of documents: 1954 to 2119. */
const SERIALS = { from: 20_000, to: 80_000 } as const;
const two = (text: string): string => text.padStart(2, '0');
const century = (year: string): string => (year.length === 2 ? `20${year}` : year);
const HOUR = String.raw`(?:[ T,]+\d{1,2}[:hg giờ]*\d{0,2}(?::\d{2})?(?:\.\d+)?\s*(?:Z|SA|CH|AM|PM)?)?`;
const YEAR_FIRST = new RegExp(`^(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})${HOUR}$`, 'i');
const DAY_FIRST = new RegExp(String.raw`^(\d{1,2})\s*[/.\- ]\s*(\d{1,2})(?:\s*[/.\- ]\s*(\d{4}|\d{2}))?${HOUR}$`, 'i');
const WORDS = /^(?:ngày\s*)?(\d{1,2})\s*tháng\s*(\d{1,2})(?:\s*năm\s*(\d{4}|\d{2}))?$/i;
const BARE = /^(\d{2})(\d{2})(\d{4}|\d{2})$/;

/**
 * A typed date. Without a year it is the one of `today` or the year beside it (`dayWithoutYear`); two digits of a year mean
 * this century.
 * @returns undefined when it is no calendar day
 */
export function readTypedDate(typed: string, today: LegalDate, direction?: DayDirection): LegalDate | undefined {
  const text = typed.normalize('NFC').trim();
  const first = YEAR_FIRST.exec(text);
  if (first) return legalDate(`${first[1]}-${two(first[2] ?? '')}-${two(first[3] ?? '')}`);
  const m = WORDS.exec(text) ?? DAY_FIRST.exec(text) ?? BARE.exec(text);
  if (m) {
    const [, day = '', month = '', year] = m;
    return year === undefined
      ? dayWithoutYear(two(month), two(day), today, direction)
      : legalDate(`${century(year)}-${two(month)}-${two(day)}`);
  }
  return ofSerial(text);
}

function ofSerial(text: string): LegalDate | undefined {
  if (!/^\d{5}(?:\.\d+)?$/.test(text)) return undefined;
  const days = Math.floor(Number(text));
  if (days < SERIALS.from || days > SERIALS.to) return undefined;
  return new Date(Date.UTC(1899, 11, 30) + days * DAY_MS).toISOString().slice(0, 10) as LegalDate;
}
