import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcp } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { TransportError, type VxpTransport, vxpTransport } from '../../src/core/axis/index.ts';
import { organId } from '../../src/domain/ids.ts';

let close: (() => void) | undefined;
afterEach(() => {
  close?.();
  close = undefined;
});
const timeouts = { connectMs: 300, answerMs: 300, idleMs: 300 };
const listen = (server: { listen(port: number, host: string, done: () => void): unknown; address(): unknown }): Promise<string> =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)));
type Handler = (req: IncomingMessage, res: ServerResponse, body: Buffer) => void;
async function against(handler: Handler): Promise<VxpTransport> {
  const server: Server = createServer({ maxHeaderSize: 1 << 20 }, (req, res) => {
    const parts: Buffer[] = [];
    req.on('data', (part: Buffer) => parts.push(part));
    req.on('end', () => handler(req, res, Buffer.concat(parts)));
  });
  const endpoint = await listen(server);
  close = () => {
    server.close();
    server.closeAllConnections();
  };
  return vxpTransport({ endpoint, systemId: 'he-thong', secret: 'khoa', timeouts });
}
const answering = (body: string | Buffer, status = 200, headers: Record<string, string> = {}): Promise<VxpTransport> =>
  against((_req, res) => res.writeHead(status, headers).end(body));
const PACKAGE = {
  messageType: 'edoc',
  from: organId('H99.01'),
  to: [organId('H99.242')],
  size: 5,
  sha256: Buffer.alloc(32, 0x0a),
  async *read() {
    yield Buffer.from('hello');
  },
} as const;
const failure = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => undefined,
    (e: unknown) => e,
  );
  return error instanceof TransportError ? `${error.failure} ${error.error.code}` : `none: ${String(error)}`;
};
const drain = async (chunks: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const parts: Uint8Array[] = [];
  for await (const part of chunks) parts.push(part);
  return Buffer.concat(parts);
};

describe('an answer that is not the expected JSON', () => {
  const page = '<html><body>Đăng nhập mạng</body></html>';
  const bad = [
    ['an HTML page with 200', page, 200],
    ['an HTML page with 502', page, 502],
    ['nothing', '', 200],
    ['an array', '[]', 200],
    ['another object', '{"a":1}', 200],
    ['no data', '{"status":"OK","ErrorCode":"0","ErrorDesc":""}', 200],
    ['data that is no list', '{"status":"OK","ErrorCode":"0","ErrorDesc":"","data":{}}', 200],
    ['an item without docId', '{"status":"OK","ErrorCode":"0","ErrorDesc":"","data":[{"from":"x"}]}', 200],
    ['JSON and more', '{"status":"OK","ErrorCode":"0","ErrorDesc":"","data":[]} x', 200],
  ] as const;
  it.each(bad)('is an error and never an empty list: %s', async (_, body, status) => {
    const transport = await answering(body, status);
    expect(await failure(transport.list('edoc'))).toMatch(/^axis_error /);
    expect(await failure(drain(transport.fetch('d')))).toMatch(/^axis_error /);
  });
  it('to an upload leaves the outcome unknown, but for a refusal before the axis', async () => {
    expect(await failure((await answering(page, 200)).send(PACKAGE))).toBe('unknown_outcome axis.not_the_axis');
    close?.();
    expect(await failure((await answering(page, 500)).send(PACKAGE))).toBe('unknown_outcome axis.fault');
    close?.();
    expect(await failure((await answering('{"status":"OK","ErrorCode":"0","ErrorDesc":""}')).send(PACKAGE))).toBe(
      'unknown_outcome axis.no_doc_id',
    );
    close?.();
    expect(await failure((await answering(page, 404)).send(PACKAGE))).toBe('axis_error axis.not_the_axis');
    close?.();
    expect(await failure((await answering('', 413)).send(PACKAGE))).toBe('refused axis.too_large');
  });
});

