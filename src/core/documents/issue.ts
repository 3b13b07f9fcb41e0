/** Issuing: the package is made once, hashed, and bound to its dispatch in the transaction that issues the document. */
import { documentKind } from '../../domain/documentKinds.ts';
import type { Business, Organization, Priority, ResponseFor } from '../../domain/edxml.ts';
import { Failure } from '../../domain/errors.ts';
import type { BlobId, RecordId } from '../../domain/ids.ts';
import { edxmlDocumentId, organId } from '../../domain/ids.ts';
import { mediumOf, onAxis, onPaper, type PaperRecipient } from '../../domain/paperDesk.ts';
import { type LegalDate, legalDateOf } from '../../domain/time.ts';
import { documentChunks, type OutgoingEdxmlDocument, validateDocument } from '../../formats/edxml/index.ts';
import { record } from '../audit/index.ts';
import { enqueueDocument } from '../axis/index.ts';
import { documentKinds } from '../codelists/index.ts';
import type { Actor } from '../context.ts';
import { byOrganId } from '../directory/index.ts';
import { isByHand, sendOnPaper, signedCopyOf } from '../paper/out.ts';
import type { Store, WrittenBlob } from '../store/types.ts';
import { addHistory } from './history.ts';
import { asOrganization, ownOrgan } from './organs.ts';
import { beginOutgoing, type OutgoingRecord, outgoingById } from './outgoing.ts';
import { packageSigner } from './packageSigning.ts';
import { amendingIssued, sentTo, standing } from './recall.ts';

interface PackagedFile {
  readonly name: string;
  readonly blobId: BlobId;
  readonly size: number;
}

function filesToSend(store: Store, id: string): PackagedFile[] {
  return store.db
    .prepare(
      `SELECT f.name, f.blob_id AS blobId, b.size FROM file f JOIN blob b ON b.id = f.blob_id
       WHERE f.outgoing_id = ? AND f.current = 1 AND f.role <> 'register' ORDER BY f.role <> 'main', f.position`,
    )
    .all(id) as PackagedFile[];
}
/** Of a document signed by hand: the electronic copy that the agency signed, with what is attached. */
function copyToSend(store: Store, id: string): PackagedFile[] {
  const copy = signedCopyOf(store, id);
  if (!copy) throw new Failure('paper.copy_needed');
  const main = store.db
    .prepare('SELECT f.name, f.blob_id AS blobId, b.size FROM file f JOIN blob b ON b.id = f.blob_id WHERE f.id = ?')
    .get(copy.fileId) as PackagedFile;
  return [main, ...filesToSend(store, id).slice(1)];
}

/** What the document answers, for `ResponseFor`. */
function responseFor(store: Store, replyToId: string | null): ResponseFor[] {
  if (replyToId === null) return [];
  const row = store.db.prepare('SELECT sender_organ_id, document_id, number, notation, date FROM incoming WHERE id = ?').get(replyToId) as
    | { sender_organ_id: string | null; document_id: string | null; number: string; notation: string; date: string | null }
    | undefined;
  if (!row?.sender_organ_id) return [];
  return [
    {
      organId: organId(row.sender_organ_id),
      code: [row.number, row.notation].filter(Boolean).join('/'),
      ...(row.document_id ? { documentId: edxmlDocumentId(row.document_id) } : {}),
      ...(row.date ? { promulgationDate: row.date as LegalDate } : {}),
    },
  ];
}

/** A recipient on the axis must stand in the directory: nothing is sent to a code nobody knows. */
type Recipient = Pick<PaperRecipient, 'organId' | 'name'>;
function recipientOrganization(store: Store, recipient: Recipient): Organization {
  const agency = byOrganId(store, recipient.organId ?? '');
  if (!agency) throw new Failure('documents.recipient_unknown', { name: recipient.name });
  return {
    organId: organId(agency.organId),
    organName: agency.name,
    ...(agency.parentName ? { organizationInCharge: agency.parentName } : {}),
  };
}

const newDocument = (): Business => ({ type: 0, reason: 'Văn bản điện tử mới', paper: false, replacements: [] });

/** How a document that revokes, updates or replaces another says so (spec 1.4). */
function amendingBusiness(store: Store, row: OutgoingRecord, to: readonly Organization[]): { business: Business; about: ResponseFor[] } {
  if (row.amends_id === null || row.amends_type === null) return { business: newDocument(), about: [] };
  const original = outgoingById(store, row.amends_id);
  const documentId = edxmlDocumentId(original.document_id ?? '');
  const plain = { paper: false, replacements: [] };
  if (row.amends_type === 1) {
    const about = {
      organId: organId(original.organ_id),
      code: original.code,
      documentId,
      ...(original.date ? { promulgationDate: original.date as LegalDate } : {}),
    };
    return { business: { ...plain, type: 1, reason: 'Thu hồi văn bản điện tử' }, about: [about] };
  }
  if (row.amends_type === 2) {
    const documentInfo = { documentInfo: true, documentReceiver: false, receivers: [] };
    return { business: { ...plain, type: 2, reason: 'Cập nhật văn bản điện tử', documentId, documentInfo }, about: [] };
  }
  const organIds = to.flatMap((organ) => (organ.organId ? [organ.organId] : []));
  return { business: { ...plain, type: 3, reason: 'Văn bản thay thế', replacements: [{ documentId, organIds }] }, about: [] };
}

