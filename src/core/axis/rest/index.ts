/**
 * A provincial gateway (LGSP) over REST: system id and secret as headers, packages as multipart uploads, lists by day.
 * It cannot be asked for a DocumentId and has no list of agencies, and says so. What it answers is not published; the
 * shapes read here are those of a gateway's guide, taken broadly (docs/decisions).
 */
import { randomUUID } from 'node:crypto';
import { DEFAULT_TIMEOUTS } from '../../../domain/connection.ts';
import { Failure } from '../../../domain/errors.ts';
import { type Instant, legalDateOf } from '../../../domain/time.ts';
import { TransportError } from '../failure.ts';
import type { Dialer } from '../http/dial.ts';
import { type Answer, exchange, type HttpTimeouts, type RawHeader } from '../http/exchange.ts';
import { JsonStream } from '../http/jsonStream.ts';
import type { ListedItem, ListWindow, Transport } from '../types.ts';
import { items, readObject, unusable } from '../vxp/answers.ts';
import { BadEnvelope } from '../vxp/envelope.ts';
import { asciiValue } from '../vxp/headers.ts';
import { endpointUrl } from '../vxp/index.ts';
import { type GatewayOutcome, gatewayRefusal, outcomeOf } from './answers.ts';
import { isWanted, PackageAssembler } from './package.ts';

export interface RestOptions {
  readonly endpoint: string;
  readonly systemId: string;
  readonly secret: string;
  readonly now?: () => Instant;
  readonly credentialCodes?: readonly string[];
  readonly timeouts?: Partial<HttpTimeouts>;
  readonly dialer?: Dialer;
  readonly limits?: { readonly listBytes?: number; readonly packageBytes?: number };
}
export interface RestTransport extends Transport {
  /** Breaks off every call under way. */
  close(): void;
}
/** @throws Failure `axis.endpoint_invalid` */
export function restTransport(options: RestOptions): RestTransport {
  return new Rest(options);
}

const ANSWER_BYTES = 1024 * 1024;
const LIST_BYTES = 128 * 1024 * 1024;
const PACKAGE_BYTES = 1024 * 1024 * 1024;
const CREDENTIAL_CODES: readonly string[] = ['15'];
const EMPTY = new Uint8Array(0);
const day = (at: Instant): string => legalDateOf(at).replaceAll('-', '/');

class Rest implements RestTransport {
  readonly capabilities = { findByDocumentId: false, listsByDates: true, agencies: false, clock: true } as const;
  readonly #options: RestOptions;
  readonly #url: URL;
  readonly #timeouts: HttpTimeouts;
  #stop = new AbortController();

  constructor(options: RestOptions) {
    this.#options = options;
    this.#url = endpointUrl(options.endpoint);
    this.#timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
  }
  close(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#options.dialer?.close();
  }

