import { describe, expect, it } from 'vitest';
import { type ComparedLine, compareBooks, guessColumns, readDate, readNumber } from './bookCompare.ts';

const line = (number: number | undefined, more: Partial<ComparedLine> = {}): ComparedLine => ({
  ...(number === undefined ? {} : { number }),
  code: '12/SM-VP',
  date: '20/11/2026',
  subject: 'Về việc hỏa tốc',
  party: 'Sở Mẫu',
  ...more,
});

describe('a book beside the province’s', () => {
  it('agrees whatever the spelling, the dates’ form and leading noughts', () => {
    const there = line(1287, { code: '012/sm-vp', date: '2026-11-20 08:00', subject: 'VỀ VIỆC  hoả tốc.', party: 'sở mẫu' });
    expect(compareBooks([line(1287)], [there])).toEqual({ same: 1, onlyHere: [], onlyThere: [], different: [] });
  });
  it('names what stands only here, only there, and which fields differ; an empty field says nothing', () => {
    const here = [line(1), line(2), line(3, { cancelled: true }), line(4)];
    const there = [line(2, { subject: 'Khác', party: '' }), line(4, { code: '', date: '', subject: '' }), line(5)];
    expect(compareBooks(here, there)).toMatchObject({
      same: 1,
      onlyHere: [{ number: 1 }],
      onlyThere: [{ number: 5 }],
      different: [{ fields: ['subject'] }],
    });
  });
  it('meets a document without a number by its code, and says which number it got there', () => {
    expect(compareBooks([line(undefined, { id: 'x' })], [line(77)])).toMatchObject({
      onlyThere: [],
      different: [{ fields: ['number'], there: { number: 77 }, here: { id: 'x' } }],
    });
  });
  it('does not let one line meet two: a number that stands there twice is told', () => {
    expect(compareBooks([line(7)], [line(7), line(7)])).toMatchObject({ same: 1, onlyThere: [{ number: 7 }] });
  });
});

it('numbers and dates are read as offices write them', () => {
  expect(['1 287', '1.287', '012/QĐ-UBND', 'Số 12', '', 'abc'].map(readNumber)).toEqual([1287, 1287, 12, 12, undefined, undefined]);
  expect(['2026-11-20', '20-11-2026 08:00', '5/1/2026', 'x'].map(readDate)).toEqual(['20/11/2026', '20/11/2026', '05/01/2026', 'x']);
});

it('columns are guessed by their headings, below a title', () => {
  const rows = [
    ['SỔ VĂN BẢN ĐẾN'],
    [],
    ['STT', 'Số đến', 'Ngày đến', 'Cơ quan ban hành', 'Số, ký hiệu', 'Ngày văn bản', 'Trích yếu nội dung'],
    ['1', '5'],
  ];
  expect(guessColumns(rows, 'incoming')).toEqual({ headerRow: 2, mapping: { number: 1, code: 4, date: 5, subject: 6, party: 3 } });
  expect(guessColumns([['Số ký hiệu', 'Ngày ban hành', 'Trích yếu']], 'outgoing').mapping).toEqual({
    number: 0,
    code: 0,
    date: 1,
    subject: 2,
  });
  expect(guessColumns([['a', 'b']], 'outgoing').mapping).toEqual({});
});
