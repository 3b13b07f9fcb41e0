import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../build/electron-host/chromium.ts';
import { electronPath } from '../../build/electron-runtime.ts';
import { openWorkstation, type Workstation } from '../e2e/harness.ts';
import { buildFixture, PAGE_SCRIPT } from './fixture.ts';

interface PageGlobals {
  ask(call: string, input: unknown): Promise<{ ok: boolean; value?: unknown; error?: unknown }>;
  post(message: unknown): Promise<void>;
  askPin(actId: string, kind: string): Promise<unknown>;
  askForPort(): void;
  closes: number;
  ports: number;
}
const able = electronPath() === undefined && findChromium() !== undefined;

describe.skipIf(!able)('the shell in the electron-host [needs chromium]', () => {
  let fixture: { dir: string; entry: string };
  let station: Workstation;
  const ask = (call: string, input: unknown = {}) =>
    station.page.evaluate(([name, value]) => (globalThis as unknown as PageGlobals).ask(name, value), [call, input] as const);
  const who = async () => (await ask('who')).value as { pid: number; processes: string[]; start: Record<string, unknown> };

  beforeAll(async () => {
    fixture = await buildFixture(PAGE_SCRIPT);
    station = await openWorkstation({ entry: fixture.entry });
  });
  afterAll(async () => {
    await station?.close();
    if (fixture) rmSync(fixture.dir, { recursive: true, force: true });
  });

  test('a page calls the core over its port, and bytes and words arrive whole', async () => {
    expect((await who()).start).toMatchObject({ host: 'electron-host', profilesDir: join(station.profileDir, 'profiles') });
    expect(await ask('echo', { text: 'hỏa tốc', $odd: { $bytes: 'x' }, list: [1, null, 'ổ'] })).toEqual({
      ok: true,
      value: { text: 'hỏa tốc', $odd: { $bytes: 'x' }, list: [1, null, 'ổ'] },
    });
    const sum = await station.page.evaluate(async () => {
      const { value } = await (globalThis as unknown as PageGlobals).ask('bytes', { offset: 3, length: 1000 });
      return [value instanceof Uint8Array, (value as Uint8Array).reduce((a, b) => a + b, 0)];
    });
    expect(sum).toEqual([true, Uint8Array.from({ length: 1000 }, (_, i) => 3 + i).reduce((a, b) => a + b, 0)]);
    expect(await station.page.evaluate(async () => {
      const sent = new Uint8Array(100_000).fill(9);
      const { value } = await (globalThis as unknown as PageGlobals).ask('echo', { sent });
      return (value as { sent: Uint8Array }).sent.every((byte) => byte === 9) && (value as { sent: Uint8Array }).sent.length;
    })).toBe(100_000);
  });

  test('reads of 256 KiB come at 10 MB/s or more', async () => {
    const rate = await station.page.evaluate(async () => {
      const { ask } = globalThis as unknown as PageGlobals;
      await ask('bytes', { offset: 0, length: 262_144 });
      const began = performance.now();
      for (let i = 0; i < 40; i++) await ask('bytes', { offset: i, length: 262_144 });
      return (40 * 262_144) / 1000 / (performance.now() - began);
    });
    console.log(`page ← core: ${rate.toFixed(1)} MB/s`);
    expect(rate).toBeGreaterThan(10);
  });
});
