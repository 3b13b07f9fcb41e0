/**
 * The pictures of a scanned PDF: pages that show one image and nothing else (a hidden text layer aside) can be taken apart
 * again without loss. Whatever else a page shows makes it no scan, and the file is used as it is.
 */
import type { PdfDocument } from './document.ts';
import { damaged } from './lexer.ts';
import { type Dict, isName, Name, type PdfObject, Stream } from './objects.ts';
import { type Page, readPages } from './pages.ts';

export interface PagePicture {
  readonly kind: 'jpeg' | 'fax' | 'raw';
  /** Pixels as stored. */
  readonly width: number;
  readonly height: number;
  /** Clockwise turn that shows the stored picture as the page does. */
  readonly turn: 0 | 90 | 180 | 270;
  readonly dpi: number;
  /** Grey or colour samples of `raw`. */
  readonly channels: 1 | 3;
  readonly bits: 1 | 8;
  /** The lowest sample is white (fax and one-bit pictures). */
  readonly inverted: boolean;
  readonly stream: Stream;
}
export interface ScannedPage {
  readonly picture?: PagePicture;
  /** The page carries a text layer. */
  readonly text: boolean;
  readonly width: number;
  readonly height: number;
}

const MAX_CONTENT = 4 * 1024 * 1024;

/** Every page with its picture, where it has one and shows nothing else. */
export const scannedPages = (doc: PdfDocument): ScannedPage[] => readPages(doc).map((page) => scannedPage(doc, page));

function scannedPage(doc: PdfDocument, page: Page): ScannedPage {
  const none = (text = true): ScannedPage => ({ text, width: page.width, height: page.height });
  if ((doc.array(page.dict.get('Annots'))?.length ?? 0) > 0) return none();
  const content = contentOf(doc, page);
  if (content === undefined) return none();
  const drawn = drawingOf(content);
  if (drawn === undefined) return none();
  const resources = doc.dict(page.resources);
  const image = doc.resolve(doc.dict(resources?.get('XObject') ?? null)?.get(drawn.name) ?? null);
  if (!(image instanceof Stream) || !isName(doc.resolve(image.dict.get('Subtype')), 'Image')) return none(drawn.text);
  const picture = pictureOf(doc, image, drawn.matrix, page);
  return { text: drawn.text, width: page.width, height: page.height, ...(picture ? { picture } : {}) };
}

function contentOf(doc: PdfDocument, page: Page): string | undefined {
  const contents = doc.resolve(page.dict.get('Contents'));
  const streams = contents instanceof Stream ? [contents] : (doc.array(contents) ?? []).map((part) => doc.resolve(part));
  let text = '';
  for (const stream of streams) {
    if (!(stream instanceof Stream)) return undefined;
    try {
      text += `${Buffer.from(doc.streamData(stream)).toString('latin1')}\n`;
    } catch {
      return undefined;
    }
    if (text.length > MAX_CONTENT) return undefined;
  }
  return text;
}

type Matrix = readonly [number, number, number, number, number, number];
const UNIT: Matrix = [1, 0, 0, 1, 0, 0];
const times = (m: Matrix, n: Matrix): Matrix => [
  m[0] * n[0] + m[1] * n[2],
  m[0] * n[1] + m[1] * n[3],
  m[2] * n[0] + m[3] * n[2],
  m[2] * n[1] + m[3] * n[3],
  m[4] * n[0] + m[5] * n[2] + n[4],
  m[4] * n[1] + m[5] * n[3] + n[5],
];
/** Strings, hex strings and arrays in one piece, names, dictionaries' ends, numbers, operators (7.8.2). */
const TOKENS =
  /%[^\r\n]*|\((?:\\[\s\S]|[^\\()]|\((?:\\[\s\S]|[^\\()])*\))*\)|<<|>>|<[0-9a-fA-F\s]*>|\/[^\s()<>[\]{}/%]*|[[\]]|[^\s()<>[\]{}/%]+/g;
/** Operators that paint nothing by themselves. */
const QUIET = new Set(
  'gs w J j M d i ri BDC BMC EMC MP DP re W W* n m l h c v y rg RG g G k K cs CS sc SC scn SCN BT ET Tf Tm Td TD T* Tc Tw Tz TL Ts'.split(
    ' ',
  ),
);
const SHOWS_TEXT = new Set(['Tj', 'TJ', "'", '"']);

