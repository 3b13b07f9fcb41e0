import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

const only = () => care.state().backup.targets[0];

it('backs up once a day by itself to every place that is here, and always knows the age of the last good one', async () => {
  care.daily();
  expect(care.state().backup).toMatchObject({ targets: [] });
  expect(() => care.startBackup(WORKSTATION)).toThrow('backup.no_target');
  const second = join(usb, 'o-hai');
  mkdirSync(second);
  care.addTarget(WORKSTATION, usb);
  care.addTarget(WORKSTATION, second);
  expect(() => care.addTarget(WORKSTATION, usb)).toThrow('backup.target_twice');
  care.daily();
  expect(() => care.startCheck(WORKSTATION, false)).toThrow('backup.running');
  await idle();
  expect(care.state().backup).toMatchObject({
    targets: [
      { path: usb, here: true, last: { at: now } },
      { path: second, last: { at: now } },
    ],
  });
  const first = now;
  now += 3600_000;
  care.daily();
  expect(care.state().job).toBeUndefined();
  now += 23 * 3600_000;
  care.daily();
  await idle();
  expect(care.state().backup.last?.at).toBe(first + 24 * 3600_000);
  expect(auditRows(t.store).map((row) => row.act)).toEqual(['backup.target', 'backup.target', ...Array(4).fill('backup.make')]);
});

it('makes a missed day good at the next start, whatever the clock did meanwhile', async () => {
  care.addTarget(WORKSTATION, usb);
  care.daily();
  await idle();
  const made = now;
  for (const later of [9 * 86_400_000, -400 * 86_400_000]) {
    now = made + later;
    care = new Maintenance({ store: t.reopen(), mode: 'training', log: quiet, profile: { dir: t.dir, keys: t.keys } });
    care.daily();
    await idle();
    expect(only()?.last?.at).toBe(now);
  }
});

it('says that a disk is not here, makes no folder in its place, and takes the backup up when it comes', async () => {
  care.addTarget(WORKSTATION, usb);
  care.startBackup(WORKSTATION);
  await idle();
  const last = now;
  rmSync(usb, { recursive: true });
  now += 30 * 3600_000;
  care.daily();
  await idle();
  expect(only()).toMatchObject({ here: false, last: { at: last }, error: { code: 'backup.target_missing' } });
  expect(existsSync(usb)).toBe(false);
  mkdirSync(usb);
  now += 60_000;
  care.daily();
  await idle();
  expect(only()).toMatchObject({ here: true, last: { at: now } });
  expect(only()?.error).toBeUndefined();
});

it('takes an empty folder on the store’s own disk for a disk that is not here, where it was another disk before', () => {
  const one = { id: 'a', path: usb, otherDisk: true };
  t.store.tx(() => t.store.setSetting('backup.targets', JSON.stringify([one])));
  expect(only()).toMatchObject({ here: false });
});

it('keeps what it was told of one place only, from before there could be several', () => {
  t.store.tx(() => {
    t.store.setSetting('backup.target', usb);
    t.store.setSetting('backup.last', JSON.stringify({ at: 5, files: 1, bytes: 2 }));
  });
  expect(care.state().backup).toMatchObject({ targets: [{ path: usb, here: true }], last: { at: 5 } });
  care.removeTarget(WORKSTATION, 'first');
  expect(care.state().backup.targets).toEqual([]);
});

it('keeps so many backups as the office says, within reason', () => {
  expect(() => care.setKeep(WORKSTATION, { days: 1, weeks: 0, months: 0 })).toThrow('backup.keep_out_of_range');
  care.setKeep(WORKSTATION, { days: 3, weeks: 2, months: 1 });
  expect(care.state().backup.keep).toEqual({ days: 3, weeks: 2, months: 1 });
});

it('keeps the report of the last check', async () => {
  care.startCheck(WORKSTATION, true);
  await idle();
  expect(care.state().check).toMatchObject({ documents: 1, findings: [], repaired: [] });
});

it('checks the store each week by itself, from its first week on, and when the clock was set back', async () => {
  const checks = (): number => auditRows(t.store).filter((row) => row.act === 'store.check').length;
  const after = async (days: number): Promise<number> => {
    now += days * 24 * 3600_000;
    care.daily();
    await idle();
    return checks();
  };
  expect(await after(0)).toBe(0);
  expect(await after(6)).toBe(0);
  expect(await after(2)).toBe(1);
  expect(await after(6)).toBe(1);
  expect(await after(2)).toBe(2);
  expect(await after(-365)).toBe(3);
  expect(await after(1)).toBe(3);
});
