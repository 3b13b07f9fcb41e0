/**
 * What a clerk waits for on the screen, in the built workstation: from the window to a usable list with few and many
 * documents, from a row to the first page of its scan, from a key to the letter, while scrolling, after a day's work.
 * What the electron-host's transport adds is measured beside each (`…_transport_ms`): calls that waited one after the
 * other, at the time of an empty call, and bytes at the host's speed. `--size quick` is a rehearsal: 1,000 documents in both places, fewer opened.
 */
import { scryptSync } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { CDPSession, Page } from 'playwright-core';
import { openWorkstation, type Workstation } from '../../e2e/harness/index.ts';
import { type Bench, type BenchOptions, type Figure, median } from '../bench.ts';
import { installMeter } from '../ui/meter.ts';
import { PASSPHRASE, subjectOf, type UiProfile, uiProfile } from '../ui/profile.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const ROW = '[role="grid"] [role="row"][aria-rowindex] [role="gridcell"]';
const PAGE_CANVAS = '.pdf-page canvas';
const STARTS = 5;
const DAY_OF_WORK = 500;
const REHEARSAL = 120;
const LONG_FRAME_MS = 33;
/** One pass of a few hundred frames says 0.2 % once and 1.7 % another time. */
const SCROLLS = 4;

/** Long runs say where they are. */
const say = (text: string): void => void process.stderr.write(`ui: ${text}\n`);
const p95 = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? Number.NaN;

/** What stretching a passphrase costs here and now: it is meant to cost, and is not the screen's. */
function stretching(): number {
  const begin = performance.now();
  scryptSync('x', 'y', 32, { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 });
  return performance.now() - begin;
}

interface Started {
  readonly station: Workstation;
  readonly listMs: number;
  /** Of it, calls that the core answered over the host's transport. */
  readonly calls: number;
}
/** Opens the window anew, signs in and goes to the list. */
async function start(dir: string): Promise<Started> {
  const station = await openWorkstation({ profileDir: dir });
  const { page } = station;
  page.setDefaultTimeout(60_000);
  await page.addInitScript(installMeter);
  await page.reload();
  const box = page.getByRole('textbox', { name: 'Mật khẩu mở trạm' });
  await box.waitFor();
  const asked = await page.evaluate(() => window.meter.shown('input[type="password"]'));
  await box.fill(PASSPHRASE);
  const before = await page.evaluate(() => window.meter.calls.length);
  const first = page.evaluate(() => window.meter.shown('nav [aria-current], nav button'));
  await box.press('Enter');
  const work = (await first) - (await page.evaluate(() => window.meter.last));
  const rows = page.evaluate((selector) => window.meter.shown(selector), ROW);
  await page.getByRole('navigation').getByRole('button', { name: 'Văn bản đến' }).click();
  const list = (await rows) - (await page.evaluate(() => window.meter.last));
  const calls = (await page.evaluate(() => window.meter.calls.length)) - before;
  say(`asked after ${Math.round(asked)} ms, in after ${Math.round(work)}, list after ${Math.round(list)}`);
  return { station, listMs: asked + Math.max(0, work - stretching()) + Math.max(0, list), calls };
}

async function listUsable(profile: UiProfile): Promise<{ ms: number; calls: number; first: number; station: Workstation }> {
  const seen: Started[] = [];
  for (let i = 0; i < STARTS; i++) {
    await seen.at(-1)?.station.close();
    seen.push(await start(profile.dir));
  }
  const last = seen.at(-1);
  if (!last) throw new Error('no start');
  // The first start also stretches the passphrase anew.
  const warm = seen.slice(1);
  return {
    ms: median(warm.map((s) => s.listMs)),
    calls: Math.round(median(warm.map((s) => s.calls))),
    first: seen[0]?.listMs ?? Number.NaN,
    station: last.station,
  };
}

