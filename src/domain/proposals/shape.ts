/**
 * The words of a page as runs: what stands together on one line of one column, levelled where the page lies askew. Sizes are
 * told in letters' heights and in parts of the page, so that a scan of any fineness and a PDF's own text read alike.
 */
import type { PageText, PageWord } from '../pageText.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}
export interface Run {
  readonly words: readonly PageWord[];
  readonly text: string;
  /** Levelled: edges as if the page lay straight. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Least sure word, 0–100. */
  readonly confidence: number;
}
export interface Shape {
  /** From the top down, in a line from left to right. */
  readonly runs: readonly Run[];
  /** Height of usual letters. */
  readonly em: number;
  /** Where text begins and ends across the page. */
  readonly left: number;
  readonly right: number;
  readonly width: number;
  readonly height: number;
}

export const middle = (run: Run): number => (run.left + run.right) / 2;
export const centreLine = (run: Run): number => (run.top + run.bottom) / 2;
/** The box on the page as it lies. */
export function boxOf(runs: readonly Run[]): Box {
  const words = runs.flatMap((run) => run.words);
  return boxOfWords(words);
}
export function boxOfWords(words: readonly PageWord[]): Box {
  const x = Math.min(...words.map((w) => w.x));
  const y = Math.min(...words.map((w) => w.y));
  return { x, y, w: Math.max(...words.map((w) => w.x + w.w)) - x, h: Math.max(...words.map((w) => w.y + w.h)) - y };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** How lines sink to the right, by the words of those long enough to tell. */
function slopeOf(lines: readonly (readonly PageWord[])[], width: number): number {
  const slopes = lines.flatMap((line) => {
    const [first, last] = [line[0], line.at(-1)];
    if (!first || !last || line.length < 4 || last.x - first.x < width * 0.25) return [];
    const xs = line.map((w) => w.x + w.w / 2);
    const ys = line.map((w) => w.y + w.h / 2);
    const [mx, my] = [xs.reduce((a, b) => a + b, 0) / xs.length, ys.reduce((a, b) => a + b, 0) / ys.length];
    const top = xs.reduce((sum, x, i) => sum + (x - mx) * ((ys[i] ?? 0) - my), 0);
    const under = xs.reduce((sum, x) => sum + (x - mx) ** 2, 0);
    return under === 0 ? [] : [top / under];
  });
  const slope = slopes.length < 3 ? 0 : median(slopes);
  return Math.abs(slope) > 0.2 ? 0 : slope;
}

const LETTER = /[\p{L}\p{N}]/u;

function linesOf(page: PageText): PageWord[][] {
  const starts = page.lines ?? page.words.map((_, i) => i);
  return starts.map((start, i) => page.words.slice(start, starts[i + 1] ?? page.words.length).filter((w) => w.w > 0 && w.h > 0));
}
/** Two lines over each other that the reader took for one, as it does in narrow columns, are told apart. */
function storeys(line: readonly PageWord[], em: number, sink: (word: PageWord) => number): PageWord[][] {
  const at = (word: PageWord): number => word.y + word.h / 2 - sink(word);
  const rows: PageWord[][] = [];
  for (const word of [...line].sort((a, b) => at(a) - at(b))) {
    const row = rows.at(-1);
    const last = row?.at(-1);
    if (row && last && at(word) - at(last) < em * 0.6) row.push(word);
    else rows.push([word]);
  }
  return rows;
}

/** @param page its lines may be split or run across columns: both are mended here */
export function shapeOf(page: PageText): Shape {
  const lines = linesOf(page);
  const slope = slopeOf(lines, page.width);
  const em = median(page.words.filter((w) => LETTER.test(w.text) && w.text.length > 1).map((w) => w.h)) || page.height / 80;
  const sink = (word: PageWord): number => slope * (word.x + word.w / 2 - page.width / 2);
  const parts = lines.flatMap((line) => storeys(line, em, sink)).flatMap((line) => split(line, em * 1.7));
  const runs = joined(
    parts.map((words) => runOf(words, sink)),
    em,
    sink,
  );
  const wide = runs.filter((run) => run.right - run.left > page.width * 0.5);
  const edge = (pick: (run: Run) => number, usual: number): number => (wide.length < 2 ? usual : median(wide.map(pick)));
  return {
    runs: runs.sort((a, b) => a.top - b.top || a.left - b.left),
    em,
    left: Math.min(
      edge((run) => run.left, page.width * 0.15),
      page.width * 0.2,
    ),
    right: Math.max(
      edge((run) => run.right, page.width * 0.92),
      page.width * 0.8,
    ),
    width: page.width,
    height: page.height,
  };
}

function split(line: readonly PageWord[], gap: number): PageWord[][] {
  const parts: PageWord[][] = [];
  let last: PageWord | undefined;
  for (const word of [...line].sort((a, b) => a.x - b.x)) {
    const part = parts.at(-1);
    if (part === undefined || last === undefined || word.x - (last.x + last.w) > gap) parts.push([word]);
    else part.push(word);
    last = word;
  }
  return parts;
}

export function runOf(words: readonly PageWord[], sink: (word: PageWord) => number = () => 0): Run {
  return {
    words,
    text: words.map((w) => w.text).join(' '),
    left: Math.min(...words.map((w) => w.x)),
    right: Math.max(...words.map((w) => w.x + w.w)),
    top: Math.min(...words.map((w) => w.y - sink(w))),
    bottom: Math.max(...words.map((w) => w.y + w.h - sink(w))),
    confidence: Math.min(...words.map((w) => w.confidence)),
  };
}

/** Parts of one line that the reader took for several. */
function joined(parts: readonly Run[], em: number, sink: (word: PageWord) => number): Run[] {
  const runs: Run[] = [];
  for (const part of [...parts].sort((a, b) => a.left - b.left)) {
    const at = runs.findIndex((run) => {
      const gap = part.left - run.right;
      const common = Math.min(run.bottom, part.bottom) - Math.max(run.top, part.top);
      const lesser = Math.min(run.bottom - run.top, part.bottom - part.top);
      return gap > -em * 0.5 && gap < em * 1.3 && common > lesser * 0.55;
    });
    const run = runs[at];
    if (run === undefined) runs.push(part);
    else runs[at] = runOf([...run.words, ...part.words], sink);
  }
  return runs;
}

/** A run cut in two at the gap nearest to `x`; both parts as they are where no gap is near. */
export function cutAt(run: Run, x: number): Run[] {
  const left = run.words.filter((w) => w.x + w.w / 2 < x);
  const right = run.words.filter((w) => w.x + w.w / 2 >= x);
  if (left.length === 0 || right.length === 0) return [run];
  const down = run.top - Math.min(...run.words.map((w) => w.y));
  return [left, right].map((words) => runOf(words, () => -down));
}
