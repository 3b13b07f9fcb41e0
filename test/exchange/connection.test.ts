import { createServer as createHttp, type RequestListener, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, connect, createServer as createTcp, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { diagnose, type OrganConnection, TransportError, transportOf } from '../../src/core/axis/index.ts';
import { systemClock } from '../../src/core/clock.ts';
import { type ConnectionSettings, DEFAULT_SETTINGS, type StepResult } from '../../src/domain/connection.ts';
import { organId } from '../../src/domain/ids.ts';
import { openAxis, type TrainingAxis } from '../../src/training/axis/index.ts';
import { OFFICES, officeOf, removeFolder, tempFolder } from './support.ts';
import { type Pair, type TlsKit, tlsKit } from './tlsKit.ts';

let dir: string;
let kit: TlsKit;
let axis: TrainingAxis;
const closers: (() => void)[] = [];
beforeAll(async () => {
  dir = tempFolder();
  kit = tlsKit(join(dir, 'tls'));
  axis = await openAxis({ dir: join(dir, 'axis'), offices: OFFICES });
});
afterAll(async () => {
  await axis.close();
  removeFolder(dir);
});
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function listening(server: Server | ReturnType<typeof createTcp>): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return (server.address() as AddressInfo).port;
}
/** TLS in front of the training axis, as a security server stands before the real one. */
async function secured(
  pair: Pair,
  options: { readonly clientCa?: string; readonly minVersion?: 'TLSv1.2' | 'TLSv1.3'; readonly maxVersion?: 'TLSv1.2' } = {},
): Promise<number> {
  const toAxis: RequestListener = (req, res) => {
    const target = new URL(axis.url);
    const upstream = connect(Number(target.port), target.hostname, () => {
      const lines = [`${req.method} ${req.url} HTTP/1.1`];
      for (let i = 0; i < req.rawHeaders.length; i += 2)
        if (!/^(expect|connection)$/i.test(req.rawHeaders[i] ?? '')) lines.push(`${req.rawHeaders[i]}: ${req.rawHeaders[i + 1]}`);
      upstream.write(`${lines.join('\r\n')}\r\nConnection: close\r\n\r\n`, 'latin1');
      req.pipe(upstream, { end: false });
    });
    upstream.on('error', () => res.destroy());
    upstream.pipe(res.socket as Duplex);
  };
  const { clientCa, minVersion, maxVersion } = options;
  return listening(
    createHttps(
      {
        ...pair,
        ...(minVersion === undefined ? {} : { minVersion }),
        ...(maxVersion === undefined ? {} : { maxVersion }),
        ...(clientCa === undefined ? {} : { requestCert: true, rejectUnauthorized: true, ca: clientCa }),
      },
      toAxis,
    ),
  );
}
const timeouts = { connectMs: 1_500, answerMs: 3_000, idleMs: 3_000 };
function profile(endpoint: string, settings: Partial<ConnectionSettings> = {}, secret?: string): OrganConnection {
  const office = officeOf('H99.242');
  return {
    organId: organId(office.organId),
    endpoint,
    systemId: office.systemId,
    secret: secret ?? office.secret,
    settings: { ...DEFAULT_SETTINGS, timeouts, ...settings },
  };
}
const tested = (connection: OrganConnection, clock = systemClock): Promise<StepResult[]> =>
  diagnose({ connection, transport: transportOf(connection), clock });
/** `name:- tcp:ok tls:failed(axis.…)`, up to what was reached. */
const words = (steps: readonly StepResult[]): string =>
  steps
    .filter((s) => s.outcome !== 'not_reached')
    .map((s) => `${s.step}:${s.outcome === 'failed' ? s.error?.code : s.outcome === 'not_needed' ? '-' : 'ok'}`)
    .join(' ');

