import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMachineKey, createPerson, type OpenProfile, prepareProfile } from '../../src/core/accounts/index.ts';
import { auditRows } from '../../src/core/audit/index.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { Actor } from '../../src/core/context.ts';
import { RestoreDesk } from '../../src/core/restore/index.ts';
import { backupDocument, saveFromBackup, searchBackup, takeBack } from '../../src/core/restore/single.ts';
import { makeBackup, restoredMark } from '../../src/core/store/backup/index.ts';
import { checkStore } from '../../src/core/store/check.ts';
import { openStore } from '../../src/core/store/index.ts';
import type { Store } from '../../src/core/store/types.ts';
import { blobId } from '../../src/domain/ids.ts';
import { putIncoming } from '../support/documents.ts';

const PASSPHRASE = 'mot hai ba bon nam';
const COST = 1024;
const ADMIN: Actor = { name: 'Lê Thị Ví Dụ', roles: ['administrator'] };
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
let root: string;
let usb: string;
let store: Store;
let profile: OpenProfile;
let desk: RestoreDesk;
let documentId: string;
let file: string;
/** Somebody else holds what is to be switched. */
let heldOpen: boolean;

const dirOf = (): string => join(root, 'training');
beforeEach(async () => {
  heldOpen = false;
  root = mkdtempSync(join(tmpdir(), 'tvt-restore-'));
  usb = mkdtempSync(join(tmpdir(), 'tvt-usb-'));
  const prepared = await prepareProfile({ dir: dirOf(), mode: 'training', clock: systemClock, passphrase: PASSPHRASE, scryptCost: COST });
  profile = await prepared.confirm(prepared.recoveryCode, ({ keys, workstationId }) => {
    openStore({ dir: dirOf(), keys, clock: systemClock, create: true, workstationId }).close();
  });
  store = openStore({ dir: dirOf(), keys: profile.keys, clock: systemClock });
  store.tx(() => {
    createMachineKey(store);
    createPerson(store, { name: ADMIN.name, roles: ['administrator'] });
    store.db.prepare(`INSERT INTO organ (organ_id, name, abbreviation) VALUES ('H99.242', 'UBND xã Ví Dụ', 'UBND')`).run();
  });
  ({ id: documentId, file } = await keep('Báo cáo phòng cháy rừng'));
  await keep('Giấy mời họp');
  await makeBackup({ store, dir: dirOf(), mode: 'training', keys: profile.keys, target: usb });
  desk = new RestoreDesk({
    clock: systemClock,
    log: quiet,
    dirOf,
    osKeyStore: () => Promise.reject(new Error('none')),
    current: () => (store.db.open ? profile : undefined),
    closeThen: async (_mode, work) => {
      if (heldOpen) throw new Error('EBUSY');
      store.close();
      return work();
    },
  });
});
afterEach(() => {
  desk.close();
  store.close();
  for (const dir of [root, usb]) rmSync(dir, { recursive: true, force: true });
});
async function keep(subject: string): Promise<{ id: string; file: string }> {
  const blob = await store.vault.put(Buffer.from(subject.repeat(3000)));
  return store.tx(() => {
    store.vault.record(blob);
    const { id } = putIncoming(store, { subject });
    store.db
      .prepare(
        `INSERT INTO file (id, incoming_id, role, position, name, detected, blob_id, created_at, seq) VALUES (?, ?, 'main', 0, 'a.pdf', 'pdf', ?, 0, ?)`,
      )
      .run(store.newId(), id, blob.id, store.nextSeq());
    return { id, file: blob.id };
  });
}
const bytesOf = async (): Promise<string> => Buffer.from(await store.vault.readAll(blobId(file))).toString();

