import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Receiver } from '../../src/core/axis/types.ts';
import { createReceiver } from '../../src/core/documents/receiver.ts';
import { axisErrors } from '../../src/renderer/text/vi/errors/axis.ts';
import { openAxis, type TrainingAxis } from '../../src/training/axis/index.ts';
import {
  type Bench,
  type BenchOptions,
  count,
  type Draft,
  issue,
  OFFICES,
  officeOf,
  PDF,
  packageBytes,
  removeFolder,
  simpleReceiver,
  station,
  tempFolder,
} from './support.ts';

let dir: string;
let axis: TrainingAxis;
let open: Bench[];
const at = (office: string, extra: Partial<BenchOptions> = {}): Bench => {
  const bench = station({ dir: join(dir, `${office}-${open.length}`), url: axis.url, office, ...extra });
  open.push(bench);
  return bench;
};
beforeEach(async () => {
  dir = tempFolder();
  open = [];
  axis = await openAxis({ dir: join(dir, 'axis'), offices: OFFICES, onUnexpected: () => undefined });
});
afterEach(async () => {
  for (const bench of open) await bench.close();
  await axis.close();
  removeFolder(dir);
});

const draft = (number: string, files?: Draft['files']): Draft => ({ from: 'H99.01', to: ['H99.242'], number, ...(files ? { files } : {}) });
let stamp = 0;
/** Sends bytes as a neighbour would, to H99.242 whatever the message says. */
async function submit(bytes: Uint8Array, messageType: 'edoc' | 'status' = 'edoc'): Promise<string> {
  const answer = await axis.submit(bytes, {
    systemId: officeOf('H99.01').systemId,
    timestamp: String(++stamp),
    messageType,
    deduplicate: false,
    from: 'H99.01',
    to: ['H99.242'],
  });
  if (answer.status !== 'OK') throw new Error(JSON.stringify(answer));
  return String(answer.DocId);
}
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

interface PackageState {
  state: string;
  reason: string | null;
  blob_id: string | null;
  size: number;
  sender: string;
  acknowledged: number;
}
const packageOf = (bench: Bench, docId: string): PackageState =>
  bench.store.db.prepare('SELECT * FROM package WHERE doc_id = ?').get(docId) as PackageState;
const settled = (bench: Bench, n: number) => bench.until(() => count(bench.store, 'package WHERE acknowledged = 1') === n);

/** A zip archive of one file, deflated. */
function zip(name: string, bytes: Buffer): Buffer {
  const packed = deflateRawSync(bytes);
  // Version, flags, method, time, date, CRC-32, sizes, length of the name, of the extra field (APPNOTE 4.3.7).
  const head = Buffer.alloc(26);
  head.writeUInt16LE(20, 0);
  head.writeUInt16LE(8, 4);
  head.writeUInt32LE(crc32(bytes), 10);
  head.writeUInt32LE(packed.length, 14);
  head.writeUInt32LE(bytes.length, 18);
  head.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), head, Buffer.from(name), packed]);
  const central = Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), head, Buffer.alloc(14), Buffer.from(name)]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}

