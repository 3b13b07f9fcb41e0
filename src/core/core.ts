/**
 * The core process: one open profile at most, any number of page sessions, the other processes by their ports. It runs
 * the same under Electron's utility process and under plain Node; what it needs of the machine it asks main for.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { PageEvent } from '../contract/page/index.ts';
import type { TokenWay, WayKind } from '../contract/page/people.ts';
import type { CoreMessage, ShellCalls } from '../contract/shell/index.ts';
import type { TrainingWorld } from '../contract/training/index.ts';
import type { Connection, Port } from '../contract/wire.ts';
import { Failure } from '../domain/errors.ts';
import type { Mode } from '../domain/profile.ts';
import {
  AccountsRoom,
  forgetFormer,
  listProfiles,
  type OpenProfile,
  type OsKeyStore,
  openProfile,
  type PreparedProfile,
  type ProfileFacts,
  prepareProfile,
  readNames,
  settleRekey,
  type TokenKey,
  tokenKey,
  tokensThatDecrypt,
  waysOf,
} from './accounts/index.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Log } from './context.ts';
import { DeskTeller, deskState } from './deskTeller.ts';
import { wipeUntouched } from './leaving/index.ts';
import { Processes } from './processes.ts';
import { knowStore } from './reconcile/know.ts';
import { Rekeying } from './rekeying.ts';
import { RestoreDesk } from './restore/index.ts';
import { idleMinutes } from './service/idle.ts';
import { type PageSession, servePage } from './service/index.ts';
import { refreshActor, signInAgain } from './service/setup.ts';
import { finishSwitch } from './store/backup/index.ts';
import { openStore } from './store/index.ts';
import type { MachineMark } from './store/machine-mark.ts';
import { migrateAhead } from './store/migrate-ahead.ts';
import type { Store } from './store/types.ts';
import { Tally } from './support/index.ts';
import type { TokenLimits } from './tokens/index.ts';
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

/** Pages in the background wait while somebody acted so shortly before. */
const HANDS_MS = 1_500;
/** How often it is looked whether somebody is still at the keyboard. */
const IDLE_LOOK_MS = 10_000;

/** What a page gives to come in. */
export interface Unlocking {
  readonly way: WayKind;
  readonly personId?: string;
  readonly secret?: string;
  readonly actId?: string;
}

interface Setup {
  readonly prepared: PreparedProfile;
  readonly mode: Mode;
  fill(store: Store, personId: string): void;
}

export class Core {
  readonly host: CoreOptions['start']['host'];
  readonly version: string;
  readonly log: Log;
  /** What went wrong lately, for support. */
  readonly tally: Tally;
  readonly startedAt: number;
  readonly processes: Processes;
  readonly rekeying: Rekeying;
  readonly restoring: RestoreDesk;
  workstation: Workstation | undefined;
  /** People and ways in of the open profile. */
  accounts: AccountsRoom | undefined;
  /** One copy of the key file was not whole when the profile was opened; it is now. */
  keysMended = false;
  readonly #options: CoreOptions;
  readonly #clock: Clock;
  readonly #pages = new Set<PageSession>();
  readonly #setups = new Map<string, Setup>();
  #world: Promise<TrainingWorld> | undefined;
  #profile: OpenProfile | undefined;
  #idle: { cancel(): void } | undefined;
  /** The last act of unlocking that was begun on a device. */
  #tokenAct: string | undefined;
  #machine: MachineMark | undefined;
  #opening: Promise<Workstation> | undefined;
  readonly #desk: DeskTeller;

