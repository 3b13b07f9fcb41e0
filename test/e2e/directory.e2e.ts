/** The directory in the window: looked up without marks, a group made by rule, and a draft that goes to the group, by keyboard. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../build/electron-host/chromium.ts';
import { electronPath } from '../../build/electron-runtime.ts';
import { SHIPPED_LISTS } from '../../src/domain/codeLists.ts';
import { deskOf, setUpTraining, typeCode } from './harness/desk.ts';
import { openWorkstation, type Workstation } from './harness/index.ts';

const able = electronPath() !== undefined || findChromium() !== undefined;
describe.skipIf(!able)('the directory in the window [needs chromium or Electron]', () => {
  let station: Workstation;
  const desk = deskOf(() => station);
  const { button, field, said, menu } = desk;

  beforeAll(async () => {
    station = await openWorkstation();
    await typeCode(desk, await setUpTraining(station, desk));
  });
  afterAll(async () => {
    await station?.close();
  });

  test('an agency is found by abbreviation and first letters and shows both its codes', async () => {
    const { page } = station;
    await menu('Danh bạ');
    await page.getByRole('tab', { name: 'Tra cứu' }).click();
    await page.getByRole('searchbox', { name: 'Tìm cơ quan' }).fill('ubnd xa tn');
    await button('UBND xã Thử Nghiệm').click();
    await page.getByRole('complementary', { name: 'UBND xã Thử Nghiệm' }).getByText('H99.243', { exact: true }).waitFor();
    await page
      .getByRole('complementary')
      .getByText(/^000\.00\.\d\d\.H99$/)
      .waitFor();
  });
  test('a group by rule has the communes of our province without ourselves', async () => {
    const { page } = station;
    await page.getByRole('tab', { name: 'Nhóm nơi nhận' }).click();
    await button('Lập nhóm').click();
    await field(/^Tên nhóm/).fill('Tất cả phường, xã trong tỉnh');
    await page.getByText('Hiện có 1 cơ quan: UBND xã Thử Nghiệm').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Ghi lại' }).click();
    await said('Đã ghi nhóm.');
    const members = page.getByRole('list', { name: '1 nơi nhận' }).getByRole('listitem');
    await members.first().waitFor();
    expect(await members.allInnerTexts()).toEqual([expect.stringContaining('UBND xã Thử Nghiệm')]);
  });
  test('a list of urgency that an administrator puts in place is what the draft offers', async () => {
    const { page } = station;
    await page.getByRole('tab', { name: 'Danh mục mã' }).click();
    const list = JSON.stringify({ ...SHIPPED_LISTS.urgency, version: '2027.01', entries: [{ code: '1', name: 'Gấp' }] });
    const row = page.getByRole('row').filter({ hasText: SHIPPED_LISTS.urgency.title });
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), row.getByRole('button', { name: 'Thay bằng tệp…' }).click()]);
    await chooser.setFiles({ name: 'muc-do-khan.json', mimeType: 'application/json', buffer: Buffer.from(list) });
    await said('Đã dùng danh mục mới.');
    await menu('Văn bản đi');
    await button('Soạn văn bản đi').click();
    await page.getByRole('combobox', { name: 'Mức độ khẩn' }).click();
    await page.getByRole('option', { name: 'Gấp' }).waitFor();
    expect(await page.getByRole('option').allInnerTexts()).toEqual(['Thường', 'Gấp', 'Thượng khẩn', 'Hỏa tốc']);
    await page.keyboard.press('Escape');
  });
  test('a draft takes the whole group, and one more agency, by keyboard alone', async () => {
    const { page } = station;
    await menu('Văn bản đi');
    await button('Soạn văn bản đi').click();
    const picker = page.getByLabel('Tìm cơ quan nhận');
    await picker.fill('tat ca phuong');
    await page.getByRole('option', { name: /^Nhóm: Tất cả phường, xã/ }).waitFor();
    await picker.press('ArrowDown');
    await picker.press('Enter');
    await page.getByText('Đã thêm 1 nơi nhận của nhóm “Tất cả phường, xã trong tỉnh”.').waitFor();
    // Its whole name and Enter, before the directory has answered: the agency, not words that are sent on paper.
    await picker.pressSequentially('Sở Mẫu');
    await picker.press('Enter');
    const chosen = page.getByRole('list', { name: 'Gửi đến' }).getByRole('listitem');
    await chosen.nth(1).waitFor();
    expect(await chosen.allInnerTexts()).toEqual([expect.stringContaining('UBND xã Thử Nghiệm'), expect.stringContaining('Sở Mẫu')]);
    expect(await chosen.nth(1).textContent()).not.toContain('không qua Trục liên thông');
  });
});
