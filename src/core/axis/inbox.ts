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
import type { Instant } from '../../domain/time.ts';
import type { PdfVerdict } from '../../domain/verdict.ts';
import type { Clock } from '../clock.ts';
import type { Events, Log } from '../context.ts';
import { acceptingOrgans } from '../registers/accepting.ts';
import type { Store } from '../store/types.ts';
import type { Gate } from './gate.ts';
import { addressee, addressees, axisWords, isSecret, unusable } from './quarantine.ts';
import type { ListedItem, ReceivedDocument, Receiver, Transport } from './types.ts';

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
  /** Before calls that are not urgent, after a long outage. */
  readonly gate?: Gate;
  /** The organ that names the connection, and all organs of ours. */
  readonly organ: OrganId;
  readonly ours: () => readonly OrganId[];
  /** Organs of ours that share this connection, the naming one first. */
  readonly organs: readonly OrganId[];
  /** How many packages are fetched side by side. */
  readonly fetchers?: number;
  /** Free bytes where the vault lies; asked before fetching. */
  readonly freeDisk?: () => Promise<number>;
  /** The axis's clock minus ours, ms, where measured. */
  readonly drift?: () => number | undefined;
  /** Steps between transactions: `inbox:fetched`, `inbox:read`, `inbox:stored`, `inbox:acknowledged`. */
  readonly onPoint: (name: string) => void;
  readonly stopped: () => boolean;
  readonly maxAttachmentBytes: number;
}

export interface PackageRecord {
  readonly id: RecordId;
  readonly seq: number;
  readonly doc_id: string;
  readonly message_type: 'edoc' | 'status';
  readonly sender: string;
  readonly state: 'listed' | 'stored' | 'quarantined';
  readonly blob_id: BlobId | null;
  readonly reason: string | null;
  readonly outcome: 'done' | 'fail' | null;
  readonly attempts: number;
  readonly size: number;
  readonly priority: number | null;
  readonly put_off: 0 | 1;
}
/** Places for the files of a package: most have a few, an archive around one takes a second. */
const USUAL_FILES = 8;
const MAX_FILES = 200;
const PARSER_TRIES = 2;
/** Failures of the parser that the package itself may have caused; a full disk, say, is not one. */
const BY_THE_PACKAGE: readonly string[] = [
  'parsing.process_died',
  'parsing.too_long',
  'parsing.too_much_memory',
  'contract.closed',
  'unexpected',
];

/** Windows overlap by this much: an axis may list by its own day, and late. */
const OVERLAP_MS = 48 * 3600_000;
/** How far back the first look of a connection goes where the axis lists only by dates. */
const FIRST_LOOK_MS = 30 * 24 * 3600_000;
const listedSetting = (organ: OrganId): string => `axis.listed_until:${organ}`;

/** The window to ask for, where this axis lists by dates: from the last complete look, with overlap. */
function windowNow({ store, transport, organ, clock, drift }: InboxParts): { from: Instant; to: Instant } | undefined {
  if (!transport.capabilities.listsByDates) return undefined;
  const now = clock.now() + (drift?.() ?? 0);
  const last = Number(store.setting(listedSetting(organ)) ?? now - FIRST_LOOK_MS + OVERLAP_MS);
  return { from: Math.min(last, now) - OVERLAP_MS, to: now + 24 * 3600_000 };
}

/** Asks what waits and writes down what is new; how many. Throws what the transport throws. */
export async function listPackages(parts: InboxParts): Promise<number> {
  const { store, transport, organ, clock } = parts;
  const window = windowNow(parts);
  const asked = clock.now() + (parts.drift?.() ?? 0);
  let added = 0;
  for (const messageType of ['edoc', 'status'] as const) {
    const waiting = (await transport.list(messageType, window)).filter((item) => item.status !== 'done' && item.status !== 'fail');
    const known = store.db.prepare('SELECT 1 FROM package WHERE organ_id = ? AND doc_id = ?');
    for (let at = 0; at < waiting.length; at += LISTED_AT_ONCE) {
      const fresh = waiting.slice(at, at + LISTED_AT_ONCE).filter((item) => known.get(organ, item.docId) === undefined);
      if (fresh.length > 0) added += write(parts, messageType, fresh);
      // After an outage ten thousand may wait: the pages are answered between.
      if (at + LISTED_AT_ONCE < waiting.length) await new Promise((resolve) => setImmediate(resolve));
    }
  }
  if (window !== undefined) store.tx(() => store.setSetting(listedSetting(organ), String(asked)), 'inbox:window');
  return added;
}
const LISTED_AT_ONCE = 500;

