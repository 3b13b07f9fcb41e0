import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LegalDate, legalDateOf } from './time.ts';
import {
  addDays,
  addWorkingDays,
  addWorkingMinutes,
  calendarFault,
  DEFAULT_HOURS,
  DEFAULT_WEEKDAYS,
  dayOfWork,
  endOfDay,
  endOfMorning,
  holidayTable,
  instantOf,
  isWorkingDay,
  lawfulHolidays,
  minuteOf,
  minuteText,
  nextWorkingDay,
  specialDays,
  type WorkCalendar,
  workingMinutes,
} from './workCalendar.ts';

const table = holidayTable(JSON.parse(readFileSync(new URL('../../resources/calendar/vietnam.json', import.meta.url), 'utf8')));
const calendar: WorkCalendar = { table, changes: [], weekdays: DEFAULT_WEEKDAYS, hours: DEFAULT_HOURS };
const d = (text: string): LegalDate => text as LegalDate;
const at = (date: string, time: string): number => instantOf(d(date), minuteOf(time) ?? Number.NaN);

describe('the lunar table', () => {
  // Low-precision positions of sun and moon (Meeus, Astronomical Algorithms, chapters 25 and 49): good to minutes.
  const rad = Math.PI / 180;
  const newMoon = (k: number): number => {
    const T = k / 1236.85;
    const jde = 2451550.09766 + 29.530588861 * k + 0.00015437 * T * T;
    const M = (2.5534 + 29.1053567 * k) * rad;
    const Mm = (201.5643 + 385.81693528 * k + 0.0107582 * T * T) * rad;
    const F = (160.7108 + 390.67050284 * k - 0.0016118 * T * T) * rad;
    const correction =
      -0.4072 * Math.sin(Mm) +
      0.17241 * Math.sin(M) +
      0.01608 * Math.sin(2 * Mm) +
      0.01039 * Math.sin(2 * F) +
      0.00739 * Math.sin(Mm - M) -
      0.00514 * Math.sin(Mm + M) +
      0.00208 * Math.sin(2 * M) -
      0.00111 * Math.sin(Mm - 2 * F);
    return (jde + correction - 2440587.5) * 86_400_000 - 70_000;
  };
  const sunLongitude = (instant: number): number => {
    const T = (instant / 86_400_000 + 2440587.5 - 2451545) / 36525;
    const L = 280.46646 + 36000.76983 * T;
    const M = (357.52911 + 35999.05029 * T) * rad;
    const C = 1.914602 * Math.sin(M) + 0.019993 * Math.sin(2 * M) + 0.000289 * Math.sin(3 * M);
    return (((L + C - 0.00569) % 360) + 360) % 360;
  };
  const day = (k: number): LegalDate => legalDateOf(newMoon(k));
  /** Number of the moon whose month holds the winter solstice of a year: month 11, Hanoi time. */
  const eleventh = (year: number): number => {
    let solstice = Date.UTC(year, 11, 21);
    for (let i = 0; i < 40; i++) solstice += ((((270 - sunLongitude(solstice) + 540) % 360) - 180) / 360) * 365.2422 * 86_400_000;
    let k = Math.floor((solstice / 86_400_000 + 2440587.5 - 2451550.1) / 29.530588861) + 2;
    while (day(k) > legalDateOf(solstice)) k--;
    return k;
  };
  const sector = (date: LegalDate): number => Math.floor(sunLongitude(instantOf(date, 0)) / 30);
  /** First days of the months 1 and 3 of a lunar year. */
  const lunarYear = (year: number): { first: LegalDate; third: LegalDate } => {
    const start = eleventh(year - 1);
    const leapYear = eleventh(year) - start === 13;
    const months: LegalDate[] = [];
    let leapSeen = false;
    for (let k = start; months.length < 5; k++) {
      // The leap month of thirteen is the first in which the sun enters no twelfth of its way.
      const leap = leapYear && !leapSeen && k > start && sector(day(k)) === sector(day(k + 1));
      if (leap) leapSeen = true;
      else months.push(day(k));
    }
    return { first: months[2] ?? day(0), third: months[4] ?? day(0) };
  };
  it.each(Object.entries(table.lunar))('of %s agrees with the positions of sun and moon', (year, days) => {
    const { first, third } = lunarYear(Number(year));
    expect({ tet: first, hungKings: addDays(third, 9) }).toEqual(days);
  });
});

