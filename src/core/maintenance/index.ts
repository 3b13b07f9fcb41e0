/**
 * Care of an open store: one long job at a time (sanity check, backup, a handover's backup) in the background,
 * cancellable, with its progress; a backup each day to every place that was chosen and is here, a check each week; the
 * age of the last good backup always known.
 */
import { existsSync } from 'node:fs';
import type { CheckView, MaintenanceState } from '../../contract/page/maintenance.ts';
import { type BackupReason, isDue, type KeepRule } from '../../domain/backups.ts';
import { type AppError, Failure } from '../../domain/errors.ts';
import type { Mode } from '../../domain/profile.ts';
import { type Pace, paceFrom, timeLeft } from '../../domain/timeLeft.ts';
import { record } from '../audit/index.ts';
import type { Clock } from '../clock.ts';
import { type Actor, type Log, WORKSTATION } from '../context.ts';
import { destroyedHere } from '../destruction/ledger.ts';
import { type MadeBackup, makeBackup } from '../store/backup/index.ts';
import { checkStore } from '../store/check.ts';
import type { StoreKeys } from '../store/index.ts';
import type { Store } from '../store/types.ts';
import { reconciliation } from '../store/waiting.ts';
import { addTarget, isHere, keepRule, noteTried, putKeepRule, removeTarget, type Target, targets } from './targets.ts';

export interface MaintenanceParts {
  readonly store: Store;
  readonly mode: Mode;
  readonly log: Log;
  /** How far the destruction is that is being carried out. */
  destroying?(): MaintenanceState['destroying'];
  /** Absent in tests that have no profile folder: then nothing can be backed up. */
  readonly profile?: { readonly dir: string; readonly keys: Pick<StoreKeys, 'database' | 'backup'> };
}
type JobKind = NonNullable<MaintenanceState['job']>['kind'];
export interface Job {
  readonly kind: JobKind;
  done: number;
  total: number;
  /** From where its pace is counted. */
  from?: Pace;
  readonly stop: AbortController;
}
type Running = Job & { ended: Promise<void> };

const CHECK = 'check.last';
const FIRST_LOOK = 'check.first_look';
const CHECK_EVERY_MS = 7 * 24 * 3600_000;
const LOOK_EVERY_MS = 10 * 60_000;
/** The desk's first minute is the clerk's. */
const FIRST_LOOK_MS = 60_000;

export class Maintenance {
  readonly #parts: MaintenanceParts;
  #job: Running | undefined;
  #timer: { cancel(): void } | undefined;
  constructor(parts: MaintenanceParts) {
    this.#parts = parts;
  }

  /** Looks now and then for what is due; the times are kept in the store, so a restart or a day off changes nothing. */
  start(clock: Clock): void {
    const look = (): void => {
      this.daily();
      this.#timer = clock.setTimer(look, LOOK_EVERY_MS);
    };
    this.#timer = clock.setTimer(look, FIRST_LOOK_MS);
  }

  state(): MaintenanceState {
    const { store, profile } = this.#parts;
    const text = store.setting(CHECK);
    const check = text ? (JSON.parse(text) as CheckView) : undefined;
    const all = targets(store);
    const last = newest(all);
    const job = this.#job;
    const destroying = this.#parts.destroying?.();
    return {
      ...(destroying ? { destroying } : {}),
      ...(job ? { job: viewOf(job) } : {}),
      ...(check ? { check } : {}),
      backup: {
        targets: all.map((one) => ({
          id: one.id,
          path: one.path,
          here: profile !== undefined && isHere(one, profile.dir),
          otherDisk: one.otherDisk,
          ...(one.last ? { last: one.last } : {}),
          ...(one.error ? { error: one.error as AppError } : {}),
        })),
        ...(last ? { last } : {}),
        keep: keepRule(store),
      },
      reconcile: reconciliation(store) !== undefined,
    };
  }