function write({ store, organ }: InboxParts, messageType: 'edoc' | 'status', fresh: readonly ListedItem[]): number {
  return store.tx(() => {
    const insert = store.db.prepare(
      `INSERT INTO package (id, organ_id, doc_id, message_type, sender, state, listed_at, seq) VALUES (?, ?, ?, ?, ?, 'listed', ?, ?)
       ON CONFLICT (organ_id, doc_id) DO NOTHING`,
    );
    let count = 0;
    for (const item of fresh)
      count += insert.run(store.newId(), organ, item.docId, messageType, item.from, store.now(), store.nextSeq()).changes;
    return count;
  }, 'inbox:listed');
}

/** Tried again later, never marked `fail` because of our own or the line's trouble. */
export function later(parts: InboxParts, row: PackageRecord, error: unknown): void {
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

/** Reads, judges and stores (or sets aside) a package whose bytes are here; everything that no row names goes again. */
export async function takeIn(parts: InboxParts, row: PackageRecord, blob: BlobId): Promise<void> {
  if (!(await takeInto(parts, row, blob, USUAL_FILES))) await takeInto(parts, row, blob, MAX_FILES);
}
/** @returns false where the package has more files than places were reserved; nothing of it stays then */
async function takeInto(parts: InboxParts, row: PackageRecord, blob: BlobId, files: number): Promise<boolean> {
  const targets = parts.store.vault.reserve(files);
  let stored: Stored | undefined;
  try {
    const read = await readPackage(parts, row, blob, targets);
    if (!read.ok && files < MAX_FILES && read.error.code === 'edxml.too_many_attachments') return false;
    parts.onPoint('inbox:read');
    stored = read.ok
      ? { keep: await storeRead(parts, row, blob, read, targets), written: read.attachments.map((place) => place.target) }
      : { keep: await quarantine(parts, row, blob, read.error) };
    return true;
  } finally {
    const kept = new Set(stored?.keep);
    // Where the parser said what it wrote, the other places are untouched.
    const written = stored?.written?.flatMap((at) => targets[at] ?? []) ?? targets;
    await parts.store.vault.discard(written.map((t) => t.id).filter((id) => !kept.has(id)));
  }
}
interface Stored {
  /** Files that rows now name. */
  readonly keep: readonly BlobId[];
  /** Places that the parser wrote to; absent where it could not say. */
  readonly written?: readonly number[];
}

type Targets = ReturnType<Store['vault']['reserve']>;

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

const provinceCollects = ({ store, organs }: InboxParts): boolean =>
  organs.some((organ) => store.db.prepare('SELECT collects FROM organ WHERE organ_id = ?').pluck().get(organ) === 'province');

/** Only this is repeated when it failed: what is stored stays stored. */
export async function acknowledge(parts: InboxParts, id: RecordId): Promise<void> {
  const { store, transport } = parts;
  const row = store.db.prepare('SELECT * FROM package WHERE id = ? AND acknowledged = 0 AND outcome IS NOT NULL').get(id) as
    | PackageRecord
    | undefined;
  if (row === undefined) return;
  // Where the province's system collects, the package is left for it: looked at, never marked.
  if (provinceCollects(parts)) {
    store.tx(() => store.db.prepare('UPDATE package SET acknowledged = 2 WHERE id = ?').run(id), 'inbox:left');
    return;
  }
  if (parts.gate && !(await parts.gate.pass())) return;
  const tell = (): Promise<void> =>
    row.outcome === 'done'
      ? transport.acknowledge(row.doc_id, 'done')
      : transport.acknowledge(row.doc_id, 'fail', axisWords(JSON.parse(row.reason ?? '{"code":""}') as AppError));
  await (parts.gate ? parts.gate.learn(0, tell) : tell());
  store.tx(() => store.db.prepare('UPDATE package SET acknowledged = 1 WHERE id = ?').run(id), 'inbox:acknowledged');
  parts.onPoint('inbox:acknowledged');
}
