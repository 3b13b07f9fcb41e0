import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fillMerged, mergedOnClipboard } from './mergedCells.ts';

it('a cell over three rows is said in each of them; titles over columns stay where they are', () => {
  const html = `<html><body><table><tr height=20><td colspan=3>SỔ VĂN BẢN ĐẾN</td></tr>
    <tr><td rowspan="3" class=xl65>Sở Mẫu</td><td>1/SM</td><td rowspan=2>21/11/2026</td></tr>
    <tr><td>2/SM</td></tr>
    <tr><td>3/SM</td><td>22/11/2026</td></tr></table></body></html>`;
  const { rows, merged } = mergedOnClipboard(html);
  expect([rows, merged]).toEqual([
    4,
    [
      { row: 1, column: 0, rows: 3 },
      { row: 1, column: 2, rows: 2 },
    ],
  ]);
  const text = [
    ['SỔ VĂN BẢN ĐẾN', '', ''],
    ['Sở Mẫu', '1/SM', '21/11/2026'],
    ['', '2/SM', ''],
    ['', '3/SM', '22/11/2026'],
  ];
  expect(fillMerged(text, merged)).toEqual([
    ['SỔ VĂN BẢN ĐẾN', '', ''],
    ['Sở Mẫu', '1/SM', '21/11/2026'],
    ['Sở Mẫu', '2/SM', '21/11/2026'],
    ['Sở Mẫu', '3/SM', '22/11/2026'],
  ]);
  expect(text[2]).toEqual(['', '2/SM', '']);
});
it('whatever is on the clipboard, reading it ends, writes over nothing and stays within its measure', () => {
  expect(fillMerged([['a'], [''], ['b']], [{ row: 0, column: 0, rows: 9_999 }])).toEqual([['a'], ['a'], ['b']]);
  expect(fillMerged([['aaaa'], [], [], []], [{ row: 0, column: 0, rows: 4 }], 9)).toEqual([['aaaa'], ['aaaa'], ['aaaa'], []]);
  expect(mergedOnClipboard('<tr><td rowspan=99999999 colspan=99999999>').merged).toEqual([{ row: 0, column: 0, rows: 10_000 }]);
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('<tr>', '<td>', '<td rowspan=2>', '<td colspan=2 rowspan=3>', '</td>', 'x', '<th'), { maxLength: 60 }),
      (parts) => {
        mergedOnClipboard(parts.join(''));
      },
    ),
  );
});
