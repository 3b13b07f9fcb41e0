import { describe, expect, it } from 'vitest';
import { afterAnswer, beginReturn, gapOf, HERD_AFTER_MS, type Returning } from './returning.ts';

const begin = (): Returning => beginReturn(HERD_AFTER_MS, 0) ?? { rate: 0, changedAt: 0 };

describe('the pace after an outage', () => {
  it('is not asked for after a short one', () => {
    expect(beginReturn(HERD_AFTER_MS - 1, 0)).toBeUndefined();
    expect(beginReturn(HERD_AFTER_MS, 0)).toBeDefined();
  });
  it('doubles in ten seconds of quick answers, however many they are, and ends when one station alone is no burden', () => {
    let one: Returning | undefined = begin();
    for (let now = 100; now <= 10_000; now += 100) one = one && afterAnswer(one, { ms: 40 }, now);
    let few: Returning | undefined = begin();
    for (let now = 2_000; now <= 10_000; now += 2_000) few = few && afterAnswer(few, { ms: 40 }, now);
    expect(one?.rate).toBeCloseTo(begin().rate * 2, 3);
    expect(few?.rate).toBeCloseTo(begin().rate * 2, 3);
    let pace: Returning | undefined = begin();
    let now = 0;
    while (pace !== undefined && now < 600_000) {
      now += 1_000;
      pace = afterAnswer(pace, { ms: 40 }, now);
    }
    expect(pace).toBeUndefined();
    expect(now).toBeLessThan(90_000);
  });
  it('halves once for a burst of slow answers, and for an answer that says busy', () => {
    const quick: Returning = { rate: 4, best: 40, changedAt: 10_000 };
    const slow = afterAnswer(quick, { ms: 3_000 }, 20_000) ?? begin();
    expect(slow.rate).toBeCloseTo(2, 5);
    expect(afterAnswer(slow, { ms: 3_000 }, 21_000)?.rate).toBe(slow.rate);
    expect(afterAnswer(slow, 'busy', 30_000)?.rate).toBeCloseTo(1, 5);
  });
  it('never becomes a crawl', () => {
    let pace: Returning = begin();
    for (let now = 10_000; now < 200_000; now += 10_000) pace = afterAnswer(pace, 'busy', now) ?? pace;
    expect(gapOf(pace, 0.5)).toBeLessThanOrEqual(10_000);
  });
  it('spreads the calls around its rate', () => {
    const pace = begin();
    expect(gapOf(pace, 0)).toBeLessThan(gapOf(pace, 0.99));
    expect((gapOf(pace, 0) + gapOf(pace, 1)) / 2).toBeCloseTo(1000 / pace.rate, 3);
  });
});
