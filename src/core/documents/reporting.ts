/** Each step reports itself to the sender: the business statuses of an incoming document (spec 2). */
import type { EdxmlDocument, EdxmlStatus, Priority } from '../../domain/edxml.ts';
import { edxmlDocumentId, organId, type RecordId } from '../../domain/ids.ts';
import type { StatusCode } from '../../domain/statuses.ts';
import type { LegalDate } from '../../domain/time.ts';
import { enqueueStatus } from '../axis/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';
import { asOrganization, ownOrgan } from './organs.ts';

interface Reported {
  organ_id: string;
  channel: string;
  sender_organ_id: string | null;
  document_id: string | null;
  number: string;
  notation: string;
  date: string | null;
  priority: number;
  subject: string;
  message: string | null;
}

/**
 * Queues a status to the sender inside the transaction of the step it reports. Nothing is queued for what did not come
 * over the axis, or came without a sender's code or DocumentId: there is nobody to report to.
 */
export function reportStatus(store: Store, actor: Actor, incomingId: RecordId, code: StatusCode, description: string): void {
  report(store, actor, incomingId, code, description);
  // Copies that came another way are one document with it: their senders are told the same.
  const copies = store.db.prepare(`SELECT id FROM incoming WHERE merged_into = ? ORDER BY seq`).pluck().all(incomingId) as RecordId[];
  if (code !== '01' && code !== '02') for (const copy of copies) report(store, actor, copy, code, description);
}

function report(store: Store, actor: Actor, incomingId: RecordId, code: StatusCode, description: string): void {
  const row = store.db
    .prepare(
      'SELECT organ_id, channel, sender_organ_id, document_id, number, notation, date, priority, subject, message FROM incoming WHERE id = ?',
    )
    .get(incomingId) as Reported;
  if (row.channel !== 'axis' || !row.sender_organ_id || !row.document_id) return;
  if (reportedByProvince(store, incomingId, row.organ_id)) return;
  if (reportedBySibling(store, incomingId, row.organ_id, row.sender_organ_id, row.document_id, code)) return;
  const printed = [row.number, row.notation].filter(Boolean).join('/');
  const status: EdxmlStatus = {
    kind: 'status',
    from: asOrganization(ownOrgan(store, row.organ_id)),
    responseFor: {
      organId: organId(row.sender_organ_id),
      documentId: edxmlDocumentId(row.document_id),
      ...asWritten(row),
    },
    staffInfo: { department: 'Văn thư', staff: actor.name },
    statusCode: code,
    description,
    timestamp: store.now(),
  };
  enqueueStatus(store, {
    organId: organId(row.organ_id),
    incomingId,
    status,
    priority: row.priority as Priority,
    title: `${code} · ${printed || row.subject}`,
  });
}

/**
 * Where the province's system collects an organ's packages, it also reports on them; only what came by hand, which it does
 * not know, is reported from here.
 */
const reportedByProvince = (store: Store, incomingId: string, organ: string): boolean =>
  store.db
    .prepare(
      `SELECT 1 FROM organ o WHERE o.organ_id = ? AND o.collects = 'province'
         AND NOT EXISTS (SELECT 1 FROM incoming i JOIN package p ON p.id = i.package_id WHERE i.id = ? AND p.organ_id = 'usb')`,
    )
    .get(organ, incomingId) !== undefined;

/** Code and date as the sender wrote them, whatever was converted or corrected here since. */
function asWritten({ message, number, notation, date }: Reported): Pick<EdxmlStatus['responseFor'], 'code' | 'promulgationDate'> {
  const read = message === null ? undefined : (JSON.parse(message) as Partial<EdxmlDocument>);
  const written = read?.writtenCode ?? read?.code ?? { number, notation };
  const day = read?.promulgation?.date ?? date;
  const code = [written.number, written.notation].filter(Boolean).join('/');
  return { ...(code ? { code } : {}), ...(day ? { promulgationDate: day as LegalDate } : {}) };
}

/** Said each time it is true: progress, and the answers to requests. */
const REPEATED: readonly StatusCode[] = ['05', '15', '16'];
/** A document sent again carries the DocumentId of its first copy here: to the sender it is one document, told once. */
function reportedBySibling(store: Store, incomingId: string, organ: string, sender: string, documentId: string, code: StatusCode): boolean {
  if (REPEATED.includes(code)) return false;
  return (
    store.db
      .prepare(
        `SELECT 1 FROM dispatch d JOIN incoming i ON i.id = d.incoming_id WHERE d.kind = 'status' AND d.status_code = ? AND i.document_id = ?
           AND i.sender_organ_id = ? AND i.organ_id = ? AND i.id <> ?`,
      )
      .get(code, documentId, sender, organ, incomingId) !== undefined
  );
}
