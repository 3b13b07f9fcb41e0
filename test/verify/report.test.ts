/** A report is filed with its document, says what was not checked, and is itself neither judged nor counted as signed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ParserCalls } from '../../src/contract/parser/index.ts';
import type { Client } from '../../src/contract/wire.ts';
import { systemClock } from '../../src/core/clock.ts';
import { SessionFiles } from '../../src/core/service/files.ts';
import type { Session } from '../../src/core/service/session.ts';
import { verifyHandlers } from '../../src/core/service/verify.ts';
import { VerifyRoom } from '../../src/core/verify/room.ts';
import { parserHandlers } from '../../src/parser/handlers.ts';
import { facts, pdfHandlers } from '../../src/parser/pdf/index.ts';
import { makePdf } from '../signing/kit.ts';
import { putIncoming } from '../support/documents.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

const RESOURCES = join(import.meta.dirname, '..', '..', 'resources');
let test: TestStore;
let session: Session;
let incomingId: string;
const FILE = '01900000-0000-7000-8000-000000000001';
const UPLOAD = '01900000-0000-7000-8000-000000000002';
beforeAll(async () => {
  test = openTestStore();
  const { store } = test;
  const handlers = parserHandlers(async () => ({ ...pdfHandlers, facts }));
  const parsing = new Proxy({} as Client<ParserCalls>, {
    get: (_t, name: keyof ParserCalls) => async (input: never) => handlers[name](input, undefined),
  });
  const verifying = new VerifyRoom({
    store,
    mode: 'training',
    clock: systemClock,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    parsing,
    resourcesDir: RESOURCES,
    training: () => [],
    emit: () => undefined,
  });
  const font = (name: string): Uint8Array => readFileSync(join(RESOURCES, 'fonts', `Tinos-${name}.ttf`));
  const workstation = {
    store,
    verifying,
    mode: 'training',
    organ: () => ({ name: 'Ủy ban nhân dân xã Ví Dụ', parentName: 'Ủy ban nhân dân tỉnh Mẫu' }),
    fonts: () => ({ regular: font('Regular'), bold: font('Bold'), italic: font('Italic') }),
    changed: () => undefined,
  };
  const files = new SessionFiles(store);
  session = { signedIn: { workstation, files, actor: { name: 'Văn thư Mẫu', roles: ['clerk'] } } } as unknown as Session;
  const blob = await store.vault.put(await makePdf([0]));
  incomingId = store.tx(() => {
    const { id } = putIncoming(store, { subject: 'Về việc thử nghiệm' });
    store.vault.record(blob);
    store.db
      .prepare(
        `INSERT INTO file (id, incoming_id, role, position, name, detected, blob_id, created_at, seq) VALUES (?, ?, 'main', 0, 'cong-van.pdf', 'pdf', ?, 0, ?)`,
      )
      .run(FILE, id, blob.id, store.nextSeq());
    store.db.prepare(`INSERT INTO upload (id, name, detected, blob_id, at) VALUES (?, 'tha.pdf', 'pdf', ?, 0)`).run(UPLOAD, blob.id);
    return id;
  });
});
afterAll(() => test.remove());

it('lies with the incoming document, in its history, and is not due for judging', async () => {
  const made = await verifyHandlers['verify.report']({ fileId: FILE, kind: 'pdf' }, session);
  expect(made.name).toBe('Báo cáo kiểm tra chữ ký số – cong-van.pdf');
  const row = test.store.db.prepare('SELECT incoming_id, role, stage, detected FROM file WHERE id = ?').get(made.fileId);
  expect(row).toEqual({ incoming_id: incomingId, role: 'attachment', stage: 'report', detected: 'pdf' });
  expect(test.store.db.prepare('SELECT count(*) FROM verdict_check WHERE file_id = ?').pluck().get(made.fileId)).toBe(0);
  expect(test.store.db.prepare('SELECT act FROM history WHERE incoming_id = ?').pluck().all(incomingId)).toContain(
    'incoming.verify_report',
  );
});
it('of a file that belongs to no document stands by itself; as JSON it names what was not checked', async () => {
  const made = await verifyHandlers['verify.report']({ fileId: UPLOAD, kind: 'json' }, session);
  const row = test.store.db.prepare('SELECT incoming_id, role, blob_id FROM file WHERE id = ?').get(made.fileId) as {
    incoming_id: string | null;
    role: string;
    blob_id: never;
  };
  expect(row).toMatchObject({ incoming_id: null, role: 'register' });
  const report = JSON.parse(Buffer.from(await test.store.vault.readAll(row.blob_id)).toString('utf8')) as Record<string, unknown>;
  expect(report).toMatchObject({
    format: 'tram-van-thu-verification/1',
    summary: 'unsigned',
    training: true,
    person: 'Văn thư Mẫu',
    file: { name: 'tha.pdf', pages: 1 },
  });
  expect(report.notChecked).toEqual(['report.content_truth', 'report.look']);
});
