/** Deadlines: the office's calendar, what runs against a clock, urgent arrivals without an owner, outages. */
import { z } from 'zod';
import type { AmendmentKind } from '../../domain/amendments.ts';
import type { DeadlineKind, DeadlineRules, DeadlineState } from '../../domain/deadlines.ts';
import type { LineState } from '../../domain/dispatch.ts';
import type { Priority } from '../../domain/edxml.ts';
import type { PetitionKind } from '../../domain/petitions.ts';
import type { NamedDay, SpecialDay, Stretch } from '../../domain/workCalendar.ts';
import { id, legalDateText, line } from '../bytes.ts';
import { call } from '../wire.ts';

export interface DeadlineRow {
  readonly kind: DeadlineKind;
  readonly side: 'incoming' | 'outgoing' | 'petition';
  readonly id: string;
  readonly organId: string;
  readonly code: string;
  readonly subject: string;
  /** Who the clock is about: the sender, the handler, the recipient; of a petition nobody. */
  readonly who: string;
  /** Of a petition: all that is said of it, beside its number (`code`); `subject` and `who` are empty. */
  readonly petition?: { readonly kind: PetitionKind; readonly receivedOn: string };
  /** What its sender asks, of `answer`. */
  readonly asks?: AmendmentKind;
  readonly priority: Priority;
  readonly start: number;
  readonly soon: number;
  readonly target: number;
  readonly latest: number;
  readonly state: DeadlineState;
  /** Minutes of work past the latest. */
  readonly lateMinutes: number;
  /** Who is to be told of it by the office's list. */
  readonly tell: readonly string[];
}
export interface UrgentRow {
  readonly id: string;
  readonly organId: string;
  readonly priority: Priority;
  readonly sender: string;
  readonly code: string;
  readonly subject: string;
  readonly arrivedAt: number;
}
export interface OutageView {
  readonly id: number;
  readonly from: number;
  /** Absent while it lasts. */
  readonly to?: number;
  readonly kinds: readonly LineState['kind'][];
  /** How often the program was started meanwhile: between two starts nothing was measured. */
  readonly restarts: number;
  /** Documents issued meanwhile, and those of them that are out by now. */
  readonly queued: number;
  readonly sent: number;
  /** Taken in by other ways than the axis. */
  readonly received: number;
}
export interface CalendarView {
  readonly year: number;
  readonly weekdays: readonly number[];
  readonly hours: readonly Stretch[];
  readonly days: readonly SpecialDay[];
  /** Of the shipped table: what it goes by for this year, absent where only the law and the lunar table are known. */
  readonly source?: string;
  readonly updated: string;
  /** Days the table is not sure of and nobody has decided. */
  readonly unsure: readonly NamedDay[];
}
const minute = z.number().int().min(0).max(1440);

export const deadlineCalls = {
  /** Gravest first; `total` counts all, `rows` holds at most 500. */
  'deadlines.list': call<{ rows: DeadlineRow[]; total: number; counts: Record<DeadlineState, number> }>()(z.strictObject({})),
  'deadlines.rules': call<DeadlineRules>()(z.strictObject({})),
  'deadlines.setRules': call<DeadlineRules>()(
    z.strictObject({
      urgentMinutes: z.tuple([z.number().int(), z.number().int(), z.number().int()]),
      remindDays: z.array(z.number().int()).max(5),
      silenceMinutes: z.number().int(),
      handCarryMinutes: z.number().int(),
      escalations: z.array(z.strictObject({ afterDays: z.number().int(), to: line(100) })).max(5),
      bannerFrom: z.union([z.literal(1), z.literal(2), z.literal(3)]),
    }),
  ),
  /** What is late or due with whom to tell, as a PDF kept in the store. */
  'deadlines.print': call<{ fileId: string; size: number; name: string }>()(z.strictObject({})),
  'calendar.year': call<CalendarView>()(z.strictObject({ year: z.number().int().min(2000).max(2100) })),
  'calendar.setDay': call<Record<string, never>>()(
    z.strictObject({ date: legalDateText, kind: z.enum(['off', 'work']), name: line(200).pipe(z.string().min(1)) }),
  ),
  'calendar.clearDay': call<Record<string, never>>()(z.strictObject({ date: legalDateText })),
  'calendar.setWeek': call<Record<string, never>>()(
    z.strictObject({ weekdays: z.array(z.number().int()).max(7), hours: z.array(z.strictObject({ from: minute, to: minute })).max(4) }),
  ),
  'urgent.list': call<{ rows: UrgentRow[] }>()(z.strictObject({})),
  'urgent.own': call<{ owned: boolean }>()(z.strictObject({ id, how: z.enum(['opened', 'told']), name: line(100) })),
  'outages.list': call<{ rows: OutageView[] }>()(z.strictObject({})),
  /** The confirmation of an outage's times and of what waited, as a PDF kept in the store. */
  'outages.print': call<{ fileId: string; size: number; name: string }>()(z.strictObject({ id: z.number().int().min(0) })),
} as const;
