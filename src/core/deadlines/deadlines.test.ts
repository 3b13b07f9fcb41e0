import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { putIncoming } from '../../../test/support/documents.ts';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import type { LegalDate } from '../../domain/time.ts';
import { instantOf, isWorkingDay } from '../../domain/workCalendar.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { Actor } from '../context.ts';
import { openStore } from '../store/index.ts';
import { MIGRATIONS } from '../store/migrations/index.ts';
import { whole } from '../working/index.ts';
import {
  calendarView,
  clearDay,
  deadlineRules,
  listDeadlines,
  noteLine,
  officeCalendar,
  openInParts,
  outages,
  ownUrgent,
  setDay,
  setDeadlineRules,
  setWeek,
  shippedTable,
  unownedUrgent,
} from './index.ts';
import { SOURCES } from './open.ts';

const clerk: Actor = { name: 'Trần Thị Mẫu', roles: ['clerk'] };
const table = shippedTable(new URL('../../../resources', import.meta.url).pathname);
let now = 0;
const clock: Clock = { ...systemClock, now: () => now };
const at = (date: string, hour: number): number => instantOf(date as LegalDate, hour * 60);
let test: TestStore;
beforeEach(() => {
  now = at('2026-11-20', 9);
  test = openTestStore(clock);
});
afterEach(() => test.remove());

const arrival = (priority = 0, state = 'arrived'): string => {
  const { id } = test.store.tx(() =>
    putIncoming(test.store, { subject: 'Về việc phòng, chống thiên tai', number: '12', notation: 'SNV-VP', state }),
  );
  test.store.db.prepare('UPDATE incoming SET priority = ? WHERE id = ?').run(priority, id);
  return id;
};
/** An issued document that one recipient's side has not answered. */
function sent(more: { readonly dueDate?: string; readonly before?: number; readonly accepted?: boolean } = {}): string {
  const { store } = test;
  const id = store.newId();
  const dispatch = store.newId();
  store.tx(() => {
    store.db
      .prepare(
        `INSERT INTO outgoing (id, organ_id, state, priority, type_name, code, subject, due_date, deliver_before, folded, updated_at, seq, workstation_id)
         VALUES (?, 'H99.242', 'issued', 0, 'Công văn', '7/UBND-VP', 'Đề nghị báo cáo', ?, ?, '', ?, ?, ?)`,
      )
      .run(id, more.dueDate ?? null, more.before ?? null, now, store.nextSeq(), store.workstationId);
    const accepted = more.accepted ?? true;
    store.db
      .prepare(
        `INSERT INTO dispatch (id, organ_id, kind, state, outgoing_id, document_id, priority, title, inline, sha256, size, queued_at, accepted_at, seq)
         VALUES (?, 'H99.242', 'document', ?, ?, ?, 0, 'x', x'00', '', 1, ?, ?, ?)`,
      )
      .run(dispatch, accepted ? 'accepted' : 'queued', id, id, now, accepted ? now : null, store.nextSeq());
    store.db
      .prepare(`INSERT INTO delivery (id, dispatch_id, organ_id, name, state, seq) VALUES (?, ?, 'H99.1', 'UBND xã Thử Nghiệm', ?, ?)`)
      .run(store.newId(), dispatch, accepted ? 'sent' : 'waiting', store.nextSeq());
  });
  return id;
}
const kinds = () => whole(listDeadlines(test.store, table)).rows.map((row) => `${row.kind}:${row.state}`);

