/** Backup, restore, hand-over, destruction, reconciliation. */
import { button, menu, type Shots } from './walks.ts';

export const careShots: Shots = {
  maintenance: {
    walk: async (page, shot) => {
      await menu(page, 'Quản trị');
      await page.getByText('Đã 9 ngày chưa sao lưu. Cắm ổ sao lưu và bấm Sao lưu ngay.').waitFor();
      await shot('care');
      await button(page, 'Sao lưu ngay').click();
      await page.getByText(/420 trên 1/).waitFor();
      await shot('backup');
      await button(page, 'Dừng').click();
      await page.getByText(/Đã dừng sao lưu theo yêu cầu/).waitFor();
      await button(page, 'Sao lưu ngay').click();
      await page.getByText(/Đã sao lưu hôm nay/).waitFor();
      await page.getByRole('button', { name: 'Kiểm tra kho' }).click();
      await page.getByText(/còn khoảng 3 phút/).waitFor();
      await shot('checking');
      await page.getByText('Có 3 điều cần xem:').waitFor();
      await shot('check');
      await button(page, 'Xuất nhật ký…').click();
      await page.getByText(/^Đã xuất/).waitFor();
      await page.locator('.care').evaluate((care) => care.scrollTo(0, 9999));
      await shot('audit');
    },
  },
  care: {
    walk: async (page, shot) => {
      await menu(page, 'Quản trị');
      await page.getByRole('table', { name: 'Nơi sao lưu' }).waitFor();
      await shot('backup');
      await button(page, 'Đổi số bản giữ lại…').click();
      await page.getByRole('dialog').waitFor();
      await shot('keep');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Khôi phục', exact: true }).click();
      await button(page, 'Tìm ở các nơi sao lưu').click();
      await button(page, 'Mở bản sao lưu').waitFor();
      await shot('restore-list');
      await button(page, 'Mở bản sao lưu').click();
      await button(page, 'Khôi phục bản này').waitFor();
      await shot('restore-confirm');
      await button(page, 'Khôi phục bản này').click();
      await page.getByText(/420 trên 2/).waitFor();
      await shot('restore-running');
      await menu(page, 'Quản trị');
      await page.getByRole('button', { name: 'Bàn giao', exact: true }).click();
      await page.getByRole('table', { name: 'Số cuối của các sổ' }).waitFor();
      await shot('handover');
      await page.locator('.care').evaluate((care) => care.scrollTo(0, 400));
      await shot('handover-form');
      await menu(page, 'Quản trị');
      await page.getByRole('button', { name: 'Tiêu hủy tài liệu', exact: true }).click();
      await button(page, 'Đề nghị tiêu hủy').click();
      await page.getByLabel('Từ ngày').fill('01/01/2015');
      await page.getByLabel('Đến ngày').fill('31/12/2015');
      await page.getByLabel('Đến ngày').press('Tab');
      await button(page, 'Tìm').click();
      await page.getByRole('table', { name: 'Văn bản' }).waitFor();
      await shot('destruction');
      await page.getByLabel('Số, ký hiệu quyết định').fill('05/QĐ-UBND');
      await page.getByLabel('Ngày quyết định').fill('05/01/2026');
      await page.getByLabel('Người ký quyết định').fill('Chủ tịch UBND xã');
      await page.getByLabel('Hội đồng xét (biên bản, thành viên)').fill('Hội đồng xác định giá trị tài liệu');
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: 'quyet-dinh.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') });
      await button(page, 'Đề nghị tiêu hủy 3 văn bản').click();
      await page.getByLabel('Mật khẩu mở trạm của người đó').fill('mat khau cua nguoi thu hai');
      await page.getByRole('checkbox', { name: 'Đã đối chiếu danh sách với quyết định' }).check();
      await button(page, 'Đồng ý và tiêu hủy').click();
      await page.getByText(/^Đang tiêu hủy 412/).waitFor();
      await shot('destruction-carrying');
      await page.getByText(/^Đã xóa hẳn/).waitFor();
      await shot('destruction-done');
      // Folded behind the first of what stands over every screen.
      await button(page, /thông báo khác/).click();
      await button(page, 'Xem').first().click();
      await page.getByRole('heading', { name: 'Tệp đang mở ngoài kho' }).waitFor();
      await shot('outside');
    },
  },
  reconcile: {
    query: '?waiting',
    walk: async (page, shot) => {
      await menu(page, 'Văn bản đến');
      await page.getByRole('grid').waitFor();
      await shot('banner');
      await button(page, 'Đối chiếu…').click();
      await button(page, 'Hỏi Trục liên thông').waitFor();
      await shot('first');
      await button(page, 'Hỏi Trục liên thông').click();
      await page.getByText(/^Đã hỏi lúc/).waitFor();
      await shot('asked');
      await page.locator('.care').evaluate((care) => care.scrollTo(0, 9999));
      const last = page.getByRole('textbox', { name: 'Số cuối đã cấp, Sổ đăng ký văn bản đi, QĐ' });
      await last.fill('20');
      await button(page, 'Xác nhận số cuối, Sổ đăng ký văn bản đi, QĐ').click();
      await page.getByRole('table').getByRole('alert').waitFor();
      await shot('below');
      await last.fill('33');
      await shot('books');
      for (const book of ['i, QĐ', 'i, BC', 'n'])
        await page.getByRole('button', { name: new RegExp(`^Xác nhận số cuối, .*${book}$`) }).click();
      await page.locator('button:enabled', { hasText: 'Kết thúc đối chiếu' }).waitFor();
      await shot('confirmed');
      await button(page, 'Kết thúc đối chiếu').click();
      await page.getByText(/^Đã đối chiếu xong/).waitFor();
      await page.getByText(/vừa được khôi phục/).waitFor({ state: 'detached' });
      await shot('finished');
    },
  },
};
