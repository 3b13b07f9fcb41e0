/** A new data key for a whole store: nothing is lost, nothing is half done, and the old key opens nothing any more. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  addWayIn,
  forgetFormer,
  listWaysIn,
  type OpenProfile,
  type OsKeyStore,
  openProfile,
  prepareProfile,
  type RekeyOptions,
  rekeyProfile,
  settleRekey,
} from '../../src/core/accounts/index.ts';
import { systemClock as clock } from '../../src/core/clock.ts';
import { openDatabase } from '../../src/core/store/database.ts';
import { deriveKeys, openStore, type Store } from '../../src/core/store/index.ts';
import { Failure } from '../../src/domain/errors.ts';
import { blobId } from '../../src/domain/ids.ts';
import { canMount, smallDisk } from '../support/disk.ts';

const COST = 2 ** 10;
const MINE = 'cánh đồng lúa chín';
const THEIRS = 'vườn cây bên suối';
const OTHER = '01900000-0000-7000-8000-00000000000b';
const LEAVER = '01900000-0000-7000-8000-00000000000c';
const child = fileURLToPath(new URL('./rekey-child.ts', import.meta.url));

/** Stands for the operating system's key store: what one user wrapped, only that user unwraps. */
function fakeOsKeyStore(): OsKeyStore {
  const user = randomBytes(32);
  const mix = (bytes: Uint8Array): Uint8Array => bytes.map((byte, i) => byte ^ (user[i % 32] ?? 0));
  return { available: true, wrap: async (plain) => mix(plain), unwrap: async (wrapped) => mix(wrapped) };
}

let root: string;
let dir: string;
let profile: OpenProfile;
let recoveryCode: string;
const os = fakeOsKeyStore();
const contents = [randomBytes(200_000), randomBytes(10), Buffer.from('văn bản đến')];

const opened = (p: OpenProfile): Store => openStore({ dir, keys: p.keys, clock, workstationId: p.workstationId });
async function fill(store: Store): Promise<void> {
  for (const [i, bytes] of contents.entries()) {
    const blob = await store.vault.put(bytes);
    store.tx(() => {
      store.vault.record(blob);
      store.db
        .prepare(
          `INSERT INTO file (id, role, position, name, detected, blob_id, created_at, seq) VALUES (?, 'register', 0, ?, 'pdf', ?, 1, ?)`,
        )
        .run(store.newId(), `f${i}`, blob.id, store.nextSeq());
      store.setSetting(`probe${i}`, 'ghi nhớ');
    });
  }
}
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'tvt-rekey-'));
  dir = join(root, 'training');
  const prepared = await prepareProfile({ dir, mode: 'training', clock, passphrase: MINE, scryptCost: COST });
  recoveryCode = prepared.recoveryCode;
  profile = await prepared.confirm(recoveryCode, async (p) => {
    const store = openStore({ dir, keys: p.keys, clock, create: true, workstationId: p.workstationId });
    await fill(store);
    store.close();
  });
  await addWayIn(profile, { way: 'passphrase', passphrase: THEIRS }, { personId: OTHER, cost: COST });
  await addWayIn(profile, { way: 'os', osKeyStore: os }, { personId: OTHER });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const proof = { way: 'passphrase', secret: MINE, scryptCost: COST } as const;
const rekey = (more: Partial<RekeyOptions> = {}): Promise<OpenProfile> =>
  rekeyProfile({ profile, clock, proof, keeps: () => true, note: (copy) => copy.setSetting('noted', 'yes'), ...more });
const codeOf = async (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'nothing refused',
    (error: unknown) => (error instanceof Failure ? error.error.code : String(error)),
  );
