/** Tra cứu in the window: by the keyboard, without marks, by what a file says, with a filter, kept, opened and come back from. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../build/electron-host/chromium.ts';
import { electronPath } from '../../build/electron-runtime.ts';
import { deskOf, scannedPdf, setUpTraining, typeCode } from './harness/desk.ts';
import { openWorkstation, type Workstation } from './harness/index.ts';

const able = electronPath() !== undefined || findChromium() !== undefined;
describe.skipIf(!able)('search in the window [needs chromium or Electron]', () => {
  let station: Workstation;
  const desk = deskOf(() => station);
  const { button, field, said, menu } = desk;
  const box = () => station.page.getByRole('searchbox', { name: 'Tìm văn bản' });
  const results = () => station.page.getByRole('list', { name: 'Kết quả tra cứu' }).getByRole('button', { name: /^(Đến|Đi)/ });

  beforeAll(async () => {
    station = await openWorkstation();
    await typeCode(desk, await setUpTraining(station, desk));
    await menu('Văn bản đến');
    await button('Tiếp nhận văn bản giấy').click();
    await field(/^Nơi gửi/).fill('Công ty Mẫu');
    await field(/^Trích yếu nội dung/).fill('Đề nghị hòa giải việc ranh giới thửa đất');
    const scan = { name: 'don.pdf', mimeType: 'application/pdf', buffer: await scannedPdf('Kinh phi doi ung nam sau') };
    await station.page.locator('.file-drop input[type=file]').setInputFiles(scan);
    await station.page.getByText(/don\.pdf · 1 trang/).waitFor();
    await button(/^Tiếp nhận và vào sổ/).click();
    await said(/^Đã tiếp nhận, số đến/);
  });
  afterAll(async () => {
    await station?.close();
  });

  test('F3 leads to the box; words without marks find it, marked where they stand', async () => {
    const { page } = station;
    await page.keyboard.press('F3');
    await box().waitFor();
    await box().pressSequentially('hoa giai ranh');
    // What was found for the first letters stands until the whole question is answered.
    await expect.poll(() => page.locator('.found mark').allInnerTexts()).toEqual(['hòa', 'giải', 'ranh']);
  });

  test('what only its file says finds it once the file was read', async () => {
    const { page } = station;
    await page.getByText(/^Đang đọc chữ/).waitFor({ state: 'detached', timeout: 60_000 });
    await box().fill('doi ung nam sau');
    const found = async (): Promise<number> => {
      await box().press('Enter');
      return results().count();
    };
    await expect.poll(found, { timeout: 60_000, interval: 700 }).toBe(1);
    await page.locator('.found-mark', { hasText: 'Trong tệp' }).waitFor();
  });

  test('a filter narrows it, shows itself and goes again; the search is kept under a name and found again', async () => {
    const { page } = station;
    await box().fill('hòa giải');
    await button('Điều kiện').click();
    await page.getByRole('combobox', { name: 'Văn bản', exact: true }).click();
    await page.getByRole('option', { name: 'Văn bản đi' }).click();
    await page.getByText('Không có văn bản nào khớp.').waitFor();
    await button('Lưu tìm kiếm này').click();
    await field('Tên tìm kiếm').fill('Hòa giải');
    await page.keyboard.press('Enter');
    await said('Đã lưu tìm kiếm “Hòa giải”.');
    await button('Bỏ điều kiện: Văn bản đi').click();
    await results().first().waitFor();
    await button('Tìm lại: Hòa giải').click();
    await page.getByText('Không có văn bản nào khớp.').waitFor();
    await button('Bỏ hết điều kiện').click();
    await results().first().waitFor();
  });

  test('the keyboard goes from the box to a document and back to the same place; a correction is in its history', async () => {
    const { page } = station;
    await box().press('ArrowDown');
    await page.keyboard.press('Enter');
    await button('Sửa thông tin').click();
    await page
      .getByRole('dialog')
      .getByRole('textbox', { name: /^Trích yếu/ })
      .fill('Đề nghị hòa giải việc ranh giới thửa đất số 7');
    await page
      .getByRole('dialog')
      .getByRole('textbox', { name: /^Lý do sửa/ })
      .fill('ghi thiếu số thửa');
    await button('Ghi thông tin đã sửa').click();
    await said('Đã sửa thông tin văn bản.');
    await page.getByText('Sửa thông tin văn bản: ghi thiếu số thửa').waitFor();
    await page
      .getByRole('listitem')
      .filter({ hasText: 'ghi thiếu số thửa' })
      .getByRole('button', { name: 'Xem 1 thông tin đã đổi' })
      .click();
    await page.locator('.changes ins', { hasText: 'thửa đất số 7' }).waitFor();
    await button('Về tra cứu').click();
    await results().filter({ hasText: 'thửa đất số 7' }).waitFor();
    expect(await box().inputValue()).toBe('hòa giải');
  });
});
