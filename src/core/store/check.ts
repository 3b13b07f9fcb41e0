/**
 * The sanity check: does the store still hold what it promises? It reads everything (database pages, rows, every file
 * through its seals), gives findings as codes with words in the catalogue, and repairs only what can be made again
 * from the rows: the full-text index and the counts of the lists.
 */
import { createHash } from 'node:crypto';
import { Failure } from '../../domain/errors.ts';
import type { BlobId } from '../../domain/ids.ts';
import { foldedText } from '../../domain/searchText.ts';
import { verifyChain } from '../audit/index.ts';
import { gapsOf, listBooks, periodsOf } from '../registers/index.ts';
import { documentWords, SEARCHED_LISTS, type SearchedList } from '../search/index.ts';
import { LIST_BUCKET } from './migrations/0003-search.ts';
import type { Store } from './types.ts';

export interface CheckFinding {
  /** Key of its sentence: `check.…`. */
  readonly code: string;
  readonly params?: Readonly<Record<string, string | number>>;
}
export interface CheckReport {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly files: number;
  readonly documents: number;
  readonly numbers: number;
  readonly auditRows: number;
  /** Empty: everything holds. */
  readonly findings: readonly CheckFinding[];
  /** What was made again from the rows. */
  readonly repaired: readonly SearchedList[];
}
export interface CheckOptions {
  readonly signal?: AbortSignal;
  /** Makes the index of a list again where it does not agree with the rows. */
  readonly repairSearch?: boolean;
  onProgress?(done: number, total: number): void;
}

/** Documents between two pauses, so that the workstation goes on answering. */
const BATCH = 200;
/** So many findings of one kind are named; the rest is counted. */
const NAMED = 50;

const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

class Check {
  readonly #store: Store;
  readonly #options: CheckOptions;
  readonly #findings: CheckFinding[] = [];
  readonly #seen = new Map<string, number>();
  #done = 0;
  #total = 1;
  constructor(store: Store, options: CheckOptions) {
    this.#store = store;
    this.#options = options;
  }

