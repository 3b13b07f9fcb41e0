/**
 * The core's side of the reader processes: pages are handed out one to each process, the ones a person waits for first. A
 * page that passes its time or memory, or whose process dies, ends with a code while a new process takes its place; one that
 * ended a process twice is not tried again. Processes are started when the first page comes and ended when none came for a while.
 */

import type { SealedFile } from '../../contract/parser/index.ts';
import type { ReaderCalls } from '../../contract/reader/index.ts';
import { type Connection, connect, type Port } from '../../contract/wire.ts';
import { Failure } from '../../domain/errors.ts';
import type { PageText } from '../../domain/pageText.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../context.ts';

export interface ReaderLimits {
  /** Longest time of a page. */
  readonly pageMs: number;
  /** A process that grew beyond it is replaced after its page. */
  readonly rssBytes: number;
  /** One that grew beyond it is ended under its page. */
  readonly mostRssBytes: number;
  /** How often a process at work is looked at: while it reads it answers nothing itself. */
  readonly watchMs: number;
  readonly startMs: number;
  /** Processes that had nothing to do for so long end. */
  readonly idleMs: number;
  /** How long a page in the background waits at most while a person works. */
  readonly politeMs: number;
}
const LIMITS: ReaderLimits = {
  pageMs: 90_000,
  rssBytes: 800_000_000,
  mostRssBytes: 1_200_000_000,
  watchMs: 1_000,
  startMs: 30_000,
  idleMs: 120_000,
  politeMs: 10_000,
};
const MAX_KILLS = 2;
const POLITE_LOOK_MS = 300;

/** How many pages may be read at once: one on a PC with two processors or little memory, never more than three. */
export function readersFor(cpus: number, memoryBytes: number): number {
  if (cpus <= 2 || memoryBytes < 6e9) return 1;
  return Math.min(3, Math.floor(cpus / 2));
}

export interface PoolOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly count: number;
  /** Main keeps so many reader processes from now on; each comes with its port. */
  readonly keep: (count: number) => Promise<void>;
  /** Ends one; a new one follows. */
  readonly restart: (index: number) => Promise<void>;
  /** What each holds, bytes; `null` where nobody can tell. Absent: only a process itself says it, between its pages. */
  readonly memory?: () => Promise<readonly (number | null)[]>;
  /** A person is working right now: pages in the background wait a little. */
  readonly busy?: () => boolean;
  readonly limits?: Partial<ReaderLimits>;
}
export interface PageWanted {
  readonly image: SealedFile;
  readonly dpi?: number;
  /** A person waits for it. */
  readonly now?: boolean;
  readonly signal?: AbortSignal;
}
export interface ReaderPool {
  setPort(index: number, port: Port): void;
  /** Pages that are read at once. */
  readonly count: number;
  /** False where it is known that nothing can be read on this machine. */
  available(): boolean;
  /**
   * Words of one page. Besides the job's own codes: `reader.too_long`, `reader.too_much_memory`, `reader.process_died`,
   * `reader.refused` (it ended a process twice), `reader.cancelled`, `reader.closed`.
   */
  read(wanted: PageWanted): Promise<PageText>;
  state(): { readonly waiting: number; readonly active: number };
  close(): void;
}

interface Job extends PageWanted {
  readonly done: (text: PageText) => void;
  readonly failed: (error: Failure) => void;
  over: boolean;
}

export function createReaderPool(options: PoolOptions): ReaderPool {
  return new Pool(options);
}

