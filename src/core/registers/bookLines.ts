/** Lines of the numbered books: every number that was given, cancelled ones included, in their order. */
import type { RegisterEntry } from '../../contract/page/registers.ts';
import { type LegalDate, legalDateOf, screenDate } from '../../domain/time.ts';
import type { Store } from '../store/types.ts';
import type { Parts } from '../working/index.ts';
import type { LineKey, LineQuery } from './forms.ts';

interface NumberLine {
  readonly number: number;
  readonly state: 'used' | 'cancelled' | 'secret';
  readonly date: string;
  readonly reason: string | null;
  readonly allowed_by: string | null;
  readonly id: string | null;
}
interface IncomingLine extends NumberLine {
  readonly sender_name: string | null;
  readonly code_number: string | null;
  readonly notation: string | null;
  readonly document_date: string | null;
  readonly type_name: string | null;
  readonly subject: string | null;
  readonly instruction: string | null;
  readonly note: string | null;
}
interface OutgoingLine extends NumberLine {
  readonly code: string | null;
  readonly type_name: string | null;
  readonly subject: string | null;
  readonly signer: string | null;
  readonly recipients: string | null;
  readonly issued_at: number | null;
  /** On paper: printed or signed copies, and who keeps the archive's. */
  readonly copies: number | null;
  readonly archive_holder: string | null;
  readonly note: string | null;
}

export const shownDate = (date: string | null | undefined): string => (date ? screenDate(date as LegalDate) : '');
export const titled = (type: string | null, subject: string | null): string => [type, subject].filter(Boolean).join(' – ');
/** Registered after its year was over (record keeping, 1: late entries in the old year's book are marked). */
export const isLate = (period: string, date: string): boolean => /^\d{4}$/.test(period) && date.slice(0, 4) > period;
const LATE = 'Đăng ký bổ sung';

function remark(line: NumberLine, period: string, note: string): string {
  const words = [isLate(period, line.date) ? `${LATE} ngày ${shownDate(line.date)}` : ''];
  if (line.state === 'cancelled') words.push(`Hủy số: ${line.reason ?? ''} (người cho phép: ${line.allowed_by ?? ''})`);
  else if (line.state === 'secret') words.push('Dùng cho văn bản mật – quản lý tại sổ riêng');
  else words.push(note);
  return words.filter(Boolean).join('. ');
}
const entryOf = (line: NumberLine, period: string, columns: string[], at: 'incoming' | 'outgoing'): RegisterEntry => ({
  number: line.number,
  state: line.state,
  columns,
  ...(line.id ? { documentId: line.id, at } : {}),
  ...(line.reason ? { reason: line.reason } : {}),
  ...(line.allowed_by ? { allowedBy: line.allowed_by } : {}),
  ...(isLate(period, line.date) ? { late: true } : {}),
});

/** The filter as SQL over `n` (the number) and `d` (its document), with what it binds. */
function where({ book, period, from, to, text }: LineQuery): { sql: string; values: (string | number)[] } {
  const parts = ['n.book_id = ?', 'n.period = ?'];
  const values: (string | number)[] = [book?.id ?? '', period];
  if (from !== undefined) {
    parts.push('n.date >= ?');
    values.push(from);
  }
  if (to !== undefined) {
    parts.push('n.date <= ?');
    values.push(to);
  }
  if (text) {
    parts.push('instr(d.folded, ?) > 0');
    values.push(text);
  }
  return { sql: parts.join(' AND '), values };
}
/** Which numbers: those of a page of the book, or some by their keys. */
export type Which = { readonly offset: number; readonly limit: number } | { readonly keys: readonly LineKey[] };
/**
 * The asked numbers alone as a table, narrow rows by their key, with what it binds: a document is read only for a line that
 * is shown, however far down it stands.
 */
