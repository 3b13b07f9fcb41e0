/**
 * Around a document: meetings it calls to, reminders to who is slow, notes, undoing what the law lets be undone, drafts as
 * they are typed and their check against the form.
 */
import { z } from 'zod';
import { id, legalDateText, line, text } from '../bytes.ts';
import { call } from '../wire.ts';

export interface MeetingFacts {
  readonly title: string;
  readonly date: string;
  /** Minutes of the day. */
  readonly from: number;
  readonly to?: number;
  readonly place: string;
  readonly chair: string;
  readonly attendees: readonly string[];
  readonly note: string;
}
export interface MeetingRow extends MeetingFacts {
  readonly id: string;
  readonly incomingId?: string;
  readonly outgoingId?: string;
  /** Number and notation of its document. */
  readonly code: string;
  readonly by: string;
  readonly cancelled: boolean;
  /** Other meetings of the list at the same hour with somebody of the same name, or in the same place. */
  readonly clashes: readonly { readonly id: string; readonly title: string; readonly names: readonly string[]; readonly place: boolean }[];
  /** It begins within 24 hours: handled as urgent (record keeping, 3). */
  readonly near: boolean;
}
/** What a reader of subject and text thinks; a person confirms it. */
export interface MeetingProposal {
  readonly title: string;
  readonly date?: string;
  readonly from?: number;
  readonly to?: number;
  readonly place?: string;
  readonly chair?: string;
  readonly near: boolean;
}
export const REMINDER_WAYS = ['phone', 'document', 'message', 'in_person'] as const;
export type ReminderWay = (typeof REMINDER_WAYS)[number];
export interface ReminderRow {
  readonly id: string;
  readonly recipientId?: string;
  readonly who: string;
  readonly how: ReminderWay;
  readonly said: string;
  readonly at: number;
  readonly by: string;
}
/** Who is slow, over all documents. */
export interface SlowRow {
  readonly who: string;
  readonly recipientId?: string;
  readonly open: number;
  readonly late: number;
  readonly reminders: number;
  readonly lastAt?: number;
}
export interface NoteRow {
  readonly id: string;
  readonly text: string;
  readonly at: number;
  readonly by: string;
  readonly mine: boolean;
}
/** What can be undone of a document now, newest first, and why the last act cannot, where it cannot. */
export interface UndoState {
  readonly act?: 'progress' | 'finish' | 'instruct';
  readonly historyId?: string;
  readonly at?: number;
  /** `undo.status_sent`: the sender knows of it already. */
  readonly refused?: { readonly code: string };
}
export interface KeptDraft {
  readonly form: string;
  /** JSON of the page's form; the core looks at nothing in it but its size. */
  readonly draft: string;
  readonly at: number;
}
export interface FormHint {
  readonly code: string;
  readonly params?: Readonly<Record<string, string | number>>;
  /** Where it stands, or where it is looked for; points from the bottom left of the page as shown. */
  readonly place?: { readonly page: number; readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

const minute = z.number().int().min(0).max(1440);
const meetingFacts = {
  title: line(500).pipe(z.string().min(1)),
  date: legalDateText,
  from: minute,
  to: minute.optional(),
  place: line(300).pipe(z.string().min(1)),
  chair: line(100),
  attendees: z.array(line(100).pipe(z.string().min(1))).max(50),
  note: text(500),
};
const one = z.strictObject({ id });
const side = z.enum(['incoming', 'outgoing']);
const form = z.string().regex(/^(?:new|(?:edit|reply):[0-9a-f-]{36})$/);
/** A form as typed: far below it in any honest use. */
export const MAX_KEPT_DRAFT = 200_000;

export const deskWorkCalls = {
  /** Absent where nothing looks like a meeting. */
  'meetings.propose': call<{ proposal?: MeetingProposal }>()(z.strictObject({ side, id })),
  'meetings.save': call<{ id: string }>()(
    z.strictObject({ id: id.optional(), incomingId: id.optional(), outgoingId: id.optional(), ...meetingFacts }),
  ),
  'meetings.cancel': call<Record<string, never>>()(one),
  'meetings.restore': call<Record<string, never>>()(one),
  'meetings.ofDocument': call<{ rows: MeetingRow[] }>()(z.strictObject({ side, id })),
  /** From the first day on, at most 31 days; cancelled ones are left out. */
  'meetings.list': call<{ rows: MeetingRow[] }>()(z.strictObject({ from: legalDateText, days: z.number().int().min(1).max(31) })),
  /** Lịch họp tuần, from this Monday. */
  'meetings.print': call<{ fileId: string; size: number; name: string }>()(z.strictObject({ from: legalDateText })),

  /** Who of a document: a recipient of ours (with its code where it is on the axis), or who handles an arrival. */
  'reminders.make': call<{ id: string; count: number; text: string }>()(
    z.strictObject({
      side,
      id,
      recipientId: line(35).optional(),
      who: line(200).pipe(z.string().min(1)),
      how: z.enum(REMINDER_WAYS),
      said: text(500),
    }),
  ),
  /** Words to say or to copy, before anything is recorded. */
  'reminders.words': call<{ text: string }>()(z.strictObject({ side, id, who: line(200) })),
  'reminders.ofDocument': call<{ rows: ReminderRow[] }>()(z.strictObject({ side, id })),
  /** Who has most that is open and late, of recipients and of handlers; at most 200 of each. */
  'reminders.slow': call<{ recipients: SlowRow[]; handlers: SlowRow[] }>()(z.strictObject({})),

  'notes.ofDocument': call<{ rows: NoteRow[] }>()(z.strictObject({ side, id })),
  'notes.add': call<{ id: string }>()(z.strictObject({ side, id, text: text(2000).pipe(z.string().min(1)) })),
  'notes.remove': call<Record<string, never>>()(one),
  'notes.restore': call<Record<string, never>>()(one),

  'undo.state': call<UndoState>()(one),
  /** Takes back the last act of an arrival, where its report has not left; `handed`: a slip of it went out on paper meanwhile. @throws `undo.*` */
  'undo.incoming': call<{ act: 'progress' | 'finish' | 'instruct'; handed?: true }>()(z.strictObject({ id, historyId: id })),
  /** A draft without a signature or number goes to the trash and comes back from it as it was. */
  'outgoing.discard': call<Record<string, never>>()(one),
  'outgoing.restore': call<Record<string, never>>()(one),

  'drafts.keep': call<{ at: number }>()(z.strictObject({ form, draft: z.string().max(MAX_KEPT_DRAFT) })),
  'drafts.kept': call<{ kept?: KeptDraft }>()(z.strictObject({ form })),
  'drafts.list': call<{ rows: { form: string; at: number; subject: string }[] }>()(z.strictObject({})),
  'drafts.drop': call<Record<string, never>>()(z.strictObject({ form })),

  /**
   * The PDF of a draft (its own, or an upload that no document took yet) against the decree's form and against what was
   * typed: hints, never a refusal. `read` false: the file has no text layer, nothing can be said.
   */
  'outgoing.formCheck': call<{ read: boolean; hints: FormHint[] }>()(
    z.strictObject({
      id: id.optional(),
      uploadId: id.optional(),
      typed: z
        .strictObject({
          typeName: line(100),
          subject: line(500),
          competence: line(100),
          signerPosition: line(100),
          signer: line(50),
          priority: z.number().int().min(0).max(4),
          recipients: z.array(z.strictObject({ organId: line(35).optional(), name: line(200) })).max(500),
        })
        .optional(),
    }),
  ),
} as const;
