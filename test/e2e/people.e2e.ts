/** A second person with another role at the same window: added, coming in by themselves, held to what is theirs; the lock. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../build/electron-host/chromium.ts';
import { electronPath } from '../../build/electron-runtime.ts';
import { deskOf, PASSPHRASE, setUpTraining, typeCode, unlock } from './harness/desk.ts';
import { openWorkstation, type Workstation } from './harness/index.ts';

const able = electronPath() !== undefined || findChromium() !== undefined;
const THEIRS = 'vuon cay ben suoi';
const LEADER = 'Nguyễn Thị Lãnh Đạo';
describe.skipIf(!able)('several people at one window [needs chromium or Electron]', () => {
  const profileDir = mkdtempSync(join(tmpdir(), 'tram-van-thu-e2e-'));
  let station: Workstation;
  const desk = deskOf(() => station);
  const { button, field, menu, said } = desk;
  const section = (name: string) =>
    station.page.getByRole('navigation', { name: 'Các phần cài đặt' }).getByRole('button', { name, exact: true }).click();
  const choose = (name: string) => station.page.getByLabel('Người vào làm việc').selectOption({ label: name });

  beforeAll(async () => {
    station = await openWorkstation({ profileDir });
    await typeCode(desk, await setUpTraining(station, desk));
    await station.page.getByRole('navigation').first().waitFor();
  });
  afterAll(async () => {
    await station?.close();
    rmSync(profileDir, { recursive: true, force: true, maxRetries: 5 });
  });

  test('the administrator adds a leader, who types a passphrase of their own', async () => {
    const { page } = station;
    await menu('Cài đặt');
    await section('Người dùng');
    await button('Thêm người').click();
    await field(/^Họ tên/).fill(LEADER);
    await field('Chức vụ').fill('Chủ tịch');
    await page.getByRole('checkbox', { name: 'Văn thư', exact: true }).uncheck();
    await page.getByRole('checkbox', { name: 'Lãnh đạo' }).check();
    await field('Mật khẩu (từ 10 ký tự)').fill(THEIRS);
    await field('Nhập lại mật khẩu').fill(THEIRS);
    await button('Ghi lại').click();
    await said(`Đã ghi thông tin của ${LEADER}.`);
    await page.getByRole('cell', { name: LEADER }).waitFor();
  });

  test('another organ comes with its books, and the window works in the one that is chosen', async () => {
    const { page } = station;
    await section('Cơ quan');
    await button('Thêm cơ quan').click();
    await field(/^Tên cơ quan/).fill('Đảng ủy xã Ví Dụ');
    await field(/^Mã định danh cơ quan/).fill('H99.2.77');
    await field(/^Chữ viết tắt cơ quan/).fill('ĐU');
    await page.getByLabel('Loại cơ quan').selectOption('party');
    await button('Ghi lại').click();
    await said('Đã ghi thông tin cơ quan.');
    await section('Người dùng');
    await page.getByRole('row').filter({ hasText: LEADER }).getByRole('button', { name: 'Sửa' }).click();
    await page.getByRole('checkbox', { name: 'Mọi cơ quan' }).uncheck();
    await page.getByRole('checkbox', { name: 'Đảng ủy xã Ví Dụ' }).check();
    await button('Ghi lại').click();
    await page.getByRole('cell', { name: 'Đảng ủy xã Ví Dụ' }).waitFor();
    await page.getByLabel('Cơ quan đang làm việc').selectOption({ label: 'Đảng ủy xã Ví Dụ' });
    await menu('Sổ và báo cáo');
    await page.getByRole('heading', { name: 'Sổ và báo cáo' }).first().waitFor();
    expect(await page.getByLabel('Cơ quan đang làm việc').inputValue()).toBe('H99.2.77');
  });

  test('Ctrl+L and the lock of the system hide the work; the person chosen comes in by themselves and finds their own desk', async () => {
    const { page } = station;
    await menu('Cài đặt');
    await section('Người dùng');
    await button('Thêm người').click();
    await field(/^Họ tên/).fill('Đang gõ dở');
    await page.keyboard.press('Control+KeyL');
    await button('Mở trạm').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await page.getByRole('navigation').count()).toBe(0);
    await page.keyboard.press('Escape');
    await unlock(desk, PASSPHRASE);
    // The dialogue stands as it was left, before everything else.
    await page.getByRole('dialog').waitFor();
    expect(await field(/^Họ tên/).inputValue()).toBe('Đang gõ dở');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    if (station.host === 'electron-host' && station.pid !== undefined) process.kill(station.pid, 'SIGUSR2');
    else await page.keyboard.press('Control+KeyL');
    await button('Mở trạm').waitFor();
    await choose(LEADER);
    await unlock(desk, THEIRS);
    await page.getByRole('group', { name: 'Người làm việc' }).filter({ hasText: LEADER }).waitFor();
    // What another person had in sight is not shown to them.
    expect(await page.getByRole('navigation', { name: 'Các phần cài đặt' }).count()).toBe(0);
    // Of one organ alone: nothing to choose.
    expect(await page.getByLabel('Cơ quan đang làm việc').count()).toBe(0);
  });

  test('the leader sees no screen of the administrator, and may change their own passphrase', async () => {
    const { page } = station;
    expect(await page.getByRole('navigation').first().getByRole('button', { name: 'Quản trị' }).count()).toBe(0);
    await menu('Cài đặt');
    const sections = page.getByRole('navigation', { name: 'Các phần cài đặt' });
    await sections.getByRole('button', { name: 'Cách vào trạm' }).waitFor();
    expect(await sections.getByRole('button', { name: 'Người dùng' }).count()).toBe(0);
    await section('Cách vào trạm');
    await button('Đổi: Mật khẩu riêng').waitFor();
    expect(await page.getByRole('button', { name: 'Thay khóa kho…' }).count()).toBe(0);
    await button('Đổi: Mật khẩu riêng').click();
    await field('Mật khẩu đang dùng').fill(THEIRS);
    await field('Mật khẩu mới (từ 10 ký tự)').fill('nuoc chay da mon');
    await field('Nhập lại mật khẩu').fill('nuoc chay da mon');
    await button('Ghi lại').click();
    await said('Đã ghi cách vào.');
  });

  test('another key for the store: the progress is shown, and the administrator is back at the desk', async () => {
    const { page } = station;
    await button('Khóa màn hình').click();
    await button('Mở trạm').waitFor();
    await page.getByLabel('Người vào làm việc').selectOption({ index: 0 });
    await unlock(desk, PASSPHRASE);
    await menu('Cài đặt');
    await section('Cách vào trạm');
    await button('Thay khóa kho…').click();
    await field('Mật khẩu đang dùng').fill(PASSPHRASE);
    await button('Bắt đầu thay khóa').click();
    await page.getByRole('navigation', { name: 'Các phần cài đặt' }).waitFor({ state: 'hidden' });
    await menu('Cài đặt');
    await section('Cách vào trạm');
    await page.getByText(/^Đã thay khóa kho lúc/).waitFor();
    await menu('Văn bản đến');
    await page.getByRole('heading', { name: 'Văn bản đến' }).waitFor();
  });
});
