/** Starts the backup's thread, hands its progress on, stops it, and turns what it says into values and failures. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { Failure } from '../../../domain/errors.ts';
import type { Asked, Copied, Proved, WorkerMessage, WorkerOrder } from './snapshot-worker.ts';

/** In a built program the worker is a file of its own beside the core. */
function workerPath(): string {
  if (import.meta.url.endsWith('.ts')) return fileURLToPath(new URL('snapshot-worker.ts', import.meta.url));
  const beside = fileURLToPath(new URL('snapshot-worker.js', import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL('../snapshot-worker.js', import.meta.url));
}

export interface WorkOptions {
  readonly signal?: AbortSignal;
  onProgress?(done: number, total: number): void;
}
type Order<Kind> = Omit<Extract<WorkerOrder, { kind: Kind }>, 'stop'>;
type AnyOrder = { [Kind in WorkerOrder['kind']]: Order<Kind> }[WorkerOrder['kind']];

const failureOf = (failed: Extract<WorkerMessage, { failed: unknown }>['failed']): Failure =>
  'code' in failed
    ? new Failure(failed.code, failed.params)
    : new Failure('backup.copy_failed', undefined, { cause: new Error(failed.text) });

function run<T>(order: AnyOrder, pick: (message: WorkerMessage) => T | undefined, options: WorkOptions): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = new SharedArrayBuffer(4);
    const worker = new Worker(workerPath(), { workerData: { ...order, stop, key: new Uint8Array(order.key) } });
    const abort = (): void => void Atomics.store(new Int32Array(stop), 0, 1);
    if (options.signal?.aborted) abort();
    options.signal?.addEventListener('abort', abort);
    worker.on('message', (message: WorkerMessage) => {
      if ('progress' in message) options.onProgress?.(...message.progress);
      else if ('failed' in message) reject(failureOf(message.failed));
      else {
        const value = pick(message);
        if (value !== undefined) resolve(value);
      }
    });
    worker.once('error', reject);
    worker.once('exit', (code) => {
      options.signal?.removeEventListener('abort', abort);
      reject(new Failure('backup.copy_failed', { code }));
    });
  });
}

export const copyInThread = (order: Order<'copy'>, options: WorkOptions = {}): Promise<Copied> =>
  run(order, (message) => ('copied' in message ? message.copied : undefined), options);
export const proveInThread = (order: Order<'prove'>, options: WorkOptions = {}): Promise<Proved> =>
  run(order, (message) => ('proved' in message ? message.proved : undefined), options);
/** Its lists are long and many: whole seconds of reading. */
export const rotateInThread = (order: Pick<Order<'rotate'>, 'root' | 'keep'>): Promise<true> =>
  run({ kind: 'rotate', key: new Uint8Array(), ...order }, (message) => ('rotated' in message ? message.rotated : undefined), {});
/**
 * What statements that only read say, of a backup's database or of the one that is open, as it was committed last: for what
 * takes long to count, beside the work of the desk.
 */
export const askInThread = (order: Omit<Order<'ask'>, 'kind'>): Promise<Asked> =>
  run({ kind: 'ask', ...order }, (message) => ('asked' in message ? message.asked : undefined), {});
