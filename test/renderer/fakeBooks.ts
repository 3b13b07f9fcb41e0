/** Registers, books and reports of an invented office, for the page on an invented core. */
import type { IncomingDetail } from '../../src/contract/page/incoming.ts';
import type { PageCalls } from '../../src/contract/page/index.ts';
import type { FormColumn, FormRow, RegisterEntry } from '../../src/contract/page/registers.ts';
import { MEASURES } from '../../src/contract/page/reports.ts';
import type { Handlers } from '../../src/contract/wire.ts';
import { defaultBookRules } from '../../src/domain/numbering.ts';
import { NOW, uuid } from './fakeData.ts';

type Room = Exclude<Extract<keyof PageCalls, `registers.${string}` | `books.${string}` | `reports.${string}`>, 'registers.sure'>;
const column = (key: string, heading: string, share: number, more: Partial<FormColumn> = {}): FormColumn => ({
  key,
  heading,
  share,
  ...more,
});
const INCOMING = [
  column('arrivalDate', 'Ngày đến', 7, { center: true }),
  column('number', 'Số đến', 5, { center: true }),
  column('author', 'Tác giả', 14),
  column('code', 'Số, ký hiệu văn bản', 10),
  column('date', 'Ngày tháng văn bản', 7, { center: true }),
  column('subject', 'Tên loại và trích yếu nội dung văn bản', 26),
  column('receiver', 'Đơn vị hoặc người nhận', 11),
  column('handedOn', 'Ngày chuyển', 7, { center: true }),
  column('signed', 'Ký nhận', 6),
  column('note', 'Ghi chú', 9),
];
const POST = [
  column('date', 'Ngày chuyển', 10, { kind: 'date', center: true }),
  column('code', 'Số, ký hiệu văn bản', 20, { kind: 'text', required: true, max: 100 }),
  column('recipient', 'Nơi nhận văn bản', 32, { kind: 'text', required: true, max: 300 }),
  column('envelopes', 'Số lượng bì', 8, { kind: 'number', center: true }),
  column('signed', 'Ký nhận và dấu bưu điện', 16, { kind: 'text', max: 100 }),
  column('note', 'Ghi chú', 14, { kind: 'text', max: 300 }),
];
const TRACKING = [
  column('number', 'Số đến', 5, { center: true }),
  column('document', 'Tên loại, số, ký hiệu, ngày tháng và tên cơ quan, tổ chức ban hành văn bản', 32),
  column('receiver', 'Đơn vị hoặc người nhận', 14),
  column('due', 'Thời hạn giải quyết', 9, { center: true }),
  column('progress', 'Tiến độ giải quyết', 16),
  column('reply', 'Số, ký hiệu văn bản trả lời', 13),
  column('note', 'Ghi chú', 11),
];
const RETURNED: FormColumn = { key: 'returned', heading: 'Ngày trả', share: 8, kind: 'date', center: true };
const FORMS: FormRow[] = [
  { key: 'incoming', title: 'Sổ đăng ký văn bản đến', columns: INCOMING, book: 'incoming' },
  { key: 'outgoing', title: 'Sổ đăng ký văn bản đi', columns: INCOMING, book: 'outgoing' },
  { key: 'tracking', title: 'Sổ theo dõi giải quyết văn bản đến', columns: TRACKING, book: 'incoming' },
  { key: 'post', title: 'Sổ gửi văn bản đi bưu điện', columns: POST, entered: true },
  { key: 'archive_use', title: 'Sổ sử dụng bản lưu', columns: [...POST, RETURNED], entered: true },
];
const RULES = defaultBookRules('UBND');
const FACTS = {
  ...{ first: 1, last: 1287, firstDate: '2025-01-02', lastDate: '2025-12-31', total: 1287, used: 1284, cancelled: 2, secret: 1, late: 3 },
  cancelledList: [
    { number: 210, reason: 'Vào sổ nhầm', allowedBy: 'Lê Thị Ví Dụ' },
    { number: 377, reason: 'Trùng', allowedBy: 'Lê Thị Ví Dụ' },
  ],
};
const SHA = 'a3f1'.repeat(16);

