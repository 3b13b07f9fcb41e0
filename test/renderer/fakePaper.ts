/** The paper desk with invented papers, for the page on an invented core. */
import type { copyCalls } from '../../src/contract/page/copies.ts';
import type { paperCalls } from '../../src/contract/page/paper.ts';
import type { petitionCalls } from '../../src/contract/page/petitions.ts';
import type { Handlers } from '../../src/contract/wire.ts';
import { DEFAULT_ADVANCE_RULES, DEFAULT_LABELS, printCount } from '../../src/domain/paperDesk.ts';
import { DEFAULT_CLOCKS, petitionActs } from '../../src/domain/petitions.ts';
import { uuid } from './fakeData.ts';

const HOUR = 3_600_000;
const PRINTED = { fileId: uuid(1), size: 120_000, name: 'Bản in.pdf' };
const day = (back: number): string => new Date(Date.now() - back * 24 * HOUR).toISOString().slice(0, 10);

export function fakePaper(): Handlers<typeof paperCalls & typeof copyCalls & typeof petitionCalls, undefined> {
  const likely = {
    id: uuid(3),
    score: 95,
    same: ['number', 'notation', 'sender', 'date'],
    held: false,
    state: 'registered',
    channel: 'axis',
    sender: 'Sở Nội vụ tỉnh Mẫu',
    code: '125/SNV-VP',
    subject: 'Về việc rà soát, sắp xếp đội ngũ cán bộ không chuyên trách ở thôn, tổ dân phố',
    date: day(2),
    arrivedAt: Date.now() - 20 * HOUR,
    arrivalNumber: 1203,
  } as const;
  const delivery = (n: number, name: string, more: object = {}) => ({
    id: uuid(4200 + n),
    outgoingId: uuid(1),
    code: `${210 + n}/UBND-VP`,
    subject: 'Về việc báo cáo kết quả thực hiện chương trình xây dựng nông thôn mới nâng cao năm 2026',
    date: day(n + 3),
    name,
    address: n % 2 === 0 ? 'Số 12 đường Mẫu, phường Trung Tâm, tỉnh Mẫu' : '',
    carry: n % 3 === 0 ? ('hand' as const) : ('post' as const),
    copies: 1,
    envelopes: 1,
    wantsSlip: true,
    slip: `0${n}/PG-2026`,
    postCode: '',
    handedTo: '',
    ...more,
  });
  const deliveries = [
    delivery(1, 'Hội Người cao tuổi tỉnh Mẫu'),
    delivery(2, 'Ban Quản lý dự án đầu tư xây dựng công trình giao thông và nông nghiệp khu vực miền núi tỉnh Mẫu'),
    delivery(3, 'Trường Tiểu học Ví Dụ', { sentOn: day(2) }),
    delivery(4, 'Công ty cổ phần Mẫu', { sentOn: day(20), waitingDays: 20, postCode: 'RR123456789VN' }),
  ];
  const copies = [1, 2, 3].map((n) => ({
    id: uuid(4300 + n),
    number: n,
    code: `0${n}/${n === 3 ? 'TrS' : 'SY'}-UBND`,
    date: day(n),
    form: n === 3 ? ('TrS' as const) : ('SY' as const),
    direction: n === 2 ? ('pe' as const) : ('ep' as const),
    state: 'made' as const,
    source: { code: '125/SNV-VP', date: day(6), agency: 'Sở Nội vụ tỉnh Mẫu', subject: 'Công văn Về việc rà soát đội ngũ cán bộ' },
    parts: n === 3 ? 'trang 1-2' : '',
    copies: n,
    forWhom: 'Ban Chỉ huy Quân sự xã; Trạm Y tế xã',
    signer: 'Nguyễn Văn Mẫu',
    note: '',
    by: 'Lê Thị Ví Dụ',
    ...(n === 2 ? { toSign: { fileId: uuid(1), kind: 'copy' as const } } : { print: PRINTED }),
  }));
  const kinds = ['complaint', 'denunciation', 'reflection', 'proposal'] as const;
  const petitions = kinds.map((kind, i) => ({
    id: uuid(4400 + i),
    number: i + 1,
    date: day(9 - i),
    receivedOn: day(9 - i),
    kind,
    channel: 'hand' as const,
    people: i === 2 ? 14 : 1,
    state: i === 3 ? ('transferred' as const) : i === 1 ? ('accepted' as const) : ('received' as const),
    named: i !== 1,
    readers: [{ id: uuid(901), name: i === 1 ? 'Nguyễn Văn Mẫu' : 'Lê Thị Ví Dụ' }],
    ...(i === 3
      ? { endedOn: day(1) }
      : { due: { step: i === 1 ? ('resolve' as const) : ('accept' as const), on: day(i === 0 ? 1 : -6), daysLeft: i === 0 ? -1 : 6 } }),
  }));
  return {
    'paper.held': () => ({
      rows: [
        {
          id: uuid(7),
          channel: 'zalo',
          sender: 'Sở Nội vụ',
          code: '125/SNV-VP',
          subject: 'Rà soát cán bộ không chuyên trách',
          date: day(2),
          arrivedAt: Date.now() - 30 * HOUR,
          likely: [likely],
        },
        {
          id: uuid(8),
          channel: 'phone',
          sender: 'Văn phòng UBND tỉnh Mẫu',
          code: '',
          subject: 'Mời họp trực tuyến phòng chống bão số 12',
          arrivedAt: Date.now() - 2 * HOUR,
          likely: [],
        },
      ],
    }),
    'paper.likely': () => ({ rows: [] }),
    'paper.join': ({ otherId }) => ({ id: otherId }),
    'paper.separate': () => ({}),
    'paper.release': () => ({}),
    'paper.attachArrival': () => ({}),
    'paper.envelopes': () => ({
      open: 1,
      rows: [
        {
          id: uuid(4101),
          year: '2026',
          number: 2,
          kind: 'organisation',
          state: 'logged',
          channel: 'post',
          sender: 'Hội Liên hiệp Phụ nữ tỉnh Mẫu',
          addressee: 'Hội Liên hiệp Phụ nữ xã Ví Dụ',
          marks: 'Số 45/HPN',
          postCode: 'RR987654321VN',
          note: '',
          arrivedAt: Date.now() - HOUR,
          by: 'Lê Thị Ví Dụ',
        },
        {
          id: uuid(4102),
          year: '2026',
          number: 1,
          kind: 'person',
          state: 'handed',
          channel: 'hand',
          sender: 'Không ghi',
          addressee: 'Đ/c Nguyễn Văn Mẫu, Chủ tịch UBND xã',
          marks: '',
          postCode: '',
          note: '',
          arrivedAt: Date.now() - 26 * HOUR,
          by: 'Lê Thị Ví Dụ',
          handedTo: 'Nguyễn Văn Mẫu',
          handedAt: Date.now() - 25 * HOUR,
        },
      ],
    }),
    'paper.logEnvelope': () => ({ id: uuid(4103), number: 3 }),
    'paper.handEnvelope': () => ({}),
    'paper.returnEnvelope': () => ({}),
    'paper.printEnvelopes': () => PRINTED,
    'paper.ofOutgoing': () => ({
      byHand: false,
      scanned: false,
      archive: { place: '', holder: '', copies: 1 },
      deliveries: [delivery(5, 'Các thôn, tổ dân phố', { carry: 'hand', sentOn: day(1) })],
      plan: printCount([2], 3, true),
    }),
    'paper.signedByHand': () => ({}),
    'paper.attachScan': () => ({}),
    'paper.printForSeal': ({ copies: n, duplex }) => ({ ...PRINTED, count: printCount([2], n, duplex) }),
    'paper.setArchive': () => ({}),
    'paper.deliveries': ({ show }) => ({
      rows: show === 'not_sent' ? deliveries.slice(0, 2) : show === 'slips_out' ? deliveries.slice(2) : deliveries,
      notSent: 2,
      slipsOut: 2,
      slipDays: 15,
    }),
    'paper.setDelivery': () => ({}),
    'paper.sent': () => ({}),
    'paper.slipBack': () => ({}),
    'paper.printSlips': () => PRINTED,
    'paper.printEnvelopeCovers': () => PRINTED,
    'paper.printAddressLabels': () => PRINTED,
    'paper.printRegister': () => PRINTED,
    'paper.printStampLabels': () => PRINTED,
    'paper.addresses': () => ({
      rows: [
        { id: uuid(4501), name: 'UBND xã Ví Dụ', address: 'Thôn Trung, xã Ví Dụ, tỉnh Mẫu', phone: '' },
        {
          id: uuid(4502),
          name: 'Hội Người cao tuổi tỉnh Mẫu',
          address: 'Số 12 đường Mẫu, phường Trung Tâm, tỉnh Mẫu',
          phone: '0123 456 789',
        },
      ],
    }),
    'paper.saveAddress': () => ({ id: uuid(4503) }),
    'paper.removeAddress': () => ({}),
    'paper.settings': () => ({ advance: DEFAULT_ADVANCE_RULES, labels: DEFAULT_LABELS, slips: 'post', envelope: 'dl', slipDays: 15 }),
    'paper.saveSettings': () => ({}),
    'copies.list': () => ({ rows: copies, year: '2026', years: ['2026'], next: '04/SY-UBND' }),
    'copies.signers': () => ({
      rows: [
        { signer: 'Trần Thị Mẫu', competence: 'TL. CHỦ TỊCH', signerPosition: 'CHÁNH VĂN PHÒNG' },
        { signer: 'Nguyễn Văn Mẫu', competence: '', signerPosition: 'CHỦ TỊCH' },
      ],
    }),
    'copies.ofDocument': () => ({ rows: [] }),
    'copies.make': () => copies[0] as (typeof copies)[number],
    'copies.cancel': () => ({}),
    'copies.print': () => PRINTED,
    'petitions.list': () => ({ rows: petitions, open: 3, late: 1, next: 5, years: ['2026'] }),
    'petitions.get': ({ id }) => {
      const row = petitions.find((one) => one.id === id) ?? petitions[0];
      if (!row) throw new Error('no petition');
      return {
        ...row,
        acts: row.named ? petitionActs(row.state) : [],
        basis: 'Luật Khiếu nại 2011, Điều 27, Điều 28',
        files: row.named
          ? [{ fileId: uuid(1), kind: 'original', name: `Đơn số ${row.number} – tệp 1.pdf`, size: 90_000, detected: 'pdf', pages: 2 }]
          : [],
        trail: [{ at: Date.now() - 5 * HOUR, by: 'Lê Thị Ví Dụ', act: 'register' }],
        ...(row.named
          ? {
              sealed: {
                name: 'Phạm Thị Giấu Tên',
                address: 'Thôn Hạ, xã Ví Dụ, tỉnh Mẫu',
                phone: '0123 456 789',
                identity: '',
                matter: 'Khiếu nại việc bồi thường, hỗ trợ khi thu hồi đất làm đường liên thôn.',
                against: 'Quyết định số 15/QĐ-UBND',
              },
            }
          : {}),
      };
    },
    'petitions.same': () => ({ rows: [] }),
    'petitions.register': () => ({ id: petitions[0]?.id ?? uuid(4400), number: 5 }),
    'petitions.change': () => ({}),
    'petitions.act': () => ({}),
    'petitions.addFiles': () => ({}),
    'petitions.name': () => ({}),
    'petitions.unname': () => ({}),
    'petitions.form': () => PRINTED,
    'petitions.redact': () => PRINTED,
    'petitions.print': () => PRINTED,
    'petitions.clocks': () => ({ clocks: [...DEFAULT_CLOCKS], dayOff: 'keep' }),
    'petitions.setClocks': () => ({}),
  };
}
