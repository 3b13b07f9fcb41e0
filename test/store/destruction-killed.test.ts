import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMachineKey, createPerson } from '../../src/core/accounts/index.ts';
import { auditRows, verifyChain } from '../../src/core/audit/index.ts';
import { systemClock } from '../../src/core/clock.ts';
import { Carrier, listActs, propose } from '../../src/core/destruction/index.ts';
import { checkStore } from '../../src/core/store/check.ts';
import { deriveKeys, openStore, type Store } from '../../src/core/store/index.ts';
import { startChild } from '../support/child.ts';
import { putIncoming } from '../support/documents.ts';

const script = join(import.meta.dirname, 'destruction-child.ts');
interface Document {
  readonly id: string;
  readonly path?: string;
}
const DOCUMENTS = 50;
const WITH_FILES = 10;
const AT_ONCE = 20;
let dir: string;
let dataKey: Buffer;
let second: string;
let documents: Document[];
const open = (create = false): Store => openStore({ dir, keys: deriveKeys(dataKey), clock: systemClock, create });

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tvt-destroy-'));
  dataKey = randomBytes(32);
  documents = [];
  const store = open(true);
  const [clerk, leader] = store.tx(() => {
    createMachineKey(store);
    const one = createPerson(store, { name: 'Lê Thị Ví Dụ', roles: ['clerk'] });
    return [one, createPerson(store, { name: 'Trần Văn Mẫu', roles: ['leader'] })] as const;
  });
  second = leader.id;
  for (let i = 0; i < DOCUMENTS; i++) documents.push(await putDocument(store, i));
  const scan = await store.vault.put(Buffer.from('%PDF-1.7 quyết định'));
  store.tx(() => {
    store.vault.record(scan);
    store.db.prepare(`INSERT INTO upload (id, name, detected, blob_id, at) VALUES ('scan', 'qd.pdf', 'pdf', ?, 0)`).run(scan.id);
  });
  propose(
    store,
    { personId: clerk.id, name: clerk.name, roles: clerk.roles },
    {
      ...{ number: '05/QĐ-UBND', date: '2026-01-05', decidedBy: 'Chủ tịch', council: 'Hội đồng', scanUploadId: 'scan' },
      documents: documents.map(({ id }) => ({ list: 'incoming', id })),
    },
  );
  store.close();
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Each fifth with a file. */
async function putDocument(store: Store, i: number): Promise<Document> {
  const blob = i % 5 === 0 ? await store.vault.put(Buffer.from(`Đơn thư số ${i} `.repeat(20))) : undefined;
  return store.tx(() => {
    const { id } = putIncoming(store, { subject: `Đơn thư số ${i}`, state: 'finished', number: `${i}`, date: '2025-03-01' });
    if (blob === undefined) return { id };
    store.vault.record(blob);
    store.db
      .prepare(
        `INSERT INTO file (id, incoming_id, role, position, name, detected, blob_id, created_at, seq) VALUES (?, ?, 'main', 0, 'don.pdf', 'pdf', ?, 0, ?)`,
      )
      .run(store.newId(), id, blob.id, store.nextSeq());
    return { id, path: store.vault.sealed(blob.id).path };
  });
}

/** Every document is whole or gone, row, words and file; how many are gone. */
function goneNow(store: Store): number {
  const read = store.db.prepare<[string], { subject: string; gone: number; files: number }>(
    `SELECT subject, destruction_id IS NOT NULL AS gone, (SELECT count(*) FROM file WHERE incoming_id = incoming.id) AS files FROM incoming WHERE id = ?`,
  );
  const told = new Set([...auditRows(store)].filter((row) => row.act === 'document.destroyed').map((row) => row.object));
  return documents.filter(({ id, path }, i) => {
    const row = read.get(id);
    const isGone = row?.gone === 1;
    expect(row?.subject === `Đơn thư số ${i}`).toBe(!isGone);
    const file = path !== undefined;
    expect([row?.files, file && existsSync(path), told.has(id)]).toEqual(isGone ? [0, false, true] : [Number(file), file, false]);
    return isGone;
  }).length;
}

describe('a destruction whose program is killed in the middle', () => {
  it.each([
    ['just before a part is written', 'tx:before-commit:destruction:part', 2, AT_ONCE],
    ['when a part is written and its files still lie there', 'tx:after-commit:destruction:part', 2, 2 * AT_ONCE],
    ['right after the second person agreed', 'tx:after-commit:destruction:agree', 1, 0],
    ['before its end is written', 'tx:before-commit:destruction:done', 1, DOCUMENTS],
  ])('%s has every document whole or gone, and is carried to its end at the next start', async (_when, point, time, gone) => {
    const child = startChild(script, [dir, dataKey.toString('hex'), point, String(time), second]);
    expect(await child.ended).toBe('SIGKILL');
    const store = open();
    try {
      expect(goneNow(store)).toBe(gone);
      expect(listActs(store)).toMatchObject([{ state: 'carrying', carried: gone, documents: DOCUMENTS, agreedBy: 'Trần Văn Mẫu' }]);
      const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
      expect(await new Carrier({ store, clock: systemClock, log, changed: () => undefined }).carry()).toBe(true);
      expect(goneNow(store)).toBe(DOCUMENTS);
      expect(listActs(store)).toMatchObject([{ state: 'done', carried: DOCUMENTS, files: WITH_FILES }]);
      expect(verifyChain(store).ok).toBe(true);
      expect((await checkStore(store)).findings).toEqual([]);
    } finally {
      store.close();
    }
  });
});
