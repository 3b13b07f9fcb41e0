/**
 * Words of a PDF's own text layer with their places, of its first and last pages: what proposals for the entry are made from
 * where a document came as a file. Fonts of old encodings come out in Unicode.
 */
import type { ReadWordsResult } from '../../contract/parser/index.ts';
import { MAX_PAGE_WORDS, type PageText, type PageWord } from '../../domain/pageText.ts';
import type { ByteSource } from '../../formats/pdf/index.ts';
import { MAX_PDF_BYTES, openByPieces } from './pdfjs.ts';
import { type Item, isItem, oldFonts, type PdfPage } from './text.ts';

/** Dots to a point: places are told in whole numbers. */
const SCALE = 2;

interface Placed {
  readonly text: string;
  readonly x: number;
  readonly baseline: number;
  readonly width: number;
  readonly size: number;
}
type Matrix = readonly number[];
interface ShownPage extends PdfPage {
  getViewport(options: { scale: number }): { readonly width: number; readonly height: number; readonly transform: Matrix };
}

export async function readWords(source: ByteSource, wanted: { readonly first: number; readonly last: number }): Promise<ReadWordsResult> {
  if (source.size > MAX_PDF_BYTES) return { pages: 0, texts: [], unreadable: 'too_large' };
  const opened = await openByPieces(source, { fontExtraProperties: true });
  try {
    return await opened.run(async (document) => {
      const pages = document.numPages;
      const numbers = Array.from({ length: pages }, (_, i) => i + 1).filter((n) => n <= wanted.first || n > pages - wanted.last);
      const texts: { page: number; text: PageText }[] = [];
      for (const page of numbers) texts.push({ page, text: await wordsOf((await document.getPage(page)) as unknown as ShownPage) });
      return opened.tooMuch() ? { pages: 0, texts: [], unreadable: 'too_large' } : { pages, texts };
    });
  } catch (error) {
    if (opened.tooMuch()) return { pages: 0, texts: [], unreadable: 'too_large' };
    const name = error instanceof Error ? error.name : '';
    return { pages: 0, texts: [], unreadable: name === 'PasswordException' ? 'encrypted' : 'damaged' };
  } finally {
    await opened.close();
  }
}

async function wordsOf(page: ShownPage): Promise<PageText> {
  const { items } = await page.getTextContent();
  const runs = items.filter(isItem);
  const fonts = await oldFonts(page, runs);
  const { width, height, transform } = page.getViewport({ scale: SCALE });
  const placed = runs.flatMap((run) => place(run, fonts.get(run.fontName)?.(run.str) ?? run.str, transform));
  page.cleanup();
  const lines = linesOf(placed).map((line) => wordsIn(line));
  const words = lines.flat().slice(0, MAX_PAGE_WORDS);
  let at = 0;
  const starts = lines.flatMap((line) => {
    const start = at;
    at += line.length;
    return line.length > 0 && start < words.length ? [start] : [];
  });
  return { width: Math.round(width), height: Math.round(height), words, lines: starts };
}

/** Where a run stands on the page as shown; one that does not run from left to right is left out. */
function place(run: Item, text: string, [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0]: Matrix): Placed[] {
  const [ta = 0, tb = 0, tc = 0, td = 0, te = 0, tf = 0] = run.transform;
  const [right, down] = [a * ta + c * tb, b * ta + d * tb];
  if (text.trim() === '' || right <= 0 || Math.abs(down) > right * 0.05) return [];
  return [
    {
      text: text.normalize('NFC'),
      x: a * te + c * tf + e,
      baseline: b * te + d * tf + f,
      width: run.width * SCALE,
      size: Math.hypot(a * tc + c * td, b * tc + d * td),
    },
  ];
}

function linesOf(placed: readonly Placed[]): Placed[][] {
  const lines: { baseline: number; size: number; runs: Placed[] }[] = [];
  for (const run of [...placed].sort((x, y) => x.baseline - y.baseline || x.x - y.x)) {
    const line = lines.at(-1);
    if (line && Math.abs(line.baseline - run.baseline) < Math.min(line.size, run.size) * 0.35) line.runs.push(run);
    else lines.push({ baseline: run.baseline, size: run.size, runs: [run] });
  }
  return lines.map(({ runs }) => runs.sort((x, y) => x.x - y.x));
}

/** Letters that stand together are one word, however many runs they came in. */
function wordsIn(line: readonly Placed[]): PageWord[] {
  const words: PageWord[] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const run of line) {
    const chars = [...run.text];
    const step = run.width / Math.max(1, chars.length);
    let open = run.x - end < run.size * 0.15;
    chars.forEach((char, i) => {
      if (/\s/.test(char)) {
        open = false;
        return;
      }
      const x = run.x + i * step;
      const last = words.at(-1);
      if (open && last) words[words.length - 1] = { ...last, text: last.text + char, w: Math.round(x + step - last.x) };
      else {
        const [y, h] = [Math.round(run.baseline - run.size * 0.78), Math.round(run.size)];
        words.push({ text: char, x: Math.round(x), y, w: Math.max(1, Math.round(step)), h: Math.max(1, h), confidence: 99 });
      }
      open = true;
    });
    end = run.x + run.width;
  }
  return words;
}
