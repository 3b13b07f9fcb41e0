/**
 * Paper on its way in: what a scan is, what may be done to its pages, what should be said about them. Pure decisions; the
 * pages' bytes are never changed by any of this.
 */
import type { PageText } from './pageText.ts';

/** Kinds of file a scanner leaves. */
export type ScanType = 'pdf' | 'tiff' | 'jpeg' | 'png';

export type Turn = 0 | 90 | 180 | 270;
export const turnBy = (turn: number, degrees: number): Turn => ((((turn + degrees) % 360) + 360) % 360) as Turn;

/** Part of a page that is kept, in shares of its width and height, origin top left; of the page as turned and straightened. */
export interface Crop {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}
/** All that was done to one page; the picture it came as stays what it was. */
export interface PageEdit {
  readonly turn: Turn;
  /** Degrees clockwise about the middle, after the turn. */
  readonly straighten: number;
  readonly crop?: Crop | undefined;
}
export const UNTOUCHED: PageEdit = { turn: 0, straighten: 0 };
export const isTouched = (edit: PageEdit): boolean => edit.turn !== 0 || edit.straighten !== 0 || edit.crop !== undefined;

/** What is known of a page's picture without looking at what stands on it. */
export interface PagePicture {
  /** Pixels as it is shown untouched. */
  readonly width: number;
  readonly height: number;
  readonly dpi: number;
  /** The file does not say its resolution: a sheet of A4 is assumed. */
  readonly dpiGuessed?: boolean;
  readonly colour: 'colour' | 'grey' | 'bilevel';
}
/** What looking at it found. */
export interface PageLook {
  /** Share of the sheet that is ink. */
  readonly ink: number;
  /** Degrees clockwise by which it should be straightened; 0 where it lies level or nobody can tell. */
  readonly skew: number;
  /** Turn after which it would stand; 0 where it stands or nobody can tell. */
  readonly turn: Turn;
  /** Number printed at its head, where it was read. */
  readonly printed?: number | undefined;
}

/** Long side of A4 in inches: what is assumed of a picture that does not say. */
const A4_LONG = 11.69;
/** Resolutions outside these are what cameras and programs write where they know none. */
const [LEAST_DPI, MOST_DPI] = [90, 1300];
export function dpiOf(width: number, height: number, said: number | undefined): { dpi: number; guessed: boolean } {
  if (said !== undefined && said >= LEAST_DPI && said <= MOST_DPI) return { dpi: Math.round(said), guessed: false };
  return { dpi: Math.max(20, Math.round(Math.max(width, height) / A4_LONG)), guessed: true };
}

/** The decree's least resolution of a digitised document, dots an inch (Decree 30/2020/NĐ-CP, annex I; in colour, 1:1). */
export const LEAST_SCAN_DPI = 200;
export type Quality = 'low_dpi' | 'not_colour';
export const qualityOf = (picture: PagePicture): Quality[] => [
  ...(picture.dpi < LEAST_SCAN_DPI ? (['low_dpi'] as const) : []),
  ...(picture.colour === 'colour' ? [] : (['not_colour'] as const)),
];

/** Share of ink under which a page counts as blank, unless the office set another. */
export const BLANK_INK = 0.0004;
/** Bounds of that setting. */
export const [LEAST_BLANK, MOST_BLANK] = [0.00005, 0.01];
export const isBlank = (look: PageLook | undefined, threshold: number): boolean => look !== undefined && look.ink < threshold;

/** Slope under which straightening changes nothing anyone sees, degrees. */
export const LEAST_SKEW = 0.3;

/** Size in pixels of a page as edited, at its own resolution. */
export function editedSize(picture: Pick<PagePicture, 'width' | 'height'>, edit: PageEdit): { width: number; height: number } {
  const [w, h] = edit.turn % 180 === 0 ? [picture.width, picture.height] : [picture.height, picture.width];
  const { w: cw, h: ch } = edit.crop ?? { w: 1, h: 1 };
  return { width: Math.max(1, Math.round(w * cw)), height: Math.max(1, Math.round(h * ch)) };
}

