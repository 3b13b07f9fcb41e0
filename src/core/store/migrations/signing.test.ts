import { expect, it } from 'vitest';
import { openTestStore } from '../../../../test/support/store.ts';
import { systemClock } from '../../clock.ts';
import { openStore } from '../index.ts';
import { MIGRATIONS } from './index.ts';

it('a store from before powers and copies keeps its signing acts, done and not done', () => {
  const version = MIGRATIONS.find((step) => step.name === 'signing')?.version ?? 0;
  const old = openTestStore(systemClock, { migrations: MIGRATIONS.filter((step) => step.version < version) });
  try {
    const { db } = old.store;
    db.prepare(
      `INSERT INTO outgoing (id, organ_id, state, priority, type_name, subject, folded, updated_at, seq, workstation_id)
       VALUES ('d1', 'H99.242', 'draft', 0, 'Công văn', 'x', '', 0, 1, 'w')`,
    ).run();
    const act = db.prepare(
      "INSERT INTO signing_act (id, outgoing_id, act, serial, certificate_sha256, begun_at, ended_at, outcome, seq) VALUES (?, 'd1', ?, 's', 'c', 5, ?, ?, ?)",
    );
    act.run('a1', 'leader', 6, 'done', 2);
    act.run('a2', 'agency', null, null, 3);
    old.store.close();
    const store = openStore({ dir: old.dir, keys: old.keys, clock: systemClock });
    expect(
      store.db.prepare('SELECT id, outgoing_id, incoming_id, act, begun_at, ended_at, outcome, seq FROM signing_act ORDER BY seq').all(),
    ).toEqual([
      { id: 'a1', outgoing_id: 'd1', incoming_id: null, act: 'leader', begun_at: 5, ended_at: 6, outcome: 'done', seq: 2 },
      { id: 'a2', outgoing_id: 'd1', incoming_id: null, act: 'agency', begun_at: 5, ended_at: null, outcome: null, seq: 3 },
    ]);
    for (const table of ['signing_power', 'signing_body', 'outgoing_signer', 'signing_override', 'signing_image', 'derived_copy'])
      expect(store.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0);
    store.close();
  } finally {
    old.remove();
  }
});
