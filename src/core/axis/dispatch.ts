/**
 * Sending: one dispatch at a time. A package goes with the same bytes and DocumentId however often it is tried; after
 * an unknown outcome the axis is asked where it can answer, else it is sent again and the receiving side deduplicates.
 */
import { nextTry } from '../../domain/dispatch.ts';
import { type AppError, Failure } from '../../domain/errors.ts';
import type { OrganId, RecordId } from '../../domain/ids.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../context.ts';
import type { Store } from '../store/types.ts';
import { TransportError } from './failure.ts';
import type { Gate } from './gate.ts';
import type { Pace, Throttle } from './pace.ts';
import {
  type DispatchRecord,
  isPaused,
  type Lane,
  MAYBE_SENT,
  markAccepted,
  markFailed,
  markSending,
  maybeSent,
  nextDispatch,
  recipientsOf,
} from './queue.ts';
import type { Transport } from './types.ts';

export interface SenderParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly transport: Transport;
  /** Organs that send over this connection; the first names it. */
  readonly organs: readonly OrganId[];
  /** Steps between transactions: `dispatch:before-upload`, `dispatch:mid-upload`, `dispatch:after-upload`. */
  readonly onPoint: (name: string) => void;
  readonly pace: Pace;
  readonly throttle: Throttle;
  /** Before calls that are not urgent, after a long outage. */
  readonly gate: Gate;
  /** Rows that a lane of this connection has in its hands. */
  readonly busy: Set<RecordId>;
  /** Says that an upload went on; called often. */
  readonly onProgress: () => void;
}
export type SendOutcome =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'accepted' | 'refused'; readonly row: DispatchRecord }
  /** A person stopped it on its way, or the line went before it began: the axis cannot have it whole. */
  | { readonly kind: 'paused'; readonly row: DispatchRecord }
  /** The line is to be looked at before anything else is sent. */
  | { readonly kind: 'failed'; readonly row: DispatchRecord; readonly error: unknown };

/** Does this connection answer for a DocumentId? What was learnt stands over what the transport declares. */
const findSetting = (organ: OrganId): string => `axis.find_by_document_id:${organ}`;
function canFind(parts: SenderParts): boolean | undefined {
  const [organ] = parts.organs;
  const learnt = organ === undefined ? undefined : parts.store.setting(findSetting(organ));
  if (learnt !== undefined) return learnt === 'yes';
  return parts.transport.capabilities.findByDocumentId ? true : undefined;
}

function remember({ store, organs: [organ] }: SenderParts, answer: 'yes' | 'no'): void {
  if (organ === undefined || store.setting(findSetting(organ)) === answer) return;
  store.tx(() => store.setSetting(findSetting(organ), answer), 'dispatch:learnt');
}

/** Sends the next due dispatch of this lane, if there is one. */
export async function sendNext(parts: SenderParts, lane: Lane): Promise<SendOutcome> {
  const row = nextDispatch(parts.store, parts.organs, parts.clock.now(), lane, parts.busy);
  if (row === undefined) return { kind: 'nothing' };
  parts.busy.add(row.id);
  parts.pace.begin(row.id);
  let accepted: number | undefined;
  try {
    const found = await foundEarlier(parts, row);
    const docId = found ?? (await upload(parts, row));
    if (docId === undefined) return { kind: 'paused', row };
    markAccepted(parts.store, row, docId);
    accepted = found === undefined ? row.size : undefined;
    parts.log.info('dispatch accepted', { id: row.id, kind: row.kind, size: row.size, attempts: row.attempts + 1 });
    await learnToFind(parts, row, docId);
    return { kind: 'accepted', row };
  } catch (error) {
    return failed(parts, row, error);
  } finally {
    parts.pace.end(row.id, accepted);
    parts.busy.delete(row.id);
  }
}

async function upload(parts: SenderParts, row: DispatchRecord): Promise<string | undefined> {
  const { store, transport, gate } = parts;
  if (row.priority === 0 && !(await gate.pass())) return undefined;
  if (!markSending(store, row)) return undefined;
  parts.onPoint('dispatch:before-upload');
  const { docId } = await gate.learn(row.size, () =>
    transport.send({
      messageType: row.kind === 'document' ? 'edoc' : 'status',
      from: row.organ_id,
      to: recipientsOf(store, row.id),
      size: row.size,
      sha256: Buffer.from(row.sha256, 'hex'),
      read: () => bytesOf(parts, row),
    }),
  );
  parts.onPoint('dispatch:after-upload');
  return docId;
}

