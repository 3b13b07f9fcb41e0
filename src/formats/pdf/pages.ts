/** Pages, their boxes as shown, and the interactive form's signature fields (ISO 32000-2, 7.7.3, 12.7). */
import { Failure } from '../../domain/errors.ts';
import type { PdfDocument } from './document.ts';
import { damaged } from './lexer.ts';
import { Dict, isName, type PdfObject, PdfString, Ref, readText } from './objects.ts';

const MAX_PAGES = 200_000;
const MAX_FIELDS = 50_000;
const INHERITED = ['MediaBox', 'CropBox', 'Rotate', 'Resources'];

export interface Page {
  readonly ref: Ref;
  readonly dict: Dict;
  /** The visible box in user space: x0 < x1, y0 < y1. */
  readonly box: readonly [x0: number, y0: number, x1: number, y1: number];
  readonly rotate: 0 | 90 | 180 | 270;
  /** Size in points as shown, after rotation. */
  readonly width: number;
  readonly height: number;
  /** Its own resources or those it inherits (7.8.3). */
  readonly resources: PdfObject;
}

/** All pages in order, or up to `until` (1-based, included). */
export function readPages(doc: PdfDocument, until = MAX_PAGES): Page[] {
  const pages: Page[] = [];
  const seen = new Set<number>();
  const walk = (ref: PdfObject, inherited: Dict, depth: number): void => {
    if (pages.length >= until) return;
    if (!(ref instanceof Ref) || seen.has(ref.num) || depth > 64 || seen.size > MAX_PAGES) throw damaged('page_tree');
    seen.add(ref.num);
    const dict = doc.get(ref);
    if (!(dict instanceof Dict)) throw damaged('page_tree', ref.num);
    const merged = inherited.clone();
    for (const key of INHERITED) if (dict.entries.has(key)) merged.entries.set(key, dict.get(key));
    const kids = doc.array(dict.get('Kids'));
    if (kids && !isName(doc.resolve(dict.get('Type')), 'Page')) for (const kid of kids) walk(kid, merged, depth + 1);
    else pages.push(readPage(doc, ref, dict, merged));
  };
  walk(doc.catalog().dict.get('Pages'), new Dict(), 0);
  return pages;
}

/** @throws Failure `pdf.page_missing` */
export function pageAt(doc: PdfDocument, number: number): Page {
  const page = readPages(doc, number)[number - 1];
  if (!page) throw new Failure('pdf.page_missing', { page: number });
  return page;
}

function readPage(doc: PdfDocument, ref: Ref, dict: Dict, inherited: Dict): Page {
  const media = readBox(doc, inherited.get('MediaBox')) ?? ([0, 0, 612, 792] as const);
  const crop = readBox(doc, inherited.get('CropBox')) ?? media;
  const cut: readonly [number, number, number, number] = [
    Math.max(media[0], crop[0]),
    Math.max(media[1], crop[1]),
    Math.min(media[2], crop[2]),
    Math.min(media[3], crop[3]),
  ];
  const box = cut[2] > cut[0] && cut[3] > cut[1] ? cut : media;
  const turn = doc.number(inherited.get('Rotate')) ?? 0;
  const rotate = (Number.isInteger(turn / 90) ? ((turn % 360) + 360) % 360 : 0) as 0 | 90 | 180 | 270;
  const [w, h] = [box[2] - box[0], box[3] - box[1]];
  const sideways = rotate === 90 || rotate === 270;
  return { ref, dict, box, rotate, width: sideways ? h : w, height: sideways ? w : h, resources: inherited.get('Resources') };
}

function readBox(doc: PdfDocument, value: PdfObject): readonly [number, number, number, number] | undefined {
  const numbers = doc.array(value)?.map((v) => doc.number(v));
  if (numbers?.length !== 4) return undefined;
  const [a, b, c, d] = numbers;
  if (a === undefined || b === undefined || c === undefined || d === undefined) return undefined;
  const box = [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)] as const;
  return box[2] > box[0] && box[3] > box[1] ? box : undefined;
}

