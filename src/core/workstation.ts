/**
 * One open profile: the store and the rooms that work on it, wired together. Trust anchors and transports come in
 * with the profile's mode: the training world hands over its own, real mode has what the office set up.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExchangeStatus } from '../contract/page/exchange.ts';
import type { PageEvent } from '../contract/page/index.ts';
import type { MachineHabits } from '../contract/page/look.ts';
import type { ShellCalls } from '../contract/shell/index.ts';
import type { TrainingDay, TrainingDayState, TrainingPlay, TrainingPlayed, TrainingWorld } from '../contract/training/index.ts';
import type { Client } from '../contract/wire.ts';
import { Failure } from '../domain/errors.ts';
import type { Mode } from '../domain/profile.ts';
import type { HolidayTable } from '../domain/workCalendar.ts';
import type { OpenProfile } from './accounts/index.ts';
import { signHead } from './audit/index.ts';
import { createExchange, type Exchange, transportOf } from './axis/index.ts';
import type { Clock } from './clock.ts';
import { type Actor, type Log, WORKSTATION } from './context.ts';
import { noteLine, shippedTable } from './deadlines/index.ts';
import { Carrier } from './destruction/index.ts';
import { createDirectory, type Directory } from './directory/index.ts';
import { convertUpload, createReceiver, listOwnOrgans, type OwnOrgan, sweepUploads, type Uploads } from './documents/index.ts';
import { createIntake, type Intake } from './folder/index.ts';
import { Handover } from './handover/index.ts';
import { Leaving } from './leaving/index.ts';
import { Maintenance } from './maintenance/index.ts';
import { findConverter, wipeLeftovers } from './office/index.ts';
import type { Parsing } from './parsing/index.ts';
import type { PrintFonts } from './print/index.ts';
import { createPictureTexts, createReading, type Reading } from './reading/index.ts';
import { picturesOf } from './reading/pictures.ts';
import type { ReaderPool } from './reading/pool.ts';
import type { RightPlace } from './reconcile/index.ts';
import { holidaysFrom } from './rules/index.ts';
import { createScanning, type Imaging, type Scanning } from './scanning/index.ts';
import { createTexts } from './search/index.ts';
import { checkOutgoing, lookFor } from './secrecy/index.ts';
import { createSigning, type Signing, type TokenClients } from './signing/index.ts';
import { askInThread, BACKUP_FILES } from './store/backup/index.ts';
import type { Machine } from './store/right.ts';
import type { Store } from './store/types.ts';
import { TokenRoom } from './tokens/index.ts';
import { VerifyRoom } from './verify/room.ts';

export interface WorkstationParts {
  readonly mode: Mode;
  readonly store: Store;
  readonly shell: Client<ShellCalls>;
  readonly parsing: Parsing;
  /** The process that decodes pictures; absent = no scans are taken in. */
  readonly imaging?: Imaging;
  /** The processes that read pages; absent = scans have no words. */
  readonly readers?: ReaderPool;
  readonly tokens: TokenClients;
  readonly clock: Clock;
  readonly log: Log;
  readonly resourcesDir: string;
  /** Folder and keys of the open profile, for backups. */
  readonly profile?: Pick<OpenProfile, 'dir' | 'keys'> & Partial<OpenProfile>;
  /** What this machine keeps of itself; absent = it keeps nothing. */
  readonly machine?: Machine;
  /** Training mode only. */
  readonly world?: TrainingWorld;
  emit(event: PageEvent): void;
  /** A person's rights changed: their sessions follow, or end. */
  personChanged?(id: string): void;
  /** Which of the other processes stay away. */
  down?(): Pick<ExchangeStatus, 'parserDown' | 'trainingDown'>;
  /** Marked points of the path, for fault tests. */
  onPoint?(name: string): void;
}

const DAY_MS = 24 * 3600_000;
const MAX_ATTACHMENT_BYTES = 512 * 1024 * 1024;

