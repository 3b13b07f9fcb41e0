import { describe, expect, it } from 'vitest';
import { DOCUMENT_KINDS } from '../../domain/documentKinds.ts';
import { entryFields, shownFields } from '../../domain/entry/index.ts';
import { encodeOld } from '../../domain/oldEncodings.ts';
import type { LegalDate } from '../../domain/time.ts';
import {
  asDay,
  cellsOf,
  cellsOnClipboard,
  cleared,
  filledDown,
  pasted,
  type Rows,
  rangeOf,
  withCell,
  withoutRows,
  withRowBefore,
  writtenOut,
} from './model.ts';

const fields = entryFields('incoming');
const columns = shownFields('incoming', 'new').map((field) => fields.indexOf(field));
const facts = { today: '2026-11-22' as LegalDate, kinds: DOCUMENT_KINDS };
const col = (field: (typeof fields)[number]): number => fields.indexOf(field);
const place = (row: number, field: (typeof fields)[number]) => ({ row, col: col(field) });
const said = (rows: Rows, field: (typeof fields)[number]): string[] => rows.map((row) => row[col(field)] ?? '');

describe('the cells of a sheet', () => {
  it('are written out as the register has them, what is not understood stays', () => {
    expect(writtenOut('date', ' 1/3 ', facts)).toBe('01/03/2026');
    expect(writtenOut('typeName', 'tb', facts)).toBe('Thông báo');
    expect(writtenOut('priority', 'hoả tốc', facts)).toBe('Hỏa tốc');
    expect(writtenOut('channel', 'buu dien', facts)).toBe('Bưu chính');
    expect(writtenOut('date', 'hôm qua', facts)).toBe('hôm qua');
    expect(writtenOut('date', asDay('date', ' 2111'), facts)).toBe('21/11/2026');
    expect([asDay('date', '3111'), asDay('code', '2111'), writtenOut('date', '2111', facts)]).toEqual(['31/11', '2111', '2111']);
  });
  it('take a paste at a place, columns in the order shown, old fonts’ letters as Unicode', () => {
    const old = (text: string): string => encodeOld(text, 'tcvn3') ?? '';
    const lines = ['hướng dẫn nghiệp vụ', 'rà soát hồ sơ', 'kế hoạch thực hiện'];
    const { rows, count } = pasted(
      [],
      'incoming',
      place(1, 'sender'),
      lines.map((line, i) => ['Sở Mẫu', `${i}/SM`, '1/3', 'cv', old(line)]),
      columns,
      facts,
    );
    expect(count).toBe(3);
    expect(said(rows, 'subject')).toEqual(['', ...lines]);
    expect(said(rows, 'date')).toEqual(['', '01/03/2026', '01/03/2026', '01/03/2026']);
    expect(said(rows, 'typeName')).toEqual(['', 'Công văn', 'Công văn', 'Công văn']);
  });
  it('take a paste whose cells span rows as if each row said it', () => {
    const html = '<table><tr><td rowspan=2>Sở Mẫu</td><td>1/SM</td></tr><tr><td>2/SM</td></tr></table>';
    expect(cellsOnClipboard('Sở Mẫu\t1/SM\r\n\t2/SM\r\n', html)).toEqual([
      ['Sở Mẫu', '1/SM'],
      ['Sở Mẫu', '2/SM'],
    ]);
    expect(cellsOnClipboard('Sở Mẫu\t1/SM\r\n\t2/SM\r\n\t3/SM', html)[1]).toEqual(['', '2/SM']);
  });
  it('take a paste by its head where it has one', () => {
    const table = [
      ['STT', 'Trích yếu', 'Số, ký hiệu', 'Tác giả'],
      ['1', 'Một', '1/SM', 'Sở Mẫu'],
    ];
    const { rows, byHead } = pasted([], 'incoming', place(0, 'sender'), table, columns, facts);
    expect(byHead).toBe(true);
    expect([said(rows, 'sender'), said(rows, 'code'), said(rows, 'subject')]).toEqual([['Sở Mẫu'], ['1/SM'], ['Một']]);
  });
  it('are copied, cleared, filled from above, rows put in and taken away; untouched rows stay the same objects', () => {
    const one = withCell([], 'incoming', place(0, 'sender'), 'Sở Mẫu');
    const two = filledDown(one, 'incoming', rangeOf(place(1, 'sender'), place(1, 'code')), columns);
    expect(said(two, 'sender')).toEqual(['Sở Mẫu', 'Sở Mẫu']);
    expect(two[0]).toBe(one[0]);
    const range = rangeOf(place(3, 'code'), place(0, 'sender'));
    const four = filledDown(two, 'incoming', range, columns);
    expect(said(four, 'sender')).toEqual(['Sở Mẫu', 'Sở Mẫu', 'Sở Mẫu', 'Sở Mẫu']);
    expect(cellsOf(four, rangeOf(place(2, 'sender'), place(3, 'code')), columns)).toEqual([
      ['Sở Mẫu', ''],
      ['Sở Mẫu', ''],
    ]);
    expect(said(cleared(four, rangeOf(place(1, 'sender'), place(2, 'sender'))), 'sender')).toEqual(['Sở Mẫu', '', '', 'Sở Mẫu']);
    expect(said(withRowBefore(two, 'incoming', 1), 'sender')).toEqual(['Sở Mẫu', '', 'Sở Mẫu']);
    expect(withoutRows(four, 1, 3)).toEqual([four[0]]);
  });
});
