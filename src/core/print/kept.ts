/** Files that the office made of its own records, kept in the store: prints, workbooks, Word documents. Read by `files.read`. */

import type { PrintedFile } from '../../contract/page/registers.ts';
import type { AuditAct } from '../../domain/auditActs.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Store, WrittenBlob } from '../store/types.ts';

export interface KeptFile {
  readonly blob: WrittenBlob;
  readonly name: string;
  /** `pdf`, or `ooxml` of a workbook or a Word document. */
  readonly detected: 'pdf' | 'ooxml';
  readonly organId?: string;
}

/** Inside the caller's transaction. */
export function keepWithin(store: Store, { blob, name, detected, organId }: KeptFile): PrintedFile {
  store.vault.record(blob);
  const fileId = store.newId();
  store.db
    .prepare(
      `INSERT INTO file (id, role, position, name, detected, blob_id, created_at, seq, organ_id) VALUES (?, 'register', 0, ?, ?, ?, ?, ?, ?)`,
    )
    .run(fileId, name, detected, blob.id, store.now(), store.nextSeq(), organId ?? null);
  return { fileId, size: blob.size, name };
}

/** Such a file, and nobody's document. */
export const isMade = (store: Store, fileId: string): boolean =>
  store.db
    .prepare(`SELECT 1 FROM file WHERE id = ? AND role = 'register' AND stage = 'original' AND incoming_id IS NULL AND outgoing_id IS NULL`)
    .get(fileId) !== undefined;

/** With its line in the audit. */
export const keepFile = (store: Store, actor: Actor, file: KeptFile, act: AuditAct, object: string): PrintedFile =>
  store.tx(() => {
    const kept = keepWithin(store, file);
    record(store, actor, act, object, file.name);
    return kept;
  }, 'print:keep');
