/**
 * A store that waits for its reconciliation neither sends nor numbers: it was restored from a backup, or lies on a
 * machine it does not know, or is older than what this machine saw of it.
 */
import { Failure } from '../../domain/errors.ts';
import type { RightVerdict } from '../../domain/numberingRight.ts';
import { numberingRight } from './right.ts';
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
  /** The right to give numbers is not with this machine; absent = it is. */
  readonly claim?: Extract<RightVerdict, { kind: 'claim' | 'refused' }>;
}

export function reconciliation(store: Store): Reconciliation | undefined {
  const text = store.setting(SETTING);
  return text === undefined || text === '' ? undefined : (JSON.parse(text) as Reconciliation);
}
export const putReconciliation = (store: Store, state: Reconciliation | undefined): void =>
  store.setSetting(SETTING, state === undefined ? '' : JSON.stringify(state));

/** Makes the store wait; a reconciliation under way begins again. */
export function waitForReconciliation(
  store: Store,
  reason: Reconciliation['reason'],
  backupAt?: number,
  claim?: Reconciliation['claim'],
): void {
  store.tx(() => {
    const last = store.db.prepare<[], number | null>('SELECT max(at) FROM audit').pluck().get() ?? store.now();
    const before = reconciliation(store);
    const from = Math.min(backupAt ?? last, last, before?.from ?? Number.MAX_SAFE_INTEGER);
    putReconciliation(store, { reason, since: store.now(), from, confirmed: {}, ...(claim ? { claim } : {}) });
  }, 'reconcile:begin');
}

/** The desk was handed over from here, or is being handed over: nothing is sent, taken in or numbered by this machine. */
export function handedOver(store: Store): 'giving' | 'given' | undefined {
  const state = numberingRight(store)?.state;
  return state === 'held' ? undefined : state;
}
/** Neither sends nor takes in nor numbers, for whichever reason. */
export const standsStill = (store: Store): boolean => reconciliation(store) !== undefined || handedOver(store) !== undefined;

/** @throws Failure `handover.given`, `handover.under_way`, `reconcile.first` */
export function requireReconciled(store: Store): void {
  const handed = handedOver(store);
  // A restored store of the machine that handed over first says what is to be done here: take it over.
  if (reconciliation(store) !== undefined) throw new Failure('reconcile.first');
  if (handed !== undefined) throw new Failure(handed === 'given' ? 'handover.given' : 'handover.under_way');
}
