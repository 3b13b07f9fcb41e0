/** What the clerk enters in the province's system after an outage: the documents of a book with columns as that system asks. */
import type { EnterColumn, EnterRow } from '../../contract/page/province.ts';
import type { ComparedLine } from '../../domain/bookCompare.ts';
import { Failure } from '../../domain/errors.ts';
import type { BookDirection } from '../../domain/registers.ts';
import { type LegalDate, screenDate } from '../../domain/time.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';
import { inParts, momentOf, ofOneMoment, type Parts, type Steps, UNWATCHED } from '../working/index.ts';
import type { Book } from './index.ts';

/** Every column there is, with the heading it has unless the office sets another; the first ones are shown unless set. */
const COLUMNS: Readonly<Record<BookDirection, readonly (readonly [string, string])[]>> = {
  incoming: [
    ['number', 'Số đến'],
    ['arrivalDate', 'Ngày đến'],
    ['party', 'Tác giả'],
    ['code', 'Số, ký hiệu'],
    ['date', 'Ngày văn bản'],
    ['type', 'Tên loại'],
    ['subject', 'Trích yếu'],
    ['unit', 'Đơn vị hoặc người nhận'],
    ['due', 'Thời hạn'],
    ['priority', 'Mức độ khẩn'],
    ['signer', 'Người ký'],
    ['channel', 'Đến qua'],
    ['documentId', 'Mã định danh văn bản'],
    ['note', 'Ghi chú'],
  ],
  outgoing: [
    ['code', 'Số, ký hiệu'],
    ['number', 'Số'],
    ['date', 'Ngày văn bản'],
    ['type', 'Tên loại'],
    ['subject', 'Trích yếu'],
    ['signer', 'Người ký'],
    ['recipients', 'Nơi nhận'],
    ['issued', 'Ngày phát hành'],
    ['priority', 'Mức độ khẩn'],
    ['documentId', 'Mã định danh văn bản'],
    ['note', 'Ghi chú'],
  ],
};
const SHOWN: Readonly<Record<BookDirection, number>> = { incoming: 9, outgoing: 8 };
const PRIORITY = ['', 'Khẩn', 'Thượng khẩn', 'Hỏa tốc', 'Hỏa tốc hẹn giờ'];
const setting = (direction: BookDirection): string => `registers.enter_columns.${direction}`;

export const allColumns = (direction: BookDirection): EnterColumn[] => COLUMNS[direction].map(([key, heading]) => ({ key, heading }));
export function enterColumns(store: Store, direction: BookDirection): EnterColumn[] {
  const set = store.setting(setting(direction));
  return set === undefined ? allColumns(direction).slice(0, SHOWN[direction]) : (JSON.parse(set) as EnterColumn[]);
}
/** @throws Failure `registers.no_such_column` */
export function setEnterColumns(store: Store, actor: Actor, direction: BookDirection, columns: readonly EnterColumn[]): void {
  const known = new Set(COLUMNS[direction].map(([key]) => key));
  if (columns.length === 0 || columns.some(({ key }) => !known.has(key)) || new Set(columns.map(({ key }) => key)).size !== columns.length)
    throw new Failure('registers.no_such_column');
  store.tx(() => {
    store.setSetting(setting(direction), JSON.stringify(columns));
    record(store, actor, 'register.columns', direction, columns.map(({ key }) => key).join(','));
  }, 'registers:columns');
}

interface Line {
  readonly id: string;
  readonly number: number | null;
  readonly state: 'used' | 'cancelled' | 'secret' | null;
  readonly pending: number;
  readonly entered_at: number | null;
  readonly arrival_date: string | null;
  readonly party: string;
  readonly code: string;
  readonly date: string | null;
  readonly type_name: string;
  readonly subject: string;
  readonly unit: string | null;
  readonly due_date: string | null;
  readonly priority: number;
  readonly signer: string | null;
  readonly channel: string;
  readonly document_id: string | null;
  readonly recipients: string;
  readonly issued_at: number | null;
  readonly note: string | null;
}
/** What a line's place in the book is told by. */
interface Place {
  readonly seq: number;
  readonly id: string;
  readonly number: number | null;
  /** Its number's own row. */
  readonly entry: number | null;
  readonly state: Line['state'];
  readonly entered_at: number | null;
}
const WIDE: Readonly<Record<BookDirection, string>> = {
  incoming: `SELECT i.id, i.arrival_number AS number, n.state, i.number_pending AS pending, i.entered_at, i.arrival_date, i.sender_name AS party,
    rtrim(i.number || '/' || i.notation, '/') AS code, i.date, i.type_name, i.subject, json_extract(i.instruction, '$.lead') AS unit, i.due_date, i.priority, i.signer,
    i.channel, i.document_id, '[]' AS recipients, NULL AS issued_at, i.note
  FROM incoming i LEFT JOIN book_number n ON n.incoming_id = i.id WHERE i.seq = @seq AND n.seq IS @entry`,
  outgoing: `SELECT o.id, o.number, n.state, o.number_pending AS pending, o.entered_at, NULL AS arrival_date, '' AS party, o.code, o.date, o.type_name, o.subject,
    NULL AS unit, o.due_date, o.priority, o.signer, '' AS channel, o.document_id, o.recipients, o.issued_at, o.note
  FROM outgoing o LEFT JOIN book_number n ON n.outgoing_id = o.id WHERE o.seq = @seq AND n.seq IS @entry`,
};
const INCOMING = `SELECT i.seq, i.id, i.arrival_number AS number, n.seq AS entry, n.state, i.entered_at
  FROM incoming i LEFT JOIN book_number n ON n.incoming_id = i.id WHERE i.seq = @seq AND i.book_id = @book AND i.arrival_date LIKE @year`;
