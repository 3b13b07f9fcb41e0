/** Paper at the desk: intake, envelopes, copies, petitions, the scanner, sheets of many rows. */
import { button, menu, openRow, type Shots } from './walks.ts';

export const paperShots: Shots = {
  paper: {
    walk: async (page, shot) => {
      await menu(page, 'Văn bản đến');
      await button(page, 'Tiếp nhận văn bản giấy').click();
      await page.getByLabel('Nơi gửi').fill('Hội Người cao tuổi xã Ví Dụ');
      await page.getByLabel('Trích yếu nội dung').fill('Đơn đề nghị trùng hỗ trợ kinh phí hoạt động năm 2027');
      await page.getByRole('textbox', { name: 'Ngày văn bản' }).fill('31/02/26');
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: 'scan-0412.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(700_000) });
      await page.getByText(/3 trang/).waitFor();
      await shot('form');
      await page.getByRole('textbox', { name: 'Ngày văn bản' }).fill('20/02/26');
      await button(page, /^Tiếp nhận và vào sổ/).click();
      await button(page, 'Là văn bản khác').waitFor();
      await shot('duplicate');
      await menu(page, 'Sổ và báo cáo');
      await shot('leave');
    },
  },
  papers: {
    walk: async (page, shot) => {
      await menu(page, 'Giấy, đơn thư');
      await button(page, 'Gộp').waitFor();
      await shot('held');
      await page.getByRole('tab', { name: /^Bì thư/ }).click();
      await button(page, 'Ghi bì thư').waitFor();
      await shot('envelopes');
      await button(page, 'Ghi bì thư').click();
      await page.getByLabel('Người, tổ chức nhận').waitFor();
      await shot('envelope');
      await page.keyboard.press('Escape');
      await page.getByRole('tab', { name: /^Gửi giấy/ }).click();
      await button(page, 'In phiếu gửi').waitFor();
      await page.getByRole('tab', { name: 'Tất cả' }).click();
      await shot('out');
      await page.getByRole('tab', { name: /^Bản sao/ }).click();
      await button(page, 'In, xuất sổ bản sao').waitFor();
      await shot('copies');
      await button(page, 'Làm bản sao').click();
      await page.getByLabel('Người ký bản sao').waitFor();
      await shot('copy');
      await page.keyboard.press('Escape');
      await button(page, 'In, xuất sổ bản sao').click();
      await page.getByText('Có bìa sổ').waitFor();
      await shot('copy-book');
      await page.keyboard.press('Escape');
      await page.getByRole('tab', { name: /^Đơn thư/ }).click();
      await button(page, 'Vào sổ đơn').waitFor();
      await shot('petitions');
      await button(page, 'Vào sổ đơn').click();
      await page.getByLabel('Nội dung đơn').waitFor();
      await shot('petition-form');
      await page.keyboard.press('Escape');
      await button(page, 'Khiếu nại').click();
      await button(page, 'Làm bản che để chuyển').waitFor();
      await shot('petition');
      await button(page, 'Lập văn bản').click();
      await page.getByRole('menuitem', { name: 'Phiếu chuyển đơn' }).waitFor();
      await shot('petition-letters');
      await page.getByRole('menuitem', { name: 'Phiếu chuyển đơn' }).click();
      await page.getByLabel('Gửi đến cơ quan').waitFor();
      await shot('petition-letter');
      await page.keyboard.press('Escape');
      await menu(page, 'Cài đặt');
      await button(page, 'Gửi, nhận giấy').click();
      await page.getByText('Bản đến qua từng kênh').waitFor();
      await shot('settings');
      await menu(page, 'Văn bản đi');
      await openRow(page, 3);
      await page.getByRole('heading', { name: 'Văn bản giấy' }).scrollIntoViewIfNeeded();
      await shot('outgoing');
    },
  },
  scan: {
    walk: async (page, shot) => {
      await menu(page, 'Văn bản đến');
      await button(page, 'Tiếp nhận văn bản giấy').click();
      await page.getByRole('button', { name: 'Trang 4' }).waitFor();
      await page.locator('.scan-large-picture img').waitFor();
      await shot('tray');
      await page.locator('.scan-drop input[type=file]').setInputFiles([
        {
          name: 'bao-cao-tinh-hinh-thuc-hien-nhiem-vu-quy-4-nam-2026-cua-thon-trung.pdf',
          mimeType: 'application/pdf',
          buffer: Buffer.alloc(0),
        },
        { name: 'quet-0413.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(0) },
      ]);
      await page.getByText(/Chưa lấy được/).waitFor();
      await shot('refused');
      await page.keyboard.press('Escape');
      await button(page, 'Là đơn thư').click();
      await page.getByText(/Bản quét trong khay/).waitFor();
      await shot('petition');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Cắt' }).click();
      await page.getByLabel('Cắt trái').fill('12');
      await page.getByLabel('Cắt dưới').fill('20');
      await shot('crop');
      await page.locator('.scan-crop-bar').getByRole('button').last().click();
      await page.getByText('Báo cáo của thôn').first().click();
      await page.getByText('Có vẻ bị ngược đầu').waitFor();
      await shot('upside-down');
      await page.getByText('Hop dong').first().click();
      await page.getByText('có thể thiếu trang').waitFor();
      await page.getByText('Tệp chưa lấy được').click();
      await page.waitForTimeout(800);
      await shot('long');
      await menu(page, 'Cài đặt');
      await page.getByText('Máy quét').first().click();
      await page.getByText('D:').waitFor();
      await shot('settings');
    },
  },
  reading: {
    walk: async (page, shot) => {
      await menu(page, 'Văn bản đến');
      await button(page, 'Tiếp nhận văn bản giấy').click();
      await page.locator('.scan-large-picture img').waitFor();
      await page.getByText('Máy đọc giúp').waitFor();
      await shot('proposed');
      await page.keyboard.press('F8');
      await page.keyboard.press('F8');
      await page.keyboard.press('F8');
      await page.keyboard.press('F8');
      await page.getByText('Gần giống văn bản').waitFor();
      await shot('taking');
    },
  },
  entry: {
    walk: async (page, shot) => {
      await menu(page, 'Văn bản đến');
      await button(page, 'Nhập nhanh').click();
      await page.getByRole('combobox', { name: /Tác giả, dòng 1/ }).waitFor();
      await shot('empty');
      await page.keyboard.type('Sở');
      await page.getByRole('option').first().waitFor();
      await shot('offers');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Tab');
      await page.keyboard.type('12/SNV-VP');
      await page.keyboard.press('Tab');
      await page.keyboard.type('31/2');
      await page.keyboard.press('Enter');
      await button(page, 'Nhập từ Excel').click();
      await page.locator('input[type=file]').setInputFiles({ name: 'so.xlsx', mimeType: 'application/zip', buffer: Buffer.from('PK') });
      await page.getByText('Tệp có 2 dòng').waitFor();
      await shot('import');
      await button(page, 'Đưa 2 dòng vào bảng').click();
      await page.getByText('Cần xem lại').waitFor();
      await shot('problems');
      await page.getByText('Đã có số (sổ giấy)').click();
      await page.getByRole('radiogroup', { name: 'Sổ' }).getByText('Văn bản đi').click();
      await page.getByRole('combobox', { name: /Tên loại, dòng 1/ }).waitFor();
      await page.keyboard.type('Quyết định');
      await page.keyboard.press('Tab');
      await page.keyboard.type('Về việc phê duyệt kế hoạch rà soát');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.type('Nguyễn Văn Ví Dụ');
      await page.keyboard.press('Tab');
      await page.keyboard.type('Sở Nội vụ tỉnh Mẫu; Lưu VT');
      await page.keyboard.press('Enter');
      await button(page, /Kiểm tra và vào sổ/).click();
      await page.getByRole('dialog').waitFor();
      await shot('commit');
    },
  },
};