export interface Workstation {
  readonly mode: Mode;
  readonly store: Store;
  readonly exchange: Exchange;
  /** The process that reads what came from outside. */
  readonly parsing: Parsing;
  readonly signing: Signing;
  /** Absent where no process decodes pictures. */
  readonly scanning?: Scanning;
  /** What the machine reads for the clerk; absent where no process reads. */
  readonly reading?: Reading;
  readonly maintenance: Maintenance;
  readonly destruction: Carrier;
  /** Absent in tests that have no profile folder. */
  readonly handover?: Handover;
  readonly leaving?: Leaving;
  /** Whole, where a person opened it: for asking for a passphrase once more. */
  readonly profile?: OpenProfile;
  /** Counts in the store beside the desk's work; absent in tests that have no profile folder. */
  beside?(queries: readonly string[]): ReturnType<typeof askInThread>;
  /** For taking over the right to give numbers. */
  readonly right?: RightPlace;
  readonly tokens: TokenRoom;
  readonly verifying: VerifyRoom;
  readonly world?: TrainingWorld;
  /** The first organ: the workstation's own name where none is chosen. */
  organ(): OwnOrgan;
  /** Connections were changed: the exchange begins anew with them. */
  reconnect(): Promise<void>;
  fonts(): PrintFonts;
  /** The holidays that ship with the product. */
  holidays(): HolidayTable;
  changed(topic: Exclude<PageEvent['topic'], 'session'>, id?: string): void;
  exchangeStatus(): ExchangeStatus;
  readonly directory: Directory;
  /** Fetches the axis's lists and takes them over; how many agencies they name. */
  refreshDirectory(actor?: Actor, confirm?: string): Promise<number>;
  /** Begins to receive and send, and keeps the directory fresh. */
  start(): void;
  /** Training mode: cuts or joins the line. */
  cutNetwork(cut: boolean): Promise<void>;
  /** Training mode: a scripted day. */
  /** One act of another office of the training world. */
  trainingPlay(input: TrainingPlay): Promise<TrainingPlayed>;
  trainingDay(input: { readonly name: TrainingDay; readonly pace?: number }): Promise<{ total: number }>;
  trainingDayState(): Promise<{ day?: TrainingDayState }>;
  sampleDraft(wanted: { subject: string; recipient: string }): Promise<{ name: string; pdf: Uint8Array }>;
  /** Name of the program that turns office files into PDF, where the machine has one. */
  converter(): Promise<string | undefined>;
  convertOffice(uploadId: string, uploads: Uploads): ReturnType<typeof convertUpload>;
  chooseSavePath(suggestedName: string): Promise<string | undefined>;
  /** Languages of the screens, as main keeps them. */
  languages(): Promise<{ folder: string; languages: string[]; own: string[] }>;
  changeLanguage(change: Parameters<Client<ShellCalls>['changeLanguage']>[0]): Promise<void>;
  /** The system's habits, set first where `set` is given. */
  habits(set?: Pick<MachineHabits, 'openAtLogin' | 'keepInTray'>): Promise<MachineHabits>;
  chooseFolder(purpose?: 'backup' | 'carry' | 'take' | 'scanner'): Promise<string | undefined>;
  /** Takes in what came by hand and waits to be read. */
  takeIn(): Promise<void>;
  /** Looks for marks of secrecy in the files of an outgoing document; throws after it stopped one. */
  checkSecrecy(outgoingId: string, actor: Actor): Promise<void>;
  close(): Promise<void>;
}

/** In training the axis gets a new port at each start, so the connections follow the world that runs now. */
function followWorld(store: Store, world: TrainingWorld): void {
  store.tx(() => {
    const update = store.db.prepare('UPDATE organ SET endpoint = ?, system_id = ?, secret = ? WHERE organ_id = ?');
    for (const office of world.offices) update.run(world.axisUrl, office.systemId, office.secret, office.organId);
    if (world.tsaUrl) store.setSetting('tsa.url', world.tsaUrl);
  }, 'training:connect');
}

