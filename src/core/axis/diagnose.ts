/**
 * "Kiểm tra kết nối": goes the way of a call step by step and says what failed at which. Nothing secret leaves before the
 * axis's certificate was found good.
 */
import { lookup } from 'node:dns/promises';
import { connect, isIP, type Socket } from 'node:net';
import { type TLSSocket, connect as tlsConnect } from 'node:tls';
import { DRIFT_LIMIT_MS, type StepResult, TEST_STEPS, type TestStep } from '../../domain/connection.ts';
import { type AppError, Failure } from '../../domain/errors.ts';
import type { Clock } from '../clock.ts';
import { TransportError } from './failure.ts';
import { openTunnel, tlsOptions } from './http/dial.ts';
import { tlsFailure } from './http/tls.ts';
import { type ClosableTransport, commonName, type OrganConnection } from './profile.ts';
import { endpointUrl } from './vxp/index.ts';

export interface DiagnoseParts {
  readonly connection: OrganConnection;
  readonly transport: ClosableTransport;
  readonly clock: Clock;
}
interface Found {
  readonly found?: string;
}
/** A step that has nothing to do here. */
class NotNeeded extends Error {}
/** A failure that belongs to another step than the one under way. */
class FailedAt extends Error {
  readonly step: TestStep;
  readonly error: AppError;
  constructor(step: TestStep, error: AppError) {
    super(error.code);
    this.step = step;
    this.error = error;
  }
}

/** @throws Failure `axis.endpoint_invalid` and what reading the profile's certificates throws */
export async function diagnose(parts: DiagnoseParts): Promise<StepResult[]> {
  const way = new Way(parts);
  const results = new Map<TestStep, StepResult>();
  try {
    for (const step of TEST_STEPS) {
      const result = await one(way, step);
      results.set(result.step, result);
      if (result.outcome === 'failed') break;
    }
  } finally {
    way.close();
    parts.transport.close?.();
  }
  return TEST_STEPS.map((step) => results.get(step) ?? { step, outcome: 'not_reached' });
}

async function one(way: Way, step: TestStep): Promise<StepResult> {
  try {
    const { found } = await way[step]();
    return { step, outcome: 'ok', ...(found === undefined ? {} : { found }) };
  } catch (error) {
    if (error instanceof NotNeeded) return { step, outcome: 'not_needed' };
    if (error instanceof FailedAt) return { step: error.step, outcome: 'failed', error: error.error };
    return { step, outcome: 'failed', error: error instanceof Failure ? error.error : { code: 'axis.unexpected' } };
  }
}

class Way implements Record<TestStep, () => Promise<Found>> {
  readonly #parts: DiagnoseParts;
  readonly #url: URL;
  readonly #host: string;
  readonly #port: number;
  #address = '';
  #socket: Socket | undefined;
  #tls: TLSSocket | undefined;
  #driftMs: number | undefined;

