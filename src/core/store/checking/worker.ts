/**
 * The sanity check's reading in a thread of its own, at a low priority and on a connection of its own: the desk goes on,
 * however large the store is.
 */
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { type AppError, Failure } from '../../../domain/errors.ts';
import { openDatabase } from '../database.ts';
import type { Store } from '../types.ts';
import { FileVault } from '../vault.ts';
import { type Judged, readStore } from './judge.ts';

export interface CheckOrder {
  /** Profile folder. */
  readonly dir: string;
  readonly key: Uint8Array;
  readonly now: number;
  readonly workstationId: string;
  /** One Int32: not 0 = stop. */
  readonly stop: SharedArrayBuffer;
}
export type CheckMessage =
  | { readonly progress: readonly [done: number, total: number] }
  | { readonly judged: Judged }
  | { readonly failed: AppError | { readonly text: string } };

/** A page cache for reading once. */
const CACHE_KIB = 8 * 1024;
const TELL_EVERY_MS = 100;

const order = workerData as CheckOrder;
const tell = (message: CheckMessage): void => parentPort?.postMessage(message);

function readOnly(): Store {
  const db = openDatabase(order.dir, order.key, false);
  db.pragma(`cache_size = -${CACHE_KIB}`);
  const setting = db.prepare<[string], string>('SELECT value FROM setting WHERE key = ?').pluck();
  const now = (): number => order.now;
  const never = (): never => {
    throw new Error('the check changes nothing');
  };
  return {
    db,
    vault: new FileVault({ dir: order.dir, db, now, beside: true }),
    workstationId: order.workstationId,
    now,
    setting: (key) => setting.get(key),
    tx: never,
    nextSeq: never,
    newId: never,
    setSetting: never,
    close: () => void db.close(),
  };
}

// Linux counts the priority of each thread; elsewhere it would slow the whole workstation.
if (process.platform === 'linux') setPriority(10);
try {
  const store = readOnly();
  let told = 0;
  const judged = await readStore(store, {
    inOneState: true,
    stopped: () => Atomics.load(new Int32Array(order.stop), 0) !== 0,
    onProgress: (done, total) => {
      if (performance.now() - told < TELL_EVERY_MS && done < total) return;
      told = performance.now();
      tell({ progress: [done, total] });
    },
  }).finally(() => store.close());
  tell({ judged });
} catch (error) {
  tell({ failed: error instanceof Failure ? error.error : { text: String(error) } });
} finally {
  order.key.fill(0);
}
