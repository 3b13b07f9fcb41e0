/**
 * What a search found, on paper and as a file (annex VI of Decree 30/2020: results are exported as docx and pdf; xlsx
 * beside them). It says what was searched for, when, and how many there are; a cut list says that it is cut.
 */
import type { FoundRow, SearchFilters, SearchQuery } from '../../contract/page/search.ts';
import { type LegalDate, legalDateOf, printedDate, screenDate, screenHour } from '../../domain/time.ts';
import { writeDocx } from '../../formats/docx/index.ts';
import { packXlsx } from '../../formats/table/index.ts';
import type { PrintPlace } from '../deadlines/print.ts';
import { PRIORITY, STATE_WORDS } from '../lists/paper.ts';
import { type BookColumn, type PrintedRow, printBook } from '../print/book.ts';
import { betweenParts, type JobControl } from '../print/jobs.ts';
import type { Store, WrittenBlob } from '../store/types.ts';

/** Rows of one export; a search that finds more is to be narrowed. */
export const MOST_EXPORTED = 5_000;
export type FoundFile = 'pdf' | 'docx' | 'xlsx';

const day = (date: string | undefined): string => (date === undefined ? '' : screenDate(date as LegalDate));
const moment = (at: number): string => `${screenHour(at)} ngày ${screenDate(legalDateOf(at))}`;
function rangeWords(what: string, range: { from?: string | undefined; to?: string | undefined } | undefined): string[] {
  if (!range || (!range.from && !range.to)) return [];
  return [[what, range.from && `từ ${day(range.from)}`, range.to && `đến ${day(range.to)}`].filter(Boolean).join(' ')];
}
const SIDES = { incoming: 'văn bản đến', outgoing: 'văn bản đi' } as const;

/** What was asked, in words: one line for each condition. */
export function criteriaWords(store: Store, { text, filters }: SearchQuery): string[] {
  const name = (table: 'book' | 'organ', key: string, id: string): string =>
    (store.db.prepare(`SELECT name FROM ${table} WHERE ${key} = ?`).pluck().get(id) as string | undefined) ?? id;
  const f: SearchFilters = filters;
  return [
    ...(text.trim() ? [`chữ “${text.trim()}”`] : []),
    ...(f.direction ? [SIDES[f.direction]] : []),
    ...(f.states?.length ? [`tình trạng: ${f.states.map((state) => STATE_WORDS[state] ?? state).join(', ')}`] : []),
    ...rangeWords('ngày văn bản', f.dated),
    ...rangeWords('ngày đến, ngày phát hành', f.arrived),
    ...rangeWords('hạn', f.due),
    ...(f.bookId ? [`sổ: ${name('book', 'id', f.bookId)}`] : []),
    ...(f.priorities?.length ? [`mức độ khẩn: ${f.priorities.map((p) => PRIORITY[p] || 'thường').join(', ')}`] : []),
    ...(f.handler ? [`người xử lý: ${f.handler}`] : []),
    ...(f.agency ? [`cơ quan gửi, nhận: ${f.agency.name}`] : []),
    ...(f.typeName ? [`tên loại: ${f.typeName}`] : []),
    ...(f.organId ? [`của ${name('organ', 'organ_id', f.organId)}`] : []),
    ...(f.overdue ? ['quá hạn, chưa xong'] : []),
  ];
}

const COLUMNS: readonly BookColumn[] = [
  { heading: 'Số TT', share: 5, center: true },
  { heading: 'Đến, đi', share: 5, center: true },
  { heading: 'Số đến, ngày đến', share: 9, center: true },
  { heading: 'Số, ký hiệu văn bản', share: 12 },
  { heading: 'Ngày tháng văn bản', share: 9, center: true },
  { heading: 'Tên loại và trích yếu nội dung', share: 34 },
  { heading: 'Cơ quan gửi, nhận', share: 17 },
  { heading: 'Người xử lý', share: 11 },
  { heading: 'Hạn', share: 8, center: true },
  { heading: 'Tình trạng', share: 10 },
];
const cellsOf = (row: FoundRow, i: number): string[] => [
  String(i + 1),
  row.direction === 'incoming' ? 'Đến' : 'Đi',
  [row.arrivalNumber === undefined ? '' : String(row.arrivalNumber), day(row.arrivalDate)].filter(Boolean).join('\n'),
  row.code,
  day(row.date),
  [row.typeName, row.subject].filter(Boolean).join(': '),
  row.party,
  row.handler ?? '',
  day(row.dueDate),
  STATE_WORDS[row.state] ?? row.state,
];

