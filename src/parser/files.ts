/**
 * Sealed vault files as the parser sees them: synchronous, by path and key, since a parser job has the process to
 * itself. Reading is random access with the last opened chunk kept; writing syncs the file and its folder before it
 * says done, so that the core may commit a row that names it.
 */
import { closeSync, constants, fstatSync, fsyncSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SealedFile } from '../contract/parser/index.ts';
import { SEALED_CHUNK, SEALED_HEADER_BYTES, SealBroken, SealedLayout, Sealer } from '../formats/sealed/index.ts';

export interface OpenSealed {
  /** Bytes of plaintext. */
  readonly size: number;
  /** Plaintext bytes `[offset, offset + length)`, shorter at the end of the file. Throws `SealBroken`. */
  read(offset: number, length: number): Buffer;
  /** The whole plaintext in order, one chunk at a time; a chunk is valid until the next one is asked for. */
  chunks(): Iterable<Buffer>;
  close(): void;
}

/** Opens a sealed file for reading; throws `SealBroken` for anything that is not one (or was cut), else the system's error. */
export function openSealed(file: SealedFile): OpenSealed {
  const fd = openSync(file.path, 'r');
  try {
    const layout = new SealedLayout(fstatSync(fd).size);
    SealedLayout.checkHeader(readExactly(fd, 0, SEALED_HEADER_BYTES));
    return new Opened(fd, file.key, layout);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

class Opened implements OpenSealed {
  readonly #fd: number;
  readonly #key: Uint8Array;
  readonly #layout: SealedLayout;
  #kept: { index: number; plain: Buffer } | undefined;
  #closed = false;
  constructor(fd: number, key: Uint8Array, layout: SealedLayout) {
    this.#fd = fd;
    this.#key = key;
    this.#layout = layout;
  }
  get size(): number {
    return this.#layout.size;
  }
  read(offset: number, length: number): Buffer {
    const from = Math.max(0, Math.min(offset, this.size));
    const to = Math.max(from, Math.min(offset + length, this.size));
    const out = Buffer.allocUnsafe(to - from);
    for (let at = from; at < to; ) {
      const index = Math.floor(at / SEALED_CHUNK);
      const plain = this.#chunk(index);
      at += plain.copy(out, at - from, at - index * SEALED_CHUNK, Math.min(plain.byteLength, to - index * SEALED_CHUNK));
    }
    return out;
  }
  *chunks(): Iterable<Buffer> {
    // One buffer for all ciphertext: a large file would else leave as much garbage as it is long.
    const sealed = Buffer.allocUnsafeSlow(this.#layout.place(0).length);
    for (let index = 0; index < this.#layout.chunks; index++) {
      const plain = this.#open(index, sealed);
      if (plain.byteLength > 0) yield plain;
    }
  }
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#kept?.plain.fill(0);
    this.#kept = undefined;
    closeSync(this.#fd);
  }
  #chunk(index: number): Buffer {
    if (this.#kept?.index === index) return this.#kept.plain;
    const plain = this.#open(index);
    this.#kept = { index, plain };
    return plain;
  }
  #open(index: number, into?: Buffer): Buffer {
    const { offset, length } = this.#layout.place(index);
    return this.#layout.open(this.#key, index, readExactly(this.#fd, offset, length, into));
  }
}

function readExactly(fd: number, offset: number, length: number, into?: Buffer): Buffer {
  const out = into ? into.subarray(0, length) : Buffer.allocUnsafe(length);
  for (let filled = 0; filled < length; ) {
    const got = readSync(fd, out, filled, length - filled, offset + filled);
    if (got === 0) throw new SealBroken('cut short');
    filled += got;
  }
  return out;
}

export interface CreateSealed {
  write(bytes: Uint8Array): void;
  /** Ends the file and syncs it and its folder. Size and lower-case hex SHA-256 of the plaintext. */
  finish(): { size: number; sha256: string };
  /** Removes what was written; does nothing after `finish`. */
  abort(): void;
}

/** Ciphertext gathered before it goes to the system, so that a chunk's header, body and tag are one write. */
const WRITE_BYTES = 512 * 1024;

/** Creates a sealed file that must not exist yet (its key seals this one content only). */
export function createSealed(file: SealedFile): CreateSealed {
  return new Created(file);
}

class Created implements CreateSealed {
  readonly #path: string;
  readonly #fd: number;
  readonly #sealer: Sealer;
  readonly #waiting = Buffer.allocUnsafe(WRITE_BYTES);
  #filled = 0;
  #open = true;
  constructor(file: SealedFile) {
    this.#path = file.path;
    this.#fd = openSync(file.path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
    this.#sealer = new Sealer(file.key, (bytes) => this.#emit(bytes));
  }
  write(bytes: Uint8Array): void {
    this.#sealer.push(bytes);
  }
  finish(): { size: number; sha256: string } {
    const result = this.#sealer.finish();
    this.#flush();
    fsyncSync(this.#fd);
    closeSync(this.#fd);
    this.#open = false;
    syncFolder(dirname(this.#path));
    return result;
  }
  abort(): void {
    if (!this.#open) return;
    this.#open = false;
    closeSync(this.#fd);
    unlinkSync(this.#path);
  }
  #emit(bytes: Uint8Array): void {
    if (this.#filled + bytes.byteLength > WRITE_BYTES) this.#flush();
    this.#waiting.set(bytes, this.#filled);
    this.#filled += bytes.byteLength;
  }
  #flush(): void {
    for (let at = 0; at < this.#filled; ) at += writeSync(this.#fd, this.#waiting, at, this.#filled - at);
    this.#filled = 0;
  }
}

/** The folder's entry is durable only after the folder itself was synced; Windows has no such call and needs none. */
function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
