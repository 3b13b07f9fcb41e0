import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import { foldVietnamese } from '../../domain/secrecy.ts';
import { systemClock } from '../clock.ts';
import type { Actor } from '../context.ts';
import { createPaper, instructIncoming } from '../documents/index.ts';
import { whole } from '../working/index.ts';
import { countedParts, fitting, incomingCount } from './bookLines.ts';
import { formOf, type LineQuery, listBooks, openDefaultBooks, openLines } from './index.ts';

const CLERK: Actor = { name: 'Lê Thị Ví Dụ', roles: ['clerk'] };
let t: TestStore;
let query: LineQuery;
let count = 0;
const arrive = (lead?: string): void => {
  const subject = `Về việc ${++count % 2 === 0 ? 'kế hoạch' : 'báo cáo'} số ${count}`;
  const { id } = createPaper(t.store, CLERK, {
    ...{
      organId: 'H99.242',
      channel: 'post',
      sender: 'Sở Mẫu',
      number: String(count),
      notation: 'SM',
      typeName: 'Công văn',
      subject,
      signer: '',
    },
    ...{ priority: 0, uploadIds: [], register: true, notDuplicate: true },
  });
  if (lead) instructIncoming(t.store, CLERK, id, { leader: 'x', text: 'x', lead, coHandlers: [], slipDate: '2026-01-01' });
};
beforeEach(() => {
  count = 0;
  t = openTestStore({ ...systemClock, now: () => Date.UTC(2026, 10, 2, 2) });
  t.store.tx(() => {
    t.store.db.exec(`INSERT INTO organ (organ_id, name, abbreviation) VALUES ('H99.242', 'UBND xã Ví Dụ', 'UBND')`);
    openDefaultBooks(t.store, 'H99.242', 'UBND');
  });
  for (let i = 0; i < 9; i++) arrive(i % 3 === 0 ? 'Công an xã' : undefined);
  const book = listBooks(t.store).find(({ rule }) => rule.direction === 'incoming');
  if (book === undefined) throw new Error('no book');
  query = { organId: book.organId, book, period: '2026' };
});
afterEach(() => t.remove());

it('lines that only the documents tell are found in parts to the same as in one piece, whatever the parts', () => {
  const text = foldVietnamese('kế hoạch');
  for (const atOnce of [1, 2, 3, 9, 100]) {
    const seen: number[] = [];
    const parts = fitting(t.store, 'incoming', query, 'instr(d.folded, ?) > 0', [text], atOnce);
    for (let next = parts.next(); ; next = parts.next()) {
      if (next.done) {
        expect(next.value).toEqual([2, 4, 6, 8].map((n) => ['', n]));
        break;
      }
      seen.push(next.value.done);
    }
    expect(seen).toEqual(Array.from({ length: seen.length }, (_, i) => (i + 1) * atOnce));
  }
});

it('pages of a text’s lines and of the tracking register are those of the book, and follow what is written', async () => {
  const text = foldVietnamese('kế hoạch');
  const found = await openLines(t.store, formOf('incoming'), { ...query, text });
  expect([found.total, found.lines(1, 2).map(({ number }) => number)]).toEqual([4, [4, 6]]);
  expect(found.lines(0, 9)).toEqual(formOf('incoming').lines(t.store, { ...query, text }, 0, 9));
  const tracking = formOf('tracking');
  const open = await openLines(t.store, tracking, query);
  expect([open.total, open.lines(0, 9).map(({ number }) => number)]).toEqual([3, [1, 4, 7]]);
  expect(open.lines(1, 1)).toEqual(tracking.lines(t.store, query, 1, 1));
  arrive('Văn phòng');
  const both = await Promise.all([openLines(t.store, tracking, query), openLines(t.store, tracking, query)]);
  expect(both.map(({ total }) => total)).toEqual([4, 4]);
  expect((await openLines(t.store, formOf('incoming'), query)).total).toBe(10);
});

it('lines are counted in parts to the same as in one piece, whatever the parts, the series and the days asked for', async () => {
  const bookId = query.book?.id ?? '';
  const number = t.store.db.prepare(
    `INSERT INTO book_number (book_id, period, series, number, state, date, at, seq) VALUES (?, ?, ?, ?, 'cancelled', ?, 0, ?)`,
  );
  for (const n of [1, 2, 5, 900_000]) number.run(bookId, '2026', 'QĐ', n, `2026-0${(n % 9) + 1}-01`, 1);
  number.run(bookId, '2025', '', 1, '2025-01-01', 1);
  for (const asked of [query, { ...query, from: '2026-03-01' }, { ...query, to: '2026-06-01' }, { ...query, period: '2024' }])
    for (const atOnce of [1, 2, 3, 13, 100])
      expect([atOnce, whole(countedParts(t.store, asked, atOnce))]).toEqual([atOnce, incomingCount(t.store, asked)]);
  // No part is longer than it should be.
  const parts = countedParts(t.store, query, 5);
  expect([parts.next().done, parts.next().done, parts.next()]).toEqual([false, false, { done: true, value: 13 }]);
  expect((await openLines(t.store, formOf('incoming'), query)).total).toBe(13);
  arrive();
  expect((await openLines(t.store, formOf('incoming'), query)).total).toBe(14);
});

it('stopped while they are found, nobody else loses theirs', async () => {
  const stopped = { step: () => Promise.reject(new Error('stopped')), waitFor: <T>(other: Promise<T>) => other };
  const text = foldVietnamese('báo cáo');
  for (let i = 0; i < 520; i++)
    t.store.db
      .prepare(
        `INSERT INTO book_number (book_id, period, series, number, state, date, at, seq) VALUES (?, '2026', '', ?, 'cancelled', '2026-11-02', 0, 0)`,
      )
      .run(query.book?.id, 100 + i);
  await expect(openLines(t.store, formOf('incoming'), { ...query, text }, stopped)).rejects.toThrow('stopped');
  expect((await openLines(t.store, formOf('incoming'), { ...query, text })).total).toBe(5);
});
