import { expect, test } from 'vitest';
import type { CodeWords } from '../../contract/page/codelists.ts';
import { SHIPPED_LISTS } from '../../domain/codeLists.ts';
import { STATUS_CODES } from '../../domain/statuses.ts';
import { screens } from '../text/vi/index.ts';
import { amendmentWord, statusLine, statusWord, urgencyWord } from './codeWords.ts';

const none = { replaced: false, words: {} };
const shipped: CodeWords = { urgency: none, 'business-types': none, 'status-codes': none };
const own = (change: Partial<Record<keyof CodeWords, Record<string, string>>>): CodeWords => ({
  ...shipped,
  ...Object.fromEntries(Object.entries(change).map(([name, words]) => [name, { replaced: true, words }])),
});

test('a list that was put in a shipped one’s place is what the page says', () => {
  const words = own({
    urgency: { '1': 'Gấp' },
    'business-types': { '1': 'Hủy bỏ', '3': 'Đổi văn bản' },
    'status-codes': { '01': 'Đã nhận gói', '14': 'Trả lại' },
  });
  expect(urgencyWord(words, 1)).toBe('Gấp');
  expect([amendmentWord(words, 'revoke'), amendmentWord(words, 'replace')]).toEqual(['Hủy bỏ', 'Đổi văn bản']);
  expect([statusWord(words, '01'), statusWord(words, '14')]).toEqual(['Đã nhận gói', 'Trả lại']);
});
test('what the list does not name, and every word while the shipped list stands, is the catalogue’s', () => {
  for (const words of [undefined, shipped, own({ urgency: {}, 'business-types': {}, 'status-codes': {} })]) {
    expect([urgencyWord(words, 3), amendmentWord(words, 'update'), amendmentWord(words, 'take_back')]).toEqual([
      screens['priority.3'],
      screens['amendment.kind.update'],
      screens['amendment.kind.take_back'],
    ]);
    for (const code of STATUS_CODES) expect(statusWord(words, code)).toBe(screens[`status.${code}`]);
  }
});
test('every code of a shipped list has a word in the catalogue', () => {
  const keys = [
    ...SHIPPED_LISTS['status-codes'].entries.map(({ code }) => `status.${code}`),
    ...SHIPPED_LISTS.urgency.entries.map(({ code }) => `priority.${code}`),
  ];
  expect(keys.filter((key) => !(key in screens))).toEqual([]);
});
test('a code that nobody named is shown as it came, whatever it is', () => {
  for (const words of [shipped, own({ 'status-codes': { '01': 'Đã nhận gói' } })]) {
    for (const code of ['07', '14', '99', 'XYZ', 'out', 'sent.waiting', 'constructor', '__proto__'])
      expect(statusWord(words, code)).toBe(code);
  }
  expect(statusLine(shipped, '14', 'Chờ bổ sung')).toBe('14: Chờ bổ sung');
});
test('what an office wrote stands beside the status, once', () => {
  expect(statusLine(shipped, '04', 'Đã phân công: Phòng Mẫu chủ trì')).toBe('Đã phân công: Phòng Mẫu chủ trì');
  const words = own({ 'status-codes': { '01': 'Đã nhận gói', '04': 'Giao việc' } });
  expect(statusLine(words, '01', 'Đã đến')).toBe('Đã nhận gói');
  expect(statusLine(words, '04', 'Đã phân công: Phòng Mẫu chủ trì')).toBe('Giao việc: Đã phân công: Phòng Mẫu chủ trì');
});
