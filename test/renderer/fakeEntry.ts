/** A sheet of fast entry kept in memory, for the page on an invented core: judged by the domain's own rules, row by row. */
import type { PageCalls } from '../../src/contract/page/index.ts';
import type { Handlers } from '../../src/contract/wire.ts';
import { DOCUMENT_KINDS } from '../../src/domain/documentKinds.ts';
import {
  type EntryDefaults,
  type EntryMode,
  type EntryProblem,
  isEmptyRow,
  readEntryRow,
  splitRecipients,
} from '../../src/domain/entry/index.ts';
import { defaultBookRules } from '../../src/domain/numbering.ts';
import { type LegalDate, legalDateOf } from '../../src/domain/time.ts';
import { uuid } from './fakeData.ts';

type Entry = Extract<keyof PageCalls, `entry.${string}`>;
const DATE = '21/11/26';
const SAMPLE: readonly string[][] = [
  [
    '',
    '',
    'Bưu chính',
    'Sở Nội vụ tỉnh Mẫu',
    '125/SNV-VP',
    DATE,
    'Công văn',
    'V/v rà soát biên chế năm 2026',
    'Trần Văn Mẫu',
    '',
    '',
    '',
    '',
    '',
  ],
  ['', '', '', 'Phòng Kinh tế xã Thử Nghiệm', '45/TB-KT', '31/02/26', 'Thông báo', 'Kết quả kiểm tra', '', 'Gấp', '', '', '', ''],
];
export function fakeEntry(): Pick<Handlers<PageCalls, undefined>, Entry> {
  const sheets = new Map<string, { rows: string[][]; mode: EntryMode; defaults: EntryDefaults; finished: boolean }>();
  const sheetOf = (direction: string) => {
    const held = sheets.get(direction) ?? { rows: [], mode: 'new' as const, defaults: {}, finished: true };
    sheets.set(direction, held);
    return held;
  };
  const direction = (sheetId: string) => (sheetId === uuid(7_001) ? 'incoming' : 'outgoing');
  return {
    'entry.open': (input) => {
      const sheet = sheetOf(input.direction);
      return {
        ...sheet,
        id: uuid(input.direction === 'incoming' ? 7_001 : 7_002),
        direction: input.direction,
        updatedAt: Date.now(),
        facts: {
          today: legalDateOf(Date.now()),
          kinds: DOCUMENT_KINDS,
          books: [{ id: uuid(1), name: 'Sổ đăng ký', rule: defaultBookRules('UBND')[input.direction], numbers: 'here' }],
          senders: ['Sở Nội vụ tỉnh Mẫu', 'Phòng Kinh tế xã Thử Nghiệm'],
          signers: [{ name: 'Nguyễn Văn Ví Dụ', position: 'Chủ tịch' }],
          units: ['Lê Thị Ví Dụ'],
          groups: ['Các phòng, ban của xã'],
        },
      };
    },
    'entry.save': ({ sheetId, count, blocks, mode, defaults, finished }) => {
      const sheet = sheetOf(direction(sheetId));
      for (const { place, rows } of blocks) for (const [i, row] of rows.entries()) sheet.rows[place * 50 + i] = row;
      sheet.rows.length = Math.min(sheet.rows.length, count);
      if (mode) sheet.mode = mode;
      if (defaults) sheet.defaults = defaults as EntryDefaults;
      if (finished !== undefined) sheet.finished = finished;
      return {};
    },
    'entry.clear': ({ sheetId }) => {
      sheets.delete(direction(sheetId));
      return {};
    },
    'entry.check': ({ sheetId }) => {
      const way = direction(sheetId);
      const sheet = sheetOf(way);
      const today = legalDateOf(Date.now()) as LegalDate;
      const rule = defaultBookRules('UBND')[way];
      const context = {
        direction: way,
        mode: sheet.mode,
        today,
        kinds: DOCUMENT_KINDS,
        defaults: sheet.defaults,
        ruleOf: () => rule,
      } as const;
      const problems: EntryProblem[] = sheet.rows.flatMap((row, i) => (isEmptyRow(row) ? [] : readEntryRow(row, i, context).problems));
      const errors = problems.filter(({ kind }) => kind === 'error').length;
      return {
        count: sheet.rows.filter((row) => !isEmptyRow(row)).length,
        skipped: 0,
        merged: 0,
        errors,
        asks: 0,
        problems,
        first: 1_288,
        date: today,
        ...(way === 'outgoing' ? { recipients: { known: 1, asText: ['Lưu VT'] } } : {}),
      };
    },
    'entry.recipients': ({ text }) => ({
      recipients: splitRecipients(text).map((one) =>
        one.startsWith('Sở') ? { kind: 'agency' as const, text: one, name: one, organId: 'H99.5' } : { kind: 'text' as const, text: one },
      ),
    }),
    'entry.commit': ({ sheetId }) => {
      const count = sheetOf(direction(sheetId)).rows.length;
      sheets.delete(direction(sheetId));
      return { count, merged: 0, first: '1288', last: String(1_287 + count) };
    },
    'entry.read': () => ({
      rows: [
        ['Số, ký hiệu', 'Ngày VB', 'Cơ quan ban hành', 'Trích yếu'],
        ...SAMPLE.map((row) => [row[4] ?? '', row[5] ?? '', row[3] ?? '', row[7] ?? '']),
      ],
      total: SAMPLE.length,
      truncated: false,
      headerRow: 0,
      mapping: { code: 0, date: 1, sender: 2, subject: 3 },
      remembered: false,
      sheets: ['Thang 11', 'Thang 10'],
      converted: 'tcvn3',
    }),
    'entry.take': ({ sheetId }) => {
      sheetOf(direction(sheetId)).rows = SAMPLE.map((row) => [...row]);
      return { taken: SAMPLE.length, secret: 0 };
    },
    'entry.template': () => ({ saved: true }),
  };
}