  constructor(options: CoreOptions) {
    this.#options = options;
    for (const mode of ['training', 'real'] as const) {
      try {
        // A switch to another key that was broken off goes on before anyone looks at the profile.
        const dir = join(options.start.profilesDir, mode);
        const settled = settleRekey(dir);
        if (settled !== 'nothing') options.log.info('a re-keying that was broken off is settled', { mode, settled });
      } catch (error) {
        options.log.error('a re-keying could not be settled', { mode, error: String(error) });
      }
    }
    this.#clock = options.clock ?? systemClock;
    this.#desk = new DeskTeller(
      this.#clock,
      () =>
        deskState(
          this.workstation,
          [...this.#pages].some((page) => page.session.signedIn !== undefined),
        ),
      (state) =>
        void options.shell.call
          .tellDesk(state)
          .catch((error: unknown) => options.log.info('the tray was not told', { error: String(error) })),
    );
    this.host = options.start.host;
    this.version = options.start.version;
    this.startedAt = this.#clock.now();
    this.tally = new Tally(() => this.#clock.now());
    this.log = this.tally.watch(options.log);
    // What an end of the machine left of a restore, before a profile is looked at.
    for (const mode of ['training', 'real'] as const) {
      finishSwitch(join(options.start.profilesDir, mode));
      wipeUntouched(join(options.start.profilesDir, mode));
    }
    this.restoring = new RestoreDesk({
      clock: this.#clock,
      log: this.log,
      dirOf: (mode) => profileDir(options.start.profilesDir, mode),
      osKeyStore: () => this.#osKeyStore(),
      current: () => this.#profile,
      closeThen: async (mode, work) => {
        if (this.workstation?.mode === mode) await this.#closeWorkstation();
        return work();
      },
    });
    this.processes = new Processes({
      clock: this.#clock,
      log: this.log,
      shell: options.shell.call,
      tokenLimits: options.tokenLimits,
      busy: () => [...this.#pages].some(({ session }) => this.#clock.now() - (session.touchedAt ?? 0) < HANDS_MS),
      changed: () => this.#emit({ topic: 'exchange' }),
    });
    this.rekeying = new Rekeying({
      clock: this.#clock,
      log: this.log,
      osKeyStore: () => this.#osKeyStore(),
      current: () => {
        const people = new Set(this.accounts?.people(undefined).map((person) => person.id));
        return this.workstation && this.#profile && { profile: this.#profile, people };
      },
      close: async () => {
        await this.lock();
        await this.#closeStore();
      },
      open: async (profile, again) => {
        const workstation = await this.#open(profile);
        if (again) signInAgain(again.session, workstation, this, again.actor);
      },
      tell: () => {
        for (const page of this.#pages) page.push({ topic: 'session' });
      },
      onPoint: (name) => options.onPoint?.(name),
    });
  }

  /** A page that main let in. */
  addPage(port: Port): void {
    const page = servePage(this, port);
    this.#pages.add(page);
    port.onClose(() => this.#pages.delete(page));
    this.#watchIdle();
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

  /** Folder of the open profile. */
  profileFolder(): string | undefined {
    return this.#profile?.dir;
  }

  now(): number {
    return this.#clock.now();
  }

  /**
   * Opens the profile by a way in where it is not open yet; says whose way it was.
   * @throws Failure `accounts.choose_person` where it must be said who comes, and as opening a profile
   */
  async unlock(mode: Mode, by: Unlocking): Promise<{ workstation: Workstation; personId?: string; wayId?: string }> {
    if (this.rekeying.running) throw new Failure('accounts.rekey_running');
    if (this.workstation && this.workstation.mode !== mode) throw new Failure('session.other_profile_open');
    const dir = profileDir(this.#options.start.profilesDir, mode);
    // While the store is open its people can be chosen from, and nobody's tries are made in no one's name.
    const several = new Set(waysOf(dir).flatMap((w) => (w.way === by.way && w.personId !== undefined ? [w.personId] : []))).size > 1;
    if (this.workstation && several && by.way === 'passphrase' && by.personId === undefined) throw new Failure('accounts.choose_person');
    const token = by.way === 'token' ? this.#tokenOf(by.actId) : undefined;
    try {
      const opened = await openProfile({
        dir,
        mode,
        clock: this.#clock,
        way: by.way,
        ...(by.way === 'recovery' || by.personId === undefined ? {} : { personId: by.personId }),
        ...(by.secret === undefined ? {} : { secret: by.secret }),
        ...(by.way === 'os' ? { osKeyStore: await this.#osKeyStore() } : {}),
        ...(token ? { token } : {}),
        onMended: (which) => {
          this.keysMended = true;
          this.log.warn('a copy of the key file was not whole and was made again', { which });
        },
      });
      const { personId, wayId } = opened;
      const whose = { ...(personId === undefined ? {} : { personId }), ...(wayId === undefined ? {} : { wayId }) };
      if (!this.workstation) return { workstation: await this.#open(opened), ...whose };
      opened.close();
      return { workstation: this.workstation, ...whose };
    } finally {
      if (token && by.actId !== undefined) await this.processes.tokens.pkcs11?.endAct({ actId: by.actId }).catch(() => undefined);
    }
  }
  #tokenOf(actId: string | undefined): TokenKey | undefined {
    const { pkcs11 } = this.processes.tokens;
    return pkcs11 && actId !== undefined ? tokenKey(pkcs11, actId, '', new Uint8Array()) : undefined;
  }
  /** Devices at hand that open this profile. */
  async unlockingTokens(mode: Mode): Promise<TokenWay[]> {
    const { pkcs11 } = this.processes.tokens;
    if (!pkcs11) return [];
    const known = waysOf(profileDir(this.#options.start.profilesDir, mode)).flatMap((w) => w.certificateSha256 ?? []);
    return known.length === 0 ? [] : tokensThatDecrypt(pkcs11, new Set(known));
  }
  async beginUnlockingToken(input: { serial: string; certificateSha256: string; finalTryAccepted?: boolean }): Promise<{ actId: string }> {
    const { pkcs11 } = this.processes.tokens;
    if (!pkcs11) throw new Failure('signing.token_process_gone');
    // One that was given up (a wrong PIN) would hold the device.
    if (this.#tokenAct !== undefined) await pkcs11.endAct({ actId: this.#tokenAct }).catch(() => undefined);
    const actId = randomUUID();
    await pkcs11.beginAct({ actId, ...input, purpose: 'decrypt' });
    this.#tokenAct = actId;
    return { actId };
  }

  /** Who may come in to a profile, where their names can be read. */
  async peopleOf(mode: Mode): Promise<{ id: string; name: string; ways: WayKind[] }[]> {
    if (this.workstation?.mode === mode && this.accounts) {
      return this.accounts.people(undefined).flatMap(({ id, name, ways }) => (ways.length > 0 ? [{ id, name, ways: [...ways] }] : []));
    }
    const dir = profileDir(this.#options.start.profilesDir, mode);
    try {
      const names = await readNames(dir, await this.#osKeyStore());
      const ways = waysOf(dir);
      return Object.entries(names).map(([id, name]) => ({ id, name, ways: ways.filter((w) => w.personId === id).map((w) => w.way) }));
    } catch {
      return [];
    }
  }

  /** A person's rights changed: their sessions follow, or end with them. */
  personChanged(id: string): void {
    for (const page of this.#pages) {
      if (page.session.signedIn?.actor.personId !== id) continue;
      if (refreshActor(page.session)) page.push({ topic: 'session' });
      else void page.lock();
    }
  }

  /** Asked in the tray: looks at the axis now. */
  receiveNow(): void {
    this.workstation?.exchange.sendNow().catch((error: unknown) => this.log.info('could not receive now', { error: String(error) }));
  }

  /** Ends every session; the workstation goes on receiving. */
  async lock(): Promise<void> {
    this.#desk.changed();
    // Pages first: a driver may be slow to let go.
    const pages = [...this.#pages].map((page) => page.lock());
    await Promise.all([...pages, this.workstation?.signing.close(), this.workstation?.tokens.close()]);
  }

  /** Locks pages at which nobody acted for as long as the setting says. */
  #watchIdle(): void {
    this.#idle ??= this.#clock.setTimer(() => {
      this.#idle = undefined;
      if (this.#pages.size > 0) this.#watchIdle();
      void this.lockIdle();
    }, IDLE_LOOK_MS);
  }
  async lockIdle(): Promise<void> {
    if (!this.workstation) return;
    const limit = idleMinutes(this.workstation.store) * 60_000;
    const now = this.#clock.now();
    const held = [...this.#pages].filter(({ session }) => session.signedIn);
    // A clock set back begins the wait anew.
    for (const { session } of held) if ((session.touchedAt ?? 0) > now) session.touchedAt = now;
    const idle = held.filter(({ session }) => now - (session.touchedAt ?? 0) >= limit);
    if (idle.length === 0) return;
    if (idle.length === held.length) await this.lock();
    else await Promise.all(idle.map((page) => page.lock()));
  }

  async stop(): Promise<void> {
    this.#idle?.cancel();
    await this.rekeying.leave();
    this.restoring.cancel();
    await this.#closeWorkstation();
    this.restoring.close();
    this.processes.close();
  }
  chooseFolder(): Promise<string | undefined> {
    return this.#options.shell.call.chooseFolder({}).then((answer) => answer.path);
  }

  async #closeWorkstation(): Promise<void> {
    await this.lock();
    await this.#closeStore();
    this.#profile?.close();
    this.#profile = undefined;
  }

  async #closeStore(): Promise<void> {
    this.tally.close();
    await this.workstation?.close();
    this.workstation = undefined;
    this.accounts?.close();
    this.accounts = undefined;
    this.#machine?.close();
    this.#machine = undefined;
    this.#desk.changed();
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
    if (await migrateAhead({ dir, keys: opened.keys })) this.log.info('store copied and brought to its newest form');
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
        parsing: this.processes.parsing,
        imaging: this.processes.imaging,
        readers: this.processes.readers,
        tokens: this.processes.tokens,
        clock: this.#clock,
        log: this.log,
        resourcesDir: start.resourcesDir,
        profile: opened,
        ...(machine ? { machine } : {}),
        emit: (event) => this.#emit(event),
        personChanged: (id) => this.personChanged(id),
        down: () => this.processes.down(),
        ...(world ? { world } : {}),
        ...(onPoint ? { onPoint } : {}),
      });
    } catch (error) {
      store.close();
      throw error;
    }
    this.tally.open(store);
    this.#profile = opened;
    this.accounts = new AccountsRoom({ profile: opened, store, osKeyStore: () => this.#osKeyStore(), tokens: this.processes.tokens });
    void this.accounts.keepNames();
    // Opened with its key: what lay under a former one is not needed any more.
    forgetFormer(dir);
    this.workstation.start();
    this.#desk.changed();
    return this.workstation;
  }

  #emit(event: PageEvent): void {
    this.#desk.changed();
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
