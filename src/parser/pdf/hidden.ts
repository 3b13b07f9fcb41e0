/**
 * Whether a signature that came later hides words of the page that was signed before it: its look lies on that page, and
 * letters of the text layer stand under what nothing shows through. Scans without words say nothing here.
 */
import { type ByteSource, headOf } from '../../formats/pdf/index.ts';
import type { Look, Point } from './looks.ts';
import { MAX_PDF_BYTES, openByPieces } from './pdfjs.ts';
import { isItem, type PdfPage } from './text.ts';

/** Points between two places of a line of words. */
const STEP = 2;
/** So many places (about four letters) under a dark area: fewer lie under the edge of an honest one. */
const MANY = 12;
const MAX_PLACES = 200_000;

/**
 * @param looks those that hide something of their page
 * @param end where the revision ends whose words count
 * @returns `unread` where its words cannot be read
 */
export async function wordsUnder(source: ByteSource, looks: readonly Look[], end: number): Promise<'nothing' | 'words' | 'unread'> {
  if (end > MAX_PDF_BYTES) return 'unread';
  const opened = await openByPieces(headOf(source, end));
  try {
    return await opened.run(async (document) => {
      for (const look of looks) {
        if (look.page >= document.numPages) return 'unread';
        const places = await placesOf((await document.getPage(look.page + 1)) as unknown as PdfPage);
        if (hides(look, places)) return 'words';
      }
      return opened.tooMuch() ? 'unread' : 'nothing';
    });
  } catch {
    return 'unread';
  } finally {
    await opened.close().catch(() => undefined);
  }
}

function hides({ patches, area: [x0, y0, x1, y1] }: Look, places: readonly Point[]): boolean {
  let dark = 0;
  for (const place of places) {
    if (place[0] < x0 || place[0] > x1 || place[1] < y0 || place[1] > y1) continue;
    const over = patches.filter((patch) => patch.holds(place));
    if (over.some((patch) => patch.light)) return true;
    if (over.length > 0 && ++dark >= MANY) return true;
  }
  return false;
}

/**
 * Places along the words of a page, in points of the page as it is written. Where in a run a letter stands is known about
 * only: a place counts where letters or digits are near, dots and dashes of a blank do not.
 */
async function placesOf(page: PdfPage): Promise<Point[]> {
  const { items } = await page.getTextContent();
  page.cleanup();
  const places: Point[] = [];
  for (const { str, transform, width } of items.filter(isItem)) {
    const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = transform;
    const isLetter = [...str].map((char) => /[\p{L}\p{N}]/u.test(char));
    if (!isLetter.includes(true)) continue;
    const unit = Math.hypot(a, b) || 1;
    for (let at = STEP / 2; at < width; at += STEP) {
      const i = Math.floor((at / width) * isLetter.length);
      if (!isLetter[i - 1] && !isLetter[i] && !isLetter[i + 1]) continue;
      const x = at / unit;
      places.push([e + a * x + c * 0.3, f + b * x + d * 0.3]);
      if (places.length > MAX_PLACES) return places;
    }
  }
  return places;
}
