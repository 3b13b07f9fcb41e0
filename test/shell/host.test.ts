import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../build/electron-host/chromium.ts';
import { electronPath } from '../../build/electron-runtime.ts';
import { openWorkstation, type Workstation } from '../e2e/harness/index.ts';
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

/** Others may use the machine meanwhile. */
const until = <T>(look: () => T) => expect.poll(look, { timeout: 15_000, interval: 20 });

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
    expect(
      await station.page.evaluate(async () => {
        const sent = new Uint8Array(100_000).fill(9);
        const { value } = await (globalThis as unknown as PageGlobals).ask('echo', { sent });
        return (value as { sent: Uint8Array }).sent.every((byte) => byte === 9) && (value as { sent: Uint8Array }).sent.length;
      }),
    ).toBe(100_000);
  });

  test('reads of 256 KiB come by megabytes a second', async () => {
    const rates = await station.page.evaluate(async () => {
      const { ask } = globalThis as unknown as PageGlobals;
      const rates: number[] = [];
      for (let run = 0; run < 3; run++) {
        const began = performance.now();
        for (let i = 0; i < 24; i++) await ask('bytes', { offset: i, length: 262_144 });
        rates.push((24 * 262_144) / 1000 / (performance.now() - began));
      }
      return rates;
    });
    // 16 MB/s on a quiet machine; the floor here only catches bytes that travel the slow way, whatever else runs.
    expect(Math.max(...rates)).toBeGreaterThan(2);
  });

  test('the content security policy of the product is enforced: no eval, no foreign script, worker included', async () => {
    const tried = await station.page.evaluate(async () => {
      const attempt = (work: () => unknown): string => {
        try {
          return `allowed: ${String(work())}`;
        } catch {
          return 'blocked';
        }
      };
      const violations: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));
      const script = document.createElement('script');
      script.textContent = 'globalThis.injected = true';
      document.body.append(script);
      const worker = await new Promise((resolve) => {
        const made = new Worker('./worker.mjs', { type: 'module' });
        made.onmessage = ({ data }) => resolve(data);
        made.onerror = (event) => resolve(event.message);
      });
      const fetched = await fetch('https://example.invalid/').then(
        () => 'allowed',
        () => 'blocked',
      );
      const frame = document.createElement('iframe');
      frame.src = './index.html';
      document.body.append(frame);
      await new Promise((resolve) => setTimeout(resolve, 200));
      return {
        // biome-ignore lint/security/noGlobalEval: what must not work
        eval: attempt(() => eval('1')),
        fn: attempt(() => new Function('return 1')()),
        injected: 'injected' in globalThis,
        worker,
        fetched,
        violations,
      };
    });
    expect(tried).toMatchObject({ eval: 'blocked', fn: 'blocked', injected: false, fetched: 'blocked' });
    expect(tried.worker).toEqual({ href: '/worker.mjs', evil: 'blocked' });
    expect(tried.violations).toEqual(expect.arrayContaining(['script-src-elem', 'connect-src', 'frame-src']));
  });

  test('the page has no Node and nothing of the preload, opens no window and cannot leave', async () => {
    expect(
      await station.page.evaluate(() => ({
        names: ['require', 'process', 'module', 'ipcRenderer', 'tramVanThuHost', 'tramVanThuReceive', 'Buffer'].filter(
          (name) => name in globalThis,
        ),
        opened: window.open('./index.html') !== null,
      })),
    ).toEqual({ names: [], opened: false });
    const before = station.page.url();
    await station.page.evaluate(() => {
      location.href = 'https://example.com/';
    });
    await station.page.evaluate(() => {
      location.href = 'data:text/html,x';
    });
    // The page is still there to answer, at its own address.
    expect((await ask('echo', 1)).value).toBe(1);
    expect(station.page.url()).toBe(before);
    expect(station.page.context().pages()).toHaveLength(1);
  });

  test('files outside the built page are not there', async () => {
    const answers = await station.page.evaluate(() =>
      Promise.all(
        [
          '../main/index.js',
          '..%2fmain%2findex.js',
          '%2e%2e/package.json',
          '..%5cpackage.json',
          'page.js',
          'nothing.js',
          'page.js%00.html',
        ].map(async (path) => (await fetch(`./${path}`)).status),
      ),
    );
    expect(answers).toEqual([404, 404, 404, 404, 200, 404, 404]);
  });

  test('2,000 odd messages to its port end neither the core nor the port', async () => {
    const { pid } = await who();
    await station.page.evaluate(async () => {
      const { post } = globalThis as unknown as PageGlobals;
      const odd = [
        null,
        1,
        'x',
        [],
        {},
        { id: 1 },
        { id: 'a', call: 'who', input: {} },
        { id: 2, call: '__proto__', input: {} },
        { id: 3, call: 'constructor', input: 1 },
        new Map([[1, 2]]),
        1n,
        { $bytes: '!!' },
        { id: 4, call: 'bytes', input: { offset: 'x' } },
        { push: 'event', value: {} },
        { id: 5, result: { ok: true } },
        new Uint8Array(10),
        Number.NaN,
        { id: 6, call: 'fail', input: {} },
      ];
      for (let i = 0; i < 2000; i++) await post(odd[(i * 7) % odd.length]);
    });
    expect((await who()).pid).toBe(pid);
  });

  test('a PIN goes to the process that serves the act, once', async () => {
    const askPin = (actId: string, kind: string) =>
      station.page.evaluate(([id, which]) => (globalThis as unknown as PageGlobals).askPin(id, which), [actId, kind] as const);
    const actId = crypto.randomUUID();
    const token = (await ask('ask', { process: 'token', name: 'who', input: {} })).value as { pid: number };
    expect(await askPin(actId, 'pkcs11')).toEqual({ ok: true, actId, pid: token.pid, length: 3 });
    // No training world runs.
    expect(await askPin(crypto.randomUUID(), 'training')).toBe('none');
    const again = askPin(actId, 'pkcs11').then(() => 'given');
    expect(await Promise.race([again, ask('echo', 'not given').then(({ value }) => value)])).toBe('not given');
  });

  test('a reload closes the old port and opens another', async () => {
    const { pid } = await who();
    await station.page.reload();
    expect((await who()).pid).toBe(pid);
    expect(await station.page.evaluate(() => (globalThis as unknown as PageGlobals).ports)).toBe(1);
  });

  test('a killed core closes the port, and the next port reaches a new core with new processes', async () => {
    const { pid } = await who();
    const token = (await ask('ask', { process: 'token', name: 'who', input: {} })).value as { pid: number };
    process.kill(pid, 'SIGKILL');
    await until(() => station.page.evaluate(() => (globalThis as unknown as PageGlobals).closes)).toBe(1);
    // As the page does: ask until there is one.
    await station.page.evaluate(async () => {
      const page = globalThis as unknown as PageGlobals;
      for (const before = page.ports; page.ports === before; ) {
        page.askForPort();
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    });
    expect((await who()).pid).not.toBe(pid);
    await until(async () => (await who()).processes).toEqual(expect.arrayContaining(['parser', 'token']));
    const next = (await ask('ask', { process: 'token', name: 'who', input: {} })).value as { pid: number };
    expect(next.pid).not.toBe(token.pid);
  });

  test('the parser reads nothing outside the product and the profiles', async () => {
    const read = (path: string) => ask('ask', { process: 'parser', name: 'readFile', input: { path } });
    expect(await read('/etc/hostname')).toMatchObject({ ok: false, error: { code: 'unexpected' } });
    expect(await read(join(fixture.dir, 'main', 'index.js'))).toMatchObject({ ok: true });
  });

  test('a second start on the same folder gives way, and closing ends every process with code 0', async () => {
    await expect(openWorkstation({ entry: fixture.entry, profileDir: station.profileDir })).rejects.toThrow(/đang mở rồi/);
    const { pid } = await who();
    expect(await station.close()).toBe(0);
    expect(() => process.kill(pid, 0)).toThrow();
  });

  test('unsaved work is asked about before the window closes; told to end by a signal, it ends', async () => {
    const other = await openWorkstation({ entry: fixture.entry });
    await other.page.evaluate(() => window.addEventListener('beforeunload', (event) => event.preventDefault()));
    // Chromium asks only on pages that a person has touched.
    await other.page.mouse.click(200, 200);
    await other.page.close({ runBeforeUnload: true });
    await expect.poll(() => other.output()).toContain('Còn nội dung chưa lưu.');
    expect(await other.close()).toBe(0);
  });
});