describe('what runs against a clock', () => {
  it('follows the document through its states and ends with it', () => {
    const id = arrival();
    expect(kinds()).toEqual(['register:soon']);
    test.store.db.prepare(`UPDATE incoming SET state = 'registered' WHERE id = ?`).run(id);
    expect(kinds()).toEqual(['submit:soon']);
    const instruction = JSON.stringify({ lead: 'Phòng Kinh tế', dueDate: '2026-11-19' });
    test.store.db.prepare(`UPDATE incoming SET state = 'assigned', instruction = ? WHERE id = ?`).run(instruction, id);
    const [row] = whole(listDeadlines(test.store, table)).rows;
    expect(row).toMatchObject({ kind: 'handle', state: 'late', who: 'Phòng Kinh tế', lateMinutes: 90, tell: ['Chánh Văn phòng'] });
    test.store.db.prepare(`UPDATE incoming SET state = 'finished' WHERE id = ?`).run(id);
    expect(kinds()).toEqual([]);
  });
  it('of very many is counted in parts, so that nobody waits behind them', () => {
    for (let n = 0; n < 600; n++) arrival();
    const parts = listDeadlines(test.store, table);
    let turns = 0;
    for (let next = parts.next(); ; next = parts.next(), turns++)
      if (next.done) {
        expect([next.value.total, next.value.rows.length]).toEqual([600, 500]);
        break;
      }
    expect(turns).toBeGreaterThanOrEqual(2);
  });
  it('names the recipients without a word and those who owe an answer, and no longer once they spoke', () => {
    const id = sent({ dueDate: '2026-11-20' });
    now = at('2026-11-20', 18);
    expect(kinds().sort()).toEqual(['receipt:late', 'reply:late']);
    test.store.db.prepare(`UPDATE delivery SET state = 'delivered', status_code = '01'`).run();
    expect(kinds()).toEqual(['reply:late']);
    test.store.db.prepare(`UPDATE delivery SET status_code = '06'`).run();
    expect(kinds()).toEqual([]);
    expect(id).not.toBe('');
  });
  it('says early that a promised hour will not be kept by the line', () => {
    sent({ before: at('2026-11-20', 11), accepted: false });
    expect(kinds()).toEqual(['deliver:ahead']);
    now = at('2026-11-20', 10) + 1;
    expect(kinds()).toEqual(['deliver:soon']);
  });
  it('goes by the day that the office changed, at once', () => {
    arrival();
    now = at('2026-11-23', 18);
    expect(kinds()).toEqual(['register:late']);
    setDay(test.store, clerk, { date: '2026-11-23' as LegalDate, kind: 'off', name: 'Nghỉ bù' });
    expect(kinds()).toEqual(['register:due']);
    clearDay(test.store, clerk, '2026-11-23' as LegalDate);
    expect(kinds()).toEqual(['register:late']);
  });
});

describe('the calendar', () => {
  it('asks about the days it is not sure of until somebody decided', () => {
    expect(calendarView(officeCalendar(test.store, table), 2026).unsure).toEqual([{ date: '2026-11-24', name: 'Ngày Văn hóa Việt Nam' }]);
    setDay(test.store, clerk, { date: '2026-11-24' as LegalDate, kind: 'work', name: 'Làm việc bình thường' });
    const decided = officeCalendar(test.store, table);
    expect(calendarView(decided, 2026).unsure).toEqual([]);
    expect(isWorkingDay(decided, '2026-11-24' as LegalDate)).toBe(true);
  });
  it('refuses a week without work and hours that cannot be, and keeps what stood', () => {
    expect(() => setWeek(test.store, clerk, [], [{ from: 450, to: 690 }])).toThrow(
      expect.objectContaining({ error: { code: 'calendar.no_weekday' } }),
    );
    expect(() => setWeek(test.store, clerk, [1], [])).toThrow(expect.objectContaining({ error: { code: 'calendar.bad_hours' } }));
    setWeek(test.store, clerk, [6, 1], [{ from: 420, to: 660 }]);
    expect(officeCalendar(test.store, table)).toMatchObject({ weekdays: [1, 6], hours: [{ from: 420, to: 660 }] });
  });
  it('and the rules are kept, checked', () => {
    setDeadlineRules(test.store, clerk, { ...deadlineRules(test.store), remindDays: [1, 7] });
    expect(deadlineRules(test.store).remindDays).toEqual([7, 1]);
    expect(() => setDeadlineRules(test.store, clerk, { ...deadlineRules(test.store), handCarryMinutes: 0 })).toThrow();
    expect(deadlineRules(test.store).remindDays).toEqual([7, 1]);
  });
});

