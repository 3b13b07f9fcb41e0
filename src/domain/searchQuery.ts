/**
 * What a typed text asks for: words, numbers with their notation however they were typed (`15/UBND-VP`, `15 ubnd`,
 * `15-UBND`, `15ubnd`), dates as one types them (`21/11/26`, `tháng 11/2026`, `ngày 21 tháng 11 năm 2026`); and the
 * expressions of SQLite's FTS5 that find it, over the columns `folded`, `marked` and `facts`.
 */
import { ANY_DATE } from './searchFacts.ts';
import { foldedText, markedText } from './searchText.ts';

/** One thing that must be there, in any of its ways. */
interface Atom {
  /** Phrases of folded words; any of them. */
  readonly folded: readonly string[];
  /** Words of the index's facts; any of them. */
  readonly facts: readonly string[];
  /** The same with its marks, where marks were typed. */
  readonly marked?: string;
  /** The last word, perhaps not whole yet: how many letters of it are there. */
  readonly open?: number;
  /** A document's own number, without leading zeros, where one was typed. */
  readonly number?: string;
}
export interface SearchQuery {
  readonly atoms: readonly Atom[];
}

const MAX_WORDS = 12;
/** Longest beginning that has an index of its own; longer ones are tried whole first. */
export const SHORT_PREFIX = 4;

/** `412/T` on the way to `412/TTr`: the first letter of the next part of a code says too little to be looked for. */
const begun = (word: string): string => word.replace(/^(\d.*)[/.-]\p{L}$/u, '$1');
const bare = (digits: string): string => digits.replace(/^0+(?=\d)/, '');
const words = (text: string): string[] => text.match(/[\p{L}\p{N}]+/gu) ?? [];
const phrase = (text: string): string => words(text).join(' ');
const two = (text: string): string => text.padStart(2, '0');
const year = (text: string): string => (text.length === 2 ? `20${text}` : text);
const unique = (list: readonly string[]): string[] => [...new Set(list.filter((one) => one !== ''))];

const dateAtom = (ends: readonly string[], folded: readonly string[]): Atom => ({
  folded: unique(folded.map(phrase)),
  facts: ANY_DATE.flatMap((kind) => ends.map((end) => kind + end)),
});

/** A date at the beginning of these folded words, and how many of them it takes. */
function dateAt(list: readonly string[]): { atom: Atom; taken: number } | undefined {
  const [first = '', second = '', third = '', fourth = '', fifth = '', sixth = ''] = list;
  const is = (text: string, pattern: RegExp): boolean => pattern.test(text);
  if (first === 'ngay' && is(second, /^\d{1,2}$/) && third === 'thang' && is(fourth, /^\d{1,2}$/)) {
    const whole = fifth === 'nam' && is(sixth, /^\d{4}$/);
    const said = list.slice(0, whole ? 6 : 4).join(' ');
    return whole
      ? { atom: dateAtom([sixth + two(fourth) + two(second)], [said, `${second} ${fourth} ${sixth}`]), taken: 6 }
      : { atom: dateAtom([`x${two(fourth)}${two(second)}`], [said]), taken: 4 };
  }
  if (first === 'thang' && is(second, /^\d{1,2}$/) && third === 'nam' && is(fourth, /^\d{4}$/))
    return { atom: dateAtom([fourth + two(second)], [`thang ${second} nam ${fourth}`, `${second} ${fourth}`]), taken: 4 };
  if (first === 'nam' && is(second, /^(?:19|20)\d{2}$/)) return { atom: dateAtom([second], [`nam ${second}`]), taken: 2 };
  if (first === 'ngay' || first === 'thang') {
    const next = writtenDate(second, true);
    return next && { atom: next, taken: 2 };
  }
  const atom = writtenDate(first, false);
  return atom && { atom, taken: 1 };
}

/** `21/11/2026`, `21-11-26`, `11/2026`; `21/11` only said to be a day, or as one of its meanings. */
function writtenDate(word: string, said: boolean): Atom | undefined {
  const parts = /^(\d{1,2})([/.-])(\d{1,2}|\d{4})(?:\2(\d{4}|\d{2}))?$/.exec(word);
  if (!parts) return undefined;
  const [, a = '', mark, b = '', c] = parts;
  if (c !== undefined) {
    if (Number(b) > 12 || Number(a) > 31 || b.length > 2) return undefined;
    return dateAtom([year(c) + two(b) + two(a)], [word, `${two(a)} ${two(b)} ${year(c)}`]);
  }
  if (b.length === 4) return Number(a) > 12 ? undefined : dateAtom([b + two(a)], [word, `${two(a)} ${b}`]);
  if (!said && mark !== '/') return undefined;
  const ends = [
    ...(Number(b) >= 1 && Number(b) <= 12 && Number(a) <= 31 ? [`x${two(b)}${two(a)}`] : []),
    ...(Number(a) >= 1 && Number(a) <= 12 && Number(b) > 12 ? [`20${two(b)}${two(a)}`] : []),
  ];
  return ends.length === 0 ? undefined : dateAtom(ends, [word]);
}

/** A number with or without its notation. */
function numberAtom(word: string, folded: string): Atom | undefined {
  const found = /^(\d+)(.*)$/u.exec(folded);
  if (!found) return undefined;
  const [, digits = '', rest = ''] = found;
  const tail = phrase(rest);
  const joined = /^\d{1,3}(?:\.\d{3})+$/.test(word) ? [word.replaceAll('.', '')] : [];
  // `15ubnd` may be one word, or number and notation typed together.
  const together = tail !== '' && !/^[\s/.-]/.test(rest) ? [phrase(folded)] : [];
  const spaced = [`${digits} ${tail}`, `${bare(digits)} ${tail}`].map((text) => text.trim());
  const number = tail === '' || /\p{L}/u.test(tail) ? bare(joined[0] ?? digits) : undefined;
  return { folded: unique([...spaced, ...together, ...joined]), facts: [], ...(number === undefined ? {} : { number }) };
}

