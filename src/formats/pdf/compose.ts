/**
 * A file for the printer made of pages of others: what stands on them as annotations (the pictures of signatures, stamps)
 * is drawn into the page, whole pages are chosen and put behind each other, small drawings are laid over. The result is for
 * paper or a copy; it is never the document itself (by @cantoo/pdf-lib).
 */
import { PDFArray, PDFDict, PDFDocument, PDFName, PDFNumber, type PDFPage, PDFRef, PDFStream } from '@cantoo/pdf-lib';
import { Failure } from '../../domain/errors.ts';

export interface ComposePart {
  readonly bytes: Uint8Array;
  /** 1-based, in the order wanted; absent = all. */
  readonly pages?: readonly number[] | undefined;
}
export interface ComposeOverlay {
  /** Its first page is laid over, as large as it is. */
  readonly bytes: Uint8Array;
  /** 1-based page of the result; 0 = the last. */
  readonly page: number;
  /** Of its bottom left corner, points from the bottom left of the page as shown. */
  readonly x: number;
  readonly y: number;
}
const MAX_PAGES = 3_000;

/** @throws Failure `pdf.encrypted`, `pdf.damaged`, `pdf.page_missing`, `pdf.too_many_pages` */
export async function composePdf(
  parts: readonly ComposePart[],
  overlays: readonly ComposeOverlay[] = [],
): Promise<{ bytes: Uint8Array; pages: number }> {
  const load = async (bytes: Uint8Array): Promise<PDFDocument> => {
    try {
      const doc = await PDFDocument.load(bytes, { updateMetadata: false, throwOnInvalidObject: false, ignoreEncryption: true });
      if (doc.isEncrypted) throw new Failure('pdf.encrypted');
      return doc;
    } catch (error) {
      if (error instanceof Failure) throw error;
      throw new Failure('pdf.damaged', undefined, { cause: error });
    }
  };
  const out = await PDFDocument.create({ updateMetadata: false });
  for (const part of parts) {
    const doc = await load(part.bytes);
    const total = doc.getPageCount();
    const wanted = part.pages ?? Array.from({ length: total }, (_, i) => i + 1);
    const missing = wanted.find((n) => n < 1 || n > total);
    if (missing !== undefined) throw new Failure('pdf.page_missing', { page: missing });
    if (out.getPageCount() + wanted.length > MAX_PAGES) throw new Failure('pdf.too_many_pages', { max: MAX_PAGES });
    for (const n of new Set(wanted)) flatten(doc.getPage(n - 1));
    const copied = await out.copyPages(
      doc,
      wanted.map((n) => n - 1),
    );
    for (const page of copied) out.addPage(page);
  }
  for (const overlay of overlays) {
    const number = overlay.page === 0 ? out.getPageCount() : overlay.page;
    if (number > out.getPageCount()) throw new Failure('pdf.page_missing', { page: number });
    const [drawn] = await out.embedPdf(await load(overlay.bytes), [0]);
    if (drawn) out.getPage(number - 1).drawPage(drawn, { x: overlay.x, y: overlay.y, width: drawn.width, height: drawn.height });
  }
  return { bytes: await out.save({ useObjectStreams: false, updateFieldAppearances: false }), pages: out.getPageCount() };
}

/** Annotation flags (ISO 32000-2, table 167): hidden, no view. */
const HIDDEN = 2 | 32;
/** Kinds that are no part of what the page shows on paper. */
const NOT_PRINTED = new Set(['/Link', '/Popup', '/Text', '/FileAttachment', '/Sound', '/Movie', '/Screen']);

/** What annotations show becomes part of the page, and the annotations go (ISO 32000-2, 12.5.5). */
function flatten(page: PDFPage): void {
  const annotations = page.node.Annots();
  if (!(annotations instanceof PDFArray)) return;
  page.node.normalize();
  let content = '';
  for (let i = 0; i < annotations.size(); i++) {
    const annotation = annotations.lookup(i);
    if (annotation instanceof PDFDict) content += drawing(page, annotation) ?? '';
  }
  page.node.delete(PDFName.of('Annots'));
  if (content === '') return;
  const { context } = page.doc;
  const stream = (text: string): PDFRef => context.register(context.stream(text));
  page.node.wrapContentStreams(stream('q\n'), stream('Q\n'));
  page.node.addContentStream(stream(content));
}

/** The operators that draw an annotation where it stands. */
function drawing(page: PDFPage, annotation: PDFDict): string | undefined {
  const flags = annotation.lookup(PDFName.of('F'));
  if (flags instanceof PDFNumber && (flags.asNumber() & HIDDEN) !== 0) return undefined;
  if (NOT_PRINTED.has(String(annotation.lookup(PDFName.of('Subtype'))))) return undefined;
  const found = appearanceOf(annotation);
  const rect = numbers(annotation.lookup(PDFName.of('Rect')));
  if (!found || rect?.length !== 4) return undefined;
  const { ref, dict } = found;
  const bbox = numbers(dict.lookup(PDFName.of('BBox')));
  if (bbox?.length !== 4) return undefined;
  const matrix = numbers(dict.lookup(PDFName.of('Matrix'))) ?? [1, 0, 0, 1, 0, 0];
  const box = bounds(bbox, matrix);
  const [left, right] = sorted(rect[0], rect[2]);
  const [bottom, top] = sorted(rect[1], rect[3]);
  if (box.width === 0 || box.height === 0) return undefined;
  const [sx, sy] = [(right - left) / box.width, (top - bottom) / box.height];
  const name = page.node.newXObject('Fl', ref);
  return `q ${[sx, 0, 0, sy, left - box.x * sx, bottom - box.y * sy].map((v) => v.toFixed(5)).join(' ')} cm ${name} Do Q\n`;
}

/** The normal appearance; of a button the one of its state. */
function appearanceOf(annotation: PDFDict): { ref: PDFRef; dict: PDFDict } | undefined {
  const appearances = annotation.lookup(PDFName.of('AP'));
  if (!(appearances instanceof PDFDict)) return undefined;
  let [holder, key] = [appearances, PDFName.of('N')];
  const normal = appearances.lookup(key);
  if (normal instanceof PDFDict && !(normal instanceof PDFStream)) {
    const state = annotation.lookup(PDFName.of('AS'));
    if (!(state instanceof PDFName)) return undefined;
    [holder, key] = [normal, state];
  }
  const stream = holder.lookup(key);
  const ref = holder.get(key);
  return stream instanceof PDFStream && ref instanceof PDFRef ? { ref, dict: stream.dict } : undefined;
}

function numbers(value: unknown): number[] | undefined {
  if (!(value instanceof PDFArray)) return undefined;
  const list = Array.from({ length: value.size() }, (_, i) => value.lookup(i));
  return list.every((one) => one instanceof PDFNumber) ? list.map((one) => (one as PDFNumber).asNumber()) : undefined;
}
const sorted = (a = 0, b = 0): [number, number] => [Math.min(a, b), Math.max(a, b)];
function bounds(bbox: readonly number[], m: readonly number[]): { x: number; y: number; width: number; height: number } {
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = bbox;
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = m;
  const corners = [
    [x1, y1],
    [x1, y2],
    [x2, y1],
    [x2, y2],
  ].map(([x = 0, y = 0]) => [a * x + c * y + e, b * x + d * y + f] as const);
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}
