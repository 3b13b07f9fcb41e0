import { expect, it } from 'vitest';
import { putIncoming } from '../../../../test/support/documents.ts';
import { openTestStore } from '../../../../test/support/store.ts';
import { systemClock } from '../../clock.ts';
import { openStore } from '../index.ts';
import { MIGRATIONS } from './index.ts';

it('a store from before the paper desk keeps its documents and numbers; none of them is held, copied or a petition', () => {
  const version = MIGRATIONS.find((step) => step.name === 'paper-desk')?.version ?? 0;
  const old = openTestStore(systemClock, { migrations: MIGRATIONS.filter((step) => step.version < version) });
  try {
    old.store.tx(() => {
      const { id } = putIncoming(old.store, { subject: 'văn bản cũ' });
      old.store.db.exec(`INSERT INTO book (id, organ_id, name, rule, opened_on, seq) VALUES ('b', 'H99.242', 'Sổ', '{}', '2026-01-01', 1)`);
      old.store.db
        .prepare(
          `INSERT INTO book_number (book_id, period, series, number, state, date, incoming_id, at, seq) VALUES ('b', '2026', '', 1, 'used', '2026-11-20', ?, 0, 2)`,
        )
        .run(id);
    });
    old.store.close();
    const store = openStore({ dir: old.dir, keys: old.keys, clock: systemClock });
    expect(store.db.prepare('SELECT number, copy_id, petition_id FROM book_number').all()).toEqual([
      { number: 1, copy_id: null, petition_id: null },
    ]);
    for (const table of ['advance_copy', 'envelope', 'paper_delivery', 'copy_issue', 'petition', 'petition_sealed', 'petition_file'])
      expect(store.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0);
    store.close();
  } finally {
    old.remove();
  }
});
