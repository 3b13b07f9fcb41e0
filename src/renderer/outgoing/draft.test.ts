import { describe, expect, test } from 'vitest';
import { usualSigner } from './draft.ts';

const of = (name: string, leaderPosition: string): string => usualSigner({ name, leaderName: 'Nguyễn Văn Mẫu', leaderPosition }).competence;

describe('the line above the name of whoever usually signs', () => {
  test('a chairman signs for the people’s committee', () => expect(of('Ủy ban nhân dân xã Ví Dụ', 'Chủ tịch')).toBe('TM. ỦY BAN NHÂN DÂN'));
  test('a deputy signs for the chairman', () => expect(of('Ủy ban nhân dân xã Ví Dụ', 'Phó Chủ tịch')).toBe('KT. CHỦ TỊCH'));
  test('the head of another office signs in their own name', () => expect(of('Sở Nội vụ tỉnh Mẫu', 'Giám đốc')).toBe(''));
});