describe('the connection test says at which step it fails', () => {
  it('and that all is well, with what it found', async () => {
    const steps = await tested(profile(`https://127.0.0.1:${await secured(kit.good)}`, { authorities: kit.root }));
    expect(words(steps)).toBe('name:- tcp:ok tls:ok certificate:ok axis:ok credential:ok clock:ok');
    expect(steps.find((s) => s.step === 'certificate')?.found).toMatch(/^truc · \d{4}/);
    expect(words(await tested(profile(axis.url)))).toBe('name:- tcp:ok tls:- certificate:- axis:ok credential:ok clock:ok');
  });
  it('name: no such host', async () => {
    expect(words(await tested(profile('https://khong-co-that.invalid')))).toBe('name:axis.name_not_found');
  });
  it('TCP: a port that nobody listens on', async () => {
    const server = createTcp();
    const port = await listening(server);
    await new Promise((resolve) => server.close(resolve));
    expect(words(await tested(profile(`http://127.0.0.1:${port}`)))).toBe('name:- tcp:axis.connection_refused');
  });
  it('TLS: what answers speaks none, or says nothing', async () => {
    const chatty = await listening(createTcp((socket) => socket.end('220 mail\r\n')));
    expect(words(await tested(profile(`https://127.0.0.1:${chatty}`)))).toBe('name:- tcp:ok tls:axis.tls_failed');
    const mute = await listening(createTcp(() => undefined));
    expect(words(await tested(profile(`https://127.0.0.1:${mute}`, { timeouts: { ...timeouts, connectMs: 300 } })))).toBe(
      'name:- tcp:ok tls:axis.tls_failed',
    );
  });
  const bad = [
    ['of another authority', 'good', { authorities: () => kit.otherRoot }, 'axis.certificate_untrusted'],
    ['of a private authority that was not put in', 'good', {}, 'axis.certificate_untrusted'],
    ['past its end', 'expired', { authorities: () => kit.root }, 'axis.certificate_out_of_time'],
    ['of another name', 'elsewhere', { authorities: () => kit.root }, 'axis.certificate_wrong_name'],
  ] as const;
  it.each(bad)('certificate: %s, and no secret leaves', async (_, which, how, code) => {
    let requests = 0;
    const server = createHttps(kit[which], (_req, res) => {
      requests++;
      res.end();
    });
    const connection = profile(
      `https://127.0.0.1:${await listening(server)}`,
      'authorities' in how ? { authorities: how.authorities() } : {},
    );
    expect(words(await tested(connection))).toBe(`name:- tcp:ok tls:ok certificate:${code}`);
    const error = await transportOf(connection)
      .check()
      .catch((e: unknown) => e);
    expect(error).toMatchObject({ failure: 'certificate', error: { code } });
    expect(requests).toBe(0);
  });
  it.each([
    ['TLSv1.3', {}],
    ['TLSv1.2', { maxVersion: 'TLSv1.2' }],
  ] as const)('certificate: a client certificate is demanded (%s)', async (_, versions) => {
    const endpoint = `https://127.0.0.1:${await secured(kit.good, { clientCa: kit.root, ...versions })}`;
    const steps = await tested(profile(endpoint, { authorities: kit.root }));
    expect(steps.find((s) => s.outcome === 'failed')).toMatchObject({
      step: 'certificate',
      error: { code: 'axis.client_certificate_refused' },
    });
    const pem = { kind: 'pem', certificate: kit.client.cert, key: kit.client.key } as const;
    expect(words(await tested(profile(endpoint, { authorities: kit.root, client: pem })))).toContain('credential:ok');
    const p12 = { kind: 'pkcs12', bytes: kit.clientP12, passphrase: 'mat-khau' } as const;
    expect(words(await tested(profile(endpoint, { authorities: kit.root, client: p12 })))).toContain('credential:ok');
  });
  it('certificate: a client file that its passphrase does not open is told before anything is tried', () => {
    const client = { kind: 'pkcs12', bytes: kit.clientP12, passphrase: 'sai' } as const;
    expect(() => transportOf(profile('https://truc.example', { client }))).toThrow('axis.client_certificate_unreadable');
    expect(() => transportOf(profile('https://truc.example', { authorities: 'không phải PEM' }))).toThrow('axis.authorities_unreadable');
  });
  it('axis: a network that wants a sign-in first, by a page or by a redirect', async () => {
    const page = await listening(
      createHttp((_req, res) => void res.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end('<html>Đăng nhập</html>')),
    );
    expect(words(await tested(profile(`http://127.0.0.1:${page}`)))).toBe('name:- tcp:ok tls:- certificate:- axis:axis.captive_portal');
    const redirect = await listening(createHttp((_req, res) => void res.writeHead(302, { Location: 'http://wifi.example/' }).end()));
    expect(words(await tested(profile(`http://127.0.0.1:${redirect}`)))).toContain('axis:axis.captive_portal');
  });
  it('axis: another server, or one in trouble', async () => {
    const other = await listening(createHttp((_req, res) => void res.writeHead(404, { 'Content-Type': 'text/html' }).end('<h1>404</h1>')));
    expect(words(await tested(profile(`http://127.0.0.1:${other}`)))).toContain('axis:axis.not_the_axis');
    const broken = await listening(createHttp((_req, res) => void res.writeHead(502).end()));
    expect(words(await tested(profile(`http://127.0.0.1:${broken}`)))).toContain('axis:axis.fault');
  });
  it('credential: the axis knows no such secret', async () => {
    expect(words(await tested(profile(axis.url, {}, 'sai')))).toContain('axis:ok credential:axis.credential_refused');
  });
  it('clock: this machine is hours off', async () => {
    const clock = { ...systemClock, now: () => Date.now() - 3 * 3600_000 };
    const steps = await tested(profile(axis.url), clock);
    expect(steps.at(-1)).toMatchObject({ step: 'clock', outcome: 'failed', error: { code: 'axis.clock_off', params: { minutes: 180 } } });
  });
});

