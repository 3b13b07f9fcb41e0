import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createSupervisor, noKeyStore, type SupervisorOptions } from './supervisor.ts';
import { TokenProcess } from './token-process.ts';
import type { MainPort, MainProcess } from './watched.ts';

const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const port = { on: () => {}, start: () => {}, postMessage: () => {}, close: () => {} } as unknown as MainPort;

/** A process that hears and says what the test wants. */
class Stub extends EventEmitter {
  /** No process has this number, so the end it is sent comes to `kill`. */
  readonly pid = 2_000_000_000;
  readonly heard: { type?: string; modules?: unknown; avoided?: unknown }[] = [];
  postMessage(message: object): void {
    this.heard.push(message);
  }
  kill(): boolean {
    this.emit('exit', 1);
    return true;
  }
  get served() {
    return this.heard.find((message) => message.type === 'serve');
  }
}

describe('the token process as main keeps it', () => {
  function start() {
    const stubs: Stub[] = [];
    const token = new TokenProcess({
      fork: () => {
        const stub = new Stub();
        stubs.push(stub);
        return stub as unknown as MainProcess;
      },
      channel: () => ({ port1: port, port2: port }),
      onPort: () => {},
      onEnded: () => {},
      log: quiet,
    });
    token.start();
    const now = (): Stub => stubs.at(-1) as Stub;
    const busy = (path?: string) => now().emit('message', { type: 'module-busy', ...(path ? { path } : {}) });
    return { token, now, busy, stubs };
  }
  const next = async (stubs: readonly Stub[], count: number) =>
    expect.poll(() => stubs.length, { timeout: 10_000, interval: 5 }).toBe(count);

  test('allowed modules reach the process that runs and every later one; the same list again changes nothing', async () => {
    const { token, now, stubs } = start();
    expect(now().served).toMatchObject({ modules: [], avoided: [], noted: true });
    const modules = [{ path: '/x/a.so', sha256: 'ab'.repeat(32) }];
    token.setModules(modules);
    await next(stubs, 2);
    expect(now().served).toMatchObject({ modules });
    token.setModules(modules);
    now().emit('exit', 1);
    await next(stubs, 3);
    expect(now().served).toMatchObject({ modules });
  });

  test('a module is noted before its code runs; at its second death it is left alone, until a person asks again', async () => {
    const { token, now, busy, stubs } = start();
    for (const deaths of [1, 2]) {
      busy('/x/bad.so');
      expect(now().heard.at(-1)).toEqual({ type: 'module-noted' });
      now().emit('exit', 139);
      await next(stubs, deaths + 1);
    }
    expect(now().served).toMatchObject({ avoided: ['/x/bad.so'] });
    token.restart('forgiving');
    await next(stubs, 4);
    expect(now().served).toMatchObject({ avoided: [] });
  });

  test('a death while no module runs, and an end that was asked for, count against none', async () => {
    const { token, now, busy, stubs } = start();
    for (const deaths of [1, 2]) {
      busy('/x/good.so');
      busy();
      now().emit('exit', 139);
      await next(stubs, deaths + 1);
    }
    for (const asked of [3, 4]) {
      busy('/x/good.so');
      token.restart('asked');
      await next(stubs, asked + 1);
    }
    expect(now().served).toMatchObject({ avoided: [] });
  });

  test('a packaged product takes no modules from the environment; a source run does', () => {
    const dir = mkdtempSync(join(tmpdir(), 'tram-env-'));
    const envOf = (packaged: boolean): Record<string, string> => {
      let seen: Record<string, string> = {};
      const options: Partial<SupervisorOptions> = {
        utilityProcess: {
          fork: (_path, _args, { env }) => {
            seen = env;
            return new Stub() as unknown as MainProcess;
          },
        },
        MessageChannelMain: class {
          readonly port1 = port;
          readonly port2 = port;
        },
        entries: { core: '', parser: '', token: '', training: '' },
        profilesDir: dir,
        resourcesDir: dir,
        version: '0',
        host: 'node',
        osKeyStore: noKeyStore,
        chooseSavePath: async () => undefined,
        log: quiet,
        env: { TRAM_PKCS11_MODULES: '/x/any.so', PATH: '/bin' },
      };
      createSupervisor({ ...(options as SupervisorOptions), packaged }).start();
      return seen;
    };
    expect(envOf(false).TRAM_PKCS11_MODULES).toBe('/x/any.so');
    expect(envOf(true).TRAM_PKCS11_MODULES).toBeUndefined();
    expect(envOf(true).PATH).toBe('/bin');
    rmSync(dir, { recursive: true, force: true });
  });
});
