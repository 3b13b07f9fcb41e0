import fc from 'fast-check';
import { expect, it } from 'vitest';
import { latestStatus, normalizeStatusCode } from './statuses.ts';

const after = (...codes: string[]): string | undefined =>
  codes.reduce<string | undefined>((shown, code) => latestStatus(shown, code), undefined);

it('the board shows how far the recipient came, whatever the order the messages came in', () => {
  expect(after('01', '03', '04', '05', '06')).toBe('06');
  expect(after('06', '01', '05', '03')).toBe('06');
  fc.assert(
    fc.property(fc.shuffledSubarray(['01', '03', '04', '05'], { minLength: 1 }), (codes) => after(...codes) === codes.toSorted().at(-1)),
  );
});
it('take-back messages and unknown codes leave the board alone', () => {
  expect(after('03', '15', '13', '16')).toBe('03');
  expect(after('03', '14', 'xx')).toBe('03');
  expect(after('13')).toBeUndefined();
});
it('a refusal stands over everything', () => {
  expect(after('01', '02')).toBe('02');
});
it('one digit reads as two; anything else stays as it came', () => {
  expect(['1', ' 03 ', '13', 'XYZ'].map(normalizeStatusCode)).toEqual(['01', '03', '13', 'XYZ']);
});
