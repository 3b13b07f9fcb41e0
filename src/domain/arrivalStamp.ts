/**
 * The ĐẾN stamp as a drawing (Decree 30/2020, annex IV: 35 × 50 mm, agency, số, ngày, chuyển, số và ký hiệu hồ sơ). One
 * drawing for every place that shows it: a copy of a PDF (`formats/pdf` `stampPage`), and the office's own pages
 * (`core/print/stamp.ts` `drawArrivalStamp`: labels, a page to be printed over paper). Points, origin bottom left. Pure.
 */
import type { LayoutLine } from './layout.ts';
import { mm, type PageRectangle, type PageSize } from './signaturePlaces.ts';
import { type LegalDate, screenDate } from './time.ts';

export const STAMP_SIZE = { width: mm(50), height: mm(35) } as const;

export interface ArrivalStamp {
  readonly organName: string;
  /** Absent: to be written by hand. */
  readonly number?: number;
  readonly date?: LegalDate;
  /** Đơn vị hoặc người nhận. */
  readonly to?: string;
  readonly fileCode?: string;
}
export interface StampText {
  readonly text: string;
  readonly size: number;
  readonly bold?: boolean;
  /** Baseline; its middle with `center`. */
  readonly at: { readonly x: number; readonly y: number; readonly center?: boolean };
}
export interface StampDrawing {
  readonly width: number;
  readonly height: number;
  readonly texts: readonly StampText[];
  readonly rules: readonly { readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number }[];
}

const DOTS = '…………';
/** Share of its size that a capital of the stamp's bold face is wide, a little more than it is. */
const CAPITAL = 0.74;
const LETTER = 0.52;
const PAD = mm(1.5);

/** The name over one or two lines, as large as the stamp's width allows. */
function nameLines(name: string): { lines: string[]; size: number } {
  const text = name.trim().toUpperCase();
  const room = STAMP_SIZE.width - 2 * PAD;
  const fits = (length: number): number => room / (Math.max(1, length) * CAPITAL);
  if (fits(text.length) >= 7) return { lines: [text], size: Math.min(9, fits(text.length)) };
  const middle = text.length / 2;
  const spaces = [...text.matchAll(/ /g)].map((m) => m.index).sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
  const at = spaces[0];
  const lines = at === undefined ? [text] : [text.slice(0, at), text.slice(at + 1)];
  return { lines, size: Math.max(4, Math.min(7.5, fits(Math.max(...lines.map((line) => line.length))))) };
}
/** No text leaves the stamp: a long one is cut, since all texts of an appearance shrink together. */
function cut(text: string, size: number, room: number): string {
  const letters = [...text];
  const most = Math.max(4, Math.floor(room / (size * LETTER)));
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`;
}

export function drawStamp(stamp: ArrivalStamp): StampDrawing {
  const { width, height } = STAMP_SIZE;
  const [nameLine, upper, lower] = [height - mm(9), height - mm(22), mm(6.5)];
  const side = mm(17);
  const { lines, size } = nameLines(stamp.organName);
  const leading = size * 1.15;
  const top = (height + nameLine) / 2 + ((lines.length - 1) * leading) / 2 - size * 0.35;
  const body = 9;
  const wide = width - side - 2 * PAD;
  const line = (x: number, y: number, text: string, room: number): StampText => ({
    text: cut(text, body, room),
    size: body,
    at: { x, y },
  });
  const rule = (x1: number, y1: number, x2: number, y2: number) => ({ x1, y1, x2, y2 });
  return {
    width,
    height,
    texts: [
      ...lines.map((text, i) => ({ text, size, bold: true, at: { x: width / 2, y: top - i * leading, center: true } })),
      { text: 'ĐẾN', size: 15, bold: true, at: { x: side / 2, y: (nameLine + upper) / 2 - 5, center: true } },
      line(side + PAD, (nameLine + upper) / 2 + 4, `Số: ${stamp.number ?? DOTS}`, wide),
      line(side + PAD, upper + 5, `Ngày: ${stamp.date === undefined ? DOTS : screenDate(stamp.date)}`, wide),
      line(PAD, (upper + lower) / 2 - 2, `Chuyển: ${stamp.to || DOTS.repeat(3)}`, width - 2 * PAD),
      line(PAD, mm(2), `Số và ký hiệu HS: ${stamp.fileCode || DOTS.repeat(2)}`, width - 2 * PAD),
    ],
    rules: [
      rule(0, 0, width, 0),
      rule(width, 0, width, height),
      rule(width, height, 0, height),
      rule(0, height, 0, 0),
      rule(0, nameLine, width, nameLine),
      rule(0, upper, width, upper),
      rule(0, lower, width, lower),
      rule(side, nameLine, side, upper),
    ],
  };
}

export type StampSide = 'found' | 'left' | 'right';
const EDGE = { left: mm(12), right: mm(8), top: mm(6) } as const;
/** Smallest share of its size at which the stamp is still read. */
const SCALES = [1, 0.85, 0.7, 0.6] as const;

/**
 * Where the stamp goes on page one: into the free room below số, ký hiệu or trích yếu at the left, below địa danh, ngày
 * tháng at the right, or above the text; smaller where the room is; without a text layer (or room) in the named corner.
 */
export function stampPlace(page: PageSize, lines: readonly LayoutLine[], side: StampSide): PageRectangle {
  const first = lines.filter((line) => line.page === 1);
  const corner = (scale: number, at: 'left' | 'right'): PageRectangle => ({
    x: at === 'left' ? EDGE.left : page.width - EDGE.right - STAMP_SIZE.width * scale,
    y: page.height - EDGE.top - STAMP_SIZE.height * scale,
    width: STAMP_SIZE.width * scale,
    height: STAMP_SIZE.height * scale,
  });
  if (side !== 'found') return corner(first.length > 0 ? 0.6 : 1, side);
  if (first.length === 0) return corner(0.85, 'left');
  const isFree = (r: PageRectangle): boolean =>
    r.x >= 0 && r.y >= 0 && r.x + r.width <= page.width && r.y + r.height <= page.height && !first.some((line) => touches(r, line));
  for (const scale of SCALES) {
    const [w, h] = [STAMP_SIZE.width * scale, STAMP_SIZE.height * scale];
    // From the head of the page down to its middle, left first.
    for (let y = page.height - EDGE.top - h; y > page.height * 0.45; y -= mm(2)) {
      for (const x of [EDGE.left, page.width / 2 - w / 2, page.width - EDGE.right - w]) {
        const place = { x, y, width: w, height: h };
        if (isFree(place)) return place;
      }
    }
  }
  return corner(0.6, 'left');
}
function touches(r: PageRectangle, line: LayoutLine): boolean {
  const gap = 2;
  return (
    line.x < r.x + r.width + gap &&
    line.x + line.width > r.x - gap &&
    line.y - line.size * 0.25 < r.y + r.height + gap &&
    line.y + line.size > r.y - gap
  );
}
