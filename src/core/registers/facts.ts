/** What a book's year holds in sum: for its cover, its closing, its minutes. */
import type { LegalDate } from '../../domain/time.ts';
import type { ClosingFacts } from '../../domain/yearEnd.ts';
import type { Store } from '../store/types.ts';
import type { Book } from './index.ts';

const MOST_CANCELLED = 2000;

export function yearFacts(store: Store, book: Book, period: string, range: { from?: string; to?: string } = {}): ClosingFacts {
  const where = 'book_id = @book AND period = @period AND date >= @from AND date <= @to';
  const values = { book: book.id, period, from: range.from ?? '0000', to: range.to ?? '9999' };
  const late = /^\d{4}$/.test(period) ? `sum(substr(date, 1, 4) > @period)` : '0';
  const sum = store.db
    .prepare(
      `SELECT min(number) AS first, max(number) AS last, min(date) AS firstDate, max(date) AS lastDate, count(*) AS total, sum(state = 'used') AS used,
              sum(state = 'cancelled') AS cancelled, sum(state = 'secret') AS secret, ${late} AS late FROM book_number WHERE ${where}`,
    )
    .get(values) as Record<'total' | 'used' | 'cancelled' | 'secret' | 'late', number | null> & {
    first: number | null;
    last: number | null;
    firstDate: LegalDate | null;
    lastDate: LegalDate | null;
  };
  const cancelledList = store.db
    .prepare(
      `SELECT number, coalesce(reason, '') AS reason, coalesce(allowed_by, '') AS allowedBy FROM book_number WHERE ${where} AND state = 'cancelled'
       ORDER BY series, number LIMIT ${MOST_CANCELLED}`,
    )
    .all(values) as ClosingFacts['cancelledList'];
  return {
    total: sum.total ?? 0,
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
