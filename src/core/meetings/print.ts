/** Lịch họp tuần on paper: a line a meeting, day by day, clashing hours marked. */
import type { MeetingRow } from '../../contract/page/deskWork.ts';
import { hourText } from '../../domain/meetings.ts';
import { type LegalDate, legalDateOf, printedDate, screenDate } from '../../domain/time.ts';
import type { PrintPlace } from '../deadlines/print.ts';
import { printSheet } from '../print/index.ts';

const WEEKDAYS = ['Chủ nhật', 'Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy'] as const;
const dayText = (date: string): string => `${WEEKDAYS[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? ''}\n${screenDate(date as LegalDate)}`;

export function printWeek(rows: readonly MeetingRow[], from: LegalDate, to: LegalDate, where: PrintPlace): Promise<Uint8Array> {
  const { place, now, ...office } = where;
  return printSheet({
    ...office,
    placeAndDate: `${place ? `${place}, ` : ''}${printedDate(legalDateOf(now))}`,
    title: 'Lịch họp tuần',
    subtitle: `Từ ${printedDate(from)} đến ${printedDate(to)}`,
    landscape: true,
    table: {
      headings: ['Ngày', 'Giờ', 'Nội dung', 'Địa điểm', 'Chủ trì', 'Thành phần', 'Văn bản', 'Ghi chú'],
      widths: [10, 9, 28, 16, 11, 16, 10, 10],
      rows: rows.map((row) => [
        dayText(row.date),
        row.to === undefined ? hourText(row.from) : `${hourText(row.from)} – ${hourText(row.to)}`,
        row.title,
        row.place,
        row.chair,
        row.attendees.join('; '),
        row.code,
        [...(row.clashes.length > 0 ? [`Trùng giờ: ${clashText(row)}`] : []), row.note].filter(Boolean).join('\n'),
      ]),
      empty: 'Không có cuộc họp nào trong tuần.',
    },
    signers: [{ title: 'NGƯỜI LẬP' }],
  });
}
const clashText = (row: MeetingRow): string =>
  [...new Set(row.clashes.flatMap((clash) => [...clash.names, ...(clash.place ? ['địa điểm'] : [])]))].join('; ');
