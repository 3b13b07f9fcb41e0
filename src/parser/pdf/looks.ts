/**
 * What the look of a signature lays over its page: the areas in which nothing beneath shows through. A line of text, thin
 * strokes and transparent pictures let the page be read; a filled area, a picture without a mask, a wide stroke, light letters,
 * bars that a font draws for letters, and many thin things together do not. Whatever is not understood, or what readers take in
 * two ways, covers all of its rectangle (ISO 32000-2, 8.5, 8.9, 9.4, 11.3 and 12.5.5).
 */
import { type PdfDocument, readPages } from '../../formats/pdf/index.ts';
import { Lexer } from '../../formats/pdf/lexer.ts';
import { Dict, dictOf, isArray, isName, Name, type PdfObject, PdfString, Ref, Stream } from '../../formats/pdf/objects.ts';
import { Bytes, bytesSource } from '../../formats/pdf/source.ts';
import {
  type Area,
  areaOf,
  box,
  inside,
  inverse,
  type Matrix,
  moved,
  near,
  type Path,
  PathMaker,
  type Point,
  put,
  scaleOf,
  times,
} from './geometry.ts';
import { type Film, hidingTogether, PLACE } from './layers.ts';
import { type LetterFont, letterFont, USUAL_INK } from './letters.ts';
import { lightness, pictureOf } from './pictures.ts';

/**
 * What hides a place: something `light` has the colour of paper, so that nobody sees that something is hidden; of what is
 * `unsure` nobody knows here whether it hides anything; `letters` are set in a font whose outlines are not read here.
 */
export type Shade = 'light' | 'dark' | 'unsure' | 'letters';
/** An area of the page that hides what lies under it. */
export type Patch = (at: Point) => Shade | undefined;
export interface Look {
  /** 0-based. */
  readonly page: number;
  readonly patches: readonly Patch[];
  /** Nothing of it is drawn outside. */
  readonly area: Area;
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
  /** Alpha of what is filled, and of what is stroked. */
  readonly alpha: number;
  readonly strokeAlpha: number;
  /** Blended so that only what is dark hides what lies under it. */
  readonly through: boolean;
  /** A mask of the graphics state lets some of it through. */
  readonly masked: boolean;
  /** Of letters (9.3.6): filled, stroked, both, or not shown. */
  readonly mode: number;
  /** Its letters are drawings of any kind (Type 3). */
  readonly drawnLetters: boolean;
  readonly font: LetterFont | undefined;
  readonly size: number;
  /** Tc, Tw, Tz (1 for whole), TL, Ts (9.3). */
  readonly between: number;
  readonly betweenWords: number;
  readonly wide: number;
  readonly leading: number;
  readonly rise: number;
  /** Colours are of a space that is not read here: tints, indexes. */
  readonly foreign: { readonly fill: boolean; readonly stroke: boolean };
  /** Of a transparency group around it, which nothing within takes back (11.4.5). */
  readonly group: { readonly through: boolean; readonly masked: boolean; readonly alpha: number };
}
const START: Omit<State, 'ctm' | 'clips'> = {
  ...{
    fill: 0,
    stroke: 0,
    width: 1,
    alpha: 1,
    strokeAlpha: 1,
    through: false,
    masked: false,
    mode: 0,
    drawnLetters: false,
    font: undefined,
  },
  ...{ size: 0, between: 0, betweenWords: 0, wide: 1, leading: 0, rise: 0 },
  ...{ foreign: { fill: false, stroke: false }, group: { through: false, masked: false, alpha: 1 } },
};
const alphaOf = ({ alpha, group }: State): number => alpha * group.alpha;
const strokeAlphaOf = ({ strokeAlpha, group }: State): number => strokeAlpha * group.alpha;
/** How many numbers an operator takes (annex A); readers differ on which of more they use. */
const ARITY: Readonly<Record<string, number>> = {
  ...{ cm: 6, w: 1, Tr: 1, g: 1, G: 1, rg: 3, RG: 3, k: 4, K: 4, m: 2, l: 2, c: 6, v: 4, y: 4, re: 4 },
  ...{ Td: 2, TD: 2, Tm: 6, TL: 1, Tc: 1, Tw: 1, Tz: 1, Ts: 1 },
};

