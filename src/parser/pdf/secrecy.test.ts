import { readFileSync } from 'node:fs';
import PDFDocument from 'pdfkit';
import { describe, expect, it } from 'vitest';
import type { SecrecyFinding } from '../../domain/secrecyMark.ts';
import { bytesSource } from '../../formats/pdf/index.ts';
import { findSecrecy } from './secrecy.ts';

/** pdfkit writes a String object as a string, a plain one as a name. */
const FREE_TEXT: unknown = { Subtype: 'FreeText', Contents: Object('MẬT'), DA: Object('/Helv 13 Tf') };
type Doc = InstanceType<typeof PDFDocument>;
const font = readFileSync(new URL('../../../resources/fonts/Tinos-Bold.ttf', import.meta.url));
/** A letter in the decree's layout, with what the case writes on it. */
function letter(more: (doc: Doc) => void, size: [number, number] = [595.28, 841.89]): Promise<SecrecyFinding> {
  const doc = new PDFDocument({ size, margin: 0 });
  doc.registerFont('b', font).font('b');
  const at = (text: string, x: number, y: number, points = 13): Doc => doc.fontSize(points).text(text, x, y, { lineBreak: false });
  at('ỦY BAN NHÂN DÂN', 100, 60, 12);
  at('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 300, 60, 12);
  at('Số: 12/UBND-VP', 110, 100);
  at('Ví Dụ, ngày 20 tháng 11 năm 2026', 320, 100);
  at('V/v thử nghiệm', 110, 118, 12);
  at('Kính gửi: Sở Mẫu', 200, 190, 14);
  at('Nội dung văn bản.', 90, 240, 14);
  more(doc);
  const parts: Buffer[] = [];
  doc.end();
  return new Promise((resolve, reject) => {
    doc.on('data', (part: Buffer) => parts.push(part));
    doc.on('end', () => findSecrecy(bytesSource(Buffer.concat(parts))).then(resolve, reject));
  });
}
const put =
  (text: string, x: number, y: number, points = 13) =>
  (doc: Doc): void =>
    void doc.fontSize(points).text(text, x, y, { lineBreak: false });

describe('a mark of secrecy', () => {
  it.each([
    ['MẬT', 'mat'],
    ['TỐI MẬT', 'toi_mat'],
    ['TUYỆT MẬT', 'tuyet_mat'],
    ['T U Y Ệ T  M Ậ T', 'tuyet_mat'],
    ['TỐI MẬT'.normalize('NFD'), 'toi_mat'],
    ['[ MẬT ]', 'mat'],
  ])('%s alone in cell 10a is found', async (text, degree) => {
    expect(await letter(put(text, 130, 145))).toMatchObject({ looked: true, mark: { degree, page: 1 }, asks: [] });
  });

  it('is found beside other text on its line, in letters set one by one, and on a wide page', async () => {
    expect(await letter((doc) => void [put('MẬT', 130, 145), put('Độc lập - Tự do', 330, 145)].map((one) => one(doc)))).toMatchObject({
      mark: { degree: 'mat' },
    });
    expect(await letter((doc) => void [...'TỐI MẬT'].map((c, i) => put(c, 110 + i * 11, 145)(doc)))).toMatchObject({
      mark: { degree: 'toi_mat' },
    });
    expect(await letter(put('MẬT', 260, 290, 26), [1190, 1684])).toMatchObject({ mark: { degree: 'mat' } });
  });

  it('is found in a box laid over the page', async () => {
    expect(await letter((doc) => doc.annotate(110, 140, 60, 20, { ...(FREE_TEXT as object) }))).toMatchObject({
      mark: { degree: 'mat' },
    });
  });

  it.each([
    ['in the text', put('Gửi kèm tài liệu TUYỆT MẬT của năm 2026', 90, 300, 14)],
    ['alone, but on the right', put('MẬT', 430, 145)],
    ['alone, but low on the page', put('MẬT', 130, 600)],
    ['alone, but in small print', put('MẬT', 130, 145, 5)],
    ['in a title about secrecy', put('Quy chế bảo vệ BÍ MẬT NHÀ NƯỚC', 200, 145, 14)],
    ['on another page', (doc: Doc) => put('TỐI MẬT', 130, 145)(doc.addPage({ margin: 0 }))],
  ])('%s only asks', async (_where, more) => {
    const finding = await letter(more);
    expect(finding).not.toHaveProperty('mark');
    expect(finding.asks).toHaveLength(1);
    expect(finding.asks[0]?.words).toContain('MẬT');
  });

  it.each(['BẢO MẬT THÔNG TIN', 'Mật độ dân cư', 'MẬT KHẨU', 'bí mật nhà nước', 'MẮT KÍNH', 'MẶT TRẬN', 'CHẬT VẬT'])(
    '%s is nothing',
    async (text) => {
      expect(await letter(put(text, 130, 145))).toEqual({ looked: true, textless: false, asks: [] });
    },
  );

  it('cannot be seen in a picture, which is said; nor in what is no PDF', async () => {
    const doc = new PDFDocument({ size: 'A4' });
    doc.rect(100, 100, 50, 50).fill();
    const parts: Buffer[] = [];
    doc.on('data', (part: Buffer) => parts.push(part));
    const done = new Promise((resolve) => doc.on('end', resolve));
    doc.end();
    await done;
    expect(await findSecrecy(bytesSource(Buffer.concat(parts)))).toEqual({ looked: true, textless: true, asks: [] });
    expect(await findSecrecy(bytesSource(Buffer.from('%PDF-1.4 none')))).toEqual({ looked: false, textless: false, asks: [] });
  });
});
