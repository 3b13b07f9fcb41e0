/** Who has opened or acted on what, for each person; and what of each list is unread and undone. */
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';
import { LIST_NAMES, type ListName, listChanged, listVersion } from './rows.ts';

/** Work without a person signed in by name has one state of its own. */
export const readerOf = (actor: Pick<Actor, 'personId'>): string => actor.personId ?? '';

/** Inside the transaction of an act: who acts on a document has seen it. */
export function noteSeen(store: Store, actor: Actor, list: ListName, id: string): void {
  const { changes } = store.db
    .prepare(`INSERT OR IGNORE INTO opened (person_id, list, seq) SELECT ?, '${list}', seq FROM ${list} WHERE id = ?`)
    .run(readerOf(actor), id);
  if (changes > 0) listChanged(store.db);
}

/** Opened, or put back among the unread; whether that changed anything. */
export function setOpened(store: Store, actor: Actor, list: ListName, ids: readonly string[], opened: boolean): boolean {
  const { db } = store;
  const held = db.prepare<[string, string], number>(
    `SELECT EXISTS (SELECT 1 FROM opened o JOIN ${list} d ON d.seq = o.seq WHERE o.person_id = ? AND o.list = '${list}' AND d.id = ?)`,
  );
  const reader = readerOf(actor);
  const wanted = ids.filter((id) => (held.pluck().get(reader, id) === 1) !== opened);
  if (wanted.length === 0) return false;
  store.tx(() => {
    for (const id of wanted) {
      if (opened) noteSeen(store, actor, list, id);
      else
        db.prepare(`DELETE FROM opened WHERE person_id = ? AND list = ? AND seq = (SELECT seq FROM ${list} WHERE id = ?)`).run(
          reader,
          list,
          id,
        );
    }
    listChanged(db);
  }, 'lists:opened');
  return true;
}

export interface ListCounts {
  readonly unread: number;
  readonly undone: number;
}
const kept = new WeakMap<object, { version: number; readonly counts: Map<string, Readonly<Record<ListName, ListCounts>>> }>();

/** Of each list: what waits to be done, and what of it this person has not opened. */
export function listCounts(store: Store, actor: Actor, organId: string): Readonly<Record<ListName, ListCounts>> {
  const { db } = store;
  const version = listVersion(db);
  const held = kept.get(db);
  const cache = held?.version === version ? held : { version, counts: new Map<string, Readonly<Record<ListName, ListCounts>>>() };
  kept.set(db, cache);
  const key = `${organId} ${readerOf(actor)}`;
  const known = cache.counts.get(key);
  if (known) return known;
  const of = (list: ListName): ListCounts => {
    const row = db
      .prepare<[string, string], { undone: number; seen: number }>(
        `SELECT count(*) AS undone, coalesce(sum(EXISTS (SELECT 1 FROM opened o WHERE o.person_id = ? AND o.list = '${list}' AND o.seq = l.seq)), 0) AS seen
         FROM ${list}_listed l WHERE l.organ = (SELECT id FROM listed_organ WHERE organ_code = ?) AND l.open = 1`,
      )
      .get(readerOf(actor), organId);
    return { undone: row?.undone ?? 0, unread: (row?.undone ?? 0) - (row?.seen ?? 0) };
  };
  const [incoming, outgoing] = LIST_NAMES.map(of);
  const none = { unread: 0, undone: 0 };
  const counts = { incoming: incoming ?? none, outgoing: outgoing ?? none };
  cache.counts.set(key, counts);
  return counts;
}
