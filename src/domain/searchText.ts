/**
 * How text is made comparable for searching: folded for recall (no marks, đ as d, no case), and with its marks in one
 * spelling for rank: composed (NFC), lower case, the mark of oa/oe/uy always on the first vowel, so that `hòa` and
 * `hoà`, `ủy` and `uỷ` are one word. What is compared is only ever compared with text of the same kind.
 */
import { foldVietnamese } from './secrecy.ts';

/** Marks that stand on the second vowel in one spelling and on the first in the other. */
const MOVED: readonly (readonly [RegExp, string])[] = [
  ['oa', 'àáảãạ'],
  ['oe', 'èéẻẽẹ'],
  ['uy', 'ỳýỷỹỵ'],
].flatMap(([vowels = '', marked = '']) => {
  const [first = '', second = ''] = vowels;
  return [...marked].map((letter) => {
    const mark = letter.normalize('NFD').slice(1);
    return [new RegExp(first + letter, 'g'), `${(first + mark).normalize('NFC')}${second}`] as const;
  });
});

/** Composed, lower case, one placement of marks. */
export function markedText(text: string): string {
  let out = text.normalize('NFC').toLowerCase();
  for (const [pattern, replacement] of MOVED) out = out.replace(pattern, replacement);
  return out;
}
export const foldedText = foldVietnamese;

/** Days (`21/11/2026`) and months (`11/2026`) are words of their own, so that a bare number does not find dates. */
export function dateWords(date: string): string[] {
  const [year, month, day] = date.split('-');
  return year && month && day ? [`n${year}${month}${day}`, `n${year}${month}`] : [];
}
function dateWord(word: string): string | undefined {
  const day = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(word);
  if (day) return `n${day[3]}${day[2]?.padStart(2, '0')}${day[1]?.padStart(2, '0')}`;
  const month = /^(\d{1,2})[/.-](\d{4})$/.exec(word);
  return month ? `n${month[2]}${month[1]?.padStart(2, '0')}` : undefined;
}

/** Longest word under which a beginning is looked up in an index of its own; longer ones are tried whole first. */
export const SHORT_PREFIX = 4;
const MAX_WORDS = 8;

/** Expressions of SQLite's FTS5 over the columns `folded`, `marked` and `facts`. */
export interface SearchExpressions {
  /** Everything that is to be found. */
  readonly all: string;
  /** Of it, what carries the typed marks, and the rest; absent where nothing was typed with marks. */
  readonly exact?: string;
  readonly rest?: string;
}

const quoted = (word: string, prefix: boolean): string => `"${word.replaceAll('"', ' ')}"${prefix ? ' *' : ''}`;
const and = (column: string, parts: readonly string[]): string => `(${column} : (${parts.join(' AND ')}))`;

/**
 * What to ask for a typed text: every word, the last one also as a beginning.
 * @param states only documents in one of them; none = any
 * @param longPrefix a last word of more than `SHORT_PREFIX` letters as a beginning too
 * @returns undefined where nothing searchable was typed
 */
export function searchExpressions(text: string, states: readonly string[], longPrefix: boolean): SearchExpressions | undefined {
  const words = text
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .slice(0, MAX_WORDS);
  if (words.length === 0) return undefined;
  const open = !/\s$/.test(text);
  const beginning = (word: string, i: number): boolean => {
    const letters = /[\p{L}\p{N}]+[^\p{L}\p{N}]*$/u.exec(word)?.[0].replace(/[^\p{L}\p{N}]+$/u, '').length ?? 0;
    return open && i === words.length - 1 && letters >= 2 && (longPrefix || letters <= SHORT_PREFIX);
  };
  const parts = words.map((word, i) => {
    const found = `folded : ${quoted(foldedText(word), beginning(word, i))}`;
    const date = dateWord(word);
    return date === undefined ? `(${found})` : `(${found} OR facts : "${date}")`;
  });
  if (states.length > 0) parts.push(`(facts : (${states.map((state) => `"${stateWord(state)}"`).join(' OR ')}))`);
  const all = parts.join(' AND ');
  const marked = words.flatMap((word, i) =>
    /\p{M}|đ/iu.test(word.normalize('NFD')) ? [quoted(markedText(word), beginning(word, i))] : [],
  );
  if (marked.length === 0) return { all };
  const typed = and('marked', marked);
  return { all, exact: `(${all}) AND ${typed}`, rest: `(${all}) NOT ${typed}` };
}

/** A state as one word of the index. */
export const stateWord = (state: string): string => `s${state.replaceAll('_', '')}`;
