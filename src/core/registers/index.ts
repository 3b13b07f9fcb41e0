/**
 * The register books: they give numbers, only inside the transaction that uses them, and show what they hold.
 * Promise: no number twice, no unexplained gap (Decree 30/2020, articles 15, 16, 22).
 */
import type { RegisterEntry } from '../../contract/page/registers.ts';
import { Failure } from '../../domain/errors.ts';
import type { RecordId } from '../../domain/ids.ts';
import { defaultBookRules, mayDate, nextNumber, periodOf, printedCode, seriesOf, unexplainedGaps } from '../../domain/numbering.ts';
import type { BookDirection, BookEntry, BookRule } from '../../domain/registers.ts';
import { type LegalDate, legalDateOf } from '../../domain/time.ts';
import { documentKinds } from '../codelists/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';
import { requireReconciled } from '../store/waiting.ts';
import { closedPeriods, requireOpenYear } from './closed.ts';
import { formOf } from './forms.ts';
import { nextInBlocks, numberSource } from './sources.ts';
import { requireSure } from './sure.ts';

export interface Book {
  readonly id: RecordId;
  readonly organId: string;
  readonly name: string;
  readonly rule: BookRule;
  readonly openedOn: LegalDate;
  /** Its organ was succeeded by another: it gives no number any more. */
  readonly closedOn?: LegalDate;
}
interface BookRecord {
  id: string;
  organ_id: string;
  name: string;
  rule: string;
  opened_on: string;
  closed_on: string | null;
}
const bookOf = (row: BookRecord): Book => ({
  id: row.id as RecordId,
  organId: row.organ_id,
  name: row.name,
  rule: JSON.parse(row.rule) as BookRule,
  openedOn: row.opened_on as LegalDate,
  ...(row.closed_on === null ? {} : { closedOn: row.closed_on as LegalDate }),
});

/** Opens the two books every office starts with; inside the set-up's transaction. */
export function openDefaultBooks(store: Store, organId: string, organAbbreviation: string): void {
  const rules = defaultBookRules(organAbbreviation);
  const insert = store.db.prepare('INSERT INTO book (id, organ_id, name, rule, opened_on, seq) VALUES (?, ?, ?, ?, ?, ?)');
  const today = legalDateOf(store.now());
  for (const [name, rule] of [
    ['Sổ đăng ký văn bản đến', rules.incoming],
    ['Sổ đăng ký văn bản đi', rules.outgoing],
  ] as const) {
    insert.run(store.newId(), organId, name, JSON.stringify(rule), today, store.nextSeq());
  }
}

/** Each with the rule that holds today. */
const BOOKS = `SELECT b.id, b.organ_id, b.name, b.opened_on, b.closed_on, coalesce((SELECT r.rule FROM book_rule r
    WHERE r.book_id = b.id AND r.withdrawn_at IS NULL AND r.from_date <= ? ORDER BY r.from_date DESC LIMIT 1), b.rule) AS rule FROM book b`;

/** The registers of documents. */
export const listBooks = (store: Store): Book[] => allBooks(store).filter((book) => book.rule.desk === undefined);
/** Those of copies and petitions too: whatever gives numbers. */
export const allBooks = (store: Store): Book[] =>
  (store.db.prepare(`${BOOKS} ORDER BY b.seq`).all(legalDateOf(store.now())) as BookRecord[]).map(bookOf);

export function bookById(store: Store, id: string): Book {
  const row = store.db.prepare(`${BOOKS} WHERE b.id = ?`).get(legalDateOf(store.now()), id) as BookRecord | undefined;
  if (!row) throw new Failure('registers.no_such_book');
  return bookOf(row);
}

/** The organ that works in the place of another: itself, or who took over from it at a merger. */
export function workingOrgan(store: Store, organId: string): string {
  const successor = store.db
    .prepare<[string], string | null>('SELECT successor_id FROM organ WHERE organ_id = ? AND closed_on IS NOT NULL')
    .pluck();
  let organ = organId;
  for (let steps = 0; steps < 10; steps++) {
    const next = successor.get(organ);
    if (!next) break;
    organ = next;
  }
  return organ;
}

/**
 * The organ's open book for a direction and kind; a book named for that kind wins over the common one. What came under
 * an old code is registered by who took over.
 */
