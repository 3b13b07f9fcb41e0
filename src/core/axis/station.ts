/**
 * One connection at work: it listens at set times, takes in what came, sends what waits, and knows the state of its
 * line. Receiving, sending documents and sending statuses go on side by side; each is one thing at a time.
 */
import { type LineState, nextTry } from '../../domain/dispatch.ts';
import { type AppError, Failure } from '../../domain/errors.ts';
import type { OrganId, RecordId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import { standsStill } from '../store/waiting.ts';
import { type Compared, compareWithAxis } from './compare.ts';
import { type SenderParts, type SendOutcome, sendNext } from './dispatch.ts';
import { TransportError } from './failure.ts';
import { Gate } from './gate.ts';
import { type InboxParts, listPackages } from './inbox.ts';
import { receivePackages } from './intake.ts';
import { afterFailure, isDown, restored } from './line.ts';
import type { Pace, Throttle } from './pace.ts';
import { type Lane, releaseWaiting } from './queue.ts';

export interface StationParts extends InboxParts {
  readonly pollMs: number;
  readonly pace: Pace;
  readonly throttle: Throttle;
}

/** Statuses ride ahead of documents of 20 MB; one way is only for small documents, one only for big ones. */
const LANES: readonly Lane[] = [
  { kind: 'status' },
  { kind: 'status' },
  { kind: 'document', size: 'small' },
  { kind: 'document', size: 'small_or_urgent' },
  { kind: 'document', size: 'small_or_urgent' },
  { kind: 'document', size: 'large' },
];
/** A list of more than this is asked for once in so many ms while it is being worked off. */
const LONG_LIST = 500;
const LONG_LIST_MS = 60_000;
/** From this many on taking in is shown as an intake. */
const INTAKE_SHOWN = 20;
/** How long the measured drift of the axis's clock stands. */
const CHECK_MS = 10 * 60_000;
/** How long after an outage its account is shown. */
const ACCOUNT_MS = 30 * 60_000;

interface Account {
  readonly at: Instant;
  /** Last sequences given before the look that found the line back, and when it did. */
  readonly before: number;
  readonly seq: number;
  readonly toSend: number;
}

export class Station {
  readonly #parts: StationParts & SenderParts;
  #line: LineState = { kind: 'not_checked' };
  #failures = 0;
  #driftMs: number | undefined;
  #checkedAt: Instant = 0;
  #account: Account | undefined;
  #stopped = true;
  #timer: { cancel(): void } | undefined;
  readonly #poll = single(
    () => this.#round(),
    (error) => this.#unexpected('looking at the axis', error),
  );
  readonly #receive = single(
    () => this.#receiveAll(),
    (error) => this.#unexpected('receiving', error),
  );
  readonly #lanes = LANES.map((lane) => ({
    lane,
    ...single(
      () => this.#sendAll(lane),
      (error) => this.#unexpected('sending', error),
    ),
  }));
  #listedAt: Instant = 0;
  /** What waited when the intake began and what came since; absent while little waits. */
  #intake: { total: number; readonly seq: number } | undefined;
  #trouble: AppError | undefined;
  readonly #gate: Gate;

  constructor(parts: Omit<StationParts, 'gate'>) {
    this.#gate = new Gate(parts.clock);
    this.#parts = {
      ...parts,
      stopped: () => this.#stopped,
      drift: () => this.#driftMs,
      busy: new Set(),
      gate: this.#gate,
      onProgress: () => parts.events.emit({ topic: 'exchange' }),
    };
    this.#line = restored(this.#lastState());
  }

  get line(): LineState {
    return this.#line;
  }
  get driftMs(): number | undefined {
    return this.#driftMs;
  }
  /** What keeps packages out that is no trouble of the line: too little disk. */
  get trouble(): AppError | undefined {
    return this.#trouble;
  }
  /** A big intake under way: how many packages, how many still wait, how many urgent ones are here already. */
  intake(): { readonly total: number; readonly left: number; readonly urgent: number } | undefined {
    if (this.#intake === undefined) return undefined;
    const { store, organ } = this.#parts;
    const urgent = store.db
      .prepare(
        `SELECT count(*) FROM package WHERE acknowledged IN (0, 1) AND seq > ? AND organ_id = ? AND state = 'stored' AND priority > 0`,
      )
      .pluck()
      .get(this.#intake.seq, organ) as number;
    return { total: this.#intake.total, left: this.#listed(), urgent };
  }
  #listed(): number {
    const { store, organ } = this.#parts;
    return store.db
      .prepare(`SELECT count(*) FROM package WHERE acknowledged = 0 AND organ_id = ? AND state = 'listed'`)
      .pluck()
      .get(organ) as number;
  }
  #lastState(): { kind: string; code: string | null; at: Instant } | undefined {
    const { store, organ } = this.#parts;
    return store.db.prepare('SELECT kind, code, since AS at FROM line_state WHERE organ_id = ?').get(organ) as
      | { kind: string; code: string | null; at: Instant }
      | undefined;
  }
  #remember(): void {
    const { store, organ, clock } = this.#parts;
    const line = this.#line;
    if (line.kind === 'not_checked') return;
    const last = this.#lastState();
    const code = line.kind === 'certificate' ? line.code : null;
    if (last?.kind === line.kind && last.code === code) return;
    store.tx(
      () =>
        store.db
          .prepare('INSERT OR REPLACE INTO line_state (organ_id, kind, code, since) VALUES (?, ?, ?, ?)')
          .run(organ, line.kind, code, 'since' in line ? line.since : clock.now()),
      'line:state',
    );
  }

  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    void this.#poll.run();
  }
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    this.#gate.close();
    await Promise.all([this.#poll.idle(), this.#receive.idle(), ...this.#lanes.map((lane) => lane.idle())]);
  }
  /** Something was queued: send it where the line stands, else look whether it does. */
  wake(): void {
    if (this.#stopped) return;
    if (this.#line.kind === 'connected') this.#send();
    else void this.#poll.run();
  }
  /** Looks at the line at once, whatever the next time was. */
  async check(): Promise<void> {
    if (!this.#stopped) await this.#poll.run();
  }

  /** For a reconciliation; throws what the transport throws. */
  compare(from: Instant): Promise<Compared> {
    return compareWithAxis(this.#parts, from);
  }

  /** What went out and came in since the line came back. */
  afterOutage(): { at: number; sent: number; toSend: number; received: number } | undefined {
    const account = this.#account;
    const { store, clock, organs } = this.#parts;
    if (account === undefined || clock.now() - account.at > ACCOUNT_MS) return undefined;
    const left = store.db
      .prepare(`SELECT count(*) AS n FROM dispatch WHERE ${within(organs)} AND seq <= ? AND state IN ('queued', 'sending', 'unknown')`)
      .get(...organs, account.seq) as { n: number };
    const received = store.db
      .prepare(`SELECT count(*) AS n FROM package WHERE ${within(organs)} AND seq > ? AND state = 'stored' AND message_type = 'edoc'`)
      .get(...organs, account.before) as { n: number };
    return { at: account.at, sent: Math.max(0, account.toSend - left.n), toSend: account.toSend, received: received.n };
  }

  /** One look at the axis: its failure or success decides the line's state. */
  async #round(): Promise<void> {
    this.#timer?.cancel();
    try {
      await this.#look();
    } finally {
      this.#schedule();
    }
    if (this.#line.kind !== 'connected' || this.#stopped) return;
    void this.#receive.run();
    this.#send();
  }

  async #look(): Promise<void> {
    const { transport, clock, log } = this.#parts;
    const before = this.#lastSequence();
    try {
      if (this.#line.kind !== 'connected' || clock.now() - this.#checkedAt > CHECK_MS) {
        const asked = clock.now();
        const { serverTime } = await transport.check();
        // The Date header counts whole seconds.
        if (serverTime !== undefined) this.#driftMs = serverTime + 500 - (asked + clock.now()) / 2;
        this.#checkedAt = clock.now();
      }
      await this.#list();
    } catch (error) {
      // Trouble of our own (a full disk) says nothing about the line.
      if (!(error instanceof TransportError)) throw error;
      if (this.#stopped) return;
      this.#down(error);
      log.warn('the axis was not reached', { code: error.error.code, line: this.#line.kind });
      return;
    }
    this.#up(before);
  }

  /** While thousands come in, the list of all that waits is long each time: it is asked for less often then. */
  async #list(): Promise<void> {
    const { clock, transport } = this.#parts;
    if (this.#intake !== undefined && this.#listed() > LONG_LIST && clock.now() - this.#listedAt < LONG_LIST_MS) {
      if (this.#checkedAt !== clock.now()) await transport.check();
      return;
    }
    const added = await listPackages(this.#parts);
    this.#listedAt = clock.now();
    if (this.#intake !== undefined) this.#intake.total += added;
  }

  #lastSequence(): number {
    return (this.#parts.store.db.prepare('SELECT last FROM sequence').get() as { last: number }).last;
  }

  #up(before: number): void {
    this.#failures = 0;
    if (this.#line.kind === 'connected') return;
    const { store, clock, organs, events, log } = this.#parts;
    if (isDown(this.#line)) {
      this.#gate.returned('since' in this.#line ? clock.now() - this.#line.since : 0);
      releaseWaiting(store, organs);
      const { n } = store.db
        .prepare(`SELECT count(*) AS n FROM dispatch WHERE ${within(organs)} AND state IN ('queued', 'sending', 'unknown')`)
        .get(...organs) as { n: number };
      this.#account = { at: clock.now(), before, seq: this.#lastSequence(), toSend: n };
      log.info('the line is back', { waiting: n });
    }
    this.#line = { kind: 'connected' };
    this.#remember();
    events.emit({ topic: 'exchange' });
  }

  #down(error: unknown): void {
    const { clock, events } = this.#parts;
    const before = this.#line.kind;
    this.#failures++;
    this.#gate.close();
    this.#line = afterFailure(this.#line, error, clock.now(), clock.now() + this.#pause());
    if (before === this.#line.kind) return;
    this.#remember();
    events.emit({ topic: 'exchange' });
  }

  /** Ms until the next look: the interval while the line stands, else a backoff that stays near it. */
  #pause(): number {
    const { clock, pollMs } = this.#parts;
    const jittered = Math.round(pollMs * (0.9 + 0.2 * clock.random()));
    if (this.#failures === 0) return jittered;
    return Math.min(nextTry(0, this.#failures, clock.random()), jittered * 2);
  }

  #schedule(): void {
    if (this.#stopped) return;
    this.#timer?.cancel();
    this.#timer = this.#parts.clock.setTimer(() => void this.#poll.run(), this.#pause());
  }

  async #receiveAll(): Promise<void> {
    // Taking in marks packages done, which the true store of a copied one would then never see.
    if (standsStill(this.#parts.store)) return;
    const left = this.#listed();
    if (left >= INTAKE_SHOWN) this.#intake ??= { total: left, seq: this.#firstListed() };
    try {
      const trouble = await receivePackages(this.#parts);
      this.#told(undefined);
      if (trouble !== undefined) await this.#suspect(trouble);
      // Taking in queues statuses of its own.
      else if (this.#line.kind === 'connected') this.#send();
    } catch (error) {
      if (!(error instanceof Failure) || error.error.code !== 'axis.disk_short') throw error;
      this.#told(error.error);
      if (this.#line.kind === 'connected') this.#send();
    } finally {
      if (this.#intake !== undefined && this.#listed() === 0) this.#intake = undefined;
      this.#parts.events.emit({ topic: 'exchange' });
    }
  }
  #firstListed(): number {
    const { store, organ } = this.#parts;
    const first = store.db
      .prepare(`SELECT min(seq) FROM package WHERE acknowledged = 0 AND organ_id = ? AND state = 'listed'`)
      .pluck()
      .get(organ) as number | null;
    return (first ?? 1) - 1;
  }
  #told(trouble: AppError | undefined): void {
    if (trouble !== undefined && this.#trouble === undefined) this.#parts.log.warn('too little disk to take in', { ...trouble.params });
    this.#trouble = trouble;
  }

  #send(kind?: Lane['kind']): void {
    for (const one of this.#lanes) if (kind === undefined || one.lane.kind === kind) void one.run();
  }

  async #sendAll(lane: Lane): Promise<void> {
    while (!this.#stopped && this.#line.kind === 'connected' && !standsStill(this.#parts.store)) {
      const outcome = await sendNext(this.#parts, lane);
      if (outcome.kind === 'nothing') return;
      this.#tell(outcome);
      // Something may have waited for this one, on another lane.
      if (outcome.kind === 'accepted') this.#send(this.#awaited(outcome.row.id) ? undefined : 'status');
      if (outcome.kind === 'failed') await this.#suspect(outcome.error);
    }
  }

  /** Did another dispatch wait for this one? */
  #awaited(id: RecordId): boolean {
    return this.#parts.store.db.prepare('SELECT 1 FROM dispatch WHERE after_id = ?').get(id) !== undefined;
  }

  #tell(outcome: Exclude<SendOutcome, { kind: 'nothing' }>): void {
    const { outgoing_id: id } = outcome.row;
    this.#parts.events.emit({ topic: 'exchange' });
    if (id !== null) this.#parts.events.emit({ topic: 'outgoing', id });
  }

  /** A call failed in the middle of work: the line counts as down until a look says otherwise. */
  async #suspect(error: unknown): Promise<void> {
    if (this.#stopped) return;
    const since = this.#line;
    await this.#poll.run();
    if (this.#line.kind === 'connected' && since.kind === 'connected')
      this.#parts.log.info('one call failed, the line stands', { error: String(error) });
  }

  /** A bug or the disk: logged; the next look goes on. */
  #unexpected(what: string, error: unknown): void {
    if (this.#stopped) return;
    this.#parts.log.error(`${what} stopped unexpectedly`, {
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
}

const within = (organs: readonly OrganId[]): string => `organ_id IN (${organs.map(() => '?').join(',') || 'NULL'})`;

interface Single {
  /** Runs, or joins: a run asked for while one is under way makes one more after it. */
  run(): Promise<void>;
  idle(): Promise<void>;
}
function single(work: () => Promise<void>, unexpected: (error: unknown) => void): Single {
  let current: Promise<void> | undefined;
  let again = false;
  const loop = async (): Promise<void> => {
    do {
      again = false;
      await work().catch(unexpected);
    } while (again);
  };
  return {
    run() {
      if (current === undefined) {
        current = loop().finally(() => {
          current = undefined;
        });
      } else again = true;
      return current;
    },
    idle: async () => {
      again = false;
      await current;
    },
  };
}
