/**
 * Registers as data (Decree 30/2020, annex IV): each form names its columns in the law's order, how wide they print, and
 * where its lines come from. A further kind of register is one more entry of `REGISTER_FORMS`: with lines kept by hand
 * (`handKept`) it is entered, printed, exported and filtered like the others.
 */
import type { FormColumn, RegisterEntry } from '../../contract/page/registers.ts';
import { Failure } from '../../domain/errors.ts';
import type { BookDirection } from '../../domain/registers.ts';
import type { Store } from '../store/types.ts';
import type { Parts } from '../working/index.ts';
import {
  countedParts,
  incomingCount,
  incomingFound,
  incomingLines,
  outgoingCount,
  outgoingFound,
  outgoingLines,
  type Which,
} from './bookLines.ts';
import { keptCount, keptLines, type OtherLines } from './handKept.ts';
import type { Book } from './index.ts';
import { trackingCount, trackingFound, trackingLines } from './tracking.ts';

/** Which lines are asked for. `from` and `to` are legal dates; `text` has no marks (`foldVietnamese`). */
export interface LineQuery {
  readonly organId: string;
  /** Of forms that belong to a numbered book. */
  readonly book?: Book;
  /** `2026`, or a term. */
  readonly period: string;
  readonly from?: string;
  readonly to?: string;
  readonly text?: string;
}
export interface RegisterForm {
  readonly key: string;
  readonly title: string;
  readonly columns: readonly FormColumn[];
  /** Its lines are those of a numbered book in this direction; absent: of the organ. */
  readonly book?: BookDirection;
  /** Which of the organ's books it is shown for; absent: it stands by itself. */
  readonly beside?: BookDirection;
  /** Lines are entered by hand. */
  readonly entered?: true;
  lines(store: Store, query: LineQuery, offset: number, limit: number): RegisterEntry[];
  count(store: Store, query: LineQuery): number;
  /** The same in parts, where it may be long. */
  readonly counted?: (store: Store, query: LineQuery) => Parts<number>;
  /** Where only the documents tell which lines there are: found in parts, and read by their keys. */
  readonly byKeys?: {
    /** Nothing for a query that the numbers themselves answer. */
    found(store: Store, query: LineQuery): Parts<LineKey[]> | undefined;
    lines(store: Store, query: LineQuery, keys: readonly LineKey[]): RegisterEntry[];
  };
}
/** Series and number within a book's period. */
export type LineKey = readonly [series: string, number: number];

const INCOMING: readonly FormColumn[] = [
  { key: 'arrivalDate', heading: 'Ngày đến', share: 8, center: true },
  { key: 'number', heading: 'Số đến', share: 5, center: true },
  { key: 'author', heading: 'Tác giả', share: 14 },
  { key: 'code', heading: 'Số, ký hiệu văn bản', share: 10 },
  { key: 'date', heading: 'Ngày tháng văn bản', share: 8, center: true },
  { key: 'subject', heading: 'Tên loại và trích yếu nội dung văn bản', share: 24 },
  { key: 'receiver', heading: 'Đơn vị hoặc người nhận', share: 11 },
  { key: 'handedOn', heading: 'Ngày chuyển', share: 8, center: true },
  { key: 'signed', heading: 'Ký nhận', share: 6 },
  { key: 'note', heading: 'Ghi chú', share: 9 },
];
const OUTGOING: readonly FormColumn[] = [
  { key: 'code', heading: 'Số, ký hiệu văn bản', share: 10 },
  { key: 'date', heading: 'Ngày tháng văn bản', share: 8, center: true },
  { key: 'subject', heading: 'Tên loại và trích yếu nội dung văn bản', share: 25 },
  { key: 'signer', heading: 'Người ký', share: 10 },
  { key: 'recipients', heading: 'Nơi nhận văn bản', share: 18 },
  { key: 'keeper', heading: 'Đơn vị, người nhận bản lưu', share: 8 },
  { key: 'copies', heading: 'Số lượng bản', share: 5, center: true },
  { key: 'handedOn', heading: 'Ngày chuyển', share: 8, center: true },
  { key: 'signed', heading: 'Ký nhận', share: 6 },
  { key: 'note', heading: 'Ghi chú', share: 8 },
];
const TRACKING: readonly FormColumn[] = [
  { key: 'number', heading: 'Số đến', share: 5, center: true },
  { key: 'document', heading: 'Tên loại, số, ký hiệu, ngày tháng và tên cơ quan, tổ chức ban hành văn bản', share: 32 },
  { key: 'receiver', heading: 'Đơn vị hoặc người nhận', share: 14 },
  { key: 'due', heading: 'Thời hạn giải quyết', share: 9, center: true },
  { key: 'progress', heading: 'Tiến độ giải quyết', share: 16 },
  { key: 'reply', heading: 'Số, ký hiệu văn bản trả lời', share: 13 },
  { key: 'note', heading: 'Ghi chú', share: 11 },
];
const POST: readonly FormColumn[] = [
  { key: 'date', heading: 'Ngày chuyển', share: 10, kind: 'date', center: true },
  { key: 'code', heading: 'Số, ký hiệu văn bản', share: 20, kind: 'text', required: true, max: 100 },
  { key: 'recipient', heading: 'Nơi nhận văn bản', share: 32, kind: 'text', required: true, max: 300 },
  { key: 'envelopes', heading: 'Số lượng bì', share: 8, kind: 'number', center: true },
  { key: 'signed', heading: 'Ký nhận và dấu bưu điện', share: 16, kind: 'text', max: 100 },
  { key: 'note', heading: 'Ghi chú', share: 14, kind: 'text', max: 300 },
];
const ARCHIVE: readonly FormColumn[] = [
  { key: 'date', heading: 'Ngày tháng', share: 8, kind: 'date', center: true },
  { key: 'person', heading: 'Họ và tên người sử dụng', share: 14, kind: 'text', required: true, max: 100 },
  { key: 'code', heading: 'Số, ký hiệu, ngày tháng văn bản', share: 14, kind: 'text', required: true, max: 150 },
  { key: 'subject', heading: 'Tên loại và trích yếu nội dung văn bản', share: 24, kind: 'text', max: 500 },
  { key: 'fileCode', heading: 'Số, ký hiệu hồ sơ', share: 9, kind: 'text', max: 50 },
  { key: 'signed', heading: 'Ký nhận', share: 7, kind: 'text', max: 50 },
  { key: 'returned', heading: 'Ngày trả', share: 8, kind: 'date', center: true },
  { key: 'allowedBy', heading: 'Người cho phép sử dụng', share: 9, kind: 'text', required: true, max: 100 },
  { key: 'note', heading: 'Ghi chú', share: 7, kind: 'text', max: 300 },
];

