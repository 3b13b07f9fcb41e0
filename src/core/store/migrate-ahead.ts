/** Whether a store must change its form before it opens, and doing so in a thread, so that the core goes on answering. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { Failure } from '../../domain/errors.ts';
import { databasePath, openDatabase } from './database.ts';
import type { MigrateMessage, MigrateOrder } from './migrate-worker.ts';
import { MIGRATIONS } from './migrations/index.ts';

/** In a built program the worker is a file of its own beside the core. */
function workerPath(): string {
  if (import.meta.url.endsWith('.ts')) return fileURLToPath(new URL('migrate-worker.ts', import.meta.url));
  const beside = fileURLToPath(new URL('migrate-worker.js', import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL('../migrate-worker.js', import.meta.url));
}

function isDue(dir: string, key: Uint8Array): boolean {
  if (!existsSync(databasePath(dir))) return false;
  const db = openDatabase(dir, key, false);
  try {
    const version = Number(db.pragma('user_version', { simple: true }));
    return version > 0 && version < (MIGRATIONS.at(-1)?.version ?? 0);
  } finally {
    db.close();
  }
}

/**
 * Nothing to do for a store in its newest form, a new one, and one of a newer program (which the opening refuses).
 * @returns whether the form was changed
 * @throws Failure as `openStore`
 */
export async function migrateAhead({ dir, keys }: MigrateOrder): Promise<boolean> {
  if (!isDue(dir, keys.database)) return false;
  const order: MigrateOrder = { dir, keys: { database: new Uint8Array(keys.database), names: new Uint8Array(keys.names) } };
  const worker = new Worker(workerPath(), { workerData: order });
  await new Promise<void>((resolve, reject) => {
    worker.once('message', (message: MigrateMessage) => {
      if ('done' in message) return;
      const { failed } = message;
      reject('code' in failed ? new Failure(failed.code, failed.params) : new Error(failed.text));
    });
    worker.once('error', reject);
    // Its connections are closed only when it has ended.
    worker.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`the thread ended with ${code}`))));
  });
  return true;
}
