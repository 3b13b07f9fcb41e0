import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { putIncoming } from '../../../test/support/documents.ts';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import { systemClock } from '../clock.ts';
import { whole } from '../working/index.ts';
import { setOpened } from './index.ts';
import { type ListFilter, ListPages } from './pages.ts';

const OURS = 'H99.242';
const ALL: ListFilter = { organId: OURS, states: [], text: '' };
const CLERK = { name: 'Lê Thị Ví Dụ', roles: ['clerk'] } as const;
const FILTERS: readonly Partial<ListFilter>[] = [
  {},
  { states: ['finished'] },
  { text: 'ke hoach' },
  { unread: '' },
  { from: '2026-03-01', to: '2026-03-20', states: ['arrived', 'finished'] },
];
const ORDERS = (['day', 'number', 'party', 'code', 'subject', 'date', 'due', 'who', 'priority'] as const).flatMap((by) =>
  [true, false].map((descending) => ({ by, descending })),
);
let t: TestStore;
let ids: string[];
/** Always the same numbers. */
let state = 0;
const random = (below: number): number => {
  state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
  return (state >>> 8) % below;
};
const due = (): string | null => (random(3) === 0 ? `2026-12-${String(1 + random(28)).padStart(2, '0')}` : null);
function put(): void {
  const { id, seq } = putIncoming(t.store, {
    subject: `${random(2) === 0 ? 'Kế hoạch' : 'Báo cáo'} ${random(40)}`,
    sender: `Sở ${'BAĐCÔO'[random(6)]}`,
    state: random(3) === 0 ? 'finished' : 'arrived',
  });
  t.store.db
    .prepare('UPDATE incoming SET priority = ?, due_date = ?, organ_id = ?, arrived_at = ? WHERE seq = ?')
    .run(random(3), due(), random(9) === 0 ? 'H99.9' : OURS, Date.UTC(2026, 2, 1 + random(28), 5), seq);
  ids.push(id);
}
/** What a desk does to its list in a while. */
function change(): void {
  const some = () => ids[random(ids.length)] ?? '';
  t.store.tx(() => {
    put();
    t.store.db.prepare('UPDATE incoming SET sender_name = ?, due_date = ? WHERE id = ?').run(`Sở ${random(9)}`, due(), some());
    t.store.db.prepare(`UPDATE incoming SET state = 'finished', subject = ? WHERE id = ?`).run(`Kế hoạch ${random(40)}`, some());
    t.store.db.prepare(`UPDATE incoming SET organ_id = 'H99.9' WHERE id = ?`).run(some());
    t.store.db.prepare('DELETE FROM incoming WHERE id = ?').run(ids.splice(random(ids.length), 1)[0]);
  });
  setOpened(t.store, CLERK, 'incoming', [some()], true);
}
beforeEach(() => {
  state = 7;
  ids = [];
  t = openTestStore({ ...systemClock, now: () => Date.UTC(2026, 10, 20, 2) });
  t.store.tx(() => {
    for (let i = 0; i < 80; i++) put();
  });
});
afterEach(() => t.remove());

/** In pages of seven against the whole ordered at once. */
function expectSame(kept: ListPages, filter: ListFilter, order: (typeof ORDERS)[number]): void {
  const once = new ListPages(t.store.db, 'incoming');
  const all = once.page(filter, order, 0, 1_000);
  const paged = Array.from({ length: Math.ceil(all.length / 7) + 1 }, (_, i) => kept.page(filter, order, i * 7, 7)).flat();
  expect(paged, JSON.stringify([filter, order])).toEqual(all);
  expect(kept.counts(filter)).toEqual(once.counts(filter));
}

describe('places deep in a long list', () => {
  it('are those of the list ordered at once, under any filter and order, while documents come, change and go', () => {
    const kept = FILTERS.map((filter) => ({ filter: { ...ALL, ...filter }, pages: new ListPages(t.store.db, 'incoming', 0, 0) }));
    for (let round = 0; round < 6; round++) {
      for (const { filter, pages } of kept) for (const order of ORDERS) expectSame(pages, filter, order);
      change();
    }
  });
  it('are put right where what changed came while they were written down, and by two who ask at once', () => {
    for (const filter of FILTERS)
      for (const order of ORDERS.filter(({ by }) => ['day', 'party', 'due'].includes(by))) {
        const kept = new ListPages(t.store.db, 'incoming', 0, 0, 9);
        const asked = { ...ALL, ...filter };
        const [one, other] = [kept.ready(asked, order, 0, 7), kept.ready(asked, order, 0, 7)];
        for (let turns = 0; turns < 30; turns++) {
          one.next();
          if (turns % 6 === 3) change();
          other.next();
        }
        whole(one);
        whole(other);
        expectSame(kept, asked, order);
      }
  });
  it('are written down anew where more changed than is remembered', () => {
    const kept = new ListPages(t.store.db, 'incoming', 0, 0);
    const order = { by: 'party', descending: false } as const;
    expectSame(kept, ALL, order);
    for (let i = 0; i < 60; i++) change();
    expectSame(kept, ALL, order);
  });
});
