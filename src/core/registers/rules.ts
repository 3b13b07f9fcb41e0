/**
 * Books and their rules as the administrator sets them: a rule changes only from a day on, never for numbers that were
 * given (record keeping, 1: a book's rule is data). How a book counts (common or each kind by itself, which kinds) changes
 * with a new period only, since numbers of one year must stay one series.
 */
import type { BookDetail, RuleRow } from '../../contract/page/registers.ts';
import { Failure } from '../../domain/errors.ts';
import { checkPattern, periodOf } from '../../domain/numbering.ts';
import type { BookDirection, BookRule } from '../../domain/registers.ts';
import { type LegalDate, legalDate, legalDateOf, screenDate } from '../../domain/time.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';
import { type Book, bookById, listBooks, nextInBook } from './index.ts';
import { numberSource } from './sources.ts';

export type ChangeableRule = Pick<
  BookRule,
  'pattern' | 'plainPattern' | 'organAbbreviation' | 'unitAbbreviation' | 'padTo' | 'series' | 'kinds'
>;
interface RuleRecord {
  readonly id: string;
  readonly from_date: LegalDate;
  readonly rule: string;
  readonly reason: string;
  readonly by_name: string;
}

const nextDay = (date: string): LegalDate => legalDateOf(Date.parse(`${date}T00:00:00+07:00`) + 24 * 3600_000);
const lastNumbered = (store: Store, bookId: string): string | undefined =>
  store.db.prepare<[string], string>('SELECT date FROM book_number WHERE book_id = ? ORDER BY date DESC LIMIT 1').pluck().get(bookId);

/** Today, or the day after the last number's. */
function ruleFrom(store: Store, bookId: string): LegalDate {
  const today = legalDateOf(store.now());
  const last = lastNumbered(store, bookId);
  return last !== undefined && last >= today ? nextDay(last) : today;
}

function rulesOf(store: Store, book: Book): RuleRow[] {
  const today = legalDateOf(store.now());
  const first = JSON.parse(
    store.db.prepare<[string], string>('SELECT rule FROM book WHERE id = ?').pluck().get(book.id) ?? '{}',
  ) as BookRule;
  const changes = store.db
    .prepare<[string], RuleRecord>(
      'SELECT id, from_date, rule, reason, by_name FROM book_rule WHERE book_id = ? AND withdrawn_at IS NULL ORDER BY from_date',
    )
    .all(book.id);
  const current = changes.findLast((change) => change.from_date <= today);
  return [
    { rule: first, state: current === undefined ? 'now' : 'past' },
    ...changes.map(
      (change): RuleRow => ({
        ...{
          id: change.id,
          fromDate: change.from_date,
          rule: JSON.parse(change.rule) as BookRule,
          reason: change.reason,
          by: change.by_name,
        },
        state: change === current ? 'now' : change.from_date > today ? 'coming' : 'past',
      }),
    ),
  ];
}
const untouched = (store: Store, bookId: string): boolean =>
  store.db.prepare('SELECT 1 FROM book_number WHERE book_id = ? LIMIT 1').get(bookId) === undefined;