/** A register whose lines people enter: its columns say what is asked. `other`: lines that a room holds already. */
export const handKept = (key: string, title: string, columns: readonly FormColumn[], other?: OtherLines): RegisterForm => ({
  ...{ key, title, columns, entered: true },
  lines: (store, query, offset, limit) => keptLines(store, key, columns, other, query, offset, limit),
  count: (store, query) => keptCount(store, key, other, query),
});

/** What went by post as the paper desk wrote it down. */
const POSTED = `SELECT NULL, p.sent_on, p.seq, json_object('code', o.code, 'recipient', p.name || CASE p.address WHEN '' THEN '' ELSE ' – ' || p.address END,
    'envelopes', CAST(p.envelopes AS TEXT), 'note', CASE p.post_code WHEN '' THEN '' ELSE 'Mã bưu gửi: ' || p.post_code END), NULL, p.outgoing_id, NULL, NULL
  FROM paper_delivery p JOIN outgoing o ON o.id = p.outgoing_id
  WHERE p.carry = 'post' AND o.organ_id = @organ AND p.sent_on BETWEEN @from AND @to`;

type ReadLines = (store: Store, query: LineQuery, which: Which) => RegisterEntry[];
const numbered = (
  read: ReadLines,
  count: RegisterForm['count'],
  found: NonNullable<RegisterForm['byKeys']>['found'],
): Pick<RegisterForm, 'lines' | 'count' | 'byKeys'> => ({
  lines: (store, query, offset, limit) => read(store, query, { offset, limit }),
  count,
  byKeys: { found, lines: (store, query, keys) => read(store, query, { keys }) },
});
export const REGISTER_FORMS: readonly RegisterForm[] = [
  {
    ...{ key: 'incoming', title: 'Sổ đăng ký văn bản đến', columns: INCOMING, book: 'incoming' },
    ...numbered(incomingLines, incomingCount, incomingFound),
    counted: countedParts,
  },
  {
    ...{ key: 'outgoing', title: 'Sổ đăng ký văn bản đi', columns: OUTGOING, book: 'outgoing' },
    ...numbered(outgoingLines, outgoingCount, outgoingFound),
    counted: countedParts,
  },
  {
    ...{ key: 'tracking', title: 'Sổ theo dõi giải quyết văn bản đến', columns: TRACKING, book: 'incoming', beside: 'incoming' },
    ...numbered(trackingLines, trackingCount, trackingFound),
  },
  handKept('post', 'Sổ gửi văn bản đi bưu điện', POST, POSTED),
  handKept('archive_use', 'Sổ sử dụng bản lưu', ARCHIVE),
];

/** @throws Failure `registers.no_such_form` */
export function formOf(key: string): RegisterForm {
  const form = REGISTER_FORMS.find((one) => one.key === key);
  if (form === undefined) throw new Failure('registers.no_such_form');
  return form;
}
