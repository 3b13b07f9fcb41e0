/**
 * What a page shows that is no text: scanned ink, pictures, letters drawn as outlines. Where a later signature's look hides some of it,
 * nobody here can read what it said: a person compares. Paper, margins and a speck or two are nothing.
 */
import type { PdfDocument } from '../../formats/pdf/index.ts';
import { type PdfObject, Ref } from '../../formats/pdf/objects.ts';
import type { Area, Matrix, Path, Point } from './geometry.ts';
import { areaOf, box, inside, inverse, moved, put, times } from './geometry.ts';
import { loadPdfjs } from './pdfjs.ts';

/** As pdf.js gives it: what is drawn, in order. */
interface Drawing {
  readonly fnArray: readonly number[];
  readonly argsArray: readonly unknown[];
}
export interface DrawnPage {
  getOperatorList(wanted: { readonly annotationMode: number }): Promise<unknown>;
  getAnnotations(): Promise<readonly unknown[]>;
  readonly objs: { get(name: string, then: (value: unknown) => void): unknown };
  readonly commonObjs: { get(name: string, then: (value: unknown) => void): unknown };
}
type Ops = Readonly<Record<string, number>>;

/** Points between two places that are looked at; a place of a picture is looked at in nine parts. */
const STEP = 2;
const PARTS = [-0.67, 0, 0.67] as const;
const MAX_PLACES = 30_000;
/** Parts that are inked, about five square points: less is a speck, or the edge of something. */
const INKED = 12;
/** So many outlines are letters; fewer are lines of a form. */
const OUTLINES = 6;
/** Of a signature or field that was there, so much may be hidden: a seal lies over a third of the leader's. */
const HALF = 0.5;
/** Darker than this is ink, and so is what is more coloured than that. */
const DARK = 0.55;
const COLOURED = 0.25;

export type Pictured = 'nothing' | 'picture' | 'field' | 'unread';

/** Samples of one picture that are opened for this. */
const MAX_PIXELS = 64_000_000;
const MAX_PICTURES = 2_000;
/** Whether a page has a picture of so many samples that it is not opened here. */
export function hasHugePicture(doc: PdfDocument, resources: PdfObject): boolean {
  const seen = new Set<number>();
  const isHuge = (value: PdfObject, depth: number): boolean => {
    const pictures = doc.dict(doc.dict(value)?.get('XObject') ?? null);
    return [...(pictures?.entries.values() ?? [])].some((item) => {
      if (item instanceof Ref && seen.has(item.num)) return false;
      if (item instanceof Ref) seen.add(item.num);
      const dict = doc.dict(item);
      if (depth > 8 || seen.size > MAX_PICTURES) return true;
      if ((doc.number(dict?.get('Width') ?? null) ?? 0) * (doc.number(dict?.get('Height') ?? null) ?? 0) > MAX_PIXELS) return true;
      return isHuge(dict?.get('Resources') ?? null, depth + 1);
    });
  };
  return isHuge(resources, 0);
}

/** @param hides whether nothing of the page is seen at a place @param area where that may be */
export async function picturedUnder(page: DrawnPage, hides: (at: Point) => boolean, area: Area): Promise<Pictured> {
  const places = broadPlaces(placesIn(area, STEP), hides);
  if (places.length === 0) return 'nothing';
  if (places.length > MAX_PLACES) return 'unread';
  const { OPS } = await loadPdfjs();
  const list = (await page.getOperatorList({ annotationMode: 0 })) as Drawing;
  const found = new Walk(await keptPictures(page, OPS, list), OPS, places).over(list);
  if (found !== 'nothing') return found;
  return (await hidesField(page, hides)) ? 'field' : 'nothing';
}
/** Places that are hidden together with what lies around them, and those beside such: thin lines hide nothing by themselves. */
function broadPlaces(places: readonly Point[], hides: (at: Point) => boolean): Point[] {
  const sides = [
    [STEP, 0],
    [-STEP, 0],
    [0, STEP],
    [0, -STEP],
  ] as const;
  const hidden = places.filter(hides);
  const broad = hidden.filter(([x, y]) => sides.every(([dx, dy]) => hides([x + dx, y + dy])));
  return broad.flatMap(([x, y]): Point[] => [[x, y], ...sides.map(([dx, dy]): Point => [x + dx, y + dy])]);
}
function placesIn([x0, y0, x1, y1]: Area, step: number): Point[] {
  const found: Point[] = [];
  // A large area is looked at less closely, never in part.
  const wide = Math.max(step, Math.sqrt(((x1 - x0) * (y1 - y0)) / MAX_PLACES) * 1.01);
  for (let y = y0 + wide / 2; y < y1; y += wide) for (let x = x0 + wide / 2; x < x1; x += wide) found.push([x, y]);
  return found;
}

