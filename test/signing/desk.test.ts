/** Acts as the office knows them: powers and overrides, joint documents, attachments, form fields, copies, moved fields, many at once. */
import PDFDocument from 'pdfkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WORKSTATION } from '../../src/core/context.ts';
import { printedAgainst } from '../../src/core/documents/formCheck.ts';
import { outgoingById, saveDraft } from '../../src/core/documents/outgoing.ts';
import { signedByHand } from '../../src/core/paper/out.ts';
import { agencyCertificates, bindAgencyCertificate, copiesOf, saveJoint, savePower } from '../../src/core/signing/index.ts';
import { legalDateOf } from '../../src/domain/time.ts';
import { readCertificate } from '../../src/formats/cms/index.ts';
import { bytesSource, PdfDocument, readPages, textFields } from '../../src/formats/pdf/index.ts';
import { PdfString, readText } from '../../src/formats/pdf/objects.ts';
import { edited, update } from '../attacks/update.ts';
import { letter, NOW, openDesk, parsing, type SigningDesk, SoftKeys } from './desk.ts';
import { fonts, has, makePdf, makePki, type TestKey, type TestPki, WorkDir } from './kit.ts';

/** A page whose head has this number, and this date behind a place. */
function typedHead(head: string, date: string, more = ''): Promise<Buffer> {
  const doc = new PDFDocument({ size: 'A4', margin: 0 }).registerFont('r', Buffer.from(fonts('regular')));
  const put = (text: string, x: number, y: number): unknown => doc.text(text, x, y, { lineBreak: false });
  doc.font('r').fontSize(13);
  put(head, 90, 110);
  put(`Ví Dụ, ${date}`, 320, 110);
  if (more) put(more, 90, 450);
  put('Nguyễn Văn Mẫu', 380, 700);
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve) => doc.on('end', () => resolve(Buffer.concat(chunks))).end());
}

