import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createMachineKey } from '../../src/core/accounts/index.ts';
import { systemClock } from '../../src/core/clock.ts';
import { getIncoming, listIncoming } from '../../src/core/documents/index.ts';
import { checkStore } from '../../src/core/store/check.ts';
import { openStore } from '../../src/core/store/index.ts';
import { markMachine } from '../../src/core/store/machine-mark.ts';
import { putIncoming } from '../support/documents.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

let t: TestStore;
beforeEach(() => {
  t = openTestStore();
  t.store.tx(() => {
    createMachineKey(t.store);
    for (let n = 0; n < 400; n++) putIncoming(t.store, { subject: `văn bản thứ ${n} `.repeat(20) });
  });
});
afterEach(() => t.remove());

function flip(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at] = (bytes[at] ?? 0) ^ 8;
  writeFileSync(path, bytes);
}

it('a flipped bit in the database is found and named, and what lies on other pages stays usable', async () => {
  const page = t.store.db
    .prepare(`SELECT pageno FROM dbstat WHERE name = 'incoming' AND pagetype = 'leaf' ORDER BY pageno DESC LIMIT 1`)
    .pluck();
  let number: number | undefined;
  try {
    number = page.get() as number;
  } catch {
    number = undefined;
  }
  t.store.close();
  const path = join(t.dir, 'store.db');
  flip(path, (number === undefined ? Math.floor(statSync(path).size / 8192) : number - 1) * 4096 + 1000);
  const store = t.reopen();
  const { findings } = await checkStore(store);
  expect(findings.map((finding) => finding.code)).toContain('check.database_damaged');
  const first = store.db.prepare('SELECT id FROM incoming ORDER BY seq LIMIT 1').pluck().get() as string;
  expect(getIncoming(store, first).subject).toContain('văn bản thứ 0');
  expect(listIncoming(store, { states: [], text: '', offset: 395, limit: 5 }).rows).toHaveLength(5);
});

it('a flipped bit in the write-ahead log, by which SQLite silently drops what follows, makes the store wait', () => {
  const { store } = t;
  store.db.pragma('wal_checkpoint(TRUNCATE)');
  const machine = join(t.dir, 'may');
  const mark = markMachine(store, machine, true);
  store.tx(() => putIncoming(store, { subject: 'trước' }));
  mark.advance();
  const before = statSync(join(t.dir, 'store.db-wal')).size;
  store.tx(() => putIncoming(store, { subject: 'đã báo là lưu' }));
  mark.advance();
  mark.close();
  const crashed = mkdtempSync(join(tmpdir(), 'tvt-crashed-'));
  cpSync(t.dir, crashed, { recursive: true, filter: (path) => !path.endsWith('-shm') });
  const open = () => openStore({ dir: crashed, keys: t.keys, clock: systemClock });

  flip(join(crashed, 'store.db-wal'), before + 200);
  const damaged = open();
  expect(listIncoming(damaged, { states: [], text: 'đã báo', offset: 0, limit: 5 }).total).toBe(0);
  const judged = markMachine(damaged, machine, false);
  expect(judged.verdict).toBe('rolled_back');
  judged.close();
  damaged.close();
  rmSync(crashed, { recursive: true });
});
