/**
 * Proving and restoring a backup. A restored store neither sends nor numbers before it was reconciled: the file
 * `restored.json` beside it says so to the next opening, and the database in the backup is not changed for it.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../../domain/errors.ts';
import type { Mode } from '../../../domain/profile.ts';
import { makeFolder, replaceFile, setStoreAside } from '../index.ts';
import type { StoreKeys } from '../keys.ts';
import { copyWhole, hashFile } from './copy.ts';
import { BACKUP_FILES, findBackup, type Manifest, manifestHolds, readFileList, readManifest, vaultOf } from './layout.ts';

export const RESTORED_MARK = 'restored.json';

/**
 * Checks what can be checked without reading a file's content: the manifest by its seal, the database and the list by
 * their hashes, every vault file there.
 * @throws Failure `backup.manifest_damaged`, `backup.database_damaged`, `backup.files_missing`
 */
export async function checkBackup(generation: string, keys: Pick<StoreKeys, 'backup'>): Promise<Manifest> {
  const manifest = readManifest(generation);
  if (!manifestHolds(manifest, keys.backup)) throw new Failure('backup.manifest_damaged');
  const database = await hashFile(join(generation, BACKUP_FILES.database));
  if (database.sha256 !== manifest.databaseSha256) throw new Failure('backup.database_damaged');
  const list = readFileSync(join(generation, BACKUP_FILES.files), 'utf8');
  if (createHash('sha256').update(list).digest('hex') !== manifest.filesSha256) throw new Failure('backup.manifest_damaged');
  const missing = readFileList(generation).filter((id) => !existsSync(join(vaultOf(generation), id.slice(-2), id)));
  if (missing.length > 0) throw new Failure('backup.files_missing', { count: missing.length, first: missing[0] ?? '' });
  return manifest;
}

export interface RestoreOptions {
  /** A backup, or a folder that holds some: the newest. */
  readonly from: string;
  /** Profile folder; what lies there is moved aside into it, never deleted. */
  readonly to: string;
  readonly mode: Mode;
  readonly now: number;
  /** For a trial only: without the mark that makes the store wait for its reconciliation. */
  readonly trial?: boolean;
  onProgress?(done: number, total: number): void;
}

/**
 * Restores a store as a whole, keys and all; the store must not be open. The keys' file comes last: without it there is
 * no profile, so a restore that was broken off leaves none.
 * @throws Failure `backup.none_here`, `backup.manifest_damaged`, `backup.other_mode`, `backup.without_keys`
 */
export async function restoreBackup(options: RestoreOptions): Promise<Manifest> {
  const generation = findBackup(options.from);
  const manifest = readManifest(generation);
  if (manifest.mode !== options.mode) throw new Failure('backup.other_mode');
  if (!existsSync(join(generation, BACKUP_FILES.keys))) throw new Failure('backup.without_keys');
  makeFolder(options.to);
  moveAside(options.to, `set-aside-${options.now}`);
  const ids = readFileList(generation);
  for (const [i, id] of ids.entries()) {
    const place = join(id.slice(-2), id);
    await copyWhole(join(vaultOf(generation), place), join(options.to, 'vault', place));
    options.onProgress?.(i + 1, ids.length);
  }
  const database = await copyWhole(join(generation, BACKUP_FILES.database), join(options.to, BACKUP_FILES.database));
  if (database.sha256 !== manifest.databaseSha256) throw new Failure('backup.database_damaged');
  await copyWhole(join(generation, BACKUP_FILES.check), join(options.to, BACKUP_FILES.check));
  if (options.trial !== true) {
    replaceFile(join(options.to, RESTORED_MARK), JSON.stringify({ backupAt: manifest.createdAt, restoredAt: options.now }));
  }
  await copyWhole(join(generation, BACKUP_FILES.keys), join(options.to, BACKUP_FILES.keys));
  return manifest;
}

function moveAside(dir: string, name: string): void {
  setStoreAside(dir, name);
  for (const file of [BACKUP_FILES.keys, 'keys-2.json', RESTORED_MARK]) {
    if (!existsSync(join(dir, file))) continue;
    makeFolder(join(dir, name));
    renameSync(join(dir, file), join(dir, name, file));
  }
}

/** When the backup was made that this profile was restored from, as long as nobody took note of it. */
export function restoredMark(dir: string): { readonly backupAt: number } | undefined {
  const path = join(dir, RESTORED_MARK);
  if (!existsSync(path)) return undefined;
  try {
    const mark = JSON.parse(readFileSync(path, 'utf8')) as { backupAt?: unknown };
    return { backupAt: typeof mark.backupAt === 'number' ? mark.backupAt : 0 };
  } catch {
    return { backupAt: 0 };
  }
}
export const clearRestoredMark = (dir: string): void => rmSync(join(dir, RESTORED_MARK), { force: true });
