import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { vxpTransport } from '../../src/core/axis/index.ts';
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
const states = (bench: Bench): string[] =>
  (bench.store.db.prepare('SELECT state FROM dispatch ORDER BY seq').all() as { state: string }[]).map((r) => r.state);
const draft = (number: string, priority: 0 | 1 | 3 = 0) => ({ from: 'H99.01', to: ['H99.242'], number, priority });

describe('a send that times out after the axis accepted it', () => {
  const cases = [
    ['with the axis deduplicating', {}],
    ['with an axis that neither deduplicates nor finds by DocumentId', { noDeduplication: true, noFindByDocumentId: true }],
  ] as const;
  it.each(cases)('reaches the recipient once %s', async (_, also) => {
    await axis.setFaults({ acceptThenTimeout: true, onlyCall: 'sendEdoc', times: 1, ...also });
    const sender = at('H99.01', { answerMs: 1000 });
    await issue(sender.store, draft('7'));
    sender.exchange.start();
    await sender.until(() => states(sender)[0] === 'unknown');
    expect(sender.exchange.queue().rows[0]).toMatchObject({ state: 'unknown', error: { code: 'axis.maybe_sent' } });
    await axis.setFaults(also);
    await sender.exchange.sendNow();
    await sender.until(() => states(sender)[0] === 'accepted');
    expect(sender.exchange.queue().rows).toEqual([]);
    expect(count(sender.store, `delivery WHERE state = 'sent'`)).toBe(1);

    const packages = axis.ledger().filter((r) => r.messageType === 'edoc');
    expect(packages).toHaveLength('noDeduplication' in also ? 2 : 1);
    const receiver = at('H99.242');
    receiver.exchange.start();
    await receiver.until(() => count(receiver.store, 'package WHERE acknowledged = 1') === packages.length);
    expect(count(receiver.store, 'incoming')).toBe(1);
    expect(count(receiver.store, `dispatch WHERE kind = 'status'`)).toBe(1);
    expect(
      axis
        .ledger()
        .filter((r) => r.messageType === 'edoc')
        .map((r) => r.state),
    ).toEqual(packages.map(() => 'done'));
  });

  it('is found by its DocumentId where the axis can tell, and not sent again', async () => {
    await axis.setFaults({ acceptThenTimeout: true, onlyCall: 'sendEdoc', times: 1 });
    const sender = at('H99.01', { answerMs: 1000 });
    await issue(sender.store, draft('8'));
    sender.exchange.start();
    await sender.until(() => states(sender)[0] === 'unknown');
    await sender.exchange.sendNow();
    await sender.until(() => states(sender)[0] === 'accepted');
    const row = sender.store.db.prepare('SELECT attempts, transport_doc_id AS id FROM dispatch').get() as { attempts: number; id: string };
    expect(row).toEqual({ attempts: 1, id: axis.ledger()[0]?.docId });
    expect(sender.store.setting('axis.find_by_document_id:H99.01')).toBe('yes');
  });

  it('learns that an axis does not find documents', async () => {
    await axis.setFaults({ noFindByDocumentId: true });
    const sender = at('H99.01');
    await issue(sender.store, draft('9'));
    sender.exchange.start();
    await sender.until(() => sender.store.setting('axis.find_by_document_id:H99.01') === 'no');
    expect(states(sender)).toEqual(['accepted']);
  });
});

describe('while the line is cut', () => {
  it('everything queues, and goes out in order when the line is back: urgent first, then oldest', async () => {
    await axis.setFaults({ refuse: true });
    const begun: string[] = [];
    const sender = at('H99.01', {
      transportFor: (organ) => {
        const transport = vxpTransport(organ);
        const send = transport.send.bind(transport);
        transport.send = (dispatch) => {
          begun.push(Buffer.from(dispatch.sha256).toString('hex'));
          return send(dispatch);
        };
        return transport;
      },
    });
    sender.exchange.start();
    await sender.until(() => sender.exchange.status().line.kind === 'no_network');
    for (const [number, priority] of [
      ['1', 0],
      ['2', 1],
      ['3', 3],
      ['4', 0],
      ['5', 3],
    ] as const)
      await issue(sender.store, draft(number, priority));
    sender.exchange.wake();
    const line = await sender.exchange.checkLine();
    expect(line).toMatchObject({ kind: 'no_network', since: expect.any(Number) });
    expect(sender.exchange.status()).toMatchObject({ waitingDocuments: 5, unknown: 0, refused: 0 });
    await axis.setFaults({});
    sender.exchange.wake();
    await sender.until(() => states(sender).every((s) => s === 'accepted'));
    // Several go side by side; what is in order is their beginning.
    const idOf = sender.store.db.prepare<string, string>('SELECT document_id FROM dispatch WHERE sha256 = ?').pluck();
    expect(begun.map((sha256) => idOf.get(sha256))).toEqual(['3', '5', '2', '1', '4'].map((n) => documentIdOf(draft(n))));
    const { line: after, afterOutage } = sender.exchange.status();
    expect(after.kind).toBe('connected');
    expect(afterOutage).toMatchObject({ sent: 5, toSend: 5, received: 0 });
  });

  it('the statuses of one document go out in the order in which they were said', async () => {
    const sender = at('H99.01');
    await issue(sender.store, { ...draft('1'), to: ['H99.242'] });
    sender.exchange.start();
    const receiver = at('H99.242');
    receiver.exchange.start();
    await receiver.until(() => count(receiver.store, 'incoming') === 1 && states(receiver)[0] === 'accepted');
    await axis.setFaults({ refuse: true });
    const { id } = receiver.store.db.prepare('SELECT id FROM incoming').get() as { id: string };
    const queued = ['03', '04', '05', '05', '06', '03'].map((code) => receiver.store.tx(() => queueStatus(receiver.store, id, code)));
    expect(queued.at(-1)).toBeUndefined();
    await axis.setFaults({});
    receiver.exchange.wake();
    await receiver.until(() => states(receiver).every((s) => s === 'accepted'));
    await sender.until(() => count(sender.store, 'status_in') === 6);
    const codes = sender.store.db.prepare('SELECT code FROM status_in ORDER BY seq').all() as { code: string }[];
    expect(codes.map((c) => c.code)).toEqual(['01', '03', '04', '05', '05', '06']);
  });
});

