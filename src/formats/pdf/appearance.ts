/** What a signature field shows: an image with transparency, or lines of text, and a note where one is asked for. */
import { deflateSync } from 'node:zlib';
import { type AddObject, Face, type FontSource, type FontStyle } from './fonts.ts';
import { Dict, Name, type PdfObject, type Ref, spellNumber } from './objects.ts';

export interface TextLine {
  readonly text: string;
  /** Points. */
  readonly size: number;
  readonly bold?: boolean | undefined;
  readonly italic?: boolean | undefined;
  /** Baseline start (its middle with `center`) from the rectangle's bottom left, in points; lines without it flow from the top. */
  readonly at?: { readonly x: number; readonly y: number; readonly center?: boolean | undefined } | undefined;
}
export type AppearanceSpec =
  | {
      readonly kind: 'image';
      readonly width: number;
      readonly height: number;
      /** Straight RGBA, row by row. */
      readonly rgba: Uint8Array;
      readonly note?: string | undefined;
    }
  | {
      readonly kind: 'text';
      readonly lines: readonly TextLine[];
      readonly color: 'black' | 'red';
      readonly frame?: boolean | undefined;
      /** Thin lines of a form, from the rectangle's bottom left, in points. */
      readonly rules?: readonly { readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number }[] | undefined;
      readonly note?: string | undefined;
    };

const NOTE_SIZE = 6.5;
const LEADING = 1.2;
const RGB = { black: '0 0 0', red: '0.8 0 0' } as const;

/** Writes the form XObject (12.5.5, 8.10) of `width`×`height` points and answers its reference. */
export function addAppearance(
  add: AddObject,
  fonts: FontSource,
  spec: AppearanceSpec,
  size: { readonly width: number; readonly height: number },
  matrix: readonly number[],
): Ref {
  const faces = new Map<FontStyle, Face>();
  const face = (style: FontStyle): Face => {
    const known = faces.get(style) ?? new Face(fonts(style));
    faces.set(style, known);
    return known;
  };
  const drawn = spec.kind === 'image' ? drawImage(size, spec) : drawText(face, size, spec);
  const note = spec.note ? drawNote(face, size, spec.note) : '';
  const resources = new Dict({
    ...(spec.kind === 'image' ? { XObject: new Dict({ Im: addImage(add, spec) }) } : {}),
    ...(faces.size > 0 ? { Font: new Dict(embedAll(faces, add)) } : {}),
  });
  const dict = new Dict({
    Type: new Name('XObject'),
    Subtype: new Name('Form'),
    BBox: [0, 0, size.width, size.height],
    Matrix: [...matrix],
    Resources: resources,
    Filter: new Name('FlateDecode'),
  });
  return add(dict, deflateSync(Buffer.from(`q\n${drawn}${note}Q\n`, 'latin1')));
}

const TAGS: Readonly<Record<FontStyle, string>> = { regular: 'TVTAAA', bold: 'TVTAAB', italic: 'TVTAAC', boldItalic: 'TVTAAD' };
const fontName = (style: FontStyle): string => `F${TAGS[style].slice(-1)}`;
function embedAll(faces: ReadonlyMap<FontStyle, Face>, add: AddObject): Record<string, PdfObject> {
  return Object.fromEntries([...faces].map(([style, face]) => [fontName(style), face.embed(add, TAGS[style])]));
}

/** Colour as RGB, transparency as soft mask (11.6.5.2); both compressed. */
function addImage(add: AddObject, image: { width: number; height: number; rgba: Uint8Array }): Ref {
  const count = image.width * image.height;
  if (image.rgba.byteLength !== count * 4) throw new RangeError('an image has four bytes a pixel');
  const rgb = Buffer.alloc(count * 3);
  const alpha = Buffer.alloc(count);
  for (let i = 0; i < count; i++) {
    rgb[i * 3] = image.rgba[i * 4] ?? 0;
    rgb[i * 3 + 1] = image.rgba[i * 4 + 1] ?? 0;
    rgb[i * 3 + 2] = image.rgba[i * 4 + 2] ?? 0;
    alpha[i] = image.rgba[i * 4 + 3] ?? 0;
  }
  const common = {
    Type: new Name('XObject'),
    Subtype: new Name('Image'),
    Width: image.width,
    Height: image.height,
    BitsPerComponent: 8,
    Filter: new Name('FlateDecode'),
  };
  const mask = add(new Dict({ ...common, ColorSpace: new Name('DeviceGray') }), deflateSync(alpha));
  return add(new Dict({ ...common, ColorSpace: new Name('DeviceRGB'), SMask: mask }), deflateSync(rgb));
}

