import { expect, it } from 'vitest';
import { putOutgoing } from '../../../../test/support/documents.ts';
import { openTestStore } from '../../../../test/support/store.ts';
import { systemClock } from '../../clock.ts';
import { openStore } from '../index.ts';
import { MIGRATIONS } from './index.ts';

const DAY = 86_400_000;

it('a store of the version before asks again about what it signed in the last month, of each document about its newest file', async () => {
  const version = MIGRATIONS.find((step) => step.name === 'verdicts-out')?.version ?? 0;
  const old = openTestStore(systemClock, { migrations: MIGRATIONS.filter((step) => step.version < version) });
  try {
    const blob = await old.store.vault.put(Buffer.from('%PDF-1.7'));
    const [now, before] = [Date.now() - DAY, Date.now() - 60 * DAY];
    const sql = `INSERT INTO file (id, outgoing_id, role, position, current, name, detected, blob_id, verdict, created_at, seq)
      VALUES (?, ?, 'main', 0, ?, 'a.pdf', 'pdf', ?, ?, ?, ?)`;
    const id = old.store.tx(() => {
      const made = putOutgoing(old.store, { subject: 'văn bản đã ký' }).id;
      old.store.vault.record(blob);
      const insert = old.store.db.prepare(sql);
      insert.run('signed', made, 1, blob.id, '{}', now, old.store.nextSeq());
      insert.run('earlier', made, 0, blob.id, '{}', now, old.store.nextSeq());
      insert.run('long ago', made, 1, blob.id, '{}', before, old.store.nextSeq());
      insert.run('unsigned', made, 1, blob.id, null, now, old.store.nextSeq());
      return made;
    });
    old.store.close();
    const store = openStore({ dir: old.dir, keys: old.keys, clock: systemClock });
    const due = () => store.db.prepare('SELECT file_id, next_at FROM verdict_check').all();
    expect(due()).toEqual([{ file_id: 'signed', next_at: now + DAY }]);
    // The next signature's file takes its place.
    store.tx(() => {
      store.db.prepare(`UPDATE file SET current = 0 WHERE id = 'signed'`).run();
      store.db.prepare(sql).run('sealed', id, 1, blob.id, '{}', now + 5, store.nextSeq());
    });
    expect(due()).toEqual([{ file_id: 'sealed', next_at: now + 5 + DAY }]);
    store.close();
  } finally {
    old.remove();
  }
});
