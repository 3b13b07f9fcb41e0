/** Văn bản đi: dự thảo, ký ban hành, cấp số, ký số của cơ quan, phát hành; signing acts; the recipients' board. */
import { z } from 'zod';
import type { ExpiryWarning } from '../../domain/certificateExpiry.ts';
import type { DeliveryState, DispatchState } from '../../domain/dispatch.ts';
import type { OutgoingAct, OutgoingState } from '../../domain/documents.ts';
import type { Priority } from '../../domain/edxml.ts';
import type { AppError } from '../../domain/errors.ts';
import { CARRIES, type Carry, MEDIA, type Medium } from '../../domain/paperDesk.ts';
import { id, legalDateText, line, text } from '../bytes.ts';
import { call } from '../wire.ts';
import type { AmendmentRow, FileRow, HistoryRow, StatusRow } from './incoming.ts';
import type { NumberSource } from './province.ts';
import type { SecrecyAsked } from './secrecy.ts';

export interface OutgoingRow {
  readonly id: string;
  readonly state: OutgoingState;
  readonly priority: Priority;
  readonly code: string;
  readonly date?: string;
  readonly typeName: string;
  readonly subject: string;
  readonly signer: string;
  readonly recipientCount: number;
  /** Of the recipients on the axis: how many have it, how many finished. */
  readonly delivered: number;
  readonly dispatch?: DispatchState;
  readonly updatedAt: number;
}
export interface Recipient {
  /** Absent: a recipient who is not on the axis, named in words. */
  readonly organId?: string;
  readonly name: string;
  /** How it gets there; absent: over the axis where it has a code, else on paper. */
  readonly medium?: Medium;
  /** Of paper: by post or carried. */
  readonly carry?: Carry;
  /** Of paper: how many. */
  readonly copies?: number;
}
export interface DeliveryRow extends Recipient {
  readonly state: DeliveryState;
  readonly statusCode?: string;
  readonly statusText?: string;
  readonly at?: number;
}
export interface OutgoingDetail extends OutgoingRow {
  /** Of the organs served here, the one whose document it is. */
  readonly organId: string;
  readonly content: string;
  readonly competence: string;
  readonly signerPosition: string;
  readonly dueDate?: string;
  /** Absent: Vietnamese, as far as anybody said. */
  readonly language?: string;
  /** Ghi chú: the register's last column. */
  readonly note?: string;
  /** Số lượng bản of annex VI: printed copies, 1 of what left as a file. */
  readonly issuedAmount: number;
  readonly toPlaces: readonly string[];
  readonly recipients: readonly Recipient[];
  readonly replyTo?: { readonly id: string; readonly code: string };
  readonly files: readonly FileRow[];
  readonly deliveries: readonly DeliveryRow[];
  readonly history: readonly HistoryRow[];
  readonly statuses: readonly StatusRow[];
  readonly acts: readonly OutgoingAct[];
  /** Words that may be a mark of secrecy: it is not issued before somebody answered. */
  readonly secrecyAsked: readonly SecrecyAsked[];
  /** What was asked of its recipients, one row a recipient, oldest first. */
  readonly amendments: readonly AmendmentRow[];
  /** Waits for its number from the province's system. */
  readonly numberPending?: true;
  /** Set once it was recalled: nothing more is sent of it. */
  readonly frozenAt?: number;
  /** The issued document that this one revokes, updates or replaces. */
  readonly amends?: { readonly id: string; readonly code: string; readonly type: 1 | 2 | 3 };
  readonly problem?: { readonly code: string; readonly params?: Readonly<Record<string, string | number>> };
}
export interface SignerChoice {
  readonly serial: string;
  readonly certificateSha256: string;
  readonly kind: 'pkcs11' | 'training';
  readonly tokenLabel: string;
  readonly commonName: string;
  readonly organization: string;
  readonly issuer: string;
  readonly validFrom: number;
  readonly validTo: number;
  readonly holder: 'person' | 'agency' | 'unknown';
  /** What the key may be used for, as far as signing goes; absent = the certificate sets no limit. */
  readonly uses?: readonly ('digitalSignature' | 'nonRepudiation')[];
  readonly pinCountLow: boolean;
  readonly pinFinalTry: boolean;
  readonly pinLocked: boolean;
  readonly minPin: number;
  readonly maxPin: number;
  /** The device has a PIN pad of its own: no PIN is asked for in the page. */
  readonly protectedPath?: boolean;
  /** The device signs only after its PIN was changed. */
  readonly pinToBeChanged?: boolean;
  /** File name of the driver that shows the device. */
  readonly module?: string;
  /** The certificate was imported by hand; the device holds its key alone. */
  readonly imported?: boolean;
  /** The certificate ends soon. */
  readonly expiry?: ExpiryWarning;
  /** This act was last done with this device and certificate. */
  readonly lastUsed?: boolean;
  /** Not whose turn it is: it may be chosen, and the agency's seal will be refused afterwards. */
  readonly advice?: { readonly code: string; readonly params?: Readonly<Record<string, string | number>> };
  /** Why it cannot be used for this act, where it cannot. */
  readonly refused?: { readonly code: string; readonly params?: Readonly<Record<string, string | number>> };
}

