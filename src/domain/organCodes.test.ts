import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isOrganCode, isTechnicalCode, levelOneKind, MAX_ORGAN_CODE, parseOrganCode, provinceOf, sameOrgan } from './organCodes.ts';

const DIGITS = [...'0123456789'];
const CAPITALS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const chars = (from: readonly string[], min: number, max = min) =>
  fc.array(fc.constantFrom(...from), { minLength: min, maxLength: max }).map((list) => list.join(''));
const qcvn = fc
  .tuple(chars(DIGITS, 3), chars(DIGITS, 2), chars(DIGITS, 2), chars(CAPITALS, 1), chars([...DIGITS, ...CAPITALS], 2))
  .map(([v, z, y, m, x]) => `${v}.${z}.${y}.${m}${x}`);
const qd20 = fc
  .tuple(chars(CAPITALS, 1), chars(DIGITS, 2), fc.array(chars([...DIGITS, ...CAPITALS], 1, 4), { maxLength: 5 }))
  .map(([m, x, rest]) => [`${m}${x}`, ...rest].join('.'))
  .filter((code) => code.length <= MAX_ORGAN_CODE);

describe('a code of QCVN 102:2016', () => {
  test('says its level, its level-1 body and the body right above', () => {
    expect(parseOrganCode('000.00.00.G22')).toEqual({
      standard: 'qcvn102',
      text: '000.00.00.G22',
      short: false,
      level: 1,
      levelOne: 'G22',
    });
    expect(parseOrganCode('000.00.15.H51')).toMatchObject({ level: 2, levelOne: 'H51', parent: '000.00.00.H51' });
    expect(parseOrganCode('000.07.15.H51')).toMatchObject({ level: 3, parent: '000.00.15.H51' });
    expect(parseOrganCode('012.07.15.H51')).toMatchObject({ level: 4, parent: '000.07.15.H51' });
    expect(parseOrganCode(' 002.00.20.H13 ')).toMatchObject({ level: 4, parent: '000.00.20.H13' });
  });
  test('may be of an own or test body, and short as some systems write it, which then says no parent', () => {
    expect(parseOrganCode('000.00.00.JB2')?.levelOne).toBe('JB2');
    expect(parseOrganCode('28.22.H17')).toEqual({ standard: 'qcvn102', text: '28.22.H17', short: true, level: 3, levelOne: 'H17' });
  });
  test('leads to the top in at most three steps up, each a code of the same standard, level-1 body unchanged', () => {
    fc.assert(
      fc.property(qcvn, (text) => {
        let code = parseOrganCode(text);
        let steps = 0;
        while (code?.parent !== undefined) {
          const up = parseOrganCode(code.parent);
          expect(up?.standard).toBe('qcvn102');
          expect(up?.levelOne).toBe(code.levelOne);
          expect(up?.level).toBeLessThan(code.level);
          code = up;
          steps++;
        }
        expect(steps).toBeLessThanOrEqual(3);
        expect(code?.level).toBe(1);
      }),
    );
  });
});

describe('a code of Decision 20/2020', () => {
  test('says its level, its level-1 body and the body right above', () => {
    expect(parseOrganCode('H37.DN.001')).toEqual({
      standard: 'qd20',
      text: 'H37.DN.001',
      groups: ['H37', 'DN', '001'],
      level: 3,
      levelOne: 'H37',
      parent: 'H37.DN',
    });
    expect(parseOrganCode('G22')).toEqual({ standard: 'qd20', text: 'G22', groups: ['G22'], level: 1, levelOne: 'G22' });
  });
  test('has as many levels as groups, and each parent is one group shorter', () => {
    fc.assert(
      fc.property(qd20, (text) => {
        const code = parseOrganCode(text);
        expect(code?.standard).toBe('qd20');
        expect(code?.level).toBe(text.split('.').length);
        expect(code?.parent).toBe(text.includes('.') ? text.slice(0, text.lastIndexOf('.')) : undefined);
      }),
    );
  });
  test('is at most 35 characters of digits, capitals and single points', () => {
    expect(isOrganCode(`H55.${'1'.repeat(31)}`)).toBe(true);
    expect(isOrganCode(`H55.${'1'.repeat(32)}`)).toBe(false);
    for (const text of ['', 'H5', 'h55.242', 'H55.', 'H55..1', '.H55', 'H55.24 2', 'H55.Đ1', 'null', 'H55,242']) {
      expect(isOrganCode(text), text).toBe(false);
    }
  });
});

test('an enterprise keeps its own number; its branch belongs to it and to no level-1 body', () => {
  expect(parseOrganCode('0100000000')).toEqual({ standard: 'enterprise', text: '0100000000', level: 1 });
  expect(parseOrganCode('0100000000-001')).toMatchObject({ level: 2, parent: '0100000000' });
  expect(parseOrganCode('010000000')).toBeUndefined();
});

test('the standards never claim one text together, and no text makes the reader throw', () => {
  fc.assert(fc.property(qcvn, (text) => parseOrganCode(text)?.standard === 'qcvn102'));
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const code = parseOrganCode(text);
      expect(code === undefined || code.text === text.trim()).toBe(true);
    }),
  );
});

test('the province of a code is that of its level-1 body, in either order', () => {
  expect(provinceOf('H55.242')).toBe('H55');
  expect(provinceOf('000.00.15.H51')).toBe('H51');
  expect(provinceOf('28.22.H17')).toBe('H17');
  expect(provinceOf('G09.01')).toBeUndefined();
  expect(provinceOf('0100000000')).toBeUndefined();
  expect(levelOneKind('G22')).toBe('government');
  expect(levelOneKind('Z01')).toBeUndefined();
  expect(isTechnicalCode('000.00.W00.H51')).toBe(true);
});

test('two codes are one agency only when equal or when the directory lists both for it, never by turning one around', () => {
  const codesOf = (code: string): string[] => (['H55.15', '000.00.42.H55'].includes(code) ? ['H55.15', '000.00.42.H55'] : []);
  expect(sameOrgan('H55.15', ' H55.15', () => [])).toBe(true);
  expect(sameOrgan('H55.15', '000.00.15.H55', codesOf)).toBe(false);
  expect(sameOrgan('H55.15', '000.00.42.H55', codesOf)).toBe(true);
  expect(sameOrgan('', '', () => [''])).toBe(false);
});
