import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { putIncoming } from '../../../test/support/documents.ts';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import { blobId } from '../../domain/ids.ts';
import { createMachineKey, createPerson, type Person } from '../accounts/index.ts';
import { verifyChain } from '../audit/index.ts';
import { systemClock } from '../clock.ts';
import type { Actor } from '../context.ts';
import { checkBackup, makeBackup, proveBackup, restoredMark, stageBackup, switchIn } from '../store/backup/index.ts';
import { checkStore } from '../store/check.ts';
import type { Store } from '../store/types.ts';
import { whole } from '../working/index.ts';
import {
  actDetail,
  agree,
  Carrier,
  candidateParts,
  candidates,
  carryOut,
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
const agreedAndDone = async (): Promise<string> => {
  const id = propose(t.store, clerk, await proposal([old.id]));
  await agree(t.store, id, leader);
  expect(await carryOut(t.store, id)).toBe(true);
  return id;
};
const many = (count: number): string[] =>
  t.store.tx(() =>
    Array.from(
      { length: count },
      (_, i) => putIncoming(t.store, { subject: `Giấy mời họp số ${i}`, state: 'finished', number: `${i}` }).id,
    ),
  );
const gone = (id: string): boolean =>
  t.store.db.prepare('SELECT destruction_id IS NOT NULL FROM incoming WHERE id = ?').pluck().get(id) === 1;
const carrier = (): Carrier =>
  new Carrier({ store: t.store, clock: systemClock, log: { info() {}, warn() {}, error() {} }, changed: () => undefined });
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
    const id = await agreedAndDone();
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
    await agreedAndDone();
    expect((await store.vault.readAll(blobId(old.blob))).byteLength).toBeGreaterThan(0);
    expect(destroyedHere(store)[0]?.names).toEqual([]);
  });

  it('reaches the backups at their next one: the bytes go from their disk, and older backups still hold', async () => {
    const backup = () =>
      makeBackup({ store: t.store, dir: t.dir, mode: 'training', keys: t.keys, target: usb, destroyed: destroyedHere(t.store) });
    const first = await backup();
    const kept = join(first.path, '..', 'vault', basename(old.path).slice(-2), basename(old.path));
    expect(existsSync(kept)).toBe(true);
    await agreedAndDone();
    await backup();
    expect(existsSync(kept)).toBe(false);
    expect(await checkBackup(first.path, t.keys).catch((error: unknown) => String(error))).toMatchObject({ files: 2 });
    await proveBackup(first.path, t.keys);
  });

  it('is carried out again in a store that is restored from before it', async () => {
    const first = await makeBackup({ store: t.store, dir: t.dir, mode: 'training', keys: t.keys, target: usb });
    await agreedAndDone();
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
    // Of then it may have been worked on still.
    store.tx(() => store.db.prepare(`UPDATE incoming SET state = 'in_progress' WHERE id = ?`).run(old.id));
    await carrier().carry();
    expect(listActs(store)).toMatchObject([{ state: 'done', documents: 1, carried: 1 }]);
    expect(store.db.prepare('SELECT subject FROM incoming WHERE id = ?').pluck().get(old.id)).toContain(
      'đã tiêu hủy theo Quyết định số 05/QĐ-UBND',
    );
    expect(readdirSync(usb)).toHaveLength(1);
    expect(readFileSync(join(usb, readdirSync(usb)[0] ?? '', 'destroyed.json'), 'utf8')).not.toContain('Đơn thư');
  });

  it('goes a few documents at a time to the end of the list, and once agreed there is no way back', async () => {
    const { store } = t;
    const ids = many(45);
    const id = propose(store, clerk, await proposal(ids));
    await agree(store, id, leader);
    const seen: number[] = [];
    let turns = 0;
    const turn = async (): Promise<boolean> => {
      const [row] = listActs(store);
      seen.push(row?.carried ?? 0);
      expect(ids.filter(gone)).toHaveLength(row?.carried ?? 0);
      if (turns++ === 2) {
        expect(row).toMatchObject({ state: 'carrying', documents: 45, agreedBy: leader.name });
        expect(() => withdraw(store, clerk, id)).toThrow('destruction.not_open');
        await expect(agree(store, id, leader)).rejects.toThrow('destruction.not_open');
        const again = await proposal(ids.slice(-1));
        expect(() => propose(store, clerk, again)).toThrow('destruction.not_done_with');
      }
      return true;
    };
    expect(await carryOut(store, id, turn)).toBe(true);
    expect([...new Set(seen)]).toEqual([0, 20, 40, 45]);
    expect(listActs(store)).toMatchObject([{ state: 'done', carried: 45, documents: 45 }]);
    expect(verifyChain(store)).toMatchObject({ ok: true });
  });
  it('is carried on from where the program ended, and leaves a document that is worked on again until it is done with', async () => {
    const { store } = t;
    const ids = many(45);
    const id = propose(store, clerk, await proposal(ids));
    await agree(store, id, leader);
    let turns = 0;
    expect(await carryOut(store, id, async () => turns++ < 3)).toBe(false);
    expect(ids.filter(gone)).toHaveLength(40);
    const again = ids.find((one) => !gone(one)) ?? '';
    const put = store.db.prepare('UPDATE incoming SET state = ? WHERE id = ?');
    store.tx(() => put.run('in_progress', again));
    const next = carrier();
    expect(next.progress()).toBeUndefined();
    const first = next.carry(id);
    expect(next.progress()).toEqual({ done: 40, total: 45 });
    await first;
    expect(next.progress()).toBeUndefined();
    expect(await Promise.all([next.carry(id), next.carry(id)])).toEqual([false, false]);
    expect(gone(again)).toBe(false);
    expect(listActs(store)).toMatchObject([{ state: 'carrying', carried: 44 }]);
    store.tx(() => put.run('finished', again));
    expect(await next.carry(id)).toBe(true);
    await next.stop();
    expect(ids.every(gone)).toBe(true);
    expect(listActs(store)).toMatchObject([{ state: 'done', carried: 45 }]);
  });
  it('is told to the backups from the agreement on, with the files that are gone by then and later with all of them', async () => {
    const { store } = t;
    const other = await keep('Báo cáo đã hết hạn', 'finished');
    const backup = () => makeBackup({ store, dir: t.dir, mode: 'training', keys: t.keys, target: usb, destroyed: destroyedHere(store) });
    const { path } = await backup();
    const kept = ({ path: name }: { path: string }) => existsSync(join(path, '..', 'vault', basename(name).slice(-2), basename(name)));
    const id = propose(store, clerk, await proposal([old.id, other.id]));
    await agree(store, id, leader);
    const put = store.db.prepare('UPDATE incoming SET state = ? WHERE id = ?');
    store.tx(() => put.run('in_progress', other.id));
    expect(await carryOut(store, id)).toBe(false);
    await backup();
    expect([kept(old), kept(other)]).toEqual([false, true]);
    expect(destroyedHere(store)).toMatchObject([{ id, documents: { length: 2 }, names: { length: 1 } }]);
    store.tx(() => put.run('finished', other.id));
    await carryOut(store, id);
    const last = await backup();
    expect([kept(old), kept(other)]).toEqual([false, false]);
    await proveBackup(last.path, t.keys);
  });
  it('looks through no table for a document: everything it asks is found by an index', async () => {
    const { store } = t;
    const outgoing = putOutgoing(store);
    const id = propose(store, clerk, { ...(await proposal([old.id])), documents: [...(await proposal([old.id])).documents, outgoing] });
    const asked = new Set<string>();
    const statement = Object.getPrototypeOf(store.db.prepare('SELECT 1')) as Record<'run' | 'get' | 'all', () => unknown>;
    const spies = (['run', 'get', 'all'] as const).map((act) => {
      const was = statement[act];
      return vi.spyOn(statement, act).mockImplementation(function (this: { source: string }, ...values) {
        asked.add(this.source);
        return was.apply(this, values);
      });
    });
    await agree(store, id, leader);
    await carryOut(store, id);
    for (const spy of spies) spy.mockRestore();
    expect([...asked].filter((sql) => sql.includes('dossier_item'))).not.toEqual([]);
    const scans = [...asked].flatMap((sql) => scansOf(store, sql).map((scan) => `${scan}: ${sql.slice(0, 80)}`));
    expect(scans).toEqual([]);
  });
});

