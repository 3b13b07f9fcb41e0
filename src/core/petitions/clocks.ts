/** The legal clocks of petitions: the office's days, and what runs now for a person. Numbers, kinds and days, never who petitions. */
import { Failure } from '../../domain/errors.ts';
import type { DayOffRule, PetitionClock, PetitionKind, PetitionState } from '../../domain/petitions.ts';
import { clocksFault, DEFAULT_CLOCKS, PETITION_KIND_NAMES, petitionDue } from '../../domain/petitions.ts';
import type { Instant, LegalDate } from '../../domain/time.ts';
import type { WorkCalendar } from '../../domain/workCalendar.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';

const CLOCKS = 'petitions.clocks';
export const petitionClocks = (store: Store): readonly PetitionClock[] => {
  const text = store.setting(CLOCKS);
  const own = text === undefined ? [] : (JSON.parse(text) as PetitionClock[]);
  return DEFAULT_CLOCKS.map((clock) => own.find((one) => one.kind === clock.kind) ?? clock);
};
const DAY_OFF = 'petitions.day_off';
export const petitionDayOff = (store: Store): DayOffRule => (store.setting(DAY_OFF) === 'next' ? 'next' : 'keep');
const daysText = ({ kind, accept, resolve }: PetitionClock): string =>
  `${kind} ${accept.days} ${accept.unit}, ${resolve.days}/${resolve.complexDays}+${resolve.extendDays} ${resolve.unit}`;
/** The audit line says what each changed kind had and has. @throws Failure `petitions.clocks_wrong` with the kind, and nothing changed */
export function setPetitionClocks(
  store: Store,
  actor: Actor,
  clocks: readonly PetitionClock[],
  dayOff: DayOffRule = petitionDayOff(store),
): void {
  const wrong = clocksFault(clocks);
  if (wrong) throw new Failure('petitions.clocks_wrong', { kind: PETITION_KIND_NAMES[wrong] });
  store.tx(() => {
    const [before, rule] = [petitionClocks(store), petitionDayOff(store)];
    store.setSetting(CLOCKS, JSON.stringify(clocks));
    const changed = petitionClocks(store).flatMap((clock) => {
      const old = before.find((one) => one.kind === clock.kind);
      return old && JSON.stringify(old) !== JSON.stringify(clock) ? [`${daysText(old)} → ${daysText(clock)} (${clock.basis})`] : [];
    });
    store.setSetting(DAY_OFF, dayOff);
    if (dayOff !== rule) changed.push(`day off ${rule} → ${dayOff}`);
    record(store, actor, 'petitions.clocks', 'setting', changed.join('; ') || 'ok');
  }, 'petitions:clocks');
}

export interface RunningClock {
  readonly id: string;
  readonly organId: string;
  readonly number: number;
  readonly kind: PetitionKind;
  readonly receivedOn: LegalDate;
  readonly start: Instant;
  readonly step: 'accept' | 'resolve';
  readonly dueOn: LegalDate;
}
/**
 * Open petitions of whom the actor is named for; of a case whose named persons all left, the leader's, who may name
 * another. For tests too: what is asked of the store.
 */
export const RUNNING = `SELECT p.id, p.organ_id AS organId, p.number, p.kind, p.state, p.received_on AS receivedOn, p.accepted_on AS acceptedOn, p.complex, p.extended, p.at AS start
  FROM petition p INDEXED BY petition_open
  WHERE p.state IN ('received', 'accepted') AND (
    EXISTS (SELECT 1 FROM petition_reader r WHERE r.petition_id = p.id AND r.person_id = $person AND r.ended_at IS NULL)
    OR ($leader = 1 AND NOT EXISTS (SELECT 1 FROM petition_reader r JOIN person w ON w.id = r.person_id
          WHERE r.petition_id = p.id AND r.ended_at IS NULL AND w.ended_at IS NULL)))
  ORDER BY p.seq LIMIT 2000`;

export function runningClocks(store: Store, actor: Actor, calendar: WorkCalendar): RunningClock[] {
  if (actor.personId === undefined) return [];
  const rows = store.db.prepare(RUNNING).all({ person: actor.personId, leader: actor.roles.includes('leader') ? 1 : 0 }) as {
    id: string;
    organId: string;
    number: number;
    kind: PetitionKind;
    state: PetitionState;
    receivedOn: LegalDate;
    acceptedOn: LegalDate | null;
    complex: number;
    extended: number;
    start: Instant;
  }[];
  const [clocks, dayOff] = [petitionClocks(store), petitionDayOff(store)];
  return rows.flatMap(({ state, acceptedOn, complex, extended, ...row }) => {
    if (actor.organs !== undefined && !actor.organs.includes(row.organId)) return [];
    const due = petitionDue(
      { kind: row.kind, state, receivedOn: row.receivedOn, complex: complex === 1, extended, ...(acceptedOn ? { acceptedOn } : {}) },
      clocks,
      calendar,
      dayOff,
    );
    return due ? [{ ...row, step: due.step, dueOn: due.on }] : [];
  });
}
