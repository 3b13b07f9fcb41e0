/** One utility process that is started again when it ends by itself, ever more slowly, and left down when it keeps dying. */
import type { MainLog } from './log.ts';

/** The part of Electron's `MessagePortMain` used here; its stand-in has it too. */
export interface MainPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  postMessage(message: unknown, transfer?: readonly MainPort[]): void;
  close(): void;
}
/** The part of Electron's `UtilityProcess` used here. */
export interface MainProcess {
  readonly pid?: number | undefined;
  postMessage(message: unknown, transfer?: readonly MainPort[]): void;
  on(event: 'exit', listener: (code: number) => void): unknown;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  kill(): boolean;
}

export const MAX_DEATHS_A_MINUTE = 5;
const MINUTE = 60_000;
const FIRST_DELAY = 100;
const LONGEST_DELAY = 5_000;
/** How long a process may take to end when it was asked to. */
const STOP_TIME = 10_000;

export interface WatchOptions {
  readonly name: string;
  readonly fork: () => MainProcess;
  /** A new process runs; hand it its ports. */
  readonly onStarted: (process: MainProcess) => void;
  /** It ended without having been stopped; `again` says whether a new one follows. */
  readonly onEnded?: (code: number, again: boolean) => void;
  /** Runs while it is needed: it may end by itself (code 0) and is started again when somebody asks for it. */
  readonly onDemand?: boolean;
  readonly log: MainLog;
}

export class Watched {
  readonly #options: WatchOptions;
  #process: MainProcess | undefined;
  #deaths: number[] = [];
  #asked = false;
  #stopping = false;
  #timer: NodeJS.Timeout | undefined;
  #onExit: (() => void) | undefined;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  get running(): boolean {
    return this.#process !== undefined;
  }
  get pid(): number | undefined {
    return this.#process?.pid;
  }
  start(): void {
    if (this.#process !== undefined || this.#stopping) return;
    clearTimeout(this.#timer);
    const { name, log } = this.#options;
    const process = this.#options.fork();
    this.#process = process;
    process.on('exit', (code) => this.#ended(process, code));
    log.info('process started', { process: name });
    this.#options.onStarted(process);
  }
  /** False when there is no process to hear it. */
  post(message: unknown, ports: MainPort[] = []): boolean {
    this.#process?.postMessage(message, ports);
    return this.#process !== undefined;
  }
  /** Ends it at once; a new one follows without counting as a death. */
  restart(): void {
    if (this.#process === undefined) {
      this.start();
      return;
    }
    this.#asked = true;
    kill(this.#process);
  }
  /** Ends it for good: `message` asks it to end by itself, else it is told by a signal; at last it is killed. */
  async stop(message?: unknown): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    const process = this.#process;
    if (process === undefined) return;
    const ended = new Promise<void>((resolve) => {
      this.#onExit = resolve;
    });
    const timer = setTimeout(() => kill(process), STOP_TIME);
    if (message === undefined) process.kill();
    else process.postMessage(message);
    await ended;
    clearTimeout(timer);
  }

  #ended(process: MainProcess, code: number): void {
    if (this.#process !== process) return;
    this.#process = undefined;
    const { name, log, onEnded } = this.#options;
    if (this.#stopping) {
      this.#onExit?.();
      return;
    }
    if (this.#options.onDemand && code === 0 && !this.#asked) return;
    const delay = this.#asked ? 0 : this.#delay();
    this.#asked = false;
    log[delay === undefined ? 'error' : 'warn'](delay === undefined ? 'process left down' : 'process ended', { process: name, code });
    onEnded?.(code, delay !== undefined);
    if (delay !== undefined) this.#timer = setTimeout(() => this.start(), delay);
  }
  /** Milliseconds until the next start; undefined after too many deaths. */
  #delay(): number | undefined {
    const now = Date.now();
    this.#deaths = [...this.#deaths.filter((at) => at > now - MINUTE), now];
    const count = this.#deaths.length;
    return count >= MAX_DEATHS_A_MINUTE ? undefined : Math.min(LONGEST_DELAY, FIRST_DELAY * 4 ** (count - 1));
  }
}

/** A driver or a document may have left it beyond hearing a gentler signal. */
function kill(target: MainProcess | undefined): void {
  const pid = target?.pid;
  if (pid === undefined) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    target?.kill();
  }
}
