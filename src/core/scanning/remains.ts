/**
 * What a document was scanned from goes with it: its pages and the files they came in, also where such a file held other
 * papers too. Those keep their own files, made from the same pages; only the common original is gone.
 */
import type { BlobId } from '../../domain/ids.ts';
import type { Store } from '../store/types.ts';

/** Vault files of the originals of a document. */
export const scannedFrom = (store: Store, incomingId: string): BlobId[] =>
  store.db
    .prepare<[string], BlobId>(
      `WITH of_it AS (SELECT DISTINCT i.blob_id, i.came_blob_id FROM scan_group g JOIN scan_page p ON p.group_id = g.id JOIN scan_item i ON i.id = p.item_id
         WHERE g.incoming_id = ?)
       SELECT blob_id FROM of_it UNION SELECT came_blob_id FROM of_it WHERE came_blob_id IS NOT NULL`,
    )
    .pluck()
    .all(incomingId);

/** Removes the rows; inside the caller's transaction, which sees to the vault files. */
export function removeScans(store: Store, incomingId: string): void {
  const { db } = store;
  db.prepare(
    `DELETE FROM scan_item WHERE id IN (SELECT p.item_id FROM scan_group g JOIN scan_page p ON p.group_id = g.id WHERE g.incoming_id = ?)`,
  ).run(incomingId);
  db.prepare('DELETE FROM scan_group WHERE incoming_id = ?').run(incomingId);
}
