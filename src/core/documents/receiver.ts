/** Taking in what the inbox has read and judged: inside the inbox's one transaction, nothing but rows. */
import type { EdxmlDocument } from '../../domain/edxml.ts';
import { recordId } from '../../domain/ids.ts';
import { foldVietnamese, secrecyDegree } from '../../domain/secrecy.ts';
import { latestStatus, normalizeStatusCode } from '../../domain/statuses.ts';
import { record } from '../audit/index.ts';
import type { ReceivedDocument, ReceivedStatus, Receiver } from '../axis/types.ts';
import { WORKSTATION } from '../context.ts';
import { kept, SECRET } from '../secrecy/index.ts';
import type { Store } from '../store/types.ts';
import { summarizeDocument } from '../verify/index.ts';
import { joinEarlierRequests, takeAmendingMessage, takeRequest } from './amendments.ts';
import { addHistory } from './history.ts';
import { takeAnswer } from './recall.ts';
import { reportStatus } from './reporting.ts';

export function createReceiver(store: Store): Receiver {
  return {
    refuse: ({ message, files }) => {
      const named = message.secrecyMark !== undefined && secrecyDegree(message.secrecyMark) !== undefined;
      return named || files.some((file) => file.secrecy?.mark !== undefined) ? { code: SECRET } : undefined;
    },
    document: (received) => takeIn(store, received),
    status: (received) => takeStatus(store, received),
  };
}

/** A new document is known by its DocumentId; a message of types 1–3, which may come several times, also by its bytes. */
function alreadyHere(store: Store, organId: string, sender: string, message: EdxmlDocument, packageSha: string | null): boolean {
  if (message.documentId === undefined) return false;
  const found = store.db
    .prepare(
      `SELECT 1 FROM incoming WHERE organ_id = ? AND sender_organ_id = ? AND document_id = ? AND business_type = ? AND channel = 'axis'
         AND (business_type = 0 OR package_sha256 IS ?)`,
    )
    .get(organId, sender, message.documentId, message.business.type, packageSha);
  return found !== undefined;
}
const packageSha256 = (store: Store, packageId: string): string | null =>
  (store.db.prepare('SELECT b.sha256 FROM package p JOIN blob b ON b.id = p.blob_id WHERE p.id = ?').pluck().get(packageId) as
    | string
    | undefined) ?? null;

/** Is every file of it among those of that document, or of what its sender sent about it since? A document without files any more was destroyed. */
function sameFiles(store: Store, { organId, message, files }: ReceivedDocument, sender: string): boolean {
  const here = store.db
    .prepare<unknown[], string>(
      `SELECT b.sha256 FROM incoming i JOIN file f ON f.incoming_id = i.id JOIN blob b ON b.id = f.blob_id
       WHERE i.organ_id = ? AND i.sender_organ_id = ? AND i.document_id = ? AND i.channel = 'axis'`,
    )
    .pluck()
    .all(organId, sender, message.documentId);
  return here.length === 0 || files.every((file) => here.includes(file.blob.sha256));
}
/**
 * The same DocumentId again, as a new document but with another file (one that was signed since, an annex that was missing): not
 * dropped as the same, but stored beside the first as its sender's update, which a person compares and answers.
 */
function asUpdate(message: EdxmlDocument): EdxmlDocument {
  const { documentId } = message;
  if (documentId === undefined) return message;
  return { ...message, business: { ...message.business, type: 2, documentId, reason: 'Gửi lại cùng số, ký hiệu, tệp khác bản đã nhận' } };
}

function takeIn(store: Store, received: ReceivedDocument): 'stored' | 'duplicate' {
  const sender = received.message.from.organId ?? received.transportSender;
  const packageSha = packageSha256(store, received.packageId);
  let { message } = received;
  if (alreadyHere(store, received.organId, sender, message, packageSha)) {
    if (message.business.type !== 0 || sameFiles(store, received, sender)) return 'duplicate';
    message = asUpdate(message);
  }
  const id = store.newId();
  const now = store.now();
  const senderName = message.from.organName ?? sender;
  const code = [message.code.number, message.code.notation].filter(Boolean).join('/');
  const verdicts = received.files.flatMap((file) => (file.verdict ? [file.verdict] : []));
  const summary = summarizeDocument(verdicts, senderName);
  const asked = received.files.flatMap((file) => file.secrecy?.asks ?? []);
  const { attachments: _bytesAreInFiles, ...kept } = message;
  store.db
    .prepare(
      `INSERT INTO incoming (id, organ_id, state, channel, priority, package_id, sender_organ_id, sender_name, document_id, number, notation, date,
         type_name, subject, content, signer, due_date, to_places, business_type, paper_follows, message, warnings, package_signature, folded,
         arrived_at, verdict, signatures, signed_by, signer_line, updated_at, seq, workstation_id, package_sha256, secrecy_asked)
       VALUES (@id, @organ, 'arrived', 'axis', @priority, @package, @senderId, @senderName, @documentId, @number, @notation, @date,
         @type, @subject, @content, @signer, @due, @places, @business, @paper, @message, @warnings, @signature, @folded,
         @now, @verdict, @signatures, @signedBy, @signerLine, @now, @seq, @workstation, @packageSha, @asked)`,
    )
    .run({
      id,
      organ: received.organId,
      priority: message.otherInfo.priority,
      package: received.packageId,
      senderId: sender,
      senderName,
      documentId: message.documentId ?? null,
      number: message.code.number ?? '',
      notation: message.code.notation ?? '',
      date: message.promulgation.date ?? null,
      type: message.documentType.typeName ?? '',
      subject: message.subject ?? '',
      content: message.content ?? null,
      signer: message.signer?.fullName ?? null,
      due: message.dueDate ?? null,
      places: JSON.stringify(message.toPlaces),
      business: message.business.type,
      paper: message.business.paper ? 1 : 0,
      message: JSON.stringify(kept),
      warnings: JSON.stringify(received.warnings),
      signature: message.packageSignature,
      folded: foldVietnamese([code, senderName, message.subject ?? '', message.documentType.typeName ?? ''].join(' ')),
      now,
      verdict: summary.verdict,
      signatures: summary.signatures,
      signedBy: summary.signedBy ?? 'unknown',
      signerLine: summary.signer,
      seq: store.nextSeq(),
      workstation: store.workstationId,
      packageSha,
      asked: asked.length === 0 ? null : JSON.stringify(asked),
    });
  addFiles(store, id, received);
  addHistory(store, WORKSTATION, {
    incomingId: recordId(id),
    ...(received.carried
      ? { act: 'incoming.carried', params: received.carried }
      : { act: 'incoming.arrived', params: { sender: senderName } }),
  });
  reportStatus(store, WORKSTATION, recordId(id), '01', 'Đã đến');
  record(store, WORKSTATION, 'incoming.arrive', id, 'ok');
  takeAmendingMessage(store, recordId(id), received.organId, sender, message);
  if (message.business.type === 0 && message.documentId !== undefined)
    joinEarlierRequests(store, received.organId, sender, message.documentId);
  return 'stored';
}

