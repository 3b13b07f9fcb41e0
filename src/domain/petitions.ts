/**
 * Petitions of citizens (đơn thư): kinds, states, what may be done with one, the clocks of the law as data, whether two are
 * one (same person, same matter). Pure. The days come from the laws named beside each; an office changes them where its
 * rules differ (record keeping, 3).
 */
import { fail, ok, type Result } from './errors.ts';
import { foldVietnamese } from './secrecy.ts';
import type { LegalDate } from './time.ts';
import { addDays, addWorkingDays, isWorkingDay, nextWorkingDay, type WorkCalendar } from './workCalendar.ts';

/** Khiếu nại, tố cáo, kiến nghị, phản ánh, and what is none of them. */
export const PETITION_KINDS = ['complaint', 'denunciation', 'proposal', 'reflection', 'other'] as const;
export type PetitionKind = (typeof PETITION_KINDS)[number];
/** As the book and the lists on paper say it. */
export const PETITION_KIND_NAMES: Readonly<Record<PetitionKind, string>> = {
  complaint: 'Khiếu nại',
  denunciation: 'Tố cáo',
  proposal: 'Kiến nghị',
  reflection: 'Phản ánh',
  other: 'Đơn khác',
};

/** đã vào sổ → đã thụ lý → đã giải quyết; or chuyển, trả lại, hướng dẫn, lưu, không thụ lý, gộp, rút đơn. */
export const PETITION_STATES = [
  'received',
  'accepted',
  'resolved',
  'transferred',
  'returned',
  'guided',
  'kept',
  'refused',
  'joined',
  'withdrawn',
] as const;
export type PetitionState = (typeof PETITION_STATES)[number];
export const PETITION_ACTS = ['accept', 'refuse', 'transfer', 'return', 'guide', 'keep', 'join', 'extend', 'resolve', 'withdraw'] as const;
export type PetitionAct = (typeof PETITION_ACTS)[number];

const MOVES: Readonly<Record<PetitionAct, { readonly from: readonly PetitionState[]; readonly to: PetitionState }>> = {
  accept: { from: ['received'], to: 'accepted' },
  refuse: { from: ['received'], to: 'refused' },
  transfer: { from: ['received', 'accepted'], to: 'transferred' },
  return: { from: ['received'], to: 'returned' },
  guide: { from: ['received'], to: 'guided' },
  keep: { from: ['received'], to: 'kept' },
  join: { from: ['received'], to: 'joined' },
  extend: { from: ['accepted'], to: 'accepted' },
  resolve: { from: ['received', 'accepted'], to: 'resolved' },
  withdraw: { from: ['received', 'accepted'], to: 'withdrawn' },
};
export function afterPetitionAct(state: PetitionState, act: PetitionAct): Result<PetitionState> {
  const move = MOVES[act];
  return move.from.includes(state) ? ok(move.to) : fail('petitions.act_not_allowed');
}
export const petitionActs = (state: PetitionState): PetitionAct[] => PETITION_ACTS.filter((act) => MOVES[act].from.includes(state));
export const isOpen = (state: PetitionState): boolean => state === 'received' || state === 'accepted';

/** What is written to the petitioner, to another office, or to the leader who decides. */
export const PETITION_FORMS = [
  'receipt',
  'propose',
  'accept',
  'refuse',
  'transfer',
  'guide',
  'return',
  'extend',
  'stop',
  'result',
] as const;
export type PetitionForm = (typeof PETITION_FORMS)[number];
/**
 * Letters that leave for another office, or for a desk inside, say who petitions only where that is wanted: of a denunciation
 * name and address are kept secret (Luật Tố cáo 2018, điều 56).
 */
export const UNNAMED_FORMS: readonly PetitionForm[] = ['transfer', 'propose'];
export const namesByDefault = (kind: PetitionKind, form: PetitionForm): boolean =>
  !(UNNAMED_FORMS.includes(form) && kind === 'denunciation');

/** Days of one step; counted from the day it was received, or accepted. */
export interface PetitionClock {
  readonly kind: PetitionKind;
  readonly accept: { readonly days: number; readonly unit: 'working' | 'calendar' };
  readonly resolve: {
    readonly days: number;
    readonly complexDays: number;
    readonly unit: 'working' | 'calendar';
    readonly extendDays: number;
  };
  /** Law and article. */
  readonly basis: string;
}
export const DEFAULT_CLOCKS: readonly PetitionClock[] = [
  {
    kind: 'complaint',
    accept: { days: 10, unit: 'calendar' },
    resolve: { days: 30, complexDays: 45, unit: 'calendar', extendDays: 15 },
    basis: 'Luật Khiếu nại 2011, Điều 27, Điều 28',
  },
  {
    kind: 'denunciation',
    accept: { days: 7, unit: 'working' },
    resolve: { days: 30, complexDays: 60, unit: 'calendar', extendDays: 30 },
    basis: 'Luật Tố cáo 2018, Điều 24, Điều 30',
  },
  {
    kind: 'proposal',
    accept: { days: 10, unit: 'working' },
    resolve: { days: 30, complexDays: 45, unit: 'calendar', extendDays: 15 },
    basis: 'Luật Tiếp công dân 2013, Điều 28; quy định của cơ quan',
  },
  {
    kind: 'reflection',
    accept: { days: 10, unit: 'working' },
    resolve: { days: 30, complexDays: 45, unit: 'calendar', extendDays: 15 },
    basis: 'Luật Tiếp công dân 2013, Điều 28; quy định của cơ quan',
  },
  {
    kind: 'other',
    accept: { days: 10, unit: 'working' },
    resolve: { days: 30, complexDays: 45, unit: 'calendar', extendDays: 15 },
    basis: 'Quy định của cơ quan',
  },
];

