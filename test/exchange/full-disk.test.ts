import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkStore } from '../../src/core/store/check.ts';
import { parserHandlers } from '../../src/parser/handlers.ts';
import { openAxis, type TrainingAxis } from '../../src/training/axis/index.ts';
import { canMount, type SmallDisk, smallDisk } from '../support/disk.ts';
import { type Bench, count, OFFICES, officeOf, PDF, packageBytes, removeFolder, station, tempFolder } from './support.ts';

describe.skipIf(!canMount)('taking in on a full disk [needs mount]', () => {
  let dir: string;
  let disk: SmallDisk;
  let axis: TrainingAxis;
  let bench: Bench | undefined;
  beforeEach(async () => {
    dir = tempFolder();
    disk = smallDisk(12);
    axis = await openAxis({ dir: join(dir, 'axis'), offices: OFFICES, onUnexpected: () => undefined });
  });
  afterEach(async () => {
    await bench?.close();
    await axis.close();
    disk.remove();
    removeFolder(dir);
  });

  /** As the parser process answers, its errors included. */
  const handlers = parserHandlers(() => Promise.reject(new Error('no PDF is looked into here')));
  const parsing = {
    ping: async () => handlers.ping({}, undefined),
    readEdxml: async (input: Parameters<typeof handlers.readEdxml>[0]) => handlers.readEdxml(input, undefined),
  };
  /** Sends a document with one large attachment to H99.242. */
  async function submit(number: string, bytes: number): Promise<void> {
    const files = [{ name: 'van-ban.pdf', bytes: Buffer.concat([PDF, randomBytes(bytes)]) }];
    const answer = await axis.submit(await packageBytes({ from: 'H99.01', to: ['H99.242'], number, files }), {
      systemId: officeOf('H99.01').systemId,
      timestamp: number,
      messageType: 'edoc',
      deduplicate: false,
      from: 'H99.01',
      to: ['H99.242'],
    });
    expect(answer.status).toBe('OK');
  }
  /** Room for nothing at all, for half of the package, for the package but not for what is in it. */
  it.each([
    ['nothing', 20_000],
    ['a part of the package', 700_000],
    ['the package but not its files', 2_000_000],
  ])(
    'with room for %s says so, refuses nothing at the axis, leaves nothing half-written, and goes on when there is room',
    async (_how, room) => {
      const own = station({ dir: join(disk.path, 'kho'), url: axis.url, office: 'H99.242', parsing });
      bench = own;
      own.store.db.pragma('wal_checkpoint(TRUNCATE)');
      await submit('1', 1_000_000);
      disk.fill(room);
      own.exchange.start();
      await own.until(() => own.log.some(({ fields }) => JSON.stringify(fields).includes('disk_full')));
      expect(axis.ledger().map((row) => row.state)).not.toContain('fail');
      expect(count(own.store, 'incoming')).toBe(0);
      expect(count(own.store, `package WHERE state = 'quarantined'`)).toBe(0);
      disk.clear();
      const again = setInterval(() => own.exchange.wake(), 50);
      await own.until(() => count(own.store, 'package WHERE acknowledged = 1') === 1).finally(() => clearInterval(again));
      expect(axis.ledger().find((row) => row.docId !== '')?.state).toBe('done');
      expect(count(own.store, 'incoming')).toBe(1);
      expect(readdirSync(join(disk.path, 'kho', 'vault', 'tmp'))).toEqual([]);
      expect((await checkStore(own.store)).findings.filter(({ code }) => code !== 'check.audit_broken')).toEqual([]);
    },
  );
});