/** NoZoom and NoRotate (12.5.3): such a look is drawn beside its rectangle by some readers, in a size of its own. */
const LOOSE = 0x8 | 0x10;

/** The areas that a widget's look hides, on each page that shows it; none for one that shows nothing. */
export function looksOf(doc: PdfDocument, widgetNumber: number): Look[] {
  const widget = doc.dict(new Ref(widgetNumber, 0));
  const rect = (doc.array(widget?.get('Rect') ?? null) ?? []).map((v) => doc.number(v) ?? 0);
  const area: Area = [
    ...([Math.min(rect[0] ?? 0, rect[2] ?? 0), Math.min(rect[1] ?? 0, rect[3] ?? 0)] as const),
    ...([Math.max(rect[0] ?? 0, rect[2] ?? 0), Math.max(rect[1] ?? 0, rect[3] ?? 0)] as const),
  ];
  if (!widget || area[2] <= area[0] || area[3] <= area[1]) return [];
  const pages = readPages(doc);
  const listed = pages.flatMap((p, i) =>
    (doc.array(p.dict.get('Annots')) ?? []).some((a) => a instanceof Ref && a.num === widgetNumber) ? [i] : [],
  );
  const own = widget.get('P');
  // Some readers show a field's widget on the page it names, whether that lists it or not.
  const named = listed.length > 0 || !(own instanceof Ref) ? [] : pages.flatMap((p, i) => (p.ref.num === own.num ? [i] : []));
  return [...listed, ...named].map((page) => {
    const patches = patchesOf(doc, widget, area, pages[page]?.resources ?? null);
    const [x0, y0, x1, y1] = pages[page]?.box ?? area;
    if (patches.length === 0 || !((doc.number(widget.get('F')) ?? 0) & LOOSE)) return { page, patches, area };
    return { page, patches: [() => 'unsure'], area: [x0, y0, x1, y1] };
  });
}
function patchesOf(doc: PdfDocument, widget: Dict, area: Area, pageResources: PdfObject): Patch[] {
  // Normal, and what is shown while the pointer is over it.
  const kinds = ['N', 'R', 'D'].map((key) => doc.resolve(doc.dict(widget.get('AP'))?.get(key) ?? null));
  const looks = kinds.flatMap((all) => (all instanceof Dict ? [...all.entries.values()].map((v) => doc.resolve(v)) : [all]));
  const form = doc.dict(doc.catalog().dict.get('AcroForm'));
  const fallback = [doc.dict(form?.get('DR') ?? null), doc.dict(pageResources)].flatMap((dict) => dict ?? []);
  const drawn = looks.flatMap((look) => (look instanceof Stream ? patchesIn(doc, look, area, fallback) : []));
  const anew = !(kinds[0] instanceof Stream) || doc.resolve(form?.get('NeedAppearances') ?? null) === true;
  return anew ? [...drawn, ...groundOf(doc, widget, area)] : drawn;
}
/** What readers draw by themselves where a widget brings no look: ground and border (12.5.6.19, 12.5.4). */
function groundOf(doc: PdfDocument, widget: Dict, [x0, y0, x1, y1]: Area): Patch[] {
  const own = doc.dict(widget.get('MK'));
  const colour = (key: string): number[] => (doc.array(own?.get(key) ?? null) ?? []).map((v) => doc.number(v) ?? 1);
  const whole = box(x0, y0, x1, y1);
  const [ground, border] = [colour('BG'), colour('BC')];
  if (ground.length > 0) return [(at) => (inside(whole, at) ? (lightness(ground) >= LIGHT ? 'light' : 'dark') : undefined)];
  const width = doc.number(doc.dict(widget.get('BS'))?.get('W') ?? null) ?? doc.number(doc.array(widget.get('Border'))?.[2] ?? null) ?? 1;
  return border.length > 0 && width >= WIDE ? [(at) => (inside(whole, at) ? 'unsure' : undefined)] : [];
}

