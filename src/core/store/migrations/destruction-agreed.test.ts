import { expect, it } from 'vitest';
import { openTestStore } from '../../../../test/support/store.ts';
import { systemClock } from '../../clock.ts';
import { listActs } from '../../destruction/index.ts';
import { openStore } from '../index.ts';
import { MIGRATIONS } from './index.ts';

it('in a store from before a destruction that was carried out is done, and a proposed one is not agreed', async () => {
  const version = MIGRATIONS.find((step) => step.name === 'destruction-agreed')?.version ?? 0;
  const old = openTestStore(systemClock, { migrations: MIGRATIONS.filter((step) => step.version < version) });
  try {
    const scan = await old.store.vault.put(Buffer.from('%PDF-1.7'));
    old.store.tx(() => {
      old.store.vault.record(scan);
      const insert = old.store.db.prepare(
        `INSERT INTO destruction (id, state, number, date, decided_by, council, scan_id, scan_name, proposed_by, proposed_name, proposed_at, agreed_by,
           agreed_name, done_at, seq) VALUES (?, ?, '1', '2025-01-02', '', '', ?, '', 'a', 'A', 1, ?, ?, ?, ?)`,
      );
      insert.run('one', 'done', scan.id, 'b', 'B', 7, old.store.nextSeq());
      insert.run('two', 'proposed', scan.id, null, null, null, old.store.nextSeq());
      const item = old.store.db.prepare(`INSERT INTO destruction_item VALUES (?, 'incoming', 'x')`);
      for (const id of ['one', 'two']) item.run(id);
    });
    old.store.close();
    const store = openStore({ dir: old.dir, keys: old.keys, clock: systemClock });
    expect(listActs(store)).toMatchObject([
      { id: 'two', state: 'proposed', carried: 0 },
      { id: 'one', state: 'done', agreedBy: 'B', agreedAt: 7, doneAt: 7, documents: 1, carried: 1 },
    ]);
    store.close();
  } finally {
    old.remove();
  }
});
