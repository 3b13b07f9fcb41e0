/**
 * Lists as a clerk's register: any filter and order, by pages; days with counts; what is opened; how a person set the list
 * up; and acts on many documents in one call, each answered with what was done and what was refused, and why.
 */
import { z } from 'zod';
import type { AmendmentKind } from '../../domain/amendments.ts';
import type { IncomingState, OutgoingState } from '../../domain/documents.ts';
import { LIST_SORTS, MOST_AT_ONCE } from '../../domain/listQuery.ts';
import type { RuleConditions, RuleOutcome } from '../../domain/standingRules.ts';
import { id, legalDateText, line, text } from '../bytes.ts';
import { call } from '../wire.ts';
import type { IncomingRow } from './incoming.ts';
import type { OutgoingRow } from './outgoing.ts';
import { workId } from './work.ts';

export interface ListedFacts {
  /** Day it stands under: of arrival; of issue, else of its first draft. */
  readonly day: string;
  /** Not opened by this person, and something is still to be done with it. */
  readonly unread?: true;
  readonly overdue?: true;
}
export interface IncomingListRow extends IncomingRow, ListedFacts {
  readonly lead?: string;
  readonly coHandlers?: readonly string[];
  readonly signer?: string;
  readonly note?: string;
  /** The file (hồ sơ) it was put in first: notation and year. */
  readonly dossier?: string;
  /** What its sender asks, or it asks itself about an earlier one, and nobody has answered. */
  readonly asked?: AmendmentKind;
}
export interface OutgoingListRow extends OutgoingRow, ListedFacts {
  readonly dueDate?: string;
  /** The first names of its recipients. */
  readonly recipients: readonly string[];
  readonly note?: string;
  /** Số lượng bản. */
  readonly copies: number;
  readonly dossier?: string;
}
export interface ListAnswer<Row, State extends string> {
  readonly rows: readonly Row[];
  readonly total: number;
  /** Under the filter, whatever states it names. */
  readonly counts: Readonly<Record<State, number>>;
}

export interface ListCounts {
  readonly undone: number;
  readonly unread: number;
  readonly states: Readonly<Partial<Record<IncomingState | OutgoingState, number>>>;
}

const STATES = [
  'arrived',
  'registered',
  'assigned',
  'in_progress',
  'finished',
  'returned',
  'withdrawn',
  'recalled',
  'merged',
  'draft',
  'leader_signed',
  'numbered',
  'agency_signed',
  'issued',
  'cancelled',
] as const;
const typed = z
  .string()
  .max(200)
  .transform((s) => s.normalize('NFC').replace(/\p{Cc}+/gu, ' '));
export const listFilter = z.strictObject({
  states: z.array(z.enum(STATES)).max(STATES.length),
  text: typed,
  bookId: id.optional(),
  priorities: z.array(z.number().int().min(0).max(4)).max(5).optional(),
  agency: z.strictObject({ organId: line(35).optional(), name: line(200) }).optional(),
  handler: line(100).optional(),
  /** Days of arrival or issue. */
  from: legalDateText.optional(),
  to: legalDateText.optional(),
  overdue: z.literal(true).optional(),
  unread: z.literal(true).optional(),
});
export type ListFilter = z.infer<typeof listFilter>;
const order = z.strictObject({ by: z.enum(LIST_SORTS), descending: z.boolean() });
const list = z.enum(['incoming', 'outgoing']);
const page = z.strictObject({
  filter: listFilter,
  order,
  offset: z.number().int().min(0).max(2_000_000),
  limit: z.number().int().min(1).max(200),
});
export const listView = z.strictObject({
  /** In the order of the screen; what is not named is hidden. */
  columns: z
    .array(z.strictObject({ key: line(20), width: z.number().int().min(40).max(1200).optional() }))
    .max(30)
    .optional(),
  order: order.optional(),
  byDay: z.boolean().optional(),
  /** The pane beside the list. */
  look: z.boolean().optional(),
});
export type ListView = z.infer<typeof listView>;

