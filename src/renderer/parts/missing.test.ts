import { expect, test } from 'vitest';
import { missingWords } from './missing.ts';

const field = (type: string, valueMissing = true, own = '') => ({
  type,
  validationMessage: own || 'Please fill out this field.',
  validity: { valueMissing, customError: own !== '' },
});

test('what is empty is told by what is to be done with it, with the names of the others that are', () => {
  expect(missingWords(field('text'), [])).toBe('Cần điền.');
  expect(missingWords(field('select-one'), [])).toBe('Cần chọn.');
  expect(missingWords(field('text', false), [])).toBe('Chưa đúng cách ghi.');
  expect(missingWords(field('text', false, 'Chưa đúng ngày.'), ['Lý do'])).toBe('Chưa đúng ngày. Còn 1 ô nữa: Lý do.');
  expect(missingWords(field('text'), ['Mã định danh cơ quan', 'Họ tên văn thư'])).toBe(
    'Cần điền. Còn 2 ô nữa: Mã định danh cơ quan; Họ tên văn thư.',
  );
});
test('a form with very many empty fields names the first of them and counts all', () => {
  const words = missingWords(
    field('text'),
    Array.from({ length: 20 }, (_, n) => `Ô ${n + 1}`),
  );
  expect(words).toContain('Còn 20 ô nữa');
  expect(words).toContain('Ô 6…');
  expect(words).not.toContain('Ô 7');
});
