import { describe, expect, test } from 'vitest';
import type { IncomingDetail } from '../../contract/page/incoming.ts';
import { askSigned, type DraftValues, EMPTY_DRAFT, faultsOf, formOf, keptText, readKeptForm, usualSigner } from './draft.ts';

const of = (name: string, leaderPosition: string): string => usualSigner({ name, leaderName: 'Nguyễn Văn Mẫu', leaderPosition }).competence;

describe('the line above the name of whoever usually signs', () => {
  test('a chairman signs for the people’s committee', () => expect(of('Ủy ban nhân dân xã Ví Dụ', 'Chủ tịch')).toBe('TM. ỦY BAN NHÂN DÂN'));
  test('a deputy signs for the chairman', () => expect(of('Ủy ban nhân dân xã Ví Dụ', 'Phó Chủ tịch')).toBe('KT. CHỦ TỊCH'));
  test('the head of another office signs in their own name', () => expect(of('Sở Nội vụ tỉnh Mẫu', 'Giám đốc')).toBe(''));
});

test('the sender of what came unsigned is asked for the signed one, by kind, number and day', () => {
  const doc = {
    typeName: 'Công văn',
    code: '419/UBND-VP',
    date: '2026-11-20',
    sender: 'UBND xã Thử Nghiệm',
    senderOrganId: 'H99.243',
    priority: 0,
  };
  const asked = askSigned(doc as unknown as IncomingDetail);
  expect(asked.subject).toBe('V/v đề nghị gửi lại công văn số 419/UBND-VP ngày 20/11/2026 có đủ chữ ký số');
  expect(asked.recipients).toEqual([{ name: 'UBND xã Thử Nghiệm', organId: 'H99.243' }]);
});
describe('what is typed into a draft', () => {
  const fine: DraftValues = { ...EMPTY_DRAFT, subject: 'Về việc báo cáo quý IV', recipients: [{ organId: 'H99.1', name: 'Sở Mẫu' }] };
  const known = { kinds: ['Công văn', 'Báo cáo'], today: '2026-11-22' };
  test('has a sentence beside each field that is not right, and none beside those that are', () => {
    expect(faultsOf(fine, known)).toEqual({});
    expect(
      faultsOf(
        { ...fine, typeName: 'Thư', subject: 'abc', dueDate: '2026-11-21', signer: 'ÔNG MẪU', recipients: [{ name: 'Thôn' }] },
        known,
      ),
    ).toEqual({
      typeName: 'draft.kindUnknown',
      subject: 'draft.subjectShort',
      dueDate: 'draft.dueBehind',
      signer: 'draft.signerSame',
      recipients: 'draft.noAxis',
    });
    expect(faultsOf({ ...fine, subject: ' ', recipients: [] }, known)).toEqual({
      subject: 'draft.needSubject',
      recipients: 'draft.needRecipient',
    });
  });
  test('is kept under its own name and read again; what is no form of today is left', () => {
    expect([formOf(undefined, undefined), formOf('a', 'b'), formOf(undefined, 'b')]).toEqual(['new', 'edit:a', 'reply:b']);
    const files = [{ uploadId: 'u', name: 'a.pdf', size: 1 }];
    expect(readKeptForm(keptText(fine, files))).toEqual({ values: fine, files });
    expect(readKeptForm('{"values":{"subject":1},"files":[]}')).toBeUndefined();
    expect(readKeptForm('nonsense')).toBeUndefined();
  });
});
