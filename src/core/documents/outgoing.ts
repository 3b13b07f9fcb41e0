/** Acts on an outgoing document: draft, number, cancel. Signing is its own room; issuing stands in `issue.ts`. */
import type { NumberSource } from '../../contract/page/province.ts';
import { documentKind } from '../../domain/documentKinds.ts';
import { afterOutgoingAct, type OutgoingAct, type OutgoingState } from '../../domain/documents.ts';
import { conventionalDocumentId } from '../../domain/edxml.ts';
import { Failure } from '../../domain/errors.ts';
import { organId, type RecordId, recordId } from '../../domain/ids.ts';
import type { PaperRecipient } from '../../domain/paperDesk.ts';
import { foldVietnamese } from '../../domain/secrecy.ts';
import { type LegalDate, legalDateOf } from '../../domain/time.ts';
import { record } from '../audit/index.ts';
import { documentKinds } from '../codelists/index.ts';
import type { Actor } from '../context.ts';
import { bookFor, cancelNumber, type NextNumber, NOT_HERE, numberSource, peekNumber, takeNumber } from '../registers/index.ts';
import type { Store } from '../store/types.ts';
import { addHistory } from './history.ts';
import { bindUploads } from './uploads.ts';

export interface Draft {
  readonly typeName: string;
  readonly subject: string;
  readonly content: string;
  readonly competence: string;
  readonly signerPosition: string;
  readonly signer: string;
  readonly priority: number;
  readonly dueDate?: string;
  /** '': Vietnamese; absent: as it was. */
  readonly language?: string;
  /** Ghi chú; absent: as it was. */
  readonly note?: string;
  readonly toPlaces: readonly string[];
  readonly recipients: readonly PaperRecipient[];
  readonly replyToId?: string;
  readonly uploadIds: readonly string[];
}
export interface OutgoingRecord {
  id: RecordId;
  organ_id: string;
  state: OutgoingState;
  priority: number;
  number: number | null;
  code: string;
  notation: string;
  date: string | null;
  document_id: string | null;
  book_id: RecordId | null;
  type_name: string;
  subject: string;
  content: string;
  competence: string;
  signer_position: string;
  signer: string;
  due_date: string | null;
  language: string;
  note: string;
  to_places: string;
  recipients: string;
  reply_to_id: RecordId | null;
  amends_id: RecordId | null;
  amends_type: 1 | 2 | 3 | null;
  frozen_at: number | null;
  /** Its files were destroyed by decision: nothing more is done with it. */
  destruction_id: string | null;
  number_pending: number;
  issued_at: number | null;
  updated_at: number;
}

export function outgoingById(store: Store, id: string): OutgoingRecord {
  const row = store.db.prepare('SELECT * FROM outgoing WHERE id = ?').get(id) as OutgoingRecord | undefined;
  if (!row) throw new Failure('documents.not_found');
  return row;
}

/** @throws Failure `documents.destroyed` */
export function requireNotDestroyed(row: Pick<OutgoingRecord, 'destruction_id'>): void {
  if (row.destruction_id !== null) throw new Failure('documents.destroyed');
}

/** The document before an act and the state it leads to; throws `documents.act_not_allowed`. */
export function beginOutgoing(store: Store, id: string, act: OutgoingAct): OutgoingRecord & { next: OutgoingState } {
  const row = outgoingById(store, id);
  requireNotDestroyed(row);
  const next = afterOutgoingAct(row.state, act);
  if (!next.ok) throw new Failure(next.error.code, next.error.params);
  return { ...row, next: next.value };
}

function checkDraft(store: Store, draft: Draft): void {
  if (!documentKind(draft.typeName, documentKinds(store))) throw new Failure('documents.unknown_kind', { kind: draft.typeName });
  const codes = draft.recipients.flatMap((r) => (r.organId ? [r.organId] : []));
  const twice = codes.find((code, i) => codes.indexOf(code) !== i);
  if (twice) throw new Failure('documents.recipient_twice', { name: draft.recipients.find((r) => r.organId === twice)?.name ?? twice });
}

/** Creates a draft, or changes one that nobody has signed yet. New uploads take the place of the files before. */
export function saveDraft(store: Store, actor: Actor, ownOrganId: string, draft: Draft, id?: string): RecordId {
  checkDraft(store, draft);
  return store.tx(() => {
    const fields = {
      priority: draft.priority,
      type: draft.typeName,
      subject: draft.subject,
      content: draft.content || draft.subject,
      competence: draft.competence,
      position: draft.signerPosition,
      signer: draft.signer,
      due: draft.dueDate ?? null,
      language: draft.language ?? null,
      note: draft.note ?? null,
      places: JSON.stringify(draft.toPlaces),
      recipients: JSON.stringify(draft.recipients),
      reply: draft.replyToId ?? null,
      folded: foldVietnamese([draft.typeName, draft.subject, draft.signer, ...draft.recipients.map((r) => r.name)].join(' ')),
      now: store.now(),
    };
    const documentId =
      id === undefined ? insertDraft(store, actor, ownOrganId, fields) : updateDraft(store, id, fields, draft.uploadIds.length > 0);
    if (draft.uploadIds.length > 0) {
      store.db.prepare('UPDATE file SET current = 0 WHERE outgoing_id = ?').run(documentId);
      bindUploads(store, { outgoingId: documentId }, draft.uploadIds);
    }
    if (id === undefined) addHistory(store, actor, { outgoingId: documentId, act: 'outgoing.draft' });
    record(store, actor, id === undefined ? 'outgoing.draft' : 'outgoing.edit', documentId, 'ok');
    return documentId;
  }, 'outgoing:draft');
}

