import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { vxpTransport } from '../../src/core/axis/index.ts';
import { SMALL_BYTES } from '../../src/core/axis/queue.ts';
import { openAxis, type TrainingAxis } from '../../src/training/axis/index.ts';
import {
  type Bench,
  type BenchOptions,
  count,
  documentIdOf,
  issue,
  OFFICES,
  queueStatus,
  removeFolder,
  station,
  tempFolder,
} from './support.ts';

let dir: string;
let axis: TrainingAxis;
let open: Bench[];
let close: (() => void) | undefined;
beforeEach(async () => {
  dir = tempFolder();
  open = [];
  axis = await openAxis({ dir: join(dir, 'axis'), offices: OFFICES, onUnexpected: () => undefined });
});
afterEach(async () => {
  close?.();
  close = undefined;
  for (const bench of open) await bench.close();
  await axis.close();
  removeFolder(dir);
});
const at = (office: string, extra: Partial<BenchOptions> = {}): Bench => {
  const bench = station({ dir: join(dir, `${office}-${open.length}`), url: axis.url, office, ...extra });
  open.push(bench);
  return bench;
};
const states = (bench: Bench): string[] =>
  (bench.store.db.prepare('SELECT state FROM dispatch ORDER BY seq').all() as { state: string }[]).map((r) => r.state);
const draft = (number: string, priority: 0 | 1 | 3 = 0, bytes = 0) => ({
  from: 'H99.01',
  to: ['H99.242'],
  number,
  priority,
  ...(bytes === 0 ? {} : { files: [{ name: 'lon.pdf', bytes: Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(bytes, 'x')]) }] }),
});
/** A transport whose uploads stand still until they are let go, by the number of the document. */
function held(bench: () => Bench): { extra: Partial<BenchOptions>; begun: string[]; release(number: string): void } {
  const begun: string[] = [];
  const waiting = new Map<string, () => void>();
  const transportFor: NonNullable<BenchOptions['transportFor']> = (organ) => {
    const transport = vxpTransport(organ);
    const send = transport.send.bind(transport);
    transport.send = async (dispatch) => {
      const sha256 = Buffer.from(dispatch.sha256).toString('hex');
      const title = bench().store.db.prepare<string, string>('SELECT title FROM dispatch WHERE sha256 = ?').pluck().get(sha256) ?? '';
      begun.push(title);
      await new Promise<void>((resolve) => waiting.set(title, resolve));
      return send(dispatch);
    };
    return transport;
  };
  return { extra: { transportFor }, begun, release: (title) => waiting.get(title)?.() };
}
const big = Math.ceil(SMALL_BYTES * 0.76);

describe('the ways out of a connection', () => {
  it('big documents never hold up small ones or statuses, and one big one goes at a time', async () => {
    let bench: Bench | undefined;
    const hold = held(() => bench as Bench);
    bench = at('H99.01', hold.extra);
    for (const number of ['11', '12']) await issue(bench.store, draft(number, 0, big));
    for (const number of ['1', '2', '3', '4']) await issue(bench.store, draft(number));
    bench.exchange.start();
    const sender = bench;
    await sender.until(() => hold.begun.length === 4);
    expect(hold.begun.sort()).toEqual(['1', '11', '2', '3']);
    for (const number of ['1', '2', '3']) hold.release(number);
    await sender.until(() => hold.begun.includes('4'));
    hold.release('4');
    await sender.until(() => count(sender.store, `dispatch WHERE state = 'accepted'`) === 4);
    expect(hold.begun).not.toContain('12');
    hold.release('11');
    await sender.until(() => hold.begun.includes('12'));
    hold.release('12');
    await sender.until(() => count(sender.store, `dispatch WHERE state = 'accepted'`) === 6);
  });

  it('an urgent big one does not wait for the big one before it', async () => {
    let bench: Bench | undefined;
    const hold = held(() => bench as Bench);
    bench = at('H99.01', hold.extra);
    const sender = bench;
    await issue(sender.store, draft('11', 0, big));
    sender.exchange.start();
    await sender.until(() => hold.begun.length === 1);
    await issue(sender.store, draft('12', 3, big));
    sender.exchange.wake();
    await sender.until(() => hold.begun.length === 2);
    expect(hold.begun).toEqual(['11', '12']);
    for (const number of ['11', '12']) hold.release(number);
    await sender.until(() => count(sender.store, `dispatch WHERE state = 'accepted'`) === 2);
  });

  it('a status goes while a big document is on its way', async () => {
    const sender = at('H99.242');
    await issue(sender.store, { ...draft('11', 0, big), from: 'H99.242', to: ['H99.01'] });
    const other = at('H99.01');
    await issue(other.store, draft('1'));
    other.exchange.start();
    // Very little line for documents: the big one takes minutes.
    sender.exchange.limitBandwidth(50_000);
    sender.exchange.start();
    await sender.until(() => count(sender.store, `dispatch WHERE kind = 'status' AND state = 'accepted'`) === 1);
    expect(count(sender.store, `dispatch WHERE kind = 'document' AND state = 'sending'`)).toBe(1);
  });
});

