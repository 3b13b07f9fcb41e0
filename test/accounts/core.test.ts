/**
 * The core in this process, with a clock that is told the time and a key store of the system that is a named fake
 * (`PretendKeyStore`: what one account wrapped only that account unwraps; Electron's own is not here to be tried).
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PAGE_EVENT, type PageCalls, type PageEvent } from '../../src/contract/page/index.ts';
import { portPair } from '../../src/contract/ports.ts';
import { type ShellCalls, shellCalls } from '../../src/contract/shell/index.ts';
import { type Connection, connect, type Handlers, serve } from '../../src/contract/wire.ts';
import type { Clock } from '../../src/core/clock.ts';
import { Core } from '../../src/core/core.ts';
import { Failure } from '../../src/domain/errors.ts';
import { codeOf } from '../token/process.ts';

class PretendKeyStore {
  readonly #account = randomBytes(32);
  mix(bytes: Uint8Array): Uint8Array {
    return bytes.map((byte, i) => byte ^ (this.#account[i % 32] ?? 0));
  }
}
/** Tells the time as it is set; timers run when it passes them. */
class SetClock implements Clock {
  time = 1_790_000_000_000;
  readonly #timers = new Set<{ at: number; run: () => void }>();
  now = (): number => this.time;
  random = (): number => 0.5;
  setTimer(run: () => void, ms: number): { cancel(): void } {
    const timer = { at: this.time + ms, run };
    this.#timers.add(timer);
    return { cancel: () => void this.#timers.delete(timer) };
  }
  pass(ms: number): void {
    const end = this.time + ms;
    for (;;) {
      const due = [...this.#timers].filter((t) => t.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#timers.delete(due);
      this.time = Math.max(this.time, due.at);
      due.run();
    }
    this.time = end;
  }
}
interface Page {
  readonly call: Connection<PageCalls>['call'];
  readonly topics: string[];
  close(): void;
}

let dir: string;
let clock: SetClock;
let account: PretendKeyStore;
let core: Core;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

function start(): void {
  const [mine, theirs] = portPair();
  const refuse = (): never => {
    throw new Failure('training.not_training');
  };
  const shell: Handlers<ShellCalls, undefined> = {
    osKeyStore: () => ({ available: true }),
    osWrap: ({ plain }) => ({ wrapped: account.mix(plain) }),
    osUnwrap: ({ wrapped }) => ({ plain: account.mix(wrapped) }),
    ...(Object.fromEntries(
      Object.keys(shellCalls)
        .filter((name) => !name.startsWith('os'))
        .map((name) => [name, name === 'setTokenModules' || name === 'restartProcess' ? () => ({}) : refuse]),
    ) as unknown as Omit<Handlers<ShellCalls, undefined>, 'osKeyStore' | 'osWrap' | 'osUnwrap'>),
  };
  serve(theirs, { calls: shellCalls, handlers: shell, context: undefined, onUnexpected: () => undefined });
  const resourcesDir = join(import.meta.dirname, '..', '..', 'resources');
  core = new Core({
    start: { type: 'start', profilesDir: dir, resourcesDir, version: '0.1.0', host: 'node' },
    shell: connect<ShellCalls>(mine),
    log: quiet,
    clock,
  });
}
function page(): Page {
  const [mine, theirs] = portPair();
  core.addPage(theirs);
  const connection = connect<PageCalls>(mine);
  const topics: string[] = [];
  connection.on(PAGE_EVENT, (event) => topics.push((event as PageEvent).topic));
  return { call: connection.call, topics, close: () => connection.close() };
}
/** An office of its own whose axis cannot be reached. */
async function setUp(p: Page, waysIn: { useOsKeyStore: boolean; passphrase?: string }): Promise<string> {
  const { setupId, recoveryCode } = await p.call['setup.begin']({
    ...{ mode: 'real', officeName: 'UBND xã Thử', organId: 'H51.777', parentName: '', place: 'Thử', organAbbreviation: 'UBND' },
    ...{ clerkName: 'Lê Thị Thử', leaderName: '', leaderPosition: '', ...waysIn },
    connection: { endpoint: 'https://truc.example.invalid', systemId: 'x', secret: 'y' },
  });
  await p.call['setup.confirm']({ setupId, recoveryCode });
  return recoveryCode;
}
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tram-core-'));
  clock = new SetClock();
  account = new PretendKeyStore();
  start();
});
afterEach(async () => {
  await core.stop();
  rmSync(dir, { recursive: true, force: true });
});