export function bookFor(store: Store, organId: string, direction: BookDirection, kindName: string): Book {
  const working = direction === 'incoming' ? workingOrgan(store, organId) : organId;
  const fitting = listBooks(store).filter(
    (book) =>
      book.organId === working &&
      book.closedOn === undefined &&
      book.rule.direction === direction &&
      (book.rule.kinds.length === 0 || book.rule.kinds.includes(kindName)),
  );
  const book = fitting.find((b) => b.rule.kinds.length > 0) ?? fitting[0];
  if (!book) throw new Failure('registers.no_book_for_kind', { kind: kindName });
  return book;
}

function value<T>(
  result: { ok: true; value: T } | { ok: false; error: { code: string; params?: Readonly<Record<string, string | number>> } },
): T {
  if (result.ok) return result.value;
  throw new Failure(result.error.code, result.error.params);
}

function seriesEntries(store: Store, book: Book, period: string, series: string): BookEntry[] {
  // The last number alone decides what comes next; whole histories are read only for printing and checking.
  return store.db
    .prepare(
      'SELECT series, number, state, date FROM book_number WHERE book_id = ? AND period = ? AND series = ? ORDER BY number DESC LIMIT 1',
    )
    .all(book.id, period, series) as BookEntry[];
}

const isOpening = (book: Book, period: string): boolean => {
  const opened = periodOf(book.rule, book.openedOn);
  return opened.ok && opened.value === period;
};

/** A period that was kept on paper alone: what is not taken over of it stands in the paper book. */
const isBefore = (book: Book, period: string): boolean => {
  const opened = periodOf(book.rule, book.openedOn);
  return opened.ok && period < opened.value;
};

export interface NextNumber {
  readonly number: number;
  readonly code: string;
  readonly codeNumber: string;
  readonly notation: string;
  readonly date: LegalDate;
  /** The block of the province's system that it comes out of, and how many numbers all open blocks still hold. */
  readonly blockId?: string;
  readonly left?: number;
}

/**
 * The number as the book's source gives it today.
 * @throws Failure `registers.number_by_province`, `registers.blocks_used_up`
 */
function upcoming(
  store: Store,
  book: Book,
  period: string,
  series: string,
  date: LegalDate,
): { number: number; blockId?: string; left?: number } {
  const source = numberSource(store, book.id);
  if (source === 'province') throw new Failure('registers.number_by_province', { book: book.name });
  if (source === 'blocks') {
    const next = nextInBlocks(store, book.id, period, series, date);
    if (next === undefined) throw new Failure('registers.blocks_used_up', { book: book.name });
    return next;
  }
  const entries = seriesEntries(store, book, period, series);
  value(mayDate(entries, date));
  return { number: nextNumber(book.rule, entries, isOpening(book, period)) };
}

/** What the next document of this kind would get today; gives nothing. */
export function peekNumber(store: Store, book: Book, kindName: string): NextNumber {
  const date = legalDateOf(store.now());
  const period = value(periodOf(book.rule, date));
  const kinds = documentKinds(store);
  const series = value(seriesOf(book.rule, kindName, kinds));
  const { number, ...block } = upcoming(store, book, period, series, date);
  const printed = printedCode(book.rule, number, kindName, date, kinds);
  return { number, code: printed.code, codeNumber: printed.number, notation: printed.notation, date, ...block };
}

/**
 * The next number of a book's common series today, of its first kind's where each kind counts by itself; undefined where
 * this program has none to give.
 */
export function nextInBook(store: Store, book: Book): number | undefined {
  try {
    return peekNumber(store, book, book.rule.kinds[0] ?? 'Công văn').number;
  } catch (error) {
    if (error instanceof Failure && NOT_HERE.includes(error.error.code)) return undefined;
    throw error;
  }
}
/** Codes that say: the number comes from elsewhere, later. */
export const NOT_HERE: readonly string[] = ['registers.number_by_province', 'registers.blocks_used_up'];

/**
 * Enters a number that the province's system gave to a document of ours; inside the transaction that uses it.
 * @throws Failure `registers.number_taken`
 */
