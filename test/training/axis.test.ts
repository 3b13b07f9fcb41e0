import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openAxis, type TrainingAxis } from '../../src/training/axis/index.ts';
import { axisHeaders, hmacMatches, matchesHashFile, signedParams } from '../../src/training/axis/signature.ts';
import { spool } from '../../src/training/axis/spool.ts';
import { loadOffices } from '../../src/training/world.ts';
import { callAxis, documentMessage, padded, post, send, sha256, signedHeaders, statusMessage, unpadded } from './client.ts';

const VECTORS = join(import.meta.dirname, '../../../shared/corpus/vxp/vectors.json');
const ROOT = join(import.meta.dirname, '../..');

let dir: string;
let axis: TrainingAxis;
const unexpected: unknown[] = [];
const open = () => openAxis({ dir: join(dir, 'axis'), offices: loadOffices(dir), onUnexpected: (error) => unexpected.push(error) });
/** [commune of the workstation, department, neighbouring commune] */
const offices = () => {
  const [commune, department, neighbour] = loadOffices(dir);
  if (!commune || !department || !neighbour) throw new Error('three offices');
  return { commune, department, neighbour };
};
const item = (axisUrl: string, office: { systemId: string; secret: string }, messagetype = 'edoc') =>
  callAxis(axisUrl, office, 'getReceivedEdocList', { servicetype: 'eDoc', messagetype }).then((r) => r.json.data);

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'axis-'));
  unexpected.length = 0;
  axis = await open();
});
afterEach(async () => {
  await axis.close();
  rmSync(dir, { recursive: true });
  expect(unexpected).toEqual([]);
});

describe.skipIf(!existsSync(VECTORS))('what the official kit sent [needs ../shared/corpus/vxp/vectors.json]', () => {
  const vectors = existsSync(VECTORS) ? JSON.parse(readFileSync(VECTORS, 'utf8')) : { hmac: [], hashFile: [] };
  test('every captured signature is verified over the header as it came, unless its letters were mangled on the way', () => {
    let mangled = 0;
    for (const v of vectors.hmac) {
      const headers = axisHeaders(v.headersLatin1.flat());
      expect(headers).toBeDefined();
      const sign = headers?.get('sign-header') ?? '';
      if (hmacMatches(vectors.secret, sign, v.hashHeader)) {
        expect(headers && signedParams(headers)?.get('systemid')).toBe('vxp.test.99');
      } else {
        expect(sign).toContain('?');
        mangled++;
      }
    }
    expect(mangled).toBeLessThanOrEqual(1);
    expect(vectors.hmac.length).toBeGreaterThan(5);
  });
  test('every captured body is stored without the kit’s CR LF and matches its own hash-file', async () => {
    for (const v of vectors.hashFile) {
      const body = Buffer.from(v.sdkBodyHex, 'hex');
      const stored = await spool(
        dir,
        (async function* () {
          for (const byte of body) yield Uint8Array.of(byte);
        })(),
        v.sdkHashFile,
      );
      expect(stored?.sha256).toBe(v.sha256);
      expect(readFileSync(stored?.path ?? '', 'utf8')).toBe(v.contentUtf8);
      expect(matchesHashFile(Buffer.from(v.sha256, 'hex'), v.sha256)).toBe(true);
    }
  });
});

