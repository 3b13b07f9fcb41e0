import { expect, it } from 'vitest';
import { openTestStore } from '../../../../test/support/store.ts';
import { systemClock } from '../../clock.ts';
import { openStore } from '../index.ts';
import { MIGRATIONS } from './index.ts';

it('a store of the version before keeps its scans and envelopes; an upload that goes takes along what came, where nobody else names it', () => {
  const version = MIGRATIONS.find((step) => step.name === 'paper-kept')?.version ?? 0;
  const old = openTestStore(systemClock, { migrations: MIGRATIONS.filter((step) => step.version < version) });
  try {
    const { db: before } = old.store;
    old.store.tx(() => {
      before.exec(
        `INSERT INTO blob (id, key, size, sha256, created_at) VALUES ('b', zeroblob(32), 1, 'x', 0), ('c', zeroblob(32), 1, 'y', 0), ('d', zeroblob(32), 1, 'z', 0)`,
      );
      before.exec(
        `INSERT INTO scan_item (id, organ_id, origin, name, detected, blob_id, size, sha256, taken_at, seq) VALUES ('i', 'H99.242', 'page', 'a.pdf', 'pdf', 'b', 1, 'x', 0, 1)`,
      );
      before.exec(
        `INSERT INTO envelope (id, organ_id, year, number, kind, state, channel, sender, addressee, marks, post_code, note, arrived_at, by_name, seq)
         VALUES ('e', 'H99.242', '2026', 1, 'person', 'returned', 'post', '', 'Ai', '', '', '', 0, '', 2)`,
      );
    });
    old.store.close();
    const store = openStore({ dir: old.dir, keys: old.keys, clock: systemClock });
    const { db } = store;
    expect(db.prepare('SELECT name, came_blob_id, came_sha256 FROM scan_item').all()).toEqual([
      { name: 'a.pdf', came_blob_id: null, came_sha256: null },
    ]);
    expect(db.prepare('SELECT number, returned_at FROM envelope').all()).toEqual([{ number: 1, returned_at: null }]);
    const blobs = (): unknown[] => db.prepare('SELECT id FROM blob ORDER BY id').pluck().all();
    store.tx(() => {
      db.exec(
        `INSERT INTO upload (id, name, detected, blob_id, at, came_blob_id) VALUES ('u', 'a', 'pdf', 'b', 0, 'c'), ('v', 'a', 'pdf', 'b', 0, 'd')`,
      );
      db.exec(`UPDATE scan_item SET came_blob_id = 'd'`);
      db.exec('DELETE FROM upload');
    });
    expect(blobs()).toEqual(['b', 'd']);
    store.close();
  } finally {
    old.remove();
  }
});
