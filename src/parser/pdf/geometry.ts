/** Places and paths of a page as a signature's look draws them (ISO 32000-2, 8.3 and 8.5). */
export type Point = readonly [x: number, y: number];
export type Matrix = readonly [number, number, number, number, number, number];
export type Path = readonly (readonly Point[])[];
export type Area = readonly [x0: number, y0: number, x1: number, y1: number];

export const times = (m: Matrix, n: Matrix): Matrix => [
  m[0] * n[0] + m[1] * n[2],
  m[0] * n[1] + m[1] * n[3],
  m[2] * n[0] + m[3] * n[2],
  m[2] * n[1] + m[3] * n[3],
  m[4] * n[0] + m[5] * n[2] + n[4],
  m[4] * n[1] + m[5] * n[3] + n[5],
];
export const put = (m: Matrix, [x, y]: Point): Point => [m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]];
export const scaleOf = (m: Matrix): number => Math.sqrt(Math.abs(m[0] * m[3] - m[1] * m[2]));
export function inverse(m: Matrix): Matrix | undefined {
  const det = m[0] * m[3] - m[1] * m[2];
  if (Math.abs(det) < 1e-12) return undefined;
  const [a, b, c, d] = [m[3] / det, -m[1] / det, -m[2] / det, m[0] / det];
  return [a, b, c, d, -(m[4] * a + m[5] * c), -(m[4] * b + m[5] * d)];
}
export const box = (x0: number, y0: number, x1: number, y1: number): Path => [
  [
    [x0, y0],
    [x1, y0],
    [x1, y1],
    [x0, y1],
  ],
];
export const moved = (path: Path, m: Matrix): Path => path.map((ring) => ring.map((point) => put(m, point)));
export function areaOf(path: Path, around = 0): Area {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of path)
    for (const [x, y] of ring) [x0, y0, x1, y1] = [Math.min(x0, x), Math.min(y0, y), Math.max(x1, x), Math.max(y1, y)];
  return [x0 - around, y0 - around, x1 + around, y1 + around];
}

/** Non-zero winding; both rules of filling paint what it paints, or less. */
export function inside(path: Path, [x, y]: Point): boolean {
  let winding = 0;
  for (const ring of path)
    ring.forEach(([x0, y0], i) => {
      const [x1, y1] = ring[(i + 1) % ring.length] ?? [x0, y0];
      const left = (x1 - x0) * (y - y0) - (x - x0) * (y1 - y0);
      if (y0 <= y && y1 > y && left > 0) winding++;
      else if (y0 > y && y1 <= y && left < 0) winding--;
    });
  return winding !== 0;
}
export function near(path: Path, [x, y]: Point, reach: number): boolean {
  return path.some((ring) =>
    ring.some(([x0, y0], i) => {
      const next = ring[i + 1];
      if (!next) return false;
      const [dx, dy] = [next[0] - x0, next[1] - y0];
      const along = Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy || 1)));
      return Math.hypot(x - x0 - along * dx, y - y0 - along * dy) <= reach;
    }),
  );
}

/** The path under construction, in points of the page; curves as a few straight lines. */
export class PathMaker {
  #rings: Point[][] = [];
  #at: Point = [0, 0];
  #raw: Point = [0, 0];
  clip = false;

  /** @returns whether the operator builds the path */
  take(operator: string, n: readonly number[], ctm: Matrix): boolean {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = n;
    const line = (x: number, y: number): void => {
      this.#raw = [x, y];
      this.#at = put(ctm, this.#raw);
      this.#rings.at(-1)?.push(this.#at);
    };
    if (operator === 'm') {
      this.#rings.push([]);
      line(a, b);
    } else if (operator === 'l') line(a, b);
    else if (operator === 'c' || operator === 'v' || operator === 'y') {
      const [x, y] = this.#raw;
      const [p, q, r, s, t, u] = operator === 'c' ? [a, b, c, d, e, f] : operator === 'v' ? [x, y, a, b, c, d] : [a, b, c, d, c, d];
      for (let i = 1; i <= 8; i++) {
        const [k, h] = [i / 8, 1 - i / 8];
        const at = (o: number, one: number, two: number, end: number): number =>
          h ** 3 * o + 3 * h * h * k * one + 3 * h * k * k * two + k ** 3 * end;
        this.#rings.at(-1)?.push(put(ctm, [at(x, p, r, t), at(y, q, s, u)]));
      }
      this.#raw = [t, u];
    } else if (operator === 're') {
      this.#rings.push([...(moved(box(a, b, a + c, b + d), ctm)[0] ?? [])]);
      this.#close();
      this.#raw = [a, b];
    } else if (operator === 'h') this.#close();
    else if (operator === 'W' || operator === 'W*') this.clip = true;
    else return false;
    return true;
  }
  #close(): void {
    const ring = this.#rings.at(-1);
    if (ring?.[0]) ring.push(ring[0]);
  }
  end(closed: boolean): Path {
    if (closed) this.#close();
    const made = this.#rings;
    this.#rings = [];
    return made;
  }
}
