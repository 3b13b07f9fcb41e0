/** Files as lists and screens show them; totals of an open one are counted, of a closed one they stand as they were settled. */
import type { DossierItemRow, DossierRow } from '../../contract/page/dossiers.ts';
import type { IncomingState, OutgoingState } from '../../domain/documents.ts';
import { byNotation, type DossierState, handInBy, handInState } from '../../domain/dossiers.ts';
import { Failure } from '../../domain/errors.ts';
import type { RecordId } from '../../domain/ids.ts';
import { type LegalDate, legalDateOf } from '../../domain/time.ts';
import type { Store } from '../store/types.ts';
import { type Parts, whole } from '../working/index.ts';

export interface DossierRecord {
  readonly id: RecordId;
  readonly organ_id: string;
  readonly year: number;
  readonly notation: string;
  readonly heading: string;
  readonly title: string;
  readonly maintenance: string;
  readonly rights: string;
  readonly creator: string;
  readonly language: string;
  readonly description: string;
  readonly listed: number;
  readonly state: DossierState;
  readonly closed_on: LegalDate | null;
  readonly start_date: string | null;
  readonly end_date: string | null;
  readonly doc_total: number | null;
  readonly page_total: number | null;
  readonly handover_id: RecordId | null;
}
export interface Totals {
  readonly documents: number;
  readonly pages: number;
  readonly start: string | null;
  readonly end: string | null;
}
const NO_TOTALS: Totals = { documents: 0, pages: 0, start: null, end: null };

/** Pages of a document's own files; of none that is known: NULL. */
const PAGES = (list: 'incoming' | 'outgoing', document: string): string =>
  `(SELECT sum(f.pages) FROM file f WHERE f.${list}_id = ${document} AND f.current = 1 AND f.role <> 'register')`;
const TOTALS = `SELECT x.dossier_id AS id, count(*) AS documents,
    sum(coalesce(x.pages, CASE WHEN x.incoming_id IS NULL THEN ${PAGES('outgoing', 'x.outgoing_id')} ELSE ${PAGES('incoming', 'x.incoming_id')} END, 0)) AS pages,
    min(coalesce(i.date, i.arrival_date, o.date)) AS start, max(coalesce(i.date, i.arrival_date, o.date)) AS end
  FROM dossier_item x LEFT JOIN incoming i ON i.id = x.incoming_id LEFT JOIN outgoing o ON o.id = x.outgoing_id
  WHERE x.removed_at IS NULL AND `;

export const totalsOf = (store: Store, id: string): Totals =>
  store.db.prepare<[string], Totals>(`${TOTALS} x.dossier_id = ? GROUP BY x.dossier_id`).get(id) ?? NO_TOTALS;

/** `01/TH (2026)`. */
export const fileCode = ({ year, notation }: { readonly year: number; readonly notation: string }): string => `${notation} (${year})`;

/** @throws Failure `dossiers.unknown` */
export function dossierById(store: Store, id: string): DossierRecord {
  const row = store.db.prepare<[string], DossierRecord>('SELECT * FROM dossier WHERE id = ?').get(id);
  if (!row) throw new Failure('dossiers.unknown');
  return row;
}

export function rowOf(record: DossierRecord, today: LegalDate, counted: Totals): DossierRow {
  const settled = record.closed_on !== null;
  const start = settled ? record.start_date : counted.start;
  const end = settled ? record.end_date : counted.end;
  const waits = record.state === 'closed' && record.closed_on !== null ? record.closed_on : undefined;
  return {
    id: record.id,
    year: record.year,
    notation: record.notation,
    heading: record.heading,
    title: record.title,
    maintenance: record.maintenance,
    rights: record.rights,
    creator: record.creator,
    language: record.language,
    description: record.description,
    listed: record.listed === 1,
    state: record.state,
    documents: (settled ? record.doc_total : undefined) ?? counted.documents,
    pages: (settled ? record.page_total : undefined) ?? counted.pages,
    ...(start ? { startDate: start } : {}),
    ...(end ? { endDate: end } : {}),
    ...(record.closed_on ? { closedOn: record.closed_on } : {}),
    ...(waits === undefined ? {} : { handInBy: handInBy(waits), handIn: handInState(waits, today) }),
  };
}

