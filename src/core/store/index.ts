/**
 * The store: the truth of the workstation, one encrypted database and one vault of sealed files in a profile folder.
 * It promises: an acknowledged transaction survives the machine's end; no document, name or subject lies on the disk
 * in plaintext; one process at a time writes a profile; what is damaged is reported, never read as if it were whole.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { Failure } from '../../domain/errors.ts';
import { type RecordId, recordId, uuidv7 } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { Clock } from '../clock.ts';
import { createKeeper, type Keeper } from '../history/keeper.ts';
import { createIndexer, type Indexer } from '../search/indexer.ts';
import { dropOldCopies, requireCopy } from './before-migration.ts';
import { migrate, openDatabase, storeFailure, takeLock } from './database.ts';
import { makeFolder } from './disk.ts';
import type { StoreKeys } from './keys.ts';
import { MIGRATIONS, type Migration } from './migrations/index.ts';
import { leaveMerging, type Rest, restOf } from './resting.ts';
import type { Store, Vault } from './types.ts';
import { FileVault } from './vault.ts';

export { copiesBeforeMigrations, putBack } from './before-migration.ts';
export { setStoreAside } from './database.ts';
export { makeFolder, replaceFile } from './disk.ts';
export { DATA_KEY_BYTES, deriveKeys, KEY_LABELS, type KeyLabel, type StoreKeys, zeroKeys } from './keys.ts';
export type { BlobReader, BlobWriter, Store, Vault, WrittenBlob } from './types.ts';

export interface OpenStoreOptions {
  /** Folder of the profile. */
  readonly dir: string;
  readonly keys: Pick<StoreKeys, 'database' | 'names'>;
  readonly clock: Clock;
  /** Makes a new store; fails with `store.exists` where there is one. */
  readonly create?: boolean;
  /** Given to a new store (else made up), compared with that of an existing one. */
  readonly workstationId?: string;
  /**
   * Called at `tx:begin:<label>`, `tx:before-commit:<label>` and `tx:after-commit:<label>`, so that a fault test can
   * end the process right there.
   */
  onPoint?(name: string): void;
  /** A copy that can be made again (a trial of a backup): its form is changed without copying it first. */
  readonly disposable?: boolean;
  /** Only for tests of migrations. */
  readonly migrations?: readonly Migration[];
}

