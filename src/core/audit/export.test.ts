import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import { Failure } from '../../domain/errors.ts';
import { createMachineKey } from '../accounts/index.ts';
import { systemClock } from '../clock.ts';
import { WORKSTATION } from '../context.ts';
import { openStore } from '../store/index.ts';
import { MIGRATIONS } from '../store/migrations/index.ts';
import { auditHash, auditRows, exportAudit, record, verifyChain, verifyExport } from './index.ts';

const CLERK = { name: 'Lê Thị Ví Dụ', roles: ['clerk', 'officer'] } as const;
let t: TestStore;
let file: string;
beforeEach(() => {
  t = openTestStore();
  file = join(t.dir, 'nhat-ky.jsonl');
  t.store.tx(() => createMachineKey(t.store));
  for (let i = 0; i < 5; i++) t.store.tx(() => record(t.store, i % 2 ? WORKSTATION : CLERK, 'incoming.register', `d${i}`));
});
afterEach(() => t.remove());

const changed = async (change: (lines: string[]) => string[]) => {
  await exportAudit(t.store, file);
  writeFileSync(file, `${change(readFileSync(file, 'utf8').trim().split('\n')).join('\n')}\n`);
  const verdict = await verifyExport(file);
  return verdict.ok ? 'holds' : verdict.why;
};
const swapped = (lines: string[], a: number, b: number): string[] =>
  lines.map((line, i) => (i === a ? lines[b] : i === b ? lines[a] : line) ?? line);

describe('an exported audit', () => {
  it('is checked without the store, and says whose it is', async () => {
    const { rows, keySha256 } = await exportAudit(t.store, file);
    expect(await verifyExport(file, keySha256)).toMatchObject({ ok: true, rows, workstationId: t.store.workstationId, keySha256 });
    expect(rows).toBe(5);
    expect(await verifyExport(file, 'f'.repeat(64))).toEqual({ ok: false, why: 'key' });
  });

  it('says in which roles a person acted, and a changed role is found', async () => {
    expect(auditRows(t.store).map((row) => row.role)).toEqual(['clerk,officer', null, 'clerk,officer', null, 'clerk,officer']);
    expect(await changed((lines) => lines.map((line) => line.replace('clerk,officer', 'leader')))).toBe('hash');
    expect(await changed((lines) => lines.map((line) => line.replace('"clerk,officer"', 'null')))).toBe('hash');
  });

  it.each([
    ['changed', (lines: string[]) => lines.map((line) => line.replace('"d2"', '"d9"')), 'hash'],
    ['removed', (lines: string[]) => lines.filter((_, i) => i !== 2), 'previous'],
    ['moved', (lines: string[]) => swapped(lines, 2, 3), 'previous'],
    ['repeated', (lines: string[]) => [...lines.slice(0, 3), ...lines.slice(2)], 'order'],
    ['cut off at the end', (lines: string[]) => [...lines.slice(0, 4), lines.at(-1) ?? ''], 'head_missing'],
    ['added behind the head', (lines: string[]) => [...lines, lines[2] ?? ''], 'after_head'],
    ['without its head', (lines: string[]) => lines.slice(0, -1), 'no_head'],
    [
      'with another signature',
      (lines: string[]) => lines.map((l) => l.replace(/"at":(\d+),"signature"/, '"at":1,"signature"')),
      'head_signature',
    ],
    ['not a log', () => ['{}'], 'line'],
  ])('is found out when a row is %s', async (_what, change, why) => {
    expect(await changed(change)).toBe(why);
  });

  it('is judged by the command in words and by its exit code', async () => {
    const run = (...args: string[]) =>
      spawnSync(
        process.execPath,
        ['--disable-warning=ExperimentalWarning', fileURLToPath(new URL('verify-cli.ts', import.meta.url)), ...args],
        { encoding: 'utf8' },
      );
    await exportAudit(t.store, file);
    const whole = run(file);
    expect([whole.status, whole.stdout.split('\n')[0]]).toEqual([0, expect.stringContaining('Nhật ký nguyên vẹn: 5 dòng')]);
    await changed((lines) => lines.filter((_, i) => i !== 2));
    const broken = run(file);
    expect([broken.status, broken.stdout]).toEqual([1, expect.stringContaining('KHÔNG nguyên vẹn: một dòng đã bị bỏ')]);
  });
});

describe('a log from before roles', () => {
  it('keeps its hashes and goes on with roles', () => {
    const old = openTestStore(systemClock, { migrations: MIGRATIONS.filter((step) => step.version < 4) });
    const fields = { seq: 1, at: 5, personId: null, person: 'A', act: 'x', object: '', result: 'ok', previous: '0'.repeat(64) };
    old.store.tx(() => {
      createMachineKey(old.store);
      old.store.db.prepare(`INSERT INTO audit VALUES (1, 5, NULL, 'A', 'x', '', 'ok', ?, ?)`).run(fields.previous, auditHash(fields));
      old.store.nextSeq();
    });
    old.store.close();
    const store = openStore({ dir: old.dir, keys: old.keys, clock: systemClock });
    store.tx(() => record(store, CLERK, 'note.add', ''));
    expect(verifyChain(store)).toMatchObject({ ok: true, rows: 2 });
    store.close();
    old.remove();
  });
});

it('stopped on its way, leaves no file that looks like a whole log', async () => {
  t.store.tx(() => {
    for (let i = 0; i < 1_500; i++) record(t.store, WORKSTATION, 'incoming.register', `e${i}`);
  });
  const told: number[] = [];
  const step = (_phase: string, done: number): Promise<void> => {
    told.push(done);
    return done >= 1_000 ? Promise.reject(new Failure('work.stopped')) : Promise.resolve();
  };
  await expect(exportAudit(t.store, file, { step, waitFor: (other) => other })).rejects.toThrow('work.stopped');
  expect([existsSync(file), told]).toEqual([false, [0, 1_000]]);
  expect((await exportAudit(t.store, file)).rows).toBeGreaterThan(1_500);
});
