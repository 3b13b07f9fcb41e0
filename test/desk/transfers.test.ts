/** Handing arrivals over to people without a screen here: recorded, printed, written out, signed for. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { getIncoming, instructIncoming } from '../../src/core/documents/index.ts';
import { printProcessingSlips } from '../../src/core/print/processingSlip.ts';
import { listBooks, registerColumns } from '../../src/core/registers/index.ts';
import {
  handedDocuments,
  listTransfers,
  makeTransfer,
  printTransfer,
  proposeTransfers,
  signTransfer,
  transfersOf,
  transferWords,
  unsignTransfer,
  writeTransferFiles,
} from '../../src/core/transfers/index.ts';
import { hasPdfText } from '../handover/pdfText.ts';
import { codeOf, type Desk, fonts, openDesk } from './support.ts';

let desk: Desk;
beforeEach(() => {
  desk = openDesk();
});
afterEach(() => desk.kit.remove());
const where = { officeName: 'UBND xã Ví Dụ', parentName: 'UBND tỉnh Mẫu', place: 'Ví Dụ', now: Date.UTC(2026, 10, 20, 3), fonts };
const instruct = (id: Parameters<typeof instructIncoming>[2], lead: string, coHandlers: string[] = []): void =>
  instructIncoming(desk.kit.store, desk.clerk, id, {
    leader: 'Nguyễn Văn Mẫu',
    text: 'Tham mưu báo cáo',
    lead,
    coHandlers,
    slipDate: '2026-11-20',
    dueDate: '2026-11-30',
  });

it('many documents go to one person on one slip, numbered by the year, and each says so in its history', async () => {
  const { store } = desk.kit;
  const ids = [desk.arrival({ subject: 'Việc thứ nhất' }), desk.arrival({ subject: 'Việc thứ hai', number: '126' })];
  instruct(ids[0] as never, 'Văn phòng', ['Lê Thị Thử']);
  const made = makeTransfer(store, desk.clerk, { incomingIds: ids, to: 'Lê Thị Thử', way: 'slip', note: 'Gấp' });
  expect(made.code).toBe('1/2026');
  expect(makeTransfer(store, desk.clerk, { incomingIds: [ids[0] ?? ''], to: 'Văn phòng', way: 'text', note: '' }).code).toBe('2/2026');
  for (const id of ids)
    expect(transfersOf(store, id)[0]).toMatchObject({ code: '1/2026', way: 'slip', to: 'Lê Thị Thử', by: desk.clerk.name });
  expect(getIncoming(store, ids[1] ?? '').history.at(-1)).toMatchObject({
    act: 'incoming.transfer_slip',
    params: { name: 'Lê Thị Thử', code: '1/2026' },
  });
  const pdf = await printTransfer(
    { code: made.code, to: 'Lê Thị Thử', note: 'Gấp', at: where.now, by: desk.clerk.name, documents: made.documents },
    where,
  );
  for (const words of ['PHIẾU CHUYỂN GIAO VĂN BẢN ĐẾN', 'Số 1/2026', 'Việc thứ hai', 'Ký nhận', '30/11/2026', 'Ghi chú: Gấp', 'NGƯỜI NHẬN'])
    expect(await hasPdfText(pdf, words), words).toBe(true);
});

it('it waits until somebody took down that it was signed for, once, with a day that can be; a mistake is taken back', () => {
  const { store } = desk.kit;
  const id = desk.arrival({ subject: 'Việc' });
  const { id: transfer } = makeTransfer(store, desk.clerk, { incomingIds: [id], to: 'Văn phòng', way: 'slip', note: '' });
  const sign = (date: string) => codeOf(() => signTransfer(store, desk.clerk, transfer, { date, name: 'Đỗ Văn Ví' }));
  expect(listTransfers(store, { open: true, text: '' })).toMatchObject({ open: 1, rows: [{ code: '1/2026' }] });
  expect(sign('2026-11-21')).toBe('documents.date_in_future');
  expect(sign('2026-11-19')).toBe('transfers.signed_before');
  expect(sign('2026-11-20')).toBe('done');
  expect(sign('2026-11-20')).toBe('transfers.signed_already');
  expect(transfersOf(store, id)[0]?.signed).toMatchObject({ date: '2026-11-20', name: 'Đỗ Văn Ví', by: desk.clerk.name });
  expect(getIncoming(store, id).history.at(-1)?.act).toBe('incoming.transfer_signed');
  expect(listTransfers(store, { open: true, text: '' }).open).toBe(0);
  unsignTransfer(store, desk.clerk, transfer);
  expect(listTransfers(store, { open: true, text: 'văn' }).rows).toHaveLength(1);
});

it('what is out of use, unknown or of another organ is handed to nobody', () => {
  const { store } = desk.kit;
  const id = desk.arrival({ subject: 'Việc' });
  const other = desk.arrival({ subject: 'Khác', number: '9' });
  const make = (...incomingIds: string[]) =>
    codeOf(() => makeTransfer(store, desk.clerk, { incomingIds, to: 'Văn phòng', way: 'slip', note: '' }));
  expect(make(store.newId())).toBe('documents.not_found');
  store.tx(() => store.db.prepare(`UPDATE incoming SET organ_id = 'H99.243' WHERE id = ?`).run(other));
  expect(make(id, other)).toBe('transfers.other_organs');
  store.tx(() => store.db.prepare(`UPDATE incoming SET state = 'recalled' WHERE id = ?`).run(id));
  expect(make(id)).toBe('transfers.not_in_use');
  expect(listTransfers(store, { open: false, text: '' }).rows).toEqual([]);
});

it('whom each document goes to is read from its instruction, who leads and who helps', () => {
  const { store } = desk.kit;
  const [a, b, c] = ['1', '2', '3'].map((number) => desk.arrival({ subject: `Việc ${number}`, number }));
  instruct(a as never, 'Văn phòng', ['Phòng Kinh tế']);
  instruct(b as never, 'Phòng Kinh tế');
  expect(proposeTransfers(store, [a, b, c] as string[])).toEqual([
    { to: 'Văn phòng', incomingIds: [a] },
    { to: 'Phòng Kinh tế', incomingIds: [a, b] },
    { to: '', incomingIds: [c] },
  ]);
});

it('a message says number, day, subject, who and by when, and nothing of the files', () => {
  const id = desk.arrival({ subject: 'Rà soát hồ sơ' });
  instruct(id, 'Văn phòng', ['Phòng Kinh tế']);
  expect(transferWords(handedDocuments(desk.kit.store, [id]), 'Báo lại trước 16 giờ')).toBe(
    [
      'Công văn 125/SNV-VP ngày 19/11/2026 của Sở Mẫu',
      'Về: Rà soát hồ sơ',
      'Số đến: 1',
      'Chủ trì: Văn phòng; phối hợp: Phòng Kinh tế',
      'Ý kiến của Nguyễn Văn Mẫu: Tham mưu báo cáo',
      'Thời hạn: 30/11/2026',
      '',
      'Báo lại trước 16 giờ',
    ].join('\n'),
  );
});

it('files go into a new folder as they are, with the sheet that names them; nothing half written stays', async () => {
  const { store } = desk.kit;
  const out = mkdtempSync(join(tmpdir(), 'tvt-transfer-'));
  try {
    const id = desk.arrival({ subject: 'Có tệp' });
    const none = desk.arrival({ subject: 'Không tệp', number: '2' });
    const blob = await store.vault.put(Buffer.from('%PDF-1.4 nguyên văn'));
    store.tx(() => {
      store.vault.record(blob);
      store.db
        .prepare(
          `INSERT INTO file (id, incoming_id, role, position, name, detected, blob_id, created_at, seq) VALUES (?, ?, 'main', 0, 'công văn?.pdf', 'pdf', ?, 0, 1)`,
        )
        .run(store.newId(), id, blob.id);
    });
    const documents = handedDocuments(store, [id, none]);
    let named: string[][] = [];
    const cover = (names: string[][]) => {
      named = names;
      return printTransfer({ code: '1/2026', to: 'Văn phòng', note: '', at: where.now, by: 'A', documents, files: names }, where);
    };
    const written = await writeTransferFiles(store, documents, out, 'Chuyen giao', cover);
    expect(named).toEqual([['01 công văn_.pdf'], []]);
    expect(readdirSync(join(out, 'Chuyen giao')).sort()).toEqual(['00 Ban ke chuyen giao.pdf', '01 công văn_.pdf']);
    expect(readFileSync(join(out, 'Chuyen giao', '01 công văn_.pdf'), 'utf8')).toBe('%PDF-1.4 nguyên văn');
    expect(written.fileIds).toHaveLength(1);
    await expect(writeTransferFiles(store, documents, out, 'Hong', () => Promise.reject(new Error('no paper')))).rejects.toThrow();
    expect(existsSync(join(out, 'Hong'))).toBe(false);
    await expect(writeTransferFiles(store, handedDocuments(store, [none]), out, 'Trong', cover)).rejects.toMatchObject({
      error: { code: 'transfers.no_files' },
    });
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
});

it('the processing slip has the parts of the decree’s form, one page a document, written where it is known and dotted where not', async () => {
  const ids = [desk.arrival({ subject: 'Đã có ý kiến' }), desk.arrival({ subject: 'Chưa có ý kiến', number: '126' })];
  instruct(ids[0] as never, 'Văn phòng');
  const slips = handedDocuments(desk.kit.store, ids).map((document) => ({ ...document, urgency: '', said: [] }));
  const pdf = await printProcessingSlips(slips, where);
  for (const words of [
    'PHIẾU GIẢI QUYẾT VĂN BẢN ĐẾN',
    'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
    'Số đến: 1, ngày đến 20/11/2026',
    'Ý kiến của lãnh đạo cơ quan, tổ chức',
    'Tham mưu báo cáo',
    'Chủ trì: Văn phòng',
    'Thời hạn giải quyết: 30/11/2026',
    'Ý kiến của lãnh đạo đơn vị',
    'Ý kiến đề xuất của người giải quyết',
    'Chưa có ý kiến',
  ])
    expect(await hasPdfText(pdf, words), words).toBe(true);
});

it('the register says to whom an arrival was handed, on which day, and who signed for it on which slip', () => {
  const { store } = desk.kit;
  const id = desk.arrival({ subject: 'Việc' });
  const book = listBooks(store).find((one) => one.rule.direction === 'incoming');
  const line = (): readonly string[] | undefined => (book ? registerColumns(store, book, '2026')[0]?.columns.slice(6, 9) : undefined);
  expect(line()).toEqual(['', '', '']);
  const { id: transfer } = makeTransfer(store, desk.clerk, { incomingIds: [id], to: 'Văn phòng', way: 'slip', note: '' });
  expect(line()).toEqual(['Văn phòng', '20/11/2026', '']);
  signTransfer(store, desk.clerk, transfer, { date: '2026-11-20', name: 'Đỗ Văn Ví' });
  expect(line()).toEqual(['Văn phòng', '20/11/2026', 'Đỗ Văn Ví, 20/11/2026 (phiếu 1/2026)']);
});
