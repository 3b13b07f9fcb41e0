import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { putIncoming } from '../../../test/support/documents.ts';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import { blobId } from '../../domain/ids.ts';
import { createMachineKey, createPerson, type Person } from '../accounts/index.ts';
import { verifyChain } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { checkBackup, makeBackup, proveBackup, restoredMark, stageBackup, switchIn } from '../store/backup/index.ts';
import { checkStore } from '../store/check.ts';
import { whole } from '../working/index.ts';
import {
  actDetail,
  agree,
  candidateParts,
  candidates,
  destroyedHere,
  listActs,
  propose,
  secondPerson,
  takeNoteOfRestore,
  withdraw,
} from './index.ts';

let t: TestStore;
let usb: string;
let clerk: Actor;
let leader: Person;
let old: { id: string; blob: string; path: string };
let shared: { id: string; blob: string; path: string };

beforeEach(async () => {
  t = openTestStore();
  usb = mkdtempSync(join(tmpdir(), 'tvt-usb-'));
  writeFileSync(join(t.dir, 'keys.json'), '{}');
  const person = t.store.tx(() => {
    createMachineKey(t.store);
    leader = createPerson(t.store, { name: 'Trần Văn Mẫu', roles: ['leader'] });
    return createPerson(t.store, { name: 'Lê Thị Ví Dụ', roles: ['clerk'] });
  });
  clerk = { personId: person.id, name: person.name, roles: person.roles };
  old = await keep('Đơn thư mật thiết của công dân', 'finished');
  shared = await keep('Công văn còn dùng', 'registered');
});
afterEach(() => {
  t.remove();
  rmSync(usb, { recursive: true, force: true });
});
async function keep(subject: string, state: string): Promise<{ id: string; blob: string; path: string }> {
  const { store } = t;
  const blob = await store.vault.put(Buffer.from(subject.repeat(2000)));
  return store.tx(() => {
    store.vault.record(blob);
    const { id } = putIncoming(store, {
      subject,
      state,
      date: '2025-03-01',
      number: '12',
      notation: 'SM',
      signer: 'Nguyễn Văn Ký',
      sender: 'Sở Mẫu',
    });
    store.db
      .prepare(
        `INSERT INTO file (id, incoming_id, role, position, name, detected, blob_id, created_at, seq) VALUES (?, ?, 'main', 0, 'don-thu.pdf', 'pdf', ?, 0, ?)`,
      )
      .run(store.newId(), id, blob.id, store.nextSeq());
    return { id, blob: blob.id, path: store.vault.sealed(blob.id).path };
  });
}
async function scan(): Promise<string> {
  const { store } = t;
  const blob = await store.vault.put(Buffer.from('%PDF-1.7 quyết định'));
  return store.tx(() => {
    store.vault.record(blob);
    const id = store.newId();
    store.db.prepare(`INSERT INTO upload (id, name, detected, blob_id, at) VALUES (?, 'quyet-dinh.pdf', 'pdf', ?, 0)`).run(id, blob.id);
    return id;
  });
}
const proposal = async (ids: readonly string[]) => ({
  number: '05/QĐ-UBND',
  date: '2026-01-05',
  decidedBy: 'Chủ tịch UBND xã',
  council: 'Hội đồng xác định giá trị tài liệu',
  scanUploadId: await scan(),
  documents: ids.map((id) => ({ list: 'incoming' as const, id })),
});
const carryOut = async (): Promise<string> => {
  const id = propose(t.store, clerk, await proposal([old.id]));
  await agree(t.store, id, leader);
  return id;
};
const everything = (): string =>
  t.store.db
    .prepare<[], string>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%_search%' AND name NOT LIKE '%_body%' AND name NOT LIKE 'sqlite%'`,
    )
    .pluck()
    .all()
    .map((table) => JSON.stringify(t.store.db.prepare(`SELECT * FROM ${table}`).all()))
    .join('\n');

