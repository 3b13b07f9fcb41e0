import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { putIncoming } from '../../../../test/support/documents.ts';
import { openTestStore, type TestStore } from '../../../../test/support/store.ts';
import { blobId } from '../../../domain/ids.ts';
import { createMachineKey } from '../../accounts/index.ts';
import { systemClock } from '../../clock.ts';
import { checkStore } from '../check.ts';
import { openStore, zeroKeys } from '../index.ts';
import { hashFile } from './copy.ts';
import { namesFile } from './held.ts';
import {
  checkBackup,
  dropStaged,
  findBackup,
  finishSwitch,
  generations,
  makeBackup,
  proveBackup,
  restoreBackup,
  restoredMark,
  stageBackup,
  switchIn,
} from './index.ts';
import { copyInThread } from './worker.ts';

let t: TestStore;
let usb: string;
beforeEach(async () => {
  t = openTestStore();
  usb = mkdtempSync(join(tmpdir(), 'tvt-usb-'));
  writeFileSync(join(t.dir, 'keys.json'), '{}');
  t.store.tx(() => createMachineKey(t.store));
  for (let n = 0; n < 3; n++) await keep(`văn bản ${n}`);
});
afterEach(() => {
  t.remove();
  rmSync(usb, { recursive: true, force: true });
});

async function keep(subject: string): Promise<string> {
  const blob = await t.store.vault.put(Buffer.from(subject.repeat(5000)));
  t.store.tx(() => {
    t.store.vault.record(blob);
    const { id } = putIncoming(t.store, { subject });
    t.store.db
      .prepare(
        `INSERT INTO file (id, incoming_id, role, position, name, detected, blob_id, created_at, seq) VALUES (?, ?, 'main', 0, 'a.pdf', 'pdf', ?, 0, ?)`,
      )
      .run(t.store.newId(), id, blob.id, t.store.nextSeq());
  });
  return blob.id;
}
const backup = (more: Partial<Parameters<typeof makeBackup>[0]> = {}) =>
  makeBackup({ store: t.store, dir: t.dir, mode: 'training', keys: t.keys, target: usb, ...more });
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no failure',
    (error: { error?: { code?: string } }) => error.error?.code ?? String(error),
  );

