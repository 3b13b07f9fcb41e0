/**
 * A package that somebody opened from a file: nobody vouches for where it comes from, and a document taken in on its word
 * alone would stand in the way of the real one with the same id. It goes to the place of what waits for a person.
 */
import { Failure } from '../../domain/errors.ts';
import type { BlobId } from '../../domain/ids.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';
import { requireReconciled } from '../store/waiting.ts';
import { BY_HAND } from './take.ts';

/** Begins the `doc_id` of such a package. */
export const OPENED = 'tep-';

/**
 * @param uploadId the file, which is in the store already
 * @throws Failure `reconcile.first`, `files.no_such_upload`, `folder.not_a_package`, `folder.opened_again`
 */
export function takeOpened(store: Store, actor: Actor, uploadId: string): void {
  requireReconciled(store);
  store.tx(() => {
    const upload = store.db
      .prepare('SELECT u.blob_id, u.name, u.detected, b.size, b.sha256 FROM upload u JOIN blob b ON b.id = u.blob_id WHERE u.id = ?')
      .get(uploadId) as { blob_id: BlobId; name: string; detected: string; size: number; sha256: string } | undefined;
    if (!upload) throw new Failure('files.no_such_upload');
    if (upload.detected !== 'xml') throw new Failure('folder.not_a_package', { name: upload.name });
    const docId = `${OPENED}${upload.sha256.slice(0, 24)}`;
    const known = store.db.prepare('SELECT 1 FROM package WHERE organ_id = ? AND doc_id = ?').get(BY_HAND, docId);
    if (known) throw new Failure('folder.opened_again', { name: upload.name });
    store.db
      .prepare(
        `INSERT INTO package (id, organ_id, doc_id, message_type, sender, state, blob_id, size, listed_at, seq) VALUES (?, ?, ?, 'edoc', ?, 'listed', ?, ?, ?, ?)`,
      )
      .run(store.newId(), BY_HAND, docId, '', upload.blob_id, upload.size, store.now(), store.nextSeq());
    store.db.prepare('DELETE FROM upload WHERE id = ?').run(uploadId);
    record(store, actor, 'folder.opened', docId);
  }, 'folder:opened');
}