function composeMessage(
  store: Store,
  row: OutgoingRecord,
  to: Organization[],
  actor: Actor,
  pages: number,
  paper = false,
): OutgoingEdxmlDocument {
  const organ = ownOrgan(store, row.organ_id);
  const kind = documentKind(row.type_name, documentKinds(store));
  const places = JSON.parse(row.to_places) as string[];
  const { business, about } = amendingBusiness(store, row, to);
  return {
    kind: 'document',
    from: asOrganization(organ),
    to,
    documentId: edxmlDocumentId(row.document_id ?? ''),
    code: { number: row.code.slice(0, row.code.length - row.notation.length - 1), notation: row.notation },
    promulgation: { ...(organ.place ? { place: organ.place } : {}), date: row.date as LegalDate },
    documentType: { type: kind?.type ?? 18, typeDetail: 0, typeName: row.type_name },
    subject: row.subject,
    content: row.content,
    signer: { competence: row.competence, position: row.signer_position, fullName: row.signer },
    ...(row.due_date ? { dueDate: row.due_date as LegalDate } : {}),
    toPlaces: places,
    otherInfo: { priority: row.priority as Priority, promulgationAmount: 1, pageAmount: pages, direction: false, appendixes: [] },
    responseFor: [...about, ...responseFor(store, row.reply_to_id)],
    steeringType: 0,
    taskCodes: [],
    trace: [{ organId: organ.organId, timestamp: store.now() }],
    business: { ...business, paper, staffInfo: { department: 'Văn thư', staff: actor.name } },
  };
}