describe('sending', () => {
  test('both forms of hash-file, with and without the trailing CR LF, store the same bytes and give one DocId', async () => {
    const { commune, department } = offices();
    const file = documentMessage(department.organId, [commune.organId], 3);
    expect(unpadded(file)).not.toBe(padded(file));
    const ids = new Set<string>();
    for (const hash of [padded(file), unpadded(file)])
      for (const body of [file, Buffer.concat([file, Buffer.from('\r\n')])]) {
        const reply = await send(axis.url, department, file, { from: department.organId, 'hash-file': hash }, body);
        expect(reply.json).toMatchObject({ status: 'OK', ErrorCode: '0' });
        ids.add(reply.json.DocId);
      }
    expect(ids.size).toBe(1);
    expect(axis.ledger()).toHaveLength(1);
    const [id] = ids;
    const got = await callAxis(axis.url, commune, 'getEdoc', { docId: id ?? '' });
    expect(Buffer.from(got.json.data, 'base64')).toEqual(file);
  });

  test('a body that is not the one hashed is refused and leaves nothing behind', async () => {
    const { department, commune } = offices();
    const file = documentMessage(department.organId, [commune.organId], 3);
    const broken = Buffer.from(file);
    broken[200] = (broken[200] ?? 0) ^ 1;
    const reply = await send(axis.url, department, file, { from: department.organId }, broken);
    expect(reply.json).toMatchObject({ status: 'FAIL', ErrorCode: '10', DocId: '' });
    expect(axis.ledger()).toEqual([]);
    expect(await item(axis.url, commune)).toEqual([]);
  });

  test('a document goes to every To of the message; the header `to` stands over it; an unknown recipient is refused', async () => {
    const { commune, department, neighbour } = offices();
    const both = documentMessage(department.organId, [commune.organId, neighbour.organId], 4);
    await send(axis.url, department, both, { from: department.organId });
    expect(await item(axis.url, commune)).toHaveLength(1);
    expect(await item(axis.url, neighbour)).toMatchObject([{ from: department.organId, to: neighbour.organId, status: 'initial' }]);
    const again = documentMessage(department.organId, [commune.organId, neighbour.organId], 5);
    await send(axis.url, department, again, { from: department.organId, to: JSON.stringify([commune.organId]) });
    expect(await item(axis.url, neighbour)).toHaveLength(1);
    const lost = await send(axis.url, department, documentMessage(department.organId, ['H99.777'], 6), { from: department.organId });
    expect(lost.json).toMatchObject({ status: 'FAIL', ErrorCode: '18', DocId: '' });
    expect(lost.json.ErrorDesc).toContain('H99.777');
    expect(/^[\x20-\x7e]+$/.test(lost.text)).toBe(true);
  });

  test('a sender sends only for its own organ, and what is not edXML is refused', async () => {
    const { commune, department } = offices();
    const file = documentMessage(department.organId, [commune.organId], 7);
    expect((await send(axis.url, commune, file, { from: department.organId })).json.ErrorCode).toBe('19');
    expect((await send(axis.url, commune, file, { from: commune.organId })).json.ErrorCode).toBe('19');
    expect((await send(axis.url, commune, Buffer.from('xin chào'), { from: commune.organId })).json.ErrorCode).toBe('22');
    expect(axis.ledger()).toEqual([]);
  });

  test('a status message goes to the organ it answers', async () => {
    const { commune, department } = offices();
    const status = statusMessage(commune.organId, department.organId, 'H99.01,2026/11/21,1/SM-VP', '01');
    const reply = await send(axis.url, commune, status, { from: commune.organId, messagetype: 'status' });
    expect(reply.json.status).toBe('OK');
    expect(await item(axis.url, department, 'status')).toHaveLength(1);
    expect(await item(axis.url, department)).toEqual([]);
    expect(axis.ledger()).toMatchObject([{ statusCode: '01', to: department.organId }]);
  });

  test('the same document sent again later has the same DocId; other bytes under its DocumentId are refused', async () => {
    const { commune, department } = offices();
    const file = documentMessage(department.organId, [commune.organId], 8);
    const first = await send(axis.url, department, file, { from: department.organId });
    const later = await send(axis.url, department, file, { from: department.organId, timestamp: '21112026T200000+0002' });
    expect(later.json.DocId).toBe(first.json.DocId);
    const other = documentMessage(department.organId, [commune.organId], 8, 1);
    expect((await send(axis.url, department, other, { from: department.organId })).json.ErrorCode).toBe('25');
    expect(axis.ledger()).toHaveLength(1);
  });

  test('a list of a thousand recipients fits in the headers', async () => {
    const { department, commune } = offices();
    const file = documentMessage(department.organId, [commune.organId], 9);
    const to = JSON.stringify([commune.organId, ...Array.from({ length: 3000 }, () => commune.organId)]);
    const reply = await send(axis.url, department, file, { from: department.organId, to });
    expect(reply.json.status).toBe('OK');
    expect(axis.ledger()).toHaveLength(1);
  });

  test('a large package comes back as it went in, by both ways', async () => {
    const { department, commune } = offices();
    const file = documentMessage(department.organId, [commune.organId], 10, 2_000_000);
    const { json } = await send(axis.url, department, file, { from: department.organId });
    const got = await callAxis(axis.url, commune, 'getEdoc', { docId: json.DocId });
    expect(Number(got.headers['content-length'])).toBe(got.text.length);
    expect(sha256(Buffer.from(got.json.data, 'base64'))).toEqual(sha256(file));
    const raw = await post(axis.url, 'downloadEdoc', signedHeaders(commune, { docId: json.DocId }), undefined, 'GET');
    expect(sha256(Buffer.from(raw.text))).toEqual(sha256(file));
  });
});