  /** @throws Failure as `addTarget` */
  addTarget(actor: Actor, path: string): void {
    const { store, profile } = this.#parts;
    store.tx(() => {
      addTarget(store, profile?.dir ?? '', path);
      record(store, actor, 'backup.target', store.workstationId);
    }, 'backup:target');
  }
  removeTarget(actor: Actor, id: string): void {
    const { store } = this.#parts;
    store.tx(() => {
      removeTarget(store, id);
      record(store, actor, 'backup.target_removed', store.workstationId);
    }, 'backup:target');
  }
  /** @throws Failure `backup.keep_out_of_range` */
  setKeep(actor: Actor, rule: KeepRule): void {
    const { store } = this.#parts;
    store.tx(() => {
      putKeepRule(store, rule);
      record(store, actor, 'backup.keep', store.workstationId, `${rule.days} days, ${rule.weeks} weeks, ${rule.months} months`);
    }, 'backup:keep');
  }

  /** @throws Failure `backup.running` */
  startCheck(actor: Actor, repairSearch: boolean): void {
    const { store, profile } = this.#parts;
    this.begin('check', async (job) => {
      const report = await checkStore(store, {
        signal: job.stop.signal,
        repairSearch,
        onProgress: progressOf(job),
        ...(profile ? { beside: { dir: profile.dir, key: profile.keys.database } } : {}),
      });
      store.tx(() => {
        store.setSetting(CHECK, JSON.stringify(report satisfies CheckView));
        record(store, actor, 'store.check', store.workstationId, `${report.findings.length} findings`);
      }, 'store:check');
    });
  }

  /**
   * To every place that is here; the others are told as missing.
   * @throws Failure `backup.running`, `backup.no_target`, and where a person asked and no place is here, `backup.target_missing`
   */
  startBackup(actor: Actor, only?: readonly string[]): void {
    const { store, profile } = this.#parts;
    const wanted = targets(store).filter((one) => only === undefined || only.includes(one.id));
    const [first] = wanted;
    if (first === undefined || !profile) throw new Failure('backup.no_target');
    if (only === undefined && !wanted.some((one) => isHere(one, profile.dir)))
      throw new Failure('backup.target_missing', { path: first.path });
    this.begin('backup', async (job) => {
      for (const one of wanted) await this.#backUpTo(actor, one, job, only === undefined ? 'asked' : 'daily');
    });
  }

