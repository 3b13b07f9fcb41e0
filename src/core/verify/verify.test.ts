import { describe, expect, it } from 'vitest';
import type { PdfVerdict, SignatureVerdict } from '../../domain/verdict.ts';
import { createVerify, summarizeDocument } from './index.ts';

const signature = (over: Partial<SignatureVerdict> = {}): SignatureVerdict => ({
  field: 'S',
  bytes: 'intact',
  signer: 'trusted',
  time: 'claimed',
  training: false,
  holder: 'person',
  additions: [],
  reasons: [],
  ...over,
});
const file = (...signatures: SignatureVerdict[]): PdfVerdict => ({
  readable: true,
  signatures,
  summary: signatures.length === 0 ? 'unsigned' : 'intact',
  checkedAt: 0,
});
const agency = signature({ holder: 'agency' });

describe('the summary of a document', () => {
  it('has both signatures only with a person’s and an agency’s on the main file', () => {
    expect(summarizeDocument([file(signature(), agency)])).toEqual({ verdict: 'intact', signatures: 'both', signer: 'trusted' });
    expect(summarizeDocument([file(signature())]).signatures).toBe('one');
    expect(summarizeDocument([file()])).toEqual({ verdict: 'unsigned', signatures: 'none', signer: 'not_checked' });
    expect(summarizeDocument([])).toEqual({ verdict: 'not_checked', signatures: 'unknown', signer: 'not_checked' });
    expect(summarizeDocument([file(), file(signature(), agency)])).toEqual({
      verdict: 'unsigned',
      signatures: 'none',
      signer: 'not_checked',
    });
  });
  it('never says more than its weakest line', () => {
    expect(summarizeDocument([file(signature(), agency), { ...file(signature()), summary: 'changed' }]).verdict).toBe('changed');
    expect(summarizeDocument([file(signature(), agency, signature({ signer: 'untrusted' }))]).signatures).toBe('unknown');
    expect(summarizeDocument([file(signature(), signature({ holder: 'unknown' }))]).signatures).toBe('unknown');
    expect(summarizeDocument([{ ...file(), readable: false, summary: 'unreadable' }])).toEqual({
      verdict: 'unreadable',
      signatures: 'unknown',
      signer: 'not_checked',
    });
  });
  it('names the weakest signer on the main file', () => {
    const signer = (...lines: SignatureVerdict['signer'][]) =>
      summarizeDocument([file(...lines.map((one) => signature({ signer: one })))]).signer;
    expect(signer('trusted', 'unknown_revocation')).toBe('unknown_revocation');
    expect(signer('unknown_revocation', 'revoked', 'expired')).toBe('revoked');
    expect(signer('trusted', 'not_checked')).toBe('not_checked');
  });
  it('does not count timestamps as signatures of anybody', () => {
    expect(summarizeDocument([file(signature(), signature({ subFilter: 'ETSI.RFC3161', signer: 'untrusted' }))]).signatures).toBe('one');
  });
});

describe('being signed by', () => {
  const by = (organization: string) => file(signature({ holder: 'agency', subject: { organization } }));
  it('matches the issuing organ in any of its usual spellings, or is flagged', () => {
    expect(summarizeDocument([by('UBND xã Ví Dụ')], 'Uỷ ban nhân dân xã Ví Dụ, tỉnh Mẫu').signedBy).toBe('matches');
    expect(summarizeDocument([by('Ủy ban nhân dân xã Thử Nghiệm')], 'UBND xã Ví Dụ').signedBy).toBe('differs');
    expect(summarizeDocument([file(signature())], 'UBND xã Ví Dụ').signedBy).toBe('unknown');
    // A name that begins alike, an office below, a name that all have, the organisation above.
    for (const other of ['UBND xã Ví', 'Văn phòng UBND xã Ví Dụ', 'Ủy ban nhân dân'])
      expect(summarizeDocument([by(other)], 'UBND xã Ví Dụ').signedBy, other).toBe('differs');
    const below = file(signature({ holder: 'agency', subject: { commonName: 'Sở Thử Nghiệm', organization: 'UBND tỉnh Mẫu' } }));
    expect(summarizeDocument([below], 'UBND tỉnh Mẫu').signedBy).toBe('differs');
    expect(summarizeDocument([by('UBND xã Ví Dụ')])).not.toHaveProperty('signedBy');
  });
});

describe('judging', () => {
  const verify = (mode: 'real' | 'training', answer: () => PdfVerdict) =>
    createVerify({ parsing: { verifyPdf: async () => answer() }, mode, anchors: () => [], intermediates: () => [], now: () => 5 });
  const source = { path: 'x', key: new Uint8Array(32) };
  it('trusts no training certificate in real work, whatever the anchors are', async () => {
    const verdict = await verify('real', () => file(signature({ training: true }))).judge(source);
    expect(verdict.signatures[0]).toMatchObject({ signer: 'untrusted', reasons: ['verify.training_certificate'] });
    expect((await verify('training', () => file(signature({ training: true }))).judge(source)).signatures[0]?.signer).toBe('trusted');
  });
  it('gives “not checked” where the parser gave up', async () => {
    const failing = verify('real', () => {
      throw new Error('process ended');
    });
    expect(await failing.judge(source)).toEqual({ readable: false, signatures: [], summary: 'not_checked', checkedAt: 5 });
  });
});
