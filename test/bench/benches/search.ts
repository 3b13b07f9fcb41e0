/**
 * The one box over both lists among many documents: as typed, with filters, and with words that only files hold.
 * `--size 10k|200k|1m`; the stores are those of the bench `store`, and one of its own with the text of files.
 */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SearchFilters } from '../../../src/contract/page/search.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { packText } from '../../../src/core/search/fileText.ts';
import { createTexts, findDocuments } from '../../../src/core/search/index.ts';
import { openStore } from '../../../src/core/store/index.ts';
import type { Store } from '../../../src/core/store/types.ts';
import { putIncoming } from '../../support/documents.ts';
import type { Bench, BenchOptions, Figure } from '../bench.ts';
import { makePair } from '../store/make.ts';
import { textSource } from '../store/text.ts';

const SIZES: Readonly<Record<string, number>> = { '10k': 10_000, '200k': 200_000, '1m': 1_000_000 };
const PAGE = 50;
/** Documents whose file has about 500 words. */
const WITH_TEXT = 10_000;
const KEY = Buffer.alloc(32, 7);

const p95 = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? Number.NaN;
const FILTERS: readonly SearchFilters[] = [
  { direction: 'incoming', states: ['finished'] },
  { arrived: { from: '2020-01-15', to: '2020-03-20' } },
  { states: ['in_progress'], priorities: [0] },
  { dated: { from: '2020-02-03' }, typeName: 'Kế hoạch' },
];

function measured(store: Store, texts: ReturnType<typeof textSource>, filters: readonly SearchFilters[]): number[] {
  const queries = texts.queries(200);
  const times: number[] = [];
  for (const round of [0, 1]) {
    for (const [i, { text }] of queries.entries()) {
      const start = performance.now();
      findDocuments(store, { text, filters: filters[i % filters.length] ?? {}, offset: 0, limit: PAGE });
      if (round === 1) times.push(performance.now() - start);
    }
  }
  return times;
}

/** A store whose documents have files with words, indexed as the workstation does it. */
async function withTexts(): Promise<Store> {
  const dir = join(tmpdir(), `tram-bench-search-${WITH_TEXT}`);
  const whole = join(dir, 'whole');
  const made = existsSync(whole);
  if (!made) rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  const store = openStore({
    dir: join(dir, 'store'),
    keys: { database: KEY, names: KEY },
    clock: systemClock,
    create: !made,
    disposable: true,
  });
  if (made) return store;
  const source = textSource(11);
  const states = ['registered', 'in_progress', 'finished', 'finished'];
  for (let from = 0; from < WITH_TEXT; from += 500) {
    store.tx(() => {
      for (let i = from; i < from + 500; i++) {
        const text = source.next();
        const { id, seq } = putIncoming(store, { ...text, state: states[i % 4] ?? '', date: '2020-02-03' });
        const words = Array.from({ length: 12 }, () => source.next().subject).join('. ');
        const [blob, file] = [store.newId(), store.newId()];
        store.db.prepare(`INSERT INTO blob (id, key, size, sha256, created_at) VALUES (?, randomblob(32), 1, ?, 0)`).run(blob, blob);
        store.db
          .prepare(
            `INSERT INTO file (id, incoming_id, role, position, name, detected, blob_id, created_at, seq) VALUES (?, ?, 'main', 0, 'van-ban.pdf', 'pdf', ?, 0, ?)`,
          )
          .run(file, id, blob, store.nextSeq());
        store.db.prepare(`UPDATE file_text SET state = 'done', body = ? WHERE file_id = ?`).run(packText(words), file);
        store.db.prepare(`INSERT OR IGNORE INTO body_dirty VALUES ('incoming', ?)`).run(seq);
      }
    }, 'bench:fill');
  }
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const reader = { readText: () => Promise.reject(new Error('nothing waits')) };
  const texts = createTexts({ store, clock: systemClock, log, parsing: reader, changed: () => undefined });
  while (await texts.step());
  writeFileSync(whole, '');
  return store;
}

export const search: Bench = {
  name: 'search',
  about: 'the one box over both lists: as typed, with filters, and over the text of files (--size 10k, 200k, 1m)',
  async run(options: BenchOptions = {}) {
    const size = options.size ?? '200k';
    const documents = SIZES[size];
    if (documents === undefined) throw new RangeError(`--size is one of ${Object.keys(SIZES).join(', ')}`);
    const pair = await makePair(documents);
    if (pair === undefined) throw new Error('the store was not made');
    const figures: Record<string, Figure> = {};
    const ms = (values: readonly number[]): Figure => ({ value: p95(values), unit: 'ms', target: '<=25' });
    const store = openStore({ dir: pair.dir, keys: { database: pair.key, names: pair.key }, clock: systemClock, disposable: true });
    try {
      figures[`find_p95_ms_at_${size}`] = ms(measured(store, pair.texts, [{}]));
      figures[`find_filtered_p95_ms_at_${size}`] = ms(measured(store, pair.texts, FILTERS));
    } finally {
      store.close();
    }
    const texts = await withTexts();
    try {
      figures.find_in_files_p95_ms = ms(measured(texts, textSource(11), [{}]));
      figures.find_in_files_filtered_p95_ms = ms(measured(texts, textSource(11), FILTERS));
    } finally {
      texts.close();
    }
    return { figures };
  },
};
