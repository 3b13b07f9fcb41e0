/**
 * Making a bundle: the packages that the axis has not taken (or one document that is to go by hand), the statuses that
 * wait, receipts for what came the other way. The same bytes and DocumentId as over the axis, so that whichever comes
 * second is known there. What is carried stays in the queue: the line may come back before the messenger.
 */
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../../domain/errors.ts';
import type { BlobId, RecordId } from '../../domain/ids.ts';
import {
  BUNDLE_EXTENSION,
  type BundleReceipt,
  MAX_ITEMS,
  type ReceiptOutcome,
  writeBundle,
  writeManifest,
} from '../../formats/bundle/index.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { addHistory } from '../documents/history.ts';
import type { Store } from '../store/types.ts';
import { requireReconciled } from '../store/waiting.ts';
import { ownKeys, type Peer, peerById } from './peers.ts';

export interface ExportRequest {
  readonly peerId: string;
  /** Folder that a person chose. */
  readonly folder: string;
  /** One document, whatever the axis says of it; absent: all that waits for this peer. */
  readonly outgoingId?: string;
  /** Also what was carried before and has no receipt: the medium may be lost. */
  readonly again?: boolean;
}
export interface Exported {
  readonly number: number;
  readonly fileName: string;
  readonly documents: number;
  readonly statuses: number;
  readonly receipts: number;
}
interface Item {
  readonly id: RecordId;
  readonly kind: 'document' | 'status';
  readonly outgoing_id: RecordId | null;
  readonly after_id: string | null;
  readonly blob_id: BlobId | null;
  readonly inline: Uint8Array | null;
  readonly sha256: string;
  readonly size: number;
}
const MAX_BYTES = 3 * 1024 ** 3;
/** How long receipts go with every bundle. */
const RECEIPT_MS = 120 * 24 * 3600_000;

const organsOf = (peer: Peer): string => JSON.stringify(peer.organs.map(({ organId }) => organId));
const TO_PEER = 'EXISTS (SELECT 1 FROM delivery v WHERE v.dispatch_id = d.id AND v.organ_id IN (SELECT value FROM json_each(@organs)))';
const CARRIED = `EXISTS (SELECT 1 FROM bundle_item i JOIN bundle b ON b.id = i.bundle_id WHERE i.dispatch_id = d.id AND b.peer_id = @peer
  AND b.state = 'written' AND (@again = 0 OR i.outcome IN ('stored', 'refused')))`;
const OPEN = `d.state IN ('queued', 'sending', 'unknown', 'refused')`;

function documentsFor(store: Store, peer: Peer, request: ExportRequest): Item[] {
  const frozen = `EXISTS (SELECT 1 FROM outgoing o WHERE o.id = d.outgoing_id AND o.frozen_at IS NOT NULL)`;
  const which =
    request.outgoingId === undefined ? `${OPEN} AND NOT ${CARRIED} AND NOT ${frozen}` : `d.outgoing_id = @outgoing AND NOT ${frozen}`;
  return store.db
    .prepare(
      `SELECT d.* FROM dispatch d WHERE d.kind = 'document' AND ${TO_PEER} AND ${which} ORDER BY d.priority DESC, d.seq LIMIT ${MAX_ITEMS}`,
    )
    .all({ organs: organsOf(peer), peer: peer.id, again: request.again ? 1 : 0, outgoing: request.outgoingId ?? '' }) as Item[];
}

/** Documents that a bundle of all that waits would carry: looked at once more before they leave. */
export const documentsToCarry = (store: Store, request: Omit<ExportRequest, 'folder'>): string[] => [
  ...new Set(documentsFor(store, peerById(store, request.peerId), { ...request, folder: '' }).flatMap((item) => item.outgoing_id ?? [])),
];

/** In their order; a request about a document of ours goes only with or after that document. */
function statusesFor(store: Store, peer: Peer, request: ExportRequest, with_: readonly Item[]): Item[] {
  const rows = store.db
    .prepare(
      `SELECT d.* FROM dispatch d WHERE d.kind = 'status' AND ${OPEN} AND ${TO_PEER} AND NOT ${CARRIED} ORDER BY d.seq LIMIT ${MAX_ITEMS}`,
    )
    .all({ organs: organsOf(peer), peer: peer.id, again: request.again ? 1 : 0 }) as Item[];
  const gone = store.db.prepare(
    `SELECT 1 FROM dispatch d WHERE d.id = ? AND (d.state = 'accepted' OR EXISTS (SELECT 1 FROM bundle_item i JOIN bundle b ON b.id = i.bundle_id
       WHERE i.dispatch_id = d.id AND b.peer_id = ? AND b.state = 'written'))`,
  );
  return rows.filter((row) => row.after_id === null || with_.some((item) => item.id === row.after_id) || gone.get(row.after_id, peer.id));
}

/** As many as one bundle may hold, urgent documents first. */
function within(items: readonly Item[]): Item[] {
  let bytes = 0;
  return items.slice(0, MAX_ITEMS).filter((item) => {
    if (bytes + item.size > MAX_BYTES) return false;
    bytes += item.size;
    return true;
  });
}

