import { describe, expect, it } from 'vitest';
import { checkDossierXml, type DossierDocument, dossierXml, type FieldValues } from './index.ts';

const CODE = { OrganId: 'H99.242', FileCatalog: 2026, FileNotation: '01.VP' };
const FILE: FieldValues = {
  FileCode: CODE,
  Title: 'Hồ sơ về kế hoạch & <công tác> văn thư năm 2026',
  Maintenance: '10 năm',
  Rights: 'Không hạn chế',
  Creator: 'Lê Thị Ví Dụ',
  Language: 'Tiếng Việt',
  StartDate: '2026-01-05',
  EndDate: '2026-11-20',
  DocTotal: 2,
  PageTotal: 7,
};
const IN: DossierDocument = {
  side: 'incoming',
  values: {
    FileCode: CODE,
    DocOrdinal: 1,
    TypeName: 'Công văn',
    CodeNumber: '125',
    CodeNotation: 'SNV-VP',
    IssuedDate: '2026-11-19',
    OrganName: 'Sở Nội vụ',
    Subject: 'Về việc rà soát',
    ArrivalDate: '2026-11-20',
    ArrivalNumber: 1203,
    Priority: 0,
    Attachment: [{ FileName: '001 van ban.pdf', Size: 10, SHA256: 'ab' }],
  },
};
const OUT: DossierDocument = {
  side: 'outgoing',
  values: {
    FileCode: CODE,
    DocOrdinal: 2,
    Subject: 'Trả lời',
    To: [{ OrganId: 'H99.01', OrganName: 'Sở A' }, { OrganName: 'Hội B' }],
    IssuedAmount: 2,
  },
};
const made = (file: FieldValues, documents: DossierDocument[]): { xml: string; over: string[] } => {
  const over: string[] = [];
  return { xml: [...dossierXml(file, documents, over)].join(''), over };
};

describe('a file as XML', () => {
  it('carries the annex’s fields in their order, days as offices write them, and passes its own check', () => {
    const { xml, over } = made(FILE, [IN, OUT, IN]);
    expect(over).toEqual([]);
    expect(checkDossierXml(xml)).toEqual([]);
    expect(xml).toContain('<Title>Hồ sơ về kế hoạch &amp; &lt;công tác&gt; văn thư năm 2026</Title>');
    expect(xml).toContain('<StartDate>05/01/2026</StartDate>');
    expect(xml.match(/<OrganName>(Sở A|Hội B)<\/OrganName>/g)).toHaveLength(2);
    expect([...xml.matchAll(/<(\w+)Document>/g)].map((m) => m[1])).toEqual(['Incoming', 'Outgoing', 'Incoming']);
  });
  it('says which field is longer than the annex lets it be, and cuts nothing', () => {
    const { xml, over } = made({ ...FILE, Creator: 'x'.repeat(31), PageTotal: 12_345 }, [
      { ...IN, values: { ...IN.values, PageAmount: 1500 } },
    ]);
    expect(over).toEqual([
      'Creator: 31 characters, at most 30',
      'PageTotal: 5 digits, at most 4',
      'IncomingDocument[1]/PageAmount: 4 digits, at most 3',
    ]);
    expect(xml).toContain('x'.repeat(31));
    expect(checkDossierXml(xml)).toHaveLength(3);
  });
  it('is told from one with a field missing, in the wrong place, unknown, of the wrong kind, or that is no XML', () => {
    const { xml } = made(FILE, [IN]);
    expect(checkDossierXml(xml.replace(/ {2}<Rights>.*\n/, ''))).toEqual(['/Rights: missing']);
    expect(checkDossierXml(xml.replace('<CodeNumber>125</CodeNumber>', '<So>125</So>'))).toEqual([
      'IncomingDocument/So: not here',
      'IncomingDocument/CodeNumber: missing',
    ]);
    expect(checkDossierXml(xml.replace('>1203<', '>một<'))).toEqual(['IncomingDocument/ArrivalNumber: not a number']);
    expect(checkDossierXml(xml.replace('05/01/2026', '5/1/26'))).toEqual(['StartDate: not a day']);
    expect(checkDossierXml(xml.slice(0, 300)).some((line) => line.startsWith('not XML'))).toBe(true);
    expect(checkDossierXml('<a/>')[0]).toBe('the root is a of no namespace');
  });
});