describe('a refusal in proper form', () => {
  const say = (code: string, status = 200) =>
    answering(`{"status":"FAIL","ErrorCode":"${code}","ErrorDesc":"Kh\\u00f4ng","DocId":"","data":[]}`, status);
  it("carries the axis's code and words", async () => {
    const error = await (await say('18')).send(PACKAGE).catch((e: unknown) => e);
    expect(error).toMatchObject({ failure: 'refused', error: { code: 'axis.refused', params: { axisCode: '18', description: 'Không' } } });
  });
  it('of the credential is told apart, and one with 5xx is the axis’s own trouble', async () => {
    expect(await failure((await say('15')).list('edoc'))).toBe('credential_refused axis.credential_refused');
    close?.();
    expect(await failure((await say('20', 500)).send(PACKAGE))).toBe('axis_error axis.fault');
  });
});

describe('a line in trouble', () => {
  it('that refuses connections, or has no such name, surely received nothing', async () => {
    const server = createTcp();
    const endpoint = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    const options = { systemId: 's', secret: 'k', timeouts };
    expect(await failure(vxpTransport({ endpoint, ...options }).send(PACKAGE))).toBe('no_network axis.connection_refused');
    expect(await failure(vxpTransport({ endpoint: 'http://khong-co.invalid', ...options }).send(PACKAGE))).toMatch(/^no_network /);
  });
  it('that resets, closes or stays silent after the connection leaves the outcome unknown', async () => {
    const acts: ((socket: import('node:net').Socket) => void)[] = [
      (socket) => socket.once('data', () => socket.resetAndDestroy()),
      (socket) => socket.once('data', () => socket.end()),
      () => undefined,
      (socket) => socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"status"')),
    ];
    const told: string[] = [];
    for (const act of acts) {
      const server = createTcp((socket) => {
        socket.on('error', () => undefined);
        act(socket);
      });
      const endpoint = await listen(server);
      const transport = vxpTransport({ endpoint, systemId: 's', secret: 'k', timeouts });
      told.push(await failure(transport.send(PACKAGE)));
      transport.close();
      server.close();
    }
    const [lost, late] = ['unknown_outcome axis.connection_lost', 'unknown_outcome axis.timed_out'];
    expect(told).toEqual([lost, lost, late, lost]);
  });
  it('that speaks no TLS where TLS is expected got nothing', async () => {
    const server = createTcp((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    });
    const endpoint = (await listen(server)).replace('http:', 'https:');
    const secure = vxpTransport({ endpoint, systemId: 's', secret: 'k', timeouts });
    expect(await failure(secure.send(PACKAGE))).toBe('axis_error axis.tls_failed');
    server.close();
  });
});

