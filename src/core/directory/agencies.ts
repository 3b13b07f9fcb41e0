/** Agencies as the store has them: the newest version of each code, and what it was before. */
import type { AgencyDetail, AgencyRow } from '../../contract/page/directory.ts';
import type { ListedAgency } from '../../domain/directoryUpdate.ts';
import { Failure } from '../../domain/errors.ts';
import type { Store } from '../store/types.ts';
import type { PickEntry } from './pick.ts';

interface AgencyRecord {
  organ_id: string;
  name: string;
  parent_id: string | null;
  other_code: string | null;
  mail: string | null;
}
const COLUMNS = 'organ_id, name, parent_id, other_code, mail';
const listed = (row: AgencyRecord): ListedAgency => ({
  organId: row.organ_id,
  name: row.name,
  ...(row.parent_id === null ? {} : { parentId: row.parent_id }),
  ...(row.other_code === null ? {} : { otherCode: row.other_code }),
  ...(row.mail === null ? {} : { mail: row.mail }),
});

export function openAgencies(store: Store): ListedAgency[] {
  return (store.db.prepare(`SELECT ${COLUMNS} FROM agency WHERE closed_at IS NULL`).all() as AgencyRecord[]).map(listed);
}
export const countOpen = (store: Store): number =>
  store.db.prepare('SELECT count(*) FROM agency WHERE closed_at IS NULL').pluck().get() as number;

export function pickEntries(store: Store): PickEntry[] {
  const rows = store.db.prepare('SELECT organ_id, other_code, folded, parent_id FROM agency WHERE closed_at IS NULL').raw().all() as [
    string,
    string | null,
    string,
    string | null,
  ][];
  return rows.map(([organId, otherCode, folded, parentId]) => ({
    organId,
    folded: folded.trim(),
    ...(otherCode === null ? {} : { otherCode }),
    ...(parentId === null ? {} : { parentId }),
  }));
}

/** Open agencies of these codes, in their order; one query, prepared once. */
export function rowsReader(store: Store): (codes: readonly string[]) => AgencyRow[] {
  const read = store.db.prepare(
    `SELECT a.organ_id AS organId, a.name, a.other_code AS otherCode,
       coalesce((SELECT p.name FROM agency p WHERE p.organ_id = a.parent_id), (SELECT p.name FROM agency p WHERE p.other_code = a.parent_id)) AS parentName
     FROM json_each(?) j JOIN agency a ON a.organ_id = j.value WHERE a.closed_at IS NULL ORDER BY j.key`,
  );
  type Row = { organId: string; name: string; otherCode: string | null; parentName: string | null };
  return (codes) =>
    (read.all(JSON.stringify(codes)) as Row[]).map(({ organId, name, otherCode, parentName }) => ({
      organId,
      name,
      ...(parentName === null ? {} : { parentName }),
      ...(otherCode === null ? {} : { otherCode }),
    }));
}

/** The open agency of a code of either standard; the code it is sent to wins where two have it. */
export function openAgency(store: Store, code: string): ListedAgency | undefined {
  const row = store.db
    .prepare(
      `SELECT ${COLUMNS} FROM agency WHERE closed_at IS NULL AND (organ_id = @code OR other_code = @code)
       ORDER BY organ_id = @code DESC LIMIT 1`,
    )
    .get({ code: code.trim() }) as AgencyRecord | undefined;
  return row && listed(row);
}

function parentName(store: Store, parentId: string | undefined): string | undefined {
  if (parentId === undefined) return undefined;
  return store.db
    .prepare(
      'SELECT name FROM agency WHERE organ_id = @code OR other_code = @code ORDER BY closed_at IS NOT NULL, organ_id = @code DESC LIMIT 1',
    )
    .pluck()
    .get({ code: parentId }) as string | undefined;
}
export function agencyRow(store: Store, agency: ListedAgency): AgencyRow {
  const parent = parentName(store, agency.parentId);
  return {
    organId: agency.organId,
    name: agency.name,
    ...(parent === undefined ? {} : { parentName: parent }),
    ...(agency.otherCode === undefined ? {} : { otherCode: agency.otherCode }),
  };
}

/** The open agency of this code, of either standard. */
export function byOrganId(store: Store, organId: string): AgencyRow | undefined {
  const found = openAgency(store, organId);
  return found && agencyRow(store, found);
}
/** Every code that the directory has for the agency of a code: for comparing codes of two standards. */
export function codesOf(store: Store, code: string): readonly string[] {
  const found = openAgency(store, code);
  return found === undefined ? [] : [found.organId, ...(found.otherCode === undefined ? [] : [found.otherCode])];
}

/** One agency with its earlier names and codes, closed ones too. */
export function agencyDetail(store: Store, organId: string): AgencyDetail {
  const row = store.db.prepare(`SELECT ${COLUMNS}, valid_from, closed_at, successor FROM agency WHERE organ_id = ?`).get(organId) as
    | (AgencyRecord & { valid_from: number; closed_at: number | null; successor: string | null })
    | undefined;
  if (row === undefined) throw new Failure('directory.no_such_agency', { organId });
  const history = store.db
    .prepare('SELECT name, other_code, valid_from, valid_to, why FROM agency_history WHERE organ_id = ? ORDER BY id DESC LIMIT 100')
    .all(organId) as { name: string; other_code: string | null; valid_from: number; valid_to: number; why: string }[];
  const agency = listed(row);
  return {
    ...agencyRow(store, agency),
    ...(agency.mail === undefined ? {} : { mail: agency.mail }),
    validFrom: row.valid_from,
    ...(row.closed_at === null ? {} : { closedAt: row.closed_at }),
    ...(row.successor === null ? {} : { successor: row.successor }),
    history: history.map((h) => ({
      name: h.name,
      from: h.valid_from,
      to: h.valid_to,
      why: h.why,
      ...(h.other_code === null ? {} : { otherCode: h.other_code }),
    })),
  };
}
