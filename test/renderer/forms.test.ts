/** What forms say of what was typed wrongly, on the invented core: hours, days, people, a year to be closed, a table somebody brings. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../build/electron-host/chromium.ts';
import { startTour, type Tour } from './walk.ts';

describe.skipIf(findChromium() === undefined)('a form [needs chromium]', () => {
  let tour: Tour;
  beforeAll(async () => {
    tour = await startTour({ rows: 4 });
    // What a form says is there at once.
    tour.page.setDefaultTimeout(10_000);
  });
  afterAll(() => tour?.close());

  const to = (view: object) => tour.to({ name: '', view });
  const field = (name: string | RegExp) => tour.page.getByRole('textbox', { name });
  const button = (name: string | RegExp) => tour.page.getByRole('button', { name }).first();
  const note = () => tour.page.locator('.field-note');
  const dialog = () => tour.page.getByRole('dialog');
  const said = (text: string | RegExp) => tour.page.getByRole('status').filter({ hasText: text }).first().waitFor();

  test('of the working hours takes no hour that is none for an empty one, and no half of a morning', async () => {
    await to({ at: 'settings', section: 'calendar' });
    await field('Buổi sáng, từ').fill('25:99');
    await field('Buổi sáng, từ').press('Enter');
    await expect.poll(() => note().textContent()).toBe('Giờ chưa đúng. Nhập dạng 14:00.');
    await field('Buổi sáng, từ').fill('');
    await field('Buổi sáng, từ').press('Enter');
    await expect.poll(() => note().textContent()).toBe('Cần điền.');
    expect(await field('Buổi sáng, từ').evaluate((one) => one === document.activeElement)).toBe(true);
    await field('Buổi sáng, từ').fill('7h30');
    await field('Buổi sáng, từ').press('Enter');
    await said('Đã ghi cài đặt.');
    expect(await note().count()).toBe(0);
  });

  test('of the settings stands beside its own name in the list, wherever it was led to from', async () => {
    for (const section of ['audit', 'checklist']) {
      await to({ at: 'settings', section });
      const name = tour.page.locator(`.settings-list [data-section="${section}"][aria-current="page"]`);
      await expect
        .poll(() =>
          name.evaluate((one) => {
            const [row, list] = [one.getBoundingClientRect(), one.closest('.settings-names')?.getBoundingClientRect()];
            return list !== undefined && row.top >= list.top && row.bottom <= list.bottom;
          }),
        )
        .toBe(true);
    }
  });

  test('of the days to be reminded before says what it takes, and does not go out with less than was typed', async () => {
    await to({ at: 'settings', section: 'deadlines' });
    const days = field(/^Nhắc trước hạn giải quyết/);
    for (const wrong of ['3, ba', '0', '99', '1 2 3 4 5 6']) {
      await days.fill(wrong);
      await tour.page.getByText('Ghi nhiều nhất 5 số').waitFor();
      expect(await button('Ghi lại').isDisabled()).toBe(true);
    }
    await days.fill('5; 2 1');
    expect(await button('Ghi lại').isDisabled()).toBe(false);
  });

  test('in high contrast has an edge where black lies on black', async () => {
    await tour.look('contrast');
    await to({ at: 'settings', section: 'books' });
    await button('Đổi tên sổ').click();
    const edge = () => tour.page.locator('.mantine-Modal-content').evaluate((one) => getComputedStyle(one).borderTopWidth);
    await expect.poll(edge).toBe('1px');
    await tour.page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    await tour.look('light');
  });

  test('of a year’s closing is read down to its end by one scroller, with text at twice its size', async () => {
    await tour.page.setViewportSize({ width: 683, height: 384 });
    await to({ at: 'registers', part: 'closing' });
    const sheet = tour.page.locator('.closing');
    await sheet.waitFor();
    expect(await sheet.evaluate((one) => one.scrollHeight - one.clientHeight)).toBe(0);
    expect(await sheet.evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0);
    await tour.page.setViewportSize({ width: 1366, height: 768 });
  });

  test('of pictures asks before a seal goes, lets one that was put over it come back, and keeps a signer’s power until it is sure', async () => {
    await to({ at: 'settings', section: 'seals' });
    const [seal, remove] = [tour.page.locator('.seal-picture').first(), button('Bỏ hình con dấu của UBND xã Ví Dụ')];
    await seal.waitFor();
    const ask = async (): Promise<void> => {
      await remove.click();
      await dialog()
        .getByText(/^Văn bản ký từ lúc này không có hình con dấu/)
        .waitFor();
    };
    await ask();
    // The one in hand is “Thôi”: a second press of Enter changes nothing.
    await expect.poll(() => tour.page.evaluate(() => document.activeElement?.textContent)).toBe('Thôi');
    await tour.page.keyboard.press('Enter');
    await dialog().waitFor({ state: 'detached' });
    await ask();
    await tour.page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    expect(await remove.count()).toBe(1);
    const bytes = await tour.page.evaluate(async () => {
      const canvas = new OffscreenCanvas(20, 10);
      canvas.getContext('2d');
      const blob = await canvas.convertToBlob();
      return [...new Uint8Array(await blob.arrayBuffer())];
    });
    const square = () => seal.evaluate((one: HTMLImageElement) => one.naturalWidth === one.naturalHeight);
    await tour.page
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name: 'dau-khac.png', mimeType: 'image/png', buffer: Buffer.from(bytes) });
    await button('Ghi lại').click();
    await said('Đã thay hình của UBND xã Ví Dụ.');
    await expect.poll(square).toBe(false);
    await button('Hoàn tác').click();
    await said('Đã lấy lại hình trước của UBND xã Ví Dụ.');
    await expect.poll(square).toBe(true);
    await ask();
    await dialog().getByRole('button', { name: 'Bỏ', exact: true }).click();
    await said('Đã bỏ hình của UBND xã Ví Dụ.');
    expect(await tour.page.locator('.seal-picture').count()).toBe(0);
    await to({ at: 'settings', section: 'powers' });
    await button('Bỏ Trần Thị Mẫu').click();
    await dialog()
      .getByText(/^Dòng này ra khỏi bảng thẩm quyền ký/)
      .waitFor();
    await tour.page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    expect(await tour.page.getByRole('button', { name: 'Bỏ Trần Thị Mẫu' }).count()).toBe(1);
  });

  test('with a day that is none does not go out, though it may be left empty', async () => {
    await to({ at: 'registers', part: 'books' });
    await tour.page.getByLabel('Sổ', { exact: true }).first().click();
    await tour.page.getByRole('option', { name: 'Sổ sử dụng bản lưu', exact: true }).click();
    await button('Ghi thêm').click();
    await field(/^Số, ký hiệu văn bản/).fill('12/QĐ-UBND');
    await field(/^Nơi nhận văn bản/).fill('Hội Người cao tuổi xã Ví Dụ');
    await field(/^Ngày trả/).fill('31/02/2026');
    await field(/^Ngày trả/).press('Enter');
    await note().waitFor();
    expect(await dialog().count()).toBe(1);
    await field(/^Ngày trả/).fill('');
    await field(/^Ngày trả/).press('Enter');
    await dialog().waitFor({ state: 'detached' });
  });

  test('of a person says why a passphrase will not do, needs a role, and asks before what was chosen is lost', async () => {
    await to({ at: 'settings', section: 'people' });
    await button('Thêm người').click();
    const save = dialog().getByRole('button', { name: 'Ghi lại' });
    await field(/^Họ tên/).fill('Đỗ Thị Mẫu');
    await field('Mật khẩu (từ 10 ký tự)').fill('ngan');
    await field('Nhập lại mật khẩu').fill('khac');
    await dialog().getByText('Mật khẩu cần từ 10 ký tự.').waitFor();
    await dialog().getByText('Hai lần nhập chưa giống nhau.').waitFor();
    for (const name of ['Mật khẩu (từ 10 ký tự)', 'Nhập lại mật khẩu']) await field(name).fill('mot hai ba bon nam');
    expect(await save.isDisabled()).toBe(false);
    await dialog().getByRole('checkbox', { name: 'Văn thư' }).uncheck();
    expect(await save.isDisabled()).toBe(true);
    await dialog().getByRole('button', { name: 'Thôi', exact: true }).click();
    await dialog().getByRole('button', { name: 'Bỏ phần chưa ghi' }).click();
    // Of one who is there: another role alone is a change.
    await button('Sửa').click();
    await dialog().getByRole('checkbox', { name: 'Lãnh đạo' }).check();
    await tour.page.keyboard.press('Escape');
    await dialog().getByRole('alert').waitFor();
    await dialog().getByRole('button', { name: 'Bỏ phần chưa ghi' }).click();
    await dialog().waitFor({ state: 'detached' });
  });

  test('whose field says something when it is left keeps the press that left it, though the button moved away', async () => {
    const { mouse } = tour.page;
    /** A button like those of forms, pushed away by what the field before it says. */
    const pressed = await tour.page.evaluate(() => {
      const box = document.createElement('div');
      box.id = 'press-test';
      box.style.cssText = 'position:fixed;inset:0;z-index:99999;background:#fff';
      box.innerHTML = '<input id="press-field"><p id="press-said"></p><button id="press-button">Ghi lại</button>';
      document.body.append(box);
      const counted = { clicks: 0, box: 0 };
      Object.assign(globalThis, { counted });
      box.querySelector('input')?.addEventListener('blur', () => {
        const said = document.getElementById('press-said');
        if (said) said.style.height = '80px';
      });
      box.querySelector('button')?.addEventListener('click', () => counted.clicks++);
      box.addEventListener('click', (event) => event.target === box && counted.box++);
      return true;
    });
    expect(pressed).toBe(true);
    const counts = () => tour.page.evaluate(() => (globalThis as unknown as { counted: { clicks: number; box: number } }).counted);
    const again = () =>
      tour.page.evaluate(() => {
        const said = document.getElementById('press-said');
        if (said) said.style.height = '0';
        document.getElementById('press-field')?.focus();
        const at = document.getElementById('press-button')?.getBoundingClientRect();
        return { x: (at?.left ?? 0) + 8, y: (at?.top ?? 0) + 8 };
      });
    try {
      let at = await again();
      await mouse.click(at.x, at.y);
      await expect.poll(counts).toEqual({ clicks: 1, box: 0 });
      // One that did not move away is pressed once, as ever.
      at = await again();
      await tour.page.evaluate(() => document.getElementById('press-button')?.focus());
      const still = await tour.page.locator('#press-button').boundingBox();
      await mouse.click((still?.x ?? 0) + 8, (still?.y ?? 0) + 8);
      await expect.poll(counts).toEqual({ clicks: 2, box: 0 });
      // A hand that goes elsewhere takes its press back.
      at = await again();
      await mouse.move(at.x, at.y);
      await mouse.down();
      await mouse.move(at.x + 200, at.y + 200);
      await mouse.up();
      // What was shut off meanwhile is not pressed.
      at = await again();
      await mouse.move(at.x, at.y);
      await mouse.down();
      await tour.page.locator('#press-button').evaluate((button) => {
        (button as HTMLButtonElement).disabled = true;
      });
      await mouse.up();
      await tour.page.evaluate(() => new Promise((done) => setTimeout(done, 0)));
      expect((await counts()).clicks).toBe(2);
    } finally {
      await tour.page.evaluate(() => document.getElementById('press-test')?.remove());
    }
  });

  test('with a short passphrase is closed by the first press, though the field left behind grew by a line', async () => {
    await to({ at: 'settings', section: 'calendar' });
    await to({ at: 'settings', section: 'people' });
    await button('Thêm người').click();
    await field('Mật khẩu (từ 10 ký tự)').fill('ngan');
    const cancel = dialog().getByRole('button', { name: 'Thôi', exact: true });
    const before = await cancel.boundingBox();
    await tour.page.mouse.click((before?.x ?? 0) + 3, (before?.y ?? 0) + 3);
    await dialog().getByRole('button', { name: 'Bỏ phần chưa ghi' }).click();
    await dialog().waitFor({ state: 'detached' });
  });

  test('beside which a lesson stands shows what that says whole, one under the other', async () => {
    await to({ at: 'settings', section: 'lessons' });
    await tour.page
      .getByRole('region', { name: 'Nơi gửi đề nghị lấy lại văn bản' })
      .getByRole('button', { name: 'Bắt đầu bài này' })
      .click();
    const panel = tour.page.getByRole('complementary', { name: 'BÀI TẬP HUẤN' });
    await panel.waitFor();
    const size = tour.page.viewportSize();
    // Longer than its place: it is scrolled.
    await tour.page.setViewportSize({ width: 1366, height: 480 });
    try {
      const crushed = () =>
        panel.evaluate((box) => [...box.children].filter((one) => one.scrollHeight > one.clientHeight + 3).map((one) => one.className));
      expect(await crushed()).toEqual([]);
      expect(await panel.evaluate((box) => box.scrollHeight > box.clientHeight)).toBe(true);
    } finally {
      if (size) await tour.page.setViewportSize(size);
      await panel.getByRole('button', { name: 'Thôi học bài này' }).click();
    }
  });

  test('of a seal’s picture says which size can be, and that a picture is still to be chosen or is too large', async () => {
    await to({ at: 'settings', section: 'seals' });
    const mm = field('Đường kính (mm)');
    const save = tour.page.locator('form').filter({ has: mm }).getByRole('button', { name: 'Ghi lại' });
    for (const wrong of ['500', '0', '']) {
      await mm.fill(wrong);
      await mm.press('Tab');
      await tour.page.getByText('Từ 8 đến 80 mm.').waitFor();
      // What was typed stays to be looked at.
      expect(await mm.inputValue()).toBe(wrong);
      expect(await save.isDisabled()).toBe(true);
    }
    await mm.fill('36');
    await save.click();
    await tour.page.locator('[data-code="signing.image_missing"]').waitFor();
    await tour.page
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name: 'dau.png', mimeType: 'image/png', buffer: Buffer.alloc(1024 * 1024 + 1) });
    await save.click();
    await tour.page.locator('[data-code="signing.image_large"]').filter({ hasText: 'trên 1 MB' }).waitFor();
  });

  test('of a year to be closed wants each open item seen and who ordered it; an open year has no such button', async () => {
    await to({ at: 'registers', part: 'closing' });
    const close = button('Khóa sổ 2025');
    await close.waitFor();
    await tour.page.getByText('1 287 số, từ 1 đến 1 287').waitFor();
    expect(await close.isDisabled()).toBe(true);
    const open = tour.page.locator('.closing').getByRole('checkbox');
    expect(await open.count()).toBe(2);
    for (const one of await open.all()) await one.check();
    await field(/^Người cho khóa sổ/).fill('');
    expect(await close.isDisabled()).toBe(true);
    await field(/^Người cho khóa sổ/).fill('Nguyễn Văn Mẫu');
    expect(await close.isDisabled()).toBe(false);
    await tour.page.getByLabel('Năm, nhiệm kỳ', { exact: true }).first().click();
    await tour.page.getByRole('option', { name: '2026', exact: true }).click();
    await tour.page.getByText('Kỳ 2026 chưa hết').waitFor();
    expect(await tour.page.getByRole('button', { name: /^Khóa sổ 20/ }).count()).toBe(0);
  });

  test('for a table somebody brings says how it was read, lets each column be named, and takes as many lines as it says', async () => {
    await to({ at: 'entry', direction: 'incoming' });
    await button('Nhập từ Excel').click();
    await dialog()
      .locator('input[type=file]')
      .setInputFiles({ name: 'so-cu.csv', mimeType: 'text/csv', buffer: Buffer.from('a;b') });
    await dialog().getByRole('status').filter({ hasText: 'TCVN3' }).waitFor();
    const table = dialog().getByRole('table');
    expect(await table.locator('thead th').allInnerTexts()).toEqual(['Số, ký hiệu', 'Ngày VB', 'Cơ quan ban hành', 'Trích yếu']);
    const column = (name: string) => dialog().getByLabel(`Cột “${name}” là`, { exact: true }).first();
    const named = async () =>
      Promise.all(['Số, ký hiệu', 'Ngày VB', 'Cơ quan ban hành', 'Trích yếu'].map((name) => column(name).inputValue()));
    expect(await named()).toEqual(['Số, ký hiệu', 'Ngày văn bản', 'Tác giả', 'Trích yếu nội dung']);
    // A name stands over one column only.
    await column('Trích yếu').click();
    await tour.page.getByRole('option', { name: 'Tác giả', exact: true }).click();
    expect(await named()).toEqual(['Số, ký hiệu', 'Ngày văn bản', '', 'Tác giả']);
    const take = dialog().getByRole('button', { name: /^Đưa \d+ dòng/ });
    await take.click();
    await dialog().waitFor({ state: 'detached' });
    await said(/dòng/);
  });
});
