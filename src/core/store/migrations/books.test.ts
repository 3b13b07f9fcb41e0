import { expect, it } from 'vitest';
import { putIncoming } from '../../../../test/support/documents.ts';
import { openTestStore } from '../../../../test/support/store.ts';
import { systemClock } from '../../clock.ts';
import { openStore } from '../index.ts';
import { MIGRATIONS } from './index.ts';

it('a store from before reports counts the documents it has, with the day each was ended; no book is closed', () => {
  const version = MIGRATIONS.find((step) => step.name === 'books')?.version ?? 0;
  const old = openTestStore(systemClock, { migrations: MIGRATIONS.filter((step) => step.version < version) });
  try {
    old.store.tx(() => {
      const { id } = putIncoming(old.store, { subject: 'văn bản cũ', state: 'finished', sender: 'Sở Nội vụ' });
      putIncoming(old.store, { subject: 'văn bản khác', sender: 'Sở Mẫu' });
      old.store.db
        .prepare(`INSERT INTO history (id, incoming_id, at, by_name, act, seq) VALUES ('h', ?, ?, 'Lê Thị Thử', 'incoming.finish', ?)`)
        .run(id, Date.UTC(2026, 10, 20, 18), old.store.nextSeq());
      old.store.db
        .prepare(
          `INSERT INTO outgoing (id, organ_id, state, priority, date, type_name, subject, recipients, folded, issued_at, updated_at, seq, workstation_id)
           VALUES ('o', 'H99.242', 'issued', 0, '2026-11-20', 'Công văn', 'x', '[{"organId":"H99.01","name":"Sở Mẫu"},{"name":"Hội Mẫu"}]', '', ?, 0, 9, 'w')`,
        )
        .run(Date.UTC(2026, 10, 20, 3));
    });
    old.store.close();
    const store = openStore({ dir: old.dir, keys: old.keys, clock: systemClock });
    const { db } = store;
    expect(db.prepare('SELECT agency, state, ended, outcome FROM report_incoming ORDER BY seq').all()).toEqual([
      // 18:00 UTC is the next day here.
      { agency: 'Sở Nội vụ', state: 'finished', ended: '2026-11-21', outcome: 'done' },
      { agency: 'Sở Mẫu', state: 'arrived', ended: null, outcome: null },
    ]);
    expect(db.prepare('SELECT day, issued, electronic, paper FROM report_outgoing').all()).toEqual([
      { day: '2026-11-20', issued: '2026-11-20', electronic: 1, paper: 1 },
    ]);
    for (const table of ['register_line', 'book_closing', 'book_rule'])
      expect(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0);
    store.close();
  } finally {
    old.remove();
  }
});
