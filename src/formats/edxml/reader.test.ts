import { createHash, randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EdxmlDocument } from '../../domain/edxml.ts';
import { Failure } from '../../domain/errors.ts';
import { writeZip } from '../zip/index.ts';
import { edxmlLimits } from './limits.ts';
import { readEdxml } from './reader.ts';
import { attachment, collect, memoryStore, outgoing, readBytes, sample, write } from './testing.ts';

const NS = 'http://www.mic.gov.vn/TBT/QCVN_102_2016';
const header = (inner: string): string =>
  `<edXML xmlns="${NS}"><e:edXMLEnvelope xmlns:e="${NS}"><e:edXMLHeader><e:MessageHeader>` +
  `<e:From><e:OrganId>H99.01</e:OrganId></e:From>${inner}</e:MessageHeader></e:edXMLHeader></e:edXMLEnvelope></edXML>`;
const withFile = (parts: { name?: string; type?: string; content: string; id?: string; manifest?: string }): string =>
  `<edXML xmlns="${NS}"><edXMLEnvelope><edXMLHeader><MessageHeader><From><OrganId>H99.01</OrganId></From><Subject>Thử</Subject>` +
  `</MessageHeader></edXMLHeader><edXMLBody><edXMLManifest version="1.0">${parts.manifest ?? ''}</edXMLManifest></edXMLBody></edXMLEnvelope>` +
  `<AttachmentEncoded><Attachment><ContentId>${parts.id ?? 'cid:1'}</ContentId>${parts.name === undefined ? '' : `<AttachmentName>${parts.name}</AttachmentName>`}` +
  `${parts.type === undefined ? '' : `<ContentType>${parts.type}</ContentType>`}<ContentTransferEncoded>${parts.content}</ContentTransferEncoded>` +
  '</Attachment></AttachmentEncoded></edXML>';
const zipOf = (name: string, content: Uint8Array): Promise<Buffer> =>
  collect(
    writeZip(
      name,
      (async function* () {
        yield content;
      })(),
    ),
  );
async function document(message: string | Uint8Array, chunk?: number): Promise<EdxmlDocument> {
  const { message: read } = await readBytes(message, chunk);
  if (read.kind !== 'document') throw new Error('a status');
  return read;
}
const refusal = async (message: string | Uint8Array, chunk?: number): Promise<string> => {
  try {
    await readBytes(message, chunk);
    return 'read';
  } catch (error) {
    return error instanceof Failure ? error.error.code : `unexpected: ${String(error)}`;
  }
};
const codes = async (message: string): Promise<string[]> => (await readBytes(message)).warnings.map((w) => w.code);

