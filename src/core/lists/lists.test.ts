import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { putIncoming } from '../../../test/support/documents.ts';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import { recordId } from '../../domain/ids.ts';
import type { ListOrder, ListSort } from '../../domain/listQuery.ts';
import { actorOf, createPerson } from '../accounts/index.ts';
import { systemClock } from '../clock.ts';
import type { Actor } from '../context.ts';
import { instructIncoming, registerIncoming, saveDraft } from '../documents/index.ts';
import { openDefaultBooks } from '../registers/index.ts';
import { openStore } from '../store/index.ts';
import { MIGRATIONS } from '../store/migrations/index.ts';
import {
  incomingPage,
  type ListFilter,
  listCounts,
  listDays,
  listIds,
  listNames,
  listView,
  outgoingPage,
  setListView,
  setOpened,
} from './index.ts';
import { seenOf } from './opened.ts';
import { ListPages } from './pages.ts';

const OURS = 'H99.242';
const ALL: ListFilter = { organId: OURS, states: [], text: '' };
const NEWEST: ListOrder = { by: 'day', descending: true };
let t: TestStore;
let now = 0;
let clerk: Actor;
let other: Actor;
beforeEach(() => {
  now = Date.UTC(2026, 10, 20, 2);
  t = openTestStore({ ...systemClock, now: () => now });
  t.store.tx(() => {
    t.store.db.prepare(`INSERT INTO organ (organ_id, name, abbreviation) VALUES (?, 'UBND xã Ví Dụ', 'UBND')`).run(OURS);
    openDefaultBooks(t.store, OURS, 'UBND');
    clerk = actorOf(createPerson(t.store, { name: 'Lê Thị Ví Dụ', roles: ['clerk'] }));
    other = actorOf(createPerson(t.store, { name: 'Trần Văn Mẫu', roles: ['officer'] }));
  });
});
afterEach(() => t.remove());

type Put = Parameters<typeof putIncoming>[1] & { priority?: number; due?: string; organ?: string };
const put = (...made: Put[]): string[] =>
  t.store.tx(() =>
    made.map((one) => {
      const { id, seq } = putIncoming(t.store, one);
      t.store.db
        .prepare('UPDATE incoming SET priority = ?, due_date = ?, organ_id = ? WHERE seq = ?')
        .run(one.priority ?? 0, one.due ?? null, one.organ ?? OURS, seq);
      return id;
    }),
  );
const page = (filter: Partial<ListFilter> = {}, order: ListOrder = NEWEST, offset = 0, limit = 50) =>
  incomingPage(t.store, clerk, { filter: { ...ALL, ...filter }, order, offset, limit });
const subjects = (filter: Partial<ListFilter> = {}, order: ListOrder = NEWEST): string[] =>
  page(filter, order).rows.map((row) => row.subject);
const sorted = (by: ListSort, descending = false): string[] => subjects({}, { by, descending });

describe('order', () => {
  it('names stand in the Vietnamese order, numbers as numbers, and what has nothing to be ordered by stands last both ways', () => {
    put(
      { subject: 'a', sender: 'Đảng ủy', number: '10', notation: 'UBND', due: '2026-12-01' },
      { subject: 'b', sender: 'Sở Y tế', number: '9', notation: 'UBND' },
      { subject: 'c', sender: 'Ủy ban Mặt trận', number: '9', notation: 'SNV', due: '2026-11-25' },
      { subject: 'd', sender: 'Ánh Dương', number: '', notation: '' },
    );
    expect(sorted('party')).toEqual(['d', 'a', 'b', 'c']);
    expect(sorted('code')).toEqual(['c', 'b', 'a', 'd']);
    expect(sorted('due')).toEqual(['c', 'a', 'd', 'b']);
    expect(sorted('due', true)).toEqual(['a', 'c', 'd', 'b']);
    expect(sorted('subject', true)).toEqual(['d', 'c', 'b', 'a']);
  });
  it('a list too long to be ordered at once has the same order, near its beginning by the indexes and far from it by its places', () => {
    put(
      ...Array.from({ length: 57 }, (_, i) => ({
        subject: `văn bản ${String(i).padStart(2, '0')}`,
        sender: `Sở ${'BAĐCÔO'[i % 6]}`,
        state: i % 3 === 0 ? 'finished' : 'arrived',
        ...(i % 4 === 0 ? { due: `2026-12-${String(1 + (i % 28)).padStart(2, '0')}` } : {}),
      })),
    );
    const few = new ListPages(t.store.db, 'incoming');
    const walked = new ListPages(t.store.db, 'incoming', 0);
    const placed = new ListPages(t.store.db, 'incoming', 0, 0);
    for (const many of [walked, placed])
      for (const by of ['day', 'number', 'party', 'code', 'subject', 'date', 'due', 'who', 'priority'] as const)
        for (const descending of [true, false])
          for (const states of [[], ['finished']]) {
            const filter = { ...ALL, states };
            const whole = few.page(filter, { by, descending }, 0, 100);
            const parts = [0, 7, 14, 21, 28, 35, 42, 49, 56].flatMap((offset) => many.page(filter, { by, descending }, offset, 7));
            expect(parts, `${by} ${descending} ${states}`).toEqual(whole);
            expect(whole.length).toBe(few.total(filter));
          }
  });
  it('days are counted under the same filter, and a page begins in the right day', () => {
    for (let day = 0; day < 5; day++) {
      now = Date.UTC(2026, 10, 10 + day, 2);
      put(...Array.from({ length: day + 1 }, (_, i) => ({ subject: `${day}-${i}`, state: i === 0 ? 'finished' : 'arrived' })));
    }
    expect(listDays(t.store, 'incoming', ALL, true)).toEqual(
      [5, 4, 3, 2, 1].map((count) => ({ day: `2026-11-${9 + count}`.replace('-9', '-09'), count })),
    );
    expect(listDays(t.store, 'incoming', { ...ALL, states: ['arrived'] }, false).map(({ count }) => count)).toEqual([1, 2, 3, 4]);
    expect(page({}, NEWEST, 6, 3).rows.map((row) => row.subject)).toEqual(['3-2', '3-1', '3-0']);
    expect(page({ from: '2026-11-11', to: '2026-11-12' }).total).toBe(5);
  });
});

