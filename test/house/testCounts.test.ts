import { describe, expect, test } from 'vitest';
import { countVitest, sum } from '../../build/testCounts.ts';

const report = (status: string, ...tests: string[]): string =>
  JSON.stringify({
    testResults: [{ name: 'a.test.ts', status, assertionResults: tests.map((s, i) => ({ fullName: `t${i}`, status: s })) }],
  });

describe('a test run is counted so that nothing passes by silence', () => {
  test('passed, failed and skipped tests, the skipped by name', () => {
    const counts = countVitest('unit', 1, report('failed', 'passed', 'failed', 'pending', 'todo', 'skipped'));
    expect(counts).toEqual({ passed: 1, failed: 1, skipped: ['t2', 't3', 't4'], problems: ['t1'] });
  });
  test.each([
    ['killed for time', undefined, report('passed', 'passed')],
    ['no report written', 1, undefined],
    ['no test at all', 0, JSON.stringify({ testResults: [] })],
    ['only skipped tests', 0, report('passed', 'skipped')],
    ['a file that failed outside its tests', 1, report('failed', 'passed')],
    ['a bad exit although no test failed', 1, report('passed', 'passed')],
  ])('%s is one failure', (_name, code, text) => {
    expect(countVitest('unit', code, text).failed).toBe(1);
  });
  test('suites add up', () => {
    const one = countVitest('unit', 0, report('passed', 'passed', 'skipped'));
    expect(sum([one, one])).toEqual({ passed: 2, failed: 0, skipped: ['t1', 't1'], problems: [] });
  });
});
