/**
 * A catalogue of another language: one JSON file in the folder `languages` of the program's data, named by its two letters.
 * What it leaves out, and each text in it that cannot be used, stands in Vietnamese; the words are shown as words, whatever
 * they hold. Words that change with a number have one key for each of the language's plural forms (`entry.rows_one`,
 * `entry.rows_other`); Vietnamese needs one. Pure.
 */
import { MAX_LANGUAGE_BYTES } from './languages.ts';

export interface Catalogue {
  /** Two letters (ISO 639-1); also the file's name. */
  readonly language: string;
  /** Of the language, in the language. */
  readonly name: string;
  readonly screens: Texts;
  readonly errors: Texts;
}
export type Texts = Readonly<Record<string, string>>;
export interface OwnTexts {
  readonly screens: Texts;
  readonly errors: Texts;
}
/** Why one text of a catalogue is not used; `holes`: what the Vietnamese one has to be filled with. */
export interface CatalogueFault {
  readonly key: string;
  readonly why: 'unknown' | 'empty' | 'long' | 'holes' | 'signs' | 'text';
  readonly holes?: string;
}
/** What is wrong with a file as a whole: an error's code. */
export type WholeFault = 'languages.size' | 'languages.json' | 'languages.shape' | 'languages.language' | 'languages.name';

const PARTS = ['screens', 'errors'] as const;
const PLURAL = /_(?:zero|one|two|few|many|other)$/;
const MAX_KEYS = 20_000;
/** A translation may be longer than the Vietnamese text, not without end: it would push everything else off the screen. */
const longest = (own: string): number => 80 + 4 * own.length;
/** What would be read as an instruction by the library that fills in the words, or turns the reading order. */
const SIGNS = /\$t\(|[\p{Cc}\u202A-\u202E\u2066-\u2069]/u;
const holesOf = (text: string): string[] => [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name))].sort();
/** Braces that are none of the holes: `{{a.b}}`, `{{x, format}}`, half ones. */
const hasOtherBraces = (text: string): boolean => /\{\{|\}\}/.test(text.replace(/\{\{\w+\}\}/g, ''));
const isTexts = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length <= MAX_KEYS;

/** The file as a catalogue, its texts not judged yet; or what is wrong with it as a whole. */
export function readCatalogue(
  text: string,
): { readonly catalogue: Catalogue; readonly fault?: undefined } | { readonly fault: WholeFault; readonly catalogue?: undefined } {
  if (new TextEncoder().encode(text).length > MAX_LANGUAGE_BYTES) return { fault: 'languages.size' };
  let read: Partial<Record<keyof Catalogue, unknown>>;
  try {
    read = JSON.parse(text.replace(/^\uFEFF/, '')) as typeof read;
  } catch {
    return { fault: 'languages.json' };
  }
  if (!isTexts(read)) return { fault: 'languages.shape' };
  const { language, name, screens = {}, errors = {} } = read;
  if (typeof language !== 'string' || !/^[a-z]{2}$/.test(language) || language === 'vi') return { fault: 'languages.language' };
  if (typeof name !== 'string' || name.trim() === '' || name.length > 40 || SIGNS.test(name)) return { fault: 'languages.name' };
  if (!isTexts(screens) || !isTexts(errors)) return { fault: 'languages.shape' };
  return { catalogue: { language, name: name.trim(), screens: screens as Texts, errors: errors as Texts } };
}

function faultOf(key: string, text: unknown, texts: Texts): CatalogueFault | undefined {
  const plain = key.replace(PLURAL, '');
  const own = Object.hasOwn(texts, key) ? texts[key] : Object.hasOwn(texts, plain) ? texts[plain] : undefined;
  if (own === undefined) return { key, why: 'unknown' };
  if (typeof text !== 'string') return { key, why: 'text' };
  if (text.trim() === '' && own !== '') return { key, why: 'empty' };
  if (text.length > longest(own)) return { key, why: 'long' };
  if (SIGNS.test(text.replaceAll('\n', ' '))) return { key, why: 'signs' };
  // “One document” needs no figure.
  const free = key !== plain ? ['count'] : [];
  const [wanted, found] = [holesOf(own), holesOf(text)];
  const fits = found.every((hole) => wanted.includes(hole)) && wanted.every((hole) => found.includes(hole) || free.includes(hole));
  return fits && !hasOtherBraces(text) ? undefined : { key, why: 'holes', holes: wanted.map((hole) => `{{${hole}}}`).join(' ') };
}

/** What of a part of a catalogue may be shown, and what is wrong with the rest. */
export function usableTexts(texts: Texts, own: Texts): { readonly texts: Texts; readonly faults: readonly CatalogueFault[] } {
  const usable: Record<string, string> = {};
  const faults: CatalogueFault[] = [];
  for (const [key, text] of Object.entries(texts)) {
    const fault = faultOf(key, text, own);
    if (fault) faults.push(fault);
    else usable[key] = text;
  }
  return { texts: usable, faults };
}

/** Of a whole catalogue: its faults, and how many of the Vietnamese texts it has. */
export function judgeCatalogue(
  catalogue: Catalogue,
  own: OwnTexts,
): { readonly faults: readonly CatalogueFault[]; readonly has: number; readonly of: number } {
  const parts = PARTS.map((part) => usableTexts(catalogue[part], own[part]));
  const has = PARTS.map((part, i) => {
    const keys = Object.keys(parts[i]?.texts ?? {});
    return new Set(keys.map((key) => (Object.hasOwn(own[part], key) ? key : key.replace(PLURAL, '')))).size;
  });
  const count = (all: readonly number[]): number => all.reduce((sum, n) => sum + n, 0);
  return {
    faults: parts.flatMap(({ faults }) => faults),
    has: count(has),
    of: count(PARTS.map((part) => Object.keys(own[part]).length)),
  };
}

/** The Vietnamese catalogue as the file that a translator fills in. */
export const templateOf = (own: OwnTexts): string =>
  `${JSON.stringify({ language: 'en', name: 'English', screens: own.screens, errors: own.errors }, null, 1)}\n`;
