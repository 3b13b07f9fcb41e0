import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { putIncoming } from '../../../test/support/documents.ts';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import { Failure } from '../../domain/errors.ts';
import { type RecordId, recordId } from '../../domain/ids.ts';
import type { LegalDate } from '../../domain/time.ts';
import { actorOf, createPerson } from '../accounts/index.ts';
import { systemClock } from '../clock.ts';
import type { Actor } from '../context.ts';
import { deadlineRules, openDeadlines } from '../deadlines/index.ts';
import { gapsOf, listBooks, openDefaultBooks, setNumberSource } from '../registers/index.ts';
import { listRules, orderRules, type RuleInput, removeRule, ruleFor, saveRule, testRule } from '../rules/index.ts';
import { Works } from '../working/index.ts';
import {
  applyRule,
  closeMany,
  closeManyInSteps,
  extendMany,
  getIncoming,
  instructMany,
  planRegistration,
  planRegistrationInSteps,
  registerIncoming,
  registerMany,
  registerManyInSteps,
  returnIncoming,
  undoMany,
} from './index.ts';

const OURS = 'H99.242';
let t: TestStore;
let now = 0;
let clerk: Actor;
let leader: Actor;
beforeEach(() => {
  now = Date.UTC(2026, 10, 20, 2);
  t = openTestStore({ ...systemClock, now: () => now++ });
  t.store.tx(() => {
    t.store.db.prepare(`INSERT INTO organ (organ_id, name, abbreviation) VALUES (?, 'UBND xã Ví Dụ', 'UBND')`).run(OURS);
    openDefaultBooks(t.store, OURS, 'UBND');
    clerk = actorOf(createPerson(t.store, { name: 'Lê Thị Ví Dụ', roles: ['clerk'] }));
    leader = actorOf(createPerson(t.store, { name: 'Phạm Văn Mẫu', roles: ['leader'] }));
  });
});
afterEach(() => t.remove());

/** Over the axis, so that each act owes its sender a status. */
const put = (count: number, from = 1): RecordId[] =>
  t.store.tx(() =>
    Array.from({ length: count }, (_, i) => {
      const { id, seq } = putIncoming(t.store, {
        subject: `văn bản ${from + i}`,
        number: String(from + i),
        notation: 'SNV',
        sender: 'Sở Nội vụ',
      });
      t.store.db.prepare(`UPDATE incoming SET sender_organ_id = 'H99.5', document_id = ? WHERE seq = ?`).run(`H99.5.2026.${from + i}`, seq);
      return recordId(id);
    }),
  );
const state = (id: string): unknown => t.store.db.prepare('SELECT state FROM incoming WHERE id = ?').pluck().get(id);
const numberOf = (id: string): unknown => t.store.db.prepare('SELECT arrival_number FROM incoming WHERE id = ?').pluck().get(id);
const statuses = (code: string): unknown =>
  t.store.db.prepare(`SELECT count(*) FROM dispatch WHERE kind = 'status' AND status_code = ?`).pluck().get(code);
const acts = (id: string): string[] => getIncoming(t.store, id).history.map((row) => row.act);
const code = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof Failure) return error.error.code;
  }
  return '';
};

