/** Handing over the desk: minutes, a proved backup, access and the right to give numbers; an organ's successor. */
import { z } from 'zod';
import type { AppError } from '../../domain/errors.ts';
import type { Role } from '../../domain/roles.ts';
import { id, line } from '../bytes.ts';
import { call } from '../wire.ts';

export const HANDOVER_KINDS = ['leave', 'clerk', 'machine'] as const;
/** `leave`: for a time; `clerk`: another clerk for good; `machine`: another PC; `merger`: an organ's successor. */
export type HandoverKind = (typeof HANDOVER_KINDS)[number] | 'merger';

export interface BookMinutes {
  readonly name: string;
  readonly organ: string;
  readonly period: string;
  readonly series: string;
  /** Last number given; 0 = none. */
  readonly last: number;
  readonly used: number;
  readonly cancelled: number;
  readonly closed: boolean;
}
export interface OpenWork {
  readonly list: 'incoming' | 'outgoing';
  /** Arrival number, or số, ký hiệu; empty where it has none yet. */
  readonly code: string;
  readonly subject: string;
  readonly state: string;
  readonly dueDate?: string;
}
/** A file that is being made, or is closed and not handed in yet. */
export interface OpenDossier {
  readonly code: string;
  readonly title: string;
  readonly organ: string;
  readonly state: 'open' | 'closed';
  readonly documents: number;
}
/** What the minutes say, as counted at one moment. */
export interface HandoverMinutes {
  readonly at: number;
  readonly organs: readonly { readonly organId: string; readonly name: string }[];
  readonly books: readonly BookMinutes[];
  readonly documents: { readonly incoming: number; readonly outgoing: number; readonly files: number; readonly bytes: number };
  /** Whole numbers, though the list is cut. */
  readonly openIncoming: number;
  readonly openOutgoing: number;
  readonly overdue: number;
  readonly open: readonly OpenWork[];
  /** Absent in minutes of before there were files. */
  readonly dossiers?: { readonly open: number; readonly closed: number; readonly list: readonly OpenDossier[] };
  readonly waiting: { readonly documents: number; readonly statuses: number; readonly refused: number };
  readonly quarantined: number;
  readonly tokens: readonly { readonly serial: string; readonly name: string; readonly validTo: number }[];
  readonly people: readonly { readonly name: string; readonly position: string; readonly roles: readonly Role[] }[];
  readonly auditHead: { readonly seq: number; readonly hash: string };
}
export interface HandoverRow {
  readonly id: string;
  readonly kind: HandoverKind;
  readonly state: 'under_way' | 'done' | 'abandoned';
  readonly begunAt: number;
  readonly endedAt?: number;
  readonly giver: string;
  readonly taker: string;
  readonly basis: string;
  /** The backup that was read back whole. */
  readonly backup?: { readonly at: number; readonly files: number; readonly place: string };
  readonly error?: AppError;
}
export interface HandoverState {
  /** How the right to give numbers stands here. */
  readonly right: 'held' | 'giving' | 'given';
  readonly to?: string;
  readonly since?: number;
  readonly rows: readonly HandoverRow[];
  /** Places that are here now, for the backup. */
  readonly places: readonly { readonly id: string; readonly path: string }[];
  readonly people: readonly { readonly id: string; readonly name: string; readonly roles: readonly Role[]; readonly ended: boolean }[];
}
export interface OrganRow {
  readonly organId: string;
  readonly name: string;
  readonly closedOn?: string;
  readonly successorId?: string;
  readonly acceptUntil?: string;
}

const nothing = z.strictObject({});
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const some = (max: number) => line(max).pipe(z.string().min(1));

export const handoverCalls = {
  'handover.state': call<HandoverState>()(nothing),
  'handover.minutes': call<HandoverMinutes>()(nothing),
  /** Begins: the backup is made and read back in the background, then access or the right moves. */
  'handover.begin': call<{ id: string }>()(
    z.strictObject({
      kind: z.enum(HANDOVER_KINDS),
      placeId: z.string().max(64),
      basis: some(300),
      /** Who gives: a person of this workstation. Not for `machine`. */
      giverId: id.optional(),
      /** Who takes: a person of this workstation, or for `machine` a name. */
      takerId: id.optional(),
      takerName: line(200).optional(),
      /** Tokens, seals, keys and papers given by hand, as written in the minutes. */
      items: z.string().max(2_000),
    }),
  ),
  /** Gives up one that is under way and gave nothing yet. */
  'handover.abandon': call<Record<string, never>>()(nothing),
  /** Goes on with one that an end of the machine broke off; `placeId` may be another place. */
  'handover.resume': call<Record<string, never>>()(z.strictObject({ placeId: z.string().max(64) })),
  'handover.print': call<{ fileId: string; size: number; name: string }>()(z.strictObject({ id })),
  'organs.list': call<{ organs: OrganRow[] }>()(nothing),
  /** A merger: the old organ's books are closed, the successor's begin, mail to the old code is taken in until a day. */
  'organs.succeed': call<Record<string, never>>()(
    z.strictObject({
      organId: some(35),
      basis: some(300),
      acceptUntil: date,
      successor: z.strictObject({
        organId: some(35),
        name: some(200),
        parentName: line(200),
        place: line(50),
        abbreviation: some(20),
        leaderName: line(50),
        leaderPosition: line(100),
        connection: z.strictObject({ endpoint: line(300), systemId: line(100), secret: z.string().max(300) }).optional(),
      }),
    }),
  ),
  /** Takes the right to give numbers over: by the handover's file (its text, or the one that came with the backup). */
  'reconcile.claim': call<Record<string, never>>()(z.strictObject({ ticket: z.string().max(4_000).optional() })),
  /** Or by saying, on somebody's word, that the machine that held it is gone for good. */
  'reconcile.declare': call<Record<string, never>>()(z.strictObject({ reason: some(500), allowedBy: some(200) })),
} as const;