/** The one image a content stream shows, with the matrix it is shown by; undefined where more is shown. */
function drawingOf(content: string): { name: string; matrix: Matrix; text: boolean } | undefined {
  let [ctm, hidden, text] = [UNIT, false, false];
  const saved: { ctm: Matrix; hidden: boolean }[] = [];
  let found: { name: string; matrix: Matrix } | undefined;
  let operands: string[] = [];
  for (const [token] of content.matchAll(TOKENS)) {
    if (token.startsWith('%')) continue;
    if (/^[[\](</>+\-.0-9]/.test(token) || token === 'true' || token === 'false' || token === 'null') {
      operands.push(token);
      if (operands.length > 20_000) return undefined;
      continue;
    }
    if (token === 'q') saved.push({ ctm, hidden });
    else if (token === 'Q') ({ ctm, hidden } = saved.pop() ?? { ctm: UNIT, hidden: false });
    else if (token === 'cm') {
      const matrix = operands.slice(-6).map(Number);
      if (matrix.length !== 6 || !matrix.every(Number.isFinite)) return undefined;
      ctm = times(matrix as unknown as Matrix, ctm);
    } else if (token === 'Do') {
      if (found) return undefined;
      found = { name: (operands.at(-1) ?? '').slice(1), matrix: ctm };
    } else if (token === 'Tr') hidden = operands.at(-1) === '3';
    else if (SHOWS_TEXT.has(token)) {
      if (!hidden) return undefined;
      text = true;
    } else if (!QUIET.has(token)) return undefined;
    operands = [];
  }
  return found ? { ...found, text } : undefined;
}

function pictureOf(doc: PdfDocument, image: Stream, matrix: Matrix, page: Page): PagePicture | undefined {
  const { dict } = image;
  const [width, height] = [doc.number(dict.get('Width')) ?? 0, doc.number(dict.get('Height')) ?? 0];
  if (width < 1 || height < 1 || dict.entries.has('SMask') || dict.entries.has('Mask') || doc.resolve(dict.get('ImageMask')) === true)
    return undefined;
  const turned = turnOf(matrix, page);
  if (!turned) return undefined;
  const dpi = Math.round(width / (turned.wide / 72));
  const bits = doc.number(dict.get('BitsPerComponent')) ?? 8;
  const channels = channelsOf(doc, dict.get('ColorSpace'));
  const decode = doc.array(dict.get('Decode'))?.map((v) => doc.number(v));
  const flipped = decode !== undefined && decode[0] === 1;
  const filters = filtersOf(doc, dict);
  const common = { width, height, turn: turned.turn, dpi, stream: image };
  if (filters.length === 1 && filters[0] === 'DCTDecode' && !decode)
    return { ...common, kind: 'jpeg', channels: channels ?? 3, bits: 8, inverted: false };
  if (filters.length === 1 && filters[0] === 'CCITTFaxDecode') {
    const parms = doc.dict(doc.array(dict.get('DecodeParms'))?.[0] ?? dict.get('DecodeParms'));
    if ((doc.number(parms?.get('K') ?? null) ?? 0) >= 0 || doc.resolve(parms?.get('EncodedByteAlign') ?? null) === true) return undefined;
    const black = doc.resolve(parms?.get('BlackIs1') ?? null) === true;
    return { ...common, kind: 'fax', channels: 1, bits: 1, inverted: black !== flipped };
  }
  if (filters.some((f) => f !== 'FlateDecode') || channels === undefined || (bits !== 8 && bits !== 1) || (bits === 1 && channels !== 1))
    return undefined;
  return { ...common, kind: 'raw', channels, bits, inverted: flipped };
}

/** Stands the image level on the page and fills most of it: its turn, and how wide it is shown before turning (points). */
function turnOf([a, b, c, d]: Matrix, page: Page): { turn: PagePicture['turn']; wide: number } | undefined {
  const [wide, high] = [Math.hypot(a, b), Math.hypot(c, d)];
  if (wide < 1 || high < 1) return undefined;
  const level = Math.abs(b) < wide * 0.002 && Math.abs(c) < high * 0.002;
  const upright = Math.abs(a) < wide * 0.002 && Math.abs(d) < high * 0.002;
  // A mirrored one is left alone.
  if ((!level && !upright) || a * d - b * c < 0) return undefined;
  const own = level ? (a > 0 ? 0 : 180) : b > 0 ? 270 : 90;
  const [pw, ph] = [page.box[2] - page.box[0], page.box[3] - page.box[1]];
  const covered = (level ? wide * high : high * wide) / Math.max(1, pw * ph);
  if (covered < 0.7) return undefined;
  return { turn: ((own + page.rotate) % 360) as PagePicture['turn'], wide };
}

function filtersOf(doc: PdfDocument, dict: Dict): string[] {
  const filter = doc.resolve(dict.get('Filter'));
  if (filter instanceof Name) return [filter.name];
  return (doc.array(filter) ?? []).map((f) => {
    const name = doc.resolve(f);
    return name instanceof Name ? name.name : '?';
  });
}

function channelsOf(doc: PdfDocument, space: PdfObject): 1 | 3 | undefined {
  const value = doc.resolve(space);
  if (value instanceof Name)
    return value.name === 'DeviceGray' || value.name === 'CalGray'
      ? 1
      : value.name === 'DeviceRGB' || value.name === 'CalRGB'
        ? 3
        : undefined;
  const parts = doc.array(value);
  const kind = doc.resolve(parts?.[0] ?? null);
  if (isName(kind, 'CalGray')) return 1;
  if (isName(kind, 'CalRGB')) return 3;
  if (!isName(kind, 'ICCBased')) return undefined;
  const count = doc.number(doc.dict(parts?.[1] ?? null)?.get('N') ?? null);
  return count === 1 || count === 3 ? count : undefined;
}

/** Bytes of a picture: a JPEG file, fax data, or samples (rows padded to whole bytes). @throws Failure `pdf.damaged` */
export function pictureBytes(doc: PdfDocument, picture: PagePicture): Uint8Array {
  if (picture.kind !== 'raw') return doc.openedStream(picture.stream);
  const data = doc.streamData(picture.stream);
  const whole = Math.ceil((picture.width * picture.channels * picture.bits) / 8) * picture.height;
  if (data.byteLength < whole) throw damaged('picture');
  return data.subarray(0, whole);
}
