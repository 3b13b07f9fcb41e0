/** The desk's work around a document in the window: an invitation, a hand-over, undoing, words in a file, a draft that outlives its window. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../build/electron-host/chromium.ts';
import { electronPath } from '../../build/electron-runtime.ts';
import { deskOf, scannedPdf, setUpTraining, typeCode } from './harness/desk.ts';
import { openWorkstation, type Workstation } from './harness/index.ts';

const able = electronPath() !== undefined || findChromium() !== undefined;
describe.skipIf(!able)('work around a document in the window [needs chromium or Electron]', () => {
  let station: Workstation;
  const desk = deskOf(() => station);
  const { button, field, said, menu, firstPage } = desk;
  const dialog = () => station.page.getByRole('dialog');
  const region = (name: string) => station.page.getByRole('region', { name, exact: true });

  beforeAll(async () => {
    station = await openWorkstation();
    await typeCode(desk, await setUpTraining(station, desk));
    await menu('Văn bản đến');
    await button('Tiếp nhận văn bản giấy').click();
    await field(/^Nơi gửi/).fill('Hội Người cao tuổi xã Ví Dụ');
    await field(/^Trích yếu nội dung/).fill('Mời họp sơ kết lúc 14 giờ 00 ngày 27/11/2030, tại Hội trường xã');
    const scan = { name: 'giay-moi.pdf', mimeType: 'application/pdf', buffer: await scannedPdf('Thanh phan du hop gom truong thon') };
    await station.page.locator('.file-drop input[type=file]').setInputFiles(scan);
    await station.page.getByText(/giay-moi\.pdf · 1 trang/).waitFor();
    await button(/^Tiếp nhận và vào sổ/).click();
    await said(/^Đã tiếp nhận, số đến/);
    await firstPage();
  });
  afterAll(async () => {
    await station?.close();
  });

  test('an invitation is read, confirmed by the clerk, and stands in the week’s list', async () => {
    const { page } = station;
    await page.getByText(/^Văn bản mời họp: 14 giờ 00 .* 27\/11\/2030, tại Hội trường xã/).waitFor();
    await region('Cuộc họp').getByRole('button', { name: 'Ghi lịch họp' }).click();
    expect(
      await dialog()
        .getByRole('textbox', { name: /^Từ giờ/ })
        .inputValue(),
    ).toBe('14:00');
    await dialog().getByRole('textbox', { name: 'Chủ trì' }).fill('Nguyễn Văn Mẫu');
    await dialog().getByRole('button', { name: 'Ghi vào lịch họp' }).click();
    await said('Đã ghi vào lịch họp.');
    await region('Cuộc họp').getByText('Chủ trì: Nguyễn Văn Mẫu').waitFor();
  });

  test('it is handed over on a slip that is shown to be printed, and signed for', async () => {
    const { page } = station;
    await button('Chuyển giao').click();
    await dialog().getByRole('combobox', { name: 'Người nhận' }).fill('Trưởng thôn Ví Dụ');
    await page.keyboard.press('Escape');
    await dialog().getByRole('button', { name: 'Ghi và in phiếu' }).click();
    await dialog().locator('.pdf-page canvas').first().waitFor();
    await page.evaluate(() => {
      Object.assign(window, {
        printed: 0,
        print: () => Object.assign(window, { printed: document.querySelectorAll('.print-pages canvas').length }),
      });
    });
    await dialog().getByRole('button', { name: 'In tệp này' }).click();
    await expect.poll(() => page.evaluate(() => (window as unknown as { printed: number }).printed)).toBe(1);
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    await dialog().getByRole('button', { name: 'Đóng' }).first().click();
    await region('Chuyển giao').getByRole('button', { name: 'Ghi đã ký nhận' }).click();
    await dialog().getByRole('button', { name: 'Ghi đã ký nhận' }).click();
    await said('Đã ghi ký nhận.');
    await region('Chuyển giao')
      .getByText(/^Trưởng thôn Ví Dụ ký nhận ngày/)
      .waitFor();
    await page.getByText(/^Chuyển giao cho Trưởng thôn Ví Dụ, phiếu số 1\//).waitFor();
  });

  test('closing it is taken back by one button; a note is too', async () => {
    const { page } = station;
    await button('Kết thúc – để biết, lưu').click();
    await said('Đã kết thúc văn bản.');
    await page.getByRole('status').getByRole('button', { name: 'Hoàn tác' }).click();
    await said('Đã hoàn tác kết thúc.');
    await button('Ghi ý kiến chỉ đạo').waitFor();
    await button('Thêm ghi chú').click();
    await field('Ghi chú mới').fill('Gọi lại ông Hội trưởng');
    await region('Ghi chú nội bộ').getByRole('button', { name: 'Ghi', exact: true }).click();
    await region('Ghi chú nội bộ').getByRole('button', { name: 'Xóa ghi chú' }).click();
    await page.getByRole('status').getByRole('button', { name: 'Hoàn tác' }).click();
    await region('Ghi chú nội bộ').getByText('Gọi lại ông Hội trưởng').waitFor();
  });

  test('a copy with the ĐẾN stamp is made for paper; words in a file are found without marks, by keyboard', async () => {
    const { page } = station;
    await page.getByRole('button', { name: 'In', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Bản in có dấu đến' }).click();
    await dialog().getByRole('button', { name: 'Lập bản in' }).click();
    await dialog().locator('.pdf-page canvas').first().waitFor();
    await dialog()
      .getByText(/bản in có dấu đến 1/)
      .first()
      .waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+KeyF');
    await field('Tìm trong tệp').fill('trưởng thôn');
    await page.getByRole('status').filter({ hasText: '1/1' }).waitFor();
    await page.keyboard.press('Escape');
    await field('Tìm trong tệp').waitFor({ state: 'detached' });
  });

  test('a draft is kept as it is typed, its faults beside the fields, and is there again after the window was loaded anew', async () => {
    const { page } = station;
    await menu('Văn bản đi');
    await button('Soạn văn bản đi').click();
    await field(/^Trích yếu nội dung/).fill('abc');
    await field('Người ký').focus();
    await page.getByText('Trích yếu quá ngắn để người đọc hiểu.').waitFor();
    await field(/^Trích yếu nội dung/).fill('Về việc báo cáo công tác văn thư');
    await page.getByText(/^Đã lưu phần đang gõ lúc/).waitFor();
    await menu('Hôm nay');
    await page.getByText('Hôm nay không có cuộc họp trong lịch').waitFor();
    await menu('Văn bản đi');
    await button('Soạn văn bản đi').click();
    await page.getByText(/^Đây là phần đang gõ dở, lưu lúc/).waitFor();
    expect(await field(/^Trích yếu nội dung/).inputValue()).toBe('Về việc báo cáo công tác văn thư');
    await button('Bỏ, làm lại từ đầu').click();
    await expect.poll(() => field(/^Trích yếu nội dung/).inputValue()).toBe('');
    // Nothing is left to come back.
    await menu('Hôm nay');
    await menu('Văn bản đi');
    await button('Soạn văn bản đi').click();
    await field(/^Trích yếu nội dung/).waitFor();
    expect(await page.getByText(/^Đây là phần đang gõ dở/).count()).toBe(0);
  });
});
