/** A file put beside a document: an attachment of a draft, or of an arrival “tài liệu kèm theo”, which came in no package and is told from what did. */
import { Failure } from '../../domain/errors.ts';
import type { RecordId } from '../../domain/ids.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';
import { addHistory } from './history.ts';
import { attachUpload } from './uploads.ts';

/** `file.stage` of what the office itself put beside an arrival. */
export const BESIDE = 'beside';
/** Out of use: nothing is put beside them any more. */
const ENDED = `('returned', 'withdrawn', 'recalled', 'merged')`;

export interface AttachTarget {
  readonly incomingId?: RecordId;
  readonly outgoingId?: RecordId;
}
/**
 * @returns the file's id
 * @throws Failure `files.attach_not_draft` (what was signed is changed no more), `files.attach_ended`, `files.no_such_upload`,
 *   `documents.secrecy_asked`, `documents.not_found`
 */
export function attachFile(store: Store, actor: Actor, uploadId: string, { incomingId, outgoingId }: AttachTarget): RecordId {
  return store.tx(() => {
    const target = outgoingId === undefined ? { incomingId: incomingId ?? ('' as RecordId) } : { outgoingId };
    if ('outgoingId' in target) {
      const state = store.db.prepare<[string], string>('SELECT state FROM outgoing WHERE id = ?').pluck().get(target.outgoingId);
      if (state === undefined) throw new Failure('documents.not_found');
      const signed = store.db
        .prepare<[string]>(`SELECT 1 FROM file WHERE outgoing_id = ? AND role = 'main' AND current = 1 AND stage <> 'original'`)
        .get(target.outgoingId);
      if (state !== 'draft' || signed !== undefined) throw new Failure('files.attach_not_draft');
    } else {
      const open = store.db
        .prepare<[string], number>(`SELECT state NOT IN ${ENDED} AND destruction_id IS NULL FROM incoming WHERE id = ?`)
        .pluck()
        .get(target.incomingId);
      if (open === undefined) throw new Failure('documents.not_found');
      if (open !== 1) throw new Failure('files.attach_ended');
    }
    const { id, name } = attachUpload(store, target, uploadId, 'incomingId' in target ? BESIDE : 'original');
    addHistory(store, actor, { ...target, act: 'file.beside', params: { name } });
    record(store, actor, 'file.attached', 'outgoingId' in target ? target.outgoingId : target.incomingId, 'ok');
    return id;
  }, 'files:attach');
}
