/** Documents in a file: put in one by one or many at once, taken out with a reason, put in order. */
import type { DossierChoice, DossierPlace } from '../../contract/page/dossiers.ts';
import type { ManyDone } from '../../contract/page/lists.ts';
import type { IncomingState, OutgoingState } from '../../domain/documents.ts';
import { MOST_IN_DOSSIER, refusedIn } from '../../domain/dossiers.ts';
import { Failure } from '../../domain/errors.ts';
import type { RecordId } from '../../domain/ids.ts';
import { foldVietnamese } from '../../domain/secrecy.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { addHistory } from '../documents/history.ts';
import { eachWithin } from '../documents/many.ts';
import type { Store } from '../store/types.ts';
import { addEvent, beginAct, itemIds, numberItems } from './acts.ts';
import { type DossierRecord, fileCode } from './rows.ts';
import { mayLieIn } from './succession.ts';

export type Side = 'incoming' | 'outgoing';
interface Document {
  readonly organ_id: string;
  readonly state: IncomingState | OutgoingState;
  readonly destruction_id: string | null;
}

/**
 * Puts documents of the file's organ into it, behind those that are there; each for itself, in one transaction.
 * @throws Failure `dossiers.act_not_allowed` for the whole; for one document `documents.not_found`, `session.other_organ`,
 *   `documents.destroyed`, `dossiers.already_in`, `dossiers.full`, `dossiers.not_registered`, `dossiers.not_numbered`,
 *   `dossiers.not_ours`, `dossiers.merged`, `dossiers.cancelled`
 */
