/** Asking the network about certificates, by real responders and lists on loopback; verdicts that change are brought up. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ParserCalls } from '../../src/contract/parser/index.ts';
import type { Client } from '../../src/contract/wire.ts';
import type { Clock } from '../../src/core/clock.ts';
import { WORKSTATION } from '../../src/core/context.ts';
import type { Store } from '../../src/core/store/types.ts';
import { listChanges, Material, seeChange } from '../../src/core/verify/index.ts';
import { fetchBounded } from '../../src/core/verify/network.ts';
import { VerifyRoom } from '../../src/core/verify/room.ts';
import { recordId } from '../../src/domain/ids.ts';
import { bytesSource, prepareSignature } from '../../src/formats/pdf/index.ts';
import { parserHandlers } from '../../src/parser/handlers.ts';
import { facts, pdfHandlers } from '../../src/parser/pdf/index.ts';
import { spec } from '../attacks/bases.ts';
import { makeCa, type TestCa } from '../signing/ca.ts';
import { fonts, has, makePdf } from '../signing/kit.ts';
import { putIncoming, putOutgoing } from '../support/documents.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

const HOUR = 3_600_000;
type Answer = (request: IncomingMessage, body: Buffer, response: ServerResponse) => void;

describe.skipIf(!has('openssl'))('asking about certificates [needs openssl]', () => {
  let ca: TestCa;
  let server: Server;
  let port: number;
  let up = true;
  /** Paths in the order they were asked for. */
  const asked: string[] = [];
  const answers = new Map<string, Answer>();
  let resources: string;
  let plain: Buffer;
  const ssl = (...args: string[]): void => void execFileSync('openssl', args, { cwd: ca.dir, stdio: 'pipe' });

  beforeAll(async () => {
    ca = makeCa();
    server = createServer((request, response) => {
      if (!up) return void request.socket.destroy();
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        const path = new URL(request.url ?? '/', 'http://x').pathname;
        asked.push(path);
        const answer = answers.get(path);
        if (answer) answer(request, Buffer.concat(pieces), response);
        else response.writeHead(404).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
    const base = `http://127.0.0.1:${port}`;
    const extensions = (places: string): string =>
      `basicConstraints = CA:FALSE\nkeyUsage = critical,digitalSignature,nonRepudiation\n${places}\n`;
    appendFileSync(
      join(ca.dir, 'ca.cnf'),
      `[both]\n${extensions(`authorityInfoAccess = OCSP;URI:${base}/ocsp,caIssuers;URI:${base}/issuer.cer\ncrlDistributionPoints = URI:${base}/leaf.crl`)}
[listed]\n${extensions(`crlDistributionPoints = URI:${base}/leaf.crl`)}
[subnet]\nbasicConstraints = critical,CA:TRUE\nkeyUsage = critical,keyCertSign,cRLSign\ncrlDistributionPoints = URI:${base}/root.crl\n`,
    );
    // The intermediate again, with the place of the root's list in it.
    ssl('req', '-new', '-key', 'intermediate.key', '-out', 'intermediate.csr', '-subj', '/CN=Trung gian/O=Ví Dụ', '-utf8');
    execFileSync(
      'openssl',
      [
        'ca',
        '-batch',
        '-notext',
        '-utf8',
        '-config',
        'ca.cnf',
        '-in',
        'intermediate.csr',
        '-out',
        'intermediate.pem',
        '-extensions',
        'subnet',
      ],
      { cwd: ca.dir, stdio: 'pipe', env: { ...process.env, CA: 'root' } },
    );
    ssl('x509', '-in', 'intermediate.pem', '-outform', 'DER', '-out', 'intermediate.cer');
    for (const name of ['good', 'later', 'ours', 'alone'])
      ca.issue(name, `Người ký ${name}`, { extensions: name === 'good' ? 'listed' : 'both' });
    plain = await makePdf([0]);
    resources = mkdtempSync(join(tmpdir(), 'tvt-trust-'));
    mkdirSync(join(resources, 'trust'));
    writeFileSync(
      join(resources, 'trust', 'pins.json'),
      JSON.stringify({ version: 1, issuedAt: '2026-11-01', pins: [], certificates: [], hosts: ['127.0.0.1'], aliases: {} }),
    );
    writeFileSync(join(resources, 'trust', 'update-keys.json'), JSON.stringify({ keys: [] }));
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
    ca.remove();
    rmSync(resources, { recursive: true, force: true });
  });

  const send =
    (bytes: Uint8Array): Answer =>
    (_request, _body, response) =>
      void response.end(bytes);
  const responder: Answer = (_request, body, response) => {
    writeFileSync(join(ca.dir, 'net.req'), body);
    ssl(
      ...['ocsp', '-index', 'index-intermediate', '-CA', 'intermediate.pem', '-rsigner', 'intermediate.pem', '-rkey', 'intermediate.key'],
      ...['-reqin', 'net.req', '-respout', 'net.resp', '-ndays', '1'],
    );
    response.end(readFileSync(join(ca.dir, 'net.resp')));
  };
  function signed(name: string, chain = true): Buffer {
    const source = bytesSource(plain);
    const prepared = prepareSignature(source, spec({ contentsBytes: 16_384, signingTime: Date.now() }), fonts);
    const whole = Buffer.concat([plain, prepared.increment]);
    const [, a, b] = prepared.byteRange;
    writeFileSync(join(ca.dir, 'data'), Buffer.concat([whole.subarray(0, a), whole.subarray(b)]));
    ssl(
      ...['cms', '-sign', '-binary', '-in', 'data', '-signer', `${name}.pem`, '-inkey', `${name}.key`, '-md', 'sha256', '-outform', 'DER'],
      ...['-out', 'cms', ...(chain ? ['-certfile', 'intermediate.pem'] : [])],
    );
    whole.write(readFileSync(join(ca.dir, 'cms')).toString('hex'), prepared.contentsOffset, 'latin1');
    return whole;
  }

  const handlers = parserHandlers(async () => ({ ...pdfHandlers, facts }));
  const parsing = new Proxy({} as Client<ParserCalls>, {
    get: (_t, name: keyof ParserCalls) => async (input: never) => handlers[name](input, undefined),
  });
  let test: TestStore;
  let store: Store;
  let now = Date.now();
  const clock: Clock = { now: () => now, random: Math.random, setTimer: () => ({ cancel: () => undefined }) };
  let room: VerifyRoom;
  let events: string[];
  beforeEach(() => {
    up = true;
    now = Date.now() + 60_000;
    asked.length = 0;
    answers.clear();
    answers.set('/ocsp', responder);
    answers.set('/leaf.crl', (q, b, r) => send(ca.crl('intermediate'))(q, b, r));
    answers.set('/root.crl', (q, b, r) => send(ca.crl('root'))(q, b, r));
    answers.set('/issuer.cer', (q, b, r) => send(readFileSync(join(ca.dir, 'intermediate.cer')))(q, b, r));
    test = openTestStore(clock);
    store = test.store;
    events = [];
    room = new VerifyRoom({
      store,
      mode: 'real',
      clock,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      parsing,
      resourcesDir: resources,
      training: () => [],
      emit: ({ topic }) => void events.push(topic),
      rules: { loopback: true, timeoutMs: 2000 },
    });
    room.trust.add(ca.root, false, WORKSTATION);
    return () => test.remove();
  });
  /** A document with this file, as the inbox stores it: judged without the network. */
  async function arrives(pdf: Uint8Array): Promise<{ id: string; fileId: string }> {
    const blob = await store.vault.put(pdf);
    const verdict = await room.verify.judge(store.vault.unrecorded(blob));
    const fileId = store.newId();
    const id = store.tx(() => {
      const made = putIncoming(store, { subject: 'Về việc thử nghiệm', sender: 'Ví Dụ' });
      store.vault.record(blob);
      store.db
        .prepare(
          `INSERT INTO file (id, incoming_id, role, position, name, detected, blob_id, verdict, created_at, seq) VALUES (?, ?, 'main', 0, 'a.pdf', 'pdf', ?, ?, ?, ?)`,
        )
        .run(fileId, made.id, blob.id, JSON.stringify(verdict), store.now(), store.nextSeq());
      const [first] = verdict.signatures;
      store.db
        .prepare('UPDATE incoming SET verdict = ?, signer_line = ?, signatures = ? WHERE id = ?')
        .run(verdict.summary, first?.signer ?? 'not_checked', 'unknown', made.id);
      return made.id;
    });
    return { id: recordId(id), fileId };
  }
  const line = (fileId: string): string => {
    const text = store.db.prepare('SELECT verdict FROM file WHERE id = ?').pluck().get(fileId) as string;
    return (JSON.parse(text) as { signatures: { signer: string }[] }).signatures[0]?.signer ?? '';
  };

  it('a document that arrived without the network is judged again by itself when it is there, and stays judged without it', async () => {
    up = false;
    const { fileId } = await arrives(signed('good'));
    expect(line(fileId)).toBe('unknown_revocation');
    await room.recheck.run();
    expect(line(fileId)).toBe('unknown_revocation');
    expect(room.material.facts().lastFailure?.code).toBe('verify.net_unreachable');
    up = true;
    now += HOUR;
    await room.recheck.run();
    expect(line(fileId)).toBe('trusted');
    expect(asked).toEqual(expect.arrayContaining(['/leaf.crl', '/root.crl']));
    expect(room.material.facts()).toMatchObject({ crl: 2 });
    // Better news asks for nobody's eyes, but stands in the list.
    expect(listChanges(store, 10)).toMatchObject({ unseen: 0, changes: [{ worse: false, after: { signer: 'trusted' } }] });
    up = false;
    asked.length = 0;
    const again = await room.verify.judge(store.vault.sealed(store.db.prepare('SELECT blob_id FROM file').pluck().get() as never));
    expect(again.signatures[0]).toMatchObject({
      signer: 'trusted',
      revocation: [{ kind: 'crl', from: 'network', says: 'good' }, { kind: 'crl' }],
    });
    expect(asked).toEqual([]);
  });

  it('a certificate that is revoked later changes the verdict, which is brought to the clerk once', async () => {
    const { id, fileId } = await arrives(signed('later'));
    await room.recheck.run();
    expect(line(fileId)).toBe('trusted');
    expect(asked).toContain('/ocsp');
    asked.length = 0;
    now += HOUR;
    await room.recheck.run();
    // Not due yet: nobody is asked.
    expect(asked).toEqual([]);
    ca.revoke('later');
    now += 26 * HOUR;
    events.length = 0;
    await room.recheck.run();
    expect(line(fileId)).toBe('revoked');
    expect(events).toEqual(expect.arrayContaining(['incoming', 'verify']));
    const { unseen, changes } = listChanges(store, 10);
    expect(unseen).toBe(1);
    expect(changes[0]).toMatchObject({ incomingId: id, worse: true, before: { signer: 'trusted' }, after: { signer: 'revoked' } });
    const acts = store.db.prepare('SELECT act FROM history WHERE incoming_id = ?').pluck().all(id);
    expect(acts).toContain('incoming.verdict_worse');
    seeChange(store, changes[0]?.id ?? '', { name: 'Văn thư', roles: ['clerk'] });
    expect(listChanges(store, 10)).toMatchObject({ unseen: 0, changes: [{ seenBy: 'Văn thư' }, {}] });
  });

  it('what this office signed is asked about again as well: a certificate that is revoked after it left is brought to the clerk', async () => {
    const blob = await store.vault.put(signed('ours'));
    const fileId = store.newId();
    const verdict = await room.verify.judge(store.vault.unrecorded(blob));
    const id = store.tx(() => {
      const made = putOutgoing(store, { subject: 'Văn bản đã phát hành' });
      store.vault.record(blob);
      store.db
        .prepare(
          `INSERT INTO file (id, outgoing_id, role, stage, position, name, detected, blob_id, verdict, created_at, seq) VALUES (?, ?, 'main', 'agency_signed', 0, 'a.pdf', 'pdf', ?, ?, ?, ?)`,
        )
        .run(fileId, made.id, blob.id, JSON.stringify(verdict), store.now(), store.nextSeq());
      return made.id;
    });
    // Signed just now with a device that was at hand: not asked about before the next day.
    await room.recheck.run();
    expect(asked).toEqual([]);
    now += 25 * HOUR;
    await room.recheck.run();
    expect(line(fileId)).toBe('trusted');
    // Good news of one's own document is no news.
    expect(listChanges(store, 10)).toEqual({ unseen: 0, changes: [] });
    ca.revoke('ours');
    now += 26 * HOUR;
    events.length = 0;
    await room.recheck.run();
    expect(line(fileId)).toBe('revoked');
    expect(events).toEqual(expect.arrayContaining(['outgoing', 'verify']));
    const { unseen, changes } = listChanges(store, 10);
    expect([unseen, changes.length]).toEqual([1, 1]);
    expect(changes[0]).toMatchObject({
      outgoingId: id,
      subject: 'Văn bản đã phát hành',
      before: { signer: 'trusted' },
      after: { signer: 'revoked' },
    });
    expect(store.db.prepare('SELECT act FROM history WHERE outgoing_id = ?').pluck().all(id)).toEqual(['outgoing.verdict_worse']);
  });

  it('yesterday’s answer, sent again, does not take the place of today’s', async () => {
    const inspectMaterial = async ({ kind, bytes }: { kind: string; bytes?: Uint8Array }) => ({
      ok: true,
      thisUpdate: kind === 'crl' ? listDay : (bytes?.[0] ?? 0),
    });
    let listDay = 5;
    const material = new Material({
      store,
      parsing: { inspectMaterial: inspectMaterial as never },
      rules: () => ({ loopback: true }),
      issuerHosts: () => [],
    });
    const base = `http://127.0.0.1:${port}`;
    const wanted = [
      { kind: 'ocsp' as const, url: `${base}/ocsp`, about: 'a'.repeat(64), request: new Uint8Array([1]) },
      { kind: 'crl' as const, url: `${base}/leaf.crl`, about: 'a'.repeat(64) },
    ];
    const kept = () => {
      const { ocsps, crls } = material.known(wanted);
      return [
        ocsps.map((o) => o[0]),
        crls.length,
        store.db.prepare("SELECT this_update FROM trust_material WHERE kind = 'crl'").pluck().get(),
      ];
    };
    for (const [ocsp, crl, expected] of [
      [7, 5, [[7], 1, 5]],
      [6, 4, [[7], 1, 5]],
      [8, 6, [[8], 1, 6]],
    ] as const) {
      answers.set('/ocsp', send(new Uint8Array([ocsp])));
      listDay = crl;
      now += 26 * HOUR;
      expect(await material.refresh(wanted)).toMatchObject({ fetched: 2, failed: 0 });
      expect(kept()).toEqual(expected);
    }
    expect(store.db.prepare('SELECT count(*) FROM blob').pluck().get()).toBe(1);
  });

  it('a missing intermediate comes from where the certificate says, if that host is one of the owners’', async () => {
    const { fileId } = await arrives(signed('alone', false));
    expect(line(fileId)).toBe('untrusted');
    await room.recheck.run();
    expect(asked).toContain('/issuer.cer');
    expect(line(fileId)).toBe('trusted');
    const strange = await fetchBounded(
      { url: `http://127.0.0.1:${port}/issuer.cer`, maxBytes: 9999, hosts: ['ca.example'] },
      { loopback: true },
    ).catch((error: { error: { code: string } }) => error.error.code);
    expect(strange).toBe('verify.net_refused');
  });

  it('nobody is asked where the administrator switched it off, and everything goes by the proxy that was set', async () => {
    room.setNetwork(false, '', WORKSTATION);
    const { fileId } = await arrives(signed('good'));
    await room.recheck.run();
    expect(asked).toEqual([]);
    expect(line(fileId)).toBe('unknown_revocation');
    const through: string[] = [];
    const proxy = createServer((request, response) => {
      through.push(request.url ?? '');
      const to = new URL(request.url ?? '/', `http://127.0.0.1:${port}`);
      request.pipe(
        httpRequest(to, { method: request.method, headers: request.headers }, (answer) =>
          answer.pipe(response.writeHead(answer.statusCode ?? 500)),
        ),
      );
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    try {
      room.setNetwork(true, `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, WORKSTATION);
      await room.recheck.run();
      expect(line(fileId)).toBe('trusted');
      expect(through.map((url) => new URL(url).pathname).sort()).toEqual(['/leaf.crl', '/root.crl']);
    } finally {
      proxy.close();
      proxy.closeAllConnections();
    }
  });

  it('answers that are too large, too slow, lead in a ring or are no answer change nothing and are noted', async () => {
    const codes = async (wish: { path: string; maxBytes?: number; timeoutMs?: number; loopback?: boolean }): Promise<string> =>
      fetchBounded(
        { url: `http://127.0.0.1:${port}${wish.path}`, maxBytes: wish.maxBytes ?? 1000 },
        { loopback: wish.loopback ?? true, timeoutMs: wish.timeoutMs ?? 2000 },
      ).then(
        () => 'came',
        (error: { error: { code: string } }) => error.error.code,
      );
    answers.set('/large', (_q, _b, r) => void r.end(Buffer.alloc(5000)));
    answers.set('/slow', () => undefined);
    answers.set('/ring', (_q, _b, r) => void r.writeHead(302, { location: '/ring' }).end());
    expect(await codes({ path: '/large' })).toBe('verify.net_answer');
    expect(await codes({ path: '/slow', timeoutMs: 100 })).toBe('verify.net_unreachable');
    expect(await codes({ path: '/ring' })).toBe('verify.net_answer');
    expect(await codes({ path: '/leaf.crl', loopback: false })).toBe('verify.net_refused');
    answers.set('/ocsp', send(Buffer.from('<html>xin lỗi</html>')));
    answers.set('/leaf.crl', send(Buffer.from('<html>xin lỗi</html>')));
    const { fileId } = await arrives(signed('alone'));
    await room.recheck.run();
    expect(line(fileId)).toBe('unknown_revocation');
    expect(room.material.facts()).toMatchObject({ ocsp: 0, lastFailure: { code: 'verify.net_answer' } });
  });

  it('a changed list of trusted authorities has every verdict judged again', async () => {
    const { fileId } = await arrives(signed('good'));
    await room.recheck.run();
    expect(line(fileId)).toBe('trusted');
    const root = room.trust.state().certificates.find((c) => c.origin === 'administrator');
    room.trust.remove(root?.sha256 ?? '', WORKSTATION);
    await room.recheck.run();
    expect(line(fileId)).toBe('untrusted');
    expect(listChanges(store, 10).unseen).toBe(1);
  });
});
