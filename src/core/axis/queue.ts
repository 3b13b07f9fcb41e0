/**
 * The queue of what goes out: rows written in the transaction that causes them, and the steps of their life. Nothing
 * here touches the network.
 */
import { createHash } from 'node:crypto';
import type { QueueRow } from '../../contract/page/exchange.ts';
import type { DispatchKind, DispatchState } from '../../domain/dispatch.ts';
import type { EdxmlStatus } from '../../domain/edxml.ts';
import { type AppError, Failure } from '../../domain/errors.ts';
import { type BlobId, type OrganId, organId, type RecordId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import { writeStatus } from '../../formats/edxml/index.ts';
import type { Store } from '../store/types.ts';
import type { NewDocumentDispatch, NewStatusDispatch } from './types.ts';

export interface DispatchRecord {
  readonly id: RecordId;
  readonly organ_id: OrganId;
  readonly kind: DispatchKind;
  readonly state: DispatchState;
  readonly outgoing_id: RecordId | null;
  readonly incoming_id: RecordId | null;
  readonly document_id: string;
  readonly priority: number;
  readonly title: string;
  readonly blob_id: BlobId | null;
  readonly inline: Uint8Array | null;
  readonly sha256: string;
  readonly size: number;
  readonly attempts: number;
  readonly next_at: Instant;
  readonly error: string | null;
  readonly queued_at: Instant;
  readonly seq: number;
  readonly paused: 0 | 1;
}

/** A setting: nothing is sent until a person says so. */
const PAUSED_ALL = 'axis.paused';
export const allPaused = (store: Store): boolean => store.setting(PAUSED_ALL) === 'yes';

/** Stops the sending of one dispatch, or of everything; what is on its way and not whole yet is broken off. */
export function pause(store: Store, id: string | undefined, paused: boolean): void {
  store.tx(() => {
    if (id === undefined) store.setSetting(PAUSED_ALL, paused ? 'yes' : 'no');
    else
      store.db.prepare(`UPDATE dispatch SET paused = ? WHERE id = ? AND state IN ('queued', 'sending', 'unknown')`).run(paused ? 1 : 0, id);
  }, 'dispatch:paused');
}
/** Is this dispatch not to go now? Asked between the pieces of an upload. */
export const isPaused = (store: Store, id: RecordId): boolean =>
  allPaused(store) ||
  (store.db.prepare('SELECT paused FROM dispatch WHERE id = ?').get(id) as { paused: number } | undefined)?.paused === 1;

/** The row says it for as long as an earlier upload may have arrived: the page shows "có thể đã gửi". */
export const MAYBE_SENT = 'axis.maybe_sent';
export const maybeSent = (row: Pick<DispatchRecord, 'state' | 'error'>): boolean =>
  row.state === 'unknown' || (row.error !== null && (JSON.parse(row.error) as AppError).code === MAYBE_SENT);

interface NewRow {
  readonly organId: OrganId;
  readonly kind: DispatchKind;
  readonly outgoingId: RecordId | null;
  readonly incomingId: RecordId | null;
  readonly documentId: string;
  readonly statusCode: string | null;
  readonly priority: number;
  readonly title: string;
  readonly blobId: BlobId | null;
  readonly inline: Uint8Array | null;
  readonly sha256: string;
  readonly size: number;
  readonly recipients: readonly { readonly organId?: string; readonly name: string }[];
  readonly businessType?: number | undefined;
  readonly afterId?: RecordId | undefined;
}

function insert(store: Store, row: NewRow): RecordId {
  const id = store.newId();
  store.db
    .prepare(
      `INSERT INTO dispatch (id, organ_id, kind, state, outgoing_id, incoming_id, document_id, status_code, priority, title,
         blob_id, inline, sha256, size, queued_at, seq, business_type, after_id)
       VALUES (?, ?, ?, 'queued', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      id,
      row.organId,
      row.kind,
      row.outgoingId,
      row.incomingId,
      row.documentId,
      row.statusCode,
      row.priority,
      row.title,
      row.blobId,
      row.inline,
      row.sha256,
      row.size,
      store.now(),
      store.nextSeq(),
      row.businessType ?? 0,
      row.afterId ?? null,
    );
  const delivery = store.db.prepare(`INSERT INTO delivery (id, dispatch_id, organ_id, name, state, seq) VALUES (?, ?, ?, ?, 'waiting', ?)`);
  const seen = new Set<string>();
  for (const { organId: to, name } of row.recipients) {
    if (to !== undefined && seen.has(to)) continue;
    if (to !== undefined) seen.add(to);
    delivery.run(store.newId(), id, to ?? null, name, store.nextSeq());
  }
  return id;
}

/**
 * Queues a document's package, once; call it inside the transaction that issues the document.
 * @throws Failure `axis.no_recipient` where nobody on the axis is to have it
 */
export function enqueueDocument(store: Store, dispatch: NewDocumentDispatch): RecordId {
  if (!dispatch.recipients.some((r) => r.organId !== undefined)) throw new Failure('axis.no_recipient');
  return insert(store, {
    organId: dispatch.organId,
    kind: 'document',
    outgoingId: dispatch.outgoingId,
    incomingId: null,
    documentId: dispatch.documentId,
    statusCode: null,
    priority: dispatch.priority,
    title: dispatch.title,
    blobId: dispatch.blob.id,
    inline: null,
    sha256: dispatch.blob.sha256,
    size: dispatch.blob.size,
    recipients: dispatch.recipients,
    businessType: dispatch.businessType,
    afterId: dispatch.afterId,
  });
}

/**
 * Queues a status message inside the transaction of the step it reports. A status is reported once for a document
 * (05 as often as it is said); undefined where it was queued before, or nobody is there to report to.
 */
export function enqueueStatus(store: Store, dispatch: NewStatusDispatch): RecordId | undefined {
  const { status, incomingId } = dispatch;
  const to = status.responseFor.organId;
  if (to === undefined) return undefined;
  const before =
    incomingId !== undefined &&
    !REPEATABLE.includes(status.statusCode) &&
    store.db
      .prepare(`SELECT 1 FROM dispatch WHERE kind = 'status' AND incoming_id = ? AND status_code = ?`)
      .get(incomingId, status.statusCode);
  if (before) return undefined;
  const bytes = writeStatus(status);
  const known = store.db.prepare('SELECT name FROM agency WHERE organ_id = ?').get(to) as { name: string } | undefined;
  const id = insert(store, {
    organId: dispatch.organId,
    kind: 'status',
    outgoingId: dispatch.outgoingId ?? null,
    incomingId: incomingId ?? null,
    afterId: dispatch.afterId,
    documentId: status.responseFor.documentId ?? '',
    statusCode: status.statusCode,
    priority: dispatch.priority,
    title: dispatch.title,
    blobId: null,
    inline: bytes,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    size: bytes.byteLength,
    recipients: [{ organId: to, name: known?.name ?? to }],
  });
  sentBefore(store, id, dispatch.organId, status);
  return id;
}

/** A restored store may report again what it reported after the backup: the axis has it, so it does not go again. */
function sentBefore(store: Store, id: RecordId, organ: OrganId, status: EdxmlStatus): void {
  if (REPEATABLE.includes(status.statusCode)) return;
  const seen = store.db
    .prepare<[string, string, string], { doc_id: string; sent_at: number }>(
      `SELECT doc_id, sent_at FROM axis_seen WHERE organ_id = ? AND message_type = 'status' AND document_id = ? AND status_code = ? LIMIT 1`,
    )
    .get(organ, status.responseFor.documentId ?? '', status.statusCode);
  if (seen === undefined) return;
  store.db
    .prepare(`UPDATE dispatch SET state = 'accepted', transport_doc_id = ?, accepted_at = ? WHERE id = ?`)
    .run(seen.doc_id, seen.sent_at, id);
  store.db.prepare(`UPDATE delivery SET state = 'sent' WHERE dispatch_id = ? AND organ_id IS NOT NULL`).run(id);
}

/** Progress as often as it is said; a request and its answer each time it is made. */
const REPEATABLE: readonly string[] = ['05', '13', '15', '16'];

const marks = (values: readonly unknown[]): string => values.map(() => '?').join(',') || 'NULL';

/**
 * One of the ways out of a connection, each one thing at a time. Statuses have ways of their own, so that they ride ahead
 * of documents of 20 MB; big documents have one, so that they never starve small ones; urgent ones may take any but one.
 */
export type Lane = { readonly kind: 'status' } | { readonly kind: 'document'; readonly size: 'small' | 'small_or_urgent' | 'large' };
/** Up to this many bytes a package counts as small. */
export const SMALL_BYTES = 4 * 1024 * 1024;

const LANE_SIZE: Readonly<Record<'small' | 'small_or_urgent' | 'large', string>> = {
  small: `AND d.size <= ${SMALL_BYTES}`,
  small_or_urgent: `AND (d.size <= ${SMALL_BYTES} OR d.priority > 0)`,
  large: `AND d.size > ${SMALL_BYTES}`,
};

/**
 * The next row to send of these organs on this lane, in the order of `bySendingOrder` (urgent first, then oldest); a
 * status waits for the earlier ones of its document, an amendment for its document.
 * @param busy rows that another lane has in its hands
 */
export function nextDispatch(
  store: Store,
  organs: readonly OrganId[],
  now: Instant,
  lane: Lane,
  busy: ReadonlySet<RecordId> = new Set(),
): DispatchRecord | undefined {
  if (allPaused(store)) return undefined;
  const rows = store.db
    .prepare(`SELECT d.* FROM dispatch d WHERE d.kind = ? AND d.state IN ('queued', 'unknown') AND d.organ_id IN (${marks(organs)})
         AND d.next_at <= ? AND d.paused = 0 ${lane.kind === 'document' ? LANE_SIZE[lane.size] : ''}
         AND NOT (d.kind = 'status' AND EXISTS (SELECT 1 FROM dispatch e WHERE e.kind = 'status' AND e.incoming_id = d.incoming_id
           AND e.seq < d.seq AND e.state IN ('queued', 'sending', 'unknown')))
         AND (d.after_id IS NULL OR EXISTS (SELECT 1 FROM dispatch e WHERE e.id = d.after_id AND e.state = 'accepted'))
       ORDER BY d.priority DESC, d.seq LIMIT ?`)
    .all(lane.kind, ...organs, now, busy.size + 1) as DispatchRecord[];
  return rows.find((row) => !busy.has(row.id));
}

/** Codes of the organs on the axis that a dispatch goes to. */
export const recipientsOf = (store: Store, id: RecordId): OrganId[] =>
  (
    store.db.prepare('SELECT organ_id FROM delivery WHERE dispatch_id = ? AND organ_id IS NOT NULL ORDER BY seq').all(id) as {
      organ_id: string;
    }[]
  ).map((row) => organId(row.organ_id));

/** `sending` stands in the store before the first byte leaves; false where the row moved on meanwhile. */
export function markSending(store: Store, row: DispatchRecord): boolean {
  return store.tx(
    () =>
      store.db
        .prepare(`UPDATE dispatch SET state = 'sending', attempts = attempts + 1, error = ? WHERE id = ? AND state = ?`)
        .run(maybeSent(row) ? JSON.stringify({ code: MAYBE_SENT }) : null, row.id, row.state).changes === 1,
    'dispatch:sending',
  );
}

export function markAccepted(store: Store, row: DispatchRecord, docId: string): void {
  store.tx(() => {
    store.db
      .prepare(`UPDATE dispatch SET state = 'accepted', transport_doc_id = ?, accepted_at = ?, error = NULL WHERE id = ?`)
      .run(docId, store.now(), row.id);
    store.db.prepare(`UPDATE delivery SET state = 'sent' WHERE dispatch_id = ? AND organ_id IS NOT NULL AND state = 'waiting'`).run(row.id);
  }, 'dispatch:accepted');
}

export function markFailed(
  store: Store,
  id: RecordId,
  state: 'queued' | 'unknown' | 'refused',
  error: AppError | null,
  nextAt: Instant,
): void {
  const text = error === null ? null : JSON.stringify(error);
  store.tx(
    () => store.db.prepare('UPDATE dispatch SET state = ?, error = ?, next_at = ? WHERE id = ?').run(state, text, nextAt, id),
    'dispatch:failed',
  );
}

/** Rows left in `sending` by a process that ended: what became of them is not known. */
export function recoverSending(store: Store): number {
  return store.tx(
    () =>
      store.db
        .prepare(`UPDATE dispatch SET state = 'unknown', error = ?, next_at = 0 WHERE state = 'sending'`)
        .run(JSON.stringify({ code: MAYBE_SENT })).changes,
    'dispatch:recover',
  );
}

/** After an outage everything may go, and come in, at once, in its order; what was set to an hour and never tried keeps it. */
export function releaseWaiting(store: Store, organs: readonly OrganId[]): void {
  store.tx(() => {
    store.db
      .prepare(
        `UPDATE dispatch SET next_at = 0 WHERE organ_id IN (${marks(organs)}) AND state IN ('queued', 'unknown') AND next_at > 0 AND attempts > 0`,
      )
      .run(...organs);
    store.db
      .prepare(`UPDATE package SET next_at = 0 WHERE organ_id IN (${marks(organs)}) AND acknowledged = 0 AND next_at > 0`)
      .run(...organs);
  }, 'dispatch:release');
}

/** A person wants it tried now; a refused one too, if it is named. */
export function releaseNow(store: Store, id: string | undefined): void {
  store.tx(() => {
    if (id === undefined) {
      store.db.prepare(`UPDATE dispatch SET next_at = 0 WHERE state IN ('queued', 'unknown') AND attempts > 0`).run();
      store.db.prepare(`UPDATE package SET next_at = 0 WHERE acknowledged = 0`).run();
    } else {
      store.db.prepare(`UPDATE dispatch SET next_at = 0, paused = 0 WHERE id = ? AND state IN ('queued', 'unknown')`).run(id);
      store.db.prepare(`UPDATE dispatch SET state = 'queued', next_at = 0, paused = 0 WHERE id = ? AND state = 'refused'`).run(id);
    }
  }, 'dispatch:now');
}

const OPEN = `d.state IN ('queued', 'sending', 'unknown', 'refused')`;

/** How many wait, of each kind, and their bytes. */
export function queueTotals(store: Store): { readonly rows: number; readonly items: number; readonly bytes: number } {
  return store.db
    .prepare(
      `SELECT count(*) AS rows, coalesce(sum(state <> 'refused'), 0) AS items, coalesce(sum(CASE WHEN state <> 'refused' THEN size END), 0) AS bytes
       FROM dispatch d WHERE ${OPEN}`,
    )
    .get() as { rows: number; items: number; bytes: number };
}

/**
 * What has not been accepted yet: what is on its way, then the rest in the order of sending; the refused ones, which
 * wait for a person, last.
 * @param sent bytes that went out of those on their way
 */
export function queueRows(
  store: Store,
  page: { readonly offset: number; readonly limit: number },
  sent: (id: RecordId) => number | undefined,
): QueueRow[] {
  const rows = store.db
    .prepare(
      `SELECT d.*, (SELECT group_concat(name, '; ') FROM (SELECT name FROM delivery WHERE dispatch_id = d.id ORDER BY seq LIMIT 50)) AS recipients
       FROM (SELECT id, kind, state, priority, title, size, attempts, queued_at, next_at, error, paused, seq FROM dispatch d WHERE ${OPEN}
         ORDER BY state = 'refused', state <> 'sending', priority DESC, seq LIMIT ? OFFSET ?) d
       ORDER BY d.state = 'refused', d.state <> 'sending', d.priority DESC, d.seq`,
    )
    .all(page.limit, page.offset) as (DispatchRecord & { recipients: string | null })[];
  const now = store.now();
  return rows.map((row) => {
    const bytes = row.state === 'sending' ? sent(row.id) : undefined;
    return {
      id: row.id,
      kind: row.kind,
      state: row.state,
      priority: row.priority,
      title: row.title,
      recipients: row.recipients ?? '',
      size: row.size,
      attempts: row.attempts,
      queuedAt: row.queued_at,
      ...(row.paused === 1 ? { paused: true as const } : {}),
      ...(bytes === undefined ? {} : { sentBytes: bytes }),
      ...(row.next_at > now ? { nextTry: row.next_at } : {}),
      ...(row.error === null ? {} : { error: JSON.parse(row.error) as AppError }),
    };
  });
}
