/**
 * Opens the built workstation for an end-to-end spec: by `_electron.launch` where Electron's runtime is, else through
 * the electron-host in Chromium. `host` says which, for the report.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { _electron, chromium, type Page } from 'playwright-core';
import { electronPath } from '../../../build/electron-runtime.ts';
import { DOORS } from '../../house/errorClasses.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const OPEN_TIME = 60_000;
/** What a walk waits for any state of the window: far more than a quiet machine needs. */
const WAIT = 45_000;

export interface OpenOptions {
  /** Default: the product's built entry. */
  readonly entry?: string;
  /** Default: a new temporary folder, removed on closing. */
  readonly profileDir?: string;
  /** Where "save as" puts its files in the electron-host. */
  readonly saveDir?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** How many wait on a new training axis; none comes later, so that nothing changes what a walk counts. Each takes its time. */
  readonly documents?: number;
  /** What the clock of the machine says at opening, `2027-01-04T08:00`, Vietnamese time; it goes on from there. In the electron-host. */
  readonly at?: string;
  /** Closing fails where the window showed the code of a door (`errorClasses.ts`). */
  readonly noDoors?: true;
}
export interface Workstation {
  readonly host: 'electron' | 'electron-host';
  readonly page: Page;
  readonly profileDir: string;
  readonly documents: number;
  /** Of the main process; its children are the other processes. */
  readonly pid: number | undefined;
  /** All the process printed so far. */
  output(): string;
  /** Closes as Ctrl+C would; resolves with the exit code when all is gone. */
  close(): Promise<number | null>;
}

export async function openWorkstation(options: OpenOptions = {}): Promise<Workstation> {
  const entry = options.entry ?? join(root, 'out', 'main', 'index.js');
  const profileDir = options.profileDir ?? mkdtempSync(join(tmpdir(), 'tram-van-thu-e2e-'));
  const clean = (): void => {
    if (options.profileDir === undefined) rmSync(profileDir, { recursive: true, force: true, maxRetries: 5 });
  };
  const documents = options.documents ?? 12;
  const env = {
    ...(process.env as Record<string, string>),
    TRAM_TRAINING_DOCUMENTS: String(documents),
    ...(options.saveDir === undefined ? {} : { TRAM_HOST_SAVE_DIR: options.saveDir }),
    ...(options.at === undefined ? {} : { TRAM_HOST_CLOCK: String(Date.parse(`${options.at}:00+07:00`) - Date.now()) }),
    ...options.env,
  };
  const runtime = electronPath();
  const opened = runtime === undefined ? await openInHost(entry, profileDir, env) : await openInElectron(runtime, entry, profileDir, env);
  opened.page.setDefaultTimeout(WAIT);
  await slowed(opened.page);
  if (options.noDoors) {
    await opened.page.addInitScript(keepShown);
    await opened.page.evaluate(keepShown);
  }
  return {
    ...opened,
    profileDir,
    documents,
    close: async () => {
      const shown = await opened.page.evaluate(() => [...((globalThis as Shown).e2eShown ?? [])]).catch((): string[] => []);
      const code = await opened.close();
      clean();
      const doors = shown.filter((error) => error in DOORS);
      if (doors.length > 0) throw new Error(`the window showed errors that no screen should lead to: ${doors.join(', ')}`);
      return code;
    },
  };
}

/**
 * With `SLOW_PAGES=5` every page has a fifth of this machine's speed: what a slow office PC makes of a walk. A key or a press between two
 * drawings is found so.
 */
async function slowed(page: Page): Promise<void> {
  const rate = Number(process.env.SLOW_PAGES ?? 1);
  if (!(rate > 1)) return;
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate });
}

type Shown = typeof globalThis & { e2eShown?: Set<string> };
/** In the page: keeps the code of every error that it shows. */
function keepShown(): void {
  const all = new Set<string>();
  (globalThis as Shown).e2eShown = all;
  const look = (): void => {
    for (const one of document.querySelectorAll<HTMLElement>('[data-code]')) all.add(one.dataset.code ?? '');
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
  look();
}

type Opened = Omit<Workstation, 'profileDir' | 'documents'>;

async function openInElectron(executablePath: string, entry: string, profileDir: string, env: Record<string, string>): Promise<Opened> {
  const app = await _electron.launch({ executablePath, args: [entry, `--profile-dir=${profileDir}`], env, cwd: root });
  let output = '';
  app.process().stdout?.on('data', (data) => {
    output += data;
  });
  return {
    host: 'electron',
    pid: app.process().pid,
    page: await app.firstWindow(),
    output: () => output,
    close: async () => {
      await app.close();
      return app.process().exitCode;
    },
  };
}

async function openInHost(entry: string, profileDir: string, env: Record<string, string>): Promise<Opened> {
  const run = join(root, 'build', 'electron-host', 'run.ts');
  const args = [run, entry, `--profile-dir=${profileDir}`, '--remote-debugging-port=0', `--picture=${join(profileDir, 'window.png')}`];
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stderr.on('data', (data) => {
    output += data;
  });
  const ended = once(child, 'exit');
  try {
    const address = await debuggingAddress(child, (line) => {
      output += `${line}\n`;
    });
    const browser = await chromium.connectOverCDP(address);
    // Chromium's own first page may still be there, about to be closed.
    const page = browser
      .contexts()[0]
      ?.pages()
      .find((candidate) => candidate.url() !== 'about:blank');
    if (page === undefined) throw new Error('the electron-host has no window');
    // The page's question before it closes is the host's to answer; without a listener this side would agree for it.
    page.on('dialog', () => {});
    return {
      host: 'electron-host',
      pid: child.pid,
      page,
      output: () => output,
      close: async () => {
        await browser.close().catch(() => {});
        if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT');
        const [code] = (await ended) as [number | null];
        return code;
      },
    };
  } catch (error) {
    const state = child.exitCode ?? child.signalCode ?? 'still running';
    child.kill('SIGKILL');
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`the workstation did not open (${reason}); its process: ${state}; it said:\n${output}`, { cause: error });
  }
}
function debuggingAddress(child: ChildProcess, onLine: (line: string) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no window in time')), OPEN_TIME);
    child.once('exit', (code) => reject(new Error(`ended with ${code}`)));
    if (child.stdout === null) return reject(new Error('no output'));
    createInterface({ input: child.stdout }).on('line', (line) => {
      onLine(line);
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(address);
    });
  });
}
