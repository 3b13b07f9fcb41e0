/**
 * The year's end and the first days of the next, in the window, on a clock that stands there: a book that went on from paper, what
 * is left over on 30 December, two years side by side in January, late entries, the closing and what it refuses, opened again.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../build/electron-host/chromium.ts';
import { electronPath } from '../../build/electron-runtime.ts';
import { deskOf, setUpTraining, typeCode, unlock } from './harness/desk.ts';
import { openWorkstation, type Workstation } from './harness/index.ts';
import { wordsOf } from './harness/words.ts';

// Only the electron-host sets the clock.
const able = electronPath() === undefined && findChromium() !== undefined;
describe.skipIf(!able)('the year’s end in the window [needs chromium]', () => {
  const folder = (name: string): string => mkdtempSync(join(tmpdir(), `tram-van-thu-${name}-`));
  const [profileDir, saveDir] = [folder('e2e-year'), folder('e2e-saved')];
  let station: Workstation;
  const desk = deskOf(() => station);
  const { button, field, menu, said, refused, firstRow, firstPage } = desk;
  const dialog = () => station.page.getByRole('dialog');
  const tab = (name: string) => station.page.getByRole('tab', { name, exact: true }).click();
  const choose = async (label: string, option: string | RegExp) => {
    await station.page.getByLabel(label, { exact: true }).first().click();
    await station.page.getByRole('option', { name: option }).click();
  };
  const printed = (words: string) => station.page.locator('.textLayer span').filter({ hasText: words }).first().waitFor();
  const open = async (at: string): Promise<void> => {
    station = await openWorkstation({ profileDir, saveDir, at, documents: 4 });
  };
  const waiting = async (): Promise<void> => {
    await menu('Văn bản đến');
    await station.page.getByRole('tab', { name: /^Chưa vào sổ/ }).click();
    await firstRow().click();
  };

  beforeAll(() => open('2026-12-30T08:00'));
  afterAll(async () => {
    await station?.close();
    for (const dir of [profileDir, saveDir]) rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  });

  test('30 December: the book goes on from paper; something is registered, something is left over', async () => {
    const { page } = station;
    await typeCode(desk, await setUpTraining(station, desk));
    await desk.allArrived();
    await menu('Cài đặt');
    await page.getByRole('navigation', { name: 'Các phần cài đặt' }).getByRole('button', { name: 'Sổ, số ký hiệu' }).click();
    const book = page.getByRole('article', { name: 'Sổ đăng ký văn bản đến' });
    const first = async (number: string, note?: string): Promise<void> => {
      await book.getByRole('button', { name: 'Số bắt đầu (tiếp sổ giấy)' }).click();
      await field(/^Số đầu tiên trên máy này/).fill(number);
      if (note !== undefined) await field(/^Các số trước đăng ký ở đâu/).fill(note);
      await button('Ghi lại').click();
      await dialog().waitFor({ state: 'detached' });
    };
    // One set by mistake is set back to 01, which has nothing before it to note.
    await first('128', 'ghi nhầm');
    await first('1');
    await first('1287', 'số 01–1286 đăng ký tại sổ giấy, quyển số 2');
    await book.getByText('số 01–1286 đăng ký tại sổ giấy').waitFor();
    await waiting();
    await button(/^Vào sổ văn bản đến \(số đến tiếp theo: 1.287\)/).click();
    await said(/^Đã vào sổ: số đến 1.287, ngày 30\/12\/2026/);
    await button('Soạn văn bản trả lời').click();
    await button('Dùng dự thảo mẫu (tập huấn)').click();
    await page.getByText(/\.pdf ·/).waitFor();
    await button('Ghi dự thảo').click();
    await said('Đã ghi dự thảo.');
    await button('Ký ban hành').click();
    const hint = (await page.getByText(/^Mã PIN tập huấn: /).textContent()) ?? '';
    await field('Mã PIN').fill(hint.replace(/^.*: /, ''));
    await dialog().getByRole('button', { name: 'Ký', exact: true }).click();
    await said('Đã ký xong.');
    await station.close();
  });

  test('4 January: the first number is asked about; an arrival of the old year may still stand in its book, its number shown', async () => {
    await open('2027-01-04T08:00');
    await unlock(desk);
    await waiting();
    await button(/^Vào sổ văn bản đến \(số đến tiếp theo: 1\)/).click();
    await refused(wordsOf('registers.period_unsure'));
    await button('Ngày giờ đúng, vào sổ kỳ 2027').click();
    await said(/Bấm lại việc vừa làm/);
    // Nothing is wrong any more, and nothing says so.
    expect(await station.page.getByText('Chưa thực hiện được').count()).toBe(0);
    await button(/^Vào sổ văn bản đến \(số đến tiếp theo: 1\)/).click();
    await said('Đã vào sổ: số đến 1, ngày 04/01/2027.');
    await waiting();
    await station.page.getByText(/^Văn bản đến từ năm 2026, sổ năm đó chưa khóa/).waitFor();
    await button(/^Đăng ký bổ sung vào sổ 2026 \(số đến 1.288\)/).click();
    await said(/^Đã vào sổ 2026, số đến 1.288/);
  });

  test('what the leader signed for the old year is told before a number of the new one is lost on it', async () => {
    await menu('Văn bản đi');
    await station.page.getByRole('tab', { name: /^Đã ký ban hành/ }).click();
    await firstRow().click();
    await refused('Bản lãnh đạo đã ký in sẵn “năm 2026”, còn số cấp hôm nay là của năm 2027.');
    await button(/^Cấp số và vào sổ văn bản đi \(số 01/).waitFor();
  });

  test('both years stand side by side, each printed and saved as its own', async () => {
    const { page } = station;
    await menu('Hôm nay');
    await button('1 sổ của năm trước chưa khóa').click();
    await tab('Sổ đăng ký');
    const register = page.getByRole('table', { name: 'Sổ đăng ký văn bản đến' });
    for (const [year, numbers] of [
      ['2027', ['1']],
      ['2026', ['1287', '1288']],
    ] as const) {
      await choose('Năm, nhiệm kỳ', year);
      for (const number of numbers) await register.getByRole('cell', { name: number, exact: true }).waitFor();
      await page.getByText(year === '2027' ? 'Số tiếp theo: 2' : 'Số tiếp theo của sổ 2027: 2').waitFor();
      await button('In, xuất sổ').click();
      await page.getByRole('radio', { name: 'Bảng tính (xlsx)' }).check();
      await button('Xuất và lưu').click();
      await dialog().waitFor({ state: 'detached' });
    }
    expect(readdirSync(saveDir).sort()).toEqual(['Sổ đăng ký văn bản đến 2026.xlsx', 'Sổ đăng ký văn bản đến 2027.xlsx']);
    await register.getByText('Đăng ký bổ sung ngày 04/01/2027').waitFor();
    await button('In, xuất sổ').click();
    await page.getByRole('checkbox', { name: /^Có bìa sổ/ }).check();
    await button('Lập bản in').click();
    await firstPage();
    for (const words of ['Từ số 1287 đến số 1288', 'Sổ này bắt đầu từ số 1287']) await printed(words);
    await button('Trở lại').click();
  });

  test('the year is closed over what was seen, by whose order; one stays in it, and its numbers are no longer offered', async () => {
    const { page } = station;
    await tab('Khóa sổ');
    await page.getByRole('heading', { name: 'Sổ đăng ký văn bản đến, 2026' }).waitFor();
    const close = page.getByRole('button', { name: 'Khóa sổ 2026', exact: true });
    expect(await close.isDisabled()).toBe(true);
    for (const box of await page.locator('.closing').getByRole('checkbox').all()) await box.check();
    await field(/^Người cho khóa sổ/).fill('Chánh Văn phòng Trần Văn Mẫu');
    await close.click();
    await firstPage();
    await printed('BIÊN BẢN KHÓA SỔ');
    await button('Trở lại').click();
    await page.getByRole('heading', { name: 'Sổ đăng ký văn bản đến, 2026' }).waitFor();
    await page.getByText(/Người cho khóa sổ: Chánh Văn phòng Trần Văn Mẫu/).waitFor();
    await tab('Sổ đăng ký');
    await button('Việc khác').click();
    await page.getByText('Sổ 2026 đã khóa: không hủy số.').waitFor();
    expect(await page.getByRole('menuitem', { name: /^Hủy số/ }).count()).toBe(0);
    await page.keyboard.press('Escape');
    await waiting();
    await button(/^Vào sổ văn bản đến/).waitFor();
    expect(await page.getByRole('button', { name: /^Đăng ký bổ sung/ }).count()).toBe(0);
  });

  test('opened again with a reason, it takes late entries again, and the closing before is still told', async () => {
    const { page } = station;
    await menu('Sổ và báo cáo');
    await tab('Khóa sổ');
    await button('Mở lại sổ').click();
    await field(/^Lý do mở lại/).fill('Sót một văn bản đến');
    await dialog().getByRole('button', { name: 'Mở lại sổ' }).click();
    await said('Đã mở lại sổ 2026.');
    await page.getByText(/^Lần 1: .* mở lại lúc .*, lý do: Sót một văn bản đến/).waitFor();
    await button(/^Đăng ký bổ sung vào sổ 2026 \(số đến 1.289\)/).waitFor();
  });
});
