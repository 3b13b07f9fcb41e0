/** Keys pressed faster than a slow machine draws: the row or cell in hand is in the page at once, so that the next key finds it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../build/electron-host/chromium.ts';
import { startTour, type Tour } from './walk.ts';

describe.skipIf(findChromium() === undefined)('keys faster than the drawing [needs chromium]', () => {
  let tour: Tour;
  beforeAll(async () => {
    tour = await startTour({ rows: 600, slow: 6 });
  });
  afterAll(() => tour?.close());

  const to = (view: object) => tour.to({ name: '', view });
  /** Presses these, one task after another without a frame between; what had the focus after each, by this attribute. */
  const held = (keys: readonly string[], attribute: string) =>
    tour.page.evaluate(
      async ({ keys, attribute }) => {
        const held: string[] = [];
        for (const name of keys) {
          const [key = '', ctrl] = name.split('+').reverse();
          document.activeElement?.dispatchEvent(
            new KeyboardEvent('keydown', { key, ctrlKey: ctrl !== undefined, bubbles: true, cancelable: true }),
          );
          await Promise.resolve();
          held.push(document.activeElement?.getAttribute(attribute) ?? 'nobody');
        }
        return held;
      },
      { keys, attribute },
    );
  const scrollUp = (selector: string) =>
    tour.page
      .locator(selector)
      .first()
      .evaluate(async (one) => {
        one.scrollTo({ top: 0 });
        for (let i = 0; i < 3; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
      });

  test('go from cell to cell of the sheet of many rows, and what is typed after scrolling goes where it was', async () => {
    const { page } = tour;
    await to({ at: 'entry', direction: 'incoming' });
    await page.getByRole('combobox', { name: /, dòng 1$/ }).waitFor();
    await page.evaluate(() => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', Array.from({ length: 60 }, (_, i) => `Chi cục Mẫu\t${i + 1}/CCM`).join('\r\n'));
      document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    });
    await page.getByText('60 dòng', { exact: true }).waitFor();
    const names = await held(['Ctrl+End', 'ArrowDown', 'Ctrl+Home', 'PageDown', 'PageDown'], 'aria-label');
    expect(names.map((name) => name.split(', ')[1])).toEqual(['dòng 60', 'dòng 61', 'dòng 1', 'dòng 15', 'dòng 29']);
    await scrollUp('.entry-grid');
    await page.keyboard.type('Sở Mẫu');
    expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).value)).toBe('Sở Mẫu');
    await page.keyboard.press('Escape');
    // What is opened to be changed is changed at its end.
    await held(['Ctrl+Home', 'Tab', 'F2'], 'aria-label');
    expect(
      await page.evaluate(() => {
        const { value, selectionStart } = document.activeElement as HTMLInputElement;
        return [value.length > 0, selectionStart === value.length];
      }),
    ).toEqual([true, true]);
    await page.keyboard.press('Escape');
  });

  test('go through a list, and Enter on a row that is still being read opens that document', async () => {
    const { page } = tour;
    await to({ at: 'incoming' });
    const row = (n: number) => page.getByRole('grid', { name: 'Văn bản đến' }).locator(`[data-row="${n}"]`);
    await row(0).focus();
    const rows = await held(['End', 'ArrowUp', 'Home', 'PageDown', 'ArrowDown'], 'data-row');
    const last = Number(rows[0]);
    expect(last).toBeGreaterThan(500);
    expect(rows.map(Number)).toEqual([last, last - 1, 0, 8, 9]);
    // Out of sight it still has the keyboard, and its document.
    await held(['End'], 'data-row');
    await row(last).getByRole('gridcell').nth(2).waitFor();
    await scrollUp('.ledger');
    await page.keyboard.press('x');
    await expect.poll(() => row(last).getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('x');
    await held(['Home'], 'data-row');
    await scrollUp('.ledger');
    // A row in the middle was never read.
    await row(0).focus();
    await held([...Array.from({ length: 38 }, () => 'PageDown'), 'Enter'], 'data-row');
    await page.getByRole('grid', { name: 'Văn bản đến' }).waitFor({ state: 'detached' });
    await page.getByRole('heading', { level: 2 }).first().waitFor();
  });

  test('go through a register and through the documents behind a number', async () => {
    const { page } = tour;
    const rows = () => page.locator('table.register tbody tr[data-index]');
    await to({ at: 'registers', part: 'books' });
    await rows().first().focus();
    const end = Number(await page.getByRole('table').first().getAttribute('aria-rowcount')) - 2;
    expect((await held(['End', 'ArrowUp', 'Home', 'ArrowDown'], 'data-index')).map(Number)).toEqual([end, end - 1, 0, 1]);
    await to({ at: 'registers', part: 'stats' });
    await page.getByRole('table').getByRole('button').first().click();
    await rows().first().focus();
    expect((await held(['End', 'ArrowUp', 'Home', 'PageDown'], 'data-index')).map(Number)).toEqual([259, 258, 0, 8]);
    await held(['PageDown'], 'data-index');
    await scrollUp('.scroll-sheet');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-index'))).toBe('16');
    // Never read: opened when it is here.
    await held(['End', 'ArrowUp', 'Enter'], 'data-index');
    await rows().first().waitFor({ state: 'detached' });
    await page.getByRole('heading', { level: 2 }).first().waitFor();
  });

  test('into what is found are for the words as they stand, not for what was found before', async () => {
    const { page } = tour;
    await to({ at: 'search' });
    const box = page.getByRole('searchbox');
    const first = () => page.locator('.found').first();
    await box.fill('');
    await box.fill('UBND');
    await box.press('Enter');
    await first().waitFor();
    const before = (await first().textContent()) ?? '';
    const all = page.locator('.found b.figure');
    const other = (await all.allInnerTexts()).find((code) => code !== '' && !before.includes(code)) ?? '';
    await page.evaluate(async (text) => {
      const input = document.activeElement as HTMLInputElement;
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, text);
      input.dispatchEvent(new InputEvent('input', { bubbles: true }));
      for (const key of ['ArrowDown', 'Enter']) {
        await Promise.resolve();
        input.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      }
    }, other);
    await page.getByRole('heading', { level: 2, name: new RegExp(other.replace(/[^\p{L}\p{N}]/gu, '.'), 'u') }).waitFor();
  });
});