  async check(): Promise<{ serverTime?: number }> {
    // Today's statuses: authenticated, and short.
    const today = day((this.#options.now ?? Date.now)());
    const answer = await this.#get('/v1/syncReceivedEdocList', { messageType: 'status', fromDate: today, toDate: today });
    await this.#object(answer, this.#options.limits?.listBytes ?? LIST_BYTES, false);
    return answer.serverTime === undefined ? {} : { serverTime: answer.serverTime };
  }

  async list(messageType: 'edoc' | 'status', window?: ListWindow): Promise<readonly ListedItem[]> {
    const now = (this.#options.now ?? Date.now)();
    const answer = await this.#get('/v1/syncReceivedEdocList', {
      messageType,
      fromDate: day(window?.from ?? now),
      toDate: day(window?.to ?? now),
    });
    const { data } = await this.#object(answer, this.#options.limits?.listBytes ?? LIST_BYTES, false);
    return items(data, (text) =>
      text('docId') === '' ? undefined : { docId: text('docId'), from: text('from'), to: text('to'), status: text('status').toLowerCase() },
    );
  }
  listSince(messageType: 'edoc' | 'status', from: Instant): Promise<readonly ListedItem[]> {
    return this.list(messageType, { from, to: (this.#options.now ?? Date.now)() + 24 * 3600_000 });
  }

  async *fetch(docId: string): AsyncIterable<Uint8Array> {
    const answer = await this.#get('/v1/getEdoc', { docId });
    const reader = new JsonStream(isWanted);
    const assembler = new PackageAssembler();
    const limit = this.#options.limits?.packageBytes ?? PACKAGE_BYTES;
    let size = 0;
    try {
      for await (const part of answer.body())
        for (const piece of reader.push(part))
          for (const bytes of assembler.push(piece)) {
            size += bytes.length;
            if (size > limit) throw new TransportError('axis_error', 'axis.answer_too_large', { limit });
            yield bytes;
          }
      const fields = reader.finish();
      this.#judge(
        outcomeOf((name) => fields.get(name)),
        answer,
        false,
      );
      yield* assembler.finish();
    } catch (error) {
      throw error instanceof BadEnvelope ? unusable(answer, false, error) : error;
    }
  }

  async send(dispatch: Parameters<Transport['send']>[0]): Promise<{ docId: string }> {
    const boundary = `tram-${randomUUID()}`;
    const head = Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="messageType"\r\n\r\n${dispatch.messageType}\r\n` +
        `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${Buffer.from(dispatch.sha256).toString('hex').slice(0, 32)}.edxml"\r\n` +
        'Content-Type: application/octet-stream\r\n\r\n',
    );
    const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
    const answer = await this.#call(
      'POST',
      '/v1/sendEdoc',
      [
        ['Content-Type', `multipart/form-data; boundary=${boundary}`],
        ['Content-Length', String(head.length + dispatch.size + tail.length)],
      ],
      multipart(head, dispatch.read(), tail),
      false,
    );
    const object = await this.#object(answer, ANSWER_BYTES, true);
    const data = typeof object.data === 'object' && object.data !== null ? (object.data as Record<string, unknown>) : {};
    const docId = [object.docId, object.DocId, data.docId, data.DocId, object.data].find(
      (v) => typeof v === 'string' || typeof v === 'number',
    );
    if (docId === undefined || String(docId).trim() === '') throw new TransportError('unknown_outcome', 'axis.no_doc_id');
    return { docId: String(docId).trim() };
  }

  /** This gateway has no such call. */
  find(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  async acknowledge(docId: string, outcome: 'done' | 'fail'): Promise<void> {
    const body = Buffer.from(JSON.stringify({ docId, status: outcome }));
    const headers: RawHeader[] = [
      ['Content-Type', 'application/json'],
      ['Content-Length', String(body.length)],
    ];
    await this.#object(await this.#call('POST', '/v1/updateStatus', headers, body, true), ANSWER_BYTES, false);
  }

  agencies(): Promise<never> {
    return Promise.reject(new Failure('axis.no_agency_list'));
  }

  #get(path: string, query: Readonly<Record<string, string>>): Promise<Answer> {
    return this.#call('GET', `${path}?${new URLSearchParams(query).toString()}`, [], EMPTY, true);
  }
  #call(
    method: 'GET' | 'POST',
    path: string,
    headers: readonly RawHeader[],
    body: AsyncIterable<Uint8Array> | Uint8Array,
    keepAlive: boolean,
  ): Promise<Answer> {
    const { systemId, secret, dialer } = this.#options;
    const base = this.#url.pathname.replace(/\/+$/, '');
    return exchange({
      url: this.#url,
      path: `${base}${path}`,
      method,
      headers: [
        ['Host', this.#url.host],
        ['X-SystemId', asciiValue('systemId', systemId)],
        ['X-SecretKey', asciiValue('secretKey', secret)],
        ['Accept', 'application/json'],
        ['Accept-Encoding', 'gzip,deflate'],
        ['Connection', keepAlive ? 'keep-alive' : 'close'],
        ...headers,
      ],
      body,
      timeouts: this.#timeouts,
      keepAlive,
      signal: this.#stop.signal,
      ...(dialer === undefined ? {} : { dialer }),
    });
  }

  async #object(answer: Answer, limit: number, sending: boolean): Promise<Record<string, unknown>> {
    const object = await readObject(answer, limit, sending);
    this.#judge(
      outcomeOf((name) => object[name]),
      answer,
      sending,
    );
    return object;
  }
  #judge(outcome: GatewayOutcome | undefined, answer: Answer, sending: boolean): void {
    if (outcome === undefined) throw unusable(answer, sending);
    const refused = gatewayRefusal(outcome, answer.status, sending, this.#options.credentialCodes ?? CREDENTIAL_CODES);
    if (refused !== undefined) throw refused;
  }
}

async function* multipart(head: Uint8Array, bytes: AsyncIterable<Uint8Array>, tail: Uint8Array): AsyncIterable<Uint8Array> {
  yield head;
  yield* bytes;
  yield tail;
}
