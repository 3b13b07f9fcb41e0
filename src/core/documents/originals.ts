/**
 * What came beside what a document has: the bytes of a file that was mended, and the file of the scanner whose pages were put
 * together anew. A file of the scanner that holds pages of a petition is nobody's to save.
 */
import type { OriginalFile } from '../../contract/page/originals.ts';
import { Failure } from '../../domain/errors.ts';
import { type BlobId, recordId } from '../../domain/ids.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';
import { addHistory } from './history.ts';

export interface OfDocument {
  readonly incomingId?: string | undefined;
  readonly outgoingId?: string | undefined;
}
export interface Original extends OriginalFile {
  readonly blobId: BlobId;
  /** A file of its own; else one of the scanner's. */
  readonly isFile: boolean;
}
interface Row {
  id: string;
  name: string;
  size: number;
  blobId: BlobId;
  mended: number;
  isFile: number;
}

export function originalsOf(store: Store, { incomingId, outgoingId }: OfDocument): Original[] {
  const rows = store.db
    .prepare<[object], Row>(
      `SELECT f.id, f.name, b.size, f.blob_id AS blobId, 1 AS mended, 1 AS isFile FROM file f JOIN blob b ON b.id = f.blob_id
       WHERE (f.incoming_id = $incoming OR f.outgoing_id = $outgoing) AND f.stage = 'as_came'
       UNION ALL
       SELECT i.id, i.name, b.size, b.id, i.came_blob_id IS NOT NULL, 0 FROM scan_item i
       JOIN blob b ON b.id = coalesce(i.came_blob_id, i.blob_id)
       WHERE i.id IN (SELECT p.item_id FROM scan_page p JOIN scan_group g ON g.id = p.group_id WHERE g.incoming_id = $incoming)
         AND (i.whole = 0 OR i.came_blob_id IS NOT NULL)
         AND NOT EXISTS (SELECT 1 FROM scan_page p JOIN scan_group g ON g.id = p.group_id WHERE p.item_id = i.id AND g.petition_id IS NOT NULL)
       ORDER BY 2, 1`,
    )
    .all({ incoming: incomingId ?? null, outgoing: outgoingId ?? null });
  return rows.map(({ mended, isFile, ...row }) => ({ ...row, mended: mended === 1, isFile: isFile === 1 }));
}
/** @throws Failure `files.not_found` where it is no original of this document */
export function originalOf(store: Store, document: OfDocument, id: string): Original {
  const found = originalsOf(store, document).find((one) => one.id === id);
  if (!found) throw new Failure('files.not_found');
  return found;
}
/** Of one that is no file of its own the history says it here. */
export function noteOriginalSaved(store: Store, actor: Actor, { incomingId, outgoingId }: OfDocument, name: string, place: string): void {
  const document = incomingId ? { incomingId: recordId(incomingId) } : outgoingId ? { outgoingId: recordId(outgoingId) } : undefined;
  if (document)
    store.tx(() => addHistory(store, actor, { ...document, act: 'file.saved_outside', params: { name, place } }), 'originals:saved');
}
