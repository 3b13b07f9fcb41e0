/** What stands where on a page, as its text layer says: pieces of one line, told apart where the columns part. */
export interface LayoutLine {
  /** 1-based. */
  readonly page: number;
  /** NFC; spaces as they look. */
  readonly text: string;
  /** Baseline start and width in points, origin bottom left of the page as shown. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
}
export interface PageLayout {
  readonly pages: readonly { readonly width: number; readonly height: number }[];
  /** Of the first page and the last ones, from the top down. */
  readonly lines: readonly LayoutLine[];
}
