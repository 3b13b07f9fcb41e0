import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMachineKey } from '../../src/core/accounts/index.ts';
import { auditRows, verifyChain } from '../../src/core/audit/index.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { Actor } from '../../src/core/context.ts';
import { listIncoming, numberOutgoing, registerIncoming } from '../../src/core/documents/index.ts';
import { gapsOf, listBooks, makeSure, openDefaultBooks, periodsOf } from '../../src/core/registers/index.ts';
import { checkStore } from '../../src/core/store/check.ts';
import { Failure } from '../../src/domain/errors.ts';
import { putIncoming } from '../support/documents.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

const clerk: Actor = { name: 'Lê Thị Ví Dụ', roles: ['clerk'] };
const DAY = 24 * 3600_000;
let now: number;
let t: TestStore;
beforeEach(() => {
  now = Date.UTC(2026, 10, 21, 3);
  t = openTestStore({ ...systemClock, now: () => now });
  t.store.tx(() => {
    t.store.db.prepare(`INSERT INTO organ (organ_id, name, abbreviation) VALUES ('H99.242', 'UBND xã Ví Dụ', 'UBND')`).run();
    createMachineKey(t.store);
    openDefaultBooks(t.store, 'H99.242', 'UBND');
  });
});
afterEach(() => t.remove());

const arrive = (): string => t.store.tx(() => putIncoming(t.store, { subject: 'văn bản' }).id);
/** What registering one more document says: its number, or why not. */
function register(): number | string {
  const id = arrive();
  try {
    return registerIncoming(t.store, clerk, id as never).arrivalNumber;
  } catch (error) {
    return error instanceof Failure ? error.error.code : String(error);
  }
}
const book = () => listBooks(t.store).find((b) => b.rule.direction === 'incoming');
const sure = (period: string): void => makeSure(t.store, clerk, book()?.id ?? '', period);
const gaps = (): number[] => listBooks(t.store).flatMap((b) => periodsOf(t.store, b).flatMap((period) => gapsOf(t.store, b, period)));

describe('a clock that was set', () => {
  it('back a year gives no number before somebody was asked, and then loses no order', async () => {
    expect([register(), register()]).toEqual([1, 2]);
    now -= 365 * DAY;
    expect(register()).toBe('registers.period_behind');
    expect(register()).toBe('registers.period_behind');
    now += 365 * DAY;
    expect([register(), register()]).toEqual([3, 4]);
    expect(gaps()).toEqual([]);
    const { rows } = listIncoming(t.store, { states: [], text: '', offset: 0, limit: 10 });
    expect(rows.map((row) => row.arrivalNumber)).toEqual([4, 3, undefined, undefined, 2, 1]);
    expect(verifyChain(t.store).ok).toBe(true);
    expect((await checkStore(t.store)).findings).toEqual([]);
  });

  it('back by a day gives no number of a day that has passed', () => {
    expect(register()).toBe(1);
    now -= 2 * DAY;
    expect(register()).toBe('registers.date_passed');
    now += 2 * DAY;
    expect(register()).toBe(2);
  });

  it('ahead a year is asked about too; when it is set right, the numbers go on where they were', () => {
    expect([register(), register()]).toEqual([1, 2]);
    now += 365 * DAY;
    expect(register()).toBe('registers.period_unsure');
    now -= 365 * DAY;
    expect(register()).toBe(3);
    expect(gaps()).toEqual([]);
  });

  it('to a new year begins its register once somebody said that the date is right, and says who', () => {
    expect(register()).toBe(1);
    now = Date.UTC(2027, 0, 4, 2);
    expect(register()).toBe('registers.period_unsure');
    expect(() => sure('2026')).toThrow('registers.period_changed');
    sure('2027');
    expect([register(), register()]).toEqual([1, 2]);
    expect(auditRows(t.store).filter((row) => row.act === 'registers.period_sure')).toMatchObject([{ person: clerk.name, result: '2027' }]);
  });

  it('wrongly, and believed, is set right by asking again: no number is given twice', () => {
    expect(register()).toBe(1);
    now += 365 * DAY;
    sure('2027');
    expect(register()).toBe(1);
    now -= 365 * DAY;
    expect(register()).toBe('registers.period_behind');
    sure('2026');
    expect(register()).toBe(2);
    expect(gaps()).toEqual([]);
  });

  it('asks for each book by itself', () => {
    expect(register()).toBe(1);
    now += 365 * DAY;
    sure('2027');
    t.store.tx(() =>
      t.store.db
        .prepare(
          `INSERT INTO outgoing (id, organ_id, state, priority, type_name, subject, folded, updated_at, seq, workstation_id)
           VALUES ('018f0000-0000-7000-8000-000000000001', 'H99.242', 'leader_signed', 0, 'Công văn', 'x', 'x', 0, ?, 'w')`,
        )
        .run(t.store.nextSeq()),
    );
    expect(() => numberOutgoing(t.store, clerk, '018f0000-0000-7000-8000-000000000001' as never)).toThrow('registers.period_unsure');
    expect(register()).toBe(1);
  });
});
