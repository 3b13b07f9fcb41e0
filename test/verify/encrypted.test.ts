/** Files that are protected without a password are read; a damaged cross-reference is put together again and said to be so. */

import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedAttributes, signedData } from '../../src/formats/cms/index.ts';
import { bytesSource, PdfDocument, readPages } from '../../src/formats/pdf/index.ts';
import { Dict, Ref } from '../../src/formats/pdf/objects.ts';
import { verifyPdf } from '../../src/parser/pdf/index.ts';
import { bases, spec } from '../attacks/bases.ts';
import { open, update } from '../attacks/update.ts';
import { has, makePdf, makePki, signPdf, type TestKey, type TestPki, WorkDir } from '../signing/kit.ts';

describe.skipIf(!has('openssl') || !has('qpdf'))('files that are read with care [needs openssl, qpdf]', () => {
  let pki: TestPki;
  let work: WorkDir;
  let leader: TestKey;
  let plain: Buffer;
  beforeAll(async () => {
    pki = makePki();
    work = new WorkDir();
    leader = pki.issue('/CN=Nguyễn Văn Mẫu/title=Chủ tịch/O=Ủy ban nhân dân xã Ví Dụ', { training: false });
    plain = await makePdf([0]);
  });
  afterAll(() => {
    pki.remove();
    work.remove();
  });
  const judge = (pdf: Uint8Array) =>
    verifyPdf(bytesSource(pdf), { anchors: [pki.root], intermediates: [], trainingPolicyOid: '1.2.3', now: Date.now() + 60_000 });
  const encrypted = (user: string, ...method: string[]): Buffer => {
    const form = method.includes('--objects') ? 'generate' : 'disable';
    const rest = method.filter((m) => m !== '--objects');
    return work.qpdf(plain, '--allow-weak-crypto', `--object-streams=${form}`, '--encrypt', user, 'owner', ...rest, '--');
  };
  const METHODS: Readonly<Record<string, string[]>> = {
    'RC4, 40 bit': ['40'],
    'RC4, 128 bit': ['128', '--use-aes=n'],
    AESV2: ['128', '--use-aes=y'],
    'AESV2, object streams': ['128', '--use-aes=y', '--objects'],
    'AESV2, metadata in the clear': ['128', '--use-aes=y', '--cleartext-metadata'],
    AESV3: ['256'],
    'AESV3, revision 5': ['256', '--force-R5'],
    'AESV3, object streams': ['256', '--objects'],
  };

  /** A signature as another program appends it to an encrypted file; strings of the increment are left as they are. */
  function signEncrypted(pdf: Buffer): Buffer {
    const doc = open(pdf);
    const { ref } = doc.catalog();
    const next = doc.nextNumber();
    const root = doc.get(ref);
    if (!(root instanceof Dict)) throw new Error('no catalogue');
    const pages = root.get('Pages') as Ref;
    const [page] = readPages(doc);
    const range = '/ByteRange [0 0000000000 0000000000 0000000000]';
    const made = update(
      pdf,
      {
        [ref.num]: `<</Type /Catalog /Pages ${pages.num} 0 R /AcroForm <</SigFlags 3 /Fields [${next} 0 R]>>>>`,
        [next]: `<</Type /Annot /Subtype /Widget /FT /Sig /V ${next + 1} 0 R /Rect [0 0 0 0] /P ${page?.ref.num} 0 R>>`,
        [next + 1]: `<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached ${range} /Contents <${'0'.repeat(8192)}>>>`,
      },
      {
        xref: doc.sections[0]?.kind === 'stream' ? 'stream' : 'table',
        trailer: { Encrypt: spelledRef(doc.trailer.get('Encrypt')), ID: idOf(pdf) },
      },
    );
    const text = made.toString('latin1');
    const a = text.lastIndexOf('<000000');
    const b = a + 8194;
    const [from, rest] = [text.lastIndexOf(range), made.length - b];
    made.write(`/ByteRange [0 ${a} ${b} ${rest}]`.padEnd(range.length), from, 'latin1');
    const digest = createHash('sha256').update(made.subarray(0, a)).update(made.subarray(b)).digest();
    const attributes = signedAttributes({ digest, certificateDer: leader.certificate });
    const cms = signedData({
      signedAttributes: attributes,
      signature: leader.sign(attributes),
      signerCertificate: leader.certificate,
      certificates: [],
    });
    made.write(Buffer.from(cms).toString('hex'), a + 1, 'latin1');
    return made;
  }
  const spelledRef = (value: unknown): string => (value instanceof Ref ? `${value.num} ${value.gen} R` : '');
  const idOf = (pdf: Buffer): string => /\/ID\s*(\[[^\]]*\])/.exec(pdf.toString('latin1'))?.[1] ?? '[]';

  for (const [name, method] of Object.entries(METHODS))
    it(`that open without a password are judged like any other: ${name}`, async () => {
      const pdf = encrypted('', ...method);
      expect(readPages(PdfDocument.open(bytesSource(pdf)))).toHaveLength(1);
      expect((await judge(pdf)).summary).toBe('unsigned');
      const signed = signEncrypted(pdf);
      const verdict = await judge(signed);
      expect(verdict.signatures[0]).toMatchObject({ bytes: 'intact', signer: 'unknown_revocation' });
      const doc = PdfDocument.open(bytesSource(signed));
      const [page] = readPages(doc);
      if (!page) throw new Error('no page');
      const parent = page.dict.get('Parent') as Ref;
      const later = update(
        signed,
        { [page.ref.num]: `<</Type /Page /Parent ${parent.num} 0 R /MediaBox [0 0 9 9]>>` },
        { trailer: { Encrypt: spelledRef(doc.trailer.get('Encrypt')), ID: idOf(signed) } },
      );
      expect((await judge(later)).summary).toBe('changed');
    });
  it('that ask for a password are not judged, and say so', async () => {
    for (const method of Object.values(METHODS)) expect((await judge(encrypted('secret', ...method))).summary).toBe('unreadable');
  });

  it('with a damaged cross-reference are read by their objects: intact only where all of the file is signed', async () => {
    const broken = Buffer.from(plain.toString('latin1').replace(/startxref\s+\d+/, 'startxref\n7'), 'latin1');
    expect((await judge(broken)).summary).toBe('unsigned');
    for (const { pdf, name } of bases(work, leader)) {
      const text = pdf.toString('latin1');
      const at = text.lastIndexOf('startxref');
      // The last number is part of what is signed: bent after signing it is a broken signature, never an unsigned file.
      const bent = Buffer.from(`${text.slice(0, at)}${text.slice(at).replace(/\d+/, (d) => '9'.repeat(d.length))}`, 'latin1');
      expect((await judge(bent)).signatures[0]?.bytes, name).toBe('broken');
      const tailed = Buffer.concat([pdf, Buffer.from('startxref\n99999999\n%%EOF\n')]);
      const verdict = await judge(tailed);
      expect(verdict.signatures[0], name).toMatchObject({
        bytes: 'not_checked',
        reasons: expect.arrayContaining(['verify.rebuilt_later']),
      });
      expect(verdict.summary).toBe('not_checked');
    }
    const whole = signPdf(plain, spec(), leader);
    expect((await judge(whole)).summary).toBe('intact');
  });
});
