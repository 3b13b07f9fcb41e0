/**
 * Files at a merger: those of unfinished work, and what stands in this year's list and later ones, go on with the successor; what is
 * closed stays with the organ that made it, under whose name it goes to the archive. Nothing is closed or renamed by itself.
 */
import { DOSSIER_LENGTHS } from '../../domain/dossiers.ts';
import { legalDateOf } from '../../domain/time.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';
import { addEvent } from './acts.ts';
import { type DossierRecord, fileCode } from './rows.ts';

/** The notation, or where the successor's list has it already, the same with a number behind it, within Annex VI's length. */
function freeNotation(notation: string, taken: (notation: string) => boolean): string {
  let free = notation;
  for (let n = 2; taken(free); n++) {
    const tail = `-${n}`;
    free = `${notation.slice(0, DOSSIER_LENGTHS.notation - tail.length)}${tail}`;
  }
  return free;
}

/**
 * Inside the transaction of the merger.
 * @returns how many files went on, and how many closed ones stay to be handed in
 */
export function succeedDossiers(
  store: Store,
  actor: Actor,
  from: { organId: string; name: string },
  to: string,
): { moved: number; stay: number } {
  const { db } = store;
  const year = Number(legalDateOf(store.now()).slice(0, 4));
  const rows = db
    .prepare<[string, number], DossierRecord>(
      `SELECT * FROM dossier WHERE organ_id = ? AND (state = 'open' OR (state = 'planned' AND year >= ?)) ORDER BY year, seq`,
    )
    .all(from.organId, year);
  const twin = db.prepare<[string, number, string]>(
    `SELECT 1 FROM dossier WHERE organ_id = ? AND year = ? AND notation = ? AND state <> 'dropped'`,
  );
  const move = db.prepare('UPDATE dossier SET organ_id = ?, notation = ? WHERE id = ?');
  for (const row of rows) {
    const notation = freeNotation(row.notation, (one) => twin.get(to, row.year, one) !== undefined);
    move.run(to, notation, row.id);
    addEvent(store, actor, row.id, 'succeeded', { code: fileCode(row), organ: from.name });
  }
  const stay = db
    .prepare<[string], number>(`SELECT count(*) FROM dossier WHERE organ_id = ? AND state = 'closed'`)
    .pluck()
    .get(from.organId);
  return { moved: rows.length, stay: stay ?? 0 };
}

/** Whether a document of `organId` may lie in a file of `dossierOrgan`: its own, or of an organ that this one took over. */
export function mayLieIn(store: Store, organId: string, dossierOrgan: string): boolean {
  const next = store.db.prepare<[string], string | null>('SELECT successor_id FROM organ WHERE organ_id = ?').pluck();
  const seen = new Set<string>();
  for (let at: string | null | undefined = organId; at && !seen.has(at); at = next.get(at)) {
    if (at === dossierOrgan) return true;
    seen.add(at);
  }
  return false;
}
