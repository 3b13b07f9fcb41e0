/** Every screen, its menu, dialogues and help, as axe-core sees them: nothing serious, in the light and in the dark. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../build/electron-host/chromium.ts';
import { startTour, type Tour } from './walk.ts';

type AxeWindow = typeof globalThis & { readonly axe: { run(context: object, options: RunOptions): Promise<AxeResults> } };
const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.skipIf(findChromium() === undefined)('what a screen reader is given [needs chromium]', () => {
  let tour: Tour;
  beforeAll(async () => {
    tour = await startTour({ rows: 24 });
    await tour.page.evaluate(source);
  });
  afterAll(() => tour?.close());

  /** What is serious or worse, one line each; the frame around `main` is the same on every screen and looked at once. */
  async function found(where: string, contrastOnly: boolean, whole = false): Promise<string[]> {
    const results = await tour.page.evaluate(
      async ({ only, whole }) => {
        const { violations } = await (globalThis as AxeWindow).axe.run(
          { ...(whole ? {} : { include: [['main']] }), exclude: [['.pdf-page'], ['.training-mark']] },
          {
            resultTypes: ['violations'],
            preload: false,
            // Experimental in axe-core: a count beside a name is no other name.
            rules: { 'label-content-name-mismatch': { enabled: false } },
            runOnly: only ? ['color-contrast'] : ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'cat.keyboard'],
          },
        );
        return violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .flatMap(({ id, nodes }) => nodes.slice(0, 3).map((node) => `${id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`));
      },
      { only: contrastOnly, whole: whole || where === 'today' },
    );
    return results.map((line) => `${where}: ${line}`);
  }
  async function every(contrastOnly: boolean): Promise<string[]> {
    const all: string[] = [];
    for (const stop of tour.stops) {
      await tour.to(stop);
      all.push(...(await found(stop.name, contrastOnly)));
    }
    return all;
  }

  test('no screen has a serious finding', async () => {
    expect(await every(false)).toEqual([]);
  }, 60_000);
  test('in the dark every word can be read on every screen', async () => {
    await tour.look('dark');
    expect(await every(true)).toEqual([]);
    await tour.look('light');
  }, 60_000);
  test('nor have the palette, the shortcuts and the guide; a dialogue keeps the focus and gives it back', async () => {
    const { page } = tour;
    const opener = page.getByRole('button', { name: /^Bảng lệnh/ });
    await opener.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    const all = await found('palette', false, true);
    for (let i = 0; i < 4; i++) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.closest('[role="dialog"]') !== null)).toBe(true);
    }
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => opener.evaluate((button) => button === document.activeElement)).toBe(true);
    await page.keyboard.press('Shift+F1');
    await page.getByRole('dialog').waitFor();
    all.push(...(await found('keys', false, true)));
    await page.keyboard.press('Escape');
    await page.keyboard.press('F1');
    await page.getByRole('article').getByRole('heading').first().waitFor();
    all.push(...(await found('help', false, true)));
    await page.keyboard.press('F1');
    expect(all).toEqual([]);
  });
});
