/** The narrow row of a document in its list: what it is filtered and sorted by. The store calls the writer before every commit. */
import type Database from 'better-sqlite3';
import { codeSortKey, vietnameseKey } from '../../domain/collation.ts';
import type { IncomingState, OutgoingState } from '../../domain/documents.ts';
import { squashedName } from '../../domain/searchText.ts';
import { legalDateOf } from '../../domain/time.ts';

type Db = Database.Database;
export type ListName = 'incoming' | 'outgoing';
export const LIST_NAMES: readonly ListName[] = ['incoming', 'outgoing'];

/** A state's number in the rows is its place here: new states are added at the end. */
export const STATES_OF: { readonly incoming: readonly IncomingState[]; readonly outgoing: readonly OutgoingState[] } = {
  incoming: ['arrived', 'registered', 'assigned', 'in_progress', 'finished', 'returned', 'withdrawn', 'recalled', 'merged'],
  outgoing: ['draft', 'leader_signed', 'numbered', 'agency_signed', 'issued', 'cancelled'],
};
/** Somebody has still to do something with it. */
export const OPEN_STATES: { readonly incoming: readonly IncomingState[]; readonly outgoing: readonly OutgoingState[] } = {
  incoming: ['arrived', 'registered', 'assigned', 'in_progress'],
  outgoing: ['draft', 'leader_signed', 'numbered', 'agency_signed'],
};

type Value = string | number | null;
type Read = Readonly<Record<string, Value | undefined>>;
interface Listed {
  readonly organ: number;
  readonly state: number;
  readonly open: 0 | 1;
  readonly priority: number;
  readonly book: string;
  readonly agency: string;
  readonly day: string;
  readonly number: number;
  readonly party: string;
  readonly code: string;
  readonly subject: string;
  readonly date: string;
  readonly due: string;
  readonly who: string;
  readonly handlers: string;
}
const COLUMNS: readonly (keyof Listed)[] = [
  'organ',
  'state',
  'open',
  'priority',
  'book',
  'agency',
  'day',
  'number',
  'party',
  'code',
  'subject',
  'date',
  'due',
  'who',
  'handlers',
];
/** Letters of a subject that decide its place. */
const SUBJECT_LETTERS = 32;

const text = (value: Value | undefined): string => (value === null || value === undefined ? '' : String(value));
const stateOf = (list: ListName, row: Read): Pick<Listed, 'state' | 'open'> => ({
  state: (STATES_OF[list] as readonly string[]).indexOf(text(row.state)),
  open: (OPEN_STATES[list] as readonly string[]).includes(text(row.state)) ? 1 : 0,
});
/** Numbers begin anew each year. */
const numberKey = (day: string, number: Value | undefined): number =>
  typeof number === 'number' && number > 0 ? Number(day.slice(0, 4)) * 10_000_000 + number : 0;

export interface Handling {
  readonly lead?: string;
  readonly coHandlers?: readonly string[];
  readonly dueDate?: string;
}
export const handlingOf = (json: Value | undefined): Handling =>
  typeof json === 'string' && json !== '' ? (JSON.parse(json) as Handling) : {};
export const handlerKey = (name: string): string => `|${squashedName(name).replaceAll('|', ' ')}|`;

function incomingRow(row: Read): Omit<Listed, 'organ'> {
  const { lead = '', coHandlers = [], dueDate } = handlingOf(row.instruction);
  const day = text(row.arrival_date) || legalDateOf(Number(row.arrived_at));
  return {
    ...stateOf('incoming', row),
    priority: Number(row.priority),
    book: text(row.book_id),
    agency: text(row.sender_organ_id),
    day,
    number: numberKey(day, row.arrival_number),
    party: vietnameseKey(text(row.sender_name)),
    code: codeSortKey(text(row.number), text(row.notation)),
    subject: vietnameseKey(text(row.subject), SUBJECT_LETTERS),
    date: text(row.date),
    due: dueDate ?? text(row.due_date),
    who: vietnameseKey(lead),
    handlers: [lead, ...coHandlers]
      .filter((name) => name.trim() !== '')
      .map(handlerKey)
      .join(''),
  };
}

interface Recipient {
  readonly organId?: string;
  readonly name?: string;
}
/** When it was first written down: its id says so (UUIDv7); its last change where the id is of another kind. */
function createdOn(row: Read): string {
  const at = /^([0-9a-f]{8})-([0-9a-f]{4})-7/.exec(text(row.id));
  return legalDateOf(at ? Number.parseInt(`${at[1]}${at[2]}`, 16) : Number(row.updated_at));
}
function outgoingRow(row: Read): Omit<Listed, 'organ'> {
  const recipients = JSON.parse(text(row.recipients) || '[]') as readonly Recipient[];
  const day = text(row.date) || createdOn(row);
  return {
    ...stateOf('outgoing', row),
    priority: Number(row.priority),
    book: text(row.book_id),
    agency: recipients.map(({ organId }) => (organId === undefined ? '' : `|${organId}|`)).join(''),
    day,
    number: numberKey(day, row.number),
    party: vietnameseKey(recipients[0]?.name ?? ''),
    code: codeSortKey(text(row.number), text(row.notation)),
    subject: vietnameseKey(text(row.subject), SUBJECT_LETTERS),
    date: text(row.date),
    due: text(row.due_date),
    who: vietnameseKey(text(row.signer)),
    handlers: recipients.map(({ name }) => (name === undefined ? '' : handlerKey(name))).join(''),
  };
}

