/** What the package says of paper: the recipients' programs wait for it, or do not. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { issueOutgoing, sendAgain } from '../../src/core/documents/index.ts';
import type { BlobId } from '../../src/domain/ids.ts';
import type { PaperRecipient } from '../../src/domain/paperDesk.ts';
import { readEdxmlJob } from '../../src/parser/edxml.ts';
import { type Office, ORGAN, openOffice } from './support.ts';

let office: Office;
beforeEach(() => {
  office = openOffice();
});
afterEach(() => office.remove());

/** A document that both have signed. */
async function signed(number: number, recipients: readonly PaperRecipient[]): Promise<string> {
  const { store } = office;
  const blob = await store.vault.put(Buffer.from(`%PDF-1.4\n${number}`));
  const id = store.newId();
  store.tx(() => {
    for (const [organId, name] of [
      ['H99.01', 'Sở Mẫu'],
      ['H99.243', 'UBND xã Thử Nghiệm'],
    ])
      store.db.prepare(`INSERT OR IGNORE INTO agency (organ_id, name, folded, seen_at) VALUES (?, ?, '', 0)`).run(organId, name);
    store.db
      .prepare(
        `INSERT INTO outgoing (id, organ_id, state, priority, type_name, subject, recipients, number, code, notation, date, document_id, folded, updated_at, seq, workstation_id)
         VALUES (?, ?, 'agency_signed', 0, 'Công văn', 'Về việc giấy', ?, ?, ?, 'UBND-VP', '2026-11-20', ?, '', 0, ?, '')`,
      )
      .run(
        ...[id, ORGAN, JSON.stringify(recipients), number, `${number}/UBND-VP`],
        ...[`${ORGAN},2026/11/20,${number}/UBND-VP`, store.nextSeq()],
      );
    store.vault.record(blob);
    store.db
      .prepare(
        `INSERT INTO file (id, outgoing_id, role, position, name, detected, pages, blob_id, created_at, seq) VALUES (?, ?, 'main', 0, 'a.pdf', 'pdf', 1, ?, 0, ?)`,
      )
      .run(store.newId(), id, blob.id, store.nextSeq());
  });
  return id;
}
/** `Paper` of every package of a document, in the order in which they leave. */
async function flags(id: string): Promise<boolean[]> {
  const { store } = office;
  const blobs = store.db.prepare(`SELECT blob_id FROM dispatch WHERE outgoing_id = ? ORDER BY seq`).pluck().all(id) as BlobId[];
  const found: boolean[] = [];
  for (const blob of blobs) {
    const targets = store.vault.reserve(2).map((one) => one.file);
    const read = await readEdxmlJob({ source: store.vault.sealed(blob), targets, maxAttachmentBytes: 1e6 });
    if (!read.ok || read.message.kind !== 'document') throw new Error(JSON.stringify(read));
    found.push(read.message.business.paper);
  }
  return found;
}

it('a package says that paper follows where a recipient of it gets paper too, and only there', async () => {
  const cases: readonly [PaperRecipient[], boolean[]][] = [
    [[{ organId: 'H99.01', name: 'Sở Mẫu', medium: 'both' }], [true]],
    [
      [
        { organId: 'H99.01', name: 'Sở Mẫu' },
        { organId: 'H99.243', name: 'UBND xã Thử Nghiệm', medium: 'both' },
      ],
      [true],
    ],
    [[{ organId: 'H99.01', name: 'Sở Mẫu', medium: 'electronic' }], [false]],
    [[{ organId: 'H99.01', name: 'Sở Mẫu' }], [false]],
    // Who gets paper alone is in no package, and changes nothing for the others.
    [
      [
        { organId: 'H99.01', name: 'Sở Mẫu' },
        { organId: 'H99.243', name: 'UBND xã Thử Nghiệm', medium: 'paper' },
      ],
      [false],
    ],
    [[{ organId: 'H99.243', name: 'UBND xã Thử Nghiệm', medium: 'paper' }, { name: 'Hội Mẫu' }], []],
  ];
  for (const [i, [recipients, expected]] of cases.entries()) {
    const id = await signed(i + 1, recipients);
    await issueOutgoing(office.store, office.clerk, id);
    expect([recipients, await flags(id)]).toEqual([recipients, expected]);
  }
});

it('what is sent again to one says of paper what holds for this one', async () => {
  const id = await signed(1, [
    { organId: 'H99.01', name: 'Sở Mẫu' },
    { organId: 'H99.243', name: 'UBND xã Thử Nghiệm', medium: 'both' },
  ]);
  await issueOutgoing(office.store, office.clerk, id);
  office.store.tx(() => office.store.db.exec(`UPDATE dispatch SET state = 'accepted'; UPDATE delivery SET state = 'sent'`));
  await sendAgain(office.store, office.clerk, id, 'H99.243');
  office.store.tx(() => office.store.db.exec(`UPDATE dispatch SET state = 'accepted'; UPDATE delivery SET state = 'sent'`));
  await sendAgain(office.store, office.clerk, id, 'H99.01');
  expect(await flags(id)).toEqual([true, true, false]);
});