describe('a whole restore', () => {
  it('shows what lies there, opens it by a way in, and puts it in the place of the store, which is set aside', async () => {
    const [found] = desk.look([usb]);
    expect(found).toMatchObject({ mode: 'training', files: 2, waysIn: expect.arrayContaining(['passphrase', 'recovery']), ours: true });
    const key = found?.key ?? '';
    await expect(desk.open(key, 'passphrase', 'sai mat khau roi')).rejects.toThrow('accounts.way_in_refused');
    await expect(desk.open(key, 'passphrase', PASSPHRASE)).rejects.toThrow('accounts.wait');
    expect(await desk.open(key, 'here', '')).toMatchObject({ office: 'UBND xã Ví Dụ', incoming: 2, replaces: true });
    await keep('sau sao lưu');
    await desk.begin(false);
    const state = desk.state();
    expect(state).toMatchObject({ phase: 'done', mode: 'training', damaged: 0, aside: expect.stringContaining('set-aside-') });
    expect(existsSync(join(state.phase === 'done' ? (state.aside ?? '') : '', 'store.db'))).toBe(true);
    expect(restoredMark(dirOf())).toBeDefined();
    store = openStore({ dir: dirOf(), keys: profile.keys, clock: systemClock });
    expect(store.db.prepare('SELECT count(*) FROM incoming').pluck().get()).toBe(2);
    expect((await checkStore(store)).findings).toEqual([]);
  });

  it('that cannot be put in the place of the store says so, and the store is as it was', async () => {
    const [found] = desk.look([usb]);
    await desk.open(found?.key ?? '', 'here', '');
    heldOpen = true;
    await desk.begin(false);
    expect(desk.state()).toEqual({ phase: 'failed', error: { code: 'restore.failed' } });
    expect([store.db.open, (await checkStore(store)).findings]).toEqual([true, []]);
  });

  it('of a damaged backup leaves the open store as it is and says why; a newer one is not even opened', async () => {
    const vault = join(usb, readdirSync(usb)[0] ?? '', 'vault');
    const folder = join(vault, readdirSync(vault)[0] ?? '');
    const damaged = join(folder, readdirSync(folder)[0] ?? '');
    const bytes = readFileSync(damaged);
    bytes[200] = (bytes[200] ?? 0) ^ 1;
    writeFileSync(damaged, bytes);
    const [found] = desk.look([usb]);
    await desk.open(found?.key ?? '', 'here', '');
    await desk.begin(false);
    expect(desk.state()).toEqual({ phase: 'failed', error: { code: 'backup.files_damaged', params: { count: 1 } } });
    expect(store.db.open).toBe(true);
    expect((await checkStore(store)).findings).toEqual([]);
    const generation = join(usb, readdirSync(usb)[0] ?? '');
    const manifest = join(generation, readdirSync(generation).find((name) => /^\d{8}-/.test(name)) ?? '', 'manifest.json');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(/"schema": \d+/, '"schema": 9999'));
    expect(desk.look([usb])[0]?.problem?.code).toBe('store.newer_version');
  });
});

describe('a single document', () => {
  const opened = async () => {
    const [found] = desk.look([usb]);
    await desk.open(found?.key ?? '', 'here', '');
    return desk.opened();
  };
  it('is found in a backup without marks, and its lost file comes back, recorded', async () => {
    const before = await bytesOf();
    const { path } = store.vault.sealed(blobId(file));
    const backup = await opened();
    expect(searchBackup(backup, 'chay rung').rows).toMatchObject([
      { list: 'incoming', id: documentId, subject: 'Báo cáo phòng cháy rừng' },
    ]);
    expect((await backupDocument(backup, store, 'incoming', documentId)).files).toMatchObject([{ here: 'whole' }]);
    writeFileSync(path, 'hỏng');
    expect((await backupDocument(backup, store, 'incoming', documentId)).files).toMatchObject([{ here: 'lost' }]);
    expect(await takeBack(backup, store, ADMIN, 'incoming', documentId)).toBe(1);
    expect(await bytesOf()).toBe(before);
    expect(await takeBack(backup, store, ADMIN, 'incoming', documentId)).toBe(0);
    expect(auditRows(store).filter((row) => row.act === 'restore.file')).toHaveLength(1);
    expect(store.db.prepare(`SELECT act FROM history WHERE incoming_id = ?`).pluck().all(documentId)).toContain('file.restored');
  });
  it('whose file is not in the store at all gets it again; one that is not here is only saved outside', async () => {
    const backup = await opened();
    store.db.prepare('DELETE FROM file WHERE incoming_id = ?').run(documentId);
    expect(await takeBack(backup, store, ADMIN, 'incoming', documentId)).toBe(1);
    expect((await backupDocument(backup, store, 'incoming', documentId)).files).toMatchObject([{ here: 'whole' }]);
    const [other] = searchBackup(backup, 'giay moi').rows;
    store.db.prepare('DELETE FROM file WHERE incoming_id = ?').run(other?.id ?? '');
    store.db.prepare('DELETE FROM incoming WHERE id = ?').run(other?.id ?? '');
    await expect(takeBack(backup, store, ADMIN, 'incoming', other?.id ?? '')).rejects.toThrow('restore.document_absent');
    const { files } = await backupDocument(backup, store, 'incoming', other?.id ?? '');
    const out = join(root, 'ra-ngoai.pdf');
    await saveFromBackup(backup, store, ADMIN, files[0]?.id ?? '', out);
    expect(readFileSync(out, 'utf8')).toBe('Giấy mời họp'.repeat(3000));
  });
});