/** As many files' documents are counted before the others have their turn. */
const COUNTED_AT_ONCE = 5;
function* rowsOf(store: Store, records: readonly DossierRecord[]): Parts<DossierRow[]> {
  const today = legalDateOf(store.now());
  const totals = store.db.prepare<[string], Totals>(`${TOTALS} x.dossier_id = ? GROUP BY x.dossier_id`);
  const rows: DossierRow[] = [];
  let counted = 0;
  for (const record of records) {
    // Of a closed one they stand as they were settled.
    const open = record.closed_on === null;
    if (open && ++counted % COUNTED_AT_ONCE === 0) yield { done: rows.length, total: records.length };
    rows.push(rowOf(record, today, (open ? totals.get(record.id) : undefined) ?? NO_TOTALS));
  }
  return rows;
}

/** A year's files in the order of their headings' first entries, within a heading by notation; dropped ones last. */
export const yearRows = (store: Store, organId: string, year: number): DossierRow[] => whole(yearRowParts(store, organId, year));
export function* yearRowParts(store: Store, organId: string, year: number): Parts<DossierRow[]> {
  const records = store.db
    .prepare<unknown[], DossierRecord>('SELECT * FROM dossier WHERE organ_id = ? AND year = ? ORDER BY seq')
    .all(organId, year);
  const headings = [...new Set(records.map(({ heading }) => heading))];
  const place = (row: DossierRow): number => headings.indexOf(row.heading);
  return (yield* rowsOf(store, records)).sort(
    (a, b) =>
      Number(a.state === 'dropped') - Number(b.state === 'dropped') || place(a) - place(b) || byNotation(a.notation, b.notation) || 0,
  );
}

/** Closed and not handed in, of any year, those that wait longest first. */
export function waitingRows(store: Store, organId: string): DossierRow[] {
  const records = store.db
    .prepare<unknown[], DossierRecord>(`SELECT * FROM dossier WHERE organ_id = ? AND state = 'closed' ORDER BY closed_on, seq`)
    .all(organId);
  return whole(rowsOf(store, records));
}

interface ItemRecord {
  readonly id: RecordId;
  readonly ordinal: number;
  readonly note: string;
  readonly own_pages: number | null;
  readonly file_pages: number | null;
  readonly files: number;
  readonly side: 'incoming' | 'outgoing';
  readonly document_id: RecordId;
  readonly state: IncomingState | OutgoingState;
  readonly code: string;
  readonly date: string | null;
  readonly type_name: string;
  readonly subject: string;
  readonly agency: string;
  readonly arrival_number: number | null;
  readonly destroyed: number;
}
const ITEM = (list: 'incoming' | 'outgoing', more: string): string =>
  `SELECT x.id, x.ordinal, x.note, x.pages AS own_pages, ${PAGES(list, 'd.id')} AS file_pages,
     (SELECT count(*) FROM file f WHERE f.${list}_id = d.id AND f.current = 1 AND f.role <> 'register') AS files,
     '${list}' AS side, d.id AS document_id, d.state, d.date, d.type_name, d.subject, d.destruction_id IS NOT NULL AS destroyed, ${more}
   FROM dossier_item x JOIN ${list} d ON d.id = x.${list}_id WHERE x.dossier_id = @id AND x.removed_at IS NULL`;
const ITEMS = `${ITEM('incoming', `trim(d.number || '/' || d.notation, '/') AS code, d.sender_name AS agency, d.arrival_number`)}
  UNION ALL ${ITEM('outgoing', `d.code, (SELECT g.name FROM organ g WHERE g.organ_id = d.organ_id) AS agency, NULL AS arrival_number`)}
  ORDER BY ordinal`;

/** The documents of a file, in its order. */
export const itemsOf = (store: Store, dossierId: string): DossierItemRow[] =>
  (store.db.prepare(ITEMS).all({ id: dossierId }) as ItemRecord[]).map((row) => {
    const pages = row.own_pages ?? row.file_pages;
    return {
      id: row.id,
      ordinal: row.ordinal,
      side: row.side,
      documentId: row.document_id,
      state: row.state,
      code: row.code,
      typeName: row.type_name,
      subject: row.subject,
      agency: row.agency ?? '',
      pagesTyped: row.own_pages !== null,
      files: row.files,
      note: row.note,
      destroyed: row.destroyed === 1,
      ...(row.date ? { date: row.date } : {}),
      ...(row.arrival_number === null ? {} : { arrivalNumber: row.arrival_number }),
      ...(pages === null ? {} : { pages }),
    };
  });
