import { afterEach, beforeEach, expect, it } from 'vitest';
import { putIncoming } from '../../../test/support/documents.ts';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import { systemClock } from '../clock.ts';
import { isMade, keepFile } from './kept.ts';

let t: TestStore;
beforeEach(() => {
  t = openTestStore(systemClock);
});
afterEach(() => t.remove());

it('what was made of the records is told from every file of a document', async () => {
  const blob = await t.store.vault.put(new Uint8Array([1, 2, 3]));
  const { fileId } = keepFile(
    t.store,
    { name: 'Lê Thị Ví Dụ', roles: ['clerk'] },
    { blob, name: 'Danh sách.xlsx', detected: 'ooxml' },
    'lists.export',
    'incoming',
  );
  expect(isMade(t.store, fileId)).toBe(true);
  const { id } = t.store.tx(() => putIncoming(t.store, { subject: 'một' }));
  const change = (sql: string, ...params: unknown[]): boolean => {
    t.store.db.prepare(`UPDATE file SET ${sql} WHERE id = ?`).run(...params, fileId);
    return isMade(t.store, fileId);
  };
  expect(change('incoming_id = ?', id)).toBe(false);
  expect(change(`incoming_id = NULL, stage = 'petition'`)).toBe(false);
  expect(change(`stage = 'original', role = 'attachment'`)).toBe(false);
  expect(isMade(t.store, 'none')).toBe(false);
});
