import { afterEach, beforeEach, expect, it } from 'vitest';
import { putIncoming } from '../../../test/support/documents.ts';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import { Failure } from '../../domain/errors.ts';
import { type RecordId, recordId } from '../../domain/ids.ts';
import { systemClock } from '../clock.ts';
import type { Actor } from '../context.ts';
import { attachFile } from './attach.ts';
import { filesOf } from './incomingView.ts';

const clerk: Actor = { name: 'Lê Thị Ví Dụ', roles: ['clerk'] };
let t: TestStore;
beforeEach(() => {
  t = openTestStore(systemClock);
});
afterEach(() => t.remove());

let made = 0;
async function upload(): Promise<string> {
  const blob = await t.store.vault.put(new Uint8Array([made++, 2, 3]));
  const id = t.store.newId();
  t.store.tx(() => {
    t.store.vault.record(blob);
    t.store.db
      .prepare(`INSERT INTO upload (id, name, detected, pages, blob_id, at) VALUES (?, 'Phụ lục.pdf', 'pdf', 2, ?, 0)`)
      .run(id, blob.id);
  });
  return id;
}
const code = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof Failure) return error.error.code;
    throw error;
  }
  return '';
};
const draft = (state: string): RecordId => {
  const id = t.store.newId();
  t.store.db
    .prepare(
      `INSERT INTO outgoing (id, organ_id, state, priority, type_name, subject, content, signer_position, signer, to_places, recipients, folded, updated_at, seq, workstation_id)
       VALUES (?, 'H99.1', ?, 0, 'Công văn', 'một', 'một', '', '', '[]', '[]', '', 0, ?, 'w')`,
    )
    .run(
      id,
      state,
      t.store.tx(() => t.store.nextSeq()),
    );
  return id;
};

it('stands beside an arrival, told from what came in, with its line in the history; not beside one that is out of use', async () => {
  const { id } = t.store.tx(() => putIncoming(t.store, { subject: 'một' }));
  const incomingId = recordId(id);
  attachFile(t.store, clerk, await upload(), { incomingId });
  attachFile(t.store, clerk, await upload(), { incomingId });
  expect(filesOf(t.store, 'incoming_id', id).map(({ name, beside }) => [name, beside])).toEqual([
    ['Phụ lục.pdf', true],
    ['Phụ lục.pdf', true],
  ]);
  expect(t.store.db.prepare('SELECT act FROM history WHERE incoming_id = ?').pluck().all(id)).toEqual(['file.beside', 'file.beside']);
  t.store.db.prepare(`UPDATE incoming SET state = 'returned' WHERE id = ?`).run(id);
  const third = await upload();
  expect(code(() => attachFile(t.store, clerk, third, { incomingId }))).toBe('files.attach_ended');
  expect(code(() => attachFile(t.store, clerk, third, { incomingId: t.store.newId() }))).toBe('documents.not_found');
});
it('joins the attachments of a draft, and of nothing that was signed or numbered', async () => {
  const outgoingId = draft('draft');
  attachFile(t.store, clerk, await upload(), { outgoingId });
  expect(filesOf(t.store, 'outgoing_id', outgoingId).map(({ beside }) => beside)).toEqual([undefined]);
  const next = await upload();
  expect(code(() => attachFile(t.store, clerk, next, { outgoingId: draft('numbered') }))).toBe('files.attach_not_draft');
  // A joint document that one has signed already is a draft no more.
  t.store.db.prepare(`UPDATE file SET role = 'main', stage = 'leader_signed' WHERE outgoing_id = ?`).run(outgoingId);
  expect(code(() => attachFile(t.store, clerk, next, { outgoingId }))).toBe('files.attach_not_draft');
  t.store.db.prepare(`UPDATE upload SET secrecy = ? WHERE id = ?`).run(JSON.stringify({ state: 'asks', asks: [{ words: 'MẬT' }] }), next);
  expect(code(() => attachFile(t.store, clerk, next, { outgoingId: draft('draft') }))).toBe('documents.secrecy_asked');
});
