/** What the database held of destroyed documents leaves its log, its free pages and the index's old parts. */
import { mergePiece } from '../store/resting.ts';
import type { Store } from '../store/types.ts';
import type { Turn } from './carry.ts';

/** Pieces of joining the full-text index, some tens of milliseconds each; what is left goes with the index's own merging. */
const MERGES = 40;
/** Another connection may be reading the log (a backup): it is looked for again so often, and else left to the rest. */
const TRIES = 10;
const BETWEEN_TRIES_MS = 200;

/** Brings the log's pages into the database; waits for nobody. */
export function rest({ db }: Store): void {
  db.pragma('wal_checkpoint(PASSIVE)');
}

/** @returns false when it was told to stop */
export async function leaveNothingBehind({ db }: Store, turn: Turn): Promise<boolean> {
  for (let piece = 0; piece < MERGES; piece++) {
    if (!(await turn())) return false;
    if (!mergePiece(db)) break;
  }
  for (let trial = 0; trial < TRIES; trial++) {
    if (!(await turn())) return false;
    if (emptyLog(db)) break;
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES_MS));
  }
  return turn();
}
/** Without waiting for who reads beside: the core would stand still meanwhile. */
function emptyLog(db: Store['db']): boolean {
  const timeout = db.pragma('busy_timeout', { simple: true });
  db.pragma('busy_timeout = 0');
  try {
    return db.pragma('wal_checkpoint(TRUNCATE)', { simple: true }) === 0;
  } finally {
    db.pragma(`busy_timeout = ${Number(timeout)}`);
  }
}
