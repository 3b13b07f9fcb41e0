/** What waits to be sent, what could not be read, what is carried by hand. */
import { button, menu, openRow, type Shots } from './walks.ts';

export const exchangeShots: Shots = {
  exchange: {
    walk: async (page, shot) => {
      await button(page, 'Ngắt mạng (tập huấn)').click();
      await button(page, 'Nối lại mạng').waitFor();
      await menu(page, 'Chờ gửi');
      await page.getByRole('table').first().waitFor();
      await shot('queue');
      await menu(page, 'Văn bản lỗi, chờ xử lý');
      const rows = page.getByRole('table', { name: 'Văn bản lỗi, chờ xử lý' }).getByRole('row');
      await rows.nth(1).waitFor();
      await shot('quarantine');
      await rows.nth(1).click();
      await page.getByRole('dialog').waitFor();
      await shot('quarantine-open');
      await button(page, /^Trả lại/).click();
      await page.getByLabel('Sai nơi nhận').waitFor();
      await shot('quarantine-return');
      await page.keyboard.press('Escape');
      await button(page, 'Nối lại mạng').click();
      await menu(page, 'Chờ gửi');
      await page.getByText('Không có gì chờ gửi.').waitFor();
      await shot('queue-empty');
    },
  },
  byHand: {
    walk: async (page, shot) => {
      await menu(page, 'Cài đặt');
      await page.getByRole('button', { name: 'Trao đổi qua USB' }).click();
      await page.getByText('Dãy số kiểm tra của máy này').waitFor();
      await shot('usb');
      await page.getByRole('button', { name: 'So dãy số' }).click();
      await page.getByLabel('Dãy số nghe được (6 nhóm 5 số)').waitFor();
      await shot('compare');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Phần mềm của tỉnh', exact: true }).click();
      await page.getByText('Ai cấp số').first().waitFor();
      await shot('sources');
      await menu(page, 'Văn bản đến');
      await button(page, 'Nhận từ USB/thư mục').click();
      await page.getByText('Kết quả nhận từ USB/thư mục').waitFor();
      await shot('taken');
      await page.keyboard.press('Escape');
      await openRow(page, 3);
      await page.getByText('Có thể đã có văn bản này').waitFor();
      await shot('duplicate');
      await menu(page, 'Văn bản lỗi, chờ xử lý');
      await page.getByText('Đề nghị về văn bản chưa có trên máy').waitFor();
      await shot('orphans');
      await menu(page, 'Sổ và báo cáo');
      await button(page, 'Việc khác').click();
      await page.getByRole('menuitem', { name: 'Danh sách nhập phần mềm của tỉnh' }).click();
      await page.getByRole('table').first().waitFor();
      await shot('enter');
      await button(page, 'Chọn cột').click();
      await page.getByText('Các cột của danh sách').waitFor();
      await shot('columns');
      await page.keyboard.press('Escape');
      await button(page, 'Trở lại sổ').click();
      await button(page, 'Việc khác').click();
      await page.getByRole('menuitem', { name: 'So với sổ của tỉnh' }).click();
      await page.locator('input[type=file]').setInputFiles({ name: 'so.csv', mimeType: 'text/csv', buffer: Buffer.from('a;b') });
      await button(page, 'So hai sổ').click();
      await page.getByText('Chỉ có ở máy này').waitFor();
      await shot('books');
    },
  },
};
