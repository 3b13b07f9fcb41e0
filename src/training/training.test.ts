import { execFileSync, spawnSync } from 'node:child_process';
import { createVerify, randomUUID, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { callAxis, documentMessage, send, statusMessage } from '../../test/training/client.ts';
import { fromMessagePort } from '../contract/ports.ts';
import type { tokenCalls } from '../contract/token/index.ts';
import type { TrainingWorld, trainingCalls } from '../contract/training/index.ts';
import { type Connection, connect } from '../contract/wire.ts';
import { readBytes } from '../formats/edxml/testing.ts';
import { listZip } from '../formats/zip/index.ts';
import { serveTraining } from './index.ts';
import { SAMPLES } from './samples.ts';
import { Training } from './training.ts';

const has = (tool: string): boolean => spawnSync(tool, ['--version']).error === undefined;
const DOCUMENTS = SAMPLES.length;
const problems: unknown[] = [];
let dir: string;
let training: Training;
let world: TrainingWorld;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'training-'));
  training = new Training({ onUnexpected: (error) => problems.push(error) });
  world = await training.handlers.start({ dir, documents: DOCUMENTS, autoReply: false }, undefined);
  await vi.waitUntil(async () => (await training.handlers.ledger({}, undefined)).packages.length === DOCUMENTS, { timeout: 30_000 });
}, 60_000);
afterAll(async () => {
  await training.close();
  rmSync(dir, { recursive: true });
  expect(problems).toEqual([]);
});
const office = (i: number) => {
  const found = world.offices[i];
  if (found === undefined) throw new Error('no office');
  return found;
};
const received = async () => {
  const here = office(0);
  const list = await callAxis(world.axisUrl, here, 'getReceivedEdocList', { messagetype: 'edoc' });
  return Promise.all(
    list.json.data.map(async ({ docId }: { docId: string }) => {
      const { json } = await callAxis(world.axisUrl, here, 'getEdoc', { docId });
      return readBytes(Buffer.from(json.data, 'base64'));
    }),
  ) as Promise<Awaited<ReturnType<typeof readBytes>>[]>;
};