describe('registering many', () => {
  it('numbers go in the order of arrival, and are those that were shown', () => {
    const [a, b, c] = put(3) as [RecordId, RecordId, RecordId];
    const plan = planRegistration(t.store, clerk, [c, a, b]);
    expect(plan.rows.map(({ id, number }) => [id, number])).toEqual([
      [a, 1],
      [b, 2],
      [c, 3],
    ]);
    const done = registerMany(t.store, clerk, [
      { id: c, number: 3 },
      { id: a, number: 1 },
      { id: b, number: 2 },
    ]);
    expect(done.done.map(({ id, number }) => [id, number])).toEqual(plan.rows.map(({ id, number }) => [id, number]));
    expect([numberOf(a), numberOf(b), numberOf(c)]).toEqual([1, 2, 3]);
    expect(statuses('03')).toBe(3);
  });
  it('showing the numbers writes nothing', () => {
    const ids = put(2);
    const before = t.store.db.prepare('SELECT last FROM sequence').pluck().get();
    planRegistration(t.store, clerk, ids);
    expect(ids.map(state)).toEqual(['arrived', 'arrived']);
    expect(statuses('03')).toBe(0);
    expect(t.store.db.prepare('SELECT count(*) FROM book_number').pluck().get()).toBe(0);
    expect(t.store.db.prepare('SELECT last FROM sequence').pluck().get()).toBe(before);
  });
  it('where somebody registered meanwhile nothing is done, and no number is lost', () => {
    const [a, b, other] = put(3) as [RecordId, RecordId, RecordId];
    const shown = planRegistration(t.store, clerk, [a, b]).rows.map(({ id, number = 0 }) => ({ id: recordId(id), number }));
    registerIncoming(t.store, leader, other);
    expect(code(() => registerMany(t.store, clerk, shown))).toBe('lists.numbers_moved');
    expect([state(a), state(b)]).toEqual(['arrived', 'arrived']);
    const [book] = listBooks(t.store);
    expect(book && gapsOf(t.store, book, '2026')).toEqual([]);
  });
  it('what is refused is named with its reason, takes no number and is left as it was', () => {
    const [a, b, c] = put(3) as [RecordId, RecordId, RecordId];
    returnIncoming(t.store, clerk, b, 'wrong_recipient', '');
    const plan = planRegistration(t.store, clerk, [a, b, c]);
    expect(plan.rows.map(({ number, refused }) => number ?? refused?.code)).toEqual([1, 'documents.act_not_allowed', 2]);
    const done = registerMany(t.store, clerk, [{ id: a }, { id: b }, { id: c, forInformation: true }]);
    expect(done.done).toEqual([
      { id: a, number: 1 },
      { id: c, number: 2, after: 'closed' },
    ]);
    expect(done.refused).toMatchObject([{ id: b, code: 'documents.act_not_allowed' }]);
    expect([state(a), state(b), state(c)]).toEqual(['registered', 'returned', 'finished']);
  });
  it('where the province gives the numbers they wait for theirs', () => {
    const ids = put(2);
    for (const book of listBooks(t.store)) setNumberSource(t.store, clerk, book.id, 'province', '2026');
    expect(planRegistration(t.store, clerk, ids).rows.map(({ pending, number }) => [pending, number])).toEqual([
      [true, undefined],
      [true, undefined],
    ]);
    expect(
      registerMany(
        t.store,
        clerk,
        ids.map((id) => ({ id })),
      ).done,
    ).toEqual(ids.map((id) => ({ id })));
    expect(ids.map(state)).toEqual(['registered', 'registered']);
  });
});

