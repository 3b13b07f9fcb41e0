/**
 * The exchange with the National Document Interconnection Axis. It promises: what was queued is never dropped and
 * reaches each recipient once, through crashes and outages; what came in is kept byte for byte and acknowledged only
 * when it is stored; one package's trouble holds up no other; the store says at every moment where each thing stands.
 */
import type { ExchangeStatus, QueuePage } from '../../contract/page/exchange.ts';
import type { QuarantineRow } from '../../contract/page/incoming.ts';
import type { SealedFile } from '../../contract/parser/index.ts';
import { type LineState, timeToEmpty } from '../../domain/dispatch.ts';
import { type AppError, Failure } from '../../domain/errors.ts';
import type { OrganId } from '../../domain/ids.ts';
import { connectionRefusal, type Mode } from '../../domain/profile.ts';
import type { SecrecyFinding } from '../../domain/secrecyMark.ts';
import type { Instant } from '../../domain/time.ts';
import type { PdfVerdict } from '../../domain/verdict.ts';
import type { Clock } from '../clock.ts';
import type { Events, Log } from '../context.ts';
import { fewer } from '../fewerEvents.ts';
import type { Store } from '../store/types.ts';
import type { Compared } from './compare.ts';
import { TransportError } from './failure.ts';
import type { PackageReader } from './inbox.ts';
import { gravest } from './line.ts';
import { Pace, Throttle } from './pace.ts';
import { type ClosableTransport, connections, grouped, type OrganConnection } from './profile.ts';
import { quarantineRows } from './quarantine.ts';
import { allPaused, pause, queueRows, queueTotals, recoverSending, releaseNow } from './queue.ts';
import { Station } from './station.ts';
import type { Receiver, Transport } from './types.ts';

export type { Compared } from './compare.ts';
export { diagnose } from './diagnose.ts';
export { TransportError } from './failure.ts';
export type { PackageReader } from './inbox.ts';
export {
  type ClosableTransport,
  type ConnectionChange,
  changed as changedConnection,
  connectionFor,
  connectionViews,
  type OrganConnection,
  saveConnection,
  transportOf,
} from './profile.ts';
export { enqueueDocument, enqueueStatus } from './queue.ts';
export { restTransport } from './rest/index.ts';
export type * from './types.ts';
export { type VxpOptions, type VxpTransport, vxpTransport } from './vxp/index.ts';

export interface ExchangeOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** Connections that the mode refuses are left out; absent = `transportFor` is the gate. */
  readonly mode?: Mode;
  readonly parsing: PackageReader;
  readonly judge: (file: SealedFile) => Promise<PdfVerdict>;
  /** Marks of secrecy in a PDF; absent: not looked for. */
  readonly secrecy?: (file: SealedFile) => Promise<SecrecyFinding | undefined>;
  readonly receiver: Receiver;
  readonly transportFor: (organ: OrganConnection) => ClosableTransport;
  readonly log: Log;
  readonly events: Events;
  /** Between the steps that are not transactions, so that a fault test can end the process right there. */
  readonly onPoint?: (name: string) => void;
  /** Ms between looks at the axis: 30 s, in training 3 s. */
  readonly pollMs?: number;
  readonly maxAttachmentBytes?: number;
  /** Free bytes where the vault lies; absent = not watched. */
  readonly freeDisk?: () => Promise<number>;
}

export interface Exchange {
  start(): void;
  /** Breaks off what is under way and waits for its end; everything goes on at the next start. */
  stop(): Promise<void>;
  /** Call after a transaction that queued something: sends it, or looks at a line that was down. */
  wake(): void;
  /** Tries now, whatever the next time was; with an id also what the axis refused. */
  sendNow(id?: string): Promise<void>;
  /** Looks at the line at once and says how it stands. */
  checkLine(): Promise<LineState>;
  status(): ExchangeStatus;
  /** A page of what waits, with progress, pauses and the estimate; all of it unless told. */
  queue(page?: { readonly offset: number; readonly limit: number }): QueuePage;
  /** Stops or lets go on one dispatch, or everything. */
  pause(id: string | undefined, paused: boolean): void;
  /** Bytes a second that uploads may take together; 0 = as many as the line has. */
  limitBandwidth(bytesPerSecond: number): void;
  quarantine(): QuarantineRow[];
  /** Connections that may not be used in this mode, with the reason. */
  refusedConnections(): readonly { readonly organId: OrganId; readonly error: AppError }[];
  /**
   * For a reconciliation: compares what waits with what the axis has, and lists again what came since.
   * @throws Failure `axis.not_connected`, and what the transport throws
   */
  compare(from: Instant): Promise<Compared>;
  /** The axis's list of agencies, over the first connection; throws what the transport throws. */
  agencies(): ReturnType<Transport['agencies']>;
  /** Its list by the codes of Decision 20/2020; undefined where this axis has no such call. */
  agenciesQd20(): Promise<Awaited<ReturnType<Transport['agencies']>> | undefined>;
}

