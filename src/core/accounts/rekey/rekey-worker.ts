/**
 * Copies the database in a thread of its own and gives the copy another key: `VACUUM INTO` writes one consistent state
 * under the old key, `rekey` writes every page of the copy anew. The copy is then opened with the new key and read
 * through its seals; only one that holds is reported.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase, rekeyDatabase } from '../../store/database.ts';
import { makeFolder } from '../../store/disk.ts';

export interface RekeyOrder {
  /** Profile folder. */
  readonly from: string;
  /** Folder of the copy. */
  readonly to: string;
  readonly oldKey: Uint8Array;
  readonly newKey: Uint8Array;
}

const order = workerData as RekeyOrder;
makeFolder(order.to);
const db = openDatabase(order.from, order.oldKey, false);
try {
  db.prepare('VACUUM INTO ?').run(`${order.to}/store.db`);
} finally {
  db.close();
}
rekeyDatabase(order.to, order.oldKey, order.newKey);
const copy = openDatabase(order.to, order.newKey, false);
try {
  const words = (copy.pragma('quick_check(1)') as { quick_check: string }[])[0]?.quick_check;
  if (words !== 'ok') throw new Error(`the copy does not hold: ${words}`);
  copy.pragma('wal_checkpoint(TRUNCATE)');
} finally {
  copy.close();
}
order.oldKey.fill(0);
order.newKey.fill(0);
parentPort?.postMessage('ok');
