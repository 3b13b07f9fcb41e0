/** The directory over the wire: both lists of the training axis, and axes that have only one. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createExchange, type Exchange, vxpTransport } from '../../src/core/axis/index.ts';
import { systemClock } from '../../src/core/clock.ts';
import { WORKSTATION } from '../../src/core/context.ts';
import { byOrganId, createDirectory, type ListedAgency } from '../../src/core/directory/index.ts';
import { openAxis } from '../../src/training/axis/index.ts';
import { openTestStore, type TestStore } from '../support/store.ts';
import { OFFICES, officeOf, reader, removeFolder, simpleReceiver, tempFolder } from './support.ts';

let t: TestStore;
let dir: string;
const ends: (() => unknown)[] = [];
beforeEach(() => {
  t = openTestStore();
  dir = tempFolder();
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  t.remove();
  removeFolder(dir);
});

function exchangeAt(endpoint: string): Exchange {
  const { systemId, secret, organId } = officeOf('H99.242');
  t.store.db
    .prepare(`INSERT INTO organ (organ_id, name, abbreviation, endpoint, system_id, secret) VALUES (?, 'UBND xã Ví Dụ', 'UBND', ?, ?, ?)`)
    .run(organId, endpoint, systemId, secret);
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const exchange = createExchange({
    store: t.store,
    clock: systemClock,
    parsing: reader,
    judge: async () => ({ summary: 'not_checked', signatures: [] }) as never,
    receiver: simpleReceiver(t.store),
    transportFor: (organ) => vxpTransport({ endpoint: organ.endpoint, systemId: organ.systemId, secret: organ.secret }),
    log,
    events: { emit: () => undefined },
    pollMs: 60_000,
  });
  exchange.start();
  ends.push(() => exchange.stop());
  return exchange;
}
async function take(exchange: Exchange): Promise<void> {
  const main = await exchange.agencies();
  const qd20 = await exchange.agenciesQd20();
  createDirectory(t.store).update({ main, ...(qd20 === undefined ? {} : { qd20 }) }, { actor: WORKSTATION });
}
/** An axis that answers each call with what `answers` says, in the kit's form. */
async function axisSaying(answers: Readonly<Record<string, { status: number; body: string }>>): Promise<string> {
  const server = createServer((request, response) => {
    const answer = answers[(request.url ?? '').slice(1)] ?? {
      status: 200,
      body: '{"status":"OK","ErrorCode":"0","ErrorDesc":"","data":[]}',
    };
    request.resume();
    response.writeHead(answer.status, { 'Content-Type': 'application/json' }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const list = (data: object[]) => ({ status: 200, body: JSON.stringify({ status: 'OK', ErrorCode: '0', ErrorDesc: '', data }) });

describe('the directory over the wire', () => {
  it('has each agency of the training axis once, with both its codes, found by either', async () => {
    const axis = await openAxis({ dir, offices: OFFICES });
    ends.push(() => axis.close());
    await take(exchangeAt(axis.url));
    const found = byOrganId(t.store, 'H99.01');
    expect(found?.otherCode).toMatch(/^000\.00\.\d\d\.H99$/);
    expect(byOrganId(t.store, found?.otherCode ?? '')?.organId).toBe('H99.01');
    expect(t.store.db.prepare('SELECT count(*) FROM agency').pluck().get()).toBe(OFFICES.length);
  });
  it('knows parents by row id or by code, as either kind of axis writes them', async () => {
    const url = await axisSaying({
      getAgenciesList: list([
        { id: 7, pid: '', code: 'H99', name: 'UBND tỉnh Mẫu', mail: null, oldCode: null },
        { id: 8, pid: 7, code: 'H99.01', name: 'Sở Mẫu', mail: 'vt@so.example', oldCode: '000.00.07.H99' },
        { id: 9, pid: 'H99', code: 'H99.242', name: 'UBND xã Ví Dụ', mail: '', oldCode: '' },
      ]),
    });
    const listed: readonly ListedAgency[] = await exchangeAt(url).agencies();
    expect(listed).toEqual([
      { organId: 'H99', name: 'UBND tỉnh Mẫu' },
      { organId: 'H99.01', name: 'Sở Mẫu', parentId: 'H99', otherCode: '000.00.07.H99', mail: 'vt@so.example' },
      { organId: 'H99.242', name: 'UBND xã Ví Dụ', parentId: 'H99' },
    ]);
  });
  it('comes from the first list alone where the axis refuses the second call or does not know it', async () => {
    for (const second of [
      { status: 200, body: '{"status":"FAIL","ErrorCode":"28","ErrorDesc":"","data":[]}' },
      { status: 404, body: 'no' },
    ]) {
      const url = await axisSaying({ getAgenciesList: list([{ id: 1, code: 'H99.01', name: 'Sở Mẫu' }]), getAgenciesListQD20: second });
      t.store.db.exec('DELETE FROM organ');
      const exchange = exchangeAt(url);
      expect(await exchange.agenciesQd20()).toBeUndefined();
      await take(exchange);
      expect(byOrganId(t.store, 'H99.01')?.name).toBe('Sở Mẫu');
    }
  });
  it('is not touched when the second list fails on the way, or either answer is no list', async () => {
    const good = list([{ id: 1, code: 'H99.01', name: 'Sở Mẫu' }]);
    for (const answers of [
      { getAgenciesList: good, getAgenciesListQD20: { status: 503, body: '<html>' } },
      { getAgenciesList: good, getAgenciesListQD20: { status: 200, body: '<html>sign in</html>' } },
      { getAgenciesList: { status: 200, body: '{"status":"OK","ErrorCode":"0","data":"no"}' } },
    ]) {
      t.store.db.exec('DELETE FROM organ');
      await expect(take(exchangeAt(await axisSaying(answers)))).rejects.toThrow(/^axis\./);
    }
    expect(t.store.db.prepare('SELECT count(*) FROM agency').pluck().get()).toBe(0);
  });
});