function patchesIn(doc: PdfDocument, look: Stream, area: Area, fallback: readonly Dict[]): Patch[] {
  const [x0, y0, x1, y1] = area;
  const painter = new Painter(doc);
  const whole = box(x0, y0, x1, y1);
  const unsure: Patch = (at) => (inside(whole, at) ? 'unsure' : undefined);
  try {
    const own = matrixOf(doc, look.dict.get('Matrix'));
    const [bx0 = 0, by0 = 0, bx1 = 0, by1 = 0] = (doc.array(look.dict.get('BBox')) ?? []).map((v) => doc.number(v) ?? 0);
    const [left, bottom, right, top] = areaOf(moved(box(bx0, by0, bx1, by1), own));
    const [wide, high] = [right - left, top - bottom];
    // Of a box without an area readers differ: some show nothing, some what it holds as it stands.
    if (!(wide > 0) || !(high > 0)) {
      painter.run(look, { ...START, ctm: [1, 0, 0, 1, x0, y0], clips: [] }, fallback);
      return painter.patches.length + painter.films.length > 0 ? [unsure] : [];
    }
    const [sx, sy] = [(x1 - x0) / wide, (y1 - y0) / high];
    painter.form(look, { ...START, ctm: [sx, 0, 0, sy, x0 - left * sx, y0 - bottom * sy], clips: [] }, 0, fallback);
    const together = hidingTogether(painter.films, area);
    return together ? [...painter.patches, (at) => (inside(whole, at) && together(at) ? 'unsure' : undefined)] : painter.patches;
  } catch {
    return [unsure];
  }
}
function matrixOf(doc: PdfDocument, value: PdfObject): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = (doc.array(value) ?? []).map((v) => doc.number(v) ?? 0);
  return [a, b, c, d, e, f];
}

class Painter {
  readonly patches: Patch[] = [];
  readonly films: Film[] = [];
  readonly #doc: PdfDocument;
  readonly #fonts = new Map<PdfObject, LetterFont>();
  #steps = 0;
  constructor(doc: PdfDocument) {
    this.#doc = doc;
  }

