import { expect, test } from 'vitest';
import { type Command, findCommands } from './commands.ts';

const command = (words: string): Command => ({ id: words, group: 'screen', words, run: () => undefined });
const all = ['Văn bản đến', 'Văn bản đi', 'Sổ đăng ký', 'Cài đặt: Sổ và quy tắc', 'Đăng nhập Windows', 'Danh bạ cơ quan'].map(command);
const found = (typed: string): string[] => findCommands(all, typed).map(({ words }) => words);

test('words without marks, in any order, in parts, find a command', () => {
  expect(found('so dang ky')).toEqual(['Sổ đăng ký']);
  expect(found('ban van den')).toEqual(['Văn bản đến']);
  expect(found('dang')).toEqual(['Đăng nhập Windows', 'Sổ đăng ký']);
});
test('what begins with the words comes before what holds them', () => {
  expect(found('sổ')).toEqual(['Sổ đăng ký', 'Cài đặt: Sổ và quy tắc']);
});
test('nothing typed keeps all in their order, and what nothing says finds nothing', () => {
  expect(found('  ')).toEqual(all.map(({ words }) => words));
  expect(found('máy bay')).toEqual([]);
});
