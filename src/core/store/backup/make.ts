/** Making a backup: the database as one consistent copy, the vault files it names that are not there yet, proved, rotated. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { Failure } from '../../../domain/errors.ts';
import type { Mode } from '../../../domain/profile.ts';
import { diskFailure, makeFolder, replaceFile, syncFolder } from '../disk.ts';
import type { StoreKeys } from '../keys.ts';
import type { Store } from '../types.ts';
import { copyWhole, hashFile } from './copy.ts';
import { BACKUP_FILES, backupRoot, generations, readFileList, sealManifest, stampOf } from './layout.ts';
import type { Snapshot, SnapshotOrder } from './snapshot-worker.ts';

export interface BackupOptions {
  readonly store: Store;
  /** Profile folder. */
  readonly dir: string;
  readonly mode: Mode;
  readonly keys: Pick<StoreKeys, 'database' | 'backup'>;
  /** Folder on a second disk. */
  readonly target: string;
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
}

/** The last days, then the first of each month for a year. */
const KEEP_NEWEST = 7;
const KEEP_MONTHS = 12;

/** In a built program the worker is a file of its own beside the core. */
function workerPath(): string {
  if (import.meta.url.endsWith('.ts')) return fileURLToPath(new URL('snapshot-worker.ts', import.meta.url));
  const beside = fileURLToPath(new URL('snapshot-worker.js', import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL('../snapshot-worker.js', import.meta.url));
}

export function snapshot(order: SnapshotOrder): Promise<Snapshot> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerPath(), { workerData: { ...order, key: new Uint8Array(order.key) } });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Failure('backup.copy_failed', { code })));
  });
}

/**
 * Makes one backup. It counts only from the moment its folder has its name: what was broken off is swept at the next one.
 * @throws Failure `backup.target_missing`, `backup.target_inside`, `backup.cancelled`, `backup.copy_differs`,
 *   `backup.copy_failed`, `store.disk_full`, `store.read_only`
 */
export async function makeBackup(options: BackupOptions): Promise<MadeBackup> {
  const { store, dir, target, keys, signal } = options;
  if (!existsSync(target)) throw new Failure('backup.target_missing', { path: target });
  if (`${target}/`.startsWith(`${dir}/`)) throw new Failure('backup.target_inside');
  const stop = (): void => {
    if (signal?.aborted) throw new Failure('backup.cancelled');
  };
  const root = backupRoot(target, store.workstationId);
  makeFolder(root);
  sweep(root);
  const at = store.now();
  const final = join(root, freeStamp(root, at));
  const part = `${final}.part`;
  try {
    makeFolder(part);
    await copyWhole(join(dir, BACKUP_FILES.check), join(part, BACKUP_FILES.check));
    if (existsSync(join(dir, BACKUP_FILES.keys))) await copyWhole(join(dir, BACKUP_FILES.keys), join(part, BACKUP_FILES.keys));
    const held = await snapshot({ from: dir, to: join(part, BACKUP_FILES.database), key: keys.database });
    stop();
    const database = await hashFile(join(part, BACKUP_FILES.database));
    const delta = await copyVault(options, root, held.files, stop);
    const list = held.files.map((id) => `${id}\n`).join('');
    await writeFile(join(part, BACKUP_FILES.files), list, { mode: 0o600, flush: true });
    const manifest = sealManifest(
      {
        format: 1,
        mode: options.mode,
        workstationId: store.workstationId,
        createdAt: at,
        schema: held.schema,
        seq: held.seq,
        databaseBytes: database.bytes,
        databaseSha256: database.sha256,
        files: held.files.length,
        filesSha256: createHash('sha256').update(list).digest('hex'),
      },
      keys.backup,
    );
    stop();
    replaceFile(join(part, BACKUP_FILES.manifest), `${JSON.stringify(manifest, undefined, 1)}\n`);
    await rename(part, final);
    await syncFolder(root);
    await rotate(root);
    return { path: final, at, bytes: database.bytes + delta.bytes, files: held.files.length, newFiles: delta.count };
  } catch (error) {
    await rm(part, { recursive: true, force: true }).catch(() => undefined);
    throw diskFailure(error);
  }
}

function freeStamp(root: string, at: number): string {
  for (let time = at; ; time += 1000) if (!existsSync(join(root, stampOf(time)))) return stampOf(time);
}

async function copyVault(
  { store, dir, onProgress }: BackupOptions,
  root: string,
  ids: readonly string[],
  stop: () => void,
): Promise<{ bytes: number; count: number }> {
  let bytes = 0;
  let count = 0;
  for (const [i, id] of ids.entries()) {
    stop();
    const place = join('vault', id.slice(-2), id);
    const from = join(dir, place);
    const to = join(root, place);
    if (!sameSize(from, to)) {
      try {
        bytes += (await copyWhole(from, to)).bytes;
        count++;
      } catch (error) {
        // Destroyed meanwhile (a state secret): the copy of the database may name it, nobody else does.
        if (existsSync(from) || store.db.prepare('SELECT 1 FROM blob WHERE name = ? UNION ALL SELECT 1 FROM blob WHERE id = ?').get(id, id))
          throw error;
      }
    }
    onProgress?.(i + 1, ids.length);
  }
  return { bytes, count };
}
function sameSize(a: string, b: string): boolean {
  const size = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.size;
  return size(b) !== undefined && size(a) === size(b);
}

/** What an earlier backup left when it was broken off. */
function sweep(root: string): void {
  for (const name of readdirSync(root)) if (name.endsWith('.part')) rmSync(join(root, name), { recursive: true, force: true });
}

/** Which of the backups (oldest first) go. */
export function superseded(names: readonly string[]): string[] {
  const newest = names.slice(-KEEP_NEWEST);
  const months = new Map<string, string>();
  for (const name of names) if (!months.has(name.slice(0, 6))) months.set(name.slice(0, 6), name);
  const kept = new Set([...newest, ...[...months.values()].slice(-KEEP_MONTHS)]);
  return names.filter((name) => !kept.has(name));
}

/** Removes superseded backups and the vault files that none of the others names. */
async function rotate(root: string): Promise<void> {
  const all = generations(root).map((path) => basename(path));
  for (const name of superseded(all)) await rm(join(root, name), { recursive: true, force: true });
  const named = new Set(generations(root).flatMap(readFileList));
  const vault = join(root, 'vault');
  if (!existsSync(vault)) return;
  for (const folder of readdirSync(vault)) {
    for (const id of readdirSync(join(vault, folder))) if (!named.has(id)) await rm(join(vault, folder, id), { force: true });
  }
}
