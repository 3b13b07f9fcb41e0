/** What was prepared before signing, and set off afterwards, is not judged intact. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TRAINING_POLICY_OID } from '../../src/domain/profile.ts';
import { bytesSource } from '../../src/formats/pdf/index.ts';
import { verifyPdf } from '../../src/parser/pdf/index.ts';
import { has, makePki, signPdf, type TestKey, type TestPki } from '../signing/kit.ts';
import { SIGNED_AT, spec } from './bases.ts';
import { CERTIFYING, formWith, onePage, PREPARED } from './prepared.ts';
import { edited, update } from './update.ts';

describe.skipIf(!has('openssl'))('prepared attacks [needs openssl]', () => {
  let pki: TestPki;
  let leader: TestKey;
  let stranger: TestKey;
  const judge = (pdf: Uint8Array) =>
    verifyPdf(bytesSource(pdf), { anchors: [pki.root], intermediates: [], trainingPolicyOid: TRAINING_POLICY_OID, now: SIGNED_AT });
  beforeAll(() => {
    pki = makePki();
    leader = pki.issue('/CN=Nguyễn Văn Mẫu/title=Chủ tịch/O=Ủy ban nhân dân xã Ví Dụ');
    stranger = pki.issue('/CN=Người lạ/O=Nơi khác');
  });
  afterAll(() => pki.remove());

  for (const [name, prepare] of Object.entries(PREPARED))
    it(`are seen: ${name}`, async () => {
      const { given, signed: over, attack } = prepare();
      const signed = signPdf(given, spec(over), leader);
      expect((await judge(signed)).summary, 'as it was signed').toBe('intact');
      const verdict = await judge(attack(signed, stranger));
      expect(verdict.signatures.map((s) => [s.field, s.bytes, s.additions, s.reasons]).concat([[verdict.summary]] as never)).not.toEqual(
        [],
      );
      expect(verdict.summary, JSON.stringify(verdict.signatures.map((s) => [s.field, s.bytes, s.additions, s.reasons]))).not.toBe('intact');
      expect(verdict.summary).not.toBe('unsigned');
    });

  it('leave a document timestamp alone where nothing further may be signed, and only one that shows nothing', async () => {
    // Certified against every change (DocMDP 1): ISO 32000-2, table 257 lets document timestamps come nevertheless.
    const signed = signPdf(onePage(), spec(CERTIFYING), leader, [], (increment) => {
      const at = increment.indexOf('/P 2 /V', 0, 'latin1');
      expect(at).toBeGreaterThan(0);
      increment.write('/P 1', at, 'latin1');
    });
    const next = 60;
    const stamped = (rect: string, subFilter: string): Buffer => {
      return update(signed, {
        1: edited(signed, 1, { AcroForm: formWith(signed, `${next} 0 R`) }),
        [next]: `<</Type /Annot /Subtype /Widget /FT /Sig /T (stamp) /F 132 /Rect [${rect}] /V ${next + 1} 0 R>>`,
        [next + 1]: `<</Type /DocTimeStamp /Filter /Adobe.PPKLite /SubFilter /${subFilter} /ByteRange [0 1 2 3] /Contents <3000>>>`,
      });
    };
    const first = async (pdf: Buffer) => (await judge(pdf)).signatures.find((s) => s.field === 'Signature');
    expect(await first(stamped('0 0 0 0', 'ETSI.RFC3161'))).toMatchObject({
      bytes: 'intact_with_allowed_additions',
      additions: ['verify.addition.timestamp'],
    });
    expect((await first(stamped('10 10 60 60', 'ETSI.RFC3161')))?.reasons).toContain('verify.addition_forbidden');
    expect((await first(stamped('0 0 0 0', 'ETSI.CAdES.detached')))?.reasons).toContain('verify.addition_forbidden');
  });
});
