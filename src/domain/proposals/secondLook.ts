/**
 * Where a reader should look again, closer: the short lines of the head and the signer's name, of which one letter matters, and
 * which it was not sure of. What two looks agree on is sure; where they differ the surer look stands, and stays unsure.
 */
import type { PageText, PageWord } from '../pageText.ts';
import { bare } from './fuzzy.ts';
import { codeOf, columnsOf, dateOf } from './head.ts';
import { NOTHING_KNOWN } from './known.ts';
import { type Box, boxOf, type Run, shapeOf } from './shape.ts';

/** Words surer than this are not looked at again. */
const SURE = 88;
const MOST_LOOKS = 8;

/** Places of lines to be read again, with room around them. */
export function secondLooks(page: PageText): Box[] {
  const shape = shapeOf(page);
  if (shape.runs.length === 0) return [];
  const head = columnsOf(shape);
  const { row } = dateOf(head, shape, '9999-12-31');
  const code = codeOf(head, shape, row, { ...NOTHING_KNOWN, today: '9999-12-31' as never });
  const end = (row ?? shape.height * 0.2) + shape.em * 1.5;
  const top = [...head.left, ...head.right].filter((run) => run.top < end && bare(run.text).length > 1 && run.words.length < 12);
  const wanted = top.filter((run) => run.confidence < SURE || run === code?.run);
  return [...new Set(wanted)].slice(0, MOST_LOOKS).map((run) => roomy(run, shape.em));
}
function roomy(run: Run, em: number): Box {
  const { x, y, w, h } = boxOf([run]);
  return { x: Math.max(0, x - em * 0.6), y: Math.max(0, y - em * 0.35), w: w + em * 1.2, h: h + em * 0.7 };
}

/** The page with the lines in `box` as read again. */
export function withLook(page: PageText, box: Box, again: readonly PageWord[]): PageText {
  const inside = (w: PageWord): boolean => {
    const [x, y] = [w.x + w.w / 2, w.y + w.h / 2];
    return x >= box.x && x <= box.x + box.w && y >= box.y && y <= box.y + box.h;
  };
  const before = page.words.filter(inside);
  const said = (words: readonly PageWord[]): string =>
    words
      .map((w) => w.text)
      .join('')
      .replace(/\s/g, '');
  const sureness = (words: readonly PageWord[]): number => words.reduce((sum, w) => sum + w.confidence, 0) / (words.length || 1);
  if (before.length === 0 || again.length === 0 || !before.some((w) => bare(w.text) !== '')) return page;
  if (said(before) === said(again))
    return replaced(
      page,
      before,
      before.map((w) => ({ ...w, confidence: Math.max(w.confidence, 93) })),
    );
  // Word by word where both found as many: agreement in one is not lost to a quarrel about another.
  if (before.length === again.length) {
    const merged = before.map((w, i) => {
      const other = again[i];
      if (!other) return w;
      if (other.text === w.text) return { ...w, confidence: Math.max(w.confidence, other.confidence, 93) };
      const better = other.confidence > w.confidence ? { ...w, text: other.text, confidence: other.confidence } : w;
      return { ...better, confidence: Math.min(better.confidence, 78) };
    });
    return replaced(page, before, merged);
  }
  const better = sureness(again) > sureness(before) ? again : before;
  return replaced(
    page,
    before,
    better.map((w) => ({ ...w, confidence: Math.min(w.confidence, 78) })),
  );
}

function replaced(page: PageText, before: readonly PageWord[], after: readonly PageWord[]): PageText {
  const starts = page.lines ?? page.words.map((_, i) => i);
  const words: PageWord[] = [];
  const lines: number[] = [];
  let put = false;
  starts.forEach((start, i) => {
    const line = page.words.slice(start, starts[i + 1] ?? page.words.length);
    const kept = line.filter((w) => !before.includes(w));
    const here = !put && kept.length < line.length;
    if (here) put = true;
    // What was read again is a line of its own, before whatever else stood in that line.
    for (const part of [here ? after : [], kept]) {
      if (part.length === 0) continue;
      lines.push(words.length);
      words.push(...part);
    }
  });
  return { ...page, words, lines };
}
