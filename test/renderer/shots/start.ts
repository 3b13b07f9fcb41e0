/** The first start and the locked screen. */
import { button, type Shots } from './walks.ts';

export const startShots: Shots = {
  start: {
    query: '?fresh',
    walk: async (page, shot) => {
      await button(page, 'Chế độ tập huấn').waitFor();
      await shot('choose');
      await button(page, 'Đơn vị thật').click();
      await page.getByLabel('Tên cơ quan').waitFor();
      await shot('real');
      await button(page, 'Chọn cách bắt đầu khác').click();
      await button(page, 'Chế độ tập huấn').click();
      await page.getByLabel('Tên cơ quan').waitFor();
      await page.getByRole('checkbox').uncheck();
      await shot('form');
      await page.getByRole('checkbox').check();
      await button(page, 'Lập sổ và lấy mã khôi phục').click();
      await page.getByTestId('recovery-code').waitFor();
      await shot('code');
      await button(page, /Đã ghi ra giấy/).click();
      await page.getByLabel('Mã khôi phục trên giấy').fill('K7QM 1111');
      await button(page, /Kiểm tra/).click();
      await page.getByRole('alert').waitFor();
      await shot('code-wrong');
    },
  },
  unlock: {
    walk: async (page, shot) => {
      await button(page, 'Khóa màn hình').click();
      await button(page, 'Dùng mật khẩu').click();
      await shot('passphrase');
    },
  },
};