/** The image as large as the rectangle allows, its proportions kept, centred. */
function drawImage(size: { width: number; height: number }, image: { width: number; height: number }): string {
  const scale = Math.min(size.width / image.width, size.height / image.height);
  const [w, h] = [image.width * scale, image.height * scale];
  const [x, y] = [(size.width - w) / 2, (size.height - h) / 2];
  return `q ${[w, 0, 0, h, x, y].map(spellNumber).join(' ')} cm /Im Do Q\n`;
}

const FRAME_WIDTH = 1;
const FRAME_GAP = 4;
/** Lines of text; within a frame they keep a little off it. */
function drawText(
  face: (style: FontStyle) => Face,
  size: { width: number; height: number },
  spec: Extract<AppearanceSpec, { kind: 'text' }>,
): string {
  const color = RGB[spec.color];
  if (!spec.frame) return drawRules(spec.rules ?? [], color) + drawLines(face, size, spec.lines, color);
  const edge = [FRAME_WIDTH / 2, FRAME_WIDTH / 2, size.width - FRAME_WIDTH, size.height - FRAME_WIDTH].map(spellNumber).join(' ');
  const inner = { width: size.width - 2 * FRAME_GAP, height: size.height - 2 * FRAME_GAP };
  const moved = `q 1 0 0 1 ${FRAME_GAP} ${FRAME_GAP} cm\n${drawLines(face, inner, spec.lines, color)}Q\n`;
  return `q ${color} RG ${FRAME_WIDTH} w ${edge} re S Q\n${moved}`;
}

const RULE_WIDTH = 0.8;
function drawRules(rules: readonly { x1: number; y1: number; x2: number; y2: number }[], color: string): string {
  if (rules.length === 0) return '';
  const paths = rules.map(({ x1, y1, x2, y2 }) => `${spellNumber(x1)} ${spellNumber(y1)} m ${spellNumber(x2)} ${spellNumber(y2)} l`);
  return `q ${color} RG ${RULE_WIDTH} w 2 J ${paths.join(' ')} S Q\n`;
}

function drawLines(
  face: (style: FontStyle) => Face,
  size: { width: number; height: number },
  lines: readonly TextLine[],
  color: string,
): string {
  const laid = lines.map((line) => {
    const style: FontStyle = line.bold ? (line.italic ? 'boldItalic' : 'bold') : line.italic ? 'italic' : 'regular';
    return { line, style, ...face(style).line(line.text) };
  });
  // Text never leaves its rectangle: all lines shrink together.
  const shrink = Math.min(
    1,
    ...laid.map(({ line, width }) => (width > 0 ? roomFor(line, size.width) / (width * line.size) : 1)),
    size.height / Math.max(1, ...[laid.filter(({ line }) => !line.at).reduce((sum, { line }) => sum + line.size * LEADING, 0)]),
  );
  let top = size.height;
  const drawn = laid.map(({ line, style, hex, width }) => {
    const points = line.size * shrink;
    if (!line.at) top -= points * LEADING;
    const x = line.at ? line.at.x - (line.at.center ? (width * points) / 2 : 0) : 0;
    const y = line.at?.y ?? top + points * 0.25;
    return `/${fontName(style)} ${spellNumber(points)} Tf 1 0 0 1 ${spellNumber(x)} ${spellNumber(y)} Tm <${hex}> Tj\n`;
  });
  return `BT ${color} rg\n${drawn.join('')}ET\n`;
}

const roomFor = ({ at }: TextLine, width: number): number => {
  if (!at) return width;
  return at.center ? 2 * Math.min(at.x, width - at.x) : width - at.x;
};

/** A note in small letters across the foot of the appearance, e.g. that the signature is for training. */
function drawNote(face: (style: FontStyle) => Face, size: { width: number; height: number }, note: string): string {
  const { width, hex } = face('bold').line(note);
  const points = Math.min(NOTE_SIZE, size.width / Math.max(width, 0.1));
  const x = (size.width - width * points) / 2;
  return `BT 0.45 0.45 0.45 rg /${fontName('bold')} ${spellNumber(points)} Tf 1 0 0 1 ${spellNumber(x)} 1 Tm <${hex}> Tj ET\n`;
}
