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

/** Whether all of them together hide a place; undefined where they hide none. */
export function hidingTogether(films: readonly Film[], [x0, y0, x1, y1]: Area): ((at: Point) => boolean) | undefined {
  if (films.length === 0) return undefined;
  const [wide, high] = [Math.ceil((x1 - x0) / CELL), Math.ceil((y1 - y0) / CELL)];
  if (films.length > MAX_FILMS || wide * high > MAX_CELLS) throw new Error('films');
  const shows = new Float32Array(wide * high).fill(1);
  let cost = 0;
  for (const { area, at, cost: each } of films) {
    const from = (value: number, start: number): number => Math.max(0, Math.floor((value - start) / CELL));
    const across = Math.max(0, Math.min(wide, from(area[2], x0) + 1) - from(area[0], x0));
    cost += across * Math.max(0, Math.min(high, from(area[3], y0) + 1) - from(area[1], y0)) * Math.max(1, each);
    if (cost > MAX_COST) throw new Error('cost');
    for (let j = from(area[1], y0); j < Math.min(high, from(area[3], y0) + 1); j++)
      for (let i = from(area[0], x0); i < Math.min(wide, from(area[2], x0) + 1); i++) {
        const covers = at([x0 + (i + 0.5) * CELL, y0 + (j + 0.5) * CELL]);
        if (covers > 0) shows[j * wide + i] = (shows[j * wide + i] ?? 1) * (1 - Math.min(1, covers));
      }
  }
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
