/**
 * Text in the two encodings that offices wrote before Unicode, shown as the Latin-1 letters of their bytes: TCVN3
 * (TCVN 5712:1993, VN3; fonts `.VnTime`…, one byte a letter) and VNI for Windows (fonts `VNI-Times`…, a letter and the
 * byte of its marks). It is converted only where the words make no sense as they stand and become Vietnamese by one of
 * the tables; a text that holds one letter that only Unicode has is honest and stays as it is.
 */
import { isSyllable } from './syllables.ts';

export const OLD_ENCODINGS = ['tcvn3', 'vni'] as const;
export type OldEncoding = (typeof OLD_ENCODINGS)[number];

/** TCVN 5712:1993 VN3, bytes A1–FE in their order; `.` is not assigned. Capitals with a tone are those of a capitals' font. */
const VN3 = {
  a1: 'ĂÂÊÔƠƯĐ',
  a8: 'ăâêôơưđ',
  b5: 'àảãáạ',
  bb: 'ằẳẵắ',
  c6: 'ặầẩẫấậè',
  ce: 'ẻẽéẹềểễếệìỉ',
  dc: 'ĩíịò',
  e1: 'ỏõóọồổỗốộờởỡớợù',
  f1: 'ủũúụừửữứựỳỷỹýỵ',
} as const;
const TCVN3: ReadonlyMap<string, string> = new Map(
  Object.entries(VN3).flatMap(([first, letters]) =>
    [...letters].map((letter, i) => [String.fromCharCode(Number.parseInt(first, 16) + i), letter] as const),
  ),
);

/** VNI's mark bytes: what they make of the letter before them. Capitals lie 0x20 lower, letter and mark alike. */
const TONE_BYTES: readonly (readonly [number, string])[] = [
  [0xf9, '\u0301'],
  [0xf8, '\u0300'],
  [0xfb, '\u0309'],
  [0xf5, '\u0303'],
  [0xef, '\u0323'],
];
const CIRCUMFLEX_BYTES: readonly (readonly [number, string])[] = [
  [0xe2, '\u0302'],
  [0xe1, '\u0302\u0301'],
  [0xe0, '\u0302\u0300'],
  [0xe5, '\u0302\u0309'],
  [0xe3, '\u0302\u0303'],
  [0xe4, '\u0302\u0323'],
];
const BREVE_BYTES: readonly (readonly [number, string])[] = [
  [0xea, '\u0306'],
  [0xe9, '\u0306\u0301'],
  [0xe8, '\u0306\u0300'],
  [0xfa, '\u0306\u0309'],
  [0xfc, '\u0306\u0303'],
  [0xeb, '\u0306\u0323'],
];
/** Letters that are one byte of their own. */
const ALONE: readonly (readonly [number, string])[] = [
  [0xf4, 'ơ'],
  [0xf6, 'ư'],
  [0xed, 'í'],
  [0xec, 'ì'],
  [0xe6, 'ỉ'],
  [0xf3, 'ĩ'],
  [0xf2, 'ị'],
  [0xee, 'ỵ'],
  [0xf1, 'đ'],
];

function vniTable(): Map<string, string> {
  const table = new Map<string, string>();
  const both = (code: string, letter: string): void => {
    table.set(code, letter.normalize('NFC'));
    table.set(code.toUpperCase(), letter.normalize('NFC').toUpperCase());
  };
  const marked = (base: string, letter: string, bytes: readonly (readonly [number, string])[]): void => {
    for (const [byte, marks] of bytes) both(base + String.fromCharCode(byte), letter + marks);
  };
  for (const vowel of 'aeouy') marked(vowel, vowel, TONE_BYTES);
  for (const vowel of 'aeo') marked(vowel, vowel, CIRCUMFLEX_BYTES);
  marked('a', 'a', BREVE_BYTES);
  for (const [byte, letter] of ALONE) both(String.fromCharCode(byte), letter);
  marked('\u00f4', 'ơ', TONE_BYTES);
  marked('\u00f6', 'ư', TONE_BYTES);
  return table;
}
const VNI = vniTable();

/** What some programs make of a byte on its way into Unicode. */
const SAME_BYTE: readonly (readonly [RegExp, string])[] = [
  [/\u03bc/g, '\u00b5'],
  [/\u2219/g, '\u00b7'],
];
const asBytes = (text: string): string => SAME_BYTE.reduce((out, [from, to]) => out.replace(from, to), text);

/** Letter by letter; what a table does not have stays as it is. */
export function decodeOld(text: string, encoding: OldEncoding): string {
  const bytes = asBytes(text);
  if (encoding === 'tcvn3') return [...bytes].map((char) => TCVN3.get(char) ?? char).join('');
  let out = '';
  for (let i = 0; i < bytes.length; i++) {
    const two = VNI.get(bytes.slice(i, i + 2));
    out += two ?? VNI.get(bytes[i] ?? '') ?? bytes[i];
    if (two !== undefined) i++;
  }
  return out;
}