describe('acts on many', () => {
  it('thirty are closed "để biết, lưu" by one act, each told its sender; what cannot be is said', () => {
    const ids = put(31);
    const rest = ids.slice(0, 30);
    registerMany(
      t.store,
      clerk,
      rest.map((id) => ({ id })),
    );
    const done = closeMany(t.store, clerk, ids, 'Lưu');
    expect(done.done).toEqual(rest);
    expect(done.refused).toEqual([{ id: ids[30], code: 'documents.act_not_allowed', params: { act: 'finish', state: 'arrived' } }]);
    expect(statuses('06')).toBe(30);
    expect(new Set(rest.map(state))).toEqual(new Set(['finished']));
    expect(acts(rest[7] ?? '')).toContain('incoming.file_for_information');
  });
  it('many are assigned with one instruction', () => {
    const ids = put(3);
    registerMany(
      t.store,
      clerk,
      ids.map((id) => ({ id })),
    );
    const instruction = {
      leader: 'Chủ tịch',
      text: 'Giao xử lý',
      lead: 'Văn phòng',
      coHandlers: ['Công an xã'],
      slipDate: '2026-11-20',
      dueDate: '2026-11-27',
    };
    expect(instructMany(t.store, leader, ids, instruction).done).toEqual(ids);
    expect(getIncoming(t.store, ids[1] ?? '').instruction).toMatchObject({
      lead: 'Văn phòng',
      coHandlers: ['Công an xã'],
      dueDate: '2026-11-27',
    });
    expect(statuses('04')).toBe(3);
    expect(instructMany(t.store, leader, ids, { ...instruction, slipDate: '2027-01-01' }).refused.map((one) => one.code)).toEqual(
      Array.from({ length: 3 }, () => 'documents.date_in_future'),
    );
  });
  it('a fault that is no refusal leaves nothing of the act', () => {
    const ids = put(3);
    registerMany(
      t.store,
      clerk,
      ids.map((id) => ({ id })),
    );
    t.store.db.exec(
      `CREATE TEMP TRIGGER fault BEFORE INSERT ON dispatch WHEN new.status_code = '06' AND new.incoming_id = '${ids[2]}' BEGIN SELECT RAISE(ABORT, 'broken'); END`,
    );
    expect(() => closeMany(t.store, clerk, ids, '')).toThrow('broken');
    expect(new Set(ids.map(state))).toEqual(new Set(['registered']));
    expect(statuses('06')).toBe(0);
  });
});

describe('extending', () => {
  const extension = { dueDate: '2026-12-04' as LegalDate, reason: 'Chờ số liệu của thôn', allowedBy: 'Phạm Văn Mẫu' };
  const assigned = (dueDate?: string): RecordId => {
    const [id] = put(1, Math.floor(now % 100_000)) as [RecordId];
    registerIncoming(t.store, clerk, id);
    instructMany(t.store, leader, [id], {
      ...{ leader: 'Chủ tịch', text: 'Giao xử lý', lead: 'Văn phòng', coHandlers: [], slipDate: '2026-11-20' },
      ...(dueDate === undefined ? {} : { dueDate }),
    });
    return id;
  };
  it('gives a later day with why and by whose leave, and the deadlines follow at once', () => {
    const id = assigned('2026-11-18');
    const table = { updated: '2026-01-01' as LegalDate, lunar: {}, announced: {} };
    const calendar = { table, changes: [], weekdays: [1, 2, 3, 4, 5], hours: [{ from: 450, to: 1020 }] as [{ from: number; to: number }] };
    const late = () =>
      openDeadlines(t.store, calendar, deadlineRules(t.store)).filter((row) => row.id === id && row.state === 'late').length;
    expect(late()).toBe(1);
    expect(extendMany(t.store, leader, [id], extension).done).toEqual([id]);
    expect(late()).toBe(0);
    const doc = getIncoming(t.store, id);
    expect([doc.dueDate, doc.instruction?.dueDate]).toEqual(['2026-12-04', '2026-12-04']);
    expect(doc.history.at(-1)).toMatchObject({
      act: 'incoming.extend',
      params: { from: '2026-11-18', to: '2026-12-04', allowedBy: 'Phạm Văn Mẫu', text: 'Chờ số liệu của thôn' },
    });
  });
  it('an earlier day, a day that is past, and what has no day or is done are refused', () => {
    const refused = (id: RecordId, dueDate: string): string | undefined =>
      extendMany(t.store, leader, [id], { ...extension, dueDate: dueDate as LegalDate }).refused[0]?.code;
    expect(refused(assigned('2026-12-10'), '2026-12-04')).toBe('documents.extend_not_later');
    expect(refused(assigned('2026-11-01'), '2026-11-19')).toBe('documents.extend_in_past');
    expect(refused(assigned(), '2026-12-04')).toBe('documents.extend_no_date');
    const done = assigned('2026-12-01');
    closeMany(t.store, clerk, [done], '');
    expect(refused(done, '2026-12-04')).toBe('documents.act_not_allowed');
  });
});

