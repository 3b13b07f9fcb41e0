import { expect, test } from 'vitest';
import { daysSince } from './age.ts';

const at = (text: string): number => Date.parse(`${text}+07:00`);
test('a backup of yesterday evening is one day old, one of this morning none', () => {
  expect(daysSince(at('2026-11-20T23:50:00'), at('2026-11-21T00:10:00'))).toBe(1);
  expect(daysSince(at('2026-11-21T00:10:00'), at('2026-11-21T23:50:00'))).toBe(0);
  expect(daysSince(at('2026-10-31T08:00:00'), at('2026-11-21T07:00:00'))).toBe(21);
});
test('a clock that was set back makes no negative age', () => {
  expect(daysSince(at('2026-11-22T08:00:00'), at('2026-11-21T08:00:00'))).toBe(0);
});
