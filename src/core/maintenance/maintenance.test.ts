import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { putIncoming } from '../../../test/support/documents.ts';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import { createMachineKey } from '../accounts/index.ts';
import { auditRows } from '../audit/index.ts';
import { systemClock } from '../clock.ts';
import { WORKSTATION } from '../context.ts';
import { Maintenance } from './index.ts';

let t: TestStore;
let usb: string;
let now = Date.now();
let care: Maintenance;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
beforeEach(() => {
  now = Date.UTC(2026, 10, 21);
  t = openTestStore({ ...systemClock, now: () => now });
  usb = mkdtempSync(join(tmpdir(), 'tvt-usb-'));
  writeFileSync(join(t.dir, 'keys.json'), '{}');
  t.store.tx(() => {
    createMachineKey(t.store);
    putIncoming(t.store, { subject: 'văn bản' });
  });
  care = new Maintenance({ store: t.store, mode: 'training', log: quiet, profile: { dir: t.dir, keys: t.keys } });
});
afterEach(async () => {
  await care.close();
  t.remove();
  rmSync(usb, { recursive: true, force: true });
});
const idle = (): Promise<void> => vi.waitFor(() => expect(care.state().job).toBeUndefined(), 20_000);

it('backs up once a day by itself where a folder was chosen, and always knows the age of the last good one', async () => {
  care.daily();
  expect(care.state()).toEqual({ backup: {}, reconcile: false });
  expect(() => care.startBackup(WORKSTATION)).toThrow('backup.no_target');
  care.setTarget(WORKSTATION, usb);
  care.daily();
  expect(() => care.startCheck(WORKSTATION, false)).toThrow('backup.running');
  await idle();
  expect(care.state().backup).toMatchObject({ target: usb, last: { at: now, files: 0 } });
  const first = now;
  now += 3600_000;
  care.daily();
  expect(care.state().job).toBeUndefined();
  now += 23 * 3600_000;
  care.daily();
  await idle();
  expect(care.state().backup.last?.at).toBe(first + 24 * 3600_000);
  expect(auditRows(t.store).map((row) => row.act)).toEqual(['backup.target', 'backup.make', 'backup.make']);
});

it('says why a backup failed, and keeps the last good one', async () => {
  care.setTarget(WORKSTATION, usb);
  care.startBackup(WORKSTATION);
  await idle();
  rmSync(usb, { recursive: true });
  care.startBackup(WORKSTATION);
  await idle();
  expect(care.state().backup).toMatchObject({ last: { at: now }, error: { code: 'backup.target_missing' } });
  expect(existsSync(usb)).toBe(false);
});

it('keeps the report of the last check', async () => {
  care.startCheck(WORKSTATION, true);
  await idle();
  expect(care.state().check).toMatchObject({ documents: 1, findings: [], repaired: [] });
});
