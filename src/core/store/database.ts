/**
 * The encrypted database file: SQLCipher 4 format under a raw key, and everything SQLite is told so that it neither
 * loses an acknowledged transaction nor writes plaintext anywhere.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Failure } from '../../domain/errors.ts';
import { makeFolder, replaceFile, syncFolderNow } from './disk.ts';
import type { Migration } from './migrations/index.ts';
import { keepStatements } from './statements.ts';

type Db = Database.Database;
/** The driver's own way to hand over a key, which its types do not name. */
type Keyed = Db & { key(key: Buffer): void; rekey(key: Buffer): void };

const FILES = { database: 'store.db', lock: 'store.lock', check: 'store.check' } as const;
export const databasePath = (dir: string): string => join(dir, FILES.database);

const codeOf = (error: unknown): string => (error instanceof Database.SqliteError ? error.code : '');

/** What SQLite reports about the disk, as a failure a person can act on; any other error unchanged. */
export function storeFailure(error: unknown): unknown {
  const code = codeOf(error);
  // The WAL's index is grown first; where that fails there is no room either.
  if (code === 'SQLITE_FULL' || code === 'SQLITE_IOERR_SHMSIZE') return new Failure('store.disk_full', undefined, { cause: error });
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return new Failure('store.damaged', undefined, { cause: error });
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN')) {
    return new Failure('store.read_only', undefined, { cause: error });
  }
  if (code.startsWith('SQLITE_IOERR')) return new Failure('store.disk_error', undefined, { cause: error });
  return error;
}

/**
 * Takes the profile for this process: an exclusive lock of the operating system on an empty file, which ends with the
 * process however it ends. A lock of its own, not `locking_mode=EXCLUSIVE`, so that a worker of this process may read
 * the database beside it. Nobody else may open and close that file: POSIX drops a process's locks at any close.
 */