class Pool implements ReaderPool {
  readonly #options: PoolOptions;
  readonly #limits: ReaderLimits;
  readonly #jobs: Job[] = [];
  readonly #kills = new Map<string, number>();
  readonly #connections: (Connection<ReaderCalls> | undefined)[];
  readonly #working: (Job | undefined)[];
  #wakes: (() => void)[] = [];
  #idle: { cancel(): void } | undefined;
  #polite: { cancel(): void } | undefined;
  #politeSince: number | undefined;
  #kept = false;
  #data = true;
  #closed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#limits = { ...LIMITS, ...options.limits };
    this.#connections = Array.from({ length: options.count }, () => undefined);
    this.#working = Array.from({ length: options.count }, () => undefined);
  }

  get count(): number {
    return this.#options.count;
  }
  available(): boolean {
    return this.#data && !this.#closed;
  }
  state(): { waiting: number; active: number } {
    return { waiting: this.#jobs.length, active: this.#working.filter((job) => job !== undefined).length };
  }
  setPort(index: number, port: Port): void {
    if (index >= this.#options.count || this.#closed) {
      port.close();
      return;
    }
    this.#connections[index]?.close();
    const connection = connect<ReaderCalls>(port);
    this.#connections[index] = connection;
    port.onClose(() => {
      if (this.#connections[index] === connection) this.#connections[index] = undefined;
    });
    for (const wake of this.#wakes.splice(0)) wake();
  }

  read(wanted: PageWanted): Promise<PageText> {
    if (this.#closed) return Promise.reject(new Failure('reader.closed'));
    if (!this.#data) return Promise.reject(new Failure('reader.no_data'));
    if ((this.#kills.get(wanted.image.path) ?? 0) >= MAX_KILLS) return Promise.reject(new Failure('reader.refused'));
    return new Promise<PageText>((resolve, reject) => {
      const cancel = (): void => this.#cancel(job);
      const end =
        <T>(settle: (value: T) => void) =>
        (value: T): void => {
          wanted.signal?.removeEventListener('abort', cancel);
          job.over = true;
          settle(value);
        };
      const job: Job = { ...wanted, done: end(resolve), failed: end(reject), over: false };
      if (wanted.signal?.aborted) {
        job.failed(new Failure('reader.cancelled'));
        return;
      }
      wanted.signal?.addEventListener('abort', cancel);
      const at = job.now ? this.#jobs.findIndex((other) => !other.now) : -1;
      if (at < 0) this.#jobs.push(job);
      else this.#jobs.splice(at, 0, job);
      this.#next();
    });
  }
  /** What waits is dropped; what is being read ends with its process at once. */
  #cancel(job: Job): void {
    const at = this.#jobs.indexOf(job);
    if (at >= 0) this.#jobs.splice(at, 1);
    job.failed(new Failure('reader.cancelled'));
    const index = this.#working.indexOf(job);
    if (index >= 0) void this.#end(index);
  }
  close(): void {
    this.#closed = true;
    this.#idle?.cancel();
    this.#polite?.cancel();
    for (const job of [...this.#jobs.splice(0), ...this.#working]) job?.failed(new Failure('reader.closed'));
    for (const connection of this.#connections) connection?.close();
    for (const wake of this.#wakes.splice(0)) wake();
  }

  #next(): void {
    if (this.#closed) return;
    const [job] = this.#jobs;
    const index = this.#working.indexOf(undefined);
    if (job === undefined) this.#rest();
    else if (index >= 0 && (job.now || !this.#waitPolitely())) {
      this.#jobs.shift();
      this.#idle?.cancel();
      this.#working[index] = job;
      void this.#work(index, job).finally(() => {
        this.#working[index] = undefined;
        this.#next();
      });
      this.#next();
    }
  }
  /** True while a page in the background should let a person go first. */
  #waitPolitely(): boolean {
    const { clock, busy } = this.#options;
    this.#politeSince ??= clock.now();
    const since = this.#politeSince;
    if (!busy?.() || clock.now() - since >= this.#limits.politeMs) {
      this.#politeSince = undefined;
      return false;
    }
    this.#polite?.cancel();
    this.#polite = clock.setTimer(() => this.#next(), POLITE_LOOK_MS);
    return true;
  }
  #rest(): void {
    if (!this.#kept || this.#working.some((job) => job !== undefined)) return;
    this.#idle?.cancel();
    this.#idle = this.#options.clock.setTimer(() => {
      this.#kept = false;
      void this.#options.keep(0).catch(() => undefined);
    }, this.#limits.idleMs);
  }

  async #work(index: number, job: Job): Promise<void> {
    const { clock, log } = this.#options;
    let timer: { cancel(): void } | undefined;
    const watched = new AbortController();
    try {
      const connection = await this.#connected(index);
      if (job.over) return;
      const late = new Promise<never>((_, reject) => {
        timer = clock.setTimer(() => reject(new Failure('reader.too_long')), this.#limits.pageMs);
        void this.#watch(index, watched.signal, () => reject(new Failure('reader.too_much_memory')));
      });
      late.catch(() => undefined);
      const answer = connection.call.readPage({ source: job.image, ...(job.dpi === undefined ? {} : { dpi: job.dpi }) });
      answer.catch(() => undefined);
      const text = await Promise.race([answer, late]);
      this.#kills.delete(job.image.path);
      job.done(text);
      const { rssBytes } = await connection.call.ping({});
      if (rssBytes > this.#limits.rssBytes) await this.#end(index);
    } catch (error) {
      const code = error instanceof Failure ? error.error.code : '';
      if (job.over) return;
      if (code === 'reader.no_data') this.#data = false;
      const died = code === 'contract.closed';
      const ended = code === 'reader.too_long' || code === 'reader.too_much_memory';
      if (died || ended) {
        this.#kills.set(job.image.path, (this.#kills.get(job.image.path) ?? 0) + 1);
        log.warn('a page ended its reader', { code: died ? 'reader.process_died' : code });
      }
      if (ended) await this.#end(index);
      job.failed(
        died
          ? new Failure('reader.process_died', undefined, { cause: error })
          : error instanceof Failure
            ? error
            : new Failure('unexpected'),
      );
    } finally {
      timer?.cancel();
      watched.abort();
    }
  }
  /** Looks at what a process holds while it reads, and says once that it is too much. */
  async #watch(index: number, signal: AbortSignal, tooMuch: () => void): Promise<void> {
    const { clock, memory } = this.#options;
    while (memory && !signal.aborted) {
      const held = (await memory().catch(() => []))[index] ?? 0;
      if (held > this.#limits.mostRssBytes && !signal.aborted) return tooMuch();
      await new Promise<void>((resolve) => {
        const timer = clock.setTimer(resolve, this.#limits.watchMs);
        signal.addEventListener(
          'abort',
          () => {
            timer.cancel();
            resolve();
          },
          { once: true },
        );
      });
    }
  }
  async #end(index: number): Promise<void> {
    this.#connections[index]?.close();
    this.#connections[index] = undefined;
    await this.#options.restart(index).catch((error: unknown) => this.#options.log.error('reader not restarted', { error: String(error) }));
  }

  async #connected(index: number): Promise<Connection<ReaderCalls>> {
    let late = false;
    const timer = this.#options.clock.setTimer(() => {
      late = true;
      for (const wake of this.#wakes.splice(0)) wake();
    }, this.#limits.startMs);
    try {
      if (!this.#kept) {
        this.#kept = true;
        await this.#options.keep(this.#options.count);
      }
      for (;;) {
        const connection = this.#connections[index];
        if (this.#closed) throw new Failure('reader.closed');
        if (connection) return connection;
        if (late) throw new Failure('reader.process_died');
        await new Promise<void>((resolve) => this.#wakes.push(resolve));
      }
    } finally {
      timer.cancel();
    }
  }
}
