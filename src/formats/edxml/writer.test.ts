import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EdxmlStatus } from '../../domain/edxml.ts';
import { Failure } from '../../domain/errors.ts';
import { edxmlDocumentId, organId } from '../../domain/ids.ts';
import type { LegalDate } from '../../domain/time.ts';
import { fieldLabel } from './labels.ts';
import { validateDocument, validateStatus } from './rules.ts';
import { attachment, outgoing, readBytes, sample, write } from './testing.ts';
import { type OutgoingEdxmlDocument, writeStatus } from './writer.ts';

const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(150_001)]);

describe('what goes out', () => {
  it('a document with its files reads back the same', async () => {
    const files = [
      attachment('125.pdf', pdf, 'Bản chính'),
      attachment('bảng.xlsx', randomBytes(70_000)),
      attachment('ghi chú', Buffer.from('chào')),
    ];
    const read = await readBytes(await write(sample, files));
    expect(outgoing(read.message)).toEqual(sample);
    expect(read.warnings).toEqual([]);
    expect(read.files[0]?.equals(pdf)).toBe(true);
    expect(read.message.kind === 'document' && read.message.attachments.map((a) => [a.name, a.size, a.detected, a.description])).toEqual([
      ['125.pdf', pdf.byteLength, 'pdf', 'Bản chính'],
      ['bảng.xlsx', 70_000, expect.any(String), undefined],
      ['ghi chú', 5, 'text', undefined],
    ]);
  });

  it('is laid out as the field’s library does: CRLF, its order, the prefix declared again, base64 on one line', async () => {
    const text = (await write(sample, [attachment('a.pdf', pdf)])).toString('utf8');
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(text.startsWith('<?xml version="1.0" encoding="UTF-8"?>\r\n<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016">\r\n')).toBe(
      true,
    );
    expect(text.endsWith('</edXML>\r\n')).toBe(true);
    const header = text.slice(text.indexOf('<edXML:MessageHeader>'), text.indexOf('</edXML:MessageHeader>'));
    const children = [...header.matchAll(/\r\n {8}<edXML:(\w+)/g)].map((m) => m[1]);
    expect(children).toEqual(
      'From To To DocumentId Code PromulgationInfo DocumentType Subject Content SignerInfo DueDate OtherInfo ResponseFor SteeringType ResponseForTask ApplicationType ToPlaces'.split(
        ' ',
      ),
    );
    const other = header.slice(header.indexOf('<edXML:OtherInfo>'), header.indexOf('</edXML:OtherInfo>'));
    expect([...other.matchAll(/\r\n {10}<edXML:(\w+)/g)].map((m) => m[1])).toEqual(
      'Priority SphereOfPromulgation TyperNotation PromulgationAmount PageAmount Direction Appendixes'.split(' '),
    );
    expect(text.indexOf('<edXML:Bussiness>')).toBeLessThan(text.indexOf('<edXML:TraceHeader>'));
    expect(text).toMatch(/<edXML:ContentTransferEncoded xmlns:edXML="[^"]+">[A-Za-z0-9+/]+=*<\/edXML:ContentTransferEncoded>/);
    expect(text).toContain('<edXML:edXMLManifest version="1.0">');
  });

  it('keeps clear of what the field’s library loses', async () => {
    const bare: OutgoingEdxmlDocument = { ...sample, toPlaces: [], taskCodes: [], responseFor: [], to: [{ organId: organId('H99.242') }] };
    const { steeringType: _, ...withoutSteering } = bare;
    const zip = Buffer.from('504b0506000000000000000000000000000000000000', 'hex');
    const files = [attachment('nhiều tệp.ZIP', zip), attachment('BẢN.PDF', pdf), attachment('thư.DOCX', pdf), attachment('bảng.xls', pdf)];
    const text = (await write(withoutSteering, files)).toString('utf8');
    expect(text).toContain('<edXML:SteeringType>0</edXML:SteeringType>');
    expect(text).not.toMatch(/<[\w:]+\s*\/>|<([\w:]+)><\/\1>/);
    expect([...text.matchAll(/<AttachmentName>(.*?)</g)].map((m) => m[1])).toEqual(['nhiều tệp.zip', 'BẢN.pdf', 'thư.docx', 'bảng.xls']);
    expect([...text.matchAll(/<ContentType>(.*?)</g)].map((m) => m[1])).toEqual(
      ['zip', 'pdf', 'docx', 'zip'].map((type) => `application/${type}`),
    );
    const ids = [...text.matchAll(/ContentId>(cid:[^<]+)</g)].map((m) => m[1]);
    expect(ids).toHaveLength(8);
    expect(ids.slice(0, 4)).toEqual(ids.slice(4));
    expect(text).not.toContain('cid:cid:');
    const read = await readBytes(text);
    expect(read.files[0]?.equals(zip)).toBe(true);
    expect(read.files[3]?.equals(pdf)).toBe(true);
  });

  it('without files the manifest and the list of files are still there', async () => {
    const text = (await write(sample)).toString('utf8');
    expect(text).toContain('<edXML:edXMLManifest version="1.0" />');
    expect(text).toContain('<AttachmentEncoded />');
  });

  it('an empty file keeps its content element and reads back empty', async () => {
    const read = await readBytes(await write(sample, [attachment('rỗng.pdf', Buffer.alloc(0)), attachment('rỗng.txt', Buffer.alloc(0))]));
    expect(read.files.map((f) => f.byteLength)).toEqual([0, 0]);
    expect(read.warnings).toContainEqual({ code: 'edxml.attachment_empty', params: { name: 'rỗng.pdf' } });
  });

  it('text goes out in NFC, ids exactly as they are', async () => {
    const nfd = 'Nguyễn Văn Ví Dụ'.normalize('NFD');
    const id = edxmlDocumentId(`H99.01,${'Đ'}${nfd}`);
    const read = await readBytes(await write({ ...sample, subject: nfd, documentId: id }));
    expect(read.message.kind === 'document' && [read.message.subject, read.message.documentId]).toEqual([nfd.normalize('NFC'), id]);
  });

  it.each(['a\u0000b', 'a\u001bb', 'a\ud800b', 'a\uffffb', 'a\u0085b'])(
    'control characters and broken letters are refused before anything is written (%j)',
    async (subject) => {
      await expect(write({ ...sample, subject })).rejects.toThrow(Failure);
      expect(validateDocument({ ...sample, subject })).toEqual([
        { field: 'subject', code: 'edxml.control_character', params: { field: 'Trích yếu' } },
      ]);
    },
  );

  it('a file that is not as long as measured stops the package', async () => {
    const shrunk = { ...attachment('a.pdf', pdf), size: pdf.byteLength + 1 };
    await expect(write(sample, [shrunk])).rejects.toThrow('edxml.attachment_changed');
  });

  it('a status message has the measured layout and reads back the same', async () => {
    const status: EdxmlStatus = {
      kind: 'status',
      from: { organId: organId('H99.242'), organName: 'UBND xã Ví Dụ' },
      responseFor: {
        organId: organId('H99.01'),
        code: '125/SM-VP',
        documentId: edxmlDocumentId('H99.01,2026/11/20,125/SM-VP'),
        promulgationDate: '2026-11-20' as LegalDate,
      },
      staffInfo: { department: 'Văn thư', staff: 'Phạm Thị Thử' },
      statusCode: '03',
      description: 'Đã tiếp nhận, vào sổ văn bản đến số 87',
      timestamp: Date.UTC(2026, 10, 20, 3, 2, 11),
    };
    const text = Buffer.from(writeStatus(status)).toString('utf8');
    expect([...text.matchAll(/\r\n {8}<edXML:(\w+)/g)].map((m) => m[1])).toEqual(
      'From ResponseFor StaffInfo StatusCode Description Timestamp'.split(' '),
    );
    const response = text.slice(text.indexOf('<edXML:ResponseFor>'), text.indexOf('</edXML:ResponseFor>'));
    expect([...response.matchAll(/\r\n {10}<edXML:(\w+)/g)].map((m) => m[1])).toEqual(
      'OrganId Code DocumentId PromulgationDate'.split(' '),
    );
    expect(text).toContain('<edXML:Timestamp>2026/11/20 10:02:11</edXML:Timestamp>');
    expect(text).not.toMatch(/edXMLBody|AttachmentEncoded/);
    expect((await readBytes(text)).message).toEqual(status);
  });
});

