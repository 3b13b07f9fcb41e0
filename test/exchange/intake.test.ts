import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { urgencySeen } from '../../src/core/axis/fetch.ts';
import { vxpTransport } from '../../src/core/axis/index.ts';
import { DISK_RESERVE } from '../../src/core/axis/intake.ts';
import { closePackage, readAgain, returnPackage } from '../../src/core/documents/index.ts';
import { openAxis, type TrainingAxis } from '../../src/training/axis/index.ts';
import {
  type Bench,
  type BenchOptions,
  count,
  OFFICES,
  officeOf,
  PDF,
  packageBytes,
  reader,
  removeFolder,
  station,
  tempFolder,
} from './support.ts';

let dir: string;
let axis: TrainingAxis;
let open: Bench[];
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
const at = (extra: Partial<BenchOptions> = {}): Bench => {
  const bench = station({ dir: join(dir, `s-${open.length}`), url: axis.url, office: 'H99.242', ...extra });
  open.push(bench);
  return bench;
};
let stamp = 0;
async function arrive(number: string, priority: 0 | 1 | 3 = 0, bytes = 0, to = 'H99.242'): Promise<string> {
  const files = bytes === 0 ? [{ name: 'a.pdf', bytes: PDF }] : [{ name: 'a.pdf', bytes: Buffer.concat([PDF, Buffer.alloc(bytes, 'y')]) }];
  const answer = await axis.submit(await packageBytes({ from: 'H99.01', to: [to], number, priority, files }), {
    systemId: officeOf('H99.01').systemId,
    timestamp: String(++stamp),
    messageType: 'edoc',
    deduplicate: false,
    from: 'H99.01',
    to: ['H99.242'],
  });
  return String(answer.DocId);
}
const order = (bench: Bench): string[] =>
  (bench.store.db.prepare('SELECT number FROM incoming ORDER BY seq').all() as { number: string }[]).map((r) => r.number);

describe('many packages after an outage', () => {
  it('come in whole; a big one that is not urgent is put off, the urgent one is readable before it, the bar moves', async () => {
    await arrive('900', 0, 1_500_000);
    for (let n = 1; n <= 30; n++) await arrive(String(n));
    await arrive('777', 3, 1_500_000);
    const seen: { total: number; left: number }[] = [];
    const fetched: string[] = [];
    const bench = at({
      transportFor: (organ) => {
        const transport = vxpTransport(organ);
        const fetch = transport.fetch.bind(transport);
        transport.fetch = (docId) => {
          fetched.push(docId);
          return fetch(docId);
        };
        return transport;
      },
      onPoint: () => {
        const { intake } = bench.exchange.status();
        if (intake) seen.push(intake);
      },
    });
    bench.exchange.start();
    await bench.until(() => count(bench.store, 'package WHERE acknowledged = 1') === 32);
    const came = order(bench);
    expect(came).toHaveLength(32);
    expect(came.indexOf('777')).toBeLessThan(came.indexOf('900'));
    expect(came.at(-1)).toBe('900');
    // Only the big one was asked for twice.
    expect(fetched).toHaveLength(33);
    expect(seen[0]).toMatchObject({ total: 32 });
    expect(Math.min(...seen.map((s) => s.left))).toBeLessThan(10);
    expect(bench.exchange.status()).not.toHaveProperty('intake');
    expect(axis.ledger().filter((r) => r.messageType === 'edoc' && r.state !== 'done')).toEqual([]);
  }, 90_000);

  it('a few are fetched as they come: nothing is put off', async () => {
    await arrive('900', 0, 1_500_000);
    await arrive('1');
    const bench = at();
    bench.exchange.start();
    await bench.until(() => count(bench.store, 'package WHERE acknowledged = 1') === 2);
    expect(count(bench.store, 'package WHERE put_off = 1')).toBe(0);
  });

  it('stay on the axis while the disk is short, with the reason shown, and come in when there is room', async () => {
    await arrive('1');
    let free = DISK_RESERVE;
    const bench = at({ freeDisk: async () => free });
    bench.exchange.start();
    await bench.until(() => bench.exchange.status().intakeTrouble !== undefined);
    expect(bench.exchange.status()).toMatchObject({ line: { kind: 'connected' }, intakeTrouble: { code: 'axis.disk_short' } });
    expect(count(bench.store, 'incoming')).toBe(0);
    expect(axis.ledger().every((r) => r.state === 'initial')).toBe(true);
    free = DISK_RESERVE * 10;
    await bench.until(() => count(bench.store, 'incoming') === 1);
    await bench.until(() => bench.exchange.status().intakeTrouble === undefined);
  });

  it('the urgency is a hint from the head alone, whatever the prefix, and 0 where it is not to be seen', () => {
    expect(urgencySeen(Buffer.from('<a><edXML:Priority>3</edXML:Priority>'))).toBe(3);
    expect(urgencySeen(Buffer.from('<Priority > 1 </Priority>'))).toBe(1);
    expect(urgencySeen(Buffer.from('<Priority>9</Priority>'))).toBe(0);
    expect(urgencySeen(Buffer.from('<Subject>Priority</Subject>'))).toBe(0);
    expect(urgencySeen(Buffer.alloc(0))).toBe(0);
  });
});

