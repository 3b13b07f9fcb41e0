/**
 * Petitions (đơn thư; record keeping, 3 and 4): a yearly book of their own, duplicates by person and matter, clocks of the
 * law as data, letters of the case, a redacted copy for handing on. It promises: name, address and writing of who petitions
 * are in one table and in files that only the persons named for the case are answered; no list, search, print, status, log,
 * audit line or history of another room ever holds them.
 */
import type { PetitionDetail, PetitionFileRow, PetitionRow } from '../../contract/page/petitions.ts';
import type { Channel } from '../../domain/documents.ts';
import { Failure } from '../../domain/errors.ts';
import type { RecordId } from '../../domain/ids.ts';
import {
  afterPetitionAct,
  isOpen,
  type PetitionAct,
  type PetitionClock,
  type PetitionKind,
  personKey,
  petitionActs,
  petitionDue,
  samePetition,
} from '../../domain/petitions.ts';
import { mayReadPetitions } from '../../domain/roles.ts';
import { foldVietnamese } from '../../domain/secrecy.ts';
import { type LegalDate, legalDateOf, screenDate } from '../../domain/time.ts';
import type { WorkCalendar } from '../../domain/workCalendar.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { deskBook, findDeskBook, peekNumber, takeNumber } from '../registers/index.ts';
import { bindScansToPetition } from '../scanning/make.ts';
import type { Store } from '../store/types.ts';
import { petitionClocks, petitionDayOff } from './clocks.ts';
import { bindFiles } from './files.ts';
import { byId, note, type PetitionRecord, type Sealed } from './record.ts';
import { isNamed, requireNamed } from './rights.ts';

export { PETITION_COLUMNS, petitionCells, printPetitionBook } from './book.ts';
export { petitionClocks, petitionDayOff, RUNNING, type RunningClock, runningClocks, setPetitionClocks } from './clocks.ts';
export { addPetitionFiles, petitionForm, redactPetition } from './files.ts';
export type { Sealed } from './record.ts';
export { PetitionFiles } from './rights.ts';

export interface NewPetition extends Sealed {
  readonly kind: PetitionKind;
  readonly channel: Channel;
  readonly receivedOn: LegalDate;
  readonly people: number;
  readonly readers: readonly string[];
  readonly uploadIds: readonly string[];
  /** Papers of the scanner's tray; their files are made after this transaction. */
  readonly scanGroupIds?: readonly string[];
  readonly notSame: boolean;
}
/** Earlier petitions of this person: numbers and days only. */
export function samePetitions(store: Store, organId: string, said: Pick<Sealed, 'name' | 'address' | 'matter'>, exceptId = '') {
  const folded = personKey(said.name);
  if (folded === '') return [];
  const rows = store.db
    .prepare(
      `SELECT p.id, p.number, p.date, p.kind, p.state, s.name, s.address, s.matter FROM petition_sealed s JOIN petition p ON p.id = s.petition_id
       WHERE s.folded_name = ? AND p.organ_id = ? AND p.id <> ? ORDER BY p.seq DESC LIMIT 200`,
    )
    .all(folded, organId, exceptId) as (Pick<PetitionRecord, 'id' | 'number' | 'date' | 'kind' | 'state'> &
    Pick<Sealed, 'name' | 'address' | 'matter'>)[];
  return rows.flatMap(({ name, address, matter, ...row }) => {
    const same = samePetition(said, { name, address, matter });
    return same === undefined ? [] : [{ ...row, same }];
  });
}

