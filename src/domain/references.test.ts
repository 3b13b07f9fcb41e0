import { describe, expect, it } from 'vitest';
import { codeKey, referencesIn, sameIssuer, subjectKey } from './references.ts';

describe('documents named in a text', () => {
  it('are found with their day and agency, whatever their form', () => {
    expect(referencesIn('Trả lời Công văn số 125/SNV-VP ngày 20/11/2026 của Sở Nội vụ, Ủy ban nhân dân báo cáo')).toEqual([
      { key: '125/snv-vp', date: '2026-11-20', issuer: 'so noi vu' },
    ]);
    expect(
      referencesIn('Căn cứ Quyết định số 01/2026/QĐ-UBND; Kế hoạch 45-CV/ĐU ngày 05 tháng 01 năm 2026; Nghị định số 30/2020/NĐ-CP'),
    ).toEqual([{ key: '1/2026/qd-ubnd' }, { key: '45-cv/du', date: '2026-01-05' }, { key: '30/2020/nd-cp' }]);
    expect(referencesIn('số 15 / UBND–VP')).toEqual([{ key: '15/ubnd-vp' }]);
  });
  it('are not dates, fractions, phone numbers or words', () => {
    for (const text of ['ngày 21/11/2026', 'đạt 15/20 chỉ tiêu', '24/7', '0912.345.678/máy lẻ 5', 'và/hoặc', '12/b', 'QĐ-UBND'])
      expect(referencesIn(text), text).toEqual([]);
  });
  it('have one key however the code is written', () => {
    for (const code of ['05/QĐ-UBND', '5/QĐ-UBND', ' 05 / qđ–ubnd ']) expect(codeKey(code), code).toBe('5/qd-ubnd');
  });
  it('belong to an agency by its name, short or written out', () => {
    expect(sameIssuer('so noi vu ve viec ra soat', 'Sở Nội vụ')).toBe(true);
    expect(sameIssuer('so noi vu', 'Sở Nội vụ tỉnh Mẫu')).toBe(true);
    expect(sameIssuer('ubnd xa vi du', 'Ủy ban nhân dân xã Ví Dụ')).toBe(true);
    expect(sameIssuer('so noi vu', 'Sở Nông nghiệp')).toBe(false);
    expect(sameIssuer('so y te', 'Sở Y')).toBe(true);
    expect(sameIssuer('so', 'Sơn La')).toBe(false);
  });
  it('share a matter by the words of their subjects, without openings and codes', () => {
    const key = subjectKey('Về việc rà soát quy hoạch sử dụng đất');
    expect(subjectKey('V/v trả lời Công văn số 15/SNV-VP về việc rà soát quy hoạch sử dụng đất')).not.toBe('');
    expect(subjectKey('Trả lời: rà soát quy hoạch sử dụng đất.')).toBe(key);
    expect(subjectKey('Về việc báo cáo')).toBe('');
  });
});
