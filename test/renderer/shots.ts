/** Pictures of every screen at 1366×768, to be looked at: `node build/run.mjs test/renderer/shots.ts [folder] [name…]`. */
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { startDevPage } from './server.ts';

const [folder = join(tmpdir(), 'shots'), ...only] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const { url, close } = await startDevPage();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first();
const menu = (page: Page, name: string) => page.locator('nav.menu').getByRole('button', { name }).click();
const openRow = (page: Page, n: number) =>
  page
    .getByRole('grid')
    .getByRole('row')
    .nth(n + 1)
    .click();
const pages = (page: Page) => page.locator('.pdf-page canvas').first().waitFor();

const SHOTS: Record<string, { query?: string; walk: (page: Page, shot: (name: string) => Promise<void>) => Promise<void> }> = {
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
      await button(page, 'In sổ bản sao').waitFor();
      await shot('copies');
      await button(page, 'Làm bản sao').click();
      await page.getByLabel('Người ký bản sao').waitFor();
      await shot('copy');
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
  scan: {
    walk: async (page, shot) => {
      await menu(page, 'Văn bản đến');
      await button(page, 'Tiếp nhận văn bản giấy').click();
      await page.getByRole('button', { name: 'Trang 4' }).waitFor();
      await page.locator('.scan-large-picture img').waitFor();
      await shot('tray');
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
  verify: {
    walk: async (page, shot) => {
      await menu(page, 'Chữ ký số');
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
  frame: {
    walk: async (page, shot) => {
      await page.getByText('Quá hạn').first().waitFor();
      await page.keyboard.press('Control+Shift+KeyP');
      await page.getByRole('listbox', { name: 'Các lệnh' }).waitFor();
      await shot('palette');
      await page.keyboard.type('so dang ky');
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
      await button(page, 'Tập huấn').click();
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
      await page.getByRole('table', { name: 'Văn bản lỗi, chờ xử lý' }).waitFor();
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
  search: {
    walk: async (page, shot) => {
      await page.getByRole('grid').waitFor();
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
      await button(page, 'Cách mở kho').click();
      await page.getByText('Mã khôi phục', { exact: true }).waitFor();
      await shot('ways');
      await button(page, 'Tạo mã mới').click();
      await page.getByLabel('Mật khẩu đang dùng').fill('cánh đồng lúa chín');
      await button(page, 'Hiện mã mới').click();
      await page.getByTestId('recovery-code').waitFor();
      await shot('recovery');
      await page.pdf({ path: join(folder, 'people-envelope.pdf'), format: 'A4' });
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
  recipients: {
    walk: async (page, shot) => {
      await menu(page, 'Văn bản đi');
      await button(page, 'Soạn văn bản đi').click();
      await page.getByLabel('Tìm cơ quan nhận').fill('xa');
      await page.getByRole('option').first().waitFor();
      await page.keyboard.press('ArrowDown');
      await shot('picker');
      await page.keyboard.press('Enter');
      await page.getByText(/Đã thêm 4 nơi nhận/).waitFor();
      await shot('group-added');
    },
  },
  unlock: {
    walk: async (page, shot) => {
      await button(page, 'Khóa màn hình').click();
      await button(page, 'Dùng mật khẩu').click();
      await shot('passphrase');
    },
  },
  incoming: {
    walk: async (page, shot) => {
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
      await openRow(page, 14);
      await pages(page);
      await shot('assigned');
    },
  },
  paper: {
    walk: async (page, shot) => {
      await button(page, 'Tiếp nhận văn bản giấy').click();
      await page.getByLabel('Nơi gửi').fill('Hội Người cao tuổi xã Ví Dụ');
      await page.getByLabel('Trích yếu nội dung').fill('Đơn đề nghị trùng hỗ trợ kinh phí hoạt động năm 2027');
      await page.getByLabel('Ngày văn bản').fill('31/02/26');
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: 'scan-0412.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(700_000) });
      await page.getByText(/3 trang/).waitFor();
      await shot('form');
      await button(page, /^Tiếp nhận và vào sổ/).click();
      await button(page, 'Là văn bản khác').waitFor();
      await shot('duplicate');
      await menu(page, 'Sổ và báo cáo');
      await shot('leave');
    },
  },
  outgoing: {
    walk: async (page, shot) => {
      await menu(page, 'Văn bản đi');
      await page.getByRole('grid').waitFor();
      await shot('list');
      await openRow(page, 4);
      await pages(page);
      await shot('issued');
      await button(page, 'Về danh sách').click();
      await openRow(page, 1);
      await pages(page);
      await shot('to-number');
    },
  },
  draft: {
    walk: async (page, shot) => {
      await menu(page, 'Văn bản đi');
      await button(page, 'Soạn văn bản đi').click();
      await page.getByLabel('Trích yếu nội dung').fill('Về việc báo cáo công tác văn thư quý IV');
      await page.getByLabel('Tìm cơ quan nhận').fill('xã');
      await page.getByRole('option').first().waitFor();
      await shot('recipient');
      await page.getByRole('option').first().click();
      await page.getByLabel('Tìm cơ quan nhận').fill('Các thôn, tổ dân phố');
      await page.keyboard.press('Enter');
      await button(page, 'Ghi dự thảo').click();
      await shot('missing');
      await page.locator('.form').evaluate((form) => form.scrollTo(0, 9999));
      await shot('bottom');
    },
  },
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
  exchange: {
    walk: async (page, shot) => {
      await button(page, 'Ngắt mạng (tập huấn)').click();
      await button(page, 'Nối lại mạng').waitFor();
      await menu(page, 'Chờ gửi');
      await page.getByRole('table').waitFor();
      await shot('queue');
      await menu(page, 'Văn bản lỗi, chờ xử lý');
      await page.getByRole('table').waitFor();
      await shot('quarantine');
      await page.getByRole('table').getByRole('row').nth(1).click();
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
      await page.getByText('Đã ghi nhận. Xin bấm lại việc vừa làm.').waitFor();
      await shot('answered');
    },
  },
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
      await button(page, 'Xem').first().click();
      await page.getByRole('heading', { name: 'Tệp đang mở ngoài kho' }).waitFor();
      await shot('outside');
    },
  },
  reconcile: {
    query: '?waiting',
    walk: async (page, shot) => {
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

let failed = 0;
for (const [name, { query = '', walk }] of Object.entries(SHOTS)) {
  if (only.length > 0 && !only.includes(name)) continue;
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  page.on('pageerror', (error) => console.error(name, 'page error:', error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) console.error(name, message.type(), message.text().slice(0, 400));
  });
  page.setDefaultTimeout(8_000);
  const shot = async (part: string): Promise<void> => void (await page.screenshot({ path: join(folder, `${name}-${part}.png`) }));
  try {
    await page.goto(url + query, { timeout: 60_000 });
    await walk(page, shot);
  } catch (error) {
    failed++;
    await shot('FAILED');
    console.error(name, String(error).slice(0, 600));
  }
  await page.close();
}
await browser.close();
await close();
console.log(failed === 0 ? `ok: ${folder}` : `${failed} failed: ${folder}`);
process.exitCode = failed === 0 ? 0 : 1;
