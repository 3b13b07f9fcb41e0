/** The acts of destruction as a page reads them. */
import type { DestructionDetail, DestructionItem, DestructionRow } from '../../contract/page/destruction.ts';
import { Failure } from '../../domain/errors.ts';
import type { RecordId } from '../../domain/ids.ts';
import { listPeople } from '../accounts/index.ts';
import type { Store } from '../store/types.ts';
import { type Parts, whole } from '../working/index.ts';
import type { List, Listed } from './fitting.ts';

export const COLUMNS: Readonly<Record<List, string>> = {
  incoming: `id, trim(coalesce('số đến ' || arrival_number || ' · ', '') || number || CASE WHEN notation = '' THEN '' ELSE '/' || notation END) AS code,
    coalesce(arrival_date, date, '') AS date, subject`,
  outgoing: `id, code, coalesce(date, '') AS date, subject`,
};
/** Documents of an act that are read before the others have their turn. */
const READ_AT_ONCE = 300;

export interface ActRow {
  readonly id: RecordId;
  /** What was agreed stays `proposed` until it is carried out to its end: nobody else may list its documents. */
  readonly state: 'proposed' | 'done' | 'withdrawn';
  readonly number: string;
  readonly date: string;
  readonly decided_by: string;
  readonly council: string;
  readonly scan_name: string;
  readonly proposed_by: RecordId;
  readonly proposed_name: string;
  readonly proposed_at: number;
  readonly agreed_by: RecordId | null;
  readonly agreed_name: string | null;
  readonly agreed_at: number | null;
  readonly carried: number;
  readonly done_at: number | null;
  readonly documents: number;
  readonly files: number;
  readonly bytes: number;
}
const ACTS = `SELECT d.*, (SELECT count(*) FROM destruction_item i WHERE i.destruction_id = d.id) AS documents FROM destruction d`;

/** Agreed, and not yet at its end: it can no longer be withdrawn or stopped. */
export const stateOf = ({ state, agreed_at }: Pick<ActRow, 'state' | 'agreed_at'>): DestructionRow['state'] =>
  state === 'proposed' && agreed_at !== null ? 'carrying' : state;

const rowOf = (row: ActRow): DestructionRow => ({
  id: row.id,
  state: stateOf(row),
  number: row.number,
  date: row.date,
  decidedBy: row.decided_by,
  proposedBy: row.proposed_name,
  proposedById: row.proposed_by,
  proposedAt: row.proposed_at,
  documents: row.documents,
  carried: row.state === 'done' ? row.documents : row.carried,
  files: row.files,
  bytes: row.bytes,
  ...(row.agreed_name === null ? {} : { agreedBy: row.agreed_name }),
  ...(row.agreed_at === null ? {} : { agreedAt: row.agreed_at }),
  ...(row.state === 'done' && row.done_at !== null ? { doneAt: row.done_at } : {}),
});

/** @throws Failure `destruction.unknown` */
export function actById(store: Store, id: string): ActRow {
  const row = store.db.prepare<[string], ActRow>(`${ACTS} WHERE d.id = ?`).get(id);
  if (!row) throw new Failure('destruction.unknown');
  return row;
}
export const listActs = (store: Store): DestructionRow[] =>
  store.db.prepare<[], ActRow>(`${ACTS} ORDER BY d.seq DESC LIMIT 200`).all().map(rowOf);

/** Acts that were agreed and are not yet at their end, the first agreed first. */
export const agreedActs = (store: Store): ActRow[] =>
  store.db.prepare<[], ActRow>(`${ACTS} WHERE d.state = 'proposed' AND d.agreed_at IS NOT NULL ORDER BY d.agreed_at, d.seq`).all();

export const listedIn = (store: Store, id: string): Listed[] =>
  store.db.prepare<[string], Listed>('SELECT list, document_id AS id FROM destruction_item WHERE destruction_id = ?').all(id);

export const actDetail = (store: Store, id: string, backupsToGo: number): DestructionDetail =>
  whole(actDetailParts(store, id, backupsToGo));
/** @throws Failure `destruction.unknown` */
export function* actDetailParts(store: Store, id: string, backupsToGo: number): Parts<DestructionDetail> {
  const listed = listedIn(store, id);
  const items: DestructionItem[] = [];
  for (const [at, { list, id: document }] of listed.entries()) {
    if (at > 0 && at % READ_AT_ONCE === 0) yield { done: at, total: listed.length };
    const item = store.db
      .prepare<[string], Omit<DestructionItem, 'list'>>(`SELECT ${COLUMNS[list]} FROM ${list} WHERE id = ?`)
      .get(document);
    if (item) items.push({ list, ...item });
  }
  const row = actById(store, id);
  const agreeing = listPeople(store)
    .filter((person) => person.id !== row.proposed_by)
    .map((person) => ({ id: person.id, name: person.name }));
  const scan = store.db
    .prepare<[string], { id: string; name: string; size: number; detected: string }>(
      `SELECT f.id, f.name, b.size, f.detected FROM destruction d JOIN file f ON f.blob_id = d.scan_id AND f.role = 'register' JOIN blob b ON b.id = f.blob_id
       WHERE d.id = ? LIMIT 1`,
    )
    .get(id);
  return { ...rowOf(row), council: row.council, items, agreeing, backupsToGo, ...(scan && row.scan_name ? { scan } : {}) };
}
