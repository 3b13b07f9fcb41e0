/**
 * What senders want changed in documents that are here: status 13 and messages of types 1–3 (spec 1.4, 2). What is not
 * registered is taken back at once; else a person answers. Numbers and metadata stay; the same request twice changes
 * nothing; what is about a document not known here is kept until that document comes.
 */

import type { AmendmentRow, OrphanRequest } from '../../contract/page/incoming.ts';
import { type AmendmentKind, type AmendmentState, afterAnswer, amendmentKind, onRequest } from '../../domain/amendments.ts';
import type { IncomingState } from '../../domain/documents.ts';
import type { EdxmlDocument, EdxmlStatus } from '../../domain/edxml.ts';
import { Failure } from '../../domain/errors.ts';
import { type RecordId, recordId } from '../../domain/ids.ts';
import { record } from '../audit/index.ts';
import { type Actor, WORKSTATION } from '../context.ts';
import type { Store } from '../store/types.ts';
import { addHistory } from './history.ts';
import { reportStatus } from './reporting.ts';

export interface AmendmentRecord {
  readonly id: RecordId;
  readonly direction: 'in' | 'out';
  readonly kind: AmendmentKind;
  readonly organ_id: string;
  readonly other_organ_id: string;
  readonly other_name: string;
  readonly document_id: string;
  readonly incoming_id: RecordId | null;
  readonly message_id: RecordId | null;
  readonly outgoing_id: RecordId | null;
  readonly letter_id: RecordId | null;
  readonly reason: string;
  readonly state: AmendmentState;
  readonly asked_at: number;
  readonly answered_at: number | null;
  readonly answer: string | null;
}
export type NewAmendment = Pick<
  AmendmentRecord,
  'direction' | 'kind' | 'organ_id' | 'other_organ_id' | 'other_name' | 'document_id' | 'reason'
> &
  Partial<Pick<AmendmentRecord, 'incoming_id' | 'message_id' | 'outgoing_id' | 'letter_id' | 'asked_at'>>;

export function insertAmendment(store: Store, amendment: NewAmendment): RecordId {
  const id = recordId(store.newId());
  store.db
    .prepare(
      `INSERT INTO amendment (id, direction, kind, organ_id, other_organ_id, other_name, document_id, incoming_id, message_id, outgoing_id, letter_id,
         reason, state, asked_at, seq) VALUES (@id, @direction, @kind, @organ_id, @other_organ_id, @other_name, @document_id, @incoming_id, @message_id,
         @outgoing_id, @letter_id, @reason, 'open', @asked_at, @seq)`,
    )
    .run({
      incoming_id: null,
      message_id: null,
      outgoing_id: null,
      letter_id: null,
      asked_at: store.now(),
      ...amendment,
      id,
      seq: store.nextSeq(),
    });
  return id;
}

const byId = (store: Store, id: string): AmendmentRecord | undefined =>
  store.db.prepare('SELECT * FROM amendment WHERE id = ?').get(id) as AmendmentRecord | undefined;

/** DocumentIds that a message of types 1–3 is about: `ResponseFor`, `Bussiness/DocumentId`, `ReplacementInfoList`. */
function aboutOf(message: EdxmlDocument, organId: string): string[] {
  const { business } = message;
  const ids = (values: readonly (string | undefined)[]): string[] => [...new Set(values.flatMap((id) => (id ? [id] : [])))];
  if (business.type === 1) return ids(message.responseFor.map((r) => r.documentId));
  if (business.type === 2) return ids([business.documentId ?? message.documentId]);
  const ours = business.replacements.filter((r) => r.organIds.length === 0 || r.organIds.some((id) => id === organId));
  return ids(ours.map((r) => r.documentId));
}

