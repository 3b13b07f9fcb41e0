/**
 * Beside the province's document system: who gives numbers and collects packages, blocks of numbers for an outage, numbers
 * that are still to come, the list to enter there, and both books compared.
 */
import { z } from 'zod';
import type { BookComparison, ColumnMapping } from '../../domain/bookCompare.ts';
import { id, legalDateText, line } from '../bytes.ts';
import { call } from '../wire.ts';
import { workId } from './work.ts';

/** `here`: this program; `province`: only the province's system; `blocks`: this program, out of blocks it was given. */
export type NumberSource = 'here' | 'province' | 'blocks';
export interface BlockRow {
  readonly id: string;
  readonly period: string;
  readonly series: string;
  readonly first: number;
  readonly last: number;
  readonly left: number;
  readonly allowedBy: string;
  readonly allowedOn: string;
  readonly validTo?: string;
  /** Taken from the province's system before, or told by phone during the outage. */
  readonly origin: 'taken' | 'phone';
  readonly note: string;
  readonly state: 'open' | 'used_up' | 'expired' | 'closed';
}
export interface BookSource {
  readonly bookId: string;
  readonly name: string;
  readonly direction: 'incoming' | 'outgoing';
  readonly organId: string;
  readonly numbers: NumberSource;
  readonly period: string;
  /** Names of its series where it counts more than one. */
  readonly series: readonly string[];
  readonly blocks: readonly BlockRow[];
  /** Documents whose number is still to come. */
  readonly pending: number;
}
export interface EnterColumn {
  readonly key: string;
  readonly heading: string;
}
export interface EnterRow {
  readonly id: string;
  readonly cells: readonly string[];
  readonly pending: boolean;
  readonly enteredAt?: number;
}

/** So many rows of the list to enter are shown, and marked at once. */
export const MOST_ENTER_ROWS = 2_000;
const period = z.string().max(30);
const nothing = z.strictObject({});
const column = z.strictObject({ key: line(30).pipe(z.string().min(1)), heading: line(60).pipe(z.string().min(1)) });
const place = z.number().int().min(0).max(59).optional();
const mapping = z.strictObject({ number: place, code: place, date: place, subject: place, party: place });
const printed = call<{ fileId: string; size: number; name: string }>();

export const provinceCalls = {
  'province.state': call<{ organs: { organId: string; name: string; collects: 'here' | 'province' }[]; books: BookSource[] }>()(nothing),
  'province.setNumbers': call<Record<string, never>>()(z.strictObject({ bookId: id, numbers: z.enum(['here', 'province', 'blocks']) })),
  'province.setCollects': call<Record<string, never>>()(
    z.strictObject({ organId: line(35).pipe(z.string().min(1)), collects: z.enum(['here', 'province']) }),
  ),
  'province.addBlock': call<Record<string, never>>()(
    z.strictObject({
      bookId: id,
      series: line(100),
      first: z.number().int().positive().max(1_000_000),
      last: z.number().int().positive().max(1_000_000),
      allowedBy: line(100).pipe(z.string().min(1)),
      allowedOn: legalDateText,
      validTo: legalDateText.optional(),
      origin: z.enum(['taken', 'phone']),
      note: line(300),
    }),
  ),
  'province.closeBlock': call<Record<string, never>>()(z.strictObject({ id })),
  /** "Số: chờ cấp". */
  'incoming.registerPending': call<Record<string, never>>()(z.strictObject({ id })),
  'outgoing.numberPending': call<Record<string, never>>()(z.strictObject({ id })),
  /** The number that the province's system gave; `date` of an outgoing document only. */
  'province.fillNumber': call<Record<string, never>>()(
    z.strictObject({
      kind: z.enum(['incoming', 'outgoing']),
      id,
      number: z.number().int().positive().max(1_000_000),
      date: legalDateText.optional(),
    }),
  ),
  /** The first rows in the order of the book, and how many there are. */
  'province.list': call<{ columns: EnterColumn[]; available: EnterColumn[]; rows: EnterRow[]; total: number }>()(
    z.strictObject({
      bookId: id,
      period,
      all: z.boolean(),
      limit: z.number().int().min(1).max(MOST_ENTER_ROWS),
      workId: workId.optional(),
    }),
  ),
  'province.setColumns': call<Record<string, never>>()(
    z.strictObject({ direction: z.enum(['incoming', 'outgoing']), columns: z.array(column).min(1).max(20) }),
  ),
  'province.markEntered': call<Record<string, never>>()(
    z.strictObject({ bookId: id, ids: z.array(id).min(1).max(MOST_ENTER_ROWS), entered: z.boolean() }),
  ),
  /** The list on paper, and as a workbook; kept in the store, read and saved by `files.*`. */
  'province.print': printed(z.strictObject({ bookId: id, period, all: z.boolean(), workId: workId.optional() })),
  'province.workbook': printed(z.strictObject({ bookId: id, period, all: z.boolean(), workId: workId.optional() })),
  /** The exported file of the province's system: its first rows and what its columns seem to be. */
  'province.readExport': call<{
    rows: readonly (readonly string[])[];
    total: number;
    truncated: boolean;
    headerRow: number;
    mapping: ColumnMapping;
  }>()(z.strictObject({ uploadId: id, direction: z.enum(['incoming', 'outgoing']) })),
  'province.compare': call<BookComparison & { there: number; here: number }>()(
    z.strictObject({ uploadId: id, bookId: id, period, headerRow: z.number().int().min(0).max(50), mapping }),
  ),
} as const;
