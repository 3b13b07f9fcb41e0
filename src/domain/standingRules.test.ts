import { expect, it } from 'vitest';
import { type RuleConditions, type RuledDocument, ruleFits } from './standingRules.ts';

const NONE: RuleConditions = { agencies: [], kinds: [], words: [] };
const DOCUMENT: RuledDocument = {
  senderOrganId: 'H99.05',
  sender: 'Sở Nội vụ tỉnh Mẫu',
  typeName: 'Giấy mời',
  subject: 'Mời dự hội nghị tổng kết công tác thi đua, khen thưởng',
  bookId: 'b1',
};
it('a rule without any condition fits nothing', () => {
  expect(ruleFits(NONE, DOCUMENT)).toBe(false);
});
it('each condition fits by any of its members, and all that are given must hold', () => {
  expect(ruleFits({ ...NONE, agencies: [{ organId: 'H99.05', name: 'tên cũ' }] }, DOCUMENT)).toBe(true);
  expect(ruleFits({ ...NONE, agencies: [{ name: 'so noi vu tinh mau' }] }, DOCUMENT)).toBe(true);
  expect(ruleFits({ ...NONE, kinds: ['Công văn', 'giấy mời'] }, DOCUMENT)).toBe(true);
  expect(ruleFits({ ...NONE, words: ['thi dua'], bookId: 'b1' }, DOCUMENT)).toBe(true);
  expect(ruleFits({ ...NONE, words: ['thi đua'], kinds: ['Công văn'] }, DOCUMENT)).toBe(false);
  expect(ruleFits({ ...NONE, words: ['thi đua'], bookId: 'b2' }, DOCUMENT)).toBe(false);
});
it('a word fits as a whole word, not inside another', () => {
  expect(ruleFits({ ...NONE, words: ['hội'] }, DOCUMENT)).toBe(true);
  expect(ruleFits({ ...NONE, words: ['ội'] }, DOCUMENT)).toBe(false);
  expect(ruleFits({ ...NONE, words: ['khen thưởng'] }, DOCUMENT)).toBe(true);
  expect(ruleFits({ ...NONE, words: [' '] }, DOCUMENT)).toBe(false);
});
