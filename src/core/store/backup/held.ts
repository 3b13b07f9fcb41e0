/** What a database (of a profile, or the copy in a backup) says about its vault files; of any version of the schema. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Failure } from '../../../domain/errors.ts';
import { keyDatabase, storeFailure } from '../database.ts';
import { MIGRATIONS } from '../migrations/index.ts';
import { openSealed } from '../sealed-reader.ts';

export interface HeldFile {
  /** Name in the vault. */
  readonly name: string;
  readonly key: Uint8Array;
  readonly size: number;
  /** Of the plaintext. */
  readonly sha256: string;
}
const hasColumn = (db: Database.Database, table: string, column: string): boolean =>
  db.prepare('SELECT 1 FROM pragma_table_info(?) WHERE name = ?').get(table, column) !== undefined;

/** SQL for the name of a row's file in the vault. */
export const nameColumn = (db: Database.Database): string => (hasColumn(db, 'blob', 'name') ? 'coalesce(name, id)' : 'id');

/** Every vault file that a row names, each once, by name. */
export function heldFiles(db: Database.Database): HeldFile[] {
  const name = nameColumn(db);
  return db.prepare<[], HeldFile>(`SELECT ${name} AS name, key, size, sha256 FROM blob GROUP BY ${name} ORDER BY 1`).all();
}

/** Whether a row names this file: by the index, not by looking at all of them. */
export function namesFile(db: Database.Database, name: string): boolean {
  const byName = hasColumn(db, 'blob', 'name') ? 'SELECT 1 FROM blob WHERE name = @name UNION ALL ' : '';
  const unnamed = byName === '' ? '' : ' AND name IS NULL';
  return db.prepare(`${byName}SELECT 1 FROM blob WHERE id = @name${unnamed}`).get({ name }) !== undefined;
}

/** Where a file lies below a vault's folder. */
export const placeOf = (name: string): string => join(name.slice(-2), name);

/**
 * Opens the database of a backup where it lies, writing nothing beside it.
 * @throws Failure `store.wrong_key`, `store.damaged`, `store.newer_version`
 */
export function openBackupDatabase(path: string, key: Uint8Array): Database.Database {
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { readonly: true, fileMustExist: true, timeout: 5_000 });
    keyDatabase(db, key);
    db.pragma('temp_store = MEMORY');
    db.pragma('trusted_schema = OFF');
    const version = Number(db.pragma('user_version', { simple: true }));
    const newest = MIGRATIONS.at(-1)?.version ?? 0;
    if (version > newest) throw new Failure('store.newer_version', { version, newest });
    return db;
  } catch (error) {
    db?.close();
    throw storeFailure(error);
  }
}

const PART = 1024 * 1024;
/** Reads a vault file through all its seals; false where it is missing, damaged or another one. */
export async function fileHolds(path: string, file: HeldFile): Promise<boolean> {
  try {
    const reader = await openSealed({ path, key: file.key }, file.name);
    try {
      if (reader.size !== file.size) return false;
      const hash = createHash('sha256');
      // An empty file has one chunk too, whose seal says that nothing was cut off.
      for (let at = 0; at === 0 || at < reader.size; at += PART) hash.update(await reader.read(at, PART));
      return hash.digest('hex') === file.sha256;
    } finally {
      await reader.close();
    }
  } catch {
    return false;
  }
}
