/**
 * Rows of the log on paper and as a workbook. Number, time and person of a row are the log's own; its act, object and result
 * are said in the words of the screen that was looked at, which has the catalogue of all of them.
 */
import type { AuditPaper, AuditSaid } from '../../contract/page/audit.ts';
import { type LegalDate, legalDateOf, printedDate, screenDate, screenHour } from '../../domain/time.ts';
import { packXlsx } from '../../formats/table/index.ts';
import type { PrintPlace } from '../deadlines/print.ts';
import { printSheet } from '../print/index.ts';
import type { Store } from '../store/index.ts';
import { AuditObjects, type Viewer } from './objects.ts';

interface PaperRow extends AuditSaid {
  readonly day: LegalDate;
  readonly hour: string;
  readonly person: string;
}
const TITLE = 'Nhật ký của trạm';
const KEPT = 'Bản này để xem. Tệp nhật ký có chữ ký của máy trạm, kiểm tra được ở máy khác, lập bằng “Xuất nhật ký…”.';

/** What is not in the log, or not for this person, is not printed. */
function rowsOf(store: Store, viewer: Viewer, said: readonly AuditSaid[]): PaperRow[] {
  const objects = new AuditObjects(store, viewer);
  const read = store.db.prepare<[number], { at: number; person: string; object: string }>(
    'SELECT at, person, object FROM audit WHERE seq = ?',
  );
  return said.flatMap((row) => {
    const logged = read.get(row.seq);
    if (logged === undefined || !objects.admits(logged.object)) return [];
    return { ...row, day: legalDateOf(logged.at), hour: screenHour(logged.at), person: logged.person };
  });
}
/** Under the table, or over it: by what it was looked for, how much of it stands here. */
const notesOf = ({ filter, more }: AuditPaper, count: number, now: number): string[] => [
  filter.length === 0 ? 'Không lọc.' : `Lọc theo: ${filter.join('; ')}.`,
  `${count} dòng, mới nhất ở trên${more ? '; còn dòng cũ hơn không có ở đây' : ''}. Lập lúc ${screenHour(now)} ${screenDate(legalDateOf(now))}.`,
  KEPT,
];

export async function auditPaper(
  store: Store,
  viewer: Viewer,
  paper: AuditPaper,
  place: PrintPlace,
): Promise<{ readonly bytes: Uint8Array; readonly name: string }> {
  const rows = rowsOf(store, viewer, paper.rows);
  const { now, place: where, watermark, ...office } = place;
  const notes = notesOf(paper, rows.length, now);
  const name = `Nhật ký ${legalDateOf(now)}.${paper.as}`;
  if (paper.as === 'pdf') {
    const bytes = await printSheet({
      ...office,
      ...(watermark === undefined ? {} : { watermark }),
      placeAndDate: `${where ? `${where}, ` : ''}${printedDate(legalDateOf(now))}`,
      title: TITLE,
      landscape: true,
      paragraphs: notes,
      table: {
        headings: ['Dòng', 'Lúc', 'Người', 'Việc', 'Đối tượng', 'Kết quả'],
        widths: [6, 11, 18, 22, 26, 17],
        rows: rows.map((row) => [
          String(row.seq),
          `${screenDate(row.day)}\n${row.hour}`,
          [row.person, row.role].filter(Boolean).join('\n'),
          row.act,
          row.object,
          row.result,
        ]),
        empty: 'Không có dòng nào.',
      },
      signers: [{ title: 'NGƯỜI LẬP' }],
    });
    return { bytes, name };
  }
  const bytes = await packXlsx({
    ...(watermark === undefined ? {} : { mark: watermark }),
    name: 'Nhật ký',
    headings: ['Dòng', 'Ngày', 'Giờ', 'Người', 'Vai trò', 'Việc', 'Đối tượng', 'Kết quả'],
    widths: [8, 12, 12, 24, 22, 34, 40, 30],
    figures: [0],
    landscape: 'A4',
    // What was asked stands under the rows: a table keeps its head in the first line.
    rows: [
      ...rows.map((row) => [String(row.seq), screenDate(row.day), row.hour, row.person, row.role, row.act, row.object, row.result]),
      [],
      ...notes.map((note) => ['', '', '', '', '', note]),
    ],
  });
  return { bytes, name };
}
