/**
 * The sender's side of taking back, revoking, updating and replacing. What has not left is taken out of the queue; the
 * other recipients are asked one by one (status 13), or told by a document of its own (types 1–3). A recall freezes the
 * document here; its number and metadata stay.
 */
import { type AmendmentState, amendmentKind, mayAsk, onAnswer } from '../../domain/amendments.ts';
import type { EdxmlStatus, Priority } from '../../domain/edxml.ts';
import { Failure } from '../../domain/errors.ts';
import { edxmlDocumentId, organId, type RecordId, recordId } from '../../domain/ids.ts';
import { foldVietnamese } from '../../domain/secrecy.ts';
import { type LegalDate, screenDate } from '../../domain/time.ts';
import { record } from '../audit/index.ts';
import { enqueueStatus } from '../axis/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';
import { insertAmendment } from './amendments.ts';
import { addHistory } from './history.ts';
import { asOrganization, ownOrgan } from './organs.ts';
import { type OutgoingRecord, outgoingById, requireNotDestroyed } from './outgoing.ts';

/** An issued document of which something may still be sent. */
export function standing(store: Store, id: string): OutgoingRecord {
  const row = outgoingById(store, id);
  requireNotDestroyed(row);
  if (row.state !== 'issued' || !row.document_id) throw new Failure('documents.act_not_allowed');
  if (row.frozen_at !== null) throw new Failure('documents.recalled');
  return row;
}

interface Sent {
  readonly dispatch: RecordId;
  /** Surely neither on the axis nor carried by hand. */
  readonly unsent: 0 | 1;
  readonly organ_id: string;
  readonly name: string;
}
/** The newest dispatch of the document to each recipient on the axis. */
export const sentTo = (store: Store, id: string): Sent[] =>
  store.db
    .prepare(
      `SELECT p.id AS dispatch, (p.state IN ('queued', 'refused') AND coalesce(json_extract(p.error, '$.code'), '') <> 'axis.maybe_sent'
           AND NOT EXISTS (SELECT 1 FROM bundle_item i WHERE i.dispatch_id = p.id)) AS unsent, d.organ_id, d.name, max(d.seq) AS seq
       FROM delivery d JOIN dispatch p ON p.id = d.dispatch_id
       WHERE p.outgoing_id = ? AND p.kind = 'document' AND d.organ_id IS NOT NULL GROUP BY d.organ_id ORDER BY seq`,
    )
    .all(id) as Sent[];

/** Takes a package out of the queue that the axis surely has not. */
function unqueue(store: Store, dispatch: string): void {
  store.db.prepare('UPDATE dispatch SET after_id = NULL WHERE after_id = ?').run(dispatch);
  store.db.prepare('DELETE FROM delivery WHERE dispatch_id = ?').run(dispatch);
  store.db.prepare('DELETE FROM dispatch WHERE id = ?').run(dispatch);
}

/** Behind a package that waits an earlier one may stand, sent or waiting too. Counts the recipients nothing more goes to. */
function unqueueAll(store: Store, id: string): number {
  const recipients = new Set<string>();
  for (;;) {
    const unsent = sentTo(store, id).filter((sent) => sent.unsent === 1);
    if (unsent.length === 0) return recipients.size;
    for (const { dispatch, organ_id } of unsent) {
      unqueue(store, dispatch);
      recipients.add(organ_id);
    }
  }
}

const requestsOf = (store: Store, outgoingId: string, other: string): AmendmentState[] =>
  store.db
    .prepare(
      `SELECT state FROM amendment WHERE direction = 'out' AND outgoing_id = ? AND other_organ_id = ? AND kind IN ('take_back', 'revoke') ORDER BY seq`,
    )
    .pluck()
    .all(outgoingId, other) as AmendmentState[];

/**
 * Takes a document back from everybody: unsent packages leave the queue, each other recipient is asked once, again only
 * after a refusal.
 * @throws Failure `documents.nothing_to_take_back` where nobody is left to ask
 */
export function takeBack(store: Store, actor: Actor, id: string, reason: string): { withdrawn: number; asked: number } {
  return store.tx(() => {
    const row = outgoingById(store, id);
    requireNotDestroyed(row);
    if (row.state !== 'issued' || !row.document_id) throw new Failure('documents.act_not_allowed');
    const withdrawn = unqueueAll(store, id);
    let asked = 0;
    for (const sent of sentTo(store, id)) {
      if (!mayAsk(requestsOf(store, id, sent.organ_id))) continue;
      ask(store, actor, row, sent, reason);
      asked++;
    }
    if (withdrawn + asked === 0) throw new Failure('documents.nothing_to_take_back');
    freeze(store, id);
    addHistory(store, actor, { outgoingId: row.id, act: 'outgoing.take_back', params: { text: reason, withdrawn, asked } });
    record(store, actor, 'outgoing.take_back', id, row.code);
    return { withdrawn, asked };
  }, 'outgoing:take-back');
}
export function freeze(store: Store, id: string): void {
  store.db.prepare('UPDATE outgoing SET frozen_at = coalesce(frozen_at, ?), updated_at = ? WHERE id = ?').run(store.now(), store.now(), id);
}

