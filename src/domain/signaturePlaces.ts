/**
 * Where official signatures stand and what they show (Decree 30/2020, annex I; restated, see the sources there): pure
 * arithmetic in points, origin bottom left of the page as shown. The numbers are data with parameters, so that a form
 * profile or a person may choose others.
 */
import type { AppError } from './errors.ts';
import { type LegalDate, printedDate, screenDate } from './time.ts';

export interface PageRectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export interface Placed extends PageRectangle {
  /** 1-based. */
  readonly page: number;
}
export interface PageSize {
  readonly width: number;
  readonly height: number;
}
/** Blanks and names that the text layer of a document shows. */
export interface FoundPlaces {
  /** Cell 3: the gap between `Số:` and `/`. */
  readonly number?: Placed;
  /** A number and sign of cell 3 that are typed out, without a blank. */
  readonly typedNumber?: string;
  /** Cell 4: the gaps of day and month. */
  readonly day?: Placed;
  readonly month?: Placed;
  /** The year that is printed behind the blanks. */
  readonly year?: number;
  /** A date of cell 4 that is typed out, without blanks. */
  readonly typedDate?: LegalDate;
  /** Cell 7b: the signer's typed name, on the last page that has it. */
  readonly signer?: Placed;
  /** The last line of the text proper, where the drafter's initial stands. */
  readonly contentEnd?: Placed;
}

/** `5/UBND-VP`, however its figures and spaces are written. */
const asNumbered = (code: string): string =>
  code
    .normalize('NFC')
    .replace(/\s+/g, '')
    .replace(/^0+(?=\d)/, '')
    .toUpperCase();
/**
 * Why a number and a day may not be set on what the leader signed: others are typed on it, or the year printed behind its
 * blanks is not that of the number. Both would stand on one document, and the leader's signature vouches for the printed one.
 */
export function printedRefusals(
  { year, typedDate, typedNumber }: Pick<FoundPlaces, 'year' | 'typedDate' | 'typedNumber'>,
  { date, code }: { readonly date: LegalDate; readonly code: string },
): AppError[] {
  const given = Number(date.slice(0, 4));
  const refused: AppError[] = [];
  if (typedNumber !== undefined && asNumbered(typedNumber) !== asNumbered(code))
    refused.push({ code: 'signing.number_differs', params: { printed: typedNumber, code } });
  if (typedDate !== undefined && typedDate !== date)
    refused.push({ code: 'signing.date_differs', params: { printed: screenDate(typedDate), date: screenDate(date) } });
  else if (year !== undefined && year !== given) refused.push({ code: 'signing.year_differs', params: { printed: year, year: given } });
  return refused;
}

export const mm = (n: number): number => (n * 72) / 25.4;

export const PLACES = {
  margins: { left: mm(30), right: mm(15), top: mm(20), bottom: mm(20) },
  /** Cell 7c: the signature’s picture, so far above the typed name that a seal of 36 mm beside it does not cover the name. */
  leader: { width: mm(44), height: mm(18), aboveName: mm(9), defaultBottom: mm(55) },
  /** Round seal of a commune's People's Committee; a setting, to be checked against the seal itself. */
  sealMm: 36,
  /** Cells 3 and 4 where no blanks are found: baseline from the top of the page, size of letters. */
  strip: { baselineFromTop: mm(40), size: 13, below: 11, height: 30 },
} as const;

/** One line of an appearance, as the parser draws it. */
export interface StripLine {
  readonly text: string;
  readonly size: number;
  readonly italic?: boolean;
  readonly at: { readonly x: number; readonly y: number; readonly center: boolean };
}

/** Keeps a rectangle on its page; size is never changed. */
export function clampToPage(r: PageRectangle, page: PageSize): PageRectangle {
  const clamp = (v: number, max: number): number => Math.max(0, Math.min(v, max));
  return { ...r, x: clamp(r.x, page.width - r.width), y: clamp(r.y, page.height - r.height) };
}

/** Of several signers of a joint document, which one: the lead body's block stands at the right of its row. */
export interface Column {
  readonly index: number;
  readonly of: number;
}
/**
 * The leader's signature: between position and name where the typed name is found, else bottom right of the last page
 * (cell 7c), centred in the right half; of several signers each in a column of its own, the first at the right.
 */
export function leaderPlace(pages: readonly PageSize[], found: FoundPlaces, column: Column = { index: 0, of: 1 }): Placed {
  const { width, height, aboveName, defaultBottom } = PLACES.leader;
  const number = found.signer?.page ?? pages.length;
  const page = pages[number - 1] ?? { width: 595.28, height: 841.89 };
  const { left, right } = PLACES.margins;
  const share = (page.width - left - right) / Math.max(2, column.of);
  const centre = found.signer ? found.signer.x + found.signer.width / 2 : page.width - right - share * (column.index + 0.5);
  const y = found.signer ? found.signer.y + found.signer.height + aboveName : defaultBottom;
  return { page: number, ...clampToPage({ x: centre - width / 2, y, width, height }, page) };
}

