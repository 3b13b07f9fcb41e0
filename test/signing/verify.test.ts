import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '../../src/domain/errors.ts';
import { TRAINING_POLICY_OID } from '../../src/domain/profile.ts';
import { bytesSource, type FieldSpec, PdfDocument } from '../../src/formats/pdf/index.ts';
import { verifyPdf } from '../../src/parser/pdf/index.ts';
import { has, makePdf, makePki, signPdf, type TestKey, type TestPki, WorkDir } from './kit.ts';

// A minute on, so that certificates made now are valid by then.
const NOW = Date.now() + 60_000;
const spec = (over: Partial<FieldSpec> = {}): FieldSpec => ({
  fieldName: 'Signature',
  page: 1,
  rectangle: { x: 300, y: 200, width: 120, height: 50 },
  appearance: { kind: 'text', lines: [{ text: 'Đã ký', size: 12 }], color: 'red' },
  signingTime: NOW,
  contentsBytes: 8192,
  ...over,
});

describe.skipIf(!has('openssl') || !has('qpdf'))('the verdict on a signed PDF [needs openssl, qpdf]', () => {
  let pki: TestPki;
  let work: WorkDir;
  let leader: TestKey;
  let agency: TestKey;
  let plain: Buffer;
  let once: Buffer;
  let twice: Buffer;
  const judge = (pdf: Uint8Array, over: { anchors?: Uint8Array[]; now?: number } = {}) =>
    verifyPdf(bytesSource(pdf), {
      anchors: over.anchors ?? [pki.root],
      intermediates: [],
      trainingPolicyOid: TRAINING_POLICY_OID,
      now: over.now ?? NOW,
    });
  beforeAll(async () => {
    pki = makePki();
    work = new WorkDir();
    leader = pki.issue('/CN=Nguyễn Văn Mẫu/title=Chủ tịch/O=Ủy ban nhân dân xã Ví Dụ');
    agency = pki.issue('/CN=Ủy ban nhân dân xã Ví Dụ/O=Ủy ban nhân dân xã Ví Dụ', { bits: 3072 });
    plain = await makePdf([0, 0]);
    once = signPdf(plain, spec(), leader);
    twice = signPdf(once, spec({ page: 2 }), agency);
  });
  afterAll(() => {
    pki.remove();
    work.remove();
  });

  it('says three lines for each signature: bytes, signer, time', async () => {
    const verdict = await judge(twice);
    expect(verdict).toMatchObject({ readable: true, summary: 'intact', pages: 2 });
    expect(verdict.signatures).toMatchObject([
      {
        bytes: 'intact_with_allowed_additions',
        additions: ['verify.addition.signature'],
        signer: 'trusted',
        time: 'claimed',
        holder: 'person',
        training: true,
        page: 1,
        reasons: ['verify.training_no_revocation'],
      },
      { bytes: 'intact', signer: 'trusted', time: 'claimed', holder: 'agency', page: 2, claimedTime: Math.floor(NOW / 1000) * 1000 },
    ]);
  });

  it('trusts nobody without an anchor, and never calls a real certificate good without its revocation', async () => {
    expect((await judge(once, { anchors: [] })).signatures[0]).toMatchObject({ bytes: 'intact', signer: 'untrusted' });
    const other = makePki('Gốc khác');
    expect((await judge(once, { anchors: [other.root] })).signatures[0]?.signer).toBe('untrusted');
    other.remove();
    const real = signPdf(plain, spec(), pki.issue('/CN=Một cơ quan/O=Một cơ quan', { training: false }));
    expect((await judge(real)).signatures[0]).toMatchObject({ signer: 'unknown_revocation', reasons: ['verify.revocation_offline'] });
  });

  it('says that a certificate was not valid at the claimed time', async () => {
    const late = signPdf(plain, spec({ signingTime: NOW + 400 * 86_400_000 }), leader);
    expect((await judge(late)).signatures[0]).toMatchObject({
      bytes: 'intact',
      signer: 'expired',
      reasons: ['verify.certificate_expired'],
    });
  });

  it('says of an algorithm that does not fit the key that it was not checked', async () => {
    const key = pki.issue('/CN=EC/O=EC', { ec: true });
    const signed = signPdf(plain, spec(), key);
    // Our own structure names rsaEncryption; a foreign EC signature names another algorithm.
    expect((await judge(signed)).signatures[0]).toMatchObject({ bytes: 'not_checked', reasons: ['verify.algorithm_unknown'] });
  });

  it('finds one changed byte anywhere in what was signed', async () => {
    for (const at of [100, Math.floor(plain.length / 2), once.length - 10]) {
      const bad = Buffer.from(once);
      bad[at] = (bad[at] ?? 0) ^ 1;
      const verdict = await judge(bad);
      expect(['broken', 'unreadable']).toContain(verdict.summary);
    }
  });

  /** An incremental update by hand: the object as `body`, classic table. */
  const update = (pdf: Buffer, objects: Record<number, string>): Buffer => {
    const doc = PdfDocument.open(bytesSource(pdf));
    let out = pdf.toString('latin1');
    const rows: string[] = [];
    for (const [num, body] of Object.entries(objects)) {
      rows.push(`${num} 1\n${String(out.length).padStart(10, '0')} 00000 n\r\n`);
      out += `${num} 0 obj\n${body}\nendobj\n`;
    }
    const root = doc.trailer.get('Root') as { num: number };
    const size = Math.max(doc.nextNumber(), ...Object.keys(objects).map((n) => Number(n) + 1));
    const xref = out.length;
    out += `xref\n${rows.join('')}trailer\n<</Size ${size} /Root ${root.num} 0 R /Prev ${doc.sections[0]?.offset}>>\nstartxref\n${xref}\n%%EOF\n`;
    return Buffer.from(out, 'latin1');
  };
  const refs = (pdf: Buffer) => {
    const text = pdf.toString('latin1');
    const find = (pattern: RegExp): number => Number(pattern.exec(text)?.[1]);
    return {
      contents: find(/\/Contents (\d+) 0 R/),
      catalog: find(/\/Root (\d+) 0 R/),
      pages: find(/\/Pages (\d+) 0 R/),
      signature: find(/(\d+) 0 obj\n<<\/Type \/Sig /),
      next: PdfDocument.open(bytesSource(pdf)).nextNumber(),
    };
  };

  it('calls a file changed when a later revision touches the page, its content, the catalogue or an annotation', async () => {
    const r = refs(once);
    const page = /(\d+) 0 obj\n(<<\/Type \/Page [^\n]*\/Annots \[)([^\]]*)(\][^\n]*)\nendobj/.exec(once.toString('latin1'));
    if (!page) throw new Error('page not found');
    const attacks: Record<string, Record<number, string>> = {
      content: { [r.contents]: '<</Length 0>>\nstream\n\nendstream' },
      catalog: { [r.catalog]: `<</Type /Catalog /Pages ${r.pages} 0 R>>` },
      annotation: {
        [Number(page[1])]: `${page[2]}${page[3]} ${r.next} 0 R${page[4]}`,
        [r.next]: '<</Type /Annot /Subtype /FreeText /Rect [0 0 500 500] /Contents (x)>>',
      },
      'unsigned field over the page': {
        [Number(page[1])]: `${page[2]}${page[3]} ${r.next} 0 R${page[4]}`,
        [r.next]: '<</Type /Annot /Subtype /Widget /FT /Sig /T (x) /Rect [0 0 500 500]>>',
      },
      'a new field that shows an old signature': {
        [Number(page[1])]: `${page[2]}${page[3]} ${r.next} 0 R${page[4]}`,
        [r.catalog]: once
          .toString('latin1')
          .match(new RegExp(`\\n${r.catalog} 0 obj\\n(<<[^\\n]*/AcroForm[^\\n]*>>)\\nendobj`))?.[1]
          ?.replace(/\/Fields \[([^\]]*)\]/, `/Fields [$1 ${r.next} 0 R]`) as string,
        [r.next]: `<</Type /Annot /Subtype /Widget /FT /Sig /T (x) /Rect [100 100 200 130] /V ${r.signature} 0 R>>`,
      },
      'signature annotation taken away': { [Number(page[1])]: `${page[2]}${page[4]}` },
    };
    for (const [name, objects] of Object.entries(attacks)) {
      const verdict = await judge(update(once, objects));
      expect(
        verdict.signatures.map((s) => s.bytes),
        name,
      ).not.toContain('intact');
      expect(
        verdict.signatures.map((s) => s.bytes),
        name,
      ).not.toContain('intact_with_allowed_additions');
      expect(['changed', 'unsigned'], name).toContain(verdict.summary);
      if (name.includes('old signature')) expect(verdict.signatures[0]?.reasons).toContain('verify.signature_reused');
    }
  });

  it('does not accept a signature whose dictionary was written again behind the signed bytes', async () => {
    const text = once.toString('latin1');
    const m = /(\d+) 0 obj\n(<<\/Type \/Sig [\s\S]*?>>)\nendobj/.exec(text);
    if (!m?.[1] || !m[2]) throw new Error('signature not found');
    const verdict = await judge(update(once, { [Number(m[1])]: m[2].replace('/Filter', '/Reason (other) /Filter') }));
    expect(verdict.summary).toBe('broken');
    expect(verdict.signatures[0]?.reasons).toEqual(['verify.byte_range_gap']);
  });

  it('does not let a further signature hide the page under its picture', async () => {
    const cover = signPdf(once, spec({ rectangle: { x: 0, y: 0, width: 590, height: 800 } }), agency);
    expect((await judge(cover)).signatures[0]).toMatchObject({
      bytes: 'changed_after',
      reasons: expect.arrayContaining(['verify.field_covers_page']),
    });
  });

  it('takes objects that nothing led to as no change, and the file’s information too', async () => {
    const r = refs(once);
    const verdict = await judge(update(once, { [r.next]: '<</Producer (x)>>' }));
    expect(verdict.signatures[0]).toMatchObject({ bytes: 'intact_with_allowed_additions', additions: ['verify.addition.unused_objects'] });
  });

  it('sees two signatures through object streams as intact', async () => {
    const packed = work.qpdf(plain, '--object-streams=generate');
    const verdict = await judge(signPdf(signPdf(packed, spec(), leader), spec({ page: 2 }), agency));
    expect(verdict.signatures.map((s) => s.bytes)).toEqual(['intact_with_allowed_additions', 'intact']);
  });
});

