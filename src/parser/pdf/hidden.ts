/**
 * Whether a signature that came later hides words of the page that was signed before it: its look lies on that page, and
 * letters of the text layer, or ink of a scan, stand under what nothing shows through.
 *
 * The decree has an agency's seal lie over a third of the leader's signature, and offices set pictures with a ground of their
 * own on it: what such a picture hides of the signature's own block (position, name) or of the cells for number and date is
 * no proof of a change, and no proof of none either. A person compares it with the signed revision.
 */
import { isOfPerson } from '../../domain/signingPowers.ts';
import { type ByteSource, headOf, PdfDocument, readPages } from '../../formats/pdf/index.ts';
import type { Point } from './geometry.ts';
import type { Look, Shade } from './looks.ts';
import { MAX_PDF_BYTES, openByPieces } from './pdfjs.ts';
import { type DrawnPage, hasHugePicture, picturedUnder } from './pictured.ts';
import { isItem, type PdfPage } from './text.ts';

/** Points between two places of a line of words. */
const STEP = 2;
/** So many places (about four letters) under a dark area: fewer lie under the edge of an honest one. */
const MANY = 12;
/** So many of one line: fewer are an edge of the ring. */
const SOME = 3;
const MAX_PLACES = 200_000;
/** Above a typed name stand position and capacity, beside a visible signature both (annex I, cells 7a and 7b); points. */
const BLOCK = { above: 150, beside: 160, around: 60 } as const;
/** Number and date stand in the upper part of the first page (cells 3 and 4). */
const HEAD = 0.3;
const MAX_POSITION = 70;

export type Hidden = 'nothing' | 'words' | 'block' | 'picture' | 'unread';
export interface SignedBlocks {
  /** Of everybody who signed, as the certificates say. */
  readonly names: readonly string[];
  /** Visible signatures: page (0-based) and rectangle, in points of the page as it is written. */
  readonly signatures: readonly Pick<Look, 'page' | 'area'>[];
}
/** The worst first. */
const WORST: readonly Hidden[] = ['words', 'unread', 'block', 'picture', 'nothing'];
export const worse = (a: Hidden, b: Hidden): Hidden => WORST.find((one) => one === a || one === b) ?? 'nothing';

/**
 * @param looks those that hide something of their page
 * @param end where the revision ends whose words count
 * @returns `unread` where nobody knows whether words are hidden, `block` where only a signature's own block, number or date is, `picture` where
 * something that is no word is
 */
export async function wordsUnder(source: ByteSource, looks: readonly Look[], end: number, signed: SignedBlocks): Promise<Hidden> {
  if (end > MAX_PDF_BYTES) return 'unread';
  const opened = await openByPieces(headOf(source, end));
  try {
    return await opened.run(async (document) => {
      let found: Hidden = 'nothing';
      for (const look of looks) {
        if (look.page >= document.numPages) return 'unread';
        const page = (await document.getPage(look.page + 1)) as unknown as DrawnPage & PdfPage & { readonly view: readonly number[] };
        const [, bottom = 0, , top = 842] = page.view;
        const words = hiddenBy(look, await linesOf(page), { ...signed, head: top - (top - bottom) * HEAD });
        found = worse(found, words === 'nothing' ? await picturesUnder(page, look, () => headOf(source, end)) : words);
        page.cleanup();
      }
      return opened.tooMuch() ? 'unread' : found;
    });
  } catch {
    return 'unread';
  } finally {
    await opened.close().catch(() => undefined);
  }
}

/** Where no word is hidden, something else may be: what was scanned, drawn, or signed before. */
async function picturesUnder(page: DrawnPage, { patches, area, page: index }: Look, signed: () => ByteSource): Promise<Hidden> {
  const doc = PdfDocument.open(signed());
  if (hasHugePicture(doc, readPages(doc, index + 1)[index]?.resources ?? null)) return 'unread';
  // Letters that nobody reads are letters most likely: over words that is asked for, over ink it would be each time.
  const hides = (at: Point): boolean =>
    patches.some((patch) => {
      const shade = patch(at);
      return shade !== undefined && shade !== 'letters';
    });
  const under = await picturedUnder(page, hides, area);
  return under === 'field' ? 'block' : under;
}

interface Line {
  readonly text: string;
  readonly places: readonly Point[];
}
type Blocks = SignedBlocks & { readonly head: number };