/** @throws Failure `petitions.same`, `documents.date_in_future` */
export function registerPetition(store: Store, actor: Actor, organId: string, input: NewPetition): { id: RecordId; number: number } {
  if (input.receivedOn > legalDateOf(store.now())) throw new Failure('documents.date_in_future', { field: 'receivedOn' });
  return store.tx(() => {
    const twin = samePetitions(store, organId, input).find((one) => one.same === 'same');
    if (twin && !input.notSame) throw new Failure('petitions.same', { number: twin.number, date: screenDate(twin.date) });
    const book = deskBook(store, organId, 'petition');
    const given = takeNumber(store, book, { kindName: '', actor });
    const id = store.newId();
    store.db
      .prepare(
        `INSERT INTO petition (id, organ_id, book_id, period, number, date, kind, channel, received_on, people, state, at, person_id, seq)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'received', ?, ?, ?)`,
      )
      .run(
        ...[id, organId, book.id, given.date.slice(0, 4), given.number, given.date, input.kind, input.channel, input.receivedOn],
        ...[input.people, store.now(), actor.personId ?? null, store.nextSeq()],
      );
    store.db
      .prepare('UPDATE book_number SET petition_id = ? WHERE book_id = ? AND period = ? AND number = ?')
      .run(id, book.id, given.date.slice(0, 4), given.number);
    putSealed(store, id, input);
    for (const person of new Set([...(actor.personId ? [actor.personId] : []), ...input.readers])) nameWithin(store, actor, id, person);
    note(store, actor, id, 'register', {});
    bindFiles(store, actor, id, input.uploadIds);
    bindScansToPetition(store, id, input.scanGroupIds ?? []);
    record(store, actor, 'petitions.register', id, `number ${given.number}`);
    return { id, number: given.number };
  }, 'petitions:register');
}