/** An annotation of the page, a signature's or a field's, that is mostly hidden. */
async function hidesField(page: DrawnPage, hides: (at: Point) => boolean): Promise<boolean> {
  for (const one of await page.getAnnotations()) {
    const { rect, subtype, hidden } = one as { rect?: readonly number[]; subtype?: string; hidden?: boolean };
    const [a = 0, b = 0, c = 0, d = 0] = rect ?? [];
    if (subtype === 'Link' || subtype === 'Popup' || hidden === true || c - a < 2 || d - b < 2) continue;
    const places = placesIn([a, b, c, d], Math.max(1, Math.min(c - a, d - b) / 12)).slice(0, MAX_PLACES);
    if (places.filter(hides).length >= places.length * HALF) return true;
  }
  return false;
}

interface Image {
  readonly width: number;
  readonly height: number;
  /** 1: bits of grey; 2: RGB; 3: RGBA (pdf.js, ImageKind). */
  readonly kind: number;
  readonly data: Uint8Array;
}
function asImage(value: unknown): Image | undefined {
  const { width, height, kind, data } = (value ?? {}) as Partial<Image>;
  if (typeof width !== 'number' || typeof height !== 'number' || typeof kind !== 'number' || !ArrayBuffer.isView(data)) return undefined;
  const row = kind === 1 ? Math.ceil(width / 8) : width * (kind === 2 ? 3 : 4);
  return kind >= 1 && kind <= 3 && data.length >= row * height ? { width, height, kind, data } : undefined;
}
/** Whether a pixel is ink; rows begin at the top. */
function isInk({ width, height, kind, data }: Image, u: number, v: number): boolean {
  const [x, y] = [Math.min(width - 1, Math.floor(u * width)), Math.min(height - 1, Math.floor((1 - v) * height))];
  if (kind === 1) return (((data[y * Math.ceil(width / 8) + (x >> 3)] ?? 255) >> (7 - (x & 7))) & 1) === 0;
  const at = (y * width + x) * (kind === 2 ? 3 : 4);
  if (kind === 3 && (data[at + 3] ?? 255) < 64) return false;
  const [r, g, b] = [(data[at] ?? 255) / 255, (data[at + 1] ?? 255) / 255, (data[at + 2] ?? 255) / 255];
  return 0.3 * r + 0.59 * g + 0.11 * b < DARK || Math.max(r, g, b) - Math.min(r, g, b) > COLOURED;
}

/** Pictures by the names under which pdf.js keeps them; one that does not come stays unknown. */
async function keptPictures(page: DrawnPage, ops: Ops, { fnArray, argsArray }: Drawing): Promise<ReadonlyMap<string, unknown>> {
  const kept = new Map<string, unknown>();
  for (const [i, fn] of fnArray.entries()) {
    const [name] = (argsArray[i] ?? []) as readonly unknown[];
    if ((fn !== ops.paintImageXObject && fn !== ops.paintImageXObjectRepeat) || typeof name !== 'string' || kept.has(name)) continue;
    const place = name.startsWith('g_') ? page.commonObjs : page.objs;
    kept.set(name, await new Promise((resolve) => void place.get(name, resolve)));
  }
  return kept;
}

