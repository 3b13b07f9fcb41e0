import { existsSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { putIncoming } from '../../../test/support/documents.ts';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import { blobId, type RecordId } from '../../domain/ids.ts';
import { foldedText } from '../../domain/searchText.ts';
import { createMachineKey } from '../accounts/index.ts';
import { record, signHead } from '../audit/index.ts';
import { WORKSTATION } from '../context.ts';
import { bookFor, openDefaultBooks, takeNumber } from '../registers/index.ts';
import { documentWords, listPage } from '../search/index.ts';
import { checkStore } from './check.ts';

const OURS = 'H99.242';
let t: TestStore;
let blobs: string[];
let seqs: number[];

beforeEach(async () => {
  t = openTestStore();
  const { store } = t;
  blobs = [];
  seqs = [];
  for (const n of [1, 2, 3]) {
    const blob = await store.vault.put(Buffer.from(`nội dung ${n} `.repeat(20_000)));
    store.tx(() => {
      if (n === 1) {
        createMachineKey(store);
        openDefaultBooks(store, OURS, 'UBND');
      }
      store.vault.record(blob);
      const { id, seq } = putIncoming(store, { subject: `văn bản thứ ${n}`, number: String(n), notation: 'CV' });
      store.db
        .prepare(
          `INSERT INTO file (id, incoming_id, role, position, name, detected, blob_id, created_at, seq) VALUES (?, ?, 'main', 0, ?, 'pdf', ?, 0, ?)`,
        )
        .run(store.newId(), id, `van-ban-${n}.pdf`, blob.id, store.nextSeq());
      const book = bookFor(store, OURS, 'incoming', 'Công văn');
      const given = takeNumber(store, book, { kindName: 'Công văn', incomingId: id as RecordId, actor: WORKSTATION });
      store.db.prepare('UPDATE incoming SET arrival_number = ?, book_id = ? WHERE id = ?').run(given.number, book.id, id);
      record(store, WORKSTATION, 'incoming.register', id);
      seqs.push(seq);
    });
    blobs.push(blob.id);
  }
  signHead(store);
});
afterEach(() => t.remove());

const pathOf = (i: number): string => t.store.vault.sealed(blobId(blobs[i] ?? '')).path;
const codes = async (): Promise<string[]> => (await checkStore(t.store)).findings.map((f) => f.code);

describe('the sanity check', () => {
  it('names rows without their row, a document at two numbers, and says how many more there are of a kind', async () => {
    const { store } = t;
    store.db.pragma('foreign_keys = OFF');
    store.db.prepare('UPDATE file SET blob_id = ? WHERE position = 0').run('f'.repeat(64));
    store.db.pragma('foreign_keys = ON');
    const { id } = store.db.prepare('SELECT id FROM incoming ORDER BY seq LIMIT 1').get() as { id: RecordId };
    store.tx(() =>
      takeNumber(store, bookFor(store, OURS, 'incoming', 'Công văn'), { kindName: 'Công văn', incomingId: id, actor: WORKSTATION }),
    );
    expect(await codes()).toEqual(expect.arrayContaining(['check.row_without_its_row', 'check.document_numbered_twice']));
    store.tx(() => store.db.prepare('UPDATE book_number SET number = number + 500').run());
    expect(await codes()).toEqual(expect.arrayContaining(['check.number_gap', 'check.more']));
  });
  it('finds nothing in a store that is whole, and says what it looked at', async () => {
    const steps: number[] = [];
    const report = await checkStore(t.store, { onProgress: (done, total) => steps.push(done / total) });
    expect(report).toMatchObject({ files: 3, documents: 3, numbers: 3, auditRows: 3, findings: [], repaired: [] });
    expect(steps.at(-1)).toBe(1);
    // The database is part of the way, before the first document and file.
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect(steps.filter((step) => step > 0 && step < 0.5).length).toBeGreaterThan(3);
  });

  it('names a changed and a missing file with the document’s own file name, and the rest stays usable', async () => {
    const bytes = readFileSync(pathOf(0));
    bytes[1000] = (bytes[1000] ?? 0) ^ 1;
    writeFileSync(pathOf(0), bytes);
    rmSync(pathOf(1));
    expect((await checkStore(t.store)).findings).toEqual([
      { code: 'check.file_damaged', params: { id: blobs[0], name: 'van-ban-1.pdf' } },
      { code: 'check.file_missing', params: { id: blobs[1], name: 'van-ban-2.pdf' } },
    ]);
  });

  it('finds a number that nothing explains and one that the book does not know', async () => {
    t.store.db.exec('DROP TRIGGER book_number_no_delete; DELETE FROM book_number WHERE number = 2');
    expect((await codes()).sort()).toEqual(['check.number_gap', 'check.number_not_in_book']);
  });

  it('finds a changed row of the audit', async () => {
    t.store.db.exec(`DROP TRIGGER audit_no_update; UPDATE audit SET person = 'Người khác' WHERE seq = (SELECT max(seq) FROM audit)`);
    expect(await codes()).toEqual(['check.audit_broken']);
  });

  it('finds an index that does not agree with the rows, and makes it again when told, from the rows', async () => {
    const [first = 0] = seqs;
    t.store.db.prepare('DELETE FROM incoming_search WHERE rowid = ?').run(first);
    t.store.db.prepare(`INSERT INTO incoming_search (rowid, folded, marked, facts) VALUES (999999, 'thừa', '', '')`).run();
    t.store.db.exec('UPDATE list_bucket SET n = n + 1');
    expect((await checkStore(t.store)).findings).toEqual([
      { code: 'check.search_differs', params: { list: 'incoming', missing: 1, extra: 1 } },
      { code: 'check.counts_differ', params: { list: 'incoming' } },
    ]);
    expect((await checkStore(t.store, { repairSearch: true })).repaired).toEqual(['incoming']);
    expect(await codes()).toEqual([]);
    expect(listPage(t.store, 'incoming', { states: [], text: 'văn bản thứ 1', offset: 0, limit: 5 }).seqs).toEqual([first]);
  });

  it('finds an index whose own pages contradict each other', async () => {
    t.store.db.unsafeMode(true);
    t.store.db.exec('DELETE FROM incoming_search_data WHERE id > 10');
    expect(await codes()).toContain('check.search_damaged');
  });

  it('removes files that nothing names after their grace time, and says how many', async () => {
    const left = await t.store.vault.put(Buffer.from('dở dang'));
    const { path } = t.store.vault.unrecorded(left);
    t.reopen();
    expect(await checkStore(t.store)).toMatchObject({ orphans: 0 });
    utimesSync(path, 1, 1);
    expect(await checkStore(t.store)).toMatchObject({ orphans: 1, findings: [] });
    expect(existsSync(path)).toBe(false);
  });

  it('in a thread of its own finds the same, while the desk writes on', async () => {
    rmSync(pathOf(1));
    t.store.db.prepare('DELETE FROM incoming_search WHERE rowid = ?').run(seqs[0]);
    const beside = { dir: t.dir, key: t.keys.database };
    const steps: number[] = [];
    const running = checkStore(t.store, { beside, repairSearch: true, onProgress: (done, total) => steps.push(done / total) });
    let written = 0;
    const writing = setInterval(() => {
      t.store.tx(() => putIncoming(t.store, { subject: `giữa chừng ${written}` }));
      written++;
    }, 5);
    const report = await running.finally(() => clearInterval(writing));
    expect(written).toBeGreaterThan(3);
    expect(report.findings).toEqual([
      { code: 'check.search_differs', params: { list: 'incoming', missing: 1, extra: 0 } },
      { code: 'check.file_missing', params: { id: blobs[1], name: 'van-ban-2.pdf' } },
    ]);
    expect(report.repaired).toEqual(['incoming']);
    expect(steps.at(-1)).toBe(1);
    expect(listPage(t.store, 'incoming', { states: [], text: 'giữa chừng', offset: 0, limit: 5 }).total).toBe(written);
    expect((await checkStore(t.store, { beside })).findings.map(({ code }) => code)).toEqual(['check.file_missing']);
  });

  it('in a thread of its own stops when it is told to', async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(checkStore(t.store, { beside: { dir: t.dir, key: t.keys.database }, signal: stop.signal })).rejects.toMatchObject({
      error: { code: 'check.cancelled' },
    });
  });

  it('finds a word that no row has and one that is missing, in whichever column', async () => {
    const put = t.store.db.prepare('INSERT OR REPLACE INTO incoming_search (rowid, folded, marked, facts) VALUES (?, ?, ?, ?)');
    const words = documentWords(t.store.db, 'incoming', seqs[2] ?? 0);
    put.run(seqs[2], foldedText(words?.text ?? ''), 'không phải chữ này', words?.facts);
    expect(await codes()).toEqual(['check.search_differs']);
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    await expect(checkStore(t.store, { signal: stop.signal, onProgress: () => stop.abort() })).rejects.toMatchObject({
      error: { code: 'check.cancelled' },
    });
  });
});
