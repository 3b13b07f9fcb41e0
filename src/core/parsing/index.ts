/**
 * The core's side of the parser process: one job at a time, each with its time; a job that passes time or memory, or
 * whose process dies, ends with a code while a new process takes its place. A file that ended the process twice is
 * not tried again. A process that a thick file left large is replaced once nobody has asked for a while.
 */
import { rmSync } from 'node:fs';
import type { ParserCalls, SealedFile } from '../../contract/parser/index.ts';
import { type Client, type Connection, connect, type InputOf, type OutputOf, type Port } from '../../contract/wire.ts';
import { Failure } from '../../domain/errors.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../context.ts';

type CallName = keyof ParserCalls;
export interface ParsingLimits {
  /** Longest time of each job, in milliseconds. */
  readonly ms: Readonly<Record<CallName, number>>;
  /** Memory of the process (resident set). */
  readonly rssBytes: number;
  /** How often memory is asked for during a job. */
  readonly watchMs: number;
  /** How long a job waits for a process that is being started. */
  readonly startMs: number;
  /** So long nobody asked, and it is looked how large the process stayed. */
  readonly restMs: number;
  /** A process at rest above this is replaced by a new one. */
  readonly restRssBytes: number;
}
/** What differs from the usual limits. */
export type ParsingSettings = Partial<Omit<ParsingLimits, 'ms'>> & { readonly ms?: Partial<ParsingLimits['ms']> };
const LIMITS: ParsingLimits = {
  ms: {
    ping: 10_000,
    readEdxml: 120_000,
    inspect: 60_000,
    findPlaces: 60_000,
    findSecrecy: 60_000,
    readText: 30_000,
    readWords: 30_000,
    readTable: 60_000,
    verifyPdf: 60_000,
    inspectMaterial: 30_000,
    prepareSignature: 60_000,
    placeSignature: 60_000,
    repairPdf: 60_000,
    appendValidation: 60_000,
    readLayout: 30_000,
    stampPdf: 60_000,
    composePdf: 120_000,
    signers: 60_000,
  },
  rssBytes: 1_200_000_000,
  watchMs: 1_000,
  startMs: 30_000,
  restMs: 30_000,
  restRssBytes: 170_000_000,
};
/** As often as a file may end the process before it is left alone. */
const MAX_KILLS = 2;

export interface ParsingOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** Ends the process; the port of a new one follows through `setPort`. */
  readonly restart: () => Promise<void>;
  readonly limits?: ParsingSettings;
}

/**
 * The parser's calls. Besides the job's own codes a call fails with `parsing.too_long`, `parsing.too_much_memory`,
 * `parsing.process_died`, `parsing.closed` or, for a file that ended the process twice, `parsing.refused` (which
 * `readEdxml` gives as its result).
 */
export interface Parsing extends Client<ParserCalls> {
  /** A process (re)started and speaks here. */
  setPort(port: Port): void;
  /** How often a process at rest was replaced because it had stayed large: no fault, and nobody waited for it. */
  renewals(): number;
  /** The core stops: what is under way fails with `parsing.closed`. */
  close(): void;
}

export function createParsing(options: ParsingOptions): Parsing {
  const watcher = new Watcher(options);
  const job =
    <K extends CallName>(name: K) =>
    (input: InputOf<ParserCalls[K]>): Promise<OutputOf<ParserCalls[K]>> =>
      watcher.queue(name, input);
  return {
    ping: job('ping'),
    inspect: job('inspect'),
    verifyPdf: job('verifyPdf'),
    inspectMaterial: job('inspectMaterial'),
    findPlaces: job('findPlaces'),
    findSecrecy: job('findSecrecy'),
    readText: job('readText'),
    readWords: job('readWords'),
    readTable: job('readTable'),
    prepareSignature: job('prepareSignature'),
    placeSignature: job('placeSignature'),
    repairPdf: job('repairPdf'),
    appendValidation: job('appendValidation'),
    readLayout: job('readLayout'),
    stampPdf: job('stampPdf'),
    composePdf: job('composePdf'),
    signers: job('signers'),
    async readEdxml(input) {
      try {
        return await watcher.queue('readEdxml', input);
      } catch (error) {
        if (error instanceof Failure && error.error.code === 'parsing.refused') return { ok: false, error: error.error };
        throw error;
      }
    },
    setPort: (port) => watcher.setPort(port),
    renewals: () => watcher.renewals,
    close: () => watcher.close(),
  };
}

interface Files {
  readonly source?: SealedFile;
  readonly target?: SealedFile;
  readonly targets?: readonly SealedFile[];
}

class Watcher {
  readonly #options: ParsingOptions;
  readonly #limits: ParsingLimits;
  /** Path of a source → how often its jobs ended the process. */
  readonly #kills = new Map<string, number>();
  readonly #waiting = new Set<() => void>();
  #connection: Connection<ParserCalls> | undefined;
  #tail: Promise<unknown> = Promise.resolve();
  #closed = false;
  /** Jobs that are asked for and not answered. */
  #open = 0;
  #resting: { cancel(): void } | undefined;
  renewals = 0;

  constructor(options: ParsingOptions) {
    this.#options = options;
    this.#limits = { ...LIMITS, ...options.limits, ms: { ...LIMITS.ms, ...options.limits?.ms } };
  }

