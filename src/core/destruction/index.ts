/** Destruction of records by decision. */
import type { RestoredMark } from '../store/backup/index.ts';
import type { Store } from '../store/types.ts';

export { destroyedHere } from './ledger.ts';

export function takeNoteOfRestore(_store: Store, _restored: RestoredMark): void {}
