/**
 * Taking back what the law lets be taken back: the last instruction, progress or end of an arrival, as long as its report
 * has not left for the sender. What was done and what was undone both stay in the history. A number that was given, a
 * document that was issued or returned, a report that left are never taken back here.
 */
import type { UndoState } from '../../contract/page/deskWork.ts';
import { Failure } from '../../domain/errors.ts';
import type { RecordId } from '../../domain/ids.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';
import { addHistory } from './history.ts';

type Undone = NonNullable<UndoState['act']>;
const ACTS: Readonly<Record<string, { readonly act: Undone; readonly status: string }>> = {
  'incoming.instruct': { act: 'instruct', status: '04' },
  'incoming.instruct_self': { act: 'instruct', status: '04' },
  'incoming.progress': { act: 'progress', status: '05' },
  'incoming.finish': { act: 'finish', status: '06' },
  'incoming.file_for_information': { act: 'finish', status: '06' },
};
/** Lines that stand beside an act and do not follow it. */
const BESIDE =
  /^(?:incoming\.(?:reminded|transfer_|meeting|stamped_copy|processing_slip|verify_report|verdict_)|file\.|signing\.copy|note\.)/;

interface Line {
  readonly id: RecordId;
  readonly act: string;
  readonly at: number;
  readonly seq: number;
}
interface Sent {
  readonly id: string;
  readonly state: string;
  readonly attempts: number;
}
interface Found {
  readonly line: Line;
  readonly act: Undone;
  /** Reports of it that still wait here. */
  readonly waiting: readonly string[];
}

function lastAct(store: Store, id: string): Found | { readonly refused: string } {
  const lines = store.db
    .prepare<[string], Line>('SELECT id, act, at, seq FROM history WHERE incoming_id = ? ORDER BY seq DESC LIMIT 50')
    .all(id);
  const line = lines.find((one) => !BESIDE.test(one.act));
  const known = line === undefined ? undefined : ACTS[line.act];
  if (line === undefined || known === undefined) return { refused: 'undo.nothing' };
  // Its own and its copies' reports: the rows that follow it.
  const sent = store.db
    .prepare<[string, string, string, number], Sent>(
      `SELECT id, state, attempts FROM dispatch WHERE kind = 'status' AND status_code = ?
         AND incoming_id IN (SELECT id FROM incoming WHERE id = ? OR merged_into = ?) AND seq > ?`,
    )
    .all(known.status, id, id, line.seq);
  if (sent.some((one) => one.state !== 'queued' || one.attempts > 0)) return { refused: 'undo.status_sent' };
  return { line, act: known.act, waiting: sent.map((one) => one.id) };
}

export function undoState(store: Store, id: string): UndoState {
  const found = lastAct(store, id);
  if ('refused' in found) return { refused: { code: found.refused } };
  return { act: found.act, historyId: found.line.id, at: found.line.at };
}

/**
 * Undoes exactly this line of the history, where it is still the last.
 * @throws Failure `undo.nothing`, `undo.status_sent`, `undo.not_the_last`
 */
export const undoIncoming = (store: Store, actor: Actor, id: RecordId, historyId: string): UndoneAct =>
  store.tx(() => {
    const handed = isHandedOn(store, id, historyId);
    const act = undoWithin(store, actor, id, (line) => line.id === historyId);
    return act === 'instruct' && handed ? { act, handed } : { act };
  }, 'incoming:undo');

export interface UndoneAct {
  readonly act: Undone;
  /** A slip with the instruction on it was printed or handed over since: paper that nothing here takes back. */
  readonly handed?: true;
}
function isHandedOn(store: Store, id: string, historyId: string): true | undefined {
  const line = store.db.prepare<[string], { at: number; seq: number }>('SELECT at, seq FROM history WHERE id = ?').get(historyId);
  if (line === undefined) return undefined;
  const found =
    store.db
      .prepare(`SELECT 1 FROM history WHERE incoming_id = ? AND seq > ? AND act LIKE 'incoming.transfer\\_%' ESCAPE '\\' LIMIT 1`)
      .get(id, line.seq) ??
    store.db.prepare(`SELECT 1 FROM audit WHERE object = ? AND act = 'incoming.processing_slip' AND at >= ? LIMIT 1`).get(id, line.at);
  return found === undefined ? undefined : true;
}