describe.skipIf(!['openssl', 'pdfsig', 'qpdf'].every(has))('signing at the desk [needs openssl, pdfsig, qpdf]', () => {
  let pki: TestPki;
  let leader: TestKey;
  let other: TestKey;
  let agency: TestKey;
  let front: TestKey;
  let keys: SoftKeys;
  let desk: SigningDesk;
  let work: WorkDir;
  beforeAll(() => {
    pki = makePki();
    leader = pki.issue('/CN=Nguyễn Văn Mẫu/title=Chủ tịch/O=Ủy ban nhân dân xã Ví Dụ');
    other = pki.issue('/CN=Lê Văn Thử/title=Chủ tịch/O=Ủy ban MTTQ xã Ví Dụ');
    agency = pki.issue('/CN=Ủy ban nhân dân xã Ví Dụ/O=Ủy ban nhân dân xã Ví Dụ');
    front = pki.issue('/CN=Ủy ban MTTQ xã Ví Dụ/O=Ủy ban MTTQ xã Ví Dụ');
  });
  afterAll(() => pki.remove());
  beforeEach(async () => {
    work = new WorkDir();
    keys = new SoftKeys([leader, other, agency, front]);
    desk = await openDesk(keys, [pki.root]);
  });
  afterEach(() => {
    desk.close();
    work.remove();
  });
  /** What the peers say: every signature valid, the file sound. */
  const expectValid = async (pdf: Buffer, count: number): Promise<void> => {
    const path = work.write('signed.pdf', pdf);
    const said = work.run('pdfsig', '-nocert', path).out;
    expect(said.match(/Signature is Valid\./g)?.length, said).toBe(count);
    const check = work.run('qpdf', '--check', path);
    expect(check.status, check.out).toBe(0);
  };
  const power = (over: object = {}) =>
    savePower(desk.store, WORKSTATION, {
      organId: 'H99.1',
      person: 'Nguyễn Văn Mẫu',
      capacity: 'tm',
      collective: 'ỦY BAN NHÂN DÂN',
      headPosition: 'CHỦ TỊCH',
      position: 'CHỦ TỊCH',
      kinds: [],
      from: '2020-01-01',
      authority: '',
      ...over,
    });

  it('the agency is refused where signer or certificate does not fit, before any signature, until somebody named allows it', async () => {
    const signing = desk.room();
    const id = await desk.draft();
    power({ person: 'Trần Thị Khác' });
    expect((await signing.preview({ id, act: 'leader' })).refusals.map((r) => r.code)).toEqual(['signing.power_person']);
    // The list says it too, before anybody ticks a row.
    expect(signing.waiting().leader.map(({ refused }) => refused?.code)).toEqual(['signing.power_person']);
    expect(await desk.act(signing, { id, act: 'leader' }, leader)).toBe('done');
    desk.number(id);
    expect(signing.waiting().agency.map(({ refused }) => refused?.code)).toEqual(['signing.power_person']);
    const signed = keys.signed;
    expect(await desk.act(signing, { id, act: 'agency' }, agency)).toBe('signing.power_person');
    expect(keys.signed).toBe(signed);
    await signing.allow({ id, reason: 'phân công đột xuất', allowedBy: 'Phạm Văn Chánh' }, WORKSTATION);
    expect((await signing.preview({ id, act: 'agency' })).overridden).toBe(true);
    expect(signing.waiting().agency).toEqual([expect.not.objectContaining({ refused: expect.anything() })]);
    expect(await desk.act(signing, { id, act: 'agency' }, agency)).toBe('done');
    const history = desk.store.db.prepare("SELECT params FROM history WHERE outgoing_id = ? AND act = 'signing.allowed'").pluck().get(id);
    expect(JSON.parse(history as string)).toEqual({ text: 'phân công đột xuất', allowedBy: 'Phạm Văn Chánh' });
  });

  it('what the leader signed is read before a number is given: another year, day or number is told while none is lost', async () => {
    const signing = desk.room();
    const next = { date: legalDateOf(NOW), code: '1/UBND-VP' };
    const told = async (id: string) => (await printedAgainst(desk.store, parsing, id, next)).map(({ code }) => code);
    const typed = async (head: string, date: string): Promise<string> => {
      const id = await desk.draft(await typedHead(head, date));
      // A draft is still mended: nothing stands against it.
      expect(await told(id)).toEqual([]);
      expect(await desk.act(signing, { id, act: 'leader' }, leader)).toBe('done');
      return id;
    };
    expect(await told(await typed('Số:          /UBND-VP', 'ngày       tháng       năm 2019'))).toEqual(['signing.year_differs']);
    expect(await told(await typed('Số: 17/UBND-VP', 'ngày 05 tháng 3 năm 2020'))).toEqual([
      'signing.number_differs',
      'signing.date_differs',
    ]);
    const year = next.date.slice(0, 4);
    expect(await told(await typed('Số:          /UBND-VP', `ngày       tháng       năm ${year}`))).toEqual([]);
  });

  it('the agency is refused where the leader signed another number, day or year than the register gives, and says nothing twice', async () => {
    const signing = desk.room();
    const typed = async (head: string, date: string, more = ''): Promise<string> => {
      const id = await desk.draft(await typedHead(head, date, more));
      expect(await desk.act(signing, { id, act: 'leader' }, leader)).toBe('done');
      desk.number(id);
      return id;
    };
    const day = legalDateOf(NOW);
    const today = `ngày ${day.slice(8)} tháng ${day.slice(5, 7)} năm ${day.slice(0, 4)}`;
    const signed = keys.signed;
    const year = await typed('Số:          /UBND-VP', 'ngày       tháng       năm 2019');
    expect(await desk.act(signing, { id: year, act: 'agency' }, agency)).toBe('signing.year_differs');
    const other = await typed('Số: 17/UBND-VP', 'ngày 05 tháng 3 năm 2020');
    const refusals = (await signing.preview({ id: other, act: 'agency' })).refusals.map((r) => r.code);
    expect(refusals).toEqual(['signing.number_differs', 'signing.date_differs']);
    expect(await desk.act(signing, { id: other, act: 'agency' }, agency)).toBe('signing.number_differs');
    expect(keys.signed).toBe(signed + 2);
    // Blanks and numbers of other documents, further down, are nobody's.
    const below = 'Theo Công văn số 9/SNV ngày       tháng       năm 2019';
    const half = await typed('Số:          /UBND-VP', today, below);
    expect(await desk.act(signing, { id: half, act: 'agency' }, agency)).toBe('done');
    const whole = await typed('Số: 5/UBND-VP', today, below);
    expect(await desk.act(signing, { id: whole, act: 'agency' }, agency)).toBe('done');
    // All of it stood there: the agency's act is its seal alone.
    const fields = desk.file(whole).verdict.signatures.map((s) => s.field.split('_')[0]);
    expect(fields).toEqual(['Leader', 'AgencySeal']);
    // Somebody named may still allow it, and then nothing is written over what is typed.
    await signing.allow({ id: other, reason: 'số ghi nhầm, đã báo lãnh đạo', allowedBy: 'Phạm Văn Chánh' }, WORKSTATION);
    expect(await desk.act(signing, { id: other, act: 'agency' }, agency)).toBe('done');
    expect(desk.file(other).verdict.signatures).toHaveLength(2);
  });

  it('a certificate without its key, one that cannot be read, and a device that nobody answers for are told apart', async () => {
    const id = await desk.draft();
    const { client } = keys;
    const odd = async () => {
      const { tokens, modules } = await client.list({});
      const [first, ...rest] = tokens[0]?.certificates ?? [];
      const spoilt = { sha256: 'f'.repeat(64), keyId: '9', der: Buffer.from('không phải chứng thư') };
      const certificates = first ? [{ ...first, keyId: '' }, ...rest, spoilt] : [];
      return { tokens: tokens.map((token) => ({ ...token, certificates })), modules };
    };
    const signing = desk.room({ tokens: { training: { ...client, list: odd } } });
    const told = await signing.choices({ id, act: 'leader' });
    expect(told.choices[0]?.refused).toEqual({ code: 'signing.no_key' });
    expect(told.notes).toEqual([
      { code: 'signing.token_process_gone' },
      { code: 'signing.certificate_unreadable', params: { token: 'Khóa thử' } },
    ]);
    expect(await desk.act(signing, { id, act: 'leader' }, leader)).toBe('signing.no_key');
    const begun = signing.begin({ id, act: 'leader', serial: 'T1', certificateSha256: 'f'.repeat(64) }, WORKSTATION);
    await expect(begun).rejects.toThrow('signing.certificate_unreadable');
    expect(keys.signed).toBe(0);
  });

  it('a file whose earlier signature does not hold is signed by nobody', async () => {
    const signing = desk.room();
    const id = await desk.draft();
    expect(await desk.act(signing, { id, act: 'initial' }, other)).toBe('done');
    const bytes = await desk.bytes(desk.file(id).blob_id);
    const at = bytes.indexOf('/Producer');
    expect(at).toBeGreaterThan(0);
    bytes[at + 1] = 0x70;
    const second = await desk.draft(bytes);
    expect(await desk.act(signing, { id: second, act: 'leader' }, leader)).toBe('signing.earlier_signature_not_intact');
    expect(desk.state(second)).toBe('draft');
  });

  it('as many certificates as an office can have are recorded for its seal, and no more', () => {
    const row = { organId: 'H99.1', key: '0', name: 'x', issuer: 'x', notAfter: 0, at: 0, by: 'x' };
    const all = Array.from({ length: 60 }, (_, n) => ({ ...row, sha256: String(n) }));
    desk.store.tx(() => desk.store.setSetting('signing.agency_certificates', JSON.stringify(all)));
    expect(() => bindAgencyCertificate(desk.store, WORKSTATION, 'H99.1', agency.certificate)).toThrow('signing.agency_certificates_many');
    expect(agencyCertificates(desk.store)).toHaveLength(60);
  });

  it('another agency’s seal is refused, and so is a document that somebody else’s token signed', async () => {
    const signing = desk.room();
    const id = await desk.draft();
    expect(await desk.act(signing, { id, act: 'leader' }, leader)).toBe('done');
    desk.number(id);
    expect(await desk.act(signing, { id, act: 'agency' }, front)).toBe('signing.power_agency');
    expect(await desk.act(signing, { id, act: 'agency' }, agency)).toBe('done');
    const second = await desk.draft();
    expect(await desk.act(signing, { id: second, act: 'leader' }, other)).toBe('done');
    desk.number(second);
    expect(await desk.act(signing, { id: second, act: 'agency' }, agency)).toBe('signing.power_certificate');
  });

  it('a power that ended is told by its day', async () => {
    power({ to: legalDateOf(NOW - 10 * 86_400_000) });
    const signing = desk.room();
    const id = await desk.draft();
    await desk.act(signing, { id, act: 'leader' }, leader);
    desk.number(id);
    expect(await desk.act(signing, { id, act: 'agency' }, agency)).toBe('signing.power_date');
  });

  it('a joint document is signed by its leaders in order, then sealed by their agencies in order', async () => {
    const signing = desk.room();
    const id = await desk.draft();
    const document = outgoingById(desk.store, id);
    const others = [{ agency: 'Ủy ban MTTQ xã Ví Dụ', name: 'Lê Văn Thử', competence: 'TM. BAN THƯỜNG TRỰC', position: 'CHỦ TỊCH' }];
    saveJoint(desk.store, WORKSTATION, document, { others }, false);
    expect((await signing.preview({ id, act: 'leader' })).turn).toEqual({ position: 1, of: 2, name: 'Nguyễn Văn Mẫu' });
    expect(await desk.act(signing, { id, act: 'leader' }, leader)).toBe('done');
    expect(desk.state(id)).toBe('draft');
    expect(() => saveJoint(desk.store, WORKSTATION, document, { others: [] }, true)).toThrow();
    expect(signing.waiting().leader[0]?.turn).toEqual({ position: 2, of: 2, name: 'Lê Văn Thử' });
    // Half signed, it is neither signed by hand nor written over with its file left as it is.
    const partly = expect.objectContaining({ error: { code: 'documents.signed_partly' } });
    expect(() => signedByHand(desk.store, WORKSTATION, id, legalDateOf(Date.now()))).toThrow(partly);
    const words = { typeName: 'Công văn', subject: 'khác', content: '', competence: '', signerPosition: '', signer: 'Nguyễn Văn Mẫu' };
    const draft = { ...words, priority: 0, toPlaces: [], recipients: [], uploadIds: [] };
    expect(() => saveDraft(desk.store, WORKSTATION, 'H99.1', draft, id)).toThrow(partly);
    expect(await desk.act(signing, { id, act: 'leader' }, other)).toBe('done');
    expect(desk.state(id)).toBe('leader_signed');
    desk.number(id);
    expect(await desk.act(signing, { id, act: 'agency' }, front)).toBe('signing.power_agency');
    expect(await desk.act(signing, { id, act: 'agency' }, agency)).toBe('done');
    expect(desk.state(id)).toBe('numbered');
    expect(await desk.act(signing, { id, act: 'agency' }, front)).toBe('done');
    expect(desk.state(id)).toBe('agency_signed');
    const { verdict, blob_id } = desk.file(id);
    expect(verdict.summary).toBe('intact');
    expect(verdict.signatures.map((s) => s.field.replace(/_.*/, ''))).toEqual([
      'Leader',
      'Leader2',
      'AgencyNumber',
      'AgencySeal',
      'AgencySeal2',
    ]);
    // The second block stands in a column of its own.
    const [one, two] = verdict.signatures.map((s) => s.rectangle);
    expect((two?.x ?? 0) + (two?.width ?? 0)).toBeLessThanOrEqual(one?.x ?? 0);
    await expectValid(await desk.bytes(blob_id), 5);
  });

  it('the agency’s act signs the attachments that are PDFs and names those it leaves alone', async () => {
    const signing = desk.room();
    const id = await desk.draft();
    await desk.attach(id, 'phu-luc.pdf', await makePdf([0, 0]));
    await desk.attach(id, 'bang-tinh.xlsx', Buffer.from('PK'), 'ooxml');
    await desk.act(signing, { id, act: 'leader' }, leader);
    desk.number(id);
    expect(await desk.act(signing, { id, act: 'agency' }, agency)).toBe('done');
    const annex = desk.files(id).find((f) => f.name === 'phu-luc.pdf');
    expect(annex).toMatchObject({ role: 'attachment', stage: 'agency_signed' });
    const [signature] = JSON.parse(annex?.verdict ?? '{}').signatures;
    expect(signature).toMatchObject({ bytes: 'intact', holder: 'agency', page: 1 });
    expect(desk.files(id).find((f) => f.name === 'bang-tinh.xlsx')?.stage).toBe('original');
    const params = desk.store.db.prepare("SELECT params FROM history WHERE act = 'outgoing.agency_sign'").pluck().get() as string;
    expect(JSON.parse(params).skipped).toBe('bang-tinh.xlsx');
  });

  it('number and date go into form fields that were reserved before the leader signed, and the seal into its own', async () => {
    desk.store.tx(() => desk.store.setSetting('signing.number_by', 'form_field'));
    const signing = desk.room();
    const id = await desk.draft();
    expect(await desk.act(signing, { id, act: 'leader' }, leader)).toBe('done');
    expect(desk.file(id).verdict.signatures).toHaveLength(1);
    desk.number(id);
    expect((await signing.preview({ id, act: 'agency' })).files[0]?.fields).toEqual([
      expect.objectContaining({ key: 'seal', fixed: true }),
    ]);
    expect(await desk.act(signing, { id, act: 'agency' }, agency)).toBe('done');
    const { verdict, blob_id } = desk.file(id);
    expect(verdict.summary).toBe('intact');
    const bytesOf = Object.fromEntries(verdict.signatures.map((s) => [s.field.replace(/_.*/, ''), s.bytes]));
    expect(bytesOf).toEqual({ Leader: 'intact_with_allowed_additions', VanBanDau: 'intact' });
    expect(verdict.signatures.find((s) => s.field.startsWith('Leader'))?.additions).toEqual(
      expect.arrayContaining(['verify.addition.form_filled', 'verify.addition.signature']),
    );
    const pdf = await desk.bytes(blob_id);
    const doc = PdfDocument.open(bytesSource(pdf));
    const value = (name: string): string => {
      const v = textFields(doc).get(name)?.dict.get('V');
      return v instanceof PdfString ? readText(v) : '';
    };
    expect([value('VanBanSo'), value('VanBanNgay')]).toEqual(['05', legalDateOf(NOW).slice(8, 10)]);
    await expectValid(pdf, 2);
  });

  it('an initial stands on the draft before the leader’s signature and keeps it a draft', async () => {
    const signing = desk.room();
    const id = await desk.draft();
    expect(await desk.act(signing, { id, act: 'initial' }, other)).toBe('done');
    expect([desk.state(id), desk.file(id).stage]).toEqual(['draft', 'initialled']);
    expect(await desk.act(signing, { id, act: 'initial' }, agency)).toBe('signing.agency_certificate_for_leader');
    expect(await desk.act(signing, { id, act: 'leader' }, leader)).toBe('done');
    desk.number(id);
    expect(await desk.act(signing, { id, act: 'agency' }, agency)).toBe('done');
    expect(desk.file(id).verdict.signatures).toHaveLength(4);
  });

  it('a moved field stands where it was put; over the typed name it is refused before the PIN', async () => {
    const signing = desk.room();
    const id = await desk.draft();
    const { files } = await signing.preview({ id, act: 'leader' });
    const [file] = files;
    const [name] = file?.names ?? [];
    const [field] = file?.fields ?? [];
    if (!name || !field) throw new Error('no name found');
    const over = { id, key: 'leader', page: name.page, x: name.x, y: name.y };
    expect(await desk.act(signing, { id, act: 'leader', places: [over] }, leader)).toBe('signing.place_over_name');
    expect(await desk.act(signing, { id, act: 'leader', places: [{ ...over, x: -60, y: 400 }] }, leader)).toBe('signing.place_outside');
    expect(keys.signed).toBe(0);
    expect(await desk.act(signing, { id, act: 'leader', places: [{ ...over, x: 60, y: 400 }] }, leader)).toBe('done');
    const rectangle = desk.file(id).verdict.signatures[0]?.rectangle;
    expect(rectangle).toMatchObject({ x: expect.closeTo(60, 1), y: expect.closeTo(400, 1), width: expect.closeTo(field.width, 1) });
  });

  it('an empty signature field of the file is signed only where a person picks it', async () => {
    const signing = desk.room();
    const plain = Buffer.from(await letter('Nguyễn Văn Mẫu'));
    const doc = PdfDocument.open(bytesSource(plain));
    const [page] = readPages(doc);
    if (!page) throw new Error('page');
    const num = doc.nextNumber();
    const root = doc.catalog().ref.num;
    const withField = update(plain, {
      [num]: `<</Type /Annot /Subtype /Widget /FT /Sig /T (OKy) /F 4 /Rect [200 300 320 350] /P ${page.ref.num} 0 R>>`,
      [page.ref.num]: edited(plain, page.ref.num, { Annots: `[${num} 0 R]` }),
      [root]: edited(plain, root, { AcroForm: `<</Fields [${num} 0 R]>>` }),
    });
    const [left, picked] = [await desk.draft(withField), await desk.draft(withField)];
    expect((await signing.preview({ id: left, act: 'leader' })).files[0]?.emptyFields).toEqual([
      expect.objectContaining({ name: 'OKy', page: 1, x: 200, width: 120 }),
    ]);
    expect(await desk.act(signing, { id: left, act: 'leader' }, leader)).toBe('done');
    expect(desk.file(left).verdict.signatures[0]?.field).toMatch(/^Leader_/);
    const place = { id: picked, key: 'leader', page: 1, x: 0, y: 0 };
    expect(await desk.act(signing, { id: picked, act: 'leader', places: [{ ...place, reuse: 'Khac' }] }, leader)).toBe(
      'pdf.field_not_empty',
    );
    expect(await desk.act(signing, { id: picked, act: 'leader', places: [{ ...place, reuse: 'OKy' }] }, leader)).toBe('done');
    expect(desk.file(picked).verdict.signatures[0]).toMatchObject({ field: 'OKy', rectangle: { x: 200, y: 300, width: 120, height: 50 } });
    // Whose signature it is goes by the person, where the field's name does not tell.
    expect(desk.state(picked)).toBe('leader_signed');
    desk.number(picked);
    expect(await desk.act(signing, { id: picked, act: 'agency' }, agency)).toBe('done');
  });

  it('an arrival’s mark and an extract go on copies; what came in stays, and the decree’s directions are kept', async () => {
    const signing = desk.room();
    const { store } = desk;
    const incoming = store.newId();
    const blob = await store.vault.put(await makePdf([0]));
    const fileId = store.newId();
    store.tx(() => {
      store.vault.record(blob);
      store.db
        .prepare(
          `INSERT INTO incoming (id, organ_id, state, channel, priority, sender_name, number, notation, type_name, subject, folded, arrived_at,
             arrival_number, arrival_date, updated_at, seq, workstation_id)
           VALUES (?, 'H99.1', 'registered', 'axis', 0, 'Sở Mẫu', '1', 'SM', 'Công văn', 'x', '', 0, 12, '2026-11-21', 0, 1, 'w')`,
        )
        .run(incoming);
      store.db
        .prepare(
          "INSERT INTO file (id, incoming_id, role, position, name, detected, blob_id, created_at, seq) VALUES (?, ?, 'main', 0, 'den.pdf', 'pdf', ?, 0, 1)",
        )
        .run(fileId, incoming, blob.id);
    });
    expect(await desk.act(signing, { id: fileId, act: 'copy' }, agency)).toBe('signing.copy_of_electronic');
    expect(await desk.act(signing, { id: fileId, act: 'digitised' }, agency)).toBe('signing.digitised_of_electronic');
    expect(await desk.act(signing, { id: fileId, act: 'incoming' }, leader)).toBe('signing.leader_certificate_for_agency');
    expect(await desk.act(signing, { id: fileId, act: 'incoming' }, agency)).toBe('done');
    expect(await desk.act(signing, { id: fileId, act: 'extract' }, agency)).toBe('done');
    store.tx(() => store.db.prepare("UPDATE incoming SET channel = 'post' WHERE id = ?").run(incoming));
    expect(await desk.act(signing, { id: fileId, act: 'copy' }, agency)).toBe('done');
    expect(await desk.act(signing, { id: fileId, act: 'digitised' }, agency)).toBe('done');
    const copies = copiesOf(store, incoming);
    expect(copies.map((c) => c.name)).toEqual(['den (Số hóa).pdf', 'den (Sao y).pdf', 'den (Trích sao).pdf', 'den (Dấu đến).pdf']);
    expect(store.db.prepare('SELECT count(*) AS n FROM file WHERE incoming_id = ? AND current = 1').get(incoming)).toEqual({ n: 1 });
    for (const copy of copies) {
      const made = store.db.prepare('SELECT blob_id FROM file WHERE id = ?').pluck().get(copy.fileId) as never;
      await expectValid(await desk.bytes(made), 1);
    }
  });

  it('fifty documents on one PIN: stopped on the way, one that cannot be signed left aside, the rest by a second act, none twice', async () => {
    const signing = desk.room();
    const pdf = await letter('Nguyễn Văn Mẫu');
    const ids: string[] = [];
    for (let i = 0; i < 50; i++) ids.push(await desk.draft(i === 7 ? Buffer.from('%PDF-1.7 hỏng') : pdf));
    const certificateSha256 = readCertificate(leader.certificate).sha256;
    const run = async (which: readonly string[], stopAfter = 99) => {
      const seen = which.map((id) => ({ id, fileId: desk.file(id).id }));
      const [id = '', ...also] = which;
      const { actId } = await signing.begin({ id, also, seen, act: 'leader', serial: 'T1', certificateSha256 }, WORKSTATION);
      let done = 0;
      return signing.performAll({ actId }, WORKSTATION, () => {
        if (++done === stopAfter) void signing.cancel({ actId }, WORKSTATION);
      });
    };
    const first = await run(ids, 20);
    expect(first.filter((r) => r.fileId)).toHaveLength(20);
    expect(first[7]?.error?.code).toMatch(/^pdf\./);
    expect(first.slice(21).every((r) => r.error?.code === 'signing.cancelled')).toBe(true);
    const second = await run(first.filter((r) => !r.fileId && r.error?.code === 'signing.cancelled').map((r) => r.id));
    expect(second.every((r) => r.fileId)).toBe(true);
    expect(keys.signed).toBe(49);
    expect(ids.filter((id) => desk.state(id) === 'leader_signed')).toHaveLength(49);
  });

  it('a file that was replaced after it was seen is not signed', async () => {
    const signing = desk.room();
    const [a, b] = [await desk.draft(), await desk.draft()];
    const seen = [a, b].map((id) => ({ id, fileId: desk.file(id).id }));
    expect(await desk.act(signing, { id: a, act: 'leader', also: [b] }, leader)).toBe('signing.not_seen');
    expect(await desk.act(signing, { id: a, act: 'initial' }, other)).toBe('done');
    expect(await desk.act(signing, { id: a, act: 'leader', also: [b], seen }, leader)).toBe('signing.file_changed');
    expect(keys.signed).toBe(1);
  });
});
