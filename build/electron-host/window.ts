/** Electron's `BrowserWindow` and `webContents` over a page of Chromium. */
import { EventEmitter } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserWindowConstructorOptions } from 'electron';
import type { CDPSession, Frame, Page, Request as PageRequest, Route } from 'playwright-core';
import { app, preventable } from './app.ts';
import { type Browser, openChromium, VIEWPORT } from './chromium.ts';
import { clockOfPage } from './clock.ts';
import { says } from './desktop.ts';
import { fromBrowser, originOf, toBrowser } from './origin.ts';
import type { HostPort } from './port.ts';
import { bridgePreload, type PreloadBridge } from './preload-bridge.ts';
import { type HostSession, session } from './session.ts';

export const ipcMain = new EventEmitter();

let browser: Promise<Browser> | undefined;
const theBrowser = (): Promise<Browser> => {
  const value = app.commandLine.getSwitchValue('remote-debugging-port');
  browser ??= openChromium(value === '' ? {} : { remoteDebuggingPort: Number(value) });
  return browser;
};
const windows = new Set<BrowserWindow>();
app.onClosing({
  async closeWindows(ask) {
    for (const window of [...windows]) if (!(await window.closed(ask))) return false;
    return true;
  },
  closeBrowser: async () => (await browser)?.close(),
});

class WebContents extends EventEmitter {
  readonly session: HostSession;
  readonly #page: Promise<Page>;
  readonly #bridge: Promise<PreloadBridge | undefined>;
  #url = '';
  #zoom: Promise<CDPSession> | undefined;
  /** Main itself navigates: not the page's wish, so nobody is asked. */
  #loading = false;

  constructor(given: HostSession, preload: string | undefined) {
    super();
    this.session = given;
    this.#page = theBrowser().then(({ context }) => this.#open(context.pages()[0] ?? context.newPage()));
    this.#bridge = this.#page.then(async (page) => {
      if (preload === undefined) return undefined;
      const cdp = await page.context().newCDPSession(page);
      return bridgePreload(cdp, preload, (channel, values) => this.#ipc(channel, values));
    });
  }

  get mainFrame(): { readonly url: string; readonly origin: string; readonly parent: null; postMessage: WebContents['postMessage'] } {
    return {
      url: fromBrowser(this.#url),
      origin: originOf(this.#url),
      parent: null,
      postMessage: (channel, message, transfer) => this.postMessage(channel, message, transfer),
    };
  }
  getURL(): string {
    return fromBrowser(this.#url);
  }
  /** Every new window is denied here, whatever the handler says: this stand-in has one page. */
  setWindowOpenHandler(_handler: unknown): void {}
  setWebRTCIPHandlingPolicy(_policy: string): void {}
  isDestroyed(): boolean {
    return false;
  }
  send(channel: string, ...values: unknown[]): void {
    void this.#bridge.then((bridge) => bridge?.post(channel, values[0], []));
  }
  postMessage(channel: string, message: unknown, transfer: readonly HostPort[] = []): void {
    void this.#bridge.then((bridge) => bridge?.post(channel, message, transfer));
  }
  /** As a zoom does: fewer, larger pixels of layout in the same window. */
  setZoomFactor(factor: number): void {
    void this.#page.then(async (page) => {
      if (!(await theBrowser()).headless) return;
      // The override lasts as long as its session.
      this.#zoom ??= page.context().newCDPSession(page);
      const cdp = await this.#zoom;
      const [width, height] = [VIEWPORT.width, VIEWPORT.height].map((side) => Math.round(side / factor));
      await cdp.send('Emulation.setDeviceMetricsOverride', {
        width: width ?? 0,
        height: height ?? 0,
        deviceScaleFactor: factor,
        mobile: false,
      });
    });
  }
  reload(): void {
    void this.loadURL(fromBrowser(this.#url));
  }
  async loadURL(url: string): Promise<void> {
    const page = await this.#page;
    await this.#bridge;
    this.#loading = true;
    try {
      await page.goto(toBrowser(url), { waitUntil: 'load' });
    } finally {
      this.#loading = false;
    }
    this.emit('did-finish-load');
  }
  page(): Promise<Page> {
    return this.#page;
  }

  async #open(opening: Page | Promise<Page>): Promise<Page> {
    const page = await opening;
    await page.context().route('**/*', (route) =>
      // A page that is being closed takes its requests with it.
      this.#answer(page, route).catch((error: unknown) => console.error('electron-host:', String(error).split('\n')[0])),
    );
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame()) this.#url = frame.url();
    });
    page.on('crash', () => this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }));
    page.on('pageerror', (error) => console.error('trang:', error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') console.error('trang:', message.text());
    });
    // As where `setWindowOpenHandler` denies; a link with a target gets past this and is closed below.
    await page.addInitScript('window.open = () => null;');
    if (clockOfPage !== undefined) await page.addInitScript(clockOfPage);
    page.context().on('page', (other) => {
      if (other !== page) void other.close();
    });
    if (!(await theBrowser()).headless) return page;
    page.on('dialog', (dialog) => {
      const event = preventable();
      if (dialog.type() === 'beforeunload') this.emit('will-prevent-unload', event);
      // Preventing the preventing means leaving.
      void (event.defaultPrevented ? dialog.accept() : dialog.dismiss()).catch(() => {});
    });
    return page;
  }
  #ipc(channel: string, values: unknown[]): void {
    ipcMain.emit(channel, { sender: this, senderFrame: this.mainFrame, ports: [] }, ...values);
  }
  async #answer(page: Page, route: Route): Promise<void> {
    const request = route.request();
    const url = fromBrowser(request.url());
    if (request.isNavigationRequest() && !this.#loading) {
      if (frameOf(request) !== page.mainFrame()) return route.abort('blockedbyclient');
      const event = Object.assign(preventable(), { url });
      this.emit('will-navigate', event, url);
      if (event.defaultPrevented) return route.abort('aborted');
    }
    const handler = this.session.handlers.get(new URL(url).protocol.slice(0, -1));
    // In Electron the request would go out; here nothing does.
    if (handler === undefined) return route.abort('blockedbyclient');
    const response = await handler(new Request(url, { method: request.method(), headers: request.headers() }));
    await route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    });
  }
}

