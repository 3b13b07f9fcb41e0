/**
 * The desk's many rows, in the window: twenty rows pasted from a spreadsheet and registered at once; a workbook with faults
 * whose list leads to each; a lesson that sees what was done; the report for support; the page for the day the PC is dead.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../build/electron-host/chromium.ts';
import { electronPath } from '../../build/electron-runtime.ts';
import { writeXlsx } from '../../src/formats/table/index.ts';
import { deskOf, setUpTraining, typeCode } from './harness/desk.ts';
import { openWorkstation, type Workstation } from './harness/index.ts';

const able = electronPath() !== undefined || findChromium() !== undefined;

describe.skipIf(!able)('many documents in a row [needs chromium or Electron]', () => {
  let station: Workstation;
  let saved: string;
  const desk = deskOf(() => station);
  const { button, said, menu } = desk;
  const cell = (name: RegExp) => station.page.getByRole('combobox', { name });
  const shot = async (name: string): Promise<void> => {
    const folder = process.env.ENTRY_PICTURES;
    if (folder !== undefined) await station.page.screenshot({ path: `${folder}/${name}.png` });
  };
  const section = (name: string) =>
    station.page.getByRole('navigation', { name: 'Các phần cài đặt' }).getByRole('button', { name, exact: true }).click();
  /** As Ctrl+V does, with what a spreadsheet puts on the clipboard. */
  const paste = (text: string) =>
    station.page.evaluate((pasted) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', pasted);
      document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, text);

  beforeAll(async () => {
    saved = mkdtempSync(join(tmpdir(), 'tvt-entry-'));
    station = await openWorkstation({ saveDir: saved });
    await typeCode(desk, await setUpTraining(station, desk));
    await menu('Văn bản đến');
  });
  afterAll(async () => {
    await station?.close();
    rmSync(saved, { recursive: true, force: true });
  });

  test('twenty rows are pasted, judged and registered with numbers in their order', async () => {
    const { page } = station;
    await button('Nhập nhanh').click();
    await cell(/^Tác giả, dòng 1$/).waitFor();
    const rows = Array.from({ length: 20 }, (_, i) => `Chi cục Mẫu\t${i + 1}/CCM\t20/11/26\tCV\t"Việc thứ ${i + 1},\nhai dòng"`);
    await paste(`${rows.join('\r\n')}\r\n`);
    await said('Đã dán 20 dòng.');
    await page.getByText('20 dòng', { exact: true }).waitFor();
    // One more by the keyboard: what stands above is copied, the rest typed.
    await page.keyboard.press('Control+End');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Home');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Control+d');
    await page.keyboard.press('Tab');
    await page.keyboard.type('21/CCM');
    await page.keyboard.press('Tab');
    await page.keyboard.type('31/2');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Gõ tay');
    await page.keyboard.press('Enter');
    await shot('nhap-nhanh');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('button', { name: 'Dòng 21, Ngày văn bản' }).click();
    await cell(/^Ngày văn bản, dòng 21$/).waitFor();
    await page.keyboard.type('20/11/26');
    await page.keyboard.press('Enter');
    await page.getByText('Không có chỗ sai. 21 văn bản sẵn sàng vào sổ.').waitFor();
    // The sheet is left and registered by keyboard alone.
    await page.keyboard.press('Escape');
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Kiểm tra');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page
      .getByRole('dialog')
      .getByText(/Vào sổ 21 văn bản, số 1 đến 21/)
      .waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Vào sổ' }).click();
    await said('Đã vào sổ 21 văn bản, số 1 đến 21.');
    await page.getByText('Gõ tay').first().waitFor();
  });

  test('a workbook with faults comes in with its columns guessed, and each fault is named with its row and column', async () => {
    const { page } = station;
    const headings = ['STT', 'Số ký hiệu', 'Ngày VB', 'Cơ quan ban hành', 'Trích yếu', 'Độ mật'];
    const rows = [
      ['1', '30/SNV', '46346', 'Sở Nội vụ tỉnh Mẫu', 'Về việc một', ''],
      ['2', '31/SNV', '45/13/2026', 'Sở Nội vụ tỉnh Mẫu', 'Về việc hai', ''],
      ['3', '3/CCM', '20/11/2026', 'Chi cục Mẫu', 'Việc đã có', ''],
      ['4', '33/SNV', '20/11/2026', 'Sở Nội vụ tỉnh Mẫu', 'Bí mật', 'Mật'],
    ];
    await button('Nhập nhanh').click();
    await button('Nhập từ Excel').click();
    const buffer = Buffer.from(writeXlsx({ name: 'Sổ', headings, rows }));
    await page.locator('input[type=file]').setInputFiles({ name: 'so.xlsx', mimeType: 'application/zip', buffer });
    await page.getByText('Tệp có 4 dòng.').waitFor();
    await shot('nhap-tu-excel');
    await button('Đưa 4 dòng vào bảng').click();
    await said('Bỏ 1 dòng ghi độ mật');
    const faults = page.getByRole('complementary', { name: 'Cần xem lại' });
    await faults.getByText('“45/13/2026” không phải là ngày').waitFor();
    // A day number of the spreadsheet is written out.
    await page.getByRole('gridcell', { name: '20/11/2026' }).first().waitFor();
    await faults.getByText(/Văn bản 3\/CCM của Chi cục Mẫu đã có, số đến 3/).waitFor();
    await shot('nhap-nhanh-can-xem-lai');
    await faults.getByRole('button', { name: 'Bỏ dòng này' }).click();
    await faults.getByRole('button', { name: 'Dòng 2, Ngày văn bản' }).click();
    await cell(/^Ngày văn bản, dòng 2$/).waitFor();
    await page.keyboard.type('19/11/26');
    await page.keyboard.press('Enter');
    await page.getByText('Không có chỗ sai. 2 văn bản sẵn sàng vào sổ.').waitFor();
    await button('Kiểm tra và vào sổ').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Vào sổ' }).click();
    await said('Đã vào sổ 2 văn bản, số 22 đến 23.');
  });

  test('a lesson ticks what the learner did, by itself', async () => {
    const { page } = station;
    await menu('Cài đặt');
    await section('Bài tập huấn');
    await page.getByRole('region', { name: 'Văn bản đến đầu tiên' }).getByRole('button', { name: 'Bắt đầu bài này' }).click();
    const panel = page.getByRole('complementary', { name: 'BÀI TẬP HUẤN' });
    await panel.getByRole('button', { name: 'Mở văn bản của bài' }).click();
    await panel.locator('[aria-current=step]').getByText('Vào sổ văn bản đến').first().waitFor();
    await page.getByRole('button', { name: /^Vào sổ văn bản đến \(số đến tiếp theo: 24\)/ }).click();
    await panel.locator('[aria-current=step]').getByText('Ghi ý kiến chỉ đạo').first().waitFor();
    await shot('bai-tap-huan');
    await panel.getByRole('button', { name: 'Thôi học bài này' }).click();
    await panel.waitFor({ state: 'detached' });
  });

  test('the report for support is shown and saved, without the office’s words', async () => {
    const { page } = station;
    await menu('Cài đặt');
    await section('Chẩn đoán');
    await page.getByText('Bước dữ liệu (migration)').waitFor();
    await shot('chan-doan');
    await button('Lưu thành tệp').click();
    await said('Đã lưu tệp chẩn đoán.');
    const [name] = readdirSync(saved).filter((file) => file.endsWith('.txt'));
    const text = readFileSync(join(saved, name ?? ''), 'utf8');
    expect(text).toContain('Số đã cấp: 24');
    expect(text).not.toMatch(/Chi cục Mẫu|Gõ tay|Ví Dụ/);
    await section('Cài đặt ban đầu');
    await page.getByText(/Cài đặt còn thiếu \d+ việc/).waitFor();
    await shot('cai-dat-ban-dau');
    await menu('Quản trị');
    await button('In quy trình khi máy hỏng').click();
    await desk.firstPage();
    await shot('may-hong');
  });
});
