/**
 * Numbers without a document: those given to secret documents, which are registered elsewhere, and missing ones that a
 * person explains (record keeping, 1: no unexplained gap).
 */
import { Failure } from '../../domain/errors.ts';
import { periodOf } from '../../domain/numbering.ts';
import { legalDateOf } from '../../domain/time.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';
import { requireReconciled } from '../store/waiting.ts';
import { requireOpenYear } from './closed.ts';
import { bookById, gapsOf, takeNumber } from './index.ts';

/** The next number of a book, for a document of which nothing is kept here; in one transaction. */
export function secretNumber(store: Store, actor: Actor, bookId: string, typeName: string, allowedBy: string): string {
  return store.tx(() => {
    const book = bookById(store, bookId);
    const given = takeNumber(store, book, { kindName: typeName, actor });
    const period = periodOf(book.rule, legalDateOf(store.now()));
    if (!period.ok) throw new Failure(period.error.code, period.error.params);
    store.db
      .prepare(
        `UPDATE book_number SET state = 'secret', allowed_by = ? WHERE book_id = ? AND period = ? AND number = ? AND date = ? AND incoming_id IS NULL AND outgoing_id IS NULL`,
      )
      .run(allowedBy, bookId, period.value, given.number, given.date);
    record(store, actor, 'register.secret_number', bookId, given.code);
    return given.code;
  }, 'registers:secret');
}

/**
 * Writes a missing number down as cancelled, or as used for a secret document. It stands with the day of the number before it.
 * @throws Failure `registers.number_not_missing`, `registers.reason_needed`, `registers.year_closed`
 */
export function explainNumber(
  store: Store,
  actor: Actor,
  what: {
    readonly bookId: string;
    readonly period: string;
    readonly number: number;
    readonly reason: string;
    readonly allowedBy: string;
    readonly secret: boolean;
  },
): void {
  store.tx(() => {
    requireReconciled(store);
    const book = bookById(store, what.bookId);
    requireOpenYear(store, book, what.period);
    if (!what.secret && what.reason === '') throw new Failure('registers.reason_needed');
    if (!gapsOf(store, book, what.period).includes(what.number)) throw new Failure('registers.number_not_missing', { number: what.number });
    const before = store.db
      .prepare('SELECT series, date FROM book_number WHERE book_id = ? AND period = ? AND number < ? ORDER BY number DESC LIMIT 1')
      .get(book.id, what.period, what.number) as { series: string; date: string } | undefined;
    const after = store.db
      .prepare('SELECT series, date FROM book_number WHERE book_id = ? AND period = ? AND number > ? ORDER BY number LIMIT 1')
      .get(book.id, what.period, what.number) as { series: string; date: string } | undefined;
    const beside = before ?? after;
    store.db
      .prepare(
        `INSERT INTO book_number (book_id, period, series, number, state, date, reason, allowed_by, person_id, at, seq)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        ...[book.id, what.period, beside?.series ?? '', what.number, what.secret ? 'secret' : 'cancelled', beside?.date ?? book.openedOn],
        ...[what.secret ? null : what.reason, what.allowedBy, actor.personId ?? null, store.now(), store.nextSeq()],
      );
    record(store, actor, 'register.explain_number', book.id, String(what.number));
  }, 'registers:explain');
}
