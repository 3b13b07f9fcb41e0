import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { putIncoming } from '../../../test/support/documents.ts';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import { listPage } from '../search/index.ts';
import { mergePiece } from './resting.ts';

let t: TestStore;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  t = openTestStore();
});
afterEach(() => {
  t.remove();
  vi.useRealTimers();
});

const write = (from: number, to: number): void => {
  for (let n = from; n < to; n++) t.store.tx(() => putIncoming(t.store, { subject: `văn bản thứ ${n}` }));
};
const found = (): number => listPage(t.store, 'incoming', { states: [], text: 'văn bản', offset: 0, limit: 5 }).total;
const segments = (): number => {
  const structure = t.store.db.prepare<[], Buffer>('SELECT block FROM incoming_search_data WHERE id = 10').pluck().get();
  // Levels and segments as varints after the cookie and the version's mark (SQLite, fts5_index.c); small ones are one byte.
  return structure?.[structure.subarray(4, 8).equals(Buffer.from([0xff, 0, 0, 1])) ? 9 : 5] ?? 0;
};

it('joins the segments of the full-text index and empties the log when nobody writes, not at a commit', () => {
  write(0, 40);
  expect(segments()).toBeGreaterThan(30);
  vi.advanceTimersByTime(900);
  write(40, 41);
  vi.advanceTimersByTime(500);
  expect(segments(), 'somebody wrote a moment ago').toBeGreaterThan(30);
  vi.advanceTimersByTime(60_000);
  expect(segments()).toBeLessThan(5);
  expect(mergePiece(t.store.db)).toBe(false);
  expect(found()).toBe(41);
  const before = statSync(join(t.dir, 'store.db-wal')).size;
  write(41, 42);
  expect(statSync(join(t.dir, 'store.db-wal')).size, 'the log begins again').toBe(before);
  expect(found()).toBe(42);
});

it('never works on a store that was closed', () => {
  write(0, 10);
  t.store.close();
  vi.advanceTimersByTime(60_000);
  t.reopen();
  expect(found()).toBe(10);
});
