import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMachineKey, prepareProfile } from '../../src/core/accounts/index.ts';
import { systemClock } from '../../src/core/clock.ts';
import { makeBackup } from '../../src/core/store/backup/index.ts';
import { openStore } from '../../src/core/store/index.ts';
import { putIncoming } from '../support/documents.ts';

const PASSPHRASE = 'mật khẩu dài của văn thư';
const root = join(import.meta.dirname, '..', '..');
let dir: string;
let usb: string;
let recoveryCode: string;
let generation: string;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tvt-profile-'));
  usb = mkdtempSync(join(tmpdir(), 'tvt-usb-'));
  const prepared = await prepareProfile({ dir, mode: 'training', clock: systemClock, passphrase: PASSPHRASE, scryptCost: 1024 });
  recoveryCode = prepared.recoveryCode;
  const profile = await prepared.confirm(recoveryCode, ({ keys, workstationId }) => {
    openStore({ dir, keys, clock: systemClock, create: true, workstationId }).close();
  });
  const store = openStore({ dir, keys: profile.keys, clock: systemClock });
  const blob = await store.vault.put(Buffer.from('nội dung'));
  store.tx(() => {
    createMachineKey(store);
    store.vault.record(blob);
    putIncoming(store, { subject: 'văn bản thử' });
  });
  generation = (await makeBackup({ store, dir, mode: 'training', keys: profile.keys, target: usb })).path;
  store.close();
  profile.close();
});
afterAll(() => {
  for (const folder of [dir, usb]) rmSync(folder, { recursive: true, force: true });
});

function restoreCheck(secret: string): { status: number | null; last: unknown } {
  const args = ['--disable-warning=ExperimentalWarning', join(root, 'src/core/store/backup/restore-check-cli.ts'), usb];
  const run = spawnSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, TRAM_SECRET: secret } });
  return { status: run.status, last: JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '') };
}

describe('proving a backup from the command line', () => {
  it('opens it by the recovery code or a passphrase and reads all of it', () => {
    const whole = { status: 0, last: { ok: true, files: 1, documents: 1, numbers: 0, auditRows: 0, findings: 0 } };
    expect(restoreCheck(recoveryCode)).toEqual(whole);
    expect(restoreCheck(PASSPHRASE)).toEqual(whole);
  });
  it('does not open it by another secret', () => {
    expect(restoreCheck('mật khẩu của người khác')).toEqual({ status: 1, last: { ok: false, code: 'accounts.way_in_refused' } });
  });
  it('says so when a byte of its database changed', () => {
    const path = join(generation, 'store.db');
    const bytes = readFileSync(path);
    bytes[5000] = (bytes[5000] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    expect(restoreCheck(PASSPHRASE)).toEqual({ status: 1, last: { ok: false, code: 'backup.database_damaged' } });
  });
});
