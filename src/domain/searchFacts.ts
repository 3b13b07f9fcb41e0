/**
 * Facts of a document as words of the full-text index, so that a filter and the typed text are one walk through it,
 * newest first. Each word begins with the letter of its kind; the index holds them beside the text, never shown.
 */
import { foldedText } from './searchText.ts';

/** d: of the document, a: arrival or issue, u: due. */
export type DateFact = 'd' | 'a' | 'u';
/** Kinds of fact: state, urgency, channel, own organ, book, document kind, agency by name and by code, handlers, numbers, origin. */
export type Fact = 's' | 'p' | 'e' | 'w' | 'b' | 'k' | 'g' | 'c' | 'h' | 'm' | 'v' | 'o';

const MAX_LETTERS = 80;
/** Letters and digits only: `Sở Nội vụ` → `sonoivu`. */
export const squashed = (text: string): string =>
  foldedText(text)
    .replace(/[^\p{L}\p{N}]/gu, '')
    .slice(0, MAX_LETTERS);
/** A fact as its word; '' where there is nothing to say. */
export function factWord(kind: Fact, value: string | number | null | undefined): string {
  const text = value === null || value === undefined ? '' : squashed(String(value));
  return text === '' ? '' : kind + text;
}

/** The fact of every document that was taken over from a paper book. */
export const TAKEN_OVER = factWord('o', 'so giay');
/** Of one of them, with the year of its day; none of what was not. */
export const takenFacts = (day: string): string[] => (day === '' ? [] : [TAKEN_OVER, factWord('o', day.slice(0, 4))]);

/** Day, month and year of a legal date, and the day of any year: what is typed as `21/11/2026`, `11/2026`, `2026`, `21/11`. */
export function dateFacts(kind: DateFact, date: string | null | undefined): string[] {
  const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(date ?? '');
  if (!found) return [];
  const [, year, month, day] = found;
  return [`${kind}${year}${month}${day}`, `${kind}${year}${month}`, `${kind}${year}`, `${kind}x${month}${day}`];
}

const two = (n: number): string => String(n).padStart(2, '0');
/** Years that a range without a beginning or an end reaches. */
const FIRST_YEAR = 1975;
const LAST_YEAR = 2099;
const lastDay = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/**
 * Words that together are exactly the days of a range: whole years, whole months, single days; at most some 240.
 * @param from first legal date, to last one; either may be absent. An empty range gives no word.
 */
export function rangeFacts(kind: DateFact, from: string | undefined, to: string | undefined): string[] {
  const first = from ?? `${FIRST_YEAR}-01-01`;
  const last = to ?? `${LAST_YEAR}-12-31`;
  const out: string[] = [];
  const [y1 = 0, y2 = 0] = [Number(first.slice(0, 4)), Number(last.slice(0, 4))];
  for (let year = Math.max(y1, FIRST_YEAR); year <= Math.min(y2, LAST_YEAR); year++) {
    if (first <= `${year}-01-01` && last >= `${year}-12-31`) {
      out.push(`${kind}${year}`);
      continue;
    }
    for (let month = 1; month <= 12; month++) {
      const start = `${year}-${two(month)}-01`;
      const end = `${year}-${two(month)}-${two(lastDay(year, month))}`;
      if (last < start || first > end) continue;
      if (first <= start && last >= end) {
        out.push(`${kind}${year}${two(month)}`);
        continue;
      }
      for (let day = 1; day <= lastDay(year, month); day++) {
        const date = `${year}-${two(month)}-${two(day)}`;
        if (date >= first && date <= last) out.push(`${kind}${date.replaceAll('-', '')}`);
      }
    }
  }
  return out;
}

/** Of several kinds of date, for what was typed without saying which. */
export const ANY_DATE: readonly DateFact[] = ['d', 'a', 'u'];