describe('tolerant of what the field writes', () => {
  const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(3000)]);

  it('any prefix, none, everything prefixed, any order, CRLF, BOM and UTF-16 read the same', async () => {
    const text = (await write(sample, [attachment('a.pdf', pdf)])).toString('utf8');
    const body = text.slice(text.indexOf('?>') + 2);
    const variants: Record<string, string | Buffer> = {
      lf: text.replaceAll('\r\n', '\n'),
      'no prefix': text
        .replaceAll('edXML:', '')
        .replaceAll(/ xmlns="[^"]+"/g, '')
        .replace('<edXML>', `<edXML xmlns="${NS}">`),
      'no namespace': text.replaceAll('edXML:', '').replaceAll(/ xmlns(:edXML)?="[^"]+"/g, ''),
      'other prefix': text.replaceAll('edXML:', 'ns2:').replaceAll('xmlns:edXML', 'xmlns:ns2'),
      'no declaration': body.trimStart(),
      bom: `\ufeff${text}`,
      'utf-16le with mark': Buffer.from(`\ufeff${text.replace('UTF-8', 'UTF-16')}`, 'utf16le'),
      'utf-16be with mark': Buffer.from(`\ufeff${text.replace('UTF-8', 'UTF-16')}`, 'utf16le').swap16(),
      'utf-16le without mark': Buffer.from(text.replace('UTF-8', 'UTF-16'), 'utf16le'),
      'files first': text.replace(/([\s\S]*?<edXML xmlns="[^"]+">)([\s\S]*<\/edXML:edXMLEnvelope>)([\s\S]*?)(<\/edXML>\s*)$/, '$1$3$2$4'),
      'files in the envelope': text.replace(/(<\/edXML:edXMLEnvelope>)([\s\S]*?)(<\/edXML>\s*)$/, '$2$1$3'),
      'files prefixed': text
        .replaceAll('<Attachment', '<e:Attachment')
        .replaceAll('</Attachment', '</e:Attachment')
        .replace('<edXML ', `<edXML xmlns:e="${NS}" `),
      'other namespace': text.replaceAll(NS, 'http://www.e-doc.vn/Schema/'),
      soap: `<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body>${body.trim()}</S:Body></S:Envelope>`,
      'comments inside the content': text.replace('JVBER', '<!-- > a <b> -->JVB<![CDATA[ER]]>'),
    };
    for (const [name, variant] of Object.entries(variants)) {
      const read = await readBytes(variant, 61);
      expect({ name, document: outgoing(read.message) }).toEqual({ name, document: sample });
      expect({ name, same: read.files[0]?.equals(pdf) }).toEqual({ name, same: true });
      expect({ name, warnings: read.warnings }).toEqual({ name, warnings: [] });
    }
  });

  it('a comment inside the content is one wherever a chunk ends', async () => {
    const text = withFile({ name: 'a.pdf', content: `${pdf.toString('base64')}<!-- một -->` });
    for (let chunk = text.length - 120; chunk < text.length; chunk++) {
      const read = await readBytes(text, chunk);
      expect([chunk, read.files[0]?.equals(pdf), read.warnings]).toEqual([chunk, true, []]);
    }
  });

  it('a status without its code is refused, and a business that nobody defined is read as none and told', async () => {
    const status = `<edXML xmlns="${NS}"><edXMLEnvelope><edXMLHeader><Status><From><OrganId>H99.01</OrganId></From></Status></edXMLHeader></edXMLEnvelope></edXML>`;
    expect(await refusal(status)).toBe('edxml.no_status_code');
    const list = '<TraceHeaderList><Bussiness><BussinessDocType>7</BussinessDocType></Bussiness></TraceHeaderList>';
    const message = header('<e:Subject>Thử</e:Subject>').replace('</e:MessageHeader>', `</e:MessageHeader>${list}`);
    expect(await codes(message)).toEqual(['edxml.unknown_business_type']);
    expect((await document(message)).business.type).toBe(0);
  });

  it('a flat envelope as root, `Status` for the header and SOAP headers', async () => {
    expect(
      (
        await document(
          `<EdXMLEnvelope xmlns="http://www.go.vn/eDoc"><MessageHeader><From><OrganName>Sở Mẫu</OrganName></From><Subject>a</Subject></MessageHeader></EdXMLEnvelope>`,
        )
      ).subject,
    ).toBe('a');
    const soap = 'http://schemas.xmlsoap.org/soap/envelope/';
    const { message } = await readBytes(
      `<SOAP-ENV:Envelope xmlns:SOAP-ENV="${soap}" xmlns:edXML="${soap}"><SOAP-ENV:Header><edXML:Status><edXML:From><edXML:OrganId>H99.242</edXML:OrganId></edXML:From>` +
        '<edXML:ResponseFor><edXML:OrganId>H99.01</edXML:OrganId><edXML:PromulgationDate>20/11/2026</edXML:PromulgationDate></edXML:ResponseFor><edXML:StatusCode> 3 </edXML:StatusCode></edXML:Status></SOAP-ENV:Header></SOAP-ENV:Envelope>',
    );
    expect(message).toMatchObject({ kind: 'status', statusCode: '03', responseFor: { organId: 'H99.01', promulgationDate: '2026-11-20' } });
  });

  it('roots by any of their names, the older namespaces whole, and attributes that only old gateways write', async () => {
    const text = (await write(sample, [attachment('a.pdf', pdf)])).toString('utf8');
    const body = text.slice(text.indexOf('?>') + 2).trim();
    const inner = body.replace(/^<edXML [^>]*>/, '').replace(/<\/edXML>$/, '');
    const envelope = inner.slice(0, inner.indexOf('<AttachmentEncoded>')).trim();
    const files = inner.slice(inner.indexOf('<AttachmentEncoded>')).trim();
    const soap = 'http://schemas.xmlsoap.org/soap/envelope/';
    const variants: Record<string, string> = {
      'root EdXML': text.replace('<edXML ', '<EdXML ').replace('</edXML>', '</EdXML>'),
      'root edXMLEnvelope, files inside': envelope.replace('</edXML:edXMLEnvelope>', `${files}</edXML:edXMLEnvelope>`),
      'flat EdXMLEnvelope of the oldest namespace': body
        .replaceAll('edXML:', '')
        .replaceAll(/ xmlns(:edXML)?="[^"]+"/g, '')
        .replaceAll('edXMLEnvelope', 'EdXMLEnvelope')
        .replace('<edXML>', '<edXML xmlns="http://www.go.vn/eDoc">'),
      'SOAP around the older namespace': `<S:Envelope xmlns:S="${soap}"><S:Body>${body.replaceAll(NS, 'http://www.e-doc.vn/Schema/')}</S:Body></S:Envelope>`,
      'SOAP with header and body of its own': `<S:Envelope xmlns:S="${soap}" xmlns:edXML="${NS}"><S:Header>${envelope.slice(envelope.indexOf('<edXML:MessageHeader>'), envelope.indexOf('</edXML:edXMLHeader>'))}</S:Header><S:Body>${envelope.slice(envelope.indexOf('<edXML:edXMLManifest'), envelope.indexOf('</edXML:edXMLBody>'))}${files}</S:Body></S:Envelope>`,
      'attributes of the trace list': text.replace(
        '<edXML:TraceHeaderList>',
        `<edXML:TraceHeaderList id="1" version="1.0" S:mustUnderstand="1" S:actor="http://schemas.xmlsoap.org/soap/actor/next" xmlns:S="${soap}">`,
      ),
      'DigitalSignature, empty': text.replace('</edXML:edXMLHeader>', '<edXML:DigitalSignature/></edXML:edXMLHeader>'),
      'references by xlink': text.replace(
        /<edXML:Reference>\s*<edXML:ContentId>(.*?)<\/edXML:ContentId>/,
        '<edXML:Reference xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="$1" xlink:type="simple" xlink:role="x">',
      ),
      'no cid:': text.replaceAll('cid:', ''),
      'trace before business': text.replace(
        /(<edXML:Bussiness>[\s\S]*<\/edXML:Bussiness>\s*)(<edXML:TraceHeader>[\s\S]*<\/edXML:TraceHeader>\s*)/,
        '$2$1',
      ),
    };
    for (const [name, variant] of Object.entries(variants)) {
      expect([name, variant === text]).toEqual([name, false]);
      const read = await readBytes(variant, 97);
      expect({ name, document: outgoing(read.message) }).toEqual({ name, document: sample });
      expect({ name, same: read.files[0]?.equals(pdf), warnings: read.warnings }).toEqual({ name, same: true, warnings: [] });
    }
  });

  it('empty elements and the organ id `null` are absent, an empty SteeringType too', async () => {
    const read = await document(
      header(
        '<e:To/><e:To><e:OrganId>null</e:OrganId><e:OrganName>UBND xã Ví Dụ</e:OrganName></e:To><e:ResponseFor><e:OrganId></e:OrganId><e:Code/></e:ResponseFor><e:SteeringType/><e:Subject> </e:Subject>',
      ),
    );
    expect(read).toMatchObject({ to: [{ organName: 'UBND xã Ví Dụ' }], responseFor: [] });
    expect('steeringType' in read || 'subject' in read || 'documentId' in read || 'organId' in (read.to[0] ?? {})).toBe(false);
  });

  it.each([
    ['2026/11/05', '2026-11-05'],
    ['2026-11-05', '2026-11-05'],
    ['05/11/2026', '2026-11-05'],
    ['5/11/2026', '2026-11-05'],
  ])('the date %s', async (written, date) => {
    expect((await document(header(`<e:DueDate>${written}</e:DueDate>`))).dueDate).toBe(date);
  });
  it('a date that is none is left out with a warning', async () => {
    const message = header('<e:DueDate>2026/13/45</e:DueDate><e:Subject>a</e:Subject>');
    expect((await document(message)).dueDate).toBeUndefined();
    expect(await codes(message)).toEqual(['edxml.bad_value']);
  });

  it('text comes in NFC, a document id stays as it is but for its edges', async () => {
    const nfd = 'Đỗ Thị Ví Dụ'.normalize('NFD');
    const read = await document(header(`<e:Subject>${nfd}</e:Subject><e:DocumentId>\n ${nfd} </e:DocumentId>`));
    expect([read.subject, read.documentId]).toEqual([nfd.normalize('NFC'), nfd]);
  });

  it('unknown elements are warned of once, foreign namespaces are not taken for the field’s, the last of a repeated element counts', async () => {
    const message = header(
      '<e:Moi>1</e:Moi><e:Moi>2</e:Moi><x:Subject xmlns:x="urn:other">lạ</x:Subject><e:Subject>một</e:Subject><e:Subject>hai</e:Subject>',
    );
    expect((await document(message)).subject).toBe('hai');
    expect((await codes(message)).sort()).toEqual(['edxml.repeated_element', 'edxml.unknown_element', 'edxml.unknown_namespace']);
  });

  it('unknown elements are kept with their place and text', async () => {
    const read = await document(
      header('<e:Moi>một<e:Trong>hai</e:Trong></e:Moi><x:Khac xmlns:x="urn:other">ba</x:Khac><e:Subject>a</e:Subject>'),
    );
    const at = 'edXML/edXMLEnvelope/edXMLHeader/MessageHeader';
    expect(read.unknownElements).toEqual([
      { path: `${at}/Moi`, text: 'một' },
      { path: `${at}/Moi/Trong`, text: 'hai' },
      { path: `${at}/Khac`, text: 'ba' },
    ]);
    expect('unknownElements' in (await document(header('<e:Subject>a</e:Subject>')))).toBe(false);
  });

  it('a degree of secrecy is found wherever a system wrote it', async () => {
    expect((await document(header('<e:Security>TỐI MẬT</e:Security><e:Subject>a</e:Subject>'))).secrecyMark).toBe('TỐI MẬT');
    expect((await document(header('<e:X><e:Y>Mật</e:Y></e:X><e:Subject>a</e:Subject>'))).secrecyMark).toBe('Mật');
    expect((await document(header('<e:Subject>Bảo mật dữ liệu</e:Subject><e:X>mật ong</e:X>'))).secrecyMark).toBeUndefined();
  });

  it('the samples’ signature block is never more than "cannot be checked"', async () => {
    const signed = header('<e:Subject>a</e:Subject>').replace(
      '</e:edXMLHeader>',
      '<Signature><SignedInfo><Reference URI=""/></SignedInfo><SignatureValue>AAAA</SignatureValue></Signature></e:edXMLHeader>',
    );
    expect((await document(signed)).packageSignature).toBe('unverifiable');
    expect(await codes(signed)).toEqual([]);
    expect((await document(header('<e:Subject>a</e:Subject>'))).packageSignature).toBe('absent');
    expect((await document(signed.replace(/<Signature>.*<\/Signature>/, '<DigitalSignature/>'))).packageSignature).toBe('absent');
  });
});

