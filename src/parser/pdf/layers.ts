/**
 * What many things do together that none of them does alone: letters over letters, thin lines side by side, one pale film over the
 * other. How much of the page still shows is summed up in small cells of the look's area.
 */
import type { Area, Point } from './geometry.ts';

/** Something drawn of which the page is seen through, or between. */
export interface Film {
  /** Nothing of it is drawn outside. */
  readonly area: Area;
  /** 0 lets all of the page through, 1 nothing. */
  readonly at: (at: Point) => number;
  /** What asking it costs, about; 1 for little. */
  readonly cost: number;
  /** No place as large as a letter is covered by it more than so. */
  readonly most: number;
}
/** Points. */
const CELL = 1.25;
const MAX_CELLS = 400_000;
const MAX_FILMS = 100_000;
/** Questions to all of them, by what they cost. */
const MAX_COST = 20_000_000;
/** Cells around one that a letter stands on. */
const AROUND = 2;
/** So much of what a letter stands on must be hidden that it is not read any more. */
const HIDDEN = 0.85;
/** Of that much less the boxes alone must come up to, before anything is looked at closely. */
const CAREFUL = 0.95;
/** Square points that a letter stands on, about. */
export const PLACE = (CELL * (2 * AROUND + 1)) ** 2;

/** Whether all of them together hide a place; undefined where they hide none. */
export function hidingTogether(films: readonly Film[], [x0, y0, x1, y1]: Area): ((at: Point) => boolean) | undefined {
  if (films.length === 0) return undefined;
  const [wide, high] = [Math.ceil((x1 - x0) / CELL), Math.ceil((y1 - y0) / CELL)];
  if (films.length > MAX_FILMS || wide * high > MAX_CELLS) throw new Error('films');
  const shows = new Float32Array(wide * high).fill(1);
  const from = (value: number, start: number): number => Math.max(0, Math.floor((value - start) / CELL));
  const each = (area: Area, take: (i: number, j: number) => number): void => {
    const [left, right] = [from(area[0], x0), Math.min(wide, from(area[2], x0) + 1)];
    for (let j = from(area[1], y0); j < Math.min(high, from(area[3], y0) + 1); j++)
      for (let i = left; i < right; i++) {
        const covers = take(i, j);
        if (covers > 0) shows[j * wide + i] = (shows[j * wide + i] ?? 1) * (1 - Math.min(1, covers));
      }
  };
  let cost = 0;
  for (const { area, cost: one, most } of films) {
    const across = Math.max(0, Math.min(wide, from(area[2], x0) + 1) - from(area[0], x0));
    cost += across * Math.max(0, Math.min(high, from(area[3], y0) + 1) - from(area[1], y0)) * Math.max(1, one);
    if (cost > MAX_COST) throw new Error('cost');
    each(area, () => most);
  }
  // Nearly every look is lines of letters beside each other: they are not looked at more closely.
  if (!shows.some((left) => left < 1 - HIDDEN * CAREFUL)) return undefined;
  shows.fill(1);
  for (const { area, at } of films) each(area, (i, j) => at([x0 + (i + 0.5) * CELL, y0 + (j + 0.5) * CELL]));
  const hides = new Uint8Array(wide * high);
  let any = false;
  for (let j = 0; j < high; j++)
    for (let i = 0; i < wide; i++) {
      if ((shows[j * wide + i] ?? 1) > 0.5) continue;
      let [sum, count] = [0, 0];
      for (let dj = -AROUND; dj <= AROUND; dj++)
        for (let di = -AROUND; di <= AROUND; di++) {
          if (i + di < 0 || i + di >= wide || j + dj < 0 || j + dj >= high) continue;
          sum += 1 - (shows[(j + dj) * wide + i + di] ?? 1);
          count++;
        }
      if (sum >= count * HIDDEN) {
        hides[j * wide + i] = 1;
        any = true;
      }
    }
  return any ? ([x, y]) => hides[Math.floor((y - y0) / CELL) * wide + Math.floor((x - x0) / CELL)] === 1 : undefined;
}
