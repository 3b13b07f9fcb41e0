import { randomBytes } from 'node:crypto';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMachineKey } from '../../src/core/accounts/index.ts';
import type { Receiver } from '../../src/core/axis/types.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { Actor } from '../../src/core/context.ts';
import { createReceiver, registerIncoming } from '../../src/core/documents/index.ts';
import { compare, confirmBook, finish, reconciliationView } from '../../src/core/reconcile/index.ts';
import { bookFor, gapsOf, listBooks, openDefaultBooks, periodsOf, takeNumber } from '../../src/core/registers/index.ts';
import { makeBackup, restoreBackup, restoredMark } from '../../src/core/store/backup/index.ts';
import { deriveKeys, openStore } from '../../src/core/store/index.ts';
import { markMachine } from '../../src/core/store/machine-mark.ts';
import type { Store } from '../../src/core/store/types.ts';
import { waitForReconciliation } from '../../src/core/store/waiting.ts';
import type { RecordId } from '../../src/domain/ids.ts';
import { legalDateOf } from '../../src/domain/time.ts';
import { openAxis, type TrainingAxis } from '../../src/training/axis/index.ts';
import { type Bench, count, issue, OFFICES, removeFolder, station, tempFolder } from './support.ts';

const OURS = 'H99.242';
const CLERK: Actor = { name: 'Lê Thị Ví Dụ', roles: ['clerk', 'administrator'] };
const keys = deriveKeys(randomBytes(32));
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

/** Our workstation with the documents room as it is. */
function desk(folder: string, create: boolean): Bench {
  let real: Receiver | undefined;
  const receiver: Receiver = {
    refuse: (received) => real?.refuse(received),
    document: (received) => real?.document(received) ?? 'duplicate',
    status: (received) => real?.status(received) ?? 'orphan',
  };
  const bench = station({ dir: join(dir, folder), url: axis.url, office: OURS, key: Buffer.from(keys.database), create, receiver });
  real = createReceiver(bench.store);
  open.push(bench);
  if (create) {
    bench.store.tx(() => {
      createMachineKey(bench.store);
      openDefaultBooks(bench.store, OURS, 'UBND');
    });
    writeFileSync(join(dir, folder, 'keys.json'), '{}');
  }
  return bench;
}
function numbered(store: Store): number {
  const book = bookFor(store, OURS, 'outgoing', 'Công văn');
  return store.tx(() => takeNumber(store, book, { kindName: 'Công văn', actor: CLERK })).number;
}
async function sendOne(store: Store): Promise<void> {
  // Of the year in which it is numbered: a book of this year counts no other's.
  const date = legalDateOf(systemClock.now());
  await issue(store, { from: OURS, to: ['H99.01', 'H99.243'], number: String(numbered(store)).padStart(2, '0'), date });
}
const arrived = (store: Store): RecordId[] =>
  store.db.prepare(`SELECT id FROM incoming WHERE state = 'arrived' ORDER BY seq`).pluck().all() as RecordId[];
const registerAll = (store: Store): number[] => arrived(store).map((id) => registerIncoming(store, CLERK, id).arrivalNumber);
const settled = (bench: Bench, documents: number): Promise<void> =>
  bench.until(
    () =>
      count(bench.store, 'incoming') === documents &&
      count(bench.store, `dispatch WHERE state <> 'accepted'`) === 0 &&
      count(bench.store, 'package WHERE acknowledged = 0') === 0,
  );

