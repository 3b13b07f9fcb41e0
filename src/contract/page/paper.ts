/** The paper desk: advance copies and joining, envelopes, what leaves on paper and comes back, addresses, labels. */
import { z } from 'zod';
import type { Channel, IncomingState } from '../../domain/documents.ts';
import { CHANNELS } from '../../domain/documents.ts';
import {
  ADVANCE_RULES,
  type AdvanceRules,
  CARRIES,
  type Carry,
  ENVELOPE_SIZES,
  type LabelSheet,
  type Likeness,
  type PrintCount,
} from '../../domain/paperDesk.ts';
import { id, legalDateText, line, text } from '../bytes.ts';
import { call } from '../wire.ts';

/** A document here that an arrival may be. */
export interface LikelyRow {
  readonly id: string;
  /** 0–100. */
  readonly score: number;
  readonly same: Likeness['same'];
  readonly held: boolean;
  readonly state: IncomingState;
  readonly channel: Channel;
  readonly sender: string;
  readonly code: string;
  readonly subject: string;
  readonly date?: string;
  readonly arrivedAt: number;
  readonly arrivalNumber?: number;
}
export interface HeldRow {
  readonly id: string;
  readonly channel: Channel;
  readonly sender: string;
  readonly code: string;
  readonly subject: string;
  readonly date?: string;
  readonly arrivedAt: number;
  readonly likely: readonly LikelyRow[];
}
export const ENVELOPE_KINDS = ['person', 'organisation', 'bid', 'other'] as const;
export type EnvelopeKind = (typeof ENVELOPE_KINDS)[number];
export type EnvelopeState = 'logged' | 'handed' | 'registered' | 'returned';
export interface EnvelopeRow {
  readonly id: string;
  readonly year: string;
  readonly number: number;
  readonly kind: EnvelopeKind;
  readonly state: EnvelopeState;
  readonly channel: Channel;
  readonly sender: string;
  readonly addressee: string;
  readonly marks: string;
  readonly postCode: string;
  readonly note: string;
  readonly arrivedAt: number;
  readonly by: string;
  readonly handedTo?: string;
  readonly handedAt?: number;
  readonly returnedAt?: number;
  readonly settledNote?: string;
  readonly incomingId?: string;
}
/** One recipient's paper: what left, its phiếu gửi, what came back. */
export interface PaperDeliveryRow {
  readonly id: string;
  readonly outgoingId: string;
  readonly code: string;
  readonly subject: string;
  readonly date?: string;
  readonly name: string;
  readonly address: string;
  readonly carry: Carry;
  readonly copies: number;
  readonly envelopes: number;
  readonly wantsSlip: boolean;
  readonly slip?: string;
  readonly sentOn?: string;
  readonly postCode: string;
  readonly handedTo: string;
  readonly backOn?: string;
  readonly backName?: string;
  readonly backNote?: string;
  /** Days since it left, while its slip is not back. */
  readonly waitingDays?: number;
}
export interface OutgoingPaper {
  readonly byHand: boolean;
  readonly signedOn?: string;
  readonly scanned: boolean;
  /** Of a document signed by hand: its electronic copy with the agency's signature. */
  readonly signedCopy?: { readonly fileId: string; readonly name: string };
  readonly printed?: PrintCount & { readonly at: number; readonly by: string; readonly duplex: boolean };
  readonly archive: {
    readonly place: string;
    readonly holder: string;
    readonly copies: number;
    readonly at?: number;
    readonly by?: string;
  };
  readonly deliveries: readonly PaperDeliveryRow[];
  /** As the recipients stand now: sheets of one copy and copies in all. */
  readonly plan: PrintCount;
}
export interface AddressRow {
  readonly id: string;
  readonly recipientCode?: string;
  readonly name: string;
  readonly address: string;
  readonly phone: string;
}
export interface PaperSettings {
  readonly advance: AdvanceRules;
  readonly labels: LabelSheet;
  /** Who gets a phiếu gửi by itself. */
  readonly slips: 'post' | 'all' | 'none';
  readonly envelope: (typeof ENVELOPE_SIZES)[number];
  /** Days after which a phiếu gửi that is not back is shown as late. */
  readonly slipDays: number;
}
export interface PrintedFile {
  readonly fileId: string;
  readonly size: number;
  readonly name: string;
}
/** A book of a year as pages to bind, as a workbook, as a Word document. */
export const bookWanted = z.strictObject({
  year: z.string().regex(/^\d{4}$/),
  as: z.enum(['pdf', 'xlsx', 'docx']),
  paper: z.enum(['A4', 'A3']),
  cover: z.boolean(),
});
const channel = z.enum(CHANNELS).exclude(['axis']);
const named = (max: number) => line(max).pipe(z.string().min(1));
const count = (max: number) => z.number().int().min(1).max(max);
const millimetres = z.number().min(0).max(420);

