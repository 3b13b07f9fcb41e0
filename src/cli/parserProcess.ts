/**
 * A parser process for the command line: started under Node's permission model (it may read, nothing else), ended when a
 * file takes too long or too much memory, started anew for the next file.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Failure } from '../domain/errors.ts';
import type { Answered, FileJob, FileJobs } from '../parser/jobs.ts';

export interface FileLimits {
  readonly ms: number;
  readonly rssBytes: number;
}
export const LIMITS: FileLimits = { ms: 60_000, rssBytes: 1_200_000_000 };
const WATCH_MS = 250;

export class ParserProcess {
  readonly #limits: FileLimits;
  #child: ChildProcess | undefined;
  #next = 1;
  constructor(limits: FileLimits = LIMITS) {
    this.#limits = limits;
  }
  /** Starts the process before the first file is there. */
  start(): ChildProcess {
    this.#child ??= this.#fork();
    return this.#child;
  }
  #fork(): ChildProcess {
    const child = fork(fileURLToPath(new URL('../parser/jobs.ts', import.meta.url)), [], {
      execArgv: ['--disable-warning=ExperimentalWarning', '--permission', '--allow-fs-read=*', '--max-old-space-size=1100'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.on('exit', () => {
      if (this.#child === child) this.#child = undefined;
    });
    return child;
  }
  close(): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }

  /** @throws Failure the job's own code, `parsing.too_long`, `parsing.too_much_memory`, `parsing.process_died` */
  run<K extends FileJob>(job: K, input: FileJobs[K]['ask']): Promise<FileJobs[K]['answer']> {
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
        if (message.ok) resolve(message.value as FileJobs[K]['answer']);
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
