/**
 * Receiving: what the axis lists becomes a row, its bytes a file of the vault, what is read one transaction, and only
 * then the axis is told. Every step may be repeated after a crash; one package's trouble holds up no other.
 */
import type { ReadEdxmlResult, SealedFile } from '../../contract/parser/index.ts';
import { nextTry } from '../../domain/dispatch.ts';
import type { EdxmlDocument, EdxmlStatus } from '../../domain/edxml.ts';
import { type AppError, Failure } from '../../domain/errors.ts';
import type { BlobId, OrganId, RecordId } from '../../domain/ids.ts';
import type { SecrecyFinding } from '../../domain/secrecyMark.ts';
import type { PdfVerdict } from '../../domain/verdict.ts';
import type { Clock } from '../clock.ts';
import type { Events, Log } from '../context.ts';
import { acceptingOrgans } from '../registers/accepting.ts';
import type { Store } from '../store/types.ts';
import { TransportError } from './failure.ts';
import { addressee, addressees, axisWords, isSecret, unusable } from './quarantine.ts';
import type { ReceivedDocument, Receiver, Transport } from './types.ts';

/** The parser process, as far as the inbox needs it. */
export interface PackageReader {
  ping(input: Record<string, never>): Promise<unknown>;
  readEdxml(input: { source: SealedFile; targets: SealedFile[]; maxAttachmentBytes: number }): Promise<ReadEdxmlResult>;
}

export interface InboxParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly events: Events;
  readonly transport: Transport;
  readonly parsing: PackageReader;
  /** The three lines of each signature of a PDF. */
  readonly judge: (file: SealedFile) => Promise<PdfVerdict>;
  /** Marks of secrecy in a PDF; undefined where it could not be looked through. */
  readonly secrecy?: ((file: SealedFile) => Promise<SecrecyFinding | undefined>) | undefined;
  readonly receiver: Receiver;
  /** The organ that names the connection, and all organs of ours. */
  readonly organ: OrganId;
  readonly ours: () => readonly OrganId[];
  /** Organs of ours that share this connection, the naming one first. */
  readonly organs: readonly OrganId[];
  /** Steps between transactions: `inbox:fetched`, `inbox:read`, `inbox:stored`, `inbox:acknowledged`. */
  readonly onPoint: (name: string) => void;
  readonly stopped: () => boolean;
  readonly maxAttachmentBytes: number;
}

interface PackageRecord {
  readonly id: RecordId;
  readonly doc_id: string;
  readonly message_type: 'edoc' | 'status';
  readonly sender: string;
  readonly state: 'listed' | 'stored' | 'quarantined';
  readonly blob_id: BlobId | null;
  readonly reason: string | null;
  readonly outcome: 'done' | 'fail' | null;
  readonly attempts: number;
}
const MAX_ATTACHMENTS = 200;
const PARSER_TRIES = 2;
/** Failures of the parser that the package itself may have caused; a full disk, say, is not one. */
const BY_THE_PACKAGE: readonly string[] = [
  'parsing.process_died',
  'parsing.too_long',
  'parsing.too_much_memory',
  'contract.closed',
  'unexpected',
];

/** Asks what waits and writes down what is new; how many. Throws what the transport throws. */
export async function listPackages(parts: InboxParts): Promise<number> {
  const { store, transport, organ } = parts;
  let added = 0;
  for (const messageType of ['edoc', 'status'] as const) {
    const waiting = (await transport.list(messageType)).filter((item) => item.status !== 'done' && item.status !== 'fail');
    if (waiting.length === 0) continue;
    added += store.tx(() => {
      const insert = store.db.prepare(
        `INSERT INTO package (id, organ_id, doc_id, message_type, sender, state, listed_at, seq) VALUES (?, ?, ?, ?, ?, 'listed', ?, ?)
         ON CONFLICT (organ_id, doc_id) DO NOTHING`,
      );
      const known = store.db.prepare('SELECT 1 FROM package WHERE organ_id = ? AND doc_id = ?');
      let count = 0;
      for (const item of waiting) {
        if (known.get(organ, item.docId)) continue;
        count += insert.run(store.newId(), organ, item.docId, messageType, item.from, store.now(), store.nextSeq()).changes;
      }
      return count;
    }, 'inbox:listed');
  }
  return added;
}

