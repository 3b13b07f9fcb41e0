/** Closed files handed to the office's own archive (lưu trữ hiện hành, article 30): marked with day and receiver, with both papers kept. */
import type { HandoverRow } from '../../contract/page/dossiers.ts';
import { Failure } from '../../domain/errors.ts';
import type { RecordId } from '../../domain/ids.ts';
import { type LegalDate, legalDateOf, screenDate } from '../../domain/time.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { keepWithin } from '../print/kept.ts';
import type { Store, WrittenBlob } from '../store/types.ts';
import { addEvent, beginAct } from './acts.ts';
import type { HandedIn } from './paper.ts';
import { type DossierRecord, dossierById, rowOf } from './rows.ts';

/**
 * Files that may be handed over, all of one organ, in the order asked for.
 * @throws Failure `dossiers.unknown`, `dossiers.act_not_allowed`, `session.other_organ`, `documents.date_in_future`, `dossiers.handed_before_closed`
 */
export function toHandOver(store: Store, organId: string, ids: readonly string[], date: string): DossierRecord[] {
  if (date > legalDateOf(store.now())) throw new Failure('documents.date_in_future', { field: 'date' });
  return [...new Set(ids)].map((id) => {
    const row = beginAct(store, id, 'hand_over');
    if (row.organ_id !== organId) throw new Failure('session.other_organ');
    if (row.closed_on !== null && date < row.closed_on)
      throw new Failure('dossiers.handed_before_closed', { notation: row.notation, date: screenDate(row.closed_on) });
    return row;
  });
}
export const closedRows = (records: readonly DossierRecord[], today: LegalDate) =>
  records.map((record) => rowOf(record, today, { documents: 0, pages: 0, start: null, end: null }));

/** Marks them, with the papers that were made of them. */
export function handOver(
  store: Store,
  actor: Actor,
  organId: string,
  ids: readonly string[],
  given: HandedIn,
  papers: { readonly list: WrittenBlob; readonly minutes: WrittenBlob },
): HandoverRow {
  return store.tx(() => {
    const records = toHandOver(store, organId, ids, given.date);
    const keep = (blob: WrittenBlob, name: string) =>
      keepWithin(store, { blob, name: `${name} ${given.date}.pdf`, detected: 'pdf', organId }).fileId;
    const listId = keep(papers.list, 'Mục lục hồ sơ nộp lưu');
    const minutesId = keep(papers.minutes, 'Biên bản giao nhận hồ sơ');
    const id = store.newId();
    store.db
      .prepare(
        `INSERT INTO dossier_handover (id, organ_id, date, receiver, receiver_position, giver, note, list_file_id, minutes_file_id, at, by_name, person_id, seq)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        ...[id, organId, given.date, given.receiver, given.receiverPosition, given.giver, given.note, listId, minutesId],
        ...[store.now(), actor.name, actor.personId ?? null, store.nextSeq()],
      );
    for (const row of records) {
      store.db.prepare(`UPDATE dossier SET state = 'handed', handover_id = ? WHERE id = ?`).run(id, row.id);
      addEvent(store, actor, row.id, 'handed', { date: screenDate(given.date as LegalDate), name: given.receiver });
    }
    record(store, actor, 'dossiers.hand_over', id, `${records.length}`);
    return handoverById(store, id);
  }, 'dossiers:hand-over');
}

/** One file is taken back from the archive's list: marked by mistake, or given back. */
export function takeBack(store: Store, actor: Actor, id: string, reason: string): void {
  store.tx(() => {
    const { next } = beginAct(store, id, 'take_back');
    store.db.prepare('UPDATE dossier SET state = ?, handover_id = NULL WHERE id = ?').run(next, id);
    addEvent(store, actor, id, 'back', { text: reason });
  }, 'dossiers:take-back');
}

interface HandoverRecord {
  readonly id: RecordId;
  readonly date: string;
  readonly receiver: string;
  readonly receiver_position: string;
  readonly giver: string;
  readonly note: string;
  readonly by_name: string;
  readonly files: number;
  readonly list_file_id: string | null;
  readonly minutes_file_id: string | null;
}
const HANDOVER = `SELECT h.*, (SELECT count(*) FROM dossier d WHERE d.handover_id = h.id) AS files FROM dossier_handover h`;
function shown(store: Store, row: HandoverRecord): HandoverRow {
  const file = store.db.prepare<[string], { fileId: string; name: string; size: number }>(
    'SELECT f.id AS fileId, f.name, b.size FROM file f JOIN blob b ON b.id = f.blob_id WHERE f.id = ?',
  );
  const [list, minutes] = [row.list_file_id, row.minutes_file_id].map((id) => (id === null ? undefined : file.get(id)));
  return {
    id: row.id,
    date: row.date,
    receiver: row.receiver,
    receiverPosition: row.receiver_position,
    giver: row.giver,
    note: row.note,
    by: row.by_name,
    files: row.files,
    ...(list ? { list } : {}),
    ...(minutes ? { minutes } : {}),
  };
}
export function handoverById(store: Store, id: string): HandoverRow {
  const row = store.db.prepare<[string], HandoverRecord>(`${HANDOVER} WHERE h.id = ?`).get(id);
  if (!row) throw new Failure('dossiers.unknown');
  return shown(store, row);
}
const SHOWN = 200;
export const listHandovers = (store: Store, organId: string): HandoverRow[] =>
  store.db
    .prepare<[string], HandoverRecord>(`${HANDOVER} WHERE h.organ_id = ? ORDER BY h.seq DESC LIMIT ${SHOWN}`)
    .all(organId)
    .map((row) => shown(store, row));
export const handoverOf = (store: Store, dossierId: string): HandoverRow | undefined => {
  const { handover_id } = dossierById(store, dossierId);
  return handover_id === null ? undefined : handoverById(store, handover_id);
};
