/** The other processes as the core has them at hand: each by its newest port, watched, and told of when one stays away. */
import { availableParallelism, totalmem } from 'node:os';
import type { ExchangeStatus } from '../contract/page/exchange.ts';
import type { ShellCalls } from '../contract/shell/index.ts';
import type { TokenCalls } from '../contract/token/index.ts';
import { type Client, connect, type Port } from '../contract/wire.ts';
import type { Clock } from './clock.ts';
import type { Log } from './context.ts';
import { createParsing, type Parsing } from './parsing/index.ts';
import { createReaderPool, type ReaderPool, readersFor } from './reading/pool.ts';
import { createImaging, type Imaging } from './scanning/imaging.ts';
import { type TokenLimits, watchToken } from './tokens/index.ts';

/** A process that was away longer than a restart takes is spoken of. */
const AWAY_MS = 10_000;

export interface ProcessesOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly shell: Client<ShellCalls>;
  readonly tokenLimits?: Partial<TokenLimits> | undefined;
  /** Somebody acts at a page: what runs in the background waits. */
  busy(): boolean;
  /** One that the exchange needs came back, or stays away. */
  changed(): void;
}
/** A process as main names it. */
export type ProcessName = 'parser' | 'imaging' | 'token' | 'training-token' | 'reader';
type Watched = Exclude<ProcessName, 'imaging' | 'reader'>;

export class Processes {
  readonly parsing: Parsing;
  /** The processes that read pages. */
  readonly readers: ReaderPool;
  readonly imaging: Imaging;
  readonly tokens: { pkcs11?: Client<TokenCalls>; training?: Client<TokenCalls> } = {};
  readonly #options: ProcessesOptions;
  /** How many ports each process has had. */
  readonly #turns = new Map<Watched, number>();
  /** When the port of a process was lost, until it has a new one. */
  readonly #away = new Map<Watched, number>();

  constructor(options: ProcessesOptions) {
    this.#options = options;
    const { clock, log, shell } = options;
    this.parsing = createParsing({
      clock,
      log,
      restart: async () => {
        await shell.restartProcess({ process: 'parser' });
      },
    });
    this.readers = createReaderPool({
      clock,
      log,
      count: readersFor(availableParallelism(), totalmem()),
      keep: async (count) => {
        await shell.keepReaders({ count });
      },
      restart: async (index) => {
        await shell.restartProcess({ process: 'reader', index });
      },
      memory: async () => (await shell.readerMemory({})).bytes,
      busy: () => options.busy(),
    });
    this.imaging = createImaging({
      clock,
      log,
      start: async () => {
        await shell.startImaging({});
      },
      restart: async () => {
        await shell.restartProcess({ process: 'imaging' });
      },
    });
  }

  /** A process (re)started and speaks on this port. */
  add(process: ProcessName, port: Port, index = 0): void {
    if (process === 'imaging') this.imaging.setPort(port);
    else if (process === 'reader') this.readers.setPort(index, port);
    else {
      this.#watchAway(process, port);
      if (process === 'parser') this.parsing.setPort(port);
      else this.#keep(process === 'token' ? 'pkcs11' : 'training', port);
    }
  }
  #keep(kind: 'pkcs11' | 'training', port: Port): void {
    const client = this.#watched(kind, connect<TokenCalls>(port).call);
    this.tokens[kind] = client;
    port.onClose(() => {
      if (this.tokens[kind] === client) delete this.tokens[kind];
    });
  }

  /** The processes whose absence stops the exchange, once it lasts. */
  down(): Pick<ExchangeStatus, 'parserDown' | 'trainingDown'> {
    const away = (process: Watched): boolean => {
      const since = this.#away.get(process);
      return since !== undefined && this.#options.clock.now() - since >= AWAY_MS;
    };
    return { ...(away('parser') ? { parserDown: true } : {}), ...(away('training-token') ? { trainingDown: true } : {}) };
  }
  /** How many ports each process has had: one more than it was restarted. One that was replaced at rest had to do nothing anew. */
  restarts(): Readonly<Record<string, number>> {
    const turns = Object.fromEntries(this.#turns);
    return turns.parser === undefined ? turns : { ...turns, parser: turns.parser - this.parsing.renewals() };
  }
  close(): void {
    this.parsing.close();
    this.readers.close();
    this.imaging.close();
  }

  #watchAway(process: Watched, port: Port): void {
    const { clock, changed } = this.#options;
    const turn = (this.#turns.get(process) ?? 0) + 1;
    this.#turns.set(process, turn);
    if (this.#away.delete(process)) changed();
    port.onClose(() => {
      if (this.#turns.get(process) !== turn) return;
      this.#away.set(process, clock.now());
      clock.setTimer(() => {
        if (this.#away.has(process)) changed();
      }, AWAY_MS);
    });
  }
  /** Training keys are ours; a driver is not. */
  #watched(kind: 'pkcs11' | 'training', client: Client<TokenCalls>): Client<TokenCalls> {
    if (kind === 'training') return client;
    const { clock, log, shell, tokenLimits: limits } = this.#options;
    return watchToken(client, { clock, log, restart: () => shell.restartProcess({ process: 'token' }), ...(limits ? { limits } : {}) });
  }
}