describe('a package that cannot be used', () => {
  const marked = async (): Promise<Buffer> =>
    Buffer.from((await packageBytes(draft('9'))).toString('utf8').replace(/(<[\w:]*Subject>)/, '<edXML:DoMat>TỐI MẬT</edXML:DoMat>$1'));
  const cases: readonly (readonly [string, string, () => Promise<Uint8Array>])[] = [
    ['that is broken edXML', 'edxml.', async () => (await packageBytes(draft('1'))).subarray(0, -200)],
    ['without a PDF', 'axis.missing_pdf', () => packageBytes(draft('2', [{ name: 'ghi-chu.txt', bytes: Buffer.from('chỉ có chữ') }]))],
    ['without any file', 'axis.missing_pdf', () => packageBytes(draft('3', []))],
    [
      'with an empty file',
      'axis.empty_attachment',
      () =>
        packageBytes(
          draft('4', [
            { name: 'van-ban.pdf', bytes: PDF },
            { name: 'phu-luc.pdf', bytes: Buffer.alloc(0) },
          ]),
        ),
    ],
    [
      'with a zip that calls itself a PDF',
      'axis.not_a_pdf',
      () => packageBytes(draft('5', [{ name: 'van-ban.pdf', bytes: zip('a.txt', Buffer.from('không phải PDF'.repeat(20))) }])),
    ],
    [
      'without a file that its list promises',
      'axis.promised_file_missing',
      async () => {
        const files = [
          { name: 'van-ban.pdf', bytes: PDF },
          { name: 'phu-luc.pdf', bytes: PDF },
        ];
        const text = (await packageBytes(draft('7', files))).toString('latin1');
        const last = text.lastIndexOf('<Attachment>');
        return Buffer.from(text.slice(0, last) + text.slice(text.lastIndexOf('</Attachment>') + '</Attachment>'.length), 'latin1');
      },
    ],
    ['for another office', 'axis.other_office', () => packageBytes({ ...draft('6'), to: ['H99.243'] })],
  ];
  it.each(cases)('%s is kept aside with its reason, marked fail, and the rest goes on', async (_, code, make) => {
    const bytes = await make();
    const bad = await submit(bytes);
    const good = await submit(await packageBytes(draft('99')));
    const receiver = at('H99.242');
    receiver.exchange.start();
    await settled(receiver, 2);
    const row = packageOf(receiver, bad);
    expect(row).toMatchObject({ state: 'quarantined', size: bytes.byteLength, sender: 'H99.01' });
    const reason = JSON.parse(row.reason ?? '') as { code: string };
    expect(reason.code).toContain(code);
    if (reason.code.startsWith('axis.')) expect(Object.keys(axisErrors)).toContain(reason.code);
    expect(sha256(await receiver.store.vault.readAll(row.blob_id as never))).toBe(sha256(bytes));
    expect(packageOf(receiver, good).state).toBe('stored');
    const told = axis.ledger();
    expect(told.find((r) => r.docId === bad)).toMatchObject({ state: 'fail', stateDesc: expect.stringMatching(/^[\x20-\x7e]{10,}$/) });
    expect(told.find((r) => r.docId === good)?.state).toBe('done');
    expect(count(receiver.store, 'incoming')).toBe(1);
    expect(receiver.exchange.quarantine()).toMatchObject([{ docId: bad, markedFail: true, reason: { code: reason.code } }]);
    expect(receiver.exchange.status().quarantined).toBe(1);
    expect(filesIn(join(dir, 'H99.242-0', 'vault'))).toHaveLength(count(receiver.store, 'blob'));
  });

  it('and holds a state secret is destroyed: time, sender, transport id and reason remain, no file', async () => {
    const secret = await submit(await marked());
    const receiver = at('H99.242');
    receiver.exchange.start();
    await settled(receiver, 1);
    const row = packageOf(receiver, secret);
    expect(row).toMatchObject({
      state: 'quarantined',
      blob_id: null,
      size: 0,
      sender: 'H99.01',
      reason: JSON.stringify({ code: 'axis.secret' }),
    });
    expect(count(receiver.store, 'blob')).toBe(0);
    expect(filesIn(join(dir, 'H99.242-0', 'vault'))).toEqual([]);
    expect(axis.ledger()[0]?.state).toBe('fail');
  });

  it('and a secret that only the documents room sees is destroyed too', async () => {
    await submit(await packageBytes(draft('1')));
    const receiver = at('H99.242', {
      receiver: { refuse: () => ({ code: 'documents.secret' }), document: () => 'stored', status: () => 'stored' },
    });
    receiver.exchange.start();
    await settled(receiver, 1);
    expect(filesIn(join(dir, 'H99.242-0', 'vault'))).toEqual([]);
  });

  it('because it ends the parser twice is kept aside; a parser that is gone says nothing about a package', async () => {
    await submit(await packageBytes(draft('1')));
    let reachable = false;
    let reads = 0;
    const receiver = at('H99.242', {
      parsing: {
        ping: async () => {
          if (!reachable) throw new Error('no parser');
        },
        readEdxml: async () => {
          reads++;
          throw new Error('the process ended');
        },
      },
    });
    const dueNow = () => receiver.store.db.prepare('UPDATE package SET next_at = 0').run();
    receiver.exchange.start();
    for (const n of [1, 2, 3]) {
      await receiver.until(() => reads === n && (packageOf(receiver, axis.ledger()[0]?.docId ?? '')?.reason ?? '') !== '');
      await receiver.until(() => count(receiver.store, 'package WHERE attempts = ?', n) === 1);
      dueNow();
    }
    expect(count(receiver.store, `package WHERE state = 'listed'`)).toBe(1);
    reachable = true;
    await receiver.until(() => {
      dueNow();
      return count(receiver.store, `package WHERE state = 'quarantined'`) === 1;
    });
    expect(receiver.exchange.quarantine()[0]?.reason).toEqual({ code: 'axis.parser_failed', params: { times: 2 } });
  });
});

