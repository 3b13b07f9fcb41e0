/** What main asks of the training process, and what it hands back for the core: a whole small world on loopback. */
import { z } from 'zod';
import { call } from '../wire.ts';

export interface TrainingOffice {
  readonly organId: string;
  readonly name: string;
  readonly parentName: string;
  readonly place: string;
  readonly systemId: string;
  readonly secret: string;
}
export interface TrainingWorld {
  /** `http://127.0.0.1:<port>` */
  readonly axisUrl: string;
  /** The world's timestamp service (RFC 3161). */
  readonly tsaUrl?: string;
  /** The first is the office of this workstation; the others answer by themselves. */
  readonly offices: readonly TrainingOffice[];
  /** DER certificates of the training CA. */
  readonly trustAnchors: readonly Uint8Array[];
  /** PIN of every training token, to be shown to the trainee. */
  readonly pin: string;
  /** Sample people of the office: who signs, who keeps the records. */
  readonly people: { readonly leader: string; readonly leaderPosition: string; readonly clerk: string };
  /** Images for the visible signatures, PNG. */
  readonly signatureImage: Uint8Array;
  readonly sealImage: Uint8Array;
}
export const trainingFaults = z.strictObject({
  /** Refuse connections (the line is cut). */
  refuse: z.boolean().optional(),
  /** Take the request, do the work, never answer. */
  acceptThenTimeout: z.boolean().optional(),
  /** Answer every call with this HTTP status (400–599) and a page that is no JSON. */
  answerStatus: z.number().int().min(400).max(599).optional(),
  /** Answer every call with 200 and a sign-in page, as a captive portal does. */
  portal: z.boolean().optional(),
  /** Take the connection, read and answer nothing. */
  halfOpen: z.boolean().optional(),
  /** Break the connection when the request's first bytes are here: no work. */
  resetRequest: z.boolean().optional(),
  /** Do the work and break the connection in the middle of the answer. */
  cutAnswer: z.boolean().optional(),
  /** Lists in the opposite order, and each row of them twice. */
  disorder: z.boolean().optional(),
  doubled: z.boolean().optional(),
  /** The axis's clock (header `Date`) away by so much. */
  clockOffsetMs: z.number().int().min(-31_536_000_000).max(31_536_000_000).optional(),
  delayMs: z.number().int().min(0).max(600_000).optional(),
  noDeduplication: z.boolean().optional(),
  noFindByDocumentId: z.boolean().optional(),
  /** Apply the fault to this call only, e.g. `sendEdoc`. */
  onlyCall: z.string().max(40).optional(),
  /** How many calls the fault lasts; absent = until changed. */
  times: z.number().int().positive().optional(),
});
export type TrainingFaults = z.infer<typeof trainingFaults>;

/** Scripted days: a busy one, and three days without a network. */
export const TRAINING_DAYS = ['busy_day', 'three_days_down'] as const;
export type TrainingDay = (typeof TRAINING_DAYS)[number];
/** How far the day under way is; absent on a quiet day. */
export interface TrainingDayState {
  readonly name: TrainingDay;
  /** Of the day's packages, those that are on the axis. */
  readonly sent: number;
  readonly total: number;
}

/** `pace`: the day in so many times its own length. */
export const trainingDay = z.strictObject({ name: z.enum(TRAINING_DAYS), pace: z.number().min(0).max(1).optional() });

/** One act of another office, on command: a document for this office, or a sender who asks for one back. */
export const trainingPlay = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('document') }),
  z.strictObject({
    what: z.literal('take_back'),
    about: z.strictObject({ organId: z.string().max(35), code: z.string().max(60), documentId: z.string().max(200) }),
  }),
]);
export type TrainingPlay = z.infer<typeof trainingPlay>;
/** The document it was about. */
export interface TrainingPlayed {
  readonly organId: string;
  readonly code: string;
  readonly documentId: string;
}

export const trainingCalls = {
  /** Makes what is missing in `dir` (keys, offices, first documents) and starts the axis. */
  start: call<TrainingWorld>()(
    z.strictObject({ dir: z.string().max(4096), documents: z.number().int().min(0).max(500), autoReply: z.boolean() }),
  ),
  faults: call<Record<string, never>>()(trainingFaults),
  /** Begins a scripted day, in place of one under way. `cutsLine`: whoever cuts and joins the line is to cut it now. */
  day: call<{ cutsLine: boolean; total: number }>()(trainingDay),
  play: call<TrainingPlayed>()(trainingPlay),
  dayState: call<{ day?: TrainingDayState }>()(z.strictObject({})),
  /** A draft reply in the decree's layout, for a trainee who has no PDF at hand. */
  sampleDraft: call<{ name: string; pdf: Uint8Array }>()(z.strictObject({ subject: z.string().max(500), recipient: z.string().max(300) })),
  /** What the axis holds, for the demo's and the tests' final count. */
  ledger: call<{
    packages: {
      docId: string;
      from: string;
      to: string;
      messageType: string;
      documentId: string;
      statusCode?: string;
      sha256: string;
      state: string;
    }[];
  }>()(z.strictObject({})),
} as const;
export type TrainingCalls = typeof trainingCalls;
