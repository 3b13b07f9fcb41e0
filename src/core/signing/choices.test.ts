import { describe, expect, it } from 'vitest';
import { TRAINING_POLICY_OID } from '../../domain/profile.ts';
import type { CertificateFacts } from '../../formats/cms/index.ts';
import { refusalOf } from './choices.ts';

const NOW = Date.UTC(2026, 10, 20);
const DAY = 86_400_000;
const facts = (change: Partial<CertificateFacts>): CertificateFacts =>
  ({
    policies: [TRAINING_POLICY_OID],
    notBefore: NOW - DAY,
    notAfter: NOW + DAY,
    isCa: false,
    keyUsage: ['digitalSignature'],
    holder: 'person',
    ...change,
  }) as CertificateFacts;

describe('why a certificate on a device cannot be used for an act', () => {
  it.each<[string, Partial<CertificateFacts>, 'leader' | 'agency']>([
    ['signing.certificate_not_yet_valid', { notBefore: NOW + 1 }, 'leader'],
    ['signing.certificate_expired', { notAfter: NOW - 1 }, 'leader'],
    ['signing.certificate_of_ca', { isCa: true }, 'leader'],
    ['signing.certificate_not_for_signing', { keyUsage: ['keyEncipherment'] }, 'leader'],
    ['signing.real_certificate', { policies: [] }, 'leader'],
    ['signing.agency_certificate_for_leader', { holder: 'agency' }, 'leader'],
    ['signing.leader_certificate_for_agency', {}, 'agency'],
  ])('%s', (code, change, act) => {
    expect(refusalOf(facts(change), act, 'training', NOW)?.code).toBe(code);
  });
  it('a sound one is not refused', () => {
    expect(refusalOf(facts({}), 'leader', 'training', NOW)).toBeUndefined();
  });
});
