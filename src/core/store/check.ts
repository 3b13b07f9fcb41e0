/**
 * The sanity check: does the store still hold what it promises? It reads everything (database pages, rows, every file
 * through its seals), gives findings as codes with words in the catalogue, and repairs only what can be made again
 * from the rows: the full-text index and the counts of the lists. Files of the vault that nothing names are removed here
 * and nowhere else, after their grace time.
 */

import type { SearchedList } from '../search/index.ts';
import { type CheckFinding, type Judged, readStore } from './checking/judge.ts';
import { readInThread } from './checking/thread.ts';
import { LIST_BUCKET } from './migrations/0003-search.ts';
import type { Store } from './types.ts';

export type { CheckFinding } from './checking/judge.ts';
export interface CheckReport extends Omit<Judged, 'apart'> {
  readonly startedAt: number;
  readonly endedAt: number;
  /** Empty: everything holds. */
  readonly findings: readonly CheckFinding[];
  /** What was made again from the rows. */
  readonly repaired: readonly SearchedList[];
  /** Files that no row named, removed. */
  readonly orphans: number;
}
export interface CheckOptions {
  readonly signal?: AbortSignal;
  /** Makes the index of a list again where it does not agree with the rows. */
  readonly repairSearch?: boolean;
  /** Folder and key of the profile: everything is read in a thread of its own, beside the work of the desk. */
  readonly beside?: { readonly dir: string; readonly key: Uint8Array };
  onProgress?(done: number, total: number): void;
}

/** Documents that are indexed anew between two pauses. */
const BATCH = 200;
const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** @throws Failure `check.cancelled`, `check.broken_off` */
export async function checkStore(store: Store, options: CheckOptions = {}): Promise<CheckReport> {
  const startedAt = store.now();
  const { beside, signal, onProgress } = options;
  const { apart, ...judged } = await (beside
    ? readInThread(store, beside, options)
    : readStore(store, { stopped: () => signal?.aborted === true, ...(onProgress ? { onProgress } : {}) }));
  const repaired = options.repairSearch === true ? apart : [];
  for (const list of repaired) await rebuildSearch(store, list);
  const orphans = await store.vault.sweepOrphans();
  return { startedAt, endedAt: store.now(), ...judged, repaired, orphans };
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
