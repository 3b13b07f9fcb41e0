/** Invented documents for looking at screens: long names, every state, every verdict. */

import type { QueueRow } from '../../src/contract/page/exchange.ts';
import type { IncomingDetail, QuarantineRow } from '../../src/contract/page/incoming.ts';
import type { OutgoingDetail } from '../../src/contract/page/outgoing.ts';
import { type IncomingState, incomingActs, type OutgoingState, outgoingActs } from '../../src/domain/documents.ts';
import type { SignatureVerdict } from '../../src/domain/verdict.ts';

export const NOW = Date.now();
const DAY = 86_400_000;
const iso = (at: number): string => new Date(at + 7 * 3600_000).toISOString().slice(0, 10);
export const uuid = (n: number): string => `0192f000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

export const AGENCIES = [
  { organId: 'H99.1', name: 'Sở Nội vụ tỉnh Mẫu', parentName: 'Ủy ban nhân dân tỉnh Mẫu' },
  { organId: 'H99.2', name: 'Ủy ban nhân dân xã Ví Dụ', parentName: 'Ủy ban nhân dân tỉnh Mẫu' },
  { organId: 'H99.3', name: 'Ủy ban nhân dân xã Thử Nghiệm', parentName: 'Ủy ban nhân dân tỉnh Mẫu' },
  {
    organId: 'H99.4',
    name: 'Ban Quản lý dự án đầu tư xây dựng các công trình giao thông, nông nghiệp và phát triển nông thôn tỉnh Mẫu',
    parentName: 'Ủy ban nhân dân tỉnh Mẫu',
  },
  { organId: 'H99.5', name: 'Văn phòng Ủy ban nhân dân tỉnh Mẫu', parentName: 'Ủy ban nhân dân tỉnh Mẫu' },
];
const SUBJECTS = [
  'Về việc rà soát, báo cáo tình hình thực hiện công tác văn thư, lưu trữ quý IV năm 2026',
  'Về việc triển khai Kế hoạch phòng, chống thiên tai và tìm kiếm cứu nạn trên địa bàn các xã vùng cao; chuẩn bị phương án “bốn tại chỗ”, báo cáo kết quả trước 16 giờ hằng ngày về Sở để tổng hợp trình Ủy ban nhân dân tỉnh',
  'Mời họp sơ kết công tác cải cách hành chính',
  'Phê duyệt danh sách hộ nghèo, hộ cận nghèo năm 2026',
  'Hướng dẫn lập danh mục hồ sơ năm 2027',
  'Về việc cử cán bộ tham gia lớp bồi dưỡng nghiệp vụ',
];
const TYPES = ['Công văn', 'Công văn', 'Giấy mời', 'Quyết định', 'Hướng dẫn', 'Công văn'];
const STATES: IncomingState[] = ['arrived', 'registered', 'assigned', 'in_progress', 'finished', 'returned'];

export const signature = (change: Partial<SignatureVerdict>): SignatureVerdict => ({
  field: 'ChuKy1',
  bytes: 'intact',
  signer: 'trusted',
  time: 'claimed',
  claimedTime: NOW - DAY,
  subject: { commonName: 'Nguyễn Văn Mẫu', title: 'Giám đốc', organization: 'Sở Nội vụ tỉnh Mẫu' },
  issuer: 'CA tập huấn',
  training: true,
  holder: 'person',
  additions: [],
  reasons: [],
  ...change,
});
const both = [
  signature({
    bytes: 'intact_with_allowed_additions',
    additions: ['verify.addition.signature'],
    signedBytes: 1,
    page: 1,
    reasons: ['verify.training_no_revocation'],
  }),
  signature({
    field: 'Dau1',
    holder: 'agency',
    subject: { commonName: 'Sở Nội vụ tỉnh Mẫu', organization: 'Ủy ban nhân dân tỉnh Mẫu' },
  }),
];

/** Of one arrival everything is to be said at once. */
export const STACKED = 8;
export function incomingDoc(n: number, pdfSize: number): IncomingDetail {
  const arrived = NOW - n * 1_900_000;
  const state: IncomingState = n === 2 ? 'registered' : n < 12 ? 'arrived' : (STATES[n % 6] ?? 'arrived');
  const numbered = state !== 'arrived' && state !== 'returned';
  const kind = n % 6;
  const kinds = ['both', 'both', 'one', 'both', 'none', 'both'] as const;
  const changed = n === 7;
  return {
    id: uuid(n),
    state,
    channel: n % 9 === 4 ? 'post' : 'axis',
    priority: n === 1 ? 3 : n === 4 ? 2 : n % 11 === 5 ? 1 : 0,
    sender: AGENCIES[n % 5]?.name ?? '',
    code: `${125 + n}/${['SNV-VP', 'UBND-VP', 'GM-SNV', 'QĐ-UBND', 'HD-SNV', 'SNV-CCHC'][kind]}`,
    date: iso(arrived - DAY),
    typeName: TYPES[kind] ?? 'Công văn',
    subject: SUBJECTS[kind] ?? '',
    arrivedAt: arrived,
    ...(numbered ? { arrivalNumber: 1286 - n + 12, arrivalDate: iso(arrived) } : {}),
    ...(n % 4 === 1 ? { dueDate: iso(NOW + (n % 3 === 1 ? -2 : 5) * DAY) } : {}),
    verdict: changed ? 'changed' : kinds[kind] === 'none' ? 'unsigned' : 'intact',
    signatures: kinds[kind] ?? 'unknown',
    signedBy: n === 3 || n === STACKED ? 'differs' : 'matches',
    signerLine: n % 2 === 0 ? 'trusted' : 'unknown_revocation',
    fileCount: 2,
    senderOrganId: AGENCIES[n % 5]?.organId ?? '',
    documentId: `000.00.01.H99,${n}`,
    signer: 'Nguyễn Văn Mẫu',
    toPlaces: ['Ủy ban nhân dân các xã, phường', 'Lưu: VT, VP'],
    paperFollows: n % 5 === 0,
    organId: 'H99.2',
    packageSignature: 'absent',
    warnings:
      n === STACKED
        ? [
            { code: 'edxml.attachment_missing', params: { name: 'Phu-luc-02-danh-sach-ho-ngheo.xlsx' } },
            { code: 'edxml.bad_value', params: { name: 'PageAmount' } },
            { code: 'edxml.bad_value', params: { name: 'DueDate' } },
          ]
        : [],
    files: [
      {
        id: uuid(900_000 + n),
        name: `${125 + n}-SNV-VP.pdf`,
        size: pdfSize,
        detected: 'pdf',
        pages: 3,
        verdict: {
          readable: true,
          summary: changed ? 'changed' : 'intact',
          checkedAt: NOW,
          signatures: kind === 4 ? [] : kind === 2 ? [signature({})] : changed ? [signature({ bytes: 'changed_after' })] : both,
        },
      },
      { id: uuid(800_000 + n), name: 'Phụ lục danh sách hộ nghèo, hộ cận nghèo kèm theo Quyết định.xlsx', size: 48_211, detected: 'xlsx' },
    ],
    ...(state === 'assigned' || state === 'in_progress'
      ? {
          instruction: {
            leader: 'Lê Thị Ví Dụ',
            text: 'Giao công chức Văn hóa – Xã hội tham mưu báo cáo.\nHoàn thành trước ngày 25/11.',
            lead: 'Phòng Văn hóa – Xã hội',
            coHandlers: ['Văn phòng HĐND và UBND', 'Công an xã'],
            slipDate: iso(NOW),
            dueDate: iso(NOW + 4 * DAY),
          },
        }
      : {}),
    duplicates:
      n === 3 || n === STACKED
        ? [
            {
              id: uuid(30),
              same: 'code',
              state: 'registered',
              channel: 'post',
              sender: 'Sở Nội vụ tỉnh Mẫu',
              code: '125/SNV-VP',
              subject: 'Về việc báo cáo công tác văn thư',
              arrivedAt: arrived - DAY,
              arrivalNumber: 1203,
              arrivalDate: '2026-11-20',
            },
          ]
        : [],
    copies: [],
    history: [
      { at: arrived, by: 'Trạm Văn thư', act: 'incoming.arrived', params: { sender: 'Sở Nội vụ' } },
      ...(numbered ? [{ at: arrived + 60_000, by: 'Trần Thị Văn Thư', act: 'incoming.register', params: { number: 1286 - n + 12 } }] : []),
    ],
    statuses: [
      { code: '01', description: '', at: arrived, direction: 'out', organName: 'Sở Nội vụ tỉnh Mẫu', sent: 'sent' },
      ...(numbered
        ? [
            {
              code: '03',
              description: '',
              at: arrived + 60_000,
              direction: 'out' as const,
              organName: 'Sở Nội vụ',
              sent: 'waiting' as const,
            },
          ]
        : []),
    ],
    acts: incomingActs(state),
    amendments: amendmentsOf(n),
    secrecyAsked: n === STACKED ? [{ page: 2, words: 'tài liệu mật' }] : [],
  };
}

/** The third asks for its document back; the sixth came as a replacement of the seventh. */
function amendmentsOf(n: number): IncomingDetail['amendments'] {
  const row = { state: 'open' as const, organName: 'Sở Nội vụ tỉnh Mẫu', askedAt: NOW - 60_000 };
  if (n === STACKED)
    return [
      { ...row, id: uuid(900_010), kind: 'take_back', reason: 'Gửi nhầm nơi nhận.', originalId: uuid(n) },
      { ...row, id: uuid(900_011), kind: 'update', reason: 'Sửa tên người ký.', originalId: uuid(n), letterId: uuid(5) },
    ];
  if (n === 2) return [{ ...row, id: uuid(900_002), kind: 'take_back', reason: 'Gửi nhầm nơi nhận.', originalId: uuid(n) }];
  if (n === 5 || n === 6)
    return [{ ...row, id: uuid(900_005), kind: 'replace', reason: 'Sửa thời hạn báo cáo.', originalId: uuid(6), letterId: uuid(5) }];
  return [];
}

const OUT_STATES: OutgoingState[] = ['draft', 'leader_signed', 'numbered', 'agency_signed', 'issued', 'issued', 'cancelled'];
export function outgoingDoc(n: number, pdfSize: number): OutgoingDetail {
  const state = OUT_STATES[n % 7] ?? 'draft';
  const numbered = ['numbered', 'agency_signed', 'issued'].includes(state);
  const updated = NOW - n * 3_700_000;
  return {
    id: uuid(100_000 + n),
    state,
    priority: n % 8 === 1 ? 1 : 0,
    code: numbered ? `${215 - n}/UBND-VP` : '',
    ...(numbered ? { date: iso(updated) } : {}),
    typeName: n % 3 === 0 ? 'Báo cáo' : 'Công văn',
    subject: SUBJECTS[n % 6] ?? '',
    signer: 'Lê Thị Ví Dụ',
    recipientCount: 3,
    delivered: state === 'issued' ? 1 : 0,
    ...(state === 'issued' ? { dispatch: n % 7 === 4 ? ('queued' as const) : ('accepted' as const) } : {}),
    updatedAt: updated,
    content: '',
    competence: 'TM. ỦY BAN NHÂN DÂN',
    signerPosition: 'CHỦ TỊCH',
    dueDate: iso(NOW + 3 * DAY),
    organId: 'H99.2',
    issuedAmount: 1 + (n % 3),
    ...(n % 4 === 1 ? { note: 'Gửi kèm 02 bản giấy cho các thôn' } : {}),
    toPlaces: ['- Như trên;', '- Lưu: VT.'],
    recipients: [
      { organId: 'H99.1', name: 'Sở Nội vụ tỉnh Mẫu' },
      { organId: 'H99.4', name: AGENCIES[3]?.name ?? '' },
      { name: 'Các thôn, tổ dân phố' },
    ],
    replyTo: { id: uuid(13), code: '138/UBND-VP' },
    files: [{ id: uuid(700_000 + n), name: 'Dự thảo công văn trả lời.pdf', size: pdfSize, detected: 'pdf', pages: 3 }],
    deliveries:
      state === 'issued'
        ? [
            { organId: 'H99.1', name: 'Sở Nội vụ tỉnh Mẫu', state: 'delivered', statusCode: '03', at: NOW - 60_000 },
            { organId: 'H99.4', name: AGENCIES[3]?.name ?? '', state: n % 7 === 4 ? 'waiting' : 'sent', at: NOW - 60_000 },
            { name: 'Các thôn, tổ dân phố', state: 'waiting' },
          ]
        : [],
    history: [{ at: updated, by: 'Trần Thị Văn Thư', act: 'outgoing.draft', params: {} }],
    statuses: [],
    acts: outgoingActs(state),
    amendments: [],
    secrecyAsked: [],
  };
}

export const QUEUE: QueueRow[] = [
  {
    id: uuid(500_009),
    kind: 'document',
    state: 'sending',
    priority: 0,
    title: '205/UBND-KT Về việc gửi hồ sơ quy hoạch chi tiết khu trung tâm xã',
    recipients: 'Sở Xây dựng tỉnh Mẫu',
    size: 48_600_000,
    attempts: 1,
    queuedAt: NOW - 3_600_000,
    sentBytes: 21_400_000,
  },
  {
    id: uuid(500_001),
    kind: 'document',
    state: 'queued',
    priority: 2,
    title: '211/UBND-VP Về việc triển khai Kế hoạch phòng, chống thiên tai và tìm kiếm cứu nạn',
    recipients: 'Sở Nội vụ tỉnh Mẫu; Ủy ban nhân dân xã Thử Nghiệm',
    size: 1_240_000,
    attempts: 0,
    queuedAt: NOW - 3_000_000,
    nextTry: NOW + 240_000,
  },
  {
    id: uuid(500_002),
    kind: 'document',
    state: 'unknown',
    priority: 0,
    title: '209/UBND-VP Báo cáo công tác văn thư',
    recipients: AGENCIES[3]?.name ?? '',
    size: 240_000,
    attempts: 1,
    queuedAt: NOW - 9_000_000,
    nextTry: NOW + 60_000,
  },
  {
    id: uuid(500_003),
    kind: 'document',
    state: 'refused',
    priority: 0,
    title: '208/UBND-VP Về việc cử cán bộ tham gia lớp bồi dưỡng',
    recipients: 'Ủy ban nhân dân huyện Cũ',
    size: 240_000,
    attempts: 1,
    queuedAt: NOW - 19_000_000,
    error: { code: 'axis.recipient_unknown', params: { organ: '000.00.15.H99' } },
  },
  {
    id: uuid(500_004),
    kind: 'status',
    state: 'queued',
    priority: 0,
    title: 'Đã tiếp nhận văn bản 138/UBND-VP, số đến 1 284',
    recipients: 'Sở Nội vụ tỉnh Mẫu',
    size: 2_000,
    attempts: 3,
    queuedAt: NOW - 900_000,
  },
];
export const QUARANTINE: QuarantineRow[] = [
  {
    id: uuid(600_001),
    docId: '0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9',
    sender: AGENCIES[3]?.name ?? '',
    at: NOW - 7_200_000,
    reason: { code: 'files.not_a_pdf', params: { name: '45-BC-BQL.pdf' } },
    size: 3_400_000,
    markedFail: true,
    hasOriginal: true,
  },
  {
    id: uuid(600_002),
    docId: 'VXP-99812',
    sender: '',
    at: NOW - 90_000_000,
    reason: { code: 'edxml.not_well_formed', params: { line: 14 } },
    size: 812,
    markedFail: false,
    hasOriginal: true,
  },
];
