/**
 * A document that was issued, in the window: sent again to its recipient, amended by a draft that names it, taken back
 * with a reason. The training offices agree by themselves; the board never runs ahead of what was reported.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../build/electron-host/chromium.ts';
import { electronPath } from '../../build/electron-runtime.ts';
import { deskOf, setUpTraining, typeCode } from './harness/desk.ts';
import { openWorkstation, type Workstation } from './harness/index.ts';

const able = electronPath() !== undefined || findChromium() !== undefined;
describe.skipIf(!able)('an issued document that is taken back [needs chromium or Electron]', () => {
  let station: Workstation;
  const desk = deskOf(() => station);
  const { button, field, said, menu, firstRow, firstPage } = desk;
  const board = () => station.page.getByRole('list', { name: 'Nơi nhận' });
  const dialog = () => station.page.getByRole('dialog');
  /** A picture of the step, where somebody wants to look. */
  const shot = async (name: string): Promise<void> => {
    const folder = process.env.AMENDMENT_PICTURES;
    if (folder !== undefined) await station.page.screenshot({ path: `${folder}/${name}.png` });
  };

  beforeAll(async () => {
    station = await openWorkstation();
    station.page.setDefaultTimeout(20_000);
    await typeCode(desk, await setUpTraining(station, desk));
    await firstRow().click();
    await issueReply();
  });
  afterAll(async () => {
    await station?.close();
  });

  async function sign(act: string): Promise<void> {
    await button(act).click();
    const hint = (await station.page.getByText(/^Mã PIN tập huấn: /).textContent()) ?? '';
    await field('Mã PIN').fill(hint.replace(/^.*: /, ''));
    await dialog().getByRole('button', { name: 'Ký', exact: true }).click();
    await said('Đã ký xong.');
  }
  /** With the network cut: what is issued waits. */
  async function issueReply(): Promise<void> {
    await button(/^Vào sổ văn bản đến/).click();
    await said('Đã vào sổ');
    await button('Soạn văn bản trả lời').click();
    await button('Dùng dự thảo mẫu (tập huấn)').click();
    await station.page.getByText(/\.pdf ·/).waitFor();
    await button('Ghi dự thảo').click();
    await said('Đã ghi dự thảo.');
    await button('Ngắt mạng (tập huấn)').click();
    await button('Nối lại mạng').waitFor();
    await sign('Ký ban hành');
    await button(/^Cấp số và vào sổ văn bản đi \(số /).click();
    await said(/^Đã cấp số/);
    await sign('Ký số của cơ quan');
    await button('Phát hành').click();
    await button('Để xử lý tiếp').click();
    await said(/^Đã phát hành\./);
  }

  test('what waits says so and offers no second sending; once reported, it can be sent again', async () => {
    await board().getByText('Chờ gửi').waitFor();
    expect(await board().getByRole('button').count()).toBe(0);
    await button('Nối lại mạng').click();
    await board()
      .getByText(/Đã đến|Đã tiếp nhận|Đã phân công|Đang xử lý|Đã hoàn thành/)
      .waitFor();
    await shot('issued');
    await board()
      .getByRole('button', { name: /^Gửi lại cho / })
      .click();
    await shot('send-again');
    await dialog().getByRole('button', { name: 'Gửi lại', exact: true }).click();
    await said(/^Đã đưa vào Chờ gửi để gửi lại cho /);
    await board()
      .getByText(/^Trục liên thông đã nhận, chưa có báo của nơi nhận/)
      .waitFor();
    await shot('sent-again');
  });

  test('a draft that replaces it names it', async () => {
    const code = (await station.page.getByRole('heading', { level: 2 }).textContent())?.split(' ').at(-1) ?? '';
    await button('Lập văn bản thay thế').click();
    await station.page.getByRole('heading', { name: `Sửa dự thảo thay thế văn bản số ${code}` }).waitFor();
    await shot('replace');
    await button(/^(Quay lại|Thôi|Trở lại)/).click();
    await station.page.getByText('Thay thế văn bản', { exact: true }).waitFor();
    await shot('replace-draft');
    await button(code).click();
    await button('Lấy lại văn bản').waitFor();
  });

  test('it is taken back with a reason, and the recipient’s agreement is shown', async () => {
    await button('Lấy lại văn bản').click();
    expect(await dialog().getByRole('button', { name: 'Lấy lại văn bản' }).isDisabled()).toBe(true);
    await field(/^Lý do lấy lại/).fill('Gửi nhầm phụ lục.');
    await shot('take-back');
    await dialog().getByRole('button', { name: 'Lấy lại văn bản' }).click();
    await said('Đã gửi đề nghị lấy lại đến 1 nơi nhận.');
    const asked = station.page.getByRole('region', { name: 'Lấy lại, thu hồi, cập nhật, thay thế' });
    await asked.getByText(/· đồng ý$/).waitFor();
    await shot('taken-back');
    await firstPage();
    expect(await button('Lấy lại văn bản').count()).toBe(0);
    expect(await button('Lập văn bản thay thế').count()).toBe(0);
    expect(await board().getByRole('button').count()).toBe(0);
  });

  test('one that has not left is taken out of the queue, and its board does not say that it waits', async () => {
    await menu('Văn bản đến');
    await firstRow().click();
    await issueReply();
    await button('Lấy lại văn bản').click();
    await field(/^Lý do lấy lại/).fill('Còn thiếu phụ lục.');
    await dialog().getByRole('button', { name: 'Lấy lại văn bản' }).click();
    await said('Đã rút 1 gói chưa gửi khỏi danh sách chờ.');
    await board().getByText('Đã rút khỏi danh sách chờ, chưa gửi').waitFor();
    await shot('withdrawn');
  });
});
