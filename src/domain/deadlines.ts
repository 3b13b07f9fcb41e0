/**
 * Clocks of the law on the office's work, as pure rules: from when each runs, until when the thing should be done, and
 * when it is late. QĐ 28/2018, article 6 (sent the same day, at the latest the next working morning); NĐ 30/2020,
 * articles 4(2)c, 18(1), 21(2), 23 (registered, submitted and issued the same day, at the latest the next working day;
 * urgent at once; receipt told the same day). What the law leaves open is a setting.
 */
import type { Priority } from './edxml.ts';
import { fail, ok, type Result } from './errors.ts';
import { type Instant, type LegalDate, legalDateOf } from './time.ts';
import {
  addWorkingDays,
  addWorkingMinutes,
  dayOfWork,
  endOfDay,
  endOfMorning,
  nextWorkingDay,
  type WorkCalendar,
  workingMinutes,
} from './workCalendar.ts';

export const DEADLINE_KINDS = [
  'register',
  'answer',
  'submit',
  'handle',
  'issue',
  'receipt',
  'reply',
  'deliver',
  'petitionAccept',
  'petitionResolve',
] as const;
/**
 * `register`: arrived, not in the book yet; `answer`: its sender asks for it back, or updates or replaces it, and nobody has
 * answered; `submit`: in the book, without the leader's instruction; `handle`: given to
 * somebody with a due date; `issue`: signed by the leader, not issued; `receipt`: issued, no word from a recipient;
 * `reply`: our document asks for an answer by a date; `deliver`: to be there before a given hour; `petitionAccept`,
 * `petitionResolve`: the step of a petition that runs, by the day that its law counts to.
 */
export type DeadlineKind = (typeof DEADLINE_KINDS)[number];
/** In rising gravity: `ahead` nothing to do yet, `soon` its time comes, `due` should be done by now, `late` past the latest. */
export const DEADLINE_STATES = ['ahead', 'soon', 'due', 'late'] as const;
export type DeadlineState = (typeof DEADLINE_STATES)[number];

export interface DeadlineRules {
  /** Minutes by the clock in which an urgent document moves on: khẩn, thượng khẩn, hỏa tốc. */
  readonly urgentMinutes: readonly [number, number, number];
  /** Working days before a due date when it is spoken of, most first. */
  readonly remindDays: readonly number[];
  /** Minutes of work after the day of sending until a recipient's silence is late; the law says the same day: 0. */
  readonly silenceMinutes: number;
  /** Minutes before a promised hour when it is said that it has to be carried by hand. */
  readonly handCarryMinutes: number;
  /** Who is to be told once something is so many working days late; in rising order. */
  readonly escalations: readonly { readonly afterDays: number; readonly to: string }[];
  /** From which urgency on an arrival stands over everything until somebody owns it. */
  readonly bannerFrom: 1 | 2 | 3;
}
export const DEFAULT_RULES: DeadlineRules = {
  urgentMinutes: [120, 60, 30],
  remindDays: [3, 1],
  silenceMinutes: 0,
  handCarryMinutes: 60,
  escalations: [
    { afterDays: 1, to: 'Chánh Văn phòng' },
    { afterDays: 3, to: 'Chủ tịch' },
  ],
  bannerFrom: 3,
};

export interface Clock {
  readonly kind: DeadlineKind;
  readonly priority: Priority;
  /** When it began to run. */
  readonly start: Instant;
  /** `handle`, `reply`, and the petitions' steps. */
  readonly dueDate?: LegalDate;
  /** `deliver`. */
  readonly before?: Instant;
}
export interface Deadline {
  /** From when it is spoken of. */
  readonly soon: Instant;
  /** When it should be done. */
  readonly target: Instant;
  /** The latest by law or instruction; late after it. */
  readonly latest: Instant;
}