const row = (page: Page, subject: string) => page.locator('[role="grid"] [role="row"]', { hasText: subject }).first();
/** From the key that opens a row to its first page; and back to the list. */
async function firstPage(page: Page, subject: string): Promise<{ ms: number; calls: number }> {
  await row(page, subject).focus();
  const before = await page.evaluate(() => window.meter.calls.length);
  const shown = page.evaluate((selector) => window.meter.shown(selector), PAGE_CANVAS);
  await page.keyboard.press('Enter');
  const ms = (await shown) - (await page.evaluate(() => window.meter.last));
  const calls = (await page.evaluate(() => window.meter.calls.length)) - before;
  await back(page);
  return { ms, calls };
}
async function back(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.locator(ROW).first().waitFor();
}

/** A call that does next to nothing, and a read of 256 kB, over the transport: milliseconds. */
async function transport(page: Page): Promise<{ callMs: number }> {
  const calls = await page.evaluate(() => window.meter.calls.map(({ at, answered }) => (answered ?? at) - at).filter((ms) => ms > 0));
  // The quickest calls are those whose answer costs the core nothing.
  const sorted = [...calls].sort((a, b) => a - b);
  return { callMs: sorted[Math.floor(sorted.length / 10)] ?? Number.NaN };
}

async function typing(page: Page): Promise<number> {
  say('typing');
  const words = 've viec trien khai ke hoach chuyen doi so nam 2026 ';
  await page.evaluate(() => void window.meter.typed.splice(0));
  await page.keyboard.press('F3');
  const search = page.getByRole('searchbox', { name: 'Tìm văn bản' });
  await search.waitFor();
  await search.pressSequentially(words.repeat(2), { delay: 70 });
  await page.getByRole('navigation').getByRole('button', { name: 'Văn bản đến' }).click();
  await page.getByRole('button', { name: 'Tiếp nhận văn bản giấy' }).first().click();
  const subject = page.getByRole('textbox', { name: /^Trích yếu nội dung/ });
  await subject.waitFor();
  await subject.pressSequentially(words.repeat(2), { delay: 70 });
  const typed = await page.evaluate(() => window.meter.typed);
  if (typed.length < words.length * 3) throw new Error(`only ${typed.length} keys were seen`);
  await subject.fill('');
  return p95(typed);
}

/** The wheel over the whole list: share of frames that took longer than two of 60 a second, in all passes together. */
async function scrolling(page: Page): Promise<number> {
  const gaps: number[] = [];
  for (let pass = 1; pass <= SCROLLS; pass++) {
    say(`scrolling ${pass}`);
    gaps.push(...(await scrollOnce(page)));
  }
  return (gaps.filter((ms) => ms > LONG_FRAME_MS).length / gaps.length) * 100;
}
async function scrollOnce(page: Page): Promise<readonly number[]> {
  await page.getByRole('navigation').getByRole('button', { name: 'Văn bản đến' }).click();
  await page.locator(ROW).first().waitFor();
  const grid = await page.getByRole('grid').boundingBox();
  if (!grid) throw new Error('no list');
  await page.mouse.move(grid.x + grid.width / 2, grid.y + grid.height / 2);
  const handle = await page.evaluateHandle(() => window.meter.frames());
  const until = performance.now() + 8_000;
  for (let turn = 0; performance.now() < until; turn++) {
    await page.mouse.wheel(0, turn % 40 < 34 ? 600 : 30_000);
    await page.waitForTimeout(16);
  }
  return handle.evaluate((frames) => frames.stop());
}

/** Growth of the page's own heap, in MB, from the 100th opened document to the last. */
async function heapGrowth(page: Page, opened: number): Promise<number> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const used = async (): Promise<number> => {
    // What the meter itself has noted is not the screen's.
    await page.evaluate(() => {
      window.meter.calls.splice(0);
      window.meter.typed.splice(0);
    });
    for (let i = 0; i < 3; i++) await session.send('HeapProfiler.collectGarbage');
    return ((await session.send('Runtime.getHeapUsage')) as { usedSize: number }).usedSize / 1e6;
  };
  await page.getByRole('navigation').getByRole('button', { name: 'Văn bản đến' }).click();
  await page.locator(ROW).first().waitFor();
  await page.getByRole('grid').evaluate((grid) => grid.scrollTo(0, 0));
  let after100 = 0;
  for (let n = 0; n < opened; n++) {
    const wanted = row(page, subjectOf('small', n));
    // The next one is in the list a little below.
    if ((await wanted.count()) === 0) await page.keyboard.press('PageDown');
    await firstPage(page, subjectOf('small', n));
    if (n === 99) after100 = await used();
    if (n % 100 === 99) say(`${n + 1} opened, ${(await used()).toFixed(2)} MB`);
  }
  return (await used()) - after100;
}

