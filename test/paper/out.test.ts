/** What leaves on paper: who gets what, slips that come back, copies with a book of their own, pages that show every signature. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument as PDFDocumentLib } from '@cantoo/pdf-lib';
import PDFDocument from 'pdfkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cancelCopy, copySigners, listCopies, makeCopy, printCopyBook } from '../../src/core/copies/index.ts';
import { issueOutgoing, numberOutgoing, saveDraft } from '../../src/core/documents/index.ts';
import {
  addressLabel,
  listDeliveries,
  markSent,
  outgoingPaper,
  printCovers,
  printForSeal,
  printLabels,
  printSlips,
  saveAddress,
  signedByHand,
  slipBack,
} from '../../src/core/paper/index.ts';
import { allBooks, gapsOf } from '../../src/core/registers/index.ts';
import { savePower } from '../../src/core/signing/powers.ts';
import type { BlobId, RecordId } from '../../src/domain/ids.ts';
import { DEFAULT_LABELS, labelFault, labelPlace, pageRanges, printCount } from '../../src/domain/paperDesk.ts';
import type { LegalDate } from '../../src/domain/time.ts';
import { renderLetter } from '../../src/formats/letter/index.ts';
import { parserHandlers } from '../../src/parser/handlers.ts';
import { facts, pdfHandlers } from '../../src/parser/pdf/index.ts';
import { makePki, signPdf, type TestPki } from '../signing/kit.ts';
import { officeText } from '../support/office-file.ts';
import { codeOf, type Office, ORGAN, openOffice } from './support.ts';

const has = (tool: string): boolean => spawnSync('which', [tool]).status === 0;
const font = (name: string): Uint8Array => readFileSync(new URL(`../../resources/fonts/${name}`, import.meta.url));
const fonts = { regular: font('Tinos-Regular.ttf'), bold: font('Tinos-Bold.ttf'), italic: font('Tinos-Italic.ttf') };
const where = { officeName: 'UBND xã Ví Dụ', parentName: 'UBND tỉnh Mẫu', place: 'Ví Dụ', now: Date.UTC(2026, 10, 20, 2), fonts };
const today = '2026-11-20' as LegalDate;

let office: Office;
beforeEach(() => {
  office = openOffice();
});
afterEach(() => office.remove());

const parsing = { composePdf: pdfHandlers.composePdf } as unknown as Parameters<typeof makeCopy>[0]['parsing'];
const room = () => ({ store: office.store, parsing, fonts: () => fonts });
function pdfOf(pages: readonly string[]): Promise<Buffer> {
  const doc = new PDFDocument({ autoFirstPage: false, size: 'A4' }).registerFont('r', Buffer.from(fonts.regular));
  for (const text of pages) doc.addPage().font('r').fontSize(20).text(text);
  const chunks: Buffer[] = [];
  return new Promise((resolve) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.end();
  });
}
function textOf(pdf: Uint8Array): string {
  const dir = mkdtempSync(join(tmpdir(), 'tvt-out-'));
  try {
    writeFileSync(join(dir, 'a.pdf'), pdf);
    return execFileSync('pdftotext', ['-layout', join(dir, 'a.pdf'), '-'], { encoding: 'utf8' });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
const bytesOf = (fileId: string): Promise<Uint8Array> =>
  office.store.vault.readAll(office.store.db.prepare('SELECT blob_id FROM file WHERE id = ?').pluck().get(fileId) as BlobId);

async function numberedByHand(recipients: Parameters<typeof saveDraft>[3]['recipients']): Promise<RecordId> {
  const id = saveDraft(office.store, office.clerk, ORGAN, {
    typeName: 'Công văn',
    subject: 'Về việc giấy',
    content: '',
    competence: '',
    signerPosition: 'CHỦ TỊCH',
    signer: 'Nguyễn Văn Mẫu',
    priority: 0,
    toPlaces: [],
    recipients,
    uploadIds: [],
  });
  signedByHand(office.store, office.clerk, id, today);
  numberOutgoing(office.store, office.clerk, id);
  return id;
}
async function addFile(outgoingId: string, pdf: Uint8Array, pages: number): Promise<string> {
  const blob = await office.store.vault.put(pdf);
  const id = office.store.newId();
  office.store.tx(() => {
    office.store.vault.record(blob);
    office.store.db
      .prepare(
        `INSERT INTO file (id, outgoing_id, role, position, name, detected, pages, blob_id, created_at, seq) VALUES (?, ?, 'main', 0, 'a.pdf', 'pdf', ?, ?, 0, ?)`,
      )
      .run(id, outgoingId, pages, blob.id, office.store.nextSeq());
  });
  return id;
}

describe('a document on paper', () => {
  it('signed by hand takes its number from the same book; all on paper, it is issued without a dispatch and says so', async () => {
    const id = await numberedByHand([
      { name: 'Hội Mẫu', copies: 2 },
      { name: 'Trường Mẫu', carry: 'hand' },
    ]);
    expect(await issueOutgoing(office.store, office.clerk, id)).toMatchObject({ dispatched: false, paper: 2 });
    expect(office.store.db.prepare('SELECT count(*) FROM dispatch').pluck().get()).toBe(0);
    const acts = office.store.db.prepare('SELECT act FROM history WHERE outgoing_id = ? ORDER BY seq').pluck().all(id);
    expect(acts).toContain('outgoing.issue_on_paper');
    expect(outgoingPaper(office.store, id, false)).toMatchObject({ byHand: true, plan: { copies: 4 } });
    for (const book of allBooks(office.store)) expect(gapsOf(office.store, book, '2026')).toEqual([]);
  });

  it('that somebody is to get over the axis waits for the electronic copy that the agency signs', async () => {
    const id = await numberedByHand([{ organId: 'H99.01', name: 'Sở Mẫu' }]);
    office.store.tx(() =>
      office.store.db.prepare(`INSERT INTO agency (organ_id, name, folded, seen_at) VALUES ('H99.01', 'Sở Mẫu', 'so mau', 0)`).run(),
    );
    await expect(issueOutgoing(office.store, office.clerk, id)).rejects.toMatchObject({ error: { code: 'paper.copy_needed' } });
  });

  it('stands in the list with its address until it went, its slip until it is back', async () => {
    saveAddress(office.store, office.clerk, ORGAN, { name: 'HỘI MẪU', address: 'Số 1 đường Mẫu', phone: '' });
    const id = await numberedByHand([{ name: 'Hội Mẫu' }, { name: 'Trường Mẫu', carry: 'hand' }]);
    await issueOutgoing(office.store, office.clerk, id);
    const { rows, notSent } = listDeliveries(office.store, ORGAN, 'not_sent');
    expect(notSent).toBe(2);
    const posted = rows.find((row) => row.carry === 'post');
    expect(posted).toMatchObject({ address: 'Số 1 đường Mẫu', slip: '01/PG-2026' });
    expect(rows.find((row) => row.carry === 'hand')?.slip).toBeUndefined();
    const ids = [posted?.id ?? ''];
    expect(codeOf(() => markSent(office.store, office.clerk, ids, { sentOn: '2026-11-21' as LegalDate, postCode: '', handedTo: '' }))).toBe(
      'documents.date_in_future',
    );
    expect(codeOf(() => markSent(office.store, office.clerk, ids, { sentOn: '2026-11-19' as LegalDate, postCode: '', handedTo: '' }))).toBe(
      'paper.sent_before_document',
    );
    const back = { backOn: today, backName: 'Văn thư Hội', note: '' };
    expect(codeOf(() => slipBack(office.store, office.clerk, ids[0] ?? '', back))).toBe('paper.slip_not_out');
    markSent(office.store, office.clerk, ids, { sentOn: today, postCode: 'RR1VN', handedTo: '' });
    expect(listDeliveries(office.store, ORGAN, 'slips_out').rows.map((row) => [row.name, row.waitingDays])).toEqual([['Hội Mẫu', 0]]);
    slipBack(office.store, office.clerk, ids[0] ?? '', back);
    expect(listDeliveries(office.store, ORGAN, 'slips_out').rows).toEqual([]);
  });

  it('the post register of a span of days has every line of it, however many a list shows', async () => {
    const id = await numberedByHand([{ name: 'Hội Mẫu' }]);
    const insert = office.store.db.prepare(
      `INSERT INTO paper_delivery (id, outgoing_id, name, address, carry, copies, wants_slip, sent_on, at, seq) VALUES (?, ?, 'Hội', '', 'post', 1, 1, ?, 0, ?)`,
    );
    office.store.tx(() => {
      for (let n = 0; n < 1_100; n++) insert.run(office.store.newId(), id, n < 1_050 ? '2026-11-20' : '2026-11-19', office.store.nextSeq());
    });
    expect(listDeliveries(office.store, ORGAN, 'all').rows).toHaveLength(1_000);
    const span = (from: string, to: string) => listDeliveries(office.store, ORGAN, 'all', { from, to }).rows.length;
    expect([span('2026-11-20', '2026-11-20'), span('2026-11-19', '2026-11-20')]).toEqual([1_050, 1_100]);
    expect(listDeliveries(office.store, ORGAN, 'slips_out', { from: '0000-01-01', to: '9999-12-31' }).rows).toHaveLength(1_100);
  });

  it.skipIf(!has('pdftotext'))('slips, covers and labels carry name, number and address [needs pdftotext]', async () => {
    const id = await numberedByHand([{ name: 'Ban Quản lý dự án đầu tư xây dựng công trình giao thông tỉnh Mẫu' }, { name: 'Hội Mẫu' }]);
    await issueOutgoing(office.store, office.clerk, id);
    const { rows } = listDeliveries(office.store, ORGAN, 'all');
    const slips = textOf(await printSlips(rows, where));
    expect(slips).toContain('PHIẾU GỬI');
    expect(slips).toContain('01/UBND-VP');
    expect(textOf(await printCovers(rows, 'dl', 'Thôn Trung', where))).toMatch(/Kính gửi: Ban Quản lý/);
    expect(
      textOf(await printLabels(rows, DEFAULT_LABELS, 24, where, addressLabel))
        .split('\f')
        .filter((page) => page.trim() !== ''),
    ).toHaveLength(2);
  });
});

describe('counting', () => {
  it('sheets by files, seals over the edges by five sheets, none for one', () => {
    expect(printCount([2, 3], 4, true)).toEqual({ copies: 4, sheets: 3, totalSheets: 12, edgeSeals: 1, totalEdgeSeals: 4 });
    expect(printCount([11], 2, false)).toMatchObject({ sheets: 11, edgeSeals: 3 });
    expect(printCount([1], 9, false).edgeSeals).toBe(0);
  });
  it('labels go on from the place that is free, over to the next sheet', () => {
    expect(labelPlace(DEFAULT_LABELS, 24, 0)).toMatchObject({ page: 0, xMm: 140 });
    expect(labelPlace(DEFAULT_LABELS, 24, 1)).toMatchObject({ page: 1, xMm: 0, yMm: 0.5 });
    expect([
      labelFault(DEFAULT_LABELS),
      labelFault({ ...DEFAULT_LABELS, columns: 4 }),
      labelFault({ ...DEFAULT_LABELS, widthMm: 5 }),
    ]).toEqual([undefined, 'sheet', 'size']);
  });
  it('pages as a person names them', () => {
    expect([pageRanges('1-3, 5', 6), pageRanges('3', 2), pageRanges('a', 2), pageRanges('', 2)]).toEqual([
      [1, 2, 3, 5],
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('copies', () => {
  let pki: TestPki;
  beforeAll(() => {
    pki = makePki();
  });
  afterAll(() => pki.remove());
  const wanted = {
    pages: '',
    parts: '',
    copies: 2,
    forWhom: 'Trạm Y tế xã; Trường Mẫu',
    competence: 'TL. CHỦ TỊCH',
    signerPosition: 'CHÁNH VĂN PHÒNG',
    signer: 'Trần Thị Mẫu',
    block: 'own_page' as const,
    note: '',
  };
  /** An electronic document of ours with a signature that shows words. */
  async function signed(): Promise<string> {
    const id = await numberedByHand([{ name: 'Hội Mẫu' }]);
    office.store.tx(() => office.store.db.prepare('UPDATE outgoing_paper SET by_hand = 0').run());
    const pdf = signPdf(
      await pdfOf(['Trang một', 'Trang hai']),
      {
        fieldName: 'Leader_1',
        page: 2,
        rectangle: { x: 300, y: 300, width: 200, height: 40 },
        appearance: { kind: 'text', lines: [{ text: 'CHỮ KÝ HIỆN RA', size: 14 }], color: 'black' },
        signingTime: 0,
        contentsBytes: 8192,
      },
      pki.issue('/CN=Nguyễn Văn Mẫu'),
    );
    return addFile(id, pdf, 2);
  }

  it.skipIf(!has('pdftotext'))(
    'printed for the red seal: số and ngày in their blanks, every signature seen, attachments behind, sheets and seals counted; the signed file stays byte for byte [needs pdftotext]',
    async () => {
      const id = await numberedByHand([{ name: 'Hội Mẫu' }, { name: 'Trường Mẫu', copies: 3 }]);
      office.store.tx(() => office.store.db.prepare('UPDATE outgoing_paper SET by_hand = 0').run());
      const letter = await renderLetter(
        {
          agency: 'ỦY BAN NHÂN DÂN XÃ VÍ DỤ',
          notation: 'UBND-VP',
          place: 'Ví Dụ',
          subject: 'Về việc giấy',
          addressees: ['Hội Mẫu'],
          body: Array.from({ length: 60 }, () => ({ kind: 'paragraph' as const, text: 'Đề nghị thực hiện. '.repeat(12) })),
          signer: { position: 'CHỦ TỊCH', fullName: 'Nguyễn Văn Mẫu' },
          recipients: ['Như trên', 'Lưu: VT'],
          createdAt: Date.UTC(2026, 10, 19),
        },
        { ...fonts, boldItalic: font('Tinos-BoldItalic.ttf') },
      );
      const own = (await PDFDocumentLib.load(letter)).getPageCount();
      const main = signPdf(
        Buffer.from(letter),
        {
          fieldName: 'Leader_1',
          page: own,
          rectangle: { x: 300, y: 60, width: 200, height: 40 },
          appearance: { kind: 'text', lines: [{ text: 'CHỮ KÝ HIỆN RA', size: 14 }], color: 'black' },
          signingTime: 0,
          contentsBytes: 8192,
        },
        pki.issue('/CN=Nguyễn Văn Mẫu'),
      );
      const mainId = await addFile(id, main, own);
      const attached = await addFile(id, await pdfOf(['PHỤ LỤC MỘT', 'PHỤ LỤC HAI', 'PHỤ LỤC BA']), 3);
      office.store.tx(() => {
        office.store.db.prepare(`UPDATE file SET stage = 'leader_signed' WHERE id = ?`).run(mainId);
        office.store.db.prepare(`UPDATE file SET role = 'attachment', position = 1 WHERE id = ?`).run(attached);
      });
      const print = (copies: number, duplex: boolean) =>
        printForSeal(
          {
            ...room(),
            parsing: parserHandlers(async () => ({ ...pdfHandlers, facts })) as unknown as Parameters<typeof printForSeal>[0]['parsing'],
          },
          office.clerk,
          id,
          {
            copies,
            duplex,
          },
        );
      const made = await print(5, false);
      const sheets = own + 3;
      expect(own).toBeGreaterThan(2);
      expect(made.count).toEqual({
        copies: 5,
        sheets,
        totalSheets: 5 * sheets,
        edgeSeals: Math.ceil(sheets / 5),
        totalEdgeSeals: 5 * Math.ceil(sheets / 5),
      });
      expect((await print(5, true)).count.sheets).toBe(Math.ceil(own / 2) + 2);
      const pages = textOf(await bytesOf(made.fileId)).split('\f');
      // In the blanks: on the line of "Số:" with the sign behind it, and in the line of place and date.
      expect(pages[0]).toMatch(/Số:\s*01\s*\/UBND-VP/);
      expect(pages[0]).toMatch(/Ví Dụ, ngày\s*20\s*tháng\s*11\s*năm 2026/);
      expect(pages[own - 1]).toContain('CHỮ KÝ HIỆN RA');
      expect(pages.slice(own, own + 3).map((text) => /PHỤ LỤC \S+/.exec(text)?.[0])).toEqual(['PHỤ LỤC MỘT', 'PHỤ LỤC HAI', 'PHỤ LỤC BA']);
      expect(Buffer.from(await bytesOf(mainId)).equals(Buffer.from(main))).toBe(true);
    },
  );

  it.skipIf(!has('pdftotext'))(
    'a year or a day that the signed file says already and the number did not get is refused before anything is printed; the right day is not drawn twice [needs pdftotext]',
    async () => {
      const printOf = async (pdf: Uint8Array): Promise<string> => {
        const id = await numberedByHand([{ name: 'Hội Mẫu' }]);
        office.store.tx(() => office.store.db.prepare('UPDATE outgoing_paper SET by_hand = 0 WHERE outgoing_id = ?').run(id));
        const main = await addFile(id, pdf, 1);
        office.store.tx(() => office.store.db.prepare(`UPDATE file SET stage = 'leader_signed' WHERE id = ?`).run(main));
        const before = office.store.db.prepare('SELECT count(*) FROM file').pluck().get();
        const parsing = parserHandlers(async () => ({ ...pdfHandlers, facts })) as unknown as Parameters<typeof printForSeal>[0]['parsing'];
        try {
          const made = await printForSeal({ ...room(), parsing }, office.clerk, id, { copies: 1, duplex: false });
          return textOf(await bytesOf(made.fileId)).replace(/\s+/g, ' ');
        } catch (error) {
          expect(office.store.db.prepare('SELECT count(*) FROM file').pluck().get()).toBe(before);
          return (error as { error: { code: string } }).error.code;
        }
      };
      const letter = (createdAt: number) =>
        renderLetter(
          {
            ...{
              agency: 'ỦY BAN NHÂN DÂN XÃ VÍ DỤ',
              notation: 'UBND-VP',
              place: 'Ví Dụ',
              subject: 'Về việc giấy',
              addressees: ['Hội Mẫu'],
            },
            body: [{ kind: 'paragraph' as const, text: 'Căn cứ Quyết định ngày 05 tháng 3 năm 2020.' }],
            ...{ signer: { position: 'CHỦ TỊCH', fullName: 'Nguyễn Văn Mẫu' }, recipients: ['Lưu: VT'], createdAt },
          },
          { ...fonts, boldItalic: font('Tinos-BoldItalic.ttf') },
        );
      // Drafted and signed in the old year, numbered in the new one.
      expect(await printOf(await letter(Date.UTC(2025, 11, 30)))).toBe('paper.year_differs');
      expect(await printOf(await letter(Date.UTC(2026, 10, 19)))).toContain('20 tháng 11 năm 2026');
      const typed = async (date: string): Promise<Buffer> => {
        const doc = new PDFDocument({ size: 'A4', margin: 0 }).registerFont('r', Buffer.from(fonts.regular));
        doc.font('r').fontSize(13).text('Số:          /UBND-VP', 90, 110).text(`Ví Dụ, ${date}`, 320, 110);
        doc.text('Căn cứ Quyết định số 1, ngày 05 tháng 3 năm 2020 của Ủy ban', 90, 400);
        const chunks: Buffer[] = [];
        doc.on('data', (chunk: Buffer) => chunks.push(chunk));
        return new Promise((resolve) => doc.on('end', () => resolve(Buffer.concat(chunks))).end());
      };
      expect(await printOf(await typed('ngày 31 tháng 12 năm 2025'))).toBe('paper.date_differs');
      const right = await printOf(await typed('ngày 20 tháng 11 năm 2026'));
      expect(right.match(/ngày 20 tháng 11 năm 2026/g)).toHaveLength(1);
      expect(right).toMatch(/Số:\s*04\s*\/UBND-VP/);
    },
  );

  it.skipIf(!has('pdftotext'))(
    'electronic to paper: the original’s pages with what its signatures show, and the block for ink and seal [needs pdftotext]',
    async () => {
      const fileId = await signed();
      const before = Buffer.from(await bytesOf(fileId));
      const made = await makeCopy(room(), office.clerk, ORGAN, { ...wanted, form: 'SY', direction: 'ep', fileId });
      expect(made).toMatchObject({ code: '01/SY-UBND', number: 1, source: { code: '01/UBND-VP' } });
      const pages = textOf(await bytesOf(made.print?.fileId ?? '')).split('\f');
      expect(pages[1]).toContain('CHỮ KÝ HIỆN RA');
      expect(pages[2]).toMatch(/SAO Y/);
      expect(pages[2]).toContain('Số: 01/SY-UBND');
      expect(pages[2]).toContain('Trần Thị Mẫu');
      expect(Buffer.from(await bytesOf(fileId)).equals(before)).toBe(true);
      const foot = await makeCopy(room(), office.clerk, ORGAN, { ...wanted, form: 'SL', direction: 'ep', fileId, block: 'foot' });
      expect(textOf(await bytesOf(foot.print?.fileId ?? '')).split('\f')[1]).toContain('Số: 02/SL-UBND');
    },
  );

  it.skipIf(!has('pdftotext'))(
    'an extract has the chosen pages only; its book is one series for the year with nothing unexplained [needs pdftotext]',
    async () => {
      const fileId = await signed();
      const extract = await makeCopy(room(), office.clerk, ORGAN, { ...wanted, form: 'TrS', direction: 'ee', fileId, pages: '2' });
      expect(extract.toSign?.kind).toBe('extract');
      const text = textOf(await bytesOf(extract.toSign?.fileId ?? ''));
      expect(text).toContain('Trang hai');
      expect(text).not.toContain('Trang một');
      const outside = await makeCopy(room(), office.clerk, ORGAN, {
        ...wanted,
        form: 'SY',
        direction: 'pp',
        source: { code: '9/CV', agency: 'Hội Mẫu', subject: 'Giấy ngoài' },
      });
      expect([extract.code, outside.code]).toEqual(['01/TrS-UBND', '02/SY-UBND']);
      cancelCopy(office.store, office.clerk, outside.id, 'gõ nhầm', 'Chánh Văn phòng');
      const { rows, next } = listCopies(office.store, ORGAN);
      expect(next).toBe('03/SY-UBND');
      expect(rows.map((row) => [row.number, row.state])).toEqual([
        [2, 'cancelled'],
        [1, 'made'],
      ]);
      for (const book of allBooks(office.store)) expect(gapsOf(office.store, book, '2026')).toEqual([]);
      const book = textOf(await printCopyBook(office.store, ORGAN, '2026', where, { as: 'pdf', paper: 'A4', cover: true }));
      expect(book).toContain('SỔ ĐĂNG KÝ BẢN SAO');
      expect(book).toMatch(/Từ số 01 đến số 02/);
      for (const as of ['xlsx', 'docx'] as const) {
        const text = await officeText(await printCopyBook(office.store, ORGAN, '2026', where, { as, paper: 'A4', cover: false }));
        for (const word of ['01/TrS-UBND', '02/SY-UBND', 'Hủy số: gõ nhầm', 'Nơi nhận bản sao']) expect(text).toContain(word);
      }
      expect(book).toContain('Hủy số');
    },
  );

  it('proposes who may sign it by the table of powers: in force today, given for copies first', () => {
    const actor = office.person('Hoàng Văn Khác', 'administrator');
    const power = { organId: ORGAN, collective: 'ỦY BAN NHÂN DÂN', headPosition: 'CHỦ TỊCH', authority: 'Quy chế', from: '2026-01-01' };
    savePower(office.store, actor, { ...power, person: 'Nguyễn Văn Mẫu', capacity: 'tm', position: 'CHỦ TỊCH', kinds: [] });
    savePower(office.store, actor, { ...power, person: 'Trần Thị Mẫu', capacity: 'tl', position: 'CHÁNH VĂN PHÒNG', kinds: ['Bản sao'] });
    savePower(office.store, actor, { ...power, person: 'Đã Nghỉ', capacity: 'tl', position: 'CÔNG CHỨC', kinds: [], to: '2026-06-30' });
    savePower(office.store, actor, { ...power, person: 'Ký Quyết Định', capacity: 'kt', position: 'PHÓ CHỦ TỊCH', kinds: ['Quyết định'] });
    expect(copySigners(office.store, ORGAN)).toEqual([
      { signer: 'Trần Thị Mẫu', competence: 'TL. CHỦ TỊCH', signerPosition: 'CHÁNH VĂN PHÒNG' },
      { signer: 'Nguyễn Văn Mẫu', competence: 'TM. ỦY BAN NHÂN DÂN', signerPosition: 'CHỦ TỊCH' },
    ]);
    expect(copySigners(office.store, 'H99.01')).toEqual([]);
  });

  it('goes each way that articles 25 and 26 know, for each form, and no other', async () => {
    const way = async (form: 'SY' | 'SL' | 'TrS', direction: 'ep' | 'pe' | 'pp' | 'ee'): Promise<string> => {
      const paperScan = async (): Promise<string> => {
        const blob = await office.store.vault.put(await pdfOf(['Giấy ngoài', 'trang hai']));
        const came = await office.store.vault.put(Buffer.from('as it came'));
        const id = office.store.newId();
        office.store.tx(() => {
          office.store.vault.record(blob);
          office.store.vault.record(came);
          office.store.db
            .prepare(`INSERT INTO upload (id, name, detected, pages, blob_id, at, came_blob_id) VALUES (?, 'quet.pdf', 'pdf', 2, ?, 0, ?)`)
            .run(id, blob.id, came.id);
        });
        return id;
      };
      const source = { code: '9/CV', agency: 'Hội Mẫu', subject: 'Giấy ngoài' };
      const from = direction === 'pp' ? { source } : direction === 'pe' ? { source, uploadId: await paperScan() } : { fileId: electronic };
      // An extract is of pages, or of parts that are named where there is no file.
      const parts = form === 'TrS' ? (direction === 'pp' ? { parts: 'Điều 2' } : { pages: '2' }) : {};
      try {
        const made = await makeCopy(room(), office.clerk, ORGAN, { ...wanted, form, direction, ...from, ...parts });
        const kind = made.print ? 'printed' : (made.toSign?.kind ?? 'by hand');
        return `${made.code.split('/')[1]} ${kind}`;
      } catch (error) {
        return (error as { error: { code: string } }).error.code;
      }
    };
    const electronic = await signed();
    const table: Record<string, string> = {};
    for (const form of ['SY', 'SL', 'TrS'] as const)
      for (const direction of ['ep', 'pe', 'pp', 'ee'] as const) table[`${form} ${direction}`] = await way(form, direction);
    expect(table).toEqual({
      'SY ep': 'SY-UBND printed',
      'SY pe': 'SY-UBND copy',
      'SY pp': 'SY-UBND printed',
      'SY ee': 'copies.direction',
      'SL ep': 'SL-UBND printed',
      'SL pe': 'SL-UBND duplicate',
      'SL pp': 'SL-UBND printed',
      'SL ee': 'copies.direction',
      'TrS ep': 'TrS-UBND printed',
      'TrS pe': 'TrS-UBND extract',
      'TrS pp': 'TrS-UBND printed',
      'TrS ee': 'TrS-UBND extract',
    });
    // Each scan that was mended has what came beside it.
    const kept = office.store.db.prepare(`SELECT blob_id FROM file WHERE stage = 'copy:as_came'`).pluck().all() as BlobId[];
    const bytes = await Promise.all(kept.map(async (blob) => Buffer.from(await office.store.vault.readAll(blob)).toString()));
    expect(bytes).toEqual(['as it came', 'as it came', 'as it came']);
    // What was refused took no number.
    expect(listCopies(office.store, ORGAN).rows.map((row) => row.number)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });

  it('a direction or part that the decree does not know is refused, and takes no number', async () => {
    const fileId = await signed();
    const code = async (more: object): Promise<string> => {
      try {
        await makeCopy(room(), office.clerk, ORGAN, { ...wanted, form: 'SY', direction: 'ep', fileId, ...more } as Parameters<
          typeof makeCopy
        >[3]);
        return 'done';
      } catch (error) {
        return (error as { error: { code: string } }).error.code;
      }
    };
    expect(await code({ direction: 'ee' })).toBe('copies.direction');
    expect(await code({ direction: 'pe' })).toBe('copies.medium');
    expect(await code({ form: 'TrS', direction: 'ee' })).toBe('copies.pages_needed');
    expect(await code({ form: 'TrS', pages: '1-9' })).toBe('copies.pages');
    expect(await code({ pages: '1' })).toBe('copies.whole');
    expect(await code({ fileId: undefined, direction: 'pp' })).toBe('copies.source_needed');
    expect(listCopies(office.store, ORGAN).rows).toEqual([]);
  });
});
