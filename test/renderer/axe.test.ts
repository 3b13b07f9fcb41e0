/** Every screen, its menu, dialogues and help, as axe-core sees them: nothing serious, in the light and in the dark; nothing crushed or cut off. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../build/electron-host/chromium.ts';
import { startTour, type Tour } from './walk.ts';

type AxeWindow = typeof globalThis & { readonly axe: { run(context: object, options: RunOptions): Promise<AxeResults> } };
const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Forms longer than a window whose text is twice as large. */
const TALL = [
  ['incoming-document', 'Sửa thông tin'],
  ['outgoing-document', 'Hủy văn bản'],
  ['registers', 'In, xuất sổ'],
  ['dossiers', 'Thêm vào danh mục'],
  ['settings-people', 'Thêm người'],
  ['settings-powers', 'Thêm người có thẩm quyền'],
  ['settings-organs', 'Thêm cơ quan'],
  ['settings-rules', 'Thêm quy tắc'],
] as const;

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
  }, 120_000);
  test('in the dark every word can be read on every screen', async () => {
    await tour.look('dark');
    expect(await every(true)).toEqual([]);
    await tour.look('light');
  }, 120_000);
  test('nothing said above the work is crushed, and no screen is wider than its window', async () => {
    const bad: string[] = [];
    for (const stop of tour.stops) {
      await tour.to(stop);
      bad.push(
        ...(await tour.page.evaluate(
          (name) => [
            ...[...document.querySelectorAll<HTMLElement>('main .notice, main .mantine-Alert-root, main .urgent-banner, main .screen-head')]
              .filter((box) => box.scrollHeight > box.clientHeight + 2)
              .map((box) => `${name}: crushed ${box.className}`),
            ...[...document.querySelectorAll<HTMLElement>('html, main')]
              .filter((box) => box.scrollWidth > box.clientWidth + 1)
              .map((box) => `${name}: ${box.tagName} is ${box.scrollWidth} of ${box.clientWidth}`),
          ],
          stop.name,
        )),
      );
    }
    expect(bad).toEqual([]);
  }, 120_000);
  test('with text at twice its size an urgent arrival stays in sight, the work has its room, no screen is wider, and the line’s state is whole', async () => {
    const { page } = tour;
    await page.setViewportSize({ width: 683, height: 384 });
    const bad: string[] = [];
    for (const stop of tour.stops.filter(({ name }) => !name.startsWith('settings-') || name === 'settings-look')) {
      await tour.to(stop);
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      const { top, height } = await page.evaluate(() => {
        const box = document.querySelector('main .urgent-banner')?.getBoundingClientRect();
        return { top: (box?.top ?? -1) - (document.querySelector('main')?.getBoundingClientRect().top ?? 0), height: box?.height ?? 0 };
      });
      if (top < -10 || top > 20 || height > 0.16 * 384) bad.push(`${stop.name}: ${Math.round(top)}, ${Math.round(height)} high`);
      bad.push(
        ...(await page.evaluate(
          (name) =>
            [...document.querySelectorAll<HTMLElement>('html, main, .status-line, .status-line-words, .topbar')]
              .filter((box) => box.scrollWidth > box.clientWidth + 1)
              .map((box) => `${name}: ${box.tagName}.${box.className} is ${box.scrollWidth} of ${box.clientWidth}`),
          stop.name,
        )),
      );
    }
    await page.setViewportSize({ width: 1366, height: 768 });
    expect(bad).toEqual([]);
  }, 120_000);
  test('with text at twice its size a dialogue lies in the window, its buttons in sight, and Escape closes it', async () => {
    const { page } = tour;
    await page.setViewportSize({ width: 683, height: 384 });
    const bad: string[] = [];
    for (const [at, name] of TALL) {
      const stop = tour.stops.find((one) => one.name === at);
      if (!stop) throw new Error(at);
      await tour.to(stop);
      await page.getByRole('button', { name, exact: true }).first().press('Enter');
      const dialogue = page.getByRole('dialog').first();
      await dialogue.waitFor();
      await dialogue.locator('.dialog-foot button, .sign-foot button').first().waitFor();
      const seen = await dialogue.evaluate((box) => {
        const inside = ({ left, top, right, bottom }: DOMRect): boolean =>
          left >= 0 && top >= 0 && right <= window.innerWidth && bottom <= window.innerHeight;
        const buttons = [...box.querySelectorAll('.dialog-foot button, .sign-foot button')];
        return {
          buttons: buttons.length,
          out: [box, ...buttons].filter((one) => !inside(one.getBoundingClientRect())).length,
          focus: box.contains(document.activeElement),
        };
      });
      if (seen.buttons === 0 || seen.out > 0 || !seen.focus) bad.push(`${at}: ${JSON.stringify(seen)}`);
      await page.keyboard.press('Escape');
      await dialogue.waitFor({ state: 'detached' });
    }
    await page.setViewportSize({ width: 1366, height: 768 });
    expect(bad).toEqual([]);
  }, 120_000);
  test('in a contrast theme of the system no mark covers the words, and what is chosen and what has the focus keep an edge', async () => {
    const { page } = tour;
    await page.emulateMedia({ forcedColors: 'active' });
    const incoming = tour.stops.find(({ name }) => name === 'incoming');
    if (incoming) await tour.to(incoming);
    await page.locator('[role="row"][data-row="0"]').focus();
    await page.keyboard.press('x');
    const seen = await page.evaluate(() => {
      const of = (selector: string) => getComputedStyle(document.querySelector(selector) ?? document.body);
      return {
        mark: of('.training-mark').display,
        menu: of('.menu-item[aria-current="page"]').outlineStyle,
        row: of('[role="row"][aria-selected="true"]').outlineStyle,
        focus: of(':focus').outlineStyle,
        tab: of('.tab[aria-selected="true"]').forcedColorAdjust,
      };
    });
    await page.keyboard.press('x');
    await page.emulateMedia({ forcedColors: 'none' });
    expect(seen).toEqual({ mark: 'none', menu: 'solid', row: 'solid', focus: 'solid', tab: 'none' });
  });
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
