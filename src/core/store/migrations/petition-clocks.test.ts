import { expect, it } from 'vitest';
import { openTestStore } from '../../../../test/support/store.ts';
import { systemClock } from '../../clock.ts';
import { RUNNING } from '../../petitions/index.ts';
import { openStore } from '../index.ts';
import { MIGRATIONS } from './index.ts';

it('a store from before keeps its petitions, and those that run against a clock are found without reading the book', () => {
  const version = MIGRATIONS.find((step) => step.name === 'petition-clocks')?.version ?? 0;
  const old = openTestStore(systemClock, { migrations: MIGRATIONS.filter((step) => step.version < version) });
  try {
    old.store.tx(() =>
      old.store.db.exec(`INSERT INTO book (id, organ_id, name, rule, opened_on, seq) VALUES ('b', 'H99.242', 'Sổ', '{}', '2026-01-01', 1);
        INSERT INTO petition (id, organ_id, book_id, period, number, date, kind, channel, received_on, state, at, seq)
          VALUES ('p', 'H99.242', 'b', '2026', 1, '2026-11-20', 'complaint', 'hand', '2026-11-20', 'received', 0, 2);
        INSERT INTO petition_reader (petition_id, person_id, by_name, at) VALUES ('p', 'me', 'Mẫu', 0);`),
    );
    old.store.close();
    const store = openStore({ dir: old.dir, keys: old.keys, clock: systemClock });
    expect(store.db.prepare(RUNNING).all({ person: 'me', leader: 0 })).toMatchObject([{ id: 'p', number: 1 }]);
    const plan = (store.db.prepare(`EXPLAIN QUERY PLAN ${RUNNING}`).all({ person: 'me', leader: 1 }) as { detail: string }[])
      .map((step) => step.detail)
      .join('\n');
    expect(plan).toContain('SCAN p USING INDEX petition_open');
    expect(plan.match(/SCAN/g)).toHaveLength(1);
    expect(plan).not.toContain('TEMP B-TREE');
    store.close();
  } finally {
    old.remove();
  }
});
