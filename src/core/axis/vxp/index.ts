/**
 * The VXP calls of the National Document Interconnection Axis over HTTP, byte for byte as the official software kit
 * makes them, without its habits: no parameter left over from an earlier call, no local path, a fresh timestamp each
 * time, timeouts, ASCII header values; and an answer that is not the expected JSON is an error, never an empty list.
 */
import { DEFAULT_TIMEOUTS } from '../../../domain/connection.ts';
import { Failure } from '../../../domain/errors.ts';
import { edxmlTimestamp, type Instant, parseEdxmlTimestamp } from '../../../domain/time.ts';
import { TransportError } from '../failure.ts';
import type { Dialer } from '../http/dial.ts';
import { type Answer, exchange, type HttpTimeouts } from '../http/exchange.ts';
import type { ListedItem, ListWindow, SentItem, Transport } from '../types.ts';
import { items, outcomeOf, readObject, refusal, succeeded, unusable } from './answers.ts';
import { BadEnvelope, EnvelopeReader } from './envelope.ts';
import {
  asciiDescription,
  asciiValue,
  callHeaders,
  hashFile,
  recipientsParam,
  type SigningInput,
  signedHeaders,
  uploadHeaders,
  vxpTimestamp,
} from './headers.ts';

export interface VxpOptions {
  /** `http(s)://host[:port][/path]`; the call's name is appended to it. */
  readonly endpoint: string;
  readonly systemId: string;
  readonly secret: string;
  readonly now?: () => Instant;
  readonly hashFileForm?: 'unpadded' | 'padded';
  /** Does `getSentEdocList` answer for a DocumentId? Learnt by the exchange. */
  readonly findByDocumentId?: boolean;
  /** Error codes by which this axis says that system id or secret are wrong; not public, so a setting. */
  readonly credentialCodes?: readonly string[];
  readonly timeouts?: Partial<HttpTimeouts>;
  /** Proxy and certificates; absent: straight, trusting the well-known authorities. */
  readonly dialer?: Dialer;
  /** This axis lists only by dates. */
  readonly listByDates?: boolean;
  readonly limits?: { readonly listBytes?: number; readonly packageBytes?: number };
}
export interface VxpTransport extends Transport {
  /** Breaks off every call under way. */
  close(): void;
}

/** 15 is the code of the provincial gateways' table for a wrong SystemId or SecretKey, which the training axis shares. */
export const DEFAULT_CREDENTIAL_CODES: readonly string[] = ['15'];
const ANSWER_BYTES = 1024 * 1024;
const LIST_BYTES = 128 * 1024 * 1024;
const PACKAGE_BYTES = 1024 * 1024 * 1024;
const EMPTY = new Uint8Array(0);
const BRACES = Buffer.from('{}');
const CRLF = Buffer.from('\r\n');

/** @throws Failure `axis.endpoint_invalid` */
export function vxpTransport(options: VxpOptions): VxpTransport {
  return new Vxp(options);
}

type AgencyList = Awaited<ReturnType<Transport['agencies']>>;

class Vxp implements VxpTransport {
  readonly capabilities: Transport['capabilities'];
  readonly #options: VxpOptions;
  readonly #url: URL;
  readonly #timeouts: HttpTimeouts;
  readonly #credentialCodes: readonly string[];
  #stop = new AbortController();

  constructor(options: VxpOptions) {
    this.#options = options;
    this.#url = endpointUrl(options.endpoint);
    this.#timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
    this.#credentialCodes = options.credentialCodes ?? DEFAULT_CREDENTIAL_CODES;
    this.capabilities = {
      findByDocumentId: options.findByDocumentId ?? false,
      listsByDates: options.listByDates ?? false,
      agencies: true,
      clock: true,
    };
  }

  close(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#options.dialer?.close();
  }

  async check(): Promise<{ serverTime?: number }> {
    // The sent list asked for an id that no package has: authenticated, and the answer stays short.
    const { answer } = await this.#list('getSentEdocList', { servicetype: 'eDoc', messagetype: 'status', docId: '0' });
    return answer.serverTime === undefined ? {} : { serverTime: answer.serverTime };
  }

