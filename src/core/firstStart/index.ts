/**
 * What a first start still lacks. Nothing is ticked off: each item is read from the store as it stands, so that what was done
 * by another way counts, and what was undone is missing again.
 */
import type { ChecklistItem } from '../../contract/page/checklist.ts';
import { Failure } from '../../domain/errors.ts';
import { periodOf } from '../../domain/numbering.ts';
import type { BookRule } from '../../domain/registers.ts';
import { legalDateOf } from '../../domain/time.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { listOwnOrgans } from '../documents/index.ts';
import { type Book, bookById, listBooks, numberSource } from '../registers/index.ts';
import { folderSetting } from '../scanning/index.ts';
import type { Store } from '../store/types.ts';

const FIRST_SAID = 'book.first_number';
export interface Surroundings {
  readonly mode: 'training' | 'real';
  /** A recovery code was shown and typed back. */
  readonly recovery: boolean;
  /** Ways in of people, the recovery code not counted. */
  readonly ways: number;
  readonly backups: { readonly places: number; readonly last?: number };
}

/** In the order of a first start; done ones stand among them. */
export function checklist(store: Store, around: Surroundings): ChecklistItem[] {
  const count = (sql: string): number => Number(store.db.prepare(sql).pluck().get() ?? 0);
  const real = around.mode === 'real';
  const agencies = count('SELECT count(*) FROM agency');
  const unknown = count(
    `SELECT count(*) FROM organ o WHERE o.closed_on IS NULL AND NOT EXISTS (SELECT 1 FROM agency a WHERE a.organ_id = o.organ_id OR a.other_code = o.organ_id)`,
  );
  const connected = count(`SELECT count(*) FROM organ WHERE closed_on IS NULL AND endpoint = ''`) === 0;
  const signed = count(`SELECT count(*) FROM signing_act WHERE outcome = 'done'`) > 0;
  return [
    { key: 'keys', done: around.recovery && around.ways > 0 },
    { key: 'connection', done: connected },
    { key: 'organ', done: agencies > 0 && unknown === 0, ...(agencies === 0 ? { waits: 'connection' as const } : {}) },
    { key: 'books', done: unsaidBooks(store).length === 0 },
    { key: 'people', done: count(`SELECT count(*) FROM person WHERE ended_at IS NULL`) > 1 },
    { key: 'powers', done: count('SELECT count(*) FROM signing_power') > 0 },
    ...(real ? [{ key: 'tokens' as const, done: signed }] : []),
    { key: 'scan', done: hasScanFolder(store) },
    { key: 'backup', done: around.backups.places > 0 && around.backups.last !== undefined },
  ];
}

/** A folder in which the scanner leaves its files was named, for each organ at work. */
const hasScanFolder = (store: Store): boolean =>
  listOwnOrgans(store).every((organ) => organ.closed || folderSetting(store, organ.organId) !== undefined);

/** Open books of this year that have given no number, and of which nobody said where they begin. */
export function unsaidBooks(store: Store): Book[] {
  const said = store.db.prepare<[string], number>(`SELECT 1 FROM audit WHERE act = '${FIRST_SAID}' AND object = ? LIMIT 1`).pluck();
  return listBooks(store).filter((book) => {
    if (book.closedOn !== undefined || numberSource(store, book.id) !== 'here' || book.rule.firstNumber > 1) return false;
    const period = periodOf(book.rule, legalDateOf(store.now()));
    const held =
      period.ok &&
      store.db.prepare('SELECT 1 FROM book_number WHERE book_id = ? AND period = ? LIMIT 1').get(book.id, period.value) !== undefined;
    return !held && said.get(book.id) === undefined;
  });
}

/**
 * Where a book begins here: behind the last number of the paper book. Only while it has given none.
 * @throws Failure `registers.first_number_late`, `registers.first_number_taken`
 */
export function sayFirstNumber(store: Store, actor: Actor, bookId: string, firstNumber: number): void {
  store.tx(() => {
    const book = bookById(store, bookId);
    const given = store.db.prepare(`SELECT 1 FROM book_number WHERE book_id = ? AND origin = 'here' LIMIT 1`).get(bookId);
    if (given !== undefined) throw new Failure('registers.first_number_late', { book: book.name });
    const period = periodOf(book.rule, legalDateOf(store.now()));
    const last = period.ok
      ? store.db
          .prepare<[string, string], number | null>('SELECT max(number) FROM book_number WHERE book_id = ? AND period = ?')
          .pluck()
          .get(bookId, period.value)
      : undefined;
    if (last !== undefined && last !== null && firstNumber <= last) throw new Failure('registers.first_number_taken', { number: last });
    const rule: BookRule = { ...book.rule, firstNumber };
    store.db.prepare('UPDATE book SET rule = ? WHERE id = ?').run(JSON.stringify(rule), bookId);
    record(store, actor, FIRST_SAID, bookId, String(firstNumber));
  }, 'book:first');
}
