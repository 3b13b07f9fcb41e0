/**
 * Where two drawings of one page differ: the boxes that a person looks at first. Pure; both are drawn by one program at one size,
 * so what is the same is the same to the pixel, but for a little at the edges of letters.
 */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, alpha, row by row. */
  readonly data: Uint8ClampedArray;
}
/** In parts of the page's width and height, from its top left corner. */
export interface Difference {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
/** Pixels of a cell's side. */
const CELL = 8;
/** Of a colour's 255: less is an edge drawn a little otherwise. */
const SEEN = 40;
/** So many pixels of a cell have to differ. */
const MANY = 3;
/** Cells that lie so near belong to one box. */
const REACH = 3;
/** More places than these are one: a person reads the page anew. */
const MOST = 30;

const WHOLE: readonly Difference[] = [{ x: 0, y: 0, width: 1, height: 1 }];

export function differences(then: Pixels | undefined, now: Pixels | undefined): readonly Difference[] {
  if (!then || !now || then.width !== now.width || then.height !== now.height) return then || now ? WHOLE : [];
  const { width, height } = now;
  const wide = Math.ceil(width / CELL);
  const high = Math.ceil(height / CELL);
  const counts = new Uint8Array(wide * high);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      if (!differs(then.data, now.data, at)) continue;
      const cell = Math.floor(y / CELL) * wide + Math.floor(x / CELL);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
  const boxes = boxesOf(counts, wide, high);
  const found = boxes.length > MOST ? [around(boxes)] : boxes;
  return found.map(({ left, top, right, bottom }) => ({
    x: (left * CELL) / width,
    y: (top * CELL) / height,
    width: Math.min(1, ((right + 1) * CELL) / width) - (left * CELL) / width,
    height: Math.min(1, ((bottom + 1) * CELL) / height) - (top * CELL) / height,
  }));
}
function differs(a: Uint8ClampedArray, b: Uint8ClampedArray, at: number): boolean {
  for (let i = at; i < at + 3; i++) if (Math.abs((a[i] ?? 0) - (b[i] ?? 0)) > SEEN) return true;
  return false;
}

interface Cells {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}
const around = (boxes: readonly Cells[]): Cells => ({
  left: Math.min(...boxes.map(({ left }) => left)),
  top: Math.min(...boxes.map(({ top }) => top)),
  right: Math.max(...boxes.map(({ right }) => right)),
  bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
});
/** Cells that differ, gathered with their neighbours, from the top of the page to its foot. */
function boxesOf(counts: Uint8Array, wide: number, high: number): Cells[] {
  const left = new Set([...counts.keys()].filter((cell) => (counts[cell] ?? 0) >= MANY));
  const boxes: Cells[] = [];
  for (const first of left) {
    const waiting = [first];
    const members: Cells[] = [];
    left.delete(first);
    for (let cell = waiting.pop(); cell !== undefined; cell = waiting.pop()) {
      const [x, y] = [cell % wide, Math.floor(cell / wide)];
      members.push({ left: x, top: y, right: x, bottom: y });
      for (let dy = -REACH; dy <= REACH; dy++)
        for (let dx = -REACH; dx <= REACH; dx++) {
          const [nx, ny] = [x + dx, y + dy];
          if (nx < 0 || ny < 0 || nx >= wide || ny >= high) continue;
          if (left.delete(ny * wide + nx)) waiting.push(ny * wide + nx);
        }
    }
    boxes.push(members.reduce((box, one) => around([box, one])));
  }
  return boxes;
}
