import { describe, expect, test } from 'vitest';
import type { LegalDate } from '../domain/time.ts';
import { dateText, hourText, numberText, shortMoment, sizeText, typedDate } from './format.ts';

const today = '2026-11-21' as LegalDate;

describe('dates typed as a Vietnamese types them', () => {
  test.each([
    ['21/11/26', '2026-11-21'],
    ['21/11/2026', '2026-11-21'],
    ['5/1', '2026-01-05'],
    ['05-01-26', '2026-01-05'],
    ['1.2.2027', '2027-02-01'],
    ['211126', '2026-11-21'],
    ['2111', '2026-11-21'],
    ['21112026', '2026-11-21'],
    [' 2026-11-21 ', '2026-11-21'],
  ])('%s is read', (typed, date) => expect(typedDate(typed, today)).toBe(date));
  test('without its year it is last year’s or next year’s where that is nearer and can be meant', () => {
    const [newYear, late] = ['2027-01-04', '2026-11-21'] as LegalDate[] as [LegalDate, LegalDate];
    expect(typedDate('28/12', newYear, 'past')).toBe('2026-12-28');
    expect(typedDate('2812', newYear)).toBe('2027-12-28');
    expect(typedDate('3/1', newYear, 'past')).toBe('2027-01-03');
    expect(typedDate('5/1', late, 'coming')).toBe('2027-01-05');
    expect(typedDate('20-11', late, 'coming')).toBe('2026-11-20');
    // A month that was mistaken is not made right by going back a year.
    expect(typedDate('28/12', late, 'past')).toBe('2026-12-28');
    expect(typedDate('28/12/26', newYear, 'coming')).toBe('2026-12-28');
    expect(typedDate('29/2', newYear, 'past')).toBeUndefined();
  });
  test.each(['31/02/26', '32/1', '0/0', '11/21/2026', 'mai', '', '2026-13-01'])('“%s” is refused', (typed) =>
    expect(typedDate(typed, today)).toBeUndefined(),
  );
});

describe('figures on the screen', () => {
  test('an hour is written as Vietnamese write it', () => {
    expect(hourText(Date.UTC(2026, 10, 21, 2, 5))).toBe('09 giờ 05');
    expect(shortMoment(Date.UTC(2026, 10, 20, 2, 5), Date.UTC(2026, 10, 21, 2, 5))).toBe('09 giờ 05 ngày 20/11/2026');
  });
  test('thousands stand apart by a space that does not break', () => {
    expect(numberText(1287)).toBe('1\u00a0287');
    expect(numberText(12)).toBe('12');
    expect(numberText(1234567)).toBe('1\u00a0234\u00a0567');
  });
  test('dates are day/month/year', () => {
    expect(dateText('2026-01-05')).toBe('05/01/2026');
    expect(dateText(undefined)).toBe('');
  });
  test('the day is said only where it is not today', () => {
    const at = Date.UTC(2026, 10, 21, 2, 14);
    expect(shortMoment(at, at + 3_600_000)).toBe('09 giờ 14');
    expect(shortMoment(at, at + 86_400_000)).toBe('09 giờ 14 ngày 21/11/2026');
  });
  test('sizes have a decimal comma', () => {
    expect(sizeText(900)).toBe('900 byte');
    expect(sizeText(1_258_291)).toBe('1,2\u00a0MB');
  });
});
