/**
 * What the look of a signature lays over its page: the areas in which nothing beneath shows through. Lines of text, thin
 * strokes and transparent pictures let the page be read; a filled area, a picture without a mask, a wide stroke and light
 * letters do not. Whatever is not understood covers all of its rectangle (ISO 32000-2, 8.5, 8.9, 11.3 and 12.5.5).
 */
import { type PdfDocument, readPages } from '../../formats/pdf/index.ts';
import { Lexer } from '../../formats/pdf/lexer.ts';
import { Dict, dictOf, isName, Name, type PdfObject, Ref, Stream } from '../../formats/pdf/objects.ts';
import { Bytes, bytesSource } from '../../formats/pdf/source.ts';
import { lightness, pictureOf } from './pictures.ts';

export type Point = readonly [x: number, y: number];
type Matrix = readonly [number, number, number, number, number, number];
type Path = readonly (readonly Point[])[];
/**
 * What hides a place: something `light` has the colour of paper, so that nobody sees that something is hidden; of what is
 * `unsure` nobody knows here whether it hides anything.
 */
export type Shade = 'light' | 'dark' | 'unsure';
/** An area of the page that hides what lies under it. */
export type Patch = (at: Point) => Shade | undefined;
export interface Look {
  /** 0-based. */
  readonly page: number;
  readonly patches: readonly Patch[];
  /** Nothing of it is drawn outside. */
  readonly area: readonly [number, number, number, number];
}

const times = (m: Matrix, n: Matrix): Matrix => [
  m[0] * n[0] + m[1] * n[2],
  m[0] * n[1] + m[1] * n[3],
  m[2] * n[0] + m[3] * n[2],
  m[2] * n[1] + m[3] * n[3],
  m[4] * n[0] + m[5] * n[2] + n[4],
  m[4] * n[1] + m[5] * n[3] + n[5],
];
const put = (m: Matrix, [x, y]: Point): Point => [m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]];
const scaleOf = (m: Matrix): number => Math.sqrt(Math.abs(m[0] * m[3] - m[1] * m[2]));
function inverse(m: Matrix): Matrix | undefined {
  const det = m[0] * m[3] - m[1] * m[2];
  if (Math.abs(det) < 1e-12) return undefined;
  const [a, b, c, d] = [m[3] / det, -m[1] / det, -m[2] / det, m[0] / det];
  return [a, b, c, d, -(m[4] * a + m[5] * c), -(m[4] * b + m[5] * d)];
}
const box = (x0: number, y0: number, x1: number, y1: number): Path => [
  [
    [x0, y0],
    [x1, y0],
    [x1, y1],
    [x0, y1],
  ],
];

