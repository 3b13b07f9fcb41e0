/**
 * Long prints and exports, one at a time for an open store: begun, watched, stopped. What a job made is in the store; the
 * job itself is forgotten some minutes after it ended.
 */
import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { JobView, PrintedFile } from '../../contract/page/registers.ts';
import { Failure } from '../../domain/errors.ts';
import type { Store } from '../store/types.ts';
import type { Steps } from '../working/index.ts';

export interface JobControl {
  readonly signal: AbortSignal;
  /** @param total where only the work itself finds out how much there is */
  progress(done: number, total?: number): void;
  /**
   * Told before what cannot be taken back: from here on it is not stopped any more, and the page is told so.
   * @throws the signal's reason where it was stopped in time
   */
  lastStep?(): Promise<void>;
}
/** Steps of what the work of a job looks for before it makes anything; how far that is, is told where the job counts it. */
export const stepsOf = ({ signal }: JobControl, told: (done: number) => void = () => undefined): Steps => ({
  step: async (_phase, done) => {
    told(done);
    await nextTurn();
    signal.throwIfAborted();
  },
  waitFor: (other) => other,
});
/** Between two parts of a long file: how far it is, whether it was stopped, and the others have their turn. */
export const betweenParts =
  ({ signal, progress }: JobControl, from = 0) =>
  async (done: number): Promise<void> => {
    progress(from + done);
    await nextTurn();
    signal.throwIfAborted();
  };
interface Job {
  readonly id: string;
  readonly owner: string;
  total: number;
  readonly stop: AbortController;
  done: number;
  last: boolean;
  ended?: Pick<JobView, 'file' | 'error'>;
}
const KEPT = 20;
const jobs = new WeakMap<Store, Job[]>();

/**
 * @param owner who may ask for it: a person's id
 * @param total what `progress` counts up to; 0 where the work tells it
 * @throws Failure `print.busy` while another one is under way
 */
export function beginJob(store: Store, owner: string, total: number, work: (control: JobControl) => Promise<PrintedFile>): string {
  const all = jobs.get(store) ?? [];
  if (all.some((job) => job.ended === undefined)) throw new Failure('print.busy');
  const job: Job = { id: randomUUID(), owner, total, stop: new AbortController(), done: 0, last: false };
  jobs.set(store, [...all.slice(-KEPT), job]);
  const control: JobControl = {
    signal: job.stop.signal,
    progress: (done, total = job.total) => {
      job.done = done;
      job.total = total;
    },
    lastStep: async () => {
      await nextTurn();
      job.stop.signal.throwIfAborted();
      job.last = true;
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
  const { done, total, last, ended } = jobOf(store, owner, id);
  return { done, total, ...(last ? { last: true as const } : {}), ...ended };
}
/** Nothing of it is kept; too late, and it goes on as if nobody had asked. */
export function stopJob(store: Store, owner: string, id: string): void {
  const job = jobOf(store, owner, id);
  if (!job.last) job.stop.abort();
}
