/** The books of the desk as registers that are bound and closed like the others: copies, petitions. */
import type { FormColumn, RegisterEntry } from '../../contract/page/registers.ts';
import type { WorkCalendar } from '../../domain/workCalendar.ts';
import type { Actor } from '../context.ts';
import { COPY_COLUMNS, copyCells, copyLines } from '../copies/index.ts';
import { PETITION_COLUMNS, petitionCells, petitionLines } from '../petitions/index.ts';
import { type Book, formOf, type LineQuery, type RegisterForm } from '../registers/index.ts';
import type { Store } from '../store/types.ts';

const columnsOf = (headings: readonly string[], shares: readonly number[]): FormColumn[] =>
  headings.map((heading, i) => ({ key: `c${i + 1}`, heading, share: shares[i] ?? 8 }));
const count = (store: Store, { book, period }: LineQuery): number =>
  store.db
    .prepare<[string, string], number>('SELECT count(*) FROM book_number WHERE book_id = ? AND period = ?')
    .pluck()
    .get(book?.id ?? '', period) ?? 0;

/** The register that a book is printed and closed as. */
export function formOfBook(book: Book, actor: Actor, calendar: () => WorkCalendar): RegisterForm {
  const { desk, direction } = book.rule;
  if (desk === undefined) return formOf(direction);
  // `book`: numbers are counted and the cover says from which to which.
  const common = { key: desk, title: book.name, book: direction, count } as const;
  if (desk === 'copy')
    return {
      ...common,
      columns: columnsOf(COPY_COLUMNS, [9, 7, 11, 26, 11, 6, 9, 12, 6, 9]),
      lines: (store, { period }, offset, limit) =>
        copyLines(store, book.id, period, offset, limit).map(
          (row): RegisterEntry => ({
            number: row.number,
            state: row.state === 'cancelled' ? 'cancelled' : 'used',
            columns: copyCells(row),
          }),
        ),
    };
  return {
    ...common,
    columns: columnsOf(PETITION_COLUMNS, [5, 8, 9, 9, 6, 16, 8, 8, 12, 8, 10]),
    lines: (store, { period }, offset, limit) =>
      petitionLines(store, actor, calendar(), { bookId: book.id, period, offset, limit }).map(
        (row): RegisterEntry => ({ number: row.number, state: 'used', columns: petitionCells(store, row) }),
      ),
  };
}
