/** The line, what waits to be sent, the registers, files and uploads, the training switch. */
import { z } from 'zod';
import type { DispatchKind, DispatchState, LineState } from '../../domain/dispatch.ts';
import type { BookDirection, BookRule } from '../../domain/registers.ts';
import { bytes, id, line, text } from '../bytes.ts';
import { type TrainingDayState, trainingDay } from '../training/index.ts';
import { call } from '../wire.ts';
import type { SecrecyAsked } from './secrecy.ts';

export { type AgencyRow, directoryCalls } from './directory.ts';

export interface ExchangeStatus {
  readonly line: LineState;
  readonly waitingDocuments: number;
  readonly waitingStatuses: number;
  readonly unknown: number;
  readonly refused: number;
  readonly quarantined: number;
  /** The axis's clock minus ours, ms, where measured. */
  readonly clockDriftMs?: number;
  /** Training mode: the switch. */
  readonly trainingCut?: boolean;
  /** The process that reads documents stays away: what arrives waits on the axis. */
  readonly parserDown?: true;
  /** Training mode: the training world stays away. */
  readonly trainingDown?: true;
  /** A connection of ours that may not be used in this mode, with the reason. */
  readonly refusedConnection?: { readonly code: string; readonly params?: Readonly<Record<string, string | number>> };
  /** Since the line came back: what went out and came in. */
  readonly afterOutage?: { readonly at: number; readonly sent: number; readonly toSend: number; readonly received: number };
}
export interface QueueRow {
  readonly id: string;
  readonly kind: DispatchKind;
  readonly state: DispatchState;
  readonly priority: number;
  readonly title: string;
  readonly recipients: string;
  readonly size: number;
  readonly attempts: number;
  readonly queuedAt: number;
  readonly nextTry?: number;
  readonly error?: { readonly code: string; readonly params?: Readonly<Record<string, string | number>> };
}
export const exchangeCalls = {
  'exchange.status': call<ExchangeStatus>()(z.strictObject({})),
  'exchange.queue': call<{ rows: QueueRow[] }>()(z.strictObject({})),
  /** Tries now, whatever the next time was. */
  'exchange.sendNow': call<Record<string, never>>()(z.strictObject({ id: id.optional() })),
  'training.network': call<Record<string, never>>()(z.strictObject({ cut: z.boolean() })),
  /** Begins a scripted day; one that cuts the line cuts it now. */
  'training.startDay': call<{ total: number }>()(trainingDay),
  'training.day': call<{ day?: TrainingDayState }>()(z.strictObject({})),
  'training.pin': call<{ pin: string }>()(z.strictObject({})),
} as const;

export interface BookRow {
  readonly id: string;
  readonly name: string;
  readonly direction: BookDirection;
  readonly rule: BookRule;
  readonly periods: readonly string[];
  readonly nextNumber: number;
}
export interface RegisterEntry {
  readonly number: number;
  readonly state: 'used' | 'cancelled' | 'secret';
  /** The decree's ten columns, in order. */
  readonly columns: readonly string[];
  readonly documentId?: string;
  readonly reason?: string;
  readonly allowedBy?: string;
}
export const registerCalls = {
  'registers.books': call<{ books: BookRow[] }>()(z.strictObject({})),
  'registers.entries': call<{ entries: RegisterEntry[]; headings: string[]; unexplainedGaps: number[] }>()(
    z.strictObject({ bookId: id, period: z.string().max(30) }),
  ),
  /** Cancels a used number: it is not given again. */
  /** A person says that the machine's date is right: the book's year (or term) that it names may be numbered in. */
  'registers.sure': call<Record<string, never>>()(z.strictObject({ bookId: id, period: z.string().max(30) })),
  'registers.cancelNumber': call<Record<string, never>>()(
    z.strictObject({
      bookId: id,
      period: z.string().max(30),
      number: z.number().int().positive(),
      reason: text(500).pipe(z.string().min(1)),
      allowedBy: line(50).pipe(z.string().min(1)),
    }),
  ),
  /** The register as PDF (A4 landscape), kept in the store; read it by `files.read`. */
  'registers.print': call<{ fileId: string; size: number; name: string }>()(z.strictObject({ bookId: id, period: z.string().max(30) })),
} as const;

export const fileCalls = {
  'files.info': call<{ size: number; name: string; detected: string }>()(z.strictObject({ fileId: id })),
  /** At most 256 KiB a call. */
  'files.read': call<{ bytes: Uint8Array }>()(
    z.strictObject({ fileId: id, offset: z.number().int().min(0), length: z.number().int().min(1).max(262_144) }),
  ),
  /** Saves a copy outside the store through main's dialog; the exit is recorded in the history. */
  'files.saveOutside': call<{ saved: boolean }>()(z.strictObject({ fileId: id })),
  'upload.begin': call<{ uploadId: string }>()(
    z.strictObject({
      name: line(255).pipe(z.string().min(1)),
      size: z
        .number()
        .int()
        .min(0)
        .max(200 * 1024 * 1024),
    }),
  ),
  /** In order, at most 256 KiB a call. */
  'upload.chunk': call<Record<string, never>>()(
    z.strictObject({ uploadId: id, offset: z.number().int().min(0), bytes: bytes.refine((b) => b.byteLength <= 262_144) }),
  ),
  /** Judges the bytes in the parser; refuses what is not usable (`files.not_a_pdf`, `files.empty`, `files.encrypted_pdf`…). */
  'upload.finish': call<{
    uploadId: string;
    detected: string;
    pages?: number;
    size: number;
    secrecyAsked?: readonly SecrecyAsked[];
    repaired?: boolean;
  }>()(z.strictObject({ uploadId: id })),
} as const;
