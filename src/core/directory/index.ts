/**
 * The directory of agencies on the axis, kept here so that picking a recipient works without a line. It promises: an
 * update comes whole or not at all, and a list that suddenly lost most of its agencies is not believed.
 */
import type { AgencyRow } from '../../contract/page/exchange.ts';
import { Failure } from '../../domain/errors.ts';
import { foldVietnamese } from '../../domain/secrecy.ts';
import type { Store } from '../store/types.ts';

/** An agency as the axis lists it. */
export interface ListedAgency {
  readonly organId: string;
  readonly name: string;
  readonly parentId?: string;
  readonly otherCode?: string;
  readonly mail?: string;
}

/** Lower case, no marks, single spaces, punctuation as spaces: what picking as one types compares. */
const folded = (text: string): string =>
  foldVietnamese(text)
    .replace(/[^\p{L}\p{N}.]+/gu, ' ')
    .trim();

/**
 * Takes the axis's list over in one transaction; agencies that are missing from it are closed, not deleted.
 * @returns how many agencies are open now
 * @throws Failure `directory.update_too_small` where it would close more than half of those known and no person
 *   confirmed that
 */
export function refreshAgencies(store: Store, listed: readonly ListedAgency[], options: { readonly confirmed?: boolean } = {}): number {
  const fresh = new Map(listed.map((agency) => [agency.organId.trim(), agency]));
  fresh.delete('');
  return store.tx(() => {
    const known = store.db.prepare('SELECT organ_id FROM agency WHERE closed_at IS NULL').all() as { organ_id: string }[];
    const missing = known.filter(({ organ_id }) => !fresh.has(organ_id));
    if (missing.length * 2 > known.length && options.confirmed !== true)
      throw new Failure('directory.update_too_small', { known: known.length, missing: missing.length });
    const close = store.db.prepare('UPDATE agency SET closed_at = ? WHERE organ_id = ?');
    for (const { organ_id } of missing) close.run(store.now(), organ_id);
    const put = store.db.prepare(
      `INSERT INTO agency (organ_id, name, parent_id, other_code, mail, folded, seen_at) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (organ_id) DO UPDATE SET name = excluded.name, parent_id = excluded.parent_id, other_code = excluded.other_code,
         mail = excluded.mail, folded = excluded.folded, seen_at = excluded.seen_at, closed_at = NULL`,
    );
    for (const [id, agency] of fresh) {
      const { name, parentId, otherCode, mail } = agency;
      put.run(id, name, parentId ?? null, otherCode ?? null, mail ?? null, ` ${folded(name)}`, store.now());
    }
    return fresh.size;
  }, 'directory:update');
}

const ROW = `SELECT a.organ_id AS organId, a.name, (SELECT p.name FROM agency p WHERE p.organ_id = a.parent_id) AS parentName FROM agency a`;
const row = ({ parentName, ...rest }: { organId: string; name: string; parentName: string | null }): AgencyRow => ({
  ...rest,
  ...(parentName === null ? {} : { parentName }),
});
const like = (text: string): string => text.replace(/[\\%_]/g, (c) => `\\${c}`);

/**
 * Open agencies whose name has a word beginning with each word typed (marks and case do not matter), or whose code
 * begins with the text; those whose name begins with it come first.
 */
export function search(store: Store, text: string, limit: number): AgencyRow[] {
  const words = folded(text).split(' ').filter(Boolean);
  const code = text.trim();
  const named = words.map(() => `a.folded LIKE ? ESCAPE '\\'`).join(' AND ') || (code === '' ? '1' : '0');
  const rows = store.db
    .prepare(
      `${ROW} WHERE a.closed_at IS NULL AND ((${named}) OR a.organ_id LIKE ? ESCAPE '\\' OR a.other_code LIKE ? ESCAPE '\\')
       ORDER BY a.organ_id = ? DESC, a.folded LIKE ? ESCAPE '\\' DESC, length(a.folded), a.folded LIMIT ?`,
    )
    .all(...words.map((w) => `% ${like(w)}%`), `${like(code)}%`, `${like(code)}%`, code, ` ${like(words.join(' '))}%`, limit);
  return (rows as Parameters<typeof row>[0][]).map(row);
}

/** The open agency of this code. */
export function byOrganId(store: Store, organId: string): AgencyRow | undefined {
  const found = store.db.prepare(`${ROW} WHERE a.organ_id = ? AND a.closed_at IS NULL`).get(organId.trim());
  return found === undefined ? undefined : row(found as Parameters<typeof row>[0]);
}
