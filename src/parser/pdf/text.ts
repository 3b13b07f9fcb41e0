/**
 * The text layer of a PDF, some pages at a time, so that no job holds up the others for long. Text set in fonts of an
 * old encoding comes out in Unicode; a file without a text layer gives none, and says so by an empty text.
 */
import type { ReadTextResult } from '../../contract/parser/index.ts';
import { decodeOld, encodingOfFont, fromOld, type OldEncoding } from '../../domain/oldEncodings.ts';
import { isSyllable } from '../../domain/syllables.ts';
import type { ByteSource } from '../../formats/pdf/index.ts';
import { MAX_PDF_BYTES, openByPieces } from './pdfjs.ts';

export interface TextWanted {
  /** 1-based page to go on from. */
  readonly fromPage: number;
  readonly maxPages: number;
  readonly maxChars: number;
  /** A page is begun only before this much time has passed, in milliseconds. */
  readonly maxMs: number;
}

export interface Item {
  readonly str: string;
  readonly fontName: string;
  readonly hasEOL: boolean;
  readonly transform: readonly number[];
  readonly width: number;
}
export interface PdfPage {
  getTextContent(): Promise<{ readonly items: readonly unknown[] }>;
  getOperatorList(): Promise<unknown>;
  readonly commonObjs: { get(name: string, then: (font: { readonly name?: string } | null) => void): unknown };
  cleanup(): unknown;
}
export const isItem = (value: unknown): value is Item =>
  typeof value === 'object' && value !== null && 'str' in value && 'fontName' in value;

/** @throws Failure where the file is no PDF that can be opened is left to the caller: here it gives `unreadable` */
export async function readText(source: ByteSource, wanted: TextWanted): Promise<ReadTextResult> {
  const none: ReadTextResult = { pages: 0, text: '', truncated: false };
  if (source.size > MAX_PDF_BYTES) return { ...none, truncated: true, unreadable: 'too_large' };
  const begun = performance.now();
  const opened = await openByPieces(source, { fontExtraProperties: true });
  try {
    return await opened.run(async (document) => {
      const parts: string[] = [];
      let [chars, page] = [0, wanted.fromPage];
      let encoding: OldEncoding | undefined;
      const last = Math.min(document.numPages, wanted.fromPage + wanted.maxPages - 1);
      for (; page <= last && chars < wanted.maxChars; page++) {
        if (page > wanted.fromPage && performance.now() - begun > wanted.maxMs) break;
        const read = await textOfPage((await document.getPage(page)) as unknown as PdfPage, wanted.maxChars - chars);
        parts.push(read.text);
        chars += read.text.length;
        encoding ??= read.encoding;
      }
      if (opened.tooMuch()) return { ...none, truncated: true, unreadable: 'too_large' };
      return {
        pages: document.numPages,
        text: parts.join('\n').slice(0, wanted.maxChars),
        truncated: chars >= wanted.maxChars && page <= document.numPages,
        ...(page <= document.numPages && chars < wanted.maxChars ? { nextPage: page } : {}),
        ...(encoding === undefined ? {} : { encoding }),
      };
    });
  } catch (error) {
    if (opened.tooMuch()) return { ...none, truncated: true, unreadable: 'too_large' };
    const name = error instanceof Error ? error.name : '';
    return { ...none, unreadable: name === 'PasswordException' ? 'encrypted' : 'damaged' };
  } finally {
    await opened.close();
  }
}

async function textOfPage(page: PdfPage, maxChars: number): Promise<{ text: string; encoding?: OldEncoding }> {
  const { items } = await page.getTextContent();
  const runs = items.filter(isItem);
  const fonts = await oldFonts(page, runs);
  let text = '';
  for (const run of runs) {
    const font = fonts.get(run.fontName);
    text += font ? font(run.str) : run.str;
    text += run.hasEOL ? '\n' : '';
    if (text.length > maxChars) break;
  }
  page.cleanup();
  // Text set in an old encoding by a font of another name.
  const read = fonts.size > 0 ? { text } : fromOld(text, 4);
  const used = [...fonts.values()].length > 0 ? fonts.encoding : read.encoding;
  const tidy = read.text
    .normalize('NFC')
    .replace(/[^\P{Cc}\n]/gu, ' ')
    .replace(/[ \u00a0]+/g, ' ');
  return { text: tidy, ...(used === undefined ? {} : { encoding: used }) };
}

type Decode = (text: string) => string;
class OldFonts extends Map<string, Decode> {
  encoding: OldEncoding | undefined;
}
/** High letters in a page that no honest Vietnamese text has alone: worth asking for the names of its fonts. */
const SUSPECT = /[\u00a1-\u00ff]/;

/** How the runs of each font of an old encoding are read; empty for nearly every page there is. */
export async function oldFonts(page: PdfPage, runs: readonly Item[]): Promise<OldFonts> {
  const found = new OldFonts();
  const suspects = new Set(runs.filter((run) => SUSPECT.test(run.str)).map((run) => run.fontName));
  if (suspects.size === 0) return found;
  // The names of fonts are known only after the page's operators were read.
  await page.getOperatorList();
  for (const name of new Set(runs.map((run) => run.fontName))) {
    const old = encodingOfFont(await fontName(page, name));
    if (old === undefined) continue;
    const whole = runs
      .filter((run) => run.fontName === name)
      .map((run) => run.str)
      .join(' ');
    // A font of that name whose text is honest all the same (a `ToUnicode` of its own) stays as it is.
    if (/[ăĂđĐơƠưƯ\u1ea0-\u1ef9]/u.test(whole)) continue;
    found.encoding ??= old.encoding;
    found.set(name, (text) => {
      const decoded = decodeOld(old.encoding === 'tcvn3' ? hyphens(text) : text, old.encoding);
      return old.capitals ? decoded.toUpperCase() : decoded;
    });
  }
  return found;
}

/** How long a font that pdf.js never loads is waited for, in milliseconds. */
const FONT_MS = 300;
/** A font's own name; '' where it did not load. */
function fontName(page: PdfPage, id: string): Promise<string> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(''), FONT_MS);
    page.commonObjs.get(id, (font) => {
      clearTimeout(timer);
      resolve(font?.name ?? '');
    });
  });
}

/** WinAnsi shows byte AD, TCVN3's `ư`, as a hyphen (ISO 32000, annex D): where it makes a syllable of the word it was the letter. */
const hyphens = (text: string): string =>
  text.replace(/[A-Za-z\u00a1-\u00ff]*-[A-Za-z\u00a1-\u00ff]+/g, (word) => {
    const letter = word.replace('-', '\u00ad');
    return isSyllable(decodeOld(letter, 'tcvn3')) ? letter : word;
  });