describe('each kind of message goes out and comes back with its fields', () => {
  const DOCUMENT = edxmlDocumentId('H99.01,2026/11/02,7/SM-VP');
  it.each<[string, OutgoingEdxmlDocument['business'], OutgoingEdxmlDocument['responseFor']]>([
    ['0 new', { type: 0, documentId: DOCUMENT, reason: 'Văn bản điện tử mới', paper: true, replacements: [] }, []],
    [
      '1 revoke',
      { type: 1, reason: 'Thu hồi văn bản điện tử', paper: false, replacements: [] },
      [{ organId: organId('H99.01'), code: '7/SM-VP', documentId: DOCUMENT, promulgationDate: '2026-11-02' as LegalDate }],
    ],
    [
      '2 update',
      {
        type: 2,
        documentId: DOCUMENT,
        reason: 'Cập nhật văn bản điện tử',
        paper: false,
        replacements: [],
        documentInfo: {
          documentInfo: true,
          documentReceiver: true,
          receivers: [
            { organId: organId('H99.242'), receiverType: 0 },
            { organId: organId('H99.243'), receiverType: 1 },
          ],
        },
        staffInfo: { department: 'Văn thư', departmentId: 'VT', staff: 'Lê Thị Ví Dụ', staffId: '7', email: 'a@example.vn', mobile: '09' },
      },
      [],
    ],
    [
      '3 replace',
      {
        type: 3,
        reason: 'Văn bản thay thế',
        paper: false,
        replacements: [
          { documentId: DOCUMENT, organIds: [organId('H99.242'), organId('H99.243')] },
          { documentId: edxmlDocumentId('H99.01,2026/11/03,8/SM-VP'), organIds: [] },
        ],
      },
      [],
    ],
  ])('%s', async (_name, business, responseFor) => {
    const document = { ...sample, business, responseFor };
    expect(validateDocument(document)).toEqual([]);
    const { message, warnings } = await readBytes(await write(document));
    expect(outgoing(message)).toEqual(document);
    expect(warnings).toEqual([]);
  });

  it.each(['01', '02', '03', '04', '05', '06', '13', '15', '16', '07', '14', '99', 'XYZ'])('status %s', async (statusCode) => {
    const status = {
      kind: 'status' as const,
      from: sample.from,
      responseFor: sample.responseFor[0] ?? {},
      staffInfo: { department: 'Văn thư', departmentId: 'VT', staff: 'Phạm Thị Thử', staffId: '9', email: 'b@example.vn', mobile: '08' },
      statusCode,
      description: 'Lý do: “không đúng thẩm quyền”',
      timestamp: Date.UTC(2026, 10, 20, 3, 2, 11),
    };
    expect(validateStatus(status)).toEqual([]);
    const read = await readBytes(writeStatus(status));
    expect([read.message, read.warnings]).toEqual([status, []]);
  });
  it('a status that says not who answers whom about what is told, field by field', () => {
    expect(validateStatus({ kind: 'status', from: {}, responseFor: {}, statusCode: '' }).map((p) => [p.field, p.code])).toEqual([
      ['from.organId', 'edxml.field_missing'],
      ['responseFor.organId', 'edxml.field_missing'],
      ['responseFor.documentId', 'edxml.field_missing'],
      ['statusCode', 'edxml.field_missing'],
    ]);
  });
});