function numbers(query: LineQuery, list: 'incoming' | 'outgoing', which: Which): { sql: string; values: (string | number)[] } {
  if ('keys' in which) return numbersByKey(query, which.keys);
  const { sql, values } = where(query);
  const join = query.text ? `LEFT JOIN ${list} d ON d.id = n.${list}_id` : '';
  return {
    sql: `(SELECT n.* FROM book_number n ${join} WHERE ${sql} ORDER BY n.series, n.number LIMIT ? OFFSET ?)`,
    values: [...values, which.limit, which.offset],
  };
}
export const numbersByKey = ({ book, period }: LineQuery, keys: readonly LineKey[]): { sql: string; values: (string | number)[] } => ({
  // Key by key: without sums of the tables the planner would walk the whole year, and all keys again for each of its numbers.
  sql: `(SELECT n.* FROM json_each(?) k CROSS JOIN book_number n ON n.book_id = ? AND n.period = ? AND n.series = json_extract(k.value, '$[0]')
           AND n.number = json_extract(k.value, '$[1]'))`,
  values: [JSON.stringify(keys), book?.id ?? '', period],
});

/** As many numbers are looked at, each with its document, before the others have their turn. */
const LOOKED_AT_ONCE = 200;
/**
 * Which of a book's numbers fit by what their documents say, in the book's order, read in parts.
 * @param fits SQL over the document `d`
 */
export function* fitting(
  store: Store,
  list: 'incoming' | 'outgoing',
  query: LineQuery,
  fits: string,
  bound: readonly string[],
  atOnce = LOOKED_AT_ONCE,
): Parts<LineKey[]> {
  const { text: _, ...numbered } = query;
  const { sql, values } = where(numbered);
  const read = store.db.prepare<unknown[], { series: string; number: number; fits: number | null }>(
    `SELECT n.series, n.number, (${fits}) AS fits
     FROM (SELECT * FROM book_number n WHERE ${sql} AND (n.series, n.number) > (?, ?) ORDER BY n.series, n.number LIMIT ${Math.trunc(atOnce)}) n
       LEFT JOIN ${list} d ON d.id = n.${list}_id ORDER BY n.series, n.number`,
  );
  const found: LineKey[] = [];
  let [series, number] = ['', 0];
  for (let done = 0; ; ) {
    const rows = read.all(...bound, ...values, series, number);
    for (const row of rows) if (row.fits === 1) found.push([row.series, row.number]);
    const last = rows.at(-1);
    if (last === undefined || rows.length < atOnce) return found;
    [series, number] = [last.series, last.number];
    done += rows.length;
    // To count them all would take as long as some of the looking.
    yield { done, total: 0 };
  }
}
/** The lines whose documents hold a text; of all lines the numbers themselves tell. */
const withText =
  (list: 'incoming' | 'outgoing') =>
  (store: Store, query: LineQuery): Parts<LineKey[]> | undefined =>
    query.text ? fitting(store, list, query, 'instr(d.folded, ?) > 0', [query.text]) : undefined;
export const incomingFound = withText('incoming');
export const outgoingFound = withText('outgoing');

function count(store: Store, list: 'incoming' | 'outgoing', query: LineQuery): number {
  const { sql, values } = where(query);
  // The document is looked at only where the text asks for it.
  const join = query.text ? `LEFT JOIN ${list} d ON d.id = n.${list}_id` : '';
  return store.db.prepare(`SELECT count(*) FROM book_number n ${join} WHERE ${sql}`).pluck().get(values) as number;
}
/** As many numbers are counted before the others have their turn. */
const COUNTED_AT_ONCE = 10_000;
/** How many lines a query has that the numbers themselves answer, counted in parts; as `count`. */
export function* countedParts(store: Store, query: LineQuery, atOnce = COUNTED_AT_ONCE): Parts<number> {
  const { sql, values } = where(query);
  const [bookId, period] = [query.book?.id ?? '', query.period];
  const after = store.db.prepare<unknown[], { series: string; number: number }>(
    `SELECT series, number FROM book_number WHERE book_id = ? AND period = ? AND (series, number) > (?, ?) ORDER BY series, number LIMIT 1 OFFSET ${Math.trunc(atOnce) - 1}`,
  );
  const some = store.db.prepare<unknown[], number>(
    `SELECT count(*) FROM book_number n WHERE ${sql} AND (n.series, n.number) > (?, ?) AND (n.series, n.number) <= (?, ?)`,
  );
  const rest = store.db.prepare<unknown[], number>(`SELECT count(*) FROM book_number n WHERE ${sql} AND (n.series, n.number) > (?, ?)`);
  let total = 0;
  let last = { series: '', number: 0 };
  for (let done = atOnce; ; done += atOnce) {
    const next = after.get(bookId, period, last.series, last.number);
    if (next === undefined) return total + (rest.pluck().get(...values, last.series, last.number) ?? 0);
    total += some.pluck().get(...values, last.series, last.number, next.series, next.number) ?? 0;
    last = next;
    yield { done, total: 0 };
  }
}
export const incomingCount = (store: Store, query: LineQuery): number => count(store, 'incoming', query);
export const outgoingCount = (store: Store, query: LineQuery): number => count(store, 'outgoing', query);