/** A message of types 1–3 was stored as `messageId`; inside the same transaction. */
export function takeAmendingMessage(store: Store, messageId: RecordId, organId: string, sender: string, message: EdxmlDocument): void {
  if (message.business.type === 0) return;
  const about = aboutOf(message, organId);
  for (const documentId of about.length > 0 ? about : ['']) {
    const id = insertAmendment(store, {
      direction: 'in',
      kind: amendmentKind(message.business.type),
      organ_id: organId,
      other_organ_id: sender,
      other_name: message.from.organName ?? sender,
      document_id: documentId,
      message_id: messageId,
      reason: message.business.reason ?? message.subject ?? '',
    });
    join(store, id);
  }
}

/** Status 13: the sender asks for its document back; inside the inbox's transaction. */
export function takeRequest(store: Store, organId: string, sender: string, message: EdxmlStatus): 'stored' | 'duplicate' | 'orphan' {
  const documentId = message.responseFor.documentId ?? '';
  const askedAt = message.timestamp ?? store.now();
  const before = store.db
    .prepare(
      `SELECT 1 FROM amendment WHERE direction = 'in' AND kind = 'take_back' AND organ_id = ? AND other_organ_id = ? AND document_id = ?
         AND asked_at = ? AND reason = ?`,
    )
    .get(organId, sender, documentId, askedAt, message.description ?? '');
  if (before) return 'duplicate';
  const id = insertAmendment(store, {
    direction: 'in',
    kind: 'take_back',
    organ_id: organId,
    other_organ_id: sender,
    other_name: message.from.organName ?? sender,
    document_id: documentId,
    reason: message.description ?? '',
    asked_at: askedAt,
  });
  return join(store, id) ? 'stored' : 'orphan';
}

/** A document was taken in: requests that came before it are about it now. */
export function joinEarlierRequests(store: Store, organId: string, sender: string, documentId: string): void {
  const waiting = store.db
    .prepare(
      `SELECT id FROM amendment WHERE direction = 'in' AND incoming_id IS NULL AND organ_id = ? AND other_organ_id = ? AND document_id = ? ORDER BY seq`,
    )
    .all(organId, sender, documentId) as { id: string }[];
  for (const { id } of waiting) join(store, id);
}

/** Finds the document a request is about and does what needs nobody's answer; false where it is not known here. */
function join(store: Store, id: string): boolean {
  const request = byId(store, id);
  if (!request || request.document_id === '') return false;
  const original = store.db
    .prepare(
      // A copy that was put together with an earlier document is worked on there.
      `SELECT coalesce(m.id, i.id) AS id, coalesce(m.state, i.state) AS state FROM incoming i LEFT JOIN incoming m ON m.id = i.merged_into
       WHERE i.organ_id = ? AND i.sender_organ_id = ? AND i.document_id = ? AND i.business_type = 0 AND i.channel = 'axis' ORDER BY i.seq LIMIT 1`,
    )
    .get(request.organ_id, request.other_organ_id, request.document_id) as { id: RecordId; state: IncomingState } | undefined;
  const what = onRequest(request.kind, original?.state);
  if (!original || what === 'keep') return false;
  store.db.prepare('UPDATE amendment SET incoming_id = ? WHERE id = ?').run(original.id, id);
  addHistory(
    store,
    { name: request.other_name, roles: [] },
    { incomingId: original.id, act: `incoming.asked.${request.kind}`, params: { text: request.reason } },
  );
  if (what !== 'ask')
    settle(store, WORKSTATION, { ...request, incoming_id: original.id }, original.state, what === 'withdraw' ? 'withdrawn' : 'agreed', '');
  return true;
}

