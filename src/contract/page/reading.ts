/** Máy đọc giúp: what the machine read on a page, proposed for the entry; nothing is taken without the clerk. */
import { z } from 'zod';
import type { ProposedField } from '../../domain/proposals/index.ts';
import { id, legalDateText, line } from '../bytes.ts';
import { call } from '../wire.ts';
import type { DuplicateRow } from './incoming.ts';

/** A part of a page, in shares of its width and height, 0 to 1. */
export interface PlaceOnPage {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}
export interface ProposalRow {
  readonly field: ProposedField;
  /** As it would be written into the entry; a date as `2026-11-20`. */
  readonly value: string;
  /** Less sure than usual: to be looked at with care. */
  readonly doubtful: boolean;
  /** Number of the page, from 1, and its id where it is a page of a scan. */
  readonly page: number;
  readonly pageId?: string;
  readonly place: PlaceOnPage;
}
export interface Proposed {
  /**
   * `reading`: pages are still to be read, more may come; `ready`; `empty`: read, and nothing sure was found; `absent`: there is
   * nothing to read with on this machine, or nothing to read.
   */
  readonly state: 'reading' | 'ready' | 'empty' | 'absent';
  readonly read: number;
  readonly pages: number;
  readonly fields: readonly ProposalRow[];
  /** Of a PDF of the tray that is used whole: its size, for showing places from the file itself. */
  readonly wholeBytes?: number;
}
/** An earlier document that this one may be, although not every letter is the same. */
export interface LikelyTwin extends DuplicateRow {
  /** What differs: nothing, or how far a misread letter may go. */
  readonly alike: 'same' | 'nearly';
}

export const readingCalls = {
  /** Of a paper in the scanner's tray. */
  'reading.ofScan': call<Proposed>()(z.strictObject({ groupId: id })),
  /** Of the main file of an arrival, by its own text or, where it has none, by reading its picture. */
  'reading.ofDocument': call<Proposed>()(z.strictObject({ incomingId: id })),
  /** Earlier documents like what stands in the form: the same number of the same office, or nearly so. */
  'reading.twins': call<{ rows: LikelyTwin[] }>()(
    z.strictObject({ sender: line(200), number: line(11), notation: line(30), date: legalDateText.optional() }),
  ),
} as const;