function putSealed(store: Store, id: string, said: Sealed): void {
  const fold = (text: string): string => foldVietnamese(text).replace(/\s+/g, ' ').trim();
  store.db
    .prepare(
      `INSERT OR REPLACE INTO petition_sealed (petition_id, name, folded_name, address, folded_address, phone, identity, matter, folded_matter, against)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      ...[id, said.name, personKey(said.name), said.address, fold(said.address), said.phone, said.identity],
      ...[said.matter, fold(said.matter), said.against],
    );
}
function nameWithin(store: Store, actor: Actor, id: string, personId: string): void {
  const roles = store.db.prepare('SELECT roles FROM person WHERE id = ? AND ended_at IS NULL').pluck().get(personId) as string | undefined;
  if (roles === undefined) throw new Failure('petitions.no_such_person');
  if (!mayReadPetitions(JSON.parse(roles))) throw new Failure('petitions.cannot_be_named');
  store.db
    .prepare(
      `INSERT INTO petition_reader (petition_id, person_id, by_name, at) VALUES (?, ?, ?, ?)
       ON CONFLICT (petition_id, person_id) DO UPDATE SET ended_at = NULL, by_name = excluded.by_name, at = excluded.at`,
    )
    .run(id, personId, actor.name, store.now());
}

/** Another person is named for the case: by one who is, or by the leader where none of them is here any more. */
export function namePerson(store: Store, actor: Actor, id: string, personId: string): void {
  store.tx(() => {
    byId(store, id);
    const orphaned =
      store.db
        .prepare(
          `SELECT 1 FROM petition_reader r JOIN person p ON p.id = r.person_id WHERE r.petition_id = ? AND r.ended_at IS NULL AND p.ended_at IS NULL`,
        )
        .get(id) === undefined;
    if (!(orphaned && actor.roles.includes('leader'))) requireNamed(store, id, actor);
    nameWithin(store, actor, id, personId);
    note(store, actor, id, 'name', {});
    record(store, actor, 'petitions.name', id, personId);
  }, 'petitions:name');
}
/** @throws Failure `petitions.last_named` */
export function unnamePerson(store: Store, actor: Actor, id: string, personId: string): void {
  store.tx(() => {
    requireNamed(store, id, actor);
    const others = store.db
      .prepare('SELECT count(*) FROM petition_reader WHERE petition_id = ? AND person_id <> ? AND ended_at IS NULL')
      .pluck()
      .get(id, personId) as number;
    if (others === 0) throw new Failure('petitions.last_named');
    store.db.prepare('UPDATE petition_reader SET ended_at = ? WHERE petition_id = ? AND person_id = ?').run(store.now(), id, personId);
    store.db.prepare('DELETE FROM kept_form WHERE of_id = ? AND person_id = ?').run(id, personId);
    note(store, actor, id, 'unname', {});
    record(store, actor, 'petitions.unname', id, personId);
  }, 'petitions:name');
}

export function changePetition(store: Store, actor: Actor, id: string, input: Sealed & { kind: PetitionKind; people: number }): void {
  store.tx(() => {
    requireNamed(store, id, actor);
    store.db.prepare('UPDATE petition SET kind = ?, people = ? WHERE id = ?').run(input.kind, input.people, id);
    putSealed(store, id, input);
    note(store, actor, id, 'change', {});
    record(store, actor, 'petitions.change', id);
  }, 'petitions:change');
}

/** What is said at an act is sealed too: it may name the person. @throws Failure `petitions.act_not_allowed`, `petitions.not_named` */
export function actOnPetition(
  store: Store,
  actor: Actor,
  id: string,
  input: {
    readonly act: PetitionAct;
    readonly on: LegalDate;
    readonly text: string;
    readonly complex?: boolean;
    readonly otherId?: string;
  },
): void {
  store.tx(() => {
    requireNamed(store, id, actor);
    const row = byId(store, id);
    const next = afterPetitionAct(row.state, input.act);
    if (!next.ok) throw new Failure(next.error.code);
    if (input.on > legalDateOf(store.now())) throw new Failure('documents.date_in_future', { field: 'on' });
    if (input.on < row.received_on) throw new Failure('petitions.before_received');
    if (['refuse', 'return', 'transfer', 'guide', 'keep', 'extend'].includes(input.act) && input.text === '')
      throw new Failure('documents.reason_needed');
    const other = input.act === 'join' ? joined(store, row, input.otherId) : row.same_as;
    store.db
      .prepare(
        `UPDATE petition SET state = @state, accepted_on = @accepted, complex = @complex, extended = @extended, ended_on = @ended, same_as = @same WHERE id = @id`,
      )
      .run({
        id,
        state: next.value,
        accepted: input.act === 'accept' ? input.on : row.accepted_on,
        complex: input.complex === undefined ? row.complex : input.complex ? 1 : 0,
        extended: row.extended + (input.act === 'extend' ? 1 : 0),
        ended: isOpen(next.value) ? null : input.on,
        same: other,
      });
    note(store, actor, id, input.act, input.text ? { text: input.text } : {});
    record(store, actor, `petitions.${input.act}`, id);
  }, 'petitions:act');
}
function joined(store: Store, row: PetitionRecord, otherId: string | undefined): string {
  if (otherId === undefined || otherId === row.id || byId(store, otherId).organ_id !== row.organ_id)
    throw new Failure('petitions.join_with');
  return otherId;
}

const readersOf = (store: Store, id: string): { id: string; name: string }[] =>
  store.db
    .prepare(
      'SELECT p.id, p.name FROM petition_reader r JOIN person p ON p.id = r.person_id WHERE r.petition_id = ? AND r.ended_at IS NULL ORDER BY r.at',
    )
    .all(id) as { id: string; name: string }[];
const DAY_MS = 86_400_000;

function rowOf(store: Store, actor: Actor, calendar: WorkCalendar, clocks: readonly PetitionClock[], r: PetitionRecord): PetitionRow {
  const due = petitionDue(
    {
      kind: r.kind,
      state: r.state,
      receivedOn: r.received_on,
      complex: r.complex === 1,
      extended: r.extended,
      ...(r.accepted_on ? { acceptedOn: r.accepted_on } : {}),
    },
    clocks,
    calendar,
    petitionDayOff(store),
  );
  const today = legalDateOf(store.now());
  return {
    id: r.id,
    number: r.number,
    date: r.date,
    receivedOn: r.received_on,
    kind: r.kind,
    channel: r.channel,
    people: r.people,
    state: r.state,
    named: isNamed(store, r.id, actor.personId),
    readers: readersOf(store, r.id),
    ...(due ? { due: { ...due, daysLeft: Math.round((Date.parse(due.on) - Date.parse(today)) / DAY_MS) } } : {}),
    ...(r.ended_on ? { endedOn: r.ended_on } : {}),
  };
}

export function listPetitions(
  store: Store,
  actor: Actor,
  calendar: WorkCalendar,
  organId: string,
  query: { readonly show: 'open' | 'mine' | 'all'; readonly year?: string },
): { rows: PetitionRow[]; open: number; late: number; next: number; years: string[] } {
  const clocks = petitionClocks(store);
  const all = (
    store.db
      .prepare(`SELECT * FROM petition WHERE organ_id = ? AND (? = '' OR period = ?) ORDER BY seq DESC LIMIT 2000`)
      .all(organId, query.year ?? '', query.year ?? '') as PetitionRecord[]
  ).map((row) => rowOf(store, actor, calendar, clocks, row));
  const open = all.filter((row) => isOpen(row.state));
  const book = findDeskBook(store, organId, 'petition');
  const held = store.db
    .prepare<[string], string>('SELECT DISTINCT period FROM petition WHERE organ_id = ? ORDER BY period DESC')
    .pluck()
    .all(organId);
  return {
    years: [...new Set([legalDateOf(store.now()).slice(0, 4), ...held])],
    rows: query.show === 'all' ? all : query.show === 'mine' ? all.filter((row) => row.named) : open,
    open: open.length,
    late: open.filter((row) => (row.due?.daysLeft ?? 0) < 0).length,
    next: book ? peekNumber(store, book, '').number : 1,
  };
}

/** All of a year's, in the order of their numbers: the book as it is bound. */
export function petitionsOfYear(store: Store, actor: Actor, calendar: WorkCalendar, organId: string, year: string): PetitionRow[] {
  const clocks = petitionClocks(store);
  const rows = store.db.prepare('SELECT * FROM petition WHERE organ_id = ? AND period = ? ORDER BY number').all(organId, year);
  return (rows as PetitionRecord[]).map((row) => rowOf(store, actor, calendar, clocks, row));
}

/** Scanned papers of the case whose files are not there yet. */
const unmade = (store: Store, id: string): number =>
  store.db.prepare<[string], number>(`SELECT count(*) FROM scan_group WHERE petition_id = ? AND make <> 'done'`).pluck().get(id) ?? 0;

interface FileRecord {
  readonly fileId: string;
  readonly kind: PetitionFileRow['kind'];
  readonly name: string;
  readonly size: number;
  readonly detected: string;
  readonly pages: number | null;
}
export function getPetition(store: Store, actor: Actor, calendar: WorkCalendar, id: string): PetitionDetail {
  const r = byId(store, id);
  const clocks = petitionClocks(store);
  const row = rowOf(store, actor, calendar, clocks, r);
  const files = store.db
    .prepare(
      `SELECT p.file_id AS fileId, p.kind, f.name, b.size, f.detected, f.pages FROM petition_file p JOIN file f ON f.id = p.file_id
       JOIN blob b ON b.id = f.blob_id WHERE p.petition_id = ? ORDER BY p.seq`,
    )
    .all(id) as FileRecord[];
  const acts = store.db.prepare('SELECT at, by_name, act, sealed FROM petition_act WHERE petition_id = ? ORDER BY seq').all(id) as {
    at: number;
    by_name: string;
    act: string;
    sealed: string;
  }[];
  const same = r.same_as === null ? undefined : byId(store, r.same_as);
  const sealed = row.named
    ? (store.db
        .prepare('SELECT name, address, phone, identity, matter, against FROM petition_sealed WHERE petition_id = ?')
        .get(id) as Sealed)
    : undefined;
  return {
    ...row,
    acts: row.named ? petitionActs(r.state) : [],
    basis: clocks.find((clock) => clock.kind === r.kind)?.basis ?? '',
    files: files
      .filter((file) => row.named || file.kind === 'redacted')
      .map(({ pages, ...file }) => ({ ...file, ...(pages === null ? {} : { pages }) })),
    trail: acts.map(({ at, by_name, act, sealed: said }) => {
      const { text } = JSON.parse(said) as { text?: string };
      return { at, by: by_name, act, ...(row.named && text ? { text } : {}) };
    }),
    ...(row.named ? { making: unmade(store, id) } : {}),
    ...(same ? { sameAs: { id: same.id, number: same.number } } : {}),
    ...(sealed ? { sealed } : {}),
  };
}

/** Lines of the book's year in the order of their numbers, however many there are; nobody is named in them. */
export function petitionLines(
  store: Store,
  actor: Actor,
  calendar: WorkCalendar,
  at: { readonly bookId: string; readonly period: string; readonly offset: number; readonly limit: number },
): PetitionRow[] {
  const clocks = petitionClocks(store);
  return (
    store.db
      .prepare('SELECT * FROM petition WHERE book_id = ? AND period = ? ORDER BY number LIMIT ? OFFSET ?')
      .all(at.bookId, at.period, at.limit, at.offset) as PetitionRecord[]
  ).map((row) => rowOf(store, actor, calendar, clocks, row));
}
