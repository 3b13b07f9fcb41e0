/** Files as a page reads them: ranges out of the vault, copies saved outside, uploads coming in. */
import { open } from 'node:fs/promises';
import { Failure } from '../../domain/errors.ts';
import type { BlobId, RecordId } from '../../domain/ids.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Leaving } from '../leaving/index.ts';
import type { BlobReader, Store } from '../store/types.ts';

interface FileRecord {
  name: string;
  detected: string;
  blob_id: BlobId;
  size: number;
  incoming_id: RecordId | null;
  outgoing_id: RecordId | null;
}

/** Open vault files of one page session; the last few stay open, since a viewer reads one file in many ranges. */
export class SessionFiles {
  readonly #store: Store;
  readonly #open = new Map<string, Promise<BlobReader>>();
  readonly #leaving: Leaving | undefined;
  constructor(store: Store, leaving?: Leaving) {
    this.#store = store;
    this.#leaving = leaving;
  }

  info(fileId: string): FileRecord {
    const row = this.#store.db
      .prepare(
        // An upload is looked at before it belongs to a document, or without ever belonging to one.
        `SELECT f.name, f.detected, f.blob_id, b.size, f.incoming_id, f.outgoing_id FROM file f JOIN blob b ON b.id = f.blob_id WHERE f.id = ?
         UNION ALL SELECT u.name, u.detected, u.blob_id, b.size, NULL, NULL FROM upload u JOIN blob b ON b.id = u.blob_id WHERE u.id = ?`,
      )
      .get(fileId, fileId) as FileRecord | undefined;
    if (!row) throw new Failure('files.not_found');
    return row;
  }

  async read(fileId: string, offset: number, length: number): Promise<Uint8Array> {
    const reader = await this.#reader(fileId);
    if (offset >= reader.size) return new Uint8Array(0);
    return reader.read(offset, Math.min(length, reader.size - offset));
  }

  /** A copy outside the store: the one allowed exit of plaintext, always recorded with its place (record keeping, 4). */
  async saveOutside(fileId: string, path: string, actor: Actor): Promise<void> {
    await this.saveBlobOutside(this.info(fileId).blob_id, path, actor, fileId);
  }

  /** The same of a vault file that no document names: a package set aside. */
  async saveBlobOutside(blob: BlobId, path: string, actor: Actor, object: string): Promise<void> {
    const target = await open(path, 'w', 0o600);
    try {
      for await (const chunk of this.#store.vault.stream(blob)) await target.write(chunk);
      await target.sync();
    } finally {
      await target.close();
    }
    // A package set aside is no file of a document.
    const isFile = this.#store.db.prepare('SELECT 1 FROM file WHERE id = ?').get(object) !== undefined;
    if (this.#leaving && isFile) this.#leaving.noteSaved(actor, object, path);
    else this.#store.tx(() => record(this.#store, actor, 'file.save_outside', object, 'ok'), 'file:outside');
  }

  async close(): Promise<void> {
    const readers = [...this.#open.values()];
    this.#open.clear();
    await Promise.allSettled(readers.map(async (reader) => (await reader).close()));
  }

  #reader(fileId: string): Promise<BlobReader> {
    const known = this.#open.get(fileId);
    if (known) {
      this.#open.delete(fileId);
      this.#open.set(fileId, known);
      return known;
    }
    const opened = this.#store.vault.open(this.info(fileId).blob_id);
    this.#open.set(fileId, opened);
    const [oldest] = this.#open;
    if (this.#open.size > 4 && oldest) {
      this.#open.delete(oldest[0]);
      void oldest[1].then((reader) => reader.close());
    }
    opened.catch(() => this.#open.delete(fileId));
    return opened;
  }
}