/** The frame that asks; undefined for a window that does not exist yet. */
function frameOf(request: PageRequest): Frame | undefined {
  try {
    return request.frame();
  } catch {
    return undefined;
  }
}

/** Until the page shows text in its own fonts (15 s at most); by looking, for the page's policy forbids playwright's own wait. */
async function settled(page: Page): Promise<void> {
  const shown = 'document.fonts.status === "loaded" && document.body.innerText.trim() !== ""';
  for (let tries = 0; tries < 60 && !(await page.evaluate(shown).catch(() => true)); tries++)
    await page.waitForTimeout(250).catch(() => {});
}

// There is nobody to press the X of a window without a screen: a test says so.
if (process.platform !== 'win32')
  process.on('SIGWINCH', () => {
    for (const window of windows) window.close();
  });

export class BrowserWindow extends EventEmitter {
  static getAllWindows(): BrowserWindow[] {
    return [...windows];
  }
  readonly webContents: WebContents;
  #gone = false;

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super();
    const preferences = options.webPreferences ?? {};
    this.webContents = new WebContents(
      preferences.partition === undefined ? session.defaultSession : session.fromPartition(preferences.partition),
      preferences.preload,
    );
    windows.add(this);
    app.emit('web-contents-created', {}, this.webContents);
    void this.webContents.page().then((page) => page.on('close', () => this.#ended()));
    this.webContents.on('did-finish-load', () => this.emit('ready-to-show'));
    this.webContents.once('did-finish-load', () => void this.#announce());
  }
  async loadURL(url: string): Promise<void> {
    await this.webContents.loadURL(url);
  }
  show(): void {}
  hide(): void {
    says('window', 'hidden');
  }
  isFocused(): boolean {
    return true;
  }
  isMaximized(): boolean {
    return false;
  }
  getNormalBounds(): { x: number; y: number; width: number; height: number } {
    return { x: 0, y: 0, ...VIEWPORT };
  }
  focus(): void {
    void this.webContents.page().then((page) => page.bringToFront());
  }
  isMinimized(): boolean {
    return false;
  }
  restore(): void {}
  maximize(): void {}
  setMenuBarVisibility(_visible: boolean): void {}
  removeMenu(): void {}
  isDestroyed(): boolean {
    return this.#gone;
  }
  close(): void {
    void this.closed();
  }
  destroy(): void {
    void this.webContents.page().then((page) => page.close());
  }
  /** Closes the page, which may object where it is asked; false = it stays. */
  async closed(ask = true): Promise<boolean> {
    if (this.#gone) return true;
    if (ask) {
      const event = preventable();
      this.emit('close', event);
      if (event.defaultPrevented) return false;
    }
    const page = await this.webContents.page();
    if (!ask) {
      await page.close().catch(() => {});
      return true;
    }
    const ended = new Promise<boolean>((resolve) => {
      this.once('closed', () => resolve(true));
      // The page's own question was answered with staying.
      page.once('dialog', (dialog) => {
        if (dialog.type() === 'beforeunload') setTimeout(() => resolve(this.#gone), 1000);
      });
    });
    await page.close({ runBeforeUnload: true });
    return ended;
  }
  #ended(): void {
    if (this.#gone) return;
    this.#gone = true;
    windows.delete(this);
    this.emit('closed');
    if (windows.size === 0) app.emit('window-all-closed');
  }
  async #announce(): Promise<void> {
    const { headless, debuggingPort } = await theBrowser();
    if (debuggingPort !== undefined) console.log(`Cổng gỡ lỗi của cửa sổ: http://127.0.0.1:${debuggingPort}`);
    if (!headless) return;
    const page = await this.webContents.page();
    const path = app.commandLine.getSwitchValue('picture') || join(tmpdir(), `tram-van-thu-${process.pid}.png`);
    await settled(page);
    // One more look for what the core answers after the first paint.
    await page.waitForTimeout(1500).catch(() => {});
    if (page.isClosed()) return;
    await page.screenshot({ path });
    console.log(`Máy này không có màn hình nên cửa sổ được mở ẩn. Ảnh của cửa sổ: ${path}`);
    if (app.commandLine.hasSwitch('picture-only')) app.quit();
    else console.log('Nhấn Ctrl+C để đóng trạm.');
  }
}