/**
 * The same inside the caller's transaction, of the last act where it is the one that is meant.
 * @throws Failure as `undoIncoming`
 */
export function undoWithin(
  store: Store,
  actor: Actor,
  id: RecordId,
  meant: (line: { readonly id: string; readonly seq: number; readonly undone: Undone }) => boolean,
): Undone {
  const found = lastAct(store, id);
  if ('refused' in found) throw new Failure(found.refused);
  if (!meant({ ...found.line, undone: found.act })) throw new Failure('undo.not_the_last');
  const before = rawBefore(store, id, found.line);
  const drop = (sql: string, value: string): void => void store.db.prepare(sql).run(value);
  for (const dispatch of found.waiting) {
    drop('DELETE FROM delivery WHERE dispatch_id = ?', dispatch);
    drop('DELETE FROM dispatch WHERE id = ?', dispatch);
  }
  const columns = Object.keys(before).filter((field) => RESTORED.includes(field));
  const assignments = columns.map((field) => `${field} = ?`);
  store.db
    .prepare(`UPDATE incoming SET ${[...assignments, 'updated_at = ?'].join(', ')} WHERE id = ?`)
    .run(...columns.map((field) => before[field] ?? null), store.now(), id);
  addHistory(store, actor, { incomingId: id, act: `incoming.undone_${found.act}` });
  record(store, actor, 'incoming.undo', id, found.act);
  return found.act;
}

const RESTORED: readonly string[] = ['state', 'instruction', 'due_date'];
type Value = string | number | null;

/** What these fields were before the act, by the history of changes; the state is always known. */
function rawBefore(store: Store, id: string, line: Line): Record<string, Value> {
  const row = store.db
    .prepare<[string, string], string>(
      'SELECT changes FROM document_change WHERE document_id = ? AND history_id = ? ORDER BY seq DESC LIMIT 1',
    )
    .pluck()
    .get(id, line.id);
  const changes = row === undefined ? {} : (JSON.parse(row) as Record<string, [Value, Value]>);
  return Object.fromEntries(Object.entries(changes).map(([field, [before]]) => [field, before]));
}

interface Draft {
  readonly id: RecordId;
  readonly state: string;
  readonly number: number | null;
}
const draftOf = (store: Store, id: string): Draft => {
  const row = store.db.prepare<[string], Draft>('SELECT id, state, number FROM outgoing WHERE id = ? AND destruction_id IS NULL').get(id);
  if (!row) throw new Failure('documents.not_found');
  return row;
};

/** A draft that nobody signed goes to the trash. @throws Failure `documents.act_not_allowed` */
export function discardDraft(store: Store, actor: Actor, id: string): void {
  store.tx(() => {
    const row = draftOf(store, id);
    if (row.state !== 'draft') throw new Failure('documents.act_not_allowed', { act: 'discard', state: row.state });
    store.db.prepare(`UPDATE outgoing SET state = 'cancelled', updated_at = ? WHERE id = ?`).run(store.now(), row.id);
    addHistory(store, actor, { outgoingId: row.id, act: 'outgoing.discard' });
    record(store, actor, 'outgoing.discard', row.id, 'ok');
  }, 'outgoing:discard');
}
/** And comes back from it, whoever gave it up. @throws Failure `undo.not_discarded` */
export function restoreDraft(store: Store, actor: Actor, id: string): void {
  store.tx(() => {
    const row = draftOf(store, id);
    if (!isDiscarded(store, row)) throw new Failure('undo.not_discarded');
    store.db.prepare(`UPDATE outgoing SET state = 'draft', updated_at = ? WHERE id = ?`).run(store.now(), row.id);
    addHistory(store, actor, { outgoingId: row.id, act: 'outgoing.restore' });
    record(store, actor, 'outgoing.restore', row.id, 'ok');
  }, 'outgoing:restore');
}
/** Cancelled as a draft: without a number, and given up by that act. */
export function isDiscarded(store: Store, row: Pick<Draft, 'id' | 'state' | 'number'>): boolean {
  if (row.state !== 'cancelled' || row.number !== null) return false;
  const last = store.db
    .prepare<[string], string>(
      `SELECT act FROM history WHERE outgoing_id = ? AND act IN ('outgoing.discard', 'outgoing.cancel') ORDER BY seq DESC LIMIT 1`,
    )
    .pluck()
    .get(row.id);
  return last === 'outgoing.discard';
}
