import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bareContentId, safeFileName } from './names.ts';

describe('names of files from outside', () => {
  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Windows\\a.pdf', 'a.pdf'],
    ['CON.pdf', '_CON.pdf'],
    ['lpt1', '_lpt1'],
    ['a.pdf. . ', 'a.pdf'],
    ['a<b>:"|?*.pdf', 'a_b______.pdf'],
    ['thu\u202efdp.exe', 'thufdp.exe'],
    ['a\u0000\u001f.pdf', 'a.pdf'],
    ['Công văn.pdf'.normalize('NFD'), 'Công văn.pdf'],
    ['..', ''],
    ['\ud800.pdf', '.pdf'],
  ])('%j becomes %j', (raw, clean) => {
    expect(safeFileName(raw)).toBe(clean);
  });
  it('keep their extension when they are cut, and a clean name stays as it is', () => {
    expect(safeFileName(`${'ă'.repeat(9000)}.docx`)).toMatch(/^ă{195}\.docx$/);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (raw) => {
        const clean = safeFileName(raw);
        expect(safeFileName(clean)).toBe(clean);
        expect(clean).not.toMatch(/[/\\<>:"|?*\p{Cc}\p{Cf}]|[. ]$/u);
        expect([...clean].length).toBeLessThanOrEqual(200);
      }),
    );
  });
  it('content ids come bare, whatever stands before them', () => {
    expect(['cid:1', 'cid:cid:1', ' CID: 1 ', '1'].map(bareContentId)).toEqual(['1', '1', '1', '1']);
  });
});
