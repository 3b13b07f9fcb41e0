import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { legalDate } from '../../domain/time.ts';
import { type Letter, type LetterFonts, renderLetter, renderLetterWithPlaces } from './index.ts';

const font = (name: string): Uint8Array => readFileSync(join(import.meta.dirname, '../../../resources/fonts', `Tinos-${name}.ttf`));
const fonts: LetterFonts = { regular: font('Regular'), bold: font('Bold'), italic: font('Italic'), boldItalic: font('BoldItalic') };
const date = legalDate('2026-02-05');
const letter: Letter = {
  parentAgency: 'UBND tỉnh Mẫu',
  agency: 'Sở Mẫu',
  number: '5',
  notation: 'SM-VP',
  place: 'Mẫu',
  ...(date === undefined ? {} : { date }),
  subject: 'kiểm tra việc quản lý con dấu',
  addressees: ['Ủy ban nhân dân xã Ví Dụ'],
  body: [
    { kind: 'paragraph', text: 'Sở Mẫu đề nghị rà soát việc quản lý, sử dụng con dấu và thiết bị lưu khóa bí mật.' },
    { kind: 'paragraph', text: 'Trân trọng./.' },
  ],
  signer: { position: 'Giám đốc', fullName: 'Trần Thị Minh Họa' },
  recipients: ['Như trên', 'Lưu: VT'],
  urgency: 'Khẩn',
  watermark: 'TẬP HUẤN',
  createdAt: Date.UTC(2026, 1, 5, 3),
};
const long = (paragraphs: number): Letter => ({
  ...letter,
  body: Array.from({ length: paragraphs }, (_, i) => ({
    kind: 'paragraph',
    text: `Nội dung thứ ${i + 1}. ${'Đề nghị thực hiện nghiêm. '.repeat(9)}`,
  })),
});
const hasTools = ['pdftotext', 'pdfinfo', 'pdffonts'].every((tool) => spawnSync(tool, ['-v']).error === undefined);
let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'letter-'));
});
afterAll(() => rmSync(dir, { recursive: true }));
const run = (tool: string, pdf: Uint8Array, ...args: string[]): string => {
  const path = join(dir, 'letter.pdf');
  writeFileSync(path, pdf);
  return execFileSync(tool, tool === 'pdftotext' ? [...args, path, '-'] : [...args, path], { encoding: 'utf8' });
};

describe('a letter', () => {
  test('is the same bytes for the same letter', async () => {
    expect(await renderLetter(letter, fonts)).toEqual(await renderLetter(letter, fonts));
  });
  test.skipIf(!hasTools)('carries the cells of the decree’s page as searchable text, on A4 [needs poppler]', async () => {
    const pdf = await renderLetter(letter, fonts);
    const text = run('pdftotext', pdf, '-layout').replace(/ +/g, ' ');
    for (const cell of [
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Độc lập - Tự do - Hạnh phúc',
      'UBND TỈNH MẪU',
      'Số: 05/SM-VP',
      'Mẫu, ngày 05 tháng 02 năm 2026',
      'V/v kiểm tra việc quản lý con dấu',
      'KHẨN',
      'Nơi nhận:',
      'GIÁM ĐỐC',
      'Trần Thị Minh Họa',
    ])
      expect(text).toContain(cell);
    expect(run('pdfinfo', pdf)).toMatch(/Page size:\s+595\.\d+ x 841\.\d+ pts \(A4\)/);
    for (const line of run('pdffonts', pdf).trim().split('\n').slice(2)) expect(line).toMatch(/Tinos.* yes yes yes /);
  });
  test.skipIf(!hasTools)('without number and date leaves their places open [needs poppler]', async () => {
    const { number: _n, date: _d, ...draft } = letter;
    const text = run('pdftotext', await renderLetter(draft, fonts), '-layout');
    expect(text).toMatch(/Số:\s+\/SM-VP/);
    expect(text).toMatch(/ngày\s+tháng\s+năm 2026/);
    // The year of the office's clock: 1 January begins seven hours before it does at Greenwich.
    const newYear = run('pdftotext', await renderLetter({ ...draft, createdAt: Date.UTC(2026, 11, 31, 18) }, fonts), '-layout');
    expect(newYear).toMatch(/ngày\s+tháng\s+năm 2027/);
  });
  test.skipIf(!hasTools)('never leaves the signer alone on a page, and numbers pages from the second [needs poppler]', async () => {
    for (let n = 5; n <= 9; n++) {
      const { pdf, places } = await renderLetterWithPlaces(long(n), fonts);
      const last = run('pdftotext', pdf, '-layout', '-f', String(places.pages));
      expect(last).toContain('Trần Thị Minh Họa');
      expect(last).toContain(`Nội dung thứ ${n}.`);
      if (places.pages > 1) expect(last.trimStart()).toMatch(/^2\s/);
      expect(places.signature.page).toBe(places.pages);
      expect(places.seal.y).toBeGreaterThan(0);
    }
  });
  test('the seal covers the left third of the signature, at its true size', async () => {
    const { places } = await renderLetterWithPlaces(letter, fonts);
    const { signature, seal } = places;
    expect(seal.width).toBeCloseTo((36 * 72) / 25.4, 3);
    expect(seal.x + seal.width - signature.x).toBeCloseTo(signature.width / 3, 3);
    expect(seal.y + seal.height / 2).toBeCloseTo(signature.y + signature.height / 2, 3);
  });
});
