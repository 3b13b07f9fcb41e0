import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DOCUMENT_KINDS } from '../documentKinds.ts';
import { defaultBookRules } from '../numbering.ts';
import type { LegalDate } from '../time.ts';
import {
  type EntryContext,
  entryFields,
  guessHeaderRow,
  guessMapping,
  readClipboard,
  readEntryRow,
  readKind,
  readTypedDate,
  splitCode,
  takeMapped,
  writeClipboard,
} from './index.ts';

const TODAY = '2026-11-22' as LegalDate;

describe('dates as they are typed', () => {
  it.each([
    ['21/11/26', '2026-11-21'],
    ['21-11-2026', '2026-11-21'],
    ['21.11.2026', '2026-11-21'],
    ['1/3', '2026-03-01'],
    ['211126', '2026-11-21'],
    ['2026-11-21', '2026-11-21'],
    ['2026/11/21 00:00:00', '2026-11-21'],
    ['21/11/2026 08:30', '2026-11-21'],
    ['46347', '2026-11-21'],
    ['46347.5', '2026-11-21'],
    ['ngày 21 tháng 11 năm 2026', '2026-11-21'],
    ['Ngày 05 tháng 01 năm 26', '2026-01-05'],
    ['31/02/26', undefined],
    ['11/21/2026', undefined],
    ['12345', undefined],
    ['hôm qua', undefined],
    ['', undefined],
  ])('%s', (typed, date) => expect(readTypedDate(typed, TODAY)).toBe(date));

  it('are the same day in every way of writing it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30_000 }), (days) => {
        const date = new Date(Date.UTC(2000, 0, 1) + days * 86_400_000).toISOString().slice(0, 10);
        const [year = '', month = '', day = ''] = date.split('-');
        const serial = String(36_526 + days);
        for (const typed of [`${day}/${month}/${year}`, `${Number(day)}-${Number(month)}-${year}`, `${year}/${month}/${day} 07:00`, serial])
          expect(readTypedDate(typed, TODAY)).toBe(date);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the clipboard of a spreadsheet', () => {
  it('gives rows and cells, quoted cells with lines and quotes among them', () => {
    expect(readClipboard('a\tb\r\n"dòng 1\ndòng ""2"""\tc\r\n').rows).toEqual([
      ['a', 'b'],
      ['dòng 1\ndòng "2"', 'c'],
    ]);
    expect(readClipboard('"Về việc" gì đó\t"x"').rows).toEqual([['"Về việc" gì đó', '"x"']]);
    expect(readClipboard('một').rows).toEqual([['một']]);
    expect(readClipboard('a\t\n\tb').rows).toEqual([
      ['a', ''],
      ['', 'b'],
    ]);
  });
  it('comes back as it was written, whatever the cells hold', () => {
    // A cell that is itself a quoted text with doubled quotes is what a spreadsheet would have quoted again.
    const cell = fc.string({ maxLength: 12 }).map((text) => text.replaceAll('\r', '').replaceAll('"', '”'));
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }), (rows) => {
        expect(readClipboard(writeClipboard(rows)).rows).toEqual(rows);
      }),
      { numRuns: 300 },
    );
  });
  it('is bounded', () => {
    const pasted = readClipboard('a\tb\tc\n'.repeat(20), { rows: 3, columns: 2, characters: 1_000 });
    expect(pasted).toEqual({ rows: Array.from({ length: 3 }, () => ['a', 'b']), truncated: true });
    expect(readClipboard('"'.repeat(100_000)).rows.length).toBe(1);
  });
});

