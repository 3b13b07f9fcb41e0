/** The text of a file's first pages as it lies on them, for the mark of secrecy; also what annotations write on them. */
import { type PlacedText, type SecrecyFinding, type ShownPage, secrecyOf } from '../../domain/secrecyMark.ts';
import type { ByteSource } from '../../formats/pdf/index.ts';
import { MAX_PDF_BYTES, openByPieces } from './pdfjs.ts';

const MAX_PAGES = 10;
const MAX_CHARS = 40_000;

const NOT_LOOKED: SecrecyFinding = { looked: false, textless: false, asks: [] };

type Matrix = readonly number[];
/** The product of two transformations (ISO 32000-1, 8.3.4). */
const times = (m: Matrix, n: Matrix): number[] => {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = m;
  const [g = 1, h = 0, i = 0, j = 1, k = 0, l = 0] = n;
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
};

interface Item {
  readonly str: string;
  readonly transform: Matrix;
  readonly width: number;
}
const isItem = (value: unknown): value is Item =>
  typeof value === 'object' && value !== null && 'str' in value && 'transform' in value && 'width' in value;

function placed(item: Item, viewport: Matrix): PlacedText {
  const [a = 0, b = 0, c = 0, d = 0, x = 0, y = 0] = times(viewport, item.transform);
  const size = Math.hypot(c, d);
  // Upright text only; what stands on its side keeps its place and cannot be the mark alone in its cell.
  return Math.abs(b) > Math.abs(a) * 0.2 ? { text: item.str, x, y, width: 0, size: 0 } : { text: item.str, x, y, width: item.width, size };
}

interface Annotation {
  readonly rect?: Matrix;
  readonly contentsObj?: { readonly str?: string };
  readonly textContent?: readonly string[];
  readonly fieldValue?: unknown;
}
/** Stamps and boxes laid over the page say what they say in their own place. */
function annotated(value: unknown, viewport: Matrix): PlacedText[] {
  const { rect, contentsObj, textContent, fieldValue } = value as Annotation;
  const text = [textContent?.join(' '), contentsObj?.str, fieldValue].find((t): t is string => typeof t === 'string' && t.trim() !== '');
  if (rect === undefined || text === undefined) return [];
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = rect;
  const [, , , , left = 0, bottom = 0] = times(viewport, [1, 0, 0, 1, Math.min(x1, x2), Math.min(y1, y2)]);
  const height = Math.abs(y2 - y1);
  return [{ text: text.slice(0, 500), x: left, y: bottom, width: Math.abs(x2 - x1), size: Math.max(9, Math.min(height * 0.7, 24)) }];
}

/** A file that pdf.js does not read is answered as not looked through: a person looks then. */
export async function findSecrecy(source: ByteSource): Promise<SecrecyFinding> {
  if (source.size > MAX_PDF_BYTES) return NOT_LOOKED;
  const opened = await openByPieces(source);
  try {
    return await opened.run(async (document) => {
      const pages: ShownPage[] = [];
      for (let number = 1; number <= Math.min(document.numPages, MAX_PAGES); number++) {
        const page = await document.getPage(number);
        const { width, height, transform } = page.getViewport({ scale: 1 });
        const content = await page.getTextContent();
        let left = MAX_CHARS;
        const texts = content.items.flatMap((item) => {
          if (!isItem(item) || left <= 0) return [];
          left -= item.str.length;
          return [placed(item, transform)];
        });
        const notes = (await page.getAnnotations()).slice(0, 200).flatMap((value: unknown) => annotated(value, transform));
        // Apart: a box over the page does not stand on a line of its text.
        pages.push({ page: number, width, height, texts }, { page: number, width, height, texts: notes });
      }
      if (opened.tooMuch()) return NOT_LOOKED;
      const finding = secrecyOf(pages.filter((page, i) => i % 2 === 0 || page.texts.length > 0));
      return { ...finding, textless: pages.filter((_, i) => i % 2 === 0).every((page) => page.texts.every((t) => t.text.trim() === '')) };
    });
  } catch {
    return NOT_LOOKED;
  } finally {
    await opened.close();
  }
}
