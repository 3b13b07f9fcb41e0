/** Sổ và báo cáo: registers shown, kept by hand, printed and exported; the year's end; numbers that open their lists; rules of numbers. */
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../build/electron-host/chromium.ts';
import { electronPath } from '../../build/electron-runtime.ts';
import { legalDateOf, yearOf } from '../../src/domain/time.ts';
import { deskOf, setUpTraining, typeCode } from './harness/desk.ts';
import { openWorkstation, type Workstation } from './harness/index.ts';

const able = electronPath() !== undefined || findChromium() !== undefined;
describe.skipIf(!able)('registers and reports in the window [needs chromium or Electron]', () => {
  const saveDir = mkdtempSync(join(tmpdir(), 'tram-van-thu-e2e-'));
  let station: Workstation;
  const desk = deskOf(() => station);
  const { button, field, menu, said, firstRow, firstPage } = desk;
  const tab = (name: string) => station.page.getByRole('tab', { name, exact: true }).click();
  const choose = async (label: string, option: string | RegExp) => {
    await station.page.getByLabel(label, { exact: true }).first().click();
    await station.page.getByRole('option', { name: option }).click();
  };
  const year = () => yearOf(legalDateOf(Date.now()));

  beforeAll(async () => {
    station = await openWorkstation({ saveDir });
    await typeCode(desk, await setUpTraining(station, desk));
    await station.page.getByRole('navigation').first().waitFor();
  });
  afterAll(async () => {
    await station?.close();
    rmSync(saveDir, { recursive: true, force: true, maxRetries: 5 });
  });

  test('before the first number the book is told where it goes on from paper', async () => {
    const { page } = station;
    await menu('Cài đặt');
    await page.getByRole('navigation', { name: 'Các phần cài đặt' }).getByRole('button', { name: 'Sổ, số ký hiệu' }).click();
    const book = page.getByRole('article', { name: 'Sổ đăng ký văn bản đến' });
    await book.getByRole('button', { name: 'Số bắt đầu (tiếp sổ giấy)' }).click();
    await field(/^Số đầu tiên trên máy này/).fill('210');
    await field(/^Các số trước đăng ký ở đâu/).fill('số 01–209 đăng ký tại sổ giấy, quyển số 1');
    await button('Ghi lại').click();
    await book.getByText('số 01–209 đăng ký tại sổ giấy').waitFor();
    const outgoing = page.getByRole('article', { name: 'Sổ đăng ký văn bản đi' });
    await outgoing.getByRole('button', { name: 'Đổi cách ghi số, ký hiệu' }).click();
    const dialog = page.getByRole('dialog');
    await field(/^Số, ký hiệu( \*)?$/).fill('{number}/{nam}/{kind}');
    await dialog.getByText('Mẫu chưa đúng ở {nam}.').waitFor();
    await field(/^Số, ký hiệu( \*)?$/).fill('{number}/{year}/{kind}-{organ}');
    await dialog.getByText(`05/${year()}/QĐ-UBND`).waitFor();
    await field(/^Áp dụng từ ngày/).fill(`01/01/${year() + 1}`);
    await field(/^Căn cứ, lý do/).fill('Quy chế công tác văn thư');
    await button('Ghi lại').click();
    await outgoing.getByText(`Từ ngày 01/01/${year() + 1}`).waitFor();
  });

  test('a registered arrival stands in its book with the next number, and the book is printed and exported', async () => {
    const { page } = station;
    await menu('Văn bản đến');
    await firstRow().click();
    await button(/^Vào sổ văn bản đến \(số đến tiếp theo: 210\)/).click();
    await said(/210/);
    await menu('Sổ và báo cáo');
    const register = page.getByRole('table', { name: 'Sổ đăng ký văn bản đến' });
    await register.getByRole('cell', { name: '210', exact: true }).waitFor();
    await page.getByText('Sổ bắt đầu từ số 210').waitFor();
    await button('In, xuất sổ').click();
    await page.getByRole('checkbox', { name: /^Có bìa sổ/ }).check();
    await button('Lập bản in').click();
    await firstPage();
    await button('Trở lại').click();
    for (const kind of ['Bảng tính (xlsx)', 'Văn bản Word (docx)']) {
      await button('In, xuất sổ').click();
      await page.getByRole('radio', { name: kind }).check();
      await button('Xuất và lưu').click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    const saved = readdirSync(saveDir).filter((name) => /\.(xlsx|docx)$/.test(name));
    expect(saved).toHaveLength(2);
    for (const name of saved) expect(statSync(join(saveDir, name)).size).toBeGreaterThan(1000);
    expect(existsSync(join(saveDir, `Sổ đăng ký văn bản đến ${year()}.xlsx`))).toBe(true);
  });

  test('a register kept by hand takes a line, its return, and strikes with a reason', async () => {
    const { page } = station;
    await choose('Sổ', 'Sổ sử dụng bản lưu');
    await button('Ghi thêm').click();
    await field(/^Họ và tên người sử dụng/).fill('Trần Thị Mẫu');
    await field(/^Số, ký hiệu, ngày tháng văn bản/).fill('12/QĐ-UBND ngày 05/01/2026');
    await field(/^Người cho phép sử dụng/).fill('Chánh Văn phòng');
    await button('Ghi lại').click();
    const kept = page.getByRole('table', { name: 'Sổ sử dụng bản lưu' });
    await kept.getByRole('cell', { name: 'Trần Thị Mẫu' }).waitFor();
    await button('Gạch bỏ').click();
    await field(/^Lý do gạch bỏ/).fill('Ghi nhầm người');
    await page.getByRole('dialog').getByRole('button', { name: 'Gạch bỏ' }).click();
    await kept.getByText(/^Gạch bỏ: Ghi nhầm người/).waitFor();
  });

  test('the year cannot be closed before its end, and says so with what is still open', async () => {
    const { page } = station;
    await tab('Khóa sổ');
    await page.getByText(`Kỳ ${year()} chưa hết`).waitFor();
    expect(await page.getByRole('button', { name: `Khóa sổ ${year()}` }).count()).toBe(0);
  });

  test('a number of the statistics opens its documents, and a document opens from there', async () => {
    const { page } = station;
    await tab('Thống kê');
    const table = page.getByRole('table', { name: 'Bảng thống kê' });
    const number = table.getByRole('button', { name: /^Cộng, Tổng số: / });
    const total = Number((await number.textContent())?.replace(/\D/g, ''));
    await number.click();
    const list = page.getByRole('table', { name: /^Văn bản đến/ });
    await list.waitFor();
    expect(Number(await list.getAttribute('aria-rowcount'))).toBe(total + 1);
    await button('Về bảng số').click();
    await tab('Báo cáo kỳ');
    await page.getByRole('rowheader', { name: 'Đến qua Trục liên thông' }).waitFor();
    await page.getByRole('button', { name: 'In', exact: true }).click();
    await firstPage();
    await button('Trở lại').click();
    await tab('Tiết kiệm');
    await button('Đặt đơn giá').click();
    await field('Giá giấy, mực một trang (đồng)').fill('350');
    await button('Ghi lại').click();
    await page.getByText('một trang 350 đồng').waitFor();
  });
});
