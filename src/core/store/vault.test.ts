import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import { Failure } from '../../domain/errors.ts';
import { type BlobId, blobId } from '../../domain/ids.ts';
import { SEALED_CHUNK, Sealer } from '../../formats/sealed/index.ts';

let t: TestStore;
beforeEach(() => {
  t = openTestStore();
});
afterEach(() => t.remove());

const codeOf = async (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'nothing refused',
    (error: unknown) => (error instanceof Failure ? error.error.code : String(error)),
  );
async function keep(bytes: Uint8Array): Promise<BlobId> {
  const blob = await t.store.vault.put(bytes);
  t.store.tx(() => t.store.vault.record(blob));
  return blob.id;
}
const pathOf = (id: BlobId): string => t.store.vault.sealed(id).path;
const temporaryFiles = (): string[] => readdirSync(join(t.dir, 'vault', 'tmp'));
const sealTo = (path: string, key: Uint8Array, plain: Uint8Array): void => {
  const parts: Uint8Array[] = [];
  const sealer = new Sealer(key, (bytes) => parts.push(bytes));
  sealer.push(plain);
  sealer.finish();
  writeFileSync(path, Buffer.concat(parts));
};

describe('a vault file', () => {
  it('comes back byte for byte after the store was closed and opened', async () => {
    const plain = randomBytes(200_000);
    const id = await keep(plain);
    const empty = await keep(new Uint8Array(0));
    const { vault } = t.reopen();
    expect(Buffer.from(await vault.readAll(id)).equals(plain)).toBe(true);
    expect((await vault.readAll(empty)).byteLength).toBe(0);
    const parts: Uint8Array[] = [];
    for await (const part of vault.stream(id)) parts.push(part);
    expect(Math.max(...parts.map((p) => p.byteLength))).toBeLessThanOrEqual(65_536);
    expect(Buffer.concat(parts).equals(plain)).toBe(true);
  });

  it('gives any range as the same slice of the whole', async () => {
    const plain = randomBytes(7 * SEALED_CHUNK + 123);
    const reader = await t.store.vault.open(await keep(plain));
    await fc.assert(
      fc.asyncProperty(fc.nat(plain.byteLength + 10), fc.nat(3 * SEALED_CHUNK), async (offset, length) => {
        const range = await reader.read(offset, length);
        expect(Buffer.compare(range, plain.subarray(offset, offset + length))).toBe(0);
      }),
      { numRuns: 150 },
    );
    await reader.close();
  });

  it('is measured as it is written, whatever the pieces', async () => {
    const plain = randomBytes(3_000_000);
    const writer = await t.store.vault.create();
    for (let at = 0; at < plain.byteLength; at += 700_001) await writer.write(plain.subarray(at, at + 700_001));
    const blob = await writer.finish();
    expect(blob.size).toBe(plain.byteLength);
    expect(blob.sha256).toBe(createHash('sha256').update(plain).digest('hex'));
    expect(temporaryFiles()).toEqual([]);
  });

  it('is named only inside a transaction', async () => {
    const blob = await t.store.vault.put(Buffer.from('x'));
    expect(() => t.store.vault.record(blob)).toThrow('inside the transaction');
    expect(await codeOf(t.store.vault.open(blob.id))).toBe('store.file_unknown');
  });

  it('is reported by its id when it was cut, changed, exchanged or lost; the others stay readable', async () => {
    const [a, b, c] = [await keep(randomBytes(100_000)), await keep(randomBytes(100_000)), await keep(Buffer.from('còn nguyên'))];
    const original = readFileSync(pathOf(a));
    truncateSync(pathOf(a), SEALED_CHUNK + 24);
    expect(await codeOf(t.store.vault.readAll(a))).toBe('store.file_damaged');
    const changed = Buffer.from(original);
    changed[90_000] = (changed[90_000] ?? 0) ^ 4;
    writeFileSync(pathOf(a), changed);
    expect(await codeOf(t.store.vault.readAll(a))).toBe('store.file_damaged');
    const reader = await t.store.vault.open(a);
    expect((await reader.read(0, 1000)).byteLength).toBe(1000);
    expect(await codeOf(reader.read(SEALED_CHUNK - 10, 20))).toBe('store.file_damaged');
    await reader.close();
    renameSync(pathOf(b), pathOf(a));
    expect(await codeOf(t.store.vault.readAll(a))).toBe('store.file_damaged');
    expect(await codeOf(t.store.vault.readAll(b))).toBe('store.file_missing');
    expect(Buffer.from(await t.store.vault.readAll(c)).toString()).toBe('còn nguyên');
  });

  it('has a key of its own', async () => {
    const [a, b] = [await keep(Buffer.from('một')), await keep(Buffer.from('một'))];
    expect(Buffer.compare(t.store.vault.sealed(a).key, t.store.vault.sealed(b).key)).not.toBe(0);
    expect(readFileSync(pathOf(a)).equals(readFileSync(pathOf(b)))).toBe(false);
  });

  it('leaves nothing when it is aborted, or was being written when the process ended', async () => {
    const writer = await t.store.vault.create();
    await writer.write(randomBytes(2_000_000));
    await writer.abort();
    expect(temporaryFiles()).toEqual([]);
    const other = await t.store.vault.create();
    await other.write(Buffer.from('dở dang'));
    expect(temporaryFiles()).toHaveLength(1);
    t.reopen();
    expect(temporaryFiles()).toEqual([]);
    await other.abort();
  });
});