describe('who may ask', () => {
  test('a wrong secret, a changed header or an unknown system is refused with every field a client needs', async () => {
    const { commune } = offices();
    const wrong = await callAxis(axis.url, { ...commune, secret: 'x' }, 'getReceivedEdocList');
    expect(wrong.status).toBe(200);
    expect(wrong.json).toMatchObject({ status: 'FAIL', ErrorCode: '15', data: [] });
    expect((await callAxis(axis.url, { ...commune, systemId: 'x' }, 'sendEdoc')).json).toMatchObject({ ErrorCode: '15', DocId: '' });
    const headers = signedHeaders(commune, { docId: 'a' });
    const changed = await post(axis.url, 'updateStatus', { ...headers, 'XroadVnpt-docId': 'b' });
    expect(changed.json.ErrorCode).toBe('16');
    const extra = await post(axis.url, 'getEdoc', { ...headers, 'XroadVnpt-sign-header-key': 'docId' });
    expect(extra.json).toMatchObject({ ErrorCode: '16', data: '' });
  });
  test('a package of others is not shown, and downloadEdoc fails with an empty body', async () => {
    const { commune, department, neighbour } = offices();
    const { json } = await send(axis.url, department, documentMessage(department.organId, [commune.organId], 11), {
      from: department.organId,
    });
    expect((await callAxis(axis.url, neighbour, 'getEdoc', { docId: json.DocId })).json).toMatchObject({ ErrorCode: '24', data: '' });
    expect((await callAxis(axis.url, neighbour, 'updateStatus', { docId: json.DocId, status: 'done' })).json.ErrorCode).toBe('24');
    expect((await post(axis.url, 'downloadEdoc', {}, undefined, 'GET')).text).toBe('');
  });
  test('a Vietnamese description and a line break arrive whole through the headers', async () => {
    const { commune, department } = offices();
    const { json } = await send(axis.url, department, documentMessage(department.organId, [commune.organId], 12), {
      from: department.organId,
    });
    const description = 'Gói tin hỏng\nkhông đọc được';
    const reply = await callAxis(axis.url, commune, 'updateStatus', { docId: json.DocId, status: 'fail', description });
    expect(reply.json.status).toBe('OK');
    expect(axis.ledger()).toMatchObject([{ state: 'fail', stateDesc: description }]);
  });
});

describe('lists', () => {
  test('a package is listed until its receiver marked it done, and the sender can find it by DocId and by DocumentId', async () => {
    const { commune, department } = offices();
    const { json } = await send(axis.url, department, documentMessage(department.organId, [commune.organId], 13), {
      from: department.organId,
    });
    expect(await item(axis.url, commune)).toMatchObject([{ docId: json.DocId, messageType: 'edoc' }]);
    expect((await callAxis(axis.url, commune, 'countReceiveEdoc')).json.count).toBe(1);
    await callAxis(axis.url, commune, 'updateStatus', { docId: json.DocId, status: 'processing' });
    expect(await item(axis.url, commune)).toHaveLength(1);
    await callAxis(axis.url, commune, 'updateStatus', { docId: json.DocId, status: 'done' });
    expect(await item(axis.url, commune)).toEqual([]);
    for (const docId of [json.DocId, 'H99.01,2026/11/21,13/SM-VP']) {
      const sent = await callAxis(axis.url, department, 'getSentEdocList', { messagetype: 'edoc', docId });
      expect(sent.json.data).toMatchObject([
        { senderDocId: json.DocId, toCode: commune.organId, receiveStatus: 'done', notation: '13/SM-VP' },
      ]);
    }
  });
  test('the directory lists the three offices in each of its forms, and registering is refused', async () => {
    const { commune } = offices();
    for (const call of ['getAgenciesList', 'getAgenciesListQD20', 'getSynchronizeUnit']) {
      const { json, text } = await callAxis(axis.url, commune, call, { level: '1' });
      expect(json.data.map((a: { code: string }) => a.code).sort()).toEqual(['H99.01', 'H99.242', 'H99.243']);
      expect(text).not.toContain('null');
    }
    expect((await callAxis(axis.url, commune, 'registerAgency')).json.ErrorCode).toBe('27');
    expect((await callAxis(axis.url, commune, 'nonsense')).json.ErrorCode).toBe('28');
  });
});

