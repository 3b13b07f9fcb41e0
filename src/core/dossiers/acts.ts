/** Acts on a file of the year's list: each one transaction with its line in the file's history and in the audit. */

import type { DossierCheck } from '../../contract/page/dossiers.ts';
import type { AuditAct } from '../../domain/auditActs.ts';
import { afterDossierAct, type DossierAct, type DossierState, isUnfinished, MOST_DOSSIERS } from '../../domain/dossiers.ts';
import { Failure } from '../../domain/errors.ts';
import type { RecordId } from '../../domain/ids.ts';
import { type LegalDate, legalDateOf, screenDate } from '../../domain/time.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';
import { type DossierRecord, dossierById, itemsOf, totalsOf } from './rows.ts';

export interface DossierFields {
  readonly year: number;
  readonly notation: string;
  readonly heading: string;
  readonly title: string;
  readonly maintenance: string;
  readonly rights: string;
  readonly creator: string;
  readonly language: string;
  readonly description: string;
  readonly listed: boolean;
}

/** What a file's own trail tells. */
export type DossierEvent = AuditAct extends infer Act ? (Act extends `dossiers.${infer Event}` ? Event : never) : never;

/** Inside the transaction of an act. */
export function addEvent(
  store: Store,
  actor: Actor,
  dossierId: string,
  act: DossierEvent,
  params: Readonly<Record<string, string | number>> = {},
): void {
  store.db
    .prepare('INSERT INTO dossier_event (id, dossier_id, act, params, at, by_name, person_id, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
    .run(store.newId(), dossierId, act, JSON.stringify(params), store.now(), actor.name, actor.personId ?? null, store.nextSeq());
  record(store, actor, `dossiers.${act}`, dossierId);
}

/** The file before an act and the state it leads to. @throws Failure `dossiers.unknown`, `dossiers.act_not_allowed` */
export function beginAct(store: Store, id: string, act: DossierAct): DossierRecord & { readonly next: DossierState } {
  const row = dossierById(store, id);
  const next = afterDossierAct(row.state, act);
  if (!next.ok) throw new Failure(next.error.code, { ...next.error.params, notation: row.notation });
  return { ...row, next: next.value };
}

function requireFree(store: Store, organId: string, { year, notation }: DossierFields, id: string | undefined): void {
  const twin = store.db
    .prepare<[string, number, string], string>(
      `SELECT id FROM dossier WHERE organ_id = ? AND year = ? AND notation = ? AND state <> 'dropped'`,
    )
    .pluck()
    .get(organId, year, notation);
  if (twin !== undefined && twin !== id) throw new Failure('dossiers.notation_taken', { notation, year });
}
function requireRoom(store: Store, organId: string, year: number, more = 1): void {
  const count = store.db.prepare('SELECT count(*) FROM dossier WHERE organ_id = ? AND year = ?').pluck().get(organId, year) as number;
  if (count + more > MOST_DOSSIERS) throw new Failure('dossiers.list_full', { max: MOST_DOSSIERS });
}

const COLUMNS = ['year', 'notation', 'heading', 'title', 'maintenance', 'rights', 'creator', 'language', 'description'] as const;

/**
 * A new entry of the year's list, or a file opened beside it (which is open at once); with `id` a change of what it says.
 * @throws Failure `dossiers.notation_taken`, `dossiers.list_full`, `dossiers.act_not_allowed`, `dossiers.year_stays`
 */
export function saveDossier(store: Store, actor: Actor, organId: string, fields: DossierFields, id?: string): RecordId {
  return store.tx(() => {
    requireFree(store, organId, fields, id);
    if (id === undefined) {
      requireRoom(store, organId, fields.year);
      return insertDossier(store, actor, organId, fields, fields.listed ? 'planned' : 'open');
    }
    const row = beginAct(store, id, 'edit');
    // Its documents are counted under the year it was opened in.
    if (row.year !== fields.year && row.state !== 'planned') throw new Failure('dossiers.year_stays');
    store.db.prepare(`UPDATE dossier SET ${COLUMNS.map((name) => `${name} = @${name}`).join(', ')} WHERE id = @id`).run({
      ...Object.fromEntries(COLUMNS.map((name) => [name, fields[name]])),
      id,
    });
    const changed = COLUMNS.filter((name) => row[name] !== fields[name]);
    if (changed.length > 0) addEvent(store, actor, id, 'edited', { fields: changed.join(' ') });
    return row.id;
  }, 'dossiers:save');
}
function insertDossier(
  store: Store,
  actor: Actor,
  organId: string,
  fields: DossierFields,
  state: 'planned' | 'open',
  copiedFrom: string | null = null,
): RecordId {
  const id = store.newId();
  store.db
    .prepare(
      `INSERT INTO dossier (id, organ_id, ${COLUMNS.join(', ')}, listed, state, copied_from, at, by_name, person_id, seq)
       VALUES (@id, @organId, ${COLUMNS.map((name) => `@${name}`).join(', ')}, @listed, @state, @copiedFrom, @at, @by, @person, @seq)`,
    )
    .run({
      ...Object.fromEntries(COLUMNS.map((name) => [name, fields[name]])),
      ...{ id, organId, listed: fields.listed ? 1 : 0, state, copiedFrom },
      ...{ at: store.now(), by: actor.name, person: actor.personId ?? null, seq: store.nextSeq() },
    });
  addEvent(store, actor, id, state === 'open' ? 'opened_beside' : 'listed');
  return id;
}

/** @throws Failure `dossiers.not_empty`, `dossiers.act_not_allowed` */
export function dropDossier(store: Store, actor: Actor, id: string, reason: string): void {
  store.tx(() => {
    const { next } = beginAct(store, id, 'drop');
    if (totalsOf(store, id).documents > 0) throw new Failure('dossiers.not_empty');
    store.db.prepare('UPDATE dossier SET state = ? WHERE id = ?').run(next, id);
    addEvent(store, actor, id, 'dropped', { text: reason });
  }, 'dossiers:drop');
}

/** A year in a title follows the list: "… năm 2026" becomes "… năm 2027". */
const inYear = (title: string, from: number, to: number): string =>
  title.replace(new RegExp(`(?<!\\d)${from}(?!\\d)`, 'g'), String(to)).slice(0, 500);

/**
 * Last year's list as the new year's. Entries whose notation is there already stay as they are.
 * @throws Failure `dossiers.nothing_to_copy`, `dossiers.list_full`
 */
export function copyYear(store: Store, actor: Actor, organId: string, from: number, to: number): { copied: number; skipped: number } {
  return store.tx(() => {
    const rows = store.db
      .prepare<unknown[], DossierRecord>(
        `SELECT * FROM dossier WHERE organ_id = ? AND year = ? AND listed = 1 AND state <> 'dropped' ORDER BY seq`,
      )
      .all(organId, from);
    if (rows.length === 0 || from === to) throw new Failure('dossiers.nothing_to_copy', { year: from });
    const there = new Set(
      store.db
        .prepare<unknown[], string>(`SELECT notation FROM dossier WHERE organ_id = ? AND year = ? AND state <> 'dropped'`)
        .pluck()
        .all(organId, to),
    );
    const wanted = rows.filter((row) => !there.has(row.notation));
    requireRoom(store, organId, to, wanted.length);
    for (const row of wanted) {
      const fields = { ...row, year: to, title: inYear(row.title, from, to), listed: true };
      insertDossier(store, actor, organId, fields, 'planned', row.id);
    }
    record(store, actor, 'dossiers.copy_year', organId, `${from} ${to} ${wanted.length}`);
    return { copied: wanted.length, skipped: rows.length - wanted.length };
  }, 'dossiers:copy');
}

export interface Approval {
  readonly year: number;
  readonly decision: string;
  readonly approvedOn: string;
  readonly approvedBy: string;
}
/** The head of the office issued the year's list (article 28). @throws Failure `documents.date_in_future` */
export function approveList(store: Store, actor: Actor, organId: string, given: Approval): void {
  store.tx(() => {
    if (given.approvedOn > legalDateOf(store.now())) throw new Failure('documents.date_in_future', { field: 'approvedOn' });
    store.db
      .prepare(
        `INSERT INTO dossier_list (id, organ_id, year, decision, approved_on, approved_by, at, by_name, person_id, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (organ_id, year) DO UPDATE SET decision = excluded.decision, approved_on = excluded.approved_on, approved_by = excluded.approved_by,
           at = excluded.at, by_name = excluded.by_name, person_id = excluded.person_id, seq = excluded.seq`,
      )
      .run(
        ...[store.newId(), organId, given.year, given.decision, given.approvedOn, given.approvedBy],
        ...[store.now(), actor.name, actor.personId ?? null, store.nextSeq()],
      );
    record(store, actor, 'dossiers.approve', organId, `${given.year} ${given.decision}`);
  }, 'dossiers:approve');
}

export function openDossier(store: Store, actor: Actor, id: string): void {
  store.tx(() => {
    const { next } = beginAct(store, id, 'open');
    store.db.prepare('UPDATE dossier SET state = ? WHERE id = ?').run(next, id);
    addEvent(store, actor, id, 'opened');
  }, 'dossiers:open');
}

export function checkOf(store: Store, id: string): DossierCheck {
  const items = itemsOf(store, id).filter((item) => !item.destroyed);
  return {
    unfinished: items.filter((item) => isUnfinished(item.side, item.state)).length,
    withoutPages: items.filter((item) => item.pages === undefined).length,
  };
}

/**
 * The work is at its end (article 29): order and totals are settled, nothing moves any more.
 * @throws Failure `dossiers.empty`, `dossiers.no_maintenance`, `dossiers.unfinished`, `dossiers.closed_before_last`,
 *   `documents.date_in_future`, `dossiers.act_not_allowed`
 */
export function closeDossier(store: Store, actor: Actor, id: string, closedOn: LegalDate, accept: boolean): void {
  store.tx(() => {
    const { next, maintenance } = beginAct(store, id, 'close');
    if (closedOn > legalDateOf(store.now())) throw new Failure('documents.date_in_future', { field: 'closedOn' });
    const totals = totalsOf(store, id);
    if (totals.documents === 0) throw new Failure('dossiers.empty');
    if (maintenance === '') throw new Failure('dossiers.no_maintenance');
    if (totals.end !== null && closedOn < totals.end)
      throw new Failure('dossiers.closed_before_last', { date: screenDate(totals.end as LegalDate) });
    const { unfinished } = checkOf(store, id);
    if (unfinished > 0 && !accept) throw new Failure('dossiers.unfinished', { count: unfinished });
    numberItems(store, itemIds(store, id));
    store.db
      .prepare('UPDATE dossier SET state = ?, closed_on = ?, start_date = ?, end_date = ?, doc_total = ?, page_total = ? WHERE id = ?')
      .run(next, closedOn, totals.start, totals.end, totals.documents, totals.pages, id);
    addEvent(store, actor, id, 'closed', { date: screenDate(closedOn), documents: totals.documents, pages: totals.pages, unfinished });
  }, 'dossiers:close');
}

/** @throws Failure `dossiers.act_not_allowed` */
export function reopenDossier(store: Store, actor: Actor, id: string, reason: string): void {
  store.tx(() => {
    const { next } = beginAct(store, id, 'reopen');
    store.db
      .prepare(
        'UPDATE dossier SET state = ?, closed_on = NULL, start_date = NULL, end_date = NULL, doc_total = NULL, page_total = NULL WHERE id = ?',
      )
      .run(next, id);
    addEvent(store, actor, id, 'reopened', { text: reason });
  }, 'dossiers:reopen');
}

/** The items of a file in their order. */
export const itemIds = (store: Store, dossierId: string): string[] =>
  store.db
    .prepare<[string], string>('SELECT id FROM dossier_item WHERE dossier_id = ? AND removed_at IS NULL ORDER BY ordinal, seq')
    .pluck()
    .all(dossierId);
/** 1, 2, 3 … in this order. */
export function numberItems(store: Store, ids: readonly string[]): void {
  const set = store.db.prepare('UPDATE dossier_item SET ordinal = ? WHERE id = ? AND ordinal <> ?');
  for (const [i, id] of ids.entries()) set.run(i + 1, id, i + 1);
}

/** It was carried out whole. */
export const noteExported = (store: Store, actor: Actor, id: string, files: number): void =>
  store.tx(() => addEvent(store, actor, id, 'exported', { files }), 'dossiers:exported');
