/**
 * Pictures of every screen and dialogue on the invented core, to be looked at:
 * `node build/run.mjs test/renderer/shots.ts [folder] [name or look=…]…`. Looks, one picture each at every stop:
 * `light` (1366×768, the default), `dark`, `large` (1920×1080), `twice` (text at 200 % on 1366×768), `contrast`, `forced`
 * (a contrast theme of the system), for instance `look=light,dark,twice`.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { findChromium } from '../../build/electron-host/chromium.ts';
import { startDevPage } from './server.ts';
import { careShots } from './shots/care.ts';
import { dialogShots } from './shots/dialogs.ts';
import { dossierShots } from './shots/dossiers.ts';
import { exchangeShots } from './shots/exchange.ts';
import { incomingShots } from './shots/incoming.ts';
import { outgoingShots } from './shots/outgoing.ts';
import { paperShots } from './shots/paper.ts';
import { registersShots } from './shots/registers.ts';
import { settingsShots } from './shots/settings.ts';
import { signingShots } from './shots/signing.ts';
import { startShots } from './shots/start.ts';
import { todayShots } from './shots/today.ts';
import { folder, type Shots, type Walk } from './shots/walks.ts';

const SHOTS: Shots = {
  ...startShots,
  ...todayShots,
  ...incomingShots,
  ...outgoingShots,
  ...signingShots,
  ...paperShots,
  ...exchangeShots,
  ...registersShots,
  ...dossierShots,
  ...settingsShots,
  ...careShots,
  ...dialogShots,
};
interface Look {
  readonly width: number;
  readonly height: number;
  readonly theme: 'light' | 'dark' | 'contrast';
  readonly forced?: true;
}
const SMALL = { width: 1366, height: 768 };
const LOOKS: Readonly<Record<string, Look>> = {
  light: { ...SMALL, theme: 'light' },
  dark: { ...SMALL, theme: 'dark' },
  large: { width: 1920, height: 1080, theme: 'light' },
  // A window of 1366×768 whose zoom is 200 %.
  twice: { width: 683, height: 384, theme: 'light' },
  contrast: { ...SMALL, theme: 'contrast' },
  forced: { ...SMALL, theme: 'light', forced: true },
};
const words = process.argv.slice(3);
const looks = (words.find((word) => word.startsWith('look='))?.slice(5) ?? 'light').split(',');
const only = words.filter((word) => !word.startsWith('look='));

async function lookAs(page: Page, { width, height, theme, forced }: Look): Promise<void> {
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ forcedColors: forced ? 'active' : 'none' });
  await page.evaluate((next) => (globalThis as unknown as { walk?: { look(theme: string): void } }).walk?.look(next), theme);
}
async function walkOne(name: string, { query = '', walk }: Walk): Promise<boolean> {
  const page = await browser.newPage({ viewport: SMALL, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' });
  page.on('pageerror', (error) => console.error(name, 'page error:', error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) console.error(name, message.type(), message.text().slice(0, 400));
  });
  page.setDefaultTimeout(20_000);
  const shot = async (part: string): Promise<void> => {
    for (const look of looks) {
      const wanted = LOOKS[look];
      if (wanted === undefined) throw new Error(`no look ${look}`);
      const plain = looks.length === 1 && look === 'light';
      if (!plain) await lookAs(page, wanted);
      // Colours of fields change softly.
      if (!plain) await page.waitForTimeout(200);
      await page.screenshot({ path: join(folder(), `${name}-${part}${look === 'light' ? '' : `-${look}`}.png`) });
    }
    if (looks.at(-1) !== 'light') await lookAs(page, { ...SMALL, theme: 'light' });
  };
  try {
    await page.goto(url + query, { timeout: 60_000 });
    await walk(page, shot);
    return true;
  } catch (error) {
    await page.screenshot({ path: join(folder(), `${name}-FAILED.png`) });
    console.error(name, String(error).slice(0, 600));
    return false;
  } finally {
    await page.close();
  }
}

mkdirSync(folder(), { recursive: true });
const { url, close } = await startDevPage();
const browser = await chromium.launch({ executablePath: findChromium() ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
let failed = 0;
for (const [name, walk] of Object.entries(SHOTS)) {
  if (only.length > 0 && !only.includes(name)) continue;
  if (!(await walkOne(name, walk))) failed++;
}
await browser.close();
await close();
console.log(failed === 0 ? `ok: ${folder()}` : `${failed} failed: ${folder()}`);
process.exitCode = failed === 0 ? 0 : 1;
