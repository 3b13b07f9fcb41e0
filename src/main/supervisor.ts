/**
 * Starts, watches and restarts the processes of the workstation and hands their ports around. Holds no business rule
 * and imports nothing of Electron's at run time, so tests and the demo run this very file on the stand-in.
 *
 * A core that dies takes parser and token with it (an act or a job of a dead core must not go on), while the training
 * world lives on like the real axis would. Pages lose their ports and ask again.
 */
import { mkdirSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import type { MachineHabits } from '../contract/page/look.ts';
import { fromMessagePort } from '../contract/ports.ts';
import { type CoreMessage, type DeskState, shellCalls } from '../contract/shell/index.ts';
import type { trainingCalls } from '../contract/training/index.ts';
import { type Client, type Handlers, serve } from '../contract/wire.ts';
import { Failure } from '../domain/errors.ts';
import { mayOpen } from '../domain/leaving.ts';
import type { LanguageFiles } from './languages.ts';
import type { MainLog } from './log.ts';
import { ReaderProcesses } from './reader-processes.ts';
import { TokenProcess } from './token-process.ts';
import { TrainingProcess } from './training-process.ts';
import { type MainPort, type MainProcess, Watched } from './watched.ts';
import type { FolderPurpose } from './window.ts';

export type ProcessName = 'core' | 'parser' | 'imaging' | 'reader' | 'token' | 'training';
type ForkOptions = { serviceName: string; execArgv: string[]; env: Record<string, string>; stdio?: 'inherit' };

/** Electron safeStorage, or nothing. */
export interface OsKeyStore {
  available(): boolean;
  wrap(plain: Uint8Array): Uint8Array;
  unwrap(wrapped: Uint8Array): Uint8Array;
}
export const noKeyStore: OsKeyStore = {
  available: () => false,
  wrap: () => {
    throw new Failure('shell.no_key_store');
  },
  unwrap: () => {
    throw new Failure('shell.no_key_store');
  },
};

export interface SupervisorOptions {
  readonly utilityProcess: { fork(modulePath: string, args: string[], options: ForkOptions): MainProcess };
  readonly MessageChannelMain: new () => { readonly port1: MainPort; readonly port2: MainPort };
  /** Without `imaging` no scans are taken in; without `reader` no pages are read. */
  readonly entries: Readonly<Record<Exclude<ProcessName, 'imaging' | 'reader'>, string>> & {
    readonly imaging?: string;
    readonly reader?: string;
  };
  readonly profilesDir: string;
  /** Folder of this machine outside all profiles; see the start message. */
  readonly machineDir?: string;
  /** Asks for a folder; absent = nobody can be asked. */
  /** Opens a file in its program; false where it could not. Absent = nobody can. */
  readonly openPath?: (path: string) => Promise<boolean>;
  readonly chooseFolder?: (purpose?: FolderPurpose) => Promise<string | undefined>;
  /** What the core says of itself, for the tray. */
  readonly tellDesk?: (state: DeskState) => void;
  /** The folder of languages; absent = there is none. */
  readonly languages?: Pick<LanguageFiles, 'folder' | 'list' | 'own' | 'put' | 'remove' | 'choose'>;
  /** The page is loaded anew. */
  readonly drawAnew?: () => void;
  /** The system's habits; absent = there are none. */
  readonly habits?: (set?: Pick<MachineHabits, 'openAtLogin' | 'keepInTray'>) => MachineHabits;
  readonly resourcesDir: string;
  readonly version: string;
  readonly host: Extract<CoreMessage, { type: 'start' }>['host'];
  readonly osKeyStore: OsKeyStore;
  /** Asks a person where to save; undefined = cancelled. */
  readonly chooseSavePath: (suggestedName: string) => Promise<string | undefined>;
  /** Asks a person for the file of a driver; undefined = cancelled. Absent where no dialog can be shown. */
  readonly chooseModule?: () => Promise<string | undefined>;
  /** A packaged product takes no drivers from the environment of whoever started it. */
  readonly packaged?: boolean;
  readonly log: MainLog;
  /** What a process of ours holds, bytes; undefined where the system does not say. */
  readonly memoryOf?: (pid: number) => number | undefined;
  /** Node options of the parser; see `parserPermissions`. */
  readonly parserExecArgv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly training?: { readonly documents: number; readonly autoReply: boolean };
  /** A process ended by itself; `again` = a new one follows. Core's means that all pages lost their ports. */
  readonly onEnded?: (process: ProcessName, code: number, again: boolean) => void;
}
export interface Supervisor {
  start(): void;
  /** Gives a page's port to the core; false (and the port closed) while there is no core: the page asks again. */
  attachPage(port: MainPort): boolean;
  /** Gives the one-shot port of an act to the process that serves it; false when it does not run. */
  pinPort(actId: string, kind: 'pkcs11' | 'training', port: MainPort): boolean;
  /** Screen locked or system suspended. */
  lock(): void;
  /** Looks at the axis now. */
  receive(): void;
  /** Ends everything in good order, the core first. */
  stop(): Promise<void>;
  /** The training world's own calls; throws `shell.training_not_running`. For the demo and tests. */
  training(): Client<typeof trainingCalls>;
  pid(process: ProcessName): number | undefined;
  /** Of the processes that read pages. */
  readonly readerPids: readonly number[];
}

/** Node's permission model for the parser: the product's own code, shipped data and the profiles, nothing else; no spawning, no addons. */
export function parserPermissions(options: { readonly codeDirs: readonly string[]; readonly profilesDir: string }): string[] {
  const all = (dir: string): string => join(dir, '*');
  return [
    '--permission',
    ...[...options.codeDirs, options.profilesDir].map((dir) => `--allow-fs-read=${all(dir)}`),
    `--allow-fs-write=${all(options.profilesDir)}`,
  ];
}

/**
 * The core moves big packages in small pieces: a young generation of 8 MB a half instead of what V8 takes costs no time
 * there and keeps its memory a fifth lower while a full queue drains (`npm run bench -- exchange`).
 */
export const CORE_EXEC_ARGV: readonly string[] = ['--max-semi-space-size=8'];

export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { entries, log, profilesDir } = options;
  mkdirSync(profilesDir, { recursive: true });
  const channel = (): { readonly port1: MainPort; readonly port2: MainPort } => new options.MessageChannelMain();
  const fork =
    (name: ProcessName, execArgv: readonly string[] = []) =>
    (): MainProcess =>
      options.utilityProcess.fork(entries[name] ?? entries.parser, [], {
        serviceName: `tram-van-thu-${name}`,
        execArgv: [...execArgv],
        env: environment(name, options),
        stdio: 'inherit',
      });
  const tellCore = (message: CoreMessage, ports: MainPort[] = []): boolean => core.post(message, ports);
  const onEnded = (name: ProcessName) => (code: number, again: boolean) => options.onEnded?.(name, code, again);

  /** A process that serves one contract to the core: a new port for both sides at each start. */
  const servant = (name: 'parser' | 'imaging', execArgv?: readonly string[]): Watched =>
    new Watched({
      name,
      onDemand: name === 'imaging',
      fork: fork(name, execArgv),
      log,
      onStarted: (process) => {
        const { port1, port2 } = channel();
        process.postMessage({ type: 'serve' }, [port1]);
        if (!tellCore({ type: 'process-port', process: name }, [port2])) port2.close();
      },
      onEnded: onEnded(name),
    });
  const parser = servant('parser', options.parserExecArgv);
  const readers = new ReaderProcesses({
    // It only reads.
    fork: fork(
      'reader',
      options.parserExecArgv?.filter((option) => !option.startsWith('--allow-fs-write')),
    ),
    channel,
    onPort: (index, port) => {
      if (!tellCore({ type: 'process-port', process: 'reader', index }, [port])) port.close();
    },
    onEnded: onEnded('reader'),
    log,
  });
  // Its decoder is native code; for the rest it may as little as the parser.
  const imaging = servant('imaging', options.parserExecArgv && [...options.parserExecArgv, '--allow-addons', '--no-warnings']);
  const token = new TokenProcess({
    fork: fork('token'),
    channel,
    onPort: (port) => {
      if (!tellCore({ type: 'process-port', process: 'token' }, [port])) port.close();
    },
    onEnded: onEnded('token'),
    log,
  });
  const training = new TrainingProcess({
    fork: fork('training'),
    channel,
    onTokenPort: (port) => {
      if (!tellCore({ type: 'process-port', process: 'training-token' }, [port])) port.close();
    },
    documents: options.training?.documents ?? 36,
    autoReply: options.training?.autoReply ?? true,
    onEnded: onEnded('training'),
    log,
  });
  let first = true;
  const core: Watched = new Watched({
    name: 'core',
    fork: fork('core', CORE_EXEC_ARGV),
    log,
    onStarted: (process) => {
      const { port1, port2 } = channel();
      serve(fromMessagePort(port1), {
        calls: shellCalls,
        handlers: shellHandlers(options, { parser, imaging, readers, token, training }),
        context: undefined,
        onUnexpected: (call, error) => log.error('shell call failed', { call, error: String(error) }),
      });
      const { version, host, resourcesDir } = options;
      process.postMessage(
        {
          type: 'start',
          profilesDir,
          resourcesDir,
          version,
          host,
          ...(options.machineDir === undefined ? {} : { machineDir: options.machineDir }),
        } satisfies CoreMessage,
        [port2],
      );
      if (first) {
        first = false;
        parser.start();
        token.start();
      } else {
        parser.restart();
        readers.keep(0);
        if (imaging.running) imaging.restart();
        token.restart('asked');
        training.coreStarted();
      }
    },
    onEnded: onEnded('core'),
  });

  return {
    start: () => core.start(),
    attachPage(port) {
      const given = tellCore({ type: 'page-port' }, [port]);
      if (!given) port.close();
      return given;
    },
    pinPort(actId, kind, port) {
      const given = kind === 'training' ? training.pinPort(actId, port) : token.post({ type: 'pin-port', actId }, [port]);
      if (!given) port.close();
      return given;
    },
    lock: () => void tellCore({ type: 'lock' }),
    receive: () => void tellCore({ type: 'receive' }),
    async stop() {
      await core.stop({ type: 'stop' } satisfies CoreMessage);
      await Promise.all([parser.stop(), imaging.stop(), readers.stop(), token.stop(), training.stop()]);
    },
    training: () => training.calls,
    pid: (name) => (name === 'reader' ? readers.pids[0] : { core, parser, imaging, token, training }[name].pid),
    get readerPids() {
      return readers.pids;
    },
  };
}

