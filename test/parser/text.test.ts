/** The text layer of PDFs through the parser process itself: Unicode, old fonts, scans, long files, hostile ones. */
import PDFDocument from 'pdfkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeOld, type OldEncoding } from '../../src/domain/oldEncodings.ts';
import { fonts } from '../signing/kit.ts';
import { type ParserKit, parserKit } from './kit.ts';

let kit: ParserKit;
beforeAll(() => {
  kit = parserKit();
});
afterAll(() => kit.stop());

const WANTED = { fromPage: 1, maxPages: 40, maxChars: 300_000, maxMs: 20_000 };
const read = (bytes: Uint8Array, more: Partial<typeof WANTED> = {}) =>
  kit.parsing.readText({ source: kit.sealed(bytes), ...WANTED, ...more });

async function unicodePdf(pages: readonly string[]): Promise<Buffer> {
  const doc = new PDFDocument({ autoFirstPage: false, size: 'A4' });
  doc.registerFont('body', Buffer.from(fonts('regular')));
  for (const text of pages) doc.addPage().font('body').fontSize(12).text(text, 70, 70, { width: 450 });
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve) => doc.on('end', () => resolve()));
  doc.end();
  await ended;
  return Buffer.concat(chunks);
}

/** Lines set in simple fonts by the bytes themselves, as programs of that time wrote them. */
function bytesPdf(lines: readonly { readonly font: string; readonly bytes: Buffer }[]): Buffer {
  const names = [...new Set(lines.map((line) => line.font))];
  const shown = lines.map((line, i) =>
    Buffer.concat([
      Buffer.from(`BT /F${names.indexOf(line.font)} 12 Tf 50 ${780 - i * 20} Td <${line.bytes.toString('hex')}> Tj ET\n`, 'latin1'),
    ]),
  );
  const content = Buffer.concat(shown);
  const objects = [
    Buffer.from('<</Type/Catalog/Pages 2 0 R>>'),
    Buffer.from('<</Type/Pages/Kids[3 0 R]/Count 1>>'),
    Buffer.from(
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<<${names.map((_, i) => `/F${i} ${5 + i} 0 R`).join('')}>>>>>>`,
    ),
    Buffer.concat([Buffer.from(`<</Length ${content.byteLength}>>stream\n`), content, Buffer.from('\nendstream')]),
    ...names.map((name) =>
      Buffer.from(
        `<</Type/Font/Subtype/TrueType/BaseFont/${name}/Encoding/WinAnsiEncoding/FirstChar 0/LastChar 255/Widths[${'500 '.repeat(256)}]>>`,
      ),
    ),
  ];
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n')];
  const at: number[] = [];
  for (const [i, object] of objects.entries()) {
    at.push(parts.reduce((sum, part) => sum + part.byteLength, 0));
    parts.push(Buffer.from(`${i + 1} 0 obj\n`), object, Buffer.from('\nendobj\n'));
  }
  const start = parts.reduce((sum, part) => sum + part.byteLength, 0);
  const table = at.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  parts.push(
    Buffer.from(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}
const coded = (text: string, encoding: OldEncoding): Buffer => Buffer.from(encodeOld(text, encoding) ?? '', 'latin1');

describe('the text of a PDF', () => {
  it('comes out composed and whole, in its order', async () => {
    const got = await read(await unicodePdf(['Ủy ban nhân dân xã Ví Dụ hướng dẫn', 'trang thứ hai']));
    expect(got.text.replace(/\s+/g, ' ').trim()).toBe('Ủy ban nhân dân xã Ví Dụ hướng dẫn trang thứ hai');
    expect(got).toMatchObject({ pages: 2, truncated: false });
    expect(got).not.toHaveProperty('encoding');
  });

  it('is in Unicode where fonts of an old encoding set it, capitals among them, beside honest text', async () => {
    const tcvn3 = await read(
      bytesPdf([
        { font: 'ABCDEF+.VnTimeH', bytes: coded('ủy ban nhân dân', 'tcvn3') },
        { font: '.VnTime', bytes: coded('Về việc tăng cường phòng chống thiên tai, ước kinh phí', 'tcvn3') },
        { font: 'Helvetica', bytes: Buffer.from('Fax: caf\u00e9', 'latin1') },
      ]),
    );
    expect(tcvn3.text).toContain('ỦY BAN NHÂN DÂN');
    expect(tcvn3.text).toContain('Về việc tăng cường phòng chống thiên tai, ước kinh phí');
    expect(tcvn3.text).toContain('café');
    expect(tcvn3.encoding).toBe('tcvn3');
    const vni = await read(bytesPdf([{ font: 'VNI-Times', bytes: coded('Quyết định phê duyệt quy hoạch xã', 'vni') }]));
    expect([vni.text.trim(), vni.encoding]).toEqual(['Quyết định phê duyệt quy hoạch xã', 'vni']);
  });

  it('is known by its words where the font has another name, and honest text is left alone', async () => {
    const named = await read(
      bytesPdf([{ font: 'SomeFont', bytes: coded('Sở Nội vụ đề nghị các xã báo cáo kết quả giải quyết khiếu nại', 'tcvn3') }]),
    );
    expect([named.text.trim(), named.encoding]).toEqual(['Sở Nội vụ đề nghị các xã báo cáo kết quả giải quyết khiếu nại', 'tcvn3']);
    const honest = Buffer.from('Un caf\u00e9 \u00e0 la cr\u00e8me, d\u00e9j\u00e0 vu; B\u00e0 B\u00e9 c\u00f3 c\u00e1', 'latin1');
    const left = await read(bytesPdf([{ font: 'Helvetica', bytes: honest }]));
    expect(left.text.trim()).toBe('Un café à la crème, déjà vu; Bà Bé có cá');
    expect(left).not.toHaveProperty('encoding');
  });

  it('of a scan is empty, and of a file that cannot be read says why', async () => {
    expect((await read(await unicodePdf(['']))).text.trim()).toBe('');
    expect(await read(Buffer.from('%PDF-1.7\nnothing of the kind'))).toMatchObject({ unreadable: 'damaged', text: '' });
    expect(await read(Buffer.alloc(0))).toMatchObject({ unreadable: 'damaged' });
  });

  it('comes in parts: by pages, by time, and never more than may be taken', async () => {
    const pages = Array.from({ length: 12 }, (_, i) => `trang ${i + 1} `.repeat(50));
    const bytes = await unicodePdf(pages);
    const first = await read(bytes, { maxPages: 5 });
    expect(first.nextPage).toBe(6);
    const second = await read(bytes, { fromPage: 6, maxPages: 50 });
    expect(second).not.toHaveProperty('nextPage');
    expect(second.text).toContain('trang 12');
    expect(second.text).not.toContain('trang 5 ');
    expect((await read(bytes, { maxMs: 1 })).nextPage).toBeLessThanOrEqual(12);
    const cut = await read(bytes, { maxChars: 700 });
    expect([cut.text.length <= 700, cut.truncated]).toEqual([true, true]);
  });
});