type Fields = Readonly<Record<string, string | number | null>>;
function insertDraft(store: Store, actor: Actor, ownOrganId: string, fields: Fields): RecordId {
  const id = recordId(store.newId());
  store.db
    .prepare(
      `INSERT INTO outgoing (id, organ_id, state, priority, type_name, subject, content, competence, signer_position, signer, due_date, to_places, recipients,
         reply_to_id, folded, language, note, updated_at, seq, workstation_id, person_id)
       VALUES (@id, @organ, 'draft', @priority, @type, @subject, @content, @competence, @position, @signer, @due, @places, @recipients,
         @reply, @folded, coalesce(@language, ''), coalesce(@note, ''), @now, @seq, @workstation, @person)`,
    )
    .run({ ...fields, id, organ: ownOrganId, seq: store.nextSeq(), workstation: store.workstationId, person: actor.personId ?? null });
  return id;
}
function updateDraft(store: Store, id: string, fields: Fields, newFile: boolean): RecordId {
  const row = beginOutgoing(store, id, 'edit');
  // Of a joint document that one leader signed, only a new file (which takes the signature away) may follow.
  const stage = store.db.prepare("SELECT stage FROM file WHERE outgoing_id = ? AND role = 'main' AND current = 1").pluck().get(id);
  if (stage === 'leader_signed' && !newFile) throw new Failure('documents.signed_partly');
  store.db
    .prepare(
      `UPDATE outgoing SET priority = @priority, type_name = @type, subject = @subject, content = @content, competence = @competence,
         signer_position = @position, signer = @signer, due_date = @due, to_places = @places, recipients = @recipients, reply_to_id = @reply,
         language = coalesce(@language, language), note = coalesce(@note, note), folded = @folded, updated_at = @now WHERE id = @id`,
    )
    .run({ ...fields, id });
  return row.id;
}

/** Without a number where the province's system gives it, or its blocks are used up. */
export function nextOutgoingNumber(
  store: Store,
  id: string,
): Partial<NextNumber> & { readonly date: LegalDate; readonly numbers: NumberSource } {
  const row = outgoingById(store, id);
  const book = bookFor(store, row.organ_id, 'outgoing', row.type_name);
  const numbers = numberSource(store, book.id);
  try {
    return { ...peekNumber(store, book, row.type_name), numbers };
  } catch (error) {
    if (error instanceof Failure && NOT_HERE.includes(error.error.code)) return { date: legalDateOf(store.now()), numbers };
    throw error;
  }
}

/** Gives số, ký hiệu and date, and the DocumentId that follows from them (Decree 30/2020, articles 14–16). */
export function numberOutgoing(store: Store, actor: Actor, id: string): NextNumber {
  return store.tx(() => {
    const row = beginOutgoing(store, id, 'number');
    const book = bookFor(store, row.organ_id, 'outgoing', row.type_name);
    const given = takeNumber(store, book, { kindName: row.type_name, outgoingId: row.id, actor });
    const documentId = conventionalDocumentId(organId(row.organ_id), given.date, given.codeNumber, given.notation);
    store.db
      .prepare(
        'UPDATE outgoing SET state = ?, number = ?, code = ?, notation = ?, date = ?, document_id = ?, book_id = ?, number_pending = 0, folded = folded || ? , updated_at = ? WHERE id = ?',
      )
      .run(
        row.next,
        given.number,
        given.code,
        given.notation,
        given.date,
        documentId,
        book.id,
        ` ${foldVietnamese(given.code)}`,
        store.now(),
        row.id,
      );
    addHistory(store, actor, { outgoingId: row.id, act: 'outgoing.number', params: { code: given.code } });
    record(store, actor, 'outgoing.number', row.id, given.code);
    return given;
  }, 'outgoing:number');
}

/** Gives a document up before it was issued; its number, if it has one, is cancelled and never given again. */
export function cancelOutgoing(store: Store, actor: Actor, id: string, reason: string, allowedBy: string): void {
  store.tx(() => {
    const row = beginOutgoing(store, id, 'cancel');
    store.db.prepare('UPDATE outgoing SET number_pending = 0 WHERE id = ? AND number_pending = 1').run(row.id);
    if (row.number !== null && row.book_id !== null) {
      const place = store.db.prepare('SELECT period, series FROM book_number WHERE outgoing_id = ?').get(row.id) as {
        period: string;
        series: string;
      };
      cancelNumber(store, { bookId: row.book_id, number: row.number, ...place }, { reason, allowedBy });
    }
    store.db.prepare('UPDATE outgoing SET state = ?, updated_at = ? WHERE id = ?').run(row.next, store.now(), row.id);
    addHistory(store, actor, { outgoingId: row.id, act: 'outgoing.cancel', params: { text: reason, allowedBy } });
    record(store, actor, 'outgoing.cancel', row.id, 'ok');
  }, 'outgoing:cancel');
}

/**
 * Language and remarks, which may be written down at any time, also of what was issued: they are the office's own words
 * beside the document, not part of what was sent.
 * @throws Failure `documents.not_found`, `documents.destroyed`, `documents.nothing_changed`
 */
export function setRemarks(store: Store, actor: Actor, id: string, given: { readonly language: string; readonly note: string }): void {
  store.tx(() => {
    const row = outgoingById(store, id);
    requireNotDestroyed(row);
    if (row.language === given.language && row.note === given.note) throw new Failure('documents.nothing_changed');
    store.db
      .prepare('UPDATE outgoing SET language = ?, note = ?, updated_at = ? WHERE id = ?')
      .run(given.language, given.note, store.now(), row.id);
    record(store, actor, 'outgoing.remarks', row.id);
  }, 'outgoing:remarks');
}
