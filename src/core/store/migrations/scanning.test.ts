import { expect, it } from 'vitest';
import { putIncoming } from '../../../../test/support/documents.ts';
import { openTestStore } from '../../../../test/support/store.ts';
import { systemClock } from '../../clock.ts';
import { openStore } from '../index.ts';
import { MIGRATIONS } from './index.ts';

it('a store from before there were scans keeps its documents and has an empty tray', () => {
  const version = MIGRATIONS.find((step) => step.name === 'scanning')?.version ?? 0;
  const old = openTestStore(systemClock, { migrations: MIGRATIONS.filter((step) => step.version < version) });
  try {
    old.store.tx(() => putIncoming(old.store, { subject: 'văn bản cũ' }));
    old.store.close();
    const store = openStore({ dir: old.dir, keys: old.keys, clock: systemClock });
    expect(store.db.prepare('SELECT subject FROM incoming').pluck().all()).toEqual(['văn bản cũ']);
    expect(store.db.prepare('SELECT count(*) FROM scan_item').pluck().get()).toBe(0);
    store.close();
  } finally {
    old.remove();
  }
});
