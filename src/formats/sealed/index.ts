/**
 * A sealed file: plaintext in chunks of 64 KiB, each under AES-256-GCM (NIST SP 800-38D) with a key that belongs to
 * this file alone. The nonce is the chunk's position and whether it is the last (the STREAM construction of Hoang,
 * Reyhanitabar, Rogaway and Vizár), so cutting, reordering and swapping chunks is detected, and any range can be read.
 *
 *   header  8 bytes  "TVTSEAL1"
 *   chunk   up to 65,536 bytes of ciphertext + 16 bytes of tag; only the last is shorter; an empty file has one empty chunk
 */
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';

export const SEALED_CHUNK = 65_536;
const TAG = 16;
const HEADER = Buffer.from('TVTSEAL1', 'latin1');

/** A sealed file that was cut, altered, swapped or opened with another key. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
}

const nonce = (index: number, last: boolean): Buffer => {
  const n = Buffer.alloc(12);
  n.writeUIntBE(index, 5, 6);
  n[11] = last ? 1 : 0;
  return n;
};

function sealChunk(key: Uint8Array, index: number, last: boolean, plain: Uint8Array): Buffer[] {
  const cipher = createCipheriv('aes-256-gcm', key, nonce(index, last));
  cipher.setAAD(HEADER);
  const body = cipher.update(plain);
  cipher.final();
  return [body, cipher.getAuthTag()];
}

/** Seals a stream of plaintext: give it bytes, it hands ciphertext to `emit` in order. */
export class Sealer {
  readonly #key: Uint8Array;
  readonly #emit: (bytes: Uint8Array) => void;
  readonly #hash = createHash('sha256');
  readonly #pending = Buffer.alloc(SEALED_CHUNK);
  #filled = 0;
  #index = 0;
  #size = 0;
  #finished = false;
  constructor(key: Uint8Array, emit: (bytes: Uint8Array) => void) {
    this.#key = key;
    this.#emit = emit;
    emit(HEADER);
  }
  push(plain: Uint8Array): void {
    this.#assertOpen();
    this.#hash.update(plain);
    this.#size += plain.byteLength;
    let at = 0;
    while (at < plain.byteLength) {
      // A full chunk goes out only when more follows: the last one carries the end mark.
      if (this.#filled === SEALED_CHUNK) this.#flush(false);
      const take = Math.min(SEALED_CHUNK - this.#filled, plain.byteLength - at);
      this.#pending.set(plain.subarray(at, at + take), this.#filled);
      this.#filled += take;
      at += take;
    }
  }
  /** Size in bytes and lower-case hex SHA-256 of the plaintext. */
  finish(): { size: number; sha256: string } {
    this.#assertOpen();
    this.#finished = true;
    this.#flush(true);
    this.#pending.fill(0);
    return { size: this.#size, sha256: this.#hash.digest('hex') };
  }
  /** A second ending would use a nonce twice, which gives GCM away. */
  #assertOpen(): void {
    if (this.#finished) throw new Error('this sealed file is finished');
  }
  #flush(last: boolean): void {
    for (const part of sealChunk(this.#key, this.#index++, last, this.#pending.subarray(0, this.#filled))) this.#emit(part);
    this.#filled = 0;
  }
}

/** Where the chunks of a sealed file lie, and how each opens. Pure: the caller reads the bytes. */
export class SealedLayout {
  /** Bytes of plaintext. */
  readonly size: number;
  readonly #chunks: number;
  constructor(fileSize: number) {
    const body = fileSize - HEADER.byteLength;
    const full = SEALED_CHUNK + TAG;
    this.#chunks = Math.ceil(body / full);
    const lastBytes = body - (this.#chunks - 1) * full;
    if (body < TAG || lastBytes < TAG) throw new SealBroken('cut short');
    this.size = body - this.#chunks * TAG;
  }
  get chunks(): number {
    return this.#chunks;
  }
  /** Offset and length in the file of a chunk's ciphertext with its tag. */
  place(index: number): { offset: number; length: number } {
    if (!Number.isInteger(index) || index < 0 || index >= this.#chunks) throw new RangeError('no such chunk');
    const full = SEALED_CHUNK + TAG;
    const offset = HEADER.byteLength + index * full;
    const last = index === this.#chunks - 1;
    return { offset, length: last ? this.size - index * SEALED_CHUNK + TAG : full };
  }
  static checkHeader(head: Uint8Array): void {
    if (!HEADER.equals(head.subarray(0, HEADER.byteLength))) throw new SealBroken('not a sealed file');
  }
  open(key: Uint8Array, index: number, sealed: Uint8Array): Buffer {
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, nonce(index, index === this.#chunks - 1));
      decipher.setAAD(HEADER);
      decipher.setAuthTag(sealed.subarray(sealed.byteLength - TAG));
      const plain = decipher.update(sealed.subarray(0, sealed.byteLength - TAG));
      decipher.final();
      return plain;
    } catch (error) {
      throw new SealBroken(`chunk ${index}`, { cause: error });
    }
  }
}

/** Bytes of the header: read them first and give them to `SealedLayout.checkHeader`. */
export const SEALED_HEADER_BYTES = HEADER.byteLength;