/**
 * A status message that could not be fetched holds up the later ones of its sender for this many tries, so that
 * statuses are read in their order; then it no longer holds up anything. Documents never wait for each other.
 */
const HOLDING_TRIES = 4;

/**
 * Takes in every due package and tells the axis of every decided one.
 * @returns the failure that showed the line to be in trouble, if one did
 */
export async function receivePackages(parts: InboxParts): Promise<TransportError | undefined> {
  const due = parts.store.db.prepare(
    `SELECT * FROM package p WHERE organ_id = @organ AND acknowledged = 0 AND next_at <= @now AND seq > @after
       AND NOT (state = 'listed' AND message_type = 'status' AND EXISTS (SELECT 1 FROM package e WHERE e.organ_id = @organ AND e.acknowledged = 0 AND e.state = 'listed'
         AND e.seq < p.seq AND e.next_at > @now AND e.blob_id IS NULL AND e.sender = p.sender AND e.message_type = 'status'
         AND e.attempts < ${HOLDING_TRIES}))
     ORDER BY seq LIMIT 1`,
  );
  let after = 0;
  while (!parts.stopped()) {
    const row = due.get({ organ: parts.organ, now: parts.clock.now(), after }) as (PackageRecord & { seq: number }) | undefined;
    if (row === undefined) return undefined;
    after = row.seq;
    const trouble = await onePackage(parts, row);
    if (trouble !== undefined) return trouble;
  }
  return undefined;
}

async function onePackage(parts: InboxParts, row: PackageRecord): Promise<TransportError | undefined> {
  try {
    if (row.state === 'listed') await takeIn(parts, row);
    await acknowledge(parts, row.id);
    return undefined;
  } catch (error) {
    if (parts.stopped()) return undefined;
    later(parts, row, error);
    if (!(error instanceof TransportError)) return undefined;
    return error.failure === 'axis_error' || error.failure === 'refused' ? undefined : error;
  }
}

