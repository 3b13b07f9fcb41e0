/** "Số: chờ cấp": a document is entered in a book whose numbers the province's system gives, and gets its number later. */
import { conventionalDocumentId } from '../../domain/edxml.ts';
import { Failure } from '../../domain/errors.ts';
import { organId, type RecordId } from '../../domain/ids.ts';
import { foldVietnamese } from '../../domain/secrecy.ts';
import { type LegalDate, legalDateOf } from '../../domain/time.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { type Book, bookById, bookFor, enterNumber, numberSource } from '../registers/index.ts';
import { requireAnswered } from '../secrecy/index.ts';
import type { Store } from '../store/types.ts';
import { requireReconciled } from '../store/waiting.ts';
import { requireDecided } from './duplicates.ts';
import { addHistory } from './history.ts';
import { applyAutoRule, beginIncoming } from './incoming.ts';
import { beginOutgoing, outgoingById } from './outgoing.ts';
import { reportStatus } from './reporting.ts';

function bookOfProvince(store: Store, organ: string, direction: 'incoming' | 'outgoing', kind: string): Book {
  const book = bookFor(store, organ, direction, kind);
  if (numberSource(store, book.id) === 'here') throw new Failure('registers.numbers_here', { book: book.name });
  return book;
}

/** Enters an incoming document without a number: registered, its number to come. @throws Failure `registers.numbers_here` */
export const registerPending = (store: Store, actor: Actor, id: RecordId, note = ''): void =>
  store.tx(() => registerPendingWithin(store, actor, id, note), 'incoming:register-pending');

/** The same inside the caller's transaction. */
export function registerPendingWithin(store: Store, actor: Actor, id: RecordId, note: string): void {
  requireReconciled(store);
  const subject = beginIncoming(store, id, 'register');
  requireAnswered(store, 'incoming_id', id);
  requireDecided(store, id);
  const book = bookOfProvince(store, subject.organ_id, 'incoming', subject.type_name);
  store.db
    .prepare(
      'UPDATE incoming SET state = ?, number_pending = 1, arrival_date = ?, book_id = ?, note = ?, updated_at = ?, person_id = ? WHERE id = ?',
    )
    .run(subject.next, legalDateOf(store.now()), book.id, note || null, store.now(), actor.personId ?? null, id);
  addHistory(store, actor, { incomingId: id, act: 'incoming.register_pending' });
  reportStatus(store, actor, id, '03', 'Đã tiếp nhận, vào sổ văn bản đến (số: chờ cấp)');
  record(store, actor, 'incoming.register', id, 'number pending');
  applyAutoRule(store, actor, id);
}

/** An outgoing document that waits for its number from the province's system. */
export function pendOutgoing(store: Store, actor: Actor, id: string): void {
  store.tx(() => {
    const row = beginOutgoing(store, id, 'number');
    const book = bookOfProvince(store, row.organ_id, 'outgoing', row.type_name);
    const changed = store.db
      .prepare('UPDATE outgoing SET number_pending = 1, book_id = ?, updated_at = ? WHERE id = ? AND number_pending = 0')
      .run(book.id, store.now(), id);
    if (changed.changes === 0) throw new Failure('documents.act_not_allowed');
    addHistory(store, actor, { outgoingId: row.id, act: 'outgoing.number_pending' });
    record(store, actor, 'outgoing.number', id, 'number pending');
  }, 'outgoing:number-pending');
}

/** Pending 2: the number came from the province's system. */
export function fillIncomingNumber(store: Store, actor: Actor, id: RecordId, number: number): void {
  store.tx(() => {
    const row = store.db.prepare('SELECT book_id, type_name, arrival_date, number_pending FROM incoming WHERE id = ?').get(id) as
      | { book_id: string | null; type_name: string; arrival_date: LegalDate | null; number_pending: number }
      | undefined;
    if (!row) throw new Failure('documents.not_found');
    if (row.number_pending !== 1 || row.book_id === null || row.arrival_date === null) throw new Failure('documents.number_not_pending');
    enterNumber(store, bookById(store, row.book_id), number, { kindName: row.type_name, date: row.arrival_date, incomingId: id, actor });
    store.db
      .prepare('UPDATE incoming SET arrival_number = ?, number_pending = 2, updated_at = ? WHERE id = ?')
      .run(number, store.now(), id);
    addHistory(store, actor, { incomingId: id, act: 'incoming.number_filled', params: { number } });
    record(store, actor, 'incoming.number_filled', id, String(number));
  }, 'incoming:number-filled');
}

/** Number and day as the province's system gave them; code and DocumentId follow. */
export function fillOutgoingNumber(store: Store, actor: Actor, id: string, number: number, date: LegalDate): { code: string } {
  if (date > legalDateOf(store.now())) throw new Failure('documents.date_in_future', { field: 'date' });
  return store.tx(() => {
    const row = beginOutgoing(store, id, 'number');
    const pending = store.db.prepare('SELECT number_pending FROM outgoing WHERE id = ?').pluck().get(id);
    const { book_id: bookId } = outgoingById(store, id);
    if (pending !== 1 || bookId === null) throw new Failure('documents.number_not_pending');
    const given = enterNumber(store, bookById(store, bookId), number, { kindName: row.type_name, date, outgoingId: row.id, actor });
    const documentId = conventionalDocumentId(organId(row.organ_id), date, given.codeNumber, given.notation);
    store.db
      .prepare(
        `UPDATE outgoing SET state = ?, number = ?, code = ?, notation = ?, date = ?, document_id = ?, number_pending = 2, folded = folded || ?, updated_at = ?
         WHERE id = ?`,
      )
      .run(row.next, number, given.code, given.notation, date, documentId, ` ${foldVietnamese(given.code)}`, store.now(), row.id);
    addHistory(store, actor, { outgoingId: row.id, act: 'outgoing.number_filled', params: { code: given.code } });
    record(store, actor, 'outgoing.number_filled', row.id, given.code);
    return { code: given.code };
  }, 'outgoing:number-filled');
}
