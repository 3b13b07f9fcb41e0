import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createLedger } from './ledger.ts';

const ALL = 50_000;
const asked = vi.hoisted(() => [] as { offset: number; limit: number }[]);
vi.mock('../core.ts', () => ({
  api: {
    'lists.view': async () => ({ byDay: false }),
    'lists.days': async () => ({ days: [] }),
    'lists.ids': async ({ offset, limit }: { offset: number; limit: number }) => {
      asked.push({ offset, limit });
      return { ids: Array.from({ length: limit }, (_, i) => `d${offset + i}`), total: 50_000 };
    },
  },
  errorOf: (error: unknown) => error,
  onTopic: () => undefined,
  useCore: { getState: () => ({}), subscribe: () => undefined },
}));

const pages: number[] = [];
const ledger = () =>
  createLedger<{ readonly id: string }, 'arrived'>('incoming', async ({ offset, limit }) => {
    pages.push(offset / limit);
    const rows = Array.from({ length: Math.min(limit, ALL - offset) }, (_, i) => ({ id: `d${offset + i}` }));
    return { rows, total: ALL, counts: { arrived: ALL } };
  });
const loaded = async (list: ReturnType<typeof ledger>, index: number): Promise<void> =>
  vi.waitFor(() => expect(list.use.getState().rows.get(index)?.id).toBe(`d${index}`), { interval: 1, timeout: 20_000 });

describe('a long list', () => {
  beforeEach(() => {
    pages.length = 0;
    asked.length = 0;
  });
  it('keeps what is near, however far a day scrolls it, and reads again what it let go', async () => {
    const list = ledger();
    list.reload();
    await loaded(list, 0);
    for (let top = 0; top < ALL; top += 400) {
      list.ensure(top, Math.min(ALL, top + 30));
      await loaded(list, top);
    }
    expect(list.use.getState().rows.size).toBeLessThanOrEqual(900);
    // The row that has the keyboard is never let go.
    expect(list.use.getState().rows.get(0)?.id).toBe('d0');
    pages.length = 0;
    list.ensure(4000, 4030);
    await loaded(list, 4000);
    expect(pages).toEqual([40]);
  });
  it('read again while two of its pages are in sight leaves no row without its document, whose key would be lost', async () => {
    const list = ledger();
    list.reload();
    await loaded(list, 0);
    list.ensure(95, 106);
    await loaded(list, 105);
    const without: number[] = [];
    const stop = list.use.subscribe(({ rows }) => without.push(...[95, 99, 100, 105].filter((row) => !rows.has(row))));
    const before = list.use.getState().rows;
    list.reload();
    await vi.waitFor(() => expect(list.use.getState().rows).not.toBe(before), { interval: 1, timeout: 20_000 });
    stop();
    expect(without).toEqual([]);
  });
  it('ticks a range whole, with the rows in it that were never in sight', async () => {
    const list = ledger();
    list.reload();
    await loaded(list, 0);
    expect(await list.tickTo(20)).toBe(21);
    expect(list.use.getState().ticked.size).toBe(21);
    expect(asked).toEqual([]);
    list.ensure(330, 360);
    await loaded(list, 350);
    expect(await list.tickTo(350)).toBe(351);
    expect(list.use.getState().ticked.size).toBe(351);
    expect(asked).toEqual([{ offset: 0, limit: 351 }]);
    // More than an act takes at once is told by its number.
    expect(await list.tickTo(2000)).toBe(2001);
    expect(list.use.getState().ticked.size).toBe(500);
  });
  it('says until its rows are here that those in sight are of the question before, and keeps the keyboard on none of them', async () => {
    const answers: (() => void)[] = [];
    const list = createLedger<{ readonly id: string }, 'arrived'>('incoming', async ({ filter }) => {
      if (filter.states.length > 0) await new Promise<void>((resolve) => answers.push(resolve));
      const rows = filter.states.length > 0 ? [{ id: 'c' }, { id: 'a' }] : [{ id: 'a' }, { id: 'b' }, { id: 'c' }];
      return { rows, total: rows.length, counts: { arrived: 2 } };
    });
    const now = () => list.use.getState();
    list.reload();
    await vi.waitFor(() => expect(now().rows.size).toBe(3), { interval: 1, timeout: 20_000 });
    expect(now().turning).toBe(false);
    list.setTab('arrived');
    expect([now().turning, now().rows.get(0)?.id]).toEqual([true, 'a']);
    // The row that takes the focus meanwhile is the first one, not the document that still stands there.
    list.move(0);
    await vi.waitFor(() => expect(answers).toHaveLength(1), { interval: 1, timeout: 20_000 });
    answers[0]?.();
    await vi.waitFor(() => expect(now().turning).toBe(false), { interval: 1, timeout: 20_000 });
    expect([now().active, now().rows.get(now().active)?.id]).toEqual([0, 'c']);
  });
});