/** Tried again later, never marked `fail` because of our own or the line's trouble. */
function later(parts: InboxParts, row: PackageRecord, error: unknown): void {
  const { store, clock, log } = parts;
  const known = error instanceof Failure ? error.error : { code: 'axis.package_problem' };
  if (error instanceof Failure) log.warn('package put off', { docId: row.doc_id, code: known.code });
  else
    log.error('package failed unexpectedly', {
      docId: row.doc_id,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  store.tx(() => {
    store.db
      .prepare('UPDATE package SET attempts = attempts + 1, next_at = ? WHERE id = ?')
      .run(nextTry(clock.now(), row.attempts + 1, clock.random()), row.id);
    store.db.prepare(`UPDATE package SET reason = ? WHERE id = ? AND state = 'listed'`).run(JSON.stringify(known), row.id);
  }, 'inbox:later');
}

async function takeIn(parts: InboxParts, row: PackageRecord): Promise<void> {
  const blob = row.blob_id ?? (await fetch(parts, row));
  parts.onPoint('inbox:fetched');
  const targets = parts.store.vault.reserve(MAX_ATTACHMENTS);
  let stored: Stored | undefined;
  try {
    stored = await readAndStore(parts, row, blob, targets);
  } finally {
    const kept = new Set(stored?.keep);
    if (stored?.untouched !== true) await parts.store.vault.discard(targets.map((t) => t.id).filter((id) => !kept.has(id)));
  }
}
interface Stored {
  /** Files that rows now name. */
  readonly keep: readonly BlobId[];
  /** The parser had nothing to write: most packages are status messages. */
  readonly untouched?: boolean;
}

/** The package as it came, byte for byte, into the vault. */
async function fetch(parts: InboxParts, row: PackageRecord): Promise<BlobId> {
  const { store, transport } = parts;
  const writer = await store.vault.create();
  try {
    for await (const bytes of transport.fetch(row.doc_id)) await writer.write(bytes);
  } catch (error) {
    await writer.abort();
    throw error;
  }
  const written = await writer.finish();
  store.tx(() => {
    store.vault.record(written);
    store.db.prepare('UPDATE package SET blob_id = ?, size = ? WHERE id = ?').run(written.id, written.size, row.id);
  }, 'inbox:fetched');
  return written.id;
}

type Targets = ReturnType<Store['vault']['reserve']>;

/** Reads, judges and stores (or quarantines) a fetched package. */
async function readAndStore(parts: InboxParts, row: PackageRecord, blob: BlobId, targets: Targets): Promise<Stored> {
  const read = await readPackage(parts, row, blob, targets);
  parts.onPoint('inbox:read');
  if (!read.ok) return { keep: await quarantine(parts, row, blob, read.error) };
  return { keep: await storeRead(parts, row, blob, read, targets), untouched: read.message.kind === 'status' };
}

async function storeRead(
  parts: InboxParts,
  row: PackageRecord,
  blob: BlobId,
  read: Extract<ReadEdxmlResult, { ok: true }>,
  targets: Targets,
): Promise<readonly BlobId[]> {
  if (read.message.kind === 'status') {
    const organ = addressee(read.message, parts.organ, parts.ours());
    if (organ === undefined) return quarantine(parts, row, blob, { code: 'axis.other_office' });
    return storeStatus(parts, row, organ, read.message);
  }
  const accepting = acceptingOrgans(parts.store);
  const [organ, ...others] = addressees(
    read.message,
    parts.organs.filter((one) => accepting.has(one)),
    parts.ours().filter((one) => accepting.has(one)),
  );
  const reason = unusable(read.message, organ, read.warnings);
  if (reason !== undefined || organ === undefined) return quarantine(parts, row, blob, reason ?? { code: 'axis.other_office' });
  const received: ReceivedDocument = {
    packageId: row.id,
    organId: organ,
    transportSender: row.sender,
    message: read.message,
    files: await filesOf(parts, read.message, read.attachments, targets),
    warnings: read.warnings,
  };
  const refused = parts.receiver.refuse(received);
  if (refused !== undefined) return quarantine(parts, row, blob, refused);
  return storeDocument(parts, row, [received, ...others.map((organId) => ({ ...received, organId }))]);
}

/** A package that ends the parser twice is poison; a parser that is not there at all says nothing about the package. */
async function readPackage(parts: InboxParts, row: PackageRecord, blob: BlobId, targets: Targets): Promise<ReadEdxmlResult> {
  try {
    return await parts.parsing.readEdxml({
      source: parts.store.vault.sealed(blob),
      targets: targets.map((t) => t.file),
      maxAttachmentBytes: parts.maxAttachmentBytes,
    });
  } catch (error) {
    if (parts.stopped() || (error instanceof Failure && !BY_THE_PACKAGE.includes(error.error.code))) throw error;
    await parts.parsing.ping({});
    const before = row.reason === null ? undefined : (JSON.parse(row.reason) as AppError);
    const times = (before?.code === 'axis.parser_failed' ? Number(before.params?.times ?? 0) : 0) + 1;
    if (times >= PARSER_TRIES) return { ok: false, error: { code: 'axis.parser_failed', params: { times } } };
    throw new Failure('axis.parser_failed', { times }, { cause: error });
  }
}

async function filesOf(
  parts: InboxParts,
  message: EdxmlDocument,
  places: readonly { readonly target: number }[],
  targets: Targets,
): Promise<ReceivedDocument['files']> {
  const files: ReceivedDocument['files'][number][] = [];
  for (const [index, attachment] of message.attachments.entries()) {
    const target = targets[places[index]?.target ?? -1];
    if (target === undefined) throw new Error('the parser named no file for an attachment');
    // Judged where the parser wrote it: adopting moves the file.
    const verdict = attachment.detected === 'pdf' ? await judged(parts, target.file) : undefined;
    const secrecy = attachment.detected === 'pdf' ? await parts.secrecy?.(target.file) : undefined;
    const blob = await parts.store.vault.adopt(target.id, target.file);
    files.push({
      blob,
      name: attachment.name,
      detected: attachment.detected,
      ...(verdict === undefined ? {} : { verdict }),
      ...(secrecy === undefined ? {} : { secrecy }),
    });
  }
  return files;
}

/** Without a verdict a document still comes in; it is shown as not checked. */
async function judged(parts: InboxParts, file: SealedFile): Promise<PdfVerdict | undefined> {
  for (let attempt = 1; attempt <= 2 && !parts.stopped(); attempt++) {
    try {
      return await parts.judge(file);
    } catch (error) {
      parts.log.warn('a PDF could not be judged', { attempt, error: String(error) });
    }
  }
  return undefined;
}

const settle = (store: Store, id: RecordId, state: 'stored' | 'quarantined', outcome: 'done' | 'fail', reason: AppError | null): void => {
  store.db
    .prepare('UPDATE package SET state = ?, outcome = ?, reason = ?, attempts = 0, next_at = 0 WHERE id = ?')
    .run(state, outcome, reason === null ? null : JSON.stringify(reason), id);
};

/** One package, a document for each organ of ours that it names; all in one transaction. */
function storeDocument(parts: InboxParts, row: PackageRecord, received: readonly ReceivedDocument[]): readonly BlobId[] {
  const { store, events } = parts;
  const taken = store.tx(() => {
    const results = received.map((one) => parts.receiver.document(one));
    settle(store, row.id, 'stored', 'done', null);
    return results;
  }, 'inbox:stored');
  parts.onPoint('inbox:stored');
  events.emit({ topic: 'incoming' });
  events.emit({ topic: 'exchange' });
  return taken.includes('stored') ? (received[0]?.files ?? []).map((f) => f.blob.id) : [];
}

function storeStatus(parts: InboxParts, row: PackageRecord, organId: OrganId, message: EdxmlStatus): readonly BlobId[] {
  const { store, events } = parts;
  store.tx(() => {
    parts.receiver.status({ packageId: row.id, organId, transportSender: row.sender, message });
    settle(store, row.id, 'stored', 'done', null);
  }, 'inbox:stored');
  parts.onPoint('inbox:stored');
  events.emit({ topic: 'outgoing' });
  events.emit({ topic: 'exchange' });
  return [];
}

/** Kept aside with its reason; of a state secret nothing but time, sender, transport id and reason. */
async function quarantine(parts: InboxParts, row: PackageRecord, blob: BlobId, reason: AppError): Promise<readonly BlobId[]> {
  const { store, events, log } = parts;
  const destroy = isSecret(reason);
  store.tx(() => {
    settle(store, row.id, 'quarantined', 'fail', reason);
    if (!destroy) return;
    store.db.prepare('UPDATE package SET blob_id = NULL, size = 0 WHERE id = ?').run(row.id);
    store.db.prepare('DELETE FROM blob WHERE id = ?').run(blob);
  }, 'inbox:quarantined');
  if (destroy) await store.vault.discard([blob]);
  log.warn('package quarantined', { docId: row.doc_id, code: reason.code });
  events.emit({ topic: 'quarantine' });
  events.emit({ topic: 'exchange' });
  return [];
}

/** Only this is repeated when it failed: what is stored stays stored. */
async function acknowledge(parts: InboxParts, id: RecordId): Promise<void> {
  const { store, transport } = parts;
  const row = store.db.prepare('SELECT * FROM package WHERE id = ? AND acknowledged = 0 AND outcome IS NOT NULL').get(id) as
    | PackageRecord
    | undefined;
  if (row?.outcome === 'done') await transport.acknowledge(row.doc_id, 'done');
  else if (row?.outcome === 'fail')
    await transport.acknowledge(row.doc_id, 'fail', axisWords(JSON.parse(row.reason ?? '{"code":""}') as AppError));
  else return;
  store.tx(() => store.db.prepare('UPDATE package SET acknowledged = 1 WHERE id = ?').run(id), 'inbox:acknowledged');
  parts.onPoint('inbox:acknowledged');
}
