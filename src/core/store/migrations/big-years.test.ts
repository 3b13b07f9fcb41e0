import { expect, it } from 'vitest';
import { openTestStore } from '../../../../test/support/store.ts';
import { systemClock } from '../../clock.ts';
import { openItems } from '../../registers/closing.ts';
import { listBooks, openDefaultBooks, periodsOf } from '../../registers/index.ts';
import { openStore } from '../index.ts';
import { MIGRATIONS } from './index.ts';

it('a store from before closes a year of many documents, and finds a document’s number, without reading every one', () => {
  const version = MIGRATIONS.find((step) => step.name === 'big-years')?.version ?? 0;
  const old = openTestStore(systemClock, { migrations: MIGRATIONS.filter((step) => step.version < version) });
  try {
    old.store.tx(() => {
      old.store.db.exec(`INSERT INTO organ (organ_id, name, abbreviation) VALUES ('H99.242', 'UBND xã Ví Dụ', 'UBND')`);
      openDefaultBooks(old.store, 'H99.242', 'UBND');
    });
    const book = listBooks(old.store).find(({ rule }) => rule.direction === 'incoming');
    if (book === undefined) throw new Error('no book');
    old.store.tx(() => {
      const document = old.store.db.prepare(
        `INSERT INTO incoming (id, organ_id, state, channel, priority, sender_name, number, notation, type_name, subject, folded, arrived_at, book_id, arrival_number,
           arrival_date, due_date, verdict, updated_at, seq, workstation_id)
         VALUES (?, 'H99.242', ?, 'axis', 0, 'Sở Mẫu', ?, 'SM', 'Công văn', 'Về việc', '', ?, ?, ?, ?, ?, 'unsigned', 0, ?, '')`,
      );
      document.run('open', 'assigned', '1', 0, book.id, 7, '2025-05-05', '2025-06-01', 1000);
      document.run('done', 'finished', '2', 0, book.id, 8, '2025-05-05', '2025-06-01', 1001);
      document.run('later', 'assigned', '3', 0, book.id, 9, '2025-05-05', '2026-06-01', 1002);
      document.run('first', 'arrived', '4', Date.UTC(2024, 11, 31, 17), null, null, null, null, 1003);
      document.run('last', 'arrived', '5', Date.UTC(2025, 11, 31, 17) - 1, null, null, null, null, 1004);
      document.run('after', 'arrived', '6', Date.UTC(2025, 11, 31, 17), null, null, null, null, 1005);
      const number = old.store.db.prepare(
        `INSERT INTO book_number (book_id, period, series, number, state, date, incoming_id, at, seq) VALUES (?, ?, '', ?, 'used', '2025-05-05', ?, 0, ?)`,
      );
      number.run(book.id, '2023', 1, null, 2000);
      for (const [id, n] of [
        ['open', 7],
        ['done', 8],
        ['later', 9],
      ])
        number.run(book.id, '2025', n, id, 2000);
    });
    old.store.close();
    const store = openStore({ dir: old.dir, keys: old.keys, clock: systemClock });
    // The legal day begins at 17:00 of the day before in UTC.
    expect(openItems(store, { ...book, openedOn: '2020-01-01' as never }, '2025')).toMatchObject([
      { kind: 'gaps', count: 6, examples: ['1', '2', '3', '4', '5', '6'] },
      { kind: 'unregistered', count: 2, examples: ['4/SM', '5/SM'] },
      { kind: 'unhandled', count: 1, examples: ['số đến 7'] },
    ]);
    expect(periodsOf(store, book).slice(-2)).toEqual(['2025', '2023']);
    const plan = (sql: string) => JSON.stringify(store.db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all());
    expect(
      plan(
        `SELECT count(*) FROM incoming i WHERE i.book_id = 'b' AND i.arrival_date BETWEEN 'a' AND 'z' AND i.due_date <= 'z' AND i.state IN ('registered','assigned','in_progress')`,
      ),
    ).toContain('incoming_open_due');
    for (const list of ['incoming', 'outgoing'])
      expect(plan(`SELECT period FROM book_number WHERE ${list}_id = 'x'`)).toContain(`book_number_${list}`);
    store.close();
  } finally {
    old.remove();
  }
});
