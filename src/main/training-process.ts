/** The training world's process: started when the core of a training profile asks for it, and again after a death. */
import { fromMessagePort } from '../contract/ports.ts';
import type { TrainingWorld, trainingCalls } from '../contract/training/index.ts';
import { type Client, connect } from '../contract/wire.ts';
import { Failure } from '../domain/errors.ts';
import type { MainLog } from './log.ts';
import { type MainPort, type MainProcess, Watched } from './watched.ts';

export interface TrainingOptions {
  readonly fork: () => MainProcess;
  readonly channel: () => { readonly port1: MainPort; readonly port2: MainPort };
  /** A new process serves the training tokens; its port is for the core. */
  readonly onTokenPort: (port: MainPort) => void;
  /** Documents waiting on the axis of a new world, and whether the other offices answer by themselves. */
  readonly documents: number;
  readonly autoReply: boolean;
  readonly onEnded: (code: number, again: boolean) => void;
  readonly log: MainLog;
}

export class TrainingProcess {
  readonly #options: TrainingOptions;
  readonly #watched: Watched;
  #calls: Client<typeof trainingCalls> | undefined;
  #dir: string | undefined;
  #world: Promise<TrainingWorld> | undefined;
  #refuse = false;

  constructor(options: TrainingOptions) {
    this.#options = options;
    this.#watched = new Watched({
      name: 'training',
      fork: options.fork,
      log: options.log,
      onStarted: (process) => this.#started(process),
      onEnded: (code, again) => {
        this.#calls = undefined;
        this.#world = undefined;
        options.onEnded(code, again);
      },
    });
  }

  /** The running world, or a new one in `dir`. Fails with `shell.training_elsewhere` when another one runs. */
  world(dir: string): Promise<TrainingWorld> {
    if (this.#dir !== undefined && this.#dir !== dir) return Promise.reject(new Failure('shell.training_elsewhere'));
    this.#dir = dir;
    this.#watched.start();
    return this.#world ?? Promise.reject(new Failure('shell.training_not_running'));
  }
  /** What main, the demo and the tests ask of it. */
  get calls(): Client<typeof trainingCalls> {
    if (this.#calls === undefined) throw new Failure('shell.training_not_running');
    return this.#calls;
  }
  get pid(): number | undefined {
    return this.#watched.pid;
  }
  async refuse(refuse: boolean): Promise<void> {
    await this.calls.faults({ refuse });
    this.#refuse = refuse;
  }
  /** The core is another one: it needs its own port to the tokens. */
  coreStarted(): void {
    if (this.#watched.running) this.#serveToken((message, ports) => this.#watched.post(message, ports));
  }
  pinPort(actId: string, port: MainPort): boolean {
    return this.#watched.post({ type: 'pin-port', actId }, [port]);
  }
  stop(): Promise<void> {
    return this.#watched.stop();
  }

  #started(process: MainProcess): void {
    const { port1, port2 } = this.#options.channel();
    process.postMessage({ type: 'serve' }, [port2]);
    this.#calls = connect<typeof trainingCalls>(fromMessagePort(port1)).call;
    this.#serveToken((message, ports) => process.postMessage(message, ports));
    const { dir, calls } = { dir: this.#dir, calls: this.#calls };
    if (dir === undefined) return;
    const world = calls.start({ dir, documents: this.#options.documents, autoReply: this.#options.autoReply }).then(async (made) => {
      // A line that was cut stays cut, though the process is a new one.
      if (this.#refuse) await calls.faults({ refuse: true });
      return made;
    });
    this.#world = world;
    world.catch((error: unknown) => {
      this.#options.log.error('training world did not start', { error: String(error) });
      // The next question tries again.
      if (this.#world === world && this.#watched.running) this.#watched.restart();
    });
  }
  #serveToken(post: (message: unknown, ports: MainPort[]) => void): void {
    const { port1, port2 } = this.#options.channel();
    post({ type: 'serve-token' }, [port1]);
    this.#options.onTokenPort(port2);
  }
}
