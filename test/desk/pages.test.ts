/** What is read off a page and drawn on a copy of it: the form check and the ĐẾN stamp, on real letters. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stampedCopy } from '../../src/core/documents/index.ts';
import type { Parsing } from '../../src/core/parsing/index.ts';
import { drawStamp, STAMP_SIZE, stampPlace } from '../../src/domain/arrivalStamp.ts';
import { checkForm, type FormFacts } from '../../src/domain/formCheck.ts';
import type { PageLayout } from '../../src/domain/layout.ts';
import { mm } from '../../src/domain/signaturePlaces.ts';
import type { LegalDate } from '../../src/domain/time.ts';
import { type Letter, renderLetter } from '../../src/formats/letter/index.ts';
import { bytesSource } from '../../src/formats/pdf/index.ts';
import { pdfHandlers } from '../../src/parser/pdf/index.ts';
import { readLayout } from '../../src/parser/pdf/layout.ts';
import { hasPdfText } from '../handover/pdfText.ts';
import { type Desk, openDesk } from './support.ts';

const font = (name: string): Uint8Array => readFileSync(new URL(`../../resources/fonts/Tinos-${name}.ttf`, import.meta.url));
const fonts = { regular: font('Regular'), bold: font('Bold'), italic: font('Italic'), boldItalic: font('BoldItalic') };
const LETTER: Letter = {
  parentAgency: 'UBND tỉnh Mẫu',
  agency: 'Ủy ban nhân dân xã Ví Dụ',
  notation: 'UBND-VP',
  place: 'Ví Dụ',
  subject: 'báo cáo công tác văn thư, lưu trữ quý IV năm 2026',
  addressees: ['Sở Nội vụ tỉnh Mẫu'],
  body: [{ kind: 'paragraph', text: 'Ủy ban nhân dân xã Ví Dụ báo cáo kết quả thực hiện công tác văn thư, lưu trữ quý IV./.' }],
  signer: { competence: 'TM. ỦY BAN NHÂN DÂN', position: 'CHỦ TỊCH', fullName: 'Nguyễn Văn Mẫu' },
  recipients: ['Như trên', 'UBND xã Thử Nghiệm', 'Lưu: VT'],
  createdAt: Date.UTC(2026, 10, 20),
};
const FACTS: FormFacts = {
  profile: 'decree30',
  typeName: 'Công văn',
  plainKind: true,
  subject: 'Về việc báo cáo công tác văn thư, lưu trữ quý IV năm 2026',
  organName: 'Ủy ban nhân dân xã Ví Dụ',
  place: 'Ví Dụ',
  code: '',
  today: '2026-11-20' as LegalDate,
  competence: 'TM. ỦY BAN NHÂN DÂN',
  signerPosition: 'CHỦ TỊCH',
  signer: 'Nguyễn Văn Mẫu',
  priority: 0,
  recipients: ['Sở Nội vụ tỉnh Mẫu', 'Ủy ban nhân dân xã Thử Nghiệm'],
};
const layoutOf = async (letter: Letter): Promise<PageLayout> => readLayout(bytesSource(await renderLetter(letter, fonts)));
const codes = (layout: PageLayout, change: Partial<FormFacts> = {}): string[] =>
  checkForm(layout, { ...FACTS, ...change }).map((one) => one.code);

describe('a draft against the form', () => {
  let plain: PageLayout;
  beforeAll(async () => {
    plain = await layoutOf(LETTER);
  });
  it('of the decree with what was typed of it has no hint', () => expect(codes(plain)).toEqual([]));
  it('is told of a number and a day that stand in it before they were given, and of another year, each with its place', async () => {
    const filled = await layoutOf({ ...LETTER, number: '12', date: '2025-11-18' as LegalDate });
    expect(codes(filled)).toEqual(['form.number_already', 'form.year_differs']);
    expect(checkForm(filled, FACTS)[1]).toMatchObject({ params: { written: '2025', year: '2026' }, place: { page: 1 } });
    const same = await layoutOf({ ...LETTER, number: '12', date: '2026-11-20' as LegalDate });
    expect(codes(same, { code: '12/UBND-VP', date: '2026-11-20' as LegalDate })).toEqual([]);
    expect(codes(same, { code: '13/UBND-VP', date: '2026-11-21' as LegalDate })).toEqual(['form.number_differs', 'form.date_differs']);
  });
  it('is told of another signer, capacity, subject, office, place and urgency', () => {
    expect(codes(plain, { signer: 'Trần Thị Khác' })).toEqual(['form.signer_differs']);
    expect(codes(plain, { competence: 'KT. CHỦ TỊCH', signerPosition: 'PHÓ CHỦ TỊCH' })).toEqual([
      'form.competence_differs',
      'form.position_differs',
    ]);
    expect(codes(plain, { subject: 'Tăng cường phòng cháy rừng' })).toEqual(['form.subject_differs']);
    expect(codes(plain, { organName: 'Hội đồng nhân dân xã Ví Dụ', place: 'Thử Nghiệm' })).toEqual([
      'form.organ_differs',
      'form.place_differs',
    ]);
    expect(codes(plain, { priority: 3 })).toEqual(['form.urgency_missing']);
  });
  it('is told of a mark of urgency that nobody chose', async () => {
    expect(codes(await layoutOf({ ...LETTER, urgency: 'HỎA TỐC' }))).toEqual(['form.urgency_unset']);
  });
  it('is told of whom Nơi nhận names and nobody sends to, and the other way round', () => {
    expect(codes(plain, { recipients: ['Sở Nội vụ tỉnh Mẫu'] })).toEqual(['form.place_not_recipient']);
    expect(codes(plain, { recipients: [...FACTS.recipients, 'Sở Tài chính tỉnh Mẫu'] })).toEqual(['form.recipient_not_listed']);
  });
  it('of a kind that carries its name is told where the name is not there', async () => {
    expect(codes(plain, { typeName: 'Báo cáo', plainKind: false })).toContain('form.kind_missing');
    expect(codes(await layoutOf({ ...LETTER, typeName: 'BÁO CÁO' }), { typeName: 'Báo cáo', plainKind: false })).toEqual([]);
  });
  it('is told of every part that is not there, and of nothing where the body has no fixed form or the page says nothing', () => {
    const bare: PageLayout = {
      pages: [{ width: 595, height: 842 }],
      lines: [{ page: 1, text: 'Xin chào', x: 90, y: 700, width: 60, size: 14 }],
    };
    expect(codes(bare, { signer: '', recipients: [] })).toEqual([
      'form.motto_missing',
      'form.number_missing',
      'form.date_missing',
      'form.recipients_missing',
      'form.organ_differs',
      'form.subject_differs',
    ]);
    expect(codes(bare, { profile: 'none' })).toEqual([]);
    expect(codes({ ...bare, lines: [] })).toEqual([]);
  });
});

describe('the ĐẾN stamp', () => {
  it('has the decree’s size and parts; a long name stays within it', () => {
    const drawing = drawStamp({ organName: 'Ủy ban nhân dân xã Ví Dụ', number: 1287, date: '2026-11-20' as LegalDate });
    expect([drawing.width, drawing.height]).toEqual([mm(50), mm(35)]);
    expect(drawing.texts.map((line) => line.text)).toEqual([
      'ỦY BAN NHÂN DÂN XÃ VÍ DỤ',
      'ĐẾN',
      'Số: 1287',
      'Ngày: 20/11/2026',
      expect.stringMatching(/^Chuyển: …/),
      expect.stringMatching(/^Số và ký hiệu HS: …/),
    ]);
    const long = drawStamp({
      organName: 'Ban Quản lý dự án đầu tư xây dựng các công trình giao thông, nông nghiệp và phát triển nông thôn',
      to: 'x'.repeat(200),
    });
    for (const { text, size, at } of long.texts) {
      const width = [...text].length * size * 0.5;
      expect(at.center ? width : at.x + width, text).toBeLessThan(STAMP_SIZE.width * 1.05);
    }
  });
  it('goes where no text is, smaller where room is, into a corner of a scan', async () => {
    const layout = await layoutOf(LETTER);
    const page = layout.pages[0] ?? { width: 0, height: 0 };
    const place = stampPlace(page, layout.lines, 'found');
    for (const line of layout.lines)
      expect(
        line.x < place.x + place.width && line.x + line.width > place.x && line.y < place.y + place.height && line.y + line.size > place.y,
        line.text,
      ).toBe(false);
    expect(place.y).toBeGreaterThan(page.height * 0.45);
    expect(stampPlace({ width: 595, height: 842 }, [], 'right').x).toBeGreaterThan(400);
  });

  const able = spawnSync('qpdf', ['--version']).status === 0 && spawnSync('pdftoppm', ['-v']).error === undefined;
  describe.skipIf(!able)('on a copy [needs qpdf, pdftoppm]', () => {
    let dir: string;
    let desk: Desk;
    beforeAll(() => {
      dir = mkdtempSync(join(tmpdir(), 'tvt-stamp-'));
      desk = openDesk();
    });
    afterAll(() => {
      desk.kit.remove();
      rmSync(dir, { recursive: true, force: true });
    });
    it('is drawn in red, the file that came in stays byte for byte, the copy stands apart and opens in other readers', async () => {
      const { store } = desk.kit;
      const id = desk.arrival({ subject: 'Một' });
      const original = await renderLetter(LETTER, fonts);
      const blob = await store.vault.put(original);
      const fileId = store.newId();
      store.tx(() => {
        store.vault.record(blob);
        store.db
          .prepare(
            `INSERT INTO file (id, incoming_id, role, position, name, detected, blob_id, created_at, seq) VALUES (?, ?, 'main', 0, 'cv.pdf', 'pdf', ?, 0, 1)`,
          )
          .run(fileId, id, blob.id);
      });
      const parsing = { readLayout: pdfHandlers.readLayout, stampPdf: pdfHandlers.stampPdf } as unknown as Parsing;
      const made = await stampedCopy(store, parsing, desk.clerk, { incomingId: id, fileId, side: 'found', note: 'TẬP HUẤN' });
      expect(made.name).toBe('cv (bản in có dấu đến 1).pdf');
      const copyBlob = store.db.prepare('SELECT blob_id FROM file WHERE id = ?').pluck().get(made.fileId) as typeof blob.id;
      const copy = await store.vault.readAll(copyBlob);
      const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
      expect(sha(await store.vault.readAll(blob.id))).toBe(sha(original));
      expect(sha(copy.subarray(0, original.byteLength))).toBe(sha(original));
      expect(store.db.prepare('SELECT kind, source_file_id FROM derived_copy').get()).toEqual({ kind: 'stamped', source_file_id: fileId });
      expect(store.db.prepare('SELECT current FROM file WHERE id = ?').pluck().get(made.fileId)).toBe(0);
      const path = join(dir, 'copy.pdf');
      writeFileSync(path, copy);
      execFileSync('qpdf', ['--check', path]);
      // Red points as the page is shown in print: the stamp's, and no others.
      const ppm = execFileSync('pdftoppm', ['-r', '40', '-f', '1', '-l', '1', path], { maxBuffer: 1e8 });
      let red = 0;
      for (let at = 20; at + 2 < ppm.length; at += 3) if ((ppm[at] ?? 0) > 150 && (ppm[at + 1] ?? 255) < 110) red++;
      expect(red).toBeGreaterThan(60);
      expect(await hasPdfText(original, 'Ủy ban nhân dân xã Ví Dụ báo cáo')).toBe(true);
    });
    it('waits for the arrival number', async () => {
      const parsing = {} as Parsing;
      const id = store_arrived(desk);
      await expect(stampedCopy(desk.kit.store, parsing, desk.clerk, { incomingId: id, fileId: 'x', side: 'found' })).rejects.toMatchObject({
        error: { code: 'signing.mark_before_number' },
      });
    });
    const store_arrived = (d: Desk): string => {
      const id = d.arrival({ subject: 'Hai', number: '9' });
      d.kit.store.tx(() => d.kit.store.db.prepare('UPDATE incoming SET arrival_number = NULL WHERE id = ?').run(id));
      return id;
    };
  });
});
