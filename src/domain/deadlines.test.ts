import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { byNeed, type Clock, checkedRules, DEFAULT_RULES, deadlineOf, lateBy, stateOf, toBeTold } from './deadlines.ts';
import type { LegalDate } from './time.ts';
import { DEFAULT_HOURS, DEFAULT_WEEKDAYS, holidayTable, instantOf, minuteOf, type WorkCalendar } from './workCalendar.ts';

const table = holidayTable(JSON.parse(readFileSync(new URL('../../resources/calendar/vietnam.json', import.meta.url), 'utf8')));
const calendar: WorkCalendar = { table, changes: [], weekdays: DEFAULT_WEEKDAYS, hours: DEFAULT_HOURS };
const at = (date: string, time: string): number => instantOf(date as LegalDate, minuteOf(time) ?? Number.NaN);
const clock = (kind: Clock['kind'], start: number, more: Partial<Clock> = {}): Clock => ({ kind, priority: 0, start, ...more });
const of = (c: Clock, rules = DEFAULT_RULES) => deadlineOf(c, calendar, rules);

describe('clocks of the law', () => {
  it('an arrival is registered the same day, at the latest the next working day', () => {
    // Friday 20/11/2026, then the weekend.
    const deadline = of(clock('register', at('2026-11-20', '10:00')));
    expect(deadline.target).toBe(at('2026-11-20', '17:00'));
    expect(deadline.latest).toBe(at('2026-11-23', '17:00'));
    expect(stateOf(deadline, at('2026-11-20', '16:00'))).toBe('soon');
    expect(stateOf(deadline, at('2026-11-21', '9:00'))).toBe('due');
    expect(stateOf(deadline, at('2026-11-23', '17:01'))).toBe('late');
  });
  it('what arrives after hours belongs to the next working day', () => {
    expect(of(clock('register', at('2026-11-20', '18:30'))).target).toBe(at('2026-11-23', '17:00'));
    expect(of(clock('register', at('2026-02-14', '9:00'))).latest).toBe(at('2026-02-24', '17:00'));
  });
  it('a signed document goes out at the latest the next working morning', () => {
    expect(of(clock('issue', at('2026-11-20', '16:00'))).latest).toBe(at('2026-11-23', '11:30'));
  });
  it('urgent means by the clock, at night too', () => {
    const deadline = of(clock('register', at('2026-11-21', '22:00'), { priority: 3 }));
    expect(deadline.latest).toBe(at('2026-11-21', '22:00') + 30 * 60_000);
    expect(stateOf(deadline, at('2026-11-21', '22:01'))).toBe('due');
  });
  it('a recipient that has not said it received by the end of the day is silent', () => {
    const deadline = of(clock('receipt', at('2026-11-20', '9:00')));
    expect(stateOf(deadline, at('2026-11-20', '16:59'))).toBe('ahead');
    expect(stateOf(deadline, at('2026-11-20', '17:01'))).toBe('late');
    const patient = of(clock('receipt', at('2026-11-20', '9:00')), { ...DEFAULT_RULES, silenceMinutes: 120 });
    expect(patient.latest).toBe(at('2026-11-23', '9:30'));
  });
  it('a due date is spoken of as many working days ahead as the office wants, and is late after its day', () => {
    const deadline = of(clock('handle', at('2026-11-16', '9:00'), { dueDate: '2026-11-25' as LegalDate }));
    expect(stateOf(deadline, at('2026-11-18', '9:00'))).toBe('ahead');
    expect(stateOf(deadline, at('2026-11-20', '9:00'))).toBe('soon');
    expect(stateOf(deadline, at('2026-11-25', '9:00'))).toBe('due');
    expect(stateOf(deadline, at('2026-11-25', '17:01'))).toBe('late');
  });
  it('a promised hour is spoken of while it can still be carried by hand', () => {
    const deadline = of(clock('deliver', at('2026-11-20', '8:00'), { before: at('2026-11-20', '10:00') }));
    expect(stateOf(deadline, at('2026-11-20', '8:59'))).toBe('ahead');
    expect(stateOf(deadline, at('2026-11-20', '9:00'))).toBe('soon');
    expect(stateOf(deadline, at('2026-11-20', '10:01'))).toBe('late');
  });
});

it('lateness counts hours of work, and the next one is told in the morning of the day that the list names', () => {
  const deadline = of(clock('register', at('2026-11-19', '10:00')));
  expect(deadline.latest).toBe(at('2026-11-20', '17:00'));
  expect(lateBy(deadline, at('2026-11-23', '8:30'), calendar)).toBe(60);
  expect(toBeTold(deadline, at('2026-11-21', '9:00'), calendar, DEFAULT_RULES)).toEqual([]);
  expect(toBeTold(deadline, at('2026-11-23', '7:30'), calendar, DEFAULT_RULES)).toEqual(['Chánh Văn phòng']);
  expect(toBeTold(deadline, at('2026-11-25', '7:30'), calendar, DEFAULT_RULES)).toEqual(['Chánh Văn phòng', 'Chủ tịch']);
});

it('the list begins with what is urgent, then what is late, then what is due first', () => {
  const rows = [
    { n: 1, state: 'soon', priority: 0, latest: 1 },
    { n: 2, state: 'late', priority: 0, latest: 5 },
    { n: 3, state: 'due', priority: 3, latest: 9 },
    { n: 4, state: 'late', priority: 0, latest: 4 },
    { n: 5, state: 'ahead', priority: 3, latest: 2 },
  ] as const;
  expect([...rows].sort(byNeed).map((row) => row.n)).toEqual([3, 4, 2, 1, 5]);
});

it('rules out of range are refused by field, and kept in order', () => {
  const wrong = checkedRules({ ...DEFAULT_RULES, urgentMinutes: [0, 5, 5] });
  expect(wrong.ok ? undefined : wrong.error).toEqual({ code: 'deadlines.rule_out_of_range', params: { field: 'urgentMinutes' } });
  const fine = checkedRules({
    ...DEFAULT_RULES,
    remindDays: [1, 5, 1],
    escalations: [
      { afterDays: 3, to: 'B' },
      { afterDays: 1, to: 'A' },
    ],
  });
  expect(fine.ok && [fine.value.remindDays, fine.value.escalations.map((e) => e.to)]).toEqual([
    [5, 1],
    ['A', 'B'],
  ]);
});
