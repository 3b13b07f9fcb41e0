/**
 * The store with many documents: what a clerk waits for, against the same pages without encryption in the same run.
 * `--size 10k|200k|1m`; the last one also compares with 200k. Stores are made once and kept in the temporary folder.
 */
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../../src/core/clock.ts';
import { WORKSTATION } from '../../../src/core/context.ts';
import { listIncoming, registerIncoming } from '../../../src/core/documents/index.ts';
import { makeBackup } from '../../../src/core/store/backup/index.ts';
import { checkStore } from '../../../src/core/store/check.ts';
import { CACHE_KIB } from '../../../src/core/store/database.ts';
import { openStore } from '../../../src/core/store/index.ts';
import type { Store } from '../../../src/core/store/types.ts';
import { Failure } from '../../../src/domain/errors.ts';
import type { RecordId } from '../../../src/domain/ids.ts';
import type { Bench, BenchOptions, Figure } from '../bench.ts';
import { forgetPair, makePair, type Pair, plainStore } from '../store/make.ts';

const SIZES: Readonly<Record<string, number>> = { '10k': 10_000, '200k': 200_000, '1m': 1_000_000 };
const PAGE = 50;
/** Documents registered in a run, the first of them unmeasured. */
const REGISTERED = 220;
const WARMING = 20;

interface Times {
  readonly open: number[];
  readonly register: number[];
  readonly search: number[];
  readonly page: number[];
}
interface Measured {
  readonly encrypted: Times;
  readonly plain: Times;
  /** The first searches after opening. */
  readonly cold: number[];
  /** Searches by what was typed. */
  readonly shapes: ReadonlyMap<string, readonly number[]>;
}

const p95 = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? Number.NaN;
const p50 = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.5) - 1] ?? Number.NaN;
function timed(times: number[], work: () => unknown): void {
  const start = performance.now();
  work();
  times.push(performance.now() - start);
}
const openEncrypted = (pair: Pair): Store =>
  openStore({ dir: pair.dir, keys: { database: pair.key, names: pair.key }, clock: systemClock, disposable: true });
const list = (store: Store, offset: number, text = ''): unknown => listIncoming(store, { states: [], text, offset, limit: PAGE });

/** The two ways run in turn, one act each, so that the machine's mood meets both. */
async function measure(pair: Pair): Promise<Measured> {
  const both = { encrypted: times(), plain: times() };
  measureOpening(pair, both);
  const encrypted = openEncrypted(pair);
  const plain = plainStore(pair.plainPath, encrypted);
  const queries = pair.texts.queries(400);
  const cold: number[] = [];
  for (const query of queries.slice(0, 20)) timed(cold, () => list(encrypted, 0, query.text));
  for (const query of queries) for (const store of [encrypted, plain]) list(store, 0, query.text);
  const shapes = new Map<string, number[]>();
  for (const query of queries) {
    const times = shapes.get(query.shape) ?? [];
    shapes.set(query.shape, times);
    timed(times, () => list(encrypted, 0, query.text));
    both.encrypted.search.push(times.at(-1) ?? Number.NaN);
    timed(both.plain.search, () => list(plain, 0, query.text));
  }
  const offsets = [0, PAGE, 1000 * PAGE, Math.floor(pair.documents / 2), pair.documents - PAGE].filter((o) => o < pair.documents);
  for (let round = 0; round < 20; round++) {
    for (const offset of offsets) {
      timed(both.encrypted.page, () => list(encrypted, offset));
      timed(both.plain.page, () => list(plain, offset));
    }
  }
  measureRegistering(encrypted, plain, both);
  plain.close();
  encrypted.close();
  return { ...both, cold, shapes };
}
type Both = { readonly encrypted: Times; readonly plain: Times };
const times = (): Times => ({ open: [], register: [], search: [], page: [] });

function measureOpening(pair: Pair, both: Both): void {
  // Once for the migrations since it was made.
  openEncrypted(pair).close();
  for (let i = 0; i < 15; i++) {
    let store: Store | undefined;
    timed(both.encrypted.open, () => {
      store = openEncrypted(pair);
      list(store, 0);
    });
    const like = store;
    if (like === undefined) continue;
    let twin: Store | undefined;
    timed(both.plain.open, () => {
      twin = plainStore(pair.plainPath, like);
      list(twin, 0);
    });
    twin?.close();
    like.close();
  }
}

const waiting = (store: Store): RecordId[] =>
  store.db.prepare<[number], RecordId>(`SELECT id FROM incoming WHERE state = 'arrived' ORDER BY seq LIMIT ?`).pluck().all(REGISTERED);

function measureRegistering(encrypted: Store, plain: Store, both: Both): void {
  const others = waiting(plain);
  for (const [i, id] of waiting(encrypted).entries()) {
    const other = others[i];
    if (other === undefined) continue;
    const own = registering(encrypted, id);
    const twin = registering(plain, other);
    if (i < WARMING || own === undefined || twin === undefined) continue;
    both.encrypted.register.push(own);
    both.plain.register.push(twin);
  }
}
/** How long it took; not counted where chance gave a document the code of one that is registered, about which a person is asked. */
function registering(store: Store, id: RecordId): number | undefined {
  const start = performance.now();
  try {
    registerIncoming(store, WORKSTATION, id);
    return performance.now() - start;
  } catch (error) {
    if (error instanceof Failure && error.error.code === 'documents.duplicate') return undefined;
    throw error;
  }
}

