import { expect, it } from 'vitest';
import { putIncoming } from '../../../../test/support/documents.ts';
import { openTestStore } from '../../../../test/support/store.ts';
import { systemClock } from '../../clock.ts';
import { changesOf } from '../../history/index.ts';
import { findDocuments } from '../../search/index.ts';
import { openStore } from '../index.ts';
import { MIGRATIONS } from './index.ts';

it('a store from before keeps its documents and their history of fields; language and remarks are kept and found from then on', () => {
  const version = MIGRATIONS.find((step) => step.name === 'dossiers')?.version ?? 0;
  const old = openTestStore(systemClock, { migrations: MIGRATIONS.filter((step) => step.version < version) });
  try {
    const id = old.store.tx(() => {
      const put = putIncoming(old.store, { subject: 'văn bản cũ' }).id;
      old.store.db
        .prepare(
          `INSERT INTO outgoing (id, organ_id, state, priority, type_name, subject, recipients, folded, updated_at, seq, workstation_id)
           VALUES ('o', 'H99.242', 'issued', 0, 'Công văn', 'văn bản đi cũ', '[]', '', 0, ?, 'w')`,
        )
        .run(old.store.nextSeq());
      return put;
    });
    old.store.tx(() => old.store.db.prepare(`UPDATE incoming SET subject = 'văn bản đã sửa' WHERE id = ?`).run(id));
    old.store.close();
    const store = openStore({ dir: old.dir, keys: old.keys, clock: systemClock });
    expect(store.db.prepare('SELECT language, note FROM outgoing').all()).toEqual([{ language: '', note: '' }]);
    store.tx(() => {
      store.db.prepare(`UPDATE incoming SET language = 'Tiếng Anh', note = 'kèm bản dịch', subject = 'văn bản mới' WHERE id = ?`).run(id);
      store.db.prepare(`UPDATE outgoing SET language = 'Tiếng Pháp', note = 'thu phí bưu chính' WHERE id = 'o'`).run();
    });
    const fields = (list: 'incoming' | 'outgoing', of: string) =>
      changesOf(store, list, of).map((row) => row.fields.map(({ field, after }) => [field, after]));
    expect(fields('incoming', id)).toEqual([
      [['subject', 'văn bản đã sửa']],
      [
        ['subject', 'văn bản mới'],
        ['note', 'kèm bản dịch'],
        ['language', 'Tiếng Anh'],
      ],
    ]);
    expect(fields('outgoing', 'o')).toEqual([
      [
        ['note', 'thu phí bưu chính'],
        ['language', 'Tiếng Pháp'],
      ],
    ]);
    const found = (text: string): string[] =>
      findDocuments(store, { text, filters: {}, offset: 0, limit: 5 }).rows.map((row) => row.direction);
    expect([found('ban dich'), found('phi buu chinh'), found('tieng anh'), found('văn bản đã sửa')]).toEqual([
      ['incoming'],
      ['outgoing'],
      ['incoming'],
      [],
    ]);
    store.close();
  } finally {
    old.remove();
  }
});
