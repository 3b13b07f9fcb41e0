/** Signing, its devices, and what is known of signatures. */
import { button, menu, openRow, pages, type Shots } from './walks.ts';

export const signingShots: Shots = {
  signing: {
    walk: async (page, shot) => {
      await menu(page, 'Văn bản đi');
      await openRow(page, 0);
      await pages(page);
      await shot('document');
      await button(page, 'Ký ban hành').click();
      await page.getByRole('radiogroup').waitFor();
      await shot('dialog');
      await page.getByRole('textbox', { name: 'Mã PIN' }).fill('00000000');
      await button(page, /^Ký$/).click();
      await page.getByRole('dialog').getByRole('alert').waitFor();
      await shot('wrong');
      await page.evaluate(() => {
        const core = (window as unknown as { fakeCore: { choices: { pinFinalTry: boolean }[] } }).fakeCore;
        core.choices = core.choices.map((c, i) => (i === 0 ? { ...c, pinFinalTry: true } : c));
      });
      await button(page, 'Tìm lại').click();
      await page.getByText(/Chỉ còn một lần thử/).waitFor();
      await shot('final-try');
      await page.getByRole('checkbox').check();
      await page.getByRole('textbox', { name: 'Mã PIN' }).fill('12345678');
      await button(page, /^Ký$/).click();
      await page.getByText('Đã ký xong.').waitFor();
      await shot('signed');
    },
  },
  seal: {
    walk: async (page, shot) => {
      await page.evaluate(() => {
        const { signing } = (window as unknown as { fakeCore: { signing: Record<string, unknown> } }).fakeCore;
        signing.cutOff = { act: 'leader', at: Date.UTC(2026, 10, 20, 7, 5), signed: 20, left: 30 };
        const name = 'Nguyễn Thị Ngọc Ánh Dương';
        signing.refusals = [
          { code: 'signing.power_date', params: { name, date: '20/11/2026' } },
          { code: 'signing.power_signer_unknown', params: { name } },
        ];
      });
      await page.locator('nav.menu').getByRole('button', { name: 'Ký số', exact: true }).click();
      await page.getByText(/dừng giữa chừng/).waitFor();
      await shot('cut-off');
      await menu(page, 'Văn bản đi');
      await page.getByText('Đã cấp số').first().waitFor();
      await page.getByRole('row').filter({ hasText: 'Đã cấp số' }).first().dblclick();
      await pages(page);
      await button(page, 'Ký số của cơ quan').click();
      await page.getByText('Chưa ký được: có điểm chưa khớp').waitFor();
      await shot('refused');
      await button(page, 'Cho phép đóng dấu…').click();
      await page.getByLabel('Lý do').waitFor();
      await shot('allow');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await menu(page, 'Cài đặt');
      await button(page, 'Con dấu, chữ ký').click();
      await page.getByText('Chưa ghi nhận: đang đối chiếu').waitFor();
      await button(page, 'Ghi nhận chứng thư đang cắm…').click();
      await page.getByRole('combobox', { name: 'Chứng thư' }).waitFor();
      await shot('bind');
      await page.getByRole('dialog').getByRole('button', { name: 'Ghi nhận', exact: true }).click();
      await page.getByText(/dấu vân tay/).waitFor();
      await page.getByText(/dấu vân tay/).scrollIntoViewIfNeeded();
      await shot('bound');
    },
  },
  devices: {
    walk: async (page, shot) => {
      const choices = (change: Record<string, unknown>) =>
        page.evaluate((wanted) => {
          type Choice = Record<string, unknown>;
          const core = (window as unknown as { fakeCore: { choices: Choice[] } }).fakeCore;
          const usb = { kind: 'pkcs11', tokenLabel: 'USB ký số 0412', module: 'libbit4xpki.so', pinLocked: false };
          core.choices = core.choices.map((c, i) => (i === 0 ? { ...c, ...usb, ...wanted } : c));
        }, change);
      await menu(page, 'Văn bản đi');
      await openRow(page, 0);
      await pages(page);
      await choices({ expiry: { days: 5, step: 7 }, lastUsed: true, imported: true });
      await button(page, 'Ký ban hành').click();
      await page.getByText(/Còn 5 ngày hết hạn/).waitFor();
      await page.getByRole('textbox', { name: 'Mã PIN' }).fill('mật khẩu 1');
      await button(page, /^Ký$/).click();
      await page.getByText(/bộ gõ tiếng Việt đang bật/).waitFor();
      await shot('expiry');
      // Shown by the next look, without a click.
      await choices({ protectedPath: true });
      await page.getByText(/bàn phím riêng/).waitFor();
      await shot('pad');
      await choices({ protectedPath: false, pinToBeChanged: true });
      await page.getByText(/đòi đổi mã PIN/).waitFor();
      await shot('must-change');
      await button(page, 'Đổi mã PIN').click();
      await page.getByLabel('Mã PIN đang dùng').fill('12345678');
      await page.getByLabel('Mã PIN mới', { exact: true }).fill('Bi-mat-1');
      await page.getByLabel('Nhập lại mã PIN mới').fill('Bi-mat-2');
      await page.getByRole('button', { name: 'Đổi', exact: true }).click();
      await page.getByText(/Hai lần nhập/).waitFor();
      await shot('change-pin');
      await page
        .getByRole('dialog')
        .getByRole('button', { name: 'Thôi' })
        .or(page.getByRole('dialog').getByRole('button', { name: 'Hủy' }))
        .first()
        .click();
      await button(page, 'Thiết bị ký số…').click();
      await page.getByText('libvidu-pkcs11.so').first().waitFor();
      await shot('settings');
    },
  },
  verify: {
    walk: async (page, shot) => {
      await menu(page, 'Kiểm tra chữ ký');
      await page.getByText('Chứng thư thu hồi').first().waitFor();
      await shot('changes');
      await menu(page, 'Văn bản đến');
      await openRow(page, 1);
      await pages(page);
      await shot('document');
      await page.getByText('Xem bản đã ký').first().scrollIntoViewIfNeeded();
      await shot('signatures');
      await button(page, 'Xem bản đã ký').click();
      await pages(page);
      await shot('signed');
      await page.keyboard.press('Escape');
      await menu(page, 'Cài đặt');
      await button(page, 'Chứng thư tin cậy').click();
      await page.getByText('CA gốc của tỉnh Mẫu').first().waitFor();
      await shot('trust');
    },
  },
};
