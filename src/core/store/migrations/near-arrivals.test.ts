import { expect, it } from 'vitest';
import { openTestStore } from '../../../../test/support/store.ts';
import { systemClock } from '../../clock.ts';
import { nearest } from '../../documents/advance.ts';
import { openStore } from '../index.ts';
import { MIGRATIONS } from './index.ts';

it('a store from before keeps its arrivals, and those near in time are found without reading the book', () => {
  const version = MIGRATIONS.find((step) => step.name === 'near-arrivals')?.version ?? 0;
  const old = openTestStore(systemClock, { migrations: MIGRATIONS.filter((step) => step.version < version) });
  try {
    old.store.tx(() =>
      old.store.db.exec(`INSERT INTO incoming (id, organ_id, state, channel, priority, sender_name, number, notation, type_name, subject, folded,
          arrived_at, updated_at, seq, workstation_id)
        VALUES ('i', 'H99.242', 'arrived', 'post', 0, 'Sở Mẫu', '1', 'SM', 'Công văn', 'Về việc mẫu', 've viec mau', 5, 5, 1, 'w');`),
    );
    old.store.close();
    const store = openStore({ dir: old.dir, keys: old.keys, clock: systemClock });
    const range = { organ: 'H99.242', id: '', at: 9, from: 0, to: 20 };
    for (const waitingOnly of [false, true]) {
      expect(store.db.prepare(nearest('before', waitingOnly)).all(range)).toMatchObject([{ id: 'i' }]);
      expect(store.db.prepare(nearest('after', waitingOnly)).all(range)).toEqual([]);
      for (const side of ['before', 'after'] as const) {
        const plan = store.db.prepare(`EXPLAIN QUERY PLAN ${nearest(side, waitingOnly)}`).all(range) as { detail: string }[];
        expect(plan[0]?.detail).toMatch(/^SEARCH i USING INDEX incoming_(arrived|waiting) \(arrived_at[<>]/);
        expect(plan.map((step) => step.detail).join('\n')).not.toContain('TEMP B-TREE');
      }
    }
    store.close();
  } finally {
    old.remove();
  }
});
