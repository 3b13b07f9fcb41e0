/**
 * The care of the store in the built window: a backup by the built thread, a restore from the screen and at a first start,
 * a file opened in a program of its own and brought back.
 */
import { appendFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../build/electron-host/chromium.ts';
import { electronPath } from '../../build/electron-runtime.ts';
import { deskOf, PASSPHRASE, setUpTraining, typeCode, unlock } from './harness/desk.ts';
import { openWorkstation, type Workstation } from './harness/index.ts';

const able = findChromium() !== undefined && electronPath() === undefined;
describe.skipIf(!able)('the care of the store in the window [needs chromium and the stand-in for Electron]', () => {
  const profileDir = mkdtempSync(join(tmpdir(), 'tram-van-thu-e2e-'));
  const usb = mkdtempSync(join(tmpdir(), 'tram-van-thu-usb-'));
  const training = join(profileDir, 'profiles', 'training');
  const opened = join(training, 'opened');
  let station: Workstation;
  const desk = deskOf(() => station);
  const { button, menu, said } = desk;
  const start = async (): Promise<void> => {
    station = await openWorkstation({ profileDir, env: { TRAM_HOST_OPEN_FILE: usb, TRAM_HOST_OPENER: '/bin/true' } });
  };
  const waits = () =>
    station.page
      .getByRole('alert')
      .filter({ hasText: /^Dữ liệu này vừa được khôi phục/ })
      .waitFor();

  beforeAll(async () => {
    await start();
    await typeCode(desk, await setUpTraining(station, desk));
  });
  afterAll(async () => {
    await station?.close();
    for (const dir of [profileDir, usb]) rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  });

  test('a file is opened in its program, its changed copy comes back, and nothing stays outside', async () => {
    const { page } = station;
    await menu('Văn bản đến');
    await desk.firstRow().click();
    await button('Mở bằng phần mềm khác').click();
    await page.getByText(/Bản tạm tự xóa khi đóng trạm/).waitFor();
    await button('Mở bản tạm').click();
    await said('Đã mở bản tạm bằng phần mềm khác.');
    const [folder = ''] = readdirSync(opened);
    const [name = ''] = readdirSync(join(opened, folder));
    appendFileSync(join(opened, folder, name), '\n');
    await menu('Văn bản đi');
    await button('Xem').click();
    await button('Đưa bản đã sửa vào kho').click();
    await page.getByRole('button', { name: 'Kèm vào văn bản cũ' }).click();
    await said('Đã kèm bản đã sửa vào văn bản');
    expect(readdirSync(opened)).toEqual([]);
  });

  test('a backup is made by the built thread, and its age stands in the status line', async () => {
    const { page } = station;
    await menu('Quản trị');
    await button('Thêm nơi sao lưu…').click();
    await page.getByRole('table', { name: 'Nơi sao lưu' }).waitFor();
    await button('Sao lưu ngay').click();
    await said(/^Đã sao lưu hôm nay/);
    await page.getByText(/^Sao lưu gần nhất: hôm nay/).waitFor();
  });

  test('what was done stands in the log in words, is found by its kind, and its chain holds', async () => {
    const { page } = station;
    await button('Xem nhật ký').click();
    const rows = page.getByRole('table', { name: 'Các dòng nhật ký' });
    await rows.getByRole('cell', { name: 'Sao lưu', exact: true }).waitFor();
    await page.getByRole('combobox', { name: 'Loại việc' }).fill('Thêm nơi sao lưu');
    await page.getByRole('option', { name: 'Thêm nơi sao lưu', exact: true }).click();
    await page.getByText(/^Hết nhật ký: 1 dòng/).waitFor();
    expect(await rows.getByRole('cell', { name: 'Thêm nơi sao lưu', exact: true }).count()).toBe(1);
    await button('Bỏ lọc').click();
    await rows.getByRole('cell', { name: 'Đăng nhập', exact: true }).first().waitFor();
    await button('Kiểm tra chuỗi').click();
    await page.getByText(/^Đã kiểm tra chuỗi: .* dòng, nguyên vẹn\.$/).waitFor();
    await menu('Quản trị');
    await button('Sao lưu ngay').waitFor();
  });

  test('the desk is handed over to another machine: this one stands still, and the minutes are there to be printed', async () => {
    const { page } = station;
    await page.getByRole('button', { name: 'Bàn giao', exact: true }).click();
    await desk.field('Máy và người nhận').fill('Máy mới – Trần Văn Mẫu');
    await desk.field('Căn cứ (quyết định, phân công)').fill('Quyết định số 12/QĐ-UBND');
    await button('Sao lưu, đọc lại và bàn giao').click();
    await said(/^Đã bàn giao sang Máy mới/);
    await button('Xem, in biên bản').click();
    await desk.firstPage();
    await menu('Văn bản đến');
    await desk.refused(/^Đã bàn giao sang Máy mới/);
  });

  test('a backup is restored from the screen; what was here is set aside', async () => {
    const { page } = station;
    await menu('Quản trị');
    await page.getByRole('button', { name: 'Khôi phục', exact: true }).click();
    await button('Tìm ở các nơi sao lưu').click();
    await button('Mở bản sao lưu').click();
    await button('Khôi phục bản này').click();
    await unlock(desk);
    await waits();
    expect(readdirSync(training).filter((name) => name.startsWith('set-aside-'))).toHaveLength(1);
  });

  test('at a first start the backup is found, opened by its passphrase and put in place', async () => {
    await station.close();
    rmSync(training, { recursive: true });
    await start();
    await button('Khôi phục từ bản sao lưu…').click();
    await button('Chọn thư mục…').click();
    await desk.field('Mật khẩu mở trạm lúc sao lưu').fill(PASSPHRASE);
    await button('Mở bản sao lưu').click();
    await button('Khôi phục bản này').click();
    await said('Đã khôi phục xong.');
    await button('Mở trạm').click();
    await unlock(desk);
    await waits();
    expect(existsSync(join(training, 'store.db'))).toBe(true);
  });
});
