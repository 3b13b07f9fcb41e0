/** Names of agencies as people type them: without marks, by first letters, by the usual abbreviations. */
import { foldVietnamese } from './secrecy.ts';

/** Usual abbreviations with what they stand for, folded; the longer phrases first. */
const ABBREVIATIONS: readonly (readonly [abbreviation: string, words: string])[] = [
  ['ubmttq', 'uy ban mat tran to quoc'],
  ['mttqvn', 'mat tran to quoc viet nam'],
  ['bqlda', 'ban quan ly du an'],
  ['ubnd', 'uy ban nhan dan'],
  ['hdnd', 'hoi dong nhan dan'],
  ['vksnd', 'vien kiem sat nhan dan'],
  ['mttq', 'mat tran to quoc'],
  ['tand', 'toa an nhan dan'],
  ['bhxh', 'bao hiem xa hoi'],
  ['bql', 'ban quan ly'],
  ['thcs', 'trung hoc co so'],
  ['thpt', 'trung hoc pho thong'],
  ['ub', 'uy ban'],
  ['vp', 'van phong'],
  ['tp', 'thanh pho'],
  ['tx', 'thi xa'],
  ['tt', 'trung tam'],
];
const WORDS_OF = new Map(ABBREVIATIONS.map(([abbreviation, words]) => [abbreviation, words.split(' ')]));

/** Folded words of a text: `Sở Nội vụ (VP.)` → `so noi vu vp`. */
export function nameWords(text: string): string[] {
  return foldVietnamese(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** `ubnd xa vi du` → `uy ban nhan dan xa vi du`: every usual abbreviation in full. */
export const spelledOut = (words: readonly string[]): string[] => words.flatMap((word) => WORDS_OF.get(word) ?? [word]);

/** Abbreviations whose full words stand one after another in a spelled-out name. */
export function abbreviationsIn(words: readonly string[]): string[] {
  const text = ` ${words.join(' ')} `;
  return ABBREVIATIONS.filter(([, full]) => text.includes(` ${full} `)).map(([abbreviation]) => abbreviation);
}

/** Longest run of first letters that can be typed for a name. */
export const MAX_INITIALS = 8;
/** First letters of the words from each word on: `uy ban xa vi du` → `ubxvd`, `bxvd`, `xvd`, `vd`; at least two letters. */
export function initials(words: readonly string[]): string[] {
  const letters = words.map((word) => word.charAt(0));
  return letters.slice(0, -1).map((_, at) => letters.slice(at, at + MAX_INITIALS).join(''));
}

/** The same name, however it is written: case, marks, punctuation and usual abbreviations do not matter. */
export const nameKey = (name: string): string => spelledOut(nameWords(name)).join(' ');

const COMMUNE = /^(?:uy ban nhan dan )(?:xa|phuong|dac khu|thi tran) /;
/** The people's committee of a commune: xã, phường, đặc khu (and the thị trấn of older directories). */
export const isCommuneOffice = (name: string): boolean => COMMUNE.test(`${nameKey(name)} `);