  /** What the stream holds, without box and matrix of its own. */
  run(stream: Stream, state: State, fallback: readonly Dict[]): void {
    const own = this.#doc.dict(stream.dict.get('Resources'));
    this.#run(this.#doc.streamData(stream), own ? [own, ...fallback] : fallback, state, 0);
  }
  /** @param around resources of what draws it: a form without its own takes those (7.8.3) */
  form(stream: Stream, outer: State, depth: number, around: readonly Dict[]): void {
    if (depth > MAX_DEPTH) throw new Error('nesting');
    const ctm = times(matrixOf(this.#doc, stream.dict.get('Matrix')), outer.ctm);
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = (this.#doc.array(stream.dict.get('BBox')) ?? []).map((v) => this.#doc.number(v) ?? 0);
    const clip = moved(box(x0, y0, x1, y1), ctm);
    const own = this.#doc.dict(stream.dict.get('Resources'));
    const inner = this.#doc.dict(stream.dict.get('Group')) ? grouped(outer) : outer;
    const resources = own ? [own, ...around] : around;
    this.#run(this.#doc.streamData(stream), resources, { ...inner, ctm, clips: [...outer.clips, clip] }, depth);
  }

  #run(data: Uint8Array, resources: readonly Dict[], start: State, depth: number): void {
    const bytes = new Bytes(bytesSource(data));
    const line = new TextLine();
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
        const arity = ARITY[operator];
        if (arity !== undefined && (n.length !== arity || operands.length !== arity)) throw new Error('operands');
        if (operator === 'q') stack.push(state);
        else if (operator === 'Q') {
          const before = stack.pop();
          if (!before) throw new Error('nothing was kept');
          state = before;
        } else if (operator === 'BI') {
          const hides = alphaOf(state) >= OPAQUE;
          if (hides) this.#add(state, moved(box(0, 0, 1, 1), state.ctm), state.through || state.masked ? 'unsure' : 'light');
          if (hasSeveralEnds(data)) throw new Error('inline');
          skipInline(bytes, lexer);
        } else if (operator === 'Do') this.#object(this.#named(resources, 'XObject', operands), state, depth, resources);
        else if (operator === 'gs') state = this.#graphics(this.#named(resources, 'ExtGState', operands), state);
        else if (operator === 'sh') this.#everywhere(state, shadeOf(state, state.through ? undefined : 1));
        else if (operator === 'Tf') state = this.#font(this.#named(resources, 'Font', operands), operands[1] ?? null, state);
        else if (operator === 'cs' || operator === 'CS') state = this.#space(operator, resources, operands, state);
        else if (/^(?:Tj|TJ|'|")$/.test(operator)) state = this.#letters(operator, operands, state, line);
        else if (line.take(operator, n, state)) state = line.after(operator, n, state);
        else if (!path.take(operator, n, state.ctm)) state = this.#paint(operator, n, operands, state, path);
        operands = [];
      }
    }
  }
  #named(resources: readonly Dict[], kind: string, [name]: readonly PdfObject[]): PdfObject {
    if (!(name instanceof Name)) return null;
    for (const one of resources) {
      const value = this.#doc.resolve(this.#doc.dict(one.get(kind))?.get(name.name) ?? null);
      if (value !== null) return value;
    }
    return null;
  }
  /** Colours of a space whose numbers are no lightness may be as light as paper. */
  #space(operator: string, resources: readonly Dict[], operands: readonly PdfObject[], state: State): State {
    const [name] = operands;
    const own = name instanceof Name && !name.name.startsWith('Device') ? this.#named(resources, 'ColorSpace', operands) : null;
    const kind = isArray(own) ? this.#doc.resolve(own[0] ?? null) : (own ?? name ?? null);
    const foreign = !(kind instanceof Name) || !/^(?:Device(?:Gray|RGB|CMYK)|Cal(?:Gray|RGB)|ICCBased|Pattern)$/.test(kind.name);
    if (operator === 'cs') return { ...state, fill: foreign ? 1 : 0, foreign: { ...state.foreign, fill: foreign } };
    return { ...state, stroke: foreign ? 1 : 0, foreign: { ...state.foreign, stroke: foreign } };
  }

