/** The paper desk in the window: an envelope, a secret one, an advance copy joined with the paper, a copy, a petition nobody else sees. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../build/electron-host/chromium.ts';
import { electronPath } from '../../build/electron-runtime.ts';
import { deskOf, setUpTraining, typeCode } from './harness/desk.ts';
import { openWorkstation, type Workstation } from './harness/index.ts';
import { wordsOf } from './harness/words.ts';

const able = electronPath() !== undefined || findChromium() !== undefined;
describe.skipIf(!able)('the paper desk in the window [needs chromium or Electron]', () => {
  let station: Workstation;
  const desk = deskOf(() => station);
  const { button, field, said, menu } = desk;
  const tab = (name: RegExp) => station.page.getByRole('tab', { name }).first().click();

  beforeAll(async () => {
    station = await openWorkstation();
    await typeCode(desk, await setUpTraining(station, desk));
  });
  afterAll(async () => {
    await station?.close();
  });

  test('an envelope is logged and handed over; of a secret one nothing is kept, and it says what to do', async () => {
    const { page } = station;
    await menu('Giấy, đơn thư');
    await tab(/^Bì thư/);
    await button('Ghi bì thư').click();
    await field(/^Người, tổ chức nhận/).fill('Đ/c Nguyễn Văn Mẫu');
    await field('Ghi trên bì (số, dấu)').fill('TỐI MẬT');
    await button('Ghi lại').click();
    await page.getByText(wordsOf('paper.secret_envelope')).waitFor();
    // What was typed of it is gone from the screen too.
    expect([await field(/^Người, tổ chức nhận/).inputValue(), await field('Ghi trên bì (số, dấu)').inputValue()]).toEqual(['', '']);
    await field(/^Người, tổ chức nhận/).fill('Đ/c Nguyễn Văn Mẫu');
    await button('Ghi lại').click();
    await said('Đã ghi bì thư số 1.');
    await button(/^Giao$/).click();
    await button('Ghi lại').click();
    await said('Đã ghi giao bì thư.');
  });

  test('what Zalo brought is held, and joined with the paper under one number', async () => {
    const { page } = station;
    const take = async (channel: string, submit: RegExp): Promise<void> => {
      await menu('Văn bản đến');
      await button(/Tiếp nhận văn bản giấy/).click();
      await field(/^Cơ quan ban hành|^Nơi gửi/)
        .first()
        .fill('Hội Mẫu tỉnh Mẫu');
      await page.getByRole('textbox', { name: /^Trích yếu/ }).fill('Về việc giấy đến hai lần');
      await page.getByRole('textbox', { name: 'Số', exact: true }).fill('77');
      await page.getByRole('combobox', { name: 'Đến qua' }).click();
      await page.getByRole('option', { name: channel }).click();
      await button(submit).click();
    };
    await take('Zalo', /^Giữ, chờ bản chính thức/);
    await said('Đã giữ là bản đến trước.');
    await take('Bưu chính', /^Gộp$/);
    await page
      .getByText(/Vào sổ văn bản đến, số đến 1$/)
      .first()
      .waitFor();
  });

  test('a copy of a paper from outside takes the next number of its own book, and its block is shown for ink and seal', async () => {
    const { page } = station;
    await menu('Giấy, đơn thư');
    await tab(/^Bản sao/);
    await button('Làm bản sao').click();
    await page.getByRole('combobox', { name: 'Chiều sao' }).click();
    await page.getByRole('option', { name: 'Giấy sang giấy' }).click();
    await field(/^Tên loại, trích yếu/).fill('Quyết định về việc giấy');
    await field(/^Sao cho ai/).fill('Trạm Y tế xã');
    await field(/^Người ký bản sao/).fill('Nguyễn Văn Mẫu');
    await button(/^Cấp số và làm bản sao/).click();
    await page.getByRole('dialog', { name: '01-SY-UBND.pdf' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('01/SY-UBND').first().waitFor();
  });

  test('a petition shows its person to who is named for it, and the list names nobody', async () => {
    const { page } = station;
    await tab(/^Đơn thư/);
    await button('Vào sổ đơn').click();
    await field('Họ tên người gửi đơn').fill('Phạm Thị Kín Đáo');
    await field(/^Nội dung đơn/).fill('Khiếu nại việc thu hồi đất');
    await button('Vào sổ đơn (số 1)').click();
    await page.getByText('Phạm Thị Kín Đáo').waitFor();
    await button('Về danh sách').click();
    await page.getByRole('table', { name: 'Đơn thư' }).waitFor();
    expect(await page.getByText('Kín Đáo').count()).toBe(0);
  });
});
