import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SEALED_CHUNK, SEALED_HEADER_BYTES, SealBroken, SealedLayout, Sealer } from './index.ts';

const CHUNK = SEALED_CHUNK + 16;

function seal(key: Uint8Array, plain: Uint8Array, pieces: number[] = []): Buffer {
  const out: Uint8Array[] = [];
  const sealer = new Sealer(key, (bytes) => out.push(bytes));
  let at = 0;
  for (const piece of pieces) {
    sealer.push(plain.subarray(at, at + piece));
    at = Math.min(plain.byteLength, at + piece);
  }
  sealer.push(plain.subarray(at));
  const { size, sha256 } = sealer.finish();
  expect(size).toBe(plain.byteLength);
  expect(sha256).toBe(createHash('sha256').update(plain).digest('hex'));
  return Buffer.concat(out);
}
function read(key: Uint8Array, sealed: Uint8Array): Buffer {
  const layout = new SealedLayout(sealed.byteLength);
  SealedLayout.checkHeader(sealed);
  const chunks = Array.from({ length: layout.chunks }, (_, i) => {
    const { offset, length } = layout.place(i);
    return layout.open(key, i, sealed.subarray(offset, offset + length));
  });
  return Buffer.concat(chunks);
}
/** Sizes around the chunk's borders, where mistakes would be. */
const sizes = fc.oneof(
  fc.integer({ min: 0, max: 300 }),
  fc.integer({ min: SEALED_CHUNK - 2, max: SEALED_CHUNK + 2 }),
  fc.integer({ min: 3 * SEALED_CHUNK - 2, max: 3 * SEALED_CHUNK + 2 }),
);
const bytesOf = (size: number): Buffer => randomBytes(size);

describe('a sealed file', () => {
  it('opens to what was sealed, however it was handed over in pieces', () => {
    fc.assert(
      fc.property(sizes, fc.array(fc.integer({ min: 0, max: 70_000 }), { maxLength: 6 }), (size, pieces) => {
        const [key, plain] = [randomBytes(32), bytesOf(size)];
        expect(read(key, seal(key, plain, pieces)).equals(plain)).toBe(true);
        expect(new SealedLayout(seal(key, plain).byteLength).size).toBe(size);
      }),
      { numRuns: 60 },
    );
  });

  it('shows every cut, wherever it is made', () => {
    const [key, plain] = [randomBytes(32), bytesOf(2 * SEALED_CHUNK + 500)];
    const sealed = seal(key, plain);
    fc.assert(
      fc.property(
        fc.oneof(
          fc.integer({ min: 0, max: sealed.byteLength - 1 }),
          fc.constantFrom(SEALED_HEADER_BYTES, SEALED_HEADER_BYTES + CHUNK, SEALED_HEADER_BYTES + 2 * CHUNK),
        ),
        (length) => {
          expect(() => read(key, sealed.subarray(0, length))).toThrow(SealBroken);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('shows every changed bit and every byte added', () => {
    const [key, plain] = [randomBytes(32), bytesOf(SEALED_CHUNK + 300)];
    const sealed = seal(key, plain);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: sealed.byteLength * 8 - 1 }), (bit) => {
        const changed = Buffer.from(sealed);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(() => read(key, changed)).toThrow(SealBroken);
      }),
      { numRuns: 150 },
    );
    for (const more of [1, 15, 16, 17, CHUNK]) expect(() => read(key, Buffer.concat([sealed, Buffer.alloc(more)]))).toThrow(SealBroken);
  });

  it('shows chunks that were swapped, doubled or left out', () => {
    const [key, plain] = [randomBytes(32), bytesOf(4 * SEALED_CHUNK)];
    const sealed = seal(key, plain);
    const chunk = (i: number): Buffer => sealed.subarray(SEALED_HEADER_BYTES + i * CHUNK, SEALED_HEADER_BYTES + (i + 1) * CHUNK);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 6 }), (order) => {
        fc.pre(order.join() !== '0,1,2,3');
        const changed = Buffer.concat([sealed.subarray(0, SEALED_HEADER_BYTES), ...order.map(chunk)]);
        expect(() => read(key, changed)).toThrow(SealBroken);
      }),
      { numRuns: 100 },
    );
  });

  it('does not open with the key of another file, nor take a chunk of it', () => {
    const [key, other] = [randomBytes(32), randomBytes(32)];
    const mine = seal(key, bytesOf(2 * SEALED_CHUNK));
    const theirs = seal(other, bytesOf(2 * SEALED_CHUNK));
    expect(() => read(other, mine)).toThrow(SealBroken);
    theirs.copy(mine, SEALED_HEADER_BYTES, SEALED_HEADER_BYTES, SEALED_HEADER_BYTES + CHUNK);
    expect(() => read(key, mine)).toThrow(SealBroken);
  });

  it('has no chunk outside its layout', () => {
    const key = randomBytes(32);
    const layout = new SealedLayout(seal(key, bytesOf(10)).byteLength);
    for (const index of [-1, 1, 0.5]) expect(() => layout.place(index)).toThrow(RangeError);
    expect(() => layout.open(key, 0, Buffer.alloc(3))).toThrow(SealBroken);
  });

  it('seals nothing more once it is finished: a nonce is never used twice', () => {
    const sealer = new Sealer(randomBytes(32), () => undefined);
    sealer.finish();
    expect(() => sealer.push(Buffer.from('x'))).toThrow('finished');
    expect(() => sealer.finish()).toThrow('finished');
  });
});
