import { expect, it } from 'vitest';
import { putIncoming } from '../../../../test/support/documents.ts';
import { openTestStore } from '../../../../test/support/store.ts';
import { systemClock } from '../../clock.ts';
import { openStore } from '../index.ts';
import { MIGRATIONS } from './index.ts';

it('a store from before acts on the desk keeps its documents and organs, none closed and none destroyed', () => {
  const version = MIGRATIONS.find((step) => step.name === 'desk-records')?.version ?? 0;
  const old = openTestStore(systemClock, { migrations: MIGRATIONS.filter((step) => step.version < version) });
  try {
    old.store.tx(() => putIncoming(old.store, { subject: 'văn bản cũ' }));
    old.store.db.prepare(`INSERT INTO organ (organ_id, name, abbreviation) VALUES ('H99.242', 'UBND xã Ví Dụ', 'UBND')`).run();
    old.store.close();
    const store = openStore({ dir: old.dir, keys: old.keys, clock: systemClock });
    expect(store.db.prepare('SELECT subject, destruction_id FROM incoming').get()).toEqual({ subject: 'văn bản cũ', destruction_id: null });
    expect(store.db.prepare('SELECT closed_on, successor_id, accept_until FROM organ').get()).toEqual({
      closed_on: null,
      successor_id: null,
      accept_until: null,
    });
    for (const table of ['handover', 'leaving', 'returned_copy', 'destruction', 'destruction_item', 'destroyed_blob']) {
      expect(store.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0);
    }
    store.close();
  } finally {
    old.remove();
  }
});
