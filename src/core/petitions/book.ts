/** Sổ tiếp nhận đơn thư as it is bound, as a workbook, as a Word document: in none of them stands who petitions or why. */
import type { PetitionRow } from '../../contract/page/petitions.ts';
import type { Channel } from '../../domain/documents.ts';
import { PETITION_KIND_NAMES, type PetitionState } from '../../domain/petitions.ts';
import { type LegalDate, screenDate } from '../../domain/time.ts';
import type { WorkCalendar } from '../../domain/workCalendar.ts';
import type { Actor } from '../context.ts';
import type { PrintPlace } from '../deadlines/print.ts';
import type { BookColumn } from '../print/book.ts';
import { type DeskBookMake, deskBook, spanOf } from '../print/deskBook.ts';
import type { Store } from '../store/types.ts';
import { petitionsOfYear } from './index.ts';

const COLUMNS: readonly BookColumn[] = [
  { heading: 'Số', share: 5, center: true },
  { heading: 'Ngày nhận', share: 8, center: true },
  { heading: 'Loại đơn', share: 9 },
  { heading: 'Nguồn', share: 9 },
  { heading: 'Số người', share: 6, center: true },
  { heading: 'Người được giao', share: 16 },
  { heading: 'Ngày thụ lý', share: 8, center: true },
  { heading: 'Thời hạn', share: 8, center: true },
  { heading: 'Kết quả xử lý', share: 12 },
  { heading: 'Ngày kết thúc', share: 8, center: true },
  { heading: 'Ghi chú', share: 10 },
];
/** Heads of the book's columns. */
export const PETITION_COLUMNS = COLUMNS.map(({ heading }) => heading);
const STATE_WORDS: Readonly<Record<PetitionState, string>> = {
  received: 'Đang xem xét',
  accepted: 'Đã thụ lý',
  resolved: 'Đã giải quyết',
  transferred: 'Đã chuyển đơn',
  returned: 'Đã trả lại',
  guided: 'Đã hướng dẫn',
  kept: 'Lưu đơn',
  refused: 'Không thụ lý',
  joined: 'Gộp với đơn đã có',
  withdrawn: 'Rút đơn',
};
const CHANNEL_NAMES: Readonly<Record<Channel, string>> = {
  axis: 'Trục liên thông',
  post: 'Bưu chính',
  hand: 'Trực tiếp',
  email: 'Thư điện tử',
  zalo: 'Zalo',
  fax: 'Fax',
  phone: 'Điện thoại',
  portal: 'Cổng',
};
const day = (date: string | undefined): string => (date ? screenDate(date as LegalDate) : '');
export function petitionCells(store: Store, row: PetitionRow): string[] {
  const accepted = store.db.prepare('SELECT accepted_on FROM petition WHERE id = ?').pluck().get(row.id) as string | null;
  return [
    String(row.number),
    day(row.receivedOn),
    PETITION_KIND_NAMES[row.kind],
    CHANNEL_NAMES[row.channel],
    String(row.people),
    row.readers.map((one) => one.name).join('; '),
    day(accepted ?? undefined),
    day(row.due?.on),
    STATE_WORDS[row.state],
    day(row.endedOn),
    '',
  ];
}

export function printPetitionBook(
  store: Store,
  actor: Actor,
  calendar: WorkCalendar,
  organId: string,
  year: string,
  where: PrintPlace,
  make: DeskBookMake,
): Promise<Uint8Array> {
  const rows = petitionsOfYear(store, actor, calendar, organId, year);
  return deskBook(
    {
      title: 'Sổ tiếp nhận đơn thư',
      year,
      columns: COLUMNS,
      rows: rows.map((row) => ({ cells: petitionCells(store, row) })),
      span: spanOf(rows),
      empty: 'Chưa có đơn thư nào.',
    },
    make,
    where,
  );
}
