/** The processes that read pages: as many as the core wants at the moment, none at first; each is restarted by itself. */

import type { MainLog } from './log.ts';
import { type MainPort, type MainProcess, Watched } from './watched.ts';

export interface ReaderProcessOptions {
  readonly fork: () => MainProcess;
  readonly channel: () => { readonly port1: MainPort; readonly port2: MainPort };
  /** A new process serves pages; its port is for the core. */
  readonly onPort: (index: number, port: MainPort) => void;
  readonly onEnded: (code: number, again: boolean) => void;
  readonly log: MainLog;
}

export class ReaderProcesses {
  readonly #options: ReaderProcessOptions;
  #watched: Watched[] = [];

  constructor(options: ReaderProcessOptions) {
    this.#options = options;
  }
  /** Of each that runs. */
  get pids(): number[] {
    return this.#watched.flatMap(({ pid }) => pid ?? []);
  }
  /** Process ids by index; undefined where one is being started. */
  get byIndex(): readonly (number | undefined)[] {
    return this.#watched.map(({ pid }) => pid);
  }
  /** From now on so many run; those that are too many end. */
  keep(count: number): void {
    while (this.#watched.length > count) void this.#watched.pop()?.stop();
    while (this.#watched.length < count) {
      const watched = this.#start(this.#watched.length);
      this.#watched.push(watched);
      watched.start();
    }
  }
  restart(index: number): void {
    this.#watched[index]?.restart();
  }
  async stop(): Promise<void> {
    await Promise.all(this.#watched.splice(0).map((watched) => watched.stop()));
  }

  #start(index: number): Watched {
    const { fork, channel, onPort, onEnded, log } = this.#options;
    return new Watched({
      name: `reader ${index + 1}`,
      fork,
      log,
      onStarted: (process) => {
        const { port1, port2 } = channel();
        process.postMessage({ type: 'serve' }, [port1]);
        onPort(index, port2);
      },
      onEnded,
    });
  }
}