const POLL_MS = 30_000;
/** A setting: bytes a second. */
const BANDWIDTH = 'axis.bandwidth';
const LEAST_BANDWIDTH = 8 * 1024;
const ALL = { offset: 0, limit: 2000 };
const MAX_ATTACHMENT_BYTES = 512 * 1024 * 1024;

export function createExchange(options: ExchangeOptions): Exchange {
  return new AxisExchange(options);
}

class AxisExchange implements Exchange {
  readonly #options: ExchangeOptions;
  #stations: readonly Station[] = [];
  #transports: readonly ClosableTransport[] = [];
  #refused: readonly { organId: OrganId; error: AppError }[] = [];
  readonly #events: ReturnType<typeof fewer>;
  readonly #pace: Pace;
  readonly #throttle: Throttle;
  #limit: number;
  constructor(options: ExchangeOptions) {
    this.#options = options;
    this.#events = fewer(options.events, options.clock);
    this.#pace = new Pace(options.clock);
    this.#limit = Number(options.store.setting(BANDWIDTH) ?? 0);
    this.#throttle = new Throttle(options.clock, () => this.#limit);
  }

  start(): void {
    if (this.#stations.length > 0) return;
    const { store, log } = this.#options;
    const left = recoverSending(store);
    if (left > 0) log.warn('sending was cut short by the last end of the process', { dispatches: left });
    const refused: { organId: OrganId; error: AppError }[] = [];
    const { mode } = this.#options;
    const usable = connections(store).filter((organ) => {
      const error = mode && connectionRefusal(mode, organ.endpoint, organ.organId);
      if (error === undefined) return true;
      log.error('a connection may not be used in this mode', { organId: organ.organId, code: error.code });
      refused.push({ organId: organ.organId, error });
      return false;
    });
    this.#refused = refused;
    const opened = grouped(usable).map((group) => this.#open(group));
    this.#transports = opened.map((o) => o.transport);
    this.#stations = opened.map((o) => o.station);
    for (const station of this.#stations) station.start();
  }

  #open(group: readonly [OrganConnection, ...OrganConnection[]]): { station: Station; transport: ClosableTransport } {
    const { store, clock, log, parsing, judge, secrecy, receiver, transportFor, onPoint, pollMs, maxAttachmentBytes, freeDisk } =
      this.#options;
    const transport = transportFor(group[0]);
    const station = new Station({
      store,
      clock,
      log,
      events: this.#events,
      parsing,
      judge,
      secrecy,
      receiver,
      transport,
      organ: group[0].organId,
      organs: group.map((o) => o.organId),
      ours: () => connections(store).map((o) => o.organId),
      onPoint: onPoint ?? (() => undefined),
      stopped: () => false,
      pollMs: pollMs ?? POLL_MS,
      maxAttachmentBytes: maxAttachmentBytes ?? MAX_ATTACHMENT_BYTES,
      pace: this.#pace,
      throttle: this.#throttle,
      ...(freeDisk === undefined ? {} : { freeDisk }),
    });
    return { station, transport };
  }

  async stop(): Promise<void> {
    const stations = this.#stations;
    const stopping = stations.map((station) => station.stop());
    for (const transport of this.#transports) transport.close?.();
    this.#throttle.release();
    await Promise.all(stopping);
    this.#events.flush();
    this.#stations = [];
    this.#transports = [];
  }

  wake(): void {
    for (const station of this.#stations) station.wake();
  }
  async sendNow(id?: string): Promise<void> {
    releaseNow(this.#options.store, id);
    this.#events.emit({ topic: 'exchange' });
    await this.checkLine();
  }
  async checkLine(): Promise<LineState> {
    await Promise.all(this.#stations.map((station) => station.check()));
    return this.#line();
  }
  #line(): LineState {
    return gravest(this.#stations.map((station) => station.line));
  }

  status(): ExchangeStatus {
    const counts = this.#options.store.db
      .prepare(
        `SELECT coalesce(sum(kind = 'document' AND state IN ('queued', 'sending', 'unknown')), 0) AS waitingDocuments,
           coalesce(sum(kind = 'status' AND state IN ('queued', 'sending', 'unknown')), 0) AS waitingStatuses,
           coalesce(sum(state = 'unknown'), 0) AS unknown, coalesce(sum(state = 'refused'), 0) AS refused,
           (SELECT count(*) FROM package WHERE state = 'quarantined' AND closed_at IS NULL) AS quarantined
         FROM dispatch WHERE state IN ('queued', 'sending', 'unknown', 'refused')`,
      )
      .get() as Pick<ExchangeStatus, 'waitingDocuments' | 'waitingStatuses' | 'unknown' | 'refused' | 'quarantined'>;
    const drifts = this.#stations.flatMap((s) => s.driftMs ?? []);
    const accounts = this.#stations.flatMap((s) => s.afterOutage() ?? []);
    const intakes = this.#stations.flatMap((s) => s.intake() ?? []);
    const [trouble] = this.#stations.flatMap((s) => s.trouble ?? []);
    return {
      line: this.#line(),
      ...counts,
      ...(allPaused(this.#options.store) ? { paused: true as const } : {}),
      ...(trouble === undefined ? {} : { intakeTrouble: trouble }),
      ...(intakes.length === 0
        ? {}
        : { intake: intakes.reduce((a, b) => ({ total: a.total + b.total, left: a.left + b.left, urgent: a.urgent + b.urgent })) }),
      ...(drifts.length === 0 ? {} : { clockDriftMs: Math.round(drifts.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a))) }),
      ...(accounts.length === 0
        ? {}
        : {
            afterOutage: accounts.reduce((a, b) => ({
              at: Math.max(a.at, b.at),
              sent: a.sent + b.sent,
              toSend: a.toSend + b.toSend,
              received: a.received + b.received,
            })),
          }),
    };
  }
  queue(page: { readonly offset: number; readonly limit: number } = ALL): QueuePage {
    const { store, clock } = this.#options;
    const totals = queueTotals(store);
    const ms = this.#line().kind === 'connected' && !allPaused(store) ? timeToEmpty(totals, this.#pace.pace()) : undefined;
    return {
      rows: queueRows(store, page, (id) => this.#pace.progress(id)),
      total: totals.rows,
      bytes: totals.bytes,
      paused: allPaused(store),
      bytesPerSecond: this.#limit,
      ...(ms === undefined || totals.items === 0 ? {} : { emptyAt: clock.now() + ms }),
    };
  }
  pause(id: string | undefined, paused: boolean): void {
    pause(this.#options.store, id, paused);
    this.#events.emit({ topic: 'exchange' });
    if (!paused) this.wake();
  }
  limitBandwidth(bytesPerSecond: number): void {
    const { store } = this.#options;
    // Less would look like silence to the axis, which then ends the connection.
    const limit = bytesPerSecond === 0 ? 0 : Math.max(bytesPerSecond, LEAST_BANDWIDTH);
    store.tx(() => store.setSetting(BANDWIDTH, String(limit)), 'exchange:bandwidth');
    this.#limit = limit;
    this.#throttle.release();
    this.#events.emit({ topic: 'exchange' });
  }
  quarantine(): QuarantineRow[] {
    return quarantineRows(this.#options.store);
  }
  refusedConnections(): readonly { readonly organId: OrganId; readonly error: AppError }[] {
    return this.#refused;
  }
  async compare(from: Instant): Promise<Compared> {
    if (this.#stations.length === 0) throw new Failure('axis.not_connected');
    const all: Compared[] = [];
    for (const station of this.#stations) all.push(await station.compare(from));
    const sum = (key: keyof Compared): number => all.reduce((n, one) => n + one[key], 0);
    return { found: sum('found'), unknown: sum('unknown'), listed: sum('listed') };
  }
  async agencies(): ReturnType<Transport['agencies']> {
    // A gateway may have no list: another connection of ours then has it.
    const transport = this.#transports.find((one) => one.capabilities.agencies) ?? this.#transports[0];
    if (transport === undefined) throw new Failure('axis.not_connected');
    return transport.agencies();
  }
  async agenciesQd20(): Promise<Awaited<ReturnType<Transport['agencies']>> | undefined> {
    const transport = this.#transports.find((one) => one.capabilities.agencies) ?? this.#transports[0];
    if (transport === undefined) throw new Failure('axis.not_connected');
    try {
      return await transport.agenciesQd20?.();
    } catch (error) {
      // An axis of the older kit does not know the call: it refuses it, or has no such page.
      if (error instanceof TransportError && (error.failure === 'refused' || error.error.params?.status === 404)) return undefined;
      throw error;
    }
  }
}
