/** Copies with a mark or signature of their own, of a document that came in or left. */
import type { CopyRow } from '../../contract/page/signing.ts';
import type { Store } from '../store/types.ts';

export function copiesOf(store: Store, id: string): CopyRow[] {
  const rows = store.db
    .prepare(
      `SELECT c.id, c.kind, c.file_id, f.name, b.size, c.at, c.by_name FROM derived_copy c JOIN file f ON f.id = c.file_id
       JOIN blob b ON b.id = f.blob_id WHERE c.incoming_id = @id OR c.outgoing_id = @id ORDER BY c.seq DESC`,
    )
    .all({ id }) as { id: string; kind: string; file_id: string; name: string; size: number; at: number; by_name: string }[];
  return rows.map((r) => ({ id: r.id, kind: r.kind, fileId: r.file_id, name: r.name, size: r.size, at: r.at, by: r.by_name }));
}
