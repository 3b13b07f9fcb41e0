/**
 * The mark of secrecy on a page, by place and size: the decree's cell 10a lies in the left half of page one, under số, ký
 * hiệu and trích yếu (Decree 30/2020, annex I, II.10). A word that stands there alone is the mark; the same words anywhere
 * else only ask, for a document about secrecy is not secret (record keeping, 5).
 */
import type { SecrecyDegree } from './secrecy.ts';

/** A run of text as it lies on the page as shown, in points; `y` is its baseline from the top. */
export interface PlacedText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
}
export interface ShownPage {
  readonly page: number;
  readonly width: number;
  readonly height: number;
  readonly texts: readonly PlacedText[];
}
export interface SecrecyFinding {
  /** False where the file could not be looked through. */
  readonly looked: boolean;
  /** No text at all: a picture, in which a person has to look. */
  readonly textless: boolean;
  /** A mark in its cell: the document is stopped. */
  readonly mark?: { readonly degree: SecrecyDegree; readonly page: number };
  /** Words that only ask, at most a few. */
  readonly asks: readonly { readonly words: string; readonly page: number }[];
}

const MAX_ASKS = 5;
/** Points of A4's width, to which sizes are brought. */
const A4 = 595;
const CELL = { right: 0.52, bottom: 0.45, minSize: 9, maxSize: 24 };

/** As written in Unicode, and as the letters of TCVN3 and VNI read where a file's fonts say nothing of Unicode. */
const FORMS: readonly (readonly [SecrecyDegree, readonly string[]])[] = [
  ['tuyet_mat', ['tuyệtmật', 'tuyöt mët', 'tuyeät maät']],
  ['toi_mat', ['tốimật', 'tèi mët', 'toái maät']],
  ['mat', ['mật', 'mët', 'maät']],
];
const bare = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}]/gu, '');
function markOf(text: string): SecrecyDegree | undefined {
  const letters = bare(text);
  return FORMS.find(([, forms]) => forms.some((form) => bare(form) === letters))?.[0];
}

/** Runs that stand beside each other on one line, put together where the gap is no more than between words. */
function joined(texts: readonly PlacedText[]): PlacedText[] {
  const rows = new Map<number, PlacedText[]>();
  for (const text of texts.filter((t) => t.text.trim() !== '')) {
    const key = [...rows.keys()].find((y) => Math.abs(y - text.y) <= text.size * 0.3) ?? text.y;
    rows.set(key, [...(rows.get(key) ?? []), text]);
  }
  return [...rows.values()].flatMap((row) => {
    const out: PlacedText[] = [];
    for (const text of row.sort((a, b) => a.x - b.x)) {
      const last = out.at(-1);
      const gap = last === undefined ? Number.POSITIVE_INFINITY : text.x - (last.x + last.width);
      if (last === undefined || gap > Math.max(last.size, text.size) * 1.5) out.push(text);
      else {
        const space = gap > text.size * 0.12 && !last.text.endsWith(' ') ? ' ' : '';
        const width = text.x + text.width - last.x;
        out[out.length - 1] = { ...last, text: last.text + space + text.text, width, size: Math.max(last.size, text.size) };
      }
    }
    return out;
  });
}

function inCell(text: PlacedText, page: ShownPage): boolean {
  if (page.page !== 1) return false;
  const size = (text.size * A4) / Math.min(page.width, page.height);
  const middle = text.x + text.width / 2;
  return middle < page.width * CELL.right && text.y < page.height * CELL.bottom && size >= CELL.minSize && size <= CELL.maxSize;
}

/** Capitals that are no part of another word: not mật mã, mật khẩu, mật độ, bảo mật. */
const WORDS = /(?<![\p{L}])(?:TUYỆT\s+MẬT|TỐI\s+MẬT|(?<!(?:BẢO|BÍ|CƠ|HÒA|ĐỘ)\s+)MẬT)(?!\s*(?:MÃ|KHẨU|ĐỘ|ONG|THIẾT|PHONG|VỤ))(?![\p{L}])/u;
const STATE_SECRET = /BÍ\s+MẬT\s+NHÀ\s+NƯỚC/u;

/** @param pages the first pages of a file, as far as they were read */
export function secrecyOf(pages: readonly ShownPage[]): SecrecyFinding {
  const asks: { words: string; page: number }[] = [];
  let mark: SecrecyFinding['mark'];
  for (const page of pages) {
    for (const text of joined(page.texts)) {
      const degree = markOf(text.text);
      if (degree !== undefined && inCell(text, page)) mark ??= { degree, page: page.page };
      const upper = text.text.normalize('NFC');
      const about = page.page === 1 && STATE_SECRET.test(upper);
      if ((degree !== undefined || WORDS.test(upper) || about) && asks.length < MAX_ASKS)
        asks.push({ words: upper.replace(/\s+/g, ' ').trim().slice(0, 120), page: page.page });
    }
  }
  const textless = pages.length > 0 && pages.every((page) => page.texts.every((text) => text.text.trim() === ''));
  return { looked: true, textless, asks: mark ? [] : asks, ...(mark ? { mark } : {}) };
}
