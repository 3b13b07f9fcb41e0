/**
 * A whole day at the desk in one piece, as people walk it, by role and text: in with the passphrase, what arrived, an urgent one
 * owned, registered by keys that are counted, instructed, finished, thirty closed by one act; a reply drafted, signed, numbered,
 * issued with the line down, paper taken in, all of it sent when the line is back, sent again, replaced, taken back;
 * prints; the lock; the leader's own session; a backup. Each test goes on where the one before ended.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findChromium } from '../../build/electron-host/chromium.ts';
import { electronPath } from '../../build/electron-runtime.ts';
import { findPlaintext } from '../support/plaintext.ts';
import { deskOf, PASSPHRASE, scannedPdf, setUpTraining, typeCode, unlock } from './harness/desk.ts';
import { openWorkstation, type Workstation } from './harness/index.ts';
import { wordsOf } from './harness/words.ts';

const able = electronPath() !== undefined || findChromium() !== undefined;
const LEADER = 'Nguyễn Thị Lãnh Đạo';
const THEIRS = 'vuon cay ben suoi';
/** Where pictures of the walk go, for looking at them. */
const shots = process.env.TVT_SHOTS;

describe.skipIf(!able)('a whole day in the window [needs chromium or Electron]', () => {
  let station: Workstation;
  const desk = deskOf(() => station);
  const { button, field, said, menu, firstRow, firstPage } = desk;
  const dialog = () => station.page.getByRole('dialog');
  const grid = () => station.page.getByRole('grid', { name: 'Văn bản đến' });
  const tab = (name: RegExp) => station.page.getByRole('tab', { name });
  const press = (key: string) => station.page.keyboard.press(key);
  const board = () => station.page.getByRole('list', { name: 'Nơi nhận' });
  const shot = async (name: string): Promise<void> => {
    if (!shots) return;
    await station.page.waitForTimeout(600);
    await station.page.screenshot({ path: join(shots, `day-${name}.png`) });
  };
  const dirs: string[] = [];
  const folder = (name: string): string => {
    const dir = mkdtempSync(join(tmpdir(), `tram-van-thu-${name}-`));
    dirs.push(dir);
    return dir;
  };
  const [profileDir, temp, usb] = ['e2e', 'e2e-temp', 'usb'].map(folder) as [string, string, string];
  const open = async (profile: string): Promise<void> => {
    // The page's own profile and all other temporary files of the workstation lie in `temp`.
    station = await openWorkstation({ profileDir: profile, documents: 32, env: { TMPDIR: temp, TRAM_HOST_OPEN_FILE: usb } });
  };

  beforeAll(() => open(profileDir));
  beforeEach(({ onTestFailed }) => onTestFailed(() => shot('FAILED')));
  afterAll(async () => {
    await station?.close();
    for (const dir of dirs) rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  });

  async function pin(typed?: string): Promise<void> {
    const hint = (await station.page.getByText(/^Mã PIN tập huấn: /).textContent()) ?? '';
    await field('Mã PIN').fill(typed ?? hint.replace(/^.*: /, ''));
    await dialog().getByRole('button', { name: 'Ký', exact: true }).click();
  }
  async function sign(act: string): Promise<void> {
    await button(act).click();
    await pin();
    await said('Đã ký xong.');
  }
  async function numberAndIssue(): Promise<void> {
    await button(/^Cấp số và vào sổ văn bản đi \(số /).click();
    await said(/^Đã cấp số/);
    await sign('Ký số của cơ quan');
    await button('Phát hành').click();
  }

  const come = async (who: string, passphrase: string): Promise<void> => {
    await button('Khóa màn hình').click();
    await button('Mở trạm').waitFor();
    await station.page.getByLabel('Người vào làm việc').selectOption({ label: who });
    await unlock(desk, passphrase);
    await station.page.getByRole('group', { name: 'Người làm việc' }).filter({ hasText: who }).waitFor();
  };
  let clerk = '';

  describe('the morning', () => {
    test('a recovery code that is typed back wrong opens nothing; the right one begins the work', async () => {
      const { page } = station;
      const code = await setUpTraining(station, desk);
      await typeCode(desk, `${code.slice(1)}${code.slice(0, 1)}`);
      await page
        .getByRole('alert')
        .filter({ hasText: wordsOf('accounts.recovery_code_differs') })
        .waitFor();
      await typeCode(desk, code.toLowerCase().replace(/\s+/g, ' '));
      await page.getByText('CHẾ ĐỘ TẬP HUẤN – không phải văn bản thật, không gửi ra ngoài').waitFor();
      clerk = (await page.getByRole('group', { name: 'Người làm việc' }).textContent()) ?? '';
    });

    test('documents arrive by themselves; an urgent one stands over every screen until it is written down who was told', async () => {
      const { page } = station;
      // All that wait on the training axis are here: rows move no more while they are counted.
      await desk.allArrived();
      const banner = page.getByRole('alert', { name: 'Văn bản khẩn chưa có người nhận' }).first();
      await banner.waitFor();
      await menu('Sổ và báo cáo');
      await banner.waitFor();
      await shot('urgent');
      const code = (await banner.locator('.clamped').textContent()) ?? '';
      await banner.getByRole('button', { name: 'Đã báo người xử lý…' }).click();
      await field(/^Người được báo/).fill('đ/c Nguyễn Văn Mẫu');
      await button('Xác nhận đã báo').click();
      await page.getByText(code, { exact: true }).waitFor({ state: 'detached' });
      // It stays among what is to be done today, and leads to its document, whose history names who was told.
      await menu('Hôm nay');
      await shot('today');
      await page
        .getByRole('button', { name: /^Vào sổ đến Hỏa tốc/ })
        .first()
        .click();
      await page.getByText('Đã báo đ/c Nguyễn Văn Mẫu về văn bản khẩn').waitFor();
      await button(/^Vào sổ văn bản đến \(số đến tiếp theo: 1\)/).click();
      await said('Đã vào sổ: số đến 1,');
    });

    test('from wherever one is, an arrival is registered in at most six keys, its number shown before', async () => {
      const { page } = station;
      await menu('Hôm nay');
      await page.evaluate(() => {
        const counted = window as unknown as { keys: number };
        counted.keys = 0;
        window.addEventListener('keydown', () => counted.keys++, true);
        (document.activeElement as HTMLElement | null)?.blur();
      });
      const began = performance.now();
      await press('Control+2');
      // The list as it is now: the one registered a moment ago is no longer its first.
      await tab(/^Đã vào sổ \(1\)$/).waitFor();
      await grid().locator('[role="row"]:focus').waitFor();
      await press('Control+Enter');
      await button('Xác nhận vào sổ, số đến 2').waitFor();
      await press('Enter');
      await said('số đến 2');
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      const keys = await page.evaluate(() => (window as unknown as { keys: number }).keys);
      console.log(`an axis arrival registered: ${keys} keys, the machine's part ${seconds} s`);
      // A modifier counts as a key of its own.
      expect(keys).toBeLessThanOrEqual(6);
    });

    test('it is opened, its pages and signatures seen, instructed from the slip, its progress written down and finished', async () => {
      const { page } = station;
      await tab(/^Đã vào sổ/).click();
      await grid().getByRole('row').filter({ hasText: /^2/ }).first().click();
      await firstPage();
      await page.getByRole('region', { name: 'Chữ ký số' }).first().waitFor();
      await button('Ghi ý kiến chỉ đạo').click();
      // Whoever the office named stands there already.
      expect(await field(/^Lãnh đạo cho ý kiến/).inputValue()).not.toBe('');
      await field(/^Ý kiến chỉ đạo giải quyết/).fill('Giao Văn phòng tham mưu trả lời.');
      await station.page.getByRole('combobox', { name: /^Chủ trì/ }).fill('Văn phòng HĐND và UBND');
      await dialog().getByRole('button', { name: 'Ghi ý kiến chỉ đạo' }).click();
      await said('Đã ghi ý kiến chỉ đạo.');
      await button('Ghi tiến độ').click();
      await field(/^Tiến độ xử lý/).fill('Đang tổng hợp số liệu các thôn.');
      await dialog().getByRole('button', { name: 'Ghi tiến độ' }).click();
      await page.getByText('Đang tổng hợp số liệu các thôn.').first().waitFor();
      await button('Hoàn thành').click();
      await field(/^Kết quả xử lý/).fill('Đã có báo cáo.');
      await dialog().getByRole('button', { name: 'Hoàn thành' }).click();
      await said('Đã kết thúc văn bản.');
      await shot('finished');
    });

    test('thirty are registered by one act and closed "để biết, lưu" by one', async () => {
      await menu('Văn bản đến');
      await tab(/^Chưa vào sổ/).click();
      await grid().getByRole('row').nth(1).focus();
      await press('Control+KeyA');
      await station.page
        .getByText(/^Đã đánh dấu \d+ văn bản$/)
        .first()
        .waitFor();
      await press('Control+Enter');
      const confirm = station.page.getByRole('button', { name: /^Xác nhận vào sổ [1-9]\d* văn bản/ });
      const planned = Number(/\d+/.exec((await confirm.textContent()) ?? '')?.[0]);
      await press('Enter');
      const result = dialog().getByRole('status');
      await result.filter({ hasText: `Đã xong ${planned} văn bản` }).waitFor();
      await press('Enter');
      await tab(/^Đã vào sổ/).click();
      await grid().getByRole('row').nth(1).focus();
      await press('Control+KeyA');
      await station.page
        .getByText(/^Đã đánh dấu \d+ văn bản$/)
        .first()
        .waitFor();
      // Two stay open for the rest of the day.
      for (const n of [1, 2]) await grid().getByRole('row').nth(n).getByRole('checkbox').uncheck();
      const marked = station.page.getByRole('group', { name: /^Đã đánh dấu/ });
      const count = Number(/\d+/.exec((await marked.getAttribute('aria-label')) ?? '')?.[0]);
      await marked.getByRole('button', { name: 'Kết thúc – để biết, lưu' }).click();
      await button(`Kết thúc ${count} văn bản`).click();
      await result.filter({ hasText: `Đã xong ${count} văn bản` }).waitFor();
      await shot('closed');
      await press('Enter');
      await tab(/^Đã vào sổ \([23]\)/).waitFor();
      expect(count).toBeGreaterThanOrEqual(25);
    });
  });

  describe('the outage', () => {
    test('a reply is drafted with its recipient filled in', async () => {
      await firstRow().click();
      await button('Soạn văn bản trả lời').click();
      await button('Dùng dự thảo mẫu (tập huấn)').click();
      await station.page.getByText(/\.pdf ·/).waitFor();
      await button('Ghi dự thảo').click();
      await said('Đã ghi dự thảo.');
      await firstPage();
    });

    test('with the line down, signing, numbering and issuing go on and the status line says what waits', async () => {
      const { page } = station;
      await button('Ngắt mạng (tập huấn)').click();
      await button('Nối lại mạng').waitFor();
      await button('Ký ban hành').click();
      await pin('00000000');
      await dialog()
        .getByRole('alert')
        .filter({ hasText: wordsOf('token.pin_incorrect') })
        .waitFor();
      // The typed PIN is gone from the page, and the next try is a new act.
      expect(await field('Mã PIN').inputValue()).toBe('');
      await dialog().getByRole('button', { name: 'Thôi' }).click();
      await sign('Ký ban hành');
      await numberAndIssue();
      // What it answers stays open until somebody says otherwise.
      await button('Để xử lý tiếp').click();
      await said(/^Đã phát hành\./);
      await page
        .getByText(
          /^Chưa kết nối được mạng truyền số liệu chuyên dùng từ \d\d giờ \d\d.* · 1 văn bản chờ gửi · .*Vẫn vào sổ, ký số, tiếp nhận bình thường/,
        )
        .waitFor();
      await board().getByText('Chờ gửi').waitFor();
      // What waits offers no second sending.
      expect(await board().getByRole('button').count()).toBe(0);
      await shot('outage');
    });

    test('paper is taken in with its scan and registered meanwhile', async () => {
      const { page } = station;
      await menu('Văn bản đến');
      await button('Tiếp nhận văn bản giấy').click();
      await field(/^Nơi gửi/).fill('Hội Người cao tuổi xã Ví Dụ');
      await field(/^Trích yếu nội dung/).fill('Đề nghị hỗ trợ kinh phí hoạt động');
      await field('Ngày văn bản').fill('20/11/26');
      const scan = { name: 'quet-0412.pdf', mimeType: 'application/pdf', buffer: await scannedPdf() };
      await page.locator('.file-drop input[type=file]').setInputFiles(scan);
      await page.getByText(/quet-0412\.pdf · 1 trang/).waitFor();
      await button(/^Tiếp nhận và vào sổ \(số đến \d+\)/).click();
      await said(/^Đã tiếp nhận, số đến \d+\./);
      await firstPage();
    });

    test('what waits goes out once the line is back, and the recipient’s statuses come', async () => {
      const { page } = station;
      await menu('Chờ gửi');
      await page.getByRole('table', { name: 'Chờ gửi' }).waitFor();
      await button('Nối lại mạng').click();
      await page.getByText('Không có gì chờ gửi.').waitFor();
      await page.getByText(/^Đã kết nối Trục liên thông · Không có văn bản chờ gửi/).waitFor();
      await menu('Văn bản đi');
      await firstRow().click();
      await board()
        .getByText(/Đã đến|Đã tiếp nhận|Đã phân công|Đang xử lý|Đã hoàn thành/)
        .waitFor();
    });
  });

  describe('what was issued', () => {
    test('it is sent again to its recipient', async () => {
      await board()
        .getByRole('button', { name: /^Gửi lại cho / })
        .click();
      await dialog().getByRole('button', { name: 'Gửi lại', exact: true }).click();
      await said(/^Đã đưa vào Chờ gửi để gửi lại cho /);
      await board()
        .getByText(/^Trục liên thông đã nhận, chưa có báo của nơi nhận/)
        .waitFor();
    });

    test('a draft that replaces it names it', async () => {
      const code = (await station.page.getByRole('heading', { level: 2 }).textContent())?.split(' ').at(-1) ?? '';
      await button('Lập văn bản thay thế').click();
      await station.page.getByRole('heading', { name: `Sửa dự thảo thay thế văn bản số ${code}` }).waitFor();
      await button(/^(Quay lại|Thôi|Trở lại)/).click();
      await station.page.getByText('Thay thế văn bản', { exact: true }).waitFor();
      await button(code).click();
      await button('Lấy lại văn bản').waitFor();
    });

    test('it is taken back with a reason, and the recipient’s agreement is shown', async () => {
      await button('Lấy lại văn bản').click();
      expect(await dialog().getByRole('button', { name: 'Lấy lại văn bản' }).isDisabled()).toBe(true);
      await field(/^Lý do lấy lại/).fill('Gửi nhầm phụ lục.');
      await dialog().getByRole('button', { name: 'Lấy lại văn bản' }).click();
      await said('Đã gửi đề nghị lấy lại đến 1 nơi nhận.');
      const asked = station.page.getByRole('region', { name: 'Lấy lại, thu hồi, cập nhật, thay thế' });
      await asked.getByText(/· đồng ý$/).waitFor();
      await firstPage();
      expect(await button('Lấy lại văn bản').count()).toBe(0);
      expect(await button('Lập văn bản thay thế').count()).toBe(0);
      expect(await board().getByRole('button').count()).toBe(0);
      await shot('taken-back');
    });

    test('the register shows the day and is printed', async () => {
      const { page } = station;
      await menu('Sổ và báo cáo');
      await page.getByRole('table', { name: 'Sổ đăng ký văn bản đến' }).waitFor();
      await button('In, xuất sổ').click();
      await button('Lập bản in').click();
      await firstPage();
    });
  });

  describe('a locked screen', () => {
    test('a locked screen shows nothing of the work and opens with the passphrase only', async () => {
      const { page } = station;
      await button('Khóa màn hình').click();
      await button('Mở trạm').waitFor();
      expect(await page.getByRole('navigation').count()).toBe(0);
      await unlock(desk);
      await page.getByRole('navigation').first().waitFor();
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

  describe('the leader’s own session', () => {
    test('the administrator adds a leader; what waits for them is there when they come in by themselves', async () => {
      const { page } = station;
      await menu('Văn bản đi');
      await button('Soạn văn bản đi').click();
      await field(/^Trích yếu nội dung/).fill('Về việc chuẩn bị họp giao ban');
      await page.getByLabel('Tìm cơ quan nhận').fill('Thử');
      await page.getByRole('option', { name: /^UBND xã Thử Nghiệm/ }).click();
      await button('Dùng dự thảo mẫu (tập huấn)').click();
      await page
        .getByText(/\.pdf ·/)
        .first()
        .waitFor();
      await button('Ghi dự thảo').click();
      await said('Đã ghi dự thảo.');
      await menu('Cài đặt');
      await page.getByRole('navigation', { name: 'Các phần cài đặt' }).getByRole('button', { name: 'Người dùng', exact: true }).click();
      await button('Thêm người').click();
      await field(/^Họ tên/).fill(LEADER);
      await field('Chức vụ').fill('Chủ tịch');
      await page.getByRole('checkbox', { name: 'Văn thư', exact: true }).uncheck();
      await page.getByRole('checkbox', { name: 'Lãnh đạo' }).check();
      await field('Mật khẩu (từ 10 ký tự)').fill(THEIRS);
      await field('Nhập lại mật khẩu').fill(THEIRS);
      await button('Ghi lại').click();
      await said(`Đã ghi thông tin của ${LEADER}.`);
      await come(LEADER, THEIRS);
      await menu('Hôm nay');
      const strip = page.getByRole('region', { name: 'Tình hình trạm' });
      await strip.getByRole('button', { name: /chờ ý kiến chỉ đạo/ }).waitFor();
      await strip.getByRole('button', { name: /chờ ký/ }).waitFor();
      // What only the clerk or the administrator does is not theirs.
      expect(await strip.getByRole('button', { name: /chưa vào sổ|chờ gửi|văn bản lỗi/ }).count()).toBe(0);
      expect(await page.locator('nav.menu').getByRole('button', { name: 'Quản trị' }).count()).toBe(0);
      await shot('leader-today');
    });

    test('they sign what waits; what follows is the clerk’s and is not offered', async () => {
      const { page } = station;
      await page
        .getByRole('region', { name: 'Tình hình trạm' })
        .getByRole('button', { name: /chờ ký/ })
        .click();
      const rows = page.getByRole('list', { name: 'Văn bản chờ ký' }).getByRole('listitem');
      await rows.filter({ hasText: 'Về việc chuẩn bị họp giao ban' }).getByRole('button', { name: 'Mở' }).click();
      await firstPage();
      for (const name of ['Sửa dự thảo', 'Bỏ dự thảo', 'Người ký, thể thức…']) expect(await button(name).count()).toBe(0);
      await sign('Ký ban hành');
      await page.getByText('Đã ký ban hành').first().waitFor();
      for (const name of [/^Cấp số/, 'Hủy văn bản', 'Phát hành']) expect(await button(name).count()).toBe(0);
      await menu('Văn bản đi');
      await firstRow().waitFor();
      for (const name of ['Soạn văn bản đi', 'Nhập nhanh']) expect(await button(name).count()).toBe(0);
      await shot('leader-signed');
    });

    test('they give their instruction themselves; registering and returning are not offered', async () => {
      const { page } = station;
      await menu('Văn bản đến');
      await tab(/^Đã vào sổ/).click();
      for (const name of ['Tiếp nhận văn bản giấy', 'Nhập nhanh', 'Nhận từ USB/thư mục']) expect(await button(name).count()).toBe(0);
      await firstRow().click();
      await firstPage();
      for (const name of [/^Vào sổ văn bản đến/, /^Trả lại/, 'Sửa thông tin', 'Soạn văn bản trả lời', 'Chuyển giao', 'Hoàn thành'])
        expect(await button(name).count()).toBe(0);
      await button('Ghi ý kiến chỉ đạo').click();
      await field(/^Ý kiến chỉ đạo giải quyết/).fill('Đồng ý. Văn phòng chuẩn bị.');
      await station.page.getByRole('combobox', { name: /^Chủ trì/ }).fill('Văn phòng HĐND và UBND');
      await shot('leader-instructs');
      await dialog().getByRole('button', { name: 'Ghi ý kiến chỉ đạo' }).click();
      await said('Đã ghi ý kiến chỉ đạo.');
      await page.getByText(new RegExp(`^${LEADER}, ngày \\d\\d/\\d\\d/\\d{4}$`)).waitFor();
      await shot('leader-instructed');
    });

    test('back at the desk the clerk goes on with what the leader signed; one that has not left is taken out of the queue', async () => {
      await come(clerk, PASSPHRASE);
      await menu('Văn bản đi');
      await station.page.getByRole('grid').getByRole('row').filter({ hasText: 'Về việc chuẩn bị họp giao ban' }).click();
      await button('Ngắt mạng (tập huấn)').click();
      await button('Nối lại mạng').waitFor();
      await numberAndIssue();
      await said(/^Đã phát hành\./);
      await button('Lấy lại văn bản').click();
      await field(/^Lý do lấy lại/).fill('Còn thiếu phụ lục.');
      await dialog().getByRole('button', { name: 'Lấy lại văn bản' }).click();
      await said('Đã rút 1 gói chưa gửi khỏi danh sách chờ.');
      await board().getByText('Đã rút khỏi danh sách chờ, chưa gửi').waitFor();
      await button('Nối lại mạng').click();
    });
  });

  describe('the end of the day', () => {
    test('a backup is made to a folder of its own', async () => {
      await menu('Quản trị');
      await button('Thêm nơi sao lưu…').click();
      await station.page.getByRole('table', { name: 'Nơi sao lưu' }).waitFor();
      await button('Sao lưu ngay').click();
      await said(/^Đã sao lưu hôm nay/);
    });
  });
});
