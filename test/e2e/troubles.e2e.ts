/**
 * What goes wrong at a clerk's desk, in the window: files that are no PDF, the same paper twice, a document for somebody
 * else, a number to be cancelled, a lock in the middle of typing, the core gone, closing with unsaved work.
 */
import { readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../build/electron-host/chromium.ts';
import { electronPath } from '../../build/electron-runtime.ts';
import { deskOf, scannedPdf, setUpTraining, typeCode, unlock } from './harness/desk.ts';
import { openWorkstation, type Workstation } from './harness/index.ts';
import { wordsOf } from './harness/words.ts';

const able = electronPath() !== undefined || findChromium() !== undefined;
const SENDER = 'Hội Nông dân xã Ví Dụ';

/** The child of that process that runs this entry. */
function childOf(parent: number | undefined, entry: string): number {
  for (const name of readdirSync('/proc').filter((n) => /^\d+$/.test(n))) {
    try {
      const [, rest = ''] = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ');
      if (Number(rest.split(' ')[1]) === parent && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(entry)) return Number(name);
    } catch {
      // It ended while we looked.
    }
  }
  throw new Error(`no process runs ${entry}`);
}

describe.skipIf(!able)('troubles at the desk [needs chromium or Electron]', () => {
  let station: Workstation;
  const desk = deskOf(() => station);
  const { button, field, said, refused, menu, firstRow } = desk;
  const choose = (name: string, buffer: Buffer): Promise<void> =>
    station.page.locator('.file-drop input[type=file]').setInputFiles({ name, mimeType: 'application/pdf', buffer });
  const typePaper = async (): Promise<void> => {
    await field(/^Nơi gửi/).fill(SENDER);
    await field(/^Trích yếu nội dung/).fill('Đề nghị cấp giống lúa vụ xuân');
    await field('Số').fill('12');
    await field('Ký hiệu').fill('HND');
    await field('Ngày văn bản').fill('20/11/26');
  };

  beforeAll(async () => {
    station = await openWorkstation();
    await typeCode(desk, await setUpTraining(station, desk));
    await firstRow().waitFor();
  });
  afterAll(() => station?.close());

  test('a scan of no bytes and one that is no PDF are refused with the reason; nothing gets a number', async () => {
    const { page } = station;
    await button('Tiếp nhận văn bản giấy').click();
    await typePaper();
    await choose('rong.pdf', Buffer.alloc(0));
    await refused(wordsOf('files.empty'));
    expect(await page.getByRole('button', { name: /^Bỏ tệp/ }).count()).toBe(0);
    await choose('quet.pdf', Buffer.from('Day la mot tep van ban thuong, khong phai PDF.'));
    await button('Bỏ tệp quet.pdf').waitFor();
    await button(/^Tiếp nhận và vào sổ \(số đến 1\)/).click();
    await refused(wordsOf('files.not_a_pdf'));
    await button('Bỏ tệp quet.pdf').click();
  });

  test('the same paper a second time is asked about before it gets a number', async () => {
    const { page } = station;
    await choose('quet.pdf', await scannedPdf());
    await page.getByText(/quet\.pdf · 1 trang/).waitFor();
    await button(/^Tiếp nhận và vào sổ \(số đến 1\)/).click();
    await said('Đã tiếp nhận, số đến 1.');
    await menu('Văn bản đến');
    await button('Tiếp nhận văn bản giấy').click();
    await typePaper();
    await button(/^Tiếp nhận và vào sổ \(số đến 2\)/).click();
    await refused(wordsOf('documents.duplicate'));
    await button('Là văn bản khác').click();
    await said('Đã tiếp nhận, số đến 2.');
  });

  test('a number is cancelled with its reason and stays in the book', async () => {
    const { page } = station;
    await menu('Sổ và báo cáo');
    await page.getByRole('table', { name: 'Sổ đăng ký văn bản đến' }).waitFor();
    await button('Việc khác').click();
    await station.page.getByRole('menuitem', { name: /^Hủy số/ }).click();
    const dialog = page.getByRole('dialog');
    await field(/^Số cần hủy/).fill('2');
    await field(/^Lý do hủy số/).fill('Vào sổ hai lần');
    await field(/^Người cho phép/).fill('Nguyễn Văn Mẫu');
    await dialog.getByRole('button', { name: 'Hủy số này' }).click();
    await page.getByText('Hủy số: Vào sổ hai lần (người cho phép: Nguyễn Văn Mẫu)').waitFor();
  });

  test('a document for somebody else goes back to its sender with the reason', async () => {
    const { page } = station;
    await menu('Văn bản đến');
    await page.getByRole('tab', { name: /^Chưa vào sổ/ }).click();
    await firstRow().click();
    await button(/^Trả lại nơi gửi/).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: 'Sai nơi nhận' }).click();
    await dialog.getByRole('button', { name: 'Trả lại nơi gửi' }).click();
    await said('Đã trả lại nơi gửi.');
  });

  test('the keyboard alone opens a document and comes back', async () => {
    const { page } = station;
    await menu('Văn bản đến');
    await page.getByRole('tab', { name: /^Tất cả/ }).click();
    await firstRow().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await button('Về danh sách').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('grid').waitFor();
  });

  test('a screen that does not load says so, and the others go on', async () => {
    const { page } = station;
    const assets = join(import.meta.dirname, '..', '..', 'out', 'renderer', 'assets');
    const file = readdirSync(assets).find((name) => /^Queue-.*\.js$/.test(name));
    if (file === undefined) throw new Error('the built page has no such screen');
    renameSync(join(assets, file), join(assets, `${file}.away`));
    try {
      await menu('Chờ gửi');
      await refused('Chưa hiện được màn hình này. Dữ liệu đã lưu vẫn nguyên vẹn.');
      await menu('Văn bản đến');
      await page.getByRole('grid').waitFor();
      // Asked for again it is fetched again.
      await menu('Chờ gửi');
      await refused('Chưa hiện được màn hình này. Dữ liệu đã lưu vẫn nguyên vẹn.');
    } finally {
      renameSync(join(assets, `${file}.away`), join(assets, file));
    }
    await button('Tải lại màn hình').click();
    await unlock(desk);
    await menu('Chờ gửi');
    await page.getByRole('heading', { name: 'Chờ gửi' }).waitFor();
  });

  test('a lock in the middle of typing loses nothing that was typed; a wrong passphrase opens nothing', async () => {
    const { page } = station;
    await menu('Văn bản đến');
    await button('Tiếp nhận văn bản giấy').click();
    await typePaper();
    await button('Khóa màn hình').click();
    await button('Mở trạm').waitFor();
    expect(await page.getByText(SENDER).count()).toBe(0);
    await unlock(desk, 'khong phai mat khau nay');
    await refused(wordsOf('accounts.way_in_refused'));
    await unlock(desk);
    // Right after a wrong try it may have to wait, and says for how long.
    const wait = page.getByRole('alert').filter({ hasText: wordsOf('accounts.wait') });
    await wait.or(page.getByRole('navigation')).first().waitFor();
    if ((await wait.count()) > 0) {
      const seconds = Number(/(\d+) giây/.exec((await wait.textContent()) ?? '')?.[1]);
      await page.waitForTimeout(seconds * 1000);
      await unlock(desk);
    }
    await said('Đã giữ lại nội dung đang nhập');
    expect(await field(/^Nơi gửi/).inputValue()).toBe(SENDER);
    expect(await field('Ngày văn bản').inputValue()).toBe('20/11/2026');
  });

  test('closing with unsaved work stays, and asks', async () => {
    await station.page.close({ runBeforeUnload: true });
    await expect.poll(() => station.output()).toContain('Còn nội dung chưa lưu.');
    expect(await field(/^Nơi gửi/).inputValue()).toBe(SENDER);
  });

  test.skipIf(process.platform !== 'linux')(
    'the core killed in the middle: the page comes back by itself, with what was typed',
    async () => {
      const { page } = station;
      process.kill(childOf(station.pid, 'core.js'), 'SIGKILL');
      await button('Mở trạm').waitFor();
      await unlock(desk);
      await said('Đã giữ lại nội dung đang nhập');
      await field(/^Trích yếu nội dung/).fill('Đề nghị cấp giống lúa vụ hè');
      await button(/^Tiếp nhận và vào sổ \(số đến 3\)/).click();
      await refused(wordsOf('documents.duplicate'));
      await button('Là văn bản khác').click();
      await said('Đã tiếp nhận, số đến 3.');
      await page.getByText(/Đã kết nối Trục liên thông/).waitFor();
    },
  );

  test('told to end, it ends although a form holds unsaved work', async () => {
    await menu('Văn bản đến');
    await button('Tiếp nhận văn bản giấy').click();
    await field(/^Nơi gửi/).fill(SENDER);
    expect(await station.close()).toBe(0);
  });
});