function addFiles(store: Store, incomingId: string, received: ReceivedDocument): void {
  const insert = store.db.prepare(
    `INSERT INTO file (id, incoming_id, role, position, name, detected, pages, blob_id, verdict, created_at, seq, secrecy) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const main = received.files.findIndex((file) => file.detected === 'pdf');
  received.files.forEach((file, position) => {
    // Two organs of ours may have the same document, and share its files.
    if (store.db.prepare('SELECT 1 FROM blob WHERE id = ?').get(file.blob.id) === undefined) store.vault.record(file.blob);
    insert.run(
      store.newId(),
      incomingId,
      position === main ? 'main' : 'attachment',
      position,
      file.name,
      file.detected,
      file.verdict?.pages ?? null,
      file.blob.id,
      file.verdict ? JSON.stringify(file.verdict) : null,
      store.now(),
      store.nextSeq(),
      file.detected === 'pdf' ? JSON.stringify(kept(file.secrecy)) : null,
    );
  });
}

function takeStatus(store: Store, received: ReceivedStatus): 'stored' | 'duplicate' | 'orphan' {
  const { message } = received;
  const sender = message.from.organId ?? received.transportSender;
  const senderName = message.from.organName ?? sender;
  const documentId = message.responseFor.documentId ?? '';
  const code = normalizeStatusCode(message.statusCode);
  if (code === '13') return takeRequest(store, received.organId, sender, message);
  const at = message.timestamp ?? store.now();
  const outgoing = store.db.prepare('SELECT id FROM outgoing WHERE document_id = ? AND organ_id = ?').get(documentId, received.organId) as
    | { id: string }
    | undefined;
  const delivery = outgoing
    ? (store.db
        .prepare(
          `SELECT d.id, d.status_code FROM delivery d JOIN dispatch p ON p.id = d.dispatch_id
           WHERE p.outgoing_id = ? AND p.kind = 'document' AND d.organ_id = ? ORDER BY d.seq DESC LIMIT 1`,
        )
        .get(outgoing.id, sender) as { id: string; status_code: string | null } | undefined)
    : undefined;
  const inserted = store.db
    .prepare(
      `INSERT INTO status_in (id, package_id, outgoing_id, delivery_id, sender_organ_id, sender_name, document_id, code, description, staff, at, received_at, seq)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    )
    .run(
      store.newId(),
      received.packageId,
      outgoing?.id ?? null,
      delivery?.id ?? null,
      sender,
      senderName,
      documentId,
      code,
      message.description ?? '',
      message.staffInfo?.staff ?? '',
      at,
      store.now(),
      store.nextSeq(),
    );
  if (inserted.changes === 0) return 'duplicate';
  if (!outgoing) return 'orphan';
  if (code === '15' || code === '16') takeAnswer(store, { outgoingId: outgoing.id, sender, code, text: message.description ?? '', at });
  if (delivery) showStatus(store, delivery, code, message.description ?? '', at);
  addHistory(
    store,
    { name: senderName, roles: [] },
    { outgoingId: recordId(outgoing.id), act: 'outgoing.status_in', params: { code, text: message.description ?? '' } },
  );
  return 'stored';
}

/** The board's line of one recipient; late and repeated messages never take it back. */
function showStatus(store: Store, delivery: { id: string; status_code: string | null }, code: string, text: string, at: number): void {
  const latest = latestStatus(delivery.status_code ?? undefined, code);
  if (latest === code && latest !== delivery.status_code) {
    const state = code === '02' ? 'refused' : 'delivered';
    store.db
      .prepare('UPDATE delivery SET state = ?, status_code = ?, status_text = ?, status_at = ? WHERE id = ?')
      .run(state, code, text, at, delivery.id);
    return;
  }
  store.db.prepare(`UPDATE delivery SET state = 'delivered' WHERE id = ? AND state IN ('waiting', 'sent')`).run(delivery.id);
}
