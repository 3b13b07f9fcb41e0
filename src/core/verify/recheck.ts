/**
 * Verdicts do not stay as they were at arrival: what was not known then is asked for when the network is there, and what
 * was good may be revoked. Files are judged again by themselves; a verdict that changes is written to the document's history
 * and waits on the screen until somebody saw it.
 */
import type { PageEvent } from '../../contract/page/index.ts';
import { recordId } from '../../domain/ids.ts';
import { asksPerson, type PdfVerdict } from '../../domain/verdict.ts';
import { record } from '../audit/index.ts';
import type { Clock } from '../clock.ts';
import { type Actor, type Log, WORKSTATION } from '../context.ts';
import { addHistory } from '../documents/history.ts';
import { fewer } from '../fewerEvents.ts';
import type { Store } from '../store/types.ts';
import { type DocumentSummary, summarizeDocument } from './summary.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** How often the store is asked whether anything is due. */
const TICK = MINUTE;
const FIRST_RETRY = 10 * MINUTE;
/** For this long after its arrival a document's certificates are asked about each day. */
const WATCHED = 30 * DAY;
const AT_ONCE = 20;

export interface RecheckParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Judges a file of the vault; with the network where `online`. */
  readonly judge: (fileId: string, online: boolean) => Promise<{ verdict: PdfVerdict; reached: boolean } | undefined>;
  readonly online: () => boolean;
  emit(event: PageEvent): void;
}
interface Due {
  readonly file_id: string;
  readonly incoming_id: string | null;
  readonly outgoing_id: string | null;
  readonly verdict: string | null;
  readonly created_at: number;
  readonly tries: number;
}
/** One document whose lines changed. */
export interface VerdictChange {
  readonly id: string;
  /** The one or the other. */
  readonly incomingId?: string;
  readonly outgoingId?: string;
  readonly fileId: string;
  readonly fileName: string;
  readonly subject: string;
  readonly before: DocumentSummary;
  readonly after: DocumentSummary;
  readonly worse: boolean;
  readonly at: number;
  readonly seenAt?: number;
  readonly seenBy?: string;
}

export class Recheck {
  readonly #parts: RecheckParts;
  #timer: { cancel(): void } | undefined;
  #running: Promise<void> | undefined;
  #stopped = false;
  /** A day's checks after an outage change thousands of documents in a minute. */
  readonly #changes: ReturnType<typeof fewer>;
  constructor(parts: RecheckParts) {
    this.#parts = parts;
    this.#changes = fewer(parts, parts.clock);
  }
  start(): void {
    this.#schedule();
  }
  #schedule(): void {
    if (this.#stopped) return;
    this.#timer = this.#parts.clock.setTimer(() => {
      this.run()
        .catch((error: unknown) => this.#parts.log.warn('verdicts not checked again', { error: String(error) }))
        .finally(() => this.#schedule());
    }, TICK);
  }
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    await this.#running?.catch(() => undefined);
  }

  /** Judges what is due; answers when all of it was done. One run at a time. */
  run(): Promise<void> {
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
      this.#changes.flush();
    });
    return this.#running;
  }
  async #run(): Promise<void> {
    const { store } = this.#parts;
    const started = store.now();
    let online = this.#parts.online();
    for (;;) {
      const due = this.#due(started);
      if (due.length === 0 || this.#stopped) return;
      for (const one of due) {
        if (this.#stopped) return;
        const judged = await this.#parts.judge(one.file_id, online);
        if (judged && online && !judged.reached) online = false;
        this.#save(one, judged?.verdict);
      }
    }
  }
  #due(now: number): Due[] {
    return this.#parts.store.db
      .prepare(
        `SELECT c.file_id, f.incoming_id, f.outgoing_id, f.verdict, f.created_at, c.tries FROM verdict_check c JOIN file f ON f.id = c.file_id
         WHERE c.next_at <= ? AND f.current = 1 ORDER BY c.next_at LIMIT ?`,
      )
      .all(now, AT_ONCE) as Due[];
  }

  /** A verdict that was asked for just now is kept as if it had been due. */
  take(fileId: string, verdict: PdfVerdict): void {
    const one = this.#parts.store.db
      .prepare(
        `SELECT c.file_id, f.incoming_id, f.outgoing_id, f.verdict, f.created_at, c.tries FROM verdict_check c JOIN file f ON f.id = c.file_id
         WHERE c.file_id = ? AND f.current = 1`,
      )
      .get(fileId) as Due | undefined;
    if (one) this.#save(one, verdict);
  }

  #save(one: Due, verdict: PdfVerdict | undefined): void {
    const { store } = this.#parts;
    const now = store.now();
    const changed = store.tx(() => {
      const next = nextCheck(verdict, one, now);
      store.db
        .prepare('UPDATE verdict_check SET checked_at = ?, next_at = ?, tries = ? WHERE file_id = ?')
        .run(now, next, open(verdict) ? one.tries + 1 : 0, one.file_id);
      // A judge that gave up today takes nothing back that was known.
      if (!verdict || (verdict.summary === 'not_checked' && one.verdict?.includes('"summary":"intact"'))) return false;
      store.db.prepare('UPDATE file SET verdict = ? WHERE id = ?').run(JSON.stringify(verdict), one.file_id);
      if (one.incoming_id !== null) return saveDocument(store, one.incoming_id, one.file_id, now);
      return one.outgoing_id !== null && noteOutgoing(store, one.outgoing_id, one, now);
    }, 'verify:recheck');
    if (!changed) return;
    if (one.incoming_id !== null) this.#changes.emit({ topic: 'incoming', id: one.incoming_id });
    else if (one.outgoing_id !== null) this.#changes.emit({ topic: 'outgoing', id: one.outgoing_id });
    this.#changes.emit({ topic: 'verify' });
  }
}

