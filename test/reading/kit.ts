/** The reader processes as main starts them, with the core's watch over them. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannelMain, metrics, utilityProcess } from '../../build/electron-host/utility-process.ts';
import type { SealedFile } from '../../src/contract/parser/index.ts';
import { fromMessagePort } from '../../src/contract/ports.ts';
import { systemClock } from '../../src/core/clock.ts';
import { createReaderPool, type PoolOptions, type ReaderPool } from '../../src/core/reading/pool.ts';
import { ReaderProcesses } from '../../src/main/reader-processes.ts';
import { parserPermissions } from '../../src/main/supervisor.ts';
import { createSealed } from '../../src/parser/files.ts';

const root = join(import.meta.dirname, '..', '..');

export interface ReaderKit {
  readonly pool: ReaderPool;
  readonly processes: ReaderProcesses;
  sealed(bytes: Uint8Array): SealedFile;
  stop(): Promise<void>;
}
export function readerKit(
  options: Partial<PoolOptions> & {
    readonly entry?: string;
    /** Whose files it may read; where its code lies. */
    readonly dir?: string;
    readonly codeDirs?: readonly string[];
  } = {},
): ReaderKit {
  const folder = mkdtempSync(join(tmpdir(), 'reader-'));
  const files = join(folder, 'vault');
  mkdirSync(files);
  const quiet = { info: () => {}, warn: () => {}, error: () => {} };
  const processes = new ReaderProcesses({
    fork: () =>
      utilityProcess.fork(options.entry ?? join(root, 'src', 'reader', 'index.ts'), [], {
        execArgv: parserPermissions({
          codeDirs: options.codeDirs ?? ['src', 'node_modules', 'resources', 'test'].map((dir) => join(root, dir)),
          profilesDir: options.dir ?? files,
        }).filter((option) => !option.startsWith('--allow-fs-write')),
        stdio: 'inherit',
      }),
    channel: () => new MessageChannelMain(),
    onPort: (index, port) => pool.setPort(index, fromMessagePort(port as never)),
    onEnded: () => {},
    log: quiet,
  });
  const pool = createReaderPool({
    clock: systemClock,
    log: quiet,
    count: 1,
    keep: async (count) => processes.keep(count),
    restart: async (index) => processes.restart(index),
    memory: async () => processes.byIndex.map((pid) => (metrics().find((one) => one.pid === pid)?.memory.workingSetSize ?? 0) * 1024),
    ...options,
  });
  let next = 0;
  return {
    pool,
    processes,
    sealed(bytes) {
      const file = { path: join(files, `${next++}`), key: randomBytes(32) };
      const out = createSealed(file);
      out.write(bytes);
      out.finish();
      return file;
    },
    async stop() {
      pool.close();
      await processes.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