describe('the key store of the system', () => {
  test('opens the store without a passphrase, and shows who may come in to this account alone', async () => {
    await setUp(page(), { useOsKeyStore: true });
    await core.stop();
    start();
    const p = page();
    const [profile] = (await p.call['app.state']({})).profiles;
    expect(profile?.people).toEqual([{ id: expect.any(String), name: 'Lê Thị Thử', ways: ['os'] }]);
    expect((await p.call['session.unlock']({ mode: 'real', way: 'os' })).me?.name).toBe('Lê Thị Thử');
  });

  test('a lost account is recovered with the code, and the new one takes its place', async () => {
    const code = await setUp(page(), { useOsKeyStore: true });
    await core.stop();
    account = new PretendKeyStore();
    start();
    const p = page();
    expect((await p.call['app.state']({})).profiles[0]?.people).toEqual([]);
    expect(await codeOf(p.call['session.unlock']({ mode: 'real', way: 'os' }))).toBe('accounts.way_in_refused');
    expect((await p.call['session.unlock']({ mode: 'real', way: 'recovery', secret: code })).me?.name).toBe('Lê Thị Thử');
    await p.call['ways.addOs']({});
    await core.stop();
    start();
    const again = page();
    expect((await again.call['session.unlock']({ mode: 'real', way: 'os' })).phase).toBe('ready');
    const { ways } = await again.call['ways.list']({});
    expect(ways.map((w) => w.way).sort()).toEqual(['os', 'recovery']);
  });
});

describe('the lock', () => {
  test('comes by itself after the set time without a hand at the keyboard, and reading does not put it off', async () => {
    const p = page();
    await setUp(p, { useOsKeyStore: true });
    await p.call['lock.set']({ idleMinutes: 5 });
    for (let minute = 0; minute < 20; minute++) {
      clock.pass(60_000);
      await p.call['session.touch']({});
    }
    expect((await p.call['app.state']({})).phase).toBe('ready');
    for (let minute = 0; minute < 6; minute++) {
      clock.pass(60_000);
      await p.call['incoming.list']({ states: [], text: '', offset: 0, limit: 10 }).catch(() => undefined);
    }
    expect((await p.call['app.state']({})).phase).toBe('locked');
    expect(p.topics).toContain('session');
    // The store stays open and at work.
    expect(core.workstation).toBeDefined();
    expect(core.workstation?.store.db.open).toBe(true);
  });

  test('ends the page at which nobody is, and leaves another', async () => {
    const [first, second] = [page(), page()];
    await setUp(first, { useOsKeyStore: true });
    await second.call['session.unlock']({ mode: 'real', way: 'os' });
    for (let minute = 0; minute < 12; minute++) {
      clock.pass(60_000);
      await second.call['session.touch']({});
    }
    expect([(await first.call['app.state']({})).phase, (await second.call['app.state']({})).phase]).toEqual(['locked', 'ready']);
  });

  test('closing the store drops its key from memory', async () => {
    await setUp(page(), { useOsKeyStore: true });
    const held = core.accounts?.profile;
    if (!held) throw new Error('no profile');
    expect(Buffer.from(held.dataKey).equals(Buffer.alloc(32))).toBe(false);
    await core.stop();
    for (const key of [held.dataKey, ...Object.values(held.keys)]) expect(Buffer.from(key).equals(Buffer.alloc(32))).toBe(true);
  });

  test('who came in, by which way, and who locked out whom stands in the audit', async () => {
    const code = await setUp(page(), { useOsKeyStore: true });
    const p = page();
    await p.call['session.unlock']({ mode: 'real', way: 'recovery', secret: code });
    const acts = core.workstation?.store.db
      .prepare<[], { act: string; person: string; result: string }>(
        `SELECT act, person, result FROM audit WHERE act = 'session.begin' ORDER BY seq`,
      )
      .all();
    expect(acts?.map((a) => [a.person, a.result])).toEqual([
      ['Lê Thị Thử', 'ok'],
      ['Lê Thị Thử', 'recovery'],
    ]);
  });
});
