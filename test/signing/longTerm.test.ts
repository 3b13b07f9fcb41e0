/**
 * B-LT and B-LTA: chain, OCSP and CRLs fetched from where the certificates say (responders on loopback), put into the DSS, and a
 * document timestamp over all of it; judged by pdfsig, qpdf and openssl ts.
 */

import { execFileSync } from 'node:child_process';
import { createPrivateKey, sign as rsaSign, X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WORKSTATION } from '../../src/core/context.ts';
import { copiesOf } from '../../src/core/signing/index.ts';
import { gatherMaterial } from '../../src/core/signing/material.ts';
import { bytesSource, PdfDocument, signatureFields } from '../../src/formats/pdf/index.ts';
import { PdfString } from '../../src/formats/pdf/objects.ts';
import { makeCa, type TestCa } from './ca.ts';
import { openDesk, type SigningDesk, SoftKeys } from './desk.ts';
import { has, type TestKey, WorkDir } from './kit.ts';

/** The services of these tests live on this machine, where none of a real certificate's does. */
const HERE = { loopback: true };
describe.skipIf(!['openssl', 'pdfsig', 'qpdf'].every(has))('long-term signatures [needs openssl, pdfsig, qpdf]', () => {
  let ca: TestCa;
  let server: Server;
  let base: string;
  let asked: string[] = [];
  /** Kinds of address that do not answer. */
  let down: string[] = [];
  /** What is answered instead. */
  let instead: Record<string, () => Uint8Array> = {};
  let leader: TestKey;
  let agency: TestKey;
  let desk: SigningDesk;
  let work: WorkDir;
  const keyOf = (name: string): TestKey => {
    const key = createPrivateKey(readFileSync(join(ca.dir, `${name}.key`)));
    return {
      certificate: new Uint8Array(new X509Certificate(readFileSync(join(ca.dir, `${name}.pem`))).raw),
      sign: (data) => rsaSign('sha256', data, key),
    };
  };
  beforeAll(async () => {
    server = createServer((req, res) => {
      const pieces: Buffer[] = [];
      req.on('data', (piece: Buffer) => pieces.push(piece));
      req.on('end', () => {
        const [, kind = '', of = ''] = (req.url ?? '').split('/');
        asked.push(`${kind} ${of}`.trim());
        const which = of === 'root' ? 'root' : 'intermediate';
        const answers: Record<string, () => Uint8Array> = {
          ocsp: () => ca.answerOcsp(Buffer.concat(pieces), which),
          cer: () => ca.certificate(which),
          crl: () => ca.crl(which),
          tsa: () => ca.answer(Buffer.concat(pieces)),
        };
        const answer = down.includes(kind) ? undefined : (instead[kind] ?? answers[kind]);
        if (answer) res.writeHead(200).end(answer());
        else res.writeHead(503).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    ca = makeCa(base);
    ca.issue('leader', 'Nguyễn Văn Mẫu');
    ca.issue('agency', 'UBND xã Ví Dụ');
    [leader, agency] = [keyOf('leader'), keyOf('agency')];
  });
  afterAll(() => {
    server.close();
    ca.remove();
  });
  beforeEach(async () => {
    asked = [];
    down = [];
    instead = {};
    work = new WorkDir();
    desk = await openDesk(new SoftKeys([leader, agency]), [ca.root]);
  });
  afterEach(() => {
    desk.close();
    work.remove();
  });
  const preset = (level: string, without: 'stop' | 'mark'): void =>
    desk.store.tx(() => {
      desk.store.setSetting('tsa.url', `${base}/tsa`);
      desk.store.setSetting('tsa.without', without);
      desk.store.setSetting('signing.level', level);
    });
  /** Draft, leader, number, agency; what the agency's act said. */
  const issue = async (): Promise<{ id: string; outcome: string }> => {
    const signing = desk.room({ mode: 'real' });
    const id = await desk.draft();
    expect(await desk.act(signing, { id, act: 'leader' }, leader)).toBe('done');
    desk.number(id);
    return { id, outcome: await desk.act(signing, { id, act: 'agency' }, agency) };
  };

  it('B-LTA carries its chain, good standing and a document timestamp, and every peer calls it valid', async () => {
    preset('B-LTA', 'stop');
    const { id, outcome } = await issue();
    expect(outcome).toBe('done');
    const { verdict, blob_id } = desk.file(id);
    expect(verdict.signatures.map((s) => [s.subFilter, s.time])).toEqual([
      ...Array(3).fill(['ETSI.CAdES.detached', 'proven']),
      ['ETSI.RFC3161', 'proven'],
    ]);
    // Good standing comes from the file alone: nothing is asked when it is judged.
    expect(verdict.signatures.slice(0, 3).map((s) => s.signer)).toEqual(['trusted', 'trusted', 'trusted']);
    expect(asked).toEqual(expect.arrayContaining(['tsa', 'cer intermediate', 'ocsp intermediate', 'ocsp root']));
    const pdf = await desk.bytes(blob_id);
    const path = work.write('lta.pdf', pdf);
    const said = work.run('pdfsig', '-nocert', path).out;
    expect(said.match(/Signature is Valid\./g)?.length, said).toBeGreaterThanOrEqual(3);
    expect(work.run('qpdf', '--check', path).status).toBe(0);
    // openssl judges the document timestamp over the byte ranges of the file.
    const doc = PdfDocument.open(bytesSource(pdf));
    const stamp = signatureFields(doc).at(-1);
    const dict = stamp && doc.dict(stamp.value);
    const contents = dict?.get('Contents');
    const [, a = 0, b = 0, c = 0] = (doc.array(dict?.get('ByteRange') ?? null) ?? []).map((v) => doc.number(v) ?? 0);
    if (!(contents instanceof PdfString)) throw new Error('no timestamp');
    writeFileSync(join(ca.dir, 'doc.data'), Buffer.concat([pdf.subarray(0, a), pdf.subarray(b, b + c)]));
    writeFileSync(join(ca.dir, 'doc.token'), contents.bytes);
    const judged = execFileSync('openssl', ['ts', '-verify', '-token_in', '-in', 'doc.token', '-data', 'doc.data', '-CAfile', 'root.pem'], {
      cwd: ca.dir,
      encoding: 'utf8',
      stdio: 'pipe',
    });
    expect(judged).toContain('Verification: OK');
  });

  it('without OCSP the CRL stands in; without either the preset stops, or signs and says what is missing', async () => {
    down = ['ocsp'];
    preset('B-LT', 'stop');
    const first = await issue();
    expect(first.outcome).toBe('done');
    expect(asked).toEqual(expect.arrayContaining(['crl intermediate', 'crl root']));
    expect(desk.file(first.id).verdict.signatures.map((s) => s.signer)).toEqual(['trusted', 'trusted', 'trusted']);
    down = ['ocsp', 'crl'];
    const second = await issue();
    expect(second.outcome).toBe('signing.material_unreachable');
    expect([desk.state(second.id), desk.file(second.id).stage]).toEqual(['numbered', 'leader_signed']);
    preset('B-LT', 'mark');
    expect(await desk.act(desk.room({ mode: 'real' }), { id: second.id, act: 'agency' }, agency)).toBe('done');
    const params = desk.store.db
      .prepare("SELECT params FROM history WHERE act = 'outgoing.agency_sign' ORDER BY seq DESC")
      .pluck()
      .get() as string;
    expect(JSON.parse(params)).toMatchObject({ material: 'chưa có tài liệu kiểm tra chứng thư' });
  });

  it('a timestamp that was missing is added later to the archive’s own copy, and never to the issued file', async () => {
    down = ['tsa'];
    preset('B-T', 'mark');
    const { id, outcome } = await issue();
    expect(outcome).toBe('done');
    const issued = desk.file(id);
    expect(issued.verdict.signatures.map((s) => s.time)).toEqual(['claimed', 'claimed', 'claimed']);
    const signing = desk.room({ mode: 'real' });
    await expect(signing.archiveCopy(id, WORKSTATION)).rejects.toMatchObject({ error: { code: 'signing.timestamp_unreachable' } });
    expect(copiesOf(desk.store, id)).toEqual([]);
    down = [];
    const fileId = await signing.archiveCopy(id, WORKSTATION);
    expect(desk.file(id)).toMatchObject({ id: issued.id, blob_id: issued.blob_id });
    const copy = desk.store.db.prepare('SELECT blob_id, verdict FROM file WHERE id = ?').get(fileId) as { blob_id: never; verdict: string };
    const before = await desk.bytes(issued.blob_id);
    expect((await desk.bytes(copy.blob_id)).subarray(0, before.length).equals(before)).toBe(true);
    expect(JSON.parse(copy.verdict).signatures.map((s: { time: string }) => s.time)).toEqual(['proven', 'proven', 'proven', 'proven']);
  });

  it('material comes within limits: an answer that is too long, is no answer, or is of somebody else is not kept', async () => {
    down = ['ocsp', 'crl', 'cer'];
    const none = await gatherMaterial([agency.certificate], [], HERE);
    expect(none).toMatchObject({ crls: [], ocsps: [], missing: ['UBND xã Ví Dụ'] });
    down = [];
    instead = { ocsp: () => Buffer.from('not asn.1'), crl: () => Buffer.alloc(9 * 1024 * 1024) };
    expect(await gatherMaterial([agency.certificate], [ca.intermediate, ca.root], HERE)).toMatchObject({
      crls: [],
      ocsps: [],
      missing: [expect.any(String), expect.any(String)],
    });
    instead = { ocsp: () => Buffer.alloc(0), crl: () => ca.crl('root'), cer: () => agency.certificate };
    expect(await gatherMaterial([agency.certificate], [], HERE)).toMatchObject({ crls: [], ocsps: [], missing: ['UBND xã Ví Dụ'] });
    instead = {};
    // Outside of tests a certificate that names this machine is not followed.
    expect(await gatherMaterial([agency.certificate], [ca.intermediate, ca.root], {})).toMatchObject({ crls: [], ocsps: [] });
    const own = await gatherMaterial([agency.certificate, leader.certificate], [ca.root], HERE);
    expect(own.missing).toEqual([]);
    // Each certificate once, however many signed under it.
    expect(own.certificates).toHaveLength(4);
    expect(own.ocsps).toHaveLength(3);
  });
});