export function fakeBooks(incoming: () => readonly IncomingDetail[], size: () => number): Pick<Handlers<PageCalls, undefined>, Room> {
  const file = (name: string) => ({ fileId: uuid(2), size: size(), name });
  const registered = () => incoming().filter((d) => d.arrivalNumber !== undefined);
  const entry = (d: IncomingDetail, i: number): RegisterEntry => ({
    number: d.arrivalNumber ?? 0,
    state: i === 3 ? 'cancelled' : 'used',
    documentId: d.id,
    at: 'incoming',
    columns: [
      ...[
        '21/11/2026',
        String(d.arrivalNumber),
        d.sender,
        d.code,
        '20/11/2026',
        `${d.typeName} – ${d.subject}`,
        'Văn phòng HĐND và UBND',
        '21/11/2026',
        '',
      ],
      i === 3 ? 'Hủy số: vào sổ nhầm (người cho phép: Lê Thị Ví Dụ)' : i === 5 ? 'Đăng ký bổ sung ngày 04/01/2027' : '',
    ],
    ...(i === 5 ? { late: true as const } : {}),
  });
  const tracked = (d: IncomingDetail, i: number): RegisterEntry => ({
    ...{ number: d.arrivalNumber ?? 0, state: 'used', documentId: d.id, at: 'incoming' },
    columns: [
      String(d.arrivalNumber),
      `${d.typeName} số ${d.code} ngày 20/11/2026, ${d.sender}`,
      'Phòng Kinh tế (phối hợp: Công an xã)',
      '25/11/2026',
      i % 3 === 0 ? 'Đang giải quyết, quá hạn' : 'Đã giải quyết ngày 22/11/2026',
      i % 3 === 0 ? '' : '45/UBND-KT',
      '',
    ],
  });
  const posted = (i: number): RegisterEntry => ({
    number: i + 1,
    state: i === 2 ? 'struck' : 'used',
    lineId: uuid(3000 + i),
    columns: [
      '21/11/2026',
      `${40 + i}/UBND-VP`,
      'Hội Người cao tuổi xã Ví Dụ; Ban Quản lý chợ Mẫu',
      '2',
      '',
      i === 2 ? 'Gạch bỏ: ghi nhầm sổ (Lê Thị Ví Dụ)' : '',
    ],
  });
  const lines = (form: string): RegisterEntry[] => {
    if (form === 'post') return Array.from({ length: 6 }, (_, i) => posted(i));
    if (form === 'archive_use' || form === 'outgoing') return [];
    return registered()
      .slice(0, 400)
      .map(form === 'tracking' ? tracked : entry);
  };
  return {
    'registers.books': () => ({
      books: [
        {
          id: uuid(1),
          name: 'Sổ đăng ký văn bản đến',
          direction: 'incoming',
          rule: RULES.incoming,
          periods: ['2026', '2025'],
          closed: [],
          numbers: 'blocks',
          nextNumber: 1287,
          current: '2026',
        },
        {
          id: uuid(7),
          name: 'Sổ đăng ký văn bản đi',
          direction: 'outgoing',
          rule: RULES.outgoing,
          periods: ['2026'],
          closed: [],
          numbers: 'here',
          nextNumber: 215,
          current: '2026',
        },
      ],
    }),
    'registers.closingBooks': () => ({
      books: [
        {
          id: uuid(1),
          name: 'Sổ đăng ký văn bản đến',
          direction: 'incoming',
          rule: RULES.incoming,
          periods: ['2026', '2025'],
          closed: [],
          numbers: 'blocks',
          nextNumber: 1287,
          current: '2026',
        },
        {
          id: uuid(7),
          name: 'Sổ đăng ký văn bản đi',
          direction: 'outgoing',
          rule: RULES.outgoing,
          periods: ['2026'],
          closed: [],
          numbers: 'here',
          nextNumber: 215,
          current: '2026',
        },
      ],
    }),
    'registers.forms': () => ({ forms: FORMS, years: ['2026', '2025'] }),
    'registers.lines': ({ form, offset, limit }) => ({ lines: lines(form).slice(offset, offset + limit), total: lines(form).length }),
    'registers.year': ({ period }) => ({
      gaps: period === '2025' ? [377, 378] : [],
      firstNumber: 210,
      firstNote: 'số 01–209 năm 2026 đăng ký tại sổ giấy, quyển số 1',
    }),
    'registers.cancelNumber': () => ({}),
    'registers.explainNumber': () => ({}),
    'registers.secretNumber': () => ({ code: '215/UBND-VP' }),
    'registers.late': () => ({}),
    'registers.registerLate': () => ({ arrivalNumber: 1288 }),
    'registers.print': () => file('Sổ đăng ký văn bản đến 2026.pdf'),
    'registers.begin': () => ({ jobId: 'one' }),
    'registers.job': () => ({ done: 400, total: 400, file: file('Sổ đăng ký văn bản đến 2026.pdf') }),
    'registers.stop': () => ({}),
    'registers.line': () => ({ form: 'post', date: '2026-11-21', cells: { code: '40/UBND-VP', recipient: 'Hội Người cao tuổi xã Ví Dụ' } }),
    'registers.addLine': () => ({ id: uuid(3) }),
    'registers.changeLine': () => ({}),
    'registers.strikeLine': () => ({}),
    'registers.closing': ({ period }) =>
      period === '2025'
        ? {
            facts: FACTS,
            open: [
              { kind: 'unregistered', count: 2, examples: ['125/SNV-VP', '77/SM-VP'], stops: false },
              { kind: 'unhandled', count: 1, examples: ['số đến 1203'], stops: false },
            ],
            unregistered: incoming()
              .slice(0, 2)
              .map((d) => ({ id: d.id, at: 'incoming' as const, code: d.code, subject: d.subject, party: d.sender, date: '2025-12-30' })),
            ...{ mayClose: true, lateNumber: 1288 },
            closings: [
              {
                ...{ id: uuid(4), turn: 1, facts: FACTS, openItems: [], orderedBy: 'Nguyễn Văn Mẫu', note: '', sha256: SHA, pages: 131 },
                ...{ register: file('Sổ 2025.pdf'), minutes: file('Biên bản khóa sổ.pdf'), closedAt: NOW - 1e9, closedBy: 'Lê Thị Ví Dụ' },
                reopened: { at: NOW - 5e8, by: 'Lê Thị Ví Dụ', reason: 'Bổ sung hai văn bản đến muộn' },
              },
            ],
          }
        : {
            facts: { ...FACTS, firstDate: '2026-01-04', lastDate: '2026-11-21' },
            open: [{ kind: 'unregistered', count: 31, examples: ['125/SNV-VP'], stops: false }],
            unregistered: [],
            mayClose: false,
            refused: { code: 'registers.year_not_over', params: { period: '2026', date: '31/12/2026' } },
            closings: [],
          },
    'registers.close': () => ({ jobId: 'one' }),
    'registers.reopen': () => ({}),
    'books.list': () => ({
      books: (['incoming', 'outgoing'] as const).map((direction, i) => ({
        ...{ id: uuid(5 + i), organId: 'H99.242', organName: 'UBND xã Ví Dụ', direction, openedOn: '2026-07-01', numbers: 'here' as const },
        name: direction === 'incoming' ? 'Sổ đăng ký văn bản đến' : 'Sổ đăng ký văn bản đi',
        rules: [
          {
            rule: { ...RULES[direction], ...(i === 0 ? { firstNumber: 210, firstNote: 'số 01–209 đăng ký tại sổ giấy, quyển số 1' } : {}) },
            state: 'now' as const,
          },
          ...(i === 1
            ? [
                {
                  ...{
                    id: uuid(9),
                    fromDate: '2027-01-01',
                    reason: 'Quyết định số 12/QĐ-UBND',
                    by: 'Lê Thị Ví Dụ',
                    state: 'coming' as const,
                  },
                  rule: { ...RULES.outgoing, pattern: '{number}/{year}/{kind}-{organ}' },
                },
              ]
            : []),
        ],
        ...{ ruleFrom: '2026-11-22', nextNumber: i === 0 ? 1287 : 215, untouched: i === 0 },
      })),
    }),
    'books.open': () => ({}),
    'books.rename': () => ({}),
    'books.changeRule': () => ({}),
    'books.withdrawRule': () => ({}),
    'books.setFirst': () => ({}),
    ...fakeReports(incoming, size),
  };
}