describe('attachments', () => {
  const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(10_000)]);
  const text = pdf.toString('base64');
  const lines = (n: number, end: string): string => (text.match(new RegExp(`.{1,${n}}`, 'g')) ?? []).join(end);

  it.each([
    ['76 columns, LF', lines(76, '\n')],
    ['64 columns, CRLF and a last break', `${lines(64, '\r\n')}\r\n`],
    ['references for carriage returns', lines(76, '&#13;\n')],
    ['hexadecimal references', lines(76, '&#xD;&#xA;')],
    ['referred plus and equals', text.replaceAll('+', '&#43;').replaceAll('=', '&#61;')],
    ['spaces and tabs anywhere', lines(7, ' \t ')],
    ['one character a line', lines(1, '\n')],
    ['the URL alphabet', pdf.toString('base64url')],
    ['no padding', text.replace(/=+$/, '')],
    ['uneven lines with blank ones', lines(77, '\n\n').replaceAll('A', 'A\n')],
    ['CDATA', `<![CDATA[${lines(76, '\n')}]]>`],
    ['padded pieces one after the other', `${pdf.subarray(0, 4).toString('base64')}${pdf.subarray(4).toString('base64')}`],
  ])('base64: %s', async (_name, content) => {
    for (const chunk of [65_536, 997, 3]) {
      const read = await readBytes(withFile({ name: 'a.pdf', content }), chunk);
      expect(read.files[0]?.equals(pdf)).toBe(true);
      expect(read.warnings).toEqual([]);
      expect(read.message.kind === 'document' && read.message.attachments[0]).toMatchObject({
        contentId: '1',
        size: pdf.byteLength,
        sha256: createHash('sha256').update(pdf).digest('hex'),
        detected: 'pdf',
      });
    }
  });
  it('characters that are no base64 are skipped with a warning', async () => {
    const read = await readBytes(withFile({ name: 'a.pdf', content: `*${text.slice(0, 999)}%${text.slice(999)}` }));
    expect(read.files[0]?.equals(pdf)).toBe(true);
    expect(read.warnings).toEqual([{ code: 'edxml.base64_stray_characters' }]);
  });

  it('what the field zips comes out whole, by the bytes and not the label', async () => {
    const wrapped = (await zipOf('../../x/0f.pdf', pdf)).toString('base64');
    const inner = Buffer.concat([await zipOf('[Content_Types].xml', Buffer.from('<Types/>'))]);
    for (const [name, type] of [
      ['a.pdf', 'application/pdf'],
      ['a.pdf', 'application/zip'],
      ['a.PDF', undefined],
      ['ghi chú.txt', 'application/zip'],
    ] as const)
      expect((await readBytes(withFile({ name, content: wrapped, ...(type ? { type } : {}) }))).files[0]?.equals(pdf)).toBe(true);
    const sheet = (await zipOf('0f.xlsx', inner)).toString('base64');
    const read = await readBytes(withFile({ name: 'bảng.xlsx', type: 'application/zip', content: sheet }));
    expect(read.files[0]?.equals(inner)).toBe(true);
    expect(read.message.kind === 'document' && read.message.attachments[0]?.detected).toBe('ooxml');
  });
  it('archives that are the attachment itself stay whole: zip, office files, several entries, damaged ones', async () => {
    const office = await zipOf('[Content_Types].xml', Buffer.from('<Types/>'));
    const odf = await zipOf('mimetype', Buffer.from('application/vnd.oasis.opendocument.text'));
    const one = await zipOf('a.txt', pdf);
    const damaged = Buffer.from(one);
    damaged.fill(0x55, 60, 2000);
    for (const [name, bytes, detected, warnings] of [
      ['thư.docx', office, 'ooxml', []],
      ['thư.odt', odf, 'odf', []],
      ['thư.pdf', office, 'ooxml', ['edxml.attachment_not_pdf']],
      ['hồ sơ.zip', one, 'zip', []],
      ['hồ sơ.ZIP', one, 'zip', []],
      ['hồ sơ.txt', two(pdf), 'zip', []],
      ['hồ sơ.txt', damaged, 'zip', ['edxml.zip_unreadable']],
      ['hồ sơ.txt', one.subarray(0, 3000), 'zip', ['edxml.zip_unreadable']],
    ] as const) {
      const read = await readBytes(withFile({ name, type: 'application/zip', content: bytes.toString('base64') }));
      expect(read.files[0]?.equals(bytes)).toBe(true);
      expect([name, read.message.kind === 'document' && read.message.attachments[0]?.detected, read.warnings.map((w) => w.code)]).toEqual([
        name,
        detected,
        warnings,
      ]);
    }
  });
  it('a zip bomb is refused while it inflates, whatever sizes it declares', async () => {
    const zeros = await zipOf('a.txt', Buffer.alloc(40 * 1024 * 1024));
    expect(await refusal(withFile({ name: 'a.txt', type: 'application/zip', content: zeros.toString('base64') }))).toBe('zip.too_large');
    zeros.writeUInt32LE(10, zeros.indexOf('PK\x01\x02') + 24);
    expect(await refusal(withFile({ name: 'a.pdf', content: zeros.toString('base64') }))).toBe('zip.too_large');
    const nested = await zipOf('b.txt', await zipOf('a.txt', zeros));
    expect(await refusal(withFile({ name: 'a.txt', content: nested.toString('base64') }))).toBe('zip.too_large');
  });

  it('pairs with the manifest by id, then name, then order, and tells what is missing', async () => {
    const manifest = (inner: string): string => `<Reference>${inner}</Reference>`;
    const named = manifest('<ContentId>cid:cid:1</ContentId><AttachmentName>b.pdf</AttachmentName><Description>Mô tả</Description>');
    const first = await readBytes(withFile({ id: '1', content: text, manifest: named }));
    expect(first.message.kind === 'document' && first.message.attachments[0]).toMatchObject({
      name: 'b.pdf',
      description: 'Mô tả',
      contentId: '1',
    });
    expect(first.warnings).toEqual([]);
    const href =
      '<Reference xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="cid:1"><AttachmentName>c.pdf</AttachmentName></Reference>';
    expect((await document(withFile({ id: '1', content: text, manifest: href }))).attachments[0]?.name).toBe('c.pdf');
    const other = manifest('<ContentId>9</ContentId><AttachmentName>d.pdf</AttachmentName>');
    expect((await document(withFile({ id: '1', content: text, manifest: other }))).attachments[0]?.name).toBe('d.pdf');
    expect(await codes(withFile({ id: '1', name: 'x.pdf', content: text, manifest: other + named }))).toEqual(['edxml.attachment_missing']);
    // Without its id it is known by its name alone; and a name that no disk takes is written as one that it does.
    const nameless = '<Reference><AttachmentName>x.pdf</AttachmentName></Reference>';
    expect(await codes(withFile({ id: '1', name: 'x.pdf', content: text, manifest: nameless }))).toEqual([
      'edxml.attachment_paired_loosely',
    ]);
    expect(await codes(withFile({ name: 'a/b:c.pdf', content: text }))).toEqual(['edxml.name_cleaned']);
    expect(await refusal(withFile({ content: text }))).toBe('edxml.attachment_without_name');
  });

  it('content in a place where no attachment is looked for leaves no file behind', async () => {
    const stray =
      '<Attachment><AttachmentName>b.pdf</AttachmentName><ContentTransferEncoded>JVBERi0=</ContentTransferEncoded></Attachment>';
    const store = memoryStore();
    const message = Buffer.from(withFile({ name: 'a.pdf', content: text }).replace('</MessageHeader>', `${stray}</MessageHeader>`));
    const read = await readEdxml([message], store, edxmlLimits(1e6));
    expect(read.targets).toHaveLength(1);
    expect(store.targets.filter((t) => !t.discarded)).toEqual(read.targets);
    expect(read.warnings.map((w) => w.code)).toContain('edxml.unknown_element');
  });
  it('labels of the message that nobody needs here are kept all the same', async () => {
    const message = withFile({ name: 'a.pdf', content: text }).replace(
      '<AttachmentName>',
      '<FieldName>f</FieldName><MimeType>Application/PDF</MimeType><AttachmentName>',
    );
    const read = await document(message);
    expect(read.attachments[0]).toMatchObject({ fieldName: 'f', mimeType: 'Application/PDF' });
  });

  it('an empty attachment is read as empty and told', async () => {
    for (const content of ['', ' \n ', '<!-- -->']) {
      const read = await readBytes(withFile({ name: 'a.pdf', content }));
      expect(read.files.map((f) => f.byteLength)).toEqual([0]);
      expect(read.warnings).toEqual([{ code: 'edxml.attachment_empty', params: { name: 'a.pdf' } }]);
    }
    expect(
      (await readBytes(withFile({ name: 'a.pdf', content: '' }).replace(/<ContentTransferEncoded>.*<\/ContentTransferEncoded>/, ''))).files,
    ).toHaveLength(1);
  });

  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\x\\a.pdf', 'a.pdf'],
    ['báo cáo\u202efdp.exe', 'báo cáofdp.exe'],
    ['con.pdf', '_con.pdf'],
    ['a?.pdf. ', 'a_.pdf'],
    [`${'ă'.repeat(300)}.pdf`, `${'ă'.repeat(196)}.pdf`],
  ])('the name %s is made safe', async (raw, name) => {
    expect((await document(withFile({ name: raw, content: text }))).attachments[0]?.name).toBe(name);
  });

  it('trouble of the place a file goes to is not taken for trouble of the message', async () => {
    const full = (): never => {
      throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
    };
    const chunks = [Buffer.from(withFile({ name: 'a.pdf', content: text }))];
    await expect(readEdxml(chunks, { create: full }, edxmlLimits(1e6))).rejects.toThrow('no space');
    const target = { ...memoryStore().create(), write: full };
    await expect(readEdxml(chunks, { create: () => target }, edxmlLimits(1e6))).rejects.toThrow('no space');
  });

  it('a file over the limit and the 101st file are refused', async () => {
    await expect(readBytes(withFile({ name: 'a.pdf', content: text }), 65_536, 9_999)).rejects.toThrow('edxml.attachment_too_large');
    const one = /<Attachment>.*<\/Attachment>/.exec(withFile({ name: 'a.pdf', content: 'AAAA' }))?.[0] ?? '';
    expect(await refusal(withFile({ name: 'a.pdf', content: 'AAAA' }).replace(one, one.repeat(101)))).toBe('edxml.too_many_attachments');
  });
});

