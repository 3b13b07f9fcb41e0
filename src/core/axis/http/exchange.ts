/**
 * One HTTP exchange with the headers exactly as given. Node's own client is used because it sends a raw header list
 * untouched (undici puts Host, Connection and Content-Length in places of its own and refuses Expect), and because
 * it tells whether a connection was made: that decides between "surely not received" and "cannot be told".
 */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { TLSSocket } from 'node:tls';
import { createGunzip, createInflate } from 'node:zlib';
import type { ConnectionTimeouts } from '../../../domain/connection.ts';
import { Failure } from '../../../domain/errors.ts';
import { TransportError } from '../failure.ts';
import { createDialer, type Dialer } from './dial.ts';
import { tlsFailure } from './tls.ts';

/** Header name and value in the order of sending; values are Latin-1 text, each character one byte. */
export type RawHeader = readonly [name: string, value: string];
export type HttpTimeouts = ConnectionTimeouts;

export interface Exchange {
  readonly url: URL;
  /** Appended to the endpoint verbatim, e.g. `/getEdoc`. */
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly headers: readonly RawHeader[];
  readonly body: AsyncIterable<Uint8Array> | Uint8Array;
  readonly timeouts: HttpTimeouts;
  readonly keepAlive: boolean;
  readonly signal: AbortSignal;
  /** Absent: straight, trusting the well-known authorities. */
  readonly dialer?: Dialer;
}

export interface Answer {
  readonly status: number;
  /** The axis's clock, Unix ms, of its Date header. */
  readonly serverTime?: number;
  /** Media type, lower case, without parameters; '' where none is said. */
  readonly contentType: string;
  /** Decoded (gzip, deflate) body; breaking off destroys the connection. */
  body(): AsyncGenerator<Buffer>;
}

const STRAIGHT = createDialer({ connectMs: 10_000 });

const NOT_REACHED: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'axis.connection_refused',
  ENOTFOUND: 'axis.name_not_found',
  EAI_AGAIN: 'axis.name_not_found',
  EAI_NODATA: 'axis.name_not_found',
};

/** What a failed exchange means, from whether a connection stood and what was thrown. */
function failureOf(error: unknown, connected: boolean, tcp: boolean): Failure {
  // Our own: of the watchdog, or of the body's source (the vault), which leaves the request unfinished.
  if (error instanceof Failure) return error;
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? '';
  const options = { cause: error };
  const tls = tlsFailure(code);
  // Refused in the handshake, or (TLS 1.3, client certificate) right after it, before any request was read.
  if (tls !== undefined) return new TransportError('certificate', tls, { reason: code.slice(0, 60) }, options);
  if (connected) return new TransportError('unknown_outcome', 'axis.connection_lost', undefined, options);
  // TCP stands but TLS did not come about: a certificate, or something that is not the axis. Nothing was sent.
  if (tcp) return new TransportError('axis_error', 'axis.tls_failed', { reason: code.slice(0, 60) || 'TLS' }, options);
  return new TransportError('no_network', NOT_REACHED[code] ?? 'axis.unreachable', undefined, options);
}

async function* decoded(response: IncomingMessage, fail: (error: unknown) => Failure): AsyncGenerator<Buffer> {
  const encoding = String(response.headers['content-encoding'] ?? 'identity').toLowerCase();
  const inflate = encoding === 'gzip' ? createGunzip() : encoding === 'deflate' ? createInflate() : undefined;
  if (inflate) {
    response.on('error', (error) => inflate.destroy(error));
    response.pipe(inflate);
  }
  try {
    for await (const chunk of inflate ?? response) yield chunk as Buffer;
  } catch (error) {
    throw fail(error);
  } finally {
    if (!response.complete) response.destroy();
  }
}

/**
 * Sends a request and waits for the answer's headers. A kept connection may have died unseen: a call that met one is
 * made once more on a new one (only calls that may be repeated keep connections).
 * @throws TransportError `no_network` (nothing was sent), `unknown_outcome` (a connection stood), `axis_error` (TLS)
 */
export async function exchange(input: Exchange): Promise<Answer> {
  try {
    return await attempt(input);
  } catch (error) {
    if (!(error instanceof StaleConnection)) throw error;
    return attempt({ ...input, keepAlive: false });
  }
}
class StaleConnection extends Error {}

