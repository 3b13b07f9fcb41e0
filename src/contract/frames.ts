/**
 * Messages of the command line's processes over a pipe: four bytes of length (little-endian), then the value as structured
 * clone. A pipe and not `fork`'s channel, since a child may then wait for its next message in the system's own read: it
 * starts without Node's sockets and is awake in a third of the time.
 */
// biome-ignore lint/style/noRestrictedImports: pipes are between processes of Node; nothing of the page reads this
import { deserialize, serialize } from 'node:v8';

/** The pipe's number in the child; 0 to 2 belong to whatever a library prints. */
export const FRAMES_FD = 3;
const HEAD = 4;
/** Longest value, bytes: a mended file travels whole. */
export const MAX_FRAME = 1 << 30;

/** @throws RangeError for a value longer than `MAX_FRAME` */
export function toFrame(value: unknown): Buffer {
  const body = serialize(value);
  if (body.byteLength > MAX_FRAME) throw new RangeError('frame too long');
  const frame = Buffer.allocUnsafeSlow(HEAD + body.byteLength);
  frame.writeUInt32LE(body.byteLength, 0);
  frame.set(body, HEAD);
  body.fill(0);
  return frame;
}

/** Puts values together again from pieces as they come. */
export class FrameReader {
  readonly #head = Buffer.alloc(HEAD);
  #body: Buffer | undefined;
  #have = 0;

  /** The next value, with `read` asked for bytes until it is whole; undefined where the pipe ended. @throws RangeError longer than `MAX_FRAME` */
  next(read: (into: Buffer) => number): { readonly value: unknown } | undefined {
    for (;;) {
      const got = read(this.#room());
      if (got === 0) return undefined;
      const whole = this.#filled(got);
      if (whole) return whole;
    }
  }
  /** Values that are whole with this piece. */
  *push(piece: Uint8Array): Iterable<unknown> {
    for (let at = 0; at < piece.byteLength; ) {
      const room = this.#room();
      const taken = piece.subarray(at, at + room.byteLength);
      room.set(taken);
      at += taken.byteLength;
      const whole = this.#filled(taken.byteLength);
      if (whole) yield whole.value;
    }
  }

  /** Where the bytes of this value belong that are still missing. */
  #room(): Buffer {
    return (this.#body ?? this.#head).subarray(this.#have);
  }
  #filled(bytes: number): { readonly value: unknown } | undefined {
    this.#have += bytes;
    if (this.#body === undefined) {
      if (this.#have < HEAD) return undefined;
      const length = this.#head.readUInt32LE(0);
      if (length > MAX_FRAME) throw new RangeError('frame too long');
      this.#body = Buffer.allocUnsafeSlow(length);
      this.#have = 0;
    }
    if (this.#have < this.#body.byteLength) return undefined;
    const body = this.#body;
    this.#body = undefined;
    this.#have = 0;
    return { value: deserialize(body) };
  }
}
