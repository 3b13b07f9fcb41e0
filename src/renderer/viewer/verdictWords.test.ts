import { expect, test } from 'vitest';
import type { SignatureVerdict, SignerVerdict } from '../../domain/verdict.ts';
import { neededSigners, shortWords, verdictWords } from './verdictWords.ts';

const file = (...signers: SignerVerdict[]) => ({
  verdict: {
    readable: true,
    summary: 'intact' as const,
    checkedAt: 0,
    signatures: signers.map(
      (signer): SignatureVerdict => ({
        field: 's',
        bytes: 'intact',
        signer,
        time: 'claimed',
        training: false,
        holder: 'person',
        additions: [],
        reasons: [],
      }),
    ),
  },
});

test('“đủ chữ ký số” is said only where both signatures are there and trusted', () => {
  expect(verdictWords('intact', 'both', [file('trusted', 'trusted')])).toEqual({ tone: 'good', key: 'verdict.full.both' });
  expect(verdictWords('intact', 'one', [file('trusted')]).tone).toBe('unsure');
  expect(verdictWords('intact', 'both', [file('trusted', 'unknown_revocation')]).key).toBe('verdict.full.revocation');
  expect(verdictWords('intact', 'both', [file('trusted', 'not_checked')]).key).toBe('verdict.full.signer_not_checked');
  expect(verdictWords('intact', 'both', [file('trusted', 'revoked')])).toEqual({ tone: 'bad', key: 'verdict.full.signer_revoked' });
  expect(verdictWords('intact', 'both', [file('trusted', 'expired')])).toEqual({ tone: 'bad', key: 'verdict.full.signer_bad' });
});
test('a changed or broken document is never called whole, whoever signed it', () => {
  expect(verdictWords('changed', 'both', [file('trusted', 'trusted')])).toEqual({ tone: 'bad', key: 'verdict.full.changed' });
  expect(verdictWords('broken', 'both', [file('trusted')]).tone).toBe('bad');
  expect(verdictWords('unsigned', 'none', []).key).toBe('verdict.full.unsigned');
});

test('what a person has to compare is said so, and who signed is not called missing', () => {
  const [one] = file('trusted').verdict.signatures;
  const doubtful = { ...one, bytes: 'not_checked' as const, reasons: ['verify.look_over_block'] } as SignatureVerdict;
  const files = [{ verdict: { readable: true, summary: 'not_checked' as const, checkedAt: 0, signatures: [doubtful] } }];
  expect(verdictWords('not_checked', 'unknown', files)).toEqual({ tone: 'unsure', key: 'verdict.full.look_over_block' });
  expect(neededSigners(files).person).toBe(doubtful);
  expect(verdictWords('not_checked', 'unknown', []).key).toBe('verdict.full.not_checked');
});

test('the column says “đủ hai chữ ký” only where both are trusted and the sender’s own', () => {
  const row = { verdict: 'intact', signatures: 'both', signedBy: 'matches', signerLine: 'trusted' } as const;
  expect(shortWords(row)).toEqual({ tone: 'plain', key: 'verdict.short.both' });
  expect(shortWords({ ...row, signerLine: 'unknown_revocation' }).key).toBe('verdict.short.both_waiting');
  expect(shortWords({ ...row, signerLine: 'revoked' })).toEqual({ tone: 'bad', key: 'verdict.short.revoked' });
  expect(shortWords({ ...row, signedBy: 'differs' })).toEqual({ tone: 'bad', key: 'verdict.short.differs' });
  expect(shortWords({ ...row, verdict: 'changed' }).key).toBe('verdict.short.changed');
  expect(shortWords({ ...row, verdict: 'unsigned', signatures: 'none' })).toEqual({ tone: 'dim', key: 'verdict.short.none' });
});
test('the leader and the agency are told apart, and only what holds counts', () => {
  const [one] = file('trusted').verdict.signatures;
  if (!one) throw new Error('no signature');
  const judged = (...signatures: SignatureVerdict[]) => [{ verdict: { ...file().verdict, signatures } }];
  expect(Object.keys(neededSigners(judged(one)))).toEqual(['person']);
  expect(Object.keys(neededSigners(judged(one, { ...one, holder: 'agency' })))).toEqual(['person', 'agency']);
  expect(neededSigners(judged({ ...one, bytes: 'changed_after' }))).toEqual({});
});
