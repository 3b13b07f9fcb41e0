import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HostPort } from '../../build/electron-host/port.ts';
import { MessageChannelMain, utilityProcess } from '../../build/electron-host/utility-process.ts';
import { fromMessagePort } from '../../src/contract/ports.ts';
import { type Client, connect } from '../../src/contract/wire.ts';
import { createSupervisor, noKeyStore, parserPermissions, type Supervisor } from '../../src/main/supervisor.ts';
import type { stubCalls } from './processes/stub.ts';

const root = join(import.meta.dirname, '..', '..');
const stub = join(import.meta.dirname, 'processes', 'stub.ts');
type Stub = Client<typeof stubCalls>;
interface Who {
  readonly pid: number;
  readonly processes: readonly string[];
  readonly locks: number;
  readonly start: { readonly resourcesDir: string };
  readonly resources: string;
}

/** Others may use the machine meanwhile. */
const until = <T>(look: () => T) => expect.poll(look, { timeout: 15_000, interval: 20 });

describe('the supervisor', () => {
  let dir: string;
  let supervisor: Supervisor;
  let logged: string[];
  let chosen: string | undefined;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'tram-van-thu-supervisor-'));
    logged = [];
    const note = (message: string, fields?: Readonly<Record<string, unknown>>) => void logged.push(`${message}: ${fields?.process}`);
    supervisor = createSupervisor({
      utilityProcess,
      MessageChannelMain,
      entries: { core: stub, parser: stub, token: stub, training: stub },
      profilesDir: join(dir, 'profiles'),
      resourcesDir: join(root, 'resources'),
      version: '0.0.0',
      host: 'node',
      osKeyStore: { ...noKeyStore, available: () => true, wrap: (plain) => plain.toReversed(), unwrap: (wrapped) => wrapped.toReversed() },
      chooseSavePath: async (name) => (chosen === undefined ? undefined : join(chosen, name)),
      log: { info: note, warn: note, error: note },
      parserExecArgv: parserPermissions({
        codeDirs: ['src', 'test', 'build', 'node_modules'].map((folder) => join(root, folder)),
        profilesDir: join(dir, 'profiles'),
      }),
    });
    supervisor.start();
  });
  afterEach(async () => {
    await supervisor.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  const openPage = (): { readonly core: Stub; readonly port: HostPort; readonly closed: Promise<unknown> } => {
    const { port1, port2 } = new MessageChannelMain();
    expect(supervisor.attachPage(port1)).toBe(true);
    return { core: connect<typeof stubCalls>(fromMessagePort(port2)).call, port: port2, closed: once(port2, 'close') };
  };
  const who = (page: { readonly core: Stub }) => page.core.who({}) as Promise<Who>;
  const whoIs = (page: { readonly core: Stub }, process: string) => page.core.ask({ process, name: 'who', input: {} }) as Promise<Who>;

  test('starts core, parser and token, and connects the core with both and with main', async () => {
    const page = openPage();
    await until(async () => (await who(page)).processes).toEqual(['parser', 'token']);
    expect(await who(page)).toMatchObject({ start: { resourcesDir: join(root, 'resources') }, resources: join(root, 'resources') });
    expect((await whoIs(page, 'parser')).pid).toBe(supervisor.pid('parser'));
    expect((await whoIs(page, 'token')).pid).toBe(supervisor.pid('token'));
    const wrapped = (await page.core.shell({ name: 'osWrap', input: { plain: new Uint8Array([1, 2]) } })) as { wrapped: Uint8Array };
    expect([...wrapped.wrapped]).toEqual([2, 1]);
    expect(await page.core.shell({ name: 'chooseSavePath', input: { suggestedName: 'a.pdf' } })).toEqual({});
    chosen = '/chosen';
    expect(await page.core.shell({ name: 'chooseSavePath', input: { suggestedName: 'a.pdf' } })).toEqual({ path: '/chosen/a.pdf' });
    chosen = undefined;
    supervisor.lock();
    expect((await who(page)).locks).toBe(1);
  });

  test('a parser that is killed comes again, with a new port for the core', async () => {
    const page = openPage();
    const { pid } = await whoIs(page, 'parser');
    process.kill(pid, 'SIGKILL');
    await until(() => supervisor.pid('parser') ?? pid).not.toBe(pid);
    await until(async () => (await whoIs(page, 'parser').catch(() => ({ pid }))).pid).toBe(supervisor.pid('parser'));
  });

  test('the core can end a parser that passed its limits, as often as it must', async () => {
    const page = openPage();
    for (let times = 0; times < 7; times++) {
      const before = supervisor.pid('parser');
      await page.core.shell({ name: 'restartProcess', input: { process: 'parser' } });
      await until(() => supervisor.pid('parser') ?? before).not.toBe(before);
    }
    expect(logged).not.toContain('process left down: parser');
  });

  test('a killed core closes every page, ends parser and token, and comes again with new ones', async () => {
    const page = openPage();
    const { pid } = await who(page);
    const old = { token: await whoIs(page, 'token'), parser: await whoIs(page, 'parser') };
    const waiting = page.core.ask({ process: 'nobody', name: 'who', input: {} }).catch(() => 'failed');
    process.kill(pid, 'SIGKILL');
    await page.closed;
    await waiting;
    await until(() => supervisor.pid('core') ?? pid).not.toBe(pid);
    const next = openPage();
    await until(async () => (await who(next)).processes).toEqual(expect.arrayContaining(['parser', 'token']));
    expect((await whoIs(next, 'token')).pid).not.toBe(old.token.pid);
    expect((await whoIs(next, 'parser')).pid).not.toBe(old.parser.pid);
  });

  test('a process that dies five times in a minute is left down and reported', async () => {
    const page = openPage();
    await whoIs(page, 'token');
    for (let deaths = 0; deaths < 5; deaths++) {
      await until(() => supervisor.pid('token') ?? 0).toBeGreaterThan(0);
      const pid = supervisor.pid('token');
      process.kill(pid as number, 'SIGKILL');
      await until(() => supervisor.pid('token')).not.toBe(pid);
    }
    await until(() => logged).toContain('process left down: token');
    expect(supervisor.pid('token')).toBeUndefined();
    // The rest goes on.
    expect((await whoIs(page, 'parser')).pid).toBe(supervisor.pid('parser'));
  });

  test('the training world starts once when asked, only inside the profiles, and comes again by itself after a death', async () => {
    const page = openPage();
    expect(supervisor.pid('training')).toBeUndefined();
    expect(() => supervisor.training()).toThrow('shell.training_not_running');
    const worldDir = join(dir, 'profiles', 'training', 'world');
    const start = (path: string) => page.core.shell({ name: 'startTraining', input: { dir: path } }) as Promise<{ axisUrl: string }>;
    await expect(start(join(dir, 'elsewhere'))).rejects.toThrow('shell.training_elsewhere');
    const [first, second] = await Promise.all([start(worldDir), start(worldDir)]);
    expect(first.axisUrl).toBe(`stub:${worldDir}:${supervisor.pid('training')}`);
    expect(second).toEqual(first);
    await until(async () => (await who(page)).processes).toContain('training-token');
    await page.core.shell({ name: 'trainingFaults', input: { refuse: true } });
    const pid = supervisor.pid('training') as number;
    process.kill(pid, 'SIGKILL');
    await until(() => supervisor.pid('training') ?? pid).not.toBe(pid);
    expect((await start(worldDir)).axisUrl).toBe(`stub:${worldDir}:${supervisor.pid('training')}`);
    await until(async () => (await whoIs(page, 'training-token').catch(() => ({ pid }))).pid).toBe(supervisor.pid('training'));
  });

  test('the training world outlives the core and is connected with the next one', async () => {
    const page = openPage();
    await page.core.shell({ name: 'startTraining', input: { dir: join(dir, 'profiles', 'training', 'world') } });
    const pid = supervisor.pid('training');
    process.kill(supervisor.pid('core') as number, 'SIGKILL');
    await page.closed;
    await until(() => supervisor.pid('core') ?? 0).toBeGreaterThan(0);
    const next = openPage();
    await until(async () => (await who(next)).processes).toContain('training-token');
    expect((await whoIs(next, 'training-token')).pid).toBe(pid);
  });

  test('a PIN goes to the process of its kind, and its port closes when that process dies', async () => {
    const page = openPage();
    const { pid } = await whoIs(page, 'token');
    const actId = crypto.randomUUID();
    const { port1, port2 } = new MessageChannelMain();
    expect(supervisor.pinPort(actId, 'pkcs11', port1)).toBe(true);
    const answer = once(port2, 'message');
    port2.start();
    port2.postMessage({ pin: new Uint8Array([1, 2, 3, 4]) });
    expect((await answer)[0].data).toEqual({ ok: true, actId, pid, length: 4 });
    const closed = once(port2, 'close');
    process.kill(pid, 'SIGKILL');
    await closed;
    expect(supervisor.pinPort(actId, 'training', new MessageChannelMain().port1)).toBe(false);
  });

  test('the parser reads no file outside its folders and has no right to spawn or load addons', async () => {
    const page = openPage();
    writeFileSync(join(dir, 'outside.txt'), 'ngoài');
    writeFileSync(join(dir, 'profiles', 'inside.txt'), 'trong');
    const read = (path: string) => page.core.ask({ process: 'parser', name: 'readFile', input: { path } });
    await expect(read(join(dir, 'outside.txt'))).rejects.toThrow('unexpected');
    expect(await read(join(dir, 'profiles', 'inside.txt'))).toBe('trong');
    const permissions = (await whoIs(page, 'parser')) as Who & { readonly argv: readonly string[] };
    expect(permissions.argv).toContain('--permission');
    expect(permissions.argv.join(' ')).not.toMatch(/allow-(child|addons|worker|wasi)/);
  });

  test('2,000 odd messages to a page port end no process', async () => {
    const page = openPage();
    const { pid } = await who(page);
    const odd = [
      null,
      undefined,
      1,
      1n,
      'x',
      [],
      {},
      { id: 1 },
      { id: 2, call: 'who' },
      { id: 3, call: 'toString', input: {} },
      { id: 4, call: '__proto__', input: {} },
      { id: 5, call: 'who', input: { more: 1 } },
      new Map([[1, 2]]),
      new Uint8Array(9),
      new Date(),
      /x/,
      { id: Number.NaN, call: 'who', input: {} },
      { id: 6, call: 'fail', input: {} },
      { id: 7, call: 'refuse', input: {} },
      { push: 1, value: 2 },
      { id: 8, result: { ok: false } },
      new Error('x'),
    ];
    for (let i = 0; i < 2000; i++) page.port.postMessage(odd[(i * 13) % odd.length]);
    expect((await who(page)).pid).toBe(pid);
    await expect(page.core.refuse({})).rejects.toThrow('stub.refused');
    await expect(page.core.fail({})).rejects.toThrow('unexpected');
  });

  test('stopping ends every process', async () => {
    const page = openPage();
    await page.core.shell({ name: 'startTraining', input: { dir: join(dir, 'profiles', 'training', 'world') } });
    const pids = (['core', 'parser', 'token', 'training'] as const).map((name) => supervisor.pid(name) as number);
    await supervisor.stop();
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow();
  });
});
