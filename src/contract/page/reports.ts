/** Báo cáo: numbers of a period, the list behind each of them, the office's one-page report, what sending electronically saved. */
import { z } from 'zod';
import { legalDateText } from '../bytes.ts';
import { call } from '../wire.ts';
import type { PrintedFile } from './registers.ts';
import { workId as name } from './work.ts';

export const GROUPINGS = {
  /** `route`: axis or any other; `urgency`: ordinary, urgent, flash. */
  incoming: ['agency', 'kind', 'state', 'handler', 'channel', 'priority', 'day', 'week', 'month', 'quarter', 'year', 'route', 'urgency'],
  outgoing: ['agency', 'kind', 'state', 'signer', 'channel', 'priority', 'day', 'week', 'month', 'quarter', 'year'],
} as const;
export type Grouping = (typeof GROUPINGS)['incoming'][number] | (typeof GROUPINGS)['outgoing'][number];
/**
 * Incoming: `waiting` not registered; `open`, `openLate` being handled, in time and past its day; `done`, `doneLate`;
 * `information` closed as "để biết"; `returned` returned, taken back, recalled. Together they are `total`.
 * Outgoing: `draft` without a number; `numbered` not issued; `issued`, `issuedLate` (after the next working day);
 * `cancelled`. Together they are `total`. `electronic`, `paper`: issued ones with at least one such recipient.
 */
export const MEASURES = {
  incoming: ['total', 'waiting', 'open', 'openLate', 'done', 'doneLate', 'information', 'returned'],
  outgoing: ['total', 'draft', 'numbered', 'issued', 'issuedLate', 'cancelled', 'electronic', 'paper'],
} as const;
export type Measure = (typeof MEASURES)['incoming'][number] | (typeof MEASURES)['outgoing'][number];

export interface StatRow {
  /** Of the group; ask for its list by it. */
  readonly key: string;
  readonly label: string;
  /** In the order of `MEASURES`. */
  readonly cells: readonly number[];
}
export interface StatTable {
  readonly rows: readonly StatRow[];
  readonly total: readonly number[];
  /** There are more groups than are shown; the sums hold all. */
  readonly more: boolean;
}
export interface BehindRow {
  readonly id: string;
  readonly at: 'incoming' | 'outgoing';
  readonly number: string;
  readonly code: string;
  readonly date?: string;
  readonly party: string;
  readonly typeName: string;
  readonly subject: string;
  readonly state: string;
  readonly handler: string;
  readonly dueDate?: string;
  readonly endedOn?: string;
}
export interface ReportLine {
  readonly key: string;
  readonly label: string;
  readonly now: number;
  readonly before: number;
  /** Part of the line before it. */
  readonly part?: true;
  /** The list behind the number. */
  readonly behind?: {
    readonly direction: 'incoming' | 'outgoing';
    readonly measure: Measure;
    readonly by?: Grouping;
    readonly key?: string;
  };
}
export interface PeriodReport {
  readonly from: string;
  readonly to: string;
  readonly previousFrom: string;
  readonly previousTo: string;
  readonly title: string;
  readonly lines: readonly ReportLine[];
}
export interface SavingSettings {
  /** Đồng for a printed page; absent: not set, nothing is reckoned. */
  readonly pagePrice?: number | undefined;
  /** Đồng for an envelope sent by post. */
  readonly postage?: number | undefined;
  /** Minutes to copy, seal, put into an envelope and hand over, for one recipient. */
  readonly minutes?: number | undefined;
}
export interface SavingRow {
  /** `2026-11`. */
  readonly month: string;
  readonly documents: number;
  /** Recipients whose package the axis took. */
  readonly recipients: number;
  /** Pages of each document times its recipients. */
  readonly pages: number;
  /** Files whose pages were not counted (not a PDF). */
  readonly uncounted: number;
}
export interface Savings {
  readonly settings: SavingSettings;
  readonly rows: readonly SavingRow[];
  readonly total: Omit<SavingRow, 'month'>;
}

const direction = z.enum(['incoming', 'outgoing']);
const by = z.enum([...new Set([...GROUPINGS.incoming, ...GROUPINGS.outgoing])] as [Grouping, ...Grouping[]]);
const measure = z.enum([...new Set([...MEASURES.incoming, ...MEASURES.outgoing])] as [Measure, ...Measure[]]);
const span = { from: legalDateText, to: legalDateText };
/** Counting tens of thousands of documents takes a while: in steps, and stopped by its name. */
const workId = name.optional();
const which = { direction, by, ...span };
const as = z.enum(['pdf', 'xlsx']);
const unit = z.enum(['week', 'month', 'quarter', 'year', 'free']);
const amount = z.number().min(0).max(10_000_000).optional();

export const reportCalls = {
  'reports.table': call<StatTable>()(z.strictObject({ ...which, workId })),
  /** The documents that one number counts; the whole period's where no group is named. */
  'reports.behind': call<{ rows: BehindRow[]; total: number }>()(
    z.strictObject({
      direction,
      ...span,
      measure,
      by: by.optional(),
      key: z.string().max(300).optional(),
      offset: z.number().int().min(0).max(1_000_000),
      limit: z.number().int().min(1).max(200),
      workId,
    }),
  ),
  'reports.tableFile': call<PrintedFile>()(z.strictObject({ ...which, as, workId })),
  /** The list behind a number as a workbook, at most 20,000 lines. */
  'reports.behindFile': call<PrintedFile>()(
    z.strictObject({ direction, ...span, measure, by: by.optional(), key: z.string().max(300).optional(), workId }),
  ),
  'reports.period': call<PeriodReport>()(z.strictObject({ unit, ...span, workId })),
  'reports.periodFile': call<PrintedFile>()(z.strictObject({ unit, ...span, as, workId })),
  'reports.savings': call<Savings>()(z.strictObject({ ...span, workId })),
  'reports.savingsFile': call<PrintedFile>()(z.strictObject({ ...span, as, workId })),
  'reports.setSavings': call<Record<string, never>>()(z.strictObject({ pagePrice: amount, postage: amount, minutes: amount })),
} as const;
