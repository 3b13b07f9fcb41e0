import { expect, it } from 'vitest';
import { openTestStore } from '../../../../test/support/store.ts';
import { systemClock } from '../../clock.ts';
import { openItems } from '../../registers/closing.ts';
import { listBooks, openDefaultBooks } from '../../registers/index.ts';
import { openStore } from '../index.ts';
import { MIGRATIONS } from './index.ts';

it('a store from before finds what waits for the province’s number, and a year is looked at for its closing, without reading every document', () => {
  const version = MIGRATIONS.find((step) => step.name === 'pending-numbers')?.version ?? 0;
  const old = openTestStore(systemClock, { migrations: MIGRATIONS.filter((step) => step.version < version) });
  try {
    old.store.tx(() => {
      old.store.db.exec(`INSERT INTO organ (organ_id, name, abbreviation) VALUES ('H99.242', 'UBND xã Ví Dụ', 'UBND')`);
      openDefaultBooks(old.store, 'H99.242', 'UBND');
    });
    const book = listBooks(old.store).find(({ rule }) => rule.direction === 'incoming');
    if (book === undefined) throw new Error('no book');
    old.store.tx(() =>
      old.store.db
        .prepare(
          `INSERT INTO incoming (id, organ_id, state, channel, priority, sender_name, number, notation, type_name, subject, folded, arrived_at, book_id, number_pending,
             verdict, updated_at, seq, workstation_id)
           VALUES ('x', 'H99.242', 'registered', 'axis', 0, 'Sở Mẫu', '1', 'SM', 'Công văn', 'Về việc chờ số', '', 0, ?, 1, 'unsigned', 0, 1000, '')`,
        )
        .run(book.id),
    );
    old.store.close();
    const store = openStore({ dir: old.dir, keys: old.keys, clock: systemClock });
    expect(openItems(store, book, '2026')).toMatchObject([{ kind: 'pending', count: 1, examples: ['Về việc chờ số'] }]);
    for (const list of ['incoming', 'outgoing']) {
      const plan = store.db
        .prepare(`EXPLAIN QUERY PLAN SELECT count(*) FROM ${list} i WHERE i.book_id = ? AND i.number_pending = 1`)
        .all('b');
      expect(JSON.stringify(plan)).toContain(`${list}_pending`);
    }
    store.close();
  } finally {
    old.remove();
  }
});
