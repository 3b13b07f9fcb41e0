/**
 * A store that waits for its reconciliation neither sends nor numbers: it was restored from a backup, or lies on a
 * machine it does not know, or is older than what this machine saw of it.
 */
import { Failure } from '../../domain/errors.ts';
import type { Store } from './types.ts';

const SETTING = 'reconcile';

export interface Reconciliation {
  readonly reason: 'restored' | 'copied' | 'rolled_back';
  /** When it was noticed. */
  readonly since: number;
  /** From when on the axis is asked: the backup's time, or the last act the store knows of. */
  readonly from: number;
  readonly compared?: {
    readonly at: number;
    /** Dispatches that the axis had already. */
    readonly found: number;
    /** Sent after the backup, so unknown here. */
    readonly unknown: number;
    /** Packages listed again. */
    readonly listed: number;
  };
  /** Last number a person confirmed, by `bookId period series`. */
  readonly confirmed: Readonly<Record<string, number>>;
}

export function reconciliation(store: Store): Reconciliation | undefined {
  const text = store.setting(SETTING);
  return text === undefined || text === '' ? undefined : (JSON.parse(text) as Reconciliation);
}
export const putReconciliation = (store: Store, state: Reconciliation | undefined): void =>
  store.setSetting(SETTING, state === undefined ? '' : JSON.stringify(state));

/** Makes the store wait; a reconciliation under way begins again. */
export function waitForReconciliation(store: Store, reason: Reconciliation['reason'], backupAt?: number): void {
  store.tx(() => {
    const last = store.db.prepare<[], number | null>('SELECT max(at) FROM audit').pluck().get() ?? store.now();
    const before = reconciliation(store);
    const from = Math.min(backupAt ?? last, last, before?.from ?? Number.MAX_SAFE_INTEGER);
    putReconciliation(store, { reason, since: store.now(), from, confirmed: {} });
  }, 'reconcile:begin');
}

/** @throws Failure `reconcile.first` */
export function requireReconciled(store: Store): void {
  if (reconciliation(store) !== undefined) throw new Failure('reconcile.first');
}
