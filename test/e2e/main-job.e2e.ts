/**
 * The clerk's main job in the window, as a person does it, by role and text: first start in training, an arrival
 * registered and instructed, a reply drafted, signed, numbered and issued and paper taken in while the network is cut,
 * everything sent once it is back. Each test goes on where the one before ended.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../build/electron-host/chromium.ts';
import { electronPath } from '../../build/electron-runtime.ts';
import { findPlaintext } from '../support/plaintext.ts';
import { deskOf, PASSPHRASE, scannedPdf, setUpTraining, typeCode, unlock } from './harness/desk.ts';
import { openWorkstation, type Workstation } from './harness/index.ts';

const able = electronPath() !== undefined || findChromium() !== undefined;
describe.skipIf(!able)('the main job in the window [needs chromium or Electron]', () => {
  let station: Workstation;
  const desk = deskOf(() => station);
  const { button, field, said, menu, firstRow, firstPage } = desk;
  let profileDir: string;
  let temp: string;

  beforeAll(async () => {
    profileDir = mkdtempSync(join(tmpdir(), 'tram-van-thu-e2e-'));
    temp = mkdtempSync(join(tmpdir(), 'tram-van-thu-e2e-temp-'));
    // The page's own profile and all other temporary files of the workstation lie in `temp`.
    station = await openWorkstation({ profileDir, env: { TMPDIR: temp } });
    station.page.setDefaultTimeout(30_000);
  });
  afterAll(async () => {
    await station?.close();
    for (const dir of [profileDir, temp]) rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  });

  test('a recovery code that is typed back wrong opens nothing; the right one begins the work', async () => {
    const { page } = station;
    const code = await setUpTraining(station, desk);
    await typeCode(desk, `${code.slice(1)}${code.slice(0, 1)}`);
    await page.getByRole('alert').waitFor();
    await typeCode(desk, code.toLowerCase().replace(/\s+/g, ' '));
    await page.getByText('CHẾ ĐỘ TẬP HUẤN – không phải văn bản thật, không gửi ra ngoài').waitFor();
  });

  test('documents arrive by themselves and show their pages and what their signatures say', async () => {
    await firstRow().waitFor();
    await firstRow().click();
    await firstPage();
    await station.page.getByRole('region', { name: 'Chữ ký số' }).first().waitFor();
  });

  test('an arrival gets the next number and the leader’s instruction', async () => {
    await button(/^Vào sổ văn bản đến \(số đến tiếp theo: 1\)/).click();
    await said('Đã vào sổ: số đến 1,');
    await button('Ghi ý kiến chỉ đạo').click();
    // Whoever the office named stands there already.
    expect(await field(/^Lãnh đạo cho ý kiến/).inputValue()).not.toBe('');
    await field(/^Ý kiến chỉ đạo giải quyết/).fill('Giao Văn phòng tham mưu trả lời.');
    await field(/^Chủ trì/).fill('Văn phòng HĐND và UBND');
    await station.page.getByRole('dialog').getByRole('button', { name: 'Ghi ý kiến chỉ đạo' }).click();
    await said('Đã ghi ý kiến chỉ đạo.');
  });

  test('a reply is drafted with its recipient filled in', async () => {
    await button('Soạn văn bản trả lời').click();
    await button('Dùng dự thảo mẫu (tập huấn)').click();
    await station.page.getByText(/\.pdf ·/).waitFor();
    await button('Ghi dự thảo').click();
    await said('Đã ghi dự thảo.');
    await firstPage();
  });

  test('with the network cut, signing, numbering and issuing go on and the status line says what waits', async () => {
    const { page } = station;
    await button('Ngắt mạng (tập huấn)').click();
    await button('Nối lại mạng').waitFor();
    const sign = async (act: string): Promise<void> => {
      await button(act).click();
      const hint = (await page.getByText(/^Mã PIN tập huấn: /).textContent()) ?? '';
      await field('Mã PIN').fill(hint.replace(/^.*: /, ''));
      await page.getByRole('dialog').getByRole('button', { name: 'Ký', exact: true }).click();
      await said('Đã ký xong.');
    };
    await button('Ký ban hành').click();
    await field('Mã PIN').fill('00000000');
    await page.getByRole('dialog').getByRole('button', { name: 'Ký', exact: true }).click();
    await page.getByRole('dialog').getByRole('alert').filter({ hasText: 'Mã PIN không đúng' }).waitFor();
    // The typed PIN is gone from the page, and the next try is a new act.
    expect(await field('Mã PIN').inputValue()).toBe('');
    await page.getByRole('dialog').getByRole('button', { name: 'Thôi' }).click();
    await sign('Ký ban hành');
    await button(/^Cấp số và vào sổ văn bản đi \(số /).click();
    await said(/^Đã cấp số/);
    await sign('Ký số của cơ quan');
    await button('Phát hành').click();
    // What it answers stays open until somebody says otherwise.
    await button('Để xử lý tiếp').click();
    await said(/^Đã phát hành\./);
    await page
      .getByText(
        /^Chưa kết nối được mạng truyền số liệu chuyên dùng từ \d\d giờ \d\d.* · 1 văn bản chờ gửi · .*Vẫn vào sổ, ký số, tiếp nhận bình thường/,
      )
      .waitFor();
  });

  test('paper is taken in with its scan and registered while the network is cut', async () => {
    const { page } = station;
    await menu('Văn bản đến');
    await button('Tiếp nhận văn bản giấy').click();
    await field(/^Nơi gửi/).fill('Hội Người cao tuổi xã Ví Dụ');
    await field(/^Trích yếu nội dung/).fill('Đề nghị hỗ trợ kinh phí hoạt động');
    await field('Ngày văn bản').fill('20/11/26');
    const scan = { name: 'quet-0412.pdf', mimeType: 'application/pdf', buffer: await scannedPdf() };
    await page.locator('.file-drop input[type=file]').setInputFiles(scan);
    await page.getByText(/quet-0412\.pdf · 1 trang/).waitFor();
    await button(/^Tiếp nhận và vào sổ \(số đến 2\)/).click();
    await said('Đã tiếp nhận, số đến 2.');
    await firstPage();
  });

  test('what waits goes out once the network is back, and the recipient’s statuses come', async () => {
    const { page } = station;
    await menu('Chờ gửi');
    await page.getByRole('table', { name: 'Chờ gửi' }).waitFor();
    await button('Nối lại mạng').click();
    await page.getByText('Không có gì chờ gửi.').waitFor();
    await page.getByText(/^Đã kết nối Trục liên thông · Không có văn bản chờ gửi/).waitFor();
    await menu('Văn bản đi');
    await firstRow().click();
    await page
      .getByRole('list', { name: 'Nơi nhận' })
      .getByText(/Đã đến|Đã tiếp nhận/)
      .waitFor();
  });

  test('the register shows the entry and prints it', async () => {
    const { page } = station;
    await menu('Sổ và báo cáo');
    await page.getByRole('table', { name: 'Sổ đăng ký văn bản đến' }).waitFor();
    await button('In, xuất sổ').click();
    await button('Lập bản in').click();
    await firstPage();
  });

  test('a locked screen shows nothing of the work and opens with the passphrase only', async () => {
    const { page } = station;
    await button('Khóa màn hình').click();
    await button('Mở sổ').waitFor();
    expect(await page.getByRole('navigation').count()).toBe(0);
    await unlock(desk);
    await page.getByRole('navigation').waitFor();
  });

  test('nothing of the work lies in plaintext in the profile, the logs, the page’s own profile or the temporary folder', async () => {
    const markers = [
      PASSPHRASE,
      'Đề nghị hỗ trợ kinh phí hoạt động',
      'Hội Người cao tuổi xã Ví Dụ',
      'Giao Văn phòng tham mưu trả lời.',
      'quet-0412.pdf',
      'FlateDecode',
      'edXMLEnvelope',
      'Nguyễn Văn Mẫu',
    ];
    const world = join(profileDir, 'profiles', 'training', 'world');
    const found = findPlaintext([profileDir, temp], markers);
    expect(found.filter(({ file }) => !file.startsWith(world))).toEqual([]);
    // The same search finds what the training axis, the other side of the wire, keeps open.
    expect(new Set(found.map(({ marker }) => marker))).toContain('edXMLEnvelope');
    expect(readdirSync(temp).length).toBeGreaterThan(0);
  });
});