describe('the rules of a document', () => {
  /** Longest text of each field (QCVN 102:2016 as the field's checker applies it; Decree 30/2020 annex VI for the signer). */
  const longest: readonly (readonly [string, number, (text: string) => Partial<OutgoingEdxmlDocument>])[] = [
    ...(
      [
        ['organizationInCharge', 200],
        ['organName', 200],
        ['organAdd', 250],
        ['telephone', 20],
        ['fax', 20],
        ['website', 100],
      ] as const
    ).flatMap(([name, max]) => [
      [`from.${name}`, max, (text: string) => ({ from: { ...sample.from, [name]: text } })] as const,
      [`to.1.${name}`, max, (text: string) => ({ to: [{ ...sample.to[0], [name]: text }] })] as const,
    ]),
    ['code.notation', 30, (text) => ({ code: { number: '1', notation: text } })],
    ['code.number', 11, (text) => ({ code: { number: text, notation: 'A' } })],
    ['promulgation.place', 50, (place) => ({ promulgation: { ...sample.promulgation, place } })],
    ['documentType.typeName', 100, (typeName) => ({ documentType: { typeName } })],
    ['subject', 500, (subject) => ({ subject })],
    ['content', 500, (content) => ({ content })],
    ['signer.position', 100, (position) => ({ signer: { position } })],
    ['signer.fullName', 50, (fullName) => ({ signer: { fullName } })],
    ['toPlaces.1', 150, (place) => ({ toPlaces: [place] })],
    ['otherInfo.sphereOfPromulgation', 100, (text) => ({ otherInfo: { ...sample.otherInfo, sphereOfPromulgation: text } })],
    ['otherInfo.typerNotation', 10, (text) => ({ otherInfo: { ...sample.otherInfo, typerNotation: text } })],
  ];
  it.each(longest)('%s: %i characters go, one more is told by the name a clerk knows', (field, max, change) => {
    // Counted as a person counts: one letter with its marks is one.
    const letters = 'ệ'.normalize('NFD').repeat(max);
    expect(validateDocument({ ...sample, ...change(letters) })).toEqual([]);
    const [problem, ...more] = validateDocument({ ...sample, ...change(`${letters}x`) });
    expect([problem?.field, problem?.code, more.length]).toEqual([field, 'edxml.field_too_long', 0]);
    expect(problem?.params).toEqual({ field: fieldLabel(field), max });
    expect(fieldLabel(field)).not.toContain('.');
  });

  it('the sample keeps them', () => {
    expect(validateDocument(sample, ['125.pdf'], '2026-11-20' as LegalDate)).toEqual([]);
  });
  it.each<[string, string, Partial<OutgoingEdxmlDocument>]>([
    ['from.email', 'edxml.field_form', { from: { ...sample.from, email: 'không phải thư' } }],
    ['from.organName', 'edxml.field_too_long', { from: { ...sample.from, organName: 'x'.repeat(201) } }],
    ['to', 'edxml.field_missing', { to: [] }],
    ['to.2', 'edxml.same_recipient', { to: [...sample.to.slice(0, 1), ...sample.to.slice(0, 1)] }],
    ['code.number', 'edxml.field_too_long', { code: { number: '123456789012', notation: 'A' } }],
    ['code.notation', 'edxml.field_missing', { code: { number: '1' } }],
    ['subject', 'edxml.field_too_long', { subject: 'ă'.repeat(501) }],
    ['promulgation.date', 'edxml.date_in_future', { promulgation: { date: '2026-11-21' as LegalDate } }],
    ['toPlaces.1', 'edxml.field_too_long', { toPlaces: ['x'.repeat(151)] }],
    ['otherInfo.pageAmount', 'edxml.field_form', { otherInfo: { ...sample.otherInfo, pageAmount: -1 } }],
    ['steeringType', 'edxml.field_form', { steeringType: 3 }],
    ['from.organId', 'edxml.field_form', { from: { ...sample.from, organId: organId('H99 01') } }],
    ['to.1.organId', 'edxml.field_missing', { to: [{ organName: 'UBND xã Ví Dụ' }] }],
    ['documentId', 'edxml.field_missing', { documentId: edxmlDocumentId(' ') }],
    ['subject', 'edxml.control_character', { subject: 'a\u0001' }],
    ['trace.1.organId', 'edxml.control_character', { trace: [{ organId: organId('H99\u0085') }] }],
    ['responseFor', 'edxml.field_missing', { responseFor: [], business: { ...sample.business, type: 1 } }],
    ['business.replacements', 'edxml.field_missing', { business: { ...sample.business, type: 3 } }],
    ['business.documentId', 'edxml.field_missing', { business: { ...sample.business, type: 2 } }],
  ])('%s: %s', (field, code, change) => {
    expect(validateDocument({ ...sample, ...change }, [], '2026-11-20' as LegalDate)).toEqual([expect.objectContaining({ field, code })]);
  });
});

