import { expect, it } from 'vitest';
import { paceFrom, timeLeft } from './timeLeft.ts';

it('the time left follows the pace since the work began, and is not told before something was seen of it', () => {
  const from = paceFrom(undefined, { at: 1_000, done: 0, total: 1_000 });
  expect(timeLeft(from, { at: 3_000, done: 500, total: 1_000 })).toBeUndefined();
  expect(timeLeft(from, { at: 60_000, done: 10, total: 1_000 })).toBeUndefined();
  expect(timeLeft(from, { at: 61_000, done: 250, total: 1_000 })).toBe(180_000);
  expect(timeLeft(from, { at: 61_000, done: 1_000, total: 1_000 })).toBe(0);
});
it('the pace is counted anew where the next work begins, such as the backup to the next place', () => {
  const from = paceFrom(undefined, { at: 0, done: 0, total: 100 });
  expect(paceFrom(from, { at: 9_000, done: 50, total: 100 })).toBe(from);
  expect(paceFrom(from, { at: 9_000, done: 0, total: 70 })).toMatchObject({ at: 9_000 });
  expect(paceFrom({ at: 0, done: 50, total: 100 }, { at: 9_000, done: 1, total: 100 })).toMatchObject({ at: 9_000 });
  expect(timeLeft(from, { at: 9_000, done: 60, total: 70 })).toBeUndefined();
});
