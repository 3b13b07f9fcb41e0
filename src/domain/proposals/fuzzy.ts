/** How alike two Vietnamese texts are when a reader may have mistaken letters and marks. */
import { foldVietnamese } from '../secrecy.ts';

/** Letters and digits only, without marks. */
export const bare = (text: string): string => foldVietnamese(text).replace(/[^\p{L}\p{N}]/gu, '');

/** Steps from one text to the other, up to `most` + 1. */
export function distance(a: string, b: string, most = Number.POSITIVE_INFINITY): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const step = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1));
      next.push(step);
      least = Math.min(least, step);
    }
    if (least > most) return most + 1;
    row = next;
  }
  return row[b.length] ?? 0;
}

/** 1 the same, 0 nothing alike; marks, case, spaces and punctuation do not count. */
export function likeness(a: string, b: string): number {
  const [x, y] = [bare(a), bare(b)];
  const longer = Math.max(x.length, y.length);
  return longer === 0 ? 0 : 1 - distance(x, y) / longer;
}

/** As above, and where they are alike without marks, the marks decide. */
export function markedLikeness(a: string, b: string): number {
  const tidy = (text: string): string =>
    text
      .normalize('NFC')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, '');
  const [x, y] = [tidy(a), tidy(b)];
  const longer = Math.max(x.length, y.length);
  return longer === 0 ? 0 : (likeness(a, b) * 3 + (1 - distance(x, y) / longer)) / 4;
}

/** Names are compared by the thousand for every page: what is made of a list is kept with it. */
const BARE = new WeakMap<readonly unknown[], readonly string[]>();
function barest<T>(among: readonly T[], nameOf: (one: T) => string): readonly string[] {
  const kept = BARE.get(among);
  if (kept) return kept;
  const made = among.map((one) => bare(nameOf(one)));
  BARE.set(among, made);
  return made;
}

/** The one that is alike enough and clearly more than the next; undefined where none is, or two are. */
export function best<T>(
  text: string,
  among: readonly T[],
  nameOf: (one: T) => string,
  least: number,
  ahead = 0.04,
): { readonly one: T; readonly likeness: number } | undefined {
  const wanted = bare(text);
  const names = barest(among, nameOf);
  let [first, second]: [{ one: T; name: string; likeness: number } | undefined, number] = [undefined, 0];
  for (const [at, one] of among.entries()) {
    const name = names[at] ?? '';
    const longer = Math.max(name.length, wanted.length, 1);
    // Too different to be alike enough: most of ten thousand names are passed over here.
    const most = Math.ceil(longer * (1 - least) * 1.35) + 1;
    if (distance(name, wanted, most) > most) continue;
    const alike = markedLikeness(text, nameOf(one));
    if (first === undefined || alike > first.likeness) {
      if (first && first.name !== name) second = first.likeness;
      first = { one, name, likeness: alike };
    } else if (alike > second && name !== first.name) second = alike;
  }
  return first && first.likeness >= least && first.likeness - second >= ahead ? first : undefined;
}
