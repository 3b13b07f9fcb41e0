/** What a book's year holds in sum: for its cover, its closing, its minutes. */
import type { LegalDate } from '../../domain/time.ts';
import type { ClosingFacts } from '../../domain/yearEnd.ts';
import type { Store } from '../store/types.ts';
import type { Parts } from '../working/index.ts';
import type { Book } from './index.ts';

const MOST_CANCELLED = 2000;
/** Numbers that are read in one piece. */
const READ_AT_ONCE = 10_000;

interface Sum {
  readonly total: number;
  readonly used: number | null;
  readonly cancelled: number | null;
  readonly secret: number | null;
  readonly late: number | null;
  readonly first: number | null;
  readonly last: number | null;
  readonly firstDate: LegalDate | null;
  readonly lastDate: LegalDate | null;
}
const NOTHING: Sum = { total: 0, used: 0, cancelled: 0, secret: 0, late: 0, first: null, last: null, firstDate: null, lastDate: null };
type Order = number | string;
const least = <T extends Order>(a: T | null, b: T | null): T | null => (a === null || (b !== null && b < a) ? b : a);
const most = <T extends Order>(a: T | null, b: T | null): T | null => (a === null || (b !== null && b > a) ? b : a);
const together = (a: Sum, b: Sum): Sum => ({
  total: a.total + b.total,
  used: (a.used ?? 0) + (b.used ?? 0),
  cancelled: (a.cancelled ?? 0) + (b.cancelled ?? 0),
  secret: (a.secret ?? 0) + (b.secret ?? 0),
  late: (a.late ?? 0) + (b.late ?? 0),
  first: least(a.first, b.first),
  last: most(a.last, b.last),
  firstDate: least(a.firstDate, b.firstDate),
  lastDate: most(a.lastDate, b.lastDate),
});

/**
 * The last number of each piece of a year but the last, in the order they lie in. What is asked of all of them after such a walk
 * finds them in memory: from a disk that has not been read yet this is most of the work.
 */
export function* yearPieces(
  store: Store,
  book: Pick<Book, 'id'>,
  period: string,
  atOnce = READ_AT_ONCE,
): Generator<readonly [series: string, number: number], void> {
  const next = store.db
    .prepare<[string, string, string, number], [string, number]>(
      `SELECT series, number FROM book_number WHERE book_id = ? AND period = ? AND (series, number) > (?, ?) ORDER BY series, number
       LIMIT 1 OFFSET ${Math.trunc(atOnce) - 1}`,
    )
    .raw();
  for (let last = next.get(book.id, period, '', 0); last !== undefined; last = next.get(book.id, period, ...last)) yield last;
}

/**
 * In pieces by the order the numbers lie in.
 * @param range days of the numbers, both included
 */
export function* yearFactsParts(
  store: Store,
  book: Pick<Book, 'id'>,
  period: string,
  range: { readonly from?: string; readonly to?: string } = {},
  atOnce = READ_AT_ONCE,
): Parts<ClosingFacts> {
  const where = 'book_id = @book AND period = @period AND date >= @from AND date <= @to';
  const values = { book: book.id, period, from: range.from ?? '0000', to: range.to ?? '9999' };
  const late = /^\d{4}$/.test(period) ? `sum(substr(date, 1, 4) > @period)` : '0';
  const sumOf = (until: string) =>
    store.db.prepare<unknown[], Sum>(
      `SELECT min(number) AS first, max(number) AS last, min(date) AS firstDate, max(date) AS lastDate, count(*) AS total, sum(state = 'used') AS used,
              sum(state = 'cancelled') AS cancelled, sum(state = 'secret') AS secret, ${late} AS late FROM book_number
       WHERE ${where} AND (series, number) > (@series, @number) ${until}`,
    );
  const [between, rest] = [sumOf('AND (series, number) <= (@lastSeries, @lastNumber)'), sumOf('')];
  let sum = NOTHING;
  let [series, number, done] = ['', 0, 0];
  for (const last of yearPieces(store, book, period, atOnce)) {
    const piece = between.get({ ...values, series, number, lastSeries: last[0], lastNumber: last[1] });
    if (piece) sum = together(sum, piece);
    [series, number] = last;
    done += atOnce;
    yield { done, total: 0 };
  }
  const piece = rest.get({ ...values, series, number });
  if (piece) sum = together(sum, piece);
  // None was cancelled: none is looked for.
  const cancelledList =
    (sum.cancelled ?? 0) === 0
      ? []
      : (store.db
          .prepare(
            `SELECT number, coalesce(reason, '') AS reason, coalesce(allowed_by, '') AS allowedBy FROM book_number WHERE ${where} AND state = 'cancelled'
             ORDER BY series, number LIMIT ${MOST_CANCELLED}`,
          )
          .all(values) as ClosingFacts['cancelledList']);
  return {
    total: sum.total,
    used: sum.used ?? 0,
    cancelled: sum.cancelled ?? 0,
    secret: sum.secret ?? 0,
    late: sum.late ?? 0,
    cancelledList,
    ...(sum.first === null ? {} : { first: sum.first }),
    ...(sum.last === null ? {} : { last: sum.last }),
    ...(sum.firstDate === null ? {} : { firstDate: sum.firstDate }),
    ...(sum.lastDate === null ? {} : { lastDate: sum.lastDate }),
  };
}