function hiddenBy({ patches, area: [x0, y0, x1, y1], page }: Look, lines: readonly Line[], blocks: Blocks): Hidden {
  const hidden = new Set<Line>();
  let [dark, unsure] = [0, false];
  const underDark: Line[] = [];
  for (const line of lines) {
    let [here, light] = [0, false];
    for (const place of line.places) {
      if (place[0] < x0 || place[0] > x1 || place[1] < y0 || place[1] > y1) continue;
      const over = new Set(patches.map((patch): Shade | undefined => patch(place)));
      if (over.has('light')) light = true;
      else if (over.has('dark')) here++;
      else if (over.has('unsure') || over.has('letters')) unsure = true;
    }
    dark += here;
    if (here >= SOME) underDark.push(line);
    if (light) hidden.add(line);
  }
  if (dark >= MANY) for (const line of underDark.length > 0 ? underDark : lines) hidden.add(line);
  if (hidden.size === 0) return unsure ? 'unread' : 'nothing';
  return [...hidden].every((line) => isOfBlock(line, lines, page, blocks)) ? 'block' : 'words';
}

const placeOf = ({ places: [first] }: Line): Point => first ?? [0, 0];
const endOf = ({ places }: Line): Point => places.at(-1) ?? [0, 0];
const isName = (text: string, names: readonly string[]): boolean =>
  names.some((name) => name !== '' && (isOfPerson(name, text) || isOfPerson(text, name)));
/** A position or a capacity is in capitals, without figures, and short. */
const isPosition = (text: string): boolean =>
  text.length <= MAX_POSITION && /\p{Lu}{2}/u.test(text) && !/\p{N}/u.test(text) && text === text.toLocaleUpperCase('vi');

/** The lines of a signature's own block, and those of number and date: what a seal or a strip may come to lie on. */
function isOfBlock(line: Line, lines: readonly Line[], page: number, { names, signatures, head }: Blocks): boolean {
  const text = line.text.normalize('NFC').trim();
  const [x, y] = placeOf(line);
  if (page === 0 && y >= head && (/^Số\s*:/u.test(text) || /ngày.*tháng.*năm/u.test(text))) return true;
  if (isName(text, names)) return true;
  if (!isPosition(text)) return false;
  const [right] = endOf(line);
  const middle = (x + right) / 2;
  const overName = lines.some((other) => {
    const [left, below] = placeOf(other);
    const near = Math.abs((left + endOf(other)[0]) / 2 - middle) <= BLOCK.beside;
    return near && y > below && y - below <= BLOCK.above && isName(other.text.normalize('NFC').trim(), names);
  });
  const { around } = BLOCK;
  const beside = signatures.some(
    ({ page: on, area: [x0, y0, x1, y1] }) =>
      on === page && right >= x0 - around && x <= x1 + around && y >= y0 - around && y <= y1 + around,
  );
  return overName || beside;
}

/**
 * Places along the words of a page, in points of the page as it is written, line by line. Where in a run a letter stands is
 * known about only: a place counts where letters or digits are near, dots and dashes of a blank do not.
 */
async function linesOf(page: PdfPage): Promise<Line[]> {
  const { items } = await page.getTextContent();
  const lines: { text: string; places: Point[]; y: number; right: number }[] = [];
  let count = 0;
  for (const { str, transform, width } of items.filter(isItem)) {
    const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = transform;
    if (str === '') continue;
    const places: Point[] = [];
    const isLetter = [...str].map((char) => /[\p{L}\p{N}]/u.test(char));
    const unit = Math.hypot(a, b) || 1;
    for (let at = STEP / 2; at < width && isLetter.includes(true); at += STEP) {
      const i = Math.floor((at / width) * isLetter.length);
      if (!isLetter[i - 1] && !isLetter[i] && !isLetter[i + 1]) continue;
      const x = at / unit;
      places.push([e + a * x + c * 0.3, f + b * x + d * 0.3]);
    }
    // A run that goes on where the last one ended belongs to its line; the other column of a block does not.
    const size = Math.hypot(c, d) || 10;
    const last = lines.at(-1);
    const goesOn = last && Math.abs(last.y - f) < size * 0.4 && e >= last.right - size && e - last.right < size * 1.5;
    const gap = last && e - last.right > size * 0.15 && !last.text.endsWith(' ') ? ' ' : '';
    if (goesOn) {
      Object.assign(last, { text: `${last.text}${gap}${str}`, right: e + width });
      last.places.push(...places);
    } else lines.push({ text: str, places, y: f, right: e + width });
    count += places.length;
    if (count > MAX_PLACES) break;
  }
  return lines.filter(({ places }) => places.length > 0);
}
