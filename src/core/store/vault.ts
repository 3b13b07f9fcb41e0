/**
 * The vault: what documents consist of, one sealed file each under a key of its own (see `formats/sealed`); the keys
 * lie in the encrypted database. Files are written under `vault/tmp`, renamed when whole, and synced with their folder
 * before anything may name them; `vault/tmp` is swept at every start.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import type { SealedFile } from '../../contract/parser/index.ts';
import { Failure } from '../../domain/errors.ts';
import { type BlobId, blobId, uuidv7 } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import { Sealer } from '../../formats/sealed/index.ts';
import { diskFailure, syncFolder, syncFolderNow } from './disk.ts';
import { openSealed } from './sealed-reader.ts';
import type { BlobReader, BlobWriter, Vault, WrittenBlob } from './types.ts';

/** `put` and `readAll` hold the whole file in memory. */
const MAX_WHOLE = 64 * 1024 * 1024;
/** Plaintext sealed at once; keeps the ciphertext waiting for the disk small. */
const SLICE = 1024 * 1024;
const STREAM_CHUNK = 65_536;
const ORPHAN_GRACE_MS = 24 * 3600_000;
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export interface VaultOptions {
  /** Profile folder; the vault is `vault/` in it. */
  readonly dir: string;
  readonly db: Database.Database;
  now(): Instant;
}

/** No id leads out of the vault. */
function checkedId(id: string): string {
  if (!ID.test(id)) throw new RangeError('not a vault id');
  return id;
}

interface BlobRow {
  readonly key: Buffer;
  readonly size: number;
  readonly sha256: string;
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

class VaultWriter implements BlobWriter {
  readonly #files: FileVault;
  readonly #id: BlobId;
  readonly #key = randomBytes(32);
  readonly #handle: FileHandle;
  readonly #sealer: Sealer;
  #waiting: Uint8Array[] = [];
  #open = true;
  constructor(files: FileVault, id: BlobId, handle: FileHandle) {
    this.#files = files;
    this.#id = id;
    this.#handle = handle;
    this.#sealer = new Sealer(this.#key, (bytes) => this.#waiting.push(bytes));
  }
  async write(bytes: Uint8Array): Promise<void> {
    this.#assertOpen();
    try {
      for (let at = 0; at < bytes.byteLength; at += SLICE) {
        this.#sealer.push(bytes.subarray(at, at + SLICE));
        await this.#drain();
      }
    } catch (error) {
      await this.abort();
      throw diskFailure(error);
    }
  }
  async finish(): Promise<WrittenBlob> {
    this.#assertOpen();
    try {
      const { size, sha256 } = this.#sealer.finish();
      await this.#drain();
      await this.#handle.sync();
      await this.#close();
      await this.#files.settle(this.#id);
      return { id: this.#id, key: this.#key, size, sha256 };
    } catch (error) {
      await this.abort();
      throw diskFailure(error);
    }
  }
  async abort(): Promise<void> {
    await this.#close().catch(() => undefined);
    await rm(this.#files.temporary(this.#id), { force: true });
  }
  async #drain(): Promise<void> {
    const parts = this.#waiting;
    this.#waiting = [];
    for (const part of parts) {
      for (let at = 0; at < part.byteLength; ) at += (await this.#handle.write(part, at)).bytesWritten;
    }
  }
  async #close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await this.#handle.close();
  }
  #assertOpen(): void {
    if (!this.#open) throw new Error('this vault file was finished or aborted');
  }
}

export class FileVault implements Vault {
  readonly #root: string;
  readonly #db: Database.Database;
  readonly #now: () => Instant;
  readonly #select: Database.Statement<[string], BlobRow>;
  readonly #insert: Database.Statement<[string, Uint8Array, number, string, number]>;

