import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type ByteSource, listZip, readEntry, writeZip, zipLimits } from './index.ts';

const collect = async (pieces: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece);
  return Buffer.concat(parts);
};
const pack = (name: string, content: Buffer): Promise<Buffer> =>
  collect(
    writeZip(
      name,
      (async function* () {
        for (let at = 0; at < content.byteLength; at += 10_000) yield content.subarray(at, at + 10_000);
      })(),
    ),
  );
const source = (bytes: Buffer): ByteSource => ({
  size: bytes.byteLength,
  read: (offset, length) => bytes.subarray(offset, offset + length),
});
const unpack = async (bytes: Buffer, max = 1e8): Promise<Buffer> => {
  const [entry] = listZip(source(bytes), { entries: 10 });
  if (!entry) throw new Error('no entry');
  return collect(readEntry(source(bytes), entry, zipLimits(max)));
};
const has = (tool: string, ...args: string[]): boolean => {
  try {
    execFileSync(tool, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

describe('archives of one entry', () => {
  it.each([0, 1, 65_536, 300_001])('what is written reads back (%i bytes), the same bytes each time', async (size) => {
    const content = randomBytes(size);
    const zip = await pack('một.bin', content);
    expect((await unpack(zip)).equals(content)).toBe(true);
    expect((await pack('một.bin', content)).equals(zip)).toBe(true);
    expect(listZip(source(zip), { entries: 1 })).toMatchObject([{ name: 'một.bin', size }]);
  });
  it.skipIf(!has('python3', '--version'))('another reader finds it whole [needs python3]', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'zip-'));
    try {
      const path = join(folder, 'a.zip');
      writeFileSync(path, await pack('một.txt', Buffer.from('nội dung '.repeat(1000))));
      const script =
        'import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print(z.namelist()[0], len(z.read(z.namelist()[0])))';
      expect(execFileSync('python3', ['-X', 'utf8', '-c', script, path], { encoding: 'utf8' }).trim()).toBe(
        `một.txt ${Buffer.byteLength('nội dung '.repeat(1000))}`,
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('archives from outside', () => {
  const content = Buffer.from('a'.repeat(50_000));
  it('damage anywhere is told, never taken for content', async () => {
    const zip = await pack('a.txt', randomBytes(200));
    for (let at = 0; at < zip.byteLength; at++) {
      const damaged = Buffer.from(zip);
      damaged[at] = (damaged[at] ?? 0) ^ 0xff;
      const read = await unpack(damaged).then(
        (bytes) => bytes,
        (error: Error) => error.message,
      );
      if (typeof read === 'string') expect(read).toMatch(/^(zip\.|no entry)/);
      else expect(read.equals(await unpack(zip))).toBe(true);
    }
  });
  it('a cut archive, an encrypted one and too many entries are refused', async () => {
    const zip = await pack('a.txt', content);
    for (const cut of [0, 10, 30, zip.byteLength - 1, zip.byteLength - 30])
      expect(() => listZip(source(zip.subarray(0, cut)), { entries: 10 })).toThrow('zip.unreadable');
    const encrypted = Buffer.from(zip);
    const central = encrypted.indexOf('PK\x01\x02');
    encrypted.writeUInt16LE(0x0809, central + 8);
    await expect(unpack(encrypted)).rejects.toThrow('zip.unreadable');
    const many = Buffer.from(zip);
    many.writeUInt16LE(10_001, many.byteLength - 12);
    expect(() => listZip(source(many), { entries: 10_000 })).toThrow('zip.too_many_entries');
  });
  it('inflating stops at the caps of size and of density, whatever is declared', async () => {
    const bomb = await pack('a', Buffer.alloc(30_000_000));
    await expect(unpack(bomb)).rejects.toThrow('zip.too_large');
    await expect(unpack(await pack('a', content), 49_999)).rejects.toThrow('zip.too_large');
    const lying = Buffer.from(bomb);
    lying.writeUInt32LE(5, lying.indexOf('PK\x01\x02') + 24);
    await expect(unpack(lying)).rejects.toThrow('zip.too_large');
  });
  it('a stored entry is read, one of another method is not', async () => {
    const zip = await pack('a', content);
    const packed = deflateRawSync(content);
    expect(packed.byteLength).toBeLessThan(content.byteLength);
    const other = Buffer.from(zip);
    other.writeUInt16LE(12, other.indexOf('PK\x01\x02') + 10);
    await expect(unpack(other)).rejects.toThrow('zip.unreadable');
  });
});
