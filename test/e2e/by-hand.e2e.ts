/**
 * What an outage asks for, in the window: an issued document goes out as plain files with its slip, our key file is saved,
 * a folder without bundles says so, a file that is no key is refused in words; a paper that carries the mark of secrecy is
 * stopped, one that is here already is put together with the first; a book whose numbers the province's system gives.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PDFDocument from 'pdfkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../build/electron-host/chromium.ts';
import { electronPath } from '../../build/electron-runtime.ts';
import { legalDateOf, yearOf } from '../../src/domain/time.ts';
import { deskOf, scannedPdf, setUpTraining, typeCode } from './harness/desk.ts';
import { openWorkstation, type Workstation } from './harness/index.ts';
import { wordsOf } from './harness/words.ts';

const able = electronPath() !== undefined || findChromium() !== undefined;
const font = readFileSync(new URL('../../resources/fonts/Tinos-Bold.ttf', import.meta.url));
function marked(): Promise<Buffer> {
  const pdf = new PDFDocument({ size: 'A4', margin: 0 });
  pdf.registerFont('b', font).font('b').fontSize(13).text('MẬT', 130, 140, { lineBreak: false }).end();
  const parts: Buffer[] = [];
  pdf.on('data', (part: Buffer) => parts.push(part));
  return new Promise((resolve) => pdf.on('end', () => resolve(Buffer.concat(parts))));
}

describe.skipIf(!able)('what an outage asks for [needs chromium or Electron]', () => {
  let station: Workstation;
  let usb: string;
  const desk = deskOf(() => station);
  const { button, field, said, refused, menu } = desk;
  const shot = async (name: string): Promise<void> => {
    const folder = process.env.BY_HAND_PICTURES;
    if (folder !== undefined) await station.page.screenshot({ path: `${folder}/${name}.png` });
  };
  const section = (name: string) =>
    station.page.getByRole('navigation', { name: 'Các phần cài đặt' }).getByRole('button', { name }).click();

  beforeAll(async () => {
    usb = mkdtempSync(join(tmpdir(), 'tvt-usb-'));
    station = await openWorkstation({ saveDir: usb, env: { TRAM_HOST_OPEN_FILE: usb } });
    await typeCode(desk, await setUpTraining(station, desk));
  });
  afterAll(async () => {
    await station?.close();
    rmSync(usb, { recursive: true, force: true });
  });

  test('our key file is saved, a file that is no key is refused, and a folder without bundles says so', async () => {
    await menu('Cài đặt');
    await section('Trao đổi qua USB');
    await station.page.getByText(/(\d{5} ){5}\d{5}/).waitFor();
    await button('Lưu tệp khóa của máy này').click();
    await said('Đã lưu tệp khóa');
    const [name] = readdirSync(usb);
    expect(JSON.parse(readFileSync(join(usb, name ?? ''), 'utf8'))).toMatchObject({ format: 'tram-van-thu/khoa-may', version: 1 });
    const input = station.page.locator('input[type=file]');
    await input.setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{}') });
    await refused(wordsOf('folder.key_file_unreadable'));
    await input.setInputFiles(join(usb, name ?? ''));
    await refused(wordsOf('folder.own_key'));
    await shot('usb');
    await button('Nhận từ USB/thư mục').click();
    await station.page.getByText('Không có gói văn bản nào gửi cho máy này').waitFor();
    await station.page.keyboard.press('Escape');
  });

  async function paper(subject: string, pdf?: Buffer): Promise<void> {
    await menu('Văn bản đến');
    await button('Tiếp nhận văn bản giấy').click();
    await field(/^Nơi gửi/)
      .first()
      .fill('Sở Mẫu');
    await field(/^Trích yếu/)
      .first()
      .fill(subject);
    await field('Số').first().fill('4711');
    await field('Ký hiệu').first().fill('SM-VP');
    if (pdf)
      await station.page
        .locator('.file-drop input[type=file]')
        .setInputFiles({ name: 'quet.pdf', mimeType: 'application/pdf', buffer: pdf });
  }

  test('a paper with the mark of secrecy is stopped at the upload, with what the law asks', async () => {
    await paper('Về việc thử', await marked());
    await refused(wordsOf('documents.secret'));
    await shot('secret');
    await menu('Văn bản đến');
    await button('Bỏ phần chưa ghi').click();
  });

  test('the same paper twice: the first is shown, the second is put together with it', async () => {
    await paper('Về việc hai bản', await scannedPdf());
    await button(/^Tiếp nhận và vào sổ/).click();
    await said(/^Đã tiếp nhận, số đến/);
    await paper('Về việc hai bản');
    await button(/^Tiếp nhận và vào sổ/).click();
    await refused(wordsOf('documents.duplicate'));
    await shot('duplicate');
    await button('Gộp').click();
    await said('Đã gộp vào văn bản đã có.');
    await station.page.getByText(/^Có thêm bản đến qua/).waitFor();
  });

  test('a book whose numbers the province’s system gives offers the number to come', async () => {
    await menu('Cài đặt');
    await section('Phần mềm của tỉnh');
    await station.page
      .getByRole('radio', { name: /để “số: chờ cấp”/ })
      .first()
      .click();
    await said('Đã ghi cài đặt.');
    await menu('Văn bản đến');
    await desk.firstRow().click();
    await shot('pending');
    await menu('Sổ và báo cáo');
    await button('Việc khác').click();
    await station.page.getByRole('menuitem', { name: 'Danh sách nhập phần mềm của tỉnh' }).click();
    await station.page.getByText('Văn bản đã vào sổ trên máy này mà chưa nhập').waitFor();
    await shot('enter');
  });

  test('a day off that the administrator writes down stands in the list at once', async () => {
    const { page } = station;
    const dayOff = `24/12/${yearOf(legalDateOf(Date.now()))}`;
    await menu('Cài đặt');
    await section('Lịch làm việc');
    await page.getByRole('textbox', { name: 'Ngày', exact: true }).fill(dayOff);
    await field('Lý do').fill('Nghỉ theo thông báo của tỉnh');
    await button('Ghi ngày này').click();
    await said('Đã ghi cài đặt.');
    const row = page.getByRole('row').filter({ hasText: dayOff });
    await row.waitFor();
    expect(await row.textContent()).toMatch(/Ngày nghỉ\s*Nghỉ theo thông báo của tỉnh \(đơn vị ghi\)/);
  });
  test('an outage is measured and its confirmation printed', async () => {
    const { page } = station;
    await section('Nhật ký kết nối');
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