/** One status 13 to one recipient (spec 1.8: `ResponseFor` names the recipient asked and our own document). */
function ask(store: Store, actor: Actor, row: OutgoingRecord, sent: Sent, reason: string): void {
  insertAmendment(store, {
    direction: 'out',
    kind: 'take_back',
    organ_id: row.organ_id,
    other_organ_id: sent.organ_id,
    other_name: sent.name,
    document_id: row.document_id ?? '',
    outgoing_id: row.id,
    reason,
  });
  const status: EdxmlStatus = {
    kind: 'status',
    from: asOrganization(ownOrgan(store, row.organ_id)),
    responseFor: {
      organId: organId(sent.organ_id),
      documentId: edxmlDocumentId(row.document_id ?? ''),
      code: row.code,
      ...(row.date ? { promulgationDate: row.date as LegalDate } : {}),
    },
    staffInfo: { department: 'Văn thư', staff: actor.name },
    statusCode: '13',
    description: reason,
    timestamp: store.now(),
  };
  enqueueStatus(store, {
    organId: organId(row.organ_id),
    outgoingId: row.id,
    afterId: sent.dispatch,
    status,
    priority: row.priority as Priority,
    title: `13 · ${row.code}`,
  });
}

/** The letter of types 1–3 was issued: its recipients are asked, and a revoked document is frozen; same transaction. */
export function amendingIssued(
  store: Store,
  letter: OutgoingRecord,
  recipients: readonly { readonly organId?: string; readonly name: string }[],
): void {
  if (letter.amends_id === null || letter.amends_type === null) return;
  const original = outgoingById(store, letter.amends_id);
  for (const { organId: other, name } of recipients) {
    if (other === undefined) continue;
    insertAmendment(store, {
      direction: 'out',
      kind: amendmentKind(letter.amends_type),
      organ_id: original.organ_id,
      other_organ_id: other,
      other_name: name,
      document_id: original.document_id ?? '',
      outgoing_id: original.id,
      letter_id: letter.id,
      reason: letter.subject,
    });
  }
  if (letter.amends_type !== 2) freeze(store, original.id);
}

export interface Answer {
  readonly outgoingId: string;
  readonly sender: string;
  readonly code: '15' | '16';
  readonly text: string;
  readonly at: number;
}
/**
 * A recipient answered (15, 16); inside the inbox's transaction. An answer names the document, not the request: it counts
 * for the oldest request that is open, for answers come in the order of the requests; else for the last one refused.
 */
export function takeAnswer(store: Store, answer: Answer): void {
  const open = store.db
    .prepare(
      `SELECT id, state FROM amendment WHERE direction = 'out' AND outgoing_id = ? AND other_organ_id = ? AND state IN ('open', 'refused')
       ORDER BY state = 'refused', CASE state WHEN 'open' THEN seq ELSE -seq END LIMIT 1`,
    )
    .get(answer.outgoingId, answer.sender) as { id: string; state: AmendmentState } | undefined;
  if (!open) return;
  store.db
    .prepare('UPDATE amendment SET state = ?, answered_at = ?, answer = ? WHERE id = ?')
    .run(onAnswer(open.state, answer.code), answer.at, answer.text, open.id);
}

const DRAFTS = {
  1: { subject: 'Về việc thu hồi', act: 'outgoing.revoking' },
  2: { subject: 'Về việc cập nhật', act: 'outgoing.updating' },
  3: { subject: '', act: 'outgoing.replacing' },
} as const;

/** A draft that revokes, updates or replaces an issued document, to the recipients that have it. */
export function draftAmending(store: Store, actor: Actor, id: string, type: 1 | 2 | 3): RecordId {
  return store.tx(() => {
    const row = standing(store, id);
    const draft = recordId(store.newId());
    const named = `${row.type_name.toLowerCase()} số ${row.code}${row.date ? ` ngày ${screenDate(row.date as LegalDate)}` : ''}`;
    const subject = (type === 3 ? row.subject : `${DRAFTS[type].subject} ${named}`).slice(0, 500);
    const typeName = type === 1 ? 'Công văn' : row.type_name;
    store.db
      .prepare(
        `INSERT INTO outgoing (id, organ_id, state, priority, type_name, subject, content, competence, signer_position, signer, to_places, recipients,
           folded, updated_at, seq, workstation_id, person_id, amends_id, amends_type)
         VALUES (?, ?, 'draft', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        draft,
        row.organ_id,
        row.priority,
        typeName,
        subject,
        subject,
        row.competence,
        row.signer_position,
        row.signer,
        row.to_places,
        row.recipients,
        foldVietnamese(`${typeName} ${subject} ${row.signer}`),
        store.now(),
        store.nextSeq(),
        store.workstationId,
        actor.personId ?? null,
        row.id,
        type,
      );
    addHistory(store, actor, { outgoingId: draft, act: DRAFTS[type].act, params: { code: row.code } });
    record(store, actor, 'outgoing.draft', draft, 'ok');
    return draft;
  }, 'outgoing:amend');
}
