/**
 * Cases of documents in the window, on the training axis: what a sender wants of a document that is finished, assigned or lies in a
 * file; the signed copy that was asked for; a document's rows of the audit log; the program killed while the agency signs and issues.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findChromium } from '../../build/electron-host/chromium.ts';
import { electronPath } from '../../build/electron-runtime.ts';
import { deskOf, setUpTraining, typeCode, unlock } from './harness/desk.ts';
import { openWorkstation, type Workstation } from './harness/index.ts';
import { killAll } from './harness/kill.ts';
import { type OtherOffice, otherOffice } from './harness/office.ts';

const able = electronPath() !== undefined || findChromium() !== undefined;
/** Where pictures of the walk go, for looking at them. */
const shots = process.env.TVT_SHOTS;
const SUBJECT = 'rà soát hộ nghèo năm nay';

describe.skipIf(!able || process.platform !== 'linux')('cases of documents in the window [needs chromium or Electron]', () => {
  let station: Workstation;
  let office: OtherOffice;
  const dirs: string[] = [];
  const folder = (): string => {
    const dir = mkdtempSync(join(tmpdir(), 'tram-van-thu-cases-'));
    dirs.push(dir);
    return dir;
  };
  const [profileDir, saveDir] = [folder(), folder()];
  const desk = deskOf(() => station);
  const { button, field, said, menu, firstPage } = desk;
  const dialog = () => station.page.getByRole('dialog');
  const grid = () => station.page.getByRole('grid', { name: 'Văn bản đến' });
  const row = (text: string) => grid().getByRole('row').filter({ hasText: text });
  const shot = async (name: string): Promise<void> => {
    if (!shots) return;
    mkdirSync(shots, { recursive: true });
    await station.page.waitForTimeout(600);
    await station.page.screenshot({ path: join(shots, `cases-${name}.png`) });
  };
  const openArrival = async (text: string): Promise<void> => {
    await menu('Văn bản đến');
    await station.page.getByRole('tab', { name: /^Tất cả/ }).click();
    await row(text).first().click();
    await firstPage();
  };
  const pin = async (): Promise<void> => {
    const hint = (await station.page.getByText(/^Mã PIN tập huấn: /).textContent()) ?? '';
    await field('Mã PIN').fill(hint.replace(/^.*: /, ''));
    await dialog().getByRole('button', { name: 'Ký', exact: true }).click();
  };
  const open = async (): Promise<void> => {
    station = await openWorkstation({ profileDir, saveDir, documents: 1 });
  };

  beforeAll(async () => {
    await open();
    await typeCode(desk, await setUpTraining(station, desk));
    office = await otherOffice(profileDir);
  });
  beforeEach(({ onTestFailed }) => onTestFailed(() => shot('FAILED')));
  afterAll(async () => {
    await station?.close();
    for (const dir of dirs) rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  });

  test('what a sender asks of a finished document is among the day’s work and marked in the list until it is answered', async () => {
    const { page } = station;
    const sent = await office.document(SUBJECT);
    await openArrival(SUBJECT);
    await button(/^Vào sổ văn bản đến/).click();
    await button('Kết thúc – để biết, lưu').click();
    await said('Đã kết thúc');
    await office.about('replace', sent, 'thay thế văn bản trước');
    await menu('Hôm nay');
    const asked = page.getByRole('button', { name: /^Trả lời nơi gửi .* đề nghị thay thế/ });
    await asked.waitFor();
    await shot('today');
    await menu('Văn bản đến');
    // The old one and the letter that replaces it.
    await expect.poll(() => row('Chờ trả lời: thay thế').count()).toBe(2);
    await shot('list');
    await menu('Hôm nay');
    await asked.click();
    // It leads to the letter, where both are compared and answered.
    await page.getByRole('heading', { name: /900\d\// }).waitFor();
    await button('So sánh bản cũ và bản mới').click();
    await page.locator('.pdf-page canvas').nth(1).waitFor();
    await page.keyboard.press('Escape');
    await button('Đồng ý thay thế').click();
    await said('Đã ghi trả lời.');
    await page.getByRole('note').filter({ hasText: 'đồng ý thay thế' }).waitFor();
    await button('Xem văn bản gốc').click();
    await page.locator('.document-left').getByText('Đã thu hồi', { exact: true }).waitFor();
    await page.getByText('Đồng ý văn bản thay thế; số đến và thông tin sổ vẫn giữ.').waitFor();
    await shot('replaced');
    await menu('Hôm nay');
    await page
      .getByRole('button', { name: /^Vào sổ đến/ })
      .first()
      .waitFor();
    expect(await asked.count()).toBe(0);
    await menu('Văn bản đến');
    await row('thay thế văn bản trước').waitFor();
    expect(await row('Chờ trả lời').count()).toBe(0);
  });

  test('a recall of what is finished leads from the day’s work to its answer; number and history stay', async () => {
    const { page } = station;
    const sent = await office.document('phối hợp phòng dịch');
    await openArrival('phối hợp phòng dịch');
    await button(/^Vào sổ văn bản đến/).click();
    await button('Kết thúc – để biết, lưu').click();
    await said('Đã kết thúc');
    await office.takeBack(sent, 'Gửi nhầm nơi nhận');
    // Whoever has it open is told there.
    await page.getByText('Lý do: Gửi nhầm nơi nhận').waitFor();
    await menu('Hôm nay');
    await page.getByRole('button', { name: /^Trả lời nơi gửi .*phối hợp phòng dịch.* đề nghị thu hồi/ }).click();
    await button('Đồng ý thu hồi').click();
    await said('Đã ghi trả lời.');
    const left = page.locator('.document-left');
    await left.getByText('Đã thu hồi', { exact: true }).waitFor();
    await left.getByText('Nơi gửi đề nghị lấy lại văn bản: Gửi nhầm nơi nhận').waitFor();
    await left.getByText(/^2, \d\d\/\d\d\/\d{4}$/).waitFor();
  });

  test('keys pressed one after the other while documents arrive tick, open and leave what they were pressed on', async () => {
    const { page } = station;
    await menu('Văn bản đến');
    await page.getByRole('tab', { name: /^Tất cả/ }).click();
    await row('phối hợp phòng dịch').waitFor();
    const arriving = (async () => {
      for (let n = 1; n <= 4; n++) await office.document(`văn bản dồn ${n}`);
    })();
    await grid().getByRole('row').nth(1).focus();
    for (const key of ['x', 'ArrowDown', 'x', 'ArrowDown', 'x']) await page.keyboard.press(key);
    await page.getByRole('group', { name: 'Đã đánh dấu 3 văn bản' }).waitFor();
    const named = async (): Promise<string> => (await grid().locator('[role="row"]:focus').getAttribute('aria-label')) ?? '';
    const meant = (await named()).replace(/^Chưa đọc: /, '');
    await page.keyboard.press('Enter');
    await page
      .getByRole('heading', { level: 2 })
      .filter({ hasText: meant.split(' ')[0] ?? '' })
      .waitFor();
    await page.keyboard.press('Escape');
    await arriving;
    await row('văn bản dồn 4').waitFor();
    expect((await named()).replace(/^Chưa đọc: /, '')).toBe(meant);
    await page
      .getByRole('group', { name: 'Đã đánh dấu 3 văn bản' })
      .getByRole('button', { name: /Bỏ đánh dấu/ })
      .click();
  });

  test('what came unsigned is answered by a draft that asks for it signed; what comes then is compared, not dropped', async () => {
    const { page } = station;
    const sent = await office.document('khảo sát hạ tầng số', { signed: 'none' });
    await openArrival('khảo sát hạ tầng số');
    await button('Đề nghị gửi bản đã ký số').click();
    // The keyboard is in the form, whose fields are filled in.
    await page.locator('#draft :focus').waitFor();
    expect(await field(/^Trích yếu nội dung/).inputValue()).toMatch(/^V\/v đề nghị gửi lại công văn số 90\d\d\//);
    await button('Dùng dự thảo mẫu (tập huấn)').click();
    await page.getByText(/\.pdf ·/).waitFor();
    await button('Ghi dự thảo').click();
    await said('Đã ghi dự thảo.');
    await button('Ký ban hành').click();
    await pin();
    await said('Đã ký xong.');
    await button(/^Cấp số và vào sổ văn bản đi \(số /).click();
    await said(/^Đã cấp số/);
    await button('Ký số của cơ quan').click();
    await pin();
    await said('Đã ký xong.');
    await button('Phát hành').click();
    await said(/^Đã phát hành\./);
    await openArrival('khảo sát hạ tầng số');
    await page.getByText(/^Đã trả lời nơi gửi bằng văn bản 01\/UBND-VP ngày/).waitFor();
    await shot('asked-signed');
    await office.signedSince(sent);
    await page
      .getByText(/gửi bản cập nhật của văn bản số 90\d\d\//)
      .first()
      .waitFor();
    await button('Xem văn bản mới').click();
    await page.getByText('Đủ chữ ký số của người có thẩm quyền và của cơ quan').first().waitFor();
    await shot('signed-came');
  });

  test('a new draft is typed at once, from the keyboard alone', async () => {
    const { page } = station;
    await menu('Hôm nay');
    await page.keyboard.press('Control+n');
    await page.locator('#draft :focus').waitFor();
    await page.keyboard.type('Về việc gõ ngay');
    expect(await field(/^Trích yếu nội dung/).inputValue()).toBe('Về việc gõ ngay');
    await page.getByRole('button', { name: 'Quay lại' }).click();
    await button('Bỏ phần chưa ghi').click();
  });

  test('from a document one comes to its rows of the log, which are printed and saved as a workbook', async () => {
    const { page } = station;
    await openArrival(SUBJECT);
    await button('Xem trong nhật ký của trạm').click();
    const rows = page.getByRole('table', { name: 'Các dòng nhật ký' }).getByRole('row');
    await rows.filter({ hasText: 'Cấp số đến' }).waitFor();
    expect(await rows.filter({ hasText: 'Lập kho của trạm' }).count()).toBe(0);
    await shot('log');
    await page.getByRole('region', { name: 'Nhật ký' }).getByRole('button', { name: 'In', exact: true }).click();
    await dialog().locator('.pdf-page canvas').first().waitFor();
    await shot('log-print');
    await page.keyboard.press('Escape');
    await button('Xuất Excel').click();
    await said('Đã lưu các dòng nhật ký ra ngoài.');
    const [name = ''] = readdirSync(saveDir).filter((file) => file.endsWith('.xlsx'));
    expect(readFileSync(join(saveDir, name)).subarray(0, 2).toString()).toBe('PK');
  });

  test('killed while the agency signs and while it issues: nothing is lost, nothing twice, and the next step is said', async () => {
    const subject = 'Về việc thử mất điện';
    await menu('Văn bản đi');
    await button('Soạn văn bản đi').click();
    await field(/^Trích yếu nội dung/).fill(subject);
    await station.page.getByLabel('Tìm cơ quan nhận').fill('Thử');
    await station.page.getByRole('option', { name: /^UBND xã Thử Nghiệm/ }).click();
    await button('Dùng dự thảo mẫu (tập huấn)').click();
    await station.page.getByText(/\.pdf ·/).waitFor();
    await button('Ghi dự thảo').click();
    await said('Đã ghi dự thảo.');
    await button('Ký ban hành').click();
    await pin();
    await said('Đã ký xong.');
    await button(/^Cấp số và vào sổ văn bản đi \(số /).click();
    await said(/^Đã cấp số/);
    await button('Ký số của cơ quan').click();
    await pin();
    // Under way: the act is begun, its end is not told.
    await killed();
    await toOutgoing(subject);
    await shot('after-signing');
    const signAgain = button('Ký số của cơ quan');
    await signAgain.or(button('Phát hành')).first().waitFor();
    if (await signAgain.isVisible()) {
      await signAgain.click();
      await pin();
      await said('Đã ký xong.');
    }
    await button('Phát hành').click();
    await killed();
    await toOutgoing(subject);
    await shot('after-issuing');
    const issue = button('Phát hành');
    const board = station.page.getByRole('list', { name: 'Nơi nhận' });
    await issue.or(board).first().waitFor();
    if (await issue.isVisible()) await issue.click();
    // The recipient answers once, for one document; the register has one line of it.
    await board.getByText(/Đã đến|Đã tiếp nhận|Đã phân công|Đang xử lý|Đã hoàn thành/).waitFor({ timeout: 90_000 });
    const signatures = station.page.getByRole('region', { name: 'Chữ ký số' });
    expect(await signatures.getByText(/^Chữ ký cơ quan/).count()).toBe(2);
    await menu('Sổ và báo cáo');
    await station.page.getByRole('combobox', { name: /Sổ/ }).first().click();
    await station.page.getByRole('option', { name: 'Sổ đăng ký văn bản đi' }).click();
    const line = station.page.getByRole('table', { name: 'Sổ đăng ký văn bản đi' }).getByRole('row').filter({ hasText: 'thử mất điện' });
    await line.waitFor();
    expect(await line.count()).toBe(1);
  });

  /** Everything of the program ends at once, as when the power goes; then it is started again. */
  async function killed(): Promise<void> {
    killAll(station.pid ?? 0);
    await station.close();
    await open();
    await unlock(desk);
  }
  async function toOutgoing(subject: string): Promise<void> {
    await menu('Văn bản đi');
    await station.page.getByRole('grid', { name: 'Văn bản đi' }).getByRole('row').filter({ hasText: subject }).click();
    await firstPage();
  }
});
