/**
 * What a picture in a signature's look covers at a place, and how light it is there (ISO 32000-2, 8.9 and 11.6.5): its samples through
 * their colour space, and whatever lets the page through: a soft mask, a stencil, colours that are left out. What cannot be
 * read here (JPEG, JPEG 2000 and fax data, separations) says so.
 */
import type { PdfDocument } from '../../formats/pdf/index.ts';
import { isArray, isName, Name, type PdfObject, PdfString, Stream } from '../../formats/pdf/objects.ts';

/** At a place of the unit square, the origin at its lower left; undefined where nobody knows. */
export interface Picture {
  /** 0 lets all of the page through, 1 nothing. */
  readonly covers: (u: number, v: number) => number | undefined;
  /** 0 black, 1 the colour of paper. */
  readonly light: (u: number, v: number) => number | undefined;
}

const MAX_PIXELS = 64_000_000;
const MAX_PALETTE = 256 * 4;
const nobody = (): undefined => undefined;

/** @param painted how light the colour is that a stencil is filled with */
export function pictureOf(doc: PdfDocument, image: Stream, painted: number): Picture {
  const { dict } = image;
  if (doc.resolve(dict.get('ImageMask')) === true) {
    const bits = stencil(doc, image);
    // 0 is painted (8.9.6.2).
    return { covers: bits ? (u, v) => 1 - bits(u, v) : nobody, light: () => painted };
  }
  const raw = samplesOf(doc, image);
  const light = raw ? lightnessOf(doc, image, raw) : undefined;
  return { covers: coverOf(doc, image, raw), light: light ?? nobody };
}

function coverOf(doc: PdfDocument, image: Stream, raw: Samples | undefined): Picture['covers'] {
  const { dict } = image;
  const soft = doc.resolve(dict.get('SMask'));
  if (soft instanceof Stream) {
    const alpha = samplesOf(doc, soft);
    if (alpha?.parts !== 1) return nobody;
    const [from, to] = [alpha.decode[0] ?? 0, alpha.decode[1] ?? 1];
    return (u, v) => from + alpha.at(u, v, 0) * (to - from);
  }
  // An alpha channel of JPEG 2000 data.
  if ((doc.number(dict.get('SMaskInData')) ?? 0) > 0) return nobody;
  const mask = doc.resolve(dict.get('Mask'));
  if (mask instanceof Stream) {
    const bits = stencil(doc, mask);
    // 1 is left out (8.9.6.3).
    return bits ? (u, v) => 1 - bits(u, v) : nobody;
  }
  if (isArray(mask)) {
    const limits = mask.map((value) => doc.number(value));
    if (!raw || limits.length !== raw.parts * 2 || limits.includes(undefined)) return nobody;
    // Colours between the limits are left out (8.9.6.4): raw samples, before any decoding.
    return (u, v) => {
      for (let part = 0; part < raw.parts; part++) {
        const value = Math.round(raw.at(u, v, part) * raw.most);
        if (value < (limits[part * 2] ?? 0) || value > (limits[part * 2 + 1] ?? 0)) return 1;
      }
      return 0;
    };
  }
  return () => 1;
}

interface Samples {
  readonly parts: number;
  /** Largest raw value. */
  readonly most: number;
  readonly decode: readonly number[];
  /** One part of one sample, 0 to 1, as stored. */
  readonly at: (u: number, v: number, part: number) => number;
}
function samplesOf(doc: PdfDocument, image: Stream): Samples | undefined {
  const { dict } = image;
  const parts = partsOf(doc, dict.get('ColorSpace'));
  const bits = doc.number(dict.get('BitsPerComponent')) ?? 8;
  return parts === undefined ? undefined : read(doc, image, parts, bits);
}
/** 1 or 0 of a mask of one bit, as its decoding says. */
function stencil(doc: PdfDocument, mask: Stream): ((u: number, v: number) => number) | undefined {
  const bits = read(doc, mask, 1, 1);
  if (!bits) return undefined;
  const turned = bits.decode[0] === 1;
  return (u, v) => (turned ? 1 - bits.at(u, v, 0) : bits.at(u, v, 0));
}
function read(doc: PdfDocument, image: Stream, parts: number, bits: number): Samples | undefined {
  const [width, height] = [doc.number(image.dict.get('Width')) ?? 0, doc.number(image.dict.get('Height')) ?? 0];
  if (![1, 2, 4, 8, 16].includes(bits) || !(width >= 1) || !(height >= 1) || width * height > MAX_PIXELS) return undefined;
  let data: Uint8Array;
  try {
    data = doc.streamData(image);
  } catch {
    return undefined;
  }
  const row = Math.ceil((width * parts * bits) / 8);
  if (data.byteLength < row * height) return undefined;
  const most = 2 ** bits - 1;
  const at = (u: number, v: number, part: number): number => {
    const [x, y] = [within(Math.floor(u * width), width), within(Math.floor((1 - v) * height), height)];
    const bit = (x * parts + part) * bits;
    const from = y * row + (bit >> 3);
    if (bits === 16) return ((data[from] ?? 0) * 256 + (data[from + 1] ?? 0)) / most;
    return (((data[from] ?? 0) >> (8 - bits - (bit & 7))) & most) / most;
  };
  const decode = (doc.array(image.dict.get('Decode')) ?? []).map((value) => doc.number(value) ?? 0);
  return { parts, most, decode, at };
}
const within = (at: number, size: number): number => Math.max(0, Math.min(size - 1, at));

