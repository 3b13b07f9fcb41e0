/** Building and judging a certificate chain (RFC 5280, 6) to given anchors, with the revocation that the file itself carries. */
import { X509Certificate } from 'node:crypto';
import type { SignerVerdict } from '../../domain/verdict.ts';
import { type CertificateFacts, readCertificate } from '../../formats/cms/index.ts';
import { type Material, standingOf } from './revocation.ts';

export interface ChainInput {
  readonly signer: Uint8Array;
  /** From the signature itself, from the file and from the trust bundle: issuers that are missing come from there. */
  readonly pool: readonly Uint8Array[];
  readonly anchors: readonly Uint8Array[];
  readonly trainingPolicyOid: string;
  /** When the signature is taken to have been made. */
  readonly at: number;
  /** Whether that time is proven; else whoever holds a revoked key could have chosen it. */
  readonly proven: boolean;
  readonly now: number;
  /** Statements on revocation that the file carries. */
  readonly material: Material;
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
  const chain = chainOf(signer, input);
  if (!chain) return { verdict: 'untrusted', reasons: ['verify.chain_unknown'] };
  if (chain.some((c) => c.facts.unknownCritical.length > 0)) return { verdict: 'untrusted', reasons: ['verify.critical_extension'] };
  if (chain.some((c) => input.at < c.facts.notBefore)) return { verdict: 'expired', reasons: ['verify.not_yet_valid'] };
  if (chain.some((c) => input.at > c.facts.notAfter)) return { verdict: 'expired', reasons: ['verify.certificate_expired'] };
  const reasons = input.now > facts.notAfter ? ['verify.expired_since'] : [];
  // Training has no revocation: its keys are made for practice and thrown away with the profile.
  if (facts.policies.includes(input.trainingPolicyOid))
    return { verdict: 'trusted', reasons: [...reasons, 'verify.training_no_revocation'] };
  const standing = judgeRevocation(chain, input);
  if (standing === 'revoked') return { verdict: 'revoked', reasons: [...reasons, 'verify.revoked'] };
  // A signer's own certificate that was named an anchor is trusted by itself: its chain has no link to be revoked.
  if (standing === 'unknown') return { verdict: 'unknown_revocation', reasons: [...reasons, 'verify.revocation_offline'] };
  return { verdict: 'trusted', reasons };
}

/** Every certificate below the anchor: one that is revoked counts, one that nothing speaks of leaves all unknown. */
function judgeRevocation(chain: readonly Link[], { material, at, proven, now }: ChainInput): 'good' | 'revoked' | 'unknown' {
  let worst: 'good' | 'unknown' = 'good';
  for (const [i, subject] of chain.entries()) {
    const issuer = chain[i + 1];
    if (!issuer) break;
    const standing = standingOf({ der: subject.x509.raw, issuer: issuer.x509.raw }, material, at, now);
    // Revoked after a proven time of signing: what was signed before stands.
    if (standing.state === 'revoked' && !(proven && standing.since > at)) return 'revoked';
    if (standing.state === 'unknown') worst = 'unknown';
  }
  return worst;
}

const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
/** Whether a timestamp's maker is one to be believed: made for this, chained to an anchor, valid then and not revoked. */
export function trustsTimestamp(input: Omit<ChainInput, 'proven'>): boolean {
  const signer = link(input.signer);
  if (!signer?.facts.extendedKeyUsage?.includes(TIME_STAMPING)) return false;
  const chain = chainOf(signer, input);
  if (!chain || chain.some((c) => input.at < c.facts.notBefore || input.at > c.facts.notAfter)) return false;
  if (chain.some((c) => c.facts.unknownCritical.length > 0)) return false;
  return judgeRevocation(chain, { ...input, proven: false }) !== 'revoked';
}

function chainOf(signer: Link, input: Pick<ChainInput, 'pool' | 'anchors'>): Link[] | undefined {
  // Without an anchor there is nothing to build towards.
  return input.anchors.length === 0 ? undefined : findChain(signer, links(input.pool), links(input.anchors), 0, new Set());
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
