/**
 * The core process: one open profile at most, any number of page sessions, the other processes by their ports. It runs
 * the same under Electron's utility process and under plain Node; what it needs of the machine it asks main for.
 */
import { join } from 'node:path';
import type { ExchangeStatus } from '../contract/page/exchange.ts';
import type { PageEvent } from '../contract/page/index.ts';
import type { CoreMessage, ShellCalls } from '../contract/shell/index.ts';
import type { TokenCalls } from '../contract/token/index.ts';
import type { TrainingWorld } from '../contract/training/index.ts';
import { type Client, type Connection, connect, type Port } from '../contract/wire.ts';
import { Failure } from '../domain/errors.ts';
import type { Mode } from '../domain/profile.ts';
import {
  listProfiles,
  type OpenProfile,
  type OsKeyStore,
  openProfile,
  type PreparedProfile,
  type ProfileFacts,
  prepareProfile,
} from './accounts/index.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Log } from './context.ts';
import { createParsing, type Parsing } from './parsing/index.ts';
import { knowStore } from './reconcile/know.ts';
import { type PageSession, servePage } from './service/index.ts';
import { copyAheadOfMigration, openStore } from './store/index.ts';
import type { MachineMark } from './store/machine-mark.ts';
import type { Store } from './store/types.ts';
import { type TokenLimits, watchToken } from './tokens/index.ts';
import { openWorkstation, profileDir, type Workstation } from './workstation.ts';

export interface CoreOptions {
  readonly start: Extract<CoreMessage, { type: 'start' }>;
  /** Main, as far as the core may ask it. */
  readonly shell: Connection<ShellCalls>;
  readonly log: Log;
  readonly clock?: Clock;
  /** Other than usual in tests. */
  readonly tokenLimits?: Partial<TokenLimits>;
  /** Marked points of the path, for fault tests. */
  onPoint?(name: string): void;
}

/** A process that was away longer than a restart takes is spoken of. */
const AWAY_MS = 10_000;

interface Setup {
  readonly prepared: PreparedProfile;
  readonly mode: Mode;
  fill(store: Store, personId: string): void;
}

export class Core {
  readonly host: CoreOptions['start']['host'];
  readonly version: string;
  readonly log: Log;
  readonly parsing: Parsing;
  workstation: Workstation | undefined;
  readonly #options: CoreOptions;
  readonly #clock: Clock;
  readonly #pages = new Set<PageSession>();
  readonly #tokens: { pkcs11?: Client<TokenCalls>; training?: Client<TokenCalls> } = {};
  /** How many ports each process has had. */
  readonly #turns = new Map<string, number>();
  /** When the port of a process was lost, until it has a new one. */
  readonly #away = new Map<'parser' | 'token' | 'training-token', number>();
  readonly #setups = new Map<string, Setup>();
  #world: Promise<TrainingWorld> | undefined;
  #profile: OpenProfile | undefined;
  #machine: MachineMark | undefined;
  #opening: Promise<Workstation> | undefined;

  constructor(options: CoreOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.host = options.start.host;
    this.version = options.start.version;
    this.log = options.log;
    this.parsing = createParsing({
      clock: this.#clock,
      log: options.log,
      restart: async () => {
        await options.shell.call.restartProcess({ process: 'parser' });
      },
    });
  }

