/**
 * A parser process for the command line: started under Node's permission model (it may read, nothing else), ended when a
 * file takes too long or too much memory, started anew for the next file.
 */
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Failure } from '../domain/errors.ts';
import type { Answered, FileJobs } from '../parser/jobs.ts';
import { forkParser, startedEarly } from './children.ts';

export interface FileLimits {
  readonly ms: number;
  readonly rssBytes: number;
}
export const LIMITS: FileLimits = { ms: 60_000, rssBytes: 1_200_000_000 };
const WATCH_MS = 250;

/** Jobs of a module of the parser, by name. */
type Jobs = { readonly [name: string]: { readonly ask: unknown; readonly answer: unknown } };
export interface ParserModule {
  /** Beside `src/parser/jobs.ts`, which is the usual one. */
  readonly module?: string;
  /** The one folder that its jobs write into. */
  readonly writes?: string;
}

export class ParserProcess<J extends { [K in keyof J]: Jobs[string] } = FileJobs> {
  readonly #limits: FileLimits;
  readonly #how: ParserModule;
  #child: ChildProcess | undefined;
  #next = 1;
  constructor(limits: FileLimits = LIMITS, how: ParserModule = {}) {
    this.#limits = limits;
    this.#how = how;
  }
  /** Starts the process before the first file is there. */
  start(): ChildProcess {
    this.#child ??= this.#fork();
    return this.#child;
  }
  #fork(): ChildProcess {
    const { module, writes } = this.#how;
    const early = module === undefined && writes === undefined ? startedEarly('parser') : undefined;
    const child = early ?? forkParser(module, writes);
    child.on('exit', () => {
      if (this.#child === child) this.#child = undefined;
    });
    return child;
  }
  close(): void {
    this.#child?.kill('SIGKILL');
    this.#child?.unref();
    this.#child = undefined;
  }

  /** @throws Failure the job's own code, `parsing.too_long`, `parsing.too_much_memory`, `parsing.process_died` */
  run<K extends keyof J & string>(job: K, input: J[K]['ask']): Promise<J[K]['answer']> {
    const child = this.start();
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      const fail = (code: string): void => {
        stop();
        this.close();
        reject(new Failure(code));
      };
      const answered = (message: Answered): void => {
        if (message.id !== id) return;
        stop();
        if (message.ok) resolve(message.value as J[K]['answer']);
        else reject(new Failure(message.error.code, message.error.params as Record<string, string | number> | undefined));
      };
      const died = (): void => fail('parsing.process_died');
      const late = setTimeout(() => fail('parsing.too_long'), this.#limits.ms);
      const watch = setInterval(() => {
        if (rssOf(child.pid) > this.#limits.rssBytes) fail('parsing.too_much_memory');
      }, WATCH_MS);
      const stop = (): void => {
        clearTimeout(late);
        clearInterval(watch);
        child.off('message', answered).off('exit', died);
      };
      child.on('message', answered).on('exit', died);
      child.send({ id, job, input });
    });
  }
}

/** Resident memory where the system tells it; elsewhere the heap's own limit stands alone. */
function rssOf(pid: number | undefined): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]) * 4096;
  } catch {
    return 0;
  }
}
