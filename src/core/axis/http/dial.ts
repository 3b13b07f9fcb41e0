/**
 * How a connection of an organ is opened: straight or through a proxy's tunnel, plain or TLS with the authorities and
 * the client certificate of its profile. One dialer per connection; it keeps idle sockets for calls that may be repeated.
 */
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createSecureContext, type SecureContextOptions, connect as tlsConnect } from 'node:tls';
import type { ClientCertificate, ProxySettings } from '../../../domain/connection.ts';
import { Failure } from '../../../domain/errors.ts';
import { TransportError } from '../failure.ts';

export interface DialOptions {
  readonly proxy?: ProxySettings;
  /** PEM; trusted instead of the well-known authorities. */
  readonly authorities?: string;
  readonly client?: ClientCertificate;
  /** Until the proxy opened the tunnel, ms. */
  readonly connectMs: number;
}
export interface Dialer {
  agent(secure: boolean, keepAlive: boolean): HttpAgent | HttpsAgent;
  close(): void;
}

const KEPT = { keepAlive: true, keepAliveMsecs: 15_000, maxFreeSockets: 8, timeout: 20_000 } as const;
const FRESH = { keepAlive: false } as const;

/** What `tls.connect` needs of a profile. @throws Failure `axis.client_certificate_unreadable`, `axis.authorities_unreadable` */
export function tlsOptions({ authorities, client }: Pick<DialOptions, 'authorities' | 'client'>): SecureContextOptions {
  const options: SecureContextOptions = {
    ...(authorities === undefined ? {} : { ca: authorities }),
    ...(client === undefined
      ? {}
      : client.kind === 'pem'
        ? { cert: client.certificate, key: client.key }
        : { pfx: Buffer.from(client.bytes, 'base64') }),
    ...(client?.passphrase === undefined ? {} : { passphrase: client.passphrase }),
  };
  if (authorities !== undefined) {
    // OpenSSL silently takes a text without any certificate.
    if (!/-----BEGIN CERTIFICATE-----/.test(authorities)) throw new Failure('axis.authorities_unreadable');
    attempt(() => createSecureContext({ ca: authorities }), 'axis.authorities_unreadable');
  }
  if (client !== undefined) attempt(() => createSecureContext(options), 'axis.client_certificate_unreadable');
  return options;
}
function attempt(work: () => unknown, code: string): void {
  try {
    work();
  } catch (error) {
    throw new Failure(code, undefined, { cause: error });
  }
}

/** @throws Failure as `tlsOptions` */
export function createDialer(options: DialOptions): Dialer {
  const tls = tlsOptions(options);
  const { proxy, connectMs } = options;
  const agents = {
    keptPlain: proxy ? new TunnelHttpAgent(KEPT, proxy, connectMs) : new HttpAgent(KEPT),
    freshPlain: proxy ? new TunnelHttpAgent(FRESH, proxy, connectMs) : new HttpAgent(FRESH),
    keptSecure: proxy ? new TunnelHttpsAgent(KEPT, tls, proxy, connectMs) : new HttpsAgent({ ...KEPT, ...tls }),
    freshSecure: proxy ? new TunnelHttpsAgent(FRESH, tls, proxy, connectMs) : new HttpsAgent({ ...FRESH, ...tls }),
  };
  return {
    agent: (secure, keepAlive) => agents[keepAlive ? (secure ? 'keptSecure' : 'keptPlain') : secure ? 'freshSecure' : 'freshPlain'],
    close: () => {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

type Connected = (error: Error | null, socket: Duplex) => void;
/** What an agent hands its `createConnection`, as far as it is used here. */
interface Target {
  readonly host?: string;
  readonly port?: number | string;
  readonly servername?: string;
}

class TunnelHttpAgent extends HttpAgent {
  readonly #proxy: ProxySettings;
  readonly #connectMs: number;
  constructor(options: ConstructorParameters<typeof HttpAgent>[0], proxy: ProxySettings, connectMs: number) {
    super(options);
    this.#proxy = proxy;
    this.#connectMs = connectMs;
  }
  override createConnection(target: Target, done: Connected): undefined {
    void openTunnel(this.#proxy, target, this.#connectMs).then(
      (socket) => done(null, socket),
      (error: Error) => done(error, undefined as unknown as Duplex),
    );
    return undefined;
  }
}
class TunnelHttpsAgent extends HttpsAgent {
  readonly #tls: SecureContextOptions;
  readonly #proxy: ProxySettings;
  readonly #connectMs: number;
  constructor(kept: typeof KEPT | typeof FRESH, tls: SecureContextOptions, proxy: ProxySettings, connectMs: number) {
    super({ ...kept, ...tls });
    this.#tls = tls;
    this.#proxy = proxy;
    this.#connectMs = connectMs;
  }
  override createConnection(target: Target, done: Connected): undefined {
    void openTunnel(this.#proxy, target, this.#connectMs).then(
      (socket) => done(null, tlsConnect({ ...this.#tls, host: target.host ?? '', servername: target.servername ?? '', socket })),
      (error: Error) => done(error, undefined as unknown as Duplex),
    );
    return undefined;
  }
}

/**
 * A tunnel to the target through the proxy (RFC 9110 §9.3.6).
 * @throws TransportError `no_network`: nothing of the request left this machine
 */
export function openTunnel(proxy: ProxySettings, target: Target, connectMs: number): Promise<Socket> {
  const host = target.host ?? '';
  const authority = `${host.includes(':') ? `[${host}]` : host}:${target.port ?? 443}`;
  return new Promise((resolve, reject) => {
    const request = httpRequest({
      host: proxy.host,
      port: proxy.port,
      method: 'CONNECT',
      path: authority,
      agent: false,
      timeout: connectMs,
      headers: {
        Host: authority,
        ...(proxy.user === undefined
          ? {}
          : { 'Proxy-Authorization': `Basic ${Buffer.from(`${proxy.user}:${proxy.password ?? ''}`).toString('base64')}` }),
      },
    });
    const fail = (code: string, params?: Readonly<Record<string, string | number>>, cause?: unknown): void => {
      request.destroy();
      reject(new TransportError('no_network', code, params, { cause }));
    };
    request.once('connect', (response, socket, head) => {
      socket.setTimeout(0);
      if (response.statusCode !== 200 || head.length > 0) {
        socket.destroy();
        fail(response.statusCode === 407 ? 'axis.proxy_credential' : 'axis.proxy_refused', { status: response.statusCode ?? 0 });
      } else resolve(socket as Socket);
    });
    // Some proxies answer a refusal as an ordinary response.
    request.once('response', (response) => {
      response.resume();
      fail(response.statusCode === 407 ? 'axis.proxy_credential' : 'axis.proxy_refused', { status: response.statusCode ?? 0 });
    });
    request.once('timeout', () => fail('axis.proxy_unreachable', { host: proxy.host, port: proxy.port }));
    request.once('error', (error) => fail('axis.proxy_unreachable', { host: proxy.host, port: proxy.port }, error));
    request.end();
  });
}
