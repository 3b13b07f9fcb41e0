import { expect, it } from 'vitest';
import { chosenColumns, fittingColumns, type LedgerColumn, trackOf, withWidth } from './columns.ts';

const column = (key: string, more: Partial<LedgerColumn<unknown>> = {}): LedgerColumn<unknown> => ({
  key,
  title: key,
  width: 100,
  cell: () => null,
  ...more,
});
const ALL = [
  column('number'),
  column('sender', { gives: 1 }),
  column('subject', { grows: 2 }),
  column('state', { gives: 2 }),
  column('lead', { hidden: true }),
];
const keys = (columns: readonly { key: string }[]): string => columns.map(({ key }) => key).join(' ');

it('the columns are those a person chose, in their order; one that is no more is passed over', () => {
  expect(keys(chosenColumns(ALL, {}))).toBe('number sender subject state');
  expect(keys(chosenColumns(ALL, { columns: [{ key: 'lead' }, { key: 'gone' }, { key: 'number', width: 70 }] }))).toBe('lead number');
  expect(keys(chosenColumns(ALL, { columns: [{ key: 'gone' }] }))).toBe('number sender subject state');
});
it('where there is little room the least needed go first, and what is needed stays', () => {
  const shown = chosenColumns(ALL, {});
  expect(keys(fittingColumns(shown, 440))).toBe('number sender subject state');
  expect(keys(fittingColumns(shown, 439))).toBe('number sender subject');
  expect(keys(fittingColumns(shown, 100))).toBe('number subject');
});
it('a width that was drawn is kept within bounds and for that column alone', () => {
  expect(withWidth(chosenColumns(ALL, {}), 'subject', 333.4)).toEqual([
    { key: 'number' },
    { key: 'sender' },
    { key: 'subject', width: 333 },
    { key: 'state' },
  ]);
  expect(withWidth(chosenColumns(ALL, {}), 'number', 3)?.[0]).toEqual({ key: 'number', width: 48 });
  expect(ALL.slice(1, 3).map((one) => trackOf(one))).toEqual(['100px', 'minmax(100px, 2fr)']);
});
