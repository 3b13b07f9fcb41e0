/** What the screens show of outgoing documents: rows, one document whole, the board of its recipients. */

import type { StatusRow } from '../../contract/page/incoming.ts';
import type { DeliveryRow, OutgoingDetail, OutgoingRow } from '../../contract/page/outgoing.ts';
import type { DeliveryState, DispatchState } from '../../domain/dispatch.ts';
import { type OutgoingState, outgoingActs } from '../../domain/documents.ts';
import type { Priority } from '../../domain/edxml.ts';
import type { AppError } from '../../domain/errors.ts';
import { listPage } from '../search/index.ts';
import { askedOf } from '../secrecy/index.ts';
import type { Store } from '../store/types.ts';
import { amendmentsOf } from './amendments.ts';
import { readHistory } from './history.ts';
import { filesOf, type ListQuery } from './incomingView.ts';
import { type OutgoingRecord, outgoingById } from './outgoing.ts';

/** Printed copies; a document that left as a file alone counts as one (annex VI, field 15). */
export const ISSUED_AMOUNT = `coalesce((SELECT p.copies FROM outgoing_paper p WHERE p.outgoing_id = o.id), 1) AS issued_amount`;
export interface Board {
  delivered: number;
  dispatch: DispatchState | null;
  error: string | null;
}
export const BOARD = `(SELECT count(DISTINCT coalesce(d.organ_id, d.id)) FROM delivery d JOIN dispatch p ON p.id = d.dispatch_id WHERE p.outgoing_id = o.id AND p.kind = 'document' AND d.state IN ('delivered', 'refused')) AS delivered,
  (SELECT state FROM dispatch p WHERE p.outgoing_id = o.id AND p.kind = 'document' ORDER BY seq DESC LIMIT 1) AS dispatch,
  (SELECT error FROM dispatch p WHERE p.outgoing_id = o.id AND p.kind = 'document' ORDER BY seq DESC LIMIT 1) AS error`;

export function rowOf(r: OutgoingRecord & Board): OutgoingRow {
  return {
    id: r.id,
    state: r.state,
    priority: r.priority as Priority,
    code: r.code,
    typeName: r.type_name,
    subject: r.subject,
    signer: r.signer,
    recipientCount: (JSON.parse(r.recipients) as unknown[]).length,
    delivered: r.delivered,
    updatedAt: r.updated_at,
    ...(r.date ? { date: r.date } : {}),
    ...(r.dispatch ? { dispatch: r.dispatch } : {}),
  };
}

export function listOutgoing(
  store: Store,
  query: ListQuery<OutgoingState>,
): { rows: OutgoingRow[]; total: number; counts: Record<OutgoingState, number> } {
  const page = listPage(store, 'outgoing', query);
  const row = store.db.prepare(`SELECT o.*, ${BOARD} FROM outgoing o WHERE o.seq = ?`);
  const none: Record<OutgoingState, number> = { draft: 0, leader_signed: 0, numbered: 0, agency_signed: 0, issued: 0, cancelled: 0 };
  return {
    rows: page.seqs.map((seq) => rowOf(row.get(seq) as OutgoingRecord & Board)),
    total: page.total,
    counts: { ...none, ...page.counts },
  };
}

function deliveriesOf(store: Store, id: string): DeliveryRow[] {
  const rows = store.db
    .prepare(
      `SELECT d.organ_id, d.name, d.state, d.status_code, d.status_text, d.status_at FROM delivery d JOIN dispatch p ON p.id = d.dispatch_id
       WHERE p.outgoing_id = ? AND p.kind = 'document'
         AND NOT EXISTS (SELECT 1 FROM delivery l JOIN dispatch q ON q.id = l.dispatch_id
           WHERE q.outgoing_id = p.outgoing_id AND q.kind = 'document' AND l.organ_id = d.organ_id AND l.seq > d.seq)
       ORDER BY d.seq`,
    )
    .all(id) as {
    organ_id: string | null;
    name: string;
    state: DeliveryState;
    status_code: string | null;
    status_text: string | null;
    status_at: number | null;
  }[];
  return rows.map((d) => ({
    name: d.name,
    state: d.state,
    ...(d.organ_id ? { organId: d.organ_id } : {}),
    ...(d.status_code ? { statusCode: d.status_code } : {}),
    ...(d.status_text ? { statusText: d.status_text } : {}),
    ...(d.status_at === null ? {} : { at: d.status_at }),
  }));
}

function receivedStatuses(store: Store, id: string): StatusRow[] {
  return (
    store.db.prepare('SELECT code, description, at, sender_name FROM status_in WHERE outgoing_id = ? ORDER BY seq').all(id) as {
      code: string;
      description: string;
      at: number;
      sender_name: string;
    }[]
  ).map((s) => ({ code: s.code, description: s.description, at: s.at, direction: 'in', organName: s.sender_name }));
}

function replyTo(store: Store, id: string | null): OutgoingDetail['replyTo'] {
  if (id === null) return undefined;
  const row = store.db.prepare('SELECT number, notation FROM incoming WHERE id = ?').get(id) as
    | { number: string; notation: string }
    | undefined;
  return row ? { id, code: [row.number, row.notation].filter(Boolean).join('/') } : undefined;
}

function amendsOf(store: Store, r: OutgoingRecord): Pick<OutgoingDetail, 'amends'> {
  if (r.amends_id === null || r.amends_type === null) return {};
  const { code } = outgoingById(store, r.amends_id);
  return { amends: { id: r.amends_id, code, type: r.amends_type } };
}

export function getOutgoing(store: Store, id: string): OutgoingDetail {
  const r = outgoingById(store, id);
  const board = store.db.prepare(`SELECT ${BOARD}, ${ISSUED_AMOUNT} FROM outgoing o WHERE o.id = ?`).get(id) as Board & {
    issued_amount: number;
  };
  const reply = replyTo(store, r.reply_to_id);
  return {
    ...rowOf({ ...r, ...board }),
    organId: r.organ_id,
    content: r.content,
    competence: r.competence,
    signerPosition: r.signer_position,
    issuedAmount: board.issued_amount,
    ...(r.language ? { language: r.language } : {}),
    ...(r.note ? { note: r.note } : {}),
    toPlaces: JSON.parse(r.to_places) as string[],
    recipients: JSON.parse(r.recipients) as OutgoingDetail['recipients'],
    files: filesOf(store, 'outgoing_id', id),
    deliveries: deliveriesOf(store, id),
    history: readHistory(store, 'outgoing_id', id),
    statuses: receivedStatuses(store, id),
    acts: outgoingActs(r.state),
    amendments: amendmentsOf(store, 'outgoing', id),
    secrecyAsked: askedOf(store, 'outgoing_id', id),
    ...(r.number_pending === 1 ? { numberPending: true } : {}),
    ...(r.frozen_at === null ? {} : { frozenAt: r.frozen_at }),
    ...amendsOf(store, r),
    ...(r.due_date ? { dueDate: r.due_date } : {}),
    ...(reply ? { replyTo: reply } : {}),
    ...(board.error && board.dispatch === 'refused' ? { problem: JSON.parse(board.error) as AppError } : {}),
  };
}
