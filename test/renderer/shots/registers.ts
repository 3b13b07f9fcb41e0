/** Registers, reports and the search. */
import { button, menu, pages, type Shots } from './walks.ts';

export const registersShots: Shots = {
  registers: {
    walk: async (page, shot) => {
      const tab = (name: string) => page.getByRole('tab', { name }).click();
      const choose = async (label: string, option: string) => {
        await page.getByLabel(label, { exact: true }).first().click();
        await page.getByRole('option', { name: option, exact: true }).click();
      };
      await menu(page, 'Sổ và báo cáo');
      await page.getByRole('table').waitFor();
      await shot('book');
      await button(page, 'In, xuất sổ').click();
      await shot('print');
      await button(page, 'Lập bản in').click();
      await pages(page);
      await shot('printed');
      await button(page, 'Trở lại').click();
      await choose('Sổ', 'Sổ theo dõi giải quyết văn bản đến');
      await page.getByText('Đang giải quyết, quá hạn').first().waitFor();
      await shot('tracking');
      await choose('Sổ', 'Sổ gửi văn bản đi bưu điện');
      await page.getByText('Gạch bỏ: ghi nhầm').waitFor();
      await shot('post');
      await button(page, 'Ghi thêm').click();
      await shot('line');
      await page.keyboard.press('Escape');
      await choose('Sổ', 'Sổ sử dụng bản lưu');
      await page.getByText('Bấm “Ghi thêm”').waitFor();
      await shot('empty');
      await choose('Sổ', 'Sổ đăng ký văn bản đến');
      await choose('Năm, nhiệm kỳ', '2025');
      await button(page, 'Giải thích số trống').click();
      await shot('explain');
      await page.keyboard.press('Escape');
      await tab('Khóa sổ');
      await button(page, 'Khóa sổ 2025').waitFor();
      await shot('closing');
      await tab('Thống kê');
      await page.getByRole('table').waitFor();
      await shot('stats');
      await page
        .getByRole('button', { name: /mở danh sách/ })
        .first()
        .click();
      await page.getByRole('row').nth(2).waitFor();
      await shot('behind');
      await tab('Báo cáo kỳ');
      await page.getByRole('table').waitFor();
      await shot('period');
      await tab('Tiết kiệm');
      await page.getByRole('table').waitFor();
      await shot('savings');
      await menu(page, 'Cài đặt');
      await button(page, 'Sổ, số ký hiệu').click();
      await button(page, 'Đổi cách ghi số, ký hiệu').waitFor();
      await shot('books');
      await page.getByRole('button', { name: 'Đổi cách ghi số, ký hiệu' }).nth(1).click();
      await shot('rule');
    },
  },
  search: {
    walk: async (page, shot) => {
      await menu(page, 'Hôm nay');
      await page.keyboard.press('F3');
      await page.getByRole('searchbox', { name: 'Tìm văn bản' }).waitFor();
      await shot('start');
      await page.getByRole('searchbox', { name: 'Tìm văn bản' }).fill('rà soát báo cáo');
      await page.getByRole('list', { name: 'Kết quả tra cứu' }).getByRole('button').first().waitFor();
      await shot('found');
      await button(page, 'Điều kiện').click();
      await page.getByLabel('Ngày văn bản từ ngày').fill('1/11/26');
      await page.getByLabel('Quá hạn, chưa xong').check();
      await shot('filters');
      await page.getByRole('searchbox', { name: 'Tìm văn bản' }).fill('không có gì như thế');
      await page.getByText('Không có văn bản nào khớp.').waitFor();
      await shot('none');
      await button(page, 'Bỏ hết điều kiện').click();
      await button(page, 'Điều kiện').click();
      await page.getByRole('searchbox', { name: 'Tìm văn bản' }).fill('rà soát');
      await page.getByRole('list', { name: 'Kết quả tra cứu' }).getByRole('button').first().click();
      await button(page, /thông tin đã đổi/).click();
      await shot('document');
      await button(page, 'Sửa thông tin').click();
      await page.getByLabel('Lý do sửa').waitFor();
      await shot('correct');
    },
  },
};
