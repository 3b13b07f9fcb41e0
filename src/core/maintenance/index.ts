/**
 * Care of an open store: one long job at a time (sanity check or backup) in the background, cancellable, with its
 * progress; a backup each day where a folder was chosen, a check each week; the age of the last good backup always known.
 */
import type { CheckView, MaintenanceState } from '../../contract/page/maintenance.ts';
import { type AppError, Failure } from '../../domain/errors.ts';
import type { Mode } from '../../domain/profile.ts';
import { record } from '../audit/index.ts';
import { type Actor, type Log, WORKSTATION } from '../context.ts';
import { makeBackup } from '../store/backup/index.ts';
import { checkStore } from '../store/check.ts';
import type { StoreKeys } from '../store/index.ts';
import type { Store } from '../store/types.ts';
import { reconciliation } from '../store/waiting.ts';

export interface MaintenanceParts {
  readonly store: Store;
  readonly mode: Mode;
  readonly log: Log;
  /** Absent in tests that have no profile folder: then nothing can be backed up. */
  readonly profile?: { readonly dir: string; readonly keys: Pick<StoreKeys, 'database' | 'backup'> };
}
interface Job {
  readonly kind: 'check' | 'backup';
  done: number;
  total: number;
  readonly stop: AbortController;
  ended: Promise<void>;
}

const TARGET = 'backup.target';
const LAST = 'backup.last';
const ERROR = 'backup.error';
const CHECK = 'check.last';
const BACKUP_EVERY_MS = 20 * 3600_000;
const CHECK_EVERY_MS = 7 * 24 * 3600_000;

export class Maintenance {
  readonly #parts: MaintenanceParts;
  #job: Job | undefined;
  constructor(parts: MaintenanceParts) {
    this.#parts = parts;
  }

  state(): MaintenanceState {
    const { store } = this.#parts;
    const kept = <T>(key: string): T | undefined => {
      const text = store.setting(key);
      return text === undefined || text === '' ? undefined : (JSON.parse(text) as T);
    };
    const check = kept<CheckView>(CHECK);
    const last = kept<NonNullable<MaintenanceState['backup']['last']>>(LAST);
    const error = kept<AppError>(ERROR);
    const target = store.setting(TARGET);
    const job = this.#job;
    return {
      ...(job ? { job: { kind: job.kind, done: job.done, total: job.total } } : {}),
      ...(check ? { check } : {}),
      backup: { ...(target ? { target } : {}), ...(last ? { last } : {}), ...(error ? { error } : {}) },
      reconcile: reconciliation(store) !== undefined,
    };
  }

  setTarget(actor: Actor, path: string): void {
    const { store } = this.#parts;
    store.tx(() => {
      store.setSetting(TARGET, path);
      record(store, actor, 'backup.target', store.workstationId);
    }, 'backup:target');
  }

  /** @throws Failure `backup.running` */
  startCheck(actor: Actor, repairSearch: boolean): void {
    const { store } = this.#parts;
    this.#start('check', async (job) => {
      const report = await checkStore(store, { signal: job.stop.signal, repairSearch, onProgress: progressOf(job) });
      store.tx(() => {
        store.setSetting(CHECK, JSON.stringify(report satisfies CheckView));
        record(store, actor, 'store.check', store.workstationId, `${report.findings.length} findings`);
      }, 'store:check');
    });
  }

  /** @throws Failure `backup.running`, `backup.no_target` */
  startBackup(actor: Actor): void {
    const { store, mode, profile } = this.#parts;
    const target = store.setting(TARGET);
    if (!target || !profile) throw new Failure('backup.no_target');
    this.#start('backup', async (job) => {
      try {
        const made = await makeBackup({ store, mode, target, ...profile, signal: job.stop.signal, onProgress: progressOf(job) });
        store.tx(() => {
          store.setSetting(LAST, JSON.stringify({ at: made.at, files: made.files, bytes: made.bytes }));
          store.setSetting(ERROR, '');
          record(store, actor, 'backup.make', store.workstationId, `${made.files} files`);
        }, 'backup:made');
      } catch (error) {
        const known: AppError = error instanceof Failure ? error.error : { code: 'backup.copy_failed' };
        if (store.db.open) store.tx(() => store.setSetting(ERROR, JSON.stringify(known)), 'backup:failed');
        throw error;
      }
    });
  }

  cancel(): void {
    this.#job?.stop.abort();
  }

  /** What is due by itself; a missing disk is shown and tried again the next day. */
  daily(): void {
    const { store } = this.#parts;
    const { backup, check } = this.state();
    if (this.#job) return;
    if (backup.target && store.now() - (backup.last?.at ?? 0) > BACKUP_EVERY_MS) this.startBackup(WORKSTATION);
    else if (check && store.now() - check.endedAt > CHECK_EVERY_MS) this.startCheck(WORKSTATION, true);
  }

  async close(): Promise<void> {
    this.cancel();
    await this.#job?.ended;
  }

  #start(kind: Job['kind'], work: (job: Job) => Promise<void>): void {
    if (this.#job) throw new Failure('backup.running');
    const job: Job = { kind, done: 0, total: 0, stop: new AbortController(), ended: Promise.resolve() };
    this.#job = job;
    job.ended = work(job)
      .catch((error: unknown) => {
        const code = error instanceof Failure ? error.error.code : String(error);
        this.#parts.log.warn(`${kind} did not end well`, { code });
      })
      .finally(() => {
        this.#job = undefined;
      });
  }
}

const progressOf =
  (job: Job) =>
  (done: number, total: number): void => {
    job.done = done;
    job.total = total;
  };
