/** What is due in the window: an urgent arrival gets an owner, a day off is set, an outage is confirmed on paper; the connection is tested. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../build/electron-host/chromium.ts';
import { electronPath } from '../../build/electron-runtime.ts';
import { deskOf, setUpTraining, typeCode } from './harness/desk.ts';
import { openWorkstation, type Workstation } from './harness/index.ts';

const able = electronPath() !== undefined || findChromium() !== undefined;
describe.skipIf(!able)('deadlines in the window [needs chromium or Electron]', () => {
  let station: Workstation;
  const desk = deskOf(() => station);
  const { button, field, said, menu } = desk;

  beforeAll(async () => {
    station = await openWorkstation();
    station.page.setDefaultTimeout(30_000);
    await typeCode(desk, await setUpTraining(station, desk));
  });
  afterAll(async () => {
    await station?.close();
  });

  test('an urgent arrival stands over every screen until it is written down who was told', async () => {
    const { page } = station;
    const banner = page.getByRole('alert', { name: 'Văn bản khẩn chưa có người nhận' });
    await banner.first().waitFor();
    await menu('Sổ và báo cáo');
    await banner.first().waitFor();
    const code = (await banner.first().locator('.clamped').textContent()) ?? '';
    await banner.first().getByRole('button', { name: 'Đã báo người xử lý…' }).click();
    await field(/^Người được báo/).fill('đ/c Nguyễn Văn Mẫu');
    await button('Xác nhận đã báo').click();
    await page.getByText(code, { exact: true }).waitFor({ state: 'detached' });
  });
  test('it stays among what is to be done today, and leads to its document, whose history names who was told', async () => {
    const { page } = station;
    await menu('Hôm nay');
    const row = page.getByRole('button', { name: /^Vào sổ đến Hỏa tốc/ }).first();
    await row.click();
    await page.getByText('Đã báo đ/c Nguyễn Văn Mẫu về văn bản khẩn').waitFor();
  });
  test('a day off that the administrator writes down stands in the list at once', async () => {
    const { page } = station;
    await menu('Cài đặt');
    await button('Lịch làm việc').click();
    await page.getByRole('textbox', { name: 'Ngày', exact: true }).fill('24/12/2026');
    await field('Lý do').fill('Nghỉ theo thông báo của tỉnh');
    await button('Ghi ngày này').click();
    await said('Đã ghi cài đặt.');
    const row = page.getByRole('row').filter({ hasText: '24/12/2026' });
    await row.waitFor();
    expect(await row.textContent()).toMatch(/Ngày nghỉ\s*Nghỉ theo thông báo của tỉnh \(đơn vị ghi\)/);
  });
  test('an outage is measured and its confirmation printed', async () => {
    const { page } = station;
    await button('Nhật ký kết nối').click();
    await page.getByText('Chưa có lần gián đoạn nào.').waitFor();
    await button('Ngắt mạng (tập huấn)').click();
    await page.getByRole('row').filter({ hasText: 'đang gián đoạn' }).waitFor();
    await button('Nối lại mạng').click();
    await page.getByRole('row').filter({ hasText: 'đang gián đoạn' }).waitFor({ state: 'detached' });
    await button('In xác nhận').click();
    await page.locator('.pdf-page canvas').first().waitFor();
  });
  test('the connection is tested step by step and said to be usable', async () => {
    const { page } = station;
    await menu('Cài đặt');
    await page.getByRole('button', { name: 'Kết nối', exact: true }).click();
    await button('Kiểm tra kết nối').click();
    await said('Kết nối dùng được.');
    // A wrong secret: the step that failed is named, those before it stand.
    await page.getByLabel('Khóa kết nối').fill('khong-phai-khoa-nay');
    await button('Kiểm tra kết nối').click();
    const step = page.getByRole('row').filter({ hasText: 'Mã hệ thống, khóa' });
    await step.filter({ hasText: 'Chưa được' }).waitFor();
    await page.getByRole('row').filter({ hasText: 'Đường mạng (TCP)' }).filter({ hasNotText: 'Chưa được' }).waitFor();
  });
});