  async #backUpTo(actor: Actor, one: Target, job: Job, reason: BackupReason): Promise<void> {
    const { store, profile } = this.#parts;
    if (!profile) return;
    try {
      if (!isHere(one, profile.dir)) throw new Failure('backup.target_missing', { path: one.path });
      const made = await this.makeAt(one.path, job, reason);
      store.tx(() => {
        noteTried(store, one.id, { last: { at: made.at, files: made.files, bytes: made.bytes } });
        record(store, actor, 'backup.make', store.workstationId, `${made.files} files`);
      }, 'backup:made');
    } catch (error) {
      const known: AppError = error instanceof Failure ? error.error : { code: 'backup.copy_failed' };
      if (store.db.open) store.tx(() => noteTried(store, one.id, { error: known }), 'backup:failed');
      this.#parts.log.warn('backup did not end well', { code: known.code });
      if (known.code === 'backup.cancelled') throw error;
    }
  }

  /** One backup at a place, within a job. */
  makeAt(path: string, job: Job, reason: BackupReason): Promise<MadeBackup> {
    const { store, mode, profile } = this.#parts;
    if (!profile) throw new Failure('backup.no_target');
    return makeBackup({
      store,
      mode,
      ...profile,
      target: path,
      reason,
      keep: keepRule(store),
      destroyed: destroyedHere(store),
      signal: job.stop.signal,
      onProgress: progressOf(job),
    });
  }

  cancel(): void {
    this.#job?.stop.abort();
  }

  /** What is due by itself. A disk that is not here is no try: it is taken up when it comes. */
  daily(): void {
    const { store, profile } = this.#parts;
    if (this.#job || !store.db.open) return;
    const now = store.now();
    const due = targets(store).filter(
      (one) =>
        isDue({
          now,
          ...(one.last ? { lastGood: one.last.at } : {}),
          ...(one.lastTry === undefined || one.error?.code === 'backup.target_missing' ? {} : { lastTry: one.lastTry }),
        }) &&
        profile !== undefined &&
        (isHere(one, profile.dir) || this.#tellMissing(one)),
    );
    const { check } = this.state();
    if (due.length > 0)
      this.startBackup(
        WORKSTATION,
        due.map((one) => one.id),
      );
    // Also where the clock was set back: a week from today, not from a day to come.
    else if (Math.abs(now - (check?.endedAt ?? this.#firstLook())) > CHECK_EVERY_MS) this.startCheck(WORKSTATION, true);
  }
  /** From when on a store that was never checked waits for its first check. */
  #firstLook(): number {
    const { store } = this.#parts;
    const kept = store.setting(FIRST_LOOK);
    if (kept !== undefined) return Number(kept);
    store.setSetting(FIRST_LOOK, String(store.now()));
    return store.now();
  }
  /** Said once, until the disk comes or another trouble is told. */
  #tellMissing(one: Target): false {
    const { store } = this.#parts;
    if (one.error?.code !== 'backup.target_missing') {
      store.tx(() => noteTried(store, one.id, { error: { code: 'backup.target_missing', params: { path: one.path } } }), 'backup:missing');
    }
    return false;
  }

  /** Places whose last backup was made before an act of destruction: they still hold what it destroyed. */
  backupsBefore(destructionId: string): number {
    const { store } = this.#parts;
    const doneAt = store.db.prepare<[string], number | null>('SELECT done_at FROM destruction WHERE id = ?').pluck().get(destructionId);
    return doneAt === null || doneAt === undefined
      ? 0
      : targets(store).filter((one) => one.last !== undefined && one.last.at < doneAt).length;
  }

  /** Backups that lie at the places that are here. */
  places(): readonly string[] {
    const { store, profile } = this.#parts;
    return profile === undefined
      ? []
      : targets(store)
          .filter((one) => isHere(one, profile.dir) && existsSync(one.path))
          .map((one) => one.path);
  }

  async close(): Promise<void> {
    this.#timer?.cancel();
    this.cancel();
    await this.#job?.ended;
  }

  /** Begins a job in the background; its failure is logged. @throws Failure `backup.running` */
  begin(kind: JobKind, work: (job: Job) => Promise<void>): Promise<void> {
    if (this.#job) throw new Failure('backup.running');
    const job: Running = { kind, done: 0, total: 0, stop: new AbortController(), ended: Promise.resolve() };
    this.#job = job;
    job.ended = work(job)
      .catch((error: unknown) => {
        const code = error instanceof Failure ? error.error.code : String(error);
        this.#parts.log.warn(`${kind} did not end well`, { code });
      })
      .finally(() => {
        this.#job = undefined;
      });
    return job.ended;
  }
}

const newest = (all: readonly Target[]): Target['last'] =>
  all
    .flatMap((one) => (one.last ? [one.last] : []))
    .reduce<Target['last']>((best, last) => (best && best.at > last.at ? best : last), undefined);

export const progressOf =
  (job: Job) =>
  (done: number, total: number): void => {
    job.done = done;
    job.total = total;
    job.from = paceFrom(job.from, paceOf(job));
  };
const paceOf = ({ done, total }: Job): Pace => ({ at: performance.now(), done, total });
function viewOf(job: Job): NonNullable<MaintenanceState['job']> {
  const leftMs = timeLeft(job.from, paceOf(job));
  return { kind: job.kind, done: job.done, total: job.total, ...(leftMs === undefined ? {} : { leftMs }) };
}
