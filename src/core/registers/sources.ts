/**
 * Who gives a book's numbers (record keeping, 1): this program, the province's document system, or this program out of
 * blocks that the province's system gave for an outage. A number out of a block is a number of that system's book: it is
 * never one that nobody allowed.
 */
import type { BlockRow, NumberSource } from '../../contract/page/province.ts';
import { Failure } from '../../domain/errors.ts';
import { mayDate } from '../../domain/numbering.ts';
import type { BookEntry } from '../../domain/registers.ts';
import { type LegalDate, legalDateOf } from '../../domain/time.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';

export const numberSource = (store: Store, bookId: string): NumberSource =>
  (store.db.prepare('SELECT numbers FROM book_source WHERE book_id = ?').pluck().get(bookId) as NumberSource | undefined) ?? 'here';

/**
 * @throws Failure `registers.source_mid_period`: numbers of this period were given by the province's system, so only that
 * system knows which is next
 */
export function setNumberSource(store: Store, actor: Actor, bookId: string, numbers: NumberSource, period: string): void {
  store.tx(() => {
    const before = numberSource(store, bookId);
    if (before === numbers) return;
    if (numbers === 'here' && givenElsewhere(store, bookId, period)) throw new Failure('registers.source_mid_period');
    store.db
      .prepare(
        `INSERT INTO book_source (book_id, numbers, changed_at, changed_by) VALUES (?, ?, ?, ?)
         ON CONFLICT (book_id) DO UPDATE SET numbers = excluded.numbers, changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
      )
      .run(bookId, numbers, store.now(), actor.name);
    record(store, actor, 'register.number_source', bookId, `${before} → ${numbers}`);
  }, 'registers:source');
}
const givenElsewhere = (store: Store, bookId: string, period: string): boolean =>
  store.db.prepare('SELECT 1 FROM number_block WHERE book_id = ? AND period = ?').get(bookId, period) !== undefined ||
  store.db
    .prepare(
      `SELECT 1 FROM incoming WHERE book_id = @book AND number_pending = 1 UNION SELECT 1 FROM outgoing WHERE book_id = @book AND number_pending = 1
       UNION SELECT 1 FROM book_number n JOIN incoming i ON i.id = n.incoming_id WHERE n.book_id = @book AND n.period = @period AND i.number_pending = 2
       UNION SELECT 1 FROM book_number n JOIN outgoing o ON o.id = n.outgoing_id WHERE n.book_id = @book AND n.period = @period AND o.number_pending = 2`,
    )
    .get({ book: bookId, period }) !== undefined;

export interface NewBlock {
  readonly bookId: string;
  readonly period: string;
  readonly series: string;
  readonly first: number;
  readonly last: number;
  readonly allowedBy: string;
  readonly allowedOn: LegalDate;
  readonly validTo?: LegalDate;
  readonly origin: 'taken' | 'phone';
  readonly note: string;
}
const MAX_BLOCK = 2000;

/** Writes down a block that the province's system gave. @throws Failure `registers.block_…` */
export function addBlock(store: Store, actor: Actor, block: NewBlock): string {
  const today = legalDateOf(store.now());
  if (numberSource(store, block.bookId) !== 'blocks') throw new Failure('registers.block_not_used');
  if (block.last < block.first || block.last - block.first >= MAX_BLOCK) throw new Failure('registers.block_range', { max: MAX_BLOCK });
  if (block.allowedOn > today || (block.validTo !== undefined && block.validTo < today)) throw new Failure('registers.block_dates');
  return store.tx(() => {
    const where = [block.bookId, block.period, block.series, block.last, block.first] as const;
    const other = store.db
      .prepare('SELECT first, last FROM number_block WHERE book_id = ? AND period = ? AND series = ? AND first <= ? AND last >= ?')
      .get(...where) as { first: number; last: number } | undefined;
    if (other) throw new Failure('registers.block_overlaps', { first: other.first, last: other.last });
    const used = store.db
      .prepare('SELECT number FROM book_number WHERE book_id = ? AND period = ? AND series = ? AND number <= ? AND number >= ? LIMIT 1')
      .pluck()
      .get(...where) as number | undefined;
    if (used !== undefined) throw new Failure('registers.number_taken', { number: used });
    const id = store.newId();
    store.db
      .prepare(
        `INSERT INTO number_block (id, book_id, period, series, first, last, allowed_by, allowed_on, valid_to, origin, note, by_name, at, seq)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        ...[id, block.bookId, block.period, block.series, block.first, block.last, block.allowedBy, block.allowedOn, block.validTo ?? null],
        ...[block.origin, block.note, actor.name, store.now(), store.nextSeq()],
      );
    record(store, actor, 'register.block', block.bookId, `${block.first}–${block.last}`);
    return id;
  }, 'registers:block');
}
/** What is left of a block goes back: no further number of it. */
export function closeBlock(store: Store, actor: Actor, id: string): void {
  store.tx(() => {
    const closed = store.db.prepare('UPDATE number_block SET closed_at = ? WHERE id = ? AND closed_at IS NULL').run(store.now(), id);
    if (closed.changes === 0) throw new Failure('documents.not_found');
    record(store, actor, 'register.block_close', id, 'ok');
  }, 'registers:block-close');
}

