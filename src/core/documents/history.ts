/** The history of a document: what was done, by whom, in the order of the workstation's own sequence. */
import type { HistoryRow } from '../../contract/page/incoming.ts';
import type { RecordId } from '../../domain/ids.ts';
import type { Actor } from '../context.ts';
import { noteSeen } from '../lists/opened.ts';
import type { Store } from '../store/types.ts';

export interface HistoryEntry {
  readonly incomingId?: RecordId;
  readonly outgoingId?: RecordId;
  /** Key of the act's text. */
  readonly act: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

/** Adds one line; inside the transaction of the act itself. */
export function addHistory(store: Store, actor: Actor, entry: HistoryEntry): void {
  store.db
    .prepare(
      `INSERT INTO history (id, incoming_id, outgoing_id, at, person_id, by_name, act, params, seq, for_person_id, for_name, slip_date)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      store.newId(),
      entry.incomingId ?? null,
      entry.outgoingId ?? null,
      store.now(),
      actor.personId ?? null,
      actor.name,
      entry.act,
      JSON.stringify(entry.params ?? {}),
      store.nextSeq(),
      actor.onBehalfOf?.personId ?? null,
      actor.onBehalfOf?.name ?? null,
      actor.onBehalfOf?.slipDate ?? null,
    );
  if (actor.personId === undefined) return;
  if (entry.incomingId !== undefined) noteSeen(store, actor, 'incoming', entry.incomingId);
  if (entry.outgoingId !== undefined) noteSeen(store, actor, 'outgoing', entry.outgoingId);
}

export function readHistory(store: Store, column: 'incoming_id' | 'outgoing_id', id: string): HistoryRow[] {
  const rows = store.db
    .prepare(`SELECT id, at, by_name, act, params, for_name, slip_date FROM history WHERE ${column} = ? ORDER BY seq`)
    .all(id) as {
    id: string;
    at: number;
    by_name: string;
    act: string;
    params: string;
    for_name: string | null;
    slip_date: string | null;
  }[];
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    by: row.by_name,
    act: row.act,
    params: JSON.parse(row.params) as Record<string, string | number>,
    ...(row.for_name === null ? {} : { for: row.for_name }),
    ...(row.slip_date === null ? {} : { slipDate: row.slip_date }),
  }));
}
