/** Documents by hand: rows pressed and gone through by keys, names entered one after another, files that go with a draft, an urgent arrival beside a form. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../build/electron-host/chromium.ts';
import { startTour, type Tour } from './walk.ts';

describe.skipIf(findChromium() === undefined)('documents by hand [needs chromium]', () => {
  let tour: Tour;
  beforeAll(async () => {
    tour = await startTour({ rows: 60, organs: 2 });
  });
  afterAll(() => tour?.close());

  const to = (view: object) => tour.to({ name: '', view });
  const button = (name: string | RegExp) => tour.page.getByRole('button', { name }).first();
  const press = (key: string) => tour.page.keyboard.press(key);
  const grid = () => tour.page.getByRole('grid', { name: 'Văn bản đến' });
  const row = (n: number) => grid().locator(`[data-row="${n}"]`);
  const nameOf = async (n: number) => ((await row(n).getAttribute('aria-label')) ?? '').replace(/^Chưa đọc: /, '');
  const focusedName = async () =>
    ((await grid().locator('[role="row"]:focus').getAttribute('aria-label')) ?? '').replace(/^Chưa đọc: /, '');
  const arrive = () => tour.page.evaluate(() => (globalThis as unknown as { fakeCore: { arrive(): string } }).fakeCore.arrive());
  const heading = () => tour.page.getByRole('heading', { level: 2 });
  const back = async (): Promise<void> => {
    await to({ at: 'incoming' });
    await row(0).waitFor();
  };

  describe('a list', () => {
    test('a press means the row that stood there when the button went down, though another document came above it meanwhile', async () => {
      await back();
      const meant = await nameOf(3);
      const box = await row(3).boundingBox();
      if (box === null) throw new Error('no row');
      await tour.page.mouse.move(box.x + 300, box.y + box.height / 2);
      await tour.page.mouse.down();
      const code = await arrive();
      await expect.poll(() => nameOf(0)).toContain(code);
      expect(await nameOf(4)).toBe(meant);
      await tour.page.mouse.up();
      await heading()
        .filter({ hasText: meant.split(' ')[0] ?? '' })
        .waitFor();
    });
    test('so does a press on its box: what is ticked is what was seen', async () => {
      await back();
      const meant = await nameOf(2);
      const box = await row(2).getByRole('checkbox').boundingBox();
      if (box === null) throw new Error('no box');
      await tour.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await tour.page.mouse.down();
      await arrive();
      await expect.poll(() => nameOf(3)).toBe(meant);
      await tour.page.mouse.up();
      await expect.poll(() => row(3).getAttribute('aria-selected')).toBe('true');
      expect(await row(2).getAttribute('aria-selected')).toBe('false');
      await row(3).focus();
      await press('Escape');
      await expect.poll(() => row(3).getAttribute('aria-selected')).toBe('false');
    });
    test('arrows go through the rows, and what comes in above moves the keyboard with its document', async () => {
      await back();
      await row(0).focus();
      await press('ArrowDown');
      await press('ArrowDown');
      const meant = await nameOf(2);
      await expect.poll(focusedName).toBe(meant);
      await press('ArrowUp');
      await expect.poll(focusedName).toBe(await nameOf(1));
      await press('ArrowDown');
      await arrive();
      await expect.poll(() => nameOf(3)).toBe(meant);
      await expect.poll(focusedName).toBe(meant);
      await press('Enter');
      await heading()
        .filter({ hasText: meant.split(' ')[0] ?? '' })
        .waitFor();
    });
    test('Space looks at the row beside the list and follows the arrows, X ticks, Shift with arrows ticks on, Home and End go to the ends', async () => {
      await back();
      await row(0).focus();
      await press('Space');
      const pane = tour.page.getByRole('complementary', { name: 'Xem nhanh' });
      await pane.waitFor();
      await press('ArrowDown');
      await expect.poll(focusedName).toBe(await nameOf(1));
      await press('x');
      await press('Shift+ArrowDown');
      for (const n of [1, 2]) await expect.poll(() => row(n).getAttribute('aria-selected')).toBe('true');
      await tour.page.getByText('Đã đánh dấu 2 văn bản').first().waitFor();
      await press('Escape');
      await tour.page.getByText('Đã đánh dấu 2 văn bản').first().waitFor({ state: 'detached' });
      await press('Escape');
      await pane.waitFor({ state: 'detached' });
      await press('End');
      await expect
        .poll(() => grid().locator('[role="row"]:focus').getAttribute('aria-rowindex'))
        .toBe(await grid().getAttribute('aria-rowcount'));
      await press('Home');
      await expect.poll(() => grid().locator('[role="row"]:focus').getAttribute('aria-rowindex')).toBe('2');
    });
    test('no row takes the keyboard from what an act on many came to: Enter closes it', async () => {
      const { page } = tour;
      await back();
      await row(1).focus();
      await press('x');
      await press('Shift+ArrowDown');
      await page
        .getByRole('group', { name: /^Đã đánh dấu/ })
        .getByRole('button', { name: 'Kết thúc – để biết, lưu' })
        .click();
      await button('Kết thúc 2 văn bản').waitFor();
      await page.evaluate(() => {
        const taken: string[] = [];
        const focus = HTMLElement.prototype.focus;
        HTMLElement.prototype.focus = function (...how) {
          if (this.dataset.row !== undefined && document.querySelector('[role="dialog"]')) taken.push(this.dataset.row);
          focus.apply(this, how);
        };
        Object.assign(window, { taken, focusAgain: () => Object.assign(HTMLElement.prototype, { focus }) });
      });
      await button('Kết thúc 2 văn bản').click();
      const close = page.getByRole('dialog').getByRole('button', { name: 'Đóng' }).last();
      await page.getByRole('table', { name: 'Kết thúc – để biết, lưu' }).waitFor();
      await expect.poll(() => close.evaluate((one) => one === document.activeElement)).toBe(true);
      const taken = await page.evaluate(async () => {
        for (let n = 0; n < 3; n++) await new Promise((resolve) => requestAnimationFrame(resolve));
        const { taken, focusAgain } = window as unknown as { taken: string[]; focusAgain: () => void };
        focusAgain();
        return taken;
      });
      expect(taken).toEqual([]);
      await press('Enter');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    });
  });

  describe('a document', () => {
    const openWorked = async (): Promise<void> => {
      await tour.page.getByRole('tab', { name: /^Đang xử lý/ }).click();
      await grid().getByRole('row').filter({ hasText: 'Đang xử lý' }).first().click();
      await heading().waitFor();
    };
    test('Escape closes an open menu of its acts and stays; the next one goes back', async () => {
      await back();
      await openWorked();
      await button(/^In$/).click();
      await tour.page.getByRole('menuitem').first().waitFor();
      await press('Escape');
      await tour.page.getByRole('menuitem').first().waitFor({ state: 'detached' });
      expect(await heading().isVisible()).toBe(true);
      await button('Về danh sách').focus();
      await press('Escape');
      await row(0).waitFor();
    });
    test('it wears its own styles though no other screen was opened, and handing it over begins with nothing lying over the ways', async () => {
      await openWorked();
      const acts = tour.page.locator('.papers-acts').first();
      await acts.waitFor();
      expect(await acts.evaluate((element) => getComputedStyle(element).display)).toBe('flex');
      await button('Chuyển giao').click();
      await tour.page.getByRole('radio').first().waitFor();
      await expect
        .poll(() =>
          tour.page
            .getByRole('combobox', { name: /^Người nhận/ })
            .or(tour.page.getByLabel(/^Người nhận/))
            .first()
            .inputValue(),
        )
        .not.toBe('');
      expect(await tour.page.getByRole('listbox').count()).toBe(0);
      await press('Escape');
      await tour.page.getByRole('dialog').waitFor({ state: 'detached' });
    });
    test('what is done again after it was taken back says that it was done', async () => {
      const note = tour.page.locator('.done-note');
      for (const words of ['Đã gọi điện.', 'Đã gọi điện lần hai.']) {
        await button('Ghi tiến độ').click();
        await tour.page.getByRole('textbox', { name: /^Tiến độ xử lý/ }).fill(words);
        await tour.page.getByRole('dialog').getByRole('button', { name: 'Ghi tiến độ' }).click();
        await note.filter({ hasText: /^Đã ghi tiến độ/ }).waitFor();
        await note.getByRole('button', { name: 'Hoàn tác' }).click();
        await note.filter({ hasText: /^Đã hoàn tác/ }).waitFor();
      }
    });
    test('who handled documents before is offered for the next instruction', async () => {
      await button('Ghi ý kiến chỉ đạo').click();
      const lead = tour.page
        .getByRole('dialog')
        .getByLabel(/^Chủ trì/)
        .first();
      await lead.click();
      await lead.fill('V');
      await tour.page.getByRole('listbox').getByRole('option').first().waitFor();
      await press('ArrowDown');
      await press('Enter');
      expect(await lead.inputValue()).toMatch(/^.*V.*../i);
      expect(await tour.page.getByRole('dialog').count()).toBe(1);
      await lead.fill('');
    });
  });

  test('what the sender asks while a dialogue lies over its document is said in the dialogue', async () => {
    await back();
    await tour.page.getByRole('tab', { name: /^Đang xử lý/ }).click();
    await grid().getByRole('row').filter({ hasText: 'Đang xử lý' }).first().click();
    await button('Hoàn thành').click();
    const dialog = tour.page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: /^Kết quả xử lý/ }).fill('Đã trả lời.');
    expect(await dialog.getByRole('alert').count()).toBe(0);
    await tour.page.evaluate(() => {
      const { walk, fakeCore } = globalThis as unknown as { walk: { at(): string }; fakeCore: { askBack(id: string): void } };
      fakeCore.askBack(JSON.parse(walk.at()).id);
    });
    await dialog
      .getByRole('alert')
      .filter({ hasText: /vừa đề nghị thu hồi văn bản này/ })
      .waitFor();
    expect(await dialog.getByRole('textbox', { name: /^Kết quả xử lý/ }).inputValue()).toBe('Đã trả lời.');
    await dialog.getByRole('button', { name: 'Thôi' }).click();
    await dialog.getByRole('button', { name: 'Bỏ phần chưa ghi' }).click();
    await dialog.waitFor({ state: 'detached' });
  });

  test('an urgent document that comes while a dialogue is open is said above it, until it was seen or the dialogue is closed', async () => {
    await tour.to({ name: '', view: { at: 'today' } });
    await back();
    await row(0).click();
    await button('Sửa thông tin').click();
    const dialog = tour.page.getByRole('dialog');
    await dialog.waitFor();
    const over = tour.page.locator('.urgent-over');
    const arriveUrgent = () =>
      tour.page.evaluate(() => (globalThis as unknown as { fakeCore: { arriveUrgent(): void } }).fakeCore.arriveUrgent());
    expect(await over.count()).toBe(0);
    await arriveUrgent();
    await over.getByText('10/CĐ-PTDS').waitFor();
    expect(await over.evaluate((element) => element.contains(document.elementFromPoint(600, 10)))).toBe(true);
    await over.getByRole('button', { name: 'Làm xong việc này đã' }).click();
    await over.waitFor({ state: 'detached' });
    expect(await dialog.isVisible()).toBe(true);
    await arriveUrgent();
    await over.getByText('11/CĐ-PTDS').waitFor();
    await dialog.getByRole('button', { name: 'Thôi' }).click();
    await over.waitFor({ state: 'detached' });
    // Owned by nobody: the banners stay.
    await tour.page
      .getByText(/CĐ-PTDS/)
      .first()
      .waitFor();
  });

  test('signing under way is not left without being asked, whatever comes over it; its end answers the question', async () => {
    type Fake = { hold: object; goOn(): void; arriveUrgent(): void };
    const fake = (act: 'hold' | 'goOn' | 'arriveUrgent') =>
      tour.page.evaluate((name) => {
        const { fakeCore } = globalThis as unknown as { fakeCore: Fake };
        if (name === 'hold') fakeCore.hold = { phase: 'write', done: 0, total: 1 };
        else fakeCore[name]();
      }, act);
    await to({ at: 'outgoing' });
    await tour.page.getByRole('tab', { name: /^Dự thảo/ }).click();
    await tour.page.getByRole('grid').getByRole('row').nth(1).click();
    await button('Ký ban hành').click();
    await tour.page.getByRole('textbox', { name: 'Mã PIN' }).fill('12345678');
    await fake('arriveUrgent');
    const over = tour.page.locator('.urgent-over');
    await over.waitFor();
    await fake('hold');
    await tour.page.getByRole('dialog').getByRole('button', { name: 'Ký', exact: true }).click();
    await over.getByRole('button', { name: 'Mở văn bản' }).click();
    const asked = tour.page.getByRole('dialog', { name: 'Đang ký số' });
    await asked.waitFor();
    await fake('goOn');
    await asked.waitFor({ state: 'detached' });
    await tour.page.locator('.done-note').filter({ hasText: 'Đã ký xong.' }).waitFor();
    await tour.page.getByText('Đã ký ban hành').first().waitFor();
  });

  describe('a draft', () => {
    test('names entered faster than the directory answers are all there, each as it was typed', async () => {
      await to({ at: 'draft' });
      const field = tour.page.getByLabel('Tìm cơ quan nhận');
      const names = ['Trường Tiểu học Một', 'Trạm Y tế Hai', 'Hợp tác xã Ba', 'UBND xã Thử Nghiệm'];
      for (const name of names) {
        await field.fill(name);
        await field.press('Enter');
      }
      await field.pressSequentially('Bốn');
      const list = tour.page.getByRole('list', { name: 'Gửi đến' });
      await expect.poll(() => list.getByRole('listitem').count()).toBe(names.length);
      for (const name of names) expect(await list.getByText(name, { exact: true }).count()).toBe(1);
      expect(await field.inputValue()).toBe('Bốn');
      await field.fill('');
    });
    test('the first file is the document; a table behind it goes as it is, and becomes a PDF only when told', async () => {
      const input = tour.page.locator('.file-drop input[type=file]');
      const file = (name: string) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from('x') });
      await input.setInputFiles(file('to-trinh.docx'));
      await tour.page.getByText(/^van-ban\.pdf ·/).waitFor();
      await input.setInputFiles(file('bieu-mau.xlsx'));
      await tour.page.getByText(/^bieu-mau\.xlsx ·/).waitFor();
      await button('Chuyển bieu-mau.xlsx sang PDF').click();
      await tour.page.getByText(/^bieu-mau\.xlsx ·/).waitFor({ state: 'detached' });
      expect(await tour.page.getByText(/^van-ban\.pdf ·/).count()).toBe(2);
    });
    test('an urgent arrival is not owned by who stays with the form', async () => {
      const banner = tour.page
        .getByRole('alert', { name: 'Văn bản khẩn chưa có người nhận' })
        .or(tour.page.locator('.urgent-banner'))
        .first();
      await banner.getByRole('button', { name: 'Mở văn bản' }).click();
      await tour.page.getByRole('dialog').getByRole('button').last().click();
      await tour.page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(await banner.isVisible()).toBe(true);
      expect(await tour.page.getByLabel('Tìm cơ quan nhận').count()).toBe(1);
    });
  });

  describe('two organs at one desk', () => {
    const organ = () => tour.page.getByRole('combobox', { name: 'Cơ quan đang làm việc' });
    test('a document is worked on at the desk of its own organ; another organ begins at its own list', async () => {
      await back();
      const [first, second] = await organ()
        .locator('option')
        .evaluateAll((options) => options.map((one) => (one as HTMLOptionElement).value));
      await row(0).click();
      await heading().waitFor();
      const view = await tour.page.evaluate(() => (globalThis as unknown as { walk: { at(): string } }).walk.at());
      await organ().selectOption(second ?? '');
      await expect.poll(() => organ().inputValue()).toBe(second);
      await heading().waitFor({ state: 'detached' });
      await row(0).waitFor();
      // From an urgent banner, the search, a chain.
      await to(JSON.parse(view));
      await heading().waitFor();
      await tour.page
        .locator('.done-note')
        .filter({ hasText: /đã chuyển sang làm việc/ })
        .waitFor();
      expect(await organ().inputValue()).toBe(first);
    });
  });
});