export function bookDetails(store: Store): BookDetail[] {
  const organs = new Map(
    (store.db.prepare('SELECT organ_id, name FROM organ').all() as { organ_id: string; name: string }[]).map((row) => [
      row.organ_id,
      row.name,
    ]),
  );
  return listBooks(store).map((book) => {
    const next = tryNext(store, book);
    return {
      ...{ id: book.id, organId: book.organId, organName: organs.get(book.organId) ?? book.organId, name: book.name },
      ...{ direction: book.rule.direction, openedOn: book.openedOn, numbers: numberSource(store, book.id), rules: rulesOf(store, book) },
      ...{ ruleFrom: ruleFrom(store, book.id), untouched: untouched(store, book.id) },
      ...(book.closedOn === undefined ? {} : { closedOn: book.closedOn }),
      ...(next === undefined ? {} : { nextNumber: next }),
    };
  });
}
function tryNext(store: Store, book: Book): number | undefined {
  try {
    return nextInBook(store, book);
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

/** @throws Failure `registers.pattern_invalid`, `registers.kind_has_book` */
function check(store: Store, book: Pick<Book, 'organId' | 'id'>, direction: BookDirection, rule: ChangeableRule): void {
  for (const pattern of [rule.pattern, rule.plainPattern]) {
    const wrong = checkPattern(pattern);
    if (wrong !== undefined) throw new Failure('registers.pattern_invalid', { part: wrong });
  }
  const others = listBooks(store).filter(
    (other) => other.organId === book.organId && other.id !== book.id && other.closedOn === undefined && other.rule.direction === direction,
  );
  const twice = rule.kinds.find((kind) => others.some((other) => other.rule.kinds.includes(kind)));
  if (twice !== undefined) throw new Failure('registers.kind_has_book', { kind: twice });
  if (rule.kinds.length === 0 && others.some((other) => other.rule.kinds.length === 0)) throw new Failure('registers.common_has_book');
}

/**
 * A rule for a book from a day on.
 * @throws Failure `registers.rule_date` (numbers of that day or later were given, or it is past), `registers.rule_mid_period`
 *   (how it counts changes only with a new period), `registers.pattern_invalid`, `registers.kind_has_book`
 */
export function changeRule(store: Store, actor: Actor, bookId: string, fromDate: string, rule: ChangeableRule, reason: string): void {
  store.tx(() => {
    const book = bookById(store, bookId);
    const date = legalDate(fromDate);
    const earliest = ruleFrom(store, bookId);
    if (date === undefined || date < earliest) throw new Failure('registers.rule_date', { date: screenDate(earliest) });
    if (book.closedOn !== undefined) throw new Failure('registers.book_closed', { name: book.name });
    check(store, book, book.rule.direction, rule);
    const counts = rule.series !== book.rule.series || [...rule.kinds].sort().join('|') !== [...book.rule.kinds].sort().join('|');
    if (counts && !untouched(store, bookId) && !startsPeriod(book, date)) throw new Failure('registers.rule_mid_period');
    store.db
      .prepare('UPDATE book_rule SET withdrawn_at = ?, withdrawn_by = ? WHERE book_id = ? AND from_date = ? AND withdrawn_at IS NULL')
      .run(...[store.now(), actor.name, bookId, date]);
    store.db
      .prepare('INSERT INTO book_rule (id, book_id, from_date, rule, reason, at, by_name, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
      .run(...[store.newId(), bookId, date, JSON.stringify({ ...book.rule, ...rule }), reason, store.now(), actor.name, store.nextSeq()]);
    record(store, actor, 'book.rule', bookId, `${date}: ${rule.pattern}`);
  }, 'registers:rule');
}
function startsPeriod(book: Book, date: LegalDate): boolean {
  const before = periodOf(book.rule, legalDateOf(Date.parse(`${date}T00:00:00+07:00`) - 24 * 3600_000));
  const then = periodOf(book.rule, date);
  return !before.ok || !then.ok || before.value !== then.value;
}

/** @throws Failure `registers.rule_holds` where it holds already */
export function withdrawRule(store: Store, actor: Actor, id: string): void {
  store.tx(() => {
    const done = store.db
      .prepare('UPDATE book_rule SET withdrawn_at = ?, withdrawn_by = ? WHERE id = ? AND withdrawn_at IS NULL AND from_date > ?')
      .run(store.now(), actor.name, id, legalDateOf(store.now()));
    if (done.changes === 0) throw new Failure('registers.rule_holds');
    record(store, actor, 'book.rule_withdraw', id);
  }, 'registers:rule-withdraw');
}

/**
 * The number a book begins with, taken over from paper in mid-year, with what explains it; before its first number only.
 * @throws Failure `registers.book_begun`, `registers.first_note_needed`
 */
export function setFirst(store: Store, actor: Actor, bookId: string, firstNumber: number, note: string): void {
  store.tx(() => {
    bookById(store, bookId);
    if (!untouched(store, bookId)) throw new Failure('registers.book_begun');
    if (firstNumber > 1 && note === '') throw new Failure('registers.first_note_needed');
    const set = (table: 'book' | 'book_rule', column: string): void => {
      store.db
        .prepare(`UPDATE ${table} SET rule = json_set(rule, '$.firstNumber', ?, '$.firstNote', ?) WHERE ${column} = ?`)
        .run(firstNumber, note, bookId);
    };
    set('book', 'id');
    set('book_rule', 'book_id');
    record(store, actor, 'book.first_number', bookId, String(firstNumber));
  }, 'registers:first');
}

export function renameBook(store: Store, actor: Actor, bookId: string, name: string): void {
  store.tx(() => {
    bookById(store, bookId);
    store.db.prepare('UPDATE book SET name = ? WHERE id = ?').run(name, bookId);
    record(store, actor, 'book.rename', bookId, name);
  }, 'registers:rename');
}

/** Another book of an organ. @throws Failure `registers.pattern_invalid`, `registers.kind_has_book`, `organs.term_invalid` */
export function openBook(
  store: Store,
  actor: Actor,
  book: {
    readonly organId: string;
    readonly name: string;
    readonly direction: BookDirection;
    readonly rule: ChangeableRule;
    readonly term?: { readonly from: LegalDate; readonly to: LegalDate };
    readonly firstNumber: number;
    readonly firstNote: string;
  },
): void {
  store.tx(() => {
    if (!store.db.prepare('SELECT 1 FROM organ WHERE organ_id = ? AND closed_on IS NULL').get(book.organId))
      throw new Failure('documents.not_our_organ');
    if (book.term && book.term.from > book.term.to) throw new Failure('organs.term_invalid');
    if (book.firstNumber > 1 && book.firstNote === '') throw new Failure('registers.first_note_needed');
    const id = store.newId();
    check(store, { organId: book.organId, id }, book.direction, book.rule);
    const rule: BookRule = {
      ...book.rule,
      ...{ direction: book.direction, firstNumber: book.firstNumber },
      period: book.term ? { by: 'term', ...book.term } : { by: 'year' },
      ...(book.firstNote ? { firstNote: book.firstNote } : {}),
    };
    store.db
      .prepare('INSERT INTO book (id, organ_id, name, rule, opened_on, seq) VALUES (?, ?, ?, ?, ?, ?)')
      .run(id, book.organId, book.name, JSON.stringify(rule), legalDateOf(store.now()), store.nextSeq());
    record(store, actor, 'book.add', book.organId, book.name);
  }, 'registers:open');
}