it('an urgent arrival waits for an owner, the first one stays, and who was told is in its history', () => {
  const calm = arrival(1);
  const first = arrival(3);
  expect(unownedUrgent(test.store, 3).map((row) => row.id)).toEqual([first]);
  expect(unownedUrgent(test.store, 1).map((row) => row.id)).toEqual([first, calm]);
  expect(() => ownUrgent(test.store, clerk, first, 'told', ' ')).toThrow(
    expect.objectContaining({ error: { code: 'deadlines.name_missing' } }),
  );
  expect(ownUrgent(test.store, clerk, first, 'told', 'đ/c Nguyễn Văn Mẫu')).toBe(true);
  expect(ownUrgent(test.store, clerk, first, 'opened', '')).toBe(false);
  expect(unownedUrgent(test.store, 3)).toEqual([]);
  expect(test.store.db.prepare('SELECT act, params FROM history WHERE incoming_id = ?').all(first)).toEqual([
    { act: 'incoming.urgent_told', params: '{"name":"đ/c Nguyễn Văn Mẫu"}' },
  ]);
});

it('an outage lasts from the first word that the line is down to the word that it is back, over restarts', () => {
  const { store } = test;
  noteLine(store, 'started');
  noteLine(store, 'connected');
  now = at('2026-11-20', 10);
  noteLine(store, 'no_network');
  noteLine(store, 'no_network');
  now = at('2026-11-20', 11);
  sent({ accepted: false });
  noteLine(store, 'started');
  noteLine(store, 'not_checked');
  noteLine(store, 'axis_silent');
  expect(outages(store)).toMatchObject([
    { from: at('2026-11-20', 10), kinds: ['no_network', 'axis_silent'], restarts: 1, queued: 1, sent: 0 },
  ]);
  now = at('2026-11-20', 15);
  noteLine(store, 'connected');
  test.store.db.prepare(`UPDATE dispatch SET state = 'accepted', accepted_at = ?`).run(now);
  expect(outages(store)).toMatchObject([{ from: at('2026-11-20', 10), to: at('2026-11-20', 15), queued: 1, sent: 1 }]);
});

it('a store from before deadlines keeps its documents, and nobody owes an hour', () => {
  const version = MIGRATIONS.find((step) => step.name === 'deadlines')?.version ?? 0;
  const old = openTestStore(clock, { migrations: MIGRATIONS.filter((step) => step.version < version) });
  try {
    old.store.tx(() => putIncoming(old.store, { subject: 'văn bản cũ' }));
    old.store.close();
    const store = openStore({ dir: old.dir, keys: old.keys, clock });
    expect(store.db.prepare('SELECT subject FROM incoming').pluck().all()).toEqual(['văn bản cũ']);
    expect(store.db.prepare('SELECT count(*) FROM line_log').pluck().get()).toBe(0);
    expect(whole(listDeadlines(store, table)).rows.map((row) => row.kind)).toEqual(['register']);
    store.close();
  } finally {
    old.remove();
  }
});

it('who is silent is looked for among what was sent lately, whatever was ever issued', () => {
  const plans = SOURCES.filter(({ kind }) => kind === 'receipt' || kind === 'reply').map(({ sql }) =>
    test.store.db
      .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all({ since: 0, limit: 1, offset: 0 })
      .map(({ detail }) => detail)
      .filter((detail) => /^(SEARCH|SCAN)/.test(detail)),
  );
  expect(plans.length).toBe(2);
  for (const plan of plans)
    expect(plan).toEqual([
      'SEARCH d USING INDEX dispatch_document_accepted (accepted_at>?)',
      expect.stringMatching(/^SEARCH v USING INDEX .*\(dispatch_id=\?\)$/),
      'SEARCH o USING INDEX sqlite_autoindex_outgoing_1 (id=?)',
    ]);
});
it('after each kind of clock the others have their turn', () => {
  const parts = openInParts(test.store, officeCalendar(test.store, table), deadlineRules(test.store));
  let turns = 0;
  while (!parts.next().done) turns++;
  expect(turns).toBe(SOURCES.length);
});