  async run(): Promise<CheckReport> {
    const store = this.#store;
    const startedAt = store.now();
    const count = (sql: string): number => store.db.prepare<[], number>(sql).pluck().get() ?? 0;
    const files = count('SELECT count(*) FROM blob');
    const documents = count('SELECT (SELECT count(*) FROM incoming) + (SELECT count(*) FROM outgoing)');
    this.#total = files + documents + 1;
    await this.#database();
    this.#readable(() => this.#registers());
    const auditRows = this.#readable(() => this.#audit()) ?? 0;
    await this.#step(1);
    const repaired: SearchedList[] = [];
    for (const list of SEARCHED_LISTS) {
      if (await this.#search(list)) continue;
      if (this.#options.repairSearch !== true) continue;
      await rebuildSearch(store, list);
      repaired.push(list);
    }
    await this.#files();
    for (const [code, n] of this.#seen) if (n > NAMED) this.#findings.push({ code: 'check.more', params: { code, count: n - NAMED } });
    return {
      startedAt,
      endedAt: store.now(),
      files,
      documents,
      numbers: count('SELECT count(*) FROM book_number'),
      auditRows,
      findings: this.#findings,
      repaired,
    };
  }

  /** What stands on a damaged page cannot be judged; the rest of the check goes on. */
  #readable<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (error instanceof Failure) throw error;
      this.#found('check.database_damaged', { detail: error instanceof Error ? error.message : '' });
      return undefined;
    }
  }
  #found(code: string, params: Readonly<Record<string, string | number>> = {}): void {
    const n = (this.#seen.get(code) ?? 0) + 1;
    this.#seen.set(code, n);
    if (n <= NAMED) this.#findings.push({ code, params });
  }
  async #step(n: number): Promise<void> {
    this.#done += n;
    this.#options.onProgress?.(this.#done, this.#total);
    if (this.#options.signal?.aborted) throw new Failure('check.cancelled');
    await pause();
  }

  /** Every page is read through its seal by this, table by table; what is damaged is named by SQLite. */
  async #database(): Promise<void> {
    const { db } = this.#store;
    const tables = db
      .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name`)
      .pluck()
      .all();
    for (const table of tables) {
      try {
        const words = (db.pragma(`quick_check('${table}')`) as { quick_check: string }[]).map((row) => row.quick_check);
        for (const word of words) if (word !== 'ok') this.#found('check.database_damaged', { detail: `${table}: ${word.slice(0, 200)}` });
      } catch (error) {
        this.#found('check.database_damaged', { detail: `${table}: ${error instanceof Error ? error.message : ''}` });
      }
      await this.#step(0);
    }
    this.#readable(() => {
      const broken = db.pragma('foreign_key_check') as { table: string; parent: string }[];
      for (const { table, parent } of broken) this.#found('check.row_without_its_row', { table, parent });
    });
  }

  /** Decree 30/2020, articles 15 and 22: consecutive, none twice; and the documents carry what the books say. */
  #registers(): void {
    const { db } = this.#store;
    for (const book of listBooks(this.#store)) {
      for (const period of periodsOf(this.#store, book)) {
        for (const number of gapsOf(this.#store, book, period)) this.#found('check.number_gap', { book: book.name, period, number });
      }
    }
    const twice = db
      .prepare(
        `SELECT b.name AS book, n.number, count(*) AS times FROM book_number n JOIN book b ON b.id = n.book_id
         WHERE n.state = 'used' AND coalesce(n.incoming_id, n.outgoing_id) IS NOT NULL
         GROUP BY n.book_id, n.period, n.series, coalesce(n.incoming_id, n.outgoing_id) HAVING count(*) > 1`,
      )
      .all() as { book: string; number: number; times: number }[];
    for (const row of twice) this.#found('check.document_numbered_twice', { ...row });
    const apart = db
      .prepare(
        `SELECT i.arrival_number AS number FROM incoming i LEFT JOIN book_number n ON n.incoming_id = i.id AND +n.number = i.arrival_number
           AND +n.book_id = i.book_id WHERE i.arrival_number IS NOT NULL AND n.number IS NULL
         UNION ALL SELECT o.number FROM outgoing o LEFT JOIN book_number n ON n.outgoing_id = o.id AND +n.number = o.number
           AND +n.book_id = o.book_id WHERE o.number IS NOT NULL AND o.book_id IS NOT NULL AND n.number IS NULL`,
      )
      .all() as { number: number }[];
    for (const { number } of apart) this.#found('check.number_not_in_book', { number });
  }

  #audit(): number {
    const verdict = verifyChain(this.#store);
    if (verdict.ok) return verdict.rows;
    this.#found('check.audit_broken', { seq: verdict.seq, why: verdict.why });
    return 0;
  }

  /** Each document is found by its own first and last words and by its state; nothing else is in the index. */
  async #search(list: SearchedList): Promise<boolean> {
    const { db } = this.#store;
    const table = `${list}_search`;
    let wrong = 0;
    const rows = db.prepare<[number, number], { seq: number }>(`SELECT seq FROM ${list} WHERE seq > ? ORDER BY seq LIMIT ?`);
    const hit = db.prepare(`SELECT 1 FROM ${table} WHERE ${table} MATCH ? AND rowid = ?`);
    for (let after = 0; ; ) {
      const batch = rows.all(after, BATCH);
      try {
        for (const { seq } of batch) if (!this.#agrees(list, seq, hit)) wrong++;
      } catch {
        // The index's own pages contradict each other; the rows are whole.
        this.#found('check.search_damaged', { list });
        return false;
      }
      if (batch.length === 0) break;
      after = batch.at(-1)?.seq ?? after;
      await this.#step(batch.length);
    }
    const extra = db
      .prepare<[], number>(`SELECT count(*) FROM ${table}_docsize s WHERE NOT EXISTS (SELECT 1 FROM ${list} d WHERE d.seq = s.id)`)
      .pluck()
      .get();
    if (wrong + (extra ?? 0) > 0) this.#found('check.search_differs', { list, missing: wrong, extra: extra ?? 0 });
    const counted = db
      .prepare<unknown[], number>(
        `SELECT count(*) FROM (SELECT state, seq / ${LIST_BUCKET} AS bucket, count(*) AS n FROM ${list} GROUP BY 1, 2
         EXCEPT SELECT state, bucket, n FROM list_bucket WHERE list = ?)`,
      )
      .pluck()
      .get(list);
    if ((counted ?? 0) > 0) this.#found('check.counts_differ', { list });
    return wrong + (extra ?? 0) + (counted ?? 0) === 0;
  }

  #agrees(list: SearchedList, seq: number, hit: { get(match: string, seq: number): unknown }): boolean {
    const words = documentWords(this.#store.db, list, seq);
    if (words === undefined) return true;
    const terms = foldedText(words.text).match(/[\p{L}\p{N}]+/gu) ?? [];
    const ends = [terms.slice(0, 3), terms.slice(-3)].filter((part) => part.length > 0);
    const match = [...ends.map((part) => `(folded : "${part.join(' ')}")`), `(facts : "${words.facts}")`].join(' AND ');
    return hit.get(match, seq) !== undefined;
  }

  /** Each file opens by its key, is whole to its last seal, and hashes to what its row says. */
  async #files(): Promise<void> {
    const { db, vault } = this.#store;
    const rows = db.prepare<[string, number], { id: BlobId; sha256: string }>(
      'SELECT id, sha256 FROM blob WHERE id > ? ORDER BY id LIMIT ?',
    );
    for (let after = ''; ; ) {
      const batch = rows.all(after, BATCH);
      if (batch.length === 0) return;
      for (const { id, sha256 } of batch) {
        try {
          const hash = createHash('sha256');
          for await (const bytes of vault.stream(id)) hash.update(bytes);
          if (hash.digest('hex') !== sha256) this.#found('check.file_damaged', this.#named(id));
        } catch (error) {
          if (!(error instanceof Failure)) throw error;
          // Destroyed meanwhile (a state secret): no longer a file of the store.
          if (error.error.code === 'store.file_unknown') continue;
          this.#found(error.error.code === 'store.file_missing' ? 'check.file_missing' : 'check.file_damaged', this.#named(id));
        }
        await this.#step(1);
      }
      after = batch.at(-1)?.id ?? after;
    }
  }
  #named(id: string): { id: string; name: string } {
    const name = this.#store.db.prepare<[string], string>('SELECT name FROM file WHERE blob_id = ? LIMIT 1').pluck().get(id);
    return { id, name: name ?? '–' };
  }
}

/** @throws Failure `check.cancelled` */
export function checkStore(store: Store, options: CheckOptions = {}): Promise<CheckReport> {
  return new Check(store, options).run();
}

/** Makes the full-text index and the counts of a list again from its rows; searching meanwhile finds what is done. */
export async function rebuildSearch(store: Store, list: SearchedList): Promise<void> {
  const { db } = store;
  store.tx(() => {
    db.exec(`INSERT INTO ${list}_search (${list}_search) VALUES ('delete-all')`);
    db.prepare('DELETE FROM list_bucket WHERE list = ?').run(list);
    db.prepare(`INSERT INTO list_bucket SELECT ?, state, seq / ${LIST_BUCKET}, count(*) FROM ${list} GROUP BY 2, 3`).run(list);
  }, 'search:rebuild');
  const part = db.prepare<[string, number, number], never>(
    `INSERT OR IGNORE INTO search_dirty SELECT ?, seq FROM ${list} WHERE seq > ? ORDER BY seq LIMIT ?`,
  );
  const last = db
    .prepare<[number, number], number>(`SELECT max(seq) FROM (SELECT seq FROM ${list} WHERE seq > ? ORDER BY seq LIMIT ?)`)
    .pluck();
  for (let after = 0; ; ) {
    const upTo = last.get(after, BATCH);
    if (upTo === undefined || upTo === null) return;
    store.tx(() => part.run(list, after, BATCH), 'search:rebuild');
    after = upTo;
    await pause();
  }
}
