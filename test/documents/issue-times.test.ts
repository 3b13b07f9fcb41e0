/** Issuing with an hour: the package is made and bound at once, and waits for its time. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Actor } from '../../src/core/context.ts';
import { issueOutgoing } from '../../src/core/documents/index.ts';
import { openDefaultBooks } from '../../src/core/registers/index.ts';
import { type RecordId, recordId } from '../../src/domain/ids.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

const clerk: Actor = { name: 'Lê Thị Ví Dụ', roles: ['clerk'] };
const NOW = Date.UTC(2026, 10, 20, 2);
const HOUR = 3_600_000;
let kit: TestStore;
beforeEach(() => {
  kit = openTestStore({ now: () => NOW, random: () => 0.5, setTimer: () => ({ cancel: () => undefined }) });
  kit.store.tx(() => {
    kit.store.db.prepare(`INSERT INTO organ (organ_id, name, place, abbreviation) VALUES ('H99.01', 'Sở Mẫu', 'Mẫu', 'SM')`).run();
    kit.store.db.prepare(`INSERT INTO agency (organ_id, name, folded, seen_at) VALUES ('H99.242', 'UBND xã Ví Dụ', '', 0)`).run();
    openDefaultBooks(kit.store, 'H99.01', 'SM');
  });
});
afterEach(() => kit.remove());

async function signed(): Promise<RecordId> {
  const { store } = kit;
  const blob = await store.vault.put(Buffer.from('%PDF-1.4\nnội dung'));
  const id = recordId(store.newId());
  store.tx(() => {
    store.vault.record(blob);
    store.db
      .prepare(
        `INSERT INTO outgoing (id, organ_id, state, priority, type_name, subject, recipients, folded, updated_at, seq, workstation_id, number, code, notation, date, document_id)
         VALUES (?, 'H99.01', 'agency_signed', 0, 'Công văn', 'Về việc thử nghiệm', ?, '', 0, ?, '', 1, '1/SM-VP', 'SM-VP', '2026-11-20', 'H99.01,2026/11/20,1/SM-VP')`,
      )
      .run(id, JSON.stringify([{ organId: 'H99.242', name: 'UBND xã Ví Dụ' }]), store.nextSeq());
    store.db
      .prepare(
        `INSERT INTO file (id, outgoing_id, role, position, name, detected, pages, blob_id, created_at, seq) VALUES (?, ?, 'main', 0, 'a.pdf', 'pdf', 1, ?, 0, ?)`,
      )
      .run(store.newId(), id, blob.id, store.nextSeq());
  });
  return id;
}
const refusal = (code: string) => expect.objectContaining({ error: { code } });

it('is issued now and sent not before its hour; the promised hour is kept with the document', async () => {
  const id = await signed();
  await issueOutgoing(kit.store, clerk, id, { sendAt: NOW + HOUR, deliverBefore: NOW + 2 * HOUR });
  expect(kit.store.db.prepare('SELECT state, next_at FROM dispatch').all()).toEqual([{ state: 'queued', next_at: NOW + HOUR }]);
  expect(kit.store.db.prepare('SELECT state, issued_at, send_at, deliver_before FROM outgoing').all()).toEqual([
    { state: 'issued', issued_at: NOW, send_at: NOW + HOUR, deliver_before: NOW + 2 * HOUR },
  ]);
});
it('an hour that is past, too far or in the wrong order is refused before anything is made', async () => {
  const id = await signed();
  await expect(issueOutgoing(kit.store, clerk, id, { sendAt: NOW - HOUR })).rejects.toEqual(refusal('documents.send_at_out_of_range'));
  await expect(issueOutgoing(kit.store, clerk, id, { sendAt: NOW + 32 * 24 * HOUR })).rejects.toEqual(
    refusal('documents.send_at_out_of_range'),
  );
  await expect(issueOutgoing(kit.store, clerk, id, { sendAt: NOW + 2 * HOUR, deliverBefore: NOW + HOUR })).rejects.toEqual(
    refusal('documents.deliver_before_too_early'),
  );
  expect(kit.store.db.prepare('SELECT count(*) FROM dispatch').pluck().get()).toBe(0);
});