describe('columns of other tables', () => {
  const paper = [
    ['UBND XÃ VÍ DỤ', '', ''],
    ['SỔ ĐĂNG KÝ VĂN BẢN ĐẾN', '', ''],
    [
      'Ngày đến',
      'Số đến',
      'Tác giả',
      'Số, ký hiệu',
      'Ngày tháng văn bản',
      'Tên loại và trích yếu nội dung văn bản',
      'Đơn vị hoặc người nhận',
      'Ghi chú',
    ],
    ['(1)', '(2)', '(3)', '(4)', '(5)', '(6)', '(7)', '(8)'],
    ['02/01/2026', '1', 'Sở Mẫu', '12/SM-VP', '30/12/2025', 'Về việc một', 'Kế toán', ''],
    ['', '', '', '', '', '', '', ''],
  ];
  it('are guessed by their heads, beneath a title, the row of column numbers left out', () => {
    const head = guessHeaderRow(paper, 'incoming');
    expect(head).toBe(2);
    const mapping = guessMapping(paper[head] ?? [], 'incoming');
    expect(mapping).toEqual({ arrivalDate: 0, arrivalNumber: 1, sender: 2, code: 3, date: 4, subject: 5, unit: 6, note: 7 });
    const rows = takeMapped(paper, head, mapping, entryFields('incoming'));
    expect(rows).toEqual([['1', '02/01/2026', '', 'Sở Mẫu', '12/SM-VP', '30/12/2025', '', 'Về việc một', '', '', '', 'Kế toán', '']]);
  });
  it('are guessed of a document system and of a spreadsheet of the office', () => {
    expect(guessMapping(['STT', 'Số ký hiệu', 'Ngày VB', 'Cơ quan ban hành', 'Trích yếu', 'Người ký', 'Hạn xử lý'], 'incoming')).toEqual({
      code: 1,
      date: 2,
      sender: 3,
      subject: 4,
      signer: 5,
      dueDate: 6,
    });
    expect(guessMapping(['Số/Ký hiệu', 'Loại văn bản', 'Trích yếu', 'Chức vụ', 'Người ký', 'Nơi nhận'], 'outgoing')).toEqual({
      code: 0,
      typeName: 1,
      subject: 2,
      signerPosition: 3,
      signer: 4,
      recipients: 5,
    });
    expect(guessMapping(['a', 'b'], 'incoming')).toEqual({});
  });
});

const context = (more: Partial<EntryContext> = {}): EntryContext => ({
  direction: 'incoming',
  mode: 'new',
  today: TODAY,
  kinds: DOCUMENT_KINDS,
  defaults: {},
  ruleOf: () => defaultBookRules('UBND')[more.direction ?? 'incoming'],
  ...more,
});
const row = (direction: 'incoming' | 'outgoing', cells: Readonly<Record<string, string>>): string[] =>
  entryFields(direction).map((field) => cells[field] ?? '');
const codes = (cells: Readonly<Record<string, string>>, more: Partial<EntryContext> = {}): string[] =>
  readEntryRow(row(more.direction ?? 'incoming', cells), 0, context(more)).problems.map(({ field, code }) => `${field} ${code}`);