describe('a store restored from a backup', () => {
  it('doubles nothing that was sent and reuses no number that was given after the backup', async () => {
    const sender = station({ dir: join(dir, 'so'), url: axis.url, office: 'H99.01' });
    open.push(sender);
    sender.exchange.start();
    const receive = async (from: number, to: number) => {
      for (let n = from; n <= to; n++) await issue(sender.store, { from: 'H99.01', to: [OURS], number: String(n) });
      sender.exchange.wake();
      await sender.until(() => count(sender.store, `dispatch WHERE kind = 'document' AND state <> 'accepted'`) === 0);
    };
    const before = desk('truoc', true);
    await receive(1, 2);
    before.exchange.start();
    await sendOne(before.store);
    await settled(before, 2);
    expect(registerAll(before.store)).toEqual([1, 2]);
    before.exchange.wake();
    await settled(before, 2);
    await before.exchange.stop();
    // Queued before the backup, sent after it.
    await sendOne(before.store);
    const made = await makeBackup({ store: before.store, dir: join(dir, 'truoc'), mode: 'training', keys, target: dir });

    before.exchange.start();
    for (let n = 0; n < 5; n++) await sendOne(before.store);
    await receive(3, 7);
    await before.exchange.checkLine();
    await before.until(() => count(before.store, 'incoming') === 7);
    expect(registerAll(before.store)).toEqual([3, 4, 5, 6, 7]);
    before.exchange.wake();
    await settled(before, 7);
    const sentBefore = axis.ledger().filter((row) => row.from === OURS).length;
    await before.close();
    open.splice(open.indexOf(before), 1);

    await restoreBackup({ from: made.path, to: join(dir, 'sau'), mode: 'training', now: Date.now() });
    const after = desk('sau', false);
    const { store } = after;
    const mark = restoredMark(join(dir, 'sau'));
    expect(mark?.backupAt).toBe(made.at);
    waitForReconciliation(store, 'restored', mark?.backupAt);

    after.exchange.start();
    expect((await after.exchange.checkLine()).kind).toBe('connected');
    expect(() => numbered(store)).toThrow('reconcile.first');
    expect(() => finish(store, CLERK)).toThrow('reconcile.compare_first');
    const asked = await compare(store, after.exchange, CLERK);
    expect(asked).toMatchObject({ found: 1, unknown: 5 + 5 * 2 });
    // The five documents, and what the recipients reported on ours meanwhile.
    expect(asked.listed).toBeGreaterThanOrEqual(5);
    expect(axis.ledger().filter((row) => row.from === OURS)).toHaveLength(sentBefore);
    expect(() => numbered(store)).toThrow('reconcile.first');

    const view = reconciliationView(store);
    expect(view?.unknownDocuments).toHaveLength(5);
    expect(view?.books.map((book) => [book.held, book.seen])).toEqual([
      [2, 7],
      [2, 7],
    ]);
    expect(() => finish(store, CLERK)).toThrow('reconcile.books_open');
    for (const { bookId, period, series, seen } of view?.books ?? []) {
      expect(() => confirmBook(store, CLERK, { bookId, period, series, last: seen - 1 })).toThrow('reconcile.below_seen');
      expect(() => confirmBook(store, CLERK, { bookId, period, series, last: seen + 1_000_000 })).toThrow('reconcile.too_far');
      confirmBook(store, CLERK, { bookId, period, series, last: seen });
    }
    finish(store, CLERK);
    after.exchange.wake();
    await after.exchange.checkLine();
    await settled(after, 7);
    expect(registerAll(store)).toEqual([8, 9, 10, 11, 12]);
    await sendOne(store);
    after.exchange.wake();
    await settled(after, 7);

    const ours = axis.ledger().filter((row) => row.from === OURS);
    const documents = ours.filter((row) => row.messageType === 'edoc').map((row) => `${row.documentId} ${row.to}`);
    const statuses = ours.filter((row) => row.messageType === 'status').map((row) => `${row.documentId} ${row.statusCode}`);
    expect([documents.length, new Set(documents).size]).toEqual([16, 16]);
    expect([statuses.length, new Set(statuses).size]).toEqual([14, 14]);
    for (const book of listBooks(store)) expect(gapsOf(store, book, periodsOf(store, book)[0] ?? '')).toEqual([]);
  });
});

describe('this machine', () => {
  const opened = (folder: string, create = false): Store => openStore({ dir: join(dir, folder), keys, clock: systemClock, create });
  it('knows its store again, and says when it finds a copy, an older one, or one it never saw', () => {
    const machine = join(dir, 'may');
    const one = opened('a', true);
    const mark = markMachine(one, machine, true);
    one.tx(() => one.nextSeq());
    mark.advance();
    mark.close();
    one.close();
    cpSync(join(dir, 'a'), join(dir, 'ban-chep'), { recursive: true });

    const again = opened('a');
    const second = markMachine(again, machine, false);
    expect(second.verdict).toBe('same');
    again.tx(() => again.nextSeq());
    second.advance();
    second.close();
    again.close();

    const copy = opened('ban-chep');
    const third = markMachine(copy, machine, false);
    expect(third.verdict).toBe('rolled_back');
    third.close();
    copy.close();

    const elsewhere = opened('a');
    const other = markMachine(elsewhere, join(dir, 'may-khac'), false);
    expect(other.verdict).toBe('copied');
    other.close();
    elsewhere.close();
  });

  it('takes a mark that cannot be read for none', () => {
    const machine = join(dir, 'may');
    const store = opened('b', true);
    markMachine(store, machine, true).close();
    writeFileSync(join(machine, `${store.workstationId}.json`), 'hỏng');
    const mark = markMachine(store, machine, false);
    expect(mark.verdict).toBe('copied');
    mark.close();
    store.close();
  });
});
