/**
 * Where reading pages (OCR) meets the scans: the workstation hands the scanning room a reader, the room asks it for one
 * page after another in the background (first pages of each paper first), keeps the words with the page until the page is
 * changed, and puts them under the picture when the PDF is made.
 */
import type { SealedFile } from '../../contract/parser/index.ts';
import type { PageText } from '../../domain/pageText.ts';

/** A page's picture as the clerk sees it: turned, straightened, cropped; a JPEG of about 200 dots an inch, in colour where the page is. */
export interface PagePicture {
  /** Id of the page, for telling whose words these are. */
  readonly pageId: string;
  readonly image: SealedFile;
  readonly width: number;
  readonly height: number;
  readonly dpi: number;
}
export interface PageReader {
  /** False where nothing can be read on this machine: PDFs are then made without a text layer at once. */
  readonly available: () => boolean;
  /** How many pages it reads at once; one where it does not say. */
  readonly atOnce?: () => number;
  /** Words of the picture. Rejects where it could not be read; ends early where `signal` says so. */
  read(page: PagePicture, signal: AbortSignal): Promise<PageText>;
}
