/** Văn bản đến: what arrived, its register entry, the leader's instruction, its end. */
import { z } from 'zod';
import type { AmendmentKind, AmendmentState } from '../../domain/amendments.ts';
import type { Channel, IncomingAct, IncomingState } from '../../domain/documents.ts';
import { CHANNELS, RETURN_REASONS, type ReturnReason } from '../../domain/documents.ts';
import type { PackageSignature, PackageSigner, Priority } from '../../domain/edxml.ts';
import type { PdfVerdict, SignerVerdict, VerdictSummary } from '../../domain/verdict.ts';
import { id, legalDateText, line, text } from '../bytes.ts';
import { call } from '../wire.ts';
import type { NumberSource } from './province.ts';
import type { SecrecyAsked } from './secrecy.ts';

export interface FileRow {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly detected: string;
  readonly pages?: number;
  /** The office put it beside an arrival: it came in no package. */
  readonly beside?: true;
  /** Verdict on its signatures, where it is a PDF and was judged. */
  readonly verdict?: PdfVerdict;
}
export interface HistoryRow {
  readonly id?: string;
  readonly at: number;
  readonly by: string;
  /** Key of the act's text. */
  readonly act: string;
  readonly params: Readonly<Record<string, string | number>>;
  /** Who did it, where `by` entered it for somebody without a screen here; the slip's date. */
  readonly for?: string;
  readonly slipDate?: string;
}
export interface StatusRow {
  readonly code: string;
  readonly description: string;
  readonly at: number;
  /** Out: what we reported and whether the axis has it; in: what a recipient reported. */
  readonly direction: 'out' | 'in';
  readonly organName: string;
  readonly sent?: 'waiting' | 'sent' | 'refused';
}
export interface IncomingRow {
  readonly id: string;
  readonly state: IncomingState;
  readonly channel: Channel;
  readonly priority: Priority;
  readonly sender: string;
  /** `125/SNV-VP`, empty where unknown. */
  readonly code: string;
  readonly date?: string;
  readonly typeName: string;
  readonly subject: string;
  /** When the axis delivered it or the desk took it in. */
  readonly arrivedAt: number;
  readonly arrivalNumber?: number;
  readonly arrivalDate?: string;
  /** Registered, and its number is to come from the province's system. */
  readonly numberPending?: true;
  readonly dueDate?: string;
  readonly verdict: VerdictSummary;
  /** Both signatures that an original needs are there and intact, one of two, or none. */
  readonly signatures: 'both' | 'one' | 'none' | 'unknown';
  /** Whether the agency that signed is the issuing organ that the message names. */
  readonly signedBy: 'matches' | 'differs' | 'unknown';
  /** The weakest of the signers' lines. */
  readonly signerLine: SignerVerdict;
  readonly fileCount: number;
}
export interface IncomingDetail extends IncomingRow {
  /** Of the organs served here, the one whose document it is. */
  readonly organId: string;
  readonly senderOrganId?: string;
  readonly documentId?: string;
  readonly content?: string;
  readonly signer?: string;
  /** Absent: Vietnamese, as far as anybody said. */
  readonly language?: string;
  /** Ghi chú: the register's last column. */
  readonly note?: string;
  readonly toPlaces: readonly string[];
  readonly paperFollows: boolean;
  /** `none`: a paper document, which came in no package. */
  readonly packageSignature: PackageSignature | 'none';
  /** What the package's signature says of its signer; not checked against an authority. */
  readonly packageSigner?: PackageSigner;
  readonly warnings: readonly { readonly code: string; readonly params?: Readonly<Record<string, string | number>> }[];
  readonly files: readonly FileRow[];
  readonly instruction?: {
    readonly leader: string;
    readonly text: string;
    readonly lead: string;
    readonly coHandlers: readonly string[];
    readonly slipDate: string;
    readonly dueDate?: string;
    /** By the leader at this desk, or taken down by the clerk from the paper slip. */
    readonly how?: 'self' | 'slip' | 'rule';
    readonly enteredBy?: string;
    /** The slip's scan. */
    readonly scanId?: string;
  };
  /** Documents already here with the same DocumentId, or the same number, notation and issuer in one year. */
  readonly duplicates: readonly DuplicateRow[];
  /** The document it was put together with; copies that were put together with this one. */
  readonly mergedInto?: DuplicateRow;
  readonly copies: readonly DuplicateRow[];
  readonly history: readonly HistoryRow[];
  readonly statuses: readonly StatusRow[];
  readonly acts: readonly IncomingAct[];
  /** Words that may be a mark of secrecy: nothing is done with the document before somebody answered. */
  readonly secrecyAsked: readonly SecrecyAsked[];
  /** What its sender wants changed, and what this message itself wants changed; oldest first. */
  readonly amendments: readonly AmendmentRow[];
}
/** An earlier document that this one may be. */
export interface DuplicateRow {
  readonly id: string;
  readonly same: 'document_id' | 'code';
  readonly state: IncomingState;
  readonly channel: Channel;
  readonly sender: string;
  readonly code: string;
  readonly subject: string;
  readonly date?: string;
  readonly arrivedAt: number;
  readonly arrivalNumber?: number;
  readonly arrivalDate?: string;
  /** What the clerk decided: another document, or one. */
  readonly decision?: 'different' | 'merged' | undefined;
}
/** A request to take back, revoke, update or replace a document, with its answer. */
export interface AmendmentRow {
  readonly id: string;
  readonly kind: AmendmentKind;
  readonly state: AmendmentState;
  /** The other office: who asks, or who is asked. */
  readonly organName: string;
  readonly reason: string;
  readonly askedAt: number;
  readonly answeredAt?: number;
  readonly answer?: string;
  /** Row of the document it is about; absent where that is not known here. */
  readonly originalId?: string;
  /** Row of the message or document that revokes, updates or replaces it. */
  readonly letterId?: string;
}
/** A request about a document that is not known here. */
export interface OrphanRequest {
  readonly id: string;
  readonly kind: AmendmentKind;
  readonly organName: string;
  /** As the message names it; empty where it names none. */
  readonly documentId: string;
  readonly reason: string;
  readonly askedAt: number;
  /** The message that asks, where it is a document of its own. */
  readonly letterId?: string;
}
export interface QuarantineRow {
  readonly id: string;
  readonly docId: string;
  readonly sender: string;
  readonly at: number;
  readonly reason: { readonly code: string; readonly params?: Readonly<Record<string, string | number>> };
  readonly size: number;
  readonly markedFail: boolean;
  /** The bytes are here: not of a state secret, which was destroyed. */
  readonly hasOriginal: boolean;
  /** Status 02 was queued for its sender. */
  readonly returnedAt?: number;
  /** A person is done with it. */
  readonly closedAt?: number;
  readonly handling?: { readonly by: string; readonly reason?: ReturnReason; readonly note?: string };
}