/** The next edit of a page: a crop is of what was seen, so turning turns it too, and a new one lies within the old. */
export function editPage(
  edit: PageEdit,
  change: { readonly turn?: 90 | 180 | 270; readonly straighten?: number; readonly crop?: Crop | null },
): PageEdit {
  const crop = change.crop === undefined ? edit.crop : change.crop === null ? undefined : within(edit.crop, change.crop);
  const turned = change.turn === undefined ? crop : turnCrop(crop, change.turn);
  return {
    turn: change.turn === undefined ? edit.turn : turnBy(edit.turn, change.turn),
    // Turning does not alter which way a sheet leans: both go clockwise.
    straighten: change.straighten === undefined ? edit.straighten : Math.max(-15, Math.min(15, change.straighten)),
    ...(turned === undefined ? {} : { crop: turned }),
  };
}
const within = (outer: Crop | undefined, inner: Crop): Crop =>
  outer === undefined
    ? inner
    : { x: outer.x + inner.x * outer.w, y: outer.y + inner.y * outer.h, w: inner.w * outer.w, h: inner.h * outer.h };
function turnCrop(crop: Crop | undefined, turn: 90 | 180 | 270): Crop | undefined {
  if (crop === undefined) return undefined;
  const { x, y, w, h } = crop;
  if (turn === 180) return { x: 1 - x - w, y: 1 - y - h, w, h };
  return turn === 90 ? { x: 1 - y - h, y: x, w: h, h: w } : { x: y, y: 1 - x - w, w: h, h: w };
}

/** Places (indexes of pages) before which a paper seems to begin: behind a blank sheet that parts two papers. */
export function proposedSplits(pages: readonly { readonly look?: PageLook | undefined }[], threshold: number): number[] {
  const starts: number[] = [];
  for (let n = 1; n < pages.length; n++) {
    if (
      isBlank(pages[n - 1]?.look, threshold) &&
      !isBlank(pages[n]?.look, threshold) &&
      pages.slice(0, n).some((p) => !isBlank(p.look, threshold))
    )
      starts.push(n);
  }
  return starts;
}

/** The number printed at the head of a page, alone in its middle (Decree 30/2020/NĐ-CP, annex I: from the second page on). */
export function printedNumber(text: PageText): number | undefined {
  const head = text.words.filter((word) => word.y + word.h / 2 < text.height * 0.09);
  const alone = head.filter((word) => {
    const middle = (word.x + word.w / 2) / text.width;
    const beside = head.some((other) => other !== word && Math.abs(other.y - word.y) < word.h);
    return /^\d{1,3}$/.test(word.text) && middle > 0.4 && middle < 0.6 && !beside && word.confidence >= 50;
  });
  const [only] = alone;
  return alone.length === 1 && only ? Number(only.text) : undefined;
}

/**
 * Numbers that are missing between the first and the last one printed, and pages out of order. Says nothing where fewer
 * than two pages show their number.
 */
export function missingPages(numbers: readonly (number | undefined)[]): { missing: number[]; outOfOrder: boolean } {
  const known = numbers.filter((value) => value !== undefined);
  if (known.length < 2) return { missing: [], outOfOrder: false };
  const outOfOrder = known.some((value, n) => n > 0 && value < (known[n - 1] ?? 0));
  const [least, most] = [Math.min(...known), Math.max(...known)];
  if (most - least > 999) return { missing: [], outOfOrder };
  const there = new Set(known);
  // A page without a number of its own (a table on its side, a seal over it) stands in for one number.
  const spare = numbers.slice(numbers.indexOf(least), numbers.lastIndexOf(most)).filter((value) => value === undefined).length;
  const missing: number[] = [];
  for (let value = least + 1; value < most; value++) if (!there.has(value)) missing.push(value);
  return { missing: missing.length > spare ? missing : [], outOfOrder };
}

/** What becomes of a file in the scanner's folder once it is safely here. */
export const AFTER_TAKING = ['move', 'remove', 'leave'] as const;
export type AfterTaking = (typeof AFTER_TAKING)[number];
/** Subfolder for files that were taken. */
export const TAKEN_FOLDER = 'Đã lấy';

/** Names that programs use while they write, and what systems leave in folders. */
export const isPassing = (name: string): boolean =>
  name.startsWith('.') ||
  name.startsWith('~') ||
  /\.(?:tmp|temp|part|partial|crdownload|filepart|lock|lck)$/i.test(name) ||
  /^(?:thumbs\.db|desktop\.ini)$/i.test(name);
