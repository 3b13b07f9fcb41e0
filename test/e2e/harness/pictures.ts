/**
 * The pictures of the clerk's guide and of README, taken from the built product while the main job is walked:
 * `node build/run.mjs test/e2e/harness/pictures.ts [folder]`. At 1366×768, in training, with invented offices.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { deskOf, scannedPdf, setUpTraining, typeCode } from './desk.ts';
import { openWorkstation } from './index.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const folder = process.argv[2] ?? join(root, 'docs', 'huong-dan', 'anh');
mkdirSync(folder, { recursive: true });

const station = await openWorkstation({ documents: 32 });
const { page } = station;
page.setDefaultTimeout(30_000);
const desk = deskOf(() => station);
const { button, field, said, menu, firstRow, firstPage } = desk;
/** A palette of 128 colours keeps a screen under 250 kB. */
const shot = async (name: string): Promise<void> => {
  await page.mouse.move(1360, 400);
  // Pages of a document are drawn after their text is there.
  await page.waitForTimeout(700);
  await sharp(await page.screenshot())
    .png({ palette: true, colours: 128, compressionLevel: 9 })
    .toFile(join(folder, `${name}.png`));
};
const sign = async (act: string, picture?: string): Promise<void> => {
  await button(act).click();
  const hint = (await page.getByText(/^Mã PIN tập huấn: /).textContent()) ?? '';
  if (picture !== undefined) await shot(picture);
  await field('Mã PIN').fill(hint.replace(/^.*: /, ''));
  await page.getByRole('dialog').getByRole('button', { name: 'Ký', exact: true }).click();
  await said('Đã ký xong.');
};

async function begin(): Promise<void> {
  await button('Chế độ tập huấn').waitFor();
  await shot('bat-dau-chon');
  const code = await setUpTraining(station, desk);
  await shot('bat-dau-nhap-lai-ma');
  await typeCode(desk, code);
  // All that wait on the training axis are here: rows move no more while they are clicked.
  await page.getByRole('tab', { name: /^Tất cả \((3[2-9]|4\d)\)/ }).waitFor({ timeout: 90_000 });
  await shot('van-ban-den-danh-sach');
}
async function incoming(): Promise<void> {
  await page.getByRole('grid').getByRole('row').filter({ hasText: 'Đủ hai chữ ký' }).first().click();
  await firstPage();
  await shot('van-ban-den-mo');
  await button(/^Vào sổ văn bản đến/).click();
  await said('Đã vào sổ');
  await button('Ghi ý kiến chỉ đạo').click();
  await field(/^Ý kiến chỉ đạo giải quyết/).fill('Giao Văn phòng tham mưu trả lời trước ngày 25/11/2026.');
  await page.getByRole('combobox', { name: /^Chủ trì/ }).fill('Văn phòng HĐND và UBND');
  await shot('van-ban-den-y-kien');
  await page.getByRole('dialog').getByRole('button', { name: 'Ghi ý kiến chỉ đạo' }).click();
  await said('Đã ghi ý kiến chỉ đạo.');
  await shot('van-ban-den-da-vao-so');
}
async function outgoing(): Promise<void> {
  await button('Soạn văn bản trả lời').click();
  await button('Dùng dự thảo mẫu (tập huấn)').click();
  await page.getByText(/\.pdf ·/).waitFor();
  await shot('van-ban-di-soan');
  await button('Ghi dự thảo').click();
  await said('Đã ghi dự thảo.');
  await firstPage();
  await page.getByRole('navigation').getByRole('button', { name: 'Ký số', exact: true }).click();
  await firstPage();
  await shot('ky-so-nhieu');
  await menu('Văn bản đi');
  await firstRow().click();
  await firstPage();
  await button('Ngắt mạng (tập huấn)').click();
  await button('Nối lại mạng').waitFor();
  await sign('Ký ban hành', 'van-ban-di-ky');
  await button(/^Cấp số và vào sổ văn bản đi \(số /).click();
  await said(/^Đã cấp số/);
  await sign('Ký số của cơ quan', 'ky-so-vi-tri');
  await firstPage();
  await shot('van-ban-di-da-ky');
  await button('Phát hành').click();
  await said(/^Đã phát hành\./);
  // The arrival it answers may be ended with it.
  await page.getByRole('dialog').getByRole('button', { name: 'Để xử lý tiếp' }).click();
  await page.getByText(/^Chưa kết nối được mạng/).waitFor();
  await shot('mat-mang');
}
async function cut(): Promise<void> {
  await menu('Văn bản đến');
  await button('Tiếp nhận văn bản giấy').click();
  await field(/^Nơi gửi/).fill('Hội Người cao tuổi xã Ví Dụ');
  await field(/^Trích yếu nội dung/).fill('Đề nghị hỗ trợ kinh phí hoạt động');
  await field('Ngày văn bản').fill('20/11/26');
  await page
    .locator('.file-drop input[type=file]')
    .setInputFiles({ name: 'quet-0412.pdf', mimeType: 'application/pdf', buffer: await scannedPdf() });
  await page.getByText(/quet-0412\.pdf · 1 trang/).waitFor();
  await shot('van-ban-giay');
  await button(/^Tiếp nhận và vào sổ/).click();
  await said('Đã tiếp nhận');
  await menu('Chờ gửi');
  await page.getByRole('table', { name: 'Chờ gửi' }).waitFor();
  await shot('cho-gui');
  await button('Nối lại mạng').click();
  await page.getByText(/^Đã có kết nối lúc/).waitFor();
  await menu('Văn bản đi');
  await firstRow().click();
  await page
    .getByRole('list', { name: 'Nơi nhận' })
    .getByText(/Đã đến|Đã tiếp nhận/)
    .waitFor();
  await shot('co-mang-lai');
}
async function registers(): Promise<void> {
  await menu('Sổ và báo cáo');
  await page.getByRole('table', { name: 'Sổ đăng ký văn bản đến' }).waitFor();
  await shot('so-dang-ky');
  await button('Việc khác').click();
  await page.getByRole('menuitem', { name: /^Hủy số/ }).click();
  await shot('so-huy-so');
  await page.getByRole('dialog').getByRole('button', { name: 'Thôi' }).click();
  await button('In, xuất sổ').click();
  await button('Lập bản in').click();
  await firstPage();
  await shot('so-ban-in');
  await menu('Văn bản lỗi, chờ xử lý');
  await shot('van-ban-loi');
  const row = page.getByRole('table').getByRole('row').nth(1);
  if ((await row.count()) > 0) {
    await row.click();
    await shot('van-ban-loi-mo');
    await page.getByRole('dialog').getByRole('button', { name: 'Đóng' }).last().click();
  }
  await button('Khóa màn hình').click();
  await button('Mở trạm').waitFor();
  await shot('khoa');
}

try {
  await begin();
  await incoming();
  await outgoing();
  await cut();
  await registers();
} finally {
  await station.close();
}