/** @returns undefined where nothing searchable was typed */
export function parseSearch(text: string): SearchQuery | undefined {
  const typed = text.normalize('NFC').replace(/(\d)\u00a0(?=\d{3})/g, '$1');
  const all = typed.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const list = all.slice(0, MAX_WORDS);
  const ended = /\s$/.test(text) || all.length > MAX_WORDS;
  const newest = list.at(-1);
  if (!ended && newest !== undefined) list[list.length - 1] = begun(newest);
  const folded = list.map((word) => foldedText(word).replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''));
  const atoms: Atom[] = [];
  for (let i = 0; i < list.length; ) {
    const [word = '', plain = ''] = [list[i], folded[i]];
    const date = dateAt(folded.slice(i));
    if (date) {
      atoms.push(date.atom);
      i += date.taken;
      continue;
    }
    i++;
    // `số 15/UBND`: the word is not part of the number.
    if ((plain === 'so' || plain === 'sh') && /^\d/.test(folded[i] ?? '')) continue;
    const last = words(plain).at(-1) ?? '';
    const open = !ended && i === list.length && last.length >= 2 && !/[^\p{L}\p{N}]$/u.test(word) ? { open: last.length } : {};
    const marks = /\p{M}|đ/iu.test(word.normalize('NFD')) ? { marked: phrase(markedText(word)) } : {};
    atoms.push({ ...(numberAtom(word, plain) ?? { folded: [phrase(plain)], facts: [] }), ...marks, ...open });
  }
  return atoms.length === 0 ? undefined : { atoms };
}

const quoted = (text: string, prefix: boolean): string => `"${text.replaceAll('"', ' ')}"${prefix ? ' *' : ''}`;
const any = (column: string, parts: readonly string[]): string => `${column} : (${parts.join(' OR ')})`;
export const and = (parts: readonly (string | undefined)[]): string =>
  parts
    .filter((part) => part !== undefined && part !== '')
    .map((part) => `(${part})`)
    .join(' AND ');

export interface Expressions {
  /** Everything that is to be found. */
  readonly all: string;
  /** Of it: what carries the typed marks; absent where none were typed. */
  readonly exact?: string;
  /** The words one behind the other. */
  readonly phrase?: string;
  /** The same with their marks. */
  readonly exactPhrase?: string;
  /** The number typed is the document's own, or its number in our book. */
  readonly own?: string;
}

/**
 * @param longPrefix a last word of more than `SHORT_PREFIX` letters as a beginning too
 * @param body over the text of files, which has no facts and no beginnings of words
 */
export function expressions({ atoms }: SearchQuery, longPrefix: boolean, body = false): Expressions {
  const begins = (atom: Atom): boolean => !body && atom.open !== undefined && (longPrefix || atom.open <= SHORT_PREFIX);
  const one = (atom: Atom): string => {
    const found = atom.folded.map((text) => quoted(text, begins(atom)));
    return [
      ...(found.length === 0 ? [] : [`(${any('folded', found)})`]),
      ...(atom.facts.length === 0 || body
        ? []
        : [
            `(${any(
              'facts',
              atom.facts.map((fact) => quoted(fact, false)),
            )})`,
          ]),
    ].join(' OR ');
  };
  const all = and(atoms.map(one));
  const marked = atoms.filter((atom) => atom.marked !== undefined);
  const exact =
    marked.length === 0
      ? undefined
      : and([
          all,
          any2(
            'marked',
            marked.map((atom) => quoted(atom.marked ?? '', begins(atom))),
          ),
        ]);
  const plain = atoms.length > 1 && atoms.every((atom) => atom.folded.length > 0);
  const last = atoms.at(-1);
  const whole = plain ? quoted(atoms.map((atom) => atom.folded[0] ?? '').join(' '), last !== undefined && begins(last)) : undefined;
  const wholeMarked =
    plain && marked.length > 0
      ? quoted(atoms.map((atom) => atom.marked ?? atom.folded[0] ?? '').join(' '), last !== undefined && begins(last))
      : undefined;
  const number = body ? undefined : atoms.find((atom) => atom.number !== undefined)?.number;
  return {
    all,
    ...(exact === undefined ? {} : { exact }),
    ...(whole === undefined ? {} : { phrase: `folded : ${whole}` }),
    ...(wholeMarked === undefined ? {} : { exactPhrase: `marked : ${wholeMarked}` }),
    ...(number === undefined ? {} : { own: and([all, any('facts', [quoted(`m${number}`, false), quoted(`v${number}`, false)])]) }),
  };
}
const any2 = (column: string, parts: readonly string[]): string => `${column} : (${parts.join(' AND ')})`;

/** What to mark in a found text: folded words, the last one perhaps only begun. */
export interface MarkedWords {
  readonly words: readonly string[];
  readonly begun?: string;
}
export function wordsToMark({ atoms }: SearchQuery): MarkedWords {
  const list = unique(atoms.flatMap((atom) => atom.folded.flatMap((text) => text.split(' '))));
  const last = atoms.at(-1);
  const begun = last?.open === undefined ? undefined : last.folded[0]?.split(' ').at(-1);
  return { words: list, ...(begun ? { begun } : {}) };
}