describe('files that a parser writes', () => {
  it('are adopted with the size and hash of what the seals hold', async () => {
    const [reserved] = t.store.vault.reserve(1);
    if (reserved === undefined) throw new Error('nothing reserved');
    const plain = randomBytes(150_000);
    sealTo(reserved.file.path, reserved.file.key, plain);
    const blob = await t.store.vault.adopt(reserved.id, reserved.file);
    expect(blob.size).toBe(150_000);
    expect(blob.sha256).toBe(createHash('sha256').update(plain).digest('hex'));
    t.store.tx(() => t.store.vault.record(blob));
    expect(Buffer.from(await t.store.vault.readAll(blob.id)).equals(plain)).toBe(true);
  });

  it('are not adopted when the seal is broken or nothing was written', async () => {
    const [one, two] = t.store.vault.reserve(2);
    if (one === undefined || two === undefined) throw new Error('nothing reserved');
    sealTo(one.file.path, randomBytes(32), Buffer.from('khóa khác'));
    expect(await codeOf(t.store.vault.adopt(one.id, one.file))).toBe('store.file_damaged');
    expect(await codeOf(t.store.vault.adopt(two.id, two.file))).toBe('store.file_missing');
    await t.store.vault.discard([one.id, two.id]);
    expect(temporaryFiles()).toEqual([]);
  });

  it('are discarded only while no row names them', async () => {
    const kept = await keep(Buffer.from('giữ'));
    const loose = await t.store.vault.put(Buffer.from('bỏ'));
    await t.store.vault.discard([kept, loose.id]);
    expect(existsSync(pathOf(kept))).toBe(true);
    expect(existsSync(join(t.dir, 'vault', loose.id.slice(-2), loose.id))).toBe(false);
  });
});

describe('the sweep', () => {
  it('removes files that no row names, but none younger than a day and none that is named', async () => {
    const named = await keep(Buffer.from('có tên'));
    const young = await t.store.vault.put(Buffer.from('mới'));
    const old = await t.store.vault.put(Buffer.from('cũ'));
    const at = (id: string): string => join(t.dir, 'vault', id.slice(-2), id);
    const twoDaysAgo = Date.now() / 1000 - 2 * 86_400;
    for (const id of [named, old.id]) utimesSync(at(id), twoDaysAgo, twoDaysAgo);
    expect(await t.store.vault.sweepOrphans()).toBe(1);
    expect([existsSync(at(named)), existsSync(at(young.id)), existsSync(at(old.id))]).toEqual([true, true, false]);
  });

  it('never follows an id out of the vault', async () => {
    await expect(t.store.vault.discard([blobId('../../store.db')])).rejects.toThrow('not a vault id');
    expect(existsSync(join(t.dir, 'store.db'))).toBe(true);
    rmSync(join(t.dir, 'vault', 'tmp'), { recursive: true });
    expect(t.reopen().vault.reserve(1)).toHaveLength(1);
  });
});
