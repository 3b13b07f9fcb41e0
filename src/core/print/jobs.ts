/**
 * Long prints and exports, one at a time for an open store: begun, watched, stopped. What a job made is in the store; the
 * job itself is forgotten some minutes after it ended.
 */
import { randomUUID } from 'node:crypto';
import type { JobView, PrintedFile } from '../../contract/page/registers.ts';
import { Failure } from '../../domain/errors.ts';
import type { Store } from '../store/types.ts';

export interface JobControl {
  readonly signal: AbortSignal;
  progress(done: number): void;
}
interface Job {
  readonly id: string;
  readonly owner: string;
  readonly total: number;
  readonly stop: AbortController;
  done: number;
  ended?: Pick<JobView, 'file' | 'error'>;
}
const KEPT = 20;
const jobs = new WeakMap<Store, Job[]>();

/**
 * @param owner who may ask for it: a person's id
 * @param total what `progress` counts up to
 * @throws Failure `print.busy` while another one is under way
 */
export function beginJob(store: Store, owner: string, total: number, work: (control: JobControl) => Promise<PrintedFile>): string {
  const all = jobs.get(store) ?? [];
  if (all.some((job) => job.ended === undefined)) throw new Failure('print.busy');
  const job: Job = { id: randomUUID(), owner, total, stop: new AbortController(), done: 0 };
  jobs.set(store, [...all.slice(-KEPT), job]);
  const control: JobControl = {
    signal: job.stop.signal,
    progress: (done) => {
      job.done = done;
    },
  };
  void work(control).then(
    (file) => {
      job.ended = { file };
    },
    (error: unknown) => {
      job.ended = {
        error: job.stop.signal.aborted ? { code: 'print.stopped' } : error instanceof Failure ? error.error : { code: 'print.failed' },
      };
    },
  );
  return job.id;
}
function jobOf(store: Store, owner: string, id: string): Job {
  const job = jobs.get(store)?.find((one) => one.id === id && one.owner === owner);
  if (job === undefined) throw new Failure('print.no_such_job');
  return job;
}
/** @throws Failure `print.no_such_job` */
export function jobView(store: Store, owner: string, id: string): JobView {
  const { done, total, ended } = jobOf(store, owner, id);
  return { done, total, ...ended };
}
/** Nothing of it is kept. */
export const stopJob = (store: Store, owner: string, id: string): void => jobOf(store, owner, id).stop.abort();
