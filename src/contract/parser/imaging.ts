/**
 * What the core asks of the process that decodes pictures: scans in (PDF, TIFF, JPEG, PNG), pictures of their pages and one
 * PDF/A out. Like the parser it gets the paths and keys of just its own vault files and may be ended at any time.
 */
import { z } from 'zod';
import { MAX_PAGE_WORDS } from '../../domain/pageText.ts';
import type { PagePicture, ScanType } from '../../domain/scan.ts';
import { call } from '../wire.ts';
import { sealedFile } from './index.ts';

export interface InspectedScan {
  readonly detected: ScanType;
  readonly pages: readonly PagePicture[];
  /** A PDF that is no plain scan (it shows more than one picture a page, or is signed): it is used as it is, whole. */
  readonly whole: boolean;
  /** It carries a text layer. */
  readonly text: boolean;
  /** Of a PDF: what the structural check for PDF/A-2b found; empty = nothing. */
  readonly faults?: readonly string[];
}
export interface LookedAt {
  readonly ink: number;
  readonly skew: number;
  readonly clarity: number;
  readonly turn: 0 | 90 | 180 | 270;
  readonly sure: number;
}

const share = z.number().min(0).max(1);
export const crop = z.strictObject({ x: share, y: share, w: share.min(0.01), h: share.min(0.01) });
const edit = z.strictObject({
  turn: z.literal([0, 90, 180, 270]),
  straighten: z.number().min(-15).max(15),
  crop: crop.optional(),
});
/** One page of a scan (0-based) as edited. */
const page = { source: sealedFile, page: z.number().int().min(0).max(2_000), edit };
const pageText = z.strictObject({
  width: z.number().positive(),
  height: z.number().positive(),
  words: z
    .array(
      z.strictObject({ text: z.string().max(200), x: z.number(), y: z.number(), w: z.number(), h: z.number(), confidence: z.number() }),
    )
    .max(MAX_PAGE_WORDS)
    .readonly(),
  lines: z.array(z.number().int()).max(MAX_PAGE_WORDS).readonly().optional(),
  turn: z.literal([0, 90, 180, 270]).optional(),
});

export const imagingCalls = {
  ping: call<{ rssBytes: number }>()(z.strictObject({})),
  /**
   * Kind and pages of a file; a picture is decoded whole, so that half a one is found. Fails with `scan.empty_file`,
   * `scan.half_file`, `scan.damaged`, `scan.encrypted_pdf`, `scan.not_a_scan`, `scan.too_large_page`, `scan.too_many_pages`.
   */
  inspectScan: call<InspectedScan>()(z.strictObject({ source: sealedFile })),
  /** Ink, slope and lie of a page as it came. */
  lookAt: call<LookedAt>()(z.strictObject({ source: sealedFile, page: z.number().int().min(0) })),
  /** A page as edited, as a JPEG that fits `maxSide` pixels. */
  showPage: call<{ jpeg: Uint8Array; width: number; height: number }>()(
    z.strictObject({ ...page, maxSide: z.number().int().min(32).max(2_600) }),
  ),
  /** A page as edited, for reading: a JPEG of about 200 dots an inch, in colour where the page is in a sealed file. */
  readablePage: call<{ width: number; height: number; dpi: number }>()(z.strictObject({ ...page, target: sealedFile })),
  /**
   * A picture (JPEG, PNG) with these parts black, encoded anew as a JPEG of at most 1 MiB: nothing of what was there, nor of
   * what a camera wrote into the file, comes along. Parts in shares of the picture, from its top left.
   */
  blackPage: call<{ jpeg: Uint8Array; width: number; height: number }>()(
    z.strictObject({
      source: sealedFile,
      boxes: z
        .array(z.strictObject({ x: share, y: share, width: share, height: share }))
        .max(200)
        .readonly(),
    }),
  ),
  /** Begins a PDF/A-2b in `target`; one at a time. What was begun before is given up. */
  beginArchive: call<Record<string, never>>()(z.strictObject({ target: sealedFile, title: z.string().max(600), madeAt: z.number() })),
  /** `kept`: the picture went in byte for byte. */
  addToArchive: call<{ kept: boolean }>()(z.strictObject({ ...page, text: pageText.optional() })),
  /** The file is whole and synced; what the structural check found of it. */
  endArchive: call<{ size: number; faults: readonly string[] }>()(z.strictObject({})),
  dropArchive: call<Record<string, never>>()(z.strictObject({})),
} as const;
export type ImagingCalls = typeof imagingCalls;