  constructor(parts: DiagnoseParts) {
    this.#parts = parts;
    this.#url = endpointUrl(parts.connection.endpoint);
    this.#host = this.#url.hostname.replace(/^\[|\]$/g, '');
    this.#port = Number(this.#url.port) || (this.#url.protocol === 'https:' ? 443 : 80);
  }
  close(): void {
    this.#tls?.destroy();
    this.#socket?.destroy();
  }
  get #settings() {
    return this.#parts.connection.settings;
  }

  /** Of the proxy where there is one: it looks up the axis itself. */
  async name(): Promise<Found> {
    const host = this.#settings.proxy?.host ?? this.#host;
    if (isIP(host) !== 0) {
      this.#address = host;
      throw new NotNeeded();
    }
    try {
      const { address } = await within(this.#settings.timeouts.connectMs, lookup(host));
      this.#address = address;
      return { found: `${host} → ${address}` };
    } catch (error) {
      throw new Failure('axis.name_not_found', { host }, { cause: error });
    }
  }

  async tcp(): Promise<Found> {
    const { proxy, timeouts } = this.#settings;
    if (proxy !== undefined) {
      this.#socket = await openTunnel(proxy, { host: this.#host, port: this.#port }, timeouts.connectMs);
      return { found: `${proxy.host}:${proxy.port} → ${this.#host}:${this.#port}` };
    }
    this.#socket = await tcpTo(this.#address, this.#port, timeouts.connectMs);
    return { found: `${this.#address}:${this.#port}` };
  }

  async tls(): Promise<Found> {
    if (this.#url.protocol !== 'https:') throw new NotNeeded();
    const socket = this.#socket;
    if (socket === undefined) throw new NotNeeded();
    const tls = tlsConnect({
      ...tlsOptions(this.#settings),
      socket,
      host: this.#host,
      ...(isIP(this.#host) === 0 ? { servername: this.#host } : {}),
      // Looked at in the next step; nothing is sent over this connection.
      rejectUnauthorized: false,
    });
    this.#tls = tls;
    await within(
      this.#settings.timeouts.connectMs,
      new Promise<void>((resolve, reject) => {
        tls.once('secureConnect', resolve);
        tls.once('error', reject);
        tls.once('close', () => reject(new Error('closed')));
      }),
    ).catch((error: unknown) => {
      const reason = String((error as NodeJS.ErrnoException).code ?? 'TLS').slice(0, 60);
      const code = tlsFailure(reason);
      if (code === 'axis.client_certificate_refused') throw new FailedAt('certificate', { code, params: { reason } });
      throw new Failure(code ?? 'axis.tls_failed', { reason }, { cause: error });
    });
    return { found: tls.getProtocol() ?? 'TLS' };
  }

  certificate(): Promise<Found> {
    const tls = this.#tls;
    if (tls === undefined) throw new NotNeeded();
    const peer = tls.getPeerX509Certificate();
    const name = peer === undefined ? '' : commonName(peer.subject);
    const until = peer === undefined ? '' : new Date(peer.validTo).toISOString().slice(0, 10);
    if (!tls.authorized) {
      const reason = String(tls.authorizationError).slice(0, 60);
      throw new Failure(tlsFailure(reason) ?? 'axis.certificate_untrusted', { reason, name, until });
    }
    return Promise.resolve({ found: `${name} · ${until}` });
  }

  /** The call itself, over a connection of its own: only now system id and secret go out. */
  async axis(): Promise<Found> {
    const { transport, clock } = this.#parts;
    this.close();
    try {
      const asked = clock.now();
      const { serverTime } = await transport.check();
      if (serverTime !== undefined) this.#driftMs = serverTime + 500 - (asked + clock.now()) / 2;
      return {};
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      // The axis answered: what it refuses is the next step's.
      if (error.failure === 'credential_refused') this.#refused = error.error;
      else if (error.failure === 'certificate') throw new FailedAt('certificate', error.error);
      else throw error;
      return {};
    }
  }
  #refused: AppError | undefined;

  credential(): Promise<Found> {
    if (this.#refused !== undefined) throw new FailedAt('credential', this.#refused);
    return Promise.resolve({});
  }

  clock(): Promise<Found> {
    if (this.#driftMs === undefined) throw new NotNeeded();
    const minutes = Math.round(Math.abs(this.#driftMs) / 60_000);
    if (Math.abs(this.#driftMs) > DRIFT_LIMIT_MS) throw new Failure('axis.clock_off', { minutes });
    return Promise.resolve({ found: `${Math.round(Math.abs(this.#driftMs) / 1000)} s` });
  }
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('too long')), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function tcpTo(host: string, port: number, ms: number): Promise<Socket> {
  const socket = connect({ host, port });
  try {
    await within(
      ms,
      new Promise<void>((resolve, reject) => {
        socket.once('connect', resolve);
        socket.once('error', reject);
      }),
    );
    socket.on('error', () => socket.destroy());
    return socket;
  } catch (error) {
    socket.destroy();
    const refused = (error as NodeJS.ErrnoException).code === 'ECONNREFUSED';
    throw new Failure(refused ? 'axis.connection_refused' : 'axis.unreachable', { host, port }, { cause: error });
  }
}
