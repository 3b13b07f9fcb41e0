/** Hồ sơ in the window: a year's list, ticked arrivals put in by one act, the end of a file, its papers, carried out, handed in; search results as a file. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../build/electron-host/chromium.ts';
import { electronPath } from '../../build/electron-runtime.ts';
import { legalDateOf, yearOf } from '../../src/domain/time.ts';
import { checkDossierXml } from '../../src/formats/dossier/index.ts';
import { deskOf, setUpTraining, typeCode } from './harness/desk.ts';
import { openWorkstation, type Workstation } from './harness/index.ts';

const able = electronPath() !== undefined || findChromium() !== undefined;
describe.skipIf(!able)('files (hồ sơ) in the window [needs chromium or Electron]', () => {
  const saveDir = mkdtempSync(join(tmpdir(), 'tram-van-thu-e2e-'));
  const stick = join(saveDir, 'usb');
  let station: Workstation;
  const desk = deskOf(() => station);
  const { button, field, menu, said, firstPage } = desk;
  const dialog = () => station.page.getByRole('dialog');
  const year = () => yearOf(legalDateOf(Date.now()));

  beforeAll(async () => {
    mkdirSync(stick);
    station = await openWorkstation({ saveDir, env: { TRAM_HOST_OPEN_FILE: stick } });
    await typeCode(desk, await setUpTraining(station, desk));
  });
  afterAll(async () => {
    await station?.close();
    rmSync(saveDir, { recursive: true, force: true, maxRetries: 5 });
  });

  test('an entry of the year’s list takes the arrivals that were ticked, in one act; what is not in a book is refused and says why', async () => {
    const { page } = station;
    await menu('Sổ và báo cáo');
    await page.getByRole('tab', { name: 'Hồ sơ', exact: true }).click();
    await page.getByText(`Danh mục năm ${year()} chưa có hồ sơ nào.`).waitFor();
    await button('Thêm vào danh mục').click();
    await field(/^Tiêu đề hồ sơ/).fill(`Tập văn bản chỉ đạo năm ${year()}`);
    await field(/^Số và ký hiệu hồ sơ/).fill('01.VP');
    await button('Ghi lại').click();
    await page.getByRole('button', { name: `Tập văn bản chỉ đạo năm ${year()}` }).waitFor();
    await menu('Văn bản đến');
    const grid = page.getByRole('grid', { name: 'Văn bản đến' });
    // A row that an arrival pushes down under the pointer is not the one that was meant: all are here first.
    await desk.allArrived();
    const tick = async (rows: number): Promise<void> => {
      for (let n = 1; n <= rows; n++) {
        await grid.locator('[role="row"][aria-selected="false"]').first().getByRole('checkbox').check();
        await page.getByRole('group', { name: `Đã đánh dấu ${n} văn bản` }).waitFor();
      }
    };
    const put = async (): Promise<void> => {
      await button('Đưa vào hồ sơ').click();
      await dialog()
        .getByRole('radio', { name: /^01\.VP/ })
        .waitFor();
      await dialog().getByRole('button', { name: 'Đưa vào hồ sơ' }).click();
    };
    await page.getByRole('tab', { name: /^Chưa vào sổ \(([3-9]|\d\d)\)/ }).click();
    await tick(2);
    await button(/^Vào sổ/).click();
    await button(/^Xác nhận vào sổ/).click();
    await dialog().getByRole('status').filter({ hasText: 'Đã xong 2 văn bản' }).waitFor();
    await page.keyboard.press('Enter');
    // What is in the book now is out of this list before anything is ticked in it.
    await page.getByRole('tab', { name: `Chưa vào sổ (${station.documents - 2})`, exact: true }).waitFor();
    await tick(1);
    await put();
    await desk.refused('Văn bản đến chưa vào sổ');
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: /^Đã vào sổ \(2\)/ }).click();
    await tick(2);
    await put();
    await said('Đã đưa 2 văn bản vào hồ sơ 01.VP');
  });

  test('the document shows where it lies; the file closes with its documents, is printed and carried out with sums that fit', async () => {
    const { page } = station;
    await page.getByRole('grid', { name: 'Văn bản đến' }).getByRole('row').nth(1).click();
    await button('01.VP').click();
    const items = page.getByRole('table', { name: 'Văn bản trong hồ sơ' });
    await items.waitFor();
    const count = (await items.getByRole('row').count()) - 1;
    expect(count).toBeGreaterThan(0);
    await button('Kết thúc hồ sơ').click();
    // Neither of its documents is finished: that is to be seen first.
    await dialog().getByRole('checkbox').check();
    await dialog().getByRole('button', { name: 'Kết thúc hồ sơ' }).click();
    await said('Đã kết thúc hồ sơ 01.VP');
    await button('In bìa, mục lục văn bản').click();
    await firstPage();
    await button('Trở lại').click();
    await button('Xuất hồ sơ ra ngoài').click();
    await button('Chọn nơi ghi và xuất').click();
    await said('Đã xuất');
    const [folder = ''] = readdirSync(stick);
    const xml = readFileSync(join(stick, folder, '000 Ho so.xml'), 'utf8');
    expect(checkDossierXml(xml)).toEqual([]);
    expect(xml.match(/<IncomingDocument>/g)).toHaveLength(count);
    const sums = readFileSync(join(stick, folder, '000 SHA256SUMS.txt'), 'utf8')
      .trim()
      .split('\n');
    expect(sums).toHaveLength(readdirSync(join(stick, folder)).length - 1);
  });

  test('it is handed to the archive with its minutes, and what a search found is saved with what was searched for', async () => {
    const { page } = station;
    await button('Về danh mục').click();
    await button('Nộp lưu trữ hiện hành (1)').click();
    await page.getByRole('checkbox', { name: 'Đánh dấu hồ sơ 01.VP' }).check();
    await field(/^Người nhận/).fill('Lê Thị Lưu Trữ');
    await button('Xem biên bản').click();
    await firstPage();
    await button('Trở lại').click();
    await page.getByRole('checkbox', { name: 'Đánh dấu hồ sơ 01.VP' }).waitFor();
    await button('Ghi đã giao nộp 1 hồ sơ').click();
    await said('Đã ghi giao nộp 1 hồ sơ');
    await page.getByText(/người nhận Lê Thị Lưu Trữ/).waitFor();
    await menu('Tra cứu');
    await page.getByRole('searchbox').fill('01.VP');
    await button('Xuất danh sách').click();
    await page.getByRole('radio', { name: 'Văn bản Word (docx)' }).check();
    await button('Xuất và lưu').click();
    await said('Đã lưu Tra cứu');
    expect(readdirSync(saveDir).filter((name) => /^Tra cứu .*\.docx$/.test(name))).toHaveLength(1);
  });
});
