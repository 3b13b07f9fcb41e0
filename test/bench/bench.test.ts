import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { holds, median, ratioOfPairs, runBench, seededBytes, table } from './bench.ts';
import { benches } from './benches/index.ts';

describe('the form of a benchmark', () => {
  test('a target is kept, missed or absent', () => {
    expect([holds(1.6, '<=1.6'), holds(1.61, '<=1.6'), holds(40, '>=40'), holds(39, '>=40'), holds(7, undefined)]).toEqual([
      true,
      false,
      true,
      false,
      true,
    ]);
    expect([holds(Number.NaN, '<=1'), holds(Number.NaN, undefined)]).toEqual([false, false]);
    expect(() => holds(1, '<2')).toThrow(SyntaxError);
  });

  test('pairs run in turn, the first only warms up, and the ratio is the median of the pairs', async () => {
    const order: string[] = [];
    // Clock readings in ms: the warming pair, then pairs of 20/10, 90/10 and 30/10.
    const lengths = [500, 1, 20, 10, 90, 10, 30, 10];
    let clock = 0;
    let reading = 0;
    const now = (): number => {
      const value = clock;
      if (reading++ % 2 === 0) clock += lengths[Math.floor(reading / 2)] ?? 0;
      return value;
    };
    const pairs = await ratioOfPairs(
      3,
      () => order.push('A'),
      () => order.push('B'),
      now,
    );
    expect(order.join('')).toBe('ABABABAB');
    expect(pairs).toEqual({ ratio: 3, aMs: 30, bMs: 10 });
  });

  test('the median of an even number lies between the two in the middle', () => {
    expect([median([4, 1, 3, 2]), median([5])]).toEqual([2.5, 5]);
  });

  test('a seed gives the same bytes on every machine', () => {
    expect(createHash('sha256').update(seededBytes(1001, 1)).digest('hex').slice(0, 16)).toBe('598a37a013f27048');
    expect(seededBytes(1001, 1).equals(seededBytes(1001, 2))).toBe(false);
  });

  test('the report has the one form, and its table says which figure fails', async () => {
    const figures = { fast: { value: 1.23456, unit: 'ratio', target: '<=1.6' }, slow: { value: 9, unit: 'ms', target: '<=5' } } as const;
    const report = await runBench({ name: 'x', about: '', run: async () => ({ figures }) });
    expect(report).toMatchObject({
      bench: 'x',
      figures: {
        fast: { value: 1.235, unit: 'ratio', target: '<=1.6', holds: true },
        slow: { value: 9, unit: 'ms', target: '<=5', holds: false },
      },
      env: { node: process.versions.node, token: 'none' },
    });
    expect(table(report)).toMatch(/slow +9 +ms +<=5 +FAILS/);
  });

  test('every benchmark has a name of its own', () => {
    expect(new Set(benches.map((b) => b.name)).size).toBe(benches.length);
  });
});