const ids = z.array(id).min(1).max(MOST_AT_ONCE);
const shown = z.strictObject({
  list,
  filter: listFilter,
  order,
  columns: z
    .array(z.strictObject({ key: line(20), title: line(60) }))
    .min(1)
    .max(30),
  /** Of these alone, in the list's order. */
  ids: ids.optional(),
  workId: workId.optional(),
});

export interface Refused {
  readonly id: string;
  readonly code: string;
  readonly params?: Readonly<Record<string, string | number>>;
}
/** What one act on many documents came to. */
export interface ManyDone {
  readonly done: readonly string[];
  readonly refused: readonly Refused[];
  /** Names the act to `many.undo`, while the reports of it wait some seconds. */
  readonly from?: number;
}
export interface PlannedRegistration {
  readonly id: string;
  readonly sender: string;
  readonly code: string;
  readonly subject: string;
  /** The number it will have; absent where it is refused, or where the province's system gives it (`pending`). */
  readonly number?: number;
  readonly pending?: true;
  readonly refused?: { readonly code: string; readonly params?: Readonly<Record<string, string | number>> };
  /** The standing rule that fits it. */
  readonly rule?: RuleProposal;
  /** The year it came in, where that is over and its book is open still: it could be registered there, late. */
  readonly oldYear?: string;
}
export interface RuleProposal {
  readonly ruleId: string;
  readonly name: string;
  readonly outcome: RuleOutcome;
  /** Goes by itself: the head of office said so. */
  readonly auto: boolean;
  /** By which day, where the rule gives one. */
  readonly dueDate?: string;
}
export interface RegisteredMany {
  /** Without a number: it is to come from the province's system. */
  readonly done: readonly { readonly id: string; readonly number?: number; readonly after?: 'assigned' | 'closed' }[];
  readonly date: string;
  readonly refused: readonly Refused[];
}

export const ruleConditions = z.strictObject({
  agencies: z.array(z.strictObject({ organId: line(35).optional(), name: line(200).pipe(z.string().min(1)) })).max(50),
  kinds: z.array(line(100).pipe(z.string().min(1))).max(50),
  /** Any of them stands in the subject; with or without marks. */
  words: z.array(line(100).pipe(z.string().min(1))).max(50),
  bookId: id.optional(),
});
export const ruleOutcome = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('assign'),
    lead: line(100).pipe(z.string().min(1)),
    coHandlers: z.array(line(100)).max(20),
    /** Working days from the day it is applied. */
    dueInDays: z.number().int().min(1).max(365).optional(),
    text: text(2000),
    /** Whose word it is, as the office's regulation names them. */
    leader: line(50).pipe(z.string().min(1)),
  }),
  z.strictObject({ kind: z.literal('for_information'), note: text(500) }),
]);
export interface StandingRule {
  readonly id: string;
  readonly name: string;
  readonly conditions: RuleConditions;
  readonly outcome: RuleOutcome;
  readonly auto: boolean;
  readonly active: boolean;
  readonly by: string;
  readonly at: number;
}
const ruleName = line(100).pipe(z.string().min(1));

