/** The shown list on paper and as a workbook: its own columns, filter and order. */
import type { IncomingListRow, OutgoingListRow } from '../../contract/page/lists.ts';
import { type LegalDate, legalDateOf, printedDate, screenDate, screenHour } from '../../domain/time.ts';
import { type BetweenParts, packXlsx } from '../../formats/table/index.ts';
import type { PrintPlace } from '../deadlines/print.ts';
import { type BetweenRows, printSheet } from '../print/index.ts';
import type { ListName } from './rows.ts';

export interface ListColumn {
  readonly key: string;
  readonly title: string;
}
export const STATE_WORDS: Readonly<Record<string, string>> = {
  arrived: 'Chưa vào sổ',
  registered: 'Đã vào sổ',
  assigned: 'Đã có ý kiến chỉ đạo',
  in_progress: 'Đang xử lý',
  finished: 'Đã kết thúc',
  returned: 'Đã trả lại',
  withdrawn: 'Nơi gửi đã lấy lại',
  recalled: 'Đã thu hồi',
  merged: 'Đã gộp vào bản trùng',
  draft: 'Dự thảo',
  leader_signed: 'Đã ký ban hành',
  numbered: 'Đã cấp số',
  agency_signed: 'Đã ký số của cơ quan',
  issued: 'Đã phát hành',
  cancelled: 'Đã hủy',
};
export const PRIORITY = ['', 'Khẩn', 'Thượng khẩn', 'Hỏa tốc', 'Hỏa tốc hẹn giờ'];
const CHANNEL: Readonly<Record<string, string>> = {
  axis: 'Trục liên thông',
  post: 'Bưu chính',
  hand: 'Trực tiếp',
  email: 'Thư điện tử',
  zalo: 'Zalo',
  fax: 'Fax',
  phone: 'Điện thoại',
  portal: 'Cổng dịch vụ công',
};
const SIGNATURES: Readonly<Record<string, string>> = {
  both: 'Đủ hai chữ ký',
  one: 'Một chữ ký',
  none: 'Không có',
  unknown: 'Chưa kiểm tra',
};
const day = (date: string | undefined): string => (date === undefined ? '' : screenDate(date as LegalDate));
const lines = (...parts: readonly string[]): string => parts.filter(Boolean).join('\n');
const named = (row: { readonly typeName: string; readonly subject: string }): string =>
  row.typeName ? `${row.typeName}: ${row.subject}` : row.subject;
const moment = (at: number): string => `${screenDate(legalDateOf(at))} ${screenHour(at)}`;

function incomingCell(row: IncomingListRow, key: string): string {
  switch (key) {
    case 'number':
      return lines(
        row.arrivalNumber === undefined ? (row.numberPending ? 'chờ cấp' : 'chưa vào sổ') : String(row.arrivalNumber),
        day(row.day),
      );
    case 'sender':
      return row.sender;
    case 'code':
      return lines(row.code, day(row.date));
    case 'subject':
      return named(row);
    case 'due':
      return lines(PRIORITY[row.priority] ?? '', day(row.dueDate));
    case 'state':
      return STATE_WORDS[row.state] ?? row.state;
    case 'signatures':
      return SIGNATURES[row.signatures] ?? '';
    case 'lead':
      return row.lead ?? '';
    case 'coHandlers':
      return (row.coHandlers ?? []).join('; ');
    case 'priority':
      return PRIORITY[row.priority] ?? '';
    case 'type':
      return row.typeName;
    case 'channel':
      return CHANNEL[row.channel] ?? row.channel;
    case 'signer':
      return row.signer ?? '';
    case 'arrivedAt':
      return moment(row.arrivedAt);
    case 'files':
      return String(row.fileCount);
    case 'note':
      return row.note ?? '';
    case 'dossier':
      return row.dossier ?? '';
    default:
      return '';
  }
}
function outgoingCell(row: OutgoingListRow, key: string): string {
  switch (key) {
    case 'code':
      return lines(row.code || 'chưa cấp số', day(row.date));
    case 'subject':
      return named(row);
    case 'priority':
      return PRIORITY[row.priority] ?? '';
    case 'signer':
      return row.signer;
    case 'recipients':
      return (
        row.recipients.join('; ') +
        (row.recipientCount > row.recipients.length ? `; và ${row.recipientCount - row.recipients.length} nơi khác` : '')
      );
    case 'state':
      return STATE_WORDS[row.state] ?? row.state;
    case 'due':
      return day(row.dueDate);
    case 'type':
      return row.typeName;
    case 'updated':
      return moment(row.updatedAt);
    case 'copies':
      return String(row.copies).padStart(2, '0');
    case 'note':
      return row.note ?? '';
    case 'dossier':
      return row.dossier ?? '';
    default:
      return '';
  }
}
/** Shares of the width on paper. */
const WIDTH: Readonly<Record<string, number>> = {
  subject: 30,
  sender: 17,
  recipients: 18,
  lead: 12,
  coHandlers: 12,
  signer: 11,
  state: 10,
  code: 12,
  note: 16,
};
const USUAL_WIDTH = 9;

export function listTable(
  columns: readonly ListColumn[],
  rows: { readonly incoming: readonly IncomingListRow[] } | { readonly outgoing: readonly OutgoingListRow[] },
): string[][] {
  return 'incoming' in rows
    ? rows.incoming.map((row) => columns.map(({ key }) => incomingCell(row, key)))
    : rows.outgoing.map((row) => columns.map(({ key }) => outgoingCell(row, key)));
}

const TITLE: Readonly<Record<ListName, string>> = { incoming: 'Danh sách văn bản đến', outgoing: 'Danh sách văn bản đi' };
/** @param left documents of the filter that the paper has no room for */
export const printList = (
  list: ListName,
  columns: readonly ListColumn[],
  rows: readonly (readonly string[])[],
  left: number,
  place: PrintPlace,
  between?: BetweenRows,
): Promise<Uint8Array> => {
  const { now, place: where, ...rest } = place;
  const sheet = {
    ...rest,
    placeAndDate: `${where ? `${where}, ` : ''}${printedDate(legalDateOf(now))}`,
    title: TITLE[list],
    subtitle: `${rows.length} văn bản · lập lúc ${moment(now)}${left > 0 ? ` · còn ${left} văn bản không in ở đây` : ''}`,
    landscape: true,
    table: {
      headings: ['TT', ...columns.map(({ title }) => title)],
      widths: [4, ...columns.map(({ key }) => WIDTH[key] ?? USUAL_WIDTH)],
      rows: rows.map((cells, i) => [String(i + 1), ...cells]),
      empty: 'Không có văn bản nào.',
    },
    signers: [{ title: 'NGƯỜI LẬP' }],
  };
  return printSheet(sheet, between);
};
export const workbookOf = (
  list: ListName,
  columns: readonly ListColumn[],
  rows: readonly (readonly string[])[],
  between?: BetweenParts,
  mark?: string,
): Promise<Uint8Array> =>
  packXlsx(
    {
      ...(mark === undefined ? {} : { mark }),
      name: TITLE[list],
      widths: columns.map(({ key }) => (WIDTH[key] ?? USUAL_WIDTH) + 6),
      headings: columns.map(({ title }) => title),
      rows: rows.map((cells) => cells.map((cell) => cell.replaceAll('\n', ' · '))),
    },
    between,
  );
