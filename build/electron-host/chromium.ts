/** Finds a Chromium and opens it as the host's window: own temporary profile, no disk cache, no network of its own. */
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

/** `CHROMIUM`, else the first of the usual names on `PATH`. */
export function findChromium(): string | undefined {
  const named = process.env.CHROMIUM;
  if (named !== undefined) return existsSync(named) ? named : undefined;
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of NAMES) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {}
    }
  }
  return undefined;
}

export const hasDisplay = (): boolean =>
  process.platform === 'win32' || process.platform === 'darwin' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

export const VIEWPORT = { width: 1366, height: 768 };

export interface Browser {
  readonly context: BrowserContext;
  readonly headless: boolean;
  /** Port of the debugging protocol, where it was asked for. */
  readonly debuggingPort: number | undefined;
  close(): Promise<void>;
}

/** `remoteDebuggingPort`: 0 lets Chromium choose one. */
export async function openChromium(options: { readonly remoteDebuggingPort?: number }): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('no Chromium');
  const profile = mkdtempSync(join(tmpdir(), 'tram-van-thu-page-'));
  const headless = !hasDisplay();
  const remove = (): void => rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  process.on('exit', remove);
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless,
    viewport: headless ? VIEWPORT : null,
    serviceWorkers: 'block',
    acceptDownloads: false,
    chromiumSandbox: process.getuid?.() !== 0,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    args: [
      `--window-size=${VIEWPORT.width},${VIEWPORT.height}`,
      '--disk-cache-size=1',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-domain-reliability',
      '--disable-sync',
      '--no-first-run',
      '--no-pings',
      '--disable-breakpad',
      '--disable-crash-reporter',
      // Nothing the page or the browser itself asks by name leaves the machine; the page's own origin is intercepted before.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
      ...(options.remoteDebuggingPort === undefined ? [] : [`--remote-debugging-port=${options.remoteDebuggingPort}`]),
    ],
  });
  let closing = false;
  context.on('close', () => {
    // Its windows close with it, which looks like a person closing them.
    if (closing) return;
    console.error('electron-host: Chromium ended by itself');
    process.exitCode = 1;
  });
  return {
    context,
    headless,
    debuggingPort: options.remoteDebuggingPort === undefined ? undefined : (activePort(profile) ?? options.remoteDebuggingPort),
    async close() {
      closing = true;
      await context.close().catch(() => {});
      remove();
    },
  };
}
function activePort(profile: string): number | undefined {
  const path = join(profile, 'DevToolsActivePort');
  return existsSync(path) ? Number(readFileSync(path, 'utf8').split('\n')[0]) : undefined;
}