/** Kinds for which the law leaves days open or nobody proved them: shown as unsure until the office wrote its own. */
export const UNSURE_CLOCKS: readonly PetitionKind[] = ['proposal', 'reflection', 'other'];
/** The first kind whose days cannot be: twice in the list, fewer days for a complex case, or nothing to go by. */
export function clocksFault(clocks: readonly PetitionClock[]): PetitionKind | undefined {
  return clocks.find(
    ({ kind, resolve, basis }, i) =>
      resolve.complexDays < resolve.days || basis.trim() === '' || clocks.findIndex((one) => one.kind === kind) !== i,
  )?.kind;
}

export interface RunningPetition {
  readonly kind: PetitionKind;
  readonly state: PetitionState;
  readonly receivedOn: LegalDate;
  readonly acceptedOn?: LegalDate;
  readonly complex: boolean;
  /** How often it was extended. */
  readonly extended: number;
}
/**
 * Where the last day falls on a day off: `keep` ends there, `next` on the working day behind it (Civil Code 2015, article 148,
 * item 5). Whether that rule holds for petitions nobody proved; kept by default, for who keeps the earlier day is never late.
 */
export const DAY_OFF_RULES = ['keep', 'next'] as const;
export type DayOffRule = (typeof DAY_OFF_RULES)[number];
export interface PetitionDue {
  readonly step: 'accept' | 'resolve';
  readonly on: LegalDate;
  /** The day as counted, where it is a day off: it is kept, or `on` is the working day behind it. */
  readonly dayOff?: LegalDate;
}
/** Last day of the step that runs now; nothing for one that ended. */
export function petitionDue(
  petition: RunningPetition,
  clocks: readonly PetitionClock[],
  calendar: WorkCalendar,
  dayOff: DayOffRule = 'keep',
): PetitionDue | undefined {
  const clock = clocks.find((one) => one.kind === petition.kind) ?? DEFAULT_CLOCKS.find((one) => one.kind === petition.kind);
  if (!clock || !isOpen(petition.state)) return undefined;
  const count = (from: LegalDate, days: number, unit: 'working' | 'calendar'): LegalDate =>
    unit === 'working' ? addWorkingDays(calendar, from, days) : addDays(from, days);
  const due = (step: PetitionDue['step'], counted: LegalDate): PetitionDue => {
    if (isWorkingDay(calendar, counted)) return { step, on: counted };
    return { step, on: dayOff === 'next' ? nextWorkingDay(calendar, counted) : counted, dayOff: counted };
  };
  if (petition.state === 'received' || petition.acceptedOn === undefined)
    return due('accept', count(petition.receivedOn, clock.accept.days, clock.accept.unit));
  const { days, complexDays, unit, extendDays } = clock.resolve;
  return due('resolve', count(petition.acceptedOn, (petition.complex ? complexDays : days) + petition.extended * extendDays, unit));
}

const squashed = (text: string): string =>
  foldVietnamese(text)
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
const wordsOf = (text: string): Set<string> =>
  new Set(
    squashed(text)
      .split(' ')
      .filter((word) => word.length > 1),
  );
/** A name as it is compared: without marks, capitals and what a person is addressed by. */
export const personKey = (name: string): string => squashed(name).replace(/^(?:(?:ong|ba|anh|chi|co|chu|bac) )+(?=\S+ \S)/, '');
/** The same person, and a matter that says much the same: by folded name, address and words. */
export function samePetition(
  a: { readonly name: string; readonly address: string; readonly matter: string },
  b: { readonly name: string; readonly address: string; readonly matter: string },
): 'same' | 'person' | undefined {
  const [nameA, nameB] = [personKey(a.name), personKey(b.name)];
  if (nameA === '' || nameB === '' || nameA !== nameB) return undefined;
  const [addressA, addressB] = [squashed(a.address), squashed(b.address)];
  const near = addressA === '' || addressB === '' || addressA === addressB || addressA.includes(addressB) || addressB.includes(addressA);
  const [x, y] = [wordsOf(a.matter), wordsOf(b.matter)];
  const smaller = Math.min(x.size, y.size);
  let both = 0;
  for (const word of x) if (y.has(word)) both++;
  const matter = smaller > 0 && both / smaller >= 0.5;
  return matter && near ? 'same' : near ? 'person' : undefined;
}
