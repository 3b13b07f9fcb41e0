/**
 * Copies the database in a thread of its own, so that the workstation goes on: `VACUUM INTO` reads one consistent state
 * and writes it encrypted under the same key (the driver's `backup()` refuses encrypted databases). The copy is then
 * opened and read page by page through its seals; only a copy that holds is reported.
 */
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { setPriority } from 'node:os';
import { dirname } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase } from '../database.ts';

export interface SnapshotOrder {
  /** Profile folder. */
  readonly from: string;
  /** Path of the copy; named like the database in a folder of its own. */
  readonly to: string;
  readonly key: Uint8Array;
  /** Left out: copies first. */
  readonly onlyCheck?: boolean;
}
export interface Snapshot {
  readonly schema: number;
  readonly seq: number;
  /** Names of the vault files that the copy's rows name, each once. */
  readonly files: readonly string[];
}

function copy({ from, to, key }: SnapshotOrder): void {
  const db = openDatabase(from, key, false);
  try {
    db.prepare('VACUUM INTO ?').run(to);
  } finally {
    db.close();
  }
  const fd = openSync(to, 'r+');
  fsyncSync(fd);
  closeSync(fd);
}

function check({ to, key }: SnapshotOrder): Snapshot {
  const db = openDatabase(dirname(to), key, false);
  try {
    const words = (db.pragma('quick_check(1)') as { quick_check: string }[])[0]?.quick_check;
    if (words !== 'ok') throw new Error(`the copy does not hold: ${words}`);
    const snapshot = {
      schema: Number(db.pragma('user_version', { simple: true })),
      seq: db.prepare<[], number>('SELECT last FROM sequence').pluck().get() ?? 0,
      files: db.prepare<[], string>('SELECT DISTINCT coalesce(name, id) FROM blob ORDER BY 1').pluck().all(),
    };
    // One file again, with nothing beside it.
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.pragma('journal_mode = DELETE');
    return snapshot;
  } finally {
    db.close();
  }
}

const order = workerData as SnapshotOrder;
// Linux counts the priority of each thread; elsewhere it would slow the whole workstation.
if (process.platform === 'linux') setPriority(10);
if (order.onlyCheck !== true) copy(order);
const snapshot = check(order);
order.key.fill(0);
parentPort?.postMessage(snapshot);