/** The letters of a typed line as a box: below the baseline hang some of them. */
export const letterBox = (line: Placed): PageRectangle => ({ ...line, y: line.y - line.height * 0.25, height: line.height * 1.15 });
const crosses = (a: PageRectangle, b: PageRectangle): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/**
 * The seal over a third of the leader's signature from its left: xS = xL + wL/3 − wS, vertical centres equal; raised as far
 * as it takes not to lie on the typed name.
 */
export function sealPlace(leader: Placed, page: PageSize, sealMm: number = PLACES.sealMm, name?: Placed): Placed {
  const size = mm(sealMm);
  const x = leader.x + leader.width / 3 - size;
  const middle = clampToPage({ x, y: leader.y + leader.height / 2 - size / 2, width: size, height: size }, page);
  const letters = name?.page === leader.page ? letterBox(name) : undefined;
  const above = letters && crosses(middle, letters) ? clampToPage({ ...middle, y: letters.y + letters.height }, page) : middle;
  return { page: leader.page, ...above };
}

/** How much of the signature's width lies under the seal, 0 to 1; the decree asks for about a third. */
export function overlapOf(seal: Placed, signature: Placed): number {
  if (seal.page !== signature.page || !crosses(seal, signature)) return 0;
  const common = Math.min(seal.x + seal.width, signature.x + signature.width) - Math.max(seal.x, signature.x);
  return common / signature.width;
}

/**
 * Why a field may not stand where a person put it; undefined when it may. Its size is not the person's to choose.
 * @param names typed names that nothing may cover
 */
export function placeRefusal(place: Placed, pages: readonly PageSize[], names: readonly Placed[]): AppError | undefined {
  const page = pages[place.page - 1];
  if (!page) return { code: 'signing.place_page', params: { page: place.page } };
  const slack = 0.5;
  const { x, y, width, height } = place;
  const within = x >= -slack && y >= -slack && x + width <= page.width + slack && y + height <= page.height + slack;
  if (!within) return { code: 'signing.place_outside', params: { page: place.page } };
  const covered = names.some((name) => name.page === place.page && crosses(place, letterBox(name)));
  return covered ? { code: 'signing.place_over_name' } : undefined;
}

/**
 * The strip with number and date on page one: one rectangle over cells 3 and 4; into the blanks where they were found,
 * else in full at their usual places. The words of a note have room below the line.
 */
export function stripPlan(
  page: PageSize,
  found: FoundPlaces,
  said: { readonly number: string; readonly code: string; readonly date: LegalDate; readonly place: string },
  form: { readonly numberLabel: string; readonly baselineFromTop: number } = {
    numberLabel: 'Số:',
    baselineFromTop: PLACES.strip.baselineFromTop,
  },
): { readonly place: Placed; readonly lines: readonly StripLine[] } {
  const { left, right } = PLACES.margins;
  const { size, below, height } = PLACES.strip;
  const onFirst = (p: Placed | undefined): Placed | undefined => (p?.page === 1 ? p : undefined);
  const [number, day, month] = [onFirst(found.number), onFirst(found.day), onFirst(found.month)];
  const baseline = number?.y ?? day?.y ?? page.height - form.baselineFromTop;
  const strip = clampToPage({ x: left - mm(8), y: baseline - below, width: page.width - left - right + mm(8), height }, page);
  const at = (x: number, y: number) => ({ x: x - strip.x, y: y - strip.y, center: true });
  const middle = (p: Placed): number => p.x + p.width / 2;
  const textWidth = page.width - left - right;
  const lines: StripLine[] = [];
  if (number) lines.push({ text: said.number, size, at: at(middle(number), number.y) });
  else if (found.typedNumber === undefined)
    lines.push({ text: `${form.numberLabel} ${said.code}`, size, at: at(left + textWidth * 0.18, baseline) });
  if (day && month) {
    lines.push({ text: said.date.slice(8, 10), size, italic: true, at: at(middle(day), day.y) });
    const m = Number(said.date.slice(5, 7));
    lines.push({ text: m < 3 ? `0${m}` : String(m), size, italic: true, at: at(middle(month), month.y) });
  } else if (found.typedDate === undefined) {
    // What is typed out already is not written a second time, the number neither.
    const text = `${said.place ? `${said.place}, ` : ''}${printedDate(said.date)}`;
    lines.push({ text, size, italic: true, at: at(left + textWidth * 0.7, baseline) });
  }
  return { place: { page: 1, ...strip }, lines };
}
