import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { clerk, openDesk, putSheet } from '../../../test/entry/support.ts';
import { putIncoming } from '../../../test/support/documents.ts';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import { supportText } from '../../domain/supportWords.ts';
import { record } from '../audit/index.ts';
import { addHistory } from '../documents/history.ts';
import { Maintenance } from '../maintenance/index.ts';
import { askInThread } from '../store/backup/index.ts';
import { type SupportParts, supportReport, Tally } from './index.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
/** A person, with a number of a telephone: as it stands nowhere in the program itself. */
const SECRET = 'Nguyễn Thị Kín 0912 345 678';
let kit: TestStore;
let tally: Tally;
beforeEach(() => {
  kit = openTestStore();
  openDesk(kit.store);
  tally = new Tally(() => kit.store.now());
});
afterEach(() => kit.remove());

const parts = (): SupportParts => ({
  store: kit.store,
  mode: 'real',
  version: '0.1.0',
  host: 'node',
  status: {
    line: { kind: 'not_checked' },
    waitingDocuments: 0,
    waitingStatuses: 0,
    unknown: 0,
    refused: 0,
    quarantined: 0,
  } as SupportParts['status'],
  maintenance: new Maintenance({ store: kit.store, mode: 'real', log: quiet }),
  tokens: {},
  restarts: { parser: 3 },
  startedAt: 0,
  tally: tally.rows(),
});
const textOf = async (): Promise<string> => supportText(await supportReport(parts()));

it('tells the counts, the codes and the times that support asks for', async () => {
  kit.store.tx(() => void putIncoming(kit.store, { subject: 'một' }));
  tally.note('incoming.register', 'registers.number_taken');
  const text = await textOf();
  for (const said of [
    'Phiên bản: 0.1.0',
    'Văn bản đến, đi: 1, 0',
    'Lần cuối: chưa có',
    'số lần phải chạy lại: 2',
    'registers.number_taken (incoming.register): 1 lần',
    'Bước dữ liệu (migration): ',
  ])
    expect(text).toContain(said);
});

it('counts beside the desk’s work what it counts in place, and reads alone', async () => {
  kit.store.tx(() => void putIncoming(kit.store, { subject: 'một' }));
  const place = { database: join(kit.dir, 'store.db'), key: kit.keys.database };
  const beside = await supportReport({ ...parts(), ask: (queries) => askInThread({ ...place, queries }) });
  const inPlace = await supportReport(parts());
  const changing = /^(Bộ nhớ|Giờ máy|Mở lúc)/;
  const linesOf = (report: typeof beside) => report.sections.flatMap(({ lines }) => lines).filter(({ label }) => !changing.test(label));
  expect(linesOf(beside)).toEqual(linesOf(inPlace));
  await expect(askInThread({ ...place, queries: ['DELETE FROM setting'] })).rejects.toThrow();
});

it('holds no word of anybody, whichever column of whichever table it stands in', async () => {
  const { store } = kit;
  store.tx(() => {
    const { id } = putIncoming(store, { subject: SECRET, sender: SECRET, number: SECRET, signer: SECRET });
    addHistory(store, clerk, { incomingId: id as typeof clerk.personId & string, act: 'incoming.desk', params: { text: SECRET } });
    record(store, { ...clerk, name: SECRET }, 'connection.test', 'H99.242', SECRET);
    store.db.prepare(`INSERT INTO person (id, name, roles, created_at, seq) VALUES ('p', ?, '[]', 0, ?)`).run(SECRET, store.nextSeq());
    store.setSetting('secret', SECRET);
    store.db
      .prepare(`UPDATE organ SET endpoint = 'https://truc.vi-du.invalid:8443/api/Nguyen?u=Kin', secret = ?, system_id = ?`)
      .run(SECRET, SECRET);
    const dispatch = `INSERT INTO dispatch (id, organ_id, kind, state, document_id, priority, title, inline, sha256, size, error, queued_at, seq) VALUES ('d', 'H99.242', 'document', 'refused', ?, 0, ?, x'00', '', 1, ?, 0, ?)`;
    store.db.prepare(dispatch).run(SECRET, SECRET, JSON.stringify({ code: 'axis.refused', params: { name: SECRET } }), store.nextSeq());
    const packages = `INSERT INTO package (id, organ_id, doc_id, message_type, sender, state, reason, listed_at, seq) VALUES ('k', 'H99.242', ?, 'edoc', ?, 'quarantined', ?, 0, ?)`;
    store.db.prepare(packages).run(SECRET, SECRET, JSON.stringify({ code: 'edxml.broken', params: { name: SECRET } }), store.nextSeq());
  });
  putSheet(store, 'incoming', [{ sender: SECRET, subject: SECRET }]);
  const log = tally.watch(quiet);
  log.warn(SECRET);
  log.error('store did not open', { code: SECRET, name: SECRET });
  tally.note('incoming.register', SECRET);
  const text = await textOf();
  expect(text).toContain('axis.refused');
  expect(text).toContain('Gói gửi theo trạng thái: Trục không nhận (refused) 1');
  expect(text).toMatch(/Đường truyền: [^(]+ \(\w+\)/);
  expect(text).toContain('edxml.broken');
  expect(text).toContain('https://truc.vi-du.invalid:8443');
  expect(text).not.toMatch(/Kín|Nguyen|0912|Kin\b/);

  // And each column that holds text, with it in every row at once.
  const tables = store.db
    .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'`)
    .pluck()
    .all();
  let tried = 0;
  for (const table of tables) {
    const columns = store.db.prepare<[string], { name: string; type: string }>('SELECT name, type FROM pragma_table_info(?)').all(table);
    for (const { name, type } of columns) {
      // An organ's code is the name of an office on the axis, and of no person.
      if (type !== 'TEXT' || (table === 'organ' && name === 'organ_id')) continue;
      store.db.exec('BEGIN');
      try {
        if (store.db.prepare(`UPDATE "${table}" SET "${name}" = ?`).run(SECRET).changes === 0) continue;
        tried++;
        expect(await textOf(), `${table}.${name}`).not.toContain('0912');
      } catch (error) {
        // A constraint or a reader refused it: nothing was told.
        if (error instanceof Error && error.name === 'AssertionError') throw error;
      } finally {
        store.db.exec('ROLLBACK');
      }
    }
  }
  expect(tried).toBeGreaterThan(60);
});

it('keeps the count of faults with the store, bounded, over an end of the program', () => {
  tally.open(kit.store);
  for (let i = 0; i < 100; i++) tally.note('call', `room.code_${i}`);
  tally.note('call', 'room.code_99');
  tally.close();
  const next = new Tally(() => kit.store.now());
  next.note('log', 'core not ready');
  next.open(kit.store);
  expect(next.rows()).toHaveLength(61);
  expect(next.rows().find(({ code }) => code === 'room.code_99')?.count).toBe(2);
});