function shellHandlers(
  options: SupervisorOptions,
  processes: {
    readonly parser: Watched;
    readonly imaging: Watched;
    readonly readers: ReaderProcesses;
    readonly token: TokenProcess;
    readonly training: TrainingProcess;
  },
): Handlers<typeof shellCalls, undefined> {
  const { osKeyStore, profilesDir } = options;
  return {
    tellDesk: (state) => {
      options.tellDesk?.(state);
      return {};
    },
    habits: ({ set }) =>
      options.habits?.(set) ?? { able: { openAtLogin: false, keepInTray: false }, openAtLogin: false, keepInTray: false },
    languages: async () => ({
      folder: options.languages?.folder ?? '',
      languages: (await options.languages?.list()) ?? [],
      own: (await options.languages?.own()) ?? [],
    }),
    changeLanguage: async ({ act, language, text }) => {
      if (act === 'put') await options.languages?.put(language, text ?? '');
      else if (act === 'remove') await options.languages?.remove(language);
      else options.languages?.choose(language);
      // After the answer, which the page still hears.
      if (act === 'choose') setTimeout(() => options.drawAnew?.(), 50);
      return {};
    },
    osKeyStore: () => ({ available: osKeyStore.available() }),
    osWrap: ({ plain }) => ({ wrapped: osKeyStore.wrap(plain) }),
    osUnwrap: ({ wrapped }) => ({ plain: osKeyStore.unwrap(wrapped) }),
    keepReaders: ({ count }) => {
      if (options.entries.reader === undefined) throw new Failure('reader.no_data');
      processes.readers.keep(count);
      return {};
    },
    readerMemory: () => ({
      bytes: processes.readers.byIndex.map((pid) => (pid === undefined ? null : (options.memoryOf?.(pid) ?? null))),
    }),
    restartProcess: ({ process, forgive, index }) => {
      if (process === 'reader') processes.readers.restart(index ?? 0);
      else if (process === 'token') processes.token.restart(forgive ? 'forgiving' : 'hung');
      else processes[process].restart();
      return {};
    },
    startImaging: () => {
      if (options.entries.imaging === undefined) throw new Failure('scan.cannot_read_here');
      processes.imaging.start();
      return {};
    },
    chooseModule: async () => {
      const path = await options.chooseModule?.();
      return path === undefined ? {} : { path };
    },
    setTokenModules: ({ modules }) => {
      processes.token.setModules(modules);
      return {};
    },
    startTraining: ({ dir }) => {
      if (!resolve(dir).startsWith(resolve(profilesDir) + sep)) throw new Failure('shell.training_elsewhere');
      return processes.training.world(resolve(dir));
    },
    trainingFaults: async ({ refuse }) => {
      await processes.training.refuse(refuse);
      return {};
    },
    trainingDay: (input) => processes.training.calls.day(input),
    trainingPlay: (input) => processes.training.calls.play(input),
    trainingDayState: () => processes.training.calls.dayState({}),
    trainingSampleDraft: (input) => processes.training.calls.sampleDraft(input),
    chooseFolder: async ({ purpose }) => {
      const path = await options.chooseFolder?.(purpose);
      return path === undefined ? {} : { path };
    },
    openPath: async ({ path }) => {
      // Only a copy that the core made, and never something that a system runs.
      const copy = resolve(path);
      const [mode = '', folder = ''] = relative(resolve(profilesDir), copy).split(sep);
      const ours = copy.startsWith(resolve(profilesDir) + sep) && ['training', 'real'].includes(mode) && folder === 'opened';
      if (!ours || !mayOpen(basename(copy), 'unknown').ok) throw new Failure('shell.not_a_copy');
      return { opened: (await options.openPath?.(copy)) ?? false };
    },
    chooseSavePath: async ({ suggestedName }) => {
      const path = await options.chooseSavePath(suggestedName);
      return path === undefined ? {} : { path };
    },
  };
}

const MODULES_KEY = 'TRAM_PKCS11_MODULES';
/** One picture is decoded at a time: threads and heaps beside that one only hold memory (a third less with them away). */
export const IMAGING_ENV: Readonly<Record<string, string>> = { UV_THREADPOOL_SIZE: '1', MALLOC_ARENA_MAX: '1' };
/** What a process may know of the machine: the parser next to nothing; no Node options from outside for anyone. */
function environment(name: ProcessName, options: SupervisorOptions): Record<string, string> {
  const given = options.env ?? process.env;
  const kept = ['parser', 'imaging', 'reader'].includes(name) ? ['PATH', 'LANG', 'TZ', 'TMPDIR', 'TEMP', 'SystemRoot'] : Object.keys(given);
  const env: Record<string, string> = { TRAM_RESOURCES_DIR: options.resourcesDir };
  for (const key of kept) {
    const value = given[key];
    if (value !== undefined && key !== 'NODE_OPTIONS' && !(options.packaged && key === MODULES_KEY)) env[key] = value;
  }
  return name === 'imaging' ? { ...env, ...IMAGING_ENV } : env;
}
