/**
 * The vault: what documents consist of, one sealed file each under a key of its own (see `formats/sealed`), named by a
 * keyed hash of its content (see `vault-names`); the keys lie in the encrypted database. Files are written under
 * `vault/tmp`, renamed when whole, and synced with their folder before anything may name them; `vault/tmp` is swept at
 * every start. Equal content lies there once, however many rows name it.
 */
import { createHash, type KeyObject, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type Database from 'better-sqlite3';
import type { SealedFile } from '../../contract/parser/index.ts';
import { Failure } from '../../domain/errors.ts';
import { type BlobId, blobId, uuidv7 } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import { diskFailure, syncFolder, syncFolderNow } from './disk.ts';
import { openSealed } from './sealed-reader.ts';
import type { BlobReader, BlobWriter, Vault, WrittenBlob } from './types.ts';
import { contentName, isVaultId, isVaultName, namesKey, placeOf } from './vault-names.ts';
import { VaultWriter } from './vault-writer.ts';

/** `put` and `readAll` hold the whole file in memory. */
const MAX_WHOLE = 64 * 1024 * 1024;
const STREAM_CHUNK = 65_536;
const ORPHAN_GRACE_MS = 24 * 3600_000;
/** Files written and perhaps not named yet; beyond so many those that rows name are let go of. */
const HELD = 1_000;

export interface VaultOptions {
  /** Profile folder; the vault is `vault/` in it. */
  readonly dir: string;
  readonly db: Database.Database;
  /** 32 bytes of which names are made; not needed for reading. */
  readonly names?: Uint8Array;
  /** A reader beside the process that owns the store: removes nothing. */
  readonly beside?: boolean;
  now(): Instant;
}

interface BlobRow {
  readonly key: Buffer;
  readonly size: number;
  readonly sha256: string;
  /** NULL: called by the row's id. */
  readonly name: string | null;
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';
/** Only a test of the first migrations has a store without names. */
const hasNames = (db: Database.Database): boolean => db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'blob_gone'`).get() !== undefined;

const statements = (db: Database.Database) => ({
  row: db.prepare<[string], BlobRow>('SELECT key, size, sha256, name FROM blob WHERE id = ?'),
  insert: db.prepare<[string, Uint8Array, number, string, number, string]>(
    'INSERT INTO blob (id, key, size, sha256, created_at, name) VALUES (?, ?, ?, ?, ?, ?)',
  ),
  same: db.prepare<[string, number], { id: string; key: Buffer; name: string | null }>(
    'SELECT id, key, name FROM blob WHERE sha256 = ? AND size = ? LIMIT 1',
  ),
  named: db.prepare<[string, string]>('SELECT 1 FROM blob WHERE name = ? UNION ALL SELECT 1 FROM blob WHERE id = ?'),
  gone: db.prepare<[], string>('SELECT name FROM blob_gone').pluck(),
  forget: db.prepare<[string]>('DELETE FROM blob_gone WHERE name = ?'),
});

export class FileVault implements Vault {
  readonly #root: string;
  readonly #db: Database.Database;
  readonly #names: KeyObject | undefined;
  readonly #now: () => Instant;
  readonly #sql: ReturnType<typeof statements> | undefined;
  /** Names of files that were written here and may be about to be named, by id. */
  readonly #held = new Map<string, string>();

  constructor(options: VaultOptions) {
    this.#root = join(options.dir, 'vault');
    this.#db = options.db;
    this.#names = options.names === undefined ? undefined : namesKey(options.names);
    this.#now = () => options.now();
    this.#sql = hasNames(options.db) ? statements(options.db) : undefined;
    if (options.beside === true) return;
    mkdirSync(join(this.#root, 'tmp'), { recursive: true, mode: 0o700 });
    syncFolderNow(options.dir);
    syncFolderNow(this.#root);
    // Whatever was being written when the process ended belongs to nothing.
    for (const name of readdirSync(join(this.#root, 'tmp'))) rmSync(join(this.#root, 'tmp', name), { recursive: true, force: true });
    this.#dropGone();
  }

  get #statements(): ReturnType<typeof statements> {
    if (this.#sql === undefined) throw new Error('the vault of a store that was not migrated');
    return this.#sql;
  }
  /** No id leads out of the vault. */
  #temporary(id: BlobId): string {
    if (!isVaultId(id)) throw new RangeError('not a vault id');
    return join(this.#root, 'tmp', id);
  }
  #path(name: string): string {
    return join(this.#root, placeOf(name));
  }
  #newId(): BlobId {
    return blobId(uuidv7(this.#now(), randomBytes(10)));
  }
  #row(id: BlobId): BlobRow {
    const row = this.#statements.row.get(id);
    if (row === undefined) throw new Failure('store.file_unknown', { id });
    return row;
  }

  /** Gives a whole, synced temporary file its name, or drops it where the same content lies in the vault already. */
  async #settle(written: Omit<WrittenBlob, 'name'>): Promise<WrittenBlob> {
    const same = await this.#sameContent(written);
    if (same !== undefined) {
      await rm(this.#temporary(written.id), { force: true });
      return { ...written, ...same };
    }
    if (this.#names === undefined) throw new Error('a vault that is only read');
    const name = contentName(this.#names, written.sha256, written.key);
    const path = this.#path(name);
    this.#hold(written.id, name);
    const made = await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await rename(this.#temporary(written.id), path);
    await syncFolder(dirname(path));
    if (made !== undefined) await syncFolder(this.#root);
    return { ...written, name };
  }

  /** A file with this content that a row names and that was read whole just now: a damaged one is not built upon. */
  async #sameContent({ id, sha256, size }: Omit<WrittenBlob, 'name'>): Promise<Pick<WrittenBlob, 'key' | 'name'> | undefined> {
    const row = this.#statements.same.get(sha256, size);
    if (row === undefined) return undefined;
    const name = row.name ?? row.id;
    this.#hold(id, name);
    const key = new Uint8Array(row.key);
    const whole = await this.#measure({ path: this.#path(name), key }, blobId(row.id)).catch(() => undefined);
    if (whole?.sha256 === sha256 && this.#isNamed(name)) return { key, name };
    this.#held.delete(id);
    return undefined;
  }

  #hold(id: string, name: string): void {
    if (this.#held.size > HELD) for (const held of this.#held.keys()) if (this.#statements.row.get(held)) this.#held.delete(held);
    this.#held.set(id, name);
  }
  #isNamed(name: string): boolean {
    return this.#statements.named.get(name, name) !== undefined;
  }
  #isHeld(name: string): boolean {
    return [...this.#held.values()].includes(name);
  }

  async create(): Promise<BlobWriter> {
    const id = this.#newId();
    const path = this.#temporary(id);
    try {
      return new VaultWriter({ id, path, handle: await open(path, 'wx', 0o600), settle: (written) => this.#settle(written) });
    } catch (error) {
      throw diskFailure(error);
    }
  }

  async put(bytes: Uint8Array): Promise<WrittenBlob> {
    if (bytes.byteLength > MAX_WHOLE) throw new RangeError('too large for put: write it in parts');
    const writer = await this.create();
    try {
      await writer.write(bytes);
      return await writer.finish();
    } catch (error) {
      await writer.abort();
      throw error;
    }
  }

  async open(id: BlobId): Promise<BlobReader> {
    const row = this.#row(id);
    const reader = await this.#reader({ path: this.#path(row.name ?? id), key: row.key }, id);
    if (reader.size === row.size) return reader;
    await reader.close();
    throw new Failure('store.file_damaged', { id });
  }

  async #reader(file: Pick<WrittenBlob, 'key'> & { readonly path: string }, id: BlobId): Promise<BlobReader> {
    try {
      return await openSealed(file, id);
    } catch (error) {
      if (isMissing(error)) throw new Failure('store.file_missing', { id }, { cause: error });
      throw diskFailure(error);
    }
  }

  async readAll(id: BlobId): Promise<Uint8Array> {
    const reader = await this.open(id);
    try {
      if (reader.size > MAX_WHOLE) throw new RangeError('too large to read whole');
      return await reader.read(0, reader.size);
    } finally {
      await reader.close();
    }
  }

  async *stream(id: BlobId): AsyncIterable<Uint8Array> {
    const reader = await this.open(id);
    try {
      yield* reader.stream();
    } finally {
      await reader.close();
    }
  }

  record(blob: WrittenBlob): void {
    if (!this.#db.inTransaction) throw new Error('record a vault file inside the transaction that needs it');
    this.#statements.insert.run(blob.id, blob.key, blob.size, blob.sha256, this.#now(), blob.name);
  }

  sealed(id: BlobId): SealedFile {
    const row = this.#row(id);
    return { path: this.#path(row.name ?? id), key: new Uint8Array(row.key) };
  }

  unrecorded(blob: WrittenBlob): SealedFile {
    return { path: this.#path(blob.name), key: blob.key };
  }

  reserve(count: number): { readonly id: BlobId; readonly file: SealedFile }[] {
    return Array.from({ length: count }, () => {
      const id = this.#newId();
      return { id, file: { path: this.#temporary(id), key: new Uint8Array(randomBytes(32)) } };
    });
  }

  async adopt(id: BlobId, file: SealedFile): Promise<WrittenBlob> {
    const { size, sha256 } = await this.#measure(file, id);
    const handle = await open(this.#temporary(id), 'r+');
    await handle.sync().finally(() => handle.close());
    return this.#settle({ id, key: file.key, size, sha256 });
  }

  /** Reads a file whole through its seals. */
  async #measure(file: SealedFile, id: BlobId): Promise<{ size: number; sha256: string }> {
    const reader = await this.#reader(file, id);
    const hash = createHash('sha256');
    try {
      // An empty file has one chunk too, whose seal says that nothing was cut off.
      for (let at = 0; at === 0 || at < reader.size; at += STREAM_CHUNK) hash.update(await reader.read(at, STREAM_CHUNK));
      return { size: reader.size, sha256: hash.digest('hex') };
    } finally {
      await reader.close();
    }
  }

  async discard(ids: readonly BlobId[]): Promise<void> {
    for (const id of ids) {
      await rm(this.#temporary(id), { force: true });
      const name = this.#held.get(id);
      this.#held.delete(id);
      if (name !== undefined) this.#dropUnnamed(name);
    }
    await this.#dropGoneInTurns();
  }

  /** In one go, so that no row can come to name it in between. False while another writing may be about to. */
  #dropUnnamed(name: string): boolean {
    if (this.#isNamed(name)) return true;
    if (this.#isHeld(name)) return false;
    rmSync(this.#path(name), { force: true });
    return true;
  }

  /** Files whose last row was deleted on purpose: there may be many, and a disk takes its time for each folder. */
  async #dropGoneInTurns(): Promise<void> {
    const sql = this.#sql;
    if (sql === undefined) return;
    const dropped: string[] = [];
    for (const name of sql.gone.all()) {
      // Closed meanwhile: the next opening does it.
      if (!this.#db.open) return;
      if (!isVaultName(name) || !this.#dropUnnamed(name)) continue;
      try {
        await syncFolder(dirname(this.#path(name)));
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
      dropped.push(name);
    }
    if (dropped.length === 0 || !this.#db.open) return;
    this.#db.transaction(() => {
      for (const name of dropped) sql.forget.run(name);
    })();
  }

  /** The same at the opening, when nobody waits. */
  #dropGone(): void {
    if (this.#sql === undefined) return;
    for (const name of this.#sql.gone.all()) {
      if (!isVaultName(name) || !this.#dropUnnamed(name)) continue;
      try {
        syncFolderNow(dirname(this.#path(name)));
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
      this.#sql.forget.run(name);
    }
  }

  async sweepOrphans(graceMs: number = ORPHAN_GRACE_MS): Promise<number> {
    let removed = 0;
    for (const folder of await readdir(this.#root)) {
      if (!/^[0-9a-f]{2}$/.test(folder)) continue;
      for (const name of await readdir(join(this.#root, folder))) {
        if (!isVaultName(name) || this.#isNamed(name)) continue;
        const path = join(this.#root, folder, name);
        // A file without a row may be about to get one: only old ones belong to nothing.
        const age = await stat(path).then(
          ({ mtimeMs }) => this.#now() - mtimeMs,
          () => 0,
        );
        if (age < graceMs || this.#isNamed(name) || this.#isHeld(name)) continue;
        rmSync(path, { force: true });
        removed++;
      }
    }
    return removed;
  }
}
