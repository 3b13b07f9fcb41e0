import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nameWords } from '../../domain/agencyNames.ts';
import { PickIndex } from './pick.ts';

const syllable = fc.constantFrom(
  'Ví',
  'Dụ',
  'Mẫu',
  'Thử',
  'Nghiệm',
  'Đông',
  'Tây',
  'xã',
  'UBND',
  'Sở',
  'Văn',
  'phòng',
  'VP',
  '2',
  'Ủy',
  'ban',
);
const name = fc.array(syllable, { minLength: 1, maxLength: 6 }).map((words) => words.join(' '));
const directory = fc.array(name, { minLength: 1, maxLength: 40 }).map((names) =>
  names.map((text, i) => ({
    organId: `H99.${i}`,
    otherCode: `000.00.${String(i).padStart(2, '0')}.H99`,
    folded: nameWords(text).join(' '),
    ...(i > 0 && i % 3 === 0 ? { parentId: `H99.${i - 1}` } : {}),
  })),
);

test('whatever beginnings of an agency’s words are typed, in any order, it is among the answers', () => {
  fc.assert(
    fc.property(directory, fc.nat(), fc.infiniteStream(fc.nat(5)), (entries, which, cuts) => {
      const entry = entries[which % entries.length];
      if (entry === undefined) return;
      const typed = entry.folded.split(' ').map((word) => word.slice(0, 1 + ((cuts.next().value ?? 0) % word.length)));
      for (const text of [typed.join(' '), [...typed].reverse().join('  '), entry.organId, entry.otherCode, entry.otherCode.slice(0, 9)]) {
        expect(PickIndex.build(entries).pick(text, entries.length), text).toContain(entry.organId);
      }
    }),
  );
});
test('whatever is typed, answers are agencies of the directory, each once, at most as many as asked for', () => {
  const typed = fc.oneof(name, fc.string({ unit: 'binary', maxLength: 30 }), fc.string({ maxLength: 10 }));
  fc.assert(
    fc.property(directory, typed, fc.integer({ min: 1, max: 12 }), (entries, text, limit) => {
      const codes = PickIndex.build(entries, 'H99').pick(text, limit);
      expect(codes.length).toBeLessThanOrEqual(limit);
      expect(new Set(codes).size).toBe(codes.length);
      for (const code of codes) expect(entries.some((entry) => entry.organId === code)).toBe(true);
    }),
  );
});
test('an empty directory answers nothing', () => {
  expect(PickIndex.build([]).pick('ubnd', 5)).toEqual([]);
  expect(PickIndex.build([]).pick('', 5)).toEqual([]);
});
