/** B-T: our client against a timestamp service over HTTP, with openssl as service and as judge. */

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askTimestamp, stampOrMark, timestampService } from '../../src/core/signing/timestamp.ts';
import { readSignedData, signedAttributes, signedData } from '../../src/formats/cms/index.ts';
import { bytesSource, digestPrepared, prepareSignature } from '../../src/formats/pdf/index.ts';
import { verifyPdf } from '../../src/parser/pdf/index.ts';
import { spec } from '../attacks/bases.ts';
import { makeCa, type TestCa } from './ca.ts';
import { fonts, has, makePdf, makePki, type TestPki } from './kit.ts';

describe.skipIf(!has('openssl'))('timestamps of RFC 3161 [needs openssl]', () => {
  let ca: TestCa;
  let pki: TestPki;
  let server: Server;
  let url = '';
  let answer: (query: Buffer) => { status: number; body: Uint8Array };
  beforeAll(async () => {
    ca = makeCa();
    pki = makePki();
    server = createServer((req, res) => {
      const pieces: Buffer[] = [];
      req.on('data', (piece: Buffer) => pieces.push(piece));
      req.on('end', () => {
        const { status, body } = answer(Buffer.concat(pieces));
        res.writeHead(status, { 'content-type': 'application/timestamp-reply' }).end(body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/tsa`;
    answer = (query) => ({ status: 200, body: ca.answer(query) });
  });
  afterAll(() => {
    server.close();
    ca.remove();
    pki.remove();
  });
  const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
    promise.then(
      () => 'none',
      (error: { error?: { code: string } }) => error.error?.code,
    );

  it('come back for our query and satisfy openssl ts -verify', async () => {
    const value = Buffer.from('the value of a signature');
    const token = await askTimestamp({ url }, value, Date.now());
    writeFileSync(join(ca.dir, 'our.token'), token);
    const digest = createHash('sha256').update(value).digest('hex');
    const judged = execFileSync(
      'openssl',
      ['ts', '-verify', '-token_in', '-in', 'our.token', '-digest', digest, '-sha256', '-CAfile', 'root.pem'],
      { cwd: ca.dir, stdio: 'pipe', encoding: 'utf8' },
    );
    expect(judged).toContain('Verification: OK');
  });

  it('come by the proxy that the office set', async () => {
    const asked: string[] = [];
    const proxy = createServer((req, res) => {
      asked.push(req.url ?? '');
      const pieces: Buffer[] = [];
      req.on('data', (piece: Buffer) => pieces.push(piece));
      req.on('end', () => res.end(ca.answer(Buffer.concat(pieces))));
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', () => resolve()));
    const by = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const service = timestampService({ network: () => ({ proxy: by }) }, 'http://tsa.vi-du.vn/tsa');
    await askTimestamp(service, Buffer.from('a value'), Date.now());
    proxy.close();
    expect(asked).toEqual(['http://tsa.vi-du.vn/tsa']);
  });

  it('make a B-T signature whose time is proven, and which openssl calls valid', async () => {
    const plain = await makePdf([0]);
    const key = pki.issue('/CN=Nguyễn Văn Mẫu/title=Chủ tịch/O=Ví Dụ');
    const source = bytesSource(plain);
    const prepared = prepareSignature(source, spec({ contentsBytes: 16_384, signingTime: Date.now() }), fonts);
    const attributes = signedAttributes({ digest: digestPrepared(source, prepared), certificateDer: key.certificate });
    const signature = key.sign(attributes);
    const stamp = await stampOrMark({ url }, 'stop', signature, Date.now());
    const cms = signedData({
      signedAttributes: attributes,
      signature,
      signerCertificate: key.certificate,
      certificates: [],
      timestamp: stamp.token,
    });
    const pdf = Buffer.concat([plain, prepared.increment]);
    pdf.write(Buffer.from(cms).toString('hex'), prepared.contentsOffset, 'latin1');
    expect(readSignedData(cms).signers[0]?.unsigned).toHaveLength(1);
    const verdict = await verifyPdf(bytesSource(pdf), {
      anchors: [pki.root, ca.root],
      intermediates: [],
      trainingPolicyOid: '1.2',
      now: Date.now() + 60_000,
    });
    expect(verdict.signatures[0]).toMatchObject({ bytes: 'intact', time: 'proven' });
    const [, a, b] = prepared.byteRange;
    writeFileSync(join(ca.dir, 'bt.data'), Buffer.concat([pdf.subarray(0, a), pdf.subarray(b)]));
    writeFileSync(join(ca.dir, 'bt.cms'), cms);
    const peer = execFileSync(
      'openssl',
      [
        'cms',
        '-verify',
        '-cades',
        '-binary',
        '-inform',
        'DER',
        '-in',
        'bt.cms',
        '-content',
        'bt.data',
        '-CAfile',
        pki.rootPem,
        '-out',
        'bt.out',
        '-purpose',
        'any',
      ],
      { cwd: ca.dir, stdio: 'pipe' },
    );
    expect(peer.byteLength).toBe(0);
  });

  it('are refused when they answer something else, come late, are refused or too long; signing stops or goes on marked', async () => {
    const value = Buffer.from('value');
    const usual = answer;
    const replayed = ca.answer(Buffer.from((await import('../../src/core/signing/timestamp.ts')).timestampQuery(Buffer.from('other')).der));
    const cases: [typeof answer, string][] = [
      [() => ({ status: 200, body: replayed }), 'signing.timestamp_wrong'],
      [() => ({ status: 200, body: Buffer.from('not asn.1') }), 'signing.timestamp_wrong'],
      [() => ({ status: 200, body: Buffer.alloc(200_000) }), 'signing.timestamp_wrong'],
      [() => ({ status: 503, body: Buffer.alloc(0) }), 'signing.timestamp_refused'],
    ];
    for (const [given, code] of cases) {
      answer = given;
      expect(await codeOf(askTimestamp({ url }, value, Date.now()))).toBe(code);
    }
    expect(await stampOrMark({ url }, 'mark', value, Date.now())).toEqual({ outcome: 'missing' });
    expect(await codeOf(stampOrMark({ url }, 'stop', value, Date.now()))).toBe('signing.timestamp_refused');
    answer = usual;
    expect(await codeOf(askTimestamp({ url: 'http://127.0.0.1:1/tsa', timeoutMs: 2000 }, value, Date.now()))).toBe(
      'signing.timestamp_unreachable',
    );
    expect(await stampOrMark(undefined, 'stop', value, Date.now())).toEqual({ outcome: 'not_asked' });
  });
});