describe('holidays', () => {
  it('by law alone are the days that were announced, swaps apart', () => {
    for (const [year, announced] of Object.entries(table.announced)) {
      const swapped = (day: { readonly name: string }): boolean => day.name.includes('hoán đổi');
      const byLaw = lawfulHolidays(Number(year), table).map((day) => day.date);
      expect(byLaw, year).toEqual(
        expect.arrayContaining(announced.off.filter((day) => !swapped(day) && !day.name.includes('Tết Nguyên')).map((day) => day.date)),
      );
      expect(byLaw.filter((day) => day.slice(5, 7) < '03').length, year).toBeGreaterThanOrEqual(6);
    }
  });
  it('on a weekly day of rest move to the next working day, each to its own', () => {
    // Tết 2027: 5/2 Friday, 6 and 7 the weekend, 8 and 9; the weekend's two come after.
    const dates = lawfulHolidays(2027, table)
      .filter((day) => day.date.startsWith('2027-02'))
      .map((day) => day.date);
    expect(dates).toEqual(['2027-02-05', '2027-02-08', '2027-02-09', '2027-02-10', '2027-02-11']);
    expect(lawfulHolidays(2027, table).map((day) => day.date)).toContain('2027-05-03');
  });
  it('a swapped Saturday is worked and its weekday is not', () => {
    expect(isWorkingDay(calendar, d('2026-08-22'))).toBe(true);
    expect(isWorkingDay(calendar, d('2026-08-31'))).toBe(false);
    expect(nextWorkingDay(calendar, d('2026-08-28'))).toBe('2026-09-03');
  });
  it('an uncertain day is worked until the office says otherwise, and its word stands over the table', () => {
    expect(isWorkingDay(calendar, d('2026-11-24'))).toBe(true);
    const changed: WorkCalendar = {
      ...calendar,
      changes: [
        { date: d('2026-11-24'), kind: 'off', name: 'Ngày Văn hóa Việt Nam' },
        { date: d('2026-09-01'), kind: 'work', name: 'Trực bầu cử' },
      ],
    };
    expect(isWorkingDay(changed, d('2026-11-24'))).toBe(false);
    expect(isWorkingDay(changed, d('2026-09-01'))).toBe(true);
    expect(specialDays(changed, 2026).find((day) => day.date === '2026-09-01')).toMatchObject({ kind: 'work', from: 'office' });
  });
});

describe('hours of work', () => {
  it('after hours and on days off belong to the next working day', () => {
    expect(dayOfWork(calendar, at('2026-11-20', '16:59'))).toBe('2026-11-20');
    expect(dayOfWork(calendar, at('2026-11-20', '17:00'))).toBe('2026-11-23');
    expect(dayOfWork(calendar, at('2026-11-22', '9:00'))).toBe('2026-11-23');
    expect(endOfMorning(calendar, d('2026-11-23'))).toBe(at('2026-11-23', '11:30'));
    expect(endOfDay(calendar, d('2026-11-23'))).toBe(at('2026-11-23', '17:00'));
  });
  it('count without noon, nights and days off', () => {
    expect(workingMinutes(calendar, at('2026-11-20', '11:00'), at('2026-11-20', '13:30'))).toBe(60);
    expect(workingMinutes(calendar, at('2026-11-20', '16:30'), at('2026-11-23', '8:00'))).toBe(60);
    expect(workingMinutes(calendar, at('2026-11-23', '8:00'), at('2026-11-20', '16:30'))).toBe(-60);
  });
  it('what was added is what is counted, from any instant', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: at('2025-01-01', '0:00'), max: at('2028-12-31', '0:00') }),
        fc.integer({ min: 0, max: 9_000 }),
        (from, minutes) => {
          const start = Math.floor(from / 60_000) * 60_000;
          expect(workingMinutes(calendar, start, addWorkingMinutes(calendar, start, minutes))).toBe(minutes);
        },
      ),
      { numRuns: 200 },
    );
  });
  it('over years are what each day by itself has', () => {
    const swapped: WorkCalendar = { ...calendar, changes: [{ date: d('2026-03-03'), name: 'Nghỉ', kind: 'off' }] };
    const perDay = (from: number, to: number): number => {
      let sum = 0;
      for (let date = legalDateOf(from); date <= legalDateOf(to); date = addDays(date, 1))
        sum += workingMinutes(swapped, Math.max(from, instantOf(date, 0)), Math.min(to, instantOf(date, 24 * 60 - 1)));
      return sum;
    };
    const instant = fc.integer({ min: at('2023-01-01', '0:00'), max: at('2028-12-31', '0:00') }).map((ms) => ms - (ms % 60_000));
    fc.assert(
      fc.property(instant, instant, (a, b) => {
        const [from, to] = a < b ? [a, b] : [b, a];
        expect(workingMinutes(swapped, from, to)).toBe(perDay(from, to));
        expect(workingMinutes(swapped, to, from)).toBe(-perDay(from, to) || 0);
      }),
      { numRuns: 40 },
    );
  });
  it('working days there and back meet at the same day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1500 }), fc.integer({ min: 1, max: 60 }), (offset, days) => {
        const start = nextWorkingDay(calendar, addDays(d('2025-01-01'), offset));
        expect(addWorkingDays(calendar, addWorkingDays(calendar, start, days), -days)).toBe(start);
      }),
      { numRuns: 200 },
    );
  });
  it('times are read as typed and a week or hours that cannot be are named', () => {
    expect([minuteOf('7:30'), minuteOf('7h30'), minuteOf('13 giờ 05'), minuteOf('13g'), minuteOf('25:00'), minuteOf('sáng')]).toEqual([
      450,
      450,
      785,
      780,
      undefined,
      undefined,
    ]);
    expect(minuteText(450)).toBe('07:30');
    expect(calendarFault([], DEFAULT_HOURS)).toBe('no_weekday');
    expect(calendarFault([1], [{ from: 600, to: 500 }])).toBe('bad_hours');
    expect(
      calendarFault(
        [1],
        [
          { from: 400, to: 700 },
          { from: 690, to: 900 },
        ],
      ),
    ).toBe('bad_hours');
    expect(calendarFault(DEFAULT_WEEKDAYS, DEFAULT_HOURS)).toBeUndefined();
  });
});
