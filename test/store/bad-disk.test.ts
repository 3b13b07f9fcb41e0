import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMachineKey } from '../../src/core/accounts/index.ts';
import { auditRows, record, verifyChain } from '../../src/core/audit/index.ts';
import { systemClock } from '../../src/core/clock.ts';
import { WORKSTATION } from '../../src/core/context.ts';
import { addTarget } from '../../src/core/maintenance/targets.ts';
import { checkBackup, makeBackup, stageBackup } from '../../src/core/store/backup/index.ts';
import { checkStore } from '../../src/core/store/check.ts';
import { copiesBeforeMigrations, deriveKeys, openStore, type Store } from '../../src/core/store/index.ts';
import { migrateAhead } from '../../src/core/store/migrate-ahead.ts';
import { MIGRATIONS } from '../../src/core/store/migrations/index.ts';
import { Failure } from '../../src/domain/errors.ts';
import { canMount, type SmallDisk, smallDisk } from '../support/disk.ts';
import { putIncoming } from '../support/documents.ts';

const codeOf = (error: unknown): string => (error instanceof Failure ? error.error.code : String(error));
const refusal = async (act: () => unknown): Promise<string> => {
  try {
    await act();
  } catch (error) {
    return codeOf(error);
  }
  return 'nothing refused';
};

describe.skipIf(!canMount)('a bad disk [needs mount]', () => {
  let disk: SmallDisk;
  let dir: string;
  const keys = deriveKeys(randomBytes(32));
  let store: Store;
  beforeEach(() => {
    disk = smallDisk(10);
    dir = join(disk.path, 'training');
    mkdirSync(dir);
    store = openStore({ dir, keys, clock: systemClock, create: true });
    store.tx(() => createMachineKey(store));
  });
  afterEach(() => {
    store.close();
    disk.remove();
  });
  const act = (text: string): void => {
    store.tx(() => {
      store.setSetting('last', text);
      record(store, WORKSTATION, 'note.add', text);
    });
  };

  it('that is full refuses in words, keeps what was acknowledged, and goes on when there is room again', async () => {
    act('before');
    disk.fill(100_000);
    expect(await refusal(() => store.vault.put(randomBytes(1_000_000)))).toBe('store.disk_full');
    expect(readdirSync(join(dir, 'vault', 'tmp'))).toEqual([]);
    let acknowledged = 0;
    const refused = await refusal(() => {
      for (;;) {
        act(`act ${acknowledged} ${'x'.repeat(5000)}`);
        acknowledged++;
      }
    });
    expect(refused).toBe('store.disk_full');
    expect([...auditRows(store)]).toHaveLength(acknowledged + 1);
    disk.clear();
    act('after');
    const blob = await store.vault.put(randomBytes(500_000));
    store.tx(() => store.vault.record(blob));
    store.close();
    store = openStore({ dir, keys, clock: systemClock });
    expect(verifyChain(store)).toMatchObject({ ok: true, rows: acknowledged + 2 });
    expect(store.setting('last')).toBe('after');
    expect((await checkStore(store)).findings).toEqual([]);
  });

  it('that lets nothing be written is told as such, and nothing is changed', async () => {
    act('before');
    store.close();
    disk.writable(false);
    expect(await refusal(() => openStore({ dir, keys, clock: systemClock }).close())).toBe('store.read_only');
    disk.writable(true);
    store = openStore({ dir, keys, clock: systemClock });
    expect(store.setting('last')).toBe('before');
  });

  it('that is full when an open store is to be changed in its form leaves it as it was, and says how to go on', async () => {
    const before = MIGRATIONS.slice(0, -1);
    store.close();
    const old = join(disk.path, 'cu');
    const made = openStore({ dir: old, keys, clock: systemClock, create: true, migrations: before });
    made.tx(() => putIncoming(made, { subject: 'văn bản cũ' }));
    made.close();
    disk.fill(150_000);
    const open = (): void => openStore({ dir: old, keys, clock: systemClock }).close();
    expect(await refusal(() => migrateAhead({ dir: old, keys }))).toBe('store.no_room_to_migrate');
    expect(await refusal(open)).toBe('store.no_room_to_migrate');
    expect(copiesBeforeMigrations(old)).toEqual([]);
    const still = openStore({ dir: old, keys, clock: systemClock, migrations: before });
    expect(still.db.prepare('SELECT subject FROM incoming').pluck().all()).toEqual(['văn bản cũ']);
    still.close();
    disk.clear();
    open();
    expect(copiesBeforeMigrations(old)).toHaveLength(1);
  });
});

describe.skipIf(!canMount)('a full disk for backups [needs mount]', () => {
  let disk: SmallDisk;
  let dir: string;
  let home: SmallDisk;
  const keys = deriveKeys(randomBytes(32));
  let store: Store;
  beforeEach(async () => {
    disk = smallDisk(10);
    home = smallDisk(20);
    dir = join(home.path, 'training');
    store = openStore({ dir, keys, clock: systemClock, create: true });
    writeFileSync(join(dir, 'keys.json'), '{}');
    const blob = await store.vault.put(randomBytes(2_000_000));
    store.tx(() => {
      createMachineKey(store);
      store.vault.record(blob);
    });
  });
  afterEach(() => {
    store.close();
    disk.remove();
    home.remove();
  });

  it('too small for what a backup holds is not restored onto, and nothing of it is begun', async () => {
    const { path } = await makeBackup({ store, dir, mode: 'training', keys, target: disk.path });
    const to = join(home.path, 'moi');
    mkdirSync(to);
    const staged = stageBackup({ generation: path, keys, dir: to, mode: 'training', now: 1 });
    expect(await refusal(() => staged)).toBe('backup.no_room');
    expect(readdirSync(to)).toEqual([]);
  });

  it('makes none and leaves the earlier one whole; the desk goes on, and the next one is good', async () => {
    const backup = () => makeBackup({ store, dir, mode: 'training', keys, target: disk.path });
    const first = await backup();
    const blob = await store.vault.put(randomBytes(1_500_000));
    store.tx(() => store.vault.record(blob));
    disk.fill(1_200_000);
    let written = 0;
    const writing = setInterval(() => {
      store.tx(() => record(store, WORKSTATION, 'note.add', String(written)));
      written++;
    }, 2);
    expect(await refusal(backup).finally(() => clearInterval(writing))).toBe('backup.target_full');
    expect(written).toBeGreaterThan(0);
    expect((await checkBackup(first.path, keys)).files).toBe(1);
    const root = join(first.path, '..');
    expect(readdirSync(root).filter((name) => name.endsWith('.part'))).toEqual([]);
    disk.clear();
    const next = await backup();
    expect((await checkBackup(next.path, keys)).files).toBe(2);
    expect(existsSync(first.path)).toBe(true);
  });

  it('locked against writing is named, when it is chosen and when a backup is made, and the store is not said to be', async () => {
    const backup = () => makeBackup({ store, dir, mode: 'training', keys, target: disk.path });
    const first = await backup();
    disk.writable(false);
    expect(await refusal(backup)).toBe('backup.target_read_only');
    expect(await refusal(async () => addTarget(store, dir, disk.path))).toBe('backup.target_read_only');
    disk.writable(true);
    store.tx(() => addTarget(store, dir, disk.path));
    expect((await checkBackup(first.path, keys)).files).toBe(1);
    expect((await checkBackup((await backup()).path, keys)).files).toBe(1);
  });
});