function receiptsFor(store: Store, peer: Peer): BundleReceipt[] {
  const rows = store.db
    .prepare(`SELECT id, number, at FROM bundle WHERE peer_id = ? AND direction = 'in' AND at > ? ORDER BY seq DESC LIMIT 300`)
    .all(peer.id, store.now() - RECEIPT_MS) as { id: string; number: number; at: number }[];
  const outcomes = store.db
    .prepare(
      `SELECT CASE p.state WHEN 'stored' THEN 'stored' WHEN 'quarantined' THEN 'refused' ELSE 'waiting' END
       FROM bundle_item i JOIN package p ON p.id = i.package_id WHERE i.bundle_id = ? ORDER BY i.position`,
    )
    .pluck();
  return rows.map(({ id, number, at }) => ({ number, at, items: outcomes.all(id) as ReceiptOutcome[] }));
}
const voidedFor = (store: Store, peer: Peer): number[] =>
  store.db
    .prepare(`SELECT number FROM bundle WHERE peer_id = ? AND direction = 'out' AND state = 'failed' ORDER BY number DESC LIMIT 1000`)
    .pluck()
    .all(peer.id) as number[];

interface Begun {
  readonly id: string;
  readonly number: number;
}
function begin(store: Store, actor: Actor, peer: Peer, items: readonly Item[]): Begun {
  return store.tx(() => {
    const number = store.db
      .prepare('UPDATE peer SET last_number = last_number + 1 WHERE id = ? RETURNING last_number')
      .pluck()
      .get(peer.id);
    const begun = { id: store.newId(), number: Number(number) };
    store.db
      .prepare(`INSERT INTO bundle (id, peer_id, direction, number, state, at, by_name, seq) VALUES (?, ?, 'out', ?, 'writing', ?, ?, ?)`)
      .run(begun.id, peer.id, begun.number, store.now(), actor.name, store.nextSeq());
    const insert = store.db.prepare(`INSERT INTO bundle_item (bundle_id, position, kind, sha256, dispatch_id) VALUES (?, ?, ?, ?, ?)`);
    for (const [position, item] of items.entries())
      insert.run(begun.id, position, item.kind === 'document' ? 'edoc' : 'status', item.sha256, item.id);
    return begun;
  }, 'folder:number');
}

const asName = (organ: string): string => organ.replace(/[^\w.-]/g, '_');

/**
 * Writes one bundle into the folder.
 * @throws Failure `folder.nothing_to_carry`, `folder.peer_not_confirmed`, `folder.not_written`, `reconcile.first`
 */
export async function exportBundle(store: Store, actor: Actor, request: ExportRequest): Promise<Exported> {
  requireReconciled(store);
  const peer = peerById(store, request.peerId);
  if (peer.state !== 'confirmed') throw new Failure('folder.peer_not_confirmed', { name: peer.name });
  const documents = within(documentsFor(store, peer, request));
  if (request.outgoingId !== undefined && documents.length === 0) throw new Failure('folder.nothing_to_carry', { name: peer.name });
  const items = within([...documents, ...statusesFor(store, peer, request, documents)]);
  const receipts = receiptsFor(store, peer);
  if (items.length + receipts.length === 0) throw new Failure('folder.nothing_to_carry', { name: peer.name });
  const voided = voidedFor(store, peer);
  const begun = begin(store, actor, peer, items);
  const from = store.db.prepare('SELECT organ_id FROM organ ORDER BY organ_id LIMIT 1').pluck().get() as string;
  const fileName = `${asName(from)}_gui_${asName(peer.organs[0]?.organId ?? '')}_${String(begun.number).padStart(6, '0')}${BUNDLE_EXTENSION}`;
  try {
    await writeFile(store, peer, begun.number, { items, receipts, voided }, request.folder, fileName);
  } catch (error) {
    store.tx(() => store.db.prepare(`UPDATE bundle SET state = 'failed' WHERE id = ?`).run(begun.id), 'folder:failed');
    if (error instanceof Failure) throw error;
    throw new Failure('folder.not_written', { reason: (error as NodeJS.ErrnoException).code ?? '' }, { cause: error });
  }
  store.tx(() => {
    store.db.prepare(`UPDATE bundle SET state = 'written', at = ? WHERE id = ?`).run(store.now(), begun.id);
    for (const { outgoing_id: outgoingId, kind } of items)
      if (outgoingId !== null && kind === 'document')
        addHistory(store, actor, { outgoingId, act: 'outgoing.carried', params: { name: peer.name, number: begun.number } });
    record(store, actor, 'folder.export', peer.id, `bundle ${begun.number}`);
  }, 'folder:written');
  const carried = items.filter((item) => item.kind === 'document').length;
  return { number: begun.number, fileName, documents: carried, statuses: items.length - carried, receipts: receipts.length };
}

type Content = { readonly items: readonly Item[]; readonly receipts: readonly BundleReceipt[]; readonly voided: readonly number[] };

/** Under another name until it is whole and on the medium: a half bundle never has a bundle's name. */
async function writeFile(store: Store, peer: Peer, number: number, content: Content, folder: string, fileName: string): Promise<void> {
  const manifest = writeManifest({
    madeAt: store.now(),
    items: content.items.map(({ kind, size, sha256 }) => ({ kind: kind === 'document' ? 'edoc' : 'status', size, sha256 })),
    receipts: content.receipts,
    voided: content.voided,
  });
  const items = content.items.map((item) => ({
    size: item.size,
    read: () => (item.blob_id === null ? once(item.inline ?? new Uint8Array(0)) : store.vault.stream(item.blob_id)),
  }));
  const temporary = join(folder, `${fileName}.dang-ghi`);
  const file = await open(temporary, 'w', 0o600);
  try {
    for await (const bytes of writeBundle({ from: ownKeys(store), to: peer.keys, number, manifest, items })) await file.write(bytes);
    await file.sync();
  } catch (error) {
    await file.close();
    await rm(temporary, { force: true });
    throw error;
  }
  await file.close();
  await rename(temporary, join(folder, fileName));
  await syncFolder(folder);
}

/** Windows has no folders to sync, and some media refuse it. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {}
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
