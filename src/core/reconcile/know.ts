/** At every opening: does this machine know the store as it is, and has it the right to give numbers? */
import type { Log } from '../context.ts';
import { takeNoteOfRestore } from '../destruction/index.ts';
import { clearRestoredMark, restoredMark } from '../store/backup/index.ts';
import { type MachineMark, markMachine } from '../store/machine-mark.ts';
import { Machine, noteEpoch, verdictOf } from '../store/right.ts';
import type { Store } from '../store/types.ts';
import { reconciliation, waitForReconciliation } from '../store/waiting.ts';

export interface Known {
  readonly mark?: MachineMark;
  readonly machine?: Machine;
}
/**
 * A store that was restored, copied here or put back from an old copy waits for its reconciliation, and one that another
 * machine runs waits for the right too.
 * @param machineDir folder of this machine outside all profiles; absent = it remembers nothing
 * @param fresh the store was made just now
 */
export function knowStore(store: Store, dir: string, machineDir: string | undefined, fresh: boolean, log: Log): Known {
  const restored = restoredMark(dir);
  const mark = machineDir === undefined ? undefined : markMachine(store, machineDir, fresh);
  const verdict = mark?.verdict ?? 'same';
  const machine = machineDir === undefined ? undefined : new Machine(machineDir);
  if (restored?.noted !== undefined) noteEpoch(store, restored.noted);
  const right = machine && verdictOf(store, machine, verdict !== 'copied');
  const claim = right && (right.kind === 'claim' || right.kind === 'refused') ? right : undefined;
  const reason = restored ? 'restored' : verdict === 'same' && claim ? 'copied' : verdict;
  // One that waits already goes on waiting where it was.
  if (reason !== 'same' && (restored || verdict !== 'same' || reconciliation(store) === undefined)) {
    waitForReconciliation(store, reason, restored?.backupAt, claim);
  }
  if (restored) {
    takeNoteOfRestore(store, restored);
    clearRestoredMark(dir);
  }
  if (reason !== 'same') log.warn('this machine does not know the store as it is', { reason, right: right?.kind ?? 'none' });
  return { ...(mark ? { mark } : {}), ...(machine ? { machine } : {}) };
}