  constructor(options: VaultOptions) {
    this.#root = join(options.dir, 'vault');
    this.#db = options.db;
    this.#now = () => options.now();
    this.#select = options.db.prepare('SELECT key, size, sha256 FROM blob WHERE id = ?');
    this.#insert = options.db.prepare('INSERT INTO blob (id, key, size, sha256, created_at) VALUES (?, ?, ?, ?, ?)');
    mkdirSync(join(this.#root, 'tmp'), { recursive: true, mode: 0o700 });
    syncFolderNow(options.dir);
    syncFolderNow(this.#root);
    // Whatever was being written when the process ended belongs to nothing.
    for (const name of readdirSync(join(this.#root, 'tmp'))) rmSync(join(this.#root, 'tmp', name), { recursive: true, force: true });
  }

  temporary(id: BlobId): string {
    return join(this.#root, 'tmp', checkedId(id));
  }
  /** The last two digits are random; the first ones of a UUIDv7 are the time and would fill one folder. */
  #folder(id: BlobId): string {
    return join(this.#root, checkedId(id).slice(-2));
  }
  #path(id: BlobId): string {
    return join(this.#folder(id), id);
  }
  #newId(): BlobId {
    return blobId(uuidv7(this.#now(), randomBytes(10)));
  }
  #row(id: BlobId): BlobRow {
    const row = this.#select.get(id);
    if (row === undefined) throw new Failure('store.file_unknown', { id });
    return row;
  }

  /** Moves a whole, synced temporary file to its place and syncs the folder. */
  async settle(id: BlobId): Promise<void> {
    const folder = this.#folder(id);
    const made = await mkdir(folder, { recursive: true, mode: 0o700 });
    await rename(this.temporary(id), this.#path(id));
    await syncFolder(folder);
    if (made !== undefined) await syncFolder(this.#root);
  }

  async create(): Promise<BlobWriter> {
    const id = this.#newId();
    try {
      return new VaultWriter(this, id, await open(this.temporary(id), 'wx', 0o600));
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
    const reader = await this.#reader({ path: this.#path(id), key: row.key }, id);
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
      for (let at = 0; at < reader.size; at += STREAM_CHUNK) yield await reader.read(at, STREAM_CHUNK);
    } finally {
      await reader.close();
    }
  }

  record(blob: WrittenBlob): void {
    if (!this.#db.inTransaction) throw new Error('record a vault file inside the transaction that needs it');
    this.#insert.run(blob.id, blob.key, blob.size, blob.sha256, this.#now());
  }

  sealed(id: BlobId): SealedFile {
    return { path: this.#path(id), key: new Uint8Array(this.#row(id).key) };
  }

  unrecorded(blob: WrittenBlob): SealedFile {
    return { path: this.#path(blob.id), key: blob.key };
  }

  reserve(count: number): { readonly id: BlobId; readonly file: SealedFile }[] {
    return Array.from({ length: count }, () => {
      const id = this.#newId();
      return { id, file: { path: this.temporary(id), key: new Uint8Array(randomBytes(32)) } };
    });
  }

  async adopt(id: BlobId, file: SealedFile): Promise<WrittenBlob> {
    const reader = await this.#reader(file, id);
    const hash = createHash('sha256');
    try {
      // An empty file has one chunk too, whose seal says that nothing was cut off.
      for (let at = 0; at === 0 || at < reader.size; at += STREAM_CHUNK) hash.update(await reader.read(at, STREAM_CHUNK));
    } finally {
      await reader.close();
    }
    const handle = await open(this.temporary(id), 'r+');
    await handle.sync().finally(() => handle.close());
    await this.settle(id);
    return { id, key: file.key, size: reader.size, sha256: hash.digest('hex') };
  }

  async discard(ids: readonly BlobId[]): Promise<void> {
    for (const id of ids) {
      await rm(this.temporary(id), { force: true });
      if (this.#select.get(id) === undefined) await rm(this.#path(id), { force: true });
    }
  }

  async sweepOrphans(graceMs: number = ORPHAN_GRACE_MS): Promise<number> {
    let removed = 0;
    for (const folder of await readdir(this.#root)) {
      if (!/^[0-9a-f]{2}$/.test(folder)) continue;
      for (const name of await readdir(join(this.#root, folder))) {
        const path = join(this.#root, folder, name);
        // A file without a row may be about to get one: only old ones belong to nothing.
        if (!ID.test(name) || this.#now() - (await stat(path)).mtimeMs < graceMs) continue;
        if (this.#select.get(name) !== undefined) continue;
        await rm(path, { force: true });
        removed++;
      }
    }
    return removed;
  }
}