/** A pair that earlier runs used up is made anew. */
async function pairOf(size: string, options: BenchOptions): Promise<Pair | undefined> {
  const documents = SIZES[size] ?? 200_000;
  const pair = await makePair(documents, options.cache, options.makeFor);
  if (pair === undefined) return undefined;
  const store = openEncrypted(pair);
  const enough = waiting(store).length === REGISTERED;
  store.close();
  if (enough) return pair;
  forgetPair(documents, options.cache);
  return makePair(documents, options.cache, options.makeFor);
}

async function careOf(pair: Pair): Promise<{ backupMbPerS: number; checkedPerS: number }> {
  const store = openEncrypted(pair);
  const target = join(pair.dir, '..', 'usb');
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target);
  try {
    let start = performance.now();
    const keys = { database: pair.key, backup: pair.key };
    const made = await makeBackup({ store, dir: pair.dir, mode: 'training', keys, target });
    const backupMbPerS = made.bytes / 1e6 / ((performance.now() - start) / 1000);
    start = performance.now();
    const { documents } = await checkStore(store);
    return { backupMbPerS, checkedPerS: documents / ((performance.now() - start) / 1000) };
  } finally {
    store.close();
    rmSync(target, { recursive: true, force: true });
  }
}

const RATIO = '<=1.5';
async function figures(size: string, options: BenchOptions): Promise<Record<string, Figure>> {
  const pair = await pairOf(size, options);
  if (pair === undefined) throw new Error('the stores were not made in that time');
  const { encrypted, plain, cold, shapes } = await measure(pair);
  const care = await careOf(pair);
  const named = size === '200k';
  const of = (value: number, target?: string): Figure => ({ value, unit: 'ms', ...(named && target ? { target } : {}) });
  const ratio = (key: keyof Times, at: (values: readonly number[]) => number): Figure => ({
    value: at(encrypted[key]) / at(plain[key]),
    unit: 'ratio',
    ...(named ? { target: RATIO } : {}),
  });
  return {
    open_to_list_ms: of(p50(encrypted.open), '<=300'),
    register_p95_ms: of(p95(encrypted.register), '<=8'),
    register_p50_ms: of(p50(encrypted.register)),
    search_p95_ms: of(p95(encrypted.search), '<=25'),
    search_p50_ms: of(p50(encrypted.search)),
    search_cold_p95_ms: of(p95(cold)),
    ...Object.fromEntries([...shapes].map(([shape, ms]) => [`search_${shape}_p95_ms`, of(p95(ms))])),
    list_page_p95_ms: of(p95(encrypted.page), '<=5'),
    open_to_list_ms_encrypted_over_plain: ratio('open', p50),
    register_p95_ms_encrypted_over_plain: ratio('register', p95),
    search_p95_ms_encrypted_over_plain: ratio('search', p95),
    list_page_p95_ms_encrypted_over_plain: ratio('page', p95),
    backup_mb_per_s: { value: care.backupMbPerS, unit: 'per_s' },
    sanity_check_docs_per_s: { value: care.checkedPerS, unit: 'per_s' },
    database_mb: { value: statSync(join(pair.dir, 'store.db')).size / 1e6, unit: 'MB' },
  };
}

const NAMES = ['open_to_list_ms', 'register_p95_ms', 'search_p95_ms', 'list_page_p95_ms'] as const;
type Figures = Readonly<Record<string, Figure>>;
const over = (one: Figures, other: Figures, name: string): number => (one[name]?.value ?? Number.NaN) / (other[name]?.value ?? Number.NaN);

export const store: Bench = {
  name: 'store',
  about: 'opening, registering, searching and paging among 200,000 documents, encrypted against plain (--size 10k, 1m)',
  async run(options: BenchOptions = {}) {
    const size = options.size ?? '200k';
    if (SIZES[size] === undefined) throw new RangeError(`--size is one of ${Object.keys(SIZES).join(', ')}`);
    if (options.makeFor !== undefined) return { figures: { made: { value: (await pairOf(size, options)) ? 1 : 0, unit: 'ratio' } } };
    const own = await figures('200k', options);
    const kept = { cache_mb: { value: CACHE_KIB / 1024, unit: 'MB' } } as const;
    if (size === '200k') return { figures: { ...own, ...kept } };
    const other = await figures(size, options);
    const renamed = Object.fromEntries(Object.entries(other).map(([name, figure]) => [`${name}_at_${size}`, figure]));
    if (size !== '1m') return { figures: { ...own, ...kept, ...renamed } };
    const small = await figures('10k', options);
    const grown = Object.fromEntries(
      NAMES.map((name): [string, Figure] => [
        `${name.replace(/_ms$/, '')}_1m_over_10k`,
        { value: over(other, small, name), unit: 'ratio' },
      ]),
    );
    const search: Figure = { value: over(other, own, 'search_p95_ms'), unit: 'ratio', target: '<=2.5' };
    return { figures: { ...own, ...kept, search_p95_1m_over_200k: search, ...grown, ...renamed } };
  },
};
