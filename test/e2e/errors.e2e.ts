/**
 * Errors that a clerk meets, each provoked through the real window and read there as its whole sentence: what happened, what is
 * safe, what to do. Each stays until it was read. The profile lies on a small disk of its own where one may be mounted, the USB
 * token is a driver that misbehaves on command.
 */
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PDFDocument from 'pdfkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findChromium } from '../../build/electron-host/chromium.ts';
import { electronPath } from '../../build/electron-runtime.ts';
import { oldWorkbook } from '../core/refusalFiles.ts';
import { createSoftHsmTokens } from '../softhsm/index.ts';
import { sampleKey } from '../softhsm/samples.ts';
import { canMount, type SmallDisk, smallDisk } from '../support/disk.ts';
import { type Faulty, hasFaultyDriver, makeFaultyDriver } from '../token/driver/index.ts';
import { deskOf, PASSPHRASE, scannedPdf, setUpTraining, typeCode } from './harness/desk.ts';
import { openWorkstation, type Workstation } from './harness/index.ts';
import { wordsOf } from './harness/words.ts';

const able = electronPath() === undefined && findChromium() !== undefined;
const PIN = 'Bi-mat-7391';

function lockedPdf(): Promise<Buffer> {
  const pdf = new PDFDocument({ size: 'A4', userPassword: 'mo-khoa' });
  pdf.text('Noi dung kin').end();
  const parts: Buffer[] = [];
  pdf.on('data', (part: Buffer) => parts.push(part));
  return new Promise((resolve) => pdf.on('end', () => resolve(Buffer.concat(parts))));
}

