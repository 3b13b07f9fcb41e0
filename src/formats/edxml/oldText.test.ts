import { describe, expect, it } from 'vitest';
import { encodeOld, type OldEncoding } from '../../domain/oldEncodings.ts';
import { readBytes, sample, write } from './testing.ts';

const NS = 'http://www.mic.gov.vn/TBT/QCVN_102_2016';
const old = (text: string, encoding: OldEncoding): string => {
  const coded = encodeOld(text, encoding);
  if (coded === undefined) throw new Error(`no code for ${text}`);
  return coded.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
};
const message = (fields: { name: string; subject: string; notation: string; type: string; signer?: string }): string =>
  `<edXML xmlns="${NS}"><edXMLEnvelope><edXMLHeader><MessageHeader><From><OrganId>H99.01</OrganId><OrganName>${fields.name}</OrganName></From>` +
  `<Code><CodeNumber>15</CodeNumber><CodeNotation>${fields.notation}</CodeNotation></Code><DocumentType><TypeName>${fields.type}</TypeName></DocumentType>` +
  `<Subject>${fields.subject}</Subject><SignerInfo><FullName>${fields.signer ?? 'Mau'}</FullName></SignerInfo><DocumentId>${fields.notation} 1</DocumentId>` +
  '</MessageHeader></edXMLHeader></edXMLEnvelope></edXML>';
async function read(text: string) {
  const { message: got, warnings } = await readBytes(text);
  if (got.kind !== 'document') throw new Error('a status');
  return { got, codes: warnings.map((w) => w.code) };
}
const SUBJECT = 'Về việc rà soát quy hoạch sử dụng đất trên địa bàn tỉnh';

describe('a message in an old encoding', () => {
  it.each(['tcvn3', 'vni'] as const)('is read in Unicode and says so (%s); its id stays as it came', async (encoding) => {
    const notation = old('QĐ-UBND', encoding);
    const { got, codes } = await read(
      message({
        name: old('Sở Nội vụ', encoding),
        subject: old(SUBJECT, encoding),
        notation,
        type: old('Quyết định', encoding),
        signer: old('Lê Thị Mẫu', encoding),
      }),
    );
    expect(got).toMatchObject({
      subject: SUBJECT,
      from: { organName: 'Sở Nội vụ' },
      documentType: { typeName: 'Quyết định' },
      code: { number: '15', notation: 'QĐ-UBND' },
      writtenCode: { number: '15', notation },
      signer: { fullName: 'Lê Thị Mẫu' },
      documentId: `${notation} 1`,
    });
    expect(codes).toContain('edxml.old_encoding');
  });

  it('converts only the fields that show it', async () => {
    const { got } = await read(
      message({ name: 'Sở Nội vụ tỉnh Mẫu', subject: old(SUBJECT, 'tcvn3'), notation: 'SNV-VP', type: 'Công văn', signer: 'Bà Bé' }),
    );
    expect([got.from.organName, got.subject, got.signer?.fullName, got.writtenCode]).toEqual([
      'Sở Nội vụ tỉnh Mẫu',
      SUBJECT,
      'Bà Bé',
      undefined,
    ]);
  });

  it('leaves an honest message as it is, to the letter', async () => {
    const text = (await write(sample, [])).toString('utf8');
    const { message: got, warnings } = await readBytes(text);
    expect(warnings.map((w) => w.code)).not.toContain('edxml.old_encoding');
    if (got.kind !== 'document') throw new Error('a status');
    expect(got.subject).toBe(sample.subject);
    const plain = await read(message({ name: 'Bà Bé có cá', subject: 'Thí dí có tú', notation: 'CV', type: 'Công văn' }));
    expect([plain.got.from.organName, plain.got.subject, plain.codes.includes('edxml.old_encoding')]).toEqual([
      'Bà Bé có cá',
      'Thí dí có tú',
      false,
    ]);
  });

  it.each(['tcvn3', 'vni'] as const)('does not hide a degree of secrecy (%s)', async (encoding) => {
    const { got } = await read(message({ name: 'A', subject: 'x', notation: 'CV', type: old('Tối mật', encoding) }));
    expect(got.secrecyMark).toBe('Tối mật');
  });
});
