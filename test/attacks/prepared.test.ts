/** What was prepared before signing, and set off afterwards, is not judged intact. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TRAINING_POLICY_OID } from '../../src/domain/profile.ts';
import { bytesSource } from '../../src/formats/pdf/index.ts';
import { verifyPdf } from '../../src/parser/pdf/index.ts';
import { has, makePki, signPdf, type TestKey, type TestPki } from '../signing/kit.ts';
import { SIGNED_AT, spec } from './bases.ts';
import { PREPARED } from './prepared.ts';

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
});
