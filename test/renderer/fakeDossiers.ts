/** Hồ sơ of an invented office, for the page on an invented core: a list with headings, an open, a closed and a late one. */
import type { DossierDetail, DossierItemRow, DossierRow, HandoverRow } from '../../src/contract/page/dossiers.ts';
import type { IncomingDetail } from '../../src/contract/page/incoming.ts';
import type { PageCalls } from '../../src/contract/page/index.ts';
import type { OutgoingDetail } from '../../src/contract/page/outgoing.ts';
import type { Handlers } from '../../src/contract/wire.ts';
import { byNotation, type DossierState, dossierActs } from '../../src/domain/dossiers.ts';
import { uuid } from './fakeData.ts';

type Calls = Pick<Handlers<PageCalls, undefined>, Extract<keyof PageCalls, `dossiers.${string}`>>;
const base = {
  year: 2026,
  rights: 'Không hạn chế',
  creator: 'Trần Thị Văn Thư',
  language: 'Tiếng Việt',
  description: '',
  listed: true,
  documents: 0,
  pages: 0,
};
const row = (
  n: number,
  notation: string,
  heading: string,
  title: string,
  maintenance: string,
  state: DossierState,
  more: Partial<DossierRow> = {},
): DossierRow => ({
  ...base,
  id: uuid(960_000 + n),
  notation,
  heading,
  title,
  maintenance,
  state,
  ...more,
});
const OPEN = { documents: 7, pages: 31, startDate: '2026-01-12', endDate: '2026-11-19' };
const ROWS: DossierRow[] = [
  row(1, '01.VP', 'Văn phòng', 'Tập văn bản về công tác văn thư, lưu trữ năm 2026', '10 năm', 'open', OPEN),
  row(
    2,
    '02.VP',
    'Văn phòng',
    'Hồ sơ xây dựng, ban hành Quy chế làm việc của Ủy ban nhân dân xã nhiệm kỳ 2026–2031',
    'Vĩnh viễn',
    'planned',
  ),
  row(3, '03.VP', 'Văn phòng', 'Kế hoạch, báo cáo tuần, tháng, quý năm 2026 của các đơn vị', '05 năm', 'closed', {
    documents: 18,
    pages: 64,
    startDate: '2025-01-06',
    endDate: '2025-10-30',
    closedOn: '2025-10-31',
    handInBy: '2026-10-31',
    handIn: 'late',
  }),
  row(4, '01.KT', 'Kinh tế', 'Hồ sơ phòng, chống thiên tai và tìm kiếm cứu nạn năm 2026', '20 năm', 'open', {
    documents: 3,
    pages: 9,
    listed: false,
    startDate: '2026-06-01',
    endDate: '2026-09-15',
  }),
  row(5, '02.KT', 'Kinh tế', 'Hồ sơ giao, cho thuê đất năm 2025', 'Vĩnh viễn', 'handed', {
    documents: 40,
    pages: 212,
    startDate: '2025-01-02',
    endDate: '2025-12-30',
    closedOn: '2025-12-31',
  }),
];
const HANDED: HandoverRow = {
  id: uuid(961_000),
  date: '2026-03-02',
  receiver: 'Lê Thị Lưu Trữ',
  receiverPosition: 'Công chức Văn phòng',
  giver: 'Trần Thị Văn Thư',
  note: '',
  by: 'Trần Thị Văn Thư',
  files: 1,
};

