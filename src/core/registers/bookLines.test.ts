import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import { systemClock } from '../clock.ts';
import { numbersByKey } from './bookLines.ts';
import { type Book, listBooks, openDefaultBooks } from './index.ts';

let t: TestStore;
let book: Book;
beforeAll(() => {
  t = openTestStore(systemClock);
  t.store.tx(() => {
    t.store.db.exec(`INSERT INTO organ (organ_id, name, abbreviation) VALUES ('H99.242', 'UBND xã Ví Dụ', 'UBND')`);
    openDefaultBooks(t.store, 'H99.242', 'UBND');
  });
  const found = listBooks(t.store).find(({ rule }) => rule.direction === 'incoming');
  if (found === undefined) throw new Error('no book');
  book = found;
});
afterAll(() => t.remove());

it('lines that were found in a book of any size are read by their keys alone, never by walking the year for each', () => {
  const { sql, values } = numbersByKey({ organId: 'H99.242', book, period: '2026' }, [
    ['', 7],
    ['', 9],
  ]);
  const plan = t.store.db
    .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN SELECT n.number FROM ${sql} n ORDER BY n.series, n.number`)
    .all(...values)
    .map(({ detail }) => detail);
  // The keys first, and for each of them one number by its whole key.
  expect(plan[0]).toMatch(/^SCAN k/);
  expect(plan[1]).toMatch(/^SEARCH n .*book_id=\? AND period=\? AND series=\? AND number=\?/);
});
