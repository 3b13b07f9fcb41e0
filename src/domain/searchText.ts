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

/** A state as one word of the index. */
export const stateWord = (state: string): string => `s${state.replaceAll('_', '')}`;
/** A person's name for telling whether it is the same one: no marks, no case, single spaces. */
export const squashedName = (name: string): string => foldedText(name).replace(/\s+/g, ' ').trim();