describe('a backup', () => {
  it('restores to a store that passes the whole check, with what was there and nothing later', async () => {
    const made = await backup();
    expect(made).toMatchObject({ files: 3, newFiles: 3 });
    await keep('sau khi sao lưu');
    expect((await checkBackup(made.path, t.keys)).files).toBe(3);

    const to = join(usb, 'khoi-phuc');
    await restoreBackup({ from: usb, to, mode: 'training', now: 1 });
    expect(restoredMark(to)?.backupAt).toBe(made.at);
    const store = openStore({ dir: to, keys: t.keys, clock: systemClock });
    expect(await checkStore(store)).toMatchObject({ files: 3, documents: 3, findings: [] });
    expect(store.workstationId).toBe(t.store.workstationId);
    store.close();
  });

  it('goes on while the store is written, and copies only new vault files the next time', async () => {
    const first = backup();
    const id = await keep('giữa chừng');
    await first;
    const second = await backup();
    expect(second.newFiles).toBeLessThanOrEqual(1);
    const name = basename(t.store.vault.sealed(blobId(id)).path);
    expect(existsSync(join(second.path, '..', 'vault', name.slice(-2), name))).toBe(true);
    expect(generations(join(second.path, '..')).map((path) => basename(path))).toEqual([
      basename((await first).path),
      basename(second.path),
    ]);
    expect(findBackup(usb)).toBe(second.path);
  });

  it('is encrypted as the store is: no plaintext, and not opened by another key', async () => {
    const made = await backup();
    for (const file of readdirSync(made.path)) expect(readFileSync(join(made.path, file)).includes('văn bản')).toBe(false);
    const to = join(usb, 'la');
    await restoreBackup({ from: made.path, to, mode: 'training', now: 1 });
    expect(() => openStore({ dir: to, keys: { ...t.keys, database: new Uint8Array(32) }, clock: systemClock })).toThrow('store.wrong_key');
  });

  it.each([
    ['the database', 'backup.database_damaged', (path: string) => flip(join(path, 'store.db'), 9000)],
    ['the manifest', 'backup.manifest_damaged', (path: string) => replace(join(path, 'manifest.json'), '"files": 3', '"files": 2')],
    ['the list of files', 'backup.manifest_damaged', (path: string) => writeFileSync(join(path, 'files.txt'), '')],
    ['a vault file away', 'backup.files_missing', (path: string) => rmSync(join(path, '..', 'vault'), { recursive: true })],
  ])('shows %s changed', async (_what, code, change) => {
    const made = await backup();
    change(made.path);
    expect(await codeOf(checkBackup(made.path, t.keys))).toBe(code);
  });

  it('that was cancelled or broken off is none, and is swept away', async () => {
    const stop = new AbortController();
    expect(await codeOf(backup({ signal: stop.signal, onProgress: () => stop.abort() }))).toBe('backup.cancelled');
    const root = join(usb, `TramVanThu-${t.store.workstationId}`);
    expect(generations(root)).toEqual([]);
    mkdirSync(join(root, '20260101-000000.part'));
    await backup();
    expect(readdirSync(root).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('asks by the name of a file whether a row still names it, also one from before, which lies under its id', () => {
    const { db } = t.store;
    const [one = '', two = ''] = db.prepare<[], string>('SELECT id FROM blob ORDER BY id').pluck().all();
    const name = db.prepare<[string], string>('SELECT name FROM blob WHERE id = ?').pluck().get(one) ?? '';
    db.prepare('UPDATE blob SET name = NULL WHERE id = ?').run(two);
    expect([name, one, two, 'other'].map((asked) => namesFile(db, asked))).toEqual([true, false, true, false]);
  });

  it('whose thread fails otherwise than foreseen says so, and touches nothing that lay there', async () => {
    const to = join(usb, 'store.db');
    const copied = () => copyInThread({ kind: 'copy', key: t.keys.database, from: t.dir, to, recheck: { share: 0, of: 1 } });
    const { databaseSha256 } = await copied();
    // Never written over: a copy of that name lies there.
    expect(await codeOf(copied())).toBe('backup.copy_failed');
    expect((await hashFile(to)).sha256).toBe(databaseSha256);
  });

  it('refuses a folder that is not there and one inside the profile', async () => {
    expect(await codeOf(backup({ target: join(usb, 'không có') }))).toBe('backup.target_missing');
    expect(await codeOf(backup({ target: t.dir }))).toBe('backup.target_inside');
    expect(() => findBackup(usb)).toThrow('backup.none_here');
  });

  it('moves aside what lies where it is restored, and deletes nothing', async () => {
    const made = await backup();
    const before = await hashFile(join(t.dir, 'store.db'));
    t.store.close();
    await restoreBackup({ from: made.path, to: t.dir, mode: 'training', now: 77 });
    expect((await hashFile(join(t.dir, 'set-aside-77', 'store.db'))).bytes).toBeGreaterThanOrEqual(before.bytes);
    expect(existsSync(join(t.dir, 'set-aside-77', 'keys.json'))).toBe(true);
    t.reopen();
    zeroKeys(t.keys);
  });

  it('is proved where it lies by reading every file, and a flipped bit in one is told', async () => {
    const made = await backup();
    expect(await proveBackup(made.path, t.keys)).toMatchObject({ files: 3 });
    expect(readdirSync(made.path).sort()).toEqual(['files.txt', 'keys.json', 'manifest.json', 'store.check', 'store.db']);
    const [file] = vaultFiles(made.path);
    flip(file ?? '', 100);
    expect(await codeOf(proveBackup(made.path, t.keys))).toBe('backup.files_damaged');
  });

  it('that a machine with a damaged file makes keeps the whole one it had, and says which is damaged', async () => {
    const made = await backup();
    const [file] = vaultFiles(made.path);
    const own = vaultFiles(join(t.dir, 'x')).find((path) => basename(path) === basename(file ?? ''));
    writeFileSync(own ?? '', 'cut');
    expect((await backup()).damagedHere).toEqual([basename(file ?? '')]);
    expect(await proveBackup(made.path, t.keys)).toMatchObject({ files: 3 });
  });
});

describe('a restore', () => {
  const stage = (path: string, dir: string, more: object = {}) =>
    stageBackup({ generation: path, keys: t.keys, dir, mode: 'training', now: 5, ...more });

  it.each([
    ['another mode', 'backup.other_mode', () => undefined, { mode: 'real' }],
    ['a changed manifest', 'backup.manifest_damaged', (p: string) => replace(join(p, 'manifest.json'), '"files": 3', '"files": 2'), {}],
    ['a damaged database', 'backup.database_damaged', (p: string) => flip(join(p, 'store.db'), 9000), {}],
    ['a missing file', 'backup.files_missing', (p: string) => rmSync(vaultFiles(p)[0] ?? ''), {}],
    ['a damaged file', 'backup.files_damaged', (p: string) => flip(vaultFiles(p)[0] ?? '', 100), {}],
    ['no keys', 'backup.without_keys', (p: string) => rmSync(join(p, 'keys.json')), {}],
  ])('of a backup with %s is refused before anything is touched', async (_what, code, change, more) => {
    const made = await backup();
    change(made.path);
    const before = readdirSync(t.dir).sort();
    expect(await codeOf(stage(made.path, t.dir, more))).toBe(code);
    expect(readdirSync(t.dir).sort()).toEqual(before);
  });

  it('takes what holds of a damaged backup where a person wants that', async () => {
    const made = await backup();
    flip(vaultFiles(made.path)[0] ?? '', 100);
    rmSync(vaultFiles(made.path)[1] ?? '');
    const to = join(usb, 'phan-con-lai');
    expect(await stage(made.path, to, { acceptDamaged: true })).toMatchObject({ damaged: 2 });
    switchIn(to, 5);
    const store = openStore({ dir: to, keys: t.keys, clock: systemClock });
    expect((await checkStore(store)).findings).toHaveLength(2);
    store.close();
  });

  it('can be given up while it copies', async () => {
    const made = await backup();
    const stop = new AbortController();
    expect(await codeOf(stage(made.path, t.dir, { signal: stop.signal, onProgress: () => stop.abort() }))).toBe('backup.cancelled');
    expect(existsSync(join(t.dir, 'restoring'))).toBe(false);
  });

  it.each([0, 1, 2, 3, 4, 5, 6])(
    'that was broken off after step %i of the switch is carried to its end or was not begun',
    async (steps) => {
      const made = await backup();
      await keep('chỉ có ở kho đang dùng');
      t.store.close();
      await stage(made.path, t.dir);
      // The steps of a switch, in its order, as far as the machine came.
      const moves: [string, string][] = [
        ['keys.json', 'set-aside-5/keys.json'],
        ['vault', 'set-aside-5/vault'],
        ['store.db', 'set-aside-5/store.db'],
        ['restoring/vault', 'vault'],
        ['restoring/store.db', 'store.db'],
        ['restoring/keys.json', 'keys.json'],
      ];
      writeFileSync(join(t.dir, 'restoring', 'ready.json'), JSON.stringify({ aside: 'set-aside-5' }));
      mkdirSync(join(t.dir, 'set-aside-5'));
      for (const [from, to] of moves.slice(0, steps)) renameSync(join(t.dir, from), join(t.dir, to));
      finishSwitch(t.dir);
      expect(existsSync(join(t.dir, 'restoring'))).toBe(false);
      const store = t.reopen();
      expect(store.db.prepare('SELECT count(*) FROM incoming').pluck().get()).toBe(steps === 0 ? 4 : 3);
      expect((await checkStore(store)).findings).toEqual([]);
      if (steps > 0)
        expect(readdirSync(join(t.dir, 'set-aside-5')).sort()).toEqual(expect.arrayContaining(['keys.json', 'store.db', 'vault']));
    },
  );

  it('that was copied and never switched in leaves the store as it was', async () => {
    const made = await backup();
    await stage(made.path, t.dir);
    finishSwitch(t.dir);
    expect(existsSync(join(t.dir, 'restoring'))).toBe(false);
    await stage(made.path, t.dir);
    dropStaged(t.dir);
    expect((await checkStore(t.store)).findings).toEqual([]);
  });
});

/** Vault files of a backup. */
function vaultFiles(generation: string): string[] {
  const vault = join(generation, '..', 'vault');
  return readdirSync(vault)
    .filter((name) => name !== 'tmp')
    .flatMap((folder) => readdirSync(join(vault, folder)).map((name) => join(vault, folder, name)))
    .sort();
}
function flip(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}
function replace(path: string, from: string, to: string): void {
  writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
}
