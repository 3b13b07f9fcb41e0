/**
 * What happened to a document's fields. It promises: every change of a document's data and state is kept with who, when,
 * before and after, in the transaction that made it, whichever act it was; nothing of it is changed or deleted while the
 * document stands.
 */
import type { ChangeRow } from '../../contract/page/history.ts';
import type { Store } from '../store/types.ts';
import { shownChanges } from './shown.ts';

export { createKeeper, type FieldValue, type Keeper } from './keeper.ts';

interface Kept {
  readonly seq: number;
  readonly at: number;
  readonly by_name: string;
  readonly act: string;
  readonly history_id: string | null;
  readonly changes: string;
}

/** The newest last. */
export function changesOf(store: Store, list: 'incoming' | 'outgoing', id: string): ChangeRow[] {
  const rows = store.db
    .prepare<[string, string], Kept>(
      'SELECT seq, at, by_name, act, history_id, changes FROM document_change WHERE list = ? AND document_id = ? ORDER BY seq',
    )
    .all(list, id);
  return rows.flatMap((row) => {
    const fields = shownChanges(store, JSON.parse(row.changes) as Record<string, [string | number | null, string | number | null]>);
    if (fields.length === 0) return [];
    return [
      {
        seq: row.seq,
        at: row.at,
        by: row.by_name,
        act: row.act,
        fields,
        ...(row.history_id === null ? {} : { historyId: row.history_id }),
      },
    ];
  });
}