const reversed = (table: ReadonlyMap<string, string>): Map<string, string> => {
  const back = new Map<string, string>();
  for (const [code, letter] of table) back.set(letter, code);
  return back;
};
const BACK: Readonly<Record<OldEncoding, ReadonlyMap<string, string>>> = { tcvn3: reversed(TCVN3), vni: reversed(VNI) };
/** The other way, for tests and training packages; undefined where a letter has no code (TCVN3's capitals with a tone). */
export function encodeOld(text: string, encoding: OldEncoding): string | undefined {
  let out = '';
  for (const char of text.normalize('NFC')) {
    const code = BACK[encoding].get(char) ?? (char <= '\u007f' ? char : undefined);
    if (code === undefined) return undefined;
    out += code;
  }
  return out;
}

/** Letters of Vietnamese that no Latin-1 text holds, composed or as combining marks: the text is honest Unicode. */
const ONLY_UNICODE = /[ăĂđĐĩĨũŨơƠưƯ\u1ea0-\u1ef9]|\p{M}/u;
/** Any other letter beyond Latin-1 speaks against an old encoding too. */
const BEYOND = /[\u0100-\u1e9f\u1efa-\u1fff\u2c00-\ud7ff\uf900-\ufdff]/u;
const HIGH = /[\u00a1-\u00ff]/;
/** Words as the bytes write them: letters and every high character, which all may be letters. */
const WORDS = /[A-Za-z\u00a1-\u00ff]+/g;
/** Marks of punctuation that honest Latin-1 text puts around words. */
const QUOTES = /^[«»¡¿§©®·]+|[«»¡¿©®·]+$/g;

export interface OldEvidence {
  readonly encoding: OldEncoding;
  /** Words that make no sense as they stand and are syllables by the table. */
  readonly words: number;
}
/** Words that are needed to be sure without other evidence. */
const ENOUGH = 2;
/** So many of the words with high letters may stay without sense: names, abbreviations, mistakes. */
const SENSELESS = 0.15;

function judged(words: readonly string[], encoding: OldEncoding): OldEvidence | undefined {
  let decisive = 0;
  let senseless = 0;
  let high = 0;
  for (const word of words) {
    if (!HIGH.test(word)) continue;
    high++;
    const decoded = decodeOld(word, encoding);
    // `Q§-UBND`: abbreviations are no syllables.
    if (/^[A-ZĂÂÊÔƠƯĐ]+$/.test(decoded) && decoded.length <= 5) continue;
    if (!isSyllable(decoded)) senseless++;
    else if (!isSyllable(word.replace(QUOTES, ''))) decisive++;
  }
  return decisive > 0 && senseless <= high * SENSELESS ? { encoding, words: decisive } : undefined;
}

/**
 * The old encoding a text is in, with the words that show it; undefined for honest text, whatever language.
 * @param enough words that must show it: fewer where something else says so too (a font's name, the rest of a message)
 */
export function detectOld(text: string, enough = ENOUGH): OldEvidence | undefined {
  const bytes = asBytes(text);
  if (!HIGH.test(bytes) || ONLY_UNICODE.test(bytes) || BEYOND.test(bytes)) return undefined;
  const words = [...new Set(bytes.slice(0, 20_000).match(WORDS) ?? [])];
  const found = OLD_ENCODINGS.flatMap((encoding) => judged(words, encoding) ?? []);
  const [best, other] = found.sort((a, b) => b.words - a.words);
  return best !== undefined && best.words >= enough && best.words > (other?.words ?? 0) ? best : undefined;
}

/** The text in Unicode where it shows an old encoding, else as it came. */
export function fromOld(text: string, enough = ENOUGH): { readonly text: string; readonly encoding?: OldEncoding } {
  const found = detectOld(text, enough);
  return found === undefined ? { text } : { text: decodeOld(text, found.encoding).normalize('NFC'), encoding: found.encoding };
}

/**
 * What the name of a font says of the text set in it: `.VnTime`, `.VnArialH` (capitals) are TCVN3, `VNI-Times` is VNI.
 * @param name as in the PDF, with or without its subset's prefix
 */
export function encodingOfFont(name: string): { readonly encoding: OldEncoding; readonly capitals: boolean } | undefined {
  const bare = name.replace(/^[A-Z]{6}\+/, '');
  if (/^\.?Vn[A-Z0-9]/.test(bare) && bare.startsWith('.')) return { encoding: 'tcvn3', capitals: /^\.Vn\w*?H(?:[-,]|$)/.test(bare) };
  if (/^VNI[-\s_]/i.test(bare)) return { encoding: 'vni', capitals: false };
  return undefined;
}
