/**
 * What is not to be lost, and what goes for good, walked in the window: files dropped on it, a draft under a killed program,
 * packages that were set aside with each of their acts, one document's file taken back out of a backup, records destroyed once a
 * second person agrees. One workstation, killed once on the way.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findChromium } from '../../build/electron-host/chromium.ts';
import { electronPath } from '../../build/electron-runtime.ts';
import { legalDateOf, yearOf } from '../../src/domain/time.ts';
import { packageBytes } from '../exchange/support.ts';
import { deskOf, scannedPdf, setUpTraining, typeCode, unlock } from './harness/desk.ts';
import { openWorkstation, type Workstation } from './harness/index.ts';
import { killAll } from './harness/kill.ts';
import { wordsOf } from './harness/words.ts';

const able = findChromium() !== undefined && electronPath() === undefined;
const SECOND = 'Nguyễn Thị Lãnh Đạo';
const TYPED = 'Hội Nông dân xã Ví Dụ';
const REASON = 'Thiếu phụ lục II, đề nghị gửi lại';
const THEIRS = 'vuon cay ben suoi';

describe.skipIf(!able || process.platform !== 'linux')('what is kept and what goes [needs chromium and the stand-in for Electron]', () => {
  const profileDir = mkdtempSync(join(tmpdir(), 'tram-van-thu-keeping-'));
  const usb = mkdtempSync(join(tmpdir(), 'tram-van-thu-usb-'));
  const saveDir = mkdtempSync(join(tmpdir(), 'tram-van-thu-saved-'));
  const vault = join(profileDir, 'profiles', 'training', 'vault');
  let station: Workstation;
  const desk = deskOf(() => station);
  const { button, field, said, menu, firstRow, firstPage } = desk;
  const dialog = () => station.page.getByRole('dialog');
  const start = async (): Promise<void> => {
    station = await openWorkstation({ profileDir, saveDir, noDoors: true, env: { TRAM_HOST_OPEN_FILE: usb, TRAM_HOST_ANSWER: '1' } });
  };
  /** As a file manager does: over the window first, then let go. Says what the strip says before. */
  const drop = async (name: string, type: string, bytes: Buffer): Promise<string> => {
    const { page } = station;
    const data = await page.evaluateHandle(
      ({ name, type, base64 }) => {
        const all = new DataTransfer();
        all.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name, { type }));
        return all;
      },
      { name, type, base64: bytes.toString('base64') },
    );
    await page.dispatchEvent('body', 'dragover', { dataTransfer: data });
    const strip = page.locator('.drop-strip');
    await strip.waitFor();
    const words = (await strip.textContent()) ?? '';
    await page.dispatchEvent('body', 'drop', { dataTransfer: data });
    return words;
  };
  const vaultFiles = (): string[] =>
    readdirSync(vault, { recursive: true, encoding: 'utf8' }).filter((file) => statSync(join(vault, file)).isFile());

  /** Whatever a step before left open is given up. */
  const home = async (name: string): Promise<void> => {
    const { page } = station;
    for (let n = 0; n < 4 && (await page.getByRole('dialog').count()) > 0; n++) {
      await page.keyboard.press('Escape');
      await page.waitForTimeout(200);
    }
    await menu(name);
    if ((await button('Bỏ phần chưa ghi').count()) > 0) await button('Bỏ phần chưa ghi').click();
  };
  const shots = process.env.TVT_SHOTS;
  beforeEach(({ onTestFailed, task }) => {
    onTestFailed(async () => {
      if (shots) await station.page.screenshot({ path: join(shots, `keeping-${task.name.slice(0, 24).replace(/\W/g, '-')}.png`) });
    });
  });
  beforeAll(async () => {
    await start();
    await typeCode(desk, await setUpTraining(station, desk));
    await firstRow().waitFor();
  });
  afterAll(async () => {
    await station?.close();
    for (const dir of [profileDir, usb, saveDir]) rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  });

  describe('dropped on the window', () => {
    test('a PDF on the arrivals goes to the tray of papers, on what we issue it begins a draft; what is neither is told in words', async () => {
      const { page } = station;
      expect(await drop('giay-moi.pdf', 'application/pdf', await scannedPdf())).not.toBe('');
      await page.getByRole('heading', { name: /giấy/i }).first().waitFor();
      await page.getByText('giay-moi.pdf').first().waitFor();
      await button('Bỏ khỏi khay').click();
      await page.getByText('giay-moi.pdf').first().waitFor({ state: 'detached' });
      await menu('Văn bản đi');
      await drop('ghi-am.mp3', 'audio/mpeg', Buffer.from('ID3'));
      await dialog().getByText(wordsOf('drop.not_pdf_or_office')).waitFor();
      await page.keyboard.press('Escape');
      await dialog().waitFor({ state: 'detached' });
      await drop('du-thao.pdf', 'application/pdf', await scannedPdf('Du thao'));
      await field(/^Trích yếu nội dung/).waitFor();
      await page
        .getByText(/du-thao\.pdf ·/)
        .first()
        .waitFor();
    });
  });

  let code = '';
  describe('a killed program', () => {
    test('a draft that was typed is there again after everything was killed, with its file', async () => {
      const { page } = station;
      await field(/^Trích yếu nội dung/).fill('Về việc kiểm kê tài sản cuối năm');
      await page.getByText(/^Đã lưu phần đang gõ lúc/).waitFor();
      await menu('Văn bản đến');
      await firstRow().click();
      // By its code, as it stands in the document itself: more may arrive above it.
      await button(/^Trả lại nơi gửi/).waitFor();
      code = (await page.getByRole('heading', { level: 2 }).textContent())?.split(' ').at(-1) ?? '';
      expect(code).toMatch(/^\d+\//);
      await button(/^Trả lại nơi gửi/).click();
      await dialog().getByRole('radio', { name: 'Thiếu phụ lục' }).check();
      await dialog().getByRole('textbox', { name: 'Nội dung trả lại' }).fill(REASON);
      await dialog()
        .getByText(/^Đã lưu phần đang gõ lúc/)
        .waitFor();
      // The page alone dies first: whoever signs in again goes on.
      await page.reload();
      await unlock(desk);
      await menu('Văn bản đến');
      await button('Tiếp nhận văn bản giấy').click();
      for (const name of ['giay-mot.pdf', 'giay-hai.pdf']) {
        await page
          .locator('.scan-drop input[type=file]')
          .setInputFiles({ name, mimeType: 'application/pdf', buffer: await scannedPdf(name) });
        await page.getByText(name).first().waitFor();
      }
      await page.locator('.scan-tray').getByText('giay-hai.pdf').click();
      await page.locator('.scan-in-form').getByText('giay-hai.pdf').waitFor();
      await field(/^Nơi gửi/).fill(TYPED);
      await field('Ngày văn bản').fill('20/11/26');
      await field(/^Trích yếu nội dung/).fill('Đề nghị sửa đường');
      await page.getByText(/^Đã lưu phần đang gõ lúc/).waitFor();
      killAll(station.pid ?? 0);
      await station.close();
      await start();
      await unlock(desk);
      await menu('Văn bản đi');
      await button('Soạn văn bản đi').click();
      await station.page.getByText(/^Đây là phần đang gõ dở, lưu lúc/).waitFor();
      expect(await field(/^Trích yếu nội dung/).inputValue()).toBe('Về việc kiểm kê tài sản cuối năm');
      await station.page
        .getByText(/du-thao\.pdf ·/)
        .first()
        .waitFor();
    });
    test('a paper arrival goes on where it was left, with the hour; begun anew, or left on purpose, it is not shown again', async () => {
      const { page } = station;
      const restored = page.getByText(/^Đã khôi phục phần đang nhập dở lúc \d\d\/\d\d\/\d{4}, \d/);
      const form = async (): Promise<void> => {
        await menu('Văn bản đến');
        await button('Tiếp nhận văn bản giấy').click();
        await field(/^Nơi gửi/).waitFor();
      };
      await form();
      await restored.waitFor();
      expect([await field(/^Nơi gửi/).inputValue(), await field('Ngày văn bản').inputValue()]).toEqual([TYPED, '20/11/2026']);
      expect(await field(/^Trích yếu nội dung/).inputValue()).toBe('Đề nghị sửa đường');
      // For its own paper, not for the uppermost one.
      await page.locator('.scan-in-form').getByText('giay-hai.pdf').waitFor();
      if (shots) await page.screenshot({ path: join(shots, 'keeping-restored.png') });
      await page.getByRole('button', { name: 'Bỏ, làm lại từ đầu' }).click();
      await restored.waitFor({ state: 'detached' });
      expect([await field(/^Nơi gửi/).inputValue(), await field('Ngày văn bản').inputValue()]).toEqual(['', '']);
      await form();
      expect(await restored.count()).toBe(0);
      await page.locator('.scan-in-form').getByText('giay-mot.pdf').waitFor();
      for (const name of ['giay-mot.pdf', 'giay-hai.pdf']) {
        await page.locator('.scan-in-form').getByText(name).waitFor();
        await button('Bỏ khỏi khay').click();
      }
      await page.getByText('giay-hai.pdf').first().waitFor({ state: 'detached' });
      await field(/^Nơi gửi/).fill(TYPED);
      await page.getByText(/^Đã lưu phần đang gõ lúc/).waitFor();
      if (shots) await page.screenshot({ path: join(shots, 'keeping-kept.png') });
      await menu('Văn bản đi');
      await button('Bỏ phần chưa ghi').click();
      await form();
      expect([await restored.count(), await field(/^Nơi gửi/).inputValue()]).toEqual([0, '']);
    });
  });

  describe('a dialogue half filled in', () => {
    const restored = () => dialog().getByText(/^Đã khôi phục phần đang nhập dở lúc \d\d\/\d\d\/\d{4}, \d/);
    const keptNow = () =>
      dialog()
        .getByText(/^Đã lưu phần đang gõ lúc/)
        .waitFor();
    const words = () => dialog().getByRole('textbox', { name: 'Nội dung trả lại' });
    const openReturn = async (): Promise<void> => {
      await button(/^Trả lại nơi gửi/).click();
      await words().waitFor();
    };
    test('is there again over a page and a program that died, says so, and is thrown away or cancelled for good', async () => {
      const { page } = station;
      await home('Văn bản đến');
      await page.getByPlaceholder(/^Trích yếu, số ký hiệu/).fill(code);
      const rows = page.getByRole('grid').getByRole('row').filter({ hasText: 'chưa vào sổ' });
      await expect.poll(() => rows.count()).toBe(1);
      await rows.first().click();
      await openReturn();
      await restored().waitFor();
      expect(await words().inputValue()).toBe(REASON);
      expect(await dialog().getByRole('radio', { name: 'Thiếu phụ lục' }).isChecked()).toBe(true);
      if (shots) await page.screenshot({ path: join(shots, 'keeping-dialog.png') });
      await dialog().getByRole('button', { name: 'Bỏ, làm lại từ đầu' }).click();
      await restored().waitFor({ state: 'detached' });
      expect([await words().inputValue(), await dialog().getByRole('radio', { checked: true }).count()]).toEqual(['', 0]);
      await words().fill('Gửi nhầm');
      await keptNow();
      await dialog().getByRole('button', { name: 'Thôi' }).click();
      await dialog().getByRole('button', { name: 'Bỏ phần chưa ghi' }).click();
      await dialog().waitFor({ state: 'detached' });
      await openReturn();
      expect([await restored().count(), await words().inputValue()]).toEqual([0, '']);
      await page.keyboard.press('Escape');
    });
    test('of many ticked rows, and of a setting, keeps its words over a page that died, and never a secret', async () => {
      const { page } = station;
      const SAID = 'Giao xem và báo cáo trước thứ Sáu';
      const many = async (): Promise<void> => {
        await home('Văn bản đến');
        await page.getByRole('grid').getByRole('row').nth(1).getByRole('checkbox').check();
        await button('Giao xử lý').click();
        await dialog().getByRole('textbox', { name: 'Ý kiến chỉ đạo giải quyết' }).waitFor();
      };
      const organ = async (): Promise<void> => {
        await home('Cài đặt');
        await page.getByRole('navigation', { name: 'Các phần cài đặt' }).getByRole('button', { name: 'Cơ quan', exact: true }).click();
        await button('Thêm cơ quan').click();
        await dialog().getByRole('textbox', { name: 'Tên cơ quan' }).waitFor();
      };
      const secret = () => dialog().locator('input[type=password]');
      await many();
      await dialog().getByRole('textbox', { name: 'Ý kiến chỉ đạo giải quyết' }).fill(SAID);
      await keptNow();
      await page.reload();
      await unlock(desk);
      await organ();
      await dialog().getByRole('textbox', { name: 'Tên cơ quan' }).fill('Hội đồng nhân dân xã Ví Dụ');
      await dialog().getByRole('checkbox', { name: 'Kết nối Trục liên thông' }).check();
      await secret().fill('khoa-rat-kin');
      await keptNow();
      await page.reload();
      await unlock(desk);
      await organ();
      await restored().waitFor();
      expect([await dialog().getByRole('textbox', { name: 'Tên cơ quan' }).inputValue(), await secret().inputValue()]).toEqual([
        ...['Hội đồng nhân dân xã Ví Dụ', ''],
      ]);
      if (shots) await page.screenshot({ path: join(shots, 'keeping-organ.png') });
      await dialog().getByRole('button', { name: 'Bỏ, làm lại từ đầu' }).click();
      await dialog().getByRole('button', { name: 'Thôi' }).click();
      await dialog().waitFor({ state: 'detached' });
      await many();
      await restored().waitFor();
      expect(await dialog().getByRole('textbox', { name: 'Ý kiến chỉ đạo giải quyết' }).inputValue()).toBe(SAID);
      if (shots) await page.screenshot({ path: join(shots, 'keeping-many.png') });
      await dialog().getByRole('button', { name: 'Thôi' }).click();
      await dialog().getByRole('button', { name: 'Bỏ phần chưa ghi' }).click();
      await dialog().waitFor({ state: 'detached' });
      await button('Bỏ đánh dấu').click();
    });
    test('goes with the window that is closed over it on purpose', async () => {
      const openPetition = async (): Promise<void> => {
        await menu('Giấy, đơn thư');
        await station.page.getByRole('tab', { name: /^Đơn thư/ }).click();
        await button('Vào sổ đơn').click();
        await dialog().getByRole('textbox', { name: 'Họ tên người gửi đơn' }).waitFor();
      };
      await home('Văn bản đến');
      await openPetition();
      await dialog().getByRole('textbox', { name: 'Họ tên người gửi đơn' }).fill('Trần Thị Mẫu');
      await keptNow();
      const gone = station.page.waitForEvent('close');
      process.kill(station.pid ?? 0, 'SIGWINCH');
      await gone;
      await station.close();
      await start();
      await unlock(desk);
      await openPetition();
      // What was kept would be asked for before anything is drawn of it.
      await dialog()
        .getByRole('textbox', { name: /^Nội dung đơn/ })
        .fill('Đường ngập');
      await keptNow();
      expect([await restored().count(), await dialog().getByRole('textbox', { name: 'Họ tên người gửi đơn' }).inputValue()]).toEqual([
        0,
        '',
      ]);
      await dialog().getByRole('button', { name: 'Thôi' }).click();
      await dialog().getByRole('button', { name: 'Bỏ phần chưa ghi' }).click();
    });
  });

  describe('packages that were set aside', () => {
    let bytes: Buffer = Buffer.alloc(0);
    const row = (text: string | RegExp) =>
      station.page.getByRole('table', { name: 'Văn bản lỗi, chờ xử lý' }).getByRole('row').filter({ hasText: text });
    test('a package that is dropped waits for a person with its reason; a second time it is refused by name', async () => {
      const { page } = station;
      await home('Văn bản đến');
      bytes = await packageBytes({ from: 'H99.01', to: ['H99.2'], number: '9' });
      await drop('goi-9.edxml', '', bytes);
      await said(/Đã giữ gói văn bản “goi-9\.edxml”/);
      await row(wordsOf('folder.opened_file')).waitFor();
      await drop('goi-9.edxml', '', bytes);
      await dialog().getByText(wordsOf('folder.opened_again')).waitFor();
      await page.keyboard.press('Escape');
      await drop(
        'hong.edxml',
        '',
        Buffer.from('<?xml version="1.0"?><edXML:Envelope xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016"/>'),
      );
      await expect.poll(() => row(/tep-|hong|goi/).count()).toBe(2);
    });
    test('it is saved as it came, read again, returned with its reason; what names no sender cannot be returned and is closed with a note', async () => {
      const { page } = station;
      const first = row(wordsOf('folder.opened_file')).first();
      await first.click();
      await dialog().getByRole('button', { name: 'Lưu bản gốc ra ngoài' }).click();
      await said('Đã lưu bản gốc ra ngoài');
      const [saved = ''] = readdirSync(saveDir);
      expect(readFileSync(join(saveDir, saved))).toEqual(bytes);
      await first.click();
      await dialog().getByRole('button', { name: 'Đọc lại' }).click();
      await said('Trạm đang đọc lại gói tin.');
      await first.waitFor();
      await first.focus();
      await page.keyboard.press('t');
      await dialog().getByRole('radio', { name: 'Lý do khác' }).check();
      expect(await dialog().getByRole('button', { name: 'Trả lại nơi gửi' }).isDisabled()).toBe(true);
      await dialog().getByRole('textbox').last().fill('Gói này không rõ người chuyển.');
      await dialog().getByRole('button', { name: 'Trả lại nơi gửi' }).click();
      await said('Đã trả lại.');
      await row(/Đã trả lại lúc/).waitFor();
      const other = row('Chờ xử lý').first();
      await other.click();
      await dialog().getByRole('button', { name: 'Trả lại nơi gửi' }).click();
      await dialog().getByRole('radio').first().check();
      await dialog().getByRole('button', { name: 'Trả lại nơi gửi' }).click();
      await dialog()
        .getByRole('alert')
        .filter({ hasText: wordsOf('documents.package_not_returnable') })
        .waitFor();
      await dialog().getByRole('button', { name: 'Thôi' }).click();
      await other.click();
      await dialog().getByRole('button', { name: 'Đã xử lý xong' }).click();
      await dialog().getByRole('textbox').last().fill('Đã gọi nơi gửi.');
      await dialog().getByRole('button', { name: 'Đã xử lý xong' }).click();
      await said('Đã đánh dấu xử lý xong.');
      await row(/Đã xử lý xong lúc/).waitFor();
    });
  });

  const ARRIVAL = 'Hội Nông dân xã Ví Dụ';
  describe('one document out of a backup', () => {
    test('a file that is gone from the store comes back out of the backup, and the document opens again', async () => {
      const { page } = station;
      const before = new Set(vaultFiles());
      await home('Văn bản đến');
      await button('Tiếp nhận văn bản giấy').click();
      await field(/^Nơi gửi/).fill(ARRIVAL);
      await field(/^Trích yếu nội dung/).fill('Đề nghị cấp giống lúa vụ xuân');
      await field('Số').fill('12');
      await field('Ký hiệu').fill('HND');
      await field('Ngày văn bản').fill('20/11/26');
      await page
        .locator('.file-drop input[type=file]')
        .first()
        .setInputFiles({ name: 'quet.pdf', mimeType: 'application/pdf', buffer: await scannedPdf('Giong lua') });
      await page.getByText(/quet\.pdf · 1 trang/).waitFor();
      await button(/^Tiếp nhận và vào sổ/).click();
      await said(/^Đã tiếp nhận, số đến 1/);
      await firstPage();
      await menu('Văn bản đến');
      await page.getByRole('tab', { name: /^Đã vào sổ \(1\)/ }).click();
      await firstRow().getByRole('checkbox').check();
      await button('Kết thúc – để biết, lưu').click();
      await button('Kết thúc 1 văn bản').click();
      await said(/Đã xong\.$/);
      await menu('Quản trị');
      await button('Thêm nơi sao lưu…').click();
      await page.getByRole('table', { name: 'Nơi sao lưu' }).waitFor();
      await button('Sao lưu ngay').click();
      await said(/^Đã sao lưu hôm nay/);
      const mine = vaultFiles().filter((file) => !before.has(file));
      expect(mine.length).toBeGreaterThan(0);
      for (const file of mine) rmSync(join(vault, file));
      await page.getByRole('button', { name: 'Khôi phục', exact: true }).click();
      const part = page.getByRole('region', { name: 'Lấy lại tệp của một văn bản' });
      await part.getByRole('button', { name: 'Tìm ở các nơi sao lưu' }).click();
      await part.getByRole('button', { name: 'Mở bản sao lưu' }).click();
      await part.getByLabel('Trích yếu, nơi gửi hoặc số ký hiệu').fill('giống lúa');
      await part.getByRole('button', { name: 'Tìm', exact: true }).click();
      await part.getByRole('button', { name: /^Xem/ }).first().click();
      await part.getByText('trong kho bị hỏng hoặc mất').first().waitFor();
      await part.getByRole('button', { name: 'Lấy lại tệp bị mất' }).click();
      await part
        .getByRole('status')
        .filter({ hasText: /^Đã lấy lại \d+ tệp/ })
        .waitFor();
      await part.getByText('trong kho còn nguyên').first().waitFor();
      for (const file of mine) expect(vaultFiles()).toContain(file);
      await menu('Văn bản đến');
      await page.getByRole('tab', { name: /^Tất cả/ }).click();
      await page.getByRole('grid').getByRole('row').filter({ hasText: ARRIVAL }).click();
      await firstPage();
    });
  });

  describe('records that are destroyed', () => {
    test('nobody agrees alone; a wrong passphrase of the second person destroys nothing; with theirs the file is gone, number and decision stay', async () => {
      const { page } = station;
      await home('Cài đặt');
      await page.getByRole('navigation', { name: 'Các phần cài đặt' }).getByRole('button', { name: 'Người dùng', exact: true }).click();
      await button('Thêm người').click();
      await field(/^Họ tên/).fill(SECOND);
      await page.getByRole('checkbox', { name: 'Lãnh đạo' }).check();
      await field('Mật khẩu (từ 10 ký tự)').fill(THEIRS);
      await field('Nhập lại mật khẩu').fill(THEIRS);
      await button('Ghi lại').click();
      await said(`Đã ghi thông tin của ${SECOND}.`);
      await menu('Quản trị');
      await page
        .getByRole('button', { name: /^Tiêu hủy/ })
        .first()
        .click();
      await button('Đề nghị tiêu hủy').click();
      await page.getByRole('textbox', { name: 'Từ ngày' }).fill('01/01/2020');
      await page.getByRole('textbox', { name: 'Đến ngày' }).fill(`31/12/${yearOf(legalDateOf(Date.now()))}`);
      await page.getByLabel('Trích yếu, nơi gửi hoặc số ký hiệu').fill('giống lúa');
      await button('Tìm').click();
      await page.getByRole('table', { name: 'Văn bản' }).waitFor();
      await field('Số, ký hiệu quyết định').fill('15/QĐ-UBND');
      await page.getByRole('textbox', { name: 'Ngày quyết định' }).fill('20/11/2026');
      await field('Người ký quyết định').fill('Nguyễn Văn Mẫu');
      await field('Hội đồng xét (biên bản, thành viên)').fill('Biên bản số 3');
      await page
        .locator('.file-drop input[type=file]')
        .first()
        .setInputFiles({ name: 'quyet-dinh.pdf', mimeType: 'application/pdf', buffer: await scannedPdf('Quyet dinh') });
      await page.getByText(/quyet-dinh\.pdf ·/).waitFor();
      await button('Đề nghị tiêu hủy 1 văn bản').click();
      const agree = page.getByRole('button', { name: 'Đồng ý và tiêu hủy' });
      await page.getByRole('checkbox', { name: 'Đã đối chiếu danh sách với quyết định' }).check();
      expect(await agree.isDisabled()).toBe(true);
      const files = vaultFiles().length;
      await page.getByLabel('Mật khẩu mở trạm của người đó').fill('khong phai mat khau nay');
      await agree.click();
      await page
        .getByRole('alert')
        .filter({ hasText: wordsOf('accounts.way_in_refused') })
        .waitFor();
      expect(vaultFiles().length).toBe(files);
      // Right after a wrong try it may have to wait, and says for how long.
      const wait = page.getByRole('alert').filter({ hasText: wordsOf('accounts.wait') });
      for (let tries = 0; tries < 3; tries++) {
        await page.getByLabel('Mật khẩu mở trạm của người đó').fill(THEIRS);
        await agree.click();
        await wait
          .or(page.getByText(/^Đã xóa hẳn \d+ tệp/))
          .first()
          .waitFor();
        if ((await wait.count()) === 0) break;
        await page.waitForTimeout(1_000 * Number(/(\d+) giây/.exec((await wait.textContent()) ?? '')?.[1] ?? 1));
      }
      await said('Đã tiêu hủy theo quyết định.');
      await expect.poll(() => vaultFiles().length).toBeLessThan(files);
      await menu('Sổ và báo cáo');
      const book = page.getByRole('table', { name: 'Sổ đăng ký văn bản đến' });
      await book
        .getByText(/15\/QĐ-UBND/)
        .first()
        .waitFor();
    });
    test('of what was destroyed nothing comes back out of the backup either', async () => {
      const { page } = station;
      await home('Quản trị');
      await page.getByRole('button', { name: 'Khôi phục', exact: true }).click();
      const part = page.getByRole('region', { name: 'Lấy lại tệp của một văn bản' });
      await part.getByRole('button', { name: 'Tìm ở các nơi sao lưu' }).click();
      await part.getByRole('button', { name: 'Mở bản sao lưu' }).click();
      await part.getByLabel('Trích yếu, nơi gửi hoặc số ký hiệu').fill('giống lúa');
      await part.getByRole('button', { name: 'Tìm', exact: true }).click();
      await part.getByRole('button', { name: /^Xem/ }).first().click();
      await part.getByText('Văn bản này đã tiêu hủy theo quyết định, không lấy lại.').waitFor();
      expect(await part.getByRole('button', { name: 'Lấy lại tệp bị mất' }).isDisabled()).toBe(true);
    });
  });
});
