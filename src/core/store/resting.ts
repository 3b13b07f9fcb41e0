/**
 * Work that no person waits for: done when nobody has written for a moment, in pieces of some milliseconds. A commit
 * only appends to the log and adds a small segment to the full-text index; joining segments and bringing the log's
 * pages into the database would make every twentieth commit several times slower.
 */
import type Database from 'better-sqlite3';

type Db = Database.Database;
/** Without a commit for so long, the rest begins. */
const REST_MS = 1_000;
const BETWEEN_PIECES_MS = 20;
/** Pages of the full-text index that one piece joins. */
const PIECE_PAGES = 50;
/** So many segments of one size are joined by the commit itself: where somebody writes on and on. */
const MOST_SEGMENTS = 64;

const fullTextTables = (db: Db): string[] =>
  db
    .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%USING fts5%'`)
    .pluck()
    .all();

/** Leaves the joining of segments to the rest; kept in the index itself, so written once. */
export function leaveMerging(db: Db): void {
  for (const table of fullTextTables(db)) {
    const kept = new Map(db.prepare<[], [string, number]>(`SELECT k, v FROM ${table}_config`).raw().all());
    for (const [option, value] of Object.entries({ automerge: 0, crisismerge: MOST_SEGMENTS })) {
      if (kept.get(option) !== value) db.prepare(`INSERT INTO ${table} (${table}, rank) VALUES ('${option}', ${value})`).run();
    }
  }
}

/** One piece of joining; false when nothing is left to join. */
export function mergePiece(db: Db): boolean {
  const changes = db.prepare<[], number>('SELECT total_changes()').pluck();
  for (const table of fullTextTables(db)) {
    const before = changes.get() ?? 0;
    db.prepare(`INSERT INTO ${table} (${table}, rank) VALUES ('merge', ${PIECE_PAGES})`).run();
    // The command itself counts as one change (SQLite, FTS5, 6.8 "merge").
    if ((changes.get() ?? 0) - before >= 2) return true;
  }
  return false;
}

export interface Rest {
  /** After each commit. */
  written(): void;
  stop(): void;
}

/** @param piece other work for such a moment: one piece of it; false when nothing is left */
export function restOf(db: Db, piece: () => boolean = () => false): Rest {
  let timer: NodeJS.Timeout | undefined;
  let last = 0;
  const look = (): void => {
    timer = undefined;
    if (!db.open || db.inTransaction) return;
    const wait = REST_MS - (performance.now() - last);
    if (wait > 0) later(wait);
    else work();
  };
  const later = (ms: number): void => {
    timer = setTimeout(look, ms).unref();
  };
  const work = (): void => {
    try {
      if (piece() || mergePiece(db)) later(BETWEEN_PIECES_MS);
      else db.pragma('wal_checkpoint(PASSIVE)');
    } catch {
      // A disk without room, say: the log keeps what it has, and the next act is told what is wrong.
    }
  };
  return {
    written() {
      last = performance.now();
      if (timer === undefined) later(REST_MS);
    },
    stop: () => clearTimeout(timer),
  };
}