describe('the name of a field', () => {
  it.each([
    ['to.2.email', 'Nơi nhận thứ 2: thư điện tử'],
    ['from.organId', 'Cơ quan gửi: mã định danh'],
    ['toPlaces.3', 'Dòng nơi nhận thứ 3'],
    ['code.number', 'Số văn bản'],
    ['Subject', 'Trích yếu'],
    ['Unheard', 'Unheard'],
  ])('%s is %s to a clerk', (path, label) => {
    expect(fieldLabel(path)).toBe(label);
  });
});

const word = fc
  .string({ unit: fc.constantFrom(...'aăâbcdđeêơưíịụỹĐỮ0129<>&"\'/.,;- \n'), minLength: 1, maxLength: 60 })
  .map((s) => s.trim().replace(/\n\s*|\s*\n/g, '\n'))
  .filter((s) => s !== '');
const maybe = <K extends string, T>(key: K, arb: fc.Arbitrary<T>): fc.Arbitrary<{ [k in K]?: T }> =>
  fc.option(arb, { nil: undefined }).map((v) => (v === undefined ? {} : { [key]: v }) as { [k in K]?: T });
const code = fc.stringMatching(/^[A-Z][0-9]{2}(\.[0-9]{2,3}){0,2}$/).map(organId);
const day = fc
  .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((d) => d.toISOString().slice(0, 10) as LegalDate);
