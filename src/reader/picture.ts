/** What is done to a picture before it is read; pure arithmetic over bytes. What is kept here helped in `npm run bench -- ocr`. */
import type { Grey, Picture } from './engine.ts';

/** Red ink shows like paper in the red letter of a picture, black and blue ink stay dark: a seal over a name goes, the name stays. */
export const withoutRed = ({ width, height, red }: Picture): Grey => ({ width, height, data: red });

/** Only what is red: a stamp of urgency reads as black on white. */
export function onlyRed({ width, height, red, green, blue }: Picture): Grey {
  const data = new Uint8Array(red.length);
  for (let i = 0; i < red.length; i++) {
    const other = ((green[i] ?? 0) + (blue[i] ?? 0)) >> 1;
    const colour = (red[i] ?? 0) - other;
    data[i] = colour > 24 ? Math.max(0, 255 - colour * 3) : 255;
  }
  return { width, height, data };
}

/** Lightest paper to white, darkest ink to black, by hundredths of the whole page. */
export function stretched(grey: Grey): Grey {
  const counts = new Uint32Array(256);
  for (const value of grey.data) counts[value] = (counts[value] ?? 0) + 1;
  const at = (share: number): number => {
    let [sum, value] = [0, 0];
    for (; value < 255 && sum + (counts[value] ?? 0) < grey.data.length * share; value++) sum += counts[value] ?? 0;
    return value;
  };
  const [black, white] = [at(0.005), at(0.5)];
  if (white - black < 40) return grey;
  const scale = 255 / (white - black);
  const table = Uint8Array.from({ length: 256 }, (_, v) => Math.max(0, Math.min(255, Math.round((v - black) * scale))));
  const data = new Uint8Array(grey.data.length);
  for (let i = 0; i < data.length; i++) data[i] = table[grey.data[i] ?? 0] ?? 0;
  return { ...grey, data };
}

/** Larger or smaller by a factor; each new dot between the four old ones it lies among, averaged first where it gets smaller. */
export function scaled(grey: Grey, factor: number): Grey {
  const [width, height] = [Math.max(1, Math.round(grey.width * factor)), Math.max(1, Math.round(grey.height * factor))];
  return mapped(grey, width, height, (x, y) => [(x + 0.5) / factor - 0.5, (y + 0.5) / factor - 0.5]);
}

/** Turned by an angle (radians) around its middle so that lines that sank to the right by it lie level. */
export function levelled(grey: Grey, angle: number): Grey {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [mx, my] = [grey.width / 2, grey.height / 2];
  return mapped(grey, grey.width, grey.height, (x, y) => [cos * (x - mx) - sin * (y - my) + mx, sin * (x - mx) + cos * (y - my) + my]);
}

function mapped(grey: Grey, width: number, height: number, from: (x: number, y: number) => readonly [number, number]): Grey {
  const data = new Uint8Array(width * height).fill(255);
  const { data: old, width: w, height: h } = grey;
  // The map is straight: two points say it all, and no function is called for each of millions of dots.
  const [x0, y0] = from(0, 0);
  const [x1, y1] = from(1, 0);
  const [x2, y2] = from(0, 1);
  const [ax, ay, bx, by] = [x1 - x0, y1 - y0, x2 - x0, y2 - y0];
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to++) {
      const sx = x0 + ax * x + bx * y;
      const sy = y0 + ay * x + by * y;
      const [ix, iy] = [Math.floor(sx), Math.floor(sy)];
      if (ix < 0 || iy < 0 || ix >= w - 1 || iy >= h - 1) continue;
      const [fx, fy, at] = [sx - ix, sy - iy, iy * w + ix];
      const top = (old[at] ?? 0) * (1 - fx) + (old[at + 1] ?? 0) * fx;
      const bottom = (old[at + w] ?? 0) * (1 - fx) + (old[at + w + 1] ?? 0) * fx;
      data[to] = top * (1 - fy) + bottom * fy;
    }
  }
  return { width, height, data };
}

/** Dark lines longer than any stroke of a letter, as of a stamp's frame, are wiped: what a frame holds reads as text then. */
export function withoutFrames(grey: Grey, longest: { readonly across: number; readonly down: number }): Grey {
  const { width, height } = grey;
  const data = grey.data.slice();
  const wipe = (count: number, length: number, at: (line: number, i: number) => number, most: number): void => {
    for (let line = 0; line < count; line++) {
      for (let i = 0, from = 0; i <= length; i++) {
        if (i < length && (grey.data[at(line, i)] ?? 255) < 170) continue;
        if (i - from > most) for (let k = from; k < i; k++) data[at(line, k)] = 255;
        from = i + 1;
      }
    }
  };
  wipe(height, width, (y, x) => y * width + x, longest.across);
  wipe(width, height, (x, y) => y * width + x, longest.down);
  return { ...grey, data };
}

/** Where anything dark is; undefined on an empty page. */
export function inked({ width, height, data }: Grey): { x: number; y: number; w: number; h: number } | undefined {
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      if ((data[at] ?? 255) >= 140) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  return right < 0 ? undefined : { x: left, y: top, w: right - left + 1, h: bottom - top + 1 };
}
