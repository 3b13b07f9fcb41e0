/** Brings a store to its newest form in a thread: copied, stepped, indexed, closed; the core answers meanwhile. */
import { parentPort, workerData } from 'node:worker_threads';
import { type AppError, Failure } from '../../domain/errors.ts';
import { systemClock } from '../clock.ts';
import { openStore, type StoreKeys } from './index.ts';

export interface MigrateOrder {
  /** Profile folder. */
  readonly dir: string;
  readonly keys: Pick<StoreKeys, 'database' | 'names'>;
}
export type MigrateMessage = { readonly done: true } | { readonly failed: AppError | { readonly text: string } };

const order = workerData as MigrateOrder;
const tell = (message: MigrateMessage): void => parentPort?.postMessage(message);
try {
  openStore({ dir: order.dir, keys: order.keys, clock: systemClock }).close();
  tell({ done: true });
} catch (error) {
  tell({ failed: error instanceof Failure ? error.error : { text: String(error) } });
} finally {
  order.keys.database.fill(0);
  order.keys.names.fill(0);
}
