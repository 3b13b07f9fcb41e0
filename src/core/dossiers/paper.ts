/**
 * What is printed of files: the year's list, a file's cover with the list of its documents, the list of what is handed to
 * the archive and the minutes of it. Columns follow the usual forms of Annex V of Decree 30/2020 (known from the trade).
 */
import type { DossierDetail, DossierItemRow, DossierListFacts, DossierRow } from '../../contract/page/dossiers.ts';
import { USUAL_LANGUAGE } from '../../domain/dossiers.ts';
import { type LegalDate, legalDateOf, printedDate, screenDate } from '../../domain/time.ts';
import { writeDocx } from '../../formats/docx/index.ts';
import { packXlsx } from '../../formats/table/index.ts';
import type { PrintPlace } from '../deadlines/print.ts';
import { type BookColumn, type BookSheet, type PrintedRow, printBook } from '../print/book.ts';
import { printSheet } from '../print/index.ts';

const day = (date: string | undefined): string => (date === undefined ? '' : screenDate(date as LegalDate));
const two = (n: number): string => String(n).padStart(2, '0');
const placeAndDate = ({ place, now }: PrintPlace): string => [place, printedDate(legalDateOf(now))].filter(Boolean).join(', ');
const span = (row: DossierRow): string =>
  row.startDate === undefined ? '' : row.startDate === row.endDate ? day(row.startDate) : `${day(row.startDate)} – ${day(row.endDate)}`;

/** A sheet of the book engine as bytes. */
async function bookBytes(sheet: BookSheet, rows: readonly PrintedRow[]): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  await printBook(sheet, {
    rows: (offset) => rows.slice(offset, offset + 200),
    write: async (bytes) => void parts.push(bytes),
  });
  return Buffer.concat(parts);
}
const office = ({ officeName, parentName, fonts, watermark }: PrintPlace) => ({
  ...{ officeName, parentName, fonts, paper: 'A4' as const },
  ...(watermark === undefined ? {} : { watermark }),
});

const LIST_COLUMNS: readonly BookColumn[] = [
  { heading: 'Số và ký hiệu hồ sơ', share: 13 },
  { heading: 'Tên đề mục và tiêu đề hồ sơ', share: 47 },
  { heading: 'Thời hạn bảo quản', share: 12, center: true },
  { heading: 'Người lập hồ sơ', share: 16 },
  { heading: 'Ghi chú', share: 14 },
];
const ROMAN = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII', 'XIII', 'XIV', 'XV'];
/** The list's lines with its headings between them; dropped entries stay out. */
export function listLines(rows: readonly DossierRow[]): string[][] {
  const lines: string[][] = [];
  let heading: string | undefined;
  let n = 0;
  for (const row of rows.filter(({ state }) => state !== 'dropped')) {
    if (row.heading !== heading) {
      heading = row.heading;
      if (heading !== '') lines.push([ROMAN[n] ?? String(n + 1), heading.toUpperCase(), '', '', '']);
      n++;
    }
    const remarks = [row.listed ? '' : 'Mở ngoài danh mục', row.description].filter(Boolean).join('. ');
    lines.push([row.notation, row.title, row.maintenance, row.creator, remarks]);
  }
  return lines;
}
export interface MadeList {
  readonly bytes: Uint8Array;
  readonly name: string;
}
/** Danh mục hồ sơ of a year (article 28): as it is issued. */
export async function printYearList(
  year: number,
  rows: readonly DossierRow[],
  list: DossierListFacts | undefined,
  place: PrintPlace,
  as: 'pdf' | 'xlsx' | 'docx',
): Promise<MadeList> {
  const lines = listLines(rows);
  const name = `Danh mục hồ sơ năm ${year}.${as}`;
  const count = rows.filter(({ state }) => state !== 'dropped').length;
  const permanent = rows.filter(({ state, maintenance }) => state !== 'dropped' && /vĩnh viễn/iu.test(maintenance)).length;
  const notes = list
    ? [`(Ban hành kèm theo ${list.decision} ngày ${day(list.approvedOn)}, ${list.approvedBy})`]
    : ['(Dự thảo, chưa ban hành)'];
  const closing = {
    paragraphs: [
      `Bản danh mục này có ${two(count)} hồ sơ, trong đó ${two(permanent)} hồ sơ bảo quản vĩnh viễn, ${two(count - permanent)} hồ sơ bảo quản có thời hạn.`,
    ],
    placeAndDate: placeAndDate(place),
    signers: ['NGƯỜI LẬP', 'THỦ TRƯỞNG CƠ QUAN'],
  };
  const marked = place.watermark === undefined ? {} : { mark: place.watermark };
  if (as === 'xlsx')
    return {
      name,
      bytes: await packXlsx({
        ...marked,
        name: `Danh mục hồ sơ ${year}`,
        headings: LIST_COLUMNS.map(({ heading }) => heading),
        rows: lines,
        widths: [16, 70, 18, 26, 30],
        landscape: 'A4',
      }),
    };
  const sheet = { title: 'Danh mục hồ sơ', subtitle: `Năm ${year}`, notes, closing };
  const prints = lines.map((cells) => ({ cells }));
  if (as === 'docx') {
    const { fonts: _f, watermark: _w, ...base } = { watermark: undefined, ...office(place), ...marked };
    return {
      name,
      bytes: await writeDocx({ ...base, ...sheet, columns: LIST_COLUMNS, rows: prints, numbered: true, landscape: true }),
    };
  }
  const pdf: BookSheet = { ...office(place), ...sheet, columns: LIST_COLUMNS, empty: 'Danh mục chưa có hồ sơ nào.' };
  return { name, bytes: await bookBytes(pdf, prints) };
}