const second = fc.integer({ min: 0, max: 4_000_000_000 }).map((s) => s * 1000);
const organ = fc
  .tuple(code, maybe('organName', word), maybe('organAdd', word), maybe('fax', word))
  .map(([id, ...rest]) => Object.assign({ organId: id }, ...rest));
const anyDocument: fc.Arbitrary<OutgoingEdxmlDocument> = fc
  .record({
    from: organ,
    to: fc.array(organ, { minLength: 1, maxLength: 4 }),
    documentId: word.map((w) => edxmlDocumentId(w.replaceAll('\n', ' '))),
    place: maybe('place', word),
    date: maybe('date', day),
    subject: maybe('subject', word),
    toPlaces: fc.array(word, { maxLength: 3 }),
    appendixes: fc.array(word, { maxLength: 3 }),
    priority: fc.constantFrom(0, 1, 2, 3, 4),
    responseFor: fc.array(
      fc.tuple(code, maybe('code', word), maybe('promulgationDate', day)).map(([id, ...rest]) => Object.assign({ organId: id }, ...rest)),
      { maxLength: 3 },
    ),
    trace: fc.array(fc.record({ organId: code, timestamp: second }), { maxLength: 3 }),
    type: fc.constantFrom(0, 1, 2, 3),
    receivers: fc.array(fc.record({ organId: code, receiverType: fc.constantFrom(0, 1) }), { maxLength: 3 }),
    replacements: fc.array(
      fc.record({ documentId: word.map((w) => edxmlDocumentId(w.replaceAll('\n', ' '))), organIds: fc.array(code, { maxLength: 3 }) }),
      { maxLength: 2 },
    ),
    paper: fc.boolean(),
  })
  .map((r) => ({
    ...sample,
    from: r.from,
    to: r.to,
    documentId: r.documentId,
    promulgation: { ...r.place, ...r.date },
    ...r.subject,
    toPlaces: r.toPlaces,
    otherInfo: { ...sample.otherInfo, priority: r.priority as 0, appendixes: r.appendixes },
    responseFor: r.responseFor,
    trace: r.trace,
    business: {
      type: r.type as 0,
      paper: r.paper,
      replacements: r.replacements,
      documentInfo: { documentInfo: r.paper, documentReceiver: !r.paper, receivers: r.receivers },
    },
  }));

describe('round trip', () => {
  it('any document with any files reads back the same, however the bytes are cut', async () => {
    const names = fc.constantFrom('a.pdf', 'b.docx', 'c.txt', 'd.xlsx', 'e', 'f.zip', 'g.PNG');
    await fc.assert(
      fc.asyncProperty(
        anyDocument,
        fc.array(fc.tuple(names, fc.uint8Array({ maxLength: 3000 })), { maxLength: 4 }),
        fc.integer({ min: 1, max: 3000 }),
        async (document, files, cut) => {
          const bytes = await write(
            document,
            files.map(([name, content]) => attachment(name, content)),
          );
          const read = await readBytes(bytes, cut);
          expect(outgoing(read.message)).toEqual(document);
          expect(read.files.map((f) => f.toString('hex'))).toEqual(files.map(([, content]) => Buffer.from(content).toString('hex')));
        },
      ),
      { numRuns: 150 },
    );
  });
});
