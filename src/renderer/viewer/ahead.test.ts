import { beforeEach, expect, test, vi } from 'vitest';
import { endsOf, forgetAhead, RANGE, readAhead, readRange } from './ahead.ts';

/** Each byte says which piece of 16 kB it stands in. */
const byteAt = (at: number): number => Math.floor(at / RANGE) % 251;
const asked = vi.hoisted(() => [] as { offset: number; length: number; answer: () => void }[]);
const held = vi.hoisted(() => ({ back: false }));
vi.mock('../core.ts', () => ({
  api: {
    'files.read': async ({ offset, length }: { offset: number; length: number }) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      asked.push({ offset, length, answer: resolve });
      if (held.back) await promise;
      return { bytes: Uint8Array.from({ length }, (_, i) => byteAt(offset + i)) };
    },
  },
}));
beforeEach(() => {
  asked.length = 0;
  held.back = false;
  forgetAhead();
});
const wanted = (begin: number, end: number) => Uint8Array.from({ length: end - begin }, (_, i) => byteAt(begin + i));
const KB = 1024;

test('a range longer than one call is put together from four calls at once', async () => {
  held.back = true;
  const read = readRange('f', 100, 1_700 * KB);
  expect(asked.map(({ offset }) => offset)).toEqual([100, 256 * KB + 100, 512 * KB + 100, 768 * KB + 100]);
  held.back = false;
  for (const { answer } of asked) answer();
  expect(Buffer.from(await read).equals(wanted(100, 1_700 * KB))).toBe(true);
  expect(asked.length).toBe(7);
});
test.each([1, 16 * KB, 128 * KB, 128 * KB + 1, 150 * KB, 946_386])('both ends of a file of %i bytes, none of them twice', async (size) => {
  const { first, lastAt, last } = await endsOf('f', size);
  expect(Buffer.from(first).equals(wanted(0, Math.min(size, 128 * KB)))).toBe(true);
  expect(Buffer.from(last).equals(wanted(lastAt, size))).toBe(true);
  expect(lastAt).toBeGreaterThanOrEqual(first.length);
  expect(lastAt === size || lastAt % RANGE === 0).toBe(true);
  // Room for what a PDF ends with, wherever the last piece begins.
  if (size > 128 * KB + RANGE) expect(last.length).toBeGreaterThan(RANGE);
});
test('what was asked for ahead is taken once, by the file that it is of', async () => {
  readAhead({ id: 'f', size: 200 * KB });
  expect(asked.length).toBe(2);
  await endsOf('f', 200 * KB);
  expect(asked.length).toBe(2);
  await endsOf('f', 200 * KB);
  expect(asked.length).toBe(4);
  readAhead({ id: 'f', size: 200 * KB });
  await endsOf('another', 200 * KB);
  expect(asked.length).toBe(8);
  readAhead({ id: 'f', size: 200 * KB });
  forgetAhead();
  await endsOf('f', 200 * KB);
  expect(asked.length).toBe(12);
});