const CONTENT_COLUMNS: readonly BookColumn[] = [
  { heading: 'Số TT', share: 5, center: true },
  { heading: 'Số, ký hiệu văn bản', share: 13 },
  { heading: 'Ngày tháng văn bản', share: 9, center: true },
  { heading: 'Tên loại và trích yếu nội dung văn bản', share: 40 },
  { heading: 'Tác giả văn bản', share: 17 },
  { heading: 'Số trang', share: 6, center: true },
  { heading: 'Ghi chú', share: 12 },
];
/** What a document's row says where the document itself cannot be shown any more. */
export function itemRemarks(item: DossierItemRow): string {
  const mark = item.destroyed ? 'Đã tiêu hủy' : item.state === 'recalled' ? 'Đã thu hồi' : '';
  return [mark, item.note].filter(Boolean).join('. ');
}
const contentRow = (item: DossierItemRow): PrintedRow => ({
  cells: [
    String(item.ordinal),
    item.code,
    day(item.date),
    [item.typeName, item.subject].filter(Boolean).join(' – '),
    item.agency,
    item.pages === undefined ? '' : String(item.pages),
    itemRemarks(item),
  ],
});

/** The file's cover, and behind it mục lục văn bản (article 29). */
export function printDossier(detail: DossierDetail, place: PrintPlace): Promise<Uint8Array> {
  const facts = [
    detail.title,
    `Số và ký hiệu hồ sơ: ${detail.notation}, năm ${detail.year}`,
    detail.startDate ? `Từ ngày ${day(detail.startDate)} đến ngày ${day(detail.endDate)}` : '',
    `Thời hạn bảo quản: ${detail.maintenance || '……'}`,
    `${two(detail.documents)} văn bản, ${two(detail.pages)} trang`,
    detail.creator ? `Người lập hồ sơ: ${detail.creator}` : '',
  ].filter(Boolean);
  const notes = [
    detail.title,
    [
      `Thời hạn bảo quản: ${detail.maintenance || '……'}`,
      detail.rights ? `Chế độ sử dụng: ${detail.rights}` : '',
      `Ngôn ngữ: ${detail.language || USUAL_LANGUAGE}`,
    ]
      .filter(Boolean)
      .join(' · '),
  ];
  return bookBytes(
    {
      ...office(place),
      title: 'Hồ sơ',
      subtitle: `Mục lục văn bản trong hồ sơ ${detail.notation} (${detail.year})`,
      columns: CONTENT_COLUMNS,
      notes,
      cover: { lines: facts },
      empty: 'Hồ sơ chưa có văn bản nào.',
      closing: {
        paragraphs: [
          `Hồ sơ gồm ${two(detail.documents)} văn bản, ${two(detail.pages)} trang.`,
          detail.closedOn ? `Kết thúc ngày ${day(detail.closedOn)}.` : 'Hồ sơ chưa kết thúc; số liệu tính đến lúc in.',
        ],
        placeAndDate: placeAndDate(place),
        signers: ['NGƯỜI LẬP HỒ SƠ'],
      },
    },
    detail.items.map(contentRow),
  );
}

