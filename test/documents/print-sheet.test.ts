import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { printSheet } from '../../src/core/print/index.ts';

const font = (name: string): Uint8Array => readFileSync(new URL(`../../resources/fonts/Tinos-${name}.ttf`, import.meta.url));
const fonts = { regular: font('Regular'), bold: font('Bold'), italic: font('Italic') };
const text = (pdf: Uint8Array): string => execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8' });
const present = spawnSync('pdftotext', ['-v']).status === 0;

describe.skipIf(!present)('a printed sheet [needs pdftotext]', () => {
  it('carries heading, paragraphs, table and signers, the headings again on every page', async () => {
    const rows = Array.from({ length: 120 }, (_, i) => [
      String(i + 1),
      `Văn bản thứ ${i + 1} về việc rà soát hồ sơ ${'dài '.repeat(i % 20)}`,
    ]);
    const pdf = await printSheet({
      title: 'Xác nhận thời gian gián đoạn',
      officeName: 'Ủy ban nhân dân xã Ví Dụ',
      parentName: 'Tỉnh Mẫu',
      placeAndDate: 'Ví Dụ, ngày 21 tháng 11 năm 2026',
      paragraphs: ['Mạng gián đoạn từ 09 giờ 14.'],
      table: { headings: ['TT', 'Trích yếu nội dung'], widths: [1, 9], rows, empty: '' },
      closing: ['Trên đây là nội dung xác nhận.'],
      signers: [{ title: 'VĂN THƯ', name: 'Trần Thị Mẫu' }, { title: 'CHÁNH VĂN PHÒNG' }],
      watermark: 'TẬP HUẤN',
      fonts,
    });
    const words = text(pdf);
    const pages = words.split('\f').filter((page) => page.trim() !== '');
    expect(pages.length).toBeGreaterThan(2);
    expect(words).toContain('XÁC NHẬN THỜI GIAN GIÁN ĐOẠN');
    expect(words).toContain('Văn bản thứ 120 về việc');
    expect(words).toContain('Trần Thị Mẫu');
    expect(words).toContain(`Trang ${pages.length}/${pages.length}`);
    expect(pages.slice(0, -1).every((page) => page.includes('Trích yếu nội dung'))).toBe(true);
  });
  it('says what an empty table means', async () => {
    const table = { headings: ['TT'], widths: [1], rows: [], empty: 'Không có văn bản nào.' };
    expect(text(await printSheet({ title: 'Bảng kê', officeName: 'Xã Ví Dụ', parentName: '', table, fonts }))).toContain(
      'Không có văn bản nào.',
    );
  });
});