  list(messageType: 'edoc' | 'status', window?: ListWindow): Promise<readonly ListedItem[]> {
    return this.#received(
      messageType,
      window === undefined ? {} : { fromDate: edxmlTimestamp(window.from), toDate: edxmlTimestamp(window.to) },
    );
  }
  listSince(messageType: 'edoc' | 'status', from: Instant): Promise<readonly ListedItem[]> {
    return this.#received(messageType, { fromDate: edxmlTimestamp(from) });
  }
  async #received(messageType: 'edoc' | 'status', dates: Readonly<Record<string, string>>): Promise<readonly ListedItem[]> {
    const { data } = await this.#list('getReceivedEdocList', { servicetype: 'eDoc', messagetype: messageType, ...dates });
    return items(data, (text) =>
      text('docId') === '' ? undefined : { docId: text('docId'), from: text('from'), to: text('to'), status: text('status').toLowerCase() },
    );
  }

  async sent(messageType: 'edoc' | 'status'): Promise<readonly SentItem[]> {
    const { data } = await this.#list('getSentEdocList', { servicetype: 'eDoc', messagetype: messageType });
    return items(data, (text) =>
      text('senderDocId') === ''
        ? undefined
        : {
            docId: text('senderDocId'),
            from: text('fromCode'),
            to: text('toCode'),
            code: text('notation'),
            title: text('title'),
            documentId: text('documentId'),
            sentAt: parseEdxmlTimestamp(text('sentTime')) ?? 0,
          },
    );
  }

  async *fetch(docId: string): AsyncIterable<Uint8Array> {
    const answer = await this.#call('getEdoc', { docId: asciiValue('docId', docId) }, BRACES);
    const reader = new EnvelopeReader('data');
    const limit = this.#options.limits?.packageBytes ?? PACKAGE_BYTES;
    let size = 0;
    try {
      for await (const part of answer.body()) {
        for (const bytes of reader.push(part)) {
          size += bytes.length;
          if (size > limit) throw new TransportError('axis_error', 'axis.answer_too_large', { limit });
          yield bytes;
        }
      }
      const { fields, streamed, tail } = reader.finish();
      const outcome = outcomeOf((name) => fields.get(name));
      if (outcome === undefined) throw unusable(answer, false);
      if (!succeeded(outcome)) throw refusal(outcome, answer.status, this.#credentialCodes);
      if (!streamed) throw unusable(answer, false);
      if (tail.length > 0) yield tail;
    } catch (error) {
      throw error instanceof BadEnvelope ? unusable(answer, false, error) : error;
    }
  }

  async send(dispatch: Parameters<Transport['send']>[0]): Promise<{ docId: string }> {
    const signed = signedHeaders(
      this.#signing('application/octet-stream', {
        servicetype: 'eDoc',
        messagetype: dispatch.messageType,
        'hash-file': hashFile(dispatch.sha256, this.#options.hashFileForm ?? 'unpadded'),
        from: asciiValue('from', dispatch.from),
        ...(dispatch.to.length === 0 ? {} : { to: recipientsParam(dispatch.to) }),
      }),
    );
    const shape = { signed, contentType: 'application/octet-stream', host: this.#url.host, contentLength: dispatch.size + CRLF.length };
    const answer = await exchange({
      ...this.#request('sendEdoc'),
      headers: uploadHeaders(shape),
      body: withCrlf(dispatch.read()),
      // A connection of its own: one that was kept may be dead, and that would look like an unknown outcome.
      keepAlive: false,
    });
    const object = await readObject(answer, ANSWER_BYTES, true);
    const outcome = outcomeOf((name) => object[name]);
    if (outcome === undefined) throw unusable(answer, true);
    if (!succeeded(outcome)) throw refusal(outcome, answer.status, this.#credentialCodes);
    const docId = typeof object.DocId === 'string' || typeof object.DocId === 'number' ? String(object.DocId).trim() : '';
    if (docId === '') throw new TransportError('unknown_outcome', 'axis.no_doc_id');
    return { docId };
  }

  async find(messageType: 'edoc' | 'status', documentId: string): Promise<string | undefined> {
    // An id with letters outside ASCII (QĐ, NĐ) cannot stand in a header: the whole list is looked through, where it names the ids.
    if (!/^[\x21-\x7e][\x20-\x7e]*$/.test(documentId))
      return (await this.sent(messageType)).find((item) => item.documentId === documentId)?.docId;
    const { data } = await this.#list('getSentEdocList', { servicetype: 'eDoc', messagetype: messageType, docId: documentId });
    return items(data, (text) => text('senderDocId') || undefined)[0];
  }

  async acknowledge(docId: string, outcome: 'done' | 'fail', description?: string): Promise<void> {
    const answer = await this.#call(
      'updateStatus',
      {
        docId: asciiValue('docId', docId),
        ...(description === undefined ? {} : { description: asciiDescription(description) }),
        status: outcome,
      },
      BRACES,
    );
    await this.#object(answer, ANSWER_BYTES);
  }

  agencies(): Promise<AgencyList> {
    return this.#agencies('getAgenciesList', {}, 'oldCode');
  }
  agenciesQd20(): Promise<AgencyList> {
    return this.#agencies('getAgenciesListQD20', { level: '1' }, 'code102');
  }
  async #agencies(call: string, params: Readonly<Record<string, string>>, otherField: string): Promise<AgencyList> {
    const { data } = await this.#list(call, params);
    const listed = items(data, (text) => (text('code') === '' ? undefined : text)).map((text) => ({
      id: text('id'),
      organId: text('code'),
      name: text('name'),
      pid: text('pid'),
      otherCode: text(otherField),
      mail: text('mail'),
    }));
    // `pid` is the parent's row id in the kit's words; some axes put its code there.
    const codeOf = new Map(listed.map((a) => [a.id, a.organId]));
    return listed.map(({ organId, name, pid, otherCode, mail }) => ({
      organId,
      name,
      ...(pid === '' ? {} : { parentId: codeOf.get(pid) ?? pid }),
      ...(otherCode === '' ? {} : { otherCode }),
      ...(mail === '' ? {} : { mail }),
    }));
  }

  #signing(contentType: SigningInput['contentType'], params: Readonly<Record<string, string>>): SigningInput {
    const { systemId, secret, now = Date.now } = this.#options;
    return { params, contentType, systemId: asciiValue('systemid', systemId), secret, timestamp: vxpTimestamp(now()) };
  }

  #request(call: string) {
    return {
      url: this.#url,
      path: `${this.#url.pathname === '/' && !this.#options.endpoint.endsWith('/') ? '' : this.#url.pathname}/${call}`,
      method: 'POST' as const,
      timeouts: this.#timeouts,
      signal: this.#stop.signal,
      ...(this.#options.dialer === undefined ? {} : { dialer: this.#options.dialer }),
    };
  }

  async #call(call: string, params: Readonly<Record<string, string>>, body: Uint8Array): Promise<Answer> {
    const signed = signedHeaders(this.#signing('application/json', params));
    const shape = { signed, contentType: 'application/json', host: this.#url.host, contentLength: body.length };
    return exchange({ ...this.#request(call), headers: callHeaders(shape), body, keepAlive: true });
  }

  async #list(call: string, params: Readonly<Record<string, string>>): Promise<{ data: unknown; answer: Answer }> {
    const answer = await this.#call(call, params, EMPTY);
    const object = await this.#object(answer, this.#options.limits?.listBytes ?? LIST_BYTES);
    return { data: object.data, answer };
  }

  /** A successful answer of a call that may be repeated. */
  async #object(answer: Answer, limit: number): Promise<Record<string, unknown>> {
    const object = await readObject(answer, limit, false);
    const outcome = outcomeOf((name) => object[name]);
    if (outcome === undefined) throw unusable(answer, false);
    if (!succeeded(outcome)) throw refusal(outcome, answer.status, this.#credentialCodes);
    return object;
  }
}

async function* withCrlf(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  yield* bytes;
  yield CRLF;
}

/** @throws Failure `axis.endpoint_invalid` */
export function endpointUrl(endpoint: string): URL {
  let url: URL;
  try {
    url = new URL(endpoint);
  } catch (error) {
    throw new Failure('axis.endpoint_invalid', undefined, { cause: error });
  }
  if (!/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '' || url.username !== '')
    throw new Failure('axis.endpoint_invalid');
  return url;
}
