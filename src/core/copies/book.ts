/** Sổ đăng ký bản sao as it is bound, as a workbook, as a Word document: the same cells in each. */
import type { CopyIssueRow } from '../../contract/page/copies.ts';
import type { CopyDirection, CopyForm } from '../../domain/paperDesk.ts';
import { type LegalDate, screenDate } from '../../domain/time.ts';
import type { PrintPlace } from '../deadlines/print.ts';
import type { BookColumn } from '../print/book.ts';
import { type DeskBookMake, deskBook, spanOf } from '../print/deskBook.ts';
import type { Store } from '../store/types.ts';
import { copiesOfYear } from './index.ts';

const COLUMNS: readonly BookColumn[] = [
  { heading: 'Số, ký hiệu bản sao', share: 9 },
  { heading: 'Ngày tháng', share: 7, center: true },
  { heading: 'Hình thức sao', share: 11 },
  { heading: 'Văn bản được sao', share: 26 },
  { heading: 'Nội dung trích sao', share: 11 },
  { heading: 'Số lượng bản', share: 6, center: true },
  { heading: 'Người ký', share: 9 },
  { heading: 'Nơi nhận bản sao', share: 12 },
  { heading: 'Ký nhận', share: 6 },
  { heading: 'Ghi chú', share: 9 },
];
/** Heads of the book's columns. */
export const COPY_COLUMNS = COLUMNS.map(({ heading }) => heading);
const DIRECTION_WORDS: Readonly<Record<CopyDirection, string>> = {
  ep: 'điện tử sang giấy',
  pe: 'giấy sang điện tử',
  pp: 'giấy sang giấy',
  ee: 'điện tử sang điện tử',
};
const FORM_WORDS: Readonly<Record<CopyForm, string>> = { SY: 'Sao y', SL: 'Sao lục', TrS: 'Trích sao' };
export const copyCells = (row: CopyIssueRow): string[] => [
  row.code,
  screenDate(row.date as LegalDate),
  `${FORM_WORDS[row.form]} (${DIRECTION_WORDS[row.direction]})`,
  [row.source.code, row.source.date && screenDate(row.source.date as LegalDate), row.source.agency, row.source.subject]
    .filter(Boolean)
    .join('; '),
  row.parts,
  String(row.copies).padStart(2, '0'),
  row.signer,
  row.forWhom,
  '',
  row.state === 'cancelled' ? `Hủy số: ${row.reason ?? ''}` : row.note,
];

export function printCopyBook(store: Store, organId: string, year: string, where: PrintPlace, make: DeskBookMake): Promise<Uint8Array> {
  const copies = copiesOfYear(store, organId, year);
  return deskBook(
    {
      title: 'Sổ đăng ký bản sao',
      year,
      columns: COLUMNS,
      rows: copies.map((row) => ({ cells: copyCells(row), struck: row.state === 'cancelled' })),
      span: spanOf(copies),
      empty: 'Chưa có bản sao nào.',
    },
    make,
    where,
  );
}