describe('standing rules', () => {
  const assign: RuleInput = {
    name: 'Nội vụ về Văn phòng',
    conditions: { agencies: [{ organId: 'H99.5', name: 'Sở Nội vụ' }], kinds: [], words: [] },
    outcome: { kind: 'assign', lead: 'Văn phòng', coHandlers: ['Công an xã'], dueInDays: 5, text: '', leader: 'Chủ tịch' },
    auto: false,
    active: true,
  };
  const inform: RuleInput = { ...assign, name: 'Để biết', outcome: { kind: 'for_information', note: 'Lưu theo quy chế' } };

  it('is proposed and never applied by itself; accepted with the registration it is, and the history names it', () => {
    const ruleId = saveRule(t.store, clerk, OURS, assign);
    const [a, b] = put(2) as [RecordId, RecordId];
    expect(planRegistration(t.store, clerk, [a]).rows[0]?.rule).toMatchObject({
      ruleId,
      name: assign.name,
      auto: false,
      dueDate: '2026-11-27',
    });
    registerIncoming(t.store, clerk, a);
    expect(state(a)).toBe('registered');
    expect(registerMany(t.store, clerk, [{ id: b, ruleId }]).done).toEqual([{ id: b, number: 2, after: 'assigned' }]);
    expect(getIncoming(t.store, b).instruction).toMatchObject({ leader: 'Chủ tịch', lead: 'Văn phòng', dueDate: '2026-11-27' });
    expect(acts(b)).toEqual(expect.arrayContaining(['incoming.register', 'incoming.rule_applied', 'incoming.instruct_rule']));
    applyRule(t.store, clerk, a, ruleId);
    expect(state(a)).toBe('assigned');
  });
  it('goes by itself only where a leader or administrator said so; a change by another takes that back', () => {
    expect(code(() => saveRule(t.store, clerk, OURS, { ...inform, auto: true }))).toBe('rules.auto_not_allowed');
    const id = saveRule(t.store, leader, OURS, { ...inform, auto: true });
    const [a] = put(1) as [RecordId];
    registerIncoming(t.store, clerk, a);
    expect(state(a)).toBe('finished');
    expect(acts(a)).toContain('incoming.rule_auto');
    saveRule(t.store, clerk, OURS, { ...inform, name: 'Tên khác', auto: true }, id);
    expect(listRules(t.store, OURS)[0]).toMatchObject({ name: 'Tên khác', auto: true });
    saveRule(t.store, clerk, OURS, { ...inform, conditions: { ...inform.conditions, words: ['mới'] }, auto: true }, id);
    expect(listRules(t.store, OURS)[0]?.auto).toBe(false);
  });
  it('the first that fits in their order counts; what is switched off, removed or has no condition does not', () => {
    const first = saveRule(t.store, clerk, OURS, assign);
    const second = saveRule(t.store, clerk, OURS, inform);
    const [a] = put(1) as [RecordId];
    expect(ruleFor(t.store, a)?.ruleId).toBe(first);
    orderRules(t.store, clerk, OURS, [second, first]);
    expect(ruleFor(t.store, a)?.ruleId).toBe(second);
    saveRule(t.store, clerk, OURS, { ...inform, active: false }, second);
    expect(ruleFor(t.store, a)?.ruleId).toBe(first);
    removeRule(t.store, clerk, OURS, first);
    expect(ruleFor(t.store, a)).toBeUndefined();
    expect(code(() => saveRule(t.store, clerk, OURS, { ...assign, conditions: { agencies: [], kinds: [], words: [] } }))).toBe(
      'rules.no_condition',
    );
    expect(code(() => applyRule(t.store, clerk, a, second))).toBe('rules.not_found');
  });
  it('is tried on the last arrivals before it is written', () => {
    put(25);
    const rows = testRule(t.store, OURS, { agencies: [], kinds: [], words: ['văn bản 24'] });
    expect(rows).toHaveLength(20);
    expect(rows.filter((row) => row.fits).map((row) => row.subject)).toEqual(['văn bản 24']);
  });
});

