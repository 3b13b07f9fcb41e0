import { expect, it } from 'vitest';
import { layoutOf } from './layout.ts';

it('each day has its head before its rows, and every row is found again where it stands', () => {
  const layout = layoutOf(6, [
    { day: '2026-11-21', count: 3 },
    { day: '2026-11-20', count: 1 },
    { day: '2026-11-18', count: 2 },
  ]);
  const shown = Array.from({ length: layout.count }, (_, i) => {
    const item = layout.at(i);
    return item.kind === 'day' ? item.day.slice(8) : item.index;
  });
  expect(shown).toEqual(['21', 0, 1, 2, '20', 3, '18', 4, 5]);
  for (let row = 0; row < 6; row++) expect(layout.at(layout.of(row))).toEqual({ kind: 'row', index: row });
  expect([0, 4, 6].map((item) => layout.rowAt(item))).toEqual([0, 3, 4]);
});
it('without days there are rows alone', () => {
  const layout = layoutOf(2);
  expect([layout.count, layout.at(1), layout.of(1), layout.rowAt(1)]).toEqual([2, { kind: 'row', index: 1 }, 1, 1]);
});
