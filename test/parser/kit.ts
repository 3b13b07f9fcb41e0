/** The parser process as main starts it, with the core's watch over it. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannelMain, type UtilityProcess, utilityProcess } from '../../build/electron-host/utility-process.ts';
import type { SealedFile } from '../../src/contract/parser/index.ts';
import { fromMessagePort } from '../../src/contract/ports.ts';
import { systemClock } from '../../src/core/clock.ts';
import { createParsing, type Parsing, type ParsingSettings } from '../../src/core/parsing/index.ts';
import { parserPermissions } from '../../src/main/supervisor.ts';
import { createSealed, openSealed } from '../../src/parser/files.ts';

const root = join(import.meta.dirname, '..', '..');

export interface ParserKit {
  readonly folder: string;
  readonly parsing: Parsing;
  /** The process that runs now. */
  process(): UtilityProcess;
  starts(): number;
  fresh(): SealedFile;
  sealed(bytes: Uint8Array): SealedFile;
  opened(file: SealedFile): Buffer;
  stop(): Promise<void>;
}

/** @param dir the folder whose files it may read and write, where it is not one of its own */
export function parserKit(limits: ParsingSettings = {}, dir?: string): ParserKit {
  const folder = mkdtempSync(join(tmpdir(), 'parser-'));
  const files = join(folder, 'vault');
  mkdirSync(files);
  let next = 0;
  let starts = 0;
  let current: UtilityProcess | undefined;
  let stopped = false;
  const quiet = { info: () => {}, warn: () => {}, error: () => {} };
  const start = (): void => {
    starts++;
    const child = utilityProcess.fork(join(root, 'src', 'parser', 'index.ts'), [], {
      execArgv: parserPermissions({
        codeDirs: [join(root, 'src'), join(root, 'node_modules'), join(root, 'resources')],
        profilesDir: dir ?? files,
      }),
      stdio: 'inherit',
    });
    current = child;
    const { port1, port2 } = new MessageChannelMain();
    child.postMessage({ type: 'serve' }, [port1]);
    parsing.setPort(fromMessagePort(port2));
    child.on('exit', () => {
      if (!stopped && current === child) start();
    });
  };
  const parsing = createParsing({
    clock: systemClock,
    log: quiet,
    restart: async () => {
      const pid = current?.pid;
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
    },
    limits,
  });
  start();
  const kit: ParserKit = {
    folder: files,
    parsing,
    process() {
      if (!current) throw new Error('no parser');
      return current;
    },
    starts: () => starts,
    fresh: () => ({ path: join(files, `${next++}`), key: randomBytes(32) }),
    sealed(bytes) {
      const file = kit.fresh();
      const out = createSealed(file);
      out.write(bytes);
      out.finish();
      return file;
    },
    opened(file) {
      const source = openSealed(file);
      try {
        return Buffer.concat([...source.chunks()].map((chunk) => Buffer.from(chunk)));
      } finally {
        source.close();
      }
    },
    async stop() {
      stopped = true;
      parsing.close();
      const child = current;
      if (child?.pid !== undefined) {
        const exit = once(child, 'exit');
        process.kill(child.pid, 'SIGKILL');
        await exit;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return kit;
}
