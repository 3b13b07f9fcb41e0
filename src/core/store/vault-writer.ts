/** Seals what is written into a temporary file, which `settle` moves to its place when it is whole and synced. */
import { randomBytes } from 'node:crypto';
import { type FileHandle, rm } from 'node:fs/promises';
import type { BlobId } from '../../domain/ids.ts';
import { Sealer } from '../../formats/sealed/index.ts';
import { diskFailure } from './disk.ts';
import type { BlobWriter, WrittenBlob } from './types.ts';

/** Plaintext sealed at once; keeps the ciphertext waiting for the disk small. */
const SLICE = 1024 * 1024;

export interface Temporary {
  readonly id: BlobId;
  readonly path: string;
  readonly handle: FileHandle;
  settle(written: Omit<WrittenBlob, 'name'>): Promise<WrittenBlob>;
}

export class VaultWriter implements BlobWriter {
  readonly #file: Temporary;
  readonly #key = randomBytes(32);
  readonly #sealer: Sealer;
  #waiting: Uint8Array[] = [];
  #open = true;
  constructor(file: Temporary) {
    this.#file = file;
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
      await this.#file.handle.sync();
      await this.#close();
      return await this.#file.settle({ id: this.#file.id, key: this.#key, size, sha256 });
    } catch (error) {
      await this.abort();
      throw diskFailure(error);
    }
  }
  async abort(): Promise<void> {
    await this.#close().catch(() => undefined);
    await rm(this.#file.path, { force: true });
  }
  async #drain(): Promise<void> {
    const parts = this.#waiting;
    this.#waiting = [];
    for (const part of parts) {
      for (let at = 0; at < part.byteLength; ) at += (await this.#file.handle.write(part, at)).bytesWritten;
    }
  }
  async #close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await this.#file.handle.close();
  }
  #assertOpen(): void {
    if (!this.#open) throw new Error('this vault file was finished or aborted');
  }
}
