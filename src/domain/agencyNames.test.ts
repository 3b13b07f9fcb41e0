import { expect, test } from 'vitest';
import { abbreviationsIn, initials, isCommuneOffice, nameKey, nameWords, spelledOut } from './agencyNames.ts';

test('a name is one name whether it is written in full or by its usual abbreviation', () => {
  expect(nameKey('UBND xã Ví Dụ')).toBe(nameKey('Ủy ban Nhân dân  xã Ví Dụ.'));
  expect(nameKey('UBND xã Ví Dụ')).not.toBe(nameKey('UBND phường Ví Dụ'));
  expect(spelledOut(nameWords('VP HĐND'))).toEqual(['van', 'phong', 'hoi', 'dong', 'nhan', 'dan']);
});
test('abbreviations and first letters are found inside a name', () => {
  const words = nameWords('Ủy ban nhân dân xã Ví Dụ');
  expect(abbreviationsIn(words)).toEqual(['ubnd', 'ub']);
  expect(initials(words)).toEqual(['ubndxvd', 'bndxvd', 'ndxvd', 'dxvd', 'xvd', 'vd']);
  expect(initials(['so'])).toEqual([]);
});
test('offices of communes are told from what only names one', () => {
  for (const name of ['UBND xã Ví Dụ', 'Ủy ban nhân dân phường Mẫu', 'UBND đặc khu Mẫu', 'Ủy ban nhân dân thị trấn Mẫu']) {
    expect(isCommuneOffice(name), name).toBe(true);
  }
  for (const name of ['UBND tỉnh Mẫu', 'Công an xã Ví Dụ', 'Văn phòng UBND xã Ví Dụ', 'UBND thị xã Mẫu', 'Xã Ví Dụ']) {
    expect(isCommuneOffice(name), name).toBe(false);
  }
});