const CORPUS = '../shared/corpus/pdf';
describe.skipIf(!existsSync(CORPUS) || !has('openssl'))('foreign signed PDFs [needs ../shared/corpus/pdf, openssl]', () => {
  const manipulated = [
    'pdf-spoofing-attack.pdf',
    'pades-spoofing-replaced-reason.pdf',
    'dss-2236_annotation-and-visible-change.pdf',
    'dss-2236_hide.pdf',
    'pdf-signed-out-of-byteRange.pdf',
    'pades-signed-annot-added.pdf',
  ];
  const honest = ['DSS-3226.pdf', 'doc-firmado.pdf', 'muestra-firmado-firmado.pdf', 'pades-ltv.pdf', 'pdf-signed-original.pdf'];
  it('are each judged within seconds, none without a verdict', async () => {
    for (const name of readdirSync(CORPUS).filter((f) => f.endsWith('.pdf'))) {
      const began = performance.now();
      const verdict = await verifyPdf(bytesSource(readFileSync(`${CORPUS}/${name}`)), {
        anchors: [],
        intermediates: [],
        trainingPolicyOid: TRAINING_POLICY_OID,
        now: NOW,
      });
      expect(performance.now() - began, name).toBeLessThan(10_000);
      if (manipulated.includes(name)) expect(['changed', 'broken', 'not_checked', 'unreadable'], name).toContain(verdict.summary);
      if (honest.includes(name)) expect(verdict.summary, name).toBe('intact');
      expect(
        verdict.signatures.every((s) => s.signer !== 'trusted'),
        name,
      ).toBe(true);
    }
  });

  it('are each signed without a byte of theirs touched and without harm to what was intact, or refused by a code', async () => {
    const pki = makePki();
    const key = pki.issue('/CN=Người ký/O=Ví Dụ');
    const judge = (pdf: Uint8Array) =>
      verifyPdf(bytesSource(pdf), { anchors: [], intermediates: [], trainingPolicyOid: TRAINING_POLICY_OID, now: NOW });
    const holds = (bytes: string): boolean => bytes.startsWith('intact');
    const refused: string[] = [];
    for (const name of readdirSync(CORPUS).filter((f) => f.endsWith('.pdf'))) {
      const pdf = readFileSync(`${CORPUS}/${name}`);
      let signed: Buffer;
      try {
        signed = signPdf(pdf, spec(), key);
      } catch (error) {
        expect(error, name).toBeInstanceOf(Failure);
        refused.push(name);
        continue;
      }
      expect(signed.subarray(0, pdf.length).equals(pdf), name).toBe(true);
      const [before, after] = [await judge(pdf), await judge(signed)];
      expect(after.signatures.at(-1)?.bytes, name).toBe('intact');
      expect(after.signatures, name).toHaveLength(before.signatures.length + 1);
      before.signatures.forEach((s, i) => {
        expect(holds(after.signatures[i]?.bytes ?? ''), `${name} ${s.field}`).toBe(holds(s.bytes));
      });
    }
    // Damaged, and certified against any change.
    expect(refused.sort()).toEqual(['pades_infinite_loop.pdf', 'pkcs7-no-message-digest.pdf']);
    pki.remove();
  });

  it('never hang or crash the reader when they are cut or altered', async () => {
    let seed = 7;
    const random = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    for (const name of ['pades-ltv.pdf', 'DSS-3226.pdf', 'pdf-structtreeroot-changes.pdf']) {
      const pdf = readFileSync(`${CORPUS}/${name}`);
      for (let i = 0; i < 60; i++) {
        const bad = Buffer.from(i % 3 === 0 ? pdf.subarray(0, random(pdf.length)) : pdf);
        for (let k = 0; bad.length > 0 && k < 20; k++) bad[random(bad.length)] = random(256);
        const began = performance.now();
        const verdict = await verifyPdf(bytesSource(bad), { anchors: [], intermediates: [], trainingPolicyOid: '1.2', now: NOW });
        expect(performance.now() - began, `${name} ${i}`).toBeLessThan(10_000);
        expect(verdict.signatures.every((s) => s.signer !== 'trusted')).toBe(true);
      }
    }
  });
});
