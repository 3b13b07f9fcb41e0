/** Electron's `app` as far as main uses it: paths, one instance, quitting in good order. */
import { EventEmitter } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

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
  /** Asks every window to close; false = one stays open. */
  closeWindows(): Promise<boolean>;
  closeBrowser(): Promise<void>;
}

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

  constructor() {
    super();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => this.quit());
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
  /** One process a profile folder: a file with the process id; a second start tells the first by SIGUSR2. */
  requestSingleInstanceLock(): boolean {
    mkdirSync(this.getPath('userData'), { recursive: true });
    const path = join(this.getPath('userData'), 'electron-host.pid');
    const other = existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0;
    if (other > 0 && other !== process.pid && isHost(other)) {
      if (process.platform !== 'win32') process.kill(other, 'SIGUSR2');
      return false;
    }
    writeFileSync(path, String(process.pid));
    this.#lock = path;
    if (process.platform !== 'win32') process.on('SIGUSR2', () => this.emit('second-instance', {}, [], ''));
    return true;
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
  async #quit(): Promise<void> {
    const before = preventable();
    this.emit('before-quit', before);
    if (before.defaultPrevented) return;
    if ((await this.#closing?.closeWindows()) === false) return;
    const will = preventable();
    this.emit('will-quit', will);
    if (will.defaultPrevented) return;
    this.exit(0);
  }
  exit(code = 0): void {
    this.emit('quit', {}, code);
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
