/**
 * Counting in a register book: pure functions of the book's rule and what it holds. Numbers are consecutive within
 * their period and series, never given twice, never back-dated (Decree 30/2020, articles 15 and 22).
 */
import { DOCUMENT_KINDS, type DocumentKind, documentKind } from './documentKinds.ts';
import { fail, ok, type Result } from './errors.ts';
import type { BookEntry, BookRule } from './registers.ts';
import { type LegalDate, yearOf } from './time.ts';

/** Name of the period that a date falls in: `2026`, or `2025-06-20..2030-06-20` for a committee's term. */
export function periodOf(rule: BookRule, date: LegalDate): Result<string> {
  if (rule.period.by === 'year') return ok(String(yearOf(date)));
  const { from, to } = rule.period;
  return date >= from && date <= to ? ok(`${from}..${to}`) : fail('registers.outside_term', { date, from, to });
}

/** Name of the series within a period: empty for the common one, else the kind's abbreviation or its name. */
export function seriesOf(rule: BookRule, kindName: string, kinds: readonly DocumentKind[] = DOCUMENT_KINDS): Result<string> {
  if (rule.kinds.length > 0 && !rule.kinds.includes(kindName)) return fail('registers.kind_not_in_book', { kind: kindName });
  return ok(rule.series === 'common' ? '' : documentKind(kindName, kinds)?.abbreviation || kindName);
}

/**
 * The number that follows in one series of one period.
 * @param entries what that series holds in that period, in any order
 * @param opening the period is the one in which the book was opened: `firstNumber` counts only there
 */
export function nextNumber(rule: BookRule, entries: readonly BookEntry[], opening: boolean): number {
  const first = opening ? rule.firstNumber : 1;
  return entries.reduce((next, entry) => Math.max(next, entry.number + 1), first);
}

/** No number of a day before the last one's: `registers.date_passed` names the last number and its day. */
export function mayDate(entries: readonly BookEntry[], date: LegalDate): Result<LegalDate> {
  const last = entries.reduce<BookEntry | undefined>((best, entry) => (best && best.number > entry.number ? best : entry), undefined);
  return last && date < last.date ? fail('registers.date_passed', { number: last.number, date: last.date }) : ok(date);
}

/** Numbers between the first and the last that no entry explains: must always be empty. */
export function unexplainedGaps(rule: BookRule, entries: readonly BookEntry[], opening: boolean): number[] {
  const held = new Set(entries.map((entry) => entry.number));
  const first = opening ? rule.firstNumber : 1;
  const last = entries.reduce((max, entry) => Math.max(max, entry.number), first - 1);
  const gaps: number[] = [];
  for (let n = first; n <= last; n++) if (!held.has(n)) gaps.push(n);
  return gaps;
}

/**
 * Printed code of a number: `05/QĐ-UBND`, `12/UBND-VP`, `01/2026/QĐ-UBND`, `45-CV/ĐU`. `number` and `notation` are its
 * two halves as edXML carries them (`CodeNumber`, `CodeNotation`).
 */
export function printedCode(
  rule: BookRule,
  number: number,
  kindName: string,
  date: LegalDate,
  kinds: readonly DocumentKind[] = DOCUMENT_KINDS,
): { code: string; number: string; notation: string } {
  const abbreviation = documentKind(kindName, kinds)?.abbreviation ?? '';
  const pattern = abbreviation === '' && !rule.pattern.startsWith('{number}-') ? rule.plainPattern : rule.pattern;
  const digits = String(number).padStart(rule.padTo, '0');
  const rest = pattern
    .replace('{year}', String(yearOf(date)))
    .replace('{kind}', abbreviation || 'CV')
    .replace('{organ}', rule.organAbbreviation)
    .replace('{unit}', rule.unitAbbreviation);
  const code = rest.replace('{number}', digits);
  return { code, number: digits, notation: rest.replace(/^\{number\}[/-]?/, '') };
}

const PATTERN_PARTS = ['number', 'year', 'kind', 'organ', 'unit'];
/** The part of a pattern that is wrong (`{number}` where it is missing or twice, an unknown `{…}`, a loose brace); undefined where it is right. */
export function checkPattern(pattern: string): string | undefined {
  const parts = [...pattern.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);
  const unknown = parts.find((name) => !PATTERN_PARTS.includes(name));
  if (unknown !== undefined) return `{${unknown}}`;
  if (parts.filter((name) => name === 'number').length !== 1) return '{number}';
  return /[{}]/.exec(pattern.replace(/\{[^{}]*\}/g, ''))?.[0];
}

/** The two books every office starts with. */
export function defaultBookRules(organAbbreviation: string): { incoming: BookRule; outgoing: BookRule } {
  const common = {
    kinds: [],
    period: { by: 'year' },
    series: 'common',
    organAbbreviation,
    unitAbbreviation: 'VP',
    firstNumber: 1,
  } as const;
  return {
    incoming: { ...common, direction: 'incoming', pattern: '{number}', plainPattern: '{number}', padTo: 1 },
    outgoing: { ...common, direction: 'outgoing', pattern: '{number}/{kind}-{organ}', plainPattern: '{number}/{organ}-{unit}', padTo: 2 },
  };
}

/** What kind of body an organ is: the form of its numbers follows from it. */
export const ORGAN_KINDS = ['state', 'council', 'party', 'front', 'other'] as const;
export type OrganKind = (typeof ORGAN_KINDS)[number];

/**
 * The books an organ of this kind starts with. Party bodies number each kind of document by itself over the committee's
 * term, with a dash (`45-CV/ĐU`; Instruction 36-HD/VPTW); without a term yet, by the year. Bodies with rules of their own
 * change theirs.
 */
export function organBookRules(
  kind: OrganKind,
  organAbbreviation: string,
  term?: { readonly from: LegalDate; readonly to: LegalDate },
): { incoming: BookRule; outgoing: BookRule } {
  const { incoming, outgoing } = defaultBookRules(organAbbreviation);
  if (kind !== 'party') return { incoming, outgoing };
  const pattern = '{number}-{kind}/{organ}';
  const period = term ? ({ by: 'term', ...term } as const) : outgoing.period;
  return { incoming, outgoing: { ...outgoing, period, series: 'per_kind', pattern, plainPattern: pattern } };
}