describe('a row', () => {
  const good = { sender: 'Sở Mẫu', subject: 'Về việc', code: '125/SM-VP', date: '20/11/26' };
  it('is read as a person means it, defaults filled in', () => {
    const read = readEntryRow(
      row('incoming', { ...good, typeName: 'qđ', priority: 'hoả tốc', dueDate: '30/11' }),
      3,
      context({ defaults: { channel: 'bưu điện', signer: 'Trần Mẫu' } }),
    );
    expect(read.problems).toEqual([]);
    expect(read.values).toMatchObject({
      channel: 'post',
      number: '125',
      notation: 'SM-VP',
      date: '2026-11-20',
      typeName: 'Quyết định',
      priority: 3,
      dueDate: '2026-11-30',
      signer: 'Trần Mẫu',
    });
  });
  it('takes days without a year as behind or ahead of the new year, whichever the column means', () => {
    const january = context({ today: '2027-01-04' as LegalDate });
    expect(readEntryRow(row('incoming', { ...good, date: '28/12', dueDate: '15/1' }), 0, january)).toMatchObject({
      values: { date: '2026-12-28', dueDate: '2027-01-15' },
      problems: [],
    });
    expect(codes({ ...good, date: '21/12' })).toEqual(['date entry.date_in_future']);
    expect(readEntryRow(row('incoming', { ...good, dueDate: '5/1' }), 0, context()).values.dueDate).toBe('2027-01-05');
  });
  it('says of each cell what is wrong with it', () => {
    expect(codes({})).toEqual(['sender entry.required', 'subject entry.required']);
    expect(codes({ ...good, date: '31/02/26' })).toEqual(['date entry.not_a_date']);
    expect(codes({ ...good, date: '23/11/26' })).toEqual(['date entry.date_in_future']);
    expect(codes({ ...good, date: '20/11/16' })).toEqual(['date entry.date_old']);
    expect(codes({ ...good, dueDate: '19/11/26' })).toEqual(['dueDate entry.due_before_date']);
    expect(codes({ ...good, channel: 'bồ câu' })).toEqual(['channel entry.channel_unknown']);
    expect(codes({ ...good, priority: 'gấp lắm' })).toEqual(['priority entry.priority_unknown']);
    expect(codes({ ...good, code: 'số không rõ ràng/VP' })).toEqual(['code entry.code_unreadable']);
    expect(codes({ ...good, subject: '#REF!' })).toEqual(['subject entry.formula_error']);
    expect(codes({ ...good, note: 'TỐI MẬT' })).toEqual(['note entry.secret']);
    expect(codes({ ...good, subject: 'x'.repeat(501) })).toEqual(['subject entry.too_long']);
  });
  it('of a paper book brings its own number, which the book must have been able to give', () => {
    const paper = { direction: 'outgoing', mode: 'paper_book' } as const;
    const out = { typeName: 'Quyết định', subject: 'Về việc', signer: 'A', recipients: 'Sở Mẫu; Lưu VT.' };
    const read = readEntryRow(row('outgoing', { ...out, code: '005/qđ-ubnd', date: '5/1/26' }), 0, context(paper));
    expect(read.problems).toEqual([]);
    expect(read.values.given).toEqual({ number: 5, date: '2026-01-05', code: '05/QĐ-UBND' });
    expect(read.values.recipients).toEqual(['Sở Mẫu', 'Lưu VT']);
    expect(codes({ ...out, code: '5/TB-UBND', date: '5/1/26' }, paper)).toEqual(['code entry.code_not_of_book']);
    expect(codes({ ...out, code: 'không số', date: '5/1/26' }, paper)).toEqual(['code entry.code_unreadable']);
    expect(codes({ ...out, code: '5', date: '5/1/26', typeName: 'Giấy lạ' }, paper)).toEqual(['typeName entry.kind_unknown']);
    expect(codes({ sender: 'A', subject: 'B', arrivalNumber: '0', arrivalDate: '5/1/26' }, { mode: 'paper_book' })).toEqual([
      'arrivalNumber entry.not_a_number',
    ]);
    const arrived = { ...good, arrivalNumber: '7', arrivalDate: '19/11/26' };
    expect(codes(arrived, { mode: 'paper_book' })).toEqual(['arrivalDate entry.arrived_before_date']);
    expect(codes({ ...arrived, arrivalDate: '20/11/26' }, { mode: 'paper_book', ruleOf: () => undefined })).toEqual([
      'typeName entry.no_book',
    ]);
    const many = Array.from({ length: 1_200 }, (_, n) => `N${n}`).join('; ');
    expect(codes({ ...out, recipients: many }, { direction: 'outgoing' })).toContain('recipients entry.too_many_recipients');
  });
  it('never throws and always reads something, whatever is in it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 40, unit: 'binary' }), { maxLength: 15 }),
        fc.constantFrom('incoming', 'outgoing'),
        (cells, direction) => {
          for (const mode of ['new', 'paper_book'] as const) readEntryRow(cells, 0, context({ direction, mode }));
          for (const cell of cells) {
            readTypedDate(cell, TODAY);
            splitCode(cell);
            readKind(cell, DOCUMENT_KINDS);
            readClipboard(cell);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