describe('the first documents', () => {
  test('all wait on the axis for this office, readable by the product’s own reader without a warning', async () => {
    const documents = await received();
    expect(documents).toHaveLength(DOCUMENTS);
    const priorities = documents.map(({ message, warnings, files }) => {
      expect(warnings).toEqual([]);
      if (message.kind !== 'document') throw new Error('a status');
      expect(message.to.map((t) => t.organId)).toEqual(['H99.242']);
      expect(message.documentId).toContain(`${message.code.number}/${message.code.notation}`);
      expect(message.secrecyMark).toBeUndefined();
      expect(message.attachments[0]?.detected).toBe('pdf');
      for (const [i, attachment] of message.attachments.entries())
        if (attachment.detected === 'ooxml') {
          const bytes = files[i] ?? Buffer.alloc(0);
          expect(listZip({ size: bytes.length, read: (at, n) => bytes.subarray(at, at + n) }, { entries: 100 }).length).toBeGreaterThan(2);
        }
      return message.otherInfo.priority;
    });
    expect(priorities.filter((p) => p === 3)).toHaveLength(1);
    expect(priorities.filter((p) => p === 1)).toHaveLength(3);
    const dues = documents.filter(({ message }) => message.kind === 'document' && message.dueDate !== undefined);
    expect(dues.length).toBeGreaterThan(5);
    const ids = new Set(documents.map(({ message }) => (message.kind === 'document' ? message.documentId : '')));
    expect(ids.size).toBe(DOCUMENTS);
  });

  test.skipIf(!has('qpdf') || !has('pdffonts') || !has('pdfsig'))(
    'their PDFs are sound, embed Tinos and carry the signatures of leader and agency [needs qpdf, pdffonts, pdfsig]',
    async () => {
      const counts: number[] = [];
      for (const { message, files } of (await received()).filter((_, i) => i < 3 || i === 9 || i === 18 || i === 19)) {
        if (message.kind !== 'document') throw new Error('a status');
        const path = join(dir, 'one.pdf');
        writeFileSync(path, files[0] ?? '');
        execFileSync('qpdf', ['--check', path]);
        const fonts = execFileSync('pdffonts', [path], { encoding: 'utf8' }).trim().split('\n').slice(2);
        expect(fonts.length).toBeGreaterThan(2);
        for (const font of fonts) expect(font).toMatch(/Tinos.* yes yes yes /);
        const { stdout } = spawnSync('pdfsig', ['-nocert', path], { encoding: 'utf8' });
        const valid = stdout.match(/Signature is Valid/g)?.length ?? 0;
        expect(stdout.match(/Signature #/g)?.length ?? 0).toBe(valid);
        counts.push(valid);
      }
      expect(counts).toEqual([2, 2, 2, 2, 1, 0]);
    },
  );

  test('the draft leaves number and date open and needs no other font', async () => {
    const { pdf, name } = await training.handlers.sampleDraft({ subject: 'trả lời Sở Mẫu', recipient: 'Sở Mẫu' }, undefined);
    expect(name).toMatch(/\.pdf$/);
    if (!has('pdftotext')) return;
    const path = join(dir, 'draft.pdf');
    writeFileSync(path, pdf);
    const text = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' });
    expect(text).toMatch(/Số:\s+\/UBND-VP/);
    expect(text).toMatch(/ngày\s+tháng\s+năm/);
    expect(text).toContain('CHỦ TỊCH');
  });
});

describe('starting again', () => {
  test('finds the same offices, address and documents, and sends none twice', async () => {
    const before = (await training.handlers.ledger({}, undefined)).packages;
    await training.close();
    training = new Training({ onUnexpected: (error) => problems.push(error) });
    const again = await training.handlers.start({ dir, documents: DOCUMENTS, autoReply: false }, undefined);
    expect(again.axisUrl).toBe(world.axisUrl);
    expect(again.offices).toEqual(world.offices);
    expect((await training.handlers.ledger({}, undefined)).packages).toEqual(before);
    world = again;
  }, 30_000);
});

describe('the process behind its ports', () => {
  let ask: Connection<typeof trainingCalls>;
  let token: Connection<typeof tokenCalls>;
  let connectToken: () => Connection<typeof tokenCalls>;
  let fromMain: (data: unknown, port: MessagePort) => void;
  beforeAll(() => {
    let deliver: (event: { data: unknown; ports: readonly MessagePort[] }) => void = () => {};
    serveTraining({ on: (_event, listener) => (deliver = listener) }, training);
    fromMain = (data, port) => deliver({ data, ports: [port] });
    const open = (type: string) => {
      const { port1, port2 } = new MessageChannel();
      fromMain({ type }, port1);
      return fromMessagePort(port2);
    };
    ask = connect<typeof trainingCalls>(open('serve'));
    connectToken = () => connect<typeof tokenCalls>(open('serve-token'));
    token = connectToken();
  });
  const enterPin = (actId: string, pin: string): Promise<unknown> => {
    const { port1, port2 } = new MessageChannel();
    fromMain({ type: 'pin-port', actId }, port1);
    const page = fromMessagePort(port2);
    return new Promise((resolve) => {
      page.onMessage((answer) => {
        page.close();
        resolve(answer);
      });
      page.post({ pin: new Uint8Array(Buffer.from(pin)) });
    });
  };
  const begin = async (serial: string, certificateSha256: string) => {
    const actId = randomUUID();
    await token.call.beginAct({ actId, serial, certificateSha256 });
    return actId;
  };

  test('serves the training calls', async () => {
    expect((await ask.call.ledger({})).packages).toHaveLength(DOCUMENTS);
    await expect(ask.call.faults({ answerStatus: 302 })).rejects.toThrow('contract.bad_input');
  });

  test('the office’s two tokens sign after their PIN, and their certificates verify', async () => {
    const { tokens } = await token.call.list({});
    expect(tokens.map((t) => t.label)).toEqual(['TẬP HUẤN – Nguyễn Văn Mẫu', 'TẬP HUẤN – UBND xã Ví Dụ']);
    for (const one of tokens) {
      const certificate = one.certificates[0];
      if (certificate === undefined) throw new Error('no certificate');
      const actId = await begin(one.serial, certificate.sha256);
      const data = Buffer.from('signed attributes');
      await expect(token.call.sign({ actId, data })).rejects.toThrow('token.not_logged_in');
      expect(await enterPin(actId, world.pin)).toEqual({ ok: true });
      const { signature } = await token.call.sign({ actId, data });
      expect(createVerify('sha256').update(data).verify(new X509Certificate(certificate.der).publicKey, signature)).toBe(true);
      await token.call.endAct({ actId });
      await expect(token.call.sign({ actId, data })).rejects.toThrow('token.no_such_act');
    }
  });

  test('a PIN of the wrong length costs no try, a right one clears the count, three wrong in a row lock the token', async () => {
    const flags = async () => (await token.call.list({})).tokens[0]?.flags;
    const leader = (await token.call.list({})).tokens[0];
    const tryPin = async (pin: string) => {
      const actId = await begin(leader?.serial ?? '', leader?.certificates[0]?.sha256 ?? '');
      const answer = await enterPin(actId, pin);
      await token.call.endAct({ actId });
      return answer;
    };
    const refused = (code: string) => ({ ok: false, error: { code } });
    expect(await tryPin('123')).toMatchObject(refused('token.pin_length'));
    expect(await flags()).toMatchObject({ pinCountLow: false });
    expect(await tryPin('87654321')).toEqual(refused('token.pin_incorrect'));
    expect(await flags()).toMatchObject({ pinCountLow: true, pinFinalTry: false });
    expect(await tryPin(world.pin)).toEqual({ ok: true });
    expect(await tryPin('87654321')).toEqual(refused('token.pin_incorrect'));
    expect(await tryPin('87654321')).toEqual(refused('token.pin_incorrect_final'));
    expect(await flags()).toMatchObject({ pinFinalTry: true });
    expect(await tryPin('87654321')).toEqual(refused('token.pin_locked'));
    expect(await tryPin(world.pin)).toEqual(refused('token.pin_locked'));
    expect(await flags()).toMatchObject({ pinLocked: true });
  });

  test('one act a token, one PIN an act, and the acts of a port end with it', async () => {
    const agency = (await token.call.list({})).tokens[1];
    const [serial, sha256] = [agency?.serial ?? '', agency?.certificates[0]?.sha256 ?? ''];
    const actId = await begin(serial, sha256);
    await expect(begin(serial, sha256)).rejects.toThrow('token.busy');
    expect(await enterPin(actId, world.pin)).toEqual({ ok: true });
    expect(await enterPin(actId, world.pin)).toEqual({ ok: false, error: { code: 'token.pin_already_given' } });
    const other = connectToken();
    await expect(other.call.sign({ actId, data: Buffer.from('x') })).rejects.toThrow('token.no_such_act');
    token.close();
    token = other;
    await expect.poll(() => begin(serial, sha256).then((id) => token.call.endAct({ actId: id })), { timeout: 3000 }).toEqual({});
  });

  test('a PIN that overtakes its act waits for it', async () => {
    const agency = (await token.call.list({})).tokens[1];
    const actId = randomUUID();
    const answer = enterPin(actId, world.pin);
    await token.call.beginAct({ actId, serial: agency?.serial ?? '', certificateSha256: agency?.certificates[0]?.sha256 ?? '' });
    expect(await answer).toEqual({ ok: true });
  });
});

describe('the other offices', () => {
  test('answer each document 01, 03, 04, 05, 06 once, count it once, agree to a recall, and let late documents come', async () => {
    const place = mkdtempSync(join(tmpdir(), 'replies-'));
    const now = { '01': 0, '03': 0, '04': 0, '05': 0, '06': 0 };
    const lively = new Training({ replyDelays: now, lateEveryMs: 20, roundMs: 20, onUnexpected: (e) => problems.push(e) });
    try {
      const other = await lively.handlers.start({ dir: place, documents: 6, autoReply: true }, undefined);
      const [here, department, neighbour] = other.offices;
      if (!here || !department || !neighbour) throw new Error('three offices');
      const packages = async () => (await lively.handlers.ledger({}, undefined)).packages;
      await expect
        .poll(async () => (await packages()).filter((p) => p.to === here.organId && p.messageType === 'edoc').length, { timeout: 20_000 })
        .toBe(6);

      await lively.handlers.faults({ noDeduplication: true }, undefined);
      const file = documentMessage(here.organId, [department.organId, neighbour.organId], 5);
      for (const timestamp of ['a', 'b']) await send(other.axisUrl, here, file, { from: here.organId, timestamp });
      const statuses = async () => (await packages()).filter((p) => p.messageType === 'status' && p.to === here.organId);
      await expect.poll(async () => (await statuses()).length, { timeout: 20_000 }).toBe(10);
      await expect.poll(() => lively.received(), { timeout: 20_000 }).toEqual({ 'H99.01': 1, 'H99.243': 1 });
      for (const from of [department, neighbour])
        expect((await statuses()).filter((s) => s.from === from.organId).map((s) => s.statusCode)).toEqual(['01', '03', '04', '05', '06']);

      const recall = statusMessage(here.organId, department.organId, `${here.organId},2026/11/21,5/SM-VP`, '13');
      await send(other.axisUrl, here, recall, { from: here.organId, messagetype: 'status' });
      await expect.poll(async () => (await statuses()).filter((s) => s.statusCode === '15').length, { timeout: 20_000 }).toBe(1);
      expect(await statuses()).toHaveLength(11);
    } finally {
      await lively.close();
      rmSync(place, { recursive: true });
    }
  }, 30_000);

  test('on a busy day one refuses, one is slow and asks back with a letter that names the document', async () => {
    const place = mkdtempSync(join(tmpdir(), 'busy-'));
    const now = { '01': 0, '03': 0, '04': 0, '05': 0, '06': 0 };
    const lively = new Training({ replyDelays: now, roundMs: 20, onUnexpected: (e) => problems.push(e) });
    try {
      const other = await lively.handlers.start({ dir: place, documents: 0, autoReply: true }, undefined);
      const [here, department, neighbour] = other.offices;
      if (!here || !department || !neighbour) throw new Error('three offices');
      await lively.handlers.day({ name: 'busy_day', pace: 1 }, undefined);
      for (let n = 1; n <= 6; n++) {
        const file = documentMessage(here.organId, [department.organId, neighbour.organId], n);
        await send(other.axisUrl, here, file, { from: here.organId, timestamp: String(n) });
      }
      const packages = async () => (await lively.handlers.ledger({}, undefined)).packages.filter((p) => p.to === here.organId);
      const from = async (office: { readonly organId: string }, code: string) =>
        (await packages()).filter((p) => p.from === office.organId && p.statusCode === code).length;
      await expect.poll(async () => (await from(neighbour, '02')) + (await from(neighbour, '06')), { timeout: 20_000 }).toBe(6);
      expect(await from(neighbour, '02')).toBeGreaterThan(0);
      expect(await from(neighbour, '03')).toBe(await from(neighbour, '06'));
      await expect.poll(() => from(department, '06'), { timeout: 20_000 }).toBe(6);
      expect(await from(department, '02')).toBe(0);
      const list = await callAxis(other.axisUrl, here, 'getReceivedEdocList', { messagetype: 'edoc' });
      const letters = await Promise.all(
        list.json.data.map(async ({ docId }: { docId: string }) => {
          const { json } = await callAxis(other.axisUrl, here, 'getEdoc', { docId });
          return (await readBytes(Buffer.from(json.data, 'base64'))).message;
        }),
      );
      const asked = letters.filter((message) => message.kind === 'document' && message.responseFor.length > 0);
      expect(asked.length).toBeGreaterThan(0);
      expect(asked[0].responseFor[0].organId).toBe(here.organId);
    } finally {
      await lively.close();
      rmSync(place, { recursive: true });
    }
  }, 40_000);
});
