import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openAxis, type TrainingAxis } from '../../src/training/axis/index.ts';
import { count, documentIdOf, issue, OFFICES, removeFolder, station, tempFolder } from './support.ts';

let dir: string;
let axis: TrainingAxis;
beforeEach(async () => {
  dir = tempFolder();
  axis = await openAxis({ dir: join(dir, 'axis'), offices: OFFICES, onUnexpected: () => undefined });
});
afterEach(async () => {
  await axis.close();
  removeFolder(dir);
});

interface Place {
  readonly dir: string;
  readonly office: string;
  readonly key: Buffer;
}
const place = async (office: string): Promise<Place> => {
  const made = { dir: join(dir, office), office, key: randomBytes(32) };
  await station({ ...made, url: axis.url }).close();
  return made;
};
/** Runs a workstation until it was ended at the point; resolves with the signal that ended it. */
const endAt = (where: Place, point: string): Promise<string | null> =>
  new Promise((resolve, reject) => {
    const options = JSON.stringify({ ...where, key: where.key.toString('hex'), url: axis.url, point });
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'test/exchange/killable.ts', options], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const late = setTimeout(() => child.kill('SIGTERM'), 20_000);
    child.on('error', reject);
    child.on('exit', (_code, signal) => {
      clearTimeout(late);
      resolve(signal);
    });
  });

const SENDING = [
  'tx:before-commit:dispatch:sending',
  'tx:after-commit:dispatch:sending',
  'dispatch:before-upload',
  'dispatch:mid-upload',
  'dispatch:after-upload',
  'tx:before-commit:dispatch:accepted',
  'tx:after-commit:dispatch:accepted',
];
const RECEIVING = [
  'tx:after-commit:inbox:listed',
  'tx:before-commit:inbox:fetched',
  'inbox:fetched',
  'inbox:read',
  'tx:before-commit:inbox:stored',
  'tx:after-commit:inbox:stored',
  'tx:before-commit:inbox:acknowledged',
  'inbox:acknowledged',
];

it('killed at any step of sending and receiving, nothing is lost and nothing doubled, even by an axis that deduplicates nothing', async () => {
  await axis.setFaults({ noDeduplication: true, noFindByDocumentId: true });
  const sending = await place('H99.01');
  const wanted: string[] = [];
  for (const [index, point] of SENDING.entries()) {
    const before = station({ ...sending, url: axis.url, create: false });
    const draft = { from: 'H99.01', to: ['H99.242'], number: String(index + 1) };
    await issue(before.store, draft);
    wanted.push(documentIdOf(draft));
    await before.close();
    expect(await endAt(sending, point), point).toBe('SIGKILL');
  }
  const sender = station({ ...sending, url: axis.url, create: false });
  sender.exchange.start();
  await sender.until(() => count(sender.store, `dispatch WHERE state = 'accepted'`) === wanted.length);

  const receiving = await place('H99.242');
  for (const point of RECEIVING) expect(await endAt(receiving, point), point).toBe('SIGKILL');
  const receiver = station({ ...receiving, url: axis.url, create: false });
  receiver.exchange.start();
  await receiver.until(() => axis.ledger().every((r) => r.messageType === 'status' || r.state === 'done'));
  const arrived = receiver.store.db.prepare('SELECT document_id AS id FROM incoming ORDER BY id').all() as { id: string }[];
  expect(arrived.map((r) => r.id).sort()).toEqual(wanted.sort());

  await sender.until(() => count(sender.store, 'status_in') === wanted.length);
  await sender.until(() => axis.ledger().every((r) => r.state === 'done'));
  expect(count(sender.store, 'status_in')).toBe(wanted.length);
  await sender.close();
  await receiver.close();
}, 150_000);