describe.skipIf(!able)('errors in the window [needs chromium and the stand-in for Electron]', () => {
  let station: Workstation;
  let disk: SmallDisk | undefined;
  let faulty: Faulty | undefined;
  const dir = mkdtempSync(join(tmpdir(), 'tvt-errors-'));
  /** What the system's dialog gives back: a link that each test points elsewhere. */
  const chosen = join(dir, 'chosen');
  let profileDir = join(dir, 'profile');
  const desk = deskOf(() => station);
  const { button, field, said, menu, firstRow, firstPage } = desk;
  const dialog = () => station.page.getByRole('dialog');
  const fillUp = (): void => {
    try {
      disk?.fill(20_000);
    } catch (error) {
      // Filled while the store was writing: as full as it gets.
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  };
  const choose = (path: string): void => {
    if (existsSync(chosen)) unlinkSync(chosen);
    symlinkSync(path, chosen);
  };
  const error = (code: string) =>
    station.page
      .getByRole('alert')
      .filter({ hasText: wordsOf(code) })
      .first();
  /** It is there, stays while one goes on elsewhere on the screen, and goes when it was read. */
  const met = async (code: string): Promise<void> => {
    await error(code).waitFor();
  };
  const read = async (code: string): Promise<void> => {
    await error(code)
      .getByRole('button', { name: /^Đã đọc/ })
      .click();
    await error(code).waitFor({ state: 'detached' });
  };
  const section = (name: string) =>
    station.page.getByRole('navigation', { name: 'Các phần cài đặt' }).getByRole('button', { name, exact: true }).click();
  const upload = (name: string, buffer: Buffer): Promise<void> =>
    station.page.locator('.file-drop input[type=file]').first().setInputFiles({ name, mimeType: 'application/pdf', buffer });
  const pin = async (): Promise<void> => {
    const hint = (await station.page.getByText(/^Mã PIN tập huấn: /).textContent()) ?? '';
    await field('Mã PIN').fill(hint.replace(/^.*: /, ''));
    await dialog().getByRole('button', { name: 'Ký', exact: true }).click();
  };
  const paper = async (subject: string): Promise<void> => {
    await menu('Văn bản đến');
    await button('Tiếp nhận văn bản giấy').click();
    await field(/^Nơi gửi/).fill('Trường Mầm non xã Ví Dụ');
    await field(/^Trích yếu nội dung/).fill(subject);
  };
  /** Whatever a step before left open is given up. */
  const home = async (name: string): Promise<void> => {
    const { page } = station;
    for (let n = 0; n < 4 && (await dialog().count()) > 0; n++) {
      await page.keyboard.press('Escape');
      await page.waitForTimeout(200);
    }
    await menu(name);
    if ((await button('Bỏ phần chưa ghi').count()) > 0) await button('Bỏ phần chưa ghi').click();
  };
  const env: Record<string, string> = { TRAM_HOST_OPEN_FILE: chosen };
  const start = async (): Promise<void> => {
    station = await openWorkstation({ profileDir, env, noDoors: true });
    if (process.env.TVT_WAIT !== undefined) station.page.setDefaultTimeout(Number(process.env.TVT_WAIT));
  };

  const shots = process.env.TVT_SHOTS;
  beforeEach(({ onTestFailed, task }) => {
    onTestFailed(async () => {
      if (shots) await station.page.screenshot({ path: join(shots, `errors-${task.name.slice(0, 20).replace(/\W/g, '-')}.png`) });
    });
  });
  beforeAll(async () => {
    if (canMount) {
      disk = smallDisk(250);
      profileDir = join(disk.path, 'profile');
    }
    mkdirSync(profileDir, { recursive: true });
    if (hasFaultyDriver) {
      const key = sampleKey(dir, 'clerk', 2048, 'Trần Thị Văn Thư');
      const hsm = createSoftHsmTokens(dir, [{ label: 'USB của văn thư', pin: PIN, ...key }]);
      faulty = makeFaultyDriver(dir);
      Object.assign(env, hsm.env, faulty.env, { TRAM_PKCS11_MODULES: faulty.module });
    }
    await start();
    await typeCode(desk, await setUpTraining(station, desk));
    await menu('Văn bản đến');
  });
  afterAll(async () => {
    await station?.close();
    disk?.remove();
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  });

  test('a PDF that is locked with a password is not taken, and the error stays until it was read', async () => {
    await paper('Về việc tệp bị khóa');
    await upload('khoa.pdf', await lockedPdf());
    await met('files.encrypted_pdf');
    // It stays while one goes on typing, and what was typed stays when it is read.
    await field('Số').fill('9');
    await met('files.encrypted_pdf');
    await read('files.encrypted_pdf');
    expect(await field(/^Trích yếu nội dung/).inputValue()).toBe('Về việc tệp bị khóa');
  });

  test.skipIf(!canMount)(
    'with the disk full nothing is lost and nothing half done; with room again the same act goes through [needs mount]',
    async () => {
      // A small disk takes no more packages in, and the line says so; nothing of them is lost.
      await station.page.getByText(wordsOf('axis.disk_short')).first().waitFor();
      fillUp();
      await upload('quet.pdf', Buffer.concat([await scannedPdf(), Buffer.alloc(2_000_000, 32)]));
      await met('store.disk_full');
      disk?.clear();
      await upload('quet.pdf', await scannedPdf());
      await station.page.getByText(/quet\.pdf · 1 trang/).waitFor();
      await button(/^Tiếp nhận và vào sổ \(số đến 1\)/).click();
      await said('Đã tiếp nhận, số đến 1.');
    },
  );

  test('a number that was never given, or is cancelled already, cannot be cancelled', async () => {
    const { page } = station;
    await home('Sổ và báo cáo');
    const cancel = async (number: string): Promise<void> => {
      await field(/^Số cần hủy/).fill(number);
      await field(/^Lý do hủy số/).fill('Ghi nhầm');
      await field(/^Người cho phép/).fill('Nguyễn Văn Mẫu');
      await dialog().getByRole('button', { name: 'Hủy số này' }).click();
    };
    await button('Việc khác').click();
    await page.getByRole('menuitem', { name: /^Hủy số/ }).click();
    await cancel('77');
    await met('registers.number_not_used');
    await page.keyboard.press('Escape');
    if ((await button('Bỏ phần chưa ghi').count()) > 0) await button('Bỏ phần chưa ghi').click();
  });

  test('a draft without a recipient is not kept as one, and says what is missing; a file that is no driver is told as such', async () => {
    const { page } = station;
    await home('Văn bản đi');
    await button('Soạn văn bản đi').click();
    await field(/^Trích yếu nội dung/).fill('Về việc chưa có nơi nhận');
    await upload('du-thao.pdf', await scannedPdf());
    await page
      .getByText(/du-thao\.pdf ·/)
      .first()
      .waitFor();
    await button('Ghi dự thảo').click();
    await page.getByRole('alert').filter({ hasText: 'Cần chọn ít nhất một nơi nhận.' }).waitFor();
    await page.getByLabel('Tìm cơ quan nhận').fill('Thử');
    await page.getByRole('option', { name: /^UBND xã Thử Nghiệm/ }).click();
    await button('Ghi dự thảo').click();
    await said('Đã ghi dự thảo.');
    // In the signing dialogue: a file that is no driver, one that is gone.
    await button('Ký ban hành').click();
    await button('Thiết bị ký số…').click();
    const text = join(dir, 'khong-phai.so');
    writeFileSync(text, 'Day khong phai thu vien.');
    choose(text);
    await button('Cho phép trình điều khiển…').click();
    await page
      .getByText(wordsOf('token.module_not_pkcs11'))
      .or(page.getByText(wordsOf('token.module_load_failed')))
      .first()
      .waitFor();
    await page.keyboard.press('Escape');
    await button('Ký ban hành').click();
    await pin();
    await said('Đã ký xong.');
    await button(/^Cấp số và vào sổ văn bản đi \(số /).click();
    await said(/^Đã cấp số/);
  });

  test('with the time-stamp server out of reach the office that wants one does not sign without it', async () => {
    await home('Cài đặt');
    await section('Ký số');
    await field('Địa chỉ máy chủ dấu thời gian').fill('dia chi nao do');
    await button('Ghi lại').click();
    await met('signing.tsa_address');
    await read('signing.tsa_address');
    await field('Địa chỉ máy chủ dấu thời gian').fill('http://127.0.0.1:9/tsa');
    await station.page.getByRole('radio', { name: 'Dừng, chưa ký' }).check();
    await button('Ghi lại').click();
    await said('Đã ghi cài đặt.');
    await menu('Văn bản đi');
    await firstRow().click();
    await firstPage();
    await button('Ký số của cơ quan').click();
    await pin();
    await dialog()
      .getByRole('alert')
      .filter({ hasText: wordsOf('signing.timestamp_unreachable') })
      .first()
      .waitFor();
    await dialog().getByRole('button', { name: 'Thôi' }).click();
    // The document is as it was: the next step still is the agency's signature.
    await button('Ký số của cơ quan').waitFor();
  });

  test('a place for backups inside the store, and one that is gone, protect nothing and are told', async () => {
    await home('Quản trị');
    choose(join(profileDir, 'profiles', 'training', 'vault'));
    await button('Thêm nơi sao lưu…').click();
    await met('backup.target_inside');
    await read('backup.target_inside');
    const away = join(dir, 'o-cam');
    mkdirSync(away);
    choose(away);
    await button('Thêm nơi sao lưu…').click();
    await station.page.getByRole('table', { name: 'Nơi sao lưu' }).waitFor();
    await button('Thêm nơi sao lưu…').click();
    await met('backup.target_twice');
    await read('backup.target_twice');
    rmSync(away, { recursive: true });
    await button('Sao lưu ngay').click();
    await met('backup.target_missing');
  });

  test('what does not go in the settings is told beside the form, which keeps what was typed', async () => {
    const { page } = station;
    await home('Cài đặt');
    await section('Cơ quan');
    await button('Thêm cơ quan').click();
    await field(/^Tên cơ quan/).fill('Đảng ủy xã Ví Dụ');
    await field(/^Mã định danh cơ quan/).fill('xa vi du');
    await field(/^Chữ viết tắt cơ quan/).fill('ĐU');
    await button('Ghi lại').click();
    await met('organs.code_invalid');
    expect(await field(/^Tên cơ quan/).inputValue()).toBe('Đảng ủy xã Ví Dụ');
    // What is there already is not there twice.
    await field(/^Mã định danh cơ quan/).fill('H99.242');
    await button('Ghi lại').click();
    await met('organs.exists');
    await home('Cài đặt');
    await section('Người dùng');
    await page.getByRole('button', { name: 'Sửa', exact: true }).first().click();
    await dialog().getByRole('checkbox', { name: 'Quản trị' }).uncheck();
    await dialog().getByRole('button', { name: 'Ghi lại' }).click();
    await met('accounts.last_administrator');
    await home('Cài đặt');
    await section('Chứng thư tin cậy');
    const file = (name: string, text: string) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) });
    const own = page.getByRole('region', { name: 'Thêm chứng thư' });
    await own.locator('input[type=file]').setInputFiles(file('x.cer', 'Day khong phai chung thu.'));
    await own.getByRole('button', { name: 'Thêm chứng thư' }).last().click();
    await met('trust.certificate_unreadable');
  });

  test('a table that is none is not read, the sheet stays as it was; two files of the year never have one notation', async () => {
    const { page } = station;
    await home('Văn bản đến');
    await button('Nhập nhanh').click();
    await button('Nhập từ Excel').click();
    const table = (name: string, buffer: Buffer): Promise<void> =>
      page.locator('input[type=file]').last().setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
    await table('so-cu.xls', oldWorkbook);
    await met('table.old_workbook');
    await table('so.xlsx', Buffer.concat([Buffer.from('ffd8ffe000104a464946', 'hex'), Buffer.alloc(200, 7)]));
    await met('table.not_a_table');
    await table('so.xlsx', Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.alloc(200, 7)]));
    await met('table.unreadable');
    await home('Sổ và báo cáo');
    await page.getByRole('tab', { name: 'Hồ sơ', exact: true }).click();
    for (const title of ['Tập văn bản chỉ đạo', 'Tập văn bản khác']) {
      await button('Thêm vào danh mục').click();
      await field(/^Tiêu đề hồ sơ/).fill(title);
      await field(/^Số và ký hiệu hồ sơ/).fill('01.VP');
      await button('Ghi lại').click();
      if (title === 'Tập văn bản chỉ đạo') await page.getByRole('button', { name: title }).waitFor();
    }
    await met('dossiers.notation_taken');
  });

  test.skipIf(!hasFaultyDriver)(
    'a token as a way in: no device, a wrong PIN, the last try, a lock, a driver that hangs; then it opens [needs gcc, softhsm2]',
    async () => {
      const { page } = station;
      await home('Cài đặt');
      await section('Cách vào trạm');
      await button('Đặt: USB ký số của cá nhân').click();
      await dialog().getByLabel('Mật khẩu đang dùng').fill(PASSPHRASE);
      const enter = async (typed: string): Promise<void> => {
        await field('Mã PIN').fill(typed);
        await button('Đăng ký USB ký số này').click();
      };
      faulty?.control('tries 3');
      await enter('sai hẳn rồi');
      await page.getByText('gõ tiếng Việt', { exact: false }).first().waitFor();
      await enter('Sai-hoan-toan');
      await met('token.pin_incorrect');
      faulty?.control('fail C_Login A4');
      await enter(PIN);
      await met('token.pin_locked');
      faulty?.control();
      await button('Tìm lại').click();
      await enter(PIN);
      await said('Đã ghi cách vào.');
      await button('Khóa màn hình').click();
      await button('Mở trạm').waitFor();
      await button('Dùng USB ký số').click();
      await field('Mã PIN').fill(PIN);
      await button('Mở trạm').click();
      await page.getByRole('navigation').first().waitFor();
    },
  );

  test('a store that is damaged on the disk is not opened, nothing in it is changed, and the way out is named', async () => {
    await station.close();
    const store = join(profileDir, 'profiles', 'training', 'store.db');
    const before = statSync(store).size;
    const file = openSync(store, 'r+');
    for (let at = 4096; at < before; at += 4096) writeSync(file, Buffer.alloc(64, 7), 0, 64, at + 512);
    closeSync(file);
    const listed = readdirSync(join(profileDir, 'profiles', 'training')).filter((name) => !name.includes('-wal') && !name.includes('-shm'));
    await start();
    await button('Mở trạm').waitFor();
    await field('Mật khẩu mở trạm').fill(PASSPHRASE);
    await button('Mở trạm').click();
    await met('store.damaged');
    expect(statSync(store).size).toBe(before);
    expect(readdirSync(join(profileDir, 'profiles', 'training'))).toEqual(expect.arrayContaining(listed));
  });
});
