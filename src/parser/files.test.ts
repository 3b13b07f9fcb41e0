import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { SealBroken } from '../formats/sealed/index.ts';
import { createSealed, openSealed } from './files.ts';

const folder = mkdtempSync(join(tmpdir(), 'parser-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let next = 0;
const fresh = () => ({ path: join(folder, `${next++}`), key: randomBytes(32) });

describe('sealed files of a parser job', () => {
  it.each([0, 1, 65_535, 65_536, 65_537, 200_000])('what was written in pieces reads back whole and in any range (%i bytes)', (size) => {
    const file = fresh();
    const plain = randomBytes(size);
    const out = createSealed(file);
    for (let at = 0; at < size; at += 7_000) out.write(plain.subarray(at, at + 7_000));
    expect(out.finish()).toEqual({ size, sha256: createHash('sha256').update(plain).digest('hex') });
    const opened = openSealed(file);
    expect(opened.size).toBe(size);
    expect(Buffer.concat([...opened.chunks()]).equals(plain)).toBe(true);
    for (const [offset, length] of [
      [0, 10],
      [65_530, 20],
      [Math.max(0, size - 5), 50],
      [size + 5, 10],
      [0, size],
    ] as const)
      expect(opened.read(offset, length).equals(plain.subarray(offset, offset + length))).toBe(true);
    opened.close();
    if (size > 100) expect(readFileSync(file.path).includes(plain.subarray(10, 40))).toBe(false);
  });
  it('a cut file, another key and an existing target are refused', () => {
    const file = fresh();
    const out = createSealed(file);
    out.write(randomBytes(100_000));
    out.finish();
    expect(() => createSealed(file)).toThrow(/EEXIST/);
    expect(() => openSealed({ path: file.path, key: randomBytes(32) }).read(0, 10)).toThrow(SealBroken);
    truncateSync(file.path, 80_000);
    expect(() => openSealed(file).read(70_000, 10)).toThrow(SealBroken);
    truncateSync(file.path, 10);
    expect(() => openSealed(file)).toThrow(SealBroken);
  });
  it('an aborted file leaves nothing behind', () => {
    const file = fresh();
    const out = createSealed(file);
    out.write(randomBytes(1_000_000));
    out.abort();
    out.abort();
    expect(existsSync(file.path)).toBe(false);
  });
});
