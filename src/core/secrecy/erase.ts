/** Takes a document out of the store with everything that tells of it; the number it had stays, as one of the secret book. */
import type { BlobId } from '../../domain/ids.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';

/** Rows of these have a life of their own and only lose the reference; rows of any other table go with the document. */
const KEEPS_ITSELF: readonly string[] = ['incoming', 'outgoing', 'book_number', 'package', 'bundle_item', 'status_in', 'dispatch.after_id'];

interface Reference {
  readonly table: string;
  readonly column: string;
}
/** Whoever refers to this table, as the schema itself says. */
function referencesTo(store: Store, table: string): Reference[] {
  return store.db
    .prepare(
      `SELECT m.name AS "table", f."from" AS "column" FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f
       WHERE m.type = 'table' AND f."table" = ?`,
    )
    .all(table) as Reference[];
}

function erase(store: Store, table: string, id: string, depth = 0): void {
  if (depth > 6) throw new Error('a document refers to itself');
  for (const { table: other, column } of referencesTo(store, table)) {
    if (KEEPS_ITSELF.includes(other) || KEEPS_ITSELF.includes(`${other}.${column}`)) {
      store.db.prepare(`UPDATE "${other}" SET "${column}" = NULL WHERE "${column}" = ?`).run(id);
      continue;
    }
    const hasId = store.db.prepare(`SELECT 1 FROM pragma_table_info(?) WHERE name = 'id'`).get(other) !== undefined;
    if (hasId && referencesTo(store, other).length > 0)
      for (const row of store.db.prepare(`SELECT id FROM "${other}" WHERE "${column}" = ?`).pluck().all(id) as string[])
        erase(store, other, row, depth + 1);
    else store.db.prepare(`DELETE FROM "${other}" WHERE "${column}" = ?`).run(id);
  }
  store.db.prepare(`DELETE FROM "${table}" WHERE id = ?`).run(id);
}

/** Inside one transaction the rows, after it the bytes. */
export async function eraseDocument(store: Store, actor: Actor, kind: 'incoming' | 'outgoing', id: string): Promise<void> {
  const column = `${kind}_id`;
  const gone = store.tx(() => {
    const blobs = store.db
      .prepare(
        `SELECT blob_id FROM file WHERE ${column} = @id UNION SELECT blob_id FROM dispatch WHERE ${column} = @id AND blob_id IS NOT NULL
         UNION SELECT p.blob_id FROM incoming i JOIN package p ON p.id = i.package_id WHERE i.id = @id AND @kind = 'incoming' AND p.blob_id IS NOT NULL`,
      )
      .pluck()
      .all({ id, kind }) as BlobId[];
    const packageId = kind === 'incoming' ? store.db.prepare('SELECT package_id FROM incoming WHERE id = ?').pluck().get(id) : undefined;
    store.db.prepare(`UPDATE book_number SET state = 'secret', reason = NULL, allowed_by = NULL WHERE ${column} = ?`).run(id);
    erase(store, kind, id);
    if (typeof packageId === 'string')
      store.db
        .prepare(`UPDATE package SET state = 'quarantined', reason = ?, blob_id = NULL, size = 0 WHERE id = ?`)
        .run(JSON.stringify({ code: 'documents.secret' }), packageId);
    const unused = blobs.filter((blob) => !namedElsewhere(store, blob));
    const remove = store.db.prepare('DELETE FROM blob WHERE id = ?');
    for (const blob of unused) remove.run(blob);
    record(store, actor, 'secrecy.stop', kind, 'documents.secret');
    return unused;
  }, 'secrecy:erase');
  await store.vault.discard(gone);
}

const namedElsewhere = (store: Store, blob: string): boolean =>
  referencesTo(store, 'blob').some(
    ({ table, column }) => store.db.prepare(`SELECT 1 FROM "${table}" WHERE "${column}" = ?`).get(blob) !== undefined,
  );
