/** Which documents may be destroyed: those that are done with. */
import type { DestructionItem } from '../../contract/page/destruction.ts';
import { Failure } from '../../domain/errors.ts';
import type { Store } from '../store/types.ts';
import type { Parts } from '../working/index.ts';
import { copiesUnder } from './skeleton.ts';

export type List = DestructionItem['list'];
export interface Listed {
  readonly list: List;
  readonly id: string;
}

/** Done with: nothing more is to be done or sent of it. */
export const DONE: Readonly<Record<List, string>> = {
  incoming: `state IN ('finished','returned','withdrawn','recalled')`,
  outgoing: `state IN ('issued','cancelled')`,
};
/** Documents looked at before the others have their turn: some milliseconds, some tens where nothing is in memory yet. */
const AT_ONCE = 200;

/**
 * Looks whether all of them are done with, in parts.
 * @param act the act they are listed in, which does not stand in its own way
 * @throws Failure `destruction.not_done_with`
 */
export function* requireDoneWith(store: Store, documents: readonly Listed[], act: string): Parts<void> {
  for (const [at, document] of documents.entries()) {
    if (at > 0 && at % AT_ONCE === 0) yield { done: at, total: documents.length };
    if (!isDoneWith(store, document, act)) throw new Failure('destruction.not_done_with');
  }
}

/** Nothing more is to be done or sent of it, and no other act lists it. */
export function isDoneWith(store: Store, { list, id }: Listed, act: string): boolean {
  const { db } = store;
  const fits = db.prepare(`SELECT 1 FROM ${list} WHERE id = ? AND ${DONE[list]} AND destruction_id IS NULL`).get(id);
  const elsewhere = db
    .prepare(
      `SELECT 1 FROM destruction_item i JOIN destruction d ON d.id = i.destruction_id WHERE d.state = 'proposed' AND d.id <> ? AND i.list = ? AND i.document_id = ?`,
    )
    .get(act, list, id);
  const open = db.prepare(`SELECT 1 FROM dispatch WHERE ${list}_id = ? AND state IN ('queued','sending','unknown')`);
  const waiting = [{ id }, ...copiesUnder(store, { list, id })].some((one) => open.get(one.id) !== undefined);
  return fits !== undefined && elsewhere === undefined && !waiting;
}