describe('destruction by decision', () => {
  it('takes two people, and only what is done with', async () => {
    const { store } = t;
    const asked = { list: 'incoming' as const, from: '2025-01-01', to: '2025-12-31', text: 'don thu' };
    expect(whole(candidateParts(store, asked, 1))).toEqual(candidates(store, asked));
    expect(candidates(store, asked).items).toMatchObject([{ id: old.id }]);
    const wanted = await proposal([shared.id]);
    expect(() => propose(store, clerk, wanted)).toThrow('destruction.not_done_with');
    expect(() => propose(store, { name: 'không ai', roles: [] }, wanted)).toThrow('destruction.person_needed');
    const id = propose(store, clerk, await proposal([old.id]));
    await expect(agree(store, id, await secondPerson(store, undefined, clerk, {}))).rejects.toThrow('destruction.same_person');
    expect(existsSync(old.path)).toBe(true);
    expect(candidates(store, { list: 'incoming', from: '2025-01-01', to: '2025-12-31', text: '' }).items).toEqual([]);
    withdraw(store, clerk, id);
    await expect(agree(store, id, leader)).rejects.toThrow('destruction.not_open');
    expect(existsSync(old.path)).toBe(true);
  });

  it('leaves number, date and by which decision, and nothing of what it said', async () => {
    const { store } = t;
    const id = await carryOut();
    const row = store.db
      .prepare('SELECT number, notation, date, state, subject, sender_name, signer, folded FROM incoming WHERE id = ?')
      .get(old.id);
    expect(row).toEqual({
      number: '12',
      notation: 'SM',
      date: '2025-03-01',
      state: 'finished',
      subject: '(đã tiêu hủy theo Quyết định số 05/QĐ-UBND ngày 05/01/2026)',
      sender_name: '',
      signer: null,
      folded: '',
    });
    const left = everything();
    for (const words of ['Đơn thư mật thiết', 'don-thu.pdf']) expect(left.split(words)).toHaveLength(words === 'don-thu.pdf' ? 2 : 1);
    expect(existsSync(old.path)).toBe(false);
    expect(existsSync(shared.path)).toBe(true);
    expect(store.db.prepare('SELECT 1 FROM blob WHERE id = ?').get(old.blob)).toBeUndefined();
    expect(listActs(store)).toMatchObject([{ id, state: 'done', agreedBy: leader.name, proposedBy: clerk.name, documents: 1, files: 1 }]);
    expect(actDetail(store, id, 0)).toMatchObject({
      scan: { name: 'quyet-dinh.pdf' },
      items: [{ subject: expect.stringContaining('đã tiêu hủy') }],
    });
    expect(verifyChain(store)).toMatchObject({ ok: true });
    expect((await checkStore(store)).findings).toEqual([]);
    for (const word of ['thiet', 'cong dan']) {
      const hits = store.db.prepare('SELECT count(*) FROM incoming_search WHERE incoming_search MATCH ?').pluck().get(`"${word}"`);
      expect(hits).toBe(0);
    }
  });

  it('keeps a file that another document shares', async () => {
    const { store } = t;
    store.tx(() =>
      store.db
        .prepare(
          `INSERT INTO file (id, incoming_id, role, position, name, detected, blob_id, created_at, seq) VALUES (?, ?, 'attachment', 1, 'b.pdf', 'pdf', ?, 0, ?)`,
        )
        .run(store.newId(), shared.id, old.blob, store.nextSeq()),
    );
    await carryOut();
    expect((await store.vault.readAll(blobId(old.blob))).byteLength).toBeGreaterThan(0);
    expect(destroyedHere(store)[0]?.names).toEqual([]);
  });

  it('reaches the backups at their next one: the bytes go from their disk, and older backups still hold', async () => {
    const backup = () =>
      makeBackup({ store: t.store, dir: t.dir, mode: 'training', keys: t.keys, target: usb, destroyed: destroyedHere(t.store) });
    const first = await backup();
    const kept = join(first.path, '..', 'vault', basename(old.path).slice(-2), basename(old.path));
    expect(existsSync(kept)).toBe(true);
    await carryOut();
    await backup();
    expect(existsSync(kept)).toBe(false);
    expect(await checkBackup(first.path, t.keys).catch((error: unknown) => String(error))).toMatchObject({ files: 2 });
    await proveBackup(first.path, t.keys);
  });

  it('is carried out again in a store that is restored from before it', async () => {
    const first = await makeBackup({ store: t.store, dir: t.dir, mode: 'training', keys: t.keys, target: usb });
    await carryOut();
    // Another day: the first one of the day would go.
    await makeBackup({
      store: { workstationId: t.store.workstationId, now: () => Date.now() + 86_400_000 },
      dir: t.dir,
      mode: 'training',
      keys: t.keys,
      target: usb,
      destroyed: destroyedHere(t.store),
    });
    t.store.close();
    await stageBackup({ generation: first.path, keys: t.keys, dir: t.dir, mode: 'training', now: 9 });
    switchIn(t.dir, 9);
    const store = t.reopen();
    expect(store.db.prepare('SELECT subject FROM incoming WHERE id = ?').pluck().get(old.id)).toBe('Đơn thư mật thiết của công dân');
    const mark = restoredMark(t.dir);
    if (mark) takeNoteOfRestore(store, mark);
    expect(store.db.prepare('SELECT subject FROM incoming WHERE id = ?').pluck().get(old.id)).toContain(
      'đã tiêu hủy theo Quyết định số 05/QĐ-UBND',
    );
    expect(readdirSync(usb)).toHaveLength(1);
    expect(readFileSync(join(usb, readdirSync(usb)[0] ?? '', 'destroyed.json'), 'utf8')).not.toContain('Đơn thư');
  });
});
