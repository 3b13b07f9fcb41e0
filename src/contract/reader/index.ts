/**
 * What the core asks of a reader process: the words of one page's picture (OCR), with their places. A reader gets the path
 * and the key of just that picture; a page that passes its limits of time or memory ends with the process.
 */
import { z } from 'zod';
import type { PageText } from '../../domain/pageText.ts';
import { type SealedFile, sealedFile } from '../parser/index.ts';
import { call } from '../wire.ts';

export type { SealedFile };

/** A4 at 600 dots an inch is 35 million dots. */
export const MAX_PICTURE_PIXELS = 40_000_000;
export const MAX_PICTURE_SIDE = 12_000;
export const MAX_PICTURE_BYTES = 64 * 1024 * 1024;

export interface ReaderState {
  readonly rssBytes: number;
  /** Whether the language's data is there; without it nothing can be read on this machine. */
  readonly data: boolean;
}
export const readerCalls = {
  ping: call<ReaderState>()(z.strictObject({})),
  /**
   * Words of a JPEG or PNG picture, in its own pixels. In colour it is read best: red ink (seals) is taken out of the way, and
   * marks of urgency are looked for in it. `reader.no_data`, `reader.no_picture`, `reader.too_large`, `reader.file_unreadable`.
   */
  readPage: call<PageText>()(z.strictObject({ source: sealedFile, dpi: z.number().min(20).max(2400).optional() })),
} as const;
export type ReaderCalls = typeof readerCalls;
