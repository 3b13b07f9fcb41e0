/** Biên bản bàn giao công việc văn thư: the minutes as a page to be signed by who gives, who takes and the head of office. */
import type { HandoverKind, HandoverMinutes } from '../../contract/page/handover.ts';
import { legalDateOf, printedDate, screenDate, screenHour } from '../../domain/time.ts';
import { type PrintFonts, printSheet } from '../print/index.ts';

export interface PrintedHandover {
  readonly kind: HandoverKind;
  readonly giver: string;
  readonly taker: string;
  readonly basis: string;
  readonly items: string;
  readonly minutes: HandoverMinutes;
  readonly backup?: { readonly at: number; readonly files: number; readonly place: string };
  readonly done: boolean;
}
export interface PrintOffice {
  readonly officeName: string;
  readonly parentName: string;
  readonly place: string;
  readonly fonts: PrintFonts;
  readonly watermark?: string;
}

const WHY: Readonly<Record<HandoverKind, string>> = {
  leave: 'Bàn giao trong thời gian người giao vắng mặt.',
  clerk: 'Bàn giao cho người phụ trách văn thư mới.',
  machine: 'Bàn giao sang máy tính khác. Máy cũ không còn quyền cấp số.',
  merger: 'Bàn giao khi sắp xếp, sáp nhập đơn vị hành chính.',
};
const STATES: Readonly<Record<string, string>> = {
  arrived: 'chưa vào sổ',
  registered: 'đã vào sổ',
  assigned: 'đã phân công',
  in_progress: 'đang xử lý',
  draft: 'dự thảo',
  leader_signed: 'đã ký ban hành',
  numbered: 'đã cấp số',
  agency_signed: 'đã ký số cơ quan',
};
const moment = (at: number): string => `${screenHour(at)} ngày ${screenDate(legalDateOf(at))}`;

export function printMinutes(handover: PrintedHandover, office: PrintOffice): Promise<Uint8Array> {
  const { minutes } = handover;
  return printSheet({
    title: 'Biên bản bàn giao công việc văn thư',
    subtitle: `Số liệu lúc ${moment(minutes.at)}`,
    officeName: office.officeName,
    parentName: office.parentName,
    placeAndDate: [office.place, printedDate(legalDateOf(minutes.at))].filter(Boolean).join(', '),
    paragraphs: [...opening(handover), ...bookLines(minutes)],
    table: {
      headings: ['Đến/Đi', 'Số', 'Trích yếu', 'Tình trạng', 'Hạn'],
      widths: [8, 14, 50, 16, 12],
      rows: minutes.open.map((one) => [
        one.list === 'incoming' ? 'đến' : 'đi',
        one.code,
        one.subject,
        STATES[one.state] ?? one.state,
        one.dueDate ? screenDate(one.dueDate as Parameters<typeof screenDate>[0]) : '',
      ]),
      empty: 'Không có việc chưa xong.',
    },
    closing: [...dossierLines(minutes), ...closing(handover)],
    signers: [{ title: 'Bên giao', name: handover.giver }, { title: 'Bên nhận', name: handover.taker }, { title: 'Chánh Văn phòng' }],
    fonts: office.fonts,
    ...(office.watermark ? { watermark: office.watermark } : {}),
  });
}

function opening({ kind, giver, taker, basis, items, minutes }: PrintedHandover): string[] {
  const { documents, waiting } = minutes;
  return [
    WHY[kind],
    `Căn cứ: ${basis}.`,
    `Bên giao: ${giver}. Bên nhận: ${taker}.`,
    `Cơ quan: ${minutes.organs.map((organ) => `${organ.name} (${organ.organId})`).join('; ')}.`,
    `Trong kho có ${documents.incoming} văn bản đến, ${documents.outgoing} văn bản đi, ${documents.files} tệp.`,
    `Chưa xong: ${minutes.openIncoming} văn bản đến (${minutes.overdue} quá hạn), ${minutes.openOutgoing} văn bản đi.`,
    `Chờ gửi: ${waiting.documents} văn bản, ${waiting.statuses} trạng thái; ${waiting.refused} bị Trục từ chối. Văn bản lỗi, chờ xử lý: ${minutes.quarantined}.`,
    minutes.tokens.length === 0
      ? 'Chứng thư số đã khai ở trạm: không có.'
      : `Chứng thư số đã khai ở trạm: ${minutes.tokens.map((token) => `${token.name} (số hiệu ${token.serial}, hạn ${screenDate(legalDateOf(token.validTo))})`).join('; ')}.`,
    `USB ký số, con dấu, chìa khóa, giấy tờ giao tay: ${items || 'không có'}.`,
  ];
}
function bookLines({ books }: HandoverMinutes): string[] {
  const lines = books.map((book) => {
    const name = [book.name, book.period, book.series].filter(Boolean).join(', ');
    const last = book.last === 0 ? 'chưa cấp số' : `số cuối ${book.last} (dùng ${book.used}, hủy ${book.cancelled})`;
    return `– ${name} – ${book.organ}: ${last}${book.closed ? ', đã khóa sổ' : ''}.`;
  });
  return ['Số cuối của các sổ:', ...lines, 'Việc chưa xong:'];
}
function dossierLines({ dossiers }: HandoverMinutes): string[] {
  if (dossiers === undefined) return [];
  const { open, closed, list } = dossiers;
  if (open + closed === 0) return ['Hồ sơ đang lập, đã kết thúc chưa nộp lưu trữ: không có.'];
  const lines = list.map(
    (one) =>
      `– ${one.code} ${one.title} – ${one.organ}: ${one.documents} văn bản${one.state === 'closed' ? ', đã kết thúc, chưa nộp lưu trữ' : ''}.`,
  );
  const more = open + closed - list.length;
  return [
    `Hồ sơ: ${open} đang lập, ${closed} đã kết thúc chưa nộp lưu trữ.`,
    ...lines,
    ...(more > 0 ? [`Còn ${more} hồ sơ không in hết ở đây; xem danh mục hồ sơ.`] : []),
  ];
}
function closing({ minutes, backup, done }: PrintedHandover): string[] {
  const more = minutes.openIncoming + minutes.openOutgoing - minutes.open.length;
  return [
    ...(more > 0 ? [`Còn ${more} việc chưa xong không in hết ở đây; xem danh sách trong sổ.`] : []),
    backup
      ? `Bản sao lưu bàn giao: ${moment(backup.at)}, ${backup.files} tệp, đã đọc lại toàn bộ và đúng; nơi cất: ${backup.place}.`
      : 'Bản sao lưu bàn giao: chưa xong.',
    `Nhật ký đến dòng ${minutes.auditHead.seq}, mã kiểm ${minutes.auditHead.hash.slice(0, 16)}.`,
    ...(done ? [] : ['Biên bản tạm: việc bàn giao chưa kết thúc.']),
  ];
}
