/** Kiểm tra chữ ký số in the window: any file, an arrived document's signed revision and report, whom the machine trusts. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../build/electron-host/chromium.ts';
import { electronPath } from '../../build/electron-runtime.ts';
import { type Desk, deskOf, scannedPdf, setUpTraining, typeCode } from './harness/desk.ts';
import { openWorkstation, type Workstation } from './harness/index.ts';

const able = electronPath() !== undefined || findChromium() !== undefined;

describe.skipIf(!able)('checking signatures in the window [needs chromium or Electron]', () => {
  const profileDir = mkdtempSync(join(tmpdir(), 'tram-van-thu-verify-'));
  let station: Workstation;
  let desk: Desk;
  beforeAll(async () => {
    station = await openWorkstation({ profileDir });
    desk = deskOf(() => station);
    await typeCode(desk, await setUpTraining(station, desk));
    await station.page.getByRole('navigation').waitFor();
  });
  afterAll(async () => {
    await station?.close();
    rmSync(profileDir, { recursive: true, force: true, maxRetries: 5 });
  });

  test('a file that is chosen or dropped anywhere is judged: unsigned, for information only', async () => {
    const { page } = station;
    await desk.menu('Kiểm tra chữ ký');
    const scan = { name: 'quet.pdf', mimeType: 'application/pdf', buffer: await scannedPdf() };
    await page.locator('input[type="file"]').setInputFiles(scan);
    await page.getByRole('region', { name: 'Chữ ký số' }).filter({ hasText: 'chỉ để biết, tham khảo' }).first().waitFor();
    await desk.firstPage();
    await desk.menu('Sổ và báo cáo');
    await page.evaluate(
      (base64) => {
        const data = new DataTransfer();
        const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
        data.items.add(new File([bytes], 'tha.pdf', { type: 'application/pdf' }));
        document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
      },
      (await scannedPdf('Van ban khac')).toString('base64'),
    );
    await page.getByText('tha.pdf').first().waitFor();
    await page.getByRole('region', { name: 'Chữ ký số' }).filter({ hasText: 'chỉ để biết, tham khảo' }).first().waitFor();
  });

  test('an arrived document shows who of the two signed, its signed revision beside the present one, and files its report', async () => {
    const { page } = station;
    await desk.menu('Văn bản đến');
    await desk.allArrived();
    await page.getByRole('grid').getByText('Đủ hai chữ ký').first().click();
    await desk.firstPage();
    await page.getByText('Giá trị như bản gốc cần đủ hai chữ ký số').first().waitFor();
    await desk.button('Xem bản đã ký').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('heading', { name: 'Bản hiện tại', exact: true }).waitFor();
    await dialog.locator('.pdf-page canvas').nth(1).waitFor();
    expect(await dialog.getByRole('region', { name: /Bản đã ký/ }).count()).toBe(1);
    // The agency signed after the person: its number, date and seal are framed on both sides.
    await dialog.getByRole('status').filter({ hasText: 'Có chỗ khác: trang 1' }).waitFor();
    for (const side of [/Bản đã ký/, 'Bản hiện tại'])
      await dialog.getByRole('region', { name: side }).locator('.pdf-spot').first().waitFor();
    await page.keyboard.press('Escape');
    await desk.button('Lập báo cáo (PDF)').click();
    await desk.said('Đã lập báo cáo');
    await page
      .getByRole('tab', { name: /Báo cáo kiểm tra chữ ký số/ })
      .first()
      .waitFor();
  });

  test('the list of trusted authorities names the training root and says that it is for training only', async () => {
    const { page } = station;
    await desk.menu('Cài đặt');
    await desk.button('Chứng thư tin cậy').click();
    await page.getByText('chỉ dùng trong chế độ tập huấn').first().waitFor();
    await page.getByText('RootCA chuyên dùng Chính phủ G2').first().waitFor();
  });
});
