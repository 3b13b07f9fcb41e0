/**
 * Fetching what a certificate says is to be had: bounded in size, time and redirections, over http and https only, by
 * the proxy that the office set. What comes back is bytes; whether they are worth anything the parser says.
 */
import { Failure } from '../../domain/errors.ts';

export interface NetworkRules {
  /** `http://host:port`; the line itself where absent. */
  readonly proxy?: string;
  /** Only for tests and training: a certificate that names this very machine is otherwise not followed. */
  readonly loopback?: boolean;
  /** Names of the internal network that outside are called otherwise. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** Milliseconds for one exchange; 12 s by default. */
  readonly timeoutMs?: number;
}
export interface Wish {
  readonly url: string;
  /** Posted where given (OCSP). */
  readonly body?: Uint8Array;
  readonly maxBytes: number;
  /** Hosts that may answer; every host where absent. */
  readonly hosts?: readonly string[];
}
const TIMEOUT = 12_000;
const MAX_REDIRECTS = 2;

/** A host of the list, or one below it. */
export const hostAllowed = (host: string, hosts: readonly string[] | undefined): boolean =>
  hosts === undefined || hosts.some((allowed) => host === allowed || host.endsWith(`.${allowed}`));

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[?::1\]?|169\.254(?:\.\d{1,3}){2}|.*\.localhost)$/i;

/**
 * @throws Failure `verify.net_refused` (this address is not followed), `verify.net_unreachable`, `verify.net_answer`
 * (another status than 200, too large)
 */
export async function fetchBounded(wish: Wish, rules: NetworkRules): Promise<Uint8Array> {
  let url = wish.url;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const answer = await exchange(checked(url, wish, rules), wish, rules);
    if (answer.bytes) return answer.bytes;
    url = new URL(answer.to, url).href;
  }
  throw new Failure('verify.net_answer', { status: 302 });
}

function checked(text: string, wish: Wish, rules: NetworkRules): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new Failure('verify.net_refused');
  }
  const host = url.hostname.toLowerCase();
  const odd = !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '';
  if (odd || (!rules.loopback && LOOPBACK.test(host)) || !hostAllowed(host, wish.hosts)) throw new Failure('verify.net_refused');
  const alias = rules.aliases?.[host];
  if (alias) url.hostname = alias;
  return url;
}

type Answer = { readonly bytes: Uint8Array } | { readonly bytes?: undefined; readonly to: string };
async function exchange(url: URL, wish: Wish, rules: NetworkRules): Promise<Answer> {
  try {
    const { ProxyAgent, request } = await import('undici');
    const dispatcher = rules.proxy ? new ProxyAgent({ uri: rules.proxy, proxyTunnel: false }) : undefined;
    try {
      const { statusCode, headers, body } = await request(url, {
        method: wish.body ? 'POST' : 'GET',
        headers: wish.body ? { 'content-type': 'application/ocsp-request', accept: 'application/ocsp-response' } : {},
        ...(wish.body ? { body: wish.body } : {}),
        ...(dispatcher ? { dispatcher } : {}),
        signal: AbortSignal.timeout(rules.timeoutMs ?? TIMEOUT),
      });
      const location = headers.location;
      if (statusCode >= 301 && statusCode <= 308 && typeof location === 'string' && !wish.body) {
        await body.dump();
        return { to: location };
      }
      const bytes = await readAll(body, wish.maxBytes);
      if (statusCode !== 200) throw new Failure('verify.net_answer', { status: statusCode });
      return { bytes };
    } finally {
      await dispatcher?.close().catch(() => undefined);
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure('verify.net_unreachable', undefined, { cause: error });
  }
}
async function readAll(body: AsyncIterable<Buffer>, most: number): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of body) {
    size += piece.byteLength;
    if (size > most) throw new Failure('verify.net_answer', { status: 200 });
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
