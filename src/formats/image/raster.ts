/**
 * What a page's picture tells without being read: how much ink stands on it, by how much it lies askew, and whether it lies
 * on its side or head. Works on small grey pictures (about 1,000 pixels wide); pure functions over samples.
 */

export interface Grey {
  readonly width: number;
  readonly height: number;
  /** One byte a pixel, row by row; 0 is black. */
  readonly data: Uint8Array;
}
export interface InkMask {
  readonly width: number;
  readonly height: number;
  /** 1 where there is ink. */
  readonly data: Uint8Array;
}

/** How much darker than its surroundings (of 255) ink is: the print of the other side shining through is less. */
const CONTRAST = 38;
const WINDOW = 24;

/** Ink is what is darker than its own surroundings, so that tinted paper and a shadow along an edge are none. */
export function inkMask({ width, height, data }: Grey): InkMask {
  const sums = integral(width, height, data);
  const ink = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const [y0, y1] = [Math.max(0, y - WINDOW), Math.min(height, y + WINDOW + 1)];
    for (let x = 0; x < width; x++) {
      const [x0, x1] = [Math.max(0, x - WINDOW), Math.min(width, x + WINDOW + 1)];
      const at = (row: number, column: number): number => sums[row * (width + 1) + column] ?? 0;
      const mean = (at(y1, x1) - at(y0, x1) - at(y1, x0) + at(y0, x0)) / ((x1 - x0) * (y1 - y0));
      const value = data[y * width + x] ?? 255;
      // Inside a heavy stroke or a seal the surroundings are dark themselves.
      if (value < mean - CONTRAST || value < 60) ink[y * width + x] = 1;
    }
  }
  return { width, height, data: ink };
}

function integral(width: number, height: number, data: Uint8Array): Float64Array {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += data[y * width + x] ?? 0;
      sums[(y + 1) * (width + 1) + x + 1] = (sums[y * (width + 1) + x + 1] ?? 0) + row;
    }
  }
  return sums;
}

/** Along the edges a scanner draws shadows, and hole punches leave dots. */
const EDGE = 0.05;

/** Share of the page's inner area that is ink, single specks left out. */
export function inkShare({ width, height, data }: InkMask): number {
  const [dx, dy] = [Math.ceil(width * EDGE), Math.ceil(height * EDGE)];
  let count = 0;
  for (let y = Math.max(1, dy); y < Math.min(height - 1, height - dy); y++) {
    for (let x = Math.max(1, dx); x < Math.min(width - 1, width - dx); x++) {
      const i = y * width + x;
      if (data[i] !== 1) continue;
      let around = 0;
      for (const step of [-width - 1, -width, -width + 1, -1, 1, width - 1, width, width + 1]) around += data[i + step] ?? 0;
      if (around >= 3) count++;
    }
  }
  return count / Math.max(1, (width - 2 * dx) * (height - 2 * dy));
}

/** Feet of letters: ink with none below it. Their rows show a line's slope best. */
function feet({ width, height, data }: InkMask, most: number): { xs: Float32Array; ys: Float32Array } {
  const found: number[] = [];
  const [dx, dy] = [Math.ceil(width * EDGE), Math.ceil(height * EDGE)];
  for (let y = dy; y < height - dy - 1; y++)
    for (let x = dx; x < width - dx; x++) {
      const i = y * width + x;
      if (data[i] === 1 && data[i + width] === 0 && data[i - width] === 1) found.push(i);
    }
  const step = Math.max(1, found.length / most);
  const count = Math.floor(found.length / step);
  const [xs, ys] = [new Float32Array(count), new Float32Array(count)];
  for (let n = 0; n < count; n++) {
    const i = found[Math.floor(n * step)] ?? 0;
    xs[n] = i % width;
    ys[n] = Math.floor(i / width);
  }
  return { xs, ys };
}

const RADIAN = Math.PI / 180;
/** Scanned sheets lie askew by a few degrees; more is a matter of turning. */
export const MAX_SKEW = 8;
const FEET = 30_000;

export interface Skew {
  /** Degrees by which the picture must be turned clockwise so that its lines lie level. */
  readonly degrees: number;
  /** How much better the lines stand out than at other angles; under 1.3 there are hardly any lines. */
  readonly clarity: number;
}

