/**
 * Paper from the scanner in the window: the folder is chosen in the system's dialog, what lies there comes by itself, a pass
 * over several papers is parted, a page turned by one key, a paper registered by keyboard in counted steps; what cannot be
 * taken says why and stays where it is.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../build/electron-host/chromium.ts';
import { electronPath } from '../../build/electron-runtime.ts';
import { makePages } from '../bench/ocr/pages.ts';
import { colourTiff, joinTiffs, jpegPage } from '../scanning/pages.ts';
import { deskOf, setUpTraining, typeCode } from './harness/desk.ts';
import { openWorkstation, type Workstation } from './harness/index.ts';
import { wordsOf } from './harness/words.ts';

const hasPdftoppm = spawnSync('pdftoppm', ['-v']).status === 0;
const able = electronPath() !== undefined || findChromium() !== undefined;
/** Seconds a key takes an ordinary typist, and a look at the paper before each field (keystroke-level model: K and M). */
const [KEY_S, LOOK_S] = [0.2, 1.35];

describe.skipIf(!able)('paper from the scanner in the window [needs chromium or Electron]', () => {
  let station: Workstation;
  let folder: string;
  let outside: string;
  let scanned: Buffer;
  const desk = deskOf(() => station);
  const { button, said, refused, menu } = desk;
  const papers = () => station.page.getByRole('region', { name: 'Khay giấy quét' }).getByRole('listitem');
  const thumbs = () => station.page.locator('.scan-strip').getByRole('button');

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tvt-scanner-'));
    const page = (lines: number, seed: number) => colourTiff({ dpi: 100, lines, seed });
    outside = mkdtempSync(join(tmpdir(), 'tvt-outside-'));
    scanned = joinTiffs([await page(24, 1), await page(0, 2), await page(20, 3)]);
    writeFileSync(join(folder, 'mot-lan-quet.tif'), scanned);
    station = await openWorkstation({ env: { TRAM_HOST_OPEN_FILE: folder }, saveDir: outside });
    await typeCode(desk, await setUpTraining(station, desk));
  });
  afterAll(async () => {
    await station?.close();
    for (const path of [folder, outside]) rmSync(path, { recursive: true, force: true });
  });

  test("the scanner's folder is chosen, and what lies there comes by itself", async () => {
    await menu('Cài đặt');
    await station.page.getByRole('navigation', { name: 'Các phần cài đặt' }).getByRole('button', { name: 'Máy quét' }).click();
    await button('Chọn thư mục').click();
    await station.page.getByText(folder).waitFor();
    await menu('Văn bản đến');
    await button('Tiếp nhận văn bản giấy').click();
    await papers().filter({ hasText: 'mot-lan-quet.tif' }).filter({ hasText: '3 trang' }).waitFor();
    expect(readdirSync(folder)).toEqual(['Đã lấy']);
  });

  test('a blank sheet parts two papers; a page is turned by a key, and undone by one', async () => {
    await button('Tách và bỏ trang trắng').click();
    await papers().nth(1).waitFor();
    const large = station.page.locator('.scan-large-sheet');
    await large.locator('img').waitFor();
    const shape = async (): Promise<boolean> => {
      const box = await large.boundingBox();
      return (box?.width ?? 0) > (box?.height ?? 0);
    };
    await thumbs().first().press('r');
    await expect.poll(shape).toBe(true);
    await thumbs().first().press('Control+z');
    await said('Đã hoàn tác: xoay trang.');
    await expect.poll(shape).toBe(false);
  });

  test('a paper is registered by keyboard within three quarters of a minute, counted, and the next one waits', async () => {
    const { page } = station;
    const count = { keys: 0, looks: 0 };
    const type = async (text: string): Promise<void> => {
      count.keys += text.length;
      count.looks++;
      await page.keyboard.type(text);
    };
    const press = async (key: string): Promise<void> => {
      count.keys++;
      await page.keyboard.press(key);
    };
    const focused = () => page.evaluate(() => (document.activeElement as HTMLInputElement | null)?.labels?.[0]?.textContent ?? '');
    await papers().first().getByRole('button').first().focus();
    for (let n = 0; n < 3 && !(await focused()).startsWith('Nơi gửi'); n++) await press('F6');
    if (!(await focused()).startsWith('Nơi gửi')) await desk.field(/^Nơi gửi/).focus();
    await type('Sở Mẫu');
    for (let n = 0; n < 4 && !(await focused()).startsWith('Trích yếu'); n++) await press('Tab');
    await type('Về việc rà soát hộ nghèo, hộ cận nghèo năm 2026');
    for (let n = 0; n < 4 && (await focused()) !== 'Số'; n++) await press('Tab');
    await type('125');
    for (let n = 0; n < 4 && (await focused()) !== 'Ký hiệu'; n++) await press('Tab');
    await type('SM-VP');
    await press('Enter');
    await said('Đã tiếp nhận, số đến 1.');
    const seconds = count.keys * KEY_S + count.looks * LOOK_S;
    expect(seconds).toBeLessThan(45);
    await expect.poll(() => papers().count()).toBe(1);
  });

  test('the registered paper shows its page', async () => {
    await button('Về danh sách').click();
    // Something may have come by the axis meanwhile.
    await station.page.getByRole('row').filter({ hasText: 'rà soát hộ nghèo, hộ cận nghèo' }).first().click();
    await desk.firstPage();
  });

  test('the file of the scanner is listed with it, and saved outside byte for byte', async () => {
    const came = station.page.getByRole('region', { name: 'Tệp như khi đến' });
    await came.getByText('mot-lan-quet.tif').waitFor();
    await came.getByRole('button', { name: 'Lưu ra ngoài' }).click();
    await button('Chọn nơi lưu…').click();
    await said('Đã lưu');
    expect(readFileSync(join(outside, 'mot-lan-quet.tif')).equals(scanned)).toBe(true);
  });

  test.skipIf(!hasPdftoppm)(
    'a worn page is read on this machine; each proposal stands at its place, is taken by the clerk alone, and gets its number [needs pdftoppm]',
    async () => {
      const { page } = station;
      const [worn] = await makePages(1, 11);
      if (!worn) throw new Error('no page');
      await button('Về danh sách').click();
      await button('Tiếp nhận văn bản giấy').click();
      writeFileSync(join(folder, 'cong-van.jpg'), worn.jpeg);
      await papers().filter({ hasText: 'cong-van.jpg' }).getByRole('button').first().click();
      const read = page.getByRole('region', { name: 'Máy đọc giúp' });
      const take = (name: string) => read.getByRole('button', { name: `Lấy: ${name}`, exact: true });
      await take('Số').waitFor({ timeout: 60_000 });
      // Nothing is taken without the clerk's eye: the first key shows where it stands, the second takes it.
      expect(await desk.field('Số').inputValue()).toBe('');
      await page.keyboard.press('F8');
      await page.locator('.place-mark').waitFor();
      expect(await read.getByText('Đã lấy', { exact: false }).count()).toBe(0);
      await page.keyboard.press('F8');
      await read.getByText('Đã lấy', { exact: false }).first().waitFor();
      const left = read.getByRole('button', { name: /^Lấy: / });
      for (let more = await left.count(); more > 0; more = await left.count()) {
        await left.first().click();
        await expect.poll(() => left.count()).toBeLessThan(more);
      }
      expect(await desk.field('Số').inputValue()).toBe(String(worn.document.number));
      expect(await desk.field('Ngày văn bản').inputValue()).toBe(worn.document.date.split('-').reverse().join('/'));
      await button(/^Tiếp nhận và vào sổ \(số đến 2\)/).click();
      await said('Đã tiếp nhận, số đến 2.');
    },
    90_000,
  );

  test('half a picture, an empty file and a folder that is gone are said in words; nothing is lost', async () => {
    await button('Về danh sách').click();
    await button('Tiếp nhận văn bản giấy').click();
    const jpeg = await jpegPage({ dpi: 60, lines: 5 });
    const input = station.page.locator('.scan-drop input[type=file]');
    await input.setInputFiles({ name: 'nua.jpg', mimeType: 'image/jpeg', buffer: jpeg.subarray(0, jpeg.length / 2) });
    await refused(wordsOf('scan.half_file'));
    await input.setInputFiles({ name: 'rong.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(0) });
    await refused(/rong\.jpg/);
    await input.setInputFiles({ name: 'tot.jpg', mimeType: 'image/jpeg', buffer: jpeg });
    await papers().filter({ hasText: 'tot.jpg' }).waitFor();
    renameSync(folder, `${folder}-away`);
    await refused(/Chưa vào được thư mục/);
    renameSync(`${folder}-away`, folder);
    await station.page.getByText('Đang theo dõi máy quét').waitFor();
    expect(await papers().count()).toBe(2);
  });
});