/** When a thing is to be done by. */
export function deadlineOf(clock: Clock, calendar: WorkCalendar, rules: DeadlineRules): Deadline {
  const { kind, priority, start } = clock;
  if (kind === 'deliver') {
    const latest = clock.before ?? start;
    return { soon: latest - rules.handCarryMinutes * 60_000, target: latest, latest };
  }
  const byDay = kind === 'handle' || kind === 'reply' || kind === 'petitionAccept' || kind === 'petitionResolve';
  if (byDay && clock.dueDate !== undefined) {
    const latest = endOfDay(calendar, clock.dueDate);
    const first = Math.max(0, ...rules.remindDays);
    const target = endOfDay(calendar, addWorkingDays(calendar, clock.dueDate, -1));
    return { soon: Math.min(endOfDay(calendar, addWorkingDays(calendar, clock.dueDate, -first - 1)), target), target, latest };
  }
  if (priority > 0) {
    // At once means by the clock, not by the hours of work.
    const latest = start + (rules.urgentMinutes[Math.min(priority, 3) - 1] ?? 0) * 60_000;
    return { soon: start, target: start, latest };
  }
  const day = dayOfWork(calendar, start);
  const sameDay = endOfDay(calendar, day);
  const next = nextWorkingDay(calendar, day);
  if (kind === 'receipt') {
    const latest = rules.silenceMinutes === 0 ? sameDay : addWorkingMinutes(calendar, sameDay, rules.silenceMinutes);
    return { soon: sameDay, target: sameDay, latest };
  }
  return { soon: start, target: sameDay, latest: kind === 'issue' ? endOfMorning(calendar, next) : endOfDay(calendar, next) };
}

export function stateOf(deadline: Deadline, now: Instant): DeadlineState {
  if (now > deadline.latest) return 'late';
  if (now >= deadline.target) return 'due';
  return now >= deadline.soon ? 'soon' : 'ahead';
}

/** Minutes of work past the latest; 0 where it is not late. */
export const lateBy = (deadline: Deadline, now: Instant, calendar: WorkCalendar): number =>
  now > deadline.latest ? workingMinutes(calendar, deadline.latest, now) : 0;

/** Who is to be told by now, in the order of the list. */
export function toBeTold(deadline: Deadline, now: Instant, calendar: WorkCalendar, rules: DeadlineRules): string[] {
  if (now <= deadline.latest) return [];
  const since = legalDateOf(deadline.latest);
  return rules.escalations
    .filter(({ afterDays }) => now >= endOfDay(calendar, addWorkingDays(calendar, since, afterDays)) - dayLength(calendar))
    .map(({ to }) => to);
}
/** An escalation after one day is told in the morning of that day, not at its end. */
const dayLength = (calendar: WorkCalendar): number => (Math.max(...calendar.hours.map((h) => h.to)) - calendar.hours[0].from) * 60_000;

/** Gravest first, then the more urgent, then the earlier. */
export const byNeed = (
  a: { readonly state: DeadlineState; readonly priority: number; readonly latest: number },
  b: { readonly state: DeadlineState; readonly priority: number; readonly latest: number },
): number =>
  Number(b.priority > 0 && b.state !== 'ahead') * b.priority - Number(a.priority > 0 && a.state !== 'ahead') * a.priority ||
  DEADLINE_STATES.indexOf(b.state) - DEADLINE_STATES.indexOf(a.state) ||
  a.latest - b.latest;

/** Rules as typed by the administrator: in range and in order, or the first field that is not. */
export function checkedRules(rules: DeadlineRules): Result<DeadlineRules> {
  const bad = (field: string): Result<DeadlineRules> => fail('deadlines.rule_out_of_range', { field });
  const within = (n: number, min: number, max: number): boolean => Number.isInteger(n) && n >= min && n <= max;
  if (rules.urgentMinutes.some((n) => !within(n, 1, 1440))) return bad('urgentMinutes');
  if (rules.remindDays.length > 5 || rules.remindDays.some((n) => !within(n, 1, 60))) return bad('remindDays');
  if (!within(rules.silenceMinutes, 0, 60 * 80)) return bad('silenceMinutes');
  if (!within(rules.handCarryMinutes, 5, 60 * 24)) return bad('handCarryMinutes');
  if (rules.escalations.length > 5 || rules.escalations.some((e) => !within(e.afterDays, 0, 60) || e.to.trim() === ''))
    return bad('escalations');
  return ok({
    ...rules,
    remindDays: [...new Set(rules.remindDays)].sort((a, b) => b - a),
    escalations: [...rules.escalations].sort((a, b) => a.afterDays - b.afterDays),
  });
}
