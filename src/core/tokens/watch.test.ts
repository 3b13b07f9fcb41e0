import { describe, expect, test } from 'vitest';
import type { TokenCalls } from '../../contract/token/index.ts';
import type { Client } from '../../contract/wire.ts';
import type { Failure } from '../../domain/errors.ts';
import type { Clock } from '../clock.ts';
import { TOKEN_LIMITS, watchToken } from './watch.ts';

/** Time that passes when the test says so. */
class TestClock implements Clock {
  #now = 0;
  #timers: { at: number; callback: () => void }[] = [];
  now = () => this.#now;
  random = () => 0;
  setTimer(callback: () => void, ms: number) {
    const timer = { at: this.#now + ms, callback };
    this.#timers.push(timer);
    const cancel = (): void => {
      this.#timers = this.#timers.filter((t) => t !== timer);
    };
    return { cancel };
  }
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      const [next] = this.#timers.filter((t) => t.at <= end).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#timers = this.#timers.filter((t) => t !== next);
      this.#now = next.at;
      next.callback();
      for (let turns = 0; turns < 10; turns++) await Promise.resolve();
    }
    this.#now = end;
  }
}
const ACT = { actId: '0', serial: '1', certificateSha256: 'a' };

function watched({ protectedPath = false } = {}) {
  const clock = new TestClock();
  const held: (() => void)[] = [];
  /** The process answers while this is false. */
  const state = { hangs: false, restarts: 0 };
  const answer = <T>(value: T): Promise<T> =>
    state.hangs ? new Promise((resolve) => held.push(() => resolve(value))) : Promise.resolve(value);
  const client = {
    list: () => answer({ tokens: [], modules: [] }),
    beginAct: () => answer({ mechanisms: [], protectedPath }),
    sign: () => answer({ signature: new Uint8Array() }),
    endAct: () => answer({}),
    beginPinChange: () => answer({ protectedPath }),
    endPinChange: () => answer({ changed: true }),
    inspect: () => answer({ sha256: '' }),
    ping: () => answer({}),
  } as unknown as Client<TokenCalls>;
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const token = watchToken(client, { clock, log, restart: async () => void state.restarts++ });
  const codeOf = (promise: Promise<unknown>): Promise<string> =>
    promise.then(
      () => 'answered',
      (error: Failure) => error.error.code,
    );
  return { clock, token, state, codeOf, release: () => held.splice(0).forEach((go) => void go()) };
}

describe('the watch over the token process', () => {
  test('a call that is not answered in its time fails in words and ends the process once', async () => {
    const { clock, token, state, codeOf } = watched();
    state.hangs = true;
    const listing = codeOf(token.list({}));
    const other = codeOf(token.list({}));
    await clock.pass(TOKEN_LIMITS.call - 1);
    expect(state.restarts).toBe(0);
    await clock.pass(1);
    expect([await listing, await other]).toEqual(['token.driver_hung', 'token.driver_hung']);
    expect(state.restarts).toBe(1);
  });

  test('a login that hangs is noticed though the core never sees it', async () => {
    const { clock, token, state } = watched();
    await token.beginAct(ACT);
    state.hangs = true;
    await clock.pass(TOKEN_LIMITS.login + TOKEN_LIMITS.ping);
    expect(state.restarts).toBe(1);
  });

  test('a person who types on the device has longer, and a look at the tokens waits meanwhile', async () => {
    const { clock, token, state, codeOf, release } = watched({ protectedPath: true });
    await token.beginAct(ACT);
    await clock.pass(1);
    state.hangs = true;
    const listing = codeOf(token.list({}));
    await clock.pass(TOKEN_LIMITS.pad - 5_000);
    expect(state.restarts).toBe(0);
    state.hangs = false;
    release();
    expect(await listing).toBe('answered');
    await clock.pass(10 * TOKEN_LIMITS.pad);
    expect(state.restarts).toBe(0);
  });

  test('an act whose login is over and a process that answers are left in peace', async () => {
    const { clock, token, state } = watched();
    await token.beginAct(ACT);
    await clock.pass(3_600_000);
    await token.sign({ actId: ACT.actId, data: new Uint8Array() });
    await token.endAct({ actId: ACT.actId });
    state.hangs = true;
    await clock.pass(3_600_000);
    expect(state.restarts).toBe(0);
  });
});