  /** Colours, widths, matrices, and what fills or strokes the path. */
  #paint(operator: string, n: readonly number[], operands: readonly PdfObject[], state: State, path: PathMaker): State {
    switch (operator) {
      case 'cm':
        return n.length === 6 ? { ...state, ctm: times(n as unknown as Matrix, state.ctm) } : state;
      case 'w':
        return { ...state, width: n[0] ?? state.width };
      case 'Tr':
        return { ...state, mode: n[0] ?? 0 };
      case 'g':
      case 'rg':
      case 'k':
        return { ...state, fill: lightness(n), foreign: { ...state.foreign, fill: false } };
      case 'sc':
      case 'scn':
        // A pattern may be anything.
        return { ...state, fill: state.foreign.fill || operands.some((v) => v instanceof Name) ? 1 : lightness(n) };
      case 'G':
      case 'RG':
      case 'K':
        return { ...state, stroke: lightness(n), foreign: { ...state.foreign, stroke: false } };
      case 'SC':
      case 'SCN':
        return { ...state, stroke: state.foreign.stroke || operands.some((v) => v instanceof Name) ? 1 : lightness(n) };
      default:
    }
    if (!/^(?:f|F|f\*|B|B\*|b|b\*|S|s|n)$/.test(operator)) return state;
    const drawn = path.end(/^[sb]/.test(operator));
    const clip = path.clip;
    path.clip = false;
    const { clips } = state;
    const shown = (at: Point): boolean => clips.every((c) => inside(c, at));
    if (/^[fFBb]/.test(operator)) {
      const [alpha, shade] = [alphaOf(state), shadeOf(state, state.fill)];
      if (alpha >= OPAQUE) this.#add(state, drawn, shade);
      else if (shade) this.#film(areaOf(drawn), (at) => (inside(drawn, at) && shown(at) ? alpha : 0), pointsOf([drawn, ...clips]));
    }
    const reach = (state.width * scaleOf(state.ctm)) / 2;
    const shade = shadeOf(state, state.stroke);
    if (/^[SsBb]/.test(operator) && shade) {
      const alpha = strokeAlphaOf(state);
      if (alpha >= OPAQUE && reach * 2 >= WIDE) this.#push((at) => (near(drawn, at, reach) && shown(at) ? shade : undefined));
      else this.#thin(drawn, reach, (at) => (shown(at) ? alpha : 0));
    }
    // What is cut to nothing at all some readers do not cut.
    return clip && drawn.length > 0 ? { ...state, clips: [...clips, drawn] } : state;
  }
  /** Piece by piece: the area of a long line as a whole would be nearly empty. */
  #thin(drawn: Path, reach: number, alpha: Film['at']): void {
    for (const ring of drawn)
      ring.forEach((point, i) => {
        const piece: Path = [[point, ring[i + 1] ?? point]];
        this.#film(areaOf(piece, reach), (at) => (near(piece, at, reach) ? alpha(at) : 0));
      });
  }
  #film(area: Area, at: Film['at'], cost = 1, most = 1): void {
    this.films.push({ area, at, cost, most });
  }
  #add({ clips }: State, path: Path, shade: Shade | undefined): void {
    if (shade) this.#push((at) => (inside(path, at) && clips.every((clip) => inside(clip, at)) ? shade : undefined));
  }
  #push(patch: Patch): void {
    if (this.patches.length >= MAX_PATCHES) throw new Error('patches');
    this.patches.push(patch);
  }
  #everywhere(state: State, shade: Shade | undefined): void {
    const { clips } = state;
    if (alphaOf(state) >= OPAQUE && shade) this.#push((at) => (clips.every((clip) => inside(clip, at)) ? shade : undefined));
  }
  #font(value: PdfObject, size: PdfObject, state: State): State {
    const known = this.#fonts.get(value) ?? letterFont(this.#doc, value);
    if (value !== null) this.#fonts.set(value, known);
    return { ...state, drawnLetters: this.#isDrawn(value), font: known, size: typeof size === 'number' ? size : state.size };
  }
  /** Letters of the colour of paper are there to hide; of how far they reach nobody is sure. */
  #letters(operator: string, operands: readonly PdfObject[], before: State, line: TextLine): State {
    const [b, c] = operands;
    const spaced = operator === '"' && typeof b === 'number' && typeof c === 'number';
    const state = spaced ? { ...before, betweenWords: b, between: c } : before;
    if (operator === "'" || operator === '"') line.next(state);
    const { mode } = state;
    if (mode === 3 || mode === 7) {
      line.show(state, operands.at(-1) ?? null);
      return state;
    }
    const [filled, stroked] = [mode !== 1 && mode !== 5, mode === 1 || mode === 2 || mode === 5 || mode === 6];
    if (state.drawnLetters) this.#everywhere(state, 'unsure');
    else if (filled && state.fill >= LIGHT) this.#everywhere(state, shadeOf(state, state.fill));
    else if (stroked && (state.stroke >= LIGHT || state.width * scaleOf(state.ctm) >= WIDE))
      this.#everywhere({ ...state, alpha: state.strokeAlpha }, state.stroke >= LIGHT ? shadeOf(state, state.stroke) : 'unsure');
    const shade = shadeOf(state, filled ? state.fill : state.stroke);
    const alpha = filled ? alphaOf(state) : strokeAlphaOf(state);
    for (const letter of line.show(state, operands.at(-1) ?? null)) this.#letter(state, letter, shade, alpha);
    return state;
  }
  #letter({ clips }: State, { path, back, ink, full, tall }: ShownLetter, shade: Shade | undefined, alpha: number): void {
    if (!shade) return;
    const shown = (at: Point): boolean => inside(path, at) && clips.every((clip) => inside(clip, at));
    const hides = (as: Shade): void => this.#push((at) => (shown(at) ? as : undefined));
    // Nobody knows what it is, or a font of the reader's is so large that its stems alone hide letters.
    if (alpha >= OPAQUE && ink === undefined) hides('letters');
    if (alpha >= OPAQUE && ink === 'usual' && tall >= TALL) hides('unsure');
    const area = areaOf(path);
    // The whole of its ink may stand together in one place.
    const most =
      typeof ink === 'function' ? Math.min(1, full * Math.max(1, ((area[2] - area[0]) * (area[3] - area[1])) / PLACE)) : USUAL_INK;
    const at = (place: Point): number => (shown(place) ? alpha * (typeof ink === 'function' ? ink(...put(back, place)) : USUAL_INK) : 0);
    this.#film(area, at, 1, alpha * most);
  }
  #graphics(value: PdfObject, state: State): State {
    const dict = dictOf(value);
    if (!dict) return state;
    const number = (key: string): number | undefined => this.#doc.number(dict.get(key));
    const mode = this.#doc.resolve(dict.get('BM'));
    const mask = this.#doc.resolve(dict.get('SMask'));
    const [ca, stroke] = [number('ca'), number('CA')];
    const font = this.#doc.array(dict.get('Font'));
    // Black may come out white (10.5).
    for (const key of ['TR', 'TR2']) if (isTransfer(this.#doc.resolve(dict.get(key)))) throw new Error('transfer');
    const own = font ? this.#font(this.#doc.resolve(font[0] ?? null), font[1] ?? null, state) : state;
    return {
      ...own,
      alpha: ca ?? state.alpha,
      strokeAlpha: stroke ?? state.strokeAlpha,
      through: mode === null ? state.through : state.group.through || (mode instanceof Name && THROUGH.includes(mode.name)),
      masked: mask === null ? state.masked : state.group.masked || !isName(mask, 'None'),
      width: number('LW') ?? state.width,
    };
  }
  #isDrawn(font: PdfObject): boolean {
    return isName(this.#doc.resolve(this.#doc.dict(font)?.get('Subtype') ?? null), 'Type3');
  }

  #object(value: PdfObject, state: State, depth: number, resources: readonly Dict[]): void {
    if (!(value instanceof Stream)) return;
    const kind = this.#doc.resolve(value.dict.get('Subtype'));
    if (isName(kind, 'Form')) this.form(value, state, depth + 1, resources);
    else if (!isName(kind, 'Image')) return;
    // Another picture for the printer.
    else if (value.dict.entries.has('Alternates')) this.#everywhere(state, 'unsure');
    else if (alphaOf(state) >= OPAQUE) this.#image(value, state);
    else this.#paleImage(value, state);
  }
  #paleImage(image: Stream, state: State): void {
    const square = moved(box(0, 0, 1, 1), state.ctm);
    const back = inverse(state.ctm);
    if (!back || state.through) return;
    const { covers } = pictureOf(this.#doc, image, state.fill);
    const [alpha, { clips }] = [alphaOf(state), state];
    this.#film(areaOf(square), (at) =>
      inside(square, at) && clips.every((clip) => inside(clip, at)) ? alpha * (covers(...put(back, at)) ?? 1) : 0,
    );
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
/** What a transparency group takes along from outside; within it begins anew (11.6.6). */
function grouped(outer: State): State {
  const { through, masked } = outer;
  return { ...outer, alpha: 1, strokeAlpha: 1, group: { through, masked, alpha: alphaOf(outer) } };
}
const pointsOf = (paths: readonly Path[]): number => paths.flat().reduce((sum, ring) => sum + ring.length, 0) / 8;
const isTransfer = (value: PdfObject): boolean => value !== null && !isName(value, 'Identity') && !isName(value, 'Default');