type Reports = Extract<keyof PageCalls, `reports.${string}`>;
function fakeReports(incoming: () => readonly IncomingDetail[], size: () => number): Pick<Handlers<PageCalls, undefined>, Reports> {
  const file = (name: string) => ({ fileId: uuid(2), size: size(), name });
  const agencies = [
    'Sở Nội vụ tỉnh Mẫu',
    'Ủy ban nhân dân tỉnh Mẫu',
    'Ban Chỉ đạo phòng, chống thiên tai và tìm kiếm cứu nạn tỉnh Mẫu',
    'Hội Người cao tuổi xã Ví Dụ',
  ];
  const cells = (n: number): number[] => [
    n,
    Math.floor(n / 9),
    Math.floor(n / 7),
    Math.floor(n / 20),
    Math.floor(n / 5),
    Math.floor(n / 30),
    Math.floor(n / 2),
    0,
  ];
  return {
    'reports.table': ({ direction }) => ({
      rows: agencies.map((label, i) => ({ key: label, label, cells: cells(260 - i * 61) })),
      total: cells(260 * 3).slice(0, MEASURES[direction].length),
      more: false,
    }),
    'reports.behind': ({ offset, limit }) => ({
      rows: incoming()
        .slice(offset, offset + limit)
        .map((d) => ({
          ...{
            id: d.id,
            at: 'incoming' as const,
            number: String(d.arrivalNumber ?? ''),
            code: d.code,
            date: '2026-11-20',
            party: d.sender,
          },
          ...{ typeName: d.typeName, subject: d.subject, state: 'Đang giải quyết', handler: 'Phòng Kinh tế', dueDate: '2026-11-25' },
        })),
      total: 260,
    }),
    'reports.tableFile': () => file('Thống kê.pdf'),
    'reports.behindFile': () => file('Danh sách.xlsx'),
    'reports.period': ({ from, to }) => ({
      ...{ from, to, previousFrom: '2026-11-09', previousTo: '2026-11-15', title: 'Tuần từ ngày 16/11/2026 đến ngày 22/11/2026' },
      lines: [
        { key: 'a', label: 'Văn bản đến', now: 126, before: 110, behind: { direction: 'incoming', measure: 'total' } },
        {
          key: 'b',
          label: 'Đến qua Trục liên thông',
          now: 101,
          before: 96,
          part: true,
          behind: { direction: 'incoming', measure: 'total', by: 'route', key: 'axis' },
        },
        {
          key: 'c',
          label: 'Đang giải quyết, quá hạn',
          now: 3,
          before: 5,
          part: true,
          behind: { direction: 'incoming', measure: 'openLate' },
        },
        { key: 'd', label: 'Văn bản đi', now: 34, before: 34, behind: { direction: 'outgoing', measure: 'total' } },
        { key: 'e', label: 'Phát hành đúng hạn', now: 31, before: 30, part: true, behind: { direction: 'outgoing', measure: 'issued' } },
        { key: 'f', label: 'Số trang không phải in để gửi', now: 1204, before: 980 },
      ],
    }),
    'reports.periodFile': () => file('Báo cáo.pdf'),
    'reports.savings': () => ({
      settings: { pagePrice: 350, postage: 12_000 },
      rows: [
        { month: '2026-10', documents: 121, recipients: 806, pages: 4210, uncounted: 0 },
        { month: '2026-11', documents: 88, recipients: 512, pages: 2730, uncounted: 3 },
      ],
      total: { documents: 209, recipients: 1318, pages: 6940, uncounted: 3 },
    }),
    'reports.savingsFile': () => file('Tiết kiệm.pdf'),
    'reports.setSavings': () => ({}),
  };
}
