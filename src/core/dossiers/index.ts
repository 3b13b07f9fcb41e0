/**
 * Hồ sơ, the files of the office's work (Decree 30/2020, articles 28 to 31): the year's list (danh mục hồ sơ), files with
 * the documents of a matter in their order, their end, their way to the office's archive, a file carried out whole. It
 * promises: a document's place in a file is in the document's history and in the search; a closed file does not move until
 * it is opened again with a reason; nothing is deleted, and of a destroyed document its place stays.
 */
import type { DossierDetail, DossierEventRow, DossierListFacts, DossierRow } from '../../contract/page/dossiers.ts';
import { dossierActs } from '../../domain/dossiers.ts';
import { legalDateOf } from '../../domain/time.ts';
import { ownOrgan } from '../documents/organs.ts';
import type { Store } from '../store/types.ts';
import { type Parts, whole } from '../working/index.ts';
import { checkOf } from './acts.ts';
import { handoverOf } from './handover.ts';
import { dossierById, itemsOf, rowOf, totalsOf, waitingRows, yearRowParts } from './rows.ts';

export {
  type Approval,
  approveList,
  closeDossier,
  copyYear,
  type DossierFields,
  dropDossier,
  noteExported,
  openDossier,
  reopenDossier,
  saveDossier,
} from './acts.ts';
export { EXPORT_LIMITS, type ExportedDossier, exportDossier } from './export.ts';
export { closedRows, handOver, listHandovers, takeBack, toHandOver } from './handover.ts';
export { dossierChoices, moveItem, noteItem, orderItems, placesOf, putIn, type Side, takeOut } from './items.ts';
export { type HandedIn, printDossier, printHandedList, printMinutes, printYearList } from './paper.ts';
export { dossierById, fileCode, waitingRows, yearRowParts, yearRows } from './rows.ts';
export { mayLieIn, succeedDossiers } from './succession.ts';

export function listFacts(store: Store, organId: string, year: number): DossierListFacts | undefined {
  return store.db
    .prepare<[string, number], DossierListFacts>(
      'SELECT decision, approved_on AS approvedOn, approved_by AS approvedBy FROM dossier_list WHERE organ_id = ? AND year = ?',
    )
    .get(organId, year);
}

export interface YearView {
  readonly year: number;
  readonly years: readonly number[];
  readonly rows: readonly DossierRow[];
  readonly list?: DossierListFacts;
  readonly waiting: number;
  readonly late: number;
}
export const yearView = (store: Store, organId: string, asked?: number): YearView => whole(yearViewParts(store, organId, asked));
/** A year's list; this year where none is named. This year and the next can always be chosen. Counted in parts. */
export function* yearViewParts(store: Store, organId: string, asked?: number): Parts<YearView> {
  const now = Number(legalDateOf(store.now()).slice(0, 4));
  const year = asked ?? now;
  const there = store.db.prepare<[string], number>('SELECT DISTINCT year FROM dossier WHERE organ_id = ?').pluck().all(organId);
  const list = listFacts(store, organId, year);
  const waiting = waitingRows(store, organId);
  return {
    year,
    years: [...new Set([...there, now, now + 1, year])].sort((a, b) => b - a),
    rows: yield* yearRowParts(store, organId, year),
    waiting: waiting.length,
    late: waiting.filter(({ handIn }) => handIn === 'late').length,
    ...(list ? { list } : {}),
  };
}

const eventsOf = (store: Store, id: string): DossierEventRow[] =>
  store.db
    .prepare<[string], { id: string; at: number; by_name: string; act: string; params: string }>(
      'SELECT id, at, by_name, act, params FROM dossier_event WHERE dossier_id = ? ORDER BY seq',
    )
    .all(id)
    .map(({ by_name, params, ...row }) => ({ ...row, by: by_name, params: JSON.parse(params) as DossierEventRow['params'] }));

/** @throws Failure `dossiers.unknown` */
export function dossierDetail(store: Store, id: string): DossierDetail {
  const record = dossierById(store, id);
  const handover = handoverOf(store, id);
  return {
    ...rowOf(record, legalDateOf(store.now()), totalsOf(store, id)),
    items: itemsOf(store, id),
    events: eventsOf(store, id),
    acts: dossierActs(record.state),
    check: checkOf(store, id),
    organName: ownOrgan(store, record.organ_id).name,
    ...(handover ? { handover } : {}),
  };
}
