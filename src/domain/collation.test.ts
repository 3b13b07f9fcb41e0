import { expect, it } from 'vitest';
import { codeSortKey, vietnameseKey } from './collation.ts';

const sorted = (names: readonly string[]): string[] =>
  [...names].sort((a, b) => (vietnameseKey(a) < vietnameseKey(b) ? -1 : vietnameseKey(a) > vietnameseKey(b) ? 1 : 0));

it('names stand in the order of the Vietnamese alphabet, letters before marks', () => {
  const ordered = [
    'An',
    'An Bình',
    'Ánh',
    'Ăn',
    'Ấp',
    'Bà',
    'Cầu',
    'Dân',
    'Đảng ủy',
    'Đông',
    'Em',
    'Êm',
    'Khánh Hòa',
    'Lê Anh',
    'Nghệ An',
    'Oanh',
    'Ô Môn',
    'Ơi',
    'Phú',
    'Sở Nội vụ',
    'Sở Tài chính',
    'Ủy ban',
    'Ưng Hòa',
    'Văn phòng',
    'Yên',
  ];
  expect(sorted([...ordered].reverse())).toEqual(ordered);
  expect([...ordered].sort(new Intl.Collator('vi').compare)).toEqual(ordered);
});
it('the five marks decide only where the letters are the same: ngang, huyền, hỏi, ngã, sắc, nặng', () => {
  const ordered = ['ma', 'mà', 'mả', 'mã', 'má', 'mạ', 'mác'];
  expect(sorted([...ordered].reverse())).toEqual(ordered);
  expect(sorted(['mã b', 'ma c', 'ma a'])).toEqual(['ma a', 'mã b', 'ma c']);
});
it('composed and decomposed writing, capitals and signs between words make no difference', () => {
  expect(vietnameseKey('Ủy ban'.normalize('NFD'))).toBe(vietnameseKey('ỦY  BAN'));
  expect(vietnameseKey('UBND xã – Ví Dụ')).toBe(vietnameseKey('UBND xã Ví Dụ'));
  expect(vietnameseKey('…')).toBe('');
});
it('numbers of documents stand as numbers, what has none behind them', () => {
  const codes: [string, string][] = [
    ['9', 'UBND'],
    ['10', 'SNV'],
    ['10', 'UBND-VP'],
    ['125a', 'UBND'],
    ['', 'GM'],
  ];
  const keys = codes.map(([number, notation]) => codeSortKey(number, notation));
  expect([...keys].sort()).toEqual(keys);
  expect(codeSortKey('09', 'UBND')).toBe(codeSortKey('9', 'UBND'));
});