/** Non-zero winding; both rules of filling paint what it paints, or less. */
function inside(path: Path, [x, y]: Point): boolean {
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
function near(path: Path, [x, y]: Point, reach: number): boolean {
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

/** Above this a colour passes for paper. */
const LIGHT = 0.75;
/** Under this the page shows through. */
const OPAQUE = 0.6;
/** A stroke as wide as this hides letters. */
const WIDE = 3;
const MAX_STEPS = 20_000;
const MAX_PATCHES = 2_000;
const MAX_DEPTH = 6;
/** Multiplied and darker than this, no letter is read through it. */
const DARK = 0.1;
/** What something of this lightness, or of nobody knows which, does to what lies under it. */
function shadeOf({ masked, through }: State, lightness: number | undefined): Shade | undefined {
  if (through && lightness !== undefined && lightness >= DARK) return undefined;
  if (masked || lightness === undefined) return 'unsure';
  return lightness >= LIGHT ? 'light' : 'dark';
}
const THROUGH: readonly string[] = ['Multiply', 'Darken', 'ColorBurn'];

interface State {
  readonly ctm: Matrix;
  readonly clips: readonly Path[];
  readonly fill: number;
  readonly stroke: number;
  readonly width: number;
  readonly hides: boolean;
  readonly strokeHides: boolean;
  /** Blended so that only what is dark hides what lies under it. */
  readonly through: boolean;
  /** A mask of the graphics state lets some of it through. */
  readonly masked: boolean;
  readonly invisible: boolean;
  /** Its letters are drawings of any kind (Type 3). */
  readonly drawnLetters: boolean;
  /** Of a transparency group around it, which nothing within takes back (11.4.5). */
  readonly group: { readonly through: boolean; readonly masked: boolean };
}
const START: Omit<State, 'ctm' | 'clips'> = {
  ...{ fill: 0, stroke: 0, width: 1, hides: true, strokeHides: true, through: false, masked: false, invisible: false },
  ...{ drawnLetters: false, group: { through: false, masked: false } },
};

/** The areas that a widget's look hides; none for one that shows nothing. */
export function lookOf(doc: PdfDocument, widgetNumber: number): Look | undefined {
  const widget = doc.dict(new Ref(widgetNumber, 0));
  const rect = (doc.array(widget?.get('Rect') ?? null) ?? []).map((v) => doc.number(v) ?? 0);
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = [
    ...[Math.min(rect[0] ?? 0, rect[2] ?? 0), Math.min(rect[1] ?? 0, rect[3] ?? 0)],
    ...[Math.max(rect[0] ?? 0, rect[2] ?? 0), Math.max(rect[1] ?? 0, rect[3] ?? 0)],
  ];
  const page = readPages(doc).findIndex((p) =>
    (doc.array(p.dict.get('Annots')) ?? []).some((a) => a instanceof Ref && a.num === widgetNumber),
  );
  if (!widget || page < 0 || x1 <= x0 || y1 <= y0) return undefined;
  const all = doc.resolve(doc.dict(widget.get('AP'))?.get('N') ?? null);
  const looks = all instanceof Dict ? [...all.entries.values()].map((v) => doc.resolve(v)) : [all];
  const patches = looks.flatMap((look) => (look instanceof Stream ? patchesIn(doc, look, [x0, y0, x1, y1]) : []));
  return { page, patches, area: [x0, y0, x1, y1] };
}

function patchesIn(doc: PdfDocument, look: Stream, [x0, y0, x1, y1]: readonly [number, number, number, number]): Patch[] {
  const painter = new Painter(doc);
  try {
    const own = matrixOf(doc, look.dict.get('Matrix'));
    const [bx0 = 0, by0 = 0, bx1 = 0, by1 = 0] = (doc.array(look.dict.get('BBox')) ?? []).map((v) => doc.number(v) ?? 0);
    const corners = (box(bx0, by0, bx1, by1)[0] ?? []).map((corner) => put(own, corner));
    const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
    const [left, bottom, wide, high] = [
      ...[Math.min(...xs), Math.min(...ys)],
      ...[Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)],
    ] as [number, number, number, number];
    // A box without an area shows nothing.
    if (!(wide > 0) || !(high > 0)) return [];
    const [sx, sy] = [(x1 - x0) / wide, (y1 - y0) / high];
    painter.form(look, { ...START, ctm: [sx, 0, 0, sy, x0 - left * sx, y0 - bottom * sy], clips: [] }, 0);
    return painter.patches;
  } catch {
    const whole = box(x0, y0, x1, y1);
    return [(at) => (inside(whole, at) ? 'unsure' : undefined)];
  }
}
function matrixOf(doc: PdfDocument, value: PdfObject): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = (doc.array(value) ?? []).map((v) => doc.number(v) ?? 0);
  return [a, b, c, d, e, f];
}

class Painter {
  readonly patches: Patch[] = [];
  readonly #doc: PdfDocument;
  #steps = 0;
  constructor(doc: PdfDocument) {
    this.#doc = doc;
  }

