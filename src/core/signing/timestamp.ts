/**
 * A timestamp over a signature value (RFC 3161) from the service that was named: PAdES baseline B-T. What comes back is
 * read strictly; whether its signature holds is judged by the parser with the whole file, before success is told.
 */

import { createHash, randomBytes } from 'node:crypto';
import type { ProxyAgent } from 'undici';
import { Failure } from '../../domain/errors.ts';
import {
  children,
  derNull,
  integer,
  octets,
  oid,
  readNode,
  readSignedData,
  readTimestampInfo,
  sequence,
  TAG,
  tlv,
} from '../../formats/cms/index.ts';

export interface TimestampService {
  readonly url: string;
  /** Milliseconds for the whole exchange; 10 s by default. */
  readonly timeoutMs?: number;
  /** `http://host:port`; the line itself where absent. */
  readonly proxy?: string;
}
/** The service by the way that the office set for everything about certificates. */
export function timestampService({ network }: { readonly network?: () => { readonly proxy?: string } }, url: string): TimestampService {
  // Training's own service is on this machine, where no proxy leads.
  const proxy = /^https?:\/\/(?:127\.|localhost[:/]|\[::1\])/i.test(url) ? undefined : network?.().proxy;
  return { url, ...(proxy ? { proxy } : {}) };
}
const SHA256 = '2.16.840.1.101.3.4.2.1';
const MAX_ANSWER = 64 * 1024;
const TIMEOUT = 10_000;
/** A service's clock may differ from ours by so much; more is said to be wrong. */
const MAX_DIFFERENCE = 24 * 3_600_000;

interface Query {
  readonly der: Uint8Array;
  readonly digest: Uint8Array;
  readonly nonce: Uint8Array;
}
/** What is stamped: a signature's value, or (for a document timestamp) the SHA-256 of a file's byte ranges. */
export type Stamped = Uint8Array | { readonly digest: Uint8Array };

/** TimeStampReq (2.4.1): SHA-256, a positive nonce of eight bytes, certificates asked for. */
export function timestampQuery(over: Stamped, random: (size: number) => Uint8Array = randomBytes): Query {
  const digest = 'digest' in over ? over.digest : createHash('sha256').update(over).digest();
  const nonce = Buffer.from(random(8));
  nonce[0] = ((nonce[0] ?? 0) & 0x7f) | 0x40;
  const imprint = sequence(sequence(oid(SHA256), derNull()), octets(digest));
  return { der: sequence(integer(1), imprint, tlv(TAG.integer, nonce), tlv(TAG.boolean, Buffer.from([0xff]))), digest, nonce };
}

/** The token of a TimeStampResp (2.4.2) that answers this query. @throws Failure `signing.timestamp_refused`, `signing.timestamp_wrong` */
export function timestampToken(answer: Uint8Array, query: Query, now: number): Uint8Array {
  try {
    const [status, token] = children(readNode(answer));
    const granted = status && children(status)[0]?.content;
    // granted (0) or granted with modifications (1).
    if (granted?.byteLength !== 1 || (granted[0] ?? 9) > 1 || !token) throw new Failure('signing.timestamp_refused');
    const info = readTimestampInfo(readSignedData(token.whole).content ?? new Uint8Array(0));
    const fits =
      info.imprint.oid === SHA256 &&
      Buffer.compare(info.hashed, query.digest) === 0 &&
      info.nonce !== undefined &&
      Buffer.compare(info.nonce, query.nonce) === 0 &&
      Math.abs(info.time - now) <= MAX_DIFFERENCE;
    if (!fits) throw new Failure('signing.timestamp_wrong');
    return token.whole;
  } catch (error) {
    if (error instanceof Failure && error.error.code.startsWith('signing.')) throw error;
    throw new Failure('signing.timestamp_wrong', undefined, { cause: error });
  }
}

/** @throws Failure `signing.timestamp_unreachable`, `signing.timestamp_refused`, `signing.timestamp_wrong` */
export async function askTimestamp(service: TimestampService, over: Stamped, now: number): Promise<Uint8Array> {
  const query = timestampQuery(over);
  return timestampToken(await exchange(service, query.der), query, now);
}

async function exchange({ url, timeoutMs = TIMEOUT, proxy }: TimestampService, query: Uint8Array): Promise<Uint8Array> {
  let dispatcher: ProxyAgent | undefined;
  try {
    // Loaded where a service is asked: whoever signs without one does not wait for it.
    const undici = await import('undici');
    dispatcher = proxy ? new undici.ProxyAgent({ uri: proxy, proxyTunnel: false }) : undefined;
    const { statusCode, body } = await undici.request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
      body: query,
      ...(dispatcher ? { dispatcher } : {}),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const pieces: Buffer[] = [];
    let size = 0;
    for await (const piece of body as AsyncIterable<Buffer>) {
      size += piece.byteLength;
      if (size > MAX_ANSWER) throw new Failure('signing.timestamp_wrong');
      pieces.push(piece);
    }
    if (statusCode !== 200) throw new Failure('signing.timestamp_refused');
    return Buffer.concat(pieces);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure('signing.timestamp_unreachable', undefined, { cause: error });
  } finally {
    await dispatcher?.close().catch(() => undefined);
  }
}

/** Whether signing stops without a timestamp, or goes on as B-B and says so. */
export type WithoutTimestamp = 'stop' | 'mark';
export type TimestampOutcome = 'stamped' | 'missing' | 'not_asked';

/** The token, or how signing goes on without it. @throws Failure where the preset says stop */
export async function stampOrMark(
  service: TimestampService | undefined,
  without: WithoutTimestamp,
  signature: Uint8Array,
  now: number,
): Promise<{ readonly outcome: TimestampOutcome; readonly token?: Uint8Array }> {
  if (!service) return { outcome: 'not_asked' };
  try {
    return { outcome: 'stamped', token: await askTimestamp(service, signature, now) };
  } catch (error) {
    if (without === 'stop') throw error;
    return { outcome: 'missing' };
  }
}
