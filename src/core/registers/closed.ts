/** Whether a book's year was closed: then no number of it is given, entered, cancelled or explained any more. */
import { Failure } from '../../domain/errors.ts';
import type { Store } from '../store/types.ts';

/** Periods of a book that stand closed. */
export const closedPeriods = (store: Store, bookId: string): string[] =>
  store.db.prepare<[string], string>('SELECT period FROM book_closing WHERE book_id = ? AND reopened_at IS NULL').pluck().all(bookId);

/** @throws Failure `registers.year_closed` */
export function requireOpenYear(store: Store, book: { readonly id: string; readonly name: string }, period: string): void {
  if (closedPeriods(store, book.id).includes(period)) throw new Failure('registers.year_closed', { book: book.name, period });
}
