/** Making a backup: the database as one consistent copy, the vault files it names that are not there yet, proved, rotated. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { type BackupReason, DEFAULT_KEEP, type KeepRule } from '../../../domain/backups.ts';
import { Failure } from '../../../domain/errors.ts';
import type { Mode } from '../../../domain/profile.ts';
import { diskFailure, isWritable, makeFolder, replaceFile, syncFolder } from '../disk.ts';
import type { StoreKeys } from '../keys.ts';
import { copyWhole } from './copy.ts';
import { addDestroyed, type DestroyedAct } from './destroyed.ts';
import { BACKUP_FILES, backupRoot, sealManifest, stampOf } from './layout.ts';
import { copyInThread, rotateInThread } from './worker.ts';

export interface BackupOptions {
  /** What it needs of the store: an open one fits, and so does one whose schema is about to be changed. */
  readonly store: { readonly workstationId: string; now(): number };
  /** Profile folder. */
  readonly dir: string;
  readonly mode: Mode;
  readonly keys: Pick<StoreKeys, 'database' | 'backup'>;
  /** Folder on a second disk. */
  readonly target: string;
  readonly reason?: BackupReason;
  readonly keep?: KeepRule;
  /** What was destroyed by decision: its bytes go from this place too. */
  readonly destroyed?: readonly DestroyedAct[];
  readonly signal?: AbortSignal;
  onProgress?(done: number, total: number): void;
}
export interface MadeBackup {
  readonly path: string;
  readonly at: number;
  /** Written now: database and new vault files. */
  readonly bytes: number;
  readonly files: number;
  readonly newFiles: number;
  /** Vault files of this machine that do not hold any more while the backup has them whole. */
  readonly damagedHere: readonly string[];
}

/** Every file that is in the backup already is compared again within so many backups. */
const RECHECK_WITHIN = 30;
const DAY_MS = 24 * 3600_000;

/**
 * Makes one backup. It counts only from the moment its folder has its name: what was broken off is swept at the next one.
 * @throws Failure `backup.target_missing`, `backup.target_inside`, `backup.cancelled`, `backup.copy_differs`,
 *   `backup.copy_failed`, `backup.target_full`, `backup.target_read_only`
 */
export async function makeBackup(options: BackupOptions): Promise<MadeBackup> {
  const { store, dir, target, keys, signal } = options;
  if (!existsSync(target)) throw new Failure('backup.target_missing', { path: target });
  if (!isWritable(target)) throw new Failure('backup.target_read_only', { path: target });
  if (`${target}${sep}`.startsWith(`${dir}${sep}`)) throw new Failure('backup.target_inside');
  const root = backupRoot(target, store.workstationId);
  try {
    makeFolder(root);
    sweep(root);
  } catch (error) {
    throw targetFailure(error, target);
  }
  const at = store.now();
  const final = join(root, freeStamp(root, at));
  const part = `${final}.part`;
  try {
    await addDestroyed(root, options.destroyed ?? [], keys.backup);
    makeFolder(part);
    await copyWhole(join(dir, BACKUP_FILES.check), join(part, BACKUP_FILES.check));
    for (const file of [BACKUP_FILES.keys, BACKUP_FILES.keysAgain]) {
      if (existsSync(join(dir, file))) await copyWhole(join(dir, file), join(part, file));
    }
    const held = await copyInThread(
      {
        kind: 'copy',
        key: keys.database,
        from: dir,
        to: join(part, BACKUP_FILES.database),
        vault: join(root, 'vault'),
        list: join(part, BACKUP_FILES.files),
        recheck: { share: Math.floor(at / DAY_MS) % RECHECK_WITHIN, of: RECHECK_WITHIN },
      },
      options,
    );
    const manifest = sealManifest(
      {
        format: 1,
        mode: options.mode,
        workstationId: store.workstationId,
        createdAt: at,
        schema: held.schema,
        seq: held.seq,
        databaseBytes: held.databaseBytes,
        databaseSha256: held.databaseSha256,
        files: held.files,
        filesSha256: held.filesSha256,
        reason: options.reason ?? 'daily',
      },
      keys.backup,
    );
    if (signal?.aborted) throw new Failure('backup.cancelled');
    replaceFile(join(part, BACKUP_FILES.manifest), `${JSON.stringify(manifest, undefined, 1)}\n`);
    await rename(part, final);
    await syncFolder(root);
    await rotateInThread({ root, keep: options.keep ?? DEFAULT_KEEP });
    return {
      path: final,
      at,
      bytes: held.databaseBytes + held.newBytes,
      files: held.files,
      newFiles: held.newFiles,
      damagedHere: held.damagedHere,
    };
  } catch (error) {
    await rm(part, { recursive: true, force: true }).catch(() => undefined);
    throw targetFailure(error, target);
  }
}
const OF_TARGET: Readonly<Record<string, string>> = {
  'store.disk_full': 'backup.target_full',
  'store.read_only': 'backup.target_read_only',
};
/** Only the place of the backup is written to: what was done at the desk is kept, and it is that disk which needs something. */
function targetFailure(error: unknown, target: string): unknown {
  const failed = diskFailure(error);
  const code = failed instanceof Failure ? OF_TARGET[failed.error.code] : undefined;
  return code === undefined ? failed : new Failure(code, { path: target }, { cause: error });
}

function freeStamp(root: string, at: number): string {
  for (let time = at; ; time += 1000) if (!existsSync(join(root, stampOf(time)))) return stampOf(time);
}

/** What an earlier backup left when it was broken off. */
function sweep(root: string): void {
  for (const name of readdirSync(root)) if (name.endsWith('.part')) rmSync(join(root, name), { recursive: true, force: true });
}
