/** What a person does at the desk again and again, by role and text. */

import PDFDocument from 'pdfkit';
import type { Locator } from 'playwright-core';
import type { Workstation } from './index.ts';

export const PASSPHRASE = 'mot hai ba bon nam';

export interface Desk {
  button(name: string | RegExp): Locator;
  field(name: string | RegExp): Locator;
  /** Waits for a note of what was done, or of the state. */
  said(text: string | RegExp): Promise<void>;
  /** Waits for an error that says this. */
  refused(text: string | RegExp): Promise<void>;
  menu(name: string): Promise<void>;
  /** The menu says that Hôm nay is in sight. */
  today(): Locator;
  /** Another screen is in sight, or the way in says what is wrong. */
  elsewhere(): Locator;
  /** At Văn bản đến: all that wait on a new training axis are here, so that no row moves and no figure changes by itself. */
  allArrived(): Promise<void>;
  firstRow(): Locator;
  firstPage(): Promise<void>;
}
export function deskOf(station: () => Workstation): Desk {
  const page = () => station().page;
  return {
    button: (name) => page().getByRole('button', { name }).first(),
    field: (name) => page().getByRole('textbox', { name, exact: true }),
    said: (text) => page().getByRole('status').filter({ hasText: text }).first().waitFor(),
    refused: (text) => page().getByRole('alert').filter({ hasText: text }).first().waitFor(),
    menu: (name) => page().locator('nav.menu').getByRole('button', { name }).click(),
    today: () => page().locator('nav.menu [aria-current="page"]:visible').filter({ hasText: 'Hôm nay' }),
    elsewhere: () =>
      page()
        .locator('nav.menu [aria-current="page"]:visible')
        .filter({ hasNotText: 'Hôm nay' })
        .or(page().locator('.start [role="alert"]')),
    allArrived: () =>
      page()
        .getByRole('tab', { name: `Tất cả (${station().documents})`, exact: true })
        .waitFor({ timeout: 90_000 }),
    firstRow: () => page().getByRole('grid').getByRole('row').nth(1),
    firstPage: () => page().locator('.pdf-page canvas').first().waitFor(),
  };
}

/** The set-up form of training, filled in; gives the recovery code that is shown then. */
export async function setUpTraining(station: Workstation, desk: Desk): Promise<string> {
  const { page } = station;
  await desk.button('Chế độ tập huấn').click();
  await desk.field(/^Tên cơ quan/).waitFor();
  const osKeyStore = page.getByRole('checkbox');
  if ((await osKeyStore.count()) > 0) await osKeyStore.uncheck();
  await desk.field(/^Mật khẩu mở trạm/).fill(PASSPHRASE);
  await desk.field(/^Nhập lại mật khẩu/).fill(PASSPHRASE);
  await desk.button('Lập sổ và lấy mã khôi phục').click();
  const code = (await page.getByTestId('recovery-code').textContent()) ?? '';
  await desk.button('Đã ghi ra giấy, nhập lại để kiểm tra').click();
  return code;
}
export async function typeCode(desk: Desk, code: string): Promise<void> {
  await desk.field('Mã khôi phục trên giấy').fill(code);
  await desk.button('Kiểm tra và vào làm việc').click();
  await toArrivals(desk);
}
export async function unlock(desk: Desk, passphrase = PASSPHRASE): Promise<void> {
  await desk.field('Mật khẩu mở trạm').fill(passphrase);
  await desk.button('Mở trạm').click();
  await toArrivals(desk);
}
/** Work begins at Hôm nay; these walks begin at what came. A screen kept by a lock, and a refusal, stay as they are. */
async function toArrivals(desk: Desk): Promise<void> {
  await desk.today().or(desk.elsewhere()).first().waitFor();
  if (await desk.today().isVisible()) await desk.menu('Văn bản đến');
}

/** One page with words on it, as a scanner's software makes it; what it says stands in its bytes as it is. */
export function scannedPdf(words = 'De nghi ho tro kinh phi'): Promise<Buffer> {
  const pdf = new PDFDocument({ size: 'A4', compress: false });
  pdf.text(words).end();
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    pdf.on('data', (part: Buffer) => parts.push(part));
    pdf.on('end', () => resolve(Buffer.concat(parts)));
  });
}
