/** The frame, its palette and help; settings, people, the directory. */
import { join } from 'node:path';
import { button, folder, menu, type Shots, section } from './walks.ts';

export const settingsShots: Shots = {
  frame: {
    walk: async (page, shot) => {
      await page.getByText('Quá hạn').first().waitFor();
      await page.keyboard.press('Control+Shift+KeyP');
      await page.getByRole('listbox', { name: 'Các lệnh' }).waitFor();
      await shot('palette');
      await page.keyboard.type('so va bao cao');
      await shot('palette-typed');
      await page.keyboard.press('Enter');
      await page.getByRole('table').waitFor();
      await page.keyboard.press('F1');
      await page.getByRole('article').getByRole('heading').first().waitFor();
      await page.getByRole('article').getByRole('img').first().waitFor();
      await shot('help');
      await page.getByLabel('Tìm trong hướng dẫn').fill('khoi phuc');
      await page.getByRole('list', { name: 'Kết quả tìm trong hướng dẫn' }).waitFor();
      await shot('help-search');
      await page.keyboard.press('F1');
      await page.keyboard.press('Shift+F1');
      await page.getByRole('dialog', { name: 'Phím tắt' }).waitFor();
      await shot('keys');
      await page.keyboard.press('Escape');
      await menu(page, 'Cài đặt');
      await button(page, 'Giao diện').click();
      await page.getByText('Tương phản cao').waitFor();
      await shot('look');
    },
  },
  settings: {
    walk: async (page, shot) => {
      await menu(page, 'Cài đặt');
      await section(page, 'Tập huấn');
      await page.getByText('Một ngày bận rộn').waitFor();
      await shot('training');
      await page.getByRole('button', { name: 'Lịch làm việc' }).click();
      await page.getByText('Ngày làm việc trong tuần').waitFor();
      await shot('calendar');
      await page.getByRole('button', { name: 'Thời hạn, nhắc việc' }).click();
      await page.getByText('Quá hạn thì báo ai').waitFor();
      await shot('deadlines');
      await page.getByRole('button', { name: 'Kết nối', exact: true }).click();
      await page.getByLabel('Mã hệ thống (SystemId)').waitFor();
      await shot('connections');
      await page.getByRole('button', { name: 'Kiểm tra kết nối' }).click();
      await page.getByText('Chưa tới bước này').first().waitFor();
      await shot('connections-test');
      await page.getByRole('button', { name: 'Nhật ký kết nối' }).click();
      await page.getByRole('button', { name: 'In xác nhận' }).waitFor();
      await shot('outages');
      await page.getByRole('button', { name: 'Chữ ký gói tin' }).click();
      await page.getByLabel('Bằng chứng thư được cấp cho kết nối').check();
      await shot('packages');
      await button(page, 'Thẩm quyền ký').click();
      await page.getByRole('table', { name: 'Thẩm quyền ký' }).waitFor();
      await shot('powers');
      await button(page, 'Thêm người có thẩm quyền').click();
      await page.getByLabel('Họ tên').fill('Lê Văn Thử');
      await shot('power');
      await page.keyboard.press('Escape');
      await button(page, 'Bỏ phần chưa ghi').click();
      await button(page, 'Con dấu, chữ ký').click();
      await page.getByText('Bề rộng 36 mm').waitFor();
      await shot('seals');
      await page.getByRole('navigation', { name: 'Các phần cài đặt' }).getByRole('button', { name: 'Ký số' }).click();
      await page.getByText('Mức chữ ký').waitFor();
      await shot('signing');
    },
  },
  auditlog: {
    walk: async (page, shot) => {
      await menu(page, 'Quản trị');
      await button(page, 'Xem nhật ký').click();
      const rows = page.getByRole('table', { name: 'Các dòng nhật ký' });
      await rows.waitFor();
      await shot('first');
      await button(page, 'Kiểm tra chuỗi').click();
      await page.getByText(/nguyên vẹn\./).waitFor();
      await page.getByRole('combobox', { name: 'Loại việc' }).fill('văn bản đến');
      await page.getByRole('option', { name: 'Tất cả: Văn bản đến' }).waitFor();
      await shot('kinds');
      await page.getByRole('option', { name: 'Tất cả: Văn bản đến' }).click();
      await rows
        .getByRole('button', { name: /^Chỉ xem nhật ký của/ })
        .first()
        .click();
      await page.getByText(/^Chỉ xem: Số đến/).waitFor();
      await shot('object');
      await page.getByLabel('Kết quả có từ').fill('không có');
      await page.getByLabel('Kết quả có từ').press('Enter');
      await page.getByText('Không có dòng nào hợp bộ lọc.').waitFor();
      await shot('nothing');
      await button(page, 'Bỏ lọc').click();
      await button(page, 'Xem thêm 100 dòng').click();
      await page.getByText(/Đang hiện 200 dòng/).waitFor();
      await shot('more');
    },
  },
  people: {
    query: '?organs=3',
    walk: async (page, shot) => {
      await menu(page, 'Cài đặt');
      await button(page, 'Người dùng').click();
      await page.getByText('Phạm Văn Ví').waitFor();
      await shot('people');
      await button(page, 'Thêm người').click();
      await page.getByLabel('Họ tên').fill('Đỗ Thị Mẫu');
      await page.getByLabel('Mọi cơ quan').uncheck();
      await shot('person');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await button(page, 'Bỏ phần chưa lưu')
        .click()
        .catch(() => undefined);
      await button(page, 'Cách vào trạm').click();
      await page.getByText('Mã khôi phục', { exact: true }).waitFor();
      await shot('ways');
      await button(page, 'Tạo mã mới').click();
      await page.getByLabel('Mật khẩu đang dùng').fill('cánh đồng lúa chín');
      await button(page, 'Hiện mã mới').click();
      await page.getByTestId('recovery-code').waitFor();
      await shot('recovery');
      await page.pdf({ path: join(folder(), 'people-envelope.pdf'), format: 'A4' });
      await page.keyboard.press('Escape');
      await button(page, 'Thay khóa kho…').click();
      await shot('rekey');
      await page.keyboard.press('Escape');
      await button(page, 'Cơ quan').click();
      await page.getByText('Đảng ủy xã Ví Dụ').last().waitFor();
      await shot('organs');
      await button(page, 'Thêm cơ quan').click();
      await page.getByLabel('Loại cơ quan').selectOption('party');
      await shot('organ');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await menu(page, 'Văn bản đến');
      await page.getByRole('grid').waitFor();
      await page.keyboard.press('Control+KeyL');
      await page.getByLabel('Người vào làm việc').waitFor();
      await page.getByRole('button', { name: 'Dùng mật khẩu' }).click();
      await shot('unlock');
      await page.getByRole('button', { name: 'Dùng tài khoản Windows' }).click();
      await button(page, 'Vào làm việc').click();
      await page.getByRole('grid').waitFor();
      await shot('back');
    },
  },
  directory: {
    walk: async (page, shot) => {
      await menu(page, 'Danh bạ');
      await page.getByText('Danh bạ mới chưa được dùng').waitFor();
      await page.getByRole('checkbox').first().check();
      await shot('updates');
      await button(page, 'Xem thay đổi').click();
      await page.getByText('UBND phường Cũ').waitFor();
      await shot('changes');
      await page.keyboard.press('Escape');
      await button(page, 'Xác nhận dùng danh bạ mới').click();
      await shot('confirm');
      await page.keyboard.press('Escape');
      await page.getByRole('tab', { name: 'Tra cứu' }).click();
      await page.getByLabel('Tìm cơ quan').fill('xa');
      await button(page, 'UBND xã Ví Dụ').click();
      await page.getByText('UBND xã Ví Dụ A').waitFor();
      await shot('find');
      await page.getByRole('tab', { name: 'Nhóm nơi nhận' }).click();
      await page.getByText('Đồng ý danh sách hiện nay').waitFor();
      await shot('groups');
      await button(page, 'Lập nhóm').click();
      await page.getByText(/Hiện có/).waitFor();
      await shot('group-rule');
      await page.getByLabel('Chọn từng nơi').check();
      await page.getByLabel('Thêm cơ quan vào nhóm').fill('mau');
      await page.getByRole('option').first().waitFor();
      await shot('group-hand');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await button(page, 'Bỏ phần chưa ghi').click();
      await page.getByRole('tab', { name: 'Danh mục mã' }).click();
      await shot('lists');
      await button(page, 'Xem').click();
      await page.getByText('Nguồn', { exact: true }).waitFor();
      await shot('list');
    },
  },
};
