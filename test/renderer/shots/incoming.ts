/** The list of arrivals, many of them at once, one document and what its sender asks later. */
import { button, menu, openRow, pages, type Shots } from './walks.ts';

export const incomingShots: Shots = {
  incoming: {
    walk: async (page, shot) => {
      await menu(page, 'Văn bản đến');
      await page.getByRole('grid').waitFor();
      await shot('list');
      for (const n of [3, 4, 5]) await page.getByRole('checkbox').nth(n).click();
      await shot('ticked');
      await button(page, 'Bỏ đánh dấu').click();
      await page.getByLabel('Tìm trong danh sách').fill('không có gì như thế');
      await page.getByText(/Không tìm thấy/).waitFor();
      await shot('nothing');
    },
  },
  lists: {
    query: '?rows=1500&organs=2',
    walk: async (page, shot) => {
      const grid = page.getByRole('grid');
      await menu(page, 'Văn bản đến');
      await grid.getByRole('row').nth(5).waitFor();
      await grid.getByRole('row').nth(1).focus();
      await shot('list');
      await page.keyboard.press('Space');
      await pages(page);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await page.waitForTimeout(500);
      await shot('look');
      await page.keyboard.press('Space');
      await page.keyboard.press('Home');
      for (let i = 0; i < 49; i++) await page.keyboard.press('Shift+ArrowDown');
      await page.getByText('Đã đánh dấu 50 văn bản').waitFor();
      await shot('ticked50');
      await button(page, /^Vào sổ$/).click();
      await page.getByRole('button', { name: /^Xác nhận vào sổ/ }).waitFor();
      await shot('register-many');
      await page.getByRole('button', { name: /^Xác nhận vào sổ/ }).click();
      await page.getByRole('status').filter({ hasText: 'chưa làm được' }).waitFor();
      await shot('results');
      await page.keyboard.press('Escape');
      await grid.getByRole('row').nth(1).focus();
      await page.keyboard.press('Control+KeyA');
      await shot('all');
      await button(page, 'Giao xử lý').click();
      await shot('assign');
      await page.keyboard.press('Escape');
      await button(page, 'Gia hạn').click();
      await shot('extend');
      await page.keyboard.press('Escape');
      await page.getByRole('group').getByRole('button', { name: 'Kết thúc – để biết, lưu' }).click();
      await shot('close');
      await page.keyboard.press('Escape');
      await button(page, 'Bỏ đánh dấu').click();
      await button(page, 'Lọc').click();
      await page.getByLabel('Từ ngày').waitFor();
      await shot('filters');
      await page.getByRole('button', { name: 'Quá hạn' }).click();
      await page.waitForTimeout(300);
      await shot('overdue');
      await page.getByLabel('Từ ngày').fill('1/1/2030');
      await page.keyboard.press('Tab');
      await page.getByText('Không có văn bản nào khớp điều kiện lọc.').waitFor();
      await shot('filtered-empty');
      await button(page, 'Bỏ hết điều kiện lọc').click();
      await button(page, 'Cột').click();
      await shot('columns');
      await page.getByRole('checkbox', { name: 'Chủ trì' }).check();
      await page.getByRole('checkbox', { name: 'Đến qua' }).check();
      await page.keyboard.press('Escape');
      await page.getByRole('columnheader', { name: 'Nơi gửi' }).getByRole('button').click();
      await page.waitForTimeout(300);
      await shot('sorted');
      await menu(page, 'Văn bản đi');
      await grid.getByRole('row').nth(3).waitFor();
      await grid.getByRole('row').nth(1).focus();
      await page.keyboard.press('Space');
      await pages(page);
      await shot('outgoing');
      await menu(page, 'Cài đặt');
      await button(page, 'Quy tắc phân công').click();
      await page.getByText('Phòng, chống thiên tai').waitFor();
      await shot('rules');
      await button(page, 'Thêm quy tắc').click();
      await page.getByLabel('Tên quy tắc').fill('Giấy mời của Sở Nội vụ');
      await page.getByRole('combobox', { name: 'Là một trong các loại văn bản' }).fill('Giấy mời');
      await page.keyboard.press('Enter');
      await button(page, 'Thử trên 20 văn bản đến gần nhất').click();
      await page.getByText(/văn bản khớp/).waitFor();
      await shot('rule');
    },
  },
  register: {
    walk: async (page, shot) => {
      const grid = page.getByRole('grid');
      await menu(page, 'Văn bản đến');
      await grid.getByRole('row').nth(5).waitFor();
      await page.getByRole('tab', { name: /^Chưa vào sổ/ }).click();
      await grid.getByRole('row').nth(1).focus();
      await page.keyboard.press('Control+Enter');
      await page.getByRole('button', { name: /^Xác nhận vào sổ, số đến/ }).waitFor();
      await shot('one');
      await page.keyboard.press('Enter');
      await page.getByRole('status').filter({ hasText: 'số đến' }).waitFor();
      await shot('done');
    },
  },
  document: {
    walk: async (page, shot) => {
      await menu(page, 'Văn bản đến');
      await openRow(page, 1);
      await pages(page);
      await shot('arrived');
      await button(page, /^Trả lại nơi gửi/).click();
      await shot('return');
      await page.keyboard.press('Escape');
      await button(page, 'Về danh sách').click();
      await openRow(page, 3);
      await pages(page);
      await shot('duplicate');
      await button(page, /^Vào sổ văn bản đến \(/).click();
      await page.getByText(/^Đã vào sổ/).waitFor();
      await button(page, 'Ghi ý kiến chỉ đạo').click();
      await page.getByRole('textbox', { name: 'Ý kiến chỉ đạo giải quyết' }).fill('Giao Văn phòng tham mưu.');
      await shot('instruct');
      await page.keyboard.press('Escape');
      await shot('instruct-asked');
      await button(page, 'Bỏ phần chưa ghi').click();
      await button(page, 'Về danh sách').click();
      await openRow(page, 7);
      await pages(page);
      await shot('changed');
      await button(page, 'Về danh sách').click();
      await page.getByLabel('Tìm trong danh sách').fill('139/GM-SNV');
      await page.waitForTimeout(600);
      await openRow(page, 0);
      await pages(page);
      await shot('assigned');
    },
  },
  amendments: {
    walk: async (page, shot) => {
      await menu(page, 'Văn bản đến');
      await openRow(page, 2);
      await button(page, 'Không đồng ý, nêu lý do').waitFor();
      await pages(page);
      await shot('asked');
      await button(page, 'Không đồng ý, nêu lý do').click();
      await page.getByLabel('Lý do').fill('Văn bản đã giao xử lý.');
      await shot('refuse');
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /^Không đồng ý/ })
        .click();
      await page.getByText('Trả lời: Văn bản').waitFor();
      await shot('refused');
      await menu(page, 'Văn bản đến');
      await openRow(page, 5);
      await button(page, 'So sánh bản cũ và bản mới').waitFor();
      await shot('replacement');
      await button(page, 'So sánh bản cũ và bản mới').click();
      await page.locator('.compare .pdf-page canvas').nth(1).waitFor();
      await page.waitForTimeout(500);
      await shot('compare');
    },
  },
  year: {
    query: '?newYear',
    walk: async (page, shot) => {
      await menu(page, 'Văn bản đến');
      await page.getByText('Chưa vào sổ').first().click();
      await openRow(page, 1);
      await button(page, /Vào sổ văn bản đến/).click();
      await button(page, 'Ngày giờ đúng, vào sổ kỳ 2027').waitFor();
      await shot('asked');
      await button(page, 'Ngày giờ đúng, vào sổ kỳ 2027').click();
      await page.getByText(/Bấm lại việc vừa làm\.$/).waitFor();
      await shot('answered');
    },
  },
};