  setPort(port: Port): void {
    this.#connection?.close();
    const connection = connect<ParserCalls>(port);
    this.#connection = connection;
    port.onClose(() => {
      if (this.#connection === connection) this.#connection = undefined;
    });
    this.#wake();
  }
  close(): void {
    this.#closed = true;
    this.#resting?.cancel();
    this.#connection?.close();
    this.#wake();
  }
  #wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }

  queue<K extends CallName>(name: K, input: InputOf<ParserCalls[K]>): Promise<OutputOf<ParserCalls[K]>> {
    this.#open++;
    this.#resting?.cancel();
    const job = this.#tail.then(() => this.#run(name, input));
    this.#tail = job.then(
      () => this.#ended(),
      () => this.#ended(),
    );
    return job;
  }
  #ended(): void {
    this.#open--;
    if (this.#open > 0 || this.#closed) return;
    this.#resting = this.#options.clock.setTimer(() => void this.#renew(), this.#limits.restMs);
  }
  /** Memory that a thick file made the process take is seldom given back: a new process has it not. */
  async #renew(): Promise<void> {
    const connection = this.#connection;
    if (connection === undefined) return;
    const size = await connection.call.ping({}).then(
      ({ rssBytes }) => rssBytes,
      () => 0,
    );
    // Somebody asked meanwhile: it is theirs.
    if (this.#open > 0 || this.#closed || this.#connection !== connection || size <= this.#limits.restRssBytes) return;
    this.#connection = undefined;
    connection.close();
    this.renewals++;
    this.#options.log.info('parser replaced at rest', { rssBytes: size });
    await this.#options.restart().catch((cause: unknown) => this.#options.log.error('parser not restarted', { error: String(cause) }));
  }

  async #run<K extends CallName>(name: K, input: InputOf<ParserCalls[K]>): Promise<OutputOf<ParserCalls[K]>> {
    const files = input as Files;
    const path = files.source?.path ?? '';
    if ((this.#kills.get(path) ?? 0) >= MAX_KILLS) throw new Failure('parsing.refused');
    const connection = await this.#connected();
    const watch = this.#watch(name, connection);
    try {
      const answer = connection.call[name](input) as Promise<OutputOf<ParserCalls[K]>>;
      // The watch may win; the answer that then never comes must not end the core.
      answer.catch(() => undefined);
      const result = await Promise.race([answer, watch.passed]);
      this.#kills.delete(path);
      return result;
    } catch (error) {
      throw await this.#failed(error, name, files, connection);
    } finally {
      watch.stop();
    }
  }

  /** A process that has its port, waiting for one that is being started. */
  async #connected(): Promise<Connection<ParserCalls>> {
    let late = false;
    const timer = this.#options.clock.setTimer(() => {
      late = true;
      this.#wake();
    }, this.#limits.startMs);
    try {
      for (;;) {
        if (this.#closed) throw new Failure('parsing.closed');
        if (this.#connection) return this.#connection;
        if (late) throw new Failure('parsing.process_died');
        await new Promise<void>((resolve) => {
          const wake = (): void => {
            this.#waiting.delete(wake);
            resolve();
          };
          this.#waiting.add(wake);
        });
      }
    } finally {
      timer.cancel();
    }
  }

  /** Fails as soon as the job passes its time or its memory. */
  #watch(name: CallName, connection: Connection<ParserCalls>): { passed: Promise<never>; stop(): void } {
    const { clock } = this.#options;
    let timers: { cancel(): void }[] = [];
    let stopped = false;
    const passed = new Promise<never>((_, reject) => {
      const ask = (): void => {
        if (stopped || name === 'ping') return;
        // A job that does not yield answers late; then its time is what ends it.
        connection.call.ping({}).then(
          ({ rssBytes }) => {
            if (rssBytes > this.#limits.rssBytes) reject(new Failure('parsing.too_much_memory'));
            else timers.push(clock.setTimer(ask, this.#limits.watchMs));
          },
          () => undefined,
        );
      };
      timers.push(clock.setTimer(() => reject(new Failure('parsing.too_long')), this.#limits.ms[name]));
      timers.push(clock.setTimer(ask, this.#limits.watchMs));
    });
    passed.catch(() => undefined);
    return {
      passed,
      stop() {
        stopped = true;
        for (const timer of timers) timer.cancel();
        timers = [];
      },
    };
  }

  /** What a failed job means; ends the process where the job would not end by itself. */
  async #failed(error: unknown, name: CallName, files: Files, connection: Connection<ParserCalls>): Promise<unknown> {
    const code = error instanceof Failure ? error.error.code : '';
    const passed = code === 'parsing.too_long' || code === 'parsing.too_much_memory';
    if (!passed && code !== 'contract.closed') return error;
    if (this.#closed) return new Failure('parsing.closed');
    if (this.#connection === connection) this.#connection = undefined;
    if (passed) {
      connection.close();
      await this.#options.restart().catch((cause: unknown) => this.#options.log.error('parser not restarted', { error: String(cause) }));
    }
    const path = files.source?.path;
    if (path !== undefined) this.#kills.set(path, (this.#kills.get(path) ?? 0) + 1);
    this.#options.log.warn('parser job ended with its process', { job: name, code: passed ? code : 'parsing.process_died' });
    // Whatever the dead process left half written is nobody's; the next try needs the places free.
    for (const file of [...(files.targets ?? []), ...(files.target ? [files.target] : [])]) rmSync(file.path, { force: true });
    return passed ? error : new Failure('parsing.process_died', undefined, { cause: error });
  }
}