/**
 * A document of this office whose files are told worse than before: its signer's or the agency's certificate was revoked, say. It has
 * no lines of its own to be kept; what gets better needs nobody. Inside the transaction, after the file's new verdict.
 */
function noteOutgoing(store: Store, outgoingId: string, { file_id, verdict: before }: Due, now: number): boolean {
  if (before === null) return false;
  const files = store.db
    .prepare(
      "SELECT id, verdict FROM file WHERE outgoing_id = ? AND current = 1 AND verdict IS NOT NULL ORDER BY role <> 'main', position, seq",
    )
    .all(outgoingId) as { id: string; verdict: string }[];
  const lines = (old: boolean): DocumentSummary =>
    summarizeDocument(files.map(({ id, verdict }) => JSON.parse(old && id === file_id ? before : verdict) as PdfVerdict));
  const [then, after] = [lines(true), lines(false)];
  if (!gotWorse(then, after)) return false;
  store.db
    .prepare('INSERT INTO verdict_change (id, file_id, outgoing_id, before, after, worse, at, seq) VALUES (?, ?, ?, ?, ?, 1, ?, ?)')
    .run(store.newId(), file_id, outgoingId, JSON.stringify(then), JSON.stringify(after), now, store.nextSeq());
  addHistory(store, WORKSTATION, {
    outgoingId: recordId(outgoingId),
    act: 'outgoing.verdict_worse',
    params: { before: then.verdict, after: after.verdict, signer: after.signer },
  });
  record(store, WORKSTATION, 'outgoing.verdict', outgoingId, `${after.verdict}/${after.signer}`);
  return true;
}

/** Something is left that asking could tell. */
function open(verdict: PdfVerdict | undefined): boolean {
  if (!verdict) return true;
  return (
    (verdict.summary === 'not_checked' && !asksPerson(verdict)) || verdict.signatures.some((s) => !s.training && UNSURE.includes(s.signer))
  );
}
const UNSURE: readonly string[] = ['unknown_revocation', 'not_checked', 'untrusted'];

/** @returns Unix milliseconds, or null where nothing will change by waiting */
export function nextCheck(
  verdict: PdfVerdict | undefined,
  { created_at, tries }: { readonly created_at: number; readonly tries: number },
  now: number,
): number | null {
  if (verdict && (verdict.summary === 'unreadable' || verdict.signatures.length === 0 || verdict.signatures.every((s) => s.training)))
    return null;
  if (open(verdict)) return now + Math.min(DAY, FIRST_RETRY * 2 ** Math.min(tries, 8));
  return now - created_at < WATCHED ? now + DAY : null;
}