describe('an act on many in steps', () => {
  it('is stopped while it is tried: nothing was done; else all of it is done in one transaction', async () => {
    const ids = put(45);
    registerMany(
      t.store,
      clerk,
      ids.map((id) => ({ id })),
    );
    const works = new Works();
    const begun = works.run('w', (steps) => closeManyInSteps(t.store, clerk, ids, '', steps));
    // Somebody else's work goes on between the parts, and sees nothing of what is only tried.
    const seen: unknown[] = [];
    const other = (): void => {
      const { now: at } = works.look('w');
      if (at === undefined) return;
      seen.push(t.store.tx(() => t.store.db.prepare(`SELECT count(*) FROM incoming WHERE state = 'finished'`).pluck().get()));
      if (at.done >= 20) works.stop('w');
      else setImmediate(other);
    };
    setImmediate(other);
    await expect(begun).rejects.toMatchObject({ error: { code: 'work.stopped' } });
    expect(new Set(seen)).toEqual(new Set([0]));
    expect([...new Set(ids.map(state))]).toEqual(['registered']);
    expect(statuses('06')).toBe(0);
    const phases: unknown[] = [];
    const step = async (...told: unknown[]): Promise<void> => void phases.push(told);
    const done = await closeManyInSteps(t.store, clerk, [...ids, ids[0] as RecordId], '', { step, waitFor: (other) => other });
    // Told before it is too late to stop, few or many.
    expect(phases.slice(-2)).toEqual([
      ['check', 45, 45],
      ['write', 0, 45],
    ]);
    expect([done.done.length, done.refused.length, statuses('06')]).toEqual([45, 0, 45]);
  });
  it('numbers are those that were shown, although they were tried before', async () => {
    const ids = put(25);
    const { rows } = planRegistration(t.store, clerk, ids);
    const items = rows.map(({ id, number }) => ({ id: recordId(id), ...(number === undefined ? {} : { number }) }));
    const phases: unknown[] = [];
    const step = async (...told: unknown[]): Promise<void> => void phases.push(told);
    const done = await registerManyInSteps(t.store, clerk, items, { step, waitFor: (other) => other });
    expect(phases.at(-1)).toEqual(['write', 0, 25]);
    expect(done.done.map(({ number }) => number)).toEqual(Array.from({ length: 25 }, (_, i) => i + 1));
    const [book] = listBooks(t.store);
    expect(gapsOf(t.store, book as never, '2026')).toEqual([]);
  });
});