function settle(
  store: Store,
  actor: Actor,
  request: AmendmentRecord,
  before: IncomingState,
  state: Exclude<AmendmentState, 'open'>,
  text: string,
): void {
  const { incoming_id: incomingId, kind } = request;
  if (incomingId === null) return;
  const agreed = state !== 'refused';
  store.db
    .prepare('UPDATE amendment SET state = ?, answered_at = ?, answer = ?, answered_by = ? WHERE id = ?')
    .run(state, store.now(), text, actor.name, request.id);
  store.db
    .prepare('UPDATE incoming SET state = ?, updated_at = ? WHERE id = ?')
    .run(afterAnswer(kind, before, agreed), store.now(), incomingId);
  const act = state === 'withdrawn' ? 'incoming.withdrawn' : agreed ? `incoming.agreed.${kind}` : 'incoming.recall_refused';
  addHistory(store, actor, { incomingId, act, params: { text, sender: request.other_name } });
  const words = state === 'withdrawn' ? 'Đã hủy trên hệ thống, chưa vào sổ' : agreed ? 'Đồng ý' : 'Không đồng ý';
  reportStatus(store, actor, incomingId, agreed ? '15' : '16', [words, text].filter(Boolean).join('. '));
  record(store, actor, 'incoming.answer_recall', incomingId, state);
}

/** Out of use now: whatever else asks for it back has nothing left to be refused (`onRequest`), and is told the same. */
function settleWithIt(store: Store, actor: Actor, incomingId: RecordId): void {
  const { state } = store.db.prepare('SELECT state FROM incoming WHERE id = ?').get(incomingId) as { state: IncomingState };
  const open = store.db
    .prepare(`SELECT * FROM amendment WHERE direction = 'in' AND incoming_id = ? AND state = 'open' ORDER BY seq`)
    .all(incomingId) as AmendmentRecord[];
  for (const other of open) if (onRequest(other.kind, state) === 'nothing_left') settle(store, actor, other, state, 'agreed', '');
}

/** The clerk's answer to an open request; a refusal needs its reason. */
export function answerRecall(store: Store, actor: Actor, amendmentId: string, agree: boolean, text: string): RecordId {
  return store.tx(() => {
    const request = byId(store, amendmentId);
    if (request?.direction !== 'in' || request.incoming_id === null) throw new Failure('documents.not_found');
    if (request.state !== 'open') throw new Failure('documents.recall_answered');
    if (!agree && text.trim() === '') throw new Failure('documents.refusal_needs_reason');
    const { state } = store.db.prepare('SELECT state FROM incoming WHERE id = ?').get(request.incoming_id) as { state: IncomingState };
    settle(store, actor, request, state, agree ? 'agreed' : 'refused', text.trim());
    if (agree) settleWithIt(store, actor, request.incoming_id);
    return request.incoming_id;
  }, 'incoming:answer-recall');
}

/** Requests about documents that are not known here: kept until they come, shown so that somebody may ask; newest first. */
export function orphanRequests(store: Store): OrphanRequest[] {
  const rows = store.db
    .prepare(`SELECT * FROM amendment WHERE direction = 'in' AND incoming_id IS NULL AND state = 'open' ORDER BY seq DESC LIMIT 500`)
    .all() as AmendmentRecord[];
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    organName: row.other_name,
    documentId: row.document_id,
    reason: row.reason,
    askedAt: row.asked_at,
    ...(row.message_id === null ? {} : { letterId: row.message_id }),
  }));
}

/** Requests about a document and those it makes itself, for the screen. */
export function amendmentsOf(store: Store, column: 'incoming' | 'outgoing', id: string): AmendmentRow[] {
  const where =
    column === 'incoming'
      ? `direction = 'in' AND (incoming_id = @id OR message_id = @id)`
      : `direction = 'out' AND (outgoing_id = @id OR letter_id = @id)`;
  const rows = store.db.prepare(`SELECT * FROM amendment WHERE ${where} ORDER BY seq`).all({ id }) as AmendmentRecord[];
  return rows.map((row) => {
    const original = row.incoming_id ?? row.outgoing_id;
    const letter = row.message_id ?? row.letter_id;
    return {
      id: row.id,
      kind: row.kind,
      state: row.state,
      organName: row.other_name,
      reason: row.reason,
      askedAt: row.asked_at,
      ...(row.answered_at === null ? {} : { answeredAt: row.answered_at }),
      ...(row.answer ? { answer: row.answer } : {}),
      ...(original === null ? {} : { originalId: original }),
      ...(letter === null ? {} : { letterId: letter }),
    };
  });
}
