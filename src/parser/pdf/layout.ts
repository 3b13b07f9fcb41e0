/** What stands where on the pages that the decree's form is read from: the first and the last ones. */
import type { LayoutLine, PageLayout } from '../../domain/layout.ts';
import type { ByteSource } from '../../formats/pdf/index.ts';
import { MAX_PDF_BYTES, openByPieces } from './pdfjs.ts';

/** From the end: the page that is signed, with annexes behind it. */
const LAST_PAGES = 6;
const MAX_LINES = 400;
const MAX_ITEMS = 6_000;
/** Pieces of one line farther apart than this many letter heights stand in two columns. */
const COLUMN_GAP = 1.6;
/** Behind these words a blank is left for what is filled in later (cells 3 and 4). */
const BEFORE_BLANK = /(?:^|\s)(?:số\s*:?|ngày|tháng)\s*$/iu;
const BLANK_GAP = 7;

interface Item {
  readonly str: string;
  readonly transform: readonly number[];
  readonly width: number;
}
const isItem = (value: unknown): value is Item =>
  typeof value === 'object' && value !== null && 'str' in value && 'transform' in value && 'width' in value;
interface Piece {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
}

/** Nothing found is an answer; a file that cannot be read gives no lines. */
export async function readLayout(source: ByteSource): Promise<PageLayout> {
  const none: PageLayout = { pages: [], lines: [] };
  if (source.size > MAX_PDF_BYTES) return none;
  const opened = await openByPieces(source);
  try {
    return await opened.run(async (document) => {
      const count = document.numPages;
      const wanted = new Set([1, ...Array.from({ length: LAST_PAGES }, (_, i) => count - i).filter((n) => n > 0)]);
      const pages: { width: number; height: number }[] = [];
      const lines: LayoutLine[] = [];
      for (const number of [...wanted].sort((a, b) => a - b)) {
        const page = await document.getPage(number);
        const view = page.getViewport({ scale: 1 });
        pages[number - 1] = { width: view.width, height: view.height };
        const { items } = await page.getTextContent();
        const pieces = items.slice(0, MAX_ITEMS).flatMap((item) => (isItem(item) ? pieceOf(item, view) : []));
        lines.push(...joined(pieces).map((piece) => ({ page: number, ...piece })));
        page.cleanup();
        if (lines.length > MAX_LINES * 4) break;
      }
      const [first] = pages;
      return { pages: Array.from({ length: Math.min(count, 500) }, (_, i) => pages[i] ?? first ?? { width: 0, height: 0 }), lines };
    });
  } catch {
    return none;
  } finally {
    await opened.close();
  }
}

interface View {
  readonly height: number;
  readonly transform: readonly number[];
}
/** As shown, the page's own turn taken into account; what does not lie level is no line of the form. */
function pieceOf(item: Item, { transform, height }: View): Piece[] {
  if (item.str.trim() === '') return [];
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = transform;
  const [ia = 1, ib = 0, ic = 0, id = 0, ix = 0, iy = 0] = item.transform;
  // The run's own axes in the page as shown.
  const right = { x: a * ia + c * ib, y: b * ia + d * ib };
  const up = { x: a * ic + c * id, y: b * ic + d * id };
  const size = Math.hypot(up.x, up.y);
  if (right.x <= 0 || Math.abs(right.y) > 0.05 * Math.abs(right.x) || size === 0) return [];
  return [{ text: item.str.normalize('NFC'), x: a * ix + c * iy + e, y: height - (b * ix + d * iy + f), width: item.width, size }];
}

/** Runs of one baseline as lines, parted where a column ends; from the top down, left to right. */
function joined(pieces: readonly Piece[]): Piece[] {
  const rows: Piece[][] = [];
  for (const piece of [...pieces].sort((p, q) => q.y - p.y)) {
    const row = rows.at(-1);
    if (row?.[0] && Math.abs(row[0].y - piece.y) < 0.3 * Math.max(row[0].size, piece.size)) row.push(piece);
    else rows.push([piece]);
  }
  return rows.flatMap((row) => columns(row.sort((p, q) => p.x - q.x))).slice(0, MAX_LINES);
}
function columns(row: readonly Piece[]): Piece[] {
  const lines: Piece[] = [];
  for (const piece of row) {
    const last = lines.at(-1);
    const gap = last ? piece.x - last.x - last.width : 0;
    const most = (last && BEFORE_BLANK.test(last.text) ? BLANK_GAP : COLUMN_GAP) * Math.max(last?.size ?? 0, piece.size);
    if (!last || gap > most) {
      lines.push(piece);
      continue;
    }
    const space = gap > 0.12 * piece.size && !last.text.endsWith(' ') && !piece.text.startsWith(' ') ? ' ' : '';
    lines[lines.length - 1] = {
      ...last,
      text: `${last.text}${space}${piece.text}`,
      width: piece.x + piece.width - last.x,
      size: Math.max(last.size, piece.size),
    };
  }
  return lines.map((line) => ({ ...line, text: line.text.replace(/\s+/gu, ' ').trim() })).filter((line) => line.text !== '');
}
