/** A package opened from a file is kept and put before a person; it never stands in the way of the real one. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { listIncoming } from '../../src/core/documents/index.ts';
import { takeOpened } from '../../src/core/folder/index.ts';
import { Failure } from '../../src/domain/errors.ts';
import { openAxis, type TrainingAxis } from '../../src/training/axis/index.ts';
import { count, type Draft, issue, OFFICES, packageBytes, removeFolder, tempFolder } from '../exchange/support.ts';
import { type Carrying, clerk, workstation } from './support.ts';

let dir: string;
let axis: TrainingAxis;
let sender: Carrying;
let receiver: Carrying;
beforeEach(async () => {
  dir = tempFolder();
  axis = await openAxis({ dir: join(dir, 'axis'), offices: OFFICES, onUnexpected: () => undefined });
  sender = workstation(dir, axis, 'H99.01');
  receiver = workstation(dir, axis, 'H99.242');
});
afterEach(async () => {
  await sender.close();
  await receiver.close();
  await axis.close();
  removeFolder(dir);
});
const draft: Draft = { from: 'H99.01', to: ['H99.242'], number: '9' };
const arrivals = (): number => listIncoming(receiver.store, { states: [], text: '', offset: 0, limit: 50 }).rows.length;
async function upload(bytes: Uint8Array, detected: string): Promise<string> {
  const { store } = receiver;
  const blob = await store.vault.put(bytes);
  const id = store.newId();
  store.tx(() => {
    store.vault.record(blob);
    store.db
      .prepare('INSERT INTO upload (id, name, detected, pages, blob_id, at, secrecy) VALUES (?, ?, ?, NULL, ?, ?, NULL)')
      .run(id, 'goi.edxml', detected, blob.id, store.now());
  }, 'test:upload');
  return id;
}
const refusal = async (uploadId: string): Promise<string> => {
  try {
    takeOpened(receiver.store, clerk, uploadId);
  } catch (error) {
    if (error instanceof Failure) return error.error.code;
    throw error;
  }
  return 'no failure';
};

it('a package opened from a file is put aside with its reason, and the same document over the axis still arrives', async () => {
  const { store, intake } = receiver;
  const bytes = await packageBytes(draft);
  takeOpened(store, clerk, await upload(bytes, 'xml'));
  await intake.run();
  expect(arrivals()).toBe(0);
  const kept = store.db.prepare('SELECT p.state, p.reason, b.size FROM package p JOIN blob b ON b.id = p.blob_id').all() as {
    state: string;
    reason: string;
    size: number;
  }[];
  expect(kept).toMatchObject([{ state: 'quarantined', size: bytes.byteLength }]);
  expect(kept[0]?.reason).toContain('folder.opened_file');
  expect(count(store, 'upload')).toBe(0);
  await issue(sender.store, draft);
  sender.exchange.start();
  receiver.exchange.start();
  await receiver.until(() => arrivals() === 1);
});
it('the same file a second time, and what is no package, are refused by name', async () => {
  const bytes = await packageBytes(draft);
  takeOpened(receiver.store, clerk, await upload(bytes, 'xml'));
  expect(await refusal(await upload(bytes, 'xml'))).toBe('folder.opened_again');
  expect(await refusal(await upload(Buffer.from('%PDF-1.7'), 'pdf'))).toBe('folder.not_a_package');
  expect(await refusal(receiver.store.newId())).toBe('files.no_such_upload');
});
