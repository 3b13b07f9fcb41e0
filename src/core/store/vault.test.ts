import { createHash, createHmac, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import { Failure } from '../../domain/errors.ts';
import { type BlobId, blobId, uuidv7 } from '../../domain/ids.ts';
import { SEALED_CHUNK, Sealer } from '../../formats/sealed/index.ts';
import { systemClock } from '../clock.ts';
import { openStore } from './index.ts';
import { MIGRATIONS } from './migrations/index.ts';

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

  it('shows chunks put in another order, repeated, left out, or taken from another file', async () => {
    const [a, b] = [await keep(randomBytes(4 * SEALED_CHUNK)), await keep(randomBytes(4 * SEALED_CHUNK))];
    const [own, other] = [readFileSync(pathOf(a)), readFileSync(pathOf(b))];
    const chunk = (of: Buffer, i: number): Buffer => of.subarray(8 + i * (SEALED_CHUNK + 16), 8 + (i + 1) * (SEALED_CHUNK + 16));
    const built = (...chunks: Buffer[]): Buffer => Buffer.concat([own.subarray(0, 8), ...chunks]);
    const [c0, c1, c2, c3] = [0, 1, 2, 3].map((i) => chunk(own, i)) as [Buffer, Buffer, Buffer, Buffer];
    const versions = {
      swapped: built(c0, c2, c1, c3),
      repeated: built(c0, c1, c1, c3),
      'without one': built(c0, c1, c3),
      'without the last': built(c0, c1, c2),
      longer: built(c0, c1, c2, c3, c3),
      'one of another': built(c0, chunk(other, 1), c2, c3),
    };
    for (const [how, bytes] of Object.entries(versions)) {
      writeFileSync(pathOf(a), bytes);
      expect(await codeOf(t.store.vault.readAll(a)), how).toBe('store.file_damaged');
    }
    writeFileSync(pathOf(a), own);
    expect((await t.store.vault.readAll(a)).byteLength).toBe(4 * SEALED_CHUNK);
  });

  it('has a key of its own', async () => {
    const [a, b] = [await keep(Buffer.from('một')), await keep(Buffer.from('hai'))];
    expect(Buffer.compare(t.store.vault.sealed(a).key, t.store.vault.sealed(b).key)).not.toBe(0);
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

describe('names in the vault', () => {
  const files = (): string[] => readdirSync(join(t.dir, 'vault'), { recursive: true, encoding: 'utf8' }).filter((p) => p.length > 60);

  it('are a keyed hash of the content: they tell nobody without the key what is there', async () => {
    const plain = Buffer.from('đơn xin nghỉ phép');
    const id = await keep(plain);
    const sha256 = createHash('sha256').update(plain).digest('hex');
    const { path, key } = t.store.vault.sealed(id);
    const name = basename(path);
    expect(name).toBe(
      createHmac('sha256', t.keys.names).update('vault-file/v1').update(Buffer.from(sha256, 'hex')).update(key).digest('hex'),
    );
    expect(name).not.toContain(sha256);
  });

  it('lead equal content to one file, which stays until its last row is deleted', async () => {
    const plain = randomBytes(100_000);
    const [a, b] = [await keep(plain), await keep(plain)];
    expect(pathOf(b)).toBe(pathOf(a));
    expect(files()).toHaveLength(1);
    const path = pathOf(a);
    const forget = async (id: BlobId): Promise<void> => {
      t.store.tx(() => t.store.db.prepare('DELETE FROM blob WHERE id = ?').run(id));
      await t.store.vault.discard([id]);
    };
    await forget(a);
    expect(Buffer.from(await t.store.vault.readAll(b)).equals(plain)).toBe(true);
    await forget(b);
    expect(existsSync(path)).toBe(false);
  });

  it('keep a file that is about to be named again while its last row goes', async () => {
    const plain = randomBytes(10_000);
    const a = await keep(plain);
    const again = await t.store.vault.put(plain);
    t.store.tx(() => t.store.db.prepare('DELETE FROM blob WHERE id = ?').run(a));
    await t.store.vault.discard([a]);
    t.store.tx(() => t.store.vault.record(again));
    t.reopen();
    expect(Buffer.from(await t.store.vault.readAll(again.id)).equals(plain)).toBe(true);
  });

  it('are not shared with a damaged file: what comes again is written again', async () => {
    const plain = randomBytes(100_000);
    const a = await keep(plain);
    const bytes = readFileSync(pathOf(a));
    bytes[500] = (bytes[500] ?? 0) ^ 1;
    writeFileSync(pathOf(a), bytes);
    const b = await keep(plain);
    expect(Buffer.from(await t.store.vault.readAll(b)).equals(plain)).toBe(true);
  });

  it('go with the row even when the process ended between the two', async () => {
    const id = await keep(Buffer.from('phải hủy'));
    const path = pathOf(id);
    t.store.tx(() => t.store.db.prepare('DELETE FROM blob WHERE id = ?').run(id));
    expect(existsSync(path)).toBe(true);
    t.reopen();
    expect(existsSync(path)).toBe(false);
  });

  it('of files from before names, called by their id, still open, are shared and go with their row', async () => {
    const before = openTestStore(systemClock, { migrations: MIGRATIONS.filter((step) => step.version < 8) });
    const id = blobId(uuidv7(1, randomBytes(10)));
    const plain = Buffer.from('văn bản từ trước');
    const key = randomBytes(32);
    const path = join(before.dir, 'vault', id.slice(-2), id);
    mkdirSync(dirname(path));
    sealTo(path, key, plain);
    const sha256 = createHash('sha256').update(plain).digest('hex');
    before.store.db.prepare('INSERT INTO blob VALUES (?, ?, ?, ?, 0)').run(id, key, plain.byteLength, sha256);
    before.store.close();
    const store = openStore({ dir: before.dir, keys: before.keys, clock: systemClock });
    expect(Buffer.from(await store.vault.readAll(id)).equals(plain)).toBe(true);
    const again = await store.vault.put(plain);
    expect(again.name).toBe(id);
    store.tx(() => store.db.prepare('DELETE FROM blob WHERE id = ?').run(id));
    await store.vault.discard([id, again.id]);
    expect(existsSync(path)).toBe(false);
    store.close();
    before.remove();
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
    expect(existsSync(t.store.vault.unrecorded(loose).path)).toBe(false);
  });
});

describe('the sweep', () => {
  it('removes files that no row names, but none younger than a day and none that is named', async () => {
    const named = await keep(Buffer.from('có tên'));
    const young = await t.store.vault.put(Buffer.from('mới'));
    const old = await t.store.vault.put(Buffer.from('cũ'));
    const paths = [pathOf(named), t.store.vault.unrecorded(young).path, t.store.vault.unrecorded(old).path] as const;
    const twoDaysAgo = Date.now() / 1000 - 2 * 86_400;
    for (const path of [paths[0], paths[2]]) utimesSync(path, twoDaysAgo, twoDaysAgo);
    expect(await t.store.vault.sweepOrphans(), 'whoever wrote it may be about to name it').toBe(0);
    expect(await t.reopen().vault.sweepOrphans()).toBe(1);
    expect(paths.map((path) => existsSync(path))).toEqual([true, true, false]);
  });

  it('never follows an id out of the vault', async () => {
    await expect(t.store.vault.discard([blobId('../../store.db')])).rejects.toThrow('not a vault id');
    expect(existsSync(join(t.dir, 'store.db'))).toBe(true);
    rmSync(join(t.dir, 'vault', 'tmp'), { recursive: true });
    expect(t.reopen().vault.reserve(1)).toHaveLength(1);
  });
});