async function writePackage(store: Store, message: OutgoingEdxmlDocument, files: readonly PackagedFile[]): Promise<WrittenBlob> {
  const writer = await store.vault.create();
  try {
    const attachments = files.map((file) => ({ name: file.name, size: file.size, read: () => store.vault.stream(file.blobId) }));
    for await (const chunk of documentChunks(message, attachments, undefined, packageSigner(store))) await writer.write(chunk);
    return await writer.finish();
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

/**
 * Issues a document that both have signed. Recipients on the axis get one dispatch; the others stand in its list in
 * words. Refused with the first field that the axis would not accept, in words.
 */
export async function issueOutgoing(store: Store, actor: Actor, id: string, times: SendingTimes = {}): Promise<Issued> {
  checkTimes(store, times);
  const { row, act } = beginIssue(store, id);
  const recipients = JSON.parse(row.recipients) as PaperRecipient[];
  const connected = recipients.filter(onAxis);
  if (recipients.length === 0) throw new Failure('documents.no_recipient');
  const to = connected.map((recipient) => recipientOrganization(store, recipient));
  const files = act === 'issue_paper' && connected.length > 0 ? copyToSend(store, id) : filesToSend(store, id);
  const pages = store.db
    .prepare(`SELECT coalesce(sum(pages), 1) FROM file WHERE outgoing_id = ? AND current = 1`)
    .pluck()
    .get(id) as number;
  const paperToo = connected.some((one) => mediumOf(one) === 'both');
  const message = composeMessage(store, row, to, actor, pages, paperToo);
  const [problem] =
    connected.length > 0
      ? validateDocument(
          message,
          files.map((file) => file.name),
          legalDateOf(store.now()),
        )
      : [];
  if (problem) throw new Failure(problem.code, { field: problem.field, ...problem.params });
  const blob = connected.length > 0 ? await writePackage(store, message, files) : undefined;
  const paper = recipients.filter(onPaper).length;
  store.tx(() => {
    const now = beginOutgoing(store, id, act);
    store.db
      .prepare('UPDATE outgoing SET state = ?, issued_at = ?, updated_at = ?, send_at = ?, deliver_before = ? WHERE id = ?')
      .run(now.next, store.now(), store.now(), times.sendAt ?? null, times.deliverBefore ?? null, id);
    if (blob) {
      store.vault.record(blob);
      enqueueDocument(store, {
        organId: organId(row.organ_id),
        outgoingId: row.id,
        documentId: edxmlDocumentId(row.document_id ?? ''),
        priority: row.priority as Priority,
        title: `${row.code} · ${row.subject}`,
        blob,
        // Who gets paper alone stands in the list by name.
        recipients: recipients.map((one) => (onAxis(one) ? one : { name: one.name })),
        ...(row.amends_type === null ? {} : { businessType: row.amends_type }),
        ...originalStillWaiting(store, row),
      });
      if (times.sendAt !== undefined) notBefore(store, id, times.sendAt);
    }
    sendOnPaper(store, row);
    amendingIssued(store, row, connected);
    addHistory(store, actor, {
      outgoingId: row.id,
      ...(blob
        ? { act: 'outgoing.issue', params: { recipients: recipients.length } }
        : { act: 'outgoing.issue_on_paper', params: { recipients: recipients.length } }),
    });
    if (row.reply_to_id)
      addHistory(store, actor, { incomingId: row.reply_to_id as RecordId, act: 'incoming.answered', params: { code: row.code } });
    record(store, actor, 'outgoing.issue', id, row.code);
  }, 'outgoing:issue');
  return { ...(row.document_id ? { documentId: row.document_id } : {}), dispatched: blob !== undefined, paper };
}
export interface Issued {
  readonly documentId?: string;
  /** False where every recipient gets paper: nothing goes over the axis. */
  readonly dispatched: boolean;
  /** Recipients who get paper. */
  readonly paper: number;
}
/**
 * Without the agency's digital signature goes only what is sealed on paper: a document signed by hand, and one whose
 * recipients all get the printed original.
 */
function beginIssue(store: Store, id: string): { row: OutgoingRecord; act: 'issue' | 'issue_paper' } {
  const row = outgoingById(store, id);
  const recipients = JSON.parse(row.recipients) as PaperRecipient[];
  const paperOnly = recipients.length > 0 && !recipients.some(onAxis);
  const act = row.state === 'numbered' && (paperOnly || isByHand(store, id)) ? 'issue_paper' : 'issue';
  return { row: beginOutgoing(store, id, act), act };
}

/** When it goes and until when it is to be there, where the office set an hour. */
export interface SendingTimes {
  readonly sendAt?: number;
  readonly deliverBefore?: number;
}
/** Farther ahead than a sending is ever set. */
const MOST_AHEAD_MS = 31 * 86_400_000;
function checkTimes(store: Store, { sendAt, deliverBefore }: SendingTimes): void {
  const now = store.now();
  if (sendAt !== undefined && (sendAt < now - 60_000 || sendAt > now + MOST_AHEAD_MS)) throw new Failure('documents.send_at_out_of_range');
  if (deliverBefore !== undefined && deliverBefore <= Math.max(now, sendAt ?? 0)) throw new Failure('documents.deliver_before_too_early');
}
function notBefore(store: Store, outgoingId: string, sendAt: number): void {
  store.db
    .prepare(`UPDATE dispatch SET next_at = ? WHERE outgoing_id = ? AND kind = 'document' AND state = 'queued'`)
    .run(sendAt, outgoingId);
}

/** No recall, update or replacement goes before the document it is about. */
function originalStillWaiting(store: Store, row: OutgoingRecord): { afterId?: RecordId } {
  if (row.amends_id === null) return {};
  const waiting = store.db
    .prepare(`SELECT id FROM dispatch WHERE outgoing_id = ? AND kind = 'document' AND state <> 'accepted' ORDER BY seq DESC LIMIT 1`)
    .pluck()
    .get(row.amends_id) as RecordId | undefined;
  return waiting === undefined ? {} : { afterId: waiting };
}

/**
 * Sends an issued document to one recipient again: the same files and DocumentId in a dispatch of its own of type 2, after
 * whatever of it is still on its way.
 */
export async function sendAgain(store: Store, actor: Actor, id: string, recipientId: string): Promise<void> {
  const row = standing(store, id);
  const known = sentTo(store, id).find((sent) => sent.organ_id === recipientId);
  const recipient: Recipient = { organId: recipientId, name: known?.name ?? recipientId };
  const to = [recipientOrganization(store, recipient)];
  const files = filesToSend(store, id);
  const pages = store.db
    .prepare('SELECT coalesce(sum(pages), 1) FROM file WHERE outgoing_id = ? AND current = 1')
    .pluck()
    .get(id) as number;
  // Who gets paper too gets the same word of it again.
  const paperToo = (JSON.parse(row.recipients) as PaperRecipient[]).some((one) => one.organId === recipientId && mediumOf(one) === 'both');
  const message = composeMessage(store, row, to, actor, pages, paperToo);
  const receivers = [{ organId: organId(recipientId) }];
  const documentInfo = { documentInfo: false, documentReceiver: true, receivers };
  const business: Business = {
    ...message.business,
    type: 2,
    reason: 'Gửi lại văn bản điện tử',
    documentId: edxmlDocumentId(row.document_id ?? ''),
    documentInfo,
    replacements: [],
  };
  const blob = await writePackage(store, { ...message, business }, files);
  store.tx(() => {
    standing(store, id);
    const again = sentTo(store, id).find((sent) => sent.organ_id === recipientId) ?? sentTo(store, id)[0];
    store.vault.record(blob);
    enqueueDocument(store, {
      organId: organId(row.organ_id),
      outgoingId: row.id,
      documentId: edxmlDocumentId(row.document_id ?? ''),
      priority: row.priority as Priority,
      title: `${row.code} · ${row.subject}`,
      blob,
      recipients: [{ ...recipient, name: to[0]?.organName ?? recipient.name }],
      businessType: 2,
      ...(again === undefined ? {} : { afterId: again.dispatch }),
    });
    addHistory(store, actor, { outgoingId: row.id, act: 'outgoing.send_again', params: { name: recipient.name } });
    record(store, actor, 'outgoing.send_again', id, recipientId);
  }, 'outgoing:send-again');
}