interface ShownLetter {
  /** Its box on the page, and the way from the page into that box. */
  readonly path: Path;
  readonly back: Matrix;
  readonly ink: ((u: number, v: number) => number) | 'usual' | undefined;
  readonly full: number;
  /** The em, in points. */
  readonly tall: number;
}
/** Where letters come to stand (9.4.2 and 9.4.4). */
class TextLine {
  #matrix: Matrix = [1, 0, 0, 1, 0, 0];
  #line: Matrix = this.#matrix;

  /** @returns whether the operator moves the line or sets how letters stand in it */
  take(operator: string, n: readonly number[], state: State): boolean {
    const [x = 0, y = 0] = n;
    if (operator === 'BT') this.#set([1, 0, 0, 1, 0, 0]);
    else if (operator === 'Tm') this.#set(n as unknown as Matrix);
    else if (operator === 'Td' || operator === 'TD') this.#set(times([1, 0, 0, 1, x, y], this.#line));
    else if (operator === 'T*') this.next(state);
    else return /^T[cwzLs]$/.test(operator);
    return true;
  }
  after(operator: string, [x = 0, y = 0]: readonly number[], state: State): State {
    if (operator === 'Tc') return { ...state, between: x };
    if (operator === 'Tw') return { ...state, betweenWords: x };
    if (operator === 'Tz') return { ...state, wide: x / 100 };
    if (operator === 'TL') return { ...state, leading: x };
    if (operator === 'TD') return { ...state, leading: -y };
    return operator === 'Ts' ? { ...state, rise: x } : state;
  }
  next({ leading }: State): void {
    this.#set(times([1, 0, 0, 1, 0, -leading], this.#line));
  }
  #set(matrix: Matrix): void {
    this.#matrix = matrix;
    this.#line = matrix;
  }
  show(state: State, value: PdfObject): ShownLetter[] {
    const { font, size, wide, rise, between, betweenWords, ctm } = state;
    const shown: ShownLetter[] = [];
    const move = (x: number): void => {
      this.#matrix = times([1, 0, 0, 1, x * wide, 0], this.#matrix);
    };
    for (const part of isArray(value) ? value : [value]) {
      if (typeof part === 'number') move((-part / 1000) * size);
      if (!(part instanceof PdfString) || !font) continue;
      for (const {
        advance,
        box: [x0, y0, x1, y1],
        ink,
        full,
        isSpace,
      } of font.letters(part.bytes)) {
        const whole = times(times([size * wide, 0, 0, size, 0, rise], this.#matrix), ctm);
        // From the unit square to the letter's box to the page.
        const onPage = times([x1 - x0, 0, 0, y1 - y0, x0, y0], whole);
        const back = inverse(onPage);
        if (back) shown.push({ path: moved(box(0, 0, 1, 1), onPage), back, ink, full, tall: scaleOf(whole) });
        move(advance * size + between + (isSpace ? betweenWords : 0));
      }
    }
    return shown;
  }
}
/** From this size on the stems of letters are as wide as what hides. */
const TALL = 22;
/** Where readers may differ on where an inline image ends. */
function hasSeveralEnds(data: Uint8Array): boolean {
  const text = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('latin1');
  const count = (word: RegExp): number => text.match(word)?.length ?? 0;
  return count(/(?<![!-~])EI(?![!-~])/g) !== count(/(?<![!-~])BI(?![!-~])/g);
}
/** Of what a letter stands on, so much must be covered that it is not read any more. */
const SOLID = 0.95;
/** About as far as a letter reaches from its middle, in points. */
const SPREAD = [-2.5, 0, 2.5] as const;

const isOperator = (c: number): boolean => (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 0x27 || c === 0x22;
/** Behind the data of an inline image. */
function skipInline(bytes: Bytes, lexer: Lexer): void {
  for (; bytes.at(lexer.pos) !== -1; lexer.pos++)
    if (bytes.is(lexer.pos, 'EI') && bytes.at(lexer.pos - 1) <= 32 && bytes.at(lexer.pos + 2) <= 32) {
      lexer.pos += 2;
      return;
    }
}