describe('a call', () => {
  it('goes out as the kit sends it: raw header order, fresh timestamp, body with CRLF, hash without the zeros', async () => {
    const seen: { url: string; names: string[]; headers: IncomingMessage['headers']; body: Buffer }[] = [];
    const transport = await against((req, res, body) => {
      seen.push({ url: req.url ?? '', names: req.rawHeaders.filter((_, i) => i % 2 === 0), headers: req.headers, body });
      res.end('{"status":"OK","ErrorCode":"0","ErrorDesc":"","DocId":"d-9","data":[]}');
    });
    expect(await transport.send(PACKAGE)).toEqual({ docId: 'd-9' });
    await transport.acknowledge('d-9', 'fail', 'Tệp hỏng: đóng lại');
    await transport.list('status');
    const [upload, mark, list] = seen;
    expect(upload).toMatchObject({ url: '/sendEdoc', body: Buffer.from('hello\r\n') });
    expect(upload?.names).toEqual(
      'Content-Type|XroadVnpt-systemid|XroadVnpt-servicetype|XroadVnpt-messagetype|XroadVnpt-hash-file|XroadVnpt-from|XroadVnpt-to|XroadVnpt-timestamp|XroadVnpt-Content-Type|XroadVnpt-sign-header-key|XroadVnpt-sign-header|XroadVnpt-hash-header|User-Agent|XroadVnpt-version|Cache-Control|Pragma|Host|Accept|Connection|Content-Length'.split(
        '|',
      ),
    );
    expect(upload?.headers).toMatchObject({ 'xroadvnpt-hash-file': 'a'.repeat(32), 'xroadvnpt-to': '["H99.242"]' });
    expect(mark?.names.slice(-5)).toEqual(['Content-Length', 'Host', 'Connection', 'Expect', 'Accept-Encoding']);
    expect(mark?.headers).toMatchObject({ 'xroadvnpt-description': 'Tep hong: dong lai', expect: '100-continue' });
    expect(mark?.body.toString()).toBe('{}');
    expect(list?.body).toHaveLength(0);
    expect(JSON.stringify(seen)).not.toMatch(/filePath/i);
  });
  it('reads gzip, a byte order mark and numbers for texts', async () => {
    const body = gzipSync('\ufeff{"status":"OK","ErrorCode":0,"ErrorDesc":"","data":[{"docId":7,"from":"H99.01","status":"INITIAL"}]}');
    const transport = await answering(body, 200, { 'content-encoding': 'gzip' });
    expect(await transport.list('edoc')).toEqual([{ docId: '7', from: 'H99.01', to: '', status: 'initial' }]);
  });
  it('refuses an answer beyond its limit', async () => {
    const transport = await answering(`{"status":"OK","ErrorCode":"0","ErrorDesc":"${'x'.repeat(2 << 20)}"}`);
    expect(await failure(transport.acknowledge('d', 'done'))).toBe('axis_error axis.answer_too_large');
  });
  it('is made again on a new connection where the kept one had died', async () => {
    let calls = 0;
    const transport = await against((req, res) => {
      if (++calls === 2) return void req.socket.resetAndDestroy();
      res.end('{"status":"OK","ErrorCode":"0","ErrorDesc":"","data":[]}');
    });
    await transport.list('edoc');
    expect(await transport.list('edoc')).toEqual([]);
    expect(calls).toBe(3);
  });
  it("shows the axis's clock", async () => {
    const transport = await answering('{"status":"OK","ErrorCode":"0","ErrorDesc":"","data":[]}', 200, {
      date: 'Sat, 21 Nov 2026 12:00:00 GMT',
    });
    expect(await transport.check()).toEqual({ serverTime: Date.UTC(2026, 10, 21, 12) });
  });
});

it('a package of 40 MB passes through in bounded memory', async () => {
  const chunk = Buffer.alloc(3 * 64 * 1024, 0x5a);
  const times = 214;
  const transport = await against((_req, res) => {
    res.write('{"data":"');
    const base64 = chunk.toString('base64');
    let left = times;
    const more = (): void => {
      while (left-- > 0) if (!res.write(base64)) return void res.once('drain', more);
      res.end('","status":"OK","ErrorCode":"0","ErrorDesc":""}');
    };
    more();
  });
  const before = process.memoryUsage().rss;
  let peak = before;
  let size = 0;
  for await (const part of transport.fetch('d')) {
    size += part.byteLength;
    peak = Math.max(peak, process.memoryUsage().rss);
  }
  expect(size).toBe(chunk.byteLength * times);
  // Holding it whole would take the text (56 MB) and the bytes (42 MB) at the least.
  expect(peak - before).toBeLessThan(60 * 1024 * 1024);
});

it('an upload answered early by a gateway that then closes the line ends, although its bytes are still being read', async () => {
  let closed = (): void => undefined;
  const gone = new Promise<void>((resolve) => {
    closed = resolve;
  });
  const server = createTcp((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end('HTTP/1.1 503 Service Unavailable\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno'));
    socket.on('close', () => closed());
  });
  const endpoint = await listen(server);
  close = () => server.close();
  const transport = vxpTransport({ endpoint, systemId: 'he-thong', secret: 'khoa', timeouts });
  const sending = transport.send({
    ...PACKAGE,
    size: 10,
    async *read() {
      yield Buffer.from('hello');
      await gone;
      // The client sees the end a turn after the server does.
      for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
      yield Buffer.from('world');
    },
  });
  expect(await failure(sending)).not.toBe('none: ');
}, 5_000);