export function enterNumber(
  store: Store,
  book: Book,
  number: number,
  use: {
    readonly kindName: string;
    readonly date: LegalDate;
    readonly incomingId?: RecordId;
    readonly outgoingId?: RecordId;
    readonly actor: Actor;
    /** The number was given on paper, before the book came here. */
    readonly origin?: 'paper_book';
  },
): { code: string; codeNumber: string; notation: string } {
  requireReconciled(store);
  const kinds = documentKinds(store);
  const period = value(periodOf(book.rule, use.date));
  requireOpenYear(store, book, period);
  const series = value(seriesOf(book.rule, use.kindName, kinds));
  const entered = store.db
    .prepare(
      `INSERT INTO book_number (book_id, period, series, number, state, date, incoming_id, outgoing_id, person_id, at, seq, origin)
       VALUES (?, ?, ?, ?, 'used', ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    )
    .run(
      ...[book.id, period, series, number, use.date, use.incomingId ?? null, use.outgoingId ?? null],
      ...[use.actor.personId ?? null, store.now(), store.nextSeq(), use.origin ?? 'here'],
    );
  if (entered.changes === 0) throw new Failure('registers.number_taken', { number });
  const printed = printedCode(book.rule, number, use.kindName, use.date, kinds);
  return { code: printed.code, codeNumber: printed.number, notation: printed.notation };
}

/**
 * Gives the next number to a document. Only inside the transaction that uses it.
 * @throws Failure `reconcile.first` in a store that was restored or copied and not reconciled yet, `handover.given` where
 *   the desk was handed over from here, `registers.book_closed`; `registers.period_unsure` and `registers.period_behind` where
 *   a person must first say that the date is right
 */
export function takeNumber(
  store: Store,
  book: Book,
  use: {
    readonly kindName: string;
    readonly incomingId?: RecordId;
    readonly outgoingId?: RecordId;
    readonly actor: Actor;
    /** A year that is over, for an arrival of it that was not registered then; the number carries today's date. */
    readonly latePeriod?: string;
  },
): NextNumber {
  if (!store.db.inTransaction) throw new Error('a number is given only in the transaction that uses it');
  requireReconciled(store);
  if (book.closedOn !== undefined) throw new Failure('registers.book_closed', { name: book.name });
  const now = value(periodOf(book.rule, legalDateOf(store.now())));
  const period = use.latePeriod ?? now;
  if (use.latePeriod === undefined) requireSure(store, book, period);
  requireOpenYear(store, book, period);
  const next = use.latePeriod === undefined ? peekNumber(store, book, use.kindName) : peekLate(store, book, use.kindName, now, period);
  store.db
    .prepare(
      `INSERT INTO book_number (book_id, period, series, number, state, date, incoming_id, outgoing_id, person_id, at, seq, block_id)
       VALUES (?, ?, ?, ?, 'used', ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      book.id,
      period,
      value(seriesOf(book.rule, use.kindName, documentKinds(store))),
      next.number,
      next.date,
      use.incomingId ?? null,
      use.outgoingId ?? null,
      use.actor.personId ?? null,
      store.now(),
      store.nextSeq(),
      next.blockId ?? null,
    );
  return next;
}

/** The row of a number as it stands in its book, by its whole key. */
export function numberRow(
  store: Store,
  bookId: string,
  number: number,
  { kindName, date }: { readonly kindName: string; readonly date: LegalDate },
): Readonly<Record<string, unknown>> | undefined {
  const { rule } = bookById(store, bookId);
  const key = [bookId, value(periodOf(rule, date)), value(seriesOf(rule, kindName, documentKinds(store))), number];
  return store.db
    .prepare<unknown[], Record<string, unknown>>('SELECT * FROM book_number WHERE book_id = ? AND period = ? AND series = ? AND number = ?')
    .get(...key);
}

/**
 * The number after the last one of a year that is over. Only for arrivals: a document of ours carries the year of the day
 * on which it got its number.
 */
function peekLate(store: Store, book: Book, kindName: string, now: string, period: string): NextNumber {
  if (book.rule.direction !== 'incoming' || numberSource(store, book.id) !== 'here') throw new Failure('registers.late_not_here');
  if (!/^\d{4}$/.test(period) || period >= now || !periodsOf(store, book).includes(period)) throw new Failure('registers.no_such_period');
  const kinds = documentKinds(store);
  const series = value(seriesOf(book.rule, kindName, kinds));
  const entries = seriesEntries(store, book, period, series);
  const date = legalDateOf(store.now());
  value(mayDate(entries, date));
  const number = nextNumber(book.rule, entries, isOpening(book, period));
  const printed = printedCode(book.rule, number, kindName, date, kinds);
  return { number, code: printed.code, codeNumber: printed.number, notation: printed.notation, date };
}

/** What `takeNumber` would give late in that year; nothing where it would refuse. */
export function nextLate(store: Store, book: Book, period: string, kindName = ''): NextNumber | undefined {
  if (book.closedOn !== undefined || book.rule.desk !== undefined || closedPeriods(store, book.id).includes(period)) return undefined;
  const now = periodOf(book.rule, legalDateOf(store.now()));
  try {
    return now.ok ? peekLate(store, book, kindName, now.value, period) : undefined;
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

/** Cancels a used number, with the reason and who allowed it; inside a transaction. It is never given again. */
export function cancelNumber(
  store: Store,
  where: { readonly bookId: string; readonly period: string; readonly number: number; readonly series?: string },
  why: { readonly reason: string; readonly allowedBy: string },
): void {
  requireOpenYear(store, bookById(store, where.bookId), where.period);
  const changed = store.db
    .prepare(
      `UPDATE book_number SET state = 'cancelled', reason = ?, allowed_by = ?
       WHERE book_id = ? AND period = ? AND number = ? AND (? IS NULL OR series = ?) AND state = 'used'`,
    )
    .run(why.reason, why.allowedBy, where.bookId, where.period, where.number, where.series ?? null, where.series ?? null);
  if (changed.changes !== 1) throw new Failure('registers.number_not_used', { number: where.number });
}

/** Periods a book holds numbers of, newest first: one look for each period, however many numbers it holds. */
export const heldPeriods = (store: Store, bookId: string): string[] =>
  store.db
    .prepare<{ book: string }, string>(
      `WITH RECURSIVE held(period) AS (SELECT max(period) FROM book_number WHERE book_id = @book
         UNION ALL SELECT (SELECT max(n.period) FROM book_number n WHERE n.book_id = @book AND n.period < held.period) FROM held WHERE held.period IS NOT NULL)
       SELECT period FROM held WHERE period IS NOT NULL`,
    )
    .pluck()
    .all({ book: bookId });
export function periodsOf(store: Store, book: Book): string[] {
  const held = heldPeriods(store, book.id);
  const current = periodOf(book.rule, legalDateOf(store.now()));
  return current.ok && !held.includes(current.value) ? [current.value, ...held] : held;
}

/**
 * Numbers that nothing explains, over all series of a period. Where the province's system gives the numbers, those between
 * are in its book: the comparison of both books tells. Numbers are read one by one only of a series that lacks some.
 */
export function gapsOf(store: Store, book: Book, period: string): number[] {
  if (numberSource(store, book.id) !== 'here' || isBefore(book, period)) return [];
  const opening = isOpening(book, period);
  const first = opening ? book.rule.firstNumber : 1;
  const sums = store.db
    .prepare<[number, string, string], { series: string; held: number; last: number }>(
      'SELECT series, sum(number >= ?) AS held, max(number) AS last FROM book_number WHERE book_id = ? AND period = ? GROUP BY series',
    )
    .all(first, book.id, period);
  const read = store.db.prepare<[string, string, string], BookEntry>(
    'SELECT series, number, state, date FROM book_number WHERE book_id = ? AND period = ? AND series = ? ORDER BY number',
  );
  return sums
    .filter(({ held, last }) => held !== Math.max(0, last - first + 1))
    .flatMap(({ series }) => unexplainedGaps(book.rule, read.all(book.id, period, series), opening));
}

/** The lines of a book in one period, cancelled numbers included, each with the decree's ten columns. */
export const registerColumns = (store: Store, book: Book, period: string): RegisterEntry[] =>
  formOf(book.rule.direction).lines(store, { organId: book.organId, book, period }, 0, -1);

export { closedPeriods } from './closed.ts';
export { closeYear, closingOf, closingsOf, closingView, reopenYear } from './closing.ts';
export { copyCode, deskBook, findDeskBook } from './deskBooks.ts';
export { allColumns, comparedLines, enterColumns, enterRows, markEntered, setEnterColumns } from './entering.ts';
export { explainNumber, secretNumber } from './explaining.ts';
export { yearPieces } from './facts.ts';
export { formOf, handKept, type LineQuery, REGISTER_FORMS, type RegisterForm } from './forms.ts';
export { addRegisterLine, changeRegisterLine, registerLine, strikeRegisterLine } from './handKept.ts';
export { makeRegister, type RegisterMake, type RegisterOffice } from './make.ts';
export { type OpenLines, openLines } from './openLines.ts';
export { bookDetails, changeRule, openBook, renameBook, setFirst, withdrawRule } from './rules.ts';
export { addBlock, blockRows, closeBlock, numberSource, setNumberSource } from './sources.ts';
export { makeSure } from './sure.ts';