describe('what was answered survives', () => {
  test('packages, states and secrets are there after a restart', async () => {
    const { commune, department } = offices();
    const file = documentMessage(department.organId, [commune.organId], 14);
    const first = await send(axis.url, department, file, { from: department.organId });
    await axis.close();
    axis = await open();
    expect(offices().commune.secret).toBe(commune.secret);
    expect(await item(axis.url, commune)).toHaveLength(1);
    expect((await send(axis.url, department, file, { from: department.organId })).json.DocId).toBe(first.json.DocId);
  });
});

describe('misbehaviour on command', () => {
  const file = (n: number) => documentMessage(offices().department.organId, [offices().commune.organId], n);
  const sendFile = (n: number) => send(axis.url, offices().department, file(n), { from: offices().department.organId });

  test('refuse: nothing listens, and afterwards the same port does', async () => {
    const { url } = axis;
    await axis.setFaults({ refuse: true });
    await expect(sendFile(1)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await axis.setFaults({});
    expect(axis.url).toBe(url);
    expect((await sendFile(1)).json.status).toBe('OK');
  });
  test('refuse for a number of calls: the connection breaks that often, before any work', async () => {
    await axis.setFaults({ refuse: true, onlyCall: 'sendEdoc', times: 2 });
    expect((await callAxis(axis.url, offices().commune, 'getAgenciesList')).json.status).toBe('OK');
    for (const _ of [1, 2]) await expect(sendFile(1)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(axis.ledger()).toEqual([]);
    expect((await sendFile(1)).json.status).toBe('OK');
  });
  test('accept then time out: the work is done, no answer ever comes, the connection stays', async () => {
    await axis.setFaults({ acceptThenTimeout: true, onlyCall: 'sendEdoc', times: 1 });
    const { department } = offices();
    const body = file(2);
    const headers = signedHeaders(department, { messagetype: 'edoc', from: department.organId, 'hash-file': padded(body) });
    let answered = false;
    let closed = false;
    const req = request(`${axis.url}/sendEdoc`, { method: 'POST', headers, agent: false }, () => {
      answered = true;
    });
    req.on('close', () => {
      closed = true;
    });
    req.on('error', () => {});
    req.end(body);
    await expect.poll(() => axis.ledger().length).toBe(1);
    const again = await sendFile(2);
    expect(again.json.DocId).toBe(axis.ledger()[0]?.docId);
    expect([answered, closed]).toEqual([false, false]);
    req.destroy();
  });
  test('answer status: the number asked for, no JSON, no work', async () => {
    await axis.setFaults({ answerStatus: 503, times: 1 });
    const reply = await sendFile(3);
    expect([reply.status, reply.json]).toEqual([503, undefined]);
    expect(axis.ledger()).toEqual([]);
    expect((await sendFile(3)).json.status).toBe('OK');
  });
  test('delay: the answer comes no sooner', async () => {
    await axis.setFaults({ delayMs: 300, times: 1 });
    const start = performance.now();
    expect((await sendFile(4)).json.status).toBe('OK');
    expect(performance.now() - start).toBeGreaterThanOrEqual(295);
  });
  test('portal, half open, reset and cut answers: no JSON comes, and the work is done or not as the fault says', async () => {
    await axis.setFaults({ portal: true, times: 1 });
    const page = await sendFile(21);
    expect([page.status, page.json]).toEqual([200, undefined]);
    await axis.setFaults({ answerStatus: 404, times: 1 });
    expect((await sendFile(21)).status).toBe(404);
    await axis.setFaults({ resetRequest: true, times: 1 });
    await expect(sendFile(21)).rejects.toThrow();
    expect(axis.ledger()).toEqual([]);
    await axis.setFaults({ cutAnswer: true, times: 1 });
    await expect(sendFile(21)).rejects.toThrow();
    expect(axis.ledger()).toHaveLength(1);
    await axis.setFaults({ halfOpen: true, times: 1 });
    const silent = await Promise.race([
      sendFile(22).then(() => 'answered'),
      new Promise((resolve) => setTimeout(() => resolve('silent'), 300)),
    ]);
    expect(silent).toBe('silent');
    expect(axis.ledger()).toHaveLength(1);
  });
  test('disorder and doubled lists, and a clock that is wrong', async () => {
    for (const n of [31, 32, 33]) await sendFile(n);
    const { department } = offices();
    const list = () => callAxis(axis.url, department, 'getSentEdocList', { messagetype: 'edoc' });
    const ids = async (): Promise<string[]> => (await list()).json.data.map((row: { senderDocId: string }) => row.senderDocId);
    const plain = await ids();
    await axis.setFaults({ disorder: true });
    expect(await ids()).toEqual([...plain].reverse());
    await axis.setFaults({ doubled: true });
    expect(await ids()).toEqual(plain.flatMap((id) => [id, id]));
    await axis.setFaults({ clockOffsetMs: -3 * 3_600_000 });
    const { headers } = await list();
    expect(Date.now() - Date.parse(String(headers.date))).toBeGreaterThan(2.9 * 3_600_000);
  });
  test('no deduplication: a document sent again is another package, but the same upload never is', async () => {
    await axis.setFaults({ noDeduplication: true });
    const { department } = offices();
    const from = department.organId;
    const ids = await Promise.all(
      ['1', '1', '2'].map((t) => send(axis.url, department, file(5), { from, timestamp: t }).then((r) => r.json.DocId)),
    );
    expect(new Set(ids).size).toBe(2);
    expect(axis.ledger()).toHaveLength(2);
  });
  test('no search by DocumentId: the transport id still finds', async () => {
    const { department } = offices();
    const { json } = await sendFile(6);
    await axis.setFaults({ noFindByDocumentId: true });
    const find = (docId: string) =>
      callAxis(axis.url, department, 'getSentEdocList', { messagetype: 'edoc', docId }).then((r) => r.json.data);
    expect(await find('H99.01,2026/11/21,6/SM-VP')).toEqual([]);
    expect(await find(json.DocId)).toHaveLength(1);
  });
});

describe('npm run axis', () => {
  test('prints its address and each office’s code, system and secret, and keeps them for the next start', async () => {
    const start = async () => {
      const child = spawn(process.execPath, [
        '--disable-warning=ExperimentalWarning',
        join(ROOT, 'src/training/axis/cli.ts'),
        '--port',
        '0',
        '--data',
        join(dir, 'cli'),
        '--json',
      ]);
      const [line] = await new Promise<string[]>((resolve, reject) => {
        createInterface(child.stdout).once('line', (l) => resolve([l]));
        child.once('exit', () => reject(new Error('ended')));
      });
      const printed = JSON.parse(line ?? '');
      const listed = await callAxis(printed.url, printed.offices[0], 'getAgenciesList');
      expect(listed.json.data).toHaveLength(3);
      const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
      child.removeAllListeners('error');
      child.kill('SIGINT');
      expect(await ended).toBe(0);
      return printed.offices;
    };
    const first = await start();
    expect(first.map((o: { organId: string }) => o.organId)).toEqual(['H99.242', 'H99.01', 'H99.243']);
    expect(await start()).toEqual(first);
    expect(statSync(join(dir, 'cli', 'offices.json')).mode & 0o777).toBe(0o600);
  });
});