export function takeLock(dir: string): { release(): void } {
  const lock = new Database(join(dir, FILES.lock), { timeout: 0 });
  try {
    lock.pragma('journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (codeOf(error).startsWith('SQLITE_BUSY')) throw new Failure('store.already_open', undefined, { cause: error });
    throw storeFailure(error);
  }
  return { release: () => lock.close() };
}

/**
 * Moves a store that no key opens any more (a set-up that was broken off before its keys were kept) into a folder of
 * its own beside the new one. Nothing is deleted: if it was the keys' file that got lost, a copy of it still opens this.
 */
export function setStoreAside(dir: string, name: string, { withVault = true } = {}): void {
  if (!existsSync(databasePath(dir))) return;
  const lock = takeLock(dir);
  try {
    const aside = join(dir, name);
    makeFolder(aside);
    for (const file of [...(withVault ? ['vault'] : []), FILES.check, `${FILES.database}-wal`, `${FILES.database}-shm`, FILES.database]) {
      if (existsSync(join(dir, file))) renameSync(join(dir, file), join(aside, file));
    }
    syncFolderNow(aside);
    syncFolderNow(dir);
  } finally {
    lock.release();
  }
}

/** Says whether a key is this store's without opening it: a damaged first page looks to SQLite like a wrong key. */
export const keyCheck = (key: Uint8Array): string => createHmac('sha256', key).update('tram-van-thu/store-check/v1').digest('hex');

function keyFits(dir: string, key: Uint8Array): boolean {
  const path = join(dir, FILES.check);
  if (!existsSync(path)) return false;
  const kept = Buffer.from(readFileSync(path, 'latin1').trim(), 'hex');
  const own = Buffer.from(keyCheck(key), 'hex');
  return kept.byteLength === own.byteLength && timingSafeEqual(kept, own);
}

/** The raw key in SQLCipher's notation `x'<64 hex digits>'`, built without a string that could not be wiped. */
function rawKey(key: Uint8Array): Buffer {
  const digits = '0123456789abcdef';
  const out = Buffer.alloc(key.byteLength * 2 + 3);
  out.write("x'", 0, 'latin1');
  key.forEach((byte, i) => {
    out[2 + 2 * i] = digits.charCodeAt(byte >> 4);
    out[3 + 2 * i] = digits.charCodeAt(byte & 15);
  });
  out.write("'", out.byteLength - 1, 'latin1');
  return out;
}

/** Gives a connection its key and sees that it opens the file; says nothing else to it. */
export function keyDatabase(db: Db, key: Uint8Array): void {
  db.pragma(`cipher = 'sqlcipher'`);
  db.pragma('legacy = 4');
  const raw = rawKey(key);
  try {
    (db as Keyed).key(raw);
  } finally {
    raw.fill(0);
  }
  db.prepare('SELECT count(*) FROM sqlite_schema').get();
}

function unlock(db: Db, key: Uint8Array): void {
  keyDatabase(db, key);
  configure(db);
}

/** Page cache in KiB: what a page costs to read is its decryption, not the disk. */
export const CACHE_KIB = 64 * 1024;
/** Pages of the log at which a commit itself brings them into the database; the store does it before, where it rests. */
const CHECKPOINT_PAGES = 8_000;

/** What SQLite is told, whoever opens the database and with or without a key (the benchmark's twin has none). */
export function configure(db: Db): void {
  // Sorts that do not fit the memory would else go in plaintext to the system's temporary folder.
  db.pragma('temp_store = MEMORY');
  db.pragma('trusted_schema = OFF');
  db.pragma('cell_size_check = ON');
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  // So that INSERT OR REPLACE fires the triggers that keep rows from being deleted.
  db.pragma('recursive_triggers = ON');
  // Zeroes what is deleted within a page; a page that becomes free keeps its ciphertext until it is used again.
  db.pragma('secure_delete = FAST');
  db.pragma(`cache_size = -${CACHE_KIB}`);
  db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  keepStatements(db);
}

/**
 * Opens (or with `create` makes) the database of a profile folder.
 * @throws Failure `store.missing`, `store.exists`, `store.wrong_key`, `store.damaged`, `store.read_only`, `store.disk_full`
 */
export function openDatabase(dir: string, key: Uint8Array, create: boolean): Db {
  const path = databasePath(dir);
  if (create) {
    if (existsSync(path)) throw new Failure('store.exists');
    makeFolder(dir);
    replaceFile(join(dir, FILES.check), keyCheck(key));
  } else if (!existsSync(path)) {
    throw new Failure('store.missing');
  }
  let db: Db | undefined;
  try {
    db = new Database(path, { fileMustExist: !create, timeout: 5_000 });
    unlock(db, key);
    if (create) syncFolderNow(dir);
    return db;
  } catch (error) {
    db?.close();
    if (codeOf(error) === 'SQLITE_NOTADB' && !keyFits(dir, key)) throw new Failure('store.wrong_key', undefined, { cause: error });
    throw storeFailure(error);
  }
}

/**
 * Writes a closed database anew under another key. For a copy that nothing depends on yet: a machine that ends meanwhile
 * leaves a journal that only the old key reads.
 */
export function rekeyDatabase(dir: string, oldKey: Uint8Array, newKey: Uint8Array): void {
  const db = openDatabase(dir, oldKey, false);
  const raw = rawKey(newKey);
  try {
    db.pragma('wal_checkpoint(TRUNCATE)');
    // The key is not changed in WAL mode.
    db.pragma('journal_mode = DELETE');
    (db as Keyed).rekey(raw);
  } finally {
    raw.fill(0);
    db.close();
  }
}

/**
 * Brings the schema to the newest version, each step in a transaction of its own.
 * @param before called once when an existing store is about to be changed
 * @throws Failure `store.newer_version` when a newer program wrote this store
 */
export function migrate(db: Db, migrations: readonly Migration[], before: (version: number) => void = () => undefined): void {
  const version = Number(db.pragma('user_version', { simple: true }));
  const newest = migrations.at(-1)?.version ?? 0;
  if (version > newest) throw new Failure('store.newer_version', { version, newest });
  if (version > 0 && version < newest) before(version);
  for (const step of migrations) {
    if (step.version <= version) continue;
    db.exec('BEGIN IMMEDIATE');
    try {
      db.exec(step.sql);
      db.pragma(`user_version = ${step.version}`);
      db.exec('COMMIT');
    } catch (error) {
      if (db.inTransaction) db.exec('ROLLBACK');
      throw storeFailure(error);
    }
  }
}
