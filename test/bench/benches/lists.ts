/**
 * Pages of a long list, near its beginning and deep in it, under filters and in orders that no index answers, with a document
 * opened before each, as at a desk. Deep is to cost what near costs. The first deep page of each question writes down its
 * places: how long that takes, and how long it holds the core in one piece, are figures of their own.
 */

import { systemClock } from '../../../src/core/clock.ts';
import type { Actor } from '../../../src/core/context.ts';
import { incomingPage, type ListFilter, pageReady, setOpened } from '../../../src/core/lists/index.ts';
import { openStore } from '../../../src/core/store/index.ts';
import type { Store } from '../../../src/core/store/types.ts';
import type { ListSort } from '../../../src/domain/listQuery.ts';
import type { Bench, BenchOptions, Figure } from '../bench.ts';
import { held } from '../held.ts';
import { makePair, OURS } from '../store/make.ts';

const LIMIT = 100;
const ROUNDS = 4;
const DEEP = [0.25, 0.5, 0.75, 1];
const CLERK: Actor = { name: 'Lê Thị Ví Dụ', roles: ['clerk'] };
const ORDERS: readonly ListSort[] = ['day', 'number', 'party', 'subject', 'due'];

function filtersOf(store: Store): Readonly<Record<string, ListFilter>> {
  const base = { organId: OURS, states: [], text: '' };
  const party = store.db.prepare<[], string>('SELECT sender_name FROM incoming WHERE seq > 1000 ORDER BY seq LIMIT 1').pluck().get() ?? '';
  return {
    whole: base,
    state: { ...base, states: ['finished'] },
    text: { ...base, text: 'ke hoach' },
    agency: { ...base, agency: { name: party } },
    unread: { ...base, unread: '' },
  };
}
const p95 = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? Number.NaN;

async function measure(store: Store): Promise<Record<string, Figure>> {
  const ids = store.db.prepare<[], string>(`SELECT id FROM incoming WHERE state = 'arrived' ORDER BY seq LIMIT 5000`).pluck().all();
  const all: Record<'near' | 'deep' | 'first' | 'held', number[]> = { near: [], deep: [], first: [], held: [] };
  const figures: Record<string, Figure> = {};
  for (const [name, filter] of Object.entries(filtersOf(store))) {
    const own: Record<'near' | 'deep', number[]> = { near: [], deep: [] };
    for (const by of ORDERS) {
      const order = { by, descending: true };
      const page = async (offset: number) => {
        await pageReady(store, 'incoming', { filter, order, offset, limit: LIMIT });
        return incomingPage(store, CLERK, { filter, order, offset, limit: LIMIT });
      };
      const { total } = await page(0);
      const at = (share: number): number => Math.floor((total - LIMIT) * share);
      const cold = await held(() => page(at(0.5)));
      all.first.push(cold.took);
      all.held.push(cold.heldBusy);
      for (let round = 0; round < ROUNDS; round++)
        for (const share of [0, ...DEEP]) {
          setOpened(store, CLERK, 'incoming', [ids.pop() ?? ''], true);
          const start = performance.now();
          await page(at(share));
          own[share === 0 ? 'near' : 'deep'].push(performance.now() - start);
        }
    }
    all.near.push(...own.near);
    all.deep.push(...own.deep);
    figures[`near_${name}_p95_ms`] = { value: p95(own.near), unit: 'ms' };
    figures[`deep_${name}_p95_ms`] = { value: p95(own.deep), unit: 'ms' };
  }
  return {
    ...figures,
    near_p95_ms: { value: p95(all.near), unit: 'ms' },
    deep_p95_ms: { value: p95(all.deep), unit: 'ms' },
    deep_over_near: { value: p95(all.deep) / p95(all.near), unit: 'ratio', target: '<=1.5' },
    first_deep_p95_ms: { value: p95(all.first), unit: 'ms' },
    first_deep_held_busy_ms: { value: Math.max(...all.held), unit: 'ms' },
  };
}

export const listsBench: Bench = {
  name: 'lists',
  about: 'pages near the beginning of a list of 200,000 and deep in it, under filters and orders',
  async run(options: BenchOptions = {}) {
    const pair = await makePair(200_000, options.cache);
    if (pair === undefined) throw new Error('the store was not made');
    const store = openStore({ dir: pair.dir, keys: { database: pair.key, names: pair.key }, clock: systemClock, disposable: true });
    try {
      return { figures: await measure(store) };
    } finally {
      store.tx(() => store.db.exec(`DELETE FROM opened WHERE person_id = ''`));
      store.close();
    }
  },
};
