/** No attack of the kit is judged intact; what is honest is judged so. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TRAINING_POLICY_OID } from '../../src/domain/profile.ts';
import { bytesSource } from '../../src/formats/pdf/index.ts';
import { Ref, spell } from '../../src/formats/pdf/objects.ts';
import { verifyPdf } from '../../src/parser/pdf/index.ts';
import { has, makePdf, makePki, signPdf, type TestKey, type TestPki, WorkDir } from '../signing/kit.ts';
import { type Base, bases, preparedPdf, SIGNED_AT, spec, twice } from './bases.ts';
import { FURTHER } from './further.ts';
import { ATTACKS } from './kit.ts';
import { build, edited, open, stream, update } from './update.ts';

/** What the kit's forms are told by; the rest of the reasons is met in `test/verify/reasons.test.ts`. */
const REASONS = [
  'verify.annotation_changed',
  'verify.byte_range',
  'verify.byte_range_gap',
  'verify.bytes_without_revision',
  'verify.catalog_changed',
  'verify.cms_unreadable',
  'verify.content_type',
  'verify.contents_missing',
  'verify.contents_trailing',
  'verify.form_changed',
  'verify.lists_ambiguous',
  'verify.object_changed',
  'verify.objects_not_listed',
  'verify.page_changed',
  'verify.rebuilt_later',
  'verify.signature_not_indirect',
  'verify.signature_removed',
  'verify.signature_reused',
  'verify.signature_unreadable',
  'verify.structure_changed',
  'verify.subfilter_unknown',
  'verify.unsigned_field_shown',
];