  /** A page that main let in. */
  addPage(port: Port): void {
    const page = servePage(this, port);
    this.#pages.add(page);
    port.onClose(() => this.#pages.delete(page));
  }

  /** A utility process (re)started and speaks on this port. */
  addProcess(process: 'parser' | 'token' | 'training-token', port: Port): void {
    this.#watchAway(process, port);
    if (process === 'parser') {
      this.parsing.setPort(port);
      return;
    }
    const kind = process === 'token' ? 'pkcs11' : 'training';
    const client = this.#watched(kind, connect<TokenCalls>(port).call);
    this.#tokens[kind] = client;
    port.onClose(() => {
      if (this.#tokens[kind] === client) delete this.#tokens[kind];
    });
  }

  /** The processes whose absence stops the exchange, once it lasts. */
  down(): Pick<ExchangeStatus, 'parserDown' | 'trainingDown'> {
    const away = (process: 'parser' | 'training-token'): boolean => {
      const since = this.#away.get(process);
      return since !== undefined && this.#clock.now() - since >= AWAY_MS;
    };
    return { ...(away('parser') ? { parserDown: true } : {}), ...(away('training-token') ? { trainingDown: true } : {}) };
  }
  #watchAway(process: 'parser' | 'token' | 'training-token', port: Port): void {
    const turn = (this.#turns.get(process) ?? 0) + 1;
    this.#turns.set(process, turn);
    if (this.#away.delete(process)) this.#emit({ topic: 'exchange' });
    port.onClose(() => {
      if (this.#turns.get(process) !== turn) return;
      this.#away.set(process, this.#clock.now());
      this.#clock.setTimer(() => {
        if (this.#away.has(process)) this.#emit({ topic: 'exchange' });
      }, AWAY_MS);
    });
  }

  /** Training keys are ours; a driver is not. */
  #watched(kind: 'pkcs11' | 'training', client: Client<TokenCalls>): Client<TokenCalls> {
    if (kind === 'training') return client;
    const restart = () => this.#options.shell.call.restartProcess({ process: 'token' });
    const { tokenLimits: limits } = this.#options;
    return watchToken(client, { clock: this.#clock, log: this.log, restart, ...(limits ? { limits } : {}) });
  }

  profiles(): ProfileFacts[] {
    return listProfiles(this.#options.start.profilesDir);
  }
  osKeyStore(): Promise<{ available: boolean }> {
    return this.#options.shell.call.osKeyStore({});
  }
  /** The training world beside the training profile; started once. */
  startTraining(): Promise<TrainingWorld> {
    this.#world ??= this.#options.shell.call.startTraining({ dir: join(profileDir(this.#options.start.profilesDir, 'training'), 'world') });
    this.#world.catch(() => {
      this.#world = undefined;
    });
    return this.#world;
  }

  /** Prepares a profile; it exists only after `confirmSetup` with the same recovery code. */
  async beginSetup(
    mode: Mode,
    waysIn: { readonly useOsKeyStore: boolean; readonly passphrase?: string },
    fill: (store: Store, personId: string) => void,
  ): Promise<{ setupId: string; recoveryCode: string }> {
    const prepared = await prepareProfile({
      dir: profileDir(this.#options.start.profilesDir, mode),
      mode,
      clock: this.#clock,
      ...(waysIn.useOsKeyStore ? { osKeyStore: await this.#osKeyStore() } : {}),
      ...(waysIn.passphrase === undefined ? {} : { passphrase: waysIn.passphrase }),
    });
    for (const given of this.#setups.values()) given.prepared.cancel();
    this.#setups.clear();
    this.#setups.set(prepared.setupId, { prepared, mode, fill });
    return { setupId: prepared.setupId, recoveryCode: prepared.recoveryCode };
  }

  async confirmSetup(setupId: string, recoveryCode: string): Promise<Workstation> {
    const setup = this.#setups.get(setupId);
    if (!setup) throw new Failure('session.setup_expired');
    const opened = await setup.prepared.confirm(recoveryCode, ({ keys, workstationId }) => {
      const store = openStore({
        dir: profileDir(this.#options.start.profilesDir, setup.mode),
        keys,
        clock: this.#clock,
        create: true,
        workstationId,
      });
      try {
        setup.fill(store, setup.prepared.personId);
      } finally {
        store.close();
      }
    });
    this.#setups.delete(setupId);
    return this.#open(opened);
  }

  /** Signs in by a way in; opens the profile where it is not open yet. */
  async unlock(mode: Mode, way: 'os' | 'passphrase' | 'recovery', secret: string): Promise<Workstation> {
    if (this.workstation && this.workstation.mode !== mode) throw new Failure('session.other_profile_open');
    const dir = profileDir(this.#options.start.profilesDir, mode);
    const opened = await openProfile({
      dir,
      mode,
      way,
      secret,
      clock: this.#clock,
      ...(way === 'os' ? { osKeyStore: await this.#osKeyStore() } : {}),
    });
    if (!this.workstation) return this.#open(opened);
    opened.close();
    return this.workstation;
  }

  /** Ends every session; the workstation goes on receiving. */
  async lock(): Promise<void> {
    // Pages first: a driver may be slow to let go.
    const pages = [...this.#pages].map((page) => page.lock());
    await Promise.all([...pages, this.workstation?.signing.close(), this.workstation?.tokens.close()]);
  }

  async stop(): Promise<void> {
    await this.lock();
    await this.workstation?.close();
    this.parsing.close();
    this.workstation = undefined;
    this.#machine?.close();
    this.#machine = undefined;
    this.#profile?.close();
    this.#profile = undefined;
  }

  #open(opened: OpenProfile): Promise<Workstation> {
    this.#opening ??= this.#openNow(opened).finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  async #openNow(opened: OpenProfile): Promise<Workstation> {
    const { start, shell, onPoint } = this.#options;
    const world = opened.mode === 'training' ? await this.startTraining() : undefined;
    const dir = profileDir(start.profilesDir, opened.mode);
    if (await copyAheadOfMigration({ dir, key: opened.keys.database, now: this.#clock.now() })) {
      this.log.info('store copied before its schema changes');
    }
    const store = openStore({
      dir,
      keys: opened.keys,
      clock: this.#clock,
      workstationId: opened.workstationId,
      onPoint: (name) => {
        if (name.startsWith('tx:after-commit:')) this.#machine?.advance();
        onPoint?.(name);
      },
    });
    try {
      const { mark, machine } = knowStore(store, dir, start.machineDir, opened.wayId === undefined, this.log);
      this.#machine = mark;
      this.workstation = openWorkstation({
        mode: opened.mode,
        store,
        shell: shell.call,
        parsing: this.parsing,
        tokens: this.#tokens,
        clock: this.#clock,
        log: this.log,
        resourcesDir: start.resourcesDir,
        profile: opened,
        ...(machine ? { machine } : {}),
        emit: (event) => this.#emit(event),
        down: () => this.down(),
        ...(world ? { world } : {}),
        ...(onPoint ? { onPoint } : {}),
      });
    } catch (error) {
      store.close();
      throw error;
    }
    this.#profile = opened;
    this.workstation.start();
    return this.workstation;
  }

  #emit(event: PageEvent): void {
    for (const page of this.#pages) if (page.session.signedIn) page.push(event);
  }

  async #osKeyStore(): Promise<OsKeyStore> {
    const { call } = this.#options.shell;
    return {
      available: (await call.osKeyStore({})).available,
      wrap: async (plain: Uint8Array): Promise<Uint8Array> => (await call.osWrap({ plain })).wrapped,
      unwrap: async (wrapped: Uint8Array): Promise<Uint8Array> => (await call.osUnwrap({ wrapped })).plain,
    };
  }
}