describe('a package set aside', () => {
  const CLERK = { name: 'Lê Thị Ví Dụ', roles: ['clerk'] } as const;
  async function asideAt(): Promise<{ bench: Bench; id: string; docId: string }> {
    const docId = await arrive('5', 0, 0, 'H99.243');
    const bench = at();
    bench.exchange.start();
    await bench.until(() => count(bench.store, `package WHERE state = 'quarantined' AND acknowledged = 1`) === 1);
    return { bench, id: bench.exchange.quarantine()[0]?.id ?? '', docId };
  }
  it('for another office is returned with status 02, its ids verbatim, once', async () => {
    const { bench, id } = await asideAt();
    expect(bench.exchange.quarantine()).toMatchObject([{ reason: { code: 'axis.other_office' }, hasOriginal: true }]);
    await returnPackage(bench.store, reader, CLERK, id, 'wrong_recipient', '');
    await expect(returnPackage(bench.store, reader, CLERK, id, 'wrong_recipient', '')).rejects.toThrow('documents.package_returned');
    bench.exchange.wake();
    await bench.until(() => count(bench.store, `dispatch WHERE kind = 'status' AND state = 'accepted'`) === 1);
    expect(axis.ledger().filter((r) => r.messageType === 'status')).toMatchObject([
      { from: 'H99.242', to: 'H99.01', statusCode: '02', documentId: 'H99.01,2026/11/20,5/CV' },
    ]);
    expect(bench.exchange.quarantine()).toMatchObject([
      { returnedAt: expect.any(Number), handling: { by: CLERK.name, reason: 'wrong_recipient' } },
    ]);
    expect(bench.exchange.status().quarantined).toBe(0);
  });

  it('that cannot be read is not returnable, and is closed with a note', async () => {
    await axis.submit(
      await packageBytes({
        from: 'H99.01',
        to: ['H99.242'],
        number: '6',
        files: [{ name: 'a.pdf', bytes: Buffer.from('không phải PDF') }],
      }),
      {
        systemId: officeOf('H99.01').systemId,
        timestamp: String(++stamp),
        messageType: 'edoc',
        deduplicate: false,
      },
    );
    const blind = { ping: async () => ({}), readEdxml: async () => ({ ok: false as const, error: { code: 'edxml.not_well_formed' } }) };
    const bench = at({ parsing: blind });
    bench.exchange.start();
    await bench.until(() => count(bench.store, `package WHERE state = 'quarantined' AND acknowledged = 1`) === 1);
    const id = bench.exchange.quarantine()[0]?.id ?? '';
    await expect(returnPackage(bench.store, blind, CLERK, id, 'unreadable', '')).rejects.toThrow('documents.package_not_returnable');
    closePackage(bench.store, CLERK, id, 'Đã gọi điện');
    expect(bench.exchange.quarantine()).toMatchObject([{ closedAt: expect.any(Number), handling: { note: 'Đã gọi điện' } }]);
  });

  it('is read again when a person asks, becomes a document, and the axis is told done', async () => {
    const { bench, id } = await asideAt();
    // The office serves that organ too, from now on.
    const other = officeOf('H99.243');
    bench.store.tx(() =>
      bench.store.db
        .prepare(`INSERT INTO organ (organ_id, name, abbreviation, endpoint) VALUES (?, ?, 'B', ?)`)
        .run(other.organId, other.name, axis.url),
    );
    readAgain(bench.store, CLERK, id);
    await bench.exchange.checkLine();
    await bench.until(() => count(bench.store, 'incoming') === 1 && count(bench.store, 'package WHERE acknowledged = 1') === 1);
    expect(axis.ledger().find((r) => r.messageType === 'edoc')?.state).toBe('done');
    expect(bench.exchange.quarantine()).toEqual([]);
  });
});
