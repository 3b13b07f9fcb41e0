/**
 * Meetings of invitations (record keeping, 3: "invitations carry hour and place"): read from the document with care,
 * confirmed by a person, one list a week with what clashes. It promises: nothing stands in the list that no person
 * confirmed, and every change of it is in the history of its document.
 */
import type { MeetingFacts, MeetingProposal, MeetingRow } from '../../contract/page/deskWork.ts';
import { Failure } from '../../domain/errors.ts';
import type { RecordId } from '../../domain/ids.ts';
import { clashesOf, hourText, readMeeting } from '../../domain/meetings.ts';
import { type LegalDate, legalDate, legalDateOf, screenDate } from '../../domain/time.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { addHistory } from '../documents/history.ts';
import { textOfDocument } from '../search/fileText.ts';
import type { Store } from '../store/types.ts';

export { printWeek } from './print.ts';

type Side = 'incoming' | 'outgoing';
const DAY_MS = 86_400_000;
const ZONE_MS = 7 * 3_600_000;
/** UTC instant of a minute of a legal date. */
const instantOf = (date: string, minute: number): number => Date.parse(`${date}T00:00:00Z`) - ZONE_MS + minute * 60_000;
const isNear = (date: string, from: number, now: number): boolean => {
  const at = instantOf(date, from);
  return at > now - 3_600_000 && at < now + DAY_MS;
};

interface Subject {
  type_name: string;
  subject: string;
  content: string | null;
  date: string | null;
}
export function proposeMeeting(store: Store, side: Side, id: string): MeetingProposal | undefined {
  const row = store.db.prepare<[string], Subject>(`SELECT type_name, subject, content, date FROM ${side} WHERE id = ?`).get(id);
  if (!row) throw new Failure('documents.not_found');
  const issued = (row.date ? legalDate(row.date) : undefined) ?? legalDateOf(store.now());
  const read = readMeeting(row.type_name, row.subject, row.content ?? '', textOfDocument(store, side, id), issued);
  if (!read) return undefined;
  return { ...read, near: read.date !== undefined && isNear(read.date, read.from ?? 480, store.now()) };
}

interface Row {
  readonly id: RecordId;
  readonly organ_id: string;
  readonly incoming_id: RecordId | null;
  readonly outgoing_id: RecordId | null;
  readonly title: string;
  readonly date: string;
  readonly from_minute: number;
  readonly to_minute: number | null;
  readonly place: string;
  readonly chair: string;
  readonly attendees: string;
  readonly note: string;
  readonly cancelled_at: number | null;
  readonly by_name: string;
  readonly code: string | null;
}
const READ = `SELECT m.*, coalesce((SELECT trim(i.number || '/' || i.notation, '/') FROM incoming i WHERE i.id = m.incoming_id),
  (SELECT o.code FROM outgoing o WHERE o.id = m.outgoing_id), '') AS code FROM meeting m`;

