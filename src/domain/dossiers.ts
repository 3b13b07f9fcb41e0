/**
 * Hồ sơ – the files of an office's work (Decree 30/2020, articles 28 to 31): their life, the fields that Annex VI gives
 * them and their lengths, when they are to be handed in. Pure.
 */
import type { IncomingState, OutgoingState } from './documents.ts';
import { fail, ok, type Result } from './errors.ts';
import type { LegalDate } from './time.ts';

/**
 * có trong danh mục → đang lập → đã kết thúc → đã nộp lưu trữ hiện hành; `dropped`: bỏ khỏi danh mục before anything lay
 * in it.
 */
export const DOSSIER_STATES = ['planned', 'open', 'closed', 'handed', 'dropped'] as const;
export type DossierState = (typeof DOSSIER_STATES)[number];
export type DossierAct = 'edit' | 'open' | 'put' | 'close' | 'reopen' | 'hand_over' | 'take_back' | 'drop';

const MOVES: Readonly<Record<DossierAct, { readonly from: readonly DossierState[]; readonly to?: DossierState }>> = {
  edit: { from: ['planned', 'open'] },
  open: { from: ['planned'], to: 'open' },
  // The first document opens it.
  put: { from: ['planned', 'open'], to: 'open' },
  close: { from: ['open'], to: 'closed' },
  reopen: { from: ['closed'], to: 'open' },
  hand_over: { from: ['closed'], to: 'handed' },
  take_back: { from: ['handed'], to: 'closed' },
  drop: { from: ['planned', 'open'], to: 'dropped' },
};
/** The state after an act, or `dossiers.act_not_allowed` with act and state. */
export function afterDossierAct(state: DossierState, act: DossierAct): Result<DossierState> {
  const { from, to } = MOVES[act];
  return from.includes(state) ? ok(to ?? state) : fail('dossiers.act_not_allowed', { act, state });
}
export const dossierActs = (state: DossierState): DossierAct[] =>
  (Object.keys(MOVES) as DossierAct[]).filter((act) => MOVES[act].from.includes(state));

/** Annex VI, part II.3: the input fields of a file, in their order, with their greatest length. */
export const DOSSIER_LENGTHS = {
  organId: 13,
  year: 4,
  notation: 20,
  title: 500,
  maintenance: 30,
  rights: 30,
  creator: 30,
  language: 50,
  description: 500,
} as const;
/** Documents in one file: the annex counts them with four digits. */
export const MOST_IN_DOSSIER = 9_999;
/** Files of one year's list. */
export const MOST_DOSSIERS = 3_000;

/** What offices write; the field takes any words. */
export const MAINTENANCE_TERMS = ['Vĩnh viễn', '70 năm', '50 năm', '20 năm', '15 năm', '10 năm', '05 năm', '02 năm'] as const;
export const RIGHTS_TERMS = ['Không hạn chế', 'Hạn chế'] as const;
export const LANGUAGES = ['Tiếng Việt', 'Tiếng Anh', 'Tiếng Pháp', 'Tiếng Trung', 'Song ngữ Việt – Anh'] as const;
export const USUAL_LANGUAGE = 'Tiếng Việt';

/** `05 năm`, `20 năm`: the number; nothing for words without one (vĩnh viễn). */
export function maintenanceYears(maintenance: string): number | undefined {
  const found = /(\d{1,3})\s*năm/iu.exec(maintenance);
  return found ? Number(found[1]) : undefined;
}

/** A year later, the same day; of a leap day the last of February. */
export function handInBy(closedOn: LegalDate): LegalDate {
  const [year = 0, month = 1, day = 1] = closedOn.split('-').map(Number);
  const last = new Date(Date.UTC(year + 1, month, 0)).getUTCDate();
  return `${year + 1}-${String(month).padStart(2, '0')}-${String(Math.min(day, last)).padStart(2, '0')}` as LegalDate;
}
/** From when the day of handing in is spoken of. */
export const HAND_IN_SOON_DAYS = 60;
export type HandInState = 'ahead' | 'soon' | 'late';
export function handInState(closedOn: LegalDate, today: LegalDate): HandInState {
  const by = handInBy(closedOn);
  if (today > by) return 'late';
  const left = (Date.parse(by) - Date.parse(today)) / 86_400_000;
  return left <= HAND_IN_SOON_DAYS ? 'soon' : 'ahead';
}

const INCOMING_REFUSED: Readonly<Partial<Record<IncomingState, string>>> = {
  arrived: 'dossiers.not_registered',
  returned: 'dossiers.not_ours',
  withdrawn: 'dossiers.not_ours',
  merged: 'dossiers.merged',
};
const OUTGOING_REFUSED: Readonly<Partial<Record<OutgoingState, string>>> = {
  draft: 'dossiers.not_numbered',
  leader_signed: 'dossiers.not_numbered',
  cancelled: 'dossiers.cancelled',
};
/** Why a document cannot be put into a file; nothing where it can. A recalled one stays what it was: its trace is kept. */
export const refusedIn = (list: 'incoming' | 'outgoing', state: IncomingState | OutgoingState): string | undefined =>
  list === 'incoming' ? INCOMING_REFUSED[state as IncomingState] : OUTGOING_REFUSED[state as OutgoingState];

/** Something is still to be done with a document, so that its file is not at its end. */
export const isUnfinished = (list: 'incoming' | 'outgoing', state: IncomingState | OutgoingState): boolean =>
  list === 'incoming' ? ['registered', 'assigned', 'in_progress'].includes(state) : ['numbered', 'agency_signed'].includes(state);

/** The next notation of a heading's row: `07.VP` after `06.VP`, `05-TH` after `04-TH`; nothing where the last says no number. */
export function nextNotation(last: string): string | undefined {
  const found = /\d+/.exec(last);
  if (!found) return undefined;
  const next = String(Number(found[0]) + 1).padStart(found[0].length, '0');
  const made = `${last.slice(0, found.index)}${next}${last.slice(found.index + found[0].length)}`;
  return made.length <= DOSSIER_LENGTHS.notation ? made : undefined;
}
/** Notations as a person orders them: `2.VP` before `10.VP`. */
export const byNotation = (a: string, b: string): number => a.localeCompare(b, 'vi', { numeric: true });
