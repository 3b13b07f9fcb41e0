/** The list of departures, a draft and its recipients. */
import { button, menu, openRow, pages, type Shots } from './walks.ts';

export const outgoingShots: Shots = {
  outgoing: {
    walk: async (page, shot) => {
      await menu(page, 'Văn bản đi');
      await page.getByRole('grid').waitFor();
      await shot('list');
      await openRow(page, 4);
      await pages(page);
      await shot('issued');
      await page.getByRole('list', { name: 'Nơi nhận' }).scrollIntoViewIfNeeded();
      await shot('board');
      await button(page, 'Về danh sách').click();
      await openRow(page, 1);
      await pages(page);
      await shot('to-number');
    },
  },
  draft: {
    walk: async (page, shot) => {
      await menu(page, 'Văn bản đi');
      await button(page, 'Soạn văn bản đi').click();
      await page.getByLabel('Trích yếu nội dung').fill('Về việc báo cáo công tác văn thư quý IV');
      await page.getByLabel('Tìm cơ quan nhận').fill('xã');
      await page.getByRole('option').first().waitFor();
      await shot('recipient');
      await page.getByRole('option').first().click();
      await page.getByLabel('Tìm cơ quan nhận').fill('Các thôn, tổ dân phố');
      await page.keyboard.press('Enter');
      await button(page, 'Ghi dự thảo').click();
      await shot('missing');
      await page.locator('.form').evaluate((form) => form.scrollTo(0, 9999));
      await shot('bottom');
    },
  },
  recipients: {
    walk: async (page, shot) => {
      await menu(page, 'Văn bản đi');
      await button(page, 'Soạn văn bản đi').click();
      await page.getByLabel('Tìm cơ quan nhận').fill('xa');
      await page.getByRole('option').first().waitFor();
      await page.keyboard.press('ArrowDown');
      await shot('picker');
      await page.keyboard.press('Enter');
      await page.getByText(/Đã thêm 4 nơi nhận/).waitFor();
      await shot('group-added');
    },
  },
};
