import { describe, expect, test } from 'vitest';
import { planDocuments } from './documents.ts';

describe('the plan of the first documents', () => {
  // Weekdays, a Sunday before dawn, New Year.
  const nows = ['2026-11-18T09:00:00+07:00', '2026-11-22T03:40:00+07:00', '2027-01-01T00:10:00+07:00'].map((t) => Date.parse(t));
  test('numbers run on without a gap for each office and never stand against the dates', () => {
    for (const now of nows)
      for (const from of ['department', 'neighbour']) {
        const plans = planDocuments(80, now).filter((p) => p.sample.from === from);
        const [first] = plans;
        plans.forEach((p, i) => {
          expect(Number(p.number)).toBe(Number(first?.number) + i);
          expect(p.date >= (plans[i - 1]?.date ?? '')).toBe(true);
        });
      }
  });
  test('all are signed in office hours of a working day that is over', () => {
    for (const now of nows)
      for (const { signedAt } of planDocuments(40, now)) {
        const local = new Date(signedAt + 7 * 3_600_000);
        expect([0, 6]).not.toContain(local.getUTCDay());
        expect(local.getUTCHours()).toBeGreaterThanOrEqual(7);
        expect(local.getUTCHours()).toBeLessThanOrEqual(16);
        expect(signedAt).toBeLessThan(now);
      }
  });
  test('is the same for the same moment', () => {
    expect(planDocuments(50, nows[0] ?? 0)).toEqual(planDocuments(50, nows[0] ?? 0));
  });
});