export interface Shown {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A rectangle of the page as shown (origin bottom left) in user space, `[x0 y0 x1 y1]`. */
export function toUserSpace(page: Page, shown: Shown): [number, number, number, number] {
  const [x0, y0, x1, y1] = page.box;
  const { x, y, width: w, height: h } = shown;
  if (page.rotate === 90) return [x1 - y - h, y0 + x, x1 - y, y0 + x + w];
  if (page.rotate === 180) return [x1 - x - w, y1 - y - h, x1 - x, y1 - y];
  if (page.rotate === 270) return [x0 + y, y1 - x - w, x0 + y + h, y1 - x];
  return [x0 + x, y0 + y, x0 + x + w, y0 + y + h];
}
/** The other way: a user space rectangle as it is seen. */
export function toShown(page: Page, rect: readonly [number, number, number, number]): Shown {
  const [x0, y0, x1, y1] = page.box;
  const [a, b, c, d] = rect;
  if (page.rotate === 90) return { x: b - y0, y: x1 - c, width: d - b, height: c - a };
  if (page.rotate === 180) return { x: x1 - c, y: y1 - d, width: c - a, height: d - b };
  if (page.rotate === 270) return { x: y1 - d, y: a - x0, width: d - b, height: c - a };
  return { x: a - x0, y: b - y0, width: c - a, height: d - b };
}
/** Matrix that keeps an appearance of the shown size upright on a rotated page (12.5.5). */
export function uprightMatrix(page: Page, width: number, height: number): number[] {
  if (page.rotate === 90) return [0, 1, -1, 0, height, 0];
  if (page.rotate === 180) return [-1, 0, 0, -1, width, height];
  if (page.rotate === 270) return [0, -1, 1, 0, 0, width];
  return [1, 0, 0, 1, 0, 0];
}

export interface SignatureField {
  /** Fully qualified name. */
  readonly name: string;
  readonly ref?: Ref;
  readonly dict: Dict;
  /** `/V`, as it stands. */
  readonly value: PdfObject;
  /** The field's own widget (merged) or its first kid. */
  readonly widget: Dict;
}

/** Every signature field, found through the form, never by `/Type` (which may be missing). */
export function signatureFields(doc: PdfDocument): SignatureField[] {
  const form = doc.dict(doc.catalog().dict.get('AcroForm'));
  const found: SignatureField[] = [];
  const seen = new Set<number>();
  let count = 0;
  const walk = (value: PdfObject, path: string, type: PdfObject, inheritedValue: PdfObject, depth: number): void => {
    if (++count > MAX_FIELDS || depth > 32) throw damaged('fields');
    if (value instanceof Ref) {
      if (seen.has(value.num)) return;
      seen.add(value.num);
    }
    const dict = doc.resolve(value);
    if (!(dict instanceof Dict)) return;
    const part = doc.resolve(dict.get('T'));
    const name = part instanceof PdfString ? (path ? `${path}.${readText(part)}` : readText(part)) : path;
    const ft = dict.entries.has('FT') ? doc.resolve(dict.get('FT')) : type;
    const v = dict.entries.has('V') ? dict.get('V') : inheritedValue;
    const kids = doc.array(dict.get('Kids')) ?? [];
    const named = kids.filter((kid) => doc.dict(kid)?.entries.has('T'));
    if (named.length > 0) for (const kid of kids) walk(kid, name, ft, v, depth + 1);
    else if (isName(ft, 'Sig')) {
      const widget = isName(doc.resolve(dict.get('Subtype')), 'Widget') ? dict : (doc.dict(kids[0] ?? null) ?? dict);
      found.push({ name, ...(value instanceof Ref ? { ref: value } : {}), dict, value: v, widget });
    }
  };
  for (const field of doc.array(form?.get('Fields') ?? null) ?? []) walk(field, '', null, null, 0);
  return found;
}

/** DocMDP P=1 (12.8.2.2): whoever certified the document allows no change, so no further signature. */
export function noFurtherSignatures(doc: PdfDocument): boolean {
  const certified = doc.dict(doc.dict(doc.catalog().dict.get('Perms'))?.get('DocMDP') ?? null);
  const signatures = [certified, ...signatureFields(doc).map((f) => doc.dict(f.value))];
  return signatures.some((signature) => signature !== undefined && mdpPermission(doc, signature) === 1);
}
export function mdpPermission(doc: PdfDocument, signature: Dict): number | undefined {
  for (const item of doc.array(signature.get('Reference')) ?? []) {
    const reference = doc.dict(item);
    if (!reference || !isName(doc.resolve(reference.get('TransformMethod')), 'DocMDP')) continue;
    return doc.number(doc.dict(reference.get('TransformParams'))?.get('P') ?? null) ?? 2;
  }
  return undefined;
}