const HANDED_COLUMNS: readonly BookColumn[] = [
  { heading: 'Số TT', share: 5, center: true },
  { heading: 'Số và ký hiệu hồ sơ', share: 13 },
  { heading: 'Tiêu đề hồ sơ', share: 38 },
  { heading: 'Thời gian tài liệu', share: 17, center: true },
  { heading: 'Thời hạn bảo quản', share: 11, center: true },
  { heading: 'Số văn bản', share: 7, center: true },
  { heading: 'Số trang', share: 7, center: true },
  { heading: 'Ghi chú', share: 12 },
];
export interface HandedIn {
  readonly date: string;
  readonly giver: string;
  readonly receiver: string;
  readonly receiverPosition: string;
  readonly note: string;
}
const sum = (rows: readonly DossierRow[], of: (row: DossierRow) => number): number => rows.reduce((all, row) => all + of(row), 0);

/** Mục lục hồ sơ, tài liệu nộp lưu (article 30): two copies, one for each side. */
export const printHandedList = (rows: readonly DossierRow[], given: HandedIn, place: PrintPlace): Promise<Uint8Array> =>
  bookBytes(
    {
      ...office(place),
      title: 'Mục lục hồ sơ, tài liệu nộp lưu',
      subtitle: `Ngày giao nộp: ${day(given.date)}`,
      columns: HANDED_COLUMNS,
      empty: 'Không có hồ sơ nào.',
      closing: {
        paragraphs: [
          `Mục lục này gồm ${two(rows.length)} hồ sơ, ${sum(rows, (row) => row.documents)} văn bản, ${sum(rows, (row) => row.pages)} trang.`,
        ],
        placeAndDate: placeAndDate(place),
        signers: ['NGƯỜI LẬP', 'NGƯỜI NHẬN'],
      },
    },
    rows.map((row, i) => ({
      cells: [
        String(i + 1),
        `${row.notation} (${row.year})`,
        row.title,
        span(row),
        row.maintenance,
        String(row.documents),
        String(row.pages),
        row.description,
      ],
    })),
  );

/** Biên bản giao nhận hồ sơ, tài liệu (article 30): two copies. */
export function printMinutes(rows: readonly DossierRow[], given: HandedIn, place: PrintPlace): Promise<Uint8Array> {
  const years = [...new Set(rows.map(({ year }) => year))].sort((a, b) => a - b);
  const receiver = [given.receiver || '……………………', given.receiverPosition].filter(Boolean).join(', ');
  const { now, place: where, ...rest } = place;
  return printSheet({
    ...rest,
    placeAndDate: `${where ? `${where}, ` : ''}${printedDate((given.date || legalDateOf(now)) as LegalDate)}`,
    title: 'Biên bản giao nhận hồ sơ, tài liệu',
    subtitle: `Khối hồ sơ ${years.length === 0 ? '' : `năm ${years.join(', ')} `}nộp vào lưu trữ hiện hành`,
    paragraphs: [
      `Bên giao: ${given.giver || '……………………'}, ${place.officeName}.`,
      `Bên nhận (lưu trữ hiện hành): ${receiver}.`,
      'Hai bên đã tiến hành giao nhận hồ sơ, tài liệu với nội dung như sau:',
      `1. Số lượng: ${two(rows.length)} hồ sơ, gồm ${sum(rows, (row) => row.documents)} văn bản, ${sum(rows, (row) => row.pages)} trang.`,
      `2. Thời hạn bảo quản: ${termsOf(rows)}.`,
      '3. Tình trạng: như mục lục hồ sơ, tài liệu nộp lưu kèm theo. Hồ sơ điện tử giao cùng danh sách mã kiểm tra SHA-256 của từng tệp khi xuất.',
      ...(given.note ? [`4. Ghi chú: ${given.note}.`] : []),
      'Biên bản này được lập thành hai bản, mỗi bên giữ một bản.',
    ],
    signers: [
      { title: 'ĐẠI DIỆN BÊN GIAO', name: given.giver },
      { title: 'ĐẠI DIỆN BÊN NHẬN', name: given.receiver },
    ],
  });
}
function termsOf(rows: readonly DossierRow[]): string {
  const counted = new Map<string, number>();
  for (const { maintenance } of rows) counted.set(maintenance, (counted.get(maintenance) ?? 0) + 1);
  return [...counted].map(([term, count]) => `${term}: ${two(count)} hồ sơ`).join('; ');
}
