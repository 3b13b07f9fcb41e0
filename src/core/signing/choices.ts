/** Which certificates of the devices at hand may be used for an act, and why the others may not. */
import type { SignerChoice } from '../../contract/page/outgoing.ts';
import type { SigningAct } from '../../contract/page/signing.ts';
import type { TokenCertificate, TokenInfo } from '../../contract/token/index.ts';
import { expiryWarning } from '../../domain/certificateExpiry.ts';
import type { AppError } from '../../domain/errors.ts';
import { type Mode, TRAINING_POLICY_OID } from '../../domain/profile.ts';
import { SIGNATURE_KINDS } from '../../domain/signatureKinds.ts';
import { type CertificateFacts, readCertificate } from '../../formats/cms/index.ts';

export type { SigningAct };

/**
 * Why a certificate cannot be used for this act, or undefined. A holder that the certificate does not tell apart is let
 * through: the rule by which it is told is unverified for real devices.
 */
export function refusalOf(facts: CertificateFacts, act: SigningAct, mode: Mode, now: number): AppError | undefined {
  const training = facts.policies.includes(TRAINING_POLICY_OID);
  if (training && mode === 'real') return { code: 'signing.training_certificate' };
  if (!training && mode === 'training') return { code: 'signing.real_certificate' };
  if (now < facts.notBefore) return { code: 'signing.certificate_not_yet_valid' };
  if (now > facts.notAfter) return { code: 'signing.certificate_expired' };
  if (facts.isCa) return { code: 'signing.certificate_of_ca' };
  const use = facts.keyUsage;
  if (use && !use.includes('digitalSignature') && !use.includes('nonRepudiation')) return { code: 'signing.certificate_not_for_signing' };
  const { holder } = SIGNATURE_KINDS[act];
  if (holder === 'person' && facts.holder === 'agency') return { code: 'signing.agency_certificate_for_leader' };
  if (holder === 'agency' && facts.holder === 'person') return { code: 'signing.leader_certificate_for_agency' };
  return undefined;
}

/** Why the device may not be given a PIN now, by the flags it showed; the token process reads them once more before it tries. */
export function pinRefusalOf(choice: SignerChoice, finalTryAccepted: boolean): string | undefined {
  if (choice.pinLocked) return 'token.pin_locked';
  if (choice.pinToBeChanged) return 'token.pin_must_change';
  return choice.pinFinalTry && !finalTryAccepted ? 'token.final_try_not_accepted' : undefined;
}

export function choiceOf(
  token: TokenInfo,
  certificate: TokenCertificate,
  act: SigningAct,
  mode: Mode,
  now: number,
): SignerChoice | undefined {
  let facts: CertificateFacts;
  try {
    facts = readCertificate(certificate.der);
  } catch {
    return undefined;
  }
  const refused = certificate.keyId === '' ? { code: 'signing.no_key' } : refusalOf(facts, act, mode, now);
  const { flags } = token;
  const expiry = expiryWarning(facts.notAfter, now);
  return {
    serial: token.serial,
    certificateSha256: certificate.sha256,
    kind: token.kind,
    tokenLabel: token.label,
    commonName: facts.subject.commonName ?? '',
    organization: facts.subject.organization ?? '',
    issuer: facts.issuer.commonName ?? facts.issuer.organization ?? '',
    validFrom: facts.notBefore,
    validTo: facts.notAfter,
    holder: facts.holder,
    pinCountLow: flags.pinCountLow,
    pinFinalTry: flags.pinFinalTry,
    pinLocked: flags.pinLocked,
    minPin: flags.minPin,
    maxPin: flags.maxPin,
    protectedPath: flags.protectedPath,
    pinToBeChanged: flags.pinToBeChanged,
    module: token.module,
    ...(certificate.imported ? { imported: true } : {}),
    ...(expiry ? { expiry } : {}),
    ...(facts.keyUsage ? { uses: (['digitalSignature', 'nonRepudiation'] as const).filter((use) => facts.keyUsage?.includes(use)) } : {}),
    ...(refused ? { refused } : {}),
  };
}