const SELECT: Readonly<Record<ListName, string>> = {
  incoming: `SELECT state, organ_id, priority, book_id, sender_organ_id, sender_name, number, notation, subject, date, due_date, arrival_number,
    arrival_date, arrived_at, instruction FROM incoming WHERE seq = ?`,
  outgoing: `SELECT id, state, organ_id, priority, book_id, number, notation, subject, date, due_date, signer, recipients, updated_at
    FROM outgoing WHERE seq = ?`,
};

interface Log {
  version: number;
  /** What changed last, the oldest first. */
  readonly changes: { readonly version: number; readonly list: ListName; readonly seqs: readonly number[] }[];
  rows: number;
}
const logs = new WeakMap<Db, Log>();
/** So many rows that changed are remembered. */
const REMEMBERED = 200;
/** Rises whenever a list, its words, or what of it was opened, may have changed: what was counted before it counts no more. */
export const listVersion = (db: Db): number => logs.get(db)?.version ?? 0;
export function listChanged(db: Db, list: ListName, seqs: readonly number[]): void {
  const log = logs.get(db) ?? { version: 0, changes: [], rows: 0 };
  logs.set(db, log);
  log.changes.push({ version: ++log.version, list, seqs });
  log.rows += seqs.length;
  while (log.rows > REMEMBERED) log.rows -= log.changes.shift()?.seqs.length ?? log.rows;
}
/** Rows of a list that changed after this version; undefined where that is no longer known, because there were many. */
export function changedSince(db: Db, list: ListName, version: number): readonly number[] | undefined {
  const log = logs.get(db);
  if (log === undefined || log.version === version) return [];
  if ((log.changes[0]?.version ?? Number.POSITIVE_INFINITY) > version + 1) return undefined;
  return [...new Set(log.changes.flatMap((change) => (change.version > version && change.list === list ? change.seqs : [])))];
}
/** The rows taken from a list of what is to be written anew. */
export function noteChanged(db: Db, rows: readonly { readonly list: ListName; readonly seq: number }[]): void {
  for (const list of LIST_NAMES) {
    const seqs = rows.flatMap((row) => (row.list === list ? [row.seq] : []));
    if (seqs.length > 0) listChanged(db, list, seqs);
  }
}

export interface ListWriter {
  /** Takes up to `limit` changed documents into their lists; how many. Only inside a transaction. */
  settle(limit?: number): number;
}
export function createListWriter(db: Db): ListWriter {
  const next = db.prepare<[number], { list: ListName; seq: number }>('SELECT list, seq FROM listed_dirty LIMIT ?');
  const done = db.prepare<[string, number]>('DELETE FROM listed_dirty WHERE list = ? AND seq = ?');
  const findOrgan = db.prepare<[string], number>('SELECT id FROM listed_organ WHERE organ_code = ?').pluck();
  const addOrgan = db.prepare<[string], number>('INSERT INTO listed_organ (organ_code) VALUES (?) RETURNING id').pluck();
  const organNumber = (code: string): number => findOrgan.get(code) ?? addOrgan.get(code) ?? 0;
  const of = (list: ListName) => ({
    read: db.prepare<[number], Read>(SELECT[list]),
    old: db.prepare<[number], Listed>(`SELECT ${COLUMNS.join(', ')} FROM ${list}_listed WHERE seq = ?`),
    put: db.prepare(`INSERT INTO ${list}_listed (seq, ${COLUMNS.join(', ')}) VALUES (?, ${COLUMNS.map(() => '?').join(', ')})`),
    remove: db.prepare<[number]>(`DELETE FROM ${list}_listed WHERE seq = ?`),
  });
  const lists = { incoming: of('incoming'), outgoing: of('outgoing') };
  const write = (list: ListName, seq: number): void => {
    const { read, old, put, remove } = lists[list];
    const row = read.get(seq);
    if (row === undefined) {
      remove.run(seq);
      db.prepare('DELETE FROM opened WHERE list = ? AND seq = ?').run(list, seq);
      return;
    }
    const listed: Listed = { organ: organNumber(text(row.organ_id)), ...(list === 'incoming' ? incomingRow(row) : outgoingRow(row)) };
    const before = old.get(seq);
    if (before === undefined) return void put.run(seq, ...COLUMNS.map((column) => listed[column]));
    // Only the indexes of what changed are written.
    const changed = COLUMNS.filter((column) => before[column] !== listed[column]);
    if (changed.length === 0) return;
    db.prepare(`UPDATE ${list}_listed SET ${changed.map((column) => `${column} = ?`).join(', ')} WHERE seq = ?`).run(
      ...changed.map((column) => listed[column]),
      seq,
    );
  };
  return {
    settle(limit = 100_000) {
      const rows = next.all(limit);
      for (const { list, seq } of rows) {
        write(list, seq);
        done.run(list, seq);
      }
      noteChanged(db, rows);
      return rows.length;
    },
  };
}