describe('hostile input ends in a clear refusal', () => {
  const good = withFile({ name: 'a.pdf', content: 'JVBERi0xLjcK' });
  it.each<[string, string | Uint8Array, string]>([
    ['nothing', '', 'edxml.empty'],
    ['only spaces', ' \n ', 'edxml.not_well_formed'],
    ['leading junk', `1212<?xml version="1.0"?>${good}`, 'edxml.not_xml'],
    ['a line before the declaration', `\n<?xml version="1.0"?>${good}`, 'edxml.not_well_formed'],
    ['trailing junk', `${good}x`, 'edxml.not_well_formed'],
    ['a trailing NUL', `${good}\0`, 'edxml.not_well_formed'],
    ['JSON', '{"status":"OK"}', 'edxml.not_xml'],
    ['a page', '<html><body>502</body></html>', 'edxml.no_envelope'],
    ['a DOCTYPE', `<!DOCTYPE edXML>${good}`, 'edxml.doctype_refused'],
    [
      'an external entity',
      `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${header('<e:Subject>&x;</e:Subject>')}`,
      'edxml.doctype_refused',
    ],
    [
      'an entity bomb',
      `<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>${header('<e:Subject>&b;</e:Subject>')}`,
      'edxml.doctype_refused',
    ],
    ['an undeclared entity', header('<e:Subject>&nbsp;</e:Subject>'), 'edxml.not_well_formed'],
    ['an undeclared prefix', header('<q:Subject>a</q:Subject>'), 'edxml.not_well_formed'],
    ['1,000 deep', header(`${'<e:A>'.repeat(1000)}${'</e:A>'.repeat(1000)}`), 'edxml.too_deep'],
    [
      '100,000 attributes',
      header(`<e:A ${Array.from({ length: 100_000 }, (_, i) => `a${i}="1"`).join(' ')}/>`),
      'edxml.too_many_attributes',
    ],
    [
      '100,000 namespaces',
      header(`<e:A ${Array.from({ length: 100_000 }, (_, i) => `xmlns:a${i}="u"`).join(' ')}/>`),
      'edxml.too_many_attributes',
    ],
    ['300,000 elements', header('<e:A/>'.repeat(300_000)), 'edxml.too_large'],
    ['2 MB between two tags', header(`<e:Subject>${'ă'.repeat(1_000_000)}</e:Subject>`), 'edxml.text_too_long'],
    ['2 MB of text full of ">"', header(`<e:Subject>${'a>'.repeat(1_000_000)}</e:Subject>`), 'edxml.text_too_long'],
    ['a 2 MB attribute', header(`<e:A a="${'x'.repeat(2_000_000)}"/>`), 'edxml.text_too_long'],
    ['2 MB of comment', header(`<!--${'x'.repeat(2_000_000)}-->`), 'edxml.text_too_long'],
    ['20 MB of elements', header(`<e:A>${'x'.repeat(900_000)}</e:A>`.repeat(25)), 'edxml.too_large'],
    ['invalid UTF-8', Buffer.from(header('<e:Subject>@</e:Subject>')).map((b) => (b === 0x40 ? 0xc3 : b)), 'edxml.bad_encoding'],
    [
      'lone surrogates as UTF-8',
      Buffer.from(header('<e:Subject>\u0001\u0002\u0003</e:Subject>').replace('\u0001\u0002\u0003', '@@@')).map((b) =>
        b === 0x40 ? 0xed : b,
      ),
      'edxml.bad_encoding',
    ],
    ['lone surrogates in UTF-16', Buffer.from(`\ufeff${header('<e:Subject>\ud800</e:Subject>')}`, 'utf16le'), 'edxml.bad_encoding'],
    ['a lone surrogate by reference', header('<e:Subject>&#xD800;</e:Subject>'), 'edxml.not_well_formed'],
    ['another encoding', `<?xml version="1.0" encoding="windows-1258"?>${good}`, 'edxml.bad_encoding'],
    ['no sender', header('').replace(/<e:From>.*<\/e:From>/, ''), 'edxml.no_sender'],
    ['no header', `<edXML xmlns="${NS}"><edXMLEnvelope/></edXML>`, 'edxml.no_header'],
    ['a foreign envelope', good.replaceAll(NS, 'urn:other'), 'edxml.no_envelope'],
    ['content that never ends', good.slice(0, good.indexOf('</ContentTransferEncoded>')), 'edxml.not_well_formed'],
    ['CDATA that never ends', `${good.slice(0, good.indexOf('</ContentTransferEncoded>'))}<![CDATA[AAAA`, 'edxml.not_well_formed'],
  ])('%s', async (_name, message, code) => {
    expect(await refusal(message)).toBe(code);
  });

  it('a message cut anywhere is refused, never half read', async () => {
    const whole = await write(sample, [attachment('a.pdf', randomBytes(200))]);
    const end = whole.lastIndexOf('>');
    for (let cut = 0; cut <= end; cut += 7)
      expect([cut, (await refusal(whole.subarray(0, cut))).startsWith('edxml.')]).toEqual([cut, true]);
  });
  it('random and damaged bytes end in a message or a refusal', async () => {
    const whole = await write(sample, [attachment('a.txt', Buffer.from('chào '.repeat(100)))], () => 'id');
    const damage = fc.array(fc.tuple(fc.nat(whole.byteLength - 1), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(damage, fc.uint8Array({ maxLength: 400 }), fc.integer({ min: 1, max: 5000 }), async (places, junk, cut) => {
        const bytes = Buffer.from(whole);
        for (const [at, value] of places) bytes[at] = value;
        expect(await refusal(bytes, cut)).toMatch(/^(read|edxml\.|zip\.)/);
        expect(await refusal(junk, cut)).toMatch(/^edxml\./);
      }),
      { numRuns: 300 },
    );
  });
});

/** Two stored-with-deflate entries, put together by hand. */
function two(content: Uint8Array): Buffer {
  const packed = deflateRawSync(content);
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const name of ['a.txt', 'b.txt']) {
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(packed.byteLength, 18);
    local.writeUInt16LE(name.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(8, 10);
    central.writeUInt32LE(packed.byteLength, 20);
    central.writeUInt32LE(content.byteLength, 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(offset, 42);
    locals.push(local, Buffer.from(name), packed);
    centrals.push(central, Buffer.from(name));
    offset += 30 + name.length + packed.byteLength;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(2, 8);
  end.writeUInt16LE(2, 10);
  end.writeUInt32LE(directory.byteLength, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}