export interface NewMeeting extends MeetingFacts {
  readonly id?: string;
  readonly organId: string;
  readonly incomingId?: string;
  readonly outgoingId?: string;
}
/** @throws Failure `meetings.no_such_day`, `meetings.end_before_begin`, `documents.not_found` */
export function saveMeeting(store: Store, actor: Actor, given: NewMeeting): RecordId {
  if (!legalDate(given.date)) throw new Failure('meetings.no_such_day');
  if (given.from > 1439 || (given.to !== undefined && given.to <= given.from)) throw new Failure('meetings.end_before_begin');
  return store.tx(() => {
    const before = given.id === undefined ? undefined : byId(store, given.id);
    const [incomingId, outgoingId] = before
      ? [before.incoming_id ?? undefined, before.outgoing_id ?? undefined]
      : [given.incomingId as RecordId | undefined, given.outgoingId as RecordId | undefined];
    const organ = before?.organ_id ?? organOf(store, incomingId, outgoingId) ?? given.organId;
    const id = before?.id ?? store.newId();
    const values = [
      given.title,
      given.date,
      given.from,
      given.to ?? null,
      given.place,
      given.chair,
      JSON.stringify(given.attendees),
      given.note,
    ] as const;
    if (before)
      store.db
        .prepare(
          `UPDATE meeting SET title = ?, date = ?, from_minute = ?, to_minute = ?, place = ?, chair = ?, attendees = ?, note = ?, at = ?, person_id = ?, by_name = ? WHERE id = ?`,
        )
        .run(...values, store.now(), actor.personId ?? null, actor.name, id);
    else
      store.db
        .prepare(
          `INSERT INTO meeting (title, date, from_minute, to_minute, place, chair, attendees, note, id, organ_id, incoming_id, outgoing_id, at, person_id, by_name, seq)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          ...values,
          id,
          organ,
          incomingId ?? null,
          outgoingId ?? null,
          store.now(),
          actor.personId ?? null,
          actor.name,
          store.nextSeq(),
        );
    tell(store, actor, { incomingId, outgoingId }, before ? 'meeting_changed' : 'meeting', {
      when: `${hourText(given.from)} ngày ${screenDate(given.date as LegalDate)}`,
      place: given.place,
    });
    record(store, actor, before ? 'meeting.change' : 'meeting.save', id, 'ok');
    return id;
  }, 'meeting:save');
}

function organOf(store: Store, incomingId: string | undefined, outgoingId: string | undefined): string | undefined {
  if (incomingId === undefined && outgoingId === undefined) return undefined;
  const [table, id] = incomingId === undefined ? ['outgoing', outgoingId] : ['incoming', incomingId];
  const organ = store.db.prepare<[string | undefined], string>(`SELECT organ_id FROM ${table} WHERE id = ?`).pluck().get(id);
  if (organ === undefined) throw new Failure('documents.not_found');
  return organ;
}

/** Called off, or (again) held. @throws Failure `documents.not_found` */
export function cancelMeeting(store: Store, actor: Actor, id: string, cancelled: boolean): void {
  store.tx(() => {
    const row = byId(store, id);
    store.db.prepare('UPDATE meeting SET cancelled_at = ? WHERE id = ?').run(cancelled ? store.now() : null, id);
    const of = { incomingId: row.incoming_id ?? undefined, outgoingId: row.outgoing_id ?? undefined };
    tell(store, actor, of, cancelled ? 'meeting_cancelled' : 'meeting_restored', { when: screenDate(row.date as LegalDate) });
    record(store, actor, cancelled ? 'meeting.cancel' : 'meeting.restore', id, 'ok');
  }, 'meeting:cancel');
}

function tell(
  store: Store,
  actor: Actor,
  of: { readonly incomingId: RecordId | undefined; readonly outgoingId: RecordId | undefined },
  act: string,
  params: Record<string, string>,
): void {
  if (of.incomingId !== undefined) addHistory(store, actor, { incomingId: of.incomingId, act: `incoming.${act}`, params });
  else if (of.outgoingId !== undefined) addHistory(store, actor, { outgoingId: of.outgoingId, act: `outgoing.${act}`, params });
}
function byId(store: Store, id: string): Row {
  const row = store.db.prepare<[string], Row>(`${READ} WHERE m.id = ?`).get(id);
  if (!row) throw new Failure('documents.not_found');
  return row;
}

export function meetingsOf(store: Store, side: Side, id: string): MeetingRow[] {
  const rows = store.db.prepare<[string], Row>(`${READ} WHERE m.${side}_id = ? ORDER BY m.date, m.from_minute`).all(id);
  return rows.map((row) => {
    const same = held(store, row.date, row.date, [row.organ_id]);
    return shown(store, row, clashesOf(same.map(factsOf)));
  });
}
const MOST = 500;
function held(store: Store, from: string, to: string, organs: readonly string[] | undefined): Row[] {
  const own = organs === undefined ? '' : `AND m.organ_id IN (${organs.map(() => '?').join(', ')})`;
  return store.db
    .prepare<unknown[], Row>(
      `${READ} WHERE m.date BETWEEN ? AND ? AND m.cancelled_at IS NULL ${own} ORDER BY m.date, m.from_minute, m.seq LIMIT ${MOST}`,
    )
    .all(from, to, ...(organs ?? []));
}
/** Of these days, with what clashes among them. */
export function listMeetings(store: Store, from: string, days: number, organs?: readonly string[]): MeetingRow[] {
  const last = new Date(Date.parse(`${from}T00:00:00Z`) + (days - 1) * DAY_MS).toISOString().slice(0, 10);
  const rows = held(store, from, last, organs);
  const clashes = clashesOf(rows.map(factsOf));
  return rows.map((row) => shown(store, row, clashes));
}

const factsOf = (row: Row) => ({
  id: row.id,
  title: row.title,
  date: row.date,
  from: row.from_minute,
  place: row.place,
  chair: row.chair,
  attendees: JSON.parse(row.attendees) as string[],
  note: row.note,
  ...(row.to_minute === null ? {} : { to: row.to_minute }),
});
function shown(store: Store, row: Row, clashes: ReturnType<typeof clashesOf>): MeetingRow {
  return {
    ...factsOf(row),
    code: row.code ?? '',
    by: row.by_name,
    cancelled: row.cancelled_at !== null,
    clashes: clashes.get(row.id) ?? [],
    near: isNear(row.date, row.from_minute, store.now()),
    ...(row.incoming_id === null ? {} : { incomingId: row.incoming_id }),
    ...(row.outgoing_id === null ? {} : { outgoingId: row.outgoing_id }),
  };
}