describe('filters', () => {
  it('by state, urgency, agency, handler, book, words, what is overdue; each with its own counts by state', () => {
    const [a = '', b = '', c = ''] = put(
      { subject: 'rà soát hộ nghèo', sender: 'Sở Nội vụ', due: '2026-11-18' },
      { subject: 'giấy mời họp', sender: 'Sở Y tế', priority: 2 },
      { subject: 'rà soát số liệu', sender: 'Sở Nội vụ', state: 'finished', due: '2026-11-01' },
    );
    registerIncoming(t.store, clerk, recordId(b));
    instructIncoming(t.store, clerk, recordId(b), {
      leader: 'Chủ tịch',
      text: 'Giao xử lý',
      lead: 'Phòng Văn hóa – Xã hội',
      coHandlers: ['Nguyễn Văn Ví'],
      slipDate: '2026-11-20',
    });
    const book = t.store.db.prepare<[], string>('SELECT book_id FROM incoming WHERE book_id IS NOT NULL').pluck().get() ?? '';
    const ids = (filter: Partial<ListFilter>) => page(filter).rows.map((row) => row.id);
    expect(ids({ states: ['finished'] })).toEqual([c]);
    expect(ids({ priorities: [2, 3] })).toEqual([b]);
    expect(ids({ agency: { name: 'sở nội vụ' } })).toEqual([c, a]);
    expect(ids({ handler: 'nguyen van vi' })).toEqual([b]);
    expect(ids({ handler: 'Nguyễn Văn' })).toEqual([]);
    expect(ids({ bookId: book })).toEqual([b]);
    expect(ids({ text: 'ra soat' })).toEqual([c, a]);
    expect(ids({ overdue: '2026-11-20' })).toEqual([a]);
    expect(page({ text: 'ra soat', states: ['finished'] }).counts).toMatchObject({ arrived: 1, finished: 1, assigned: 0 });
    expect(page({ overdue: '2026-11-20' }).rows[0]?.overdue).toBe(true);
    expect(page({}).rows.find((row) => row.id === b)).toMatchObject({ lead: 'Phòng Văn hóa – Xã hội', coHandlers: ['Nguyễn Văn Ví'] });
  });
  it("another organ's documents stand in no list of this one", () => {
    put({ subject: 'của UBND' }, { subject: 'của Đảng ủy', organ: 'H99.9' });
    expect(subjects()).toEqual(['của UBND']);
    expect(page({ organId: 'H99.9' }).rows.map((row) => row.subject)).toEqual(['của Đảng ủy']);
    expect(page({ organId: 'H99.7' })).toMatchObject({ rows: [], total: 0 });
  });
  it('a departure is found by any of its recipients, by code or by name', () => {
    const draft = {
      typeName: 'Công văn',
      subject: 'trả lời',
      content: '',
      competence: '',
      signerPosition: '',
      signer: '',
      priority: 0,
      toPlaces: [],
      recipients: [{ organId: 'H99.5', name: 'Sở Nội vụ' }, { name: 'Ông Lê Văn Thử' }],
      uploadIds: [],
    } as const;
    saveDraft(t.store, clerk, OURS, draft);
    const found = (agency: { organId?: string; name: string }) =>
      outgoingPage(t.store, clerk, { filter: { ...ALL, agency }, order: NEWEST, offset: 0, limit: 9 }).total;
    expect([
      found({ organId: 'H99.5', name: '' }),
      found({ name: 'ông lê văn thử' }),
      found({ organId: 'H99.6', name: 'Sở khác' }),
    ]).toEqual([1, 1, 0]);
  });
  it('ids of a filter come in the order of the list, no more than asked', () => {
    const made = put({ subject: 'a' }, { subject: 'b' }, { subject: 'c' });
    expect(listIds(t.store, 'incoming', ALL, NEWEST, { offset: 0, limit: 2 })).toEqual({ ids: [made[2], made[1]], total: 3 });
    expect(listIds(t.store, 'incoming', ALL, NEWEST, { offset: 1, limit: 9 })).toEqual({ ids: [made[1], made[0]], total: 3 });
  });
  it('documents are named by what people know them by, of this organ alone', () => {
    const [a = '', b = ''] = put({ subject: 'a', sender: 'Sở Nội vụ' }, { subject: 'b', sender: 'Sở Y tế' });
    expect(listNames(t.store, 'incoming', OURS, [b, 'KHONGCO', a]).map(({ sender, subject }) => [sender, subject])).toEqual([
      ['Sở Y tế', 'b'],
      ['Sở Nội vụ', 'a'],
    ]);
    expect(listNames(t.store, 'incoming', 'H99.9', [a, b])).toEqual([]);
  });
});

