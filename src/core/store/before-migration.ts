/**
 * A store as it was before its schema changed: `before-migration/<version>/` in the profile holds the database (encrypted as
 * it is, opened and read after it was written) and the wrappings of its key. Vault files need no copy: a migration
 * changes none. Nothing is migrated without it; a program that does not get on with the new schema leads back here.
 */
import { closeSync, copyFileSync, existsSync, fsyncSync, openSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { z } from 'zod';
import { Failure } from '../../domain/errors.ts';
import { BACKUP_FILES } from './backup/layout.ts';
import { databasePath, keyDatabase, openDatabase, setStoreAside, storeFailure, takeLock } from './database.ts';
import { diskFailure, makeFolder, replaceFile, syncFolderNow } from './disk.ts';

type Db = Database.Database;
const FOLDER = 'before-migration';
const FACTS = 'copy.json';
/** Of so many versions. */
const KEPT = 2;
const KEPT_MS = 60 * 24 * 3600_000;
const facts = z.strictObject({ version: z.number().int(), seq: z.number().int(), at: z.number() });

const versionOf = (db: Db): number => Number(db.pragma('user_version', { simple: true }));
const seqOf = (db: Db): number => db.prepare<[], number>('SELECT last FROM sequence').pluck().get() ?? 0;
const folderOf = (dir: string, version: number): string => join(dir, FOLDER, String(version));

/** Versions of which a whole copy lies there, oldest first. */
export function copiesBeforeMigrations(dir: string): number[] {
  const root = join(dir, FOLDER);
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => a - b);
}

/** A copy of just this state is there already, from an earlier try. */
const holds = (dir: string, version: number, seq: number): boolean =>
  factsOf(dir, version)?.seq === seq && existsSync(join(folderOf(dir, version), BACKUP_FILES.database));

function factsOf(dir: string, version: number): z.infer<typeof facts> | undefined {
  try {
    return facts.parse(JSON.parse(readFileSync(join(folderOf(dir, version), FACTS), 'utf8')));
  } catch {
    return undefined;
  }
}

/** After some weeks of work nobody goes back any more, and what was destroyed since should not lie here for ever. */
export function dropOldCopies(dir: string, now: number): void {
  for (const version of copiesBeforeMigrations(dir)) {
    const at = factsOf(dir, version)?.at;
    if (at === undefined || now - at > KEPT_MS) rmSync(folderOf(dir, version), { recursive: true, force: true });
  }
}

function noRoom(error: unknown): unknown {
  const known = diskFailure(storeFailure(error));
  return known instanceof Failure && known.error.code === 'store.disk_full'
    ? new Failure('store.no_room_to_migrate', undefined, { cause: error })
    : known;
}

function begin(dir: string, version: number): string {
  const part = `${folderOf(dir, version)}.part`;
  rmSync(part, { recursive: true, force: true });
  makeFolder(part);
  return part;
}

/** Gives a proved copy its name; only then is it one. */
function finish(dir: string, version: number, seq: number, at: number): void {
  const part = `${folderOf(dir, version)}.part`;
  for (const file of [BACKUP_FILES.check, BACKUP_FILES.keys, BACKUP_FILES.keysAgain]) {
    if (!existsSync(join(dir, file))) continue;
    copyFileSync(join(dir, file), join(part, file));
    sync(join(part, file));
  }
  replaceFile(join(part, FACTS), JSON.stringify({ version, seq, at }));
  rmSync(folderOf(dir, version), { recursive: true, force: true });
  renameSync(part, folderOf(dir, version));
  syncFolderNow(join(dir, FOLDER));
  for (const old of copiesBeforeMigrations(dir).slice(0, -KEPT)) rmSync(folderOf(dir, old), { recursive: true, force: true });
}
function sync(path: string): void {
  const fd = openSync(path, 'r+');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/**
 * Before any step: the copy is there, or is made now. Only inside the store's lock.
 * @throws Failure `store.no_room_to_migrate`, `store.copy_damaged`
 */
export function requireCopy(db: Db, dir: string, key: Uint8Array, now: number): void {
  const [version, seq] = [versionOf(db), seqOf(db)];
  if (holds(dir, version, seq)) return;
  const part = begin(dir, version);
  try {
    const to = join(part, BACKUP_FILES.database);
    db.prepare('VACUUM INTO ?').run(to);
    sync(to);
    prove(part, key);
    finish(dir, version, seq, now);
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    throw noRoom(error);
  }
}

function prove(folder: string, key: Uint8Array): void {
  const copy = openDatabase(folder, key, false);
  try {
    keyDatabase(copy, key);
    const word = (copy.pragma('quick_check(1)') as { quick_check: string }[])[0]?.quick_check;
    if (word !== 'ok') throw new Failure('store.copy_damaged');
    copy.pragma('wal_checkpoint(TRUNCATE)');
    copy.pragma('journal_mode = DELETE');
  } finally {
    copy.close();
  }
}

/**
 * Puts the database of before a migration back; what was written since is moved aside, never deleted, and the vault
 * stays. The store must be closed. As after a restore it then waits for its reconciliation.
 * @throws Failure `store.no_such_copy`, `store.already_open`
 */
export function putBack(dir: string, version: number, now: number): void {
  const from = folderOf(dir, version);
  const kept = factsOf(dir, version);
  if (kept === undefined) throw new Failure('store.no_such_copy', { version });
  setStoreAside(dir, `set-aside-${now}`, { withVault: false });
  const lock = takeLock(dir);
  try {
    replaceFile(join(dir, 'restored.json'), JSON.stringify({ backupAt: kept.at, restoredAt: now }));
    copyFileSync(join(from, BACKUP_FILES.check), join(dir, BACKUP_FILES.check));
    sync(join(dir, BACKUP_FILES.check));
    const part = `${databasePath(dir)}.part`;
    copyFileSync(join(from, BACKUP_FILES.database), part);
    sync(part);
    renameSync(part, databasePath(dir));
    syncFolderNow(dir);
  } catch (error) {
    throw diskFailure(error);
  } finally {
    lock.release();
  }
}