export const recipient = z.strictObject({
  organId: line(35).optional(),
  name: line(200).pipe(z.string().min(1)),
  medium: z.enum(MEDIA).optional(),
  carry: z.enum(CARRIES).optional(),
  copies: z.number().int().min(1).max(999).optional(),
});

export const outgoingCalls = {
  'outgoing.list': call<{ rows: OutgoingRow[]; total: number; counts: Record<OutgoingState, number> }>()(
    z.strictObject({
      states: z.array(z.enum(['draft', 'leader_signed', 'numbered', 'agency_signed', 'issued', 'cancelled'])).max(6),
      text: line(200),
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(200),
    }),
  ),
  'outgoing.get': call<OutgoingDetail>()(z.strictObject({ id })),
  /** Creates (`id` absent) or changes a draft. The first upload is the main PDF; later ones are attachments. */
  'outgoing.saveDraft': call<{ id: string }>()(
    z.strictObject({
      id: id.optional(),
      typeName: line(100).pipe(z.string().min(1)),
      subject: line(500).pipe(z.string().min(1)),
      content: line(500),
      competence: line(100),
      signerPosition: line(100),
      signer: line(50),
      priority: z.number().int().min(0).max(3),
      dueDate: legalDateText.optional(),
      language: line(30).optional(),
      note: line(500).optional(),
      toPlaces: z.array(line(150)).max(100),
      recipients: z.array(recipient).max(1000),
      replyToId: id.optional(),
      uploadIds: z.array(id).max(50),
    }),
  ),
  /** Beside the document, at any time: its language and the register's remarks. */
  'outgoing.remarks': call<Record<string, never>>()(z.strictObject({ id, language: line(30), note: line(500) })),
  /** A sample draft in training mode, as an upload. */
  'outgoing.sampleDraft': call<{ uploadId: string; name: string; size: number }>()(
    z.strictObject({ subject: line(500), recipient: line(300) }),
  ),
  /** Number and code are absent where this program has none to give: the province's system does. */
  'outgoing.nextNumber': call<{
    number?: number;
    code?: string;
    date: string;
    numbers: NumberSource;
    left?: number;
    /** Why the agency's act would refuse this number on what the leader signed. */
    printed?: AppError[];
  }>()(z.strictObject({ id })),
  'outgoing.number': call<{ number: number; code: string; date: string }>()(z.strictObject({ id })),
  /** `sendAt`: not before this instant; `deliverBefore`: promised to be there by then. Unix milliseconds. */
  /** `dispatched` is false where every recipient gets paper; `paper` counts those who do. */
  'outgoing.issue': call<{ documentId?: string; dispatched: boolean; paper: number }>()(
    z.strictObject({ id, sendAt: z.number().int().min(0).optional(), deliverBefore: z.number().int().min(0).optional() }),
  ),
  'outgoing.cancel': call<Record<string, never>>()(
    z.strictObject({ id, reason: text(500).pipe(z.string().min(1)), allowedBy: line(50).pipe(z.string().min(1)) }),
  ),
  /** Takes back what has not left, asks the other recipients for it (status 13). */
  'outgoing.takeBack': call<{ withdrawn: number; asked: number }>()(z.strictObject({ id, reason: text(500).pipe(z.string().min(1)) })),
  /** A draft that revokes (type 1), updates (2) or replaces (3) an issued document; signed and issued as any other. */
  'outgoing.amend': call<{ id: string }>()(z.strictObject({ id, type: z.union([z.literal(1), z.literal(2), z.literal(3)]) })),
  /** The same document to one recipient again, as a dispatch of its own of type 2. */
  'outgoing.sendAgain': call<Record<string, never>>()(z.strictObject({ id, organId: line(35).pipe(z.string().min(1)) })),
} as const;
