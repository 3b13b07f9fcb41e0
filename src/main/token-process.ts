/**
 * The token process under watch, and what main knows for it: the modules an administrator allowed, and which module's code
 * ran when a process ended. A module that ended two processes is left alone until a person asks for it again, so that one
 * broken driver does not take the others with it.
 */
import type { z } from 'zod';
import { type ModuleEntry, moduleBusy, type moduleNoted, type serveMessage } from '../contract/token/index.ts';
import type { MainLog } from './log.ts';
import { type MainPort, type MainProcess, Watched } from './watched.ts';

const MAX_STRIKES = 2;

export interface TokenProcessOptions {
  readonly fork: () => MainProcess;
  readonly channel: () => { readonly port1: MainPort; readonly port2: MainPort };
  /** Its port is for the core. */
  readonly onPort: (port: MainPort) => void;
  readonly onEnded: (code: number, again: boolean) => void;
  readonly log: MainLog;
}

export class TokenProcess {
  readonly #options: TokenProcessOptions;
  readonly #watched: Watched;
  /** Path of a module → how many processes it ended. */
  readonly #strikes = new Map<string, number>();
  #modules: readonly ModuleEntry[] = [];
  #busy: string | undefined;

  constructor(options: TokenProcessOptions) {
    this.#options = options;
    this.#watched = new Watched({
      name: 'token',
      fork: options.fork,
      log: options.log,
      onStarted: (process) => this.#started(process),
      onEnded: (code, again) => {
        this.#countStrike();
        options.onEnded(code, again);
      },
    });
  }
  get pid(): number | undefined {
    return this.#watched.pid;
  }
  start(): void {
    this.#watched.start();
  }
  /** `hung`: it did not answer, which counts against the module whose code runs; `forgiving`: modules left alone are tried again. */
  restart(why: 'asked' | 'hung' | 'forgiving'): void {
    if (why !== 'hung') this.#busy = undefined;
    if (why === 'forgiving') this.#strikes.clear();
    this.#watched.restart();
  }
  post(message: unknown, ports: MainPort[]): boolean {
    return this.#watched.post(message, ports);
  }
  stop(): Promise<void> {
    return this.#watched.stop();
  }
  /** From now on; a running process is ended, for a module cannot be taken out of it. */
  setModules(modules: readonly ModuleEntry[]): void {
    if (JSON.stringify(modules) === JSON.stringify(this.#modules)) return;
    this.#modules = modules;
    this.restart('forgiving');
  }

  #started(process: MainProcess): void {
    this.#busy = undefined;
    process.on('message', (message) => {
      const said = moduleBusy.safeParse(message);
      if (!said.success) return;
      this.#busy = said.data.path;
      if (said.data.path !== undefined) process.postMessage({ type: 'module-noted' } satisfies z.infer<typeof moduleNoted>);
    });
    const { port1, port2 } = this.#options.channel();
    const avoided = [...this.#strikes].filter(([, strikes]) => strikes >= MAX_STRIKES).map(([path]) => path);
    process.postMessage({ type: 'serve', modules: [...this.#modules], avoided, noted: true } satisfies z.infer<typeof serveMessage>, [
      port1,
    ]);
    this.#options.onPort(port2);
  }
  #countStrike(): void {
    const path = this.#busy;
    this.#busy = undefined;
    if (path === undefined) return;
    const strikes = (this.#strikes.get(path) ?? 0) + 1;
    this.#strikes.set(path, strikes);
    this.#options.log.warn('a module ended the token process', { process: 'token', module: path, times: strikes });
  }
}
