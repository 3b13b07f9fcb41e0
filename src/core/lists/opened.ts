/** Who has opened or acted on what, for each person; and what of each list is unread and undone. */
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';
import { LIST_NAMES, type ListName, listChanged, listVersion, OPEN_STATES } from './rows.ts';

/** Work without a person signed in by name has one state of its own. */
export const readerOf = (actor: Pick<Actor, 'personId'>): string => actor.personId ?? '';

/** Inside the transaction of an act: who acts on a document has seen it. */
export function noteSeen(store: Store, actor: Actor, list: ListName, id: string): void {
  const seq = store.db
    .prepare<[string, string], number>(
      `INSERT OR IGNORE INTO opened (person_id, list, seq) SELECT ?, '${list}', seq FROM ${list} WHERE id = ? RETURNING seq`,
    )
    .pluck()
    .get(readerOf(actor), id);
  if (seq !== undefined) listChanged(store.db, list, [seq]);
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
  const close = db
    .prepare<[string, string, string], number>(
      `DELETE FROM opened WHERE person_id = ? AND list = ? AND seq = (SELECT seq FROM ${list} WHERE id = ?) RETURNING seq`,
    )
    .pluck();
  store.tx(() => {
    for (const id of wanted) {
      if (opened) {
        noteSeen(store, actor, list, id);
        continue;
      }
      const seq = close.get(reader, list, id);
      if (seq !== undefined) listChanged(db, list, [seq]);
    }
  }, 'lists:opened');
  return true;
}

export interface ListCounts {
  readonly unread: number;
  readonly undone: number;
}
const kept = new WeakMap<object, { version: number; readonly counts: Map<string, Readonly<Record<ListName, ListCounts>>> }>();

/** As many opened ones are looked up each by itself; of who opened more, each open one is. */
const FEW_OPENED = 2_000;
/** Of what waits to be done, what this person has opened. */
export function seenOf({ db }: Store, actor: Actor, list: ListName, organId: string, fewAre = FEW_OPENED): number {
  const [reader, organ] = [readerOf(actor), `(SELECT id FROM listed_organ WHERE organ_code = @organId)`];
  const values = { reader, list, organId };
  const few = db
    .prepare<unknown[], number>(
      `SELECT count(*) FROM (SELECT 1 FROM opened WHERE person_id = @reader AND list = @list LIMIT ${Math.trunc(fewAre) + 1})`,
    )
    .pluck()
    .get(values);
  if (few === 0) return 0;
  const sql =
    (few ?? 0) <= fewAre
      ? `SELECT count(*) FROM opened o CROSS JOIN ${list}_listed l INDEXED BY ${list}_listed_open ON l.organ = ${organ} AND l.seq = o.seq AND l.open = 1
         WHERE o.person_id = @reader AND o.list = @list`
      : `SELECT coalesce(sum(EXISTS (SELECT 1 FROM opened o WHERE o.person_id = @reader AND o.list = @list AND o.seq = l.seq)), 0)
         FROM ${list}_listed l WHERE l.organ = ${organ} AND l.open = 1`;
  return db.prepare<unknown[], number>(sql).pluck().get(values) ?? 0;
}

/**
 * Of each list: what waits to be done, and what of it this person has not opened.
 * @param statesOf how many documents of the organ stand in each state of a list
 */
export function countsOf(
  store: Store,
  actor: Actor,
  organId: string,
  statesOf: (list: ListName) => Readonly<Record<string, number>>,
): Readonly<Record<ListName, ListCounts>> {
  const { db } = store;
  const version = listVersion(db);
  const held = kept.get(db);
  const cache = held?.version === version ? held : { version, counts: new Map<string, Readonly<Record<ListName, ListCounts>>>() };
  kept.set(db, cache);
  const key = `${organId} ${readerOf(actor)}`;
  const known = cache.counts.get(key);
  if (known) return known;
  const of = (list: ListName): ListCounts => {
    const undone = OPEN_STATES[list].reduce((sum, state) => sum + (statesOf(list)[state] ?? 0), 0);
    return { undone, unread: undone - (undone === 0 ? 0 : seenOf(store, actor, list, organId)) };
  };
  const [incoming, outgoing] = LIST_NAMES.map(of);
  const none = { unread: 0, undone: 0 };
  const counts = { incoming: incoming ?? none, outgoing: outgoing ?? none };
  cache.counts.set(key, counts);
  return counts;
}
