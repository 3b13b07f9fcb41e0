/** The lists as a clerk's register, by keyboard: registered in a few keys, looked at beside the list, closed by one act; rules, columns, filters. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../build/electron-host/chromium.ts';
import { electronPath } from '../../build/electron-runtime.ts';
import { deskOf, setUpTraining, typeCode } from './harness/desk.ts';
import { openWorkstation, type Workstation } from './harness/index.ts';

const able = electronPath() !== undefined || findChromium() !== undefined;
describe.skipIf(!able)('the lists in the window [needs chromium or Electron]', () => {
  let station: Workstation;
  const desk = deskOf(() => station);
  const { button, said, menu } = desk;
  const grid = () => station.page.getByRole('grid', { name: 'Văn bản đến' });
  const focused = () => grid().locator('[role="row"]:focus');
  const tab = (name: RegExp) => station.page.getByRole('tab', { name });
  const press = (key: string) => station.page.keyboard.press(key);
  const countOf = async (name: RegExp): Promise<number> =>
    Number(/\((\d+)\)/.exec((await tab(name).getAttribute('aria-label')) ?? '')?.[1]);

  beforeAll(async () => {
    station = await openWorkstation({ documents: 32 });
    await typeCode(desk, await setUpTraining(station, desk));
    await menu('Văn bản đến');
    // All that wait on the training axis are here: rows move no more while they are counted.
    await desk.allArrived();
  });
  afterAll(async () => {
    await station?.close();
  });

  test('an arrival is registered from the list in three keys, its number shown before, and the next one waits', async () => {
    const { page } = station;
    await tab(/^Chưa vào sổ/).click();
    await grid().getByRole('row').nth(1).focus();
    await page.evaluate(() => {
      const counted = window as unknown as { keys: number };
      counted.keys = 0;
      window.addEventListener('keydown', () => counted.keys++, true);
    });
    const before = await countOf(/^Chưa vào sổ/);
    for (let n = 1; n <= 2; n++) {
      await press('Control+Enter');
      await button(`Xác nhận vào sổ, số đến ${n}`).waitFor();
      await press('Enter');
      await said(`số đến ${n}`);
      await tab(new RegExp(`^Chưa vào sổ \\(${before - n}\\)`)).waitFor();
      await focused().waitFor();
    }
    // Two documents: the modifier counts as a key of its own.
    expect(await page.evaluate(() => (window as unknown as { keys: number }).keys)).toBeLessThanOrEqual(6);
  });
  test('the pane beside the list shows a document’s first page and follows the arrows; opened again where it was left', async () => {
    const { page } = station;
    const pane = page.getByRole('complementary', { name: 'Xem nhanh' });
    await press('Space');
    await pane.locator('.pdf-page canvas').first().waitFor();
    const name = (await focused().getAttribute('aria-label')) ?? '';
    await press('ArrowDown');
    await expect.poll(() => focused().getAttribute('aria-label')).not.toBe(name);
    const now = ((await focused().getAttribute('aria-label')) ?? '').replace(/^Chưa đọc: /, '').replace(/^\S+ /, '');
    await pane.getByText(now).first().waitFor();
    await press('Enter');
    await page.getByRole('button', { name: 'Về danh sách' }).waitFor();
    await press('Escape');
    // Back at the same row, the pane still open; the document is unread no more.
    await pane.getByText(now).first().waitFor();
    await expect
      .poll(() => focused().getAttribute('aria-label'))
      .toMatch(new RegExp(`^(?!Chưa đọc).*${now.slice(0, 12).replace(/[.*+?^${}()|[\]\\]/g, '.')}`));
    await press('Space');
    await pane.waitFor({ state: 'detached' });
  });
  test('a rule is proposed when an arrival is registered, done by one key, and stands in the history', async () => {
    const { page } = station;
    await menu('Cài đặt');
    await button('Quy tắc phân công').click();
    await button('Thêm quy tắc').click();
    await page.getByLabel('Tên quy tắc').fill('Công văn: để biết, lưu');
    await page.getByRole('combobox', { name: 'Là một trong các loại văn bản' }).fill('Công văn');
    await press('Enter');
    await page.getByRole('radio', { name: 'Kết thúc – để biết, lưu' }).check();
    await button('Thử trên 20 văn bản đến gần nhất').click();
    await page.getByText(/^[1-9]\d*\/20 văn bản khớp$/).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Ghi lại' }).click();
    await said('Đã ghi quy tắc.');
    await menu('Văn bản đến');
    await grid().getByRole('row').filter({ hasText: 'Công văn' }).filter({ hasText: 'Đủ hai chữ ký' }).first().focus();
    await press('Control+Enter');
    await page.getByText(/Theo quy tắc “Công văn: để biết, lưu”/).waitFor();
    await press('Control+Enter');
    await said('đã kết thúc – để biết, lưu');
    await tab(/^Đã kết thúc/).click();
    await grid().getByRole('row').nth(1).click();
    await page.getByText('Áp dụng quy tắc phân công sẵn: Công văn: để biết, lưu').waitFor();
    await press('Escape');
  });
  test('all that are left are registered and closed "để biết, lưu", one act each; what is refused says why', async () => {
    const { page } = station;
    await tab(/^Chưa vào sổ/).click();
    await grid().getByRole('row').nth(1).focus();
    await press('Control+KeyA');
    await page
      .getByText(/^Đã đánh dấu \d+ văn bản$/)
      .first()
      .waitFor();
    await press('Control+Enter');
    const confirm = page.getByRole('button', { name: /^Xác nhận vào sổ [1-9]\d* văn bản/ });
    await confirm.waitFor();
    const planned = Number(/\d+/.exec((await confirm.textContent()) ?? '')?.[0]);
    expect(planned).toBeGreaterThan(20);
    await press('Enter');
    const result = page.getByRole('dialog').getByRole('status');
    await result.filter({ hasText: `Đã xong ${planned} văn bản` }).waitFor();
    await press('Enter');
    await tab(/^Đã vào sổ/).click();
    await grid().getByRole('row').nth(1).focus();
    await press('Control+KeyA');
    // The counts are read anew behind the act.
    await expect.poll(() => countOf(/^Đã vào sổ/)).toBeGreaterThan(20);
    const open = await countOf(/^Đã vào sổ/);
    await page
      .getByRole('group', { name: /^Đã đánh dấu/ })
      .getByRole('button', { name: 'Kết thúc – để biết, lưu' })
      .click();
    await button(`Kết thúc ${open} văn bản`).click();
    await result.filter({ hasText: `Đã xong ${open} văn bản` }).waitFor();
    await press('Enter');
    await tab(/^Đã vào sổ \(0\)/).waitFor();
    expect(open).toBeGreaterThan(20);
  });
  test('the list is ordered, filtered and printed as it stands, and its columns are kept', async () => {
    const { page } = station;
    await tab(/^Tất cả/).click();
    const column = (name: string) => grid().getByRole('columnheader', { name });
    await column('Nơi gửi').getByRole('button').click();
    await expect.poll(() => column('Nơi gửi').getAttribute('aria-sort')).toBe('ascending');
    await button('Cột').click();
    await page.getByRole('checkbox', { name: 'Tình trạng' }).click();
    await page.getByRole('checkbox', { name: 'Đến qua' }).click();
    await press('Escape');
    await menu('Hôm nay');
    await menu('Văn bản đến');
    await column('Đến qua').waitFor();
    expect(await column('Tình trạng').count()).toBe(0);
    expect(await column('Nơi gửi').getAttribute('aria-sort')).toBe('ascending');
    await button('Lọc').click();
    await page.getByLabel('Từ ngày').fill('1/1/2040');
    await press('Tab');
    await page.getByText('Không có văn bản nào khớp điều kiện lọc.').waitFor();
    await button('Bỏ hết điều kiện lọc').click();
    await grid().getByRole('row').nth(1).waitFor();
    await page.getByRole('button', { name: 'In', exact: true }).click();
    await page.getByRole('dialog').locator('.pdf-page canvas').first().waitFor();
    await press('Escape');
  });
});
