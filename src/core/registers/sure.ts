/**
 * Whether the year (or term) the clock says is the one to number in. A number is a promise, and a clock that was set back
 * or runs ahead would begin a register of the wrong year; so a period in which the book holds nothing yet, and one that
 * lies before a later number, is asked about once and never guessed (Decree 30/2020, articles 15 and 22: numbers run by
 * the year).
 */
import { Failure } from '../../domain/errors.ts';
import { periodOf } from '../../domain/numbering.ts';
import { legalDateOf } from '../../domain/time.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';
import { type Book, bookById } from './index.ts';

const settingOf = (book: Book): string => `registers.sure.${book.id}`;

const holds = (store: Store, book: Book, period: string): boolean =>
  store.db.prepare('SELECT 1 FROM book_number WHERE book_id = ? AND period = ? LIMIT 1').get(book.id, period) !== undefined;
const lastPeriod = (store: Store, book: Book): string | undefined =>
  store.db.prepare<[string], string>('SELECT period FROM book_number WHERE book_id = ? ORDER BY period DESC LIMIT 1').pluck().get(book.id);

/** Before a number of that period is given. @throws Failure `registers.period_unsure`, `registers.period_behind` */
export function requireSure(store: Store, book: Book, period: string): void {
  const opened = periodOf(book.rule, book.openedOn);
  const last = lastPeriod(store, book);
  const behind = last !== undefined && last > period;
  if (!behind && (holds(store, book, period) || (opened.ok && opened.value === period))) return;
  if (store.setting(settingOf(book)) === period) return;
  const params = { bookId: book.id, book: book.name, period };
  if (behind) throw new Failure('registers.period_behind', { ...params, last });
  throw new Failure('registers.period_unsure', { ...params, last: last ?? (opened.ok ? opened.value : book.openedOn) });
}

/**
 * A person says that the date is right: numbers of this period may be given. Only of the period that the clock says now.
 * @throws Failure `registers.period_changed`
 */
export function makeSure(store: Store, actor: Actor, bookId: string, period: string): void {
  store.tx(() => {
    const book = bookById(store, bookId);
    const now = periodOf(book.rule, legalDateOf(store.now()));
    if (!now.ok || now.value !== period) throw new Failure('registers.period_changed');
    store.setSetting(settingOf(book), period);
    record(store, actor, 'registers.period_sure', bookId, period);
  }, 'registers:sure');
}