/** Entered for somebody without a screen here. */
const onBehalf = z.strictObject({ personId: id, slipDate: legalDateText.optional() }).optional();

/** Its report to the sender waits some seconds, so that `undo.incoming` finds it here. */
const undoable = z.boolean().optional();

export const incomingCalls = {
  'incoming.list': call<{ rows: IncomingRow[]; total: number; counts: Record<IncomingState, number> }>()(
    z.strictObject({
      states: z
        .array(z.enum(['arrived', 'registered', 'assigned', 'in_progress', 'finished', 'returned', 'withdrawn', 'recalled', 'merged']))
        .max(9),
      text: line(200),
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(200),
    }),
  ),
  'incoming.get': call<IncomingDetail>()(z.strictObject({ id })),
  /** The number is absent where this program has none to give: the province's system does. */
  'incoming.nextNumber': call<{ number?: number; date: string; numbers: NumberSource; left?: number }>()(z.strictObject({})),
  /** Gives the arrival number of today; queues status 03 in the same transaction. */
  'incoming.register': call<{ arrivalNumber: number; arrivalDate: string }>()(z.strictObject({ id, note: text(500).optional() })),
  'incoming.instruct': call<Record<string, never>>()(
    z.strictObject({
      id,
      leader: line(50).pipe(z.string().min(1)),
      text: text(2000).pipe(z.string().min(1)),
      lead: line(100).pipe(z.string().min(1)),
      coHandlers: z.array(line(100)).max(20),
      slipDate: legalDateText,
      dueDate: legalDateText.optional(),
      onBehalf,
      /** Scan of the slip, which came by `upload.*`. */
      scanUploadId: id.optional(),
      undoable,
    }),
  ),
  'incoming.progress': call<Record<string, never>>()(z.strictObject({ id, text: text(1000).pipe(z.string().min(1)), onBehalf, undoable })),
  /** `for_information`: "kết thúc – để biết, lưu"; one or many at once, each in its own transaction. */
  'incoming.finish': call<{ finished: string[]; failed: { id: string; code: string }[] }>()(
    z.strictObject({
      ids: z.array(id).min(1).max(200),
      outcome: z.enum(['for_information', 'done']),
      note: text(1000).optional(),
      onBehalf,
      undoable,
    }),
  ),
  'incoming.return': call<Record<string, never>>()(z.strictObject({ id, reason: z.enum(RETURN_REASONS), text: text(1000) })),
  /**
   * Paper or other channels at the desk; the scan comes by `upload.*`. Registered at once where `register` says so.
   * `held`: kept for the official document, by the office's rule; `id` is the document that goes on.
   */
  'incoming.createPaper': call<{ id: string; arrivalNumber?: number; held?: true }>()(
    z.strictObject({
      channel: z.enum(CHANNELS).exclude(['axis']),
      sender: line(200).pipe(z.string().min(1)),
      number: line(11),
      notation: line(30),
      date: legalDateText.optional(),
      typeName: line(100),
      subject: line(500).pipe(z.string().min(1)),
      signer: line(50),
      priority: z.number().int().min(0).max(3),
      dueDate: legalDateText.optional(),
      uploadIds: z.array(id).max(50),
      /** Papers of the scanner's tray: they come first among its files, the first as the main one. */
      scanGroupIds: z.array(id).max(50).optional(),
      register: z.boolean(),
      /** Taken as another document although a duplicate was shown. */
      notDuplicate: z.boolean(),
      note: line(500).optional(),
      language: line(30).optional(),
      /** A copy of this document: it gets no number of its own. */
      mergeInto: id.optional(),
      /** A copy without force that waits for the official one, where the office's rule lets the clerk say so. */
      advance: z.boolean().optional(),
      /** When it came, where that was before now: Unix milliseconds. */
      arrivedAt: z.number().int().min(0).optional(),
      /** The clerk looked again at a date years back. */
      dateIsRight: z.boolean().optional(),
      /** The logged envelope it lay in. */
      envelopeId: id.optional(),
    }),
  ),
  /** Agrees (status 15) or refuses with a reason (status 16). */
  'incoming.answerRecall': call<Record<string, never>>()(z.strictObject({ amendmentId: id, agree: z.boolean(), text: text(1000) })),
  'incoming.decideDuplicate': call<Record<string, never>>()(z.strictObject({ id, otherId: id, decision: z.enum(['different', 'merged']) })),
  'incoming.orphans': call<{ rows: OrphanRequest[] }>()(z.strictObject({})),
  /** Those that wait for a person first, newest first; then the closed ones. */
  'quarantine.list': call<{ rows: QuarantineRow[] }>()(z.strictObject({})),
  /** Tells the sender 02 with a reason of the list, once. */
  'quarantine.return': call<Record<string, never>>()(z.strictObject({ id, reason: z.enum(RETURN_REASONS), text: text(1000) })),
  /** Lets the inbox read it once more. */
  'quarantine.readAgain': call<Record<string, never>>()(z.strictObject({ id })),
  'quarantine.close': call<Record<string, never>>()(z.strictObject({ id, note: text(1000) })),
  /** Saves the original outside through main's dialog; recorded. */
  'quarantine.saveOriginal': call<{ saved: boolean }>()(z.strictObject({ id })),
} as const;