export function incomingLines(store: Store, query: LineQuery, which: Which): RegisterEntry[] {
  const { sql, values } = numbers(query, 'incoming', which);
  const lines = store.db
    .prepare(
      `SELECT n.number, n.state, n.date, n.reason, n.allowed_by, d.id, d.sender_name, d.number AS code_number, d.notation, d.date AS document_date,
              d.type_name, d.subject, d.instruction, d.note
       FROM ${sql} n LEFT JOIN incoming d ON d.id = n.incoming_id ORDER BY n.series, n.number`,
    )
    .all(...values) as IncomingLine[];
  const handed = handedOver(store);
  return lines.map((line) => {
    const instruction = line.instruction ? (JSON.parse(line.instruction) as { lead: string; slipDate: string }) : undefined;
    const slip = line.id ? handed(line.id) : undefined;
    const columns = [
      shownDate(line.date),
      String(line.number),
      line.sender_name ?? '',
      [line.code_number, line.notation].filter(Boolean).join('/'),
      shownDate(line.document_date),
      titled(line.type_name, line.subject),
      instruction?.lead ?? slip?.to ?? '',
      slip?.day ?? shownDate(instruction?.slipDate),
      // Signed on a slip: where it lies. Else the place stays free for a pen.
      slip?.signed ?? '',
      remark(line, query.period, line.note ?? ''),
    ];
    return entryOf(line, query.period, columns, 'incoming');
  });
}

interface Handed {
  readonly to: string;
  readonly day: string;
  readonly signed: string;
}
/** To whom an arrival was handed last, when, and who signed for it on which slip. */
function handedOver(store: Store): (incomingId: string) => Handed | undefined {
  const read = store.db.prepare<
    [string],
    { to_name: string; at: number; year: number; number: number; signed_name: string | null; signed_on: string | null }
  >(
    `SELECT t.to_name, t.at, t.year, t.number, t.signed_name, t.signed_on FROM transfer_item x JOIN transfer t ON t.id = x.transfer_id
     WHERE x.incoming_id = ? ORDER BY t.seq DESC LIMIT 1`,
  );
  return (id) => {
    const row = read.get(id);
    if (!row) return undefined;
    const signed = row.signed_name === null ? '' : `${row.signed_name}, ${shownDate(row.signed_on)} (phiếu ${row.number}/${row.year})`;
    return { to: row.to_name, day: shownDate(legalDateOf(row.at)), signed };
  };
}

export function outgoingLines(store: Store, query: LineQuery, which: Which): RegisterEntry[] {
  const { sql, values } = numbers(query, 'outgoing', which);
  const lines = store.db
    .prepare(
      `SELECT n.number, n.state, n.date, n.reason, n.allowed_by, d.id, d.code, d.type_name, d.subject, d.signer, d.recipients, d.issued_at, d.note, p.copies, p.archive_holder
       FROM ${sql} n LEFT JOIN outgoing d ON d.id = n.outgoing_id LEFT JOIN outgoing_paper p ON p.outgoing_id = d.id
       ORDER BY n.series, n.number`,
    )
    .all(...values) as OutgoingLine[];
  return lines.map((line) => {
    const recipients = line.recipients ? (JSON.parse(line.recipients) as { name: string }[]) : [];
    const columns = [
      line.code || String(line.number),
      shownDate(line.date),
      titled(line.type_name, line.subject),
      line.signer ?? '',
      recipients.map(({ name }) => name).join('; '),
      line.id ? line.archive_holder || 'Văn thư' : '',
      line.id ? String(line.copies ?? 1).padStart(2, '0') : '',
      line.issued_at ? shownDate(legalDateOf(line.issued_at)) : '',
      '',
      remark(line, query.period, line.note ?? ''),
    ];
    return entryOf(line, query.period, columns, 'outgoing');
  });
}
