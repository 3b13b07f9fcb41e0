/** Electron's `app` as far as main uses it: paths, one instance, quitting in good order. */
import { EventEmitter } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { says } from './desktop.ts';
import { metrics } from './utility-process.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const pkg = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { name: string; version: string };

type PathName = 'appData' | 'userData' | 'temp' | 'home' | 'logs';
const appData =
  process.platform === 'win32'
    ? (process.env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'))
    : (process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config'));
const paths = new Map<string, string>([
  ['appData', appData],
  ['userData', join(appData, pkg.name)],
  ['temp', tmpdir()],
  ['home', homedir()],
]);

/** Event of Electron's kind: a listener may prevent what would follow. */
export function preventable(): { preventDefault(): void; defaultPrevented: boolean } {
  const event = {
    defaultPrevented: false,
    preventDefault: () => {
      event.defaultPrevented = true;
    },
  };
  return event;
}

/** What must be shut before the process ends; filled by the windows. */
export interface Closing {
  /** Closes every window; false = one stays open, which only a page that may object (`ask`) can bring about. */
  closeWindows(ask: boolean): Promise<boolean>;
  closeBrowser(): Promise<void>;
}
/** Whoever told this process to end waits no longer than this for good order. */
const END_TIME = 6_000;
const BROWSER_TIME = 2_000;
const PARENT_WATCH = 1_000;
/** What a second start leaves for the first. */
const SECOND = 'electron-host.second.json';

class App extends EventEmitter {
  readonly isPackaged = false;
  readonly name = pkg.name;
  readonly commandLine = {
    appendSwitch: (_name: string, _value?: string): void => {},
    hasSwitch: (name: string): boolean => process.argv.some((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`)),
    getSwitchValue: (name: string): string => process.argv.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3) ?? '',
  };
  #closing: Closing | undefined;
  #lock: string | undefined;
  #quitting = false;
  #ending = false;
  #exiting = false;

  constructor() {
    super();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => this.#end(0));
    // Whoever read what is printed here is gone: without this each line about it would be one more error.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => this.#end(1));
    const parent = process.ppid;
    setInterval(() => {
      if (process.ppid !== parent) this.#end(1);
    }, PARENT_WATCH).unref();
    process.on('exit', () => this.releaseSingleInstanceLock());
    process.on('uncaughtException', (error) => {
      console.error(error);
      this.exit(1);
    });
  }

  onClosing(closing: Closing): void {
    this.#closing = closing;
  }
  whenReady(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }
  isReady(): boolean {
    return true;
  }
  enableSandbox(): void {}
  setAppUserModelId(_id: string): void {}
  getVersion(): string {
    return pkg.version;
  }
  getAppPath(): string {
    return root;
  }
  getPath(name: PathName): string {
    if (name === 'logs') return join(this.getPath('userData'), 'logs');
    const path = paths.get(name);
    if (path === undefined) throw new Error(`Failed to get '${name}' path`);
    return path;
  }
  setPath(name: PathName, path: string): void {
    paths.set(name, path);
  }
  getAppMetrics(): ReturnType<typeof metrics> {
    return metrics();
  }
  getLoginItemSettings(): { openAtLogin: boolean } {
    return { openAtLogin: false };
  }
  setLoginItemSettings(settings: unknown): void {
    says('loginItem', settings);
  }
  setJumpList(categories: unknown): void {
    says('jumpList', categories);
  }
  /**
   * One process a profile folder: a file with the process id; a second start leaves its arguments in a file and tells the
   * first by SIGUSR2. Without that file the signal is a test's, for the system's lock.
   */
  requestSingleInstanceLock(): boolean {
    mkdirSync(this.getPath('userData'), { recursive: true });
    const path = join(this.getPath('userData'), 'electron-host.pid');
    const other = existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0;
    if (other > 0 && other !== process.pid && isHost(other)) {
      writeFileSync(join(this.getPath('userData'), SECOND), JSON.stringify({ argv: process.argv, cwd: process.cwd() }));
      if (process.platform !== 'win32') process.kill(other, 'SIGUSR2');
      return false;
    }
    writeFileSync(path, String(process.pid));
    this.#lock = path;
    // Windows has no such signal and no need of the stand-in.
    if (process.platform !== 'win32') process.on('SIGUSR2', () => this.#told());
    return true;
  }
  #told(): void {
    const path = join(this.getPath('userData'), SECOND);
    if (!existsSync(path)) return void this.emit('host-signal');
    const { argv, cwd } = JSON.parse(readFileSync(path, 'utf8')) as { argv: string[]; cwd: string };
    rmSync(path, { force: true });
    this.emit('second-instance', {}, argv, cwd);
  }
  releaseSingleInstanceLock(): void {
    if (this.#lock !== undefined) rmSync(this.#lock, { force: true });
    this.#lock = undefined;
  }
  quit(): void {
    if (this.#quitting) return;
    this.#quitting = true;
    void this.#quit().finally(() => {
      this.#quitting = false;
    });
  }
  /** Told from outside: ends in good order if that is quick, else at once; a second telling ends at once. No page may object. */
  #end(code: number): void {
    if (this.#ending) process.exit(1);
    this.#ending = true;
    setTimeout(() => process.exit(1), END_TIME).unref();
    process.exitCode = code;
    this.quit();
  }
  async #quit(): Promise<void> {
    const before = preventable();
    this.emit('before-quit', before);
    if (before.defaultPrevented) return;
    if ((await this.#closing?.closeWindows(!this.#ending)) === false) return;
    const will = preventable();
    this.emit('will-quit', will);
    if (will.defaultPrevented) return;
    this.exit(typeof process.exitCode === 'number' ? process.exitCode : 0);
  }
  exit(code = 0): void {
    if (this.#exiting) return;
    this.#exiting = true;
    this.emit('quit', {}, code);
    setTimeout(() => process.exit(code), BROWSER_TIME);
    void (this.#closing?.closeBrowser() ?? Promise.resolve()).finally(() => process.exit(code));
  }
}
/** Whether that process is one of ours: a process id is reused after a crash. */
function isHost(pid: number): boolean {
  try {
    process.kill(pid, 0);
    if (process.platform !== 'linux') return true;
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('electron-host');
  } catch {
    return false;
  }
}

export const app = new App();
