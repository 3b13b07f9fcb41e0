/** Building and judging a certificate chain (RFC 5280, 6) to given anchors; no network, so revocation stays unknown. */
import { X509Certificate } from 'node:crypto';
import type { SignerVerdict } from '../../domain/verdict.ts';
import { type CertificateFacts, readCertificate } from '../../formats/cms/index.ts';

export interface ChainInput {
  readonly signer: Uint8Array;
  /** From the signature itself and from the trust bundle. */
  readonly pool: readonly Uint8Array[];
  readonly anchors: readonly Uint8Array[];
  readonly trainingPolicyOid: string;
  /** When the signature is taken to have been made. */
  readonly at: number;
  readonly now: number;
}
interface Link {
  readonly x509: X509Certificate;
  readonly facts: CertificateFacts;
}
const MAX_DEPTH = 8;

function link(der: Uint8Array): Link | undefined {
  try {
    return { x509: new X509Certificate(der), facts: readCertificate(der) };
  } catch {
    return undefined;
  }
}
const links = (ders: readonly Uint8Array[]): Link[] => ders.flatMap((der) => link(der) ?? []);

/** The signer's line, with the reasons for anything that is not the best verdict. */
export function judgeSigner(input: ChainInput): { verdict: SignerVerdict; reasons: string[] } {
  const signer = link(input.signer);
  if (!signer) return { verdict: 'not_checked', reasons: ['verify.certificate_unreadable'] };
  const { facts } = signer;
  const use = facts.keyUsage;
  if (use && !use.includes('digitalSignature') && !use.includes('nonRepudiation'))
    return { verdict: 'untrusted', reasons: ['verify.key_usage'] };
  const chain = findChain(signer, links(input.pool), links(input.anchors), 0, new Set());
  if (!chain) return { verdict: 'untrusted', reasons: ['verify.chain_unknown'] };
  if (chain.some((c) => c.facts.unknownCritical.length > 0)) return { verdict: 'untrusted', reasons: ['verify.critical_extension'] };
  if (chain.some((c) => input.at < c.facts.notBefore)) return { verdict: 'expired', reasons: ['verify.not_yet_valid'] };
  if (chain.some((c) => input.at > c.facts.notAfter)) return { verdict: 'expired', reasons: ['verify.certificate_expired'] };
  const reasons = input.now > facts.notAfter ? ['verify.expired_since'] : [];
  // Training has no revocation: its keys are made for practice and thrown away with the profile.
  if (facts.policies.includes(input.trainingPolicyOid))
    return { verdict: 'trusted', reasons: [...reasons, 'verify.training_no_revocation'] };
  // A signer's own certificate that was named an anchor is trusted by itself.
  if (chain.length === 1) return { verdict: 'trusted', reasons };
  return { verdict: 'unknown_revocation', reasons: [...reasons, 'verify.revocation_offline'] };
}

/** From the signer up to an anchor, or undefined. */
function findChain(of: Link, pool: readonly Link[], anchors: readonly Link[], depth: number, tried: Set<string>): Link[] | undefined {
  if (anchors.some((a) => a.facts.sha256 === of.facts.sha256)) return [of];
  if (depth >= MAX_DEPTH || tried.has(of.facts.sha256)) return undefined;
  tried.add(of.facts.sha256);
  for (const issuer of [...anchors, ...pool]) {
    if (!issued(issuer, of, depth)) continue;
    const rest = findChain(issuer, pool, anchors, depth + 1, tried);
    if (rest) return [of, ...rest];
  }
  return undefined;
}
/** @param below certificates between the issuer and the signer */
function issued(issuer: Link, subject: Link, below: number): boolean {
  const { facts } = issuer;
  if (!facts.isCa || (facts.keyUsage && !facts.keyUsage.includes('keyCertSign'))) return false;
  if (facts.pathLength !== undefined && below > facts.pathLength) return false;
  try {
    return subject.x509.checkIssued(issuer.x509) && subject.x509.verify(issuer.x509.publicKey);
  } catch {
    return false;
  }
}
