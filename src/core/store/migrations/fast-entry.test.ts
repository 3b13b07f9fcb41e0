import { expect, it } from 'vitest';
import { openTestStore } from '../../../../test/support/store.ts';
import { systemClock } from '../../clock.ts';
import { openDefaultBooks } from '../../registers/index.ts';
import { openStore } from '../index.ts';
import { MIGRATIONS } from './index.ts';

it('numbers of a store from before fast entry count as given here, and sheets may be typed', () => {
  const version = MIGRATIONS.find((step) => step.name === 'fast-entry')?.version ?? 0;
  const old = openTestStore(systemClock, { migrations: MIGRATIONS.filter((step) => step.version < version) });
  try {
    old.store.tx(() => {
      openDefaultBooks(old.store, 'H99.242', 'UBND');
      const book = old.store.db.prepare('SELECT id FROM book LIMIT 1').pluck().get();
      old.store.db
        .prepare(
          `INSERT INTO book_number (book_id, period, series, number, state, date, at, seq) VALUES (?, '2026', '', 1, 'used', '2026-01-05', 0, ?)`,
        )
        .run(book, old.store.nextSeq());
    });
    old.store.close();
    const store = openStore({ dir: old.dir, keys: old.keys, clock: systemClock });
    expect(store.db.prepare('SELECT number, origin FROM book_number').all()).toEqual([{ number: 1, origin: 'here' }]);
    expect(store.db.prepare('SELECT count(*) FROM entry_sheet').pluck().get()).toBe(0);
    store.close();
  } finally {
    old.remove();
  }
});
