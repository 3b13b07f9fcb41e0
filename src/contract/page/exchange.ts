/** The line, what waits to be sent, files and uploads, the training switch. */
import { z } from 'zod';
import type { DispatchKind, DispatchState, LineState } from '../../domain/dispatch.ts';
import { bytes, id, line } from '../bytes.ts';
import { type TrainingDayState, trainingDay } from '../training/index.ts';
import { call } from '../wire.ts';
import type { SecrecyAsked } from './secrecy.ts';

export { type AgencyRow, directoryCalls } from './directory.ts';
export type { BookRow, RegisterEntry } from './registers.ts';

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
  /** Sending was stopped by a person. */
  readonly paused?: true;
  /** Many packages are being taken in: how many, how many still wait, how many urgent ones are here to be read. */
  readonly intake?: { readonly total: number; readonly left: number; readonly urgent: number };
  /** Why nothing is taken in although the line stands: too little disk. */
  readonly intakeTrouble?: { readonly code: string; readonly params?: Readonly<Record<string, string | number>> };
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
  /** Stopped by a person. */
  readonly paused?: true;
  /** Bytes that went out of an upload under way. */
  readonly sentBytes?: number;
  readonly nextTry?: number;
  readonly error?: { readonly code: string; readonly params?: Readonly<Record<string, string | number>> };
}
export interface QueuePage {
  readonly rows: readonly QueueRow[];
  readonly total: number;
  /** Bytes that wait, the refused ones not counted. */
  readonly bytes: number;
  readonly paused: boolean;
  /** Bandwidth limit of uploads; 0 = none. */
  readonly bytesPerSecond: number;
  /** When the queue will be empty at the pace of the last minute, where that is known. */
  readonly emptyAt?: number;
}
export const exchangeCalls = {
  'exchange.status': call<ExchangeStatus>()(z.strictObject({})),
  'exchange.queue': call<QueuePage>()(
    z.strictObject({ offset: z.number().int().min(0).optional(), limit: z.number().int().min(1).max(200).optional() }),
  ),
  /** Stops or lets go on one dispatch, or (without an id) everything. */
  'exchange.pause': call<Record<string, never>>()(z.strictObject({ id: id.optional(), paused: z.boolean() })),
  /** Bytes a second that uploads may take together; 0 = no limit. */
  'exchange.limitBandwidth': call<Record<string, never>>()(z.strictObject({ bytesPerSecond: z.number().int().min(0).max(1_000_000_000) })),
  /** Tries now, whatever the next time was. */
  'exchange.sendNow': call<Record<string, never>>()(z.strictObject({ id: id.optional() })),
  'training.network': call<Record<string, never>>()(z.strictObject({ cut: z.boolean() })),
  /** Begins a scripted day; one that cuts the line cuts it now. */
  'training.startDay': call<{ total: number }>()(trainingDay),
  'training.day': call<{ day?: TrainingDayState }>()(z.strictObject({})),
  'training.pin': call<{ pin: string }>()(z.strictObject({})),
} as const;

export const fileCalls = {
  'files.info': call<{ size: number; name: string; detected: string }>()(z.strictObject({ fileId: id })),
  /** At most 256 KiB a call. */
  'files.read': call<{ bytes: Uint8Array }>()(
    z.strictObject({ fileId: id, offset: z.number().int().min(0), length: z.number().int().min(1).max(262_144) }),
  ),
  /** Saves a copy outside the store through main's dialog; the exit is recorded in the history. */
  'files.saveOutside': call<{ saved: boolean }>()(z.strictObject({ fileId: id })),
  /** The same of what the office made of its records (lists, registers, reports); a document's file is refused. */
  'files.saveMade': call<{ saved: boolean }>()(z.strictObject({ fileId: id })),
  /** One more file: an attachment of a draft (`outgoingId`), or “tài liệu kèm theo” beside an arrival (`incomingId`). */
  'files.attach': call<{ fileId: string }>()(
    z
      .strictObject({ uploadId: id, incomingId: id.optional(), outgoingId: id.optional() })
      .refine((at) => (at.incomingId === undefined) !== (at.outgoingId === undefined)),
  ),
  /** It goes to the printer: recorded, and in the history of its document. */
  'files.printed': call<Record<string, never>>()(z.strictObject({ fileId: id })),
  'upload.begin': call<{ uploadId: string }>()(
    z.strictObject({
      name: line(255).pipe(z.string().min(1)),
      /** However large: the core says what is too much (`files.too_large`). */
      size: z.number().int().min(0),
    }),
  ),
  /** Gives up one that was begun. */
  'upload.drop': call<Record<string, never>>()(z.strictObject({ uploadId: id })),
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