describe('taking in', () => {
  it('keeps package and attachments byte for byte, and the status 01 goes back', async () => {
    const bytes = await packageBytes(draft('1', [{ name: 'Công văn.pdf', bytes: PDF }]));
    const docId = await submit(bytes);
    const receiver = at('H99.242');
    receiver.exchange.start();
    await settled(receiver, 1);
    expect(sha256(await receiver.store.vault.readAll(packageOf(receiver, docId).blob_id as never))).toBe(sha256(bytes));
    const file = receiver.store.db.prepare('SELECT blob_id, name FROM file').get() as { blob_id: string; name: string };
    expect(file.name).toBe('Công văn.pdf');
    expect(Buffer.from(await receiver.store.vault.readAll(file.blob_id as never)).equals(PDF)).toBe(true);
    await receiver.until(() => axis.ledger().some((r) => r.messageType === 'status' && r.statusCode === '01'));
  });

  it('carries 40 MB from one office to the other', async () => {
    const big = Buffer.concat([PDF, randomBytes(40 * 1024 * 1024)]);
    const sender = at('H99.01', { answerMs: 30_000 });
    await issue(sender.store, draft('1', [{ name: 'ban-ve.pdf', bytes: big }]));
    sender.exchange.start();
    await sender.until(() => count(sender.store, `dispatch WHERE state = 'accepted'`) === 1);
    const receiver = at('H99.242', { answerMs: 30_000 });
    receiver.exchange.start();
    await settled(receiver, 1);
    const file = receiver.store.db.prepare('SELECT b.sha256 FROM file f JOIN blob b ON b.id = f.blob_id').get() as { sha256: string };
    expect(file.sha256).toBe(sha256(big));
  });

  it('and the documents room fit together: document, files, history, status 01 and audit in one transaction, once', async () => {
    const bytes = await packageBytes(draft('1'));
    await submit(bytes);
    await submit(bytes);
    let room: Receiver | undefined;
    const documents = (): Receiver => {
      room ??= createReceiver(receiver.store);
      return room;
    };
    const receiver = at('H99.242', {
      receiver: {
        refuse: (received) => documents().refuse(received),
        document: (received) => documents().document(received),
        status: (received) => documents().status(received),
      },
    });
    receiver.exchange.start();
    await settled(receiver, 2);
    for (const table of ['incoming', 'file', 'history', 'audit', `dispatch WHERE kind = 'status' AND status_code = '01'`])
      expect(count(receiver.store, table), table).toBe(1);
    await receiver.until(() => axis.ledger().some((r) => r.messageType === 'status' && r.to === 'H99.01'));
  });

  it('doubles nothing when the same document comes in several packages', async () => {
    const bytes = await packageBytes(draft('1'));
    for (let i = 0; i < 3; i++) await submit(bytes);
    const receiver = at('H99.242');
    receiver.exchange.start();
    await settled(receiver, 3);
    expect(count(receiver.store, 'incoming')).toBe(1);
    expect(count(receiver.store, 'file')).toBe(1);
    expect(count(receiver.store, `package WHERE state = 'stored' AND outcome = 'done'`)).toBe(3);
    expect(filesIn(join(dir, 'H99.242-0', 'vault'))).toHaveLength(count(receiver.store, '(SELECT DISTINCT name FROM blob)'));
  });

  it('repeats only the acknowledgement where that failed', async () => {
    await axis.setFaults({ answerStatus: 500, onlyCall: 'updateStatus', times: 1 });
    await submit(await packageBytes(draft('1')));
    const receiver = at('H99.242');
    receiver.exchange.start();
    await receiver.until(() => count(receiver.store, `package WHERE state = 'stored' AND acknowledged = 0 AND attempts = 1`) === 1);
    receiver.store.db.prepare('UPDATE package SET next_at = 0').run();
    await settled(receiver, 1);
    expect(count(receiver.store, 'incoming')).toBe(1);
    expect(axis.ledger()[0]?.state).toBe('done');
  });

  it('an unexpected error over one package stops no other and marks nothing', async () => {
    const unlucky = await submit(await packageBytes(draft('1')));
    await submit(await packageBytes(draft('2')));
    let fails = true;
    const second = at('H99.242', {
      receiver: {
        refuse: ({ message }) => {
          if (fails && message.code.number === '1') throw new TypeError('a bug');
          return undefined;
        },
        document: (received) => simpleReceiver(second.store).document(received),
        status: (received) => simpleReceiver(second.store).status(received),
      },
    });
    second.exchange.start();
    await second.until(() => count(second.store, 'package WHERE acknowledged = 1') === 1 && packageOf(second, unlucky).reason !== null);
    expect(packageOf(second, unlucky)).toMatchObject({ state: 'listed', acknowledged: 0 });
    expect(axis.ledger().find((r) => r.docId === unlucky)?.state).toBe('initial');
    expect(second.log.some((l) => l.level === 'error' && String(l.fields?.error).includes('a bug'))).toBe(true);
    fails = false;
    second.store.db.prepare('UPDATE package SET next_at = 0').run();
    await settled(second, 2);
    expect(count(second.store, 'incoming')).toBe(2);
  });

  it('goes on after a package that the axis cannot hand out', async () => {
    await submit(await packageBytes(draft('1')));
    await submit(await packageBytes(draft('2')));
    await axis.setFaults({ answerStatus: 500, onlyCall: 'getEdoc', times: 1 });
    const receiver = at('H99.242');
    receiver.exchange.start();
    await settled(receiver, 1);
    // Fetched side by side: either may have met the fault.
    expect(count(receiver.store, `package WHERE state = 'listed' AND acknowledged = 0`)).toBe(1);
    receiver.store.db.prepare('UPDATE package SET next_at = 0').run();
    await settled(receiver, 2);
    expect(count(receiver.store, 'incoming')).toBe(2);
  });
});

