/** Packages as files and, of an office, as a store whose queue is full after an outage. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { enqueueDocument } from '../../../src/core/axis/index.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { openStore } from '../../../src/core/store/index.ts';
import { type EdxmlDocumentId, edxmlDocumentId, organId, recordId } from '../../../src/domain/ids.ts';
import type { LegalDate } from '../../../src/domain/time.ts';
import { documentChunks, type OutgoingEdxmlDocument } from '../../../src/formats/edxml/index.ts';
import { OFFICES } from '../../faults/exchange/plan.ts';
import { putIncoming } from '../../support/documents.ts';
import { seededBytes } from '../bench.ts';

export interface MadePackage {
  readonly path: string;
  readonly size: number;
  readonly documentId: EdxmlDocumentId;
  readonly number: number;
}
export const SENDER = 'H99.01';
export const RECEIVER = 'H99.242';

/** A package whose bytes on the wire are about `wireBytes`: its PDF is base64 inside the XML. */
export async function makePackage(folder: string, number: number, wireBytes: number): Promise<MadePackage> {
  const documentId = edxmlDocumentId(`${SENDER},2026/11/20,${number}/CV`);
  const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), seededBytes(Math.floor((wireBytes - 4_000) * 0.75), number)]);
  const message: OutgoingEdxmlDocument = {
    kind: 'document',
    from: { organId: organId(SENDER), organName: 'Sở Mẫu' },
    to: [{ organId: organId(RECEIVER), organName: 'UBND xã Ví Dụ' }],
    documentId,
    code: { number: String(number), notation: 'CV' },
    promulgation: { place: 'Mẫu', date: '2026-11-20' as LegalDate },
    documentType: { type: 18, typeName: 'Công văn' },
    subject: `Về việc số ${number}`,
    otherInfo: { priority: 0, appendixes: [] },
    responseFor: [],
    taskCodes: [],
    toPlaces: [],
    trace: [],
    business: { type: 0, paper: false, replacements: [] },
  };
  const path = join(folder, `${number}.edxml`);
  const file = await open(path, 'w');
  let size = 0;
  const attachment = {
    name: `van-ban-${number}.pdf`,
    size: pdf.length,
    async *read() {
      yield pdf;
    },
  };
  for await (const chunk of documentChunks(message, [attachment])) size += (await file.write(chunk)).bytesWritten;
  await file.close();
  return { path, size, documentId, number };
}

/** A store with these packages queued, and with so many documents in its list as an office has after some years. */
export async function makeStore(
  dir: string,
  key: Buffer,
  office: string,
  packages: readonly MadePackage[],
  incoming: number,
): Promise<void> {
  const own = OFFICES.find((o) => o.organId === office);
  if (own === undefined) throw new Error(office);
  const store = openStore({ dir, keys: { database: key, names: key }, clock: systemClock, create: true });
  store.tx(() => {
    store.db
      .prepare(
        `INSERT INTO organ (organ_id, name, abbreviation, endpoint, system_id, secret) VALUES (?, ?, 'A', 'http://127.0.0.1:1', ?, ?)`,
      )
      .run(own.organId, own.name, own.systemId, own.secret);
    for (let i = 0; i < incoming; i++)
      putIncoming(store, { subject: `Về việc họp giao ban tuần ${i}`, number: String(i), notation: 'UBND-VP' });
  });
  for (const one of packages) {
    const writer = await store.vault.create();
    for await (const chunk of createReadStream(one.path, { highWaterMark: 1 << 20 })) await writer.write(chunk as Buffer);
    const blob = await writer.finish();
    store.tx(() => {
      store.vault.record(blob);
      const id = recordId(store.newId());
      store.db
        .prepare(
          `INSERT INTO outgoing (id, organ_id, state, priority, type_name, subject, folded, updated_at, seq, workstation_id) VALUES (?, ?, 'issued', 0, 'Công văn', ?, '', 0, ?, 'w')`,
        )
        .run(id, office, `Về việc số ${one.number}`, store.nextSeq());
      enqueueDocument(store, {
        organId: organId(office),
        outgoingId: id,
        documentId: one.documentId,
        priority: 0,
        title: `${one.number}/CV`,
        blob,
        recipients: [{ organId: RECEIVER, name: 'UBND xã Ví Dụ' }],
      });
    });
  }
  store.close();
}