/** Thrown out of the body before its last piece: what the axis has then is not a package. */
const PAUSED = 'axis.paused';
/** Bytes between looks whether it was stopped. */
const PAUSE_EVERY = 256 * 1024;

async function* bytesOf(parts: SenderParts, row: DispatchRecord): AsyncIterable<Uint8Array> {
  const whole: AsyncIterable<Uint8Array> | readonly Uint8Array[] =
    row.blob_id === null ? [row.inline ?? new Uint8Array()] : parts.store.vault.stream(row.blob_id);
  let sent = 0;
  let asked = 0;
  let passed = false;
  for await (const chunk of whole) {
    if (row.kind === 'document') {
      await parts.throttle.take(chunk.byteLength);
      if (sent >= asked + PAUSE_EVERY) {
        asked = sent;
        if (isPaused(parts.store, row.id)) throw new Failure(PAUSED);
      }
    }
    if (!passed && sent + chunk.byteLength > row.size / 2) {
      passed = true;
      const half = Math.floor(chunk.byteLength / 2);
      yield chunk.subarray(0, half);
      parts.onPoint('dispatch:mid-upload');
      yield chunk.subarray(half);
    } else yield chunk;
    sent += chunk.byteLength;
    parts.pace.sent(row.id, sent);
    parts.onProgress();
  }
}

/**
 * The transport id under which an earlier upload of this document arrived. A yes is believed from any axis; status
 * messages share the DocumentId they report on, and updates that of the document they update, so those are not asked for.
 */
async function foundEarlier(parts: SenderParts, row: DispatchRecord): Promise<string | undefined> {
  if (!maybeSent(row) || canFind(parts) === false || !askable(parts, row)) return undefined;
  const docId = await parts.transport.find('edoc', row.document_id);
  if (docId === undefined) return undefined;
  parts.log.info('dispatch found on the axis', { id: row.id });
  remember(parts, 'yes');
  return docId;
}
function askable({ store }: SenderParts, row: DispatchRecord): boolean {
  if (row.kind !== 'document') return false;
  return !store.db
    .prepare(`SELECT 1 FROM dispatch WHERE kind = 'document' AND organ_id = ? AND document_id = ? AND id <> ?`)
    .get(row.organ_id, row.document_id, row.id);
}

/** After the first document that was surely accepted: is it found by its DocumentId? */
async function learnToFind(parts: SenderParts, row: DispatchRecord, docId: string): Promise<void> {
  const [organ] = parts.organs;
  if (organ === undefined || parts.store.setting(findSetting(organ)) !== undefined || !askable(parts, row)) return;
  // An id that a header can carry: the answer then says what the axis can, and stays short.
  if (!/^[\x21-\x7e][\x20-\x7e]*$/.test(row.document_id)) return;
  try {
    const found = await parts.transport.find('edoc', row.document_id);
    remember(parts, found === docId ? 'yes' : 'no');
  } catch (error) {
    // Not learnt now; the next accepted document asks again.
    parts.log.warn('could not learn whether the axis finds documents', { error: String(error) });
  }
}

function failed(parts: SenderParts, row: DispatchRecord, error: unknown): SendOutcome {
  const { store, clock, log } = parts;
  const again = nextTry(clock.now(), row.attempts + 1, clock.random());
  const earlier = maybeSent(row);
  const known: AppError = error instanceof Failure ? error.error : { code: 'axis.unexpected' };
  const failure = error instanceof TransportError ? error.failure : undefined;
  if (known.code === PAUSED) {
    markFailed(store, row.id, earlier ? 'unknown' : 'queued', earlier ? { code: MAYBE_SENT } : null, 0);
    return { kind: 'paused', row };
  }
  if (failure === 'refused') {
    // A refusal of a second try says nothing of the first: it may be refused because it is there already.
    const told: AppError = earlier ? { code: 'axis.refused_after_maybe_sent', ...(known.params ? { params: known.params } : {}) } : known;
    markFailed(store, row.id, 'refused', told, 0);
    log.warn('dispatch refused', { id: row.id, code: told.code });
    return { kind: 'refused', row };
  }
  // What is not understood may have gone out too.
  const unsure = failure === 'unknown_outcome' || !(error instanceof Failure) || earlier;
  markFailed(store, row.id, unsure ? 'unknown' : 'queued', unsure ? { code: MAYBE_SENT } : known, again);
  if (error instanceof Failure) log.warn('dispatch not sent', { id: row.id, code: known.code });
  else
    log.error('dispatch failed unexpectedly', {
      id: row.id,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  return { kind: 'failed', row, error };
}
