/** The day's work, people without a screen, meetings, reminders, lessons and diagnostics. */
import type { Page } from 'playwright-core';
import { button, menu, openRow, pages, type Shot, type Shots } from './walks.ts';

/** Hôm nay of somebody with these roles alone, and a document of theirs. */
async function todayOf(page: Page, shot: Shot): Promise<void> {
  await menu(page, 'Hôm nay');
  await page.getByRole('heading', { name: /^Việc hôm nay/ }).waitFor();
  await page.getByRole('region', { name: 'Tình hình trạm' }).waitFor();
  await shot('today');
  await menu(page, 'Văn bản đến');
  await page.getByRole('grid').waitFor();
  await shot('list');
  await openRow(page, 2);
  await pages(page);
  await shot('document');
}

export const todayShots: Shots = {
  today: {
    walk: async (page, shot) => {
      await page.getByRole('alert', { name: /khẩn/i }).first().waitFor();
      await menu(page, 'Hôm nay');
      await page.getByText('Quá hạn').first().waitFor();
      await shot('list');
      await button(page, 'Đã báo người xử lý').click();
      await shot('tell');
      await page.keyboard.press('Escape');
      await button(page, 'Mở văn bản').click();
      await shot('owned');
    },
  },
  desk: {
    walk: async (page, shot) => {
      await menu(page, 'Văn bản đến');
      await page.getByRole('grid').waitFor();
      await openRow(page, 2);
      await pages(page);
      await shot('document');
      await button(page, 'Chuyển giao').click();
      await page.getByRole('combobox', { name: 'Người nhận' }).waitFor();
      await page.getByLabel('Tin nhắn để chép').check();
      await page.getByText('Số đến: 1287').waitFor();
      await shot('transfer');
      await button(page, 'Ghi và chép tin nhắn').click();
      await button(page, 'In').click();
      await page.getByRole('menuitem', { name: 'Bản in có dấu đến' }).click();
      await shot('stamp');
      await page.keyboard.press('Escape');
      await page.getByRole('region', { name: 'Chuyển giao', exact: true }).scrollIntoViewIfNeeded();
      await shot('transfers-section');
      await button(page, 'Ghi đã ký nhận').dispatchEvent('click');
      await shot('sign');
      await page.keyboard.press('Escape');
      await page.getByRole('region', { name: 'Cuộc họp' }).getByRole('button', { name: 'Ghi lịch họp' }).click();
      await page.getByLabel('Địa điểm').waitFor();
      await shot('meeting');
      await button(page, 'Ghi vào lịch họp').click();
      await page.locator('.pdf-pages').click();
      await page.keyboard.press('Control+KeyF');
      await page.getByRole('textbox', { name: 'Tìm trong tệp' }).fill('cong');
      await page.waitForTimeout(800);
      await shot('find');
      await page.keyboard.press('Escape');
      await button(page, 'Kết thúc – để biết, lưu').click();
      await button(page, 'Hoàn tác').waitFor();
      await shot('undo');
      await menu(page, 'Hôm nay');
      await page.getByText('Lịch họp hôm nay').waitFor();
      await shot('today');
      await button(page, 'Xem lịch họp tuần').click();
      await page.getByText('Trùng giờ').first().waitFor();
      await shot('week');
      await menu(page, 'Hôm nay');
      await button(page, /phiếu chuyển giao chưa ký nhận/).click();
      await page.getByRole('table', { name: 'Sổ chuyển giao văn bản đến' }).waitFor();
      await shot('transfers');
      await menu(page, 'Hôm nay');
      await button(page, 'Ai đang chậm').click();
      await page.getByRole('table', { name: 'Người, đơn vị đang xử lý' }).waitFor();
      await shot('slow');
      await menu(page, 'Văn bản đi');
      await openRow(page, 4);
      await pages(page);
      await page.getByRole('region', { name: 'Nơi nhận' }).scrollIntoViewIfNeeded();
      await shot('board');
      await button(page, /^Đôn đốc/).click();
      await page.getByText('Kính gửi').waitFor();
      await shot('remind');
      await page.keyboard.press('Escape');
      await menu(page, 'Văn bản đi');
      await openRow(page, 0);
      await pages(page);
      await page.getByText('điểm nên xem lại').waitFor();
      await button(page, /^Xem chỗ này/).click();
      await page.getByText('điểm nên xem lại').scrollIntoViewIfNeeded();
      await shot('form');
      await menu(page, 'Văn bản đi');
      await button(page, 'Soạn văn bản đi').click();
      await page.getByLabel('Trích yếu nội dung').fill('abc');
      await page.getByRole('textbox', { name: 'Người ký', exact: true }).fill('ÔNG NGUYỄN VĂN MẪU');
      await page.getByLabel('Chức vụ').first().focus();
      await page.getByText(/^Đã lưu phần đang gõ/).waitFor();
      await shot('draft');
      await menu(page, 'Văn bản đến');
      await menu(page, 'Văn bản đi');
      await button(page, 'Soạn văn bản đi').click();
      await page.getByText('Đây là phần đang gõ dở').waitFor();
      await shot('draft-kept');
    },
  },
  support: {
    walk: async (page, shot) => {
      await menu(page, 'Hôm nay');
      await page.getByText('Cài đặt còn thiếu').waitFor();
      await shot('today');
      await menu(page, 'Cài đặt');
      await page.getByRole('button', { name: 'Chẩn đoán' }).click();
      await page.getByText('Phần mềm và máy tính').waitFor();
      await shot('diagnostics');
      await page.getByRole('button', { name: 'Cài đặt ban đầu' }).click();
      await page.getByText('Số bắt đầu của các sổ').waitFor();
      await shot('checklist');
      await page.getByRole('button', { name: 'Bài tập huấn' }).click();
      await page.getByText('In phiếu kết quả').waitFor();
      await shot('lessons');
      await page.getByRole('region', { name: 'Soạn và gửi văn bản trả lời' }).getByRole('button').click();
      await page.getByText('Soạn dự thảo trả lời').waitFor();
      await shot('lesson');
      const again = async (name: string) => {
        await menu(page, 'Cài đặt');
        await page.getByRole('button', { name: 'Bài tập huấn' }).click();
        await page.getByRole('region', { name }).getByRole('button').click();
      };
      await again('Nơi gửi đề nghị lấy lại văn bản');
      await page.getByText('Bước này không làm được nữa').waitFor();
      await shot('lesson-stuck');
      await again('Làm việc khi mất kết nối');
      await page.getByText('Đã làm đủ các bước').waitFor();
      await shot('lesson-whole');
    },
  },
  todayLeader: { query: '?roles=leader', walk: todayOf },
  todayOfficer: { query: '?roles=officer', walk: todayOf },
  todayHead: { query: '?roles=office_head', walk: todayOf },
  todayAdministrator: { query: '?roles=administrator', walk: todayOf },
};
