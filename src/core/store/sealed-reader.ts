/** Reads ranges of a sealed file on disk, opening each chunk through its seal. */
import { type FileHandle, open } from 'node:fs/promises';
import { Failure } from '../../domain/errors.ts';
import { SEALED_CHUNK, SEALED_HEADER_BYTES, SealBroken, SealedLayout } from '../../formats/sealed/index.ts';
import type { BlobReader } from './types.ts';

/** Opened chunks kept: a viewer asks for neighbouring ranges. */
const KEPT = 4;
/** Chunks read at once while streaming. */
const GROUP = 4;
/** A whole chunk with its tag. */
const SEALED_FULL = SEALED_CHUNK + 16;

async function fill(handle: FileHandle, bytes: Buffer, offset: number): Promise<void> {
  let filled = 0;
  while (filled < bytes.byteLength) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.byteLength - filled, offset + filled);
    if (bytesRead === 0) throw new SealBroken('cut short while reading');
    filled += bytesRead;
  }
}
async function readExactly(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  await fill(handle, bytes, offset);
  return bytes;
}

/** A broken seal, told by the file's id. */
const damaged = (id: string, error: unknown): unknown =>
  error instanceof SealBroken ? new Failure('store.file_damaged', { id }, { cause: error }) : error;

class SealedReader implements BlobReader {
  readonly size: number;
  readonly #handle: FileHandle;
  readonly #layout: SealedLayout;
  readonly #key: Uint8Array;
  readonly #id: string;
  /** In order of use, the oldest first. */
  readonly #kept = new Map<number, Buffer>();
  constructor(handle: FileHandle, layout: SealedLayout, key: Uint8Array, id: string) {
    this.#handle = handle;
    this.#layout = layout;
    this.#key = key;
    this.#id = id;
    this.size = layout.size;
  }
  async read(offset: number, length: number): Promise<Uint8Array> {
    if (!Number.isSafeInteger(offset) || offset < 0 || !(length >= 0)) throw new RangeError('a range begins at 0 or later');
    try {
      // Even an empty file has a chunk, whose seal must hold.
      if (this.size === 0) await this.#chunk(0);
      const end = Math.min(this.size, offset + length);
      if (end <= offset) return new Uint8Array(0);
      const out = Buffer.alloc(end - offset);
      for (let index = Math.floor(offset / SEALED_CHUNK); index * SEALED_CHUNK < end; index++) {
        const start = index * SEALED_CHUNK;
        const plain = await this.#chunk(index);
        plain.copy(out, Math.max(0, start - offset), Math.max(0, offset - start), end - start);
      }
      return out;
    } catch (error) {
      throw damaged(this.#id, error);
    }
  }
  /**
   * The whole file in order, chunk by chunk. Several are read at once and none is kept: a big upload otherwise spends its
   * time on copies and on freeing them.
   */
  async *stream(): AsyncIterable<Uint8Array> {
    const group = Buffer.allocUnsafe(Math.min(this.#layout.chunks, GROUP) * SEALED_FULL);
    try {
      for (let first = 0; first < this.#layout.chunks; first += GROUP) {
        const last = Math.min(first + GROUP, this.#layout.chunks) - 1;
        const { offset } = this.#layout.place(first);
        const end = this.#layout.place(last);
        await fill(this.#handle, group.subarray(0, end.offset + end.length - offset), offset);
        for (let index = first; index <= last; index++) {
          const place = this.#layout.place(index);
          const plain = this.#layout.open(this.#key, index, group.subarray(place.offset - offset, place.offset - offset + place.length));
          if (plain.byteLength > 0) yield plain;
        }
      }
    } catch (error) {
      throw damaged(this.#id, error);
    }
  }
  async close(): Promise<void> {
    for (const chunk of this.#kept.values()) chunk.fill(0);
    this.#kept.clear();
    await this.#handle.close();
  }
  async #chunk(index: number): Promise<Buffer> {
    const kept = this.#kept.get(index);
    if (kept !== undefined) {
      this.#kept.delete(index);
      this.#kept.set(index, kept);
      return kept;
    }
    const { offset, length } = this.#layout.place(index);
    const plain = this.#layout.open(this.#key, index, await readExactly(this.#handle, offset, length));
    this.#kept.set(index, plain);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT) break;
      this.#kept.delete(oldest);
    }
    return plain;
  }
}

/**
 * @param id what a failure names
 * @throws Failure `store.file_damaged`; errors of the file system unchanged
 */
export async function openSealed(file: { readonly path: string; readonly key: Uint8Array }, id: string): Promise<BlobReader> {
  const handle = await open(file.path, 'r');
  try {
    const { size } = await handle.stat();
    const layout = new SealedLayout(size);
    SealedLayout.checkHeader(await readExactly(handle, 0, SEALED_HEADER_BYTES));
    return new SealedReader(handle, layout, file.key, id);
  } catch (error) {
    await handle.close();
    throw damaged(id, error);
  }
}
