import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { printRegister, REGISTER_HEADINGS } from '../../src/core/registers/index.ts';

const hasPoppler = ['/usr/bin/pdftotext', '/usr/bin/pdffonts'].every((path) => existsSync(path));
const font = (name: string) => readFileSync(fileURLToPath(new URL(`../../resources/fonts/Tinos-${name}.ttf`, import.meta.url)));

const entries = Array.from({ length: 60 }, (_, i) => ({
  number: i + 1,
  state: i === 6 ? ('cancelled' as const) : ('used' as const),
  columns: [
    '20/11/2026',
    String(i + 1),
    'Sở Nông nghiệp và Môi trường tỉnh Mẫu',
    `${100 + i}/SNNMT-VP`,
    '19/11/2026',
    'Công văn – Về việc tăng cường các biện pháp phòng, chống thiên tai, cứu nạn cứu hộ trên địa bàn xã trong mùa mưa bão',
    'Phòng Kinh tế',
    '20/11/2026',
    '',
    i === 6 ? 'Hủy số: ghi nhầm (người cho phép: Nguyễn Văn Mẫu)' : '',
  ],
}));

describe.skipIf(!hasPoppler)('a printed register [needs poppler-utils]', () => {
  it('repeats the decree’s ten headings on every page, numbers its pages and keeps every Vietnamese letter', async () => {
    const pdf = await printRegister({
      title: 'Sổ đăng ký văn bản đến',
      period: '2026',
      direction: 'incoming',
      officeName: 'UBND xã Ví Dụ',
      parentName: 'UBND tỉnh Mẫu',
      entries,
      watermark: 'TẬP HUẤN',
      fonts: { regular: font('Regular'), bold: font('Bold'), italic: font('Italic') },
    });
    const dir = mkdtempSync(join(tmpdir(), 'tvt-print-'));
    try {
      const path = join(dir, 'so.pdf');
      writeFileSync(path, pdf);
      if (process.env.KEEP_PRINT) writeFileSync(process.env.KEEP_PRINT, pdf);
      const pages = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' }).split('\f').slice(0, -1);
      expect(pages.length).toBeGreaterThan(2);
      pages.forEach((page, i) => {
        expect(page).toContain(`Trang ${i + 1}/${pages.length}`);
        expect(page).toContain('(10)');
      });
      const words = pages.join(' ').replace(/\s+/g, ' ');
      expect(words).toContain('SỔ ĐĂNG KÝ VĂN BẢN ĐẾN');
      expect(words).toContain('Hủy số');
      expect(REGISTER_HEADINGS.incoming).toHaveLength(10);
      expect(REGISTER_HEADINGS.outgoing).toHaveLength(10);
      const fonts = execFileSync('pdffonts', [path], { encoding: 'utf8' });
      expect(fonts.match(/Tinos/g)?.length).toBeGreaterThanOrEqual(2);
      expect(fonts).not.toMatch(/\bno\s+(yes|no)\s+(yes|no)\s+\d+\s+\d+$/m);
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });
});
