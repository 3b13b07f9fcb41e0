/**
 * The visible marks of training: a blue signature and a red round seal, both saying TẬP HUẤN, drawn as paths
 * (text becomes outlines of the shipped font, so no font of the machine is ever asked), transparent PNG.
 */
import { create, type Font } from '@cantoo/fontkit';
import sharp from 'sharp';

/** Pixels a millimetre (about 300 dpi). */
const SCALE = 12;
const SEAL_MM = 36;
const RED = '#d8121f';
const BLUE = '#1b3fa8';

const round = (n: number): number => Math.round(n * 100) / 100;

interface Glyphs {
  readonly paths: readonly { readonly d: string; readonly x: number; readonly advance: number }[];
  readonly width: number;
  readonly scale: number;
}
function glyphs(font: Font, text: string, size: number): Glyphs {
  const run = font.layout(text);
  const scale = size / font.unitsPerEm;
  let x = 0;
  const paths = run.glyphs.map((glyph, i) => {
    const advance = (run.positions?.[i]?.xAdvance ?? 0) * scale;
    const placed = { d: glyph.path.toSVG(), x, advance };
    x += advance;
    return placed;
  });
  return { paths, width: x, scale };
}

/** Text on a straight line, centred on (cx, y). */
function straight(font: Font, text: string, size: number, cx: number, y: number): string {
  const { paths, width, scale } = glyphs(font, text, size);
  return paths
    .map((g) => `<path transform="translate(${round(cx - width / 2 + g.x)} ${round(y)}) scale(${scale} ${-scale})" d="${g.d}"/>`)
    .join('');
}
/** Text around a circle, its middle at the top (`up`) or at the bottom, always read from inside the seal's upright. */
function around(font: Font, text: string, size: number, centre: number, radius: number, up: boolean): string {
  const spaced = 1.12;
  const { paths, width, scale } = glyphs(font, text, size);
  return paths
    .map((g) => {
      const middle = (g.x + g.advance / 2 - width / 2) * spaced;
      const angle = ((up ? 1 : -1) * (middle / radius) * 180) / Math.PI;
      const offset = up ? -radius : radius;
      return `<path transform="rotate(${round(angle)} ${centre} ${centre}) translate(${round(centre - g.advance / 2)} ${round(centre + offset)}) scale(${scale} ${-scale})" d="${g.d}"/>`;
    })
    .join('');
}
function star(centre: number, radius: number): string {
  const points = Array.from({ length: 10 }, (_, i) => {
    const r = i % 2 === 0 ? radius : radius * 0.382;
    const a = (Math.PI / 5) * i - Math.PI / 2;
    return `${round(centre + r * Math.cos(a))},${round(centre + r * Math.sin(a))}`;
  });
  return `<polygon points="${points.join(' ')}"/>`;
}
const svg = (width: number, height: number, content: string): Buffer =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${content}</svg>`,
  );
const png = async (source: Buffer): Promise<Uint8Array> =>
  new Uint8Array(
    await sharp(source)
      .withMetadata({ density: SCALE * 25.4 })
      .png()
      .toBuffer(),
  );

/** A round seal of Ø 36 mm with the agency's name, a star and TẬP HUẤN. */
export async function sealImage(boldFont: Uint8Array, agency: string): Promise<Uint8Array> {
  const font = create(boldFont) as Font;
  const size = SEAL_MM * SCALE;
  const c = size / 2;
  const ring = (r: number, w: number): string =>
    `<circle cx="${c}" cy="${c}" r="${round(r)}" fill="none" stroke="${RED}" stroke-width="${w}"/>`;
  const letter = size * 0.092;
  const content =
    ring(c - 5, 8) +
    ring(c - 17, 2.5) +
    ring(c * 0.62, 2.5) +
    `<g fill="${RED}">${around(font, agency.toUpperCase(), letter, c, c * 0.69, true)}${around(font, 'TẬP HUẤN', letter, c, c * 0.84, false)}${star(c, c * 0.36)}${straight(font, 'KHÔNG CÓ GIÁ TRỊ', size * 0.036, c, c + c * 0.52)}</g>`;
  return png(svg(size, size, content));
}

/** A stream of numbers in [0, 1) from a text: the same name always writes the same signature. */
function numbersFrom(text: string): () => number {
  let state = 2166136261;
  for (const c of text) state = Math.imul(state ^ (c.codePointAt(0) ?? 0), 16777619);
  return () => {
    state = Math.imul(state ^ (state >>> 15), 2246822519) + 0x6d2b79f5;
    return ((state ^ (state >>> 13)) >>> 0) / 4294967296;
  };
}

/** An invented hand: loops running to the right and a stroke below, 44 × 22 mm. */
export async function signatureImage(regularFont: Uint8Array, name: string): Promise<Uint8Array> {
  const font = create(regularFont) as Font;
  const next = numbersFrom(name);
  const [w, h] = [44 * SCALE, 22 * SCALE];
  const middle = h * 0.48;
  let x = w * 0.12;
  let d = `M ${round(x)} ${round(middle + h * 0.12)}`;
  const loops = 5 + Math.floor(next() * 3);
  for (let i = 0; i < loops; i++) {
    const tall = i === 0 ? 0.42 : 0.12 + next() * 0.24;
    const step = (w * 0.66) / loops;
    const back = step * (0.25 + next() * 0.5);
    d += ` C ${round(x + step * 1.1)} ${round(middle - h * tall * 1.3)}, ${round(x - back)} ${round(middle - h * tall)}, ${round(x + step * 0.35)} ${round(middle + h * (0.05 + next() * 0.16))}`;
    x += step;
    d += ` S ${round(x - step * 0.2)} ${round(middle - h * 0.05 * next())}, ${round(x)} ${round(middle + h * (next() - 0.5) * 0.16)}`;
  }
  d += ` C ${round(w * 0.98)} ${round(middle - h * 0.3)}, ${round(w * 0.9)} ${round(h * 0.78)}, ${round(w * 0.3)} ${round(h * 0.74)}`;
  const content =
    `<path d="${d}" fill="none" stroke="${BLUE}" stroke-width="6.5" stroke-linecap="round" stroke-linejoin="round"/>` +
    `<g fill="${BLUE}">${straight(font, 'TẬP HUẤN', h * 0.15, w * 0.62, h * 0.97)}</g>`;
  return png(svg(w, h, content));
}
