/**
 * Watches the token process while it is asked: a driver that hangs holds the whole process, so a call that is not answered
 * in its time ends it. A new one follows; the act is over and is not done again by itself.
 */
import type { TokenCalls } from '../../contract/token/index.ts';
import type { Client } from '../../contract/wire.ts';
import { Failure } from '../../domain/errors.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../context.ts';

/** Milliseconds. */
export interface TokenLimits {
  /** Looking at modules and tokens, opening and ending an act. */
  readonly call: number;
  /** One signature; a card needs up to 1.5 s. */
  readonly sign: number;
  /** A login, which the page starts and the core only sees as a process that does not answer. */
  readonly login: number;
  /** The same where a person types on the device. */
  readonly pad: number;
  /** Between two questions whether the process still answers while a login may run. */
  readonly ping: number;
}
export const TOKEN_LIMITS: TokenLimits = { call: 20_000, sign: 60_000, login: 30_000, pad: 150_000, ping: 1_000 };

/** `TRAM_TOKEN_LIMIT_MS` shortens every limit, for tests that wait for a hanging driver. Absent in normal use. */
export function limitsOfEnvironment(env: NodeJS.ProcessEnv = process.env): Partial<TokenLimits> | undefined {
  const ms = Number(env.TRAM_TOKEN_LIMIT_MS);
  return ms > 0 ? { call: ms, sign: ms, login: ms, pad: ms, ping: Math.min(ms, TOKEN_LIMITS.ping) } : undefined;
}

export interface TokenWatchOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** Ends the process. */
  readonly restart: () => Promise<unknown>;
  readonly limits?: Partial<TokenLimits>;
}

/** The same calls; one that passes its time fails with `token.driver_hung`. */
export function watchToken(client: Client<TokenCalls>, options: TokenWatchOptions): Client<TokenCalls> {
  const watch = new TokenWatch(client, options);
  const { limits } = watch;
  return {
    list: (input) => watch.timed('list', limits.call, client.list(input)),
    inspect: (input) => watch.timed('inspect', limits.call, client.inspect(input)),
    ping: (input) => watch.timed('ping', limits.call, client.ping(input)),
    beginAct: async (input) => {
      const begun = await watch.timed('beginAct', limits.call, client.beginAct(input));
      watch.expectLogin(input.actId, begun.protectedPath === true);
      return begun;
    },
    beginPinChange: async (input) => {
      const begun = await watch.timed('beginPinChange', limits.call, client.beginPinChange(input));
      watch.expectLogin(input.actId, begun.protectedPath === true);
      return begun;
    },
    sign: (input) => {
      watch.loginOver(input.actId);
      return watch.timed('sign', limits.sign, client.sign(input));
    },
    decrypt: (input) => {
      watch.loginOver(input.actId);
      return watch.timed('decrypt', limits.sign, client.decrypt(input));
    },
    endAct: (input) => watch.timed('endAct', limits.call, client.endAct(input)).finally(() => watch.loginOver(input.actId)),
    endPinChange: (input) =>
      watch.timed('endPinChange', limits.call, client.endPinChange(input)).finally(() => watch.loginOver(input.actId)),
  };
}

class TokenWatch {
  readonly limits: TokenLimits;
  readonly #client: Client<TokenCalls>;
  readonly #options: TokenWatchOptions;
  /** Acts whose login may run now, with its longest time. */
  readonly #logins = new Map<string, number>();
  #pinging = false;
  #ended = false;

  constructor(client: Client<TokenCalls>, options: TokenWatchOptions) {
    this.#client = client;
    this.#options = options;
    this.limits = { ...TOKEN_LIMITS, ...options.limits };
  }

  timed<T>(call: string, ms: number, answer: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const { clock } = this.#options;
      let timer = { cancel: (): void => {} };
      const wait = (): void => {
        timer = clock.setTimer(() => {
          // A login holds the process for as long as a person types; its own watch decides.
          if (this.#logins.size > 0) return wait();
          reject(new Failure('token.driver_hung'));
          this.#hung(call);
        }, ms);
      };
      wait();
      answer.then(resolve, reject).finally(() => timer.cancel());
    });
  }

  expectLogin(actId: string, pad: boolean): void {
    this.#logins.set(actId, pad ? this.limits.pad : this.limits.login);
    if (!this.#pinging) this.#ping();
  }
  loginOver(actId: string): void {
    this.#logins.delete(actId);
  }

  #ping(): void {
    const { clock } = this.#options;
    this.#pinging = this.#logins.size > 0 && !this.#ended;
    if (!this.#pinging) return;
    const timer = clock.setTimer(() => this.#hung('login'), Math.max(...this.#logins.values()));
    this.#client.ping({}).then(
      () => {
        timer.cancel();
        clock.setTimer(() => this.#ping(), this.limits.ping);
      },
      () => {
        // The process is gone, and its logins with it.
        timer.cancel();
        this.#logins.clear();
        this.#pinging = false;
      },
    );
  }

  #hung(call: string): void {
    this.#logins.clear();
    if (this.#ended) return;
    this.#ended = true;
    this.#options.log.warn('token process does not answer', { call });
    this.#options.restart().catch((error: unknown) => this.#options.log.error('token process not restarted', { error: String(error) }));
  }
}
