import { expect, test } from 'vitest';
import type { SignatureVerdict, SignerVerdict } from '../../domain/verdict.ts';
import { verdictWords } from './verdictWords.ts';

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
  expect(verdictWords('intact', 'both', [file('trusted', 'revoked')])).toEqual({ tone: 'bad', key: 'verdict.full.signer_bad' });
});
test('a changed or broken document is never called whole, whoever signed it', () => {
  expect(verdictWords('changed', 'both', [file('trusted', 'trusted')])).toEqual({ tone: 'bad', key: 'verdict.full.changed' });
  expect(verdictWords('broken', 'both', [file('trusted')]).tone).toBe('bad');
  expect(verdictWords('unsigned', 'none', []).key).toBe('verdict.full.unsigned');
});
