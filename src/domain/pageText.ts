/**
 * The words of one page's picture, each with its place: what reading a scan gives, what proposals are made from, and what
 * the text layer of a PDF is made of.
 */

export interface PageWord {
  readonly text: string;
  /** Box in the picture's pixels, origin top left. */
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  /** 0–100, as the reader judges itself. */
  readonly confidence: number;
}
export interface PageText {
  /** The picture that was read, in pixels: the page as it is shown (turned, straightened, cropped). */
  readonly width: number;
  readonly height: number;
  /** In reading order. */
  readonly words: readonly PageWord[];
  /** Words of one line stand together: index of each line's first word. Absent where lines are not known. */
  readonly lines?: readonly number[] | undefined;
  /** The reader found the page lying on its side or head: degrees clockwise to turn it so that it stands. */
  readonly turn?: 0 | 90 | 180 | 270 | undefined;
}

/** What an act on pages may carry at most; more words than this stand on no sheet of paper. */
export const MAX_PAGE_WORDS = 5_000;
