import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMachineKey } from '../../src/core/accounts/index.ts';
import { auditRows, verifyChain } from '../../src/core/audit/index.ts';
import { systemClock } from '../../src/core/clock.ts';
import { deriveKeys, openStore } from '../../src/core/store/index.ts';
import { blobId } from '../../src/domain/ids.ts';
import { type LineChild, startChild } from '../support/child.ts';

const script = join(import.meta.dirname, 'crash-child.ts');
let dir: string;
let dataKey: Buffer;
const open = (create = false) => openStore({ dir, keys: deriveKeys(dataKey), clock: systemClock, create });
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tvt-crash-'));
  dataKey = randomBytes(32);
  const store = open(true);
  store.tx(() => createMachineKey(store));
  store.close();
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const start = (point: string, atAct: number): LineChild => startChild(script, [dir, dataKey.toString('hex'), point, String(atAct)]);

/** Every act in the store is whole: counted, audited, its file readable. Returns how many there are. */
async function wholeActs(): Promise<number> {
  const store = open();
  try {
    const acts = Number(store.setting('acts') ?? 0);
    const rows = [...auditRows(store)];
    expect(rows.map((row) => Number(row.result))).toEqual(Array.from({ length: acts }, (_, i) => i + 1));
    expect(rows.map((row) => row.seq)).toEqual(rows.map((_, i) => i + 1));
    expect(verifyChain(store).ok).toBe(true);
    for (const row of rows) {
      expect(Buffer.from(await store.vault.readAll(blobId(row.object))).toString()).toBe(`văn bản số ${row.result}`.repeat(50));
    }
    expect(store.db.prepare('SELECT count(*) AS n FROM blob').get()).toEqual({ n: acts });
    return acts;
  } finally {
    store.close();
  }
}

describe('a process killed in the middle of its work', () => {
  it.each([
    ['before its transaction began', 'tx:begin', 5],
    ['just before the commit', 'tx:before-commit', 5],
    ['just after the commit', 'tx:after-commit', 6],
  ])('%s has kept every acknowledged act and no torn one', async (_when, point, kept) => {
    const child = start(point, 6);
    const told: number[] = [];
    for (let line = await child.line(); line !== undefined; line = await child.line()) told.push(Number(line));
    expect(await child.ended).toBe('SIGKILL');
    expect(told).toEqual([1, 2, 3, 4, 5]);
    expect(await wholeActs()).toBe(kept);
  });

  it('at any moment loses nothing that was acknowledged, again and again', async () => {
    let acknowledged = 0;
    for (const acts of [1, 7, 19, 3]) {
      const child = start('none', 0);
      for (let i = 0; i < acts; i++) acknowledged = Number(await child.line());
      child.process.kill('SIGKILL');
      for (let line = await child.line(); line !== undefined; line = await child.line()) acknowledged = Number(line);
      expect(await child.ended).toBe('SIGKILL');
      // The last act may have been committed and not told any more; never the other way round.
      expect((await wholeActs()) - acknowledged).toBeOneOf([0, 1]);
    }
  });

  it('leaves the profile free for the next, which until then is refused', async () => {
    const child = start('none', 0);
    await child.line();
    expect(() => open()).toThrow('store.already_open');
    child.process.kill('SIGKILL');
    await child.ended;
    open().close();
  });
});