const OUTGOING = `SELECT o.seq, o.id, o.number, n.seq AS entry, n.state, o.entered_at
  FROM outgoing o LEFT JOIN book_number n ON n.outgoing_id = o.id WHERE o.book_id = @book AND o.state <> 'cancelled'`;
/** Those of the year, and those that wait for their number, whenever they were written. */
const OUTGOING_OF = {
  year: `${OUTGOING} AND o.seq = @seq AND o.number_pending = 0 AND o.date LIKE @year`,
  pending: `${OUTGOING} AND o.number_pending = 1`,
};
/** As many documents are read before the others have their turn. */
const READ_AT_ONCE = 100;

const monthsOf = (year: string): (readonly [from: string, to: string])[] =>
  Array.from({ length: 12 }, (_, i) => String(i + 1).padStart(2, '0')).map((month) => [`${year}-${month}-01`, `${year}-${month}-31`]);
/**
 * Places of the lines in the order of the book, by the narrow rows of the year's days, of every organ whose documents may stand
 * in it (one that took over from another). The lines themselves are read for what is shown of them alone.
 */
function* placeParts(store: Store, book: Book, period: string, wanted: (place: Place) => boolean): Parts<Place[]> {
  const { direction } = book.rule;
  const yearly = /^\d{4}$/.test(period);
  const year = yearly ? `${period}-%` : '%';
  const [from, to] = yearly ? [`${period}-01-01`, `${period}-12-31`] : ['', '9999'];
  const one = store.db.prepare<unknown[], Place>(direction === 'incoming' ? INCOMING : OUTGOING_OF.year);
  const narrow = store.db.prepare<unknown[], { day: string; seq: number }>(
    `SELECT day, seq FROM report_${direction} WHERE organ_id = ? AND day <= ? AND (day, seq) > (?, ?) ORDER BY day, seq LIMIT ${READ_AT_ONCE}`,
  );
  const organs = store.db.prepare<[], string>('SELECT organ_id FROM organ').pluck().all();
  const counted = store.db
    .prepare<[string, string, string], number>(`SELECT count(*) FROM report_${direction} WHERE organ_id = ? AND day BETWEEN ? AND ?`)
    .pluck();
  let total = 0;
  let done = 0;
  // Of a year, month by month: what is counted in one piece the others wait for.
  for (const organ of organs)
    for (const [begin, end] of yearly ? monthsOf(period) : []) {
      total += counted.get(organ, begin, end) ?? 0;
      yield { done, total: 0 };
    }
  const pending = direction === 'incoming' ? [] : store.db.prepare<unknown[], Place>(OUTGOING_OF.pending).all({ book: book.id });
  const places = pending.filter(wanted);
  for (const organ of organs) {
    let last = { day: from, seq: 0 };
    for (;;) {
      const rows = narrow.all(organ, to, last.day, last.seq);
      for (const { seq } of rows) places.push(...one.all({ seq, book: book.id, year }).filter(wanted));
      const end = rows.at(-1);
      done += rows.length;
      yield { done, total };
      if (end === undefined || rows.length < READ_AT_ONCE) break;
      last = end;
    }
  }
  return places.sort(inBook);
}
/** Those without a number at the end. */
const inBook = (a: Place, b: Place): number =>
  Number(a.number === null) - Number(b.number === null) || (a.number ?? 0) - (b.number ?? 0) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
