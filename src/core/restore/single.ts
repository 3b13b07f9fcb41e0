/** Single documents out of a backup that is open for reading: looked for, compared with the store, lost files taken back. */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { HeldDocument, HeldFileRow } from '../../contract/page/restore.ts';
import { Failure } from '../../domain/errors.ts';
import type { BlobId, RecordId } from '../../domain/ids.ts';
import { foldVietnamese } from '../../domain/secrecy.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { addHistory } from '../documents/history.ts';
import { copyWhole } from '../store/backup/copy.ts';
import { fileHolds, type HeldFile, nameColumn, placeOf, vaultOf } from '../store/backup/index.ts';
import { openSealed } from '../store/sealed-reader.ts';
import type { Store } from '../store/types.ts';
import type { OpenBackup } from './index.ts';

type List = HeldDocument['list'];
const MOST = 100;

const COLUMNS: Readonly<Record<List, string>> = {
  incoming: `id, trim(coalesce('số đến ' || arrival_number || ' · ', '') || number || CASE WHEN notation = '' THEN '' ELSE '/' || notation END) AS code,
    coalesce(arrival_date, date, '') AS date, subject, sender_name AS who`,
  outgoing: `id, code, coalesce(date, '') AS date, subject, signer AS who`,
};

/** By words anywhere in subject, sender, code; newest first. */
export function searchBackup({ db }: OpenBackup, text: string): { rows: HeldDocument[]; more: boolean } {
  const words = foldVietnamese(text).split(/\s+/).filter(Boolean).slice(0, 8);
  const like = words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
  const where = words.map(() => `folded LIKE ? ESCAPE '\\'`).join(' AND ') || '1';
  const rows = (['incoming', 'outgoing'] as const).flatMap((list) =>
    db
      .prepare<unknown[], Omit<HeldDocument, 'list'>>(
        `SELECT ${COLUMNS[list]} FROM ${list} WHERE ${where} ORDER BY seq DESC LIMIT ${MOST + 1}`,
      )
      .all(...like)
      .map((row) => ({ list, ...row })),
  );
  return { rows: rows.slice(0, 2 * MOST), more: rows.length > 2 * MOST };
}

interface BackupFile extends HeldFile {
  readonly id: RecordId;
  readonly role: string;
  readonly stage: string;
  readonly position: number;
  readonly current: number;
  readonly fileName: string;
  readonly detected: string;
  readonly pages: number | null;
  readonly verdict: string | null;
  readonly createdAt: number;
}
const FILE = (name: string): string =>
  `SELECT f.id, f.role, f.stage, f.position, f.current, f.name AS fileName, f.detected, f.pages, f.verdict, f.created_at AS createdAt,
     ${name} AS name, b.key, b.size, b.sha256 FROM file f JOIN blob b ON b.id = f.blob_id`;
const qualified = ({ db }: OpenBackup): string => (nameColumn(db) === 'id' ? 'b.id' : 'coalesce(b.name, b.id)');

function filesOf(backup: OpenBackup, list: List, id: string): BackupFile[] {
  return backup.db.prepare<[string], BackupFile>(`${FILE(qualified(backup))} WHERE f.${list}_id = ? ORDER BY f.position, f.seq`).all(id);
}
const pathIn = ({ generation }: OpenBackup, file: HeldFile): string => join(vaultOf(generation), placeOf(file.name));

function documentHere(store: Store, list: List, id: string): { readonly destroyed: boolean } | undefined {
  const row = store.db.prepare<[string], { destruction_id: string | null }>(`SELECT destruction_id FROM ${list} WHERE id = ?`).get(id);
  return row && { destroyed: row.destruction_id !== null };
}
interface Own {
  readonly blobId: BlobId;
  readonly key: Uint8Array;
}
const ownFile = (store: Store, id: string): Own | undefined =>
  store.db.prepare<[string], Own>('SELECT f.blob_id AS blobId, b.key FROM file f JOIN blob b ON b.id = f.blob_id WHERE f.id = ?').get(id);

async function hereIs(store: Store, file: BackupFile): Promise<HeldFileRow['here']> {
  const own = ownFile(store, file.id);
  if (!own) return 'absent';
  return (await fileHolds(store.vault.sealed(own.blobId).path, { ...file, key: own.key })) ? 'whole' : 'lost';
}