interface DocumentRow {
  readonly verdict: DocumentSummary['verdict'];
  readonly signatures: DocumentSummary['signatures'];
  readonly signed_by: NonNullable<DocumentSummary['signedBy']>;
  readonly signer_line: DocumentSummary['signer'];
  readonly sender_name: string;
  readonly channel: string;
}
/** The document's own lines anew, from its files; true where they differ. Inside the transaction. */
export function saveDocument(store: Store, incomingId: string, fileId: string, now: number, actor: Actor = WORKSTATION): boolean {
  const row = store.db
    .prepare('SELECT verdict, signatures, signed_by, signer_line, sender_name, channel FROM incoming WHERE id = ?')
    .get(incomingId) as DocumentRow | undefined;
  if (!row) return false;
  const files = store.db
    .prepare(
      "SELECT verdict FROM file WHERE incoming_id = ? AND current = 1 AND verdict IS NOT NULL ORDER BY role <> 'main', position, seq",
    )
    .pluck()
    .all(incomingId) as string[];
  const after = summarizeDocument(
    files.map((text) => JSON.parse(text) as PdfVerdict),
    row.sender_name,
  );
  // A paper document's scan needs no signature.
  if (row.channel !== 'axis' && after.verdict === 'unsigned') return false;
  const before: DocumentSummary = { verdict: row.verdict, signatures: row.signatures, signedBy: row.signed_by, signer: row.signer_line };
  const same =
    before.verdict === after.verdict &&
    before.signatures === after.signatures &&
    before.signer === after.signer &&
    before.signedBy === (after.signedBy ?? 'unknown');
  if (same) return false;
  store.db
    .prepare('UPDATE incoming SET verdict = ?, signatures = ?, signed_by = ?, signer_line = ? WHERE id = ?')
    .run(after.verdict, after.signatures, after.signedBy ?? 'unknown', after.signer, incomingId);
  // A row from before these lines were kept is filled in, not changed.
  if (before.signer === 'not_checked' && before.verdict === after.verdict && before.signatures === after.signatures && !isBad(after))
    return true;
  const worse = gotWorse(before, after);
  store.db
    .prepare('INSERT INTO verdict_change (id, file_id, incoming_id, before, after, worse, at, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
    .run(store.newId(), fileId, incomingId, JSON.stringify(before), JSON.stringify(after), worse ? 1 : 0, now, store.nextSeq());
  addHistory(store, actor, {
    incomingId: recordId(incomingId),
    act: worse ? 'incoming.verdict_worse' : 'incoming.verdict_changed',
    params: { before: before.verdict, after: after.verdict, signer: after.signer },
  });
  record(store, actor, 'incoming.verdict', incomingId, `${after.verdict}/${after.signer}`);
  return true;
}

const VERDICTS: readonly string[] = ['intact', 'unsigned', 'not_checked', 'unreadable', 'changed', 'broken'];
const SIGNERS: readonly string[] = ['trusted', 'unknown_revocation', 'not_checked', 'untrusted', 'expired', 'revoked'];
const isBad = (summary: DocumentSummary): boolean =>
  VERDICTS.indexOf(summary.verdict) > 3 || SIGNERS.indexOf(summary.signer) > 2 || summary.signedBy === 'differs';
/** Only what got worse asks for a person's eyes. Pure. */
export function gotWorse(before: DocumentSummary, after: DocumentSummary): boolean {
  const [a, b] = [VERDICTS.indexOf(before.verdict), VERDICTS.indexOf(after.verdict)];
  const [c, d] = [SIGNERS.indexOf(before.signer), SIGNERS.indexOf(after.signer)];
  return b > a || d > c || (after.signedBy === 'differs' && before.signedBy !== 'differs');
}

export function listChanges(store: Store, limit: number): { changes: VerdictChange[]; unseen: number } {
  const rows = store.db
    .prepare(
      `SELECT v.*, f.name, coalesce(i.subject, o.subject, '') AS subject FROM verdict_change v JOIN file f ON f.id = v.file_id
       LEFT JOIN incoming i ON i.id = v.incoming_id LEFT JOIN outgoing o ON o.id = v.outgoing_id
       ORDER BY v.seq DESC LIMIT ?`,
    )
    .all(limit) as {
    id: string;
    incoming_id: string | null;
    outgoing_id: string | null;
    file_id: string;
    name: string;
    subject: string;
    before: string;
    after: string;
    worse: number;
    at: number;
    seen_at: number | null;
    seen_by: string | null;
  }[];
  const changes = rows.map((row) => ({
    id: row.id,
    ...(row.incoming_id === null ? {} : { incomingId: row.incoming_id }),
    ...(row.outgoing_id === null ? {} : { outgoingId: row.outgoing_id }),
    fileId: row.file_id,
    fileName: row.name,
    subject: row.subject,
    before: JSON.parse(row.before) as DocumentSummary,
    after: JSON.parse(row.after) as DocumentSummary,
    worse: row.worse === 1,
    at: row.at,
    ...(row.seen_at === null ? {} : { seenAt: row.seen_at }),
    ...(row.seen_by === null ? {} : { seenBy: row.seen_by }),
  }));
  const unseen = store.db.prepare('SELECT count(*) FROM verdict_change WHERE seen_at IS NULL AND worse = 1').pluck().get() as number;
  return { changes, unseen };
}
export function seeChange(store: Store, id: string, actor: Actor): void {
  store.tx(() => {
    store.db
      .prepare('UPDATE verdict_change SET seen_at = ?, seen_by = ? WHERE id = ? AND seen_at IS NULL')
      .run(store.now(), actor.name, id);
  }, 'verify:seen');
}