/** The first lines of a book, at most `limit`, and how many there are. */
function* lineParts(
  store: Store,
  book: Book,
  period: string,
  { wanted, limit }: { readonly wanted: (place: Place) => boolean; readonly limit: number },
): Parts<{ lines: Line[]; total: number }> {
  const places = yield* placeParts(store, book, period, wanted);
  const read = store.db.prepare<unknown[], Line>(WIDE[book.rule.direction]);
  const lines: Line[] = [];
  const all = Math.min(limit, places.length);
  while (lines.length < all) {
    for (const { seq, entry } of places.slice(lines.length, Math.min(all, lines.length + READ_AT_ONCE))) {
      const line = read.get({ seq, entry });
      if (line) lines.push(line);
    }
    yield { done: lines.length, total: all };
  }
  return { lines, total: places.length };
}
const linesOf = (store: Store, book: Book, period: string, asked: Parameters<typeof lineParts>[3], steps: Steps) =>
  ofOneMoment(momentOf(store), () => lineParts(store, book, period, asked), steps);
const shown = (date: string | null): string => (date ? screenDate(date as LegalDate) : '');

function cellsOf(line: Line): Readonly<Record<string, string>> {
  return {
    number: line.number === null ? 'chờ cấp' : String(line.number),
    arrivalDate: shown(line.arrival_date),
    party: line.party,
    code: line.code || (line.pending === 1 ? 'chờ cấp' : ''),
    date: shown(line.date),
    type: line.type_name,
    subject: line.subject,
    unit: line.unit ?? '',
    due: shown(line.due_date),
    priority: PRIORITY[line.priority] ?? '',
    signer: line.signer ?? '',
    channel: line.channel === 'axis' ? 'Trục liên thông' : line.channel === '' ? '' : 'Bản giấy, kênh khác',
    documentId: line.document_id ?? '',
    recipients: (JSON.parse(line.recipients) as { name: string }[]).map(({ name }) => name).join('; '),
    issued: line.issued_at === null ? '' : shown(new Date(line.issued_at + 7 * 3600_000).toISOString().slice(0, 10)),
    note: line.note ?? '',
  };
}

/**
 * Documents of a book that stand in no book of the province's system yet, as far as anybody said; `all`: also those entered.
 * @param limit of how many of them the rows are wanted
 */
export async function enterRows(
  store: Store,
  book: Book,
  period: string,
  all: boolean,
  steps: Steps = UNWATCHED,
  limit = Number.POSITIVE_INFINITY,
): Promise<{ columns: EnterColumn[]; rows: EnterRow[]; total: number }> {
  const columns = enterColumns(store, book.rule.direction);
  const wanted = ({ state, entered_at }: Place): boolean => state !== 'cancelled' && (all || entered_at === null);
  const { lines, total } = await linesOf(store, book, period, { wanted, limit }, steps);
  const rows: EnterRow[] = [];
  await inParts(lines, READ_AT_ONCE, steps, 'read', (some) => {
    for (const line of some) {
      const cells = cellsOf(line);
      rows.push({
        id: line.id,
        cells: columns.map(({ key }) => cells[key] ?? ''),
        pending: line.pending === 1,
        ...(line.entered_at === null ? {} : { enteredAt: line.entered_at }),
      });
    }
  });
  return { columns, rows, total };
}

/** The clerk says that these stand in the province's system now (or takes that back). */
export function markEntered(store: Store, actor: Actor, book: Book, ids: readonly string[], entered: boolean): void {
  const table = book.rule.direction;
  store.tx(() => {
    const update = store.db.prepare(`UPDATE ${table} SET entered_at = ? WHERE id = ? AND book_id = ?`);
    for (const id of ids) update.run(entered ? store.now() : null, id, book.id);
    record(store, actor, entered ? 'register.entered' : 'register.not_entered', book.id, `${ids.length}`);
  }, 'registers:entered');
}

/** The book's lines for the comparison, cancelled numbers and those of the secret book included. */
export async function comparedLines(store: Store, book: Book, period: string, steps: Steps = UNWATCHED): Promise<ComparedLine[]> {
  const { lines } = await linesOf(store, book, period, { wanted: () => true, limit: Number.POSITIVE_INFINITY }, steps);
  const documents = lines.map((line): ComparedLine => {
    const cells = cellsOf(line);
    return {
      ...(line.number === null ? {} : { number: line.number }),
      code: line.pending === 1 && line.code === '' ? '' : line.code,
      date: cells.date ?? '',
      subject: line.subject,
      party: line.party,
      id: line.id,
      ...(line.state === 'cancelled' ? { cancelled: true } : {}),
    };
  });
  const bare = store.db
    .prepare(`SELECT number FROM book_number WHERE book_id = ? AND period = ? AND incoming_id IS NULL AND outgoing_id IS NULL`)
    .pluck()
    .all(book.id, period) as number[];
  return [...documents, ...bare.map((number) => ({ number, code: '', date: '', subject: '', party: '', cancelled: true }))];
}
