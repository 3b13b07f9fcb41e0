/**
 * Taking in bundles: each is checked whole (signature over every byte, the receiver, the number) before anything of it is
 * opened; its packages then go the way of every package, through the parser and the documents room, so that a document
 * that also came over the axis is known. Nothing is taken in twice, however often the same medium is put in.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, lstat, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { TakenBundle } from '../../contract/page/folder.ts';
import { type AppError, Failure } from '../../domain/errors.ts';
import {
  type AsyncByteSource,
  BUNDLE_EXTENSION,
  type BundleHead,
  type BundleReceipt,
  MAX_BUNDLE_BYTES,
  MAX_MANIFEST_BYTES,
  type Manifest,
  openBundle,
  readHead,
  readManifest,
  verifyBundle,
} from '../../formats/bundle/index.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { addHistory } from '../documents/history.ts';
import type { BlobWriter, Store, WrittenBlob } from '../store/types.ts';
import { requireReconciled } from '../store/waiting.ts';
import { ownKeyId, ownKeys, type Peer, peerByKey } from './peers.ts';

/** Stands in `package.organ_id` for what no connection brought. */
export const BY_HAND = 'usb';
const MAX_FILES = 500;

interface Source extends AsyncByteSource {
  close(): Promise<void>;
}
async function openSource(path: string): Promise<Source> {
  const facts = await lstat(path);
  if (!facts.isFile() || facts.size > MAX_BUNDLE_BYTES) throw new Failure('folder.not_a_bundle');
  const handle: FileHandle = await open(path, 'r');
  return {
    size: facts.size,
    async read(offset, length) {
      const bytes = Buffer.alloc(length);
      let filled = 0;
      while (filled < length) {
        const { bytesRead } = await handle.read(bytes, filled, length - filled, offset + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return bytes.subarray(0, filled);
    },
    close: () => handle.close(),
  };
}

interface Found {
  readonly path: string;
  readonly name: string;
  readonly head?: BundleHead;
  readonly error?: AppError;
}
const asError = (error: unknown): AppError =>
  error instanceof Failure
    ? error.error
    : { code: 'folder.medium_unreadable', params: { reason: (error as NodeJS.ErrnoException)?.code ?? '' } };

/** Every bundle of the folder, in the order in which each sender numbered them. */
async function bundlesIn(folder: string): Promise<Found[]> {
  const names = (await readdir(folder)).filter((name) => name.toLowerCase().endsWith(BUNDLE_EXTENSION)).sort();
  const found: Found[] = [];
  for (const name of names.slice(0, MAX_FILES)) {
    const path = join(folder, name);
    try {
      const source = await openSource(path);
      try {
        found.push({ path, name, head: await readHead(source) });
      } finally {
        await source.close();
      }
    } catch (error) {
      found.push({ path, name, error: asError(error) });
    }
  }
  const order = (a: Found, b: Found): number =>
    (a.head?.from ?? '').localeCompare(b.head?.from ?? '') || (a.head?.number ?? 0) - (b.head?.number ?? 0);
  return found.sort(order);
}

/**
 * Takes in all bundles of a folder; of each what came of it. One that is bad does not hold up the others.
 * @throws Failure `reconcile.first`, `folder.medium_unreadable`
 */
export async function importFolder(store: Store, actor: Actor, folder: string): Promise<TakenBundle[]> {
  requireReconciled(store);
  let found: Found[];
  try {
    found = await bundlesIn(folder);
  } catch (error) {
    throw new Failure('folder.medium_unreadable', { reason: (error as NodeJS.ErrnoException).code ?? '' }, { cause: error });
  }
  const taken: TakenBundle[] = [];
  const own = ownKeyId(store);
  for (const { path, name, head, error } of found) {
    // What this machine wrote for others lies beside.
    if (head?.from === own && head.to !== own) continue;
    if (head === undefined) {
      taken.push({ fileName: name, outcome: 'refused', error: error ?? { code: 'folder.not_a_bundle' } });
      continue;
    }
    try {
      taken.push({ fileName: name, ...(await takeBundle(store, actor, path, head)) });
    } catch (failed) {
      const refused = asError(failed);
      store.tx(() => record(store, actor, 'folder.refused', head.from.slice(0, 16), refused.code), 'folder:refused');
      taken.push({ fileName: name, number: head.number, outcome: 'refused', error: refused });
    }
  }
  return taken;
}

type Taken = Omit<TakenBundle, 'fileName'>;

function senderOf(store: Store, head: BundleHead): Peer {
  if (head.to !== ownKeyId(store)) throw new Failure('folder.not_for_us');
  const peer = peerByKey(store, head.from);
  if (peer === undefined) throw new Failure('folder.unknown_peer');
  if (peer.state !== 'confirmed') throw new Failure('folder.peer_not_confirmed', { name: peer.name });
  return peer;
}

async function takeBundle(store: Store, actor: Actor, path: string, head: BundleHead): Promise<Taken> {
  const peer = senderOf(store, head);
  const source = await openSource(path);
  let written: WrittenBlob[] = [];
  try {
    const digest = await verifyBundle(source, peer.keys);
    const before = takenBefore(store, peer, head.number);
    if (before !== undefined) {
      if (before.digest !== digest) throw new Failure('folder.number_used', { name: peer.name, number: head.number });
      return { outcome: 'again', peer: peer.name, number: head.number, at: before.at };
    }
    const { manifest, blobs } = await unpack(store, source, digest);
    written = blobs;
    const missing = store.tx(() => {
      put(store, actor, peer, head.number, digest, manifest, blobs);
      takeReceipts(store, peer, manifest.receipts);
      return missingNumbers(store, peer, manifest.voided);
    }, 'folder:taken');
    written = [];
    return {
      outcome: 'taken',
      peer: peer.name,
      number: head.number,
      documents: manifest.items.filter((item) => item.kind === 'edoc').length,
      statuses: manifest.items.filter((item) => item.kind === 'status').length,
      receipts: manifest.receipts.length,
      ...(missing.length === 0 ? {} : { missing }),
    };
  } finally {
    await source.close();
    await store.vault.discard(written.map((blob) => blob.id));
  }
}

const takenBefore = (store: Store, peer: Peer, number: number): { digest: string; at: number } | undefined =>
  store.db.prepare(`SELECT digest, at FROM bundle WHERE peer_id = ? AND direction = 'in' AND number = ?`).get(peer.id, number) as
    | { digest: string; at: number }
    | undefined;

/** The stream cut into manifest and items; the items go straight into the vault. */
class Unpacker {
  readonly #store: Store;
  readonly blobs: WrittenBlob[] = [];
  manifest: Manifest | undefined;
  #pending: Uint8Array[] = [];
  #filled = 0;
  #length: number | undefined;
  #writer: BlobWriter | undefined;
  #hash = createHash('sha256');
  #left = 0;
  constructor(store: Store) {
    this.#store = store;
  }

  async push(bytes: Uint8Array): Promise<void> {
    let rest = bytes;
    if (this.manifest === undefined) rest = await this.#head(bytes);
    while (rest.byteLength > 0) {
      if (this.#writer === undefined) throw new Failure('folder.unreadable');
      const piece = rest.subarray(0, this.#left);
      await this.#writer.write(piece);
      this.#hash.update(piece);
      this.#left -= piece.byteLength;
      rest = rest.subarray(piece.byteLength);
      if (this.#left === 0) await this.#endItem();
    }
  }
  /** Collects length and manifest; gives back what follows them. */
  async #head(bytes: Uint8Array): Promise<Uint8Array> {
    this.#pending.push(bytes);
    this.#filled += bytes.byteLength;
    if (this.#filled < 4) return new Uint8Array(0);
    const all = Buffer.concat(this.#pending);
    this.#length ??= all.readUInt32BE(0);
    if (this.#length > MAX_MANIFEST_BYTES) throw new Failure('folder.unreadable');
    if (all.byteLength < 4 + this.#length) return new Uint8Array(0);
    this.manifest = readManifest(all.subarray(4, 4 + this.#length));
    this.#pending = [];
    await this.#beginItem();
    return all.subarray(4 + this.#length);
  }
  async #beginItem(): Promise<void> {
    const item = this.manifest?.items[this.blobs.length];
    this.#writer = undefined;
    if (item === undefined) return;
    this.#hash = createHash('sha256');
    this.#writer = await this.#store.vault.create();
    this.#left = item.size;
    if (item.size === 0) await this.#endItem();
  }
  async #endItem(): Promise<void> {
    const item = this.manifest?.items[this.blobs.length];
    const writer = this.#writer;
    if (item === undefined || writer === undefined) throw new Failure('folder.unreadable');
    this.#writer = undefined;
    this.blobs.push(await writer.finish());
    if (this.#hash.digest('hex') !== item.sha256) throw new Failure('folder.unreadable');
    await this.#beginItem();
  }
  get whole(): boolean {
    return this.manifest !== undefined && this.blobs.length === this.manifest.items.length && this.#writer === undefined;
  }
  async abort(): Promise<void> {
    await this.#writer?.abort();
    await this.#store.vault.discard(this.blobs.map((blob) => blob.id));
  }
}

async function unpack(store: Store, source: AsyncByteSource, digest: string): Promise<{ manifest: Manifest; blobs: WrittenBlob[] }> {
  const unpacker = new Unpacker(store);
  try {
    for await (const bytes of openBundle(source, ownKeys(store), digest)) await unpacker.push(bytes);
    const { manifest, blobs } = unpacker;
    if (manifest === undefined || !unpacker.whole) throw new Failure('folder.unreadable');
    return { manifest, blobs };
  } catch (error) {
    await unpacker.abort();
    throw error;
  }
}

function put(
  store: Store,
  actor: Actor,
  peer: Peer,
  number: number,
  digest: string,
  manifest: Manifest,
  blobs: readonly WrittenBlob[],
): void {
  const id = store.newId();
  store.db
    .prepare(
      `INSERT INTO bundle (id, peer_id, direction, number, state, digest, at, by_name, seq) VALUES (?, ?, 'in', ?, 'taken', ?, ?, ?, ?)`,
    )
    .run(id, peer.id, number, digest, store.now(), actor.name, store.nextSeq());
  const packages = store.db.prepare(
    `INSERT INTO package (id, organ_id, doc_id, message_type, sender, state, blob_id, size, listed_at, seq) VALUES (?, ?, ?, ?, ?, 'listed', ?, ?, ?, ?)`,
  );
  const items = store.db.prepare('INSERT INTO bundle_item (bundle_id, position, kind, sha256, package_id) VALUES (?, ?, ?, ?, ?)');
  for (const [position, item] of manifest.items.entries()) {
    const blob = blobs[position];
    if (blob === undefined) throw new Error('an item without its file');
    store.vault.record(blob);
    const packageId = store.newId();
    const docId = `${peer.key_id.slice(0, 12)}-${number}-${position + 1}`;
    packages.run(packageId, BY_HAND, docId, item.kind, peer.organs[0]?.organId ?? '', blob.id, blob.size, store.now(), store.nextSeq());
    items.run(id, position, item.kind, item.sha256, packageId);
  }
  record(store, actor, 'folder.import', peer.id, `bundle ${number}`);
}

/** What the other side says of our bundles; once each, a later receipt may say more. */
function takeReceipts(store: Store, peer: Peer, receipts: readonly BundleReceipt[]): void {
  const bundle = store.db.prepare(
    `SELECT id, receipt_at FROM bundle WHERE peer_id = ? AND direction = 'out' AND number = ? AND state IN ('written', 'writing')`,
  );
  const itemsOf = store.db.prepare(
    'SELECT i.position, i.kind, i.outcome, d.outgoing_id FROM bundle_item i LEFT JOIN dispatch d ON d.id = i.dispatch_id WHERE i.bundle_id = ? ORDER BY i.position',
  );
  const update = store.db.prepare('UPDATE bundle_item SET outcome = ? WHERE bundle_id = ? AND position = ?');
  for (const receipt of receipts) {
    const ours = bundle.get(peer.id, receipt.number) as { id: string; receipt_at: number | null } | undefined;
    if (ours === undefined) continue;
    // A receipt proves that it was written and handed over, whatever this machine knows.
    store.db.prepare(`UPDATE bundle SET state = 'written', receipt_at = coalesce(receipt_at, ?) WHERE id = ?`).run(receipt.at, ours.id);
    const items = itemsOf.all(ours.id) as { position: number; kind: string; outcome: string | null; outgoing_id: string | null }[];
    for (const { position, kind, outcome, outgoing_id: outgoingId } of items) {
      const told = receipt.items[position];
      if (told === undefined || outcome === 'stored' || outcome === 'refused' || told === outcome) continue;
      update.run(told, ours.id, position);
      if (kind === 'edoc' && outgoingId !== null && told !== 'waiting')
        addHistory(
          store,
          { name: peer.name, roles: [] },
          { outgoingId: outgoingId as never, act: `outgoing.carried_${told}`, params: { number: receipt.number } },
        );
    }
  }
}

/** Numbers before the newest that never came and were not given up by their sender; at most 20. */
function missingNumbers(store: Store, peer: Peer, voided: readonly number[]): number[] {
  const here = new Set(
    store.db.prepare(`SELECT number FROM bundle WHERE peer_id = ? AND direction = 'in'`).pluck().all(peer.id) as number[],
  );
  const last = Math.max(...here);
  const missing: number[] = [];
  for (let n = Math.max(1, last - 1000); n < last && missing.length < 20; n++) if (!here.has(n) && !voided.includes(n)) missing.push(n);
  return missing;
}
