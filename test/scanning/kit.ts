/** The imaging process as main starts it, and a paper desk over a store of its own. */
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannelMain, type UtilityProcess, utilityProcess } from '../../build/electron-host/utility-process.ts';
import { fromMessagePort } from '../../src/contract/ports.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { Actor } from '../../src/core/context.ts';
import type { Parsing } from '../../src/core/parsing/index.ts';
import type { FolderTimes } from '../../src/core/scanning/folder.ts';
import type { ImagingOptions } from '../../src/core/scanning/imaging.ts';
import { createImaging, createScanning, type Imaging, type PageReader, type Scanning } from '../../src/core/scanning/index.ts';
import type { Store } from '../../src/core/store/types.ts';
import { TAKEN_FOLDER } from '../../src/domain/scan.ts';
import { IMAGING_ENV, parserPermissions } from '../../src/main/supervisor.ts';

const root = join(import.meta.dirname, '..', '..');
export const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
export const CLERK: Actor = { name: 'Lê Thị Ví Dụ', roles: ['clerk'] };
export const ORGAN = 'H99.242';

export interface ImagingKit {
  readonly imaging: Imaging;
  process(): UtilityProcess | undefined;
  stop(): Promise<void>;
}
/** @param dir the only folder besides the product's own that the process may read and write */
export function imagingKit(dir: string, limits: Pick<ImagingOptions, 'ms' | 'rssBytes'> = {}): ImagingKit {
  let current: UtilityProcess | undefined;
  const start = async (): Promise<void> => {
    if (current) return;
    const child = utilityProcess.fork(join(root, 'src', 'parser', 'imaging', 'index.ts'), [], {
      execArgv: [
        ...parserPermissions({ codeDirs: [join(root, 'src'), join(root, 'node_modules'), join(root, 'resources')], profilesDir: dir }),
        '--allow-addons',
        '--no-warnings',
      ],
      env: { TRAM_RESOURCES_DIR: join(root, 'resources'), ...IMAGING_ENV },
      stdio: 'inherit',
    });
    current = child;
    const { port1, port2 } = new MessageChannelMain();
    child.postMessage({ type: 'serve' }, [port1]);
    child.on('exit', () => {
      if (current === child) current = undefined;
    });
    imaging.setPort(fromMessagePort(port2));
  };
  const imaging = createImaging({
    clock: systemClock,
    log: quiet,
    start,
    restart: async () => {
      const child = current;
      if (child?.pid === undefined) return;
      const ended = once(child, 'exit');
      process.kill(child.pid, 'SIGKILL');
      await ended;
      await start();
    },
    ...limits,
  });
  return {
    imaging,
    process: () => current,
    async stop() {
      imaging.close();
      const child = current;
      if (child?.pid === undefined) return;
      const ended = once(child, 'exit');
      process.kill(child.pid, 'SIGKILL');
      await ended;
    },
  };
}

/** No PDF of these tests bears a mark. */
export const looksForNothing = {
  findSecrecy: () => Promise.resolve({ looked: true, textless: true, asks: [] }),
  repairPdf: () => Promise.reject(new Error('not at work here')),
} as unknown as Parsing;

/** Every file is taken at the first look. */
export const AT_ONCE: FolderTimes = { pollMs: 3_600_000, settleMs: 0, patienceMs: 0, answerMs: 60_000 };

export interface PaperDesk {
  readonly scanning: Scanning;
  readonly folder: string;
  readonly told: string[];
  /** Names in the scanner's folder, and in its subfolder for what was taken. */
  left(): string[];
  taken(): string[];
  stop(): Promise<void>;
}
export function paperDesk(
  store: Store,
  imaging: Imaging,
  more: { reader?: PageReader; times?: Partial<FolderTimes>; folder?: string; onPoint?: (name: string) => void; parsing?: Parsing } = {},
): PaperDesk {
  const folder = more.folder ?? mkdtempSync(join(tmpdir(), 'scanner-'));
  const told: string[] = [];
  store.db.prepare(`INSERT OR IGNORE INTO organ (organ_id, name, abbreviation) VALUES (?, 'UBND xã Ví Dụ', 'UBND')`).run(ORGAN);
  const scanning = createScanning({
    store,
    imaging,
    parsing: more.parsing ?? looksForNothing,
    clock: systemClock,
    log: quiet,
    changed: () => undefined,
    documentChanged: (id) => told.push(id),
    petitionChanged: (id) => told.push(id),
    folderTimes: more.times ?? AT_ONCE,
    ...(more.reader ? { reader: more.reader } : {}),
    ...(more.onPoint ? { onPoint: more.onPoint } : {}),
  });
  scanning.start();
  scanning.setFolder(CLERK, ORGAN, { path: folder, after: 'move' });
  return {
    scanning,
    folder,
    told,
    left: () =>
      existsSync(folder)
        ? readdirSync(folder, { withFileTypes: true })
            .filter((e) => e.isFile())
            .map((e) => e.name)
            .sort()
        : [],
    taken: () => (existsSync(join(folder, TAKEN_FOLDER)) ? readdirSync(join(folder, TAKEN_FOLDER)).sort() : []),
    async stop() {
      await scanning.stop();
      if (!more.folder) rmSync(folder, { recursive: true, force: true });
    },
  };
}
