import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { putIncoming, putOutgoing } from '../../../test/support/documents.ts';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import type { SearchFilters } from '../../contract/page/search.ts';
import { systemClock } from '../clock.ts';
import { listBooks, openDefaultBooks } from '../registers/index.ts';
import { openStore } from '../store/index.ts';
import { MIGRATIONS } from '../store/migrations/index.ts';
import type { Store } from '../store/types.ts';
import { findDocuments } from './index.ts';

const clock = { ...systemClock, now: () => Date.UTC(2026, 10, 25) };
const OURS = 'H99.242';
let number = 0;
const desk = (store: Store): void =>
  store.tx(() => {
    store.db.prepare(`INSERT INTO organ (organ_id, name, abbreviation) VALUES (?, 'UBND xã Ví Dụ', 'UBND')`).run(OURS);
    openDefaultBooks(store, OURS, 'UBND');
  });
function arrive(store: Store, date: string, subject = 'Kế hoạch'): string {
  const { id } = putIncoming(store, { subject, state: 'finished' });
  const at = Date.parse(`${date}T05:00:00Z`);
  store.db.prepare('UPDATE incoming SET arrival_date = ?, arrived_at = ?, date = ? WHERE id = ?').run(date, at, date, id);
  return id;
}
/** As a sheet of a paper book enters it. */
function takeOver(store: Store, date: string, list: 'incoming' | 'outgoing' = 'incoming', subject = 'Kế hoạch'): string {
  const id = list === 'incoming' ? arrive(store, date, subject) : putOutgoing(store, { subject, date }).id;
  const book = listBooks(store).find(({ rule }) => rule.direction === list)?.id ?? '';
  store.db
    .prepare(
      `INSERT INTO book_number (book_id, period, series, number, state, date, ${list}_id, at, seq, origin) VALUES (?, ?, '', ?, 'used', ?, ?, 0, ?, 'paper_book')`,
    )
    .run(book, date.slice(0, 4), ++number, date, id, store.nextSeq());
  return id;
}
const two = (n: number): string => String(n).padStart(2, '0');
/** Hits with their days, a page of forty after the other. */
function days(store: Store, text: string, filters: SearchFilters = {}): string[] {
  const found: string[] = [];
  for (let offset = 0; ; offset += 40) {
    const { rows } = findDocuments(store, { text, filters, offset, limit: 40 });
    found.push(...rows.map((row) => row.arrivalDate ?? row.date ?? ''));
    if (rows.length < 40) return found;
  }
}

let t: TestStore;
beforeEach(() => {
  number = 0;
  t = openTestStore(clock);
  desk(t.store);
});
afterEach(() => t.remove());

describe('what was taken over from paper books', () => {
  /** Seven months of the office's own work, then the books of before in the order somebody happened to type them. */
  const typed = (): void =>
    t.store.tx(() => {
      for (let month = 3; month <= 9; month++) for (let day = 1; day <= 28; day++) arrive(t.store, `2026-${two(month)}-${two(day)}`);
      for (let day = 1; day <= 20; day++) takeOver(t.store, `2026-02-${two(day)}`);
      for (let day = 1; day <= 20; day++) takeOver(t.store, `2024-05-${two(day)}`);
      for (let day = 1; day <= 20; day++) takeOver(t.store, `2025-07-${two(day)}`, day % 2 === 0 ? 'outgoing' : 'incoming');
      // A day without electricity in the middle of the office's own work.
      takeOver(t.store, '2026-06-29');
    });

  it.each([
    ['words', 'ke hoach', {}],
    ['words with their marks', 'Kế hoạch', {}],
    ['a filter alone', '', { states: ['finished', 'issued'] as const }],
    ['nothing', '', {}],
  ])('stands at its own time among more than two hundred hits of %s, whichever page', (_of, text, filters) => {
    typed();
    const found = days(t.store, text, filters as SearchFilters);
    expect(found).toHaveLength(7 * 28 + 61);
    const paper = found.indexOf('2026-06-29');
    // Behind the office's own documents of its month.
    expect([found[paper - 1], found[paper + 1]]).toEqual(['2026-06-01', '2026-05-28']);
    const others = found.filter((_, i) => i !== paper);
    expect(others).toEqual([...others].sort((a, b) => b.localeCompare(a)));
  });

  it('of a year with very many stands in the order of entry within the year', () => {
    t.store.tx(() => {
      for (let day = 1; day <= 28; day++) arrive(t.store, `2026-09-${two(day)}`);
      for (let i = 0; i < 2_100; i++) takeOver(t.store, `2024-${two(1 + (i % 12))}-01`);
      for (let i = 0; i < 5; i++) takeOver(t.store, '2025-01-01');
    });
    const { rows, more } = findDocuments(t.store, { text: 'ke hoach', filters: {}, offset: 0, limit: 40 });
    expect(rows.slice(27).map((row) => row.arrivalDate?.slice(0, 4))).toEqual(['2026', ...Array(5).fill('2025'), ...Array(7).fill('2024')]);
    expect(more).toBe(true);
  });

  it('of a store from before says so in its words while nobody writes, and is found meanwhile', () => {
    t.store.close();
    const version = MIGRATIONS.find((step) => step.name === 'taken-over')?.version ?? 0;
    const old = openTestStore(clock, { migrations: MIGRATIONS.filter((step) => step.version < version) });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    try {
      desk(old.store);
      old.store.tx(() => {
        for (let day = 1; day <= 28; day++) for (let i = 0; i < 8; i++) arrive(old.store, `2026-09-${two(day)}`);
        for (let i = 0; i < 60; i++) takeOver(old.store, '2024-05-01');
        // The indexer of a store of then knew nothing of where a document comes from.
        old.store.db.exec(`UPDATE book_number SET origin = 'here'`);
      });
      old.store.tx(() => old.store.db.exec(`UPDATE book_number SET origin = 'paper_book'`));
      old.store.close();
      const store = openStore({ dir: old.dir, keys: old.keys, clock });
      const waiting = () => store.db.prepare('SELECT count(*) FROM search_later').pluck().get();
      expect(waiting()).toBe(60);
      expect(days(store, 'ke hoach')[0]).toBe('2024-05-01');
      vi.advanceTimersByTime(3_000);
      expect(waiting()).toBe(0);
      expect(days(store, 'ke hoach').slice(0, 3)).toEqual(['2026-09-28', '2026-09-28', '2026-09-28']);
      store.close();
    } finally {
      vi.useRealTimers();
      old.remove();
    }
  });
});
