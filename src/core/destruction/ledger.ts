/**
 * The acts of destruction as backups keep them: which documents and vault files, by which decision. One that was agreed is
 * told with its whole list though it is not at its end yet: there is no way back, whatever is restored.
 */
import type { DestroyedAct } from '../store/backup/index.ts';
import type { Store } from '../store/types.ts';

interface ActRow {
  readonly id: string;
  readonly number: string;
  readonly date: string;
  readonly decidedBy: string;
  readonly doneAt: number;
}
export function destroyedHere(store: Store): DestroyedAct[] {
  const acts = store.db
    .prepare<[], ActRow>(
      `SELECT id, number, date, decided_by AS decidedBy, coalesce(done_at, agreed_at) AS doneAt FROM destruction
       WHERE state = 'done' OR (state = 'proposed' AND agreed_at IS NOT NULL) ORDER BY seq`,
    )
    .all();
  const documents = store.db.prepare<[string], { list: 'incoming' | 'outgoing'; document_id: string }>(
    'SELECT list, document_id FROM destruction_item WHERE destruction_id = ?',
  );
  const names = store.db.prepare<[string], string>('SELECT id FROM destroyed_blob WHERE destruction_id = ?').pluck();
  return acts.map((act) => ({
    ...act,
    documents: documents.all(act.id).map((row): [typeof row.list, string] => [row.list, row.document_id]),
    names: names.all(act.id),
  }));
}
