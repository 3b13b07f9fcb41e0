/** Boxes over what names a person, as parts of a page, moved by keyboard. Pure. */
/** Parts of the page: 0 … 1. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
/** What an arrow moves, and what a new box covers. */
const STEP = 0.01;
export const NEW_BOX: Box = { x: 0.1, y: 0.1, width: 0.4, height: 0.03 };

/** A box after an arrow (with Shift its size), kept on its page; undefined for any other key. */
export function keyed(box: Box, key: string, sized: boolean): Box | undefined {
  const [dx, dy] = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[key] ?? [];
  if (dx === undefined || dy === undefined) return undefined;
  const within = (v: number, low: number, high: number): number => Math.min(high, Math.max(low, v));
  return sized
    ? { ...box, width: within(box.width + dx, STEP, 1 - box.x), height: within(box.height + dy, STEP, 1 - box.y) }
    : { ...box, x: within(box.x + dx, 0, 1 - box.width), y: within(box.y + dy, 0, 1 - box.height) };
}