describe('a person', () => {
  it('stops everything and lets it go on; nothing leaves meanwhile', async () => {
    const sender = at('H99.01');
    await issue(sender.store, draft('1'));
    sender.exchange.pause(undefined, true);
    sender.exchange.start();
    await sender.exchange.sendNow();
    expect(sender.exchange.status()).toMatchObject({ paused: true, line: { kind: 'connected' }, waitingDocuments: 1 });
    expect(sender.exchange.queue()).toMatchObject({ paused: true, total: 1 });
    expect(axis.ledger()).toEqual([]);
    sender.exchange.pause(undefined, false);
    await sender.until(() => states(sender)[0] === 'accepted');
  });

  it('stops one; others go; naming it sends it', async () => {
    const sender = at('H99.01');
    const id = await issue(sender.store, draft('1', 3));
    await issue(sender.store, draft('2'));
    sender.exchange.pause(id, true);
    sender.exchange.start();
    await sender.until(() => states(sender)[1] === 'accepted');
    expect(sender.exchange.queue().rows).toMatchObject([{ id, state: 'queued', paused: true, attempts: 0 }]);
    await sender.exchange.sendNow(id);
    await sender.until(() => states(sender)[0] === 'accepted');
  });

  it('breaks off an upload that is under way: the axis has nothing, and the row is not "có thể đã gửi"', async () => {
    const sender = at('H99.01');
    const id = await issue(sender.store, draft('11', 0, 4_000_000));
    sender.exchange.limitBandwidth(2_000_000);
    sender.exchange.start();
    await sender.until(() => (sender.exchange.queue().rows[0]?.sentBytes ?? 0) > 100_000);
    sender.exchange.pause(id, true);
    await sender.until(() => states(sender)[0] === 'queued');
    expect(sender.exchange.queue().rows[0]).not.toHaveProperty('error');
    expect(axis.ledger()).toEqual([]);
    sender.exchange.limitBandwidth(0);
    sender.exchange.pause(id, false);
    await sender.until(() => states(sender)[0] === 'accepted');
  });

  it('sees how far an upload is, and when the queue will be empty', async () => {
    const sender = at('H99.01');
    for (let n = 1; n <= 12; n++) await issue(sender.store, draft(String(n), 0, 60_000));
    await issue(sender.store, draft('99', 0, 8_000_000));
    // So little that it is still on its way while the test looks.
    sender.exchange.limitBandwidth(1_000_000);
    sender.exchange.start();
    await sender.until(() => sender.exchange.queue().emptyAt !== undefined);
    const { emptyAt = 0, rows, bytes } = sender.exchange.queue();
    expect(emptyAt).toBeGreaterThan(Date.now());
    expect(bytes).toBeGreaterThan(8_000_000);
    const large = rows.find((row) => row.title === '99');
    expect(large).toMatchObject({ state: 'sending', sentBytes: expect.any(Number) });
    expect(large?.sentBytes).toBeLessThan(large?.size ?? 0);
  });

  it('gets the queue in pages', async () => {
    const sender = at('H99.01');
    for (let n = 1; n <= 5; n++) await issue(sender.store, draft(String(n)));
    const page = sender.exchange.queue({ offset: 2, limit: 2 });
    expect(page.rows.map((row) => row.title)).toEqual(['3', '4']);
    expect(page.total).toBe(5);
  });
});

it('ten thousand waiting statuses do not slow the choice of the next one', async () => {
  const sender = at('H99.242');
  const other = at('H99.01');
  await issue(other.store, draft('1'));
  other.exchange.start();
  sender.exchange.start();
  await sender.until(() => count(sender.store, 'incoming') === 1);
  await sender.exchange.stop();
  const { id } = sender.store.db.prepare('SELECT id FROM incoming').get() as { id: string };
  sender.store.tx(() => {
    for (let n = 0; n < 2_000; n++) queueStatus(sender.store, id, '05');
  });
  const plan = sender.store.db
    .prepare(
      `EXPLAIN QUERY PLAN SELECT id FROM dispatch d WHERE d.kind = 'status' AND d.state IN ('queued', 'unknown') ORDER BY d.priority DESC, d.seq LIMIT 1`,
    )
    .all() as { detail: string }[];
  // Found in its order, not sorted out of all.
  expect(plan.map((step) => step.detail).join()).toMatch(/USING.* INDEX dispatch_next/);
  expect(plan.map((step) => step.detail).join()).not.toMatch(/TEMP B-TREE/);
});

describe('the line', () => {
  it('that a network sign-in holds up is told apart from no network, and what waits stays queued', async () => {
    const server = createServer((_req, res) => void res.writeHead(302, { Location: 'http://wifi.example/login' }).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    close = () => server.close();
    const sender = at('H99.01', { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    await issue(sender.store, draft('1'));
    sender.exchange.start();
    await sender.until(() => sender.exchange.status().line.kind === 'captive_portal');
    expect(states(sender)).toEqual(['queued']);
  });

  it('keeps since when it is down over a restart', async () => {
    await axis.setFaults({ refuse: true });
    const folder = join(dir, 'kept');
    const key = Buffer.alloc(32, 7);
    const first = at('H99.01', { dir: folder, key });
    first.exchange.start();
    await first.until(() => first.exchange.status().line.kind === 'no_network');
    const { line } = first.exchange.status();
    await first.close();
    open.pop();
    const second = at('H99.01', { dir: folder, key, create: false });
    await issue(second.store, draft('1'));
    second.exchange.start();
    expect(second.exchange.status().line).toEqual(line);
    await axis.setFaults({});
    await second.until(() => states(second)[0] === 'accepted');
    expect(second.exchange.status()).toMatchObject({ line: { kind: 'connected' }, afterOutage: { sent: 1, toSend: 1 } });
    expect(axis.ledger().map((r) => r.documentId)).toEqual([documentIdOf(draft('1'))]);
  });
});
