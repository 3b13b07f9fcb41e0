/**
 * Scripted days for trainees: what the other offices send and how they behave, step after step. A day is data; the
 * world plays it once and goes back to its quiet ways.
 */
import type { TrainingDay } from '../contract/training/index.ts';
import type { Business, ResponseFor } from '../domain/edxml.ts';
import { conventionalDocumentId } from '../domain/edxml.ts';
import { organId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import { type Plan, planDocuments } from './documents.ts';

/** What comes with a step: a plain document, one the trainee must look at twice, or word about an earlier one. */
export type StepKind =
  | 'document'
  /** Calls itself a PDF and is none. */
  | 'poison'
  /** Written to another office, delivered here. */
  | 'misdirected'
  /** The same document in a second package. */
  | 'again'
  /** Types 1 to 3 about the document of step `about`, and the status by which it is asked back. */
  | 'revoke'
  | 'update'
  | 'replace'
  | 'take_back';
export interface Step {
  readonly kind: StepKind;
  /** Milliseconds after the day began. */
  readonly at: number;
  readonly plan: Plan;
  /** Of an earlier step. */
  readonly about?: Plan;
}
/** How an office answers while the day lasts. */
export interface Behaviour {
  /** Its delays times this. */
  readonly slower: number;
  /** One document in so many is refused with status 02; 0 = none. */
  readonly refusesOneIn: number;
  /** One document in so many is asked back about with a letter; 0 = none. */
  readonly asksOneIn: number;
}
export const QUIET: Behaviour = { slower: 1, refusesOneIn: 0, asksOneIn: 0 };
interface Day {
  readonly steps: (now: Instant) => readonly Step[];
  /** The line is cut until the trainee joins it again. */
  readonly cutsLine: boolean;
  /** Of the department, of the neighbour. */
  readonly behaviours: readonly [Behaviour, Behaviour];
}

const MINUTE = 60_000;
/** Numbers of a day begin beyond those of the first documents, so that no code is given twice. */
const NUMBERS_FROM = { busy_day: 3000, three_days_down: 5000 } as const;
const plansOf = (day: TrainingDay, count: number, now: Instant): readonly Plan[] =>
  planDocuments(count, now).map((plan, i) => ({ ...plan, number: String(NUMBERS_FROM[day] + (Math.floor(now / MINUTE) % 1000) * 2 + i) }));

const EVENTS: readonly { readonly after: number; readonly kind: Exclude<StepKind, 'document'>; readonly about: number }[] = [
  { after: 5, kind: 'again', about: 2 },
  { after: 9, kind: 'take_back', about: 8 },
  { after: 14, kind: 'poison', about: 0 },
  { after: 18, kind: 'replace', about: 3 },
  { after: 22, kind: 'misdirected', about: 0 },
  { after: 26, kind: 'update', about: 4 },
  { after: 30, kind: 'revoke', about: 6 },
];
const BUSY_DOCUMENTS = 40;
const BUSY_EVERY_MS = 9_000;
const DOWN_DOCUMENTS = 60;

/** Forty documents in six minutes, among them everything that a clerk meets in a bad week. */
function busyDay(now: Instant): readonly Step[] {
  const plans = plansOf('busy_day', BUSY_DOCUMENTS + EVENTS.length, now);
  const documents = plans.slice(0, BUSY_DOCUMENTS);
  const steps = documents.map((plan, i): Step => ({ kind: 'document', at: i * BUSY_EVERY_MS, plan }));
  const events = EVENTS.flatMap(({ after, kind, about }, i): Step[] => {
    const plan = plans[BUSY_DOCUMENTS + i];
    const earlier = documents[about];
    if (plan === undefined || earlier === undefined) return [];
    const at = after * BUSY_EVERY_MS + BUSY_EVERY_MS / 2;
    const fresh = kind === 'poison' || kind === 'misdirected';
    // Word about a document comes from the office that sent it.
    return [
      {
        kind,
        at,
        plan: fresh ? plan : { ...plan, office: earlier.office, notation: earlier.notation },
        ...(fresh ? {} : { about: earlier }),
      },
    ];
  });
  return [...steps, ...events].sort((a, b) => a.at - b.at);
}

export const DAYS: Readonly<Record<TrainingDay, Day>> = {
  busy_day: {
    steps: busyDay,
    cutsLine: false,
    behaviours: [
      { slower: 3, refusesOneIn: 0, asksOneIn: 3 },
      { slower: 0.2, refusesOneIn: 2, asksOneIn: 0 },
    ],
  },
  three_days_down: {
    steps: (now) => plansOf('three_days_down', DOWN_DOCUMENTS, now).map((plan) => ({ kind: 'document', at: 0, plan })),
    cutsLine: true,
    behaviours: [QUIET, QUIET],
  },
};

const idOf = (plan: Plan) => conventionalDocumentId(organId(plan.office.organId), plan.date, plan.number, plan.notation);
/** How a message of types 1 to 3 names the document it is about (`BussinessDocType` in the edXML of the axis). */
export function businessOf(
  step: Step,
  here: string,
): { readonly business: Omit<Business, 'staffInfo'>; readonly about: readonly ResponseFor[] } {
  const plain = { paper: false, replacements: [] };
  if (step.about === undefined || step.kind === 'again')
    return { business: { ...plain, type: 0, reason: 'Văn bản điện tử mới' }, about: [] };
  const documentId = idOf(step.about);
  const about: ResponseFor = {
    organId: organId(step.about.office.organId),
    code: `${step.about.number}/${step.about.notation}`,
    documentId,
    promulgationDate: step.about.date,
  };
  if (step.kind === 'revoke') return { business: { ...plain, type: 1, reason: 'Thu hồi văn bản điện tử' }, about: [about] };
  if (step.kind === 'update')
    return {
      business: {
        ...plain,
        type: 2,
        reason: 'Cập nhật văn bản điện tử',
        documentId,
        documentInfo: { documentInfo: true, documentReceiver: false, receivers: [] },
      },
      about: [],
    };
  return {
    business: { paper: false, type: 3, reason: 'Văn bản thay thế', replacements: [{ documentId, organIds: [organId(here)] }] },
    about: [],
  };
}
export const documentIdOf = idOf;

/** The same choice for the same document at every look and start. */
export function oneIn(n: number, documentId: string): boolean {
  if (n <= 0) return false;
  let sum = 0;
  for (const char of documentId) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 1_000_003;
  return sum % n === 0;
}
