/** Random access to bytes: a sealed file, a buffer, or the first part of either. */
export interface ByteSource {
  readonly size: number;
  /** At most `length` bytes from `offset`; fewer only at the end. The result must not be changed. */
  read(offset: number, length: number): Uint8Array;
  /** Fills a buffer of the caller's instead, so that passing over a large file leaves no garbage; answers how much it got. */
  readInto?(offset: number, into: Uint8Array): number;
  /** How many bytes are best asked for at once where a few of them are wanted; without it, as many as a sealed piece has. */
  readonly stride?: number;
}

/** Hands a stretch of a source on in pieces; a piece is valid until the next one. False where the source ends early. */
export function eachPiece(source: ByteSource, from: number, to: number, take: (piece: Uint8Array) => void): boolean {
  const buffer = source.readInto ? Buffer.allocUnsafe(Math.min(PIECE, Math.max(0, to - from))) : undefined;
  for (let at = from; at < to; ) {
    const wanted = Math.min(PIECE, to - at);
    const piece = buffer && source.readInto ? buffer.subarray(0, source.readInto(at, buffer.subarray(0, wanted))) : source.read(at, wanted);
    if (piece.byteLength === 0) return false;
    take(piece);
    at += piece.byteLength;
  }
  return true;
}
const PIECE = 1 << 18;

export const bytesSource = (bytes: Uint8Array): ByteSource => ({
  size: bytes.byteLength,
  read: (offset, length) => bytes.subarray(offset, offset + length),
});

/** The first `size` bytes of a source: a file as it was at an earlier revision. */
export const headOf = (source: ByteSource, size: number): ByteSource => ({
  size: Math.min(size, source.size),
  read: (offset, length) => source.read(offset, Math.max(0, Math.min(length, size - offset))),
  ...(source.stride === undefined ? {} : { stride: source.stride }),
});

const BLOCK = 65_536;
/** Of what is kept of a file at once. */
const KEPT_BYTES = 16 * BLOCK;

/** Byte by byte over a source, through a few cached blocks. */
export class Bytes {
  readonly source: ByteSource;
  readonly #blocks = new Map<number, Uint8Array>();
  readonly #stride: number;
  #at = -1;
  #block: Uint8Array = new Uint8Array(0);
  constructor(source: ByteSource) {
    this.source = source;
    this.#stride = source.stride ?? BLOCK;
  }
  get size(): number {
    return this.source.size;
  }
  /** The byte at `pos`, or -1 outside the file. */
  at(pos: number): number {
    const index = Math.floor(pos / this.#stride);
    if (index !== this.#at) {
      if (pos < 0 || pos >= this.source.size) return -1;
      this.#load(index);
    }
    return this.#block[pos - index * this.#stride] ?? -1;
  }
  slice(start: number, end: number): Uint8Array {
    const from = Math.max(0, start);
    return this.source.read(from, Math.max(0, Math.min(end, this.source.size) - from));
  }
  /** Whether the ASCII text stands at `pos`. */
  is(pos: number, text: string): boolean {
    for (let i = 0; i < text.length; i++) if (this.at(pos + i) !== text.charCodeAt(i)) return false;
    return true;
  }
  #load(index: number): void {
    let block = this.#blocks.get(index);
    if (!block) {
      block = this.source.read(index * this.#stride, this.#stride);
      if (this.#blocks.size * this.#stride >= KEPT_BYTES) {
        const oldest = this.#blocks.keys().next().value;
        if (oldest !== undefined) this.#blocks.delete(oldest);
      }
      this.#blocks.set(index, block);
    }
    this.#at = index;
    this.#block = block;
  }
}