/** The files of a document in the backup, each with how it is in the store. */
export async function backupDocument(
  backup: OpenBackup,
  store: Store,
  list: List,
  id: string,
): Promise<{ files: HeldFileRow[]; here: boolean; destroyed: boolean }> {
  const here = documentHere(store, list, id);
  const files: HeldFileRow[] = [];
  for (const file of filesOf(backup, list, id)) {
    files.push({ id: file.id, name: file.fileName, size: file.size, here: here?.destroyed ? 'absent' : await hereIs(store, file) });
  }
  return { files, here: here !== undefined, destroyed: here?.destroyed ?? false };
}

/**
 * Takes what is lost of a document's files back; whole ones stay as they are. Each is read through its seals first.
 * @throws Failure `restore.document_absent`, `restore.destroyed`, `backup.files_damaged`
 */
export async function takeBack(backup: OpenBackup, store: Store, actor: Actor, list: List, id: string): Promise<number> {
  const here = documentHere(store, list, id);
  if (!here) throw new Failure('restore.document_absent');
  if (here.destroyed) throw new Failure('restore.destroyed');
  let taken = 0;
  for (const file of filesOf(backup, list, id)) {
    const state = await hereIs(store, file);
    if (state === 'whole') continue;
    if (!(await fileHolds(pathIn(backup, file), file))) throw new Failure('backup.files_damaged', { count: 1 });
    await takeOne(backup, store, file, list, id, state);
    store.tx(() => {
      record(store, actor, 'restore.file', file.id, 'ok');
      addHistory(store, actor, {
        ...(list === 'incoming' ? { incomingId: id as RecordId } : { outgoingId: id as RecordId }),
        act: 'file.restored',
        params: { name: file.fileName, at: backup.manifest.createdAt },
      });
    }, 'restore:file');
    taken++;
  }
  return taken;
}

async function takeOne(
  backup: OpenBackup,
  store: Store,
  file: BackupFile,
  list: List,
  id: string,
  state: 'lost' | 'absent',
): Promise<void> {
  const own = ownFile(store, file.id);
  if (state === 'lost' && own && Buffer.from(own.key).equals(Buffer.from(file.key))) {
    // The same ciphertext: it goes back to its place.
    await copyWhole(pathIn(backup, file), store.vault.sealed(own.blobId).path);
    return;
  }
  const writer = await store.vault.create();
  const blob = await pour(backup, file, (bytes) => writer.write(bytes))
    .then(() => writer.finish())
    .catch(async (error: unknown) => {
      await writer.abort();
      throw error;
    });
  store.tx(() => {
    store.vault.record(blob);
    if (own) store.db.prepare('UPDATE file SET blob_id = ? WHERE id = ?').run(blob.id, file.id);
    else {
      store.db
        .prepare(
          `INSERT INTO file (id, ${list}_id, role, stage, position, current, name, detected, pages, verdict, blob_id, created_at, seq)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          file.id,
          id,
          file.role,
          file.stage,
          file.position,
          file.current,
          file.fileName,
          file.detected,
          file.pages,
          file.verdict,
          blob.id,
          file.createdAt,
          store.nextSeq(),
        );
    }
  }, 'restore:take');
}

const PART = 64 * 1024;
async function pour(backup: OpenBackup, file: BackupFile, write: (bytes: Uint8Array) => Promise<unknown>): Promise<void> {
  const reader = await openSealed({ path: pathIn(backup, file), key: file.key }, file.name);
  try {
    for (let at = 0; at < reader.size; at += PART) await write(await reader.read(at, PART));
  } finally {
    await reader.close();
  }
}

/** Name of a file of the backup. @throws Failure `files.not_found` */
export function backupFileName(backup: OpenBackup, fileId: string): string {
  return fileOf(backup, fileId).fileName;
}
/** A petition's files are nobody's by a role: the store that is restored asks who is named for the case. */
function fileOf(backup: OpenBackup, fileId: string): BackupFile {
  const file = backup.db.prepare<[string], BackupFile>(`${FILE(qualified(backup))} WHERE f.id = ? AND f.stage <> 'petition'`).get(fileId);
  if (!file) throw new Failure('files.not_found');
  return file;
}
/** Saves a file of the backup outside; recorded. @throws Failure `restore.destroyed` */
export async function saveFromBackup(backup: OpenBackup, store: Store, actor: Actor, fileId: string, path: string): Promise<void> {
  const file = fileOf(backup, fileId);
  if (store.db.prepare('SELECT 1 FROM destroyed_blob WHERE id = ?').get(file.name)) throw new Failure('restore.destroyed');
  const target = await open(path, 'w', 0o600);
  try {
    await pour(backup, file, (bytes) => target.write(bytes));
    await target.sync();
  } finally {
    await target.close();
  }
  store.tx(() => record(store, actor, 'restore.save_outside', fileId, 'ok'), 'restore:outside');
}