/** Angle at which the feet of the letters fall into the fewest rows (projection profile). */
export function skewOf(mask: InkMask): Skew {
  const { xs, ys } = feet(mask, FEET);
  if (xs.length < 200) return { degrees: 0, clarity: 0 };
  const rows = new Float64Array(mask.height + mask.width);
  const score = (degrees: number): number => {
    rows.fill(0);
    const slope = Math.tan(degrees * RADIAN);
    for (let n = 0; n < xs.length; n++) {
      const row = (ys[n] ?? 0) + (xs[n] ?? 0) * slope + mask.width / 2;
      const low = Math.floor(row);
      const part = row - low;
      rows[low] = (rows[low] ?? 0) + 1 - part;
      rows[low + 1] = (rows[low + 1] ?? 0) + part;
    }
    let sum = 0;
    for (const value of rows) sum += value * value;
    return sum;
  };
  let best = { degrees: 0, score: score(0) };
  let [total, count] = [0, 0];
  const look = (from: number, to: number, step: number): void => {
    for (let degrees = from; degrees <= to + 1e-9; degrees += step) {
      const value = score(degrees);
      total += value;
      count++;
      if (value > best.score) best = { degrees, score: value };
    }
  };
  look(-MAX_SKEW, MAX_SKEW, 0.4);
  const clarity = best.score / (total / count);
  for (const step of [0.1, 0.02]) look(best.degrees - step * 4, best.degrees + step * 4, step);
  return { degrees: Math.round(best.degrees * 100) / 100, clarity };
}

export interface Facing {
  /** Degrees clockwise to turn the picture so that it stands. */
  readonly turn: 0 | 90 | 180 | 270;
  /** 0–1; under a half nothing should be said. */
  readonly sure: number;
}

/**
 * How the page lies. Lines of text make rows of ink; Vietnamese letters carry far more above their bodies (ascenders, hats
 * and tone marks) than below.
 */
export function facingOf(mask: InkMask): Facing {
  const level = linesOf(mask);
  const side = linesOf(quarter(mask));
  const lying = side.contrast > level.contrast * 1.25;
  const lines = lying ? side : level;
  if (lines.votes < 4) return { turn: 0, sure: 0 };
  const sure = Math.min(1, Math.abs(lines.up) * Math.min(1, lines.votes / 8));
  const head = lines.up < 0;
  // `quarter` turned it clockwise by 90 degrees already.
  if (lying) return { turn: head ? 270 : 90, sure };
  return { turn: head ? 180 : 0, sure };
}

interface Lines {
  /** Spread of the rows' ink. */
  readonly contrast: number;
  readonly votes: number;
  /** 1: every line has its marks above; −1: below. */
  readonly up: number;
}
function linesOf(mask: InkMask): Lines {
  const { degrees } = skewOf(mask);
  const rows = profile(mask, degrees);
  const mean = rows.reduce((sum, value) => sum + value, 0) / rows.length;
  const contrast = rows.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rows.length / Math.max(1e-9, mean * mean);
  let [votes, up] = [0, 0];
  const floor = Math.max(2, mean * 0.12);
  for (let y = 0; y < rows.length; ) {
    if ((rows[y] ?? 0) <= floor) {
      y++;
      continue;
    }
    let end = y;
    let peak = 0;
    while (end < rows.length && (rows[end] ?? 0) > floor) peak = Math.max(peak, rows[end++] ?? 0);
    const vote = leaning(rows, y, end, peak);
    if (vote !== undefined) {
      votes++;
      up += vote;
    }
    y = end;
  }
  return { contrast, votes, up: votes === 0 ? 0 : up / votes };
}

/** Whether one line's marks stand above (1) or below (−1) the bodies of its letters; undefined where it is no line of text. */
function leaning(rows: Float64Array, from: number, to: number, peak: number): number | undefined {
  const height = to - from;
  if (height < 9 || height > 90) return undefined;
  let [top, bottom] = [from, to - 1];
  while (top < bottom && (rows[top] ?? 0) < peak * 0.45) top++;
  while (bottom > top && (rows[bottom] ?? 0) < peak * 0.45) bottom--;
  let [above, below] = [0, 0];
  for (let y = from; y < top; y++) above += rows[y] ?? 0;
  for (let y = bottom + 1; y < to; y++) below += rows[y] ?? 0;
  if (above + below < peak * 0.5) return undefined;
  const lean = (above - below) / (above + below);
  return Math.abs(lean) < 0.12 ? 0 : Math.sign(lean);
}

/** Ink of each row once the picture is level. */
function profile({ width, height, data }: InkMask, degrees: number): Float64Array {
  const slope = Math.tan(degrees * RADIAN);
  const rows = new Float64Array(height);
  const [dx, dy] = [Math.ceil(width * EDGE), Math.ceil(height * EDGE)];
  for (let y = dy; y < height - dy; y++)
    for (let x = dx; x < width - dx; x++) {
      if (data[y * width + x] !== 1) continue;
      const row = Math.round(y + (x - width / 2) * slope);
      if (row >= 0 && row < height) rows[row] = (rows[row] ?? 0) + 1;
    }
  return rows;
}

/** Turned clockwise by 90 degrees. */
function quarter({ width, height, data }: InkMask): InkMask {
  const turned = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) turned[x * height + (height - 1 - y)] = data[y * width + x] ?? 0;
  return { width: height, height: width, data: turned };
}
