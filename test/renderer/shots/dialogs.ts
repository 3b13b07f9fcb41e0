/** Dialogues, strips and boxes that stand for a moment, or only when much happens at once. */
import type { Page } from 'playwright-core';
import { button, menu, openRow, pages, type Shots, section } from './walks.ts';

interface Held {
  hold: { phase: string; done: number; total: number } | undefined;
  goOn(): void;
}
type FakeWindow = typeof globalThis & { readonly fakeCore: Held };
const hold = (page: Page, phase: string, done: number, total: number) =>
  page.evaluate(
    (at) => {
      (globalThis as FakeWindow).fakeCore.hold = at;
    },
    { phase, done, total },
  );
const goOn = (page: Page) => page.evaluate(() => (globalThis as FakeWindow).fakeCore.goOn());
/** A file is carried over the window. */
const carry = (page: Page, name: string, drop = false) =>
  page.evaluate(
    ([file, type]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['x'], file ?? ''));
      document.querySelector('main')?.dispatchEvent(new DragEvent(type ?? '', { dataTransfer, bubbles: true, cancelable: true }));
    },
    [name, drop ? 'drop' : 'dragover'],
  );

export const dialogShots: Shots = {
  redact: {
    walk: async (page, shot) => {
      await menu(page, 'Giấy, đơn thư');
      await page.getByRole('tab', { name: /^Đơn thư/ }).click();
      await button(page, 'Khiếu nại').click();
      await button(page, 'Làm bản che để chuyển').click();
      const sheet = page.getByTestId('redact-page').first();
      await sheet.waitFor();
      await shot('empty');
      const box = await sheet.boundingBox();
      if (box === null) throw new Error('no page');
      for (const [x, y] of [
        [120, 120],
        [120, 200],
      ] as const) {
        await page.mouse.move(box.x + x, box.y + y);
        await page.mouse.down();
        await page.mouse.move(box.x + x + 260, box.y + y + 26, { steps: 4 });
        await page.mouse.up();
      }
      await shot('boxes');
    },
  },
  drop: {
    walk: async (page, shot) => {
      await menu(page, 'Văn bản đến');
      await openRow(page, 1);
      await pages(page);
      await carry(page, 'phu-luc.pdf');
      await page.locator('.drop-strip').waitFor();
      await shot('beside');
      await menu(page, 'Cài đặt');
      await carry(page, 'phim.exe', true);
      await page.getByRole('dialog').waitFor();
      await shot('refused');
    },
  },
  progress: {
    query: '?rows=1500',
    walk: async (page, shot) => {
      const grid = page.getByRole('grid');
      await menu(page, 'Văn bản đến');
      await grid.getByRole('row').nth(5).waitFor();
      await grid.getByRole('row').nth(1).focus();
      await page.keyboard.press('Control+KeyA');
      await page.getByRole('group').getByRole('button', { name: 'Kết thúc – để biết, lưu' }).click();
      await hold(page, 'check', 180, 500);
      await page.getByRole('dialog').getByRole('button').last().click();
      await page.getByRole('dialog').getByRole('progressbar').waitFor();
      await shot('check');
      await hold(page, 'write', 0, 0);
      await page.getByRole('dialog').getByRole('button', { name: 'Dừng' }).waitFor({ state: 'detached' });
      await shot('write');
      await goOn(page);
      await page.getByRole('status').first().waitFor();
      await page.waitForTimeout(500);
      await shot('done');
    },
  },
  planning: {
    query: '?rows=1500',
    walk: async (page, shot) => {
      const grid = page.getByRole('grid');
      await menu(page, 'Văn bản đến');
      await grid.getByRole('row').nth(5).waitFor();
      await grid.getByRole('row').nth(1).focus();
      await page.keyboard.press('Control+KeyA');
      await hold(page, 'check', 180, 500);
      await page.getByRole('group').getByRole('button', { name: 'Vào sổ' }).first().click();
      await page.getByRole('dialog').getByRole('progressbar').waitFor();
      await shot('counting');
      await goOn(page);
      await page.getByRole('dialog').getByRole('table').waitFor();
      await shot('planned');
    },
  },
  stacked: {
    walk: async (page, shot) => {
      await menu(page, 'Văn bản đến');
      await page.getByRole('grid').getByRole('row').nth(9).waitFor();
      await openRow(page, 8);
      await pages(page);
      await shot('document');
    },
  },
  thousand: {
    query: '?rows=1000',
    walk: async (page, shot) => {
      await menu(page, 'Văn bản đến');
      await page.getByRole('grid').getByRole('row').nth(5).waitFor();
      await page.getByRole('grid').getByRole('row').nth(1).focus();
      await page.keyboard.press('End');
      await page.waitForTimeout(600);
      await shot('end');
      await page.keyboard.press('PageUp');
      await page.keyboard.press('PageUp');
      await page.keyboard.press('Space');
      await pages(page);
      await shot('look');
    },
  },
  batch: {
    walk: async (page, shot) => {
      await page.locator('nav.menu').getByRole('button', { name: 'Ký số', exact: true }).click();
      await page.getByRole('tab').first().waitFor();
      await pages(page);
      await page.waitForTimeout(500);
      await shot('list');
      const rows = page.getByRole('listitem');
      for (let i = 0; i < 4; i++) {
        await rows.nth(i).getByRole('button').first().click();
        await pages(page);
        const tick = page.getByRole('checkbox').nth(i);
        await page.locator('.batch-pages').hover();
        for (let n = 0; n < 30 && !(await tick.isEnabled()); n++) {
          await page.mouse.wheel(0, 400);
          await page.waitForTimeout(120);
        }
        await tick.check();
      }
      await shot('ticked');
      await button(page, /^Ký 4/).click();
      await page.getByRole('radiogroup').waitFor();
      await shot('dialog');
      await page.getByRole('textbox', { name: 'Mã PIN' }).fill('12345678');
      await hold(page, 'make', 1, 4);
      await page.getByRole('dialog').getByRole('button', { name: /^Ký/ }).last().click();
      await page.getByRole('dialog').getByRole('progressbar').waitFor();
      await page.waitForTimeout(700);
      await shot('signing');
      await goOn(page);
      await page.getByRole('dialog').getByRole('alert').waitFor();
      await shot('summary');
    },
  },
  paperPrints: {
    walk: async (page, shot) => {
      const close = async () => {
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      };
      await menu(page, 'Giấy, đơn thư');
      await page.getByRole('tab', { name: /^Gửi giấy/ }).click();
      await page.getByRole('tab', { name: 'Tất cả' }).click();
      await page.getByRole('checkbox').nth(1).check();
      await page.getByRole('checkbox').nth(2).check();
      await button(page, 'In phiếu gửi').click();
      await pages(page);
      await shot('printed');
      await close();
      await button(page, 'In nhãn địa chỉ…').click();
      await shot('labels');
      await close();
      await button(page, 'In sổ…').click();
      await shot('books');
      await close();
      await button(page, 'Đã gửi…').click();
      await shot('sent');
      await close();
      await button(page, 'Đã hoàn lại').click();
      await shot('back');
      await close();
      await button(page, 'Sửa').click();
      await shot('edit');
      await close();
      await button(page, 'Sổ địa chỉ').click();
      await page.getByRole('dialog').waitFor();
      await shot('addresses');
      await close();
      await menu(page, 'Văn bản đi');
      await openRow(page, 2);
      await pages(page);
      await button(page, 'In bản giấy để đóng dấu').click();
      await shot('seal');
      await close();
      await button(page, 'Bản lưu').click();
      await shot('archive');
      await close();
      await menu(page, 'Văn bản đi');
      await openRow(page, 0);
      await pages(page);
      await button(page, 'Đã ký trên giấy').click();
      await shot('by-hand');
      await close();
      await menu(page, 'Văn bản đến');
      await button(page, 'Tiếp nhận văn bản giấy').click();
      await page.waitForTimeout(800);
      await shot('intake');
    },
  },
  digitise: {
    walk: async (page, shot) => {
      await menu(page, 'Văn bản đến');
      await page.getByRole('grid').getByRole('row').nth(6).waitFor();
      await openRow(page, 4);
      await pages(page);
      await button(page, 'Ký số bản số hóa').scrollIntoViewIfNeeded();
      await shot('document');
      await button(page, 'Ký số bản số hóa').click();
      await page.getByRole('dialog').getByRole('radiogroup').waitFor();
      await shot('dialog');
      await page.keyboard.press('Escape');
    },
  },
  petitionDays: {
    walk: async (page, shot) => {
      await menu(page, 'Cài đặt');
      await section(page, 'Đơn thư');
      await page.locator('.petition-clock').first().waitFor();
      await shot('top');
      await page.getByRole('radiogroup').scrollIntoViewIfNeeded();
      await shot('day-off');
    },
  },
};
