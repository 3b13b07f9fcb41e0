/**
 * A parser process for the command line: started under Node's permission model (it may read, nothing else), ended when a
 * file takes too long or too much memory, started anew for the next file.
 */
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Failure } from '../domain/errors.ts';
import type { Answered, FileJobs } from '../parser/jobs.ts';
import { startedEarly, startParser } from './children.ts';
import { Pipe } from './pipe.ts';

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

interface Started {
  readonly child: ChildProcess;
  readonly pipe: Pipe;
  /** Whoever waits for an answer, by its number. */
  readonly open: Map<number, { readonly answered: (message: Answered) => void; readonly died: () => void }>;
}

export class ParserProcess<J extends { [K in keyof J]: Jobs[string] } = FileJobs> {
  readonly #limits: FileLimits;
  readonly #how: ParserModule;
  #started: Started | undefined;
  #next = 1;
  constructor(limits: FileLimits = LIMITS, how: ParserModule = {}) {
    this.#limits = limits;
    this.#how = how;
  }
  /** Starts the process before the first file is there. */
  start(): ChildProcess {
    return this.#process().child;
  }
  #process(): Started {
    if (this.#started) return this.#started;
    const { module, writes } = this.#how;
    const early = module === undefined && writes === undefined ? startedEarly('parser') : undefined;
    const child = early ?? startParser(module, writes);
    const started: Started = { child, pipe: new Pipe(child), open: new Map() };
    started.pipe.onMessage = (message) => {
      const answer = message as Answered;
      started.open.get(answer.id)?.answered(answer);
    };
    child.once('exit', () => {
      if (this.#started === started) this.#started = undefined;
      for (const { died } of started.open.values()) died();
    });
    this.#started = started;
    return started;
  }
  close(): void {
    const started = this.#started;
    this.#started = undefined;
    started?.pipe.end();
    started?.child.kill('SIGKILL');
    started?.child.unref();
  }

  /**
   * @param meanwhile what the job may ask for while it runs, worked out here while the process has begun; `handed` in the job
   * @throws Failure the job's own code, `parsing.too_long`, `parsing.too_much_memory`, `parsing.process_died`
   */
  run<K extends keyof J & string>(job: K, input: J[K]['ask'], meanwhile?: () => unknown): Promise<J[K]['answer']> {
    const { child, pipe, open } = this.#process();
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        clearTimeout(late);
        clearInterval(watch);
        open.delete(id);
      };
      const fail = (code: string): void => {
        settle();
        this.close();
        reject(new Failure(code));
      };
      const late = setTimeout(() => fail('parsing.too_long'), this.#limits.ms);
      const watch = setInterval(() => {
        if (rssOf(child.pid) > this.#limits.rssBytes) fail('parsing.too_much_memory');
      }, WATCH_MS);
      open.set(id, {
        answered: (message) => {
          settle();
          if (message.ok) resolve(message.value as J[K]['answer']);
          else reject(new Failure(message.error.code, message.error.params as Record<string, string | number> | undefined));
        },
        died: () => fail('parsing.process_died'),
      });
      pipe.send({ id, job, input });
      if (meanwhile) pipe.send({ id, handed: meanwhile() });
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
