import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditRows, record, verifyChain } from '../../src/core/audit/index.ts';
import { systemClock } from '../../src/core/clock.ts';
import { WORKSTATION } from '../../src/core/context.ts';
import { deriveKeys, openStore, type Store } from '../../src/core/store/index.ts';
import { Failure } from '../../src/domain/errors.ts';

/** A small disk of its own; only where this user may mount one. */
function mount(at: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', at], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
function canMount(): boolean {
  const at = mkdtempSync(join(tmpdir(), 'tvt-mount-'));
  const can = process.platform === 'linux' && mount(at);
  if (can) execFileSync('umount', [at]);
  rmSync(at, { recursive: true });
  return can;
}
const codeOf = (error: unknown): string => (error instanceof Failure ? error.error.code : String(error));
const refusal = async (act: () => unknown): Promise<string> => {
  try {
    await act();
  } catch (error) {
    return codeOf(error);
  }
  return 'nothing refused';
};

describe.skipIf(!canMount())('a bad disk [needs mount]', () => {
  let disk: string;
  let dir: string;
  const keys = deriveKeys(randomBytes(32));
  let store: Store;
  beforeEach(() => {
    disk = mkdtempSync(join(tmpdir(), 'tvt-disk-'));
    mount(disk);
    dir = join(disk, 'training');
    mkdirSync(dir);
    store = openStore({ dir, keys, clock: systemClock, create: true });
  });
  afterEach(() => {
    store.close();
    execFileSync('umount', [disk]);
    rmSync(disk, { recursive: true, force: true });
  });
  const free = (): number => statfsSync(disk).bavail * statfsSync(disk).bsize;
  const act = (text: string): void => {
    store.tx(() => {
      store.setSetting('last', text);
      record(store, WORKSTATION, 'test.act', text);
    });
  };

  it('that is full refuses in words, keeps what was acknowledged, and goes on when there is room again', async () => {
    act('before');
    const filler = join(disk, 'filler');
    writeFileSync(filler, Buffer.alloc(free() - 100_000));
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
    rmSync(filler);
    act('after');
    const blob = await store.vault.put(randomBytes(500_000));
    store.tx(() => store.vault.record(blob));
    store.close();
    store = openStore({ dir, keys, clock: systemClock });
    expect(verifyChain(store)).toMatchObject({ ok: true, rows: acknowledged + 2 });
    expect(store.setting('last')).toBe('after');
  });

  it('that lets nothing be written is told as such, and nothing is changed', async () => {
    act('before');
    store.close();
    execFileSync('mount', ['-o', 'remount,ro', disk]);
    expect(await refusal(() => openStore({ dir, keys, clock: systemClock }).close())).toBe('store.read_only');
    execFileSync('mount', ['-o', 'remount,rw', disk]);
    store = openStore({ dir, keys, clock: systemClock });
    expect(store.setting('last')).toBe('before');
  });
});
