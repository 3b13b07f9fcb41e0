/** Verdicts, reports and trust of an invented office. */
import type { verifyCalls } from '../../src/contract/page/verify.ts';
import type { Handlers } from '../../src/contract/wire.ts';
import { NOW, uuid } from './fakeData.ts';

const sha = (digit: string): string => digit.repeat(64);
export function fakeVerify(): Handlers<typeof verifyCalls, undefined> {
  let seen = false;
  const trust = () => ({
    bundle: { version: 1, issuedAt: '2026-11-21' },
    updatable: false,
    pins: [{ name: 'CA gốc mẫu', role: 'root' as const, sha256: sha('a'), held: false }],
    certificates: [
      {
        sha256: sha('b'),
        name: 'CA gốc của tỉnh Mẫu',
        issuer: 'CA gốc của tỉnh Mẫu',
        notBefore: NOW - 1e10,
        notAfter: NOW + 1e11,
        role: 'anchor' as const,
        origin: 'administrator' as const,
        pinned: false,
        addedBy: 'Quản trị Mẫu',
        addedAt: NOW,
      },
    ],
  });
  const first = trust().certificates[0];
  if (!first) throw new Error('no certificate');
  return {
    'verify.state': () => ({
      unseen: seen ? 0 : 1,
      online: true,
      proxy: '',
      kept: { ocsp: 12, crl: 2, issuer: 3, newest: NOW },
      waiting: 2,
    }),
    'verify.changes': () => ({
      unseen: seen ? 0 : 1,
      changes: [
        {
          id: uuid(77),
          incomingId: uuid(1),
          subject: 'Văn bản có chứng thư bị thu hồi',
          before: { verdict: 'intact', signatures: 'both', signer: 'unknown_revocation', signedBy: 'matches' },
          after: { verdict: 'intact', signatures: 'unknown', signer: 'revoked', signedBy: 'matches' },
          worse: true,
          at: NOW,
          ...(seen ? { seenAt: NOW, seenBy: 'Văn thư Mẫu' } : {}),
        },
      ],
    }),
    'verify.seen': () => {
      seen = true;
      return {};
    },
    'verify.check': () => ({ verdict: { readable: true, signatures: [], summary: 'unsigned', checkedAt: NOW }, reached: true }),
    'verify.report': () => ({ fileId: uuid(900_001), size: 1, name: 'Báo cáo.pdf' }),
    'verify.setNetwork': () => ({}),
    'trust.state': trust,
    'trust.add': () => first,
    'trust.remove': () => ({}),
    'trust.update': trust,
    'trust.fetch': () => ({ came: 0 }),
  };
}