describe('the plan of a registration in steps', () => {
  /** Ordinary ones, one returned, two of one code, and those of a second book, mixed. */
  const mixed = (): RecordId[] => {
    const ids = put(47);
    returnIncoming(t.store, clerk, ids[11] as RecordId, 'wrong_recipient', '');
    t.store.db.prepare(`UPDATE incoming SET number = '31', document_id = 'x' WHERE id = ?`).run(ids[3]);
    const [first] = listBooks(t.store);
    const rule = { ...first?.rule, kinds: ['Giấy mời'] };
    t.store.db
      .prepare(`INSERT INTO book (id, organ_id, name, rule, opened_on, seq) VALUES ('b2', ?, 'Sổ giấy mời đến', ?, ?, 99)`)
      .run(OURS, JSON.stringify(rule), first?.openedOn);
    for (const id of ids.filter((_, i) => i % 3 === 1))
      t.store.db.prepare(`UPDATE incoming SET type_name = 'Giấy mời' WHERE id = ?`).run(id);
    return ids;
  };
  const counted = () =>
    t.store.db
      .prepare(
        'SELECT (SELECT count(*) FROM book_number), (SELECT last FROM sequence), (SELECT count(*) FROM history), (SELECT count(*) FROM dispatch)',
      )
      .raw()
      .get();
  it('shows what it would show in one piece, counts up to all of them, and writes nothing', async () => {
    const ids = mixed();
    const before = counted();
    const seen: number[] = [];
    const step = async (_: string, done: number, total: number): Promise<void> => void seen.push(done, total);
    const plan = await planRegistrationInSteps(t.store, clerk, ids, { step, waitFor: (other) => other });
    expect(counted()).toEqual(before);
    expect(seen).toEqual([10, 47, 20, 47, 30, 47, 40, 47, 47, 47]);
    expect(plan).toEqual(planRegistration(t.store, clerk, ids));
    expect(plan.rows.filter(({ refused }) => refused)).toHaveLength(3);
    const items = plan.rows.filter(({ refused }) => !refused).map(({ id, number }) => ({ id: recordId(id), number }));
    expect(registerMany(t.store, clerk, items).done.map(({ number }) => number)).toEqual(items.map(({ number }) => number));
  });
  it('stopped, it leaves nothing; others are answered meanwhile', async () => {
    const ids = mixed();
    const before = counted();
    const works = new Works();
    const plan = works.run('w', (steps) => planRegistrationInSteps(t.store, clerk, ids, steps));
    const seen: unknown[] = [];
    const other = (): void => {
      const { now: at } = works.look('w');
      if (at === undefined) return;
      seen.push(counted());
      if (at.done >= 40) expect(works.stop('w')).toBe(true);
      else setImmediate(other);
    };
    setImmediate(other);
    await expect(plan).rejects.toMatchObject({ error: { code: 'work.stopped' } });
    expect(seen.length).toBeGreaterThan(1);
    expect([...seen, counted()]).toEqual([...seen, counted()].map(() => before));
  });
  it('begins anew where somebody registers in between, and shows the numbers of then', async () => {
    const ids = put(30);
    const [other] = put(1, 100) as [RecordId];
    let done = false;
    const step = async (): Promise<void> => {
      if (!done) registerIncoming(t.store, leader, other);
      done = true;
    };
    const plan = await planRegistrationInSteps(t.store, clerk, ids, { step, waitFor: (it) => it });
    expect(plan.rows.map(({ number }) => number)).toEqual(ids.map((_, i) => i + 2));
  });
});

describe('taking back an act on many', () => {
  it('is done for each whose report has not left and which nothing followed; the act and its undoing stay in the history', () => {
    const ids = put(4) as [RecordId, RecordId, RecordId, RecordId];
    registerMany(
      t.store,
      clerk,
      ids.map((id) => ({ id })),
    );
    const from = t.store.db.prepare<[], number>('SELECT last FROM sequence').pluck().get() ?? 0;
    closeMany(t.store, clerk, ids.slice(0, 3), '');
    // One report left already.
    t.store.db
      .prepare(`UPDATE dispatch SET state = 'accepted' WHERE kind = 'status' AND status_code = '06' AND incoming_id = ?`)
      .run(ids[2]);
    const back = undoMany(t.store, clerk, ids, { act: 'finish', from });
    expect(back.done).toEqual([ids[0], ids[1]]);
    expect(back.refused.map(({ id, code: why }) => [id, why])).toEqual([
      [ids[2], 'undo.status_sent'],
      [ids[3], 'undo.nothing'],
    ]);
    expect(ids.map(state)).toEqual(['registered', 'registered', 'finished', 'registered']);
    expect(acts(ids[0]).slice(-2)).toEqual(['incoming.file_for_information', 'incoming.undone_finish']);
    // Not what was there before the act.
    closeMany(t.store, clerk, [ids[3]], '');
    const later = t.store.db.prepare<[], number>('SELECT last FROM sequence').pluck().get() ?? 0;
    expect(undoMany(t.store, clerk, [ids[3]], { act: 'finish', from: later }).refused[0]?.code).toBe('undo.not_the_last');
  });
});
