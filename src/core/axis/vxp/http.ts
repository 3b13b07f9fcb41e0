/**
 * One HTTP exchange with the headers exactly as given. Node's own client is used because it sends a raw header list
 * untouched (undici puts Host, Connection and Content-Length in places of its own and refuses Expect), and because
 * it tells whether a connection was made: that decides between "surely not received" and "cannot be told".
 */
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { TLSSocket } from 'node:tls';
import { createGunzip, createInflate } from 'node:zlib';
import { Failure } from '../../../domain/errors.ts';
import { TransportError } from '../failure.ts';
import type { RawHeader } from './headers.ts';

export interface HttpTimeouts {
  /** Until TCP (and TLS) stand, ms. */
  readonly connectMs: number;
  /** From the last byte sent to the answer's headers, ms. */
  readonly answerMs: number;
  /** Longest silence while a body flows either way, ms. */
  readonly idleMs: number;
}

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
}

export interface Answer {
  readonly status: number;
  /** The axis's clock, Unix ms, of its Date header. */
  readonly serverTime?: number;
  /** Decoded (gzip, deflate) body; breaking off destroys the connection. */
  body(): AsyncGenerator<Buffer>;
}

const AGENTS = {
  http: new HttpAgent({ keepAlive: true, keepAliveMsecs: 15_000, maxFreeSockets: 2, timeout: 20_000 }),
  https: new HttpsAgent({ keepAlive: true, keepAliveMsecs: 15_000, maxFreeSockets: 2, timeout: 20_000 }),
};

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
    agent: input.keepAlive ? AGENTS[secure ? 'https' : 'http'] : false,
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
    if (!socket.connecting && (!(socket instanceof TLSSocket) || request.reusedSocket)) return ready();
    socket.once('connect', () => {
      tcp = true;
      if (!secure) ready();
    });
    if (secure) socket.once('secureConnect', ready);
  });
  try {
    const early = response.then(() => true as const);
    early.catch(() => undefined);
    await writeBody(request, input, watch, early);
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
    if (request.write(chunk)) continue;
    watch.set(timeouts.idleMs, 'send');
    const drained = new Promise<false>((resolve) => request.once('drain', () => resolve(false)));
    // An answer before the end of the body is the answer (a refusal): the rest need not be sent.
    if (await Promise.race([drained, failed, early])) return;
  }
  request.end();
}
