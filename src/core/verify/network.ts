/**
 * Fetching what a certificate says is to be had: bounded in size, time and redirections, over http and https only, by
 * the proxy that the office set. What comes back is bytes; whether they are worth anything the parser says.
 */
import { type LookupOptions, lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
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

const LOCAL_NAME = /(?:^|\.)localhost\.?$/i;
/** This machine and its link: never followed. A v6 address that stands for a v4 one is judged as that. */
const HERE = new BlockList();
for (const [net, bits] of [
  ['127.0.0.0', 8],
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['224.0.0.0', 3],
] as const)
  HERE.addSubnet(net, bits);
for (const [net, bits] of [
  ['::', 127],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  HERE.addSubnet(net, bits, 'ipv6');
/**
 * Networks of an office. A certificate may name a responder there (the government's network has its own), but an answer that
 * came over plain http sends nobody to a device on it.
 */
const INSIDE = new BlockList();
for (const [net, bits] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
] as const)
  INSIDE.addSubnet(net, bits);
INSIDE.addSubnet('fc00::', 7, 'ipv6');

function refused(address: string, redirected: boolean): boolean {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  return HERE.check(address, family) || (redirected && INSIDE.check(address, family));
}

/**
 * @throws Failure `verify.net_refused` (this address is not followed), `verify.net_unreachable`, `verify.net_answer`
 * (another status than 200, too large)
 */
export async function fetchBounded(wish: Wish, rules: NetworkRules): Promise<Uint8Array> {
  let url = wish.url;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const answer = await exchange(checked(url, wish, rules, hop > 0), wish, rules, hop > 0);
    if (answer.bytes) return answer.bytes;
    url = new URL(answer.to, url).href;
  }
  throw new Failure('verify.net_answer', { status: 302 });
}

function checked(text: string, wish: Wish, rules: NetworkRules, redirected: boolean): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new Failure('verify.net_refused');
  }
  const host = url.hostname.toLowerCase();
  const odd = !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '';
  const address = host.replace(/^\[|\]$/g, '');
  const near = LOCAL_NAME.test(host) || (isIP(address) > 0 && refused(address, redirected));
  if (odd || (!rules.loopback && near) || !hostAllowed(host, wish.hosts)) throw new Failure('verify.net_refused');
  const alias = rules.aliases?.[host];
  if (alias) url.hostname = alias;
  return url;
}

type Answer = { readonly bytes: Uint8Array } | { readonly bytes?: undefined; readonly to: string };
async function exchange(url: URL, wish: Wish, rules: NetworkRules, redirected: boolean): Promise<Answer> {
  try {
    const { Agent, ProxyAgent, request } = await import('undici');
    // A proxy looks names up by itself; else a name that leads here is as good as the address.
    const dispatcher = rules.proxy
      ? new ProxyAgent({ uri: rules.proxy, proxyTunnel: false })
      : rules.loopback
        ? undefined
        : new Agent({ connect: { lookup: (name, options, done) => lookUp(name, options, redirected, done) } });
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
    if (error instanceof Error && error.cause instanceof Failure) throw error.cause;
    throw new Failure('verify.net_unreachable', undefined, { cause: error });
  }
}
type Found = Parameters<LookupFunction>[2];
/** @throws nothing: what is refused is an error of the connection */
export function lookUp(name: string, options: LookupOptions, redirected: boolean, done: Found): void {
  lookup(name, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? [];
    if (error || !first) done(error ?? new Failure('verify.net_unreachable'), '');
    else if (addresses.some(({ address }) => refused(address, redirected))) done(new Failure('verify.net_refused'), '');
    else if (options.all) done(null, addresses);
    else done(null, first.address, first.family);
  });
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