const hasIndex = (db: Database.Database): boolean =>
  db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'search_dirty'`).get() !== undefined;

/** Documents whose words are written anew in one piece: some milliseconds. */
const LATER_AT_ONCE = 25;

class SqliteStore implements Store {
  readonly db: Database.Database;
  readonly vault: Vault;
  readonly workstationId: string;
  readonly #clock: Clock;
  readonly #lock: { release(): void };
  readonly #onPoint: (name: string) => void;
  readonly #indexer: Indexer | undefined;
  readonly #keeper: Keeper;
  readonly #nextSeq: Database.Statement<[], { last: number }>;
  readonly #getSetting: Database.Statement<[string], { value: string }>;
  readonly #putSetting: Database.Statement<[string, string]>;
  readonly #rest: Rest;
  readonly #hasLater: boolean;

  constructor(db: Database.Database, lock: { release(): void }, options: OpenStoreOptions) {
    this.db = db;
    this.#lock = lock;
    this.#clock = options.clock;
    this.#onPoint = (name) => options.onPoint?.(name);
    // Only a test of the first migrations has a store without it.
    this.#indexer = hasIndex(db) ? createIndexer(db) : undefined;
    this.#keeper = createKeeper(db);
    this.#hasLater = db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'search_later'`).get() !== undefined;
    leaveMerging(db);
    this.#rest = restOf(db, () => this.#indexOne());
    this.#nextSeq = db.prepare('UPDATE sequence SET last = last + 1 WHERE id = 1 RETURNING last');
    this.#getSetting = db.prepare('SELECT value FROM setting WHERE key = ?');
    this.#putSetting = db.prepare('INSERT INTO setting VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value');
    this.workstationId = this.#ownId(options.workstationId);
    this.vault = new FileVault({ dir: options.dir, db, names: options.keys.names, now: () => this.now() });
    this.#indexLeft();
    if (this.#laterWaits()) this.#rest.written();
  }

  #ownId(given: string | undefined): string {
    const kept = this.setting('workstation_id');
    if (kept === undefined) {
      const made = given ?? this.newId();
      this.setSetting('workstation_id', made);
      return made;
    }
    if (given !== undefined && given !== kept) throw new Failure('store.other_workstation');
    return kept;
  }

  /** Documents that a migration left without their words; in parts, so that a large store does not grow its WAL at once. */
  #indexLeft(): void {
    for (let left = true; this.#indexer && left; ) {
      this.db.exec('BEGIN IMMEDIATE');
      try {
        left = this.#indexer.settle(5_000) > 0;
        this.db.exec('COMMIT');
      } catch (error) {
        if (this.db.inTransaction) this.db.exec('ROLLBACK');
        throw storeFailure(error);
      }
    }
  }
  #laterWaits(): boolean {
    return this.#hasLater && this.db.prepare('SELECT 1 FROM search_later LIMIT 1').get() !== undefined;
  }
  /** Some of the documents whose words a migration wants anew without anybody waiting for it. */
  #indexOne(): boolean {
    if (!this.#laterWaits()) return false;
    this.db.exec('BEGIN IMMEDIATE');
    try {
      this.db.exec(`INSERT OR IGNORE INTO search_dirty SELECT list, seq FROM search_later ORDER BY list, seq LIMIT ${LATER_AT_ONCE};
        DELETE FROM search_later WHERE (list, seq) IN (SELECT list, seq FROM search_later ORDER BY list, seq LIMIT ${LATER_AT_ONCE})`);
      this.#indexer?.settle();
      this.db.exec('COMMIT');
      return true;
    } catch (error) {
      if (this.db.inTransaction) this.db.exec('ROLLBACK');
      throw error;
    }
  }
  tx<T>(work: () => T, label = 'unnamed'): T {
    if (this.db.inTransaction) throw new Error('a transaction cannot begin inside another');
    this.#onPoint(`tx:begin:${label}`);
    try {
      this.db.exec('BEGIN IMMEDIATE');
      const result = work();
      if (result instanceof Promise) {
        result.catch(() => undefined);
        throw new TypeError('the work of a transaction must be synchronous');
      }
      this.#keeper.settle();
      this.#indexer?.settle();
      this.#onPoint(`tx:before-commit:${label}`);
      this.db.exec('COMMIT');
      this.#onPoint(`tx:after-commit:${label}`);
      this.#rest.written();
      return result;
    } catch (error) {
      if (this.db.inTransaction) this.db.exec('ROLLBACK');
      throw storeFailure(error);
    }
  }

  nextSeq(): number {
    if (!this.db.inTransaction) throw new Error('a sequence is taken only inside a transaction');
    const row = this.#nextSeq.get();
    if (row === undefined) throw new Failure('store.damaged');
    return row.last;
  }

  newId(): RecordId {
    return recordId(uuidv7(this.now(), randomBytes(10)));
  }
  now(): Instant {
    return this.#clock.now();
  }
  setting(key: string): string | undefined {
    return this.#getSetting.get(key)?.value;
  }
  setSetting(key: string, value: string): void {
    this.#putSetting.run(key, value);
  }
  close(): void {
    this.#rest.stop();
    if (!this.db.open) return;
    this.db.close();
    this.#lock.release();
  }
}

/**
 * Opens the store of a profile folder, for this process alone. The keys stay the caller's to wipe.
 * @throws Failure `store.already_open`, `store.missing`, `store.exists`, `store.wrong_key`, `store.damaged`,
 *   `store.newer_version`, `store.no_room_to_migrate`, `store.other_workstation`, `store.read_only`, `store.disk_full`, `store.disk_error`
 */
export function openStore(options: OpenStoreOptions): Store {
  const create = options.create ?? false;
  if (create) makeFolder(options.dir);
  else if (!existsSync(options.dir)) throw new Failure('store.missing');
  const lock = takeLock(options.dir);
  let db: Database.Database | undefined;
  try {
    db = openDatabase(options.dir, options.keys.database, create);
    const opened = db;
    migrate(db, options.migrations ?? MIGRATIONS, () => {
      if (options.disposable !== true) requireCopy(opened, options.dir, options.keys.database, options.clock.now());
    });
    dropOldCopies(options.dir, options.clock.now());
    return new SqliteStore(db, lock, options);
  } catch (error) {
    db?.close();
    lock.release();
    throw storeFailure(error);
  }
}
