import { describe, expect, it } from 'vitest';
import { mayOpen, outsideName } from './leaving.ts';

describe('a copy outside', () => {
  it('has a name that every system takes and that names no other place', () => {
    expect(outsideName('Báo cáo quý III.pdf', 'pdf')).toBe('Báo cáo quý III.pdf');
    expect(outsideName('..\\..\\Windows\\a:b.docx', 'ooxml')).toBe('_.._Windows_a_b.docx');
    expect(outsideName('../../etc/passwd', 'pdf')).toBe('_.._etc_passwd.pdf');
    expect(outsideName('con.pdf', 'pdf')).toBe('tep-con.pdf');
    expect(outsideName('báo cáo\u202efdp.exe', 'unknown')).toBe('báo cáo_fdp.exe');
    expect(outsideName(' . ', 'pdf')).toBe('tep.pdf');
    expect(outsideName(`${'a'.repeat(300)}.pdf`, 'pdf')).toHaveLength(84);
  });
  it('is opened only where it is a document, never where a system would run it', () => {
    for (const name of ['a.pdf', 'a.DOCX', 'a.xls', 'a.dwg', 'a.rar']) expect(mayOpen(name, 'unknown').ok).toBe(true);
    for (const name of ['a.exe', 'a.docm', 'a.js', 'a.bat', 'a.lnk', 'a.html', 'a.pdf.scr', 'a', 'a.url', 'a.desktop']) {
      expect(mayOpen(name, 'unknown')).toMatchObject({ ok: false, error: { code: 'leaving.not_openable' } });
    }
  });
});
