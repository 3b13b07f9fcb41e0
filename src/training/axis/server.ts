/** The axis's HTTP side: who calls, which call, what fault meets it, how the answer goes out. */
import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TrainingFaults } from '../../contract/training/index.ts';
import { type Answer, asciiJson, emptyFields, refusal } from './answers.ts';
import { type CallContext, HANDLERS, type Outcome } from './calls.ts';
import { Faults } from './faults.ts';
import { answerRest } from './rest.ts';
import { axisHeaders, headerText, hmacMatches, signedParams } from './signature.ts';
import type { AxisStore } from './store.ts';

/** A thousand recipients travel twice in the headers (27 kB); the official client reads a 431 as "nothing". */
const MAX_HEADER_BYTES = 1024 * 1024;

export class AxisServer {
  readonly #store: AxisStore;
  readonly #onUnexpected: (error: unknown) => void;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #faults = new Faults();
  /** The timestamp service beside the axis: faults of the axis do not meet it, a line that is cut does. */
  readonly #timestamp: ((query: Uint8Array) => Uint8Array) | undefined;
  readonly #stop = new AbortController();
  #port = 0;

  constructor(store: AxisStore, onUnexpected: (error: unknown) => void, timestamp?: (query: Uint8Array) => Uint8Array) {
    this.#store = store;
    this.#timestamp = timestamp;
    this.#onUnexpected = onUnexpected;
    this.#server = createServer({ maxHeaderSize: MAX_HEADER_BYTES, keepAliveTimeout: 30_000, requestTimeout: 0 }, (req, res) => {
      this.#handle(req, res).catch((error: unknown) => {
        if (!req.destroyed && !this.#stop.signal.aborted) this.#onUnexpected(error);
        res.destroy();
      });
    });
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('error', () => socket.destroy());
    });
  }

  /** @param port 0 takes any free one */
  async listen(port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    this.#port = (this.#server.address() as AddressInfo).port;
    return this.#port;
  }

  /** Sets the faults; returns when the line is really cut, or really open again on the same port. */
  async setFaults(faults: TrainingFaults): Promise<void> {
    this.#faults.set(faults);
    if (this.#faults.lineCut) await this.#stopListening();
    else if (!this.#server.listening) await this.listen(this.#port);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#stopListening();
  }

  async #stopListening(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  async #handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const call = (req.url ?? '').replace(/^\/+/, '').split('?')[0] ?? '';
    if (call === 'tsa' && this.#timestamp) return stamp(req, res, this.#timestamp);
    const faults = this.#faults.take(call);
    if (faults.refuse === true) {
      req.socket.destroy();
      return;
    }
    if (faults.halfOpen === true) return;
    if (faults.resetRequest === true) {
      req.once('data', () => req.socket.resetAndDestroy());
      if (req.headers['content-length'] === '0' || req.method === 'GET') req.socket.resetAndDestroy();
      return;
    }
    if (faults.clockOffsetMs !== undefined) res.setHeader('Date', new Date(Date.now() + faults.clockOffsetMs).toUTCString());
    if (faults.portal === true) {
      await drain(req);
      res.writeHead(200, { 'Content-Type': 'text/html' }).end('<html><body>Đăng nhập để dùng mạng</body></html>');
      return;
    }
    if (faults.answerStatus !== undefined) {
      await drain(req);
      await this.#delay(faults);
      res.writeHead(faults.answerStatus, { 'Content-Type': 'text/html' }).end(`<html><body>${faults.answerStatus}</body></html>`);
      return;
    }
    const outcome = call.startsWith('v1/') ? await answerRest(this.#store, req, faults) : await this.#answer(call, req, faults);
    await drain(req);
    if (faults.acceptThenTimeout === true) return;
    await this.#delay(faults);
    if (faults.cutAnswer === true) {
      res
        .writeHead(200, { 'Content-Type': 'application/json;charset=UTF-8', 'Content-Length': 100_000 })
        .write('{"status":"OK","ErrorC', () => req.socket.resetAndDestroy());
      return;
    }
    await write(res, outcome);
  }

  async #delay(faults: TrainingFaults): Promise<void> {
    if (faults.delayMs !== undefined) await sleep(faults.delayMs, undefined, { signal: this.#stop.signal });
  }

  async #answer(call: string, req: IncomingMessage, faults: TrainingFaults): Promise<Outcome> {
    const refuse = (answer: Answer): Outcome => (call === 'downloadEdoc' ? { kind: 'nothing' } : { kind: 'json', answer });
    const handler = Object.hasOwn(HANDLERS, call) ? HANDLERS[call] : undefined;
    if (handler === undefined) return refuse(refusal('unknownCall'));
    const empty = emptyFields(call);
    const headers = axisHeaders(req.rawHeaders);
    if (headers === undefined) return refuse(refusal('badSignHeader', empty));
    const systemId = headerText(headers.get('systemid') ?? '');
    const secret = this.#store.secretOf(systemId);
    const signHeader = headers.get('sign-header') ?? '';
    if (secret === undefined || !hmacMatches(secret, signHeader, headers.get('hash-header') ?? ''))
      return refuse(refusal('badCredential', empty));
    const params = signedParams(headers);
    if (params === undefined || params.get('systemid') !== systemId) return refuse(refusal('badSignHeader', empty));
    const context: CallContext = { store: this.#store, systemId, params, body: req, faults };
    try {
      return await handler(context);
    } catch (error) {
      if (req.destroyed && !req.complete) throw error;
      this.#onUnexpected(error);
      return refuse(refusal('axisFault', empty));
    }
  }
}

const MAX_QUERY = 4096;
async function stamp(req: IncomingMessage, res: ServerResponse, answer: (query: Uint8Array) => Uint8Array): Promise<void> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of req as AsyncIterable<Buffer>) {
    size += piece.byteLength;
    if (size <= MAX_QUERY) pieces.push(piece);
  }
  const body = Buffer.from(answer(Buffer.concat(pieces)));
  res.writeHead(200, { 'Content-Type': 'application/timestamp-reply', 'Content-Length': body.byteLength }).end(body);
}

/** Reads what is left of the body, so that the client never meets a reset while it is still sending. */
async function drain(req: IncomingMessage): Promise<void> {
  if (req.complete || req.destroyed) return;
  for await (const _ of req) {
    // thrown away
  }
}

async function write(res: ServerResponse, outcome: Outcome): Promise<void> {
  if (outcome.kind === 'package')
    return outcome.raw ? writeRaw(res, outcome.path, outcome.size) : writeBase64(res, outcome.path, outcome.size);
  if (outcome.kind === 'nothing') {
    res.writeHead(404, { 'Content-Length': 0 }).end();
    return;
  }
  if (outcome.kind === 'gateway') {
    const body = asciiJson(outcome.body);
    res.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.length }).end(body);
    return;
  }
  if (outcome.kind === 'gateway_package') return writeBase64(res, outcome.path, outcome.size, outcome.before, '"}}');
  const body = asciiJson(outcome.answer);
  res.writeHead(200, { 'Content-Type': 'application/json;charset=UTF-8', 'Content-Length': body.length }).end(body);
}

async function writeRaw(res: ServerResponse, path: string, size: number): Promise<void> {
  res.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': size });
  await pipeline(createReadStream(path), res);
}

/** Base64 over the whole stream: what does not fill three bytes waits for the next chunk. */
function base64Encoder(): Transform {
  let rest = Buffer.alloc(0);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const all = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const usable = all.length - (all.length % 3);
      rest = Buffer.from(all.subarray(usable));
      done(null, all.subarray(0, usable).toString('base64'));
    },
    flush(done) {
      done(null, rest.toString('base64'));
    },
  });
}

const KIT_BEFORE = '{"status":"OK","ErrorCode":"0","ErrorDesc":"","data":"';

async function writeBase64(res: ServerResponse, path: string, size: number, before = KIT_BEFORE, after = '"}'): Promise<void> {
  const length = before.length + Math.ceil(size / 3) * 4 + after.length;
  res.writeHead(200, { 'Content-Type': 'application/json;charset=UTF-8', 'Content-Length': length });
  res.write(before);
  await pipeline(createReadStream(path, { highWaterMark: 192 * 1024 }), base64Encoder(), res, { end: false });
  res.end(after);
}