/** All that was in the store is in it, whole. */
async function holds(p: OpenProfile): Promise<void> {
  const store = opened(p);
  try {
    const files = store.db.prepare<[], { name: string; blob_id: string }>('SELECT name, blob_id FROM file ORDER BY name').all();
    expect(files.map((f) => f.name)).toEqual(['f0', 'f1', 'f2']);
    for (const [i, file] of files.entries()) {
      expect(Buffer.from(await store.vault.readAll(blobId(file.blob_id))).equals(contents[i] ?? Buffer.alloc(0))).toBe(true);
      expect(store.setting(`probe${i}`)).toBe('ghi nhớ');
    }
    expect(store.db.prepare('SELECT count(*) FROM blob').pluck().get()).toBe(contents.length);
    expect(store.db.pragma('foreign_key_check')).toEqual([]);
  } finally {
    store.close();
  }
}
const ciphertexts = (): string[] =>
  readdirSync(join(dir, 'vault'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();

describe('a new data key', () => {
  test('carries everything over and every way in with it, without anyone’s secret', async () => {
    const before = ciphertexts();
    const old = new Uint8Array(profile.dataKey);
    const progress: [number, number][] = [];
    const next = await rekey({ onProgress: (done, total) => progress.push([done, total]) });
    expect(Buffer.from(next.dataKey).equals(old)).toBe(false);
    await holds(next);
    for (const way of [
      { way: 'passphrase', secret: THEIRS, personId: OTHER },
      { way: 'os', osKeyStore: os },
      { way: 'recovery', secret: recoveryCode },
    ] as const) {
      const other = await openProfile({ dir, clock, scryptCost: COST, ...way });
      expect(Buffer.from(other.dataKey).equals(Buffer.from(next.dataKey))).toBe(true);
      await holds(other);
    }
    expect(() => openStore({ dir, keys: deriveKeys(old), clock })).toThrow('store.wrong_key');
    expect(ciphertexts().filter((name) => before.includes(name))).toEqual([]);
    const store = opened(next);
    expect(store.setting('noted')).toBe('yes');
    store.close();
    const [last] = progress.slice(-1);
    expect(last?.[0]).toBe(last?.[1]);
    expect(progress.map(([done]) => done)).toEqual(progress.map(([done]) => done).toSorted((a, b) => a - b));
    forgetFormer(dir);
    expect(readdirSync(dir).filter((name) => name.startsWith('before-') || name.startsWith('rekey'))).toEqual([]);
  });

  test('leaves behind who left, even one who kept the old key and the files', async () => {
    await addWayIn(profile, { way: 'passphrase', passphrase: 'người sắp nghỉ việc' }, { personId: LEAVER, cost: COST });
    await rekey({ keeps: (personId) => personId !== LEAVER });
    expect(listWaysIn({ dir }).map((w) => w.personId)).not.toContain(LEAVER);
    expect(await codeOf(openProfile({ dir, clock, way: 'passphrase', secret: 'người sắp nghỉ việc' }))).toBe('accounts.way_in_refused');
  });

  test('asks for a right secret first, and touches nothing without', async () => {
    const files = ciphertexts();
    expect(await codeOf(rekey({ proof: { ...proof, secret: 'sai cụm mật khẩu' } }))).toBe('accounts.way_in_refused');
    expect(ciphertexts()).toEqual(files);
    await holds(profile);
  });

  test('can be cancelled until the switch, and then it was never begun', async () => {
    for (const point of ['rekey:database', 'rekey:files', 'rekey:before-switch']) {
      const abort = new AbortController();
      const onPoint = (name: string): void => {
        if (name === point) abort.abort();
      };
      const outcome = await codeOf(rekey({ signal: abort.signal, onPoint }));
      // Nothing is looked at after the last point: there it is done.
      expect(outcome).toBe(point === 'rekey:before-switch' ? 'nothing refused' : 'accounts.rekey_cancelled');
      expect(existsSync(join(dir, 'rekey'))).toBe(false);
      if (outcome !== 'nothing refused') await holds(profile);
    }
    await holds(await openProfile({ dir, clock, ...proof }));
  });

  test.each<[string, () => Promise<Partial<RekeyOptions>> | Partial<RekeyOptions>]>([
    [
      'accounts.rekey_ways_old',
      () => {
        // As a program from before wrote a way in: without a key of its own, it cannot be led to a new key.
        const { sum: _, ...file } = JSON.parse(readFileSync(join(dir, 'keys.json'), 'utf8'));
        const { id, way, personId, kdf, wrapped } = file.ways.find((w: { personId?: string }) => w.personId === OTHER);
        file.ways.push({ version: 1, id: id.replace(/^./, 'f'), way, personId, kdf, wrapped });
        const sum = createHash('sha256').update(JSON.stringify(file)).digest('hex');
        for (const name of ['keys.json', 'keys-2.json']) writeFileSync(join(dir, name), JSON.stringify({ ...file, sum }));
        return {};
      },
    ],
    [
      'accounts.rekey_not_proved',
      () => {
        // The system's key store answers at the beginning and not at the end.
        let asked = 0;
        const unwrap = (wrapped: Uint8Array) => (asked++ === 0 ? os.unwrap(wrapped) : Promise.reject(new Error('locked')));
        return { proof: { way: 'os', osKeyStore: { ...os, unwrap }, personId: OTHER } };
      },
    ],
    [
      'accounts.rekey_copy_failed',
      () => ({
        // Somebody writes past the lock while the copy is made: the copy has not what the store has.
        onPoint: (name) => {
          if (name !== 'rekey:database') return;
          const db = openDatabase(dir, profile.keys.database, false);
          db.prepare("INSERT INTO setting (key, value) VALUES ('chen', 'ngang')").run();
          db.close();
        },
      }),
    ],
  ])('%s: nothing of the store is touched, and no copy stays', async (code, more) => {
    const files = ciphertexts();
    expect(await codeOf(rekey(await more()))).toBe(code);
    expect([ciphertexts(), existsSync(join(dir, 'rekey'))]).toEqual([files, false]);
    await holds(profile);
  });

  test.skipIf(!canMount)('asks for room first, and begins nothing without [needs mount]', async () => {
    const disk = smallDisk(12);
    try {
      const there = join(disk.path, 'training');
      cpSync(dir, there, { recursive: true });
      expect(await codeOf(rekey({ profile: { ...profile, dir: there } }))).toBe('accounts.rekey_no_room');
      expect(existsSync(join(there, 'rekey', 'store.db'))).toBe(false);
    } finally {
      disk.remove();
    }
  });

  test('carries a damaged file over as it lies, and the rest whole', async () => {
    const path = readdirSync(join(dir, 'vault'), { recursive: true, withFileTypes: true }).find((entry) => entry.isFile());
    if (path === undefined) throw new Error('no vault file');
    const at = join(path.parentPath, path.name);
    const bytes = readFileSync(at);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    writeFileSync(at, bytes);
    let carried = 0;
    const next = await rekey({ note: (_copy, count) => (carried = count) });
    expect(carried).toBe(1);
    expect(readFileSync(join(dir, 'vault', path.name.slice(-2), path.name)).equals(bytes)).toBe(true);
    const store = opened(next);
    const id = store.db.prepare<[string], string>('SELECT id FROM blob WHERE name = ?').pluck().get(path.name) ?? '';
    expect(await codeOf(store.vault.readAll(blobId(id)))).toBe('store.file_damaged');
    store.close();
  });

  test('no public key is slipped in by who does not know the data key', async () => {
    const { sum: _, ...file } = JSON.parse(readFileSync(join(dir, 'keys.json'), 'utf8'));
    const theirs = file.ways.find((w: { personId?: string }) => w.personId === OTHER);
    theirs.publicKey = file.ways.find((w: { way: string }) => w.way === 'recovery').publicKey;
    const sum = createHash('sha256').update(JSON.stringify(file)).digest('hex');
    for (const name of ['keys.json', 'keys-2.json']) writeFileSync(join(dir, name), JSON.stringify({ ...file, sum }));
    expect(await codeOf(rekey())).toBe('accounts.keys_damaged');
    await holds(profile);
  });

  test('is the one key or the other, whole, wherever the machine ends', async () => {
    const saved = join(root, 'saved');
    profile.close();
    cpSync(dir, saved, { recursive: true });
    const run = (at: number) =>
      spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', child, dir, MINE, String(COST), String(at)]);
    const points = Number(
      execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', child, dir, MINE, String(COST), '-1'], { encoding: 'utf8' }),
    );
    expect(points).toBeGreaterThan(10);
    const outcomes = new Set<string>();
    for (let at = 0; at < points; at++) {
      rmSync(dir, { recursive: true });
      cpSync(saved, dir, { recursive: true });
      expect(run(at).signal).toBe('SIGKILL');
      outcomes.add(settleRekey(dir));
      for (const way of [proof, { way: 'recovery', secret: recoveryCode }, { way: 'os', osKeyStore: os }] as const) {
        await holds(await openProfile({ dir, clock, ...way }));
      }
      forgetFormer(dir);
      expect(
        readdirSync(dir)
          .sort()
          .filter((name) => !name.startsWith('store.db-')),
      ).toEqual(['keys-2.json', 'keys.json', 'store.check', 'store.db', 'store.lock', 'vault']);
    }
    expect(outcomes).toEqual(new Set(['swept', 'finished', 'nothing']));
  }, 180_000);
});