describe.skipIf(!has('openssl') || !has('qpdf'))('attacks on signed files [needs openssl, qpdf]', () => {
  let pki: TestPki;
  let work: WorkDir;
  let leader: TestKey;
  let agency: TestKey;
  let all: Base[];
  /** Every reason that a form of the kit was given. */
  const given = new Set<string>();
  const judge = (pdf: Uint8Array) =>
    verifyPdf(bytesSource(pdf), { anchors: [pki.root], intermediates: [], trainingPolicyOid: TRAINING_POLICY_OID, now: SIGNED_AT });
  beforeAll(() => {
    pki = makePki();
    work = new WorkDir();
    leader = pki.issue('/CN=Nguyễn Văn Mẫu/title=Chủ tịch/O=Ủy ban nhân dân xã Ví Dụ');
    agency = pki.issue('/CN=Ủy ban nhân dân xã Ví Dụ/O=Ủy ban nhân dân xã Ví Dụ');
    all = bases(work, leader);
  });
  afterAll(() => {
    pki.remove();
    work.remove();
  });

  it('start from files that are intact', async () => {
    for (const base of all) expect((await judge(base.pdf)).summary, base.name).toBe('intact');
  });
  for (const [name, forms] of Object.entries({ ...ATTACKS, ...FURTHER }))
    it(`are seen: ${name}, ${Object.keys(forms).length} forms`, async () => {
      let made = 0;
      for (const base of all)
        for (const [form, attack] of Object.entries(forms)) {
          const pdf = attack(base);
          if (!pdf) continue;
          made++;
          const verdict = await judge(pdf);
          for (const signature of verdict.signatures) for (const reason of signature.reasons) given.add(reason);
          const where = `${form}, ${base.name}: ${JSON.stringify(verdict.signatures.map((s) => [s.bytes, s.additions, s.reasons]))}`;
          expect(verdict.summary, where).not.toBe('intact');
          // A signature that was there is never passed over in silence.
          expect(verdict.summary, where).not.toBe('unsigned');
        }
      // Each form fits one of the two files at least, bar those that need what neither has.
      expect(made).toBeGreaterThanOrEqual(Object.keys(forms).length);
    });

  it('are told by the reason that fits, each of them met by a form of the kit', () => {
    for (const reason of REASONS) expect([...given], reason).toContain(reason);
  });
  it('leave honest files alone: two signatures under every kind of list, further ones, data for checking, form data where certified', async () => {
    const plain = await makePdf([0, 90]);
    const linear = work.qpdf(plain, '--linearize');
    const packed = work.qpdf(plain, '--object-streams=generate');
    const prepared = preparedPdf();
    for (const [name, pdf] of Object.entries({ plain, linear, packed, prepared })) {
      const verdict = await judge(twice(pdf, leader, agency));
      expect(
        verdict.signatures.map((s) => s.bytes),
        name,
      ).toEqual(['intact_with_allowed_additions', 'intact']);
    }
    let many = signPdf(plain, spec(), leader);
    for (let i = 0; i < 4; i++) many = signPdf(many, spec({ rectangle: { x: 50 + i * 90, y: 100, width: 80, height: 40 } }), agency);
    expect((await judge(many)).summary).toBe('intact');
    const once = signPdf(plain, spec(), leader);
    const { catalog } = { catalog: open(once).catalog() };
    const next = open(once).nextNumber();
    const body =
      once
        .toString('latin1')
        .match(new RegExp(`\\n${catalog.ref.num} 0 obj\\n(<<[^\\n]*>>)\\nendobj(?![\\s\\S]*\\n${catalog.ref.num} 0 obj)`))?.[1] ?? '';
    const dss = update(once, {
      [catalog.ref.num]: `${body.slice(0, -2)} /DSS ${next} 0 R>>`,
      [next]: `<</Type /DSS /Certs [${next + 1} 0 R]>>`,
      [next + 1]: stream('x'),
    });
    expect((await judge(dss)).signatures[0]).toMatchObject({
      bytes: 'intact_with_allowed_additions',
      additions: ['verify.addition.validation_data'],
    });
    expect((await judge(signPdf(dss, spec(), agency))).summary).toBe('intact');
  });

  it('leave files of PDF/A form alone, signed twice, in both kinds of lists', async () => {
    const xmp =
      '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>';
    const archival = build(
      {
        1: '<</Type /Catalog /Pages 2 0 R /Metadata 4 0 R /OutputIntents [<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) /DestOutputProfile 5 0 R>>] /MarkInfo <</Marked true>> /Lang (vi-VN)>>',
        2: '<</Type /Pages /Kids [3 0 R] /Count 1>>',
        3: '<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R /Resources <<>> /Tabs /S>>',
        4: stream(xmp, '/Type /Metadata /Subtype /XML '),
        5: stream('x'.repeat(128), '/N 3 '),
        6: stream('0 0 10 10 re f'),
      },
      1,
    );
    for (const pdf of [archival, work.qpdf(archival, '--object-streams=generate')]) {
      const once = signPdf(pdf, spec(), leader);
      const verdict = await judge(signPdf(once, spec({ fieldName: 'Agency' }), agency));
      expect(verdict.signatures.map((s) => s.bytes)).toEqual(['intact_with_allowed_additions', 'intact']);
      // The conformance statement exchanged is told, whatever else holds.
      const { ref } = open(once).catalog();
      const other = update(once, { [ref.num]: edited(once, ref.num, { OutputIntents: '[]' }) });
      expect((await judge(other)).summary).toBe('changed');
    }
  });
  it('leave alone what libraries put into the form’s own resources with each signature, and nothing that is shown besides', async () => {
    const page = (resources: string): string =>
      `<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R /Resources ${resources}>>`;
    const written = (form: string, resources: string): Buffer =>
      build(
        {
          1: `<</Type /Catalog /Pages 2 0 R /AcroForm ${form}>>`,
          2: '<</Type /Pages /Kids [3 0 R] /Count 1>>',
          3: page(resources),
          4: '<</XObject 5 0 R>>',
          5: '<</FRM 7 0 R>>',
          6: stream('/FRM Do'),
          7: stream('0 0 10 10 re f', '/Type /XObject /Subtype /Form /BBox [0 0 20 20] '),
          8: '<</Fields [] /DR 4 0 R>>',
          9: stream('1 0 0 rg 0 0 20 20 re f', '/Type /XObject /Subtype /Form /BBox [0 0 20 20] '),
        },
        1,
      );
    const judged = async (pdf: Buffer): Promise<string | undefined> => (await judge(pdf)).signatures[0]?.bytes;
    const own = '<</XObject <</FRM 7 0 R>>>>';
    for (const form of ['8 0 R', '<</Fields [] /DR 4 0 R>>', '<</Fields [] /DR <</XObject <</FRM 7 0 R>>>>>>']) {
      const once = signPdf(written(form, own), spec(), leader);
      const again = signPdf(once, spec({ fieldName: 'Agency' }), agency);
      // As written by libraries that keep the newest look there, and by those that add letters for fields to come.
      for (const more of [
        { 4: '<</XObject 5 0 R /Font <</Helv <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>>>' },
        { 5: '<</FRM 9 0 R>>' },
      ])
        expect(await judged(update(again, more)), form).toBe('intact_with_allowed_additions');
      const { dict } = open(again).catalog();
      const place = dict.get('AcroForm');
      const num = place instanceof Ref ? place.num : open(again).catalog().ref.num;
      const fields = spell(open(again).dict(place)?.get('Fields') ?? null);
      const grown = `<</Fields ${fields} /SigFlags 3 /DA (/Helv 0 Tf 0 g) /DR <</XObject <</FRM 9 0 R>>>>>>`;
      const written2 = update(again, { [num]: place instanceof Ref ? grown : edited(again, num, { AcroForm: grown }) });
      expect(await judged(written2), form).toBe('intact_with_allowed_additions');
    }
    // The page draws with the same resources: another look there is another page.
    const shared = signPdf(written('8 0 R', '4 0 R'), spec(), leader);
    expect(await judged(update(shared, { 5: '<</FRM 9 0 R>>' }))).toBe('changed_after');
    expect(await judged(update(shared, { 4: '<</XObject <</FRM 9 0 R>>>>' }))).toBe('changed_after');
  });
  it('see a form filled in after signing where nobody certified that it may be', async () => {
    const signed = signPdf(preparedPdf(), spec(), leader);
    const field = '<</Type /Annot /Subtype /Widget /FT /Tx /T (amount) /V (200) /Rect [72 600 172 620] /P 3 0 R /AP <</N 14 0 R>>>>';
    expect((await judge(update(signed, { 11: field }))).summary).toBe('changed');
  });
  it('see that a stranger took a signature out and put his own over the whole file', async () => {
    const stranger = pki.issue('/CN=Người lạ/O=Nơi khác');
    const [base] = all;
    const taken = ATTACKS['form fields swapped']?.['signature field left out of the form']?.(base as Base) as Buffer;
    const verdict = await judge(signPdf(taken, spec(), stranger));
    expect(verdict.summary).toBe('changed');
    expect(verdict.signatures[0]?.reasons).toContain('verify.signature_removed');
  });
});
