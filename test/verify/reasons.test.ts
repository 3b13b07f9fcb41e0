/**
 * Each reason that a verdict on a signature may give, met by a file or a structure made for it; those that an attack is told by
 * are met in `test/attacks`.
 */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TRAINING_POLICY_OID } from '../../src/domain/profile.ts';
import type { SignatureVerdict } from '../../src/domain/verdict.ts';
import { children, type Node, readNode, sequence, setOf, signedAttributes, signedData, tlv } from '../../src/formats/cms/index.ts';
import { bytesSource } from '../../src/formats/pdf/index.ts';
import { spell } from '../../src/formats/pdf/objects.ts';
import { judgeSigner } from '../../src/parser/pdf/chain.ts';
import { checkCms } from '../../src/parser/pdf/cms.ts';
import { verifyPdf } from '../../src/parser/pdf/index.ts';
import { type Base, bases, spec } from '../attacks/bases.ts';
import { edited, open, stream, update } from '../attacks/update.ts';
import { has, makePdf, makePki, signPdf, type TestKey, type TestPki, WorkDir } from '../signing/kit.ts';

const DAY = 86_400_000;

describe.skipIf(!has('openssl') || !has('qpdf'))('reasons of a verdict [needs openssl, qpdf]', () => {
  let pki: TestPki;
  let work: WorkDir;
  let leader: TestKey;
  let other: TestKey;
  let base: Base;
  const now = Date.now();
  const judge = async (pdf: Uint8Array, over: { now?: number; held?: number; anchors?: Uint8Array[] } = {}): Promise<SignatureVerdict> => {
    const input = { anchors: [pki.root], intermediates: [], trainingPolicyOid: TRAINING_POLICY_OID, now, ...over };
    const [first] = (await verifyPdf(bytesSource(pdf), input)).signatures;
    if (first === undefined) throw new Error('no signature was found');
    return first;
  };
  beforeAll(() => {
    pki = makePki();
    work = new WorkDir();
    leader = pki.issue('/CN=Nguyễn Văn Mẫu/title=Chủ tịch/O=Ủy ban nhân dân xã Ví Dụ');
    other = pki.issue('/CN=Người khác/O=Nơi khác');
    base = bases(work, leader)[0] as Base;
  });
  afterAll(() => {
    pki.remove();
    work.remove();
  });

  describe('what was added after signing', () => {
    const form = (): string => {
      const doc = open(base.pdf);
      const dict = doc.dict(doc.catalog().dict.get('AcroForm'));
      const fields = (doc.array(dict?.get('Fields') ?? null) ?? []).map((v) => spell(v)).join(' ');
      const rest = [...(dict?.entries ?? [])].filter(([key]) => key !== 'Fields').map(([key, value]) => `/${key} ${spell(value)}`);
      return `<<${rest.join(' ')} /Fields [${fields} ${base.next} 0 R]>>`;
    };
    /** A field more in the form, of these entries, without a place on a page. */
    const withField = (entries: string, more: Readonly<Record<number, string>> = {}): Buffer =>
      update(base.pdf, {
        [base.catalog]: edited(base.pdf, base.catalog, { AcroForm: form() }),
        [base.next]: `<</Type /Annot /Subtype /Widget /FT /Sig /T (them) /Rect [0 0 0 0] ${entries}>>`,
        ...more,
      });
    it.each<[string, 'additions' | 'reasons', () => Buffer]>([
      ['verify.addition.empty_space', 'additions', () => Buffer.concat([base.pdf, Buffer.from('\n\n')])],
      ['verify.addition.nothing', 'additions', () => update(base.pdf, {})],
      ['verify.addition.signature_field', 'additions', () => withField('')],
      [
        'verify.addition.metadata',
        'additions',
        () =>
          update(base.pdf, {
            [base.catalog]: edited(base.pdf, base.catalog, { Metadata: `${base.next} 0 R` }),
            [base.next]: stream('<x/>', '/Type /Metadata /Subtype /XML '),
          }),
      ],
      [
        'verify.addition.structure',
        'additions',
        () => update(base.pdf, { [base.pages[1] ?? 0]: edited(base.pdf, base.pages[1] ?? 0, { Tabs: '/S' }) }),
      ],
      [
        'verify.catalog_replaced',
        'reasons',
        () => update(base.pdf, { [base.next]: edited(base.pdf, base.catalog, {}) }, { trailer: { Root: `${base.next} 0 R` } }),
      ],
      ['verify.field_nested', 'reasons', () => withField(`/Parent ${base.next + 1} 0 R`, { [base.next + 1]: '<</T (tren)>>' })],
      ['verify.signature_shared', 'reasons', () => withField(`/V ${base.signature} 0 R`)],
      ['verify.field_with_action', 'reasons', () => withField('/A <</S /JavaScript /JS (x)>>')],
      [
        'verify.revisions_do_not_follow',
        'reasons',
        () => {
          // The later revision goes on from the first one and lists what was signed as its own.
          const doc = open(base.pdf);
          const at = Object.fromEntries(
            [...doc.xref].flatMap(([num, entry]) => (entry.kind === 'offset' ? [[num, entry.offset] as const] : [])),
          );
          return update(base.pdf, {}, { at, trailer: { Prev: String(doc.sections.at(-1)?.offset) } });
        },
      ],
    ])('%s', async (code, where, make) => {
      expect((await judge(make()))[where]).toContain(code);
    });
    /** Signed with an end that leads nowhere: the lists had to be made anew. */
    const broken = async (): Promise<Buffer> =>
      signPdf(await makePdf(), spec(), leader, [], (increment) => {
        const at = increment.lastIndexOf('startxref\n') + 'startxref\n'.length;
        for (let i = at; increment[i] !== 0x0a; i++) increment[i] = 0x31;
      });
    it('verify.rebuilt, where all of a file with damaged lists is signed', async () => {
      const verdict = await judge(await broken());
      expect(verdict).toMatchObject({ bytes: 'intact' });
      expect(verdict.reasons).toContain('verify.rebuilt');
    });
    it('verify.revision_unreadable, where the revision that was signed cannot be opened by itself', async () => {
      const pdf = await broken();
      const text = pdf.toString('latin1');
      const end = text.lastIndexOf('xref\n0') > 0 ? text.lastIndexOf('\nxref\n') + 1 : text.lastIndexOf('xref');
      const size = /\/Size (\d+)/.exec(text.slice(end))?.[1];
      const root = /\/Root (\d+ 0 R)/.exec(text)?.[1];
      const at = pdf.byteLength;
      const verdict = await judge(
        Buffer.concat([pdf, Buffer.from(`xref\n0 0\ntrailer\n<</Size ${size} /Root ${root} /Prev ${end}>>\nstartxref\n${at}\n%%EOF\n`)]),
      );
      expect(verdict.bytes).toBe('not_checked');
      expect(verdict.reasons).toContain('verify.revision_unreadable');
    });
  });

  describe('who signed', () => {
    it.each<[string, () => Promise<SignatureVerdict>]>([
      ['verify.chain_unknown', () => judge(base.pdf, { anchors: [] })],
      ['verify.not_yet_valid', async () => judge(signPdf(await makePdf(), spec({ signingTime: now - 30 * DAY }), leader))],
      [
        'verify.expired_since',
        async () => judge(signPdf(await makePdf(), spec({ signingTime: now + DAY }), leader), { now: now + 400 * DAY, held: now + DAY }),
      ],
      [
        'verify.key_usage',
        async () => judge(signPdf(await makePdf(), spec({ signingTime: now }), pki.issue('/CN=A/O=B', { usage: 'keyEncipherment' }))),
      ],
      [
        'verify.critical_extension',
        async () =>
          judge(
            signPdf(await makePdf(), spec({ signingTime: now }), pki.issue('/CN=A/O=B', { more: '1.2.3.4.5=critical,ASN1:UTF8String:x' })),
          ),
      ],
    ])('%s', async (code, verdict) => {
      expect((await verdict()).reasons).toContain(code);
    });
  });

  it('verify.certificate_unreadable, where what goes along is no certificate', () => {
    const input = {
      signer: Buffer.from('khong phai'),
      pool: [],
      anchors: [pki.root],
      trainingPolicyOid: TRAINING_POLICY_OID,
      at: now,
      now,
    };
    expect(judgeSigner(input as unknown as Parameters<typeof judgeSigner>[0])).toMatchObject({
      verdict: 'not_checked',
      reasons: ['verify.certificate_unreadable'],
    });
  });

  describe('the signature itself', () => {
    const content = Buffer.from('noi dung');
    const digest = createHash('sha256').update(content).digest();
    const file = {
      digest: (hash: string) => createHash(hash).update(content).digest(),
      feed: (take: (bytes: Uint8Array) => void) => take(content),
    };
    const reasons = (cms: Uint8Array, subFilter = 'ETSI.CAdES.detached'): readonly string[] => checkCms(cms, subFilter, file).reasons;
    const signed = (key: TestKey, attributes = signedAttributes({ digest, certificateDer: key.certificate })): Buffer =>
      Buffer.from(
        signedData({ signedAttributes: attributes, signature: key.sign(attributes), signerCertificate: key.certificate, certificates: [] }),
      );
    const replaced = (bytes: Buffer, from: string, to: string): Buffer => Buffer.from(bytes.toString('hex').replaceAll(from, to), 'hex');
    /** The same structure with its SignerInfos changed. */
    const withSigners = (cms: Buffer, change: (signers: Node[]) => Uint8Array[]): Buffer => {
      const [type, explicit] = children(readNode(cms));
      const inner = children(readNode((explicit as Node).content));
      const infos = inner.at(-1) as Node;
      const whole = (node: Node): Uint8Array => node.whole;
      return sequence((type as Node).whole, tlv(0xa0, sequence(...inner.slice(0, -1).map(whole), tlv(0x31, ...change(children(infos))))));
    };
    it('without a fault gives none', () => {
      expect(checkCms(signed(leader), 'ETSI.CAdES.detached', file)).toMatchObject({ state: 'valid', reasons: [] });
    });
    it.each<[string, () => readonly string[]]>([
      ['verify.cms_unreadable', () => reasons(Buffer.from('khong phai'))],
      ['verify.content_type', () => reasons(signed(leader), 'ETSI.RFC3161')],
      ['verify.hash_unknown', () => reasons(replaced(signed(leader), '0609608648016503040201', '060960864801650304020f'))],
      [
        'verify.signature_wrong',
        () => {
          const bytes = signed(leader);
          bytes.writeUInt8(bytes.readUInt8(bytes.byteLength - 1) ^ 1, bytes.byteLength - 1);
          return reasons(bytes);
        },
      ],
      ['verify.certificate_replaced', () => reasons(signed(other, signedAttributes({ digest, certificateDer: leader.certificate })))],
      [
        'verify.certificate_not_named',
        () => {
          const all = children(readNode(signedAttributes({ digest, certificateDer: leader.certificate })));
          return reasons(signed(leader, setOf(...all.filter((a) => a.whole.byteLength < 60).map((a) => a.whole))));
        },
      ],
      ['verify.signer_certificate_missing', () => reasons(withOtherSerial(signed(leader), leader.certificate))],
      ['verify.several_signers', () => reasons(withSigners(signed(leader), (all) => [...all, ...all].map((one) => one.whole)))],
    ])('%s', (code, given) => {
      expect(given()).toContain(code);
    });
    /** The certificate that goes along has another serial number than the one the signer names. */
    function withOtherSerial(cms: Buffer, certificate: Uint8Array): Buffer {
      const put = Buffer.from(cms);
      const at = put.indexOf(certificate) + Buffer.from(certificate).indexOf(Buffer.from('a003020102', 'hex')) + 8;
      put.writeUInt8(put.readUInt8(at) ^ 1, at);
      return put;
    }
  });
});
