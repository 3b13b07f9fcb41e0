/** A scripted day through the real core: nothing lost, nothing doubled, and everything unusual where a clerk meets it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, newPassphrase, openDesk } from '../../demo/desk.ts';
import { setUp } from '../faults/journey.ts';

let profilesDir: string;
let desk: Desk;
beforeAll(async () => {
  profilesDir = mkdtempSync(join(tmpdir(), 'tvt-day-'));
  desk = openDesk({ profilesDir, documents: 0, autoReply: false });
  await setUp(desk, newPassphrase());
}, 60_000);
afterAll(async () => {
  await desk.stop();
  rmSync(profilesDir, { recursive: true, force: true });
});
const list = async () => (await desk.call['incoming.list']({ states: [], text: '', offset: 0, limit: 200 })).rows;

describe('a busy day', () => {
  it('brings forty documents once each, and puts what cannot be used aside', async () => {
    const { total } = await desk.call['training.startDay']({ name: 'busy_day', pace: 0 });
    expect(total).toBe(47);
    await desk.until('the day on the axis', 60_000, async () => {
      const { day } = await desk.call['training.day']({});
      return day !== undefined && day.sent === total ? day : undefined;
    });
    await desk.call['exchange.sendNow']({});
    const { rows } = await desk.until('two in quarantine', 60_000, async () => {
      const found = await desk.call['quarantine.list']({});
      const all = await list();
      return found.rows.length >= 2 && all.length >= 43 ? found : undefined;
    });
    expect(rows.map((row) => row.reason.code).sort()).toEqual(['axis.not_a_pdf', 'axis.other_office']);
    const all = await list();
    // Forty, and the three letters that revoke, update and replace; the second package of one is not a second document.
    expect(all).toHaveLength(43);
    expect(new Set(all.map((row) => `${row.sender} ${row.code} ${row.subject}`)).size).toBeGreaterThanOrEqual(42);
  }, 120_000);
  it('withdraws what was asked back before it was registered, and asks about nothing a person has not seen', async () => {
    const states = (await list()).map((row) => row.state);
    expect(states.filter((state) => state === 'withdrawn').length).toBeGreaterThanOrEqual(1);
    const amended = await Promise.all((await list()).map(async ({ id }) => (await desk.call['incoming.get']({ id })).amendments));
    expect(new Set(amended.flat().map((row) => row.kind))).toEqual(new Set(['take_back', 'revoke', 'update', 'replace']));
  }, 60_000);
});

describe('three days without a network', () => {
  it('cut the line at once, and sixty documents come in when it is joined', async () => {
    const before = (await list()).length;
    await desk.call['training.startDay']({ name: 'three_days_down' });
    expect((await desk.call['exchange.status']({})).trainingCut).toBe(true);
    await desk.until('the days on the axis', 60_000, async () => {
      const { day } = await desk.call['training.day']({});
      return day?.name === 'three_days_down' && day.sent === day.total ? day : undefined;
    });
    await desk.call['training.network']({ cut: false });
    await desk.until('all of them here', 60_000, async () => {
      const { counts } = await desk.call['incoming.list']({ states: [], text: '', offset: 0, limit: 1 });
      return Object.values(counts).reduce((a, b) => a + b, 0) === before + 60 ? true : undefined;
    });
  }, 120_000);
});
