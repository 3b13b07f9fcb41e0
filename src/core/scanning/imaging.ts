/**
 * The core's side of the process that decodes pictures: it is started at the first need and ends by itself when nobody asks.
 * One job at a time, what a person waits for before what goes on by itself; a job that passes its time or memory ends with
 * the process, and a file that ended it twice is not tried again.
 */
import type { ImagingCalls } from '../../contract/parser/imaging.ts';
import type { SealedFile } from '../../contract/parser/index.ts';
import { type Connection, connect, type InputOf, type OutputOf, type Port } from '../../contract/wire.ts';
import { Failure } from '../../domain/errors.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../context.ts';

type CallName = Exclude<keyof ImagingCalls, 'ping'>;
/** Longest time of each job, milliseconds. */
const MS: Readonly<Record<CallName, number>> = {
  inspectScan: 180_000,
  lookAt: 45_000,
  showPage: 45_000,
  readablePage: 60_000,
  blackPage: 60_000,
  beginArchive: 20_000,
  addToArchive: 90_000,
  endArchive: 90_000,
  dropArchive: 20_000,
};
const RSS_BYTES = 1_000_000_000;
const WATCH_MS = 1_000;
const START_MS = 30_000;
const MAX_KILLS = 2;

export interface ImagingOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** Starts the process where it does not run. */
  readonly start: () => Promise<void>;
  /** Ends it; a new one follows. */
  readonly restart: () => Promise<void>;
  readonly ms?: Partial<Record<CallName, number>>;
  readonly rssBytes?: number;
}
export interface Imaging {
  setPort(port: Port): void;
  /**
   * Asks for a job. Besides the job's own codes it fails with `scan.too_long`, `scan.too_much_memory`, `scan.process_died`,
   * `scan.refused` (the file ended the process twice) or `scan.cannot_read_here`.
   * @param now a person waits for it: it goes before all work in the background
   */
  ask<K extends CallName>(name: K, input: InputOf<ImagingCalls[K]>, now?: boolean): Promise<OutputOf<ImagingCalls[K]>>;
  /** Counts the processes so far: what one of them had begun is gone with it. */
  generation(): number;
  close(): void;
}

interface Job {
  readonly run: () => Promise<void>;
  readonly refuse: (error: Failure) => void;
}

export function createImaging(options: ImagingOptions): Imaging {
  const { clock, log } = options;
  const ms = { ...MS, ...options.ms };
  const kills = new Map<string, number>();
  const urgent: Job[] = [];
  const later: Job[] = [];
  let connection: Connection<ImagingCalls> | undefined;
  let waiting: (() => void) | undefined;
  let [busy, closed, turn] = [false, false, 0];

  const next = (): void => {
    if (busy) return;
    const job = urgent.shift() ?? later.shift();
    if (!job) return;
    busy = true;
    void job.run().finally(() => {
      busy = false;
      next();
    });
  };
  const connected = async (): Promise<Connection<ImagingCalls>> => {
    if (closed) throw new Failure('scan.closed');
    if (connection) return connection;
    const came = new Promise<void>((resolve) => {
      waiting = resolve;
    });
    const late = clock.setTimer(() => waiting?.(), START_MS);
    try {
      await options.start();
      if (!connection) await came;
    } finally {
      late.cancel();
      waiting = undefined;
    }
    if (!connection) throw new Failure(closed ? 'scan.closed' : 'scan.process_died');
    return connection;
  };
  /** Rejects as soon as a job passes its time or memory. */
  const watch = (name: CallName, held: Connection<ImagingCalls>): { passed: Promise<never>; stop(): void } => {
    let stopped = false;
    const timers: { cancel(): void }[] = [];
    const passed = new Promise<never>((_, reject) => {
      const look = (): void => {
        if (stopped) return;
        held.call.ping({}).then(
          ({ rssBytes }) => {
            if (rssBytes > (options.rssBytes ?? RSS_BYTES)) reject(new Failure('scan.too_much_memory'));
            else if (!stopped) timers.push(clock.setTimer(look, WATCH_MS));
          },
          () => undefined,
        );
      };
      timers.push(
        clock.setTimer(() => reject(new Failure('scan.too_long')), ms[name]),
        clock.setTimer(look, WATCH_MS),
      );
    });
    passed.catch(() => undefined);
    return {
      passed,
      stop() {
        stopped = true;
        for (const timer of timers) timer.cancel();
      },
    };
  };
  const perform = async <K extends CallName>(name: K, input: InputOf<ImagingCalls[K]>): Promise<OutputOf<ImagingCalls[K]>> => {
    const path = (input as { source?: SealedFile }).source?.path;
    if (path !== undefined && (kills.get(path) ?? 0) >= MAX_KILLS) throw new Failure('scan.refused');
    const held = await connected();
    const watched = watch(name, held);
    try {
      const answer = held.call[name](input) as Promise<OutputOf<ImagingCalls[K]>>;
      answer.catch(() => undefined);
      return await Promise.race([answer, watched.passed]);
    } catch (error) {
      const code = error instanceof Failure ? error.error.code : '';
      const passed = code === 'scan.too_long' || code === 'scan.too_much_memory';
      if ((!passed && code !== 'contract.closed') || closed) throw error;
      if (connection === held) connection = undefined;
      if (passed) {
        held.close();
        await options.restart().catch((cause: unknown) => log.error('imaging not restarted', { error: String(cause) }));
      }
      if (path !== undefined) kills.set(path, (kills.get(path) ?? 0) + 1);
      log.warn('imaging job ended with its process', { job: name, code: passed ? code : 'scan.process_died' });
      throw passed ? error : new Failure('scan.process_died', undefined, { cause: error });
    } finally {
      watched.stop();
    }
  };

  return {
    setPort(port) {
      connection?.close();
      const made = connect<ImagingCalls>(port);
      connection = made;
      turn++;
      port.onClose(() => {
        if (connection === made) connection = undefined;
      });
      waiting?.();
    },
    ask(name, input, now = false) {
      return new Promise((resolve, reject) => {
        if (closed) return reject(new Failure('scan.closed'));
        (now ? urgent : later).push({ run: () => perform(name, input).then(resolve, reject), refuse: reject });
        next();
      });
    },
    generation: () => turn,
    close() {
      closed = true;
      connection?.close();
      waiting?.();
      for (const job of [...urgent.splice(0), ...later.splice(0)]) job.refuse(new Failure('scan.closed'));
    },
  };
}
