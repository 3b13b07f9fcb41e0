import { expect, it } from 'vitest';
import { putIncoming } from '../../../../test/support/documents.ts';
import { openTestStore } from '../../../../test/support/store.ts';
import { systemClock } from '../../clock.ts';
import { openStore } from '../index.ts';
import { MIGRATIONS } from './index.ts';

it('a store from before opens with its documents, and keeps what is done around them from then on', () => {
  const own = MIGRATIONS.find((step) => step.name === 'desk-work')?.version ?? 0;
  const before = openTestStore(systemClock, { migrations: MIGRATIONS.filter((step) => step.version < own) });
  const { id } = before.store.tx(() => putIncoming(before.store, { subject: 'Cũ' }));
  before.store.close();
  const store = openStore({ dir: before.dir, keys: before.keys, clock: systemClock });
  try {
    store.tx(() => {
      store.db
        .prepare(
          `INSERT INTO transfer (id, organ_id, year, number, way, to_name, at, by_name, seq) VALUES ('t', 'o', 2026, 1, 'slip', 'A', 0, 'B', 1)`,
        )
        .run();
      store.db.prepare(`INSERT INTO transfer_item (transfer_id, incoming_id, position) VALUES ('t', ?, 0)`).run(id);
    });
    expect(store.db.prepare('SELECT subject FROM incoming i JOIN transfer_item t ON t.incoming_id = i.id').pluck().get()).toBe('Cũ');
    expect(() => store.db.exec(`INSERT INTO reminder (id, who, how, at, by_name, seq) VALUES ('r', 'A', 'phone', 0, 'B', 2)`)).toThrow(
      'CHECK',
    );
  } finally {
    store.close();
    before.remove();
  }
});
