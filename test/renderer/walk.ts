/** Every screen of the page on the invented core, in one Chromium: for what looks at all of them. */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { findChromium } from '../../build/electron-host/chromium.ts';
import { startDevPage } from './server.ts';

export type Theme = 'light' | 'dark' | 'contrast';
interface Walk {
  readonly screens: readonly string[];
  readonly sections: readonly string[];
  go(view: object): void;
  look(theme: string): void;
  signIn(roles: readonly string[]): Promise<void>;
}
type WalkWindow = typeof globalThis & { readonly walk: Walk; readonly fakeCore: { firstIds(): { incoming: string; outgoing: string } } };

export interface Stop {
  readonly name: string;
  readonly view: object;
  readonly query?: string;
}
export interface Tour {
  readonly page: Page;
  readonly stops: readonly Stop[];
  to(stop: Stop): Promise<void>;
  look(theme: Theme): Promise<void>;
  /** Signed in anew with these roles alone; `fresh`: on a page loaded anew, with nothing left of what was done. */
  as(roles: readonly string[], fresh?: boolean): Promise<void>;
  close(): Promise<void>;
}
/** Drawn, and nothing is being read any more. */
export const settled = (page: Page, timeout?: number): Promise<unknown> =>
  page.waitForFunction(
    () => {
      const main = document.querySelector('main');
      return main !== null && main.textContent.trim() !== '' && main.querySelector('.mantine-Loader-root') === null;
    },
    undefined,
    timeout === undefined ? {} : { timeout },
  );

async function speak(page: Page, language: string): Promise<void> {
  const path = join(import.meta.dirname, '..', '..', 'resources', 'languages', `${language}.json`);
  await page.route('**/languages/*.json', (route) => route.fulfill({ path, contentType: 'application/json' }));
  await page.route('**/dev.html*', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replace('lang="vi"', `lang="${language}"`) });
  });
}

export async function startTour(
  options: {
    readonly rows?: number;
    readonly width?: number;
    readonly height?: number;
    /** Organs served; one by default. */
    readonly organs?: number;
    /** The page has so small a part of this machine's speed: 6 = a sixth. */
    readonly slow?: number;
    /** A language that comes with the product; as main serves the page where it was chosen. */
    readonly language?: string;
  } = {},
): Promise<Tour> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('no Chromium');
  const [server, browser]: [Awaited<ReturnType<typeof startDevPage>>, Browser] = await Promise.all([
    startDevPage(),
    chromium.launch({ executablePath, args: ['--no-sandbox'] }),
  ]);
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1366, height: options.height ?? 768 },
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    // As main lets the page put words on the clipboard.
    permissions: ['clipboard-write'],
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  if (options.slow !== undefined) await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: options.slow });
  if (options.language !== undefined) await speak(page, options.language);
  const open = async (roles?: readonly string[]): Promise<void> => {
    const as = roles === undefined ? '' : `&roles=${roles.join()}`;
    await page.goto(`${server.url}?rows=${options.rows ?? 40}&organs=${options.organs ?? 1}${as}`, { timeout: 60_000 });
    await page.waitForFunction(
      () =>
        'walk' in globalThis &&
        document.querySelector('nav.menu') !== null &&
        (globalThis as WalkWindow).fakeCore.firstIds().incoming !== '',
    );
  };
  await open();
  const { screens, sections, ids } = await page.evaluate(() => {
    const { walk, fakeCore } = globalThis as WalkWindow;
    return { screens: walk.screens, sections: walk.sections, ids: fakeCore.firstIds() };
  });
  const stops: Stop[] = [
    ...screens.filter((at) => at !== 'settings').map((at) => ({ name: at, view: at === 'entry' ? { at, direction: 'incoming' } : { at } })),
    { name: 'incoming-document', view: { at: 'incoming', id: ids.incoming } },
    { name: 'outgoing-document', view: { at: 'outgoing', id: ids.outgoing } },
    { name: 'dossier', view: { at: 'dossiers', id: ids.incoming } },
    ...sections.map((section) => ({ name: `settings-${section}`, view: { at: 'settings', section } })),
  ];
  return {
    page,
    stops,
    async to({ view }) {
      await page.evaluate((next) => (globalThis as WalkWindow).walk.go(next), view);
      await settled(page);
    },
    look: (theme) => page.evaluate((next) => (globalThis as WalkWindow).walk.look(next), theme),
    async as(roles, fresh = false) {
      if (fresh) return open(roles);
      await page.evaluate((next) => (globalThis as WalkWindow).walk.signIn(next), roles);
      await page.waitForFunction(() => document.querySelector('nav.menu') !== null);
      await settled(page);
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
