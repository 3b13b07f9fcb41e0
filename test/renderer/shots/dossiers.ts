/** Hồ sơ: the year's list, one file, ticked rows put in, handed in, carried out; remarks; search results as a file. */
import { button, menu, openRow, type Shots } from './walks.ts';

export const dossierShots: Shots = {
  dossiers: {
    walk: async (page, shot) => {
      await menu(page, 'Sổ và báo cáo');
      await page.getByRole('tab', { name: 'Hồ sơ', exact: true }).click();
      await page.getByRole('table', { name: /^Danh mục hồ sơ/ }).waitFor();
      await shot('list');
      await button(page, 'Thêm vào danh mục').click();
      await page.getByLabel('Tiêu đề hồ sơ').waitFor();
      await shot('form');
      await page.keyboard.press('Escape');
      await button(page, 'Việc khác').click();
      await shot('more');
      await page.keyboard.press('Escape');
      await page.getByRole('combobox', { name: 'Năm của danh mục' }).click();
      await page.getByRole('option', { name: '2027' }).click();
      await page.getByText('Danh mục năm 2027 chưa có').waitFor();
      await shot('empty');
      await page.getByRole('combobox', { name: 'Năm của danh mục' }).click();
      await page.getByRole('option', { name: '2026' }).click();
      await button(page, /^Nộp lưu trữ hiện hành/).click();
      await page.getByRole('checkbox', { name: 'Đánh dấu hồ sơ 03.VP' }).check();
      await shot('hand-in');
      await button(page, 'Về danh mục').click();
      await button(page, /Tập văn bản về công tác văn thư/).click();
      await page.getByRole('table', { name: 'Văn bản trong hồ sơ' }).waitFor();
      await shot('one');
      await button(page, 'Kết thúc hồ sơ').click();
      await page.getByLabel('Ngày kết thúc').waitFor();
      await shot('close');
      await page.keyboard.press('Escape');
      await button(page, 'Xuất hồ sơ ra ngoài').click();
      await page.getByText('Ghi vào một thư mục mới').waitFor();
      await shot('export');
      await page.keyboard.press('Escape');
      await menu(page, 'Văn bản đi');
      await page.getByRole('grid').getByRole('row').nth(3).focus();
      await page.keyboard.press('x');
      await button(page, 'Đưa vào hồ sơ').click();
      await page.getByLabel('Tìm hồ sơ đang lập').waitFor();
      await shot('put');
      await page.keyboard.press('Escape');
      await openRow(page, 5);
      await page.getByRole('heading', { name: 'Hồ sơ', exact: true }).scrollIntoViewIfNeeded();
      await shot('outgoing');
      await button(page, 'Ghi chú, ngôn ngữ').click();
      await page.getByRole('dialog').waitFor();
      await shot('remarks');
      await page.keyboard.press('Escape');
      await menu(page, 'Tra cứu');
      await page.getByRole('searchbox').fill('báo cáo');
      await button(page, 'Xuất danh sách').click();
      await page.getByRole('dialog').waitFor();
      await shot('search-export');
      await page.keyboard.press('Escape');
    },
  },
};
