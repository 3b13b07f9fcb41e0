import { expect, it } from 'vitest';
import { openTestStore } from '../../../../test/support/store.ts';
import { listPeople } from '../../accounts/index.ts';
import { systemClock } from '../../clock.ts';
import { openStore } from '../index.ts';
import { MIGRATIONS } from './index.ts';

it('a store from before several organs keeps its people, who work for every organ, and its organ first', () => {
  const version = MIGRATIONS.find((step) => step.name === 'people-organs')?.version ?? 0;
  const old = openTestStore(systemClock, { migrations: MIGRATIONS.filter((step) => step.version < version) });
  try {
    old.store.db.prepare(`INSERT INTO organ (organ_id, name, abbreviation) VALUES ('H99.2', 'UBND xã Ví Dụ', 'UBND')`).run();
    old.store.db.prepare(`INSERT INTO person (id, name, roles, created_at, seq) VALUES ('p1', 'Lê Thị Thử', '["clerk"]', 5, 1)`).run();
    old.store.close();
    const store = openStore({ dir: old.dir, keys: old.keys, clock: systemClock });
    expect(listPeople(store)).toMatchObject([{ name: 'Lê Thị Thử', roles: ['clerk'] }]);
    expect(listPeople(store)[0]?.organs).toBeUndefined();
    expect(store.db.prepare('SELECT kind, position FROM organ').get()).toEqual({ kind: 'state', position: 0 });
    store.close();
  } finally {
    old.remove();
  }
});
