import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultBookRules, mayDate, nextNumber, periodOf, printedCode, seriesOf, unexplainedGaps } from './numbering.ts';
import type { BookEntry, BookRule } from './registers.ts';
import type { LegalDate } from './time.ts';

const day = (text: string): LegalDate => text as LegalDate;
const entry = (number: number, date = '2026-03-02', state: BookEntry['state'] = 'used'): BookEntry => ({
  series: '',
  number,
  state,
  date: day(date),
});

const ubnd = defaultBookRules('UBND').outgoing;
const legalNorms: BookRule = { ...ubnd, kinds: ['Quyết định'], pattern: '{number}/{year}/{kind}-{organ}' };
const hdnd: BookRule = { ...ubnd, organAbbreviation: 'HĐND', series: 'per_kind' };
const party: BookRule = {
  ...ubnd,
  organAbbreviation: 'ĐU',
  series: 'per_kind',
  period: { by: 'term', from: day('2025-06-20'), to: day('2030-06-19') },
  pattern: '{number}-{kind}/{organ}',
  padTo: 2,
};

describe('a book of the People’s Committee', () => {
  it('counts from 01 on 1 January in one series for all kinds', () => {
    expect(periodOf(ubnd, day('2026-01-01'))).toEqual({ ok: true, value: '2026' });
    expect(seriesOf(ubnd, 'Công văn')).toEqual(seriesOf(ubnd, 'Quyết định'));
    expect(nextNumber(ubnd, [], false)).toBe(1);
    expect(nextNumber(ubnd, [entry(1), entry(2)], false)).toBe(3);
  });
  it('prints numbers under ten with a leading zero, and công văn by agency and unit', () => {
    expect(printedCode(ubnd, 5, 'Quyết định', day('2026-03-02'))).toEqual({ code: '05/QĐ-UBND', number: '05', notation: 'QĐ-UBND' });
    expect(printedCode(ubnd, 12, 'Công văn', day('2026-03-02'))).toEqual({ code: '12/UBND-VP', number: '12', notation: 'UBND-VP' });
  });
  it('carries the year in the number of legal norms and refuses other kinds there', () => {
    expect(printedCode(legalNorms, 1, 'Quyết định', day('2026-03-02'))).toEqual({
      code: '01/2026/QĐ-UBND',
      number: '01',
      notation: '2026/QĐ-UBND',
    });
    expect(seriesOf(legalNorms, 'Công văn')).toMatchObject({ ok: false, error: { code: 'registers.kind_not_in_book' } });
  });
  it('takes over from paper in mid-year, in the opening period only', () => {
    const takenOver = { ...ubnd, firstNumber: 301 };
    expect(nextNumber(takenOver, [], true)).toBe(301);
    expect(nextNumber(takenOver, [], false)).toBe(1);
    expect(unexplainedGaps(takenOver, [entry(301), entry(302)], true)).toEqual([]);
  });
});

describe('a book of the People’s Council', () => {
  it('counts each kind by itself', () => {
    expect(seriesOf(hdnd, 'Nghị quyết')).toEqual({ ok: true, value: 'NQ' });
    expect(seriesOf(hdnd, 'Báo cáo')).toEqual({ ok: true, value: 'BC' });
    expect(printedCode(hdnd, 7, 'Nghị quyết', day('2026-07-01')).code).toBe('07/NQ-HĐND');
  });
});

describe('a book of a Party body', () => {
  it('counts through the committee’s term, not the year', () => {
    expect(periodOf(party, day('2025-12-31'))).toEqual(periodOf(party, day('2026-01-01')));
    expect(periodOf(party, day('2030-06-20'))).toMatchObject({ ok: false, error: { code: 'registers.outside_term' } });
  });
  it('separates the number by a hyphen', () => {
    expect(printedCode(party, 45, 'Công văn', day('2026-03-02'))).toEqual({ code: '45-CV/ĐU', number: '45', notation: 'CV/ĐU' });
    expect(printedCode(party, 3, 'Báo cáo', day('2026-03-02')).code).toBe('03-BC/ĐU');
  });
});

describe('numbers', () => {
  it('are never back-dated', () => {
    expect(mayDate([entry(210, '2026-03-05')], day('2026-03-04'))).toEqual({
      ok: false,
      error: { code: 'registers.date_passed', params: { number: 210, date: '2026-03-05' } },
    });
    expect(mayDate([entry(210, '2026-03-05')], day('2026-03-05')).ok).toBe(true);
  });
  it('are not given again after they were cancelled, and a cancelled one is no gap', () => {
    const entries = [entry(1), entry(2, '2026-03-02', 'cancelled'), entry(3, '2026-03-02', 'secret')];
    expect(nextNumber(ubnd, entries, true)).toBe(4);
    expect(unexplainedGaps(ubnd, entries, true)).toEqual([]);
  });
  it('never come twice and leave no gap, whatever is cancelled in between', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom<BookEntry['state']>('used', 'cancelled', 'secret'), { maxLength: 60 }),
        fc.integer({ min: 1, max: 500 }),
        (states, firstNumber) => {
          const rule = { ...ubnd, firstNumber };
          const entries: BookEntry[] = [];
          for (const state of states) entries.push(entry(nextNumber(rule, entries, true), '2026-03-02', state));
          expect(new Set(entries.map((e) => e.number)).size).toBe(entries.length);
          expect(unexplainedGaps(rule, entries, true)).toEqual([]);
        },
      ),
    );
  });
  it('shows a hole that nothing explains', () => {
    expect(unexplainedGaps(ubnd, [entry(1), entry(4)], true)).toEqual([2, 3]);
  });
});
