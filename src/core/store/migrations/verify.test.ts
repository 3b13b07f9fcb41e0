import { expect, it } from 'vitest';
import { putIncoming } from '../../../../test/support/documents.ts';
import { openTestStore } from '../../../../test/support/store.ts';
import { systemClock } from '../../clock.ts';
import { openStore } from '../index.ts';
import { MIGRATIONS } from './index.ts';

it('a store from before verdicts were judged again keeps its documents, and every PDF that arrived is due', async () => {
  const version = MIGRATIONS.find((step) => step.name === 'verify')?.version ?? 0;
  const old = openTestStore(systemClock, { migrations: MIGRATIONS.filter((step) => step.version < version) });
  try {
    const blob = await old.store.vault.put(Buffer.from('%PDF-1.7'));
    old.store.tx(() => {
      const { id } = putIncoming(old.store, { subject: 'văn bản cũ' });
      old.store.vault.record(blob);
      const insert = old.store.db.prepare(
        `INSERT INTO file (id, incoming_id, role, position, name, detected, blob_id, created_at, seq) VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?)`,
      );
      insert.run('a', id, 'main', 0, 'a.pdf', 'pdf', blob.id, old.store.nextSeq());
      insert.run('b', id, 'attachment', 1, 'b.docx', 'docx', blob.id, old.store.nextSeq());
    });
    old.store.close();
    const store = openStore({ dir: old.dir, keys: old.keys, clock: systemClock });
    expect(store.db.prepare('SELECT subject, signed_by, signer_line FROM incoming').get()).toEqual({
      subject: 'văn bản cũ',
      signed_by: 'unknown',
      signer_line: 'not_checked',
    });
    expect(store.db.prepare('SELECT file_id, next_at FROM verdict_check').all()).toEqual([{ file_id: 'a', next_at: 0 }]);
    store.close();
  } finally {
    old.remove();
  }
});