describe('what is unread', () => {
  it('is each person’s own: opening it, or acting on it, ends it for who did', () => {
    const [a = '', b = '', done = ''] = put({ subject: 'a' }, { subject: 'b' }, { subject: 'xong', state: 'finished' });
    expect(listCounts(t.store, clerk, OURS)).toEqual({ incoming: { undone: 2, unread: 2 }, outgoing: { undone: 0, unread: 0 } });
    expect(setOpened(t.store, clerk, 'incoming', [a], true)).toBe(true);
    expect(setOpened(t.store, clerk, 'incoming', [a], true)).toBe(false);
    expect(listCounts(t.store, clerk, OURS).incoming).toEqual({ undone: 2, unread: 1 });
    registerIncoming(t.store, clerk, recordId(b));
    expect(listCounts(t.store, clerk, OURS).incoming.unread).toBe(0);
    expect(listCounts(t.store, other, OURS).incoming.unread).toBe(2);
    setOpened(t.store, clerk, 'incoming', [done], true);
    // However many a person has opened: of few each opened one is looked up, of many each that waits.
    for (const few of [1, 2, 2_000])
      expect([seenOf(t.store, clerk, 'incoming', OURS, few), seenOf(t.store, other, 'incoming', OURS, few)]).toEqual([2, 0]);
    expect(seenOf(t.store, clerk, 'incoming', 'H99.9')).toBe(0);
    expect(
      incomingPage(t.store, other, { filter: { ...ALL, unread: other.personId ?? '' }, order: NEWEST, offset: 0, limit: 9 }).total,
    ).toBe(2);
    setOpened(t.store, clerk, 'incoming', [a], false);
    expect(
      page({})
        .rows.filter((row) => row.unread)
        .map((row) => row.id),
    ).toEqual([a]);
  });
  it('how a person set a list up is theirs alone', () => {
    setListView(t.store, clerk, 'incoming', { columns: [{ key: 'subject', width: 300 }], look: true });
    expect(listView(t.store, clerk, 'incoming')).toEqual({ columns: [{ key: 'subject', width: 300 }], look: true });
    expect(listView(t.store, other, 'incoming')).toEqual({});
  });
});

it('a store from before has its documents in the lists, and nothing of what was there is unread to its people', () => {
  const version = MIGRATIONS.find((step) => step.name === 'lists')?.version ?? 0;
  const old = openTestStore(systemClock, { migrations: MIGRATIONS.filter((step) => step.version < version) });
  try {
    old.store.tx(() => {
      old.store.db.prepare(`INSERT INTO person (id, name, roles, created_at, seq) VALUES ('p1', 'Lê Thị Thử', '["clerk"]', 5, 1)`).run();
      putIncoming(old.store, { subject: 'có từ trước', sender: 'Sở Nội vụ' });
    });
    old.store.close();
    const store = openStore({ dir: old.dir, keys: old.keys, clock: systemClock });
    const before: Actor = { personId: recordId('p1'), name: 'Lê Thị Thử', roles: ['clerk'] };
    expect(incomingPage(store, before, { filter: ALL, order: { by: 'party', descending: false }, offset: 0, limit: 9 })).toMatchObject({
      total: 1,
      rows: [{ subject: 'có từ trước' }],
    });
    expect(listCounts(store, before, OURS).incoming).toEqual({ undone: 1, unread: 0 });
    store.close();
  } finally {
    old.remove();
  }
});