export const listCalls = {
  'lists.incoming': call<ListAnswer<IncomingListRow, IncomingState>>()(page),
  'lists.outgoing': call<ListAnswer<OutgoingListRow, OutgoingState>>()(page),
  /** Days in the order of the list, with how many documents stand under each. */
  'lists.days': call<{ days: readonly { day: string; count: number }[] }>()(
    z.strictObject({ list, filter: listFilter, descending: z.boolean() }),
  ),
  /** The first documents of a filter, to be ticked. */
  'lists.ids': call<{ ids: readonly string[]; total: number }>()(
    z.strictObject({
      list,
      filter: listFilter,
      order,
      offset: page.shape.offset.optional(),
      limit: z.number().int().min(1).max(MOST_AT_ONCE).optional(),
    }),
  ),
  /** What people know these by, of those that the current organ's lists hold. */
  'lists.names': call<{
    names: readonly { readonly id: string; readonly code: string; readonly sender?: string; readonly subject: string }[];
  }>()(z.strictObject({ list, ids })),
  /** What waits to be done in the current organ's lists, and what of it was not opened. */
  'lists.counts': call<Readonly<Record<'incoming' | 'outgoing', ListCounts>>>()(z.strictObject({})),
  'lists.setOpened': call<Record<string, never>>()(z.strictObject({ list, ids, opened: z.boolean() })),
  'lists.view': call<ListView>()(z.strictObject({ list })),
  'lists.setView': call<Record<string, never>>()(z.strictObject({ list, view: listView })),
  /** Kept in the store; read by `files.read`. */
  'lists.print': call<{ fileId: string; size: number; name: string; left: number }>()(shown),
  /** As a workbook; saved outside by `files.saveMade`. */
  'lists.export': call<{ fileId: string; size: number; name: string; left: number }>()(shown),

  /** What registering these would come to, in the order of their arrival; nothing is written. */
  'many.plan': call<{ rows: readonly PlannedRegistration[]; date: string }>()(z.strictObject({ ids, workId: workId.optional() })),
  /** In this order; refused as a whole where a number is not the one that was shown. */
  'many.register': call<RegisteredMany>()(
    z.strictObject({
      items: z
        .array(
          z.strictObject({
            id,
            number: z.number().int().positive().optional(),
            ruleId: id.optional(),
            forInformation: z.literal(true).optional(),
          }),
        )
        .min(1)
        .max(MOST_AT_ONCE),
      workId: workId.optional(),
    }),
  ),
  'many.instruct': call<ManyDone>()(
    z.strictObject({
      ids,
      leader: line(50).pipe(z.string().min(1)),
      text: text(2000).pipe(z.string().min(1)),
      lead: line(100).pipe(z.string().min(1)),
      coHandlers: z.array(line(100)).max(20),
      slipDate: legalDateText,
      dueDate: legalDateText.optional(),
      workId: workId.optional(),
    }),
  ),
  /** "Kết thúc – để biết, lưu". */
  'many.close': call<ManyDone>()(z.strictObject({ ids, note: text(1000), workId: workId.optional() })),
  /** Takes back what such an act did, each where its report has not left and nothing followed it. */
  'many.undo': call<ManyDone>()(z.strictObject({ ids, act: z.enum(['finish', 'instruct']), from: z.number().int().min(0) })),
  /** "Gia hạn". */
  'many.extend': call<ManyDone>()(
    z.strictObject({
      ids,
      dueDate: legalDateText,
      reason: text(500).pipe(z.string().min(1)),
      allowedBy: line(100).pipe(z.string().min(1)),
      workId: workId.optional(),
    }),
  ),

  'rules.list': call<{ rules: readonly StandingRule[] }>()(z.strictObject({})),
  'rules.save': call<{ id: string }>()(
    z.strictObject({
      id: id.optional(),
      name: ruleName,
      conditions: ruleConditions,
      outcome: ruleOutcome,
      auto: z.boolean(),
      active: z.boolean(),
    }),
  ),
  'rules.order': call<Record<string, never>>()(z.strictObject({ ids: z.array(id).max(200) })),
  'rules.remove': call<Record<string, never>>()(z.strictObject({ id })),
  /** The last arrivals, and which of them the rule fits. */
  'rules.test': call<{
    rows: readonly { id: string; sender: string; code: string; typeName: string; subject: string; fits: boolean }[];
  }>()(z.strictObject({ conditions: ruleConditions })),
  'rules.for': call<{ rule?: RuleProposal }>()(z.strictObject({ id })),
  /** Does with a registered document what the rule says. */
  'rules.apply': call<Record<string, never>>()(z.strictObject({ id, ruleId: id })),
} as const;