export const paperCalls = {
  'paper.held': call<{ rows: HeldRow[] }>()(z.strictObject({})),
  /** What an arrival that is being typed, or that is here, may be. */
  'paper.likely': call<{ rows: LikelyRow[] }>()(
    z.strictObject({
      id: id.optional(),
      sender: line(200),
      number: line(11),
      notation: line(30),
      date: legalDateText.optional(),
      subject: line(500),
    }),
  ),
  /** Puts two arrivals together under one number; `id` of the answer goes on. */
  'paper.join': call<{ id: string }>()(z.strictObject({ id, otherId: id })),
  'paper.separate': call<Record<string, never>>()(z.strictObject({ id, reason: text(500).pipe(z.string().min(1)) })),
  'paper.release': call<Record<string, never>>()(z.strictObject({ id, reason: text(500).pipe(z.string().min(1)) })),
  /** A further arrival of a registered document. */
  'paper.attachArrival': call<Record<string, never>>()(
    z.strictObject({ id, channel, arrivedAt: z.number().int().min(0).optional(), uploadIds: z.array(id).max(20) }),
  ),

  'paper.envelopes': call<{ rows: EnvelopeRow[]; open: number }>()(z.strictObject({ open: z.boolean() })),
  /** `secret`: nothing at all is kept; the answer is the refusal that says what to do. */
  'paper.logEnvelope': call<{ id: string; number: number }>()(
    z.strictObject({
      kind: z.enum([...ENVELOPE_KINDS, 'secret']),
      channel,
      sender: line(200),
      addressee: named(200),
      marks: line(200),
      postCode: line(50),
      note: line(300),
      arrivedAt: z.number().int().min(0).optional(),
    }),
  ),
  'paper.handEnvelope': call<Record<string, never>>()(z.strictObject({ id, to: named(200), note: line(300) })),
  'paper.returnEnvelope': call<Record<string, never>>()(z.strictObject({ id, note: named(300) })),
  'paper.printEnvelopes': call<PrintedFile>()(z.strictObject({ from: legalDateText, to: legalDateText })),

  'paper.ofOutgoing': call<OutgoingPaper>()(z.strictObject({ id, duplex: z.boolean() })),
  /** The leader signed on paper: it goes on to its number without a digital signature. */
  'paper.signedByHand': call<Record<string, never>>()(z.strictObject({ id, signedOn: legalDateText })),
  /** The scan of a document signed by hand, numbered and sealed. */
  'paper.attachScan': call<Record<string, never>>()(z.strictObject({ id, uploadIds: z.array(id).min(1).max(20) })),
  /** The leader's file with số and ngày on it, to be printed and sealed in red; counted and kept in the history. */
  'paper.printForSeal': call<PrintedFile & { count: PrintCount }>()(z.strictObject({ id, copies: count(999), duplex: z.boolean() })),
  'paper.setArchive': call<Record<string, never>>()(z.strictObject({ id, place: line(300), holder: line(200), copies: count(99) })),

  /** `slipDays`: after so many days a phiếu gửi that is not back is late. */
  'paper.deliveries': call<{ rows: PaperDeliveryRow[]; notSent: number; slipsOut: number; slipDays: number }>()(
    z.strictObject({ show: z.enum(['not_sent', 'slips_out', 'all']), from: legalDateText.optional(), to: legalDateText.optional() }),
  ),
  'paper.setDelivery': call<Record<string, never>>()(
    z.strictObject({ id, address: line(300), carry: z.enum(CARRIES), copies: count(999), envelopes: count(99), wantsSlip: z.boolean() }),
  ),
  /** Left the office: posted (with the post's code) or carried by hand. */
  'paper.sent': call<Record<string, never>>()(
    z.strictObject({ ids: z.array(id).min(1).max(200), sentOn: legalDateText, postCode: line(50), handedTo: line(100) }),
  ),
  'paper.slipBack': call<Record<string, never>>()(z.strictObject({ id, backOn: legalDateText, backName: line(100), note: line(300) })),
  'paper.printSlips': call<PrintedFile>()(z.strictObject({ ids: z.array(id).min(1).max(100) })),
  'paper.printEnvelopeCovers': call<PrintedFile>()(z.strictObject({ ids: z.array(id).min(1).max(100) })),
  'paper.printAddressLabels': call<PrintedFile>()(z.strictObject({ ids: z.array(id).min(1).max(200), start: count(200) })),
  /** Sổ gửi văn bản đi bưu điện or sổ chuyển giao of some days; `slips`: the list of those not back. */
  'paper.printRegister': call<PrintedFile>()(
    z.strictObject({ which: z.enum(['post', 'hand', 'slips']), from: legalDateText, to: legalDateText }),
  ),
  /** Arrival stamps on labels, for paper that goes under no printer. */
  'paper.printStampLabels': call<PrintedFile>()(z.strictObject({ ids: z.array(id).min(1).max(200), start: count(200) })),

  'paper.addresses': call<{ rows: AddressRow[] }>()(z.strictObject({ text: line(100) })),
  'paper.saveAddress': call<{ id: string }>()(
    z.strictObject({ id: id.optional(), recipientCode: line(35).optional(), name: named(200), address: line(300), phone: line(50) }),
  ),
  'paper.removeAddress': call<Record<string, never>>()(z.strictObject({ id })),

  'paper.settings': call<PaperSettings>()(z.strictObject({})),
  'paper.saveSettings': call<Record<string, never>>()(
    z.strictObject({
      advance: z.strictObject({
        post: z.enum(ADVANCE_RULES),
        hand: z.enum(ADVANCE_RULES),
        email: z.enum(ADVANCE_RULES),
        zalo: z.enum(ADVANCE_RULES),
        fax: z.enum(ADVANCE_RULES),
        phone: z.enum(ADVANCE_RULES),
        portal: z.enum(ADVANCE_RULES),
      }),
      labels: z.strictObject({
        kind: z.enum(['sheet', 'roll']),
        widthMm: millimetres,
        heightMm: millimetres,
        columns: count(10),
        rows: count(30),
        leftMm: millimetres,
        topMm: millimetres,
        gapXMm: millimetres,
        gapYMm: millimetres,
      }),
      slips: z.enum(['post', 'all', 'none']),
      envelope: z.enum(ENVELOPE_SIZES as [(typeof ENVELOPE_SIZES)[number], ...(typeof ENVELOPE_SIZES)[number][]]),
      slipDays: count(365),
    }),
  ),
} as const;
