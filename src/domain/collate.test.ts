import { expect, test } from 'vitest';
import { byPersonName, byVietnamese, byWord } from './collate.ts';

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
test('the marks of one letter stand in their order, whichever way the name is written', () => {
  const marked = ['mạ', 'mà', 'ma', 'mã', 'má', 'mả', 'Ma', 'mầ'];
  expect([...marked].sort(byVietnamese).map((word) => word.toLowerCase())).toEqual(['ma', 'ma', 'mà', 'mả', 'mã', 'má', 'mạ', 'mầ']);
  expect(byVietnamese('Đa Phước', 'Đa Phước'.normalize('NFD'))).toBe(0);
});
test('people stand by their given name', () => {
  const people = ['Trần Thị Đào', 'Bùi Bình', 'Nguyễn Thị Ánh', 'Lê Văn An', 'Đỗ Dung', 'Đinh Văn An'];
  expect([...people].sort(byPersonName)).toEqual(['Đinh Văn An', 'Lê Văn An', 'Nguyễn Thị Ánh', 'Bùi Bình', 'Đỗ Dung', 'Trần Thị Đào']);
});