describe('an axis in trouble', () => {
  it('that answers 5xx to an upload may have it: the row says so and is sent again until it is accepted', async () => {
    await axis.setFaults({ answerStatus: 502, onlyCall: 'sendEdoc', times: 2 });
    const sender = at('H99.01');
    await issue(sender.store, draft('1'));
    sender.exchange.start();
    await sender.until(() => states(sender)[0] === 'unknown');
    await sender.exchange.sendNow();
    await sender.until(() => (sender.exchange.queue().rows[0]?.attempts ?? 2) === 2);
    await sender.until(() => states(sender)[0] !== 'sending');
    await sender.exchange.sendNow();
    await sender.until(() => states(sender)[0] === 'accepted');
    expect(axis.ledger()).toHaveLength(1);
  });
  it('that answers 5xx to everything is silent, not gone, and nothing is sent into it', async () => {
    await axis.setFaults({ answerStatus: 503 });
    const sender = at('H99.01');
    await issue(sender.store, draft('1'));
    sender.exchange.start();
    await sender.until(() => sender.exchange.status().line.kind === 'axis_silent');
    expect(states(sender)).toEqual(['queued']);
    expect(sender.exchange.queue().rows[0]?.attempts).toBe(0);
    await axis.setFaults({});
    await sender.until(() => states(sender)[0] === 'accepted');
  });
  it('that answers slowly is waited for', async () => {
    await axis.setFaults({ delayMs: 250 });
    const sender = at('H99.01');
    await issue(sender.store, draft('1'));
    sender.exchange.start();
    await sender.until(() => states(sender)[0] === 'accepted');
    expect(sender.log.filter((l) => l.level !== 'info')).toEqual([]);
  });
  it('that refuses our credential is told apart; everything stays queued', async () => {
    const sender = at('H99.01', { secret: 'sai' });
    await issue(sender.store, draft('1'));
    sender.exchange.start();
    await sender.until(() => sender.exchange.status().line.kind === 'credential_refused');
    expect(states(sender)).toEqual(['queued']);
  });
  it('that refuses one package leaves it to the clerk and takes the next', async () => {
    const sender = at('H99.01');
    await issue(sender.store, { ...draft('1'), to: ['H99.999'] });
    await issue(sender.store, draft('2'));
    sender.exchange.start();
    await sender.until(() => states(sender)[1] === 'accepted' && states(sender)[0] !== 'sending');
    expect(states(sender)).toEqual(['refused', 'accepted']);
    expect(sender.exchange.queue().rows).toMatchObject([{ state: 'refused', error: { code: 'axis.refused', params: { axisCode: '18' } } }]);
    expect(sender.exchange.status()).toMatchObject({ refused: 1, waitingDocuments: 0 });
  });
});

it('what is set to an hour waits for it, through an outage and a sending of everything, and goes at once when it is named', async () => {
  const sender = at('H99.01');
  await issue(sender.store, draft('21'));
  const later = Date.now() + 3600_000;
  sender.store.db.prepare('UPDATE dispatch SET next_at = ?').run(later);
  await issue(sender.store, draft('22'));
  sender.exchange.start();
  await sender.until(() => states(sender)[1] === 'accepted');
  await axis.setFaults({ refuse: true });
  await sender.exchange.checkLine();
  await axis.setFaults({});
  await sender.exchange.checkLine();
  await sender.exchange.sendNow();
  expect(sender.exchange.queue().rows).toMatchObject([{ state: 'queued', attempts: 0, nextTry: later }]);
  const id = sender.exchange.queue().rows[0]?.id ?? '';
  await sender.exchange.sendNow(id);
  await sender.until(() => states(sender)[0] === 'accepted');
});

it('after a long outage what is urgent goes at once, and the rest takes its time', async () => {
  const sender = at('H99.01');
  for (let n = 31; n <= 36; n++) await issue(sender.store, draft(String(n)));
  await issue(sender.store, draft('37', 3));
  // As the line's last known state says, it has been down for three days.
  sender.store.db
    .prepare(`INSERT INTO line_state (organ_id, kind, code, since) VALUES ('H99.01', 'no_network', NULL, ?)`)
    .run(Date.now() - 3 * 24 * 3600_000);
  sender.exchange.start();
  await sender.until(() => states(sender).at(-1) === 'accepted');
  expect(states(sender).filter((state) => state === 'queued').length).toBeGreaterThan(2);
});
