/** The province's document system beside an invented office, for the page on an invented core. */
import type { PageCalls } from '../../src/contract/page/index.ts';
import type { Handlers } from '../../src/contract/wire.ts';
import { uuid } from './fakeData.ts';

type Province = Extract<keyof PageCalls, `province.${string}`>;
const FILE = { fileId: uuid(1), size: 40_000, name: 'danh-sach.pdf' };
const COLUMNS = [
  { key: 'number', heading: 'Số đến' },
  { key: 'party', heading: 'Tác giả' },
  { key: 'code', heading: 'Số, ký hiệu' },
  { key: 'subject', heading: 'Trích yếu' },
];
export function fakeProvince(): Pick<Handlers<PageCalls, undefined>, Province> {
  return {
    'province.state': () => ({
      organs: [{ organId: 'H99.242', name: 'UBND xã Ví Dụ', collects: 'here' }],
      books: [
        {
          bookId: uuid(1),
          name: 'Sổ đăng ký văn bản đến',
          direction: 'incoming',
          organId: 'H99.242',
          numbers: 'blocks',
          period: '2026',
          series: [''],
          pending: 1,
          blocks: [
            {
              id: uuid(901),
              period: '2026',
              series: '',
              first: 301,
              last: 320,
              left: 14,
              allowedBy: 'Chánh Văn phòng',
              allowedOn: '2026-11-23',
              origin: 'phone',
              note: '',
              state: 'open',
            },
          ],
        },
      ],
    }),
    'province.setNumbers': () => ({}),
    'province.setCollects': () => ({}),
    'province.addBlock': () => ({}),
    'province.closeBlock': () => ({}),
    'province.fillNumber': () => ({}),
    'province.list': () => ({
      columns: COLUMNS,
      available: [...COLUMNS, { key: 'note', heading: 'Ghi chú' }],
      rows: [
        { id: uuid(911), cells: ['301', 'Sở Nội vụ tỉnh Mẫu', '125/SNV-VP', 'Về việc báo cáo công tác văn thư, lưu trữ'], pending: false },
        { id: uuid(912), cells: ['chờ cấp', 'Sở Mẫu', '77/SM-VP', 'Về việc mời họp'], pending: true },
      ],
      total: 2,
    }),
    'province.setColumns': () => ({}),
    'province.markEntered': () => ({}),
    'province.print': () => FILE,
    'province.workbook': () => FILE,
    'province.readExport': () => ({
      rows: [
        ['Số đến', 'Số, ký hiệu', 'Trích yếu', 'Cơ quan ban hành'],
        ['301', '125/SNV-VP', 'Về việc báo cáo', 'Sở Nội vụ'],
      ],
      total: 2,
      truncated: false,
      headerRow: 0,
      mapping: { number: 0, code: 1, subject: 2, party: 3 },
    }),
    'province.compare': () => ({
      same: 10,
      here: 13,
      there: 12,
      onlyHere: [{ number: 302, code: '77/SM-VP', date: '20/11/2026', subject: 'Về việc mời họp', party: 'Sở Mẫu', id: uuid(3) }],
      onlyThere: [{ number: 299, code: '3/PX', date: '', subject: 'Về việc rà soát', party: 'Phòng X' }],
      different: [
        {
          here: {
            number: 301,
            code: '125/SNV-VP',
            date: '20/11/2026',
            subject: 'Về việc báo cáo công tác văn thư',
            party: 'Sở Nội vụ',
            id: uuid(4),
          },
          there: { number: 301, code: '125/SNV-VP', date: '20/11/2026', subject: 'Về việc báo cáo', party: 'Sở Nội vụ' },
          fields: ['subject'],
        },
      ],
    }),
  };
}
