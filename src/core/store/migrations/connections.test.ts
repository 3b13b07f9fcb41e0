import { expect, it } from 'vitest';
import { openTestStore } from '../../../../test/support/store.ts';
import { systemClock } from '../../clock.ts';
import { openStore } from '../index.ts';
import { MIGRATIONS } from './index.ts';

it('a store from before keeps its queue, its packages and its connections: nothing is paused, put off or closed', () => {
  const version = MIGRATIONS.find((step) => step.name === 'connections')?.version ?? 0;
  const old = openTestStore(systemClock, { migrations: MIGRATIONS.filter((step) => step.version < version) });
  try {
    old.store.db
      .prepare(
        `INSERT INTO organ (organ_id, name, abbreviation, endpoint, system_id, secret) VALUES ('H99.242', 'UBND xã Ví Dụ', 'UBND', 'https://truc.example', 's', 'k')`,
      )
      .run();
    old.store.db
      .prepare(
        `INSERT INTO dispatch (id, organ_id, kind, state, document_id, priority, title, inline, sha256, size, queued_at, seq)
         VALUES ('d', 'H99.242', 'document', 'queued', 'x', 0, 't', x'00', '', 1, 1, 1)`,
      )
      .run();
    old.store.db
      .prepare(
        `INSERT INTO package (id, organ_id, doc_id, message_type, sender, state, listed_at, seq) VALUES ('p', 'H99.242', '1', 'edoc', 'H99.01', 'quarantined', 1, 2)`,
      )
      .run();
    old.store.close();
    const store = openStore({ dir: old.dir, keys: old.keys, clock: systemClock });
    expect(store.db.prepare('SELECT state, paused FROM dispatch').get()).toEqual({ state: 'queued', paused: 0 });
    expect(store.db.prepare('SELECT state, priority, put_off, returned_at, closed_at, handling FROM package').get()).toEqual({
      state: 'quarantined',
      priority: null,
      put_off: 0,
      returned_at: null,
      closed_at: null,
      handling: null,
    });
    expect(store.db.prepare('SELECT endpoint, system_id, secret FROM organ').get()).toEqual({
      endpoint: 'https://truc.example',
      system_id: 's',
      secret: 'k',
    });
    for (const table of ['connection', 'line_state']) expect(store.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0);
    store.close();
  } finally {
    old.remove();
  }
});