/** An issued document with a dispatch and a report of its recipient. */
function putOutgoing(store: Store): { list: 'outgoing'; id: string } {
  return store.tx(() => {
    const id = store.newId();
    store.db
      .prepare(
        `INSERT INTO outgoing (id, organ_id, state, priority, type_name, subject, signer, recipients, folded, code, number, date, updated_at, seq, workstation_id)
         VALUES (?, 'H99.242', 'issued', 0, 'Công văn', 'Về việc mẫu', 'Phạm Văn Mẫu', '[]', 've viec mau', '1/UBND', 1, '2025-03-01', 0, ?, '')`,
      )
      .run(id, store.nextSeq());
    return { list: 'outgoing', id };
  });
}
/** Queues that are emptied with every act, the end of the audit, and a few rows of facts. */
const SHORT =
  /^SCAN (search_dirty|key_dirty|listed_dirty|body_dirty|change_waiting|sequence|sqlite_schema|blob_gone|audit|of_it|d|destruction|CONSTANT ROW|.* VIRTUAL TABLE)/;
function scansOf({ db }: Store, sql: string): string[] {
  const values = Object.fromEntries([...sql.matchAll(/@(\w+)/g)].map(([, name = '']) => [name, '']));
  const many = [...sql.replace(/'[^']*'/g, '').matchAll(/\?/g)].map(() => '');
  const plan = db
    .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
    .all(...many, ...(Object.keys(values).length > 0 ? [values] : []));
  return plan.map(({ detail }) => detail).filter((detail) => detail.startsWith('SCAN') && !SHORT.test(detail));
}
