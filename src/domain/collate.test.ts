import { expect, test } from 'vitest';
import { byVietnamese, byWord } from './collate.ts';

test('words stand in the order of the Vietnamese alphabet, not of their codes', () => {
  const names = ['Đảng ủy', 'Ủy ban', 'Âu Cơ', 'Dân vận', 'An Bình', 'Ăn Khê', 'Ea Mẫu', 'Thôn 10', 'Thôn 2', 'Út', 'Thôn 1'];
  expect([...names].sort(byVietnamese)).toEqual([
    'An Bình',
    'Ăn Khê',
    'Âu Cơ',
    'Dân vận',
    'Đảng ủy',
    'Ea Mẫu',
    'Thôn 1',
    'Thôn 2',
    'Thôn 10',
    'Út',
    'Ủy ban',
  ]);
});
test('things stand in the order of one of their words', () => {
  expect([{ n: 'Đ' }, { n: 'D' }, { n: 'E' }].sort(byWord((one) => one.n)).map(({ n }) => n)).toEqual(['D', 'Đ', 'E']);
});
