/**
 * For a reconciliation: what the axis has is the truth about what was sent. Dispatches that it has are accepted, what
 * it has and the store does not know is written down, and what came since is listed again, done or not.
 */
import type { OrganId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { InboxParts } from './inbox.ts';
import { type DispatchRecord, markAccepted } from './queue.ts';
import type { SentItem } from './types.ts';

export interface Compared {
  /** Dispatches that waited here and that the axis has. */
  readonly found: number;
  /** Sent packages that this store does not know. */
  readonly unknown: number;
  /** Received packages written down again. */
  readonly listed: number;
}
export interface CompareParts extends InboxParts {
  readonly organs: readonly OrganId[];
}
/** Clocks differ, and the backup was made while others were sending. */
const MARGIN_MS = 24 * 3600_000;

export async function compareWithAxis(parts: CompareParts, from: Instant): Promise<Compared> {
  const since = from - MARGIN_MS;
  const documents = await compareDocuments(parts, since);
  const statuses = await compareStatuses(parts, since);
  return {
    found: documents.found + statuses.found,
    unknown: documents.unknown + statuses.unknown,
    listed: await listAgain(parts, since),
  };
}

interface Waiting extends DispatchRecord {
  readonly status_code: string | null;
}
function waiting({ store, organs }: CompareParts, kind: 'document' | 'status'): Waiting[] {
  return store.db
    .prepare<unknown[], Waiting>(
      `SELECT * FROM dispatch WHERE kind = ? AND state IN ('queued', 'sending', 'unknown', 'refused') AND organ_id IN (${organs.map(() => '?').join(',') || 'NULL'})`,
    )
    .all(kind, ...organs);
}
/** One item a package: the list has a row for each recipient. */
function byPackage(items: readonly SentItem[]): Map<string, SentItem & { readonly recipients: readonly string[] }> {
  return new Map(
    [...Map.groupBy(items, (item) => item.docId)].flatMap(([docId, rows]) =>
      rows[0] ? [[docId, { ...rows[0], recipients: rows.map((row) => row.to) }] as const] : [],
    ),
  );
}
const known = ({ store }: CompareParts, docId: string): boolean =>
  store.db.prepare('SELECT 1 FROM dispatch WHERE transport_doc_id = ?').get(docId) !== undefined;

async function compareDocuments(parts: CompareParts, since: Instant): Promise<{ found: number; unknown: number }> {
  const { store, transport } = parts;
  const sent = byPackage((await transport.sent?.('edoc')) ?? []);
  let found = 0;
  for (const row of waiting(parts, 'document')) {
    const code = store.db.prepare<[string | null], string>('SELECT code FROM outgoing WHERE id = ?').pluck().get(row.outgoing_id) ?? '';
    const same = [...sent.values()].find(
      (item) =>
        item.from === row.organ_id &&
        (item.documentId === row.document_id || (item.documentId === '' && code !== '' && item.code === code)),
    );
    const docId = same?.docId ?? (await transport.find('edoc', row.document_id));
    if (docId === undefined) continue;
    markAccepted(store, row, docId);
    found++;
  }
  let unknown = 0;
  for (const item of sent.values()) {
    if ((item.sentAt > 0 && item.sentAt < since) || known(parts, item.docId)) continue;
    unknown += remember(parts, 'edoc', item, { documentId: item.documentId, statusCode: '', description: '' });
  }
  return { found, unknown };
}

/** The list does not tell which status a package was, so each one not known is fetched and read: they are small. */
async function compareStatuses(parts: CompareParts, since: Instant): Promise<{ found: number; unknown: number }> {
  const { store, transport } = parts;
  const sent = byPackage((await transport.sent?.('status')) ?? []);
  let found = 0;
  let unknown = 0;
  for (const item of sent.values()) {
    if ((item.sentAt > 0 && item.sentAt < since) || known(parts, item.docId)) continue;
    const status = await readOwnStatus(parts, item.docId);
    if (status === undefined) continue;
    const same = waiting(parts, 'status').find(
      (row) =>
        row.sha256 === status.sha256 ||
        (status.statusCode !== '05' && row.document_id === status.documentId && row.status_code === status.statusCode),
    );
    if (same) {
      markAccepted(store, same, item.docId);
      found++;
    } else unknown += remember(parts, 'status', item, status);
  }
  return { found, unknown };
}

interface OwnStatus {
  readonly documentId: string;
  readonly statusCode: string;
  readonly description: string;
  readonly sha256: string;
}
async function readOwnStatus(parts: CompareParts, docId: string): Promise<OwnStatus | undefined> {
  const { store, transport, parsing } = parts;
  const writer = await store.vault.create();
  try {
    for await (const bytes of transport.fetch(docId)) await writer.write(bytes);
  } catch (error) {
    await writer.abort();
    throw error;
  }
  const blob = await writer.finish();
  const [place] = store.vault.reserve(1);
  if (place === undefined) return undefined;
  try {
    // Read like anything from outside: by the parser, from a sealed file.
    const source = store.vault.unrecorded(blob);
    const read = await parsing.readEdxml({ source, targets: [place.file], maxAttachmentBytes: parts.maxAttachmentBytes });
    if (!read.ok || read.message.kind !== 'status') return undefined;
    const { responseFor, statusCode, description } = read.message;
    return { documentId: responseFor.documentId ?? '', statusCode, description: description ?? '', sha256: blob.sha256 };
  } finally {
    await store.vault.discard([blob.id, place.id]);
  }
}

function remember(
  { store, organ }: CompareParts,
  messageType: 'edoc' | 'status',
  item: SentItem & { readonly recipients: readonly string[] },
  what: { readonly documentId: string; readonly statusCode: string; readonly description: string },
): number {
  return store.tx(
    () =>
      store.db
        .prepare(
          `INSERT INTO axis_seen (organ_id, doc_id, message_type, document_id, status_code, code, title, recipients, description, sent_at, seen_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
        )
        .run(
          item.from === '' ? organ : item.from,
          item.docId,
          messageType,
          what.documentId,
          what.statusCode,
          item.code,
          item.title,
          JSON.stringify(item.recipients),
          what.description,
          item.sentAt,
          store.now(),
        ).changes,
    'reconcile:seen',
  );
}

async function listAgain(parts: CompareParts, since: Instant): Promise<number> {
  const { store, transport, organ } = parts;
  let listed = 0;
  for (const messageType of ['edoc', 'status'] as const) {
    const items = (await transport.listSince?.(messageType, since)) ?? (await transport.list(messageType));
    listed += store.tx(() => {
      const insert = store.db.prepare(
        `INSERT INTO package (id, organ_id, doc_id, message_type, sender, state, listed_at, seq) VALUES (?, ?, ?, ?, ?, 'listed', ?, ?)
         ON CONFLICT (organ_id, doc_id) DO NOTHING`,
      );
      return items
        .filter((item) => item.status !== 'fail')
        .reduce(
          (n, item) => n + insert.run(store.newId(), organ, item.docId, messageType, item.from, store.now(), store.nextSeq()).changes,
          0,
        );
    }, 'reconcile:listed');
  }
  return listed;
}
