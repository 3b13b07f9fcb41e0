/**
 * Signing in the window on the real core: the placement moved by keys, powers that stop the agency's signature and the head of
 * office who allows it, several documents on one PIN after each was seen, a copy with the arrival mark.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../build/electron-host/chromium.ts';
import { electronPath } from '../../build/electron-runtime.ts';
import { deskOf, setUpTraining, typeCode } from './harness/desk.ts';
import { openWorkstation, type Workstation } from './harness/index.ts';

const able = electronPath() !== undefined || findChromium() !== undefined;
/** Where pictures of the walk go, for looking at them. */
const shots = process.env.TVT_SHOTS;
describe.skipIf(!able)('signing in the window [needs chromium or Electron]', () => {
  let station: Workstation;
  const desk = deskOf(() => station);
  const { button, field, said, menu, firstPage } = desk;
  const dialog = () => station.page.getByRole('dialog');
  const shot = async (name: string): Promise<void> => {
    if (!shots) return;
    mkdirSync(shots, { recursive: true });
    await station.page.waitForTimeout(700);
    await station.page.screenshot({ path: join(shots, `${name}.png`) });
  };
  const pin = async (): Promise<void> => {
    const hint = (await station.page.getByText(/^Mã PIN tập huấn: /).textContent()) ?? '';
    await field('Mã PIN').fill(hint.replace(/^.*: /, ''));
  };
  const sign = async (): Promise<void> => {
    await pin();
    await dialog().getByRole('button', { name: 'Ký', exact: true }).click();
    await said('Đã ký xong.');
  };
  const draft = async (subject: string): Promise<void> => {
    await menu('Văn bản đi');
    await button('Soạn văn bản đi').click();
    await field(/^Trích yếu nội dung/).fill(subject);
    await station.page.getByLabel('Tìm cơ quan nhận').fill('Thử');
    await station.page.getByRole('option').first().click();
    await button('Dùng dự thảo mẫu (tập huấn)').click();
    await station.page.getByText(/\.pdf ·/).waitFor();
    await button('Ghi dự thảo').click();
    await said('Đã ghi dự thảo.');
  };

  beforeAll(async () => {
    station = await openWorkstation();
    await typeCode(desk, await setUpTraining(station, desk));
    await station.page.getByRole('navigation').first().waitFor();
  });
  afterAll(async () => {
    await station?.close();
  });

  test('the table of powers is written down and shows the block it proposes', async () => {
    const { page } = station;
    await menu('Cài đặt');
    await button('Thẩm quyền ký').click();
    await button('Thêm người có thẩm quyền').click();
    await dialog().getByLabel('Họ tên').fill('Lê Văn Khác');
    await dialog().getByLabel('Chức vụ người ký').fill('CHỦ TỊCH');
    await dialog().getByText('TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH').waitFor();
    await shot('powers-dialog');
    await dialog().getByRole('button', { name: 'Ghi lại' }).click();
    await page.getByRole('table', { name: 'Thẩm quyền ký' }).getByText('Lê Văn Khác').waitFor();
    await shot('powers');
    await page.getByRole('navigation', { name: 'Các phần cài đặt' }).getByRole('button', { name: 'Ký số' }).click();
    await page.getByText('Mức chữ ký', { exact: true }).waitFor();
    await shot('signing-settings');
    await page.getByRole('navigation', { name: 'Các phần cài đặt' }).getByRole('button', { name: 'Con dấu, chữ ký' }).click();
    await page.getByText('Con dấu của cơ quan').first().waitFor();
    await shot('seals');
    // From here on this device alone seals for the organ, in the walks below too.
    await button('Ghi nhận chứng thư đang cắm…').click();
    await dialog().getByRole('combobox', { name: 'Chứng thư' }).waitFor();
    await dialog().getByRole('button', { name: 'Ghi nhận', exact: true }).click();
    await page
      .getByRole('list', { name: 'Chứng thư ký số của cơ quan' })
      .getByText(/dấu vân tay/)
      .waitFor();
  });

  test('the signature is moved by keys on the page and stands there', async () => {
    const { page } = station;
    await draft('Về việc thử đặt chữ ký');
    if (shots) {
      await button('Người ký, thể thức…').click();
      await dialog().getByRole('button', { name: 'Thêm cơ quan cùng ký' }).click();
      await shot('joint');
      await dialog().getByRole('button', { name: 'Bỏ cơ quan này' }).click();
      await dialog().getByRole('button', { name: 'Thôi' }).click();
      await dialog().getByRole('button', { name: 'Bỏ phần chưa ghi' }).click();
    }
    await button('Ký ban hành').click();
    await firstPage();
    const box = dialog().getByRole('button', { name: 'Ký ban hành, trang 1' });
    await box.waitFor();
    await shot('sign-leader');
    await box.focus();
    const before = await box.boundingBox();
    await page.keyboard.press('Shift+ArrowLeft');
    await expect.poll(async () => (before?.x ?? 0) - ((await box.boundingBox())?.x ?? 0)).toBeGreaterThan(5);
    await sign();
  });

  test('the agency’s signature is refused by the table of powers until the head of office allows it', async () => {
    await button(/^Cấp số và vào sổ văn bản đi \(số /).click();
    await said(/^Đã cấp số/);
    await button('Ký số của cơ quan').click();
    await dialog().getByText('Chưa ký được: có điểm chưa khớp').waitFor();
    await shot('sign-agency-refused');
    await pin();
    expect(await dialog().getByRole('button', { name: 'Ký', exact: true }).isDisabled()).toBe(true);
    await button('Cho phép đóng dấu…').click();
    await field(/^Người cho phép/).fill('Phạm Văn Chánh');
    await field(/^Lý do/).fill('Ký thay đột xuất theo phân công');
    await button(/^Cho phép$/).click();
    await dialog().getByText('Đã được cho phép dù có điểm chưa khớp').waitFor();
    await firstPage();
    await shot('sign-agency');
    await sign();
    await station.page.getByText(/Phạm Văn Chánh cho phép đóng dấu/).waitFor();
    await button('Lập bản lưu trữ có dấu thời gian').click();
    await said('Đã lập bản mới.');
    await station.page.getByRole('button', { name: /\(bản lưu trữ\)\.pdf/ }).waitFor();
    await shot('archive-copy');
  });

  test('several drafts are signed on one PIN, each only after its pages were seen', async () => {
    const { page } = station;
    await draft('Về việc ký hàng loạt 1');
    await draft('Về việc ký hàng loạt 2');
    await page.getByRole('navigation').getByRole('button', { name: 'Ký số', exact: true }).click();
    const rows = page.getByRole('list', { name: 'Văn bản chờ ký' }).getByRole('listitem');
    await expect.poll(() => rows.count()).toBe(2);
    for (const n of [0, 1]) {
      await rows.nth(n).getByRole('button').first().click();
      await firstPage();
      // The foot of the page, where the signature will stand, has to be seen.
      expect(await rows.nth(n).getByRole('checkbox').isDisabled()).toBe(true);
      await page.locator('.batch-pages .pdf-pages').focus();
      await page.keyboard.press('End');
      await rows
        .nth(n)
        .getByText(/đã xem hết/)
        .waitFor();
      await rows.nth(n).getByRole('checkbox').check();
    }
    await shot('batch');
    await button('Ký 2 văn bản').click();
    await pin();
    await dialog().getByRole('button', { name: 'Ký 2 văn bản' }).click();
    await dialog().getByText('Đã ký xong 2 văn bản.').waitFor();
    await shot('batch-done');
    await dialog().getByRole('button', { name: 'Đóng' }).last().click();
    await page.getByText('Không có văn bản chờ ký ban hành.').waitFor();
  });

  test('an arrival gets its mark on a copy, its own file stays', async () => {
    const { page } = station;
    await menu('Văn bản đến');
    await desk.firstRow().click();
    await firstPage();
    await button(/^Vào sổ văn bản đến \(số đến tiếp theo/).click();
    await said(/^Đã vào sổ/);
    await button('Sao, đóng dấu…').click();
    await dialog().getByRole('combobox', { name: 'Loại' }).click();
    await page.getByRole('option', { name: 'Dấu đến' }).click();
    await dialog().getByRole('button', { name: 'Xem trước và ký' }).click();
    await dialog().getByRole('button', { name: 'Dấu đến, trang 1' }).waitFor();
    await shot('arrival-mark');
    await pin();
    await dialog().getByRole('button', { name: 'Ký', exact: true }).click();
    await said('Đã lập bản mới.');
    await page.getByRole('button', { name: /\(Dấu đến\)\.pdf/ }).click();
    await dialog().locator('.pdf-page canvas').first().waitFor();
    await shot('copy');
  });
});