export function putIn(store: Store, actor: Actor, dossierId: string, side: Side, ids: readonly RecordId[]): ManyDone {
  return store.tx(() => {
    const dossier = beginAct(store, dossierId, 'put');
    const done = eachWithin(store, ids, (id) => putOne(store, actor, dossier, side, id));
    if (done.done.length === 0) return done;
    if (dossier.state === 'planned') {
      store.db.prepare('UPDATE dossier SET state = ? WHERE id = ?').run(dossier.next, dossierId);
      addEvent(store, actor, dossierId, 'opened');
    }
    addEvent(store, actor, dossierId, 'put', { count: done.done.length });
    return done;
  }, 'dossiers:put');
}
function putOne(store: Store, actor: Actor, dossier: DossierRecord, side: Side, id: RecordId): void {
  const { db } = store;
  const document = db.prepare<[string], Document>(`SELECT organ_id, state, destruction_id FROM ${side} WHERE id = ?`).get(id);
  if (!document) throw new Failure('documents.not_found');
  if (!mayLieIn(store, document.organ_id, dossier.organ_id)) throw new Failure('session.other_organ');
  if (document.destruction_id !== null) throw new Failure('documents.destroyed');
  const refused = refusedIn(side, document.state);
  if (refused !== undefined) throw new Failure(refused);
  const there = db.prepare(`SELECT 1 FROM dossier_item WHERE dossier_id = ? AND ${side}_id = ? AND removed_at IS NULL`).get(dossier.id, id);
  if (there) throw new Failure('dossiers.already_in', { notation: dossier.notation });
  const last = db
    .prepare<[string], number>('SELECT coalesce(max(ordinal), 0) FROM dossier_item WHERE dossier_id = ? AND removed_at IS NULL')
    .pluck()
    .get(dossier.id);
  const ordinal = (last ?? 0) + 1;
  if (ordinal > MOST_IN_DOSSIER) throw new Failure('dossiers.full', { max: MOST_IN_DOSSIER });
  db.prepare(
    `INSERT INTO dossier_item (id, dossier_id, ${side}_id, ordinal, at, by_name, person_id, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(store.newId(), dossier.id, id, ordinal, store.now(), actor.name, actor.personId ?? null, store.nextSeq());
  addHistory(store, actor, {
    ...(side === 'incoming' ? { incomingId: id } : { outgoingId: id }),
    act: 'document.into_dossier',
    params: { code: fileCode(dossier), name: dossier.title },
  });
  record(store, actor, 'dossiers.put_document', id, dossier.notation);
}

interface ItemRecord {
  readonly id: RecordId;
  readonly dossier_id: RecordId;
  readonly incoming_id: RecordId | null;
  readonly outgoing_id: RecordId | null;
}
/** @throws Failure `dossiers.no_item`, `dossiers.act_not_allowed` */
function itemOf(store: Store, itemId: string): { item: ItemRecord; dossier: DossierRecord } {
  const item = store.db
    .prepare<[string], ItemRecord>('SELECT id, dossier_id, incoming_id, outgoing_id FROM dossier_item WHERE id = ? AND removed_at IS NULL')
    .get(itemId);
  if (!item) throw new Failure('dossiers.no_item');
  return { item, dossier: beginAct(store, item.dossier_id, 'put') };
}

/** @returns the document it was. */
export function takeOut(store: Store, actor: Actor, itemId: string, reason: string): { side: Side; documentId: RecordId } {
  return store.tx(() => {
    const { item, dossier } = itemOf(store, itemId);
    store.db.prepare('UPDATE dossier_item SET removed_at = ?, removed_by = ? WHERE id = ?').run(store.now(), actor.name, itemId);
    numberItems(store, itemIds(store, dossier.id));
    const side: Side = item.incoming_id === null ? 'outgoing' : 'incoming';
    const documentId = (item.incoming_id ?? item.outgoing_id) as RecordId;
    addHistory(store, actor, {
      ...(side === 'incoming' ? { incomingId: documentId } : { outgoingId: documentId }),
      act: 'document.out_of_dossier',
      params: { code: fileCode(dossier), text: reason },
    });
    record(store, actor, 'dossiers.take_out_document', documentId, dossier.notation);
    addEvent(store, actor, dossier.id, 'taken_out', { text: reason });
    return { side, documentId };
  }, 'dossiers:take-out');
}

/** Pages as a person counted them (absent: as the files say) and remarks. */
export function noteItem(store: Store, actor: Actor, itemId: string, given: { pages?: number; note: string }): void {
  store.tx(() => {
    const { dossier } = itemOf(store, itemId);
    store.db.prepare('UPDATE dossier_item SET pages = ?, note = ? WHERE id = ?').run(given.pages ?? null, given.note, itemId);
    record(store, actor, 'dossiers.note', dossier.id);
  }, 'dossiers:note');
}

/** To the place `to` (from 1) of its file. */
export function moveItem(store: Store, actor: Actor, itemId: string, to: number): void {
  store.tx(() => {
    const { dossier } = itemOf(store, itemId);
    const others = itemIds(store, dossier.id).filter((one) => one !== itemId);
    others.splice(Math.max(0, to - 1), 0, itemId);
    numberItems(store, others);
    record(store, actor, 'dossiers.move', dossier.id);
  }, 'dossiers:move');
}

/** By the documents' dates (those without one last), or as they were put in. */
export function orderItems(store: Store, actor: Actor, dossierId: string, by: 'date' | 'added'): void {
  store.tx(() => {
    beginAct(store, dossierId, 'put');
    const date = `coalesce(i.date, i.arrival_date, o.date)`;
    const ids = store.db
      .prepare<[string], string>(
        `SELECT x.id FROM dossier_item x LEFT JOIN incoming i ON i.id = x.incoming_id LEFT JOIN outgoing o ON o.id = x.outgoing_id
         WHERE x.dossier_id = ? AND x.removed_at IS NULL ORDER BY ${by === 'date' ? `${date} IS NULL, ${date}, ` : ''} x.seq`,
      )
      .pluck()
      .all(dossierId);
    numberItems(store, ids);
    addEvent(store, actor, dossierId, 'ordered', { by });
  }, 'dossiers:order');
}

const SHOWN_CHOICES = 50;
/** Files that take documents, those with documents first, of this year before those of others. */
export function dossierChoices(store: Store, organId: string, text: string): DossierChoice[] {
  const words = foldVietnamese(text).split(/\s+/).filter(Boolean).slice(0, 8);
  return store.db
    .prepare<[string], DossierChoice>(
      `SELECT d.id, d.year, d.notation, d.title, d.state,
         (SELECT count(*) FROM dossier_item x WHERE x.dossier_id = d.id AND x.removed_at IS NULL) AS documents
       FROM dossier d WHERE d.organ_id = ? AND d.state IN ('planned', 'open') ORDER BY d.year DESC, d.state <> 'open', d.seq`,
    )
    .all(organId)
    .filter((row) => {
      const folded = foldVietnamese(`${row.notation} ${row.title} ${row.year}`);
      return words.every((word) => folded.includes(word));
    })
    .slice(0, SHOWN_CHOICES);
}

/** The files a document lies in, the first put first: its code is the document's FileCode. */
export const placesOf = (store: Store, side: Side, id: string): DossierPlace[] =>
  store.db
    .prepare<[string], DossierPlace>(
      `SELECT x.id, d.id AS dossierId, d.year, d.notation, d.title, d.state, x.ordinal, d.organ_id AS organId
       FROM dossier_item x JOIN dossier d ON d.id = x.dossier_id WHERE x.${side}_id = ? AND x.removed_at IS NULL ORDER BY x.seq`,
    )
    .all(id);