/** What `index.html` loads before anything is asked for. */
function startupBundle(): number {
  const folder = join(root, 'out', 'renderer');
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const files = [...html.matchAll(/(?:src|href)="\.?\/?([^"]+\.(?:js|css))"/g)].map((match) => match[1] ?? '');
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file)), { level: 9 }).byteLength, 0) / 1000;
}

async function measure(options: BenchOptions, into: string): Promise<Record<string, Figure>> {
  const few = await listUsable(await uiProfile(1_000, into, options.cache));
  await few.station.close();
  const many = await listUsable(await uiProfile(options.size === 'quick' ? 1_000 : 200_000, join(into, 'many'), options.cache));
  const { page } = many.station;
  try {
    const cold = await firstPage(page, subjectOf('mb1', 0));
    const pages = async (kind: 'mb1' | 'mb50', from: number, count: number) => {
      const seen = [];
      for (let n = from; n < count; n++) {
        const one = await firstPage(page, subjectOf(kind, n));
        say(`${subjectOf(kind, n)} after ${Math.round(one.ms)} ms`);
        seen.push(one);
      }
      return { ms: median(seen.map((s) => s.ms)), calls: Math.round(median(seen.map((s) => s.calls))) };
    };
    const mb1 = await pages('mb1', 1, 6);
    const mb50 = await pages('mb50', 0, 4);
    const typed = await typing(page);
    say(`typed p95 ${typed.toFixed(1)} ms`);
    const long = await scrolling(page);
    say(`long frames ${long.toFixed(2)} %`);
    const { callMs } = await transport(page);
    const heap = await heapGrowth(page, options.size === 'quick' ? REHEARSAL : DAY_OF_WORK);
    say(`heap grew by ${heap.toFixed(2)} MB`);
    const ms = (value: number, target?: string): Figure => ({ value, unit: 'ms', ...(target ? { target } : {}) });
    return {
      list_usable_ms_1k: ms(few.ms, '<=1000'),
      list_usable_ms_200k: ms(many.ms, '<=1000'),
      list_usable_ms_per_100k_more: ms((many.ms - few.ms) / 1.99),
      first_page_1mb_ms: ms(mb1.ms, '<=300'),
      first_page_50mb_ms: ms(mb50.ms, '<=700'),
      first_page_cold_ms: ms(cold.ms),
      typing_p95_ms: ms(typed, '<=30'),
      long_frames_percent: { value: long, unit: 'percent', target: '<=1' },
      heap_growth_after_100_docs_mb: { value: heap, unit: 'MB', target: '<=2' },
      startup_bundle_gzip_kb: { value: startupBundle(), unit: 'kB', target: '<=300' },
      transport_call_ms: ms(callMs),
      list_usable_200k_transport_ms: ms(many.calls * callMs),
      first_page_1mb_transport_ms: ms(mb1.calls * callMs),
      first_page_50mb_transport_ms: ms(mb50.calls * callMs),
    };
  } finally {
    await many.station.close();
  }
}

export const ui: Bench = {
  name: 'ui',
  about: 'the built workstation in Chromium: from the window to the list, to the first page, from key to letter, scrolling, memory',
  async run(options = {}) {
    if (!existsSync(join(root, 'out', 'renderer', 'index.html'))) throw new Error('npm run build comes first');
    const into = mkdtempSync(join(tmpdir(), 'tram-bench-ui-'));
    try {
      return { figures: await measure(options, into) };
    } finally {
      rmSync(into, { recursive: true, force: true, maxRetries: 5 });
    }
  },
};
