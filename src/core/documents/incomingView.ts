/** What the screens show of incoming documents: rows newest first, one document with all that belongs to it. */
import type { FileRow, IncomingDetail, IncomingRow, StatusRow } from '../../contract/page/incoming.ts';
import { type Channel, type IncomingState, incomingActs } from '../../domain/documents.ts';
import type { EdxmlDocument, Priority } from '../../domain/edxml.ts';
import { Failure } from '../../domain/errors.ts';
import type { PdfVerdict, VerdictSummary } from '../../domain/verdict.ts';
import { listPage } from '../search/index.ts';
import { askedOf } from '../secrecy/index.ts';
import type { Store } from '../store/types.ts';
import { amendmentsOf } from './amendments.ts';
import { BESIDE } from './attach.ts';
import { duplicatesOf, mergedOf } from './duplicates.ts';
import { readHistory } from './history.ts';

export interface IncomingRecord {
  id: string;
  state: IncomingState;
  channel: Channel;
  priority: Priority;
  organ_id: string;
  sender_organ_id: string | null;
  sender_name: string;
  document_id: string | null;
  number: string;
  notation: string;
  date: string | null;
  type_name: string;
  subject: string;
  content: string | null;
  signer: string | null;
  note: string | null;
  language: string;
  due_date: string | null;
  to_places: string;
  paper_follows: number;
  warnings: string;
  package_signature: IncomingDetail['packageSignature'];
  message: string | null;
  arrived_at: number;
  arrival_number: number | null;
  arrival_date: string | null;
  number_pending: number;
  instruction: string | null;
  verdict: VerdictSummary;
  signatures: IncomingRow['signatures'];
  signed_by: IncomingRow['signedBy'];
  signer_line: IncomingRow['signerLine'];
  files: number;
}
const FILES = '(SELECT count(*) FROM file f WHERE f.incoming_id = i.id AND f.current = 1) AS files';
const COLUMNS = `i.*, ${FILES}`;
/** Without the message as read, which is large. */
export const ROW_COLUMNS = `i.id, i.state, i.channel, i.priority, i.sender_name, i.number, i.notation, i.date, i.type_name, i.subject, i.due_date,
  i.arrived_at, i.arrival_number, i.arrival_date, i.number_pending, i.verdict, i.signatures, i.signed_by, i.signer_line, ${FILES}`;

export const rowOf = (r: IncomingRecord): IncomingRow => ({
  id: r.id,
  state: r.state,
  channel: r.channel,
  priority: r.priority,
  sender: r.sender_name,
  code: [r.number, r.notation].filter(Boolean).join('/'),
  typeName: r.type_name,
  subject: r.subject,
  arrivedAt: r.arrived_at,
  verdict: r.verdict,
  signatures: r.signatures,
  signedBy: r.signed_by,
  signerLine: r.signer_line,
  fileCount: r.files,
  ...(r.date ? { date: r.date } : {}),
  ...(r.arrival_number === null ? {} : { arrivalNumber: r.arrival_number }),
  ...(r.arrival_date ? { arrivalDate: r.arrival_date } : {}),
  ...(r.number_pending === 1 ? { numberPending: true } : {}),
  ...(r.due_date ? { dueDate: r.due_date } : {}),
});

export interface ListQuery<State extends string> {
  readonly states: readonly State[];
  readonly text: string;
  readonly offset: number;
  readonly limit: number;
  /** Documents of these organs alone. */
  readonly organs?: readonly string[];
}

export function listIncoming(
  store: Store,
  query: ListQuery<IncomingState>,
): { rows: IncomingRow[]; total: number; counts: Record<IncomingState, number> } {
  const page = listPage(store, 'incoming', query);
  const row = store.db.prepare(`SELECT ${ROW_COLUMNS} FROM incoming i WHERE i.seq = ?`);
  const none: Record<IncomingState, number> = {
    arrived: 0,
    registered: 0,
    assigned: 0,
    in_progress: 0,
    finished: 0,
    returned: 0,
    withdrawn: 0,
    recalled: 0,
    merged: 0,
  };
  return {
    rows: page.seqs.map((seq) => rowOf(row.get(seq) as IncomingRecord)),
    total: page.total,
    counts: { ...none, ...page.counts },
  };
}

interface FileRecord {
  id: string;
  name: string;
  size: number;
  detected: string;
  pages: number | null;
  verdict: string | null;
  stage: string;
}
export function filesOf(store: Store, column: 'incoming_id' | 'outgoing_id', id: string): FileRow[] {
  const rows = store.db
    .prepare(
      `SELECT f.id, f.name, b.size, f.detected, f.pages, f.verdict, f.stage FROM file f JOIN blob b ON b.id = f.blob_id WHERE f.${column} = ? AND f.current = 1 AND f.role <> 'register'
       ORDER BY f.role <> 'main', f.position, f.seq`,
    )
    .all(id) as FileRecord[];
  return rows.map((f) => ({
    id: f.id,
    name: f.name,
    size: f.size,
    detected: f.detected,
    ...(f.pages === null ? {} : { pages: f.pages }),
    ...(f.stage === BESIDE ? { beside: true as const } : {}),
    ...(f.verdict ? { verdict: JSON.parse(f.verdict) as PdfVerdict } : {}),
  }));
}

function reportedStatuses(store: Store, r: IncomingRecord): StatusRow[] {
  const rows = store.db
    .prepare(`SELECT status_code, title, state, queued_at FROM dispatch WHERE incoming_id = ? AND kind = 'status' ORDER BY seq`)
    .all(r.id) as {
    status_code: string;
    title: string;
    state: string;
    queued_at: number;
  }[];
  return rows.map((s) => ({
    code: s.status_code,
    description: '',
    at: s.queued_at,
    direction: 'out',
    organName: r.sender_name,
    sent: s.state === 'accepted' ? 'sent' : s.state === 'refused' ? 'refused' : 'waiting',
  }));
}

export function getIncoming(store: Store, id: string): IncomingDetail {
  const r = store.db.prepare(`SELECT ${COLUMNS} FROM incoming i WHERE i.id = ?`).get(id) as IncomingRecord | undefined;
  if (!r) throw new Failure('documents.not_found');
  const signer = r.message === null ? undefined : (JSON.parse(r.message) as Partial<EdxmlDocument>).packageSigner;
  return {
    ...rowOf(r),
    organId: r.organ_id,
    toPlaces: JSON.parse(r.to_places) as string[],
    paperFollows: r.paper_follows === 1,
    packageSignature: r.package_signature,
    ...(signer ? { packageSigner: signer } : {}),
    warnings: JSON.parse(r.warnings) as IncomingDetail['warnings'],
    files: filesOf(store, 'incoming_id', id),
    duplicates: duplicatesOf(store, r.id),
    ...mergedOf(store, r.id),
    history: readHistory(store, 'incoming_id', id),
    statuses: reportedStatuses(store, r),
    acts: incomingActs(r.state),
    amendments: amendmentsOf(store, 'incoming', id),
    secrecyAsked: askedOf(store, 'incoming_id', id),
    ...(r.sender_organ_id ? { senderOrganId: r.sender_organ_id } : {}),
    ...(r.document_id ? { documentId: r.document_id } : {}),
    ...(r.content ? { content: r.content } : {}),
    ...(r.signer ? { signer: r.signer } : {}),
    ...(r.language ? { language: r.language } : {}),
    ...(r.note ? { note: r.note } : {}),
    ...(r.instruction ? { instruction: JSON.parse(r.instruction) as NonNullable<IncomingDetail['instruction']> } : {}),
  };
}
