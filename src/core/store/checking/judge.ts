/**
 * The reading half of the sanity check: every page, row, number, word and file of a store, judged and nothing changed.
 * It runs on the store itself, or on a second connection in a thread.
 */
import { createHash } from 'node:crypto';
import { Failure } from '../../../domain/errors.ts';
import type { BlobId } from '../../../domain/ids.ts';
import { foldedText, markedText } from '../../../domain/searchText.ts';
import { verifyChain } from '../../audit/index.ts';
import { allBooks, gapsOf, periodsOf } from '../../registers/index.ts';
import { documentWords, SEARCHED_LISTS, type SearchedList } from '../../search/index.ts';
import { LIST_BUCKET } from '../migrations/0003-search.ts';
import type { Store } from '../types.ts';
import { sameWords } from './words.ts';

export interface CheckFinding {
  /** Key of its sentence: `check.…`. */
  readonly code: string;
  readonly params?: Readonly<Record<string, string | number>>;
}
export interface Judged {
  readonly files: number;
  readonly documents: number;
  readonly numbers: number;
  readonly auditRows: number;
  readonly findings: readonly CheckFinding[];
  /** Lists whose index or counts are not what their rows make. */
  readonly apart: readonly SearchedList[];
}
export interface ReadOptions {
  stopped?(): boolean;
  onProgress?(done: number, total: number): void;
  /** Of a connection of its own, which may hold one state for as long as it takes. */
  readonly inOneState?: boolean;
}

/** Rows or files between two pauses, so that whoever shares the thread goes on answering. */
const BATCH = 200;
/**
 * What the parts of the check take beside each other, so that how far it is tells how long it still takes: a page of the
 * database (its rows, numbers and the audit with it), a document's words, a file that is opened and read.
 */
const OF_PAGE = 2;
const OF_DOCUMENT = 1;
const OF_FILE = 8;
/** So many findings of one kind are named; the rest is counted. */
const NAMED = 50;
const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** One reading of everything. */
class Reading {
  readonly #store: Store;
  readonly #options: ReadOptions;
  readonly #findings: CheckFinding[] = [];
  readonly #seen = new Map<string, number>();
  #done = 0;
  #total = 1;
  constructor(store: Store, options: ReadOptions) {
    this.#store = store;
    this.#options = options;
  }

  async run(): Promise<Judged> {
    const store = this.#store;
    const count = (sql: string): number => store.db.prepare<[], number>(sql).pluck().get() ?? 0;
    // One state of the database, whatever is written meanwhile; the files are looked at afterwards.
    const inOneState = !store.db.inTransaction && this.#options.inOneState === true;
    if (inOneState) store.db.exec('BEGIN');
    const apart: SearchedList[] = [];
    let files = 0;
    let rows: Pick<Judged, 'files' | 'documents' | 'numbers' | 'auditRows'>;
    try {
      files = count('SELECT count(*) FROM blob');
      const documents = count('SELECT (SELECT count(*) FROM incoming) + (SELECT count(*) FROM outgoing)');
      const pages = Number(store.db.pragma('page_count', { simple: true }));
      this.#total = pages * OF_PAGE + documents * OF_DOCUMENT + files * OF_FILE;
      await this.#database(pages * OF_PAGE);
      this.#readable(() => this.#registers());
      const auditRows = this.#readable(() => this.#audit()) ?? 0;
      this.#done = pages * OF_PAGE;
      await this.#step(0);
      for (const list of SEARCHED_LISTS) if (!(await this.#search(list))) apart.push(list);
      rows = { files, documents, numbers: count('SELECT count(*) FROM book_number'), auditRows };
    } finally {
      if (inOneState) store.db.exec('COMMIT');
    }
    this.#done = this.#total - files * OF_FILE;
    await this.#files();
    this.#done = this.#total;
    await this.#step(0);
    for (const [code, n] of this.#seen) if (n > NAMED) this.#findings.push({ code: 'check.more', params: { code, count: n - NAMED } });
    return { ...rows, findings: this.#findings, apart };
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
    if (this.#options.stopped?.() === true) throw new Failure('check.cancelled');
    await pause();
  }

  /** Every page is read through its seal by this, table by table; what is damaged is named by SQLite. */
  async #database(share: number): Promise<void> {
    const { db } = this.#store;
    const tables = db
      .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name`)
      .pluck()
      .all();
    for (const [at, table] of tables.entries()) {
      this.#done = Math.floor((share * at) / tables.length);
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
    for (const book of allBooks(this.#store)) {
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

  /** Each document is found by its words and nothing else is in the index; the counts of the lists are those of the rows. */
  async #search(list: SearchedList): Promise<boolean> {
    const { db } = this.#store;
    const table = `${list}_search`;
    let wrong = 0;
    try {
      if (!(await sameWords(db, list, (n) => this.#step(n * OF_DOCUMENT)))) wrong = await this.#withoutTheirWords(list);
    } catch (error) {
      if (error instanceof Failure) throw error;
      // The index's own pages contradict each other; the rows are whole.
      this.#found('check.search_damaged', { list });
      return false;
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

  /** Asked one by one, where the index as a whole is not what the rows make: how many are not found by their first and last words. */
  async #withoutTheirWords(list: SearchedList): Promise<number> {
    const { db } = this.#store;
    const table = `${list}_search`;
    const rows = db.prepare<[number, number], { seq: number }>(`SELECT seq FROM ${list} WHERE seq > ? ORDER BY seq LIMIT ?`);
    const hit = db.prepare(`SELECT 1 FROM ${table} WHERE ${table} MATCH ? AND rowid = ?`);
    let wrong = 0;
    for (let after = 0; ; ) {
      const batch = rows.all(after, BATCH);
      if (batch.length === 0) return wrong;
      for (const { seq } of batch) if (!this.#agrees(list, seq, hit)) wrong++;
      after = batch.at(-1)?.seq ?? after;
      await this.#step(0);
    }
  }

  #agrees(list: SearchedList, seq: number, hit: { get(match: string, seq: number): unknown }): boolean {
    const words = documentWords(this.#store.db, list, seq);
    if (words === undefined) return true;
    const ends = (column: string, text: string): string[] => {
      const terms = text.match(/[\p{L}\p{N}]+/gu) ?? [];
      return [terms.slice(0, 3), terms.slice(-3)].filter((part) => part.length > 0).map((part) => `(${column} : "${part.join(' ')}")`);
    };
    const parts = [
      ...ends('folded', foldedText(words.text)),
      ...ends('marked', markedText(words.text)),
      `(facts : "${words.facts.split(' ').slice(0, 30).join(' ')}")`,
    ];
    const match = parts.join(' AND ');
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
          if (error.error.code === 'store.file_unknown' || !this.#isThere(id)) continue;
          this.#found(error.error.code === 'store.file_missing' ? 'check.file_missing' : 'check.file_damaged', this.#named(id));
        }
        await this.#step(OF_FILE);
      }
      after = batch.at(-1)?.id ?? after;
    }
  }
  #isThere(id: string): boolean {
    return this.#store.db.prepare('SELECT 1 FROM blob WHERE id = ?').get(id) !== undefined;
  }
  #named(id: string): { id: string; name: string } {
    const name = this.#store.db.prepare<[string], string>('SELECT name FROM file WHERE blob_id = ? LIMIT 1').pluck().get(id);
    return { id, name: name ?? '–' };
  }
}

/** @throws Failure `check.cancelled` */
export const readStore = (store: Store, options: ReadOptions): Promise<Judged> => new Reading(store, options).run();
