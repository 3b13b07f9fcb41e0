/** Fast entry: the sheet a person types many documents on, the tables they bring, what is wrong, the one commit. */
import { z } from 'zod';
import type { DocumentKind } from '../../domain/documentKinds.ts';
import {
  ENTRY_MODES,
  type EntryDefaults,
  type EntryMapping,
  type EntryMode,
  type EntryProblem,
  INCOMING_FIELDS,
  MAX_ENTRY_CELL,
  MAX_ENTRY_ROWS,
  OUTGOING_FIELDS,
} from '../../domain/entry/index.ts';
import type { BookDirection, BookRule } from '../../domain/registers.ts';
import { id, line } from '../bytes.ts';
import { call } from '../wire.ts';
import type { NumberSource } from './province.ts';
import { workId } from './work.ts';

/** Everything the sheet's screen needs to judge a row as it is typed and to offer what was typed before. */
export interface EntryFacts {
  readonly today: string;
  readonly kinds: readonly DocumentKind[];
  readonly books: readonly { readonly id: string; readonly name: string; readonly rule: BookRule; readonly numbers: NumberSource }[];
  /** Newest first. */
  readonly senders: readonly string[];
  readonly signers: readonly { readonly name: string; readonly position: string }[];
  readonly units: readonly string[];
  /** Saved groups of recipients. */
  readonly groups: readonly string[];
}
export interface EntrySheet {
  readonly id: string;
  readonly direction: BookDirection;
  readonly mode: EntryMode;
  readonly defaults: EntryDefaults;
  readonly finished: boolean;
  /** Cells in the order of `entryFields`, then the answer to what was asked about the row. */
  readonly rows: readonly (readonly string[])[];
  readonly updatedAt: number;
  readonly facts: EntryFacts;
}
/** What one of the recipients typed on a line was taken for. */
export type MatchedRecipient =
  | { readonly kind: 'agency'; readonly text: string; readonly organId: string; readonly name: string }
  | {
      readonly kind: 'group';
      readonly text: string;
      readonly name: string;
      readonly members: readonly { readonly organId: string; readonly name: string }[];
    }
  /** Several agencies have this name: it stays text until its code stands behind it. */
  | { readonly kind: 'several'; readonly text: string; readonly count: number }
  | { readonly kind: 'text'; readonly text: string };
/** Of a whole sheet: how many names were found, and those that stay text, at most 100. */
export interface RecipientSum {
  readonly known: number;
  readonly asText: readonly string[];
}
export interface EntryChecked {
  readonly count: number;
  readonly skipped: number;
  readonly merged: number;
  readonly errors: number;
  readonly asks: number;
  /** Of the asked rows, at most 1,000. */
  readonly problems: readonly EntryProblem[];
  readonly first?: number;
  readonly date: string;
  /** Of what goes out. */
  readonly recipients?: RecipientSum;
}
export interface EntryTable {
  /** The first ones. */
  readonly rows: readonly (readonly string[])[];
  readonly total: number;
  readonly truncated: boolean;
  readonly headerRow: number;
  readonly mapping: EntryMapping;
  readonly remembered: boolean;
  readonly sheets: readonly string[];
  readonly converted?: string;
}

const direction = z.enum(['incoming', 'outgoing']);
const field = z.enum([...new Set([...INCOMING_FIELDS, ...OUTGOING_FIELDS])]);
const cells = z.array(z.string().max(MAX_ENTRY_CELL)).max(20);
const sheetName = z.string().max(100);
const column = z.number().int().min(0).max(200);

export const entryCalls = {
  /** The person's sheet for the current organ, as it was left. */
  'entry.open': call<EntrySheet>()(z.strictObject({ direction })),
  /** What was typed since; blocks of 50 rows. */
  'entry.save': call<Record<string, never>>()(
    z.strictObject({
      sheetId: id,
      count: z.number().int().min(0).max(MAX_ENTRY_ROWS),
      blocks: z.array(z.strictObject({ place: z.number().int().min(0).max(MAX_ENTRY_ROWS), rows: z.array(cells).max(50) })).max(20),
      mode: z.enum(ENTRY_MODES).optional(),
      defaults: z.partialRecord(field, line(MAX_ENTRY_CELL)).optional(),
      finished: z.boolean().optional(),
    }),
  ),
  'entry.clear': call<Record<string, never>>()(z.strictObject({ sheetId: id })),
  /** Judges the whole sheet as it is saved. */
  'entry.check': call<EntryChecked>()(z.strictObject({ sheetId: id, workId: workId.optional() })),
  /** All rows in one transaction, or none; the sheet is empty then. */
  'entry.commit': call<{ count: number; merged: number; first: string; last: string; firstId?: string }>()(
    z.strictObject({ sheetId: id, workId: workId.optional() }),
  ),
  /** What the recipients typed in one cell are taken for. */
  'entry.recipients': call<{ recipients: readonly MatchedRecipient[] }>()(z.strictObject({ text: z.string().max(MAX_ENTRY_CELL) })),
  'entry.read': call<EntryTable>()(z.strictObject({ uploadId: id, direction, sheet: sheetName.optional(), workId: workId.optional() })),
  'entry.take': call<{ taken: number; secret: number }>()(
    z.strictObject({
      uploadId: id,
      sheetId: id,
      sheet: sheetName.optional(),
      headerRow: z.number().int().min(0).max(100),
      mapping: z.partialRecord(field, column),
      append: z.boolean(),
      workId: workId.optional(),
    }),
  ),
  'entry.template': call<{ saved: boolean }>()(z.strictObject({ direction, mode: z.enum(ENTRY_MODES) })),
} as const;