  form(stream: Stream, outer: State, depth: number): void {
    if (depth > MAX_DEPTH) throw new Error('nesting');
    const ctm = times(matrixOf(this.#doc, stream.dict.get('Matrix')), outer.ctm);
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = (this.#doc.array(stream.dict.get('BBox')) ?? []).map((v) => this.#doc.number(v) ?? 0);
    const clip = moved(box(x0, y0, x1, y1), ctm);
    const resources = this.#doc.dict(stream.dict.get('Resources'));
    const inner = this.#doc.dict(stream.dict.get('Group')) ? grouped(outer) : outer;
    if (inner) this.#run(this.#doc.streamData(stream), resources, { ...inner, ctm, clips: [...outer.clips, clip] }, depth);
  }

  #run(data: Uint8Array, resources: Dict | undefined, start: State, depth: number): void {
    const bytes = new Bytes(bytesSource(data));
    const lexer = new Lexer(bytes, 0);
    const stack: State[] = [];
    let state = start;
    let operands: PdfObject[] = [];
    const path = new PathMaker();
    const numbers = (): number[] => operands.filter((v): v is number => typeof v === 'number');
    for (;;) {
      if (++this.#steps > MAX_STEPS) throw new Error('steps');
      lexer.skipSpace();
      const c = bytes.at(lexer.pos);
      if (c === -1) return;
      if (!isOperator(c)) {
        operands.push(lexer.object());
        continue;
      }
      const operator = lexer.word() || String.fromCharCode(bytes.at(lexer.pos++));
      if (operator === 'true' || operator === 'false' || operator === 'null') operands.push(null);
      else {
        const n = numbers();
        if (operator === 'q') stack.push(state);
        else if (operator === 'Q') state = stack.pop() ?? start;
        else if (operator === 'BI') {
          if (state.hides) this.#add(state, moved(box(0, 0, 1, 1), state.ctm), state.through || state.masked ? 'unsure' : 'light');
          skipInline(bytes, lexer);
        } else if (operator === 'Do') this.#object(this.#named(resources, 'XObject', operands), state, depth);
        else if (operator === 'gs') state = this.#graphics(this.#named(resources, 'ExtGState', operands), state);
        else if (operator === 'sh') this.#everywhere(state, shadeOf(state, state.through ? undefined : 1));
        else if (operator === 'Tf') state = { ...state, drawnLetters: this.#isDrawn(this.#named(resources, 'Font', operands)) };
        else if (/^(?:Tj|TJ|'|")$/.test(operator)) this.#letters(state);
        else if (!path.take(operator, n, state.ctm)) state = this.#paint(operator, n, operands, state, path);
        operands = [];
      }
    }
  }
  #named(resources: Dict | undefined, kind: string, operands: readonly PdfObject[]): PdfObject {
    const [name] = operands;
    const known = this.#doc.dict(resources?.get(kind) ?? null);
    return name instanceof Name ? this.#doc.resolve(known?.get(name.name) ?? null) : null;
  }

  /** Colours, widths, matrices, and what fills or strokes the path. */
  #paint(operator: string, n: readonly number[], operands: readonly PdfObject[], state: State, path: PathMaker): State {
    switch (operator) {
      case 'cm':
        return n.length === 6 ? { ...state, ctm: times(n as unknown as Matrix, state.ctm) } : state;
      case 'w':
        return { ...state, width: n[0] ?? state.width };
      case 'Tr':
        return { ...state, invisible: n[0] === 3 || n[0] === 7 };
      case 'g':
      case 'rg':
      case 'k':
      case 'sc':
      case 'scn':
        // A pattern may be anything.
        return { ...state, fill: operands.some((v) => v instanceof Name) ? 1 : lightness(n) };
      case 'cs':
        return { ...state, fill: 0 };
      case 'G':
      case 'RG':
      case 'K':
      case 'SC':
      case 'SCN':
        return { ...state, stroke: operands.some((v) => v instanceof Name) ? 1 : lightness(n) };
      default:
    }
    if (!/^(?:f|F|f\*|B|B\*|b|b\*|S|s|n)$/.test(operator)) return state;
    const drawn = path.end(/^[sb]/.test(operator));
    const clip = path.clip;
    path.clip = false;
    if (/^[fFBb]/.test(operator) && state.hides) this.#add(state, drawn, shadeOf(state, state.fill));
    const reach = (state.width * scaleOf(state.ctm)) / 2;
    if (/^[SsBb]/.test(operator) && state.strokeHides && reach * 2 >= WIDE) {
      const { clips } = state;
      const shade = shadeOf(state, state.stroke);
      if (shade) this.#push((at) => (near(drawn, at, reach) && clips.every((c) => inside(c, at)) ? shade : undefined));
    }
    return clip ? { ...state, clips: [...state.clips, drawn] } : state;
  }
  #add({ clips }: State, path: Path, shade: Shade | undefined): void {
    if (shade) this.#push((at) => (inside(path, at) && clips.every((clip) => inside(clip, at)) ? shade : undefined));
  }
  #push(patch: Patch): void {
    if (this.patches.length >= MAX_PATCHES) throw new Error('patches');
    this.patches.push(patch);
  }
  #everywhere({ clips, hides }: State, shade: Shade | undefined): void {
    if (hides && shade) this.#push((at) => (clips.every((clip) => inside(clip, at)) ? shade : undefined));
  }
  /** Letters of the colour of paper are there to hide; of how far they reach nobody is sure. */
  #letters(state: State): void {
    if (state.invisible) return;
    if (state.drawnLetters) this.#everywhere(state, 'unsure');
    else if (state.fill >= LIGHT) this.#everywhere(state, shadeOf(state, state.fill));
  }
  #graphics(value: PdfObject, state: State): State {
    const dict = dictOf(value);
    if (!dict) return state;
    const number = (key: string): number | undefined => this.#doc.number(dict.get(key));
    const mode = this.#doc.resolve(dict.get('BM'));
    const mask = this.#doc.resolve(dict.get('SMask'));
    const [ca, stroke] = [number('ca'), number('CA')];
    const font = this.#doc.array(dict.get('Font'))?.[0];
    return {
      ...state,
      hides: ca === undefined ? state.hides : ca >= OPAQUE,
      strokeHides: stroke === undefined ? state.strokeHides : stroke >= OPAQUE,
      through: mode === null ? state.through : state.group.through || (mode instanceof Name && THROUGH.includes(mode.name)),
      masked: mask === null ? state.masked : state.group.masked || !isName(mask, 'None'),
      width: number('LW') ?? state.width,
      ...(font === undefined ? {} : { drawnLetters: this.#isDrawn(font) }),
    };
  }
  #isDrawn(font: PdfObject): boolean {
    return isName(this.#doc.resolve(this.#doc.dict(font)?.get('Subtype') ?? null), 'Type3');
  }

  #object(value: PdfObject, state: State, depth: number): void {
    if (!(value instanceof Stream)) return;
    const kind = this.#doc.resolve(value.dict.get('Subtype'));
    if (isName(kind, 'Form')) this.form(value, state, depth + 1);
    else if (isName(kind, 'Image') && state.hides) this.#image(value, state);
  }
  #image(image: Stream, state: State): void {
    const doc = this.#doc;
    const square = moved(box(0, 0, 1, 1), state.ctm);
    const back = inverse(state.ctm);
    if (!back) return;
    const { covers, light } = pictureOf(doc, image, state.fill);
    const { clips } = state;
    const holds = (at: Point): Shade | undefined => {
      if (!inside(square, at) || !clips.every((clip) => inside(clip, at))) return undefined;
      let sum = 0;
      for (const dx of SPREAD)
        for (const dy of SPREAD) {
          const [u, v] = put(back, [at[0] + dx, at[1] + dy]);
          // Nothing is drawn beside the picture.
          const one = u < 0 || u > 1 || v < 0 || v > 1 ? 0 : covers(u, v);
          if (one === undefined) return 'unsure';
          sum += one;
        }
      if (sum / SPREAD.length ** 2 < SOLID) return undefined;
      const pale = light(...put(back, at));
      // Of a colour that is not read here, opaque as it is, the worst is believed.
      return shadeOf(state, pale ?? (state.through ? undefined : 1));
    };
    this.#push(holds);
  }
}
/** What a transparency group takes along from outside; nothing where all of it lets the page through. */
function grouped(outer: State): State | undefined {
  const { hides, through, masked } = outer;
  return hides ? { ...outer, group: { through, masked } } : undefined;
}
/** Of what a letter stands on, so much must be covered that it is not read any more. */
const SOLID = 0.95;
/** About as far as a letter reaches from its middle, in points. */
const SPREAD = [-2.5, 0, 2.5] as const;

const moved = (path: Path, m: Matrix): Path => path.map((ring) => ring.map((point) => put(m, point)));
const isOperator = (c: number): boolean => (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 0x27 || c === 0x22;
/** Behind the data of an inline image. */
function skipInline(bytes: Bytes, lexer: Lexer): void {
  for (; bytes.at(lexer.pos) !== -1; lexer.pos++)
    if (bytes.is(lexer.pos, 'EI') && bytes.at(lexer.pos - 1) <= 32 && bytes.at(lexer.pos + 2) <= 32) {
      lexer.pos += 2;
      return;
    }
}

/** The path under construction, in points of the page; curves as a few straight lines. */
class PathMaker {
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
