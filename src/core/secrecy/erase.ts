/** Takes a document out of the store with everything that tells of it; the number it had stays, as one of the secret book. */
import type { BlobId } from '../../domain/ids.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { removeScans, scannedFrom } from '../scanning/remains.ts';
import type { Store } from '../store/types.ts';

/** Rows of these have a life of their own and only lose the reference; rows of any other table go with the document. */
const KEEPS_ITSELF: readonly string[] = ['incoming', 'outgoing', 'book_number', 'package', 'bundle_item', 'status_in', 'dispatch.after_id'];
/** The audit is a chain that nothing leaves: it holds ids and acts. */
const UNTOUCHED: readonly string[] = ['audit', 'destruction_item'];

interface Column {
  readonly table: string;
  readonly column: string;
}
/** Every text column of every table: a reference need not be declared as one. Shadow tables of the search index have none. */
const textColumns = (store: Store): Column[] =>
  store.db
    .prepare(
      `SELECT m.name AS "table", c.name AS "column" FROM sqlite_schema m JOIN pragma_table_info(m.name) c
       WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%' AND m.name NOT LIKE 'sqlite_%' AND c.type = 'TEXT' AND c.name LIKE '%id'`,
    )
    .all() as Column[];

function erase(store: Store, columns: readonly Column[], table: string, id: string, depth = 0): void {
  if (depth > 6) throw new Error('a document refers to itself');
  // First the row itself: what tells of a document may be deleted only once that does not stand any more.
  store.db.prepare(`DELETE FROM "${table}" WHERE id = ?`).run(id);
  for (const { table: other, column } of columns) {
    if (column === 'id' || UNTOUCHED.includes(other)) continue;
    if (KEEPS_ITSELF.includes(other) || KEEPS_ITSELF.includes(`${other}.${column}`)) {
      store.db.prepare(`UPDATE "${other}" SET "${column}" = NULL WHERE "${column}" = ?`).run(id);
      continue;
    }
    if (columns.some((one) => one.table === other && one.column === 'id')) {
      for (const row of store.db.prepare(`SELECT id FROM "${other}" WHERE "${column}" = ?`).pluck().all(id) as string[])
        erase(store, columns, other, row, depth + 1);
    } else store.db.prepare(`DELETE FROM "${other}" WHERE "${column}" = ?`).run(id);
  }
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
    if (kind === 'incoming') {
      blobs.push(...scannedFrom(store, id));
      removeScans(store, id);
    }
    const packageId = kind === 'incoming' ? store.db.prepare('SELECT package_id FROM incoming WHERE id = ?').pluck().get(id) : undefined;
    store.db.prepare(`UPDATE book_number SET state = 'secret', reason = NULL, allowed_by = NULL WHERE ${column} = ?`).run(id);
    // References are checked at the end of the transaction, when all is gone.
    store.db.pragma('defer_foreign_keys = ON');
    erase(store, textColumns(store), kind, id);
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
  (
    store.db
      .prepare(
        `SELECT m.name AS "table", f."from" AS "column" FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' AND f."table" = 'blob'`,
      )
      .all() as Column[]
  ).some(({ table, column }) => store.db.prepare(`SELECT 1 FROM "${table}" WHERE "${column}" = ?`).get(blob) !== undefined);