async function attempt(input: Exchange): Promise<Answer> {
  const secure = input.url.protocol === 'https:';
  const send = secure ? httpsRequest : httpRequest;
  let connected = false;
  let tcp = false;
  let sent = false;
  const fail = (error: unknown): Failure => failureOf(error, connected, tcp);

  const request = send({
    host: input.url.hostname.replace(/^\[|\]$/g, ''),
    port: input.url.port || (secure ? 443 : 80),
    method: input.method,
    path: input.path,
    headers: input.headers.flat() as unknown as readonly string[],
    agent: (input.dialer ?? STRAIGHT).agent(secure, input.keepAlive),
    signal: input.signal,
  });
  const watch = watchdog((phase) =>
    request.destroy(
      new TransportError(connected ? 'unknown_outcome' : 'no_network', connected ? 'axis.timed_out' : 'axis.unreachable', { phase }),
    ),
  );
  watch.set(input.timeouts.connectMs, 'connect');
  const response = new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve);
    request.on('error', reject);
  });
  response.catch(() => undefined);
  request.once('socket', (socket) => {
    const ready = (): void => {
      connected = true;
      watch.set(sent ? input.timeouts.answerMs : input.timeouts.idleMs, sent ? 'answer' : 'send');
    };
    // A tunnel's TCP stands before its socket is handed over.
    tcp = !socket.connecting;
    if (tcp && (!(socket instanceof TLSSocket) || request.reusedSocket)) return ready();
    socket.once('connect', () => {
      tcp = true;
      if (!secure) ready();
    });
    if (secure) socket.once('secureConnect', ready);
  });
  try {
    const early = response.then(() => true as const);
    early.catch(() => undefined);
    await writeBody(request, input, watch, early, () => connected);
    sent = true;
    // A small body is handed over before the connection stands: then the answer's clock starts with it.
    if (connected) watch.set(input.timeouts.answerMs, 'answer');
    const got = await response;
    watch.set(input.timeouts.idleMs, 'read');
    got.on('data', () => watch.set(input.timeouts.idleMs, 'read'));
    got.pause();
    got.once('close', () => watch.clear());
    // Answered before the whole body went out: the connection is of no further use.
    got.once('end', () => {
      if (!request.writableEnded) request.destroy();
    });
    const date = Date.parse(String(got.headers.date ?? ''));
    return {
      status: got.statusCode ?? 0,
      ...(Number.isNaN(date) ? {} : { serverTime: date }),
      contentType: (String(got.headers['content-type'] ?? '').split(';')[0] ?? '').trim().toLowerCase(),
      body: () => decoded(got, fail),
    };
  } catch (error) {
    watch.clear();
    request.destroy();
    const code = (error as NodeJS.ErrnoException | null)?.code;
    if (request.reusedSocket && (code === 'ECONNRESET' || code === 'EPIPE')) throw new StaleConnection();
    throw fail(error);
  }
}

interface Watch {
  set(ms: number, phase: string): void;
  clear(): void;
}
function watchdog(expired: (phase: string) => void): Watch {
  let timer: NodeJS.Timeout | undefined;
  return {
    set(ms, phase) {
      clearTimeout(timer);
      timer = setTimeout(() => expired(phase), ms);
      timer.unref();
    },
    clear: () => clearTimeout(timer),
  };
}

async function writeBody(
  request: ReturnType<typeof httpRequest>,
  { body, timeouts }: Exchange,
  watch: Watch,
  early: Promise<true>,
  connected: () => boolean,
): Promise<void> {
  if (body instanceof Uint8Array) {
    request.end(body);
    return;
  }
  const failed = new Promise<never>((_resolve, reject) => request.once('error', reject));
  failed.catch(() => undefined);
  for await (const chunk of body) {
    // Closed under us: by a failure, or after an early answer, which is no failure of the request.
    if (request.destroyed) {
      await Promise.race([failed, early]);
      return;
    }
    const room = request.write(chunk);
    // Also where the source is slow on purpose (a bandwidth limit): silence counts from the last piece.
    if (connected()) watch.set(timeouts.idleMs, 'send');
    if (room) continue;
    const drained = new Promise<false>((resolve) => request.once('drain', () => resolve(false)));
    // An answer before the end of the body is the answer (a refusal): the rest need not be sent.
    if (await Promise.race([drained, failed, early])) return;
  }
  request.end();
}