class Walk {
  readonly #kept: ReadonlyMap<string, unknown>;
  readonly #ops: Ops;
  readonly #places: readonly Point[];
  readonly #area: Area;
  #inked = 0;
  #outlines = 0;
  #unread = false;
  constructor(kept: ReadonlyMap<string, unknown>, ops: Ops, places: readonly Point[]) {
    [this.#kept, this.#ops, this.#places] = [kept, ops, places];
    this.#area = areaOf([places]);
  }
  over({ fnArray, argsArray }: Drawing): Pictured {
    const ops = this.#ops;
    const stack: { ctm: Matrix; light: boolean }[] = [];
    let state: { ctm: Matrix; light: boolean } = { ctm: [1, 0, 0, 1, 0, 0], light: false };
    for (const [i, fn] of fnArray.entries()) {
      const args = (argsArray[i] ?? []) as readonly unknown[];
      if (fn === ops.save) stack.push(state);
      else if (fn === ops.restore) state = stack.pop() ?? state;
      else if (fn === ops.transform) state = { ...state, ctm: times(args as unknown as Matrix, state.ctm) };
      else if (fn === ops.paintFormXObjectBegin) {
        stack.push(state);
        if (isMatrix(args[0])) state = { ...state, ctm: times(args[0], state.ctm) };
      } else if (fn === ops.paintFormXObjectEnd) state = stack.pop() ?? state;
      else if (fn === ops.setFillRGBColor) state = { ...state, light: isLight(args) };
      else if (fn === ops.setFillColorN || fn === ops.setFillTransparent) state = { ...state, light: false };
      else if (fn === ops.constructPath) this.#path(args, state);
      else this.#picture(fn, args, state.ctm);
      if (this.#inked >= INKED || this.#outlines >= OUTLINES) return 'picture';
    }
    return this.#unread ? 'unread' : 'nothing';
  }

  #picture(fn: number, args: readonly unknown[], ctm: Matrix): void {
    const ops = this.#ops;
    if (fn === ops.paintImageXObject || fn === ops.paintInlineImageXObject) {
      const [named] = args;
      this.#looked(typeof named === 'string' ? this.#kept.get(named) : named, ctm);
    } else if (fn === ops.paintImageXObjectRepeat) {
      const [name, sx, sy, positions] = args as readonly [string, number, number, ArrayLike<number>];
      for (let i = 0; i + 1 < positions.length; i += 2)
        this.#looked(this.#kept.get(name), times([sx, 0, 0, sy, positions[i] ?? 0, positions[i + 1] ?? 0], ctm));
    } else if (fn === ops.paintImageMaskXObject) this.#masked(ctm);
    else if (fn === ops.paintSolidColorImageMask || fn === ops.shadingFill) return;
    else if (fn === ops.paintImageMaskXObjectRepeat || fn === ops.paintImageMaskXObjectGroup || fn === ops.paintInlineImageXObjectGroup)
      // Many small pictures: where each of them lies is not worth reading.
      this.#unread = true;
  }
  /** Ink through a stencil: what is let through is not read here, so where it lies over hidden places nobody knows. */
  #masked(ctm: Matrix): void {
    const square = moved(box(0, 0, 1, 1), ctm);
    if (this.#places.some((at) => inside(square, at))) this.#unread = true;
  }
  #looked(value: unknown, ctm: Matrix): void {
    const square = moved(box(0, 0, 1, 1), ctm);
    const back = inverse(ctm);
    if (!back || !meets(areaOf(square), this.#area)) return;
    const image = asImage(value);
    for (const [x, y] of this.#places) {
      if (!inside(square, [x, y])) continue;
      if (!image) {
        this.#unread = true;
        return;
      }
      for (const dx of PARTS)
        for (const dy of PARTS) {
          const [u, v] = put(back, [x + dx, y + dy]);
          if (u >= 0 && u <= 1 && v >= 0 && v <= 1 && isInk(image, u, v)) this.#inked++;
        }
      if (this.#inked >= INKED) return;
    }
  }
  /** Outlines that are filled with ink, each ring by itself. */
  #path([paint, data]: readonly unknown[], { ctm, light }: { ctm: Matrix; light: boolean }): void {
    const ops = this.#ops;
    const fills = [ops.fill, ops.eoFill, ops.fillStroke, ops.eoFillStroke, ops.closeFillStroke, ops.closeEOFillStroke];
    const numbers = Array.isArray(data) ? data[0] : data;
    if (light || !fills.includes(paint as number) || !(numbers instanceof Float32Array)) return;
    for (const ring of ringsOf(numbers)) {
      const path = moved([ring], ctm);
      const [x0, y0, x1, y1] = areaOf(path);
      // Grounds and rules are no letters.
      if (Math.min(x1 - x0, y1 - y0) > 40 || Math.max(x1 - x0, y1 - y0) > 60 || !meets([x0, y0, x1, y1], this.#area)) continue;
      if (this.#places.some(([x, y]) => x >= x0 - 1 && x <= x1 + 1 && y >= y0 - 1 && y <= y1 + 1)) this.#outlines++;
    }
  }
}
const isMatrix = (value: unknown): value is Matrix => Array.isArray(value) && value.length === 6;
const meets = (a: Area, b: Area): boolean => a[0] <= b[2] + 2 && a[2] >= b[0] - 2 && a[1] <= b[3] + 2 && a[3] >= b[1] - 2;
function isLight([colour, g, b]: readonly unknown[]): boolean {
  const hex = typeof colour === 'string' ? /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(colour) : undefined;
  const parts = hex ? hex.slice(1).map((part) => Number.parseInt(part, 16)) : [colour, g, b].map(Number);
  return parts.every((part) => part >= 235);
}
/** Numbers of each step: move, line, curve, curve of one point more, close (pdf.js, DrawOPS). */
const TAKES = [2, 2, 6, 4, 0] as const;
function ringsOf(numbers: Float32Array): Path {
  const rings: Point[][] = [];
  for (let i = 0; i < numbers.length; ) {
    const step = numbers[i] ?? 4;
    const count = TAKES[step] ?? 0;
    if (step === 0) rings.push([]);
    if (count > 0) rings.at(-1)?.push([numbers[i + count - 1] ?? 0, numbers[i + count] ?? 0]);
    i += 1 + count;
  }
  return rings.filter((ring) => ring.length > 2);
}
