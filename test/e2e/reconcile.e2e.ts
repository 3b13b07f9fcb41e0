/** A store that this machine does not know, in the window: it says why it stands still, and three steps make it work again. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../build/electron-host/chromium.ts';
import { electronPath } from '../../build/electron-runtime.ts';
import { deskOf, setUpTraining, typeCode, unlock } from './harness/desk.ts';
import { openWorkstation, type Workstation } from './harness/index.ts';

const able = electronPath() !== undefined || findChromium() !== undefined;
describe.skipIf(!able)('a copied store in the window [needs chromium or Electron]', () => {
  const profileDir = mkdtempSync(join(tmpdir(), 'tram-van-thu-e2e-'));
  const WAITS = /^Dữ liệu này được chép từ máy khác sang/;
  let station: Workstation;
  const desk = deskOf(() => station);
  const { button, menu, said } = desk;

  beforeAll(async () => {
    station = await openWorkstation({ profileDir });
    await typeCode(desk, await setUpTraining(station, desk));
    await menu('Quản trị');
    await said('Chưa sao lưu lần nào.');
    expect(await station.page.getByRole('alert').filter({ hasText: WAITS }).count()).toBe(0);
    await station.close();
    const mark = join(profileDir, 'machine');
    expect(existsSync(mark)).toBe(true);
    rmSync(mark, { recursive: true });
    station = await openWorkstation({ profileDir });
    await unlock(desk);
  });
  afterAll(async () => {
    await station?.close();
    rmSync(profileDir, { recursive: true, force: true, maxRetries: 5 });
  });

  test('every screen says that the store was copied and stands still', async () => {
    const waits = station.page.getByRole('alert').filter({ hasText: WAITS });
    for (const screen of ['Văn bản đi', 'Sổ và báo cáo', 'Quản trị']) {
      await menu(screen);
      await waits.waitFor();
    }
  });
  test('the axis is asked, each book is confirmed, and only then it can be ended', async () => {
    const { page } = station;
    await button('Đối chiếu…').click();
    const confirm = page.getByRole('button', { name: /^Xác nhận số cuối, / });
    const finish = button('Kết thúc đối chiếu');
    await confirm.first().waitFor();
    expect(await confirm.first().isDisabled()).toBe(true);
    // Another machine may still give numbers: somebody answers for it that none does.
    await page.getByRole('textbox', { name: 'Máy cũ bị gì, từ khi nào' }).fill('Máy cũ hỏng ổ cứng ngày 20/11/2026');
    await page.getByRole('textbox', { name: 'Người cho phép' }).fill('Chánh Văn phòng');
    await button('Xác nhận máy cũ không còn cấp số').click();
    await page.getByRole('region', { name: 'Quyền cấp số' }).waitFor({ state: 'detached' });
    await button('Hỏi Trục liên thông').click();
    await said(/^Đã hỏi lúc/);
    const books = await confirm.count();
    expect(books).toBeGreaterThan(1);
    // The paper book went further than the store: what is between is given as used up.
    await page.getByRole('textbox', { name: 'Số cuối đã cấp, Sổ đăng ký văn bản đến' }).fill('3');
    await page.getByText('Các số đến 3 sẽ ghi vào sổ là đã cấp trước khi khôi phục, không dùng lại.').waitFor();
    for (let left = books; left > 0; left--) {
      expect(await finish.isDisabled()).toBe(true);
      await confirm.first().click();
      await page
        .getByText(/^Đã xác nhận số \d+$/)
        .nth(books - left)
        .waitFor();
    }
    await finish.click();
    await said('Đã đối chiếu xong.');
    await page.getByRole('alert').filter({ hasText: WAITS }).waitFor({ state: 'detached' });
  });
  test('the next number given follows the confirmed one', async () => {
    await menu('Văn bản đến');
    await desk.firstRow().click();
    await button('Vào sổ văn bản đến (số đến tiếp theo: 4)').waitFor();
  });
});