interface BlockRecord {
  readonly id: string;
  readonly period: string;
  readonly series: string;
  readonly first: number;
  readonly last: number;
  readonly allowed_by: string;
  readonly allowed_on: LegalDate;
  readonly valid_to: LegalDate | null;
  readonly origin: 'taken' | 'phone';
  readonly note: string;
  readonly closed_at: number | null;
  readonly used: number;
}
const BLOCKS = `SELECT b.*, (SELECT count(*) FROM book_number n WHERE n.block_id = b.id) AS used FROM number_block b WHERE b.book_id = ?`;

/** Newest first. */
export function blockRows(store: Store, bookId: string): BlockRow[] {
  const today = legalDateOf(store.now());
  return (store.db.prepare(`${BLOCKS} ORDER BY b.seq DESC LIMIT 200`).all(bookId) as BlockRecord[]).map((row) => ({
    id: row.id,
    period: row.period,
    series: row.series,
    first: row.first,
    last: row.last,
    left: row.last - row.first + 1 - row.used,
    allowedBy: row.allowed_by,
    allowedOn: row.allowed_on,
    origin: row.origin,
    note: row.note,
    state:
      row.closed_at !== null
        ? 'closed'
        : row.valid_to !== null && row.valid_to < today
          ? 'expired'
          : row.used === row.last - row.first + 1
            ? 'used_up'
            : 'open',
    ...(row.valid_to === null ? {} : { validTo: row.valid_to }),
  }));
}

/**
 * The next number out of the oldest block that has one today.
 * @returns undefined where every block is used up, closed or past its day
 * @throws Failure `registers.date_passed`
 */
export function nextInBlocks(
  store: Store,
  bookId: string,
  period: string,
  series: string,
  date: LegalDate,
): { number: number; blockId: string; left: number } | undefined {
  const open = store.db
    .prepare(
      `${BLOCKS} AND b.period = ? AND b.series = ? AND b.closed_at IS NULL AND (b.valid_to IS NULL OR b.valid_to >= ?) ORDER BY b.seq`,
    )
    .all(bookId, period, series, date) as BlockRecord[];
  const total = open.reduce((sum, block) => sum + block.last - block.first + 1 - block.used, 0);
  for (const block of open) {
    const last = store.db
      .prepare('SELECT series, number, state, date FROM book_number WHERE block_id = ? ORDER BY number DESC LIMIT 1')
      .get(block.id) as BookEntry | undefined;
    const number = last === undefined ? block.first : last.number + 1;
    if (number > block.last) continue;
    const may = mayDate(last === undefined ? [] : [last], date);
    if (!may.ok) throw new Failure(may.error.code, may.error.params);
    return { number, blockId: block.id, left: total };
  }
  return undefined;
}
