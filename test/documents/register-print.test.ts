import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type BookSheet, type PrintedRow, printBook } from '../../src/core/print/book.ts';
import { formOf, REGISTER_FORMS } from '../../src/core/registers/index.ts';

const hasTools = ['pdftotext', 'pdffonts', 'pdfinfo', 'qpdf'].every((name) => existsSync(`/usr/bin/${name}`));
const font = (name: string) => readFileSync(fileURLToPath(new URL(`../../resources/fonts/Tinos-${name}.ttf`, import.meta.url)));
const fonts = { regular: font('Regular'), bold: font('Bold'), italic: font('Italic') };
const SUBJECT = 'Công văn – Về việc tăng cường các biện pháp phòng, chống thiên tai, cứu nạn cứu hộ trên địa bàn xã trong mùa mưa bão';
const row = (i: number, more: Partial<PrintedRow> = {}): PrintedRow => ({
  cells: [
    '20/11/2026',
    String(i + 1),
    'Sở Nông nghiệp và Môi trường tỉnh Mẫu',
    `${100 + i}/SNNMT-VP`,
    '19/11/2026',
    SUBJECT,
    'Phòng Kinh tế',
    '20/11/2026',
    '',
    more.struck ? 'Hủy số: ghi nhầm (người cho phép: Nguyễn Văn Mẫu)' : '',
  ],
  ...more,
});
const sheet = (more: Partial<BookSheet> = {}): BookSheet => ({
  title: 'Sổ đăng ký văn bản đến',
  subtitle: 'Năm 2026',
  officeName: 'UBND xã Ví Dụ',
  parentName: 'UBND tỉnh Mẫu',
  paper: 'A4',
  columns: formOf('incoming').columns,
  empty: 'Chưa có văn bản nào được đăng ký.',
  watermark: 'TẬP HUẤN',
  fonts,
  ...more,
});
async function print(one: BookSheet, rows: readonly PrintedRow[]) {
  const parts: Uint8Array[] = [];
  const made = await printBook(one, {
    rows: (offset) => rows.slice(offset, offset + 50),
    write: async (bytes) => {
      parts.push(bytes);
    },
  });
  return { ...made, pdf: Buffer.concat(parts) };
}
function withFile<T>(pdf: Uint8Array, look: (path: string) => T): T {
  const dir = mkdtempSync(join(tmpdir(), 'tvt-print-'));
  try {
    const path = join(dir, 'so.pdf');
    writeFileSync(path, pdf);
    return look(path);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
const run = (command: string, ...args: string[]) => execFileSync(command, args, { encoding: 'utf8' });
const pagesOf = (pdf: Uint8Array) => withFile(pdf, (path) => run('pdftotext', '-layout', path, '-').split('\f').slice(0, -1));

it('the five registers of annex IV have the law’s columns, in number and in their order', () => {
  const form = (key: string) => formOf(key).columns.map(({ heading }) => heading);
  expect(REGISTER_FORMS.slice(0, 5).map(({ key, columns }) => [key, columns.length])).toEqual([
    ['incoming', 10],
    ['outgoing', 10],
    ['tracking', 7],
    ['post', 6],
    ['archive_use', 9],
  ]);
  expect(form('outgoing').slice(0, 3)).toEqual(['Số, ký hiệu văn bản', 'Ngày tháng văn bản', 'Tên loại và trích yếu nội dung văn bản']);
  expect(form('tracking').slice(3, 6)).toEqual(['Thời hạn giải quyết', 'Tiến độ giải quyết', 'Số, ký hiệu văn bản trả lời']);
  expect(form('post')).toContain('Ký nhận và dấu bưu điện');
  expect(form('archive_use')[7]).toBe('Người cho phép sử dụng');
});

describe.skipIf(!hasTools)('a printed register [needs poppler-utils, qpdf]', () => {
  it('repeats heads and column numbers on every page, numbers its pages with the total and keeps every Vietnamese letter', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => row(i, { struck: i === 6 }));
    const { pdf, pages: count } = await print(sheet({ notes: ['Sổ này bắt đầu từ số 01.'] }), rows);
    const pages = pagesOf(pdf);
    expect(pages).toHaveLength(count);
    expect(count).toBeGreaterThan(3);
    pages.forEach((page, i) => {
      expect(page).toContain(`Trang ${i + 1}/${count}`);
      expect(page).toMatch(/\(1\)\s+\(2\).*\(10\)/);
    });
    const words = pages.join(' ').replace(/\s+/g, ' ');
    expect(words).toContain('SỔ ĐĂNG KÝ VĂN BẢN ĐẾN');
    expect(words).toContain('Sổ này bắt đầu từ số 01.');
    expect(words).toContain('Hủy số');
    expect(pages.join('\n').match(/\d+\/SNNMT-/g)).toHaveLength(60);
    const used = withFile(pdf, (path) => run('pdffonts', path));
    expect(used.match(/Tinos/g)?.length).toBeGreaterThanOrEqual(2);
    expect(used).not.toMatch(/\bno\s+(yes|no)\s+(yes|no)\s+\d+\s+\d+$/m);
    expect(withFile(pdf, (path) => run('qpdf', '--check', path))).toContain('No syntax or stream encoding errors');
  });

  it('has a cover with the book’s facts and its number of pages, and a last page to be signed; A3 is A3', async () => {
    const cover = { lines: ['Năm 2026', 'Từ số 01 đến số 30', 'Số trang: {pages}'] };
    const closing = {
      paragraphs: ['Sổ có 30 số đến.'],
      placeAndDate: 'Ví Dụ, ngày 31 tháng 12 năm 2026',
      signers: ['VĂN THƯ', 'NGƯỜI CHO KHÓA SỔ'],
    };
    const rows = Array.from({ length: 30 }, (_, i) => row(i));
    const { pdf, pages: count } = await print(sheet({ paper: 'A3', cover, closing }), rows);
    const pages = pagesOf(pdf);
    expect(pages).toHaveLength(count + 1);
    expect(pages[0]).toContain('Từ số 01 đến số 30');
    expect(pages[0]?.replace(/\s+/g, ' ')).toContain(`Số trang: ${count}`);
    expect(pages[0]).not.toContain('Trang 1/');
    expect(pages.at(-1)).toContain('NGƯỜI CHO KHÓA SỔ');
    expect(withFile(pdf, (path) => run('pdfinfo', path))).toMatch(/Page size:\s+1190\.\d+ x 841\.\d+/);
  });

  it('carries a row longer than a page over to the next ones, whole', async () => {
    const long = Array.from({ length: 900 }, (_, i) => `từ${i}`).join(' ');
    const rows = [row(0), { cells: [...row(1).cells.slice(0, 5), long, '', '', '', ''] }, row(2)];
    const { pdf } = await print(sheet(), rows);
    const words = pagesOf(pdf).join(' ');
    expect(Array.from({ length: 900 }, (_, i) => i).filter((i) => !words.includes(`từ${i}`))).toEqual([]);
  });

  it('says what an empty year means', async () => {
    const { pdf, pages, rows } = await print(sheet(), []);
    expect([pages, rows]).toEqual([1, 0]);
    expect(pagesOf(pdf)[0]).toContain('Chưa có văn bản nào được đăng ký.');
  });

  it('leaves page by page, and a stop in the middle ends it', async () => {
    const stop = new AbortController();
    let handed = 0;
    let largest = 0;
    const seen: number[] = [];
    const printed = printBook(sheet(), {
      rows: (offset) => Array.from({ length: 50 }, (_, i) => row(offset + i)),
      write: async (bytes) => {
        handed++;
        largest = Math.max(largest, bytes.byteLength);
      },
      onProgress: (rows) => {
        seen.push(rows);
        if (rows >= 300) stop.abort();
      },
      signal: stop.signal,
    });
    await expect(printed).rejects.toThrow();
    expect(seen.at(-1)).toBeLessThan(320);
    expect(handed).toBeGreaterThan(10);
    // Never the whole book at once.
    expect(largest).toBeLessThan(60_000);
  });
});
