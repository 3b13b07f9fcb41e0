/** Where the window stands: as it was left, but never where no screen is any more, nor larger than the one it is on. Pure. */
import type { Place } from './machine-settings.ts';

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
/** Small enough for 1366×768 at 150 %, which is 911×512 of the system's units. */
export const SMALLEST = { width: 640, height: 420 } as const;
const USUAL = { width: 1366, height: 768 } as const;
/** So much of the title bar must be on a screen for a hand to move it. */
const GRIP = 80;

const overlap = (a: Area, b: Area): { width: number; height: number } => ({
  width: Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x),
  height: Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y),
});

/**
 * @param screens the work areas of the screens that are there, the main one first, in the system's own units (each screen has
 *   its own scale)
 */
export function placeFor(left: Place | undefined, screens: readonly Area[]): Partial<Area> & { width: number; height: number } {
  const [first] = screens;
  const within = (size: { width: number; height: number }, area: Area | undefined) => ({
    width: Math.max(Math.min(size.width, area?.width ?? size.width), Math.min(SMALLEST.width, area?.width ?? SMALLEST.width)),
    height: Math.max(Math.min(size.height, area?.height ?? size.height), Math.min(SMALLEST.height, area?.height ?? SMALLEST.height)),
  });
  if (left === undefined) return within(USUAL, first);
  const on = screens.find((area) => {
    const seen = overlap(left, area);
    return seen.width >= GRIP && seen.height >= GRIP && left.y >= area.y - 8;
  });
  if (on === undefined) return within(left, first);
  return { x: left.x, y: left.y, ...within(left, on) };
}