export interface FoundList {
  readonly rows: readonly FoundRow[];
  /** There are more that are not in it. */
  readonly more: boolean;
  readonly criteria: readonly string[];
}
export interface MadeFoundList {
  readonly blob: WrittenBlob;
  readonly name: string;
  readonly detected: 'pdf' | 'ooxml';
}
const TITLE = 'Danh sách văn bản tra cứu được';
const BATCH = 200;

/** Writes the list into the vault; no row names it yet. @throws the signal's reason where stopped */
export async function makeFoundList(
  store: Store,
  { rows, more, criteria }: FoundList,
  place: PrintPlace,
  as: FoundFile,
  control: JobControl,
): Promise<MadeFoundList> {
  const { now, place: where, ...office } = place;
  const asked = `Điều kiện tra cứu: ${criteria.join('; ') || 'tất cả văn bản'}.`;
  const count = more
    ? `${rows.length} văn bản mới nhất; còn văn bản khác khớp điều kiện không có trong danh sách này.`
    : `${rows.length} văn bản.`;
  const notes = [asked, `Tra cứu lúc ${moment(now)}: ${count}`];
  const name = `Tra cứu ${legalDateOf(now)}.${as}`;
  const sheet = {
    ...{ officeName: office.officeName, parentName: office.parentName, title: TITLE, subtitle: '', paper: 'A4' as const, notes },
    columns: COLUMNS,
    closing: {
      paragraphs: [],
      placeAndDate: `${where ? `${where}, ` : ''}${printedDate(legalDateOf(now))}`,
      signers: ['NGƯỜI LẬP'],
    },
  };
  const lines: PrintedRow[] = rows.map((row, i) => ({ cells: cellsOf(row, i) }));
  if (as === 'pdf') {
    const writer = await store.vault.create();
    try {
      const mark = office.watermark === undefined ? {} : { watermark: office.watermark };
      await printBook(
        { ...sheet, fonts: office.fonts, empty: 'Không có văn bản nào khớp.', ...mark },
        {
          rows: (offset) => lines.slice(offset, offset + BATCH),
          write: (bytes) => writer.write(bytes),
          onProgress: control.progress,
          signal: control.signal,
        },
      );
      return { blob: await writer.finish(), name, detected: 'pdf' };
    } catch (error) {
      await writer.abort();
      throw error;
    }
  }
  control.signal.throwIfAborted();
  const marked = office.watermark === undefined ? {} : { mark: office.watermark };
  const bytes =
    as === 'docx'
      ? await writeDocx({ ...sheet, ...marked, landscape: true, numbered: false, rows: lines }, betweenParts(control))
      : await packXlsx(
          {
            ...marked,
            name: 'Tra cứu',
            headings: COLUMNS.map(({ heading }) => heading),
            // What was asked stands under the rows: a table keeps its head in the first line.
            rows: [
              ...lines.map(({ cells }) => cells.map((cell) => cell.replaceAll('\n', ' · '))),
              [],
              ...notes.map((note) => ['', '', '', '', '', note]),
            ],
            widths: COLUMNS.map(({ share }) => Math.max(9, share * 1.6)),
            landscape: 'A4',
          },
          betweenParts(control),
        );
  control.progress(rows.length);
  control.signal.throwIfAborted();
  return { blob: await store.vault.put(bytes), name, detected: 'ooxml' };
}
