/** Starts the check's thread, hands its progress on, stops it, and turns what it says into a value or a failure. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { Failure } from '../../../domain/errors.ts';
import type { Store } from '../types.ts';
import type { Judged } from './judge.ts';
import type { CheckMessage, CheckOrder } from './worker.ts';

/** In a built program the worker is a file of its own beside the core. */
function workerPath(): string {
  if (import.meta.url.endsWith('.ts')) return fileURLToPath(new URL('worker.ts', import.meta.url));
  const beside = fileURLToPath(new URL('check-worker.js', import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL('../check-worker.js', import.meta.url));
}

export interface ThreadOptions {
  readonly signal?: AbortSignal;
  onProgress?(done: number, total: number): void;
}

/** @throws Failure `check.cancelled`, `check.broken_off` */
export function readInThread(store: Store, place: Pick<CheckOrder, 'dir' | 'key'>, options: ThreadOptions): Promise<Judged> {
  return new Promise((resolve, reject) => {
    const stop = new SharedArrayBuffer(4);
    const order: CheckOrder = {
      dir: place.dir,
      key: new Uint8Array(place.key),
      now: store.now(),
      workstationId: store.workstationId,
      stop,
    };
    const worker = new Worker(workerPath(), { workerData: order });
    order.key.fill(0);
    const abort = (): void => void Atomics.store(new Int32Array(stop), 0, 1);
    if (options.signal?.aborted) abort();
    options.signal?.addEventListener('abort', abort);
    worker.on('message', (message: CheckMessage) => {
      if ('progress' in message) options.onProgress?.(...message.progress);
      else if ('judged' in message) resolve(message.judged);
      else {
        const { failed } = message;
        reject(
          'code' in failed ? new Failure(failed.code, failed.params) : new Failure('check.broken_off', undefined, { cause: failed.text }),
        );
      }
    });
    worker.once('error', reject);
    worker.once('exit', (code) => {
      options.signal?.removeEventListener('abort', abort);
      reject(new Failure('check.broken_off', { code }));
    });
  });
}