export function fakeDossiers(
  documents: () => readonly [readonly IncomingDetail[], readonly OutgoingDetail[]],
  emit: (topic: 'dossiers') => void,
): Calls {
  let rows = [...ROWS];
  const of = (id: string): DossierRow => rows.find((one) => one.id === id) ?? (rows[0] as DossierRow);
  const set = (id: string, change: Partial<DossierRow>): Record<string, never> => {
    rows = rows.map((one) => (one.id === id ? { ...one, ...change } : one));
    emit('dossiers');
    return {};
  };
  const items = (dossier: DossierRow): DossierItemRow[] => {
    const [incoming, outgoing] = documents();
    const taken = [
      ...incoming.filter((d) => d.arrivalNumber !== undefined).slice(0, 5),
      ...outgoing.filter((d) => d.code !== '').slice(0, 3),
    ];
    return taken.slice(0, dossier.documents).map((d, i) => ({
      id: uuid(962_000 + i),
      ordinal: i + 1,
      side: 'recipientCount' in d ? 'outgoing' : 'incoming',
      documentId: d.id,
      state: i === 2 ? 'recalled' : d.state,
      code: d.code,
      typeName: d.typeName,
      subject: d.subject,
      agency: 'sender' in d ? d.sender : 'Ủy ban nhân dân xã Ví Dụ',
      pagesTyped: i === 1,
      files: d.files.length,
      note: i === 1 ? 'Bản giấy ở tủ số 2' : '',
      destroyed: false,
      ...(d.date === undefined ? {} : { date: d.date }),
      ...('arrivalNumber' in d && d.arrivalNumber !== undefined ? { arrivalNumber: d.arrivalNumber } : {}),
      ...(i === 3 ? {} : { pages: 2 + i }),
    }));
  };
  const detail = (dossier: DossierRow): DossierDetail => ({
    ...dossier,
    items: items(dossier),
    events: [
      { id: uuid(963_001), at: Date.UTC(2026, 0, 5, 2), by: 'Trần Thị Văn Thư', act: 'listed', params: {} },
      { id: uuid(963_002), at: Date.UTC(2026, 0, 12, 2), by: 'Trần Thị Văn Thư', act: 'opened', params: {} },
      { id: uuid(963_003), at: Date.UTC(2026, 10, 19, 2), by: 'Trần Thị Văn Thư', act: 'put', params: { count: 7 } },
    ],
    acts: dossierActs(dossier.state),
    check: { unfinished: dossier.state === 'open' ? 2 : 0, withoutPages: dossier.state === 'open' ? 1 : 0 },
    organName: 'Ủy ban nhân dân xã Ví Dụ',
    ...(dossier.state === 'handed' ? { handover: HANDED } : {}),
  });
  const file = (name: string) => ({ fileId: uuid(700_000), name, size: 1000 });
  return {
    'dossiers.list': ({ year = 2026 }) => ({
      year,
      years: [2027, 2026, 2025],
      rows: rows
        .filter((one) => one.year === year)
        .sort((a, b) => b.heading.localeCompare(a.heading) || byNotation(a.notation, b.notation)),
      waiting: 1,
      late: 1,
      ...(year === 2026
        ? { list: { decision: 'Quyết định số 04/QĐ-UBND', approvedOn: '2026-01-08', approvedBy: 'Chủ tịch UBND xã' } }
        : {}),
    }),
    'dossiers.get': ({ id }) => detail(of(id)),
    'dossiers.save': ({ id, listed, ...fields }) => {
      const made = id ?? crypto.randomUUID();
      if (id === undefined) rows = [...rows, { ...base, ...fields, listed, id: made, state: listed ? 'planned' : 'open' }];
      else set(id, fields);
      emit('dossiers');
      return { id: made };
    },
    'dossiers.drop': ({ id }) => set(id, { state: 'dropped' }),
    'dossiers.copyYear': ({ to }) => {
      const copied = rows
        .filter((one) => one.listed && one.year !== to)
        .map((one, i) => ({ ...one, ...base, id: uuid(965_000 + i), year: to, state: 'planned' as const }));
      rows = [...rows, ...copied];
      emit('dossiers');
      return { copied: copied.length, skipped: 0 };
    },
    'dossiers.approve': () => ({}),
    'dossiers.open': ({ id }) => set(id, { state: 'open' }),
    'dossiers.choices': ({ text }) => ({
      rows: rows.filter(
        (one) => ['open', 'planned'].includes(one.state) && `${one.notation} ${one.title}`.toLowerCase().includes(text.toLowerCase()),
      ),
    }),
    'dossiers.ofDocument': ({ id }) => ({
      rows: id.endsWith('1')
        ? [
            {
              id: uuid(964_000),
              dossierId: ROWS[0]?.id ?? '',
              year: 2026,
              notation: '01.VP',
              title: ROWS[0]?.title ?? '',
              state: 'open',
              ordinal: 3,
              organId: 'H99.2',
            },
          ]
        : [],
    }),
    'dossiers.put': ({ ids }) => ({ done: ids, refused: [] }),
    'dossiers.takeOut': () => ({}),
    'dossiers.note': () => ({}),
    'dossiers.move': () => ({}),
    'dossiers.order': () => ({}),
    'dossiers.close': ({ id, closedOn }) => set(id, { state: 'closed', closedOn }),
    'dossiers.reopen': ({ id }) => set(id, { state: 'open' }),
    'dossiers.print': () => file('Hồ sơ 01.VP 2026 - bìa, mục lục văn bản.pdf'),
    'dossiers.printList': ({ year }) => file(`Danh mục hồ sơ năm ${year}.pdf`),
    'dossiers.waiting': () => ({ rows: rows.filter((one) => one.state === 'closed') }),
    'dossiers.handOver': () => HANDED,
    'dossiers.draftHandOver': () => ({ list: file('Mục lục hồ sơ nộp lưu.pdf'), minutes: file('Biên bản giao nhận.pdf') }),
    'dossiers.handovers': () => ({ rows: [HANDED] }),
    'dossiers.takeBack': ({ id }) => set(id, { state: 'closed' }),
    'dossiers.export': () => ({ saved: true, folderName: 'Ho so 01.VP 2026', files: 11 }),
    'dossiers.exporting': () => ({ done: 0, total: 0 }),
    'dossiers.stopExport': () => ({}),
  };
}
