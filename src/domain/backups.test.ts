import { expect, it } from 'vitest';
import { type BackupReason, isDue, superseded } from './backups.ts';

const daily = (names: readonly string[], reason: BackupReason = 'daily') => names.map((name) => ({ name, reason }));
const november = Array.from({ length: 20 }, (_, i) => `202611${String(i + 1).padStart(2, '0')}-020000`);

it('keeps the newest of each of the last days, weeks and months', () => {
  const entries = daily(['20260903-020000', '20261005-020000', '20261006-020000', ...november]);
  const gone = superseded(entries, { days: 3, weeks: 3, months: 12 });
  const kept = entries.map((e) => e.name).filter((name) => !gone.includes(name));
  // 1, 8 and 15 November 2026 are Sundays; the first two weeks ended before the last three weeks.
  expect(kept).toEqual(['20260903-020000', '20261006-020000', '20261108-020000', '20261115-020000', ...november.slice(17)]);
});
it('counts several of one day as one, and days as Viet Nam counts them', () => {
  const names = ['20261119-020000', '20261119-150000', '20261119-180000', '20261120-020000', '20261121-020000'];
  // 18:00 UTC is the next day already.
  expect(superseded(daily(names), { days: 3, weeks: 0, months: 0 })).toEqual(['20261119-020000', '20261119-180000']);
});
it('keeps the newest made for an occasion, and never less than two', () => {
  const entries = [...daily(['20250101-020000'], 'migration'), ...daily(['20250301-020000', ...november])];
  expect(superseded(entries, { days: 2, weeks: 0, months: 0 })).not.toContain('20250101-020000');
  expect(superseded(daily(november.slice(0, 2)), { days: 0, weeks: 0, months: 0 })).toEqual([]);
});

const HOUR = 3600_000;
const now = Date.UTC(2026, 10, 21, 2);
it('is due once a day, at the next start after missed days, and half an hour after a try that failed', () => {
  expect(isDue({ now })).toBe(true);
  expect(isDue({ now, lastGood: now - 19 * HOUR })).toBe(false);
  expect(isDue({ now, lastGood: now - 21 * HOUR })).toBe(true);
  expect(isDue({ now, lastGood: now - 9 * 24 * HOUR, lastTry: now - 10 * 60_000 })).toBe(false);
  expect(isDue({ now, lastGood: now - 9 * 24 * HOUR, lastTry: now - 31 * 60_000 })).toBe(true);
});
it('is due where the clock was set back and the last one seems to lie ahead', () => {
  expect(isDue({ now, lastGood: now + 400 * 24 * HOUR, lastTry: now + 400 * 24 * HOUR })).toBe(true);
});
