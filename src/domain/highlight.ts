/** Where the searched words stand in a text: the whole of a short one, a cut around them of a long one. */
import type { MarkedWords } from './searchQuery.ts';
import { foldedText } from './searchText.ts';

export interface TextPart {
  readonly text: string;
  /** One of the searched words. */
  readonly hit?: true;
}

const WORD = /[\p{L}\p{N}\p{M}]+/gu;
/** A language has few words: each is folded once. Emptied when it grows beyond a vocabulary. */
const MAX_KNOWN = 20_000;
const known = new Map<string, string>();
function foldWord(word: string): string {
  const found = known.get(word);
  if (found !== undefined) return found;
  if (known.size >= MAX_KNOWN) known.clear();
  const folded = foldedText(word);
  known.set(word, folded);
  return folded;
}
interface Found {
  readonly from: number;
  readonly to: number;
}
function hits(text: string, wanted: MarkedWords, limit: number): Found[] {
  const whole = new Set(wanted.words);
  const found: Found[] = [];
  for (const match of text.matchAll(WORD)) {
    const folded = foldWord(match[0]);
    if (whole.has(folded) || (wanted.begun !== undefined && folded.startsWith(wanted.begun)))
      found.push({ from: match.index, to: match.index + match[0].length });
    if (found.length >= limit) break;
  }
  return found;
}

function cutInto(text: string, from: number, to: number, found: readonly Found[]): TextPart[] {
  const parts: TextPart[] = [];
  let at = from;
  for (const hit of found) {
    if (hit.from < from || hit.to > to) continue;
    if (hit.from > at) parts.push({ text: text.slice(at, hit.from) });
    parts.push({ text: text.slice(hit.from, hit.to), hit: true });
    at = hit.to;
  }
  if (at < to) parts.push({ text: text.slice(at, to) });
  return parts;
}

/** The whole text with the words marked; undefined where none of them stands there. */
export function marksIn(text: string, wanted: MarkedWords): TextPart[] | undefined {
  const found = hits(text, wanted, 100);
  return found.length === 0 ? undefined : cutInto(text, 0, text.length, found);
}

/** Hits looked at for the place where most different words stand together. */
const MAX_HITS = 400;
/** A stretch of about `length` characters where most of the searched words stand together; undefined where none stands. */
export function excerpt(text: string, wanted: MarkedWords, length = 220): TextPart[] | undefined {
  const found = hits(text, wanted, MAX_HITS);
  if (found.length === 0) return undefined;
  let best = { at: 0, score: -1 };
  for (const [i, hit] of found.entries()) {
    const seen = new Set<string>();
    for (let j = i; j < found.length && (found[j]?.to ?? 0) - hit.from <= length; j++) {
      const other = found[j];
      if (other) seen.add(foldWord(text.slice(other.from, other.to)));
    }
    if (seen.size > best.score) best = { at: i, score: seen.size };
  }
  const first = found[best.at];
  const start = Math.max(0, (first?.from ?? 0) - 50);
  const from = start === 0 ? 0 : Math.max(start, text.indexOf(' ', start) + 1);
  const wantedEnd = Math.min(text.length, from + length);
  const space = text.lastIndexOf(' ', wantedEnd);
  const to = wantedEnd === text.length || space <= (first?.to ?? 0) ? wantedEnd : space;
  const parts = cutInto(text, from, to, found);
  return [...(from > 0 ? [{ text: '… ' }] : []), ...parts, ...(to < text.length ? [{ text: ' …' }] : [])];
}