function filesIn(folder: string): string[] {
  return (readdirSync(folder, { recursive: true }) as string[]).filter((name) => statSync(join(folder, name)).isFile());
}

it('a document addressed to two organs of ours on one connection reaches both, and shares its files', async () => {
  const shared = [
    officeOf('H99.01'),
    { ...officeOf('H99.242'), systemId: 'tap-huan.chung', secret: 'chung' },
    { ...officeOf('H99.243'), systemId: 'tap-huan.chung', secret: 'chung' },
  ];
  const both = await openAxis({ dir: join(dir, 'axis-2'), offices: shared, onUnexpected: () => undefined });
  let room: Receiver | undefined;
  const documents = (): Receiver => {
    room ??= createReceiver(receiver.store);
    return room;
  };
  const receiver = at('H99.242', {
    url: both.url,
    receiver: {
      refuse: (received) => documents().refuse(received),
      document: (received) => documents().document(received),
      status: (received) => documents().status(received),
    },
  });
  receiver.store.tx(() => {
    const { db } = receiver.store;
    db.prepare(
      `INSERT INTO organ (organ_id, name, abbreviation, endpoint, system_id, secret) VALUES ('H99.243', 'Xã', 'X', ?, '', '')`,
    ).run(both.url);
    db.prepare(`UPDATE organ SET system_id = 'tap-huan.chung', secret = 'chung'`).run();
  });
  await both.submit(await packageBytes({ from: 'H99.01', to: ['H99.242', 'H99.243'], number: '1' }), {
    systemId: officeOf('H99.01').systemId,
    timestamp: '1',
    messageType: 'edoc',
    deduplicate: true,
  });
  receiver.exchange.start();
  const told = () => both.ledger().filter((r) => r.messageType === 'status' && r.statusCode === '01');
  await receiver.until(() => told().length === 2);
  const organs = receiver.store.db.prepare('SELECT organ_id FROM incoming ORDER BY organ_id').pluck().all();
  expect(organs).toEqual(['H99.242', 'H99.243']);
  expect(
    told()
      .map((r) => r.from)
      .sort(),
  ).toEqual(organs);
  expect(count(receiver.store, 'file')).toBe(2);
  for (const id of receiver.store.db.prepare('SELECT blob_id FROM file').pluck().all())
    expect(Buffer.from(await receiver.store.vault.readAll(id as never)).equals(PDF)).toBe(true);
  await receiver.exchange.stop();
  await both.close();
});

it('lists in disorder and with every row twice bring each document once', async () => {
  const sender = at('H99.01');
  for (let n = 61; n <= 66; n++) await issue(sender.store, { from: 'H99.01', to: ['H99.242'], number: String(n), priority: 0 });
  sender.exchange.start();
  await sender.until(() => count(sender.store, `dispatch WHERE state = 'accepted'`) === 6);
  await axis.setFaults({ disorder: true, doubled: true });
  const receiver = at('H99.242');
  receiver.exchange.start();
  await receiver.until(() => count(receiver.store, 'package WHERE acknowledged = 1') === 6);
  expect(count(receiver.store, 'incoming')).toBe(6);
  expect(count(receiver.store, 'package')).toBe(6);
});