describe('a proxy', () => {
  async function proxy(credential?: string): Promise<{ port: number; opened: string[] }> {
    const opened: string[] = [];
    const server = createHttp((_req, res) => void res.writeHead(400).end());
    server.on('connect', (req, socket) => {
      if (credential !== undefined && req.headers['proxy-authorization'] !== `Basic ${Buffer.from(credential).toString('base64')}`) {
        socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      opened.push(req.url ?? '');
      const url = new URL(`http://${req.url}`);
      const upstream = connect(Number(url.port), url.hostname, () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        upstream.pipe(socket).pipe(upstream);
      });
      upstream.on('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n'));
      socket.on('error', () => upstream.destroy());
    });
    return { port: await listening(server), opened };
  }
  it('carries calls, plain and TLS, with its own name and password', async () => {
    const { port, opened } = await proxy('nguoi-dung:mat-khau');
    const settings = { proxy: { host: '127.0.0.1', port, user: 'nguoi-dung', password: 'mat-khau' }, authorities: kit.root };
    const tls = await secured(kit.good, { clientCa: kit.root });
    const client = { kind: 'pem', certificate: kit.client.cert, key: kit.client.key } as const;
    for (const endpoint of [axis.url, `https://127.0.0.1:${tls}`]) {
      const connection = profile(endpoint, { ...settings, client });
      expect(words(await tested(connection))).toContain('axis:ok credential:ok');
      const transport = transportOf(connection);
      expect(await transport.list('edoc')).toEqual([]);
      expect(await transport.list('status')).toEqual([]);
      transport.close?.();
    }
    expect(new Set(opened)).toEqual(new Set([axis.url.slice(7), `127.0.0.1:${tls}`]));
  });
  it('that is not there, refuses the target or the password is told apart, and surely nothing was sent', async () => {
    const { port } = await proxy('nguoi-dung:mat-khau');
    const code = async (settings: ConnectionSettings['proxy'], endpoint = axis.url): Promise<string> => {
      const error = await transportOf(profile(endpoint, settings === undefined ? {} : { proxy: settings }))
        .check()
        .catch((e: unknown) => e);
      return error instanceof TransportError ? `${error.failure} ${error.error.code}` : String(error);
    };
    expect(await code({ host: '127.0.0.1', port })).toBe('no_network axis.proxy_credential');
    expect(await code({ host: '127.0.0.1', port: 1 })).toBe('no_network axis.proxy_unreachable');
    expect(await code({ host: '127.0.0.1', port, user: 'nguoi-dung', password: 'mat-khau' }, 'http://127.0.0.1:1')).toBe(
      'no_network axis.proxy_refused',
    );
    const steps = await tested(profile(axis.url, { proxy: { host: '127.0.0.1', port: 1 } }));
    expect(words(steps)).toBe('name:- tcp:axis.proxy_unreachable');
  });
  it('does not hide a wrong certificate behind it', async () => {
    const { port } = await proxy();
    const connection = profile(`https://127.0.0.1:${await secured(kit.elsewhere)}`, {
      proxy: { host: '127.0.0.1', port },
      authorities: kit.root,
    });
    expect(words(await tested(connection))).toContain('certificate:axis.certificate_wrong_name');
    await expect(transportOf(connection).check()).rejects.toMatchObject({
      failure: 'certificate',
      error: { code: 'axis.certificate_wrong_name' },
    });
  });
});