/** Images that training signatures show; real offices bring their own. */
function rememberImages(store: Store, world: TrainingWorld): void {
  store.tx(() => {
    store.setSetting('signing.signature_image', Buffer.from(world.signatureImage).toString('base64'));
    store.setSetting('signing.seal_image', Buffer.from(world.sealImage).toString('base64'));
  }, 'training:images');
}

export function openWorkstation(parts: WorkstationParts): Workstation {
  const { store, mode, world, parsing, log, shell } = parts;
  if (mode === 'training' && !world) throw new Failure('training.not_training');
  if (world) {
    followWorld(store, world);
    rememberImages(store, world);
  }
  holidaysFrom(store, () => shippedTable(parts.resourcesDir));
  const organs = listOwnOrgans(store);
  const [first] = organs;
  if (!first) throw new Failure('session.no_profile');
  const changed: Workstation['changed'] = (topic, id) => parts.emit(id === undefined ? { topic } : { topic, id });

  const verifying = new VerifyRoom({
    store,
    mode,
    clock: parts.clock,
    log,
    parsing,
    resourcesDir: parts.resourcesDir,
    training: () => world?.trustAnchors ?? [],
    emit: (event) => parts.emit(event),
  });
  const { verify } = verifying;
  const exchange = createExchange({
    store,
    clock: parts.clock,
    parsing,
    judge: (file) => verify.judge(file),
    secrecy: (file) => lookFor(parsing, file),
    receiver: createReceiver(store),
    mode,
    transportFor: (organ) => transportOf(organ, { now: () => parts.clock.now(), findByDocumentId: mode === 'training' }),
    ...(parts.profile === undefined ? {} : { freeDisk: freeDiskOf(parts.profile.dir) }),
    log,
    events: {
      emit(event) {
        if (event.topic === 'exchange' && store.db.open) noteLine(store, exchange.status().line.kind);
        parts.emit(event);
      },
    },
    pollMs: mode === 'training' ? 3_000 : 30_000,
    ...(parts.onPoint ? { onPoint: parts.onPoint } : {}),
  });
  const intake: Intake = createIntake({
    store,
    clock: parts.clock,
    log,
    events: { emit: parts.emit },
    parsing,
    judge: (file) => verify.judge(file),
    secrecy: (file) => lookFor(parsing, file),
    receiver: createReceiver(store),
    onPoint: parts.onPoint,
    maxAttachmentBytes: MAX_ATTACHMENT_BYTES,
  });
  const signing = createSigning({
    store,
    mode,
    parsing,
    verify,
    tokens: parts.tokens,
    trust: () => [...verifying.trust.anchors(), ...verifying.trust.intermediates()],
    network: () => verifying.rules(),
    log,
    ...(parts.onPoint ? { onPoint: parts.onPoint } : {}),
  });
  const tokens = new TokenRoom({ store, shell, tokens: parts.tokens });
  const destruction = new Carrier({
    ...{ store, clock: parts.clock, log },
    changed: () => {
      changed('incoming');
      changed('outgoing');
    },
  });
  const maintenance = new Maintenance({
    ...{ store, mode, log, destroying: () => destruction.progress() },
    ...(parts.profile ? { profile: parts.profile } : {}),
  });
  const { profile, machine } = parts;
  const handover =
    profile &&
    new Handover({
      store,
      maintenance,
      profile,
      log,
      changed: () => {
        changed('exchange');
        exchange.wake();
      },
      personChanged: (id) => parts.personChanged?.(id),
      ...(machine ? { machine } : {}),
    });
  const texts = createTexts({ store, parsing, clock: parts.clock, log, changed: () => changed('search') });
  const leaving = profile && new Leaving({ store, dir: profile.dir, parsing, log, openPath: (path) => shell.openPath({ path }) });
  const reading =
    parts.readers &&
    createReading({
      store,
      parsing,
      readers: parts.readers,
      log,
      ...(parts.imaging ? { pictures: picturesOf(parts.imaging) } : {}),
      changed: (id) => changed('incoming', id),
    });
  const pictureTexts =
    parts.readers &&
    parts.imaging &&
    createPictureTexts({
      store,
      pictures: picturesOf(parts.imaging),
      readers: parts.readers,
      clock: parts.clock,
      log,
      changed: (id) => {
        if (id !== undefined) changed('incoming', id);
        texts.wake();
      },
    });
  const scanning =
    parts.imaging &&
    createScanning({
      store,
      imaging: parts.imaging,
      parsing,
      clock: parts.clock,
      log,
      changed: (id) => changed('scanning', id),
      documentChanged: (id) => {
        changed('incoming', id);
        texts.wake();
      },
      petitionChanged: (id) => changed('petitions', id),
      ...(reading ? { reader: reading.pageReader } : {}),
      ...(parts.onPoint ? { onPoint: parts.onPoint } : {}),
    });
  let cut = false;
  let directoryTimer: { cancel(): void } | undefined;
  const directory = createDirectory(store);
  const refreshDirectory: Workstation['refreshDirectory'] = async (actor = WORKSTATION, confirm) => {
    const main = await exchange.agencies();
    const qd20 = await exchange.agenciesQd20();
    try {
      directory.update({ main, ...(qd20 === undefined ? {} : { qd20 }) }, { actor, ...(confirm === undefined ? {} : { confirm }) });
    } finally {
      changed('directory');
      void directory.warm();
    }
    return main.length;
  };
  /** Once a day; after a failure as soon as the line may be back. */
  const keepDirectory = (): void => {
    void refreshDirectory().then(
      () => {
        directoryTimer = parts.clock.setTimer(keepDirectory, DAY_MS);
      },
      (error: unknown) => {
        log.info('directory not refreshed', { code: error instanceof Failure ? error.error.code : 'unexpected' });
        // A list that waits for a person stays the same for hours; a gateway without one will not have it in a minute.
        const waits = error instanceof Failure && ['directory.update_too_small', 'axis.no_agency_list'].includes(error.error.code);
        directoryTimer = parts.clock.setTimer(keepDirectory, waits ? DAY_MS : mode === 'training' ? 3_000 : 60_000);
      },
    );
  };
  let fonts: PrintFonts | undefined;
  let careTimer: { cancel(): void } | undefined;
  /** Once a day: the audit's head signed by the machine key, and uploads that no document took dropped after their grace time. */
  const dailyCare = (): void => {
    signHead(store);
    void sweepUploads(store).catch((error: unknown) => log.warn('sweep failed', { error: String(error) }));
    verifying.daily();
    void scanning?.sweep().catch((error: unknown) => log.warn('scans not swept', { error: String(error) }));
    careTimer = parts.clock.setTimer(dailyCare, DAY_MS);
  };

  return {
    mode,
    store,
    parsing,
    exchange,
    signing,
    ...(scanning ? { scanning } : {}),
    ...(reading ? { reading } : {}),
    maintenance,
    destruction,
    ...(handover ? { handover } : {}),
    ...(leaving ? { leaving } : {}),
    ...(profile === undefined
      ? {}
      : {
          beside: (queries: readonly string[]) =>
            askInThread({ database: join(profile.dir, BACKUP_FILES.database), key: profile.keys.database, queries }),
        }),
    ...(profile?.dataKey === undefined ? {} : { profile: profile as OpenProfile }),
    ...(profile && machine ? { right: { machine, dir: profile.dir, keys: profile.keys } } : {}),
    tokens,
    verifying,
    ...(world ? { world } : {}),
    organ: () => listOwnOrgans(store).find((organ) => !organ.closed) ?? first,
    async reconnect() {
      await exchange.stop();
      exchange.start();
      changed('exchange');
    },
    fonts: () => (fonts ??= readFonts(parts.resourcesDir)),
    holidays: () => shippedTable(parts.resourcesDir),
    changed,
    exchangeStatus() {
      const [refused] = exchange.refusedConnections();
      return {
        ...exchange.status(),
        ...parts.down?.(),
        ...(refused ? { refusedConnection: refused.error } : {}),
        ...(world ? { trainingCut: cut } : {}),
      };
    },
    directory,
    refreshDirectory,
    start() {
      noteLine(store, 'started');
      exchange.start();
      texts.start();
      pictureTexts?.start();
      void intake.run();
      verifying.start();
      scanning?.start();
      tokens.applyModules().catch((error: unknown) => log.warn('modules not handed over', { error: String(error) }));
      void directory.warm();
      keepDirectory();
      void wipeLeftovers();
      dailyCare();
      maintenance.start(parts.clock);
      void destruction.carry().catch((error: unknown) => log.warn('destructions not carried on', { error: String(error) }));
      void leaving?.sweep().catch((error: unknown) => log.warn('copies outside not swept', { error: String(error) }));
    },
    async cutNetwork(next) {
      if (!world) throw new Failure('training.not_training');
      await shell.trainingFaults({ refuse: next });
      cut = next;
      exchange.wake();
      changed('exchange');
    },
    async trainingPlay(input) {
      if (!world) throw new Failure('training.not_training');
      return shell.trainingPlay(input);
    },
    async trainingDay(input) {
      if (!world) throw new Failure('training.not_training');
      const { cutsLine, total } = await shell.trainingDay(input);
      if (cutsLine) await this.cutNetwork(true);
      return { total };
    },
    trainingDayState: () => (world ? shell.trainingDayState({}) : Promise.resolve({})),
    async sampleDraft(wanted) {
      if (!world) throw new Failure('training.not_training');
      return shell.trainingSampleDraft(wanted);
    },
    chooseFolder: async (purpose) => (await shell.chooseFolder(purpose === undefined ? {} : { purpose })).path,
    languages: () => shell.languages({}),
    changeLanguage: async (change) => void (await shell.changeLanguage(change)),
    habits: (set) => shell.habits(set === undefined ? {} : { set }),
    takeIn: () => intake.run(),
    async checkSecrecy(outgoingId, actor) {
      try {
        await checkOutgoing(store, parsing, outgoingId, actor);
      } finally {
        changed('outgoing', outgoingId);
      }
    },
    converter: async () => findConverter()?.kind,
    convertOffice: (uploadId, uploads) => convertUpload(store, uploads, findConverter(), uploadId),
    chooseSavePath: async (suggestedName) => (await shell.chooseSavePath({ suggestedName })).path,
    async close() {
      directoryTimer?.cancel();
      directory.close();
      careTimer?.cancel();
      await destruction.stop();
      await maintenance.close();
      await leaving?.sweep().catch((error: unknown) => log.warn('copies outside not swept', { error: String(error) }));
      await intake.stop();
      await scanning?.stop();
      await reading?.close();
      await pictureTexts?.stop();
      await verifying.close();
      await exchange.stop();
      await texts.stop();
      await signing.close();
      store.close();
    },
  };
}

/** Free bytes for this user where a folder lies. */
const freeDiskOf = (dir: string) => async (): Promise<number> => {
  const { bavail, bsize } = await statfs(dir);
  return bavail * bsize;
};

function readFonts(resourcesDir: string): PrintFonts {
  const font = (name: string): Uint8Array => readFileSync(join(resourcesDir, 'fonts', `Tinos-${name}.ttf`));
  return { regular: font('Regular'), bold: font('Bold'), italic: font('Italic') };
}

/** Folder of a mode's profile; made with rights for its owner only. */
export function profileDir(profilesDir: string, mode: Mode): string {
  const dir = join(profilesDir, mode);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  return dir;
}
