/** Reading a document's pages: size, turn, page, small pages, words; by mouse and by keyboard. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../build/electron-host/chromium.ts';
import { startTour, type Tour } from './walk.ts';

const PAGES = 4;
describe.skipIf(findChromium() === undefined)('the viewer [needs chromium]', () => {
  let tour: Tour;
  beforeAll(async () => {
    tour = await startTour({ rows: 4 });
    const stop = tour.stops.find(({ name }) => name === 'incoming-document');
    if (stop === undefined) throw new Error('no document to look at');
    await tour.to(stop);
    await tour.page.locator('.pdf-page canvas').first().waitFor();
  });
  afterAll(() => tour?.close());

  const pages = () => tour.page.getByRole('region', { name: 'Trang văn bản' });
  const sheet = (n: number) => tour.page.locator(`.pdf-pages [data-page="${n}"]`);
  const button = (name: string | RegExp) => tour.page.getByRole('button', { name }).first();
  const size = async () => (await sheet(1).boundingBox()) ?? { width: 0, height: 0 };
  /** The page that is in sight, as the field over the pages says. */
  const inSight = async (): Promise<number> => Number(await tour.page.getByRole('textbox', { name: 'Trang', exact: true }).inputValue());
  const press = async (key: string): Promise<void> => {
    await pages().focus();
    await tour.page.keyboard.press(key);
  };

  test('the pages grow and shrink by buttons and by + and −, and 0 fits them again', async () => {
    const { width } = await size();
    await button('Phóng to').click();
    await expect.poll(async () => (await size()).width).toBeGreaterThan(width * 1.2);
    await button('Thu nhỏ').click();
    await expect.poll(async () => Math.round((await size()).width)).toBe(Math.round(width));
    await press('+');
    await press('+');
    await expect.poll(async () => (await size()).width).toBeGreaterThan(width * 1.4);
    await press('0');
    await expect.poll(async () => Math.round((await size()).width)).toBe(Math.round(width));
  });
  test('R turns them a quarter each time, until they stand as before', async () => {
    const before = await size();
    expect(before.height).toBeGreaterThan(before.width);
    await press('r');
    await expect.poll(async () => (await size()).width > (await size()).height).toBe(true);
    for (let n = 0; n < 3; n++) await press('r');
    await expect.poll(async () => Math.round((await size()).height)).toBe(Math.round(before.height));
  });
  test('a page is gone to by its number, by Ctrl+End and Ctrl+Home; a number that is none leaves it where it is', async () => {
    const field = tour.page.getByRole('textbox', { name: 'Trang', exact: true });
    await field.fill('3');
    await field.press('Enter');
    await expect.poll(inSight).toBe(3);
    await field.fill('9');
    await field.press('Enter');
    await expect.poll(inSight).toBe(3);
    await press('Control+End');
    await expect.poll(inSight).toBe(PAGES);
    await press('Control+Home');
    await expect.poll(inSight).toBe(1);
  });
  test('small pages beside lead to theirs and show which one is in sight', async () => {
    await button('Hình thu nhỏ các trang').click();
    const small = tour.page.getByRole('navigation', { name: 'Hình thu nhỏ các trang' }).getByRole('button');
    await expect.poll(() => small.count()).toBe(PAGES);
    await small.nth(1).click();
    await expect.poll(inSight).toBe(2);
    await expect.poll(() => small.nth(1).getAttribute('aria-current')).toBe('page');
    await button('Hình thu nhỏ các trang').click();
    await expect.poll(() => small.count()).toBe(0);
  });
  test('words are selected as words, and found one after the other, without marks', async () => {
    const { page } = tour;
    await press('Control+Home');
    await sheet(1).locator('.textLayer span').filter({ hasText: 'CỘNG HÒA' }).first().waitFor();
    const chosen = await page.evaluate(() => {
      const span = [...document.querySelectorAll('.textLayer span')].find((one) => one.textContent?.includes('CỘNG HÒA'));
      if (span) getSelection()?.selectAllChildren(span);
      return getSelection()?.toString();
    });
    expect(chosen).toBe('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM');
    await page.keyboard.press('Control+KeyF');
    const box = page.getByRole('textbox', { name: 'Tìm trong tệp' });
    await box.fill('doc lap');
    const status = page.getByRole('search').getByRole('status');
    await expect.poll(() => status.textContent()).toBe(`1/${PAGES}`);
    await box.press('Enter');
    await expect.poll(() => status.textContent()).toBe(`2/${PAGES}`);
    await expect.poll(inSight).toBe(2);
    await box.press('Shift+Enter');
    await expect.poll(() => status.textContent()).toBe(`1/${PAGES}`);
    await box.fill('khong co chu nay');
    await expect.poll(() => status.textContent()).not.toMatch(/\d/);
    await box.press('Escape');
    await expect.poll(() => box.count()).toBe(0);
  });

  test('a document that is opened has its bytes asked for first, each part once, and is unread no more once its page is there', async () => {
    const { page } = tour;
    const asked = () => page.evaluate(() => [...(window as unknown as { askedCalls: string[] }).askedCalls]);
    const forget = () => page.evaluate(() => void (window as unknown as { askedCalls: string[] }).askedCalls.splice(0));
    const list = tour.stops.find(({ name }) => name === 'incoming');
    if (list === undefined) throw new Error('no list to open it from');
    await tour.to(list);
    await page.getByRole('grid').waitFor();
    await forget();
    await page
      .getByRole('grid')
      .locator('[role="row"][aria-rowindex]', { has: page.getByRole('gridcell') })
      .first()
      .focus();
    await page.keyboard.press('Enter');
    await page.locator('.pdf-page canvas').first().waitFor();
    await expect.poll(async () => (await asked()).includes('lists.setOpened')).toBe(true);
    // The list and the counts care that it is unread no more.
    await expect.poll(async () => (await asked()).lastIndexOf('lists.counts') > (await asked()).indexOf('lists.setOpened')).toBe(true);
    const calls = await asked();
    expect(calls.slice(0, 2)).toEqual(['incoming.get', 'files.read']);
    for (const once of ['incoming.get', 'notes.ofDocument', 'dossiers.ofDocument', 'search.chain', 'lists.setOpened'])
      expect([once, calls.filter((call) => call === once).length]).toEqual([once, 1]);
    expect(calls.indexOf('lists.setOpened')).toBeGreaterThan(calls.lastIndexOf('files.read'));
  });
});
