/**
 * What comes through the window's own door and cannot be taken as it is: files that are no scans, half or locked ones, a
 * picture of absurd size, pages that lie on their head or are missing, a date to come, a full disk. Each says so in words,
 * and nothing of what was already there is lost. A scan that is a petition goes out of sight.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../build/electron-host/chromium.ts';
import { electronPath } from '../../build/electron-runtime.ts';
import { hugePng } from '../scanning/absurd.ts';
import { colourTiff, joinTiffs, jpegPage, pdfOf } from '../scanning/pages.ts';
import { canMount, type SmallDisk, smallDisk } from '../support/disk.ts';
import { deskOf, setUpTraining, typeCode } from './harness/desk.ts';
import { openWorkstation, type Workstation } from './harness/index.ts';
import { wordsOf } from './harness/words.ts';

const hasQpdf = spawnSync('qpdf', ['--version']).status === 0;
const able = electronPath() !== undefined || findChromium() !== undefined;
const NAME = 'Phạm Thị Kín Đáo';

describe.skipIf(!able)('scans through the window’s own door [needs chromium or Electron]', () => {
  let station: Workstation;
  let disk: SmallDisk | undefined;
  const desk = deskOf(() => station);
  const { button, field, said, refused, menu } = desk;
  const papers = () => station.page.locator('.scan-group');
  const door = () => station.page.locator('.scan-drop input[type=file]');
  const file = (name: string, buffer: Buffer) => ({ name, mimeType: '', buffer });
  const hints = () => station.page.locator('.scan-hints');

  beforeAll(async () => {
    disk = canMount ? smallDisk(160) : undefined;
    station = await openWorkstation(disk ? { profileDir: join(disk.path, 'profile') } : {});
    await typeCode(desk, await setUpTraining(station, desk));
    await button('Tiếp nhận văn bản giấy').click();
  });
  afterAll(async () => {
    await station?.close();
    disk?.remove();
  });

  test('of several files sent at once the good one is taken, and each of the others is named with its words', async () => {
    const jpeg = await jpegPage({ dpi: 100, lines: 6 });
    const pdf = await pdfOf([jpeg, jpeg], 100);
    const tiff = await colourTiff({ dpi: 100, lines: 4 });
    const half = (whole: Buffer): Buffer => whole.subarray(0, Math.floor(whole.length / 2));
    const dir = mkdtempSync(join(tmpdir(), 'tvt-in-'));
    try {
      const locked: Buffer[] = [];
      if (hasQpdf) {
        writeFileSync(join(dir, 'a.pdf'), pdf);
        execFileSync('qpdf', ['--encrypt', 'mat-khau', 'chu', '256', '--', join(dir, 'a.pdf'), join(dir, 'b.pdf')]);
        locked.push(readFileSync(join(dir, 'b.pdf')));
      }
      const bad = [
        ['rong.pdf', Buffer.alloc(0), 'files.empty'],
        ['nua.pdf', half(pdf), 'files.half_pdf'],
        ['nua.jpg', half(jpeg), 'scan.half_file'],
        ['nua.tif', half(tiff), 'scan.half_file'],
        ['bom.png', hugePng(60_000), 'scan.too_large_page'],
        ...locked.map((bytes) => ['khoa.pdf', bytes, 'files.encrypted_pdf'] as const),
      ] as const;
      // The good one stands behind the bad ones.
      await door().setInputFiles([...bad.map(([name, bytes]) => file(name, bytes)), file('tot.jpg', jpeg)]);
      const told = station.page.getByRole('dialog', { name: `Chưa lấy được ${bad.length}/${bad.length + 1} tệp` });
      await told.waitFor();
      const alert = told.getByRole('alert');
      const words = await alert.getByRole('listitem').allInnerTexts();
      expect(words).toHaveLength(bad.length);
      for (const [n, [name, , code]] of bad.entries()) {
        expect(words[n]).toContain(name);
        expect(words[n]).toMatch(wordsOf(code));
      }
      await papers().filter({ hasText: 'tot.jpg' }).waitFor();
      expect(await papers().count()).toBe(1);
      await station.page.keyboard.press('Escape');
      await told.waitFor({ state: 'hidden' });
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });

  test('a page that is missing between its neighbours is said by its number as soon as they were read', async () => {
    const page = (number: number) => colourTiff({ dpi: 150, lines: 2, number, seed: number });
    await door().setInputFiles(file('thieu.tif', joinTiffs([await page(2), await page(3), await page(5)])));
    await papers().filter({ hasText: 'thieu.tif' }).getByRole('button').first().click();
    await hints()
      .filter({ hasText: /thiếu trang.*4/i })
      .waitFor({ timeout: 60_000 });
  });

  test('a page that lies on its head is said and put upright by one click; the same scan again is not taken twice', async () => {
    const upside = await jpegPage({ dpi: 100, lines: 26, turn: 180 });
    await door().setInputFiles(file('nguoc.jpg', upside));
    await papers().filter({ hasText: 'nguoc.jpg' }).getByRole('button').first().click();
    await hints().filter({ hasText: 'ngược' }).waitFor();
    await hints().getByRole('button', { name: 'Xoay lại' }).click();
    await hints().filter({ hasText: 'ngược' }).waitFor({ state: 'detached' });
    await door().setInputFiles(file('nguoc-lan-hai.jpg', upside));
    await said(wordsOf('scan.same_upload'));
    await said(/nguoc-lan-hai\.jpg”.*“nguoc\.jpg”/);
  });

  test('a day that has not come is said at the form, and the paper stays in the tray', async () => {
    const before = await papers().count();
    await field(/^Nơi gửi/).fill('Sở Mẫu');
    await station.page.getByRole('textbox', { name: /^Trích yếu/ }).fill('Về việc ngày chưa đến');
    await field('Ngày văn bản').fill('31/12/2099');
    await station.page.keyboard.press('Tab');
    await station.page
      .getByText(/Ngày này sau \d\d\/\d\d\/\d{4}/)
      .first()
      .waitFor();
    // Neither it nor a day that is none is left out in silence.
    expect(await button(/^Tiếp nhận và vào sổ/).isDisabled()).toBe(true);
    await field('Ngày văn bản').fill('31/02/2026');
    await station.page.keyboard.press('Enter');
    await station.page.getByText('Ngày chưa đúng').first().waitFor();
    expect(await button(/^Tiếp nhận và vào sổ/).isDisabled()).toBe(true);
    await field('Ngày văn bản').fill('');
    await expect.poll(() => button(/^Tiếp nhận và vào sổ/).isDisabled()).toBe(false);
    expect(await papers().count()).toBe(before);
  });

  test('a scan that is a petition leaves the tray, its name and pages with it', async () => {
    const { page } = station;
    await door().setInputFiles(file(`don ba ${NAME}.jpg`, await jpegPage({ dpi: 100, lines: 8, seed: 9 })));
    await papers().filter({ hasText: NAME }).getByRole('button').first().click();
    await button('Là đơn thư').click();
    await field('Họ tên người gửi đơn').fill(NAME);
    await field(/^Nội dung đơn/).fill('Khiếu nại việc thu hồi đất');
    await button('Vào sổ đơn (số 1)').click();
    await said('Đã vào sổ đơn thư, số 1.');
    await page.getByText(NAME).first().waitFor();
    // Its PDF is made behind the pages that are being read, and is shown by itself then.
    await page.locator('.pdf-page canvas').first().waitFor();
    await menu('Văn bản đến');
    await button('Tiếp nhận văn bản giấy').click();
    await papers().filter({ hasText: 'tot.jpg' }).waitFor();
    expect(await page.getByText(NAME).count()).toBe(0);
  });

  test.skipIf(!canMount)(
    'a full disk is said, nothing that is here is touched, and the same file is taken when there is room [needs a disk]',
    async () => {
      const thick = await pdfOf([await jpegPage({ dpi: 200, noise: 25, seed: 4 })], 200);
      disk?.fill(300_000);
      await door().setInputFiles(file('day.pdf', thick));
      await refused(wordsOf('store.disk_full'));
      expect(await papers().filter({ hasText: 'day.pdf' }).count()).toBe(0);
      disk?.clear();
      await door().setInputFiles(file('day.pdf', thick));
      await papers().filter({ hasText: 'day.pdf' }).waitFor();
      await papers().filter({ hasText: 'tot.jpg' }).waitFor();
    },
  );
});