/** Parts of a colour; undefined for a colour space that is not read here. */
function partsOf(doc: PdfDocument, space: PdfObject): number | undefined {
  const value = doc.resolve(space);
  const kind = value instanceof Name ? value.name : isArray(value) ? nameOf(doc.resolve(value[0] ?? null)) : undefined;
  switch (kind) {
    case 'DeviceGray':
    case 'CalGray':
    case 'Indexed':
      return 1;
    case 'DeviceRGB':
    case 'CalRGB':
      return 3;
    case 'DeviceCMYK':
      return 4;
    case 'ICCBased': {
      const profile = isArray(value) ? doc.resolve(value[1] ?? null) : null;
      const parts = profile instanceof Stream ? doc.number(profile.dict.get('N')) : undefined;
      return parts === 1 || parts === 3 || parts === 4 ? parts : undefined;
    }
    default:
      return undefined;
  }
}
const nameOf = (value: PdfObject): string | undefined => (value instanceof Name ? value.name : undefined);

function lightnessOf(doc: PdfDocument, image: Stream, raw: Samples): ((u: number, v: number) => number) | undefined {
  const space = doc.resolve(image.dict.get('ColorSpace'));
  const palette = isArray(space) && isName(doc.resolve(space[0] ?? null), 'Indexed') ? paletteOf(doc, space) : undefined;
  if (isArray(space) && isName(doc.resolve(space[0] ?? null), 'Indexed')) {
    const last = palette?.at(-1);
    if (!palette || last === undefined) return undefined;
    const [from, to] = [raw.decode[0] ?? 0, raw.decode[1] ?? raw.most];
    return (u, v) => palette[Math.round(from + raw.at(u, v, 0) * (to - from))] ?? last;
  }
  const value = (u: number, v: number, part: number): number => {
    const [from, to] = [raw.decode[part * 2] ?? 0, raw.decode[part * 2 + 1] ?? 1];
    return from + raw.at(u, v, part) * (to - from);
  };
  return (u, v) => lightness(Array.from({ length: raw.parts }, (_, part) => value(u, v, part)));
}
/** How light each entry is (8.6.6.3). */
function paletteOf(doc: PdfDocument, space: readonly PdfObject[]): number[] | undefined {
  const parts = partsOf(doc, space[1] ?? null);
  const table = doc.resolve(space[3] ?? null);
  let bytes: Uint8Array;
  try {
    bytes = table instanceof PdfString ? table.bytes : table instanceof Stream ? doc.streamData(table) : new Uint8Array();
  } catch {
    return undefined;
  }
  const base = doc.resolve(space[1] ?? null);
  const nested = isArray(base) && isName(doc.resolve(base[0] ?? null), 'Indexed');
  if (parts === undefined || nested || bytes.byteLength < parts || bytes.byteLength > MAX_PALETTE + 8) return undefined;
  const entries = Math.floor(bytes.byteLength / parts);
  return Array.from({ length: entries }, (_, i) => lightness([...bytes.subarray(i * parts, (i + 1) * parts)].map((b) => b / 255)));
}

/** Of a colour of one (grey), three (RGB) or four (CMYK) parts, each 0 to 1; anything else may be as light as paper. */
export function lightness(n: readonly number[]): number {
  const [a = 0, b = 0, c = 0, d = 0] = n;
  if (n.length === 1) return a;
  if (n.length === 3) return 0.3 * a + 0.59 * b + 0.11 * c;
  return n.length === 4 ? (1 - (0.3 * a + 0.59 * b + 0.11 * c)) * (1 - d) : 1;
}
