/** Building and judging a certificate chain (RFC 5280, 6) to given anchors, with the revocation that the file carries or that was fetched. */
import type { X509Certificate } from 'node:crypto';
import type { RevocationStatement, SignerVerdict, Wanted } from '../../domain/verdict.ts';
import { type CertificateFacts, children, readAlgorithm, readNode } from '../../formats/cms/index.ts';
import { ruleOf, strengthOf } from './algorithms.ts';
import { withinNames } from './names.ts';
import { type Material, ocspRequest, standingOf } from './revocation.ts';
import { factsOf, publicKeyOf, x509Of } from './x509.ts';

export interface ChainInput {
  readonly signer: Uint8Array;
  /** From the signature itself, from the file and from the trust bundle: issuers that are missing come from there. */
  readonly pool: readonly Uint8Array[];
  readonly anchors: readonly Uint8Array[];
  /** SHA-256 (hex) of roots that are anchors wherever they come from. */
  readonly pins?: ReadonlySet<string>;
  /** Whether what would tell more is to be named. */
  readonly ask?: boolean;
  readonly trainingPolicyOid: string;
  /** When the signature is taken to have been made. */
  readonly at: number;
  /** Whether that time is proven; else whoever holds a revoked key could have chosen it. */
  readonly proven: boolean;
  readonly now: number;
  /** When whoever asks is known to have held these bytes already; by default now. */
  readonly held?: number;
  /** Statements on revocation that the file carries. */
  readonly material: Material;
  /** What the certificate was used for; signing a document by default. */
  readonly purpose?: 'document' | 'timestamp';
}
interface Link {
  readonly der: Uint8Array;
  readonly x509: X509Certificate;
  readonly facts: CertificateFacts;
}
const MAX_DEPTH = 8;
/** Signatures of certificates that are checked for one chain: a file may bring hundreds that all seem to have issued each other. */
const MAX_CHECKS = 1_000;

/** One file's certificates come up for every signature again; they are read once. */
const known = new WeakMap<Uint8Array, Link>();
function link(der: Uint8Array): Link | undefined {
  const read = known.get(der);
  if (read) return read;
  try {
    const made = { der, x509: x509Of(der), facts: factsOf(der) };
    known.set(der, made);
    return made;
  } catch {
    return undefined;
  }
}
const links = (ders: readonly Uint8Array[]): Link[] => ders.flatMap((der) => link(der) ?? []);

export interface SignerLine {
  readonly verdict: SignerVerdict;
  readonly reasons: readonly string[];
  /** From the signer up to the anchor. */
  readonly chain: readonly CertificateFacts[];
  readonly statements: readonly RevocationStatement[];
  readonly wanted: readonly Wanted[];
}
const judged = (verdict: SignerVerdict, ...reasons: string[]): SignerLine => ({ verdict, reasons, chain: [], statements: [], wanted: [] });

/** The signer's line, with the reasons for anything that is not the best verdict. */
export function judgeSigner(input: ChainInput): SignerLine {
  const signer = link(input.signer);
  if (!signer) return judged('not_checked', 'verify.certificate_unreadable');
  const { facts } = signer;
  const use = facts.keyUsage;
  if (use && !use.includes('digitalSignature') && !use.includes('nonRepudiation')) return judged('untrusted', 'verify.key_usage');
  const purpose = input.purpose ?? 'document';
  if (!servesFor(facts, purpose)) return judged('untrusted', 'verify.extended_key_usage');
  const links = chainOf(signer, input);
  if (!links) return { ...judged('untrusted', 'verify.chain_unknown'), wanted: input.ask ? missingIssuers(signer, input.pool) : [] };
  const chain = links.map((c) => c.facts);
  const training = facts.policies.includes(input.trainingPolicyOid);
  const { worst, statements, said } = judgeRevocation(links, input);
  const more = { chain, statements, wanted: training || !input.ask ? [] : wantedFor(links) };
  const told = (verdict: SignerVerdict, ...reasons: string[]): SignerLine => ({ verdict, reasons, ...more });
  if (chain.some((c) => c.unknownCritical.length > 0)) return told('untrusted', 'verify.critical_extension');
  if (!attempt(() => withinNames(links.map(({ x509 }) => x509.raw)))) return told('untrusted', 'verify.name_outside');
  // What an authority below the anchor was made for, its certificates were made for at most (as every known store reads 4.2.1.12).
  if (chain.slice(1, -1).some((c) => !servesFor(c, purpose))) return told('untrusted', 'verify.extended_key_usage');
  if (chain.some((c) => input.at < c.notBefore)) return told('expired', 'verify.not_yet_valid');
  if (chain.some((c) => input.at > c.notAfter)) return told('expired', 'verify.certificate_expired');
  const reasons = [
    ...(input.now > facts.notAfter ? ['verify.expired_since'] : []),
    ...(links.slice(0, -1).some(({ x509 }) => ruleOfCertificate(x509.raw)?.sha1) ? ['verify.weak_chain'] : []),
  ];
  // Whoever finds a key of old may write any time: without a proven one the certificate must have lasted until the file was held.
  const held = Math.min(input.held ?? input.now, input.now);
  const outlived = !input.proven && chain.some((c) => held > c.notAfter);
  if (outlived && (training || worst !== 'revoked')) return told('expired', 'verify.expired_unproven');
  // Training has no revocation: its keys are made for practice and thrown away with the profile.
  if (training) return told('trusted', ...reasons, 'verify.training_no_revocation');
  if (worst === 'revoked') return told('revoked', ...reasons, 'verify.revoked');
  // A signer's own certificate that was named an anchor is trusted by itself: its chain has no link to be revoked.
  if (worst === 'unknown')
    return told('unknown_revocation', ...reasons, said ? 'verify.revocation_other_time' : 'verify.revocation_offline');
  return told('trusted', ...reasons);
}

function attempt(holds: () => boolean): boolean {
  try {
    return holds();
  } catch {
    return false;
  }
}
/** Every certificate below the anchor: one that is revoked counts, one that nothing speaks of leaves all unknown. */
function judgeRevocation(
  chain: readonly Link[],
  { material, at, proven, now, held }: Pick<ChainInput, 'material' | 'at' | 'proven' | 'now' | 'held'>,
): { worst: 'good' | 'revoked' | 'unknown'; statements: RevocationStatement[]; said: boolean } {
  // A time that is only claimed may be chosen to suit an old answer: then what counts is when the file was first here.
  const asked = proven ? at : Math.min(held ?? now, now);
  let said = true;
  let worst: 'good' | 'revoked' | 'unknown' = 'good';
  const statements: RevocationStatement[] = [];
  for (const [i, subject] of chain.entries()) {
    const issuer = chain[i + 1];
    if (!issuer) break;
    const standing = standingOf({ der: subject.x509.raw, issuer: issuer.x509.raw }, material, asked, now);
    if (standing.state === 'unknown') {
      said &&= standing.said === true;
      if (worst === 'good') worst = 'unknown';
      continue;
    }
    const { kind, fetched, thisUpdate, nextUpdate } = standing.by;
    statements.push({
      about: nameOf(subject.facts),
      says: standing.state,
      kind,
      from: fetched ? 'network' : 'file',
      thisUpdate,
      ...(nextUpdate === undefined ? {} : { nextUpdate }),
    });
    // Revoked after a proven time of signing: what was signed before stands.
    if (standing.state === 'revoked' && !(proven && standing.since > at)) worst = 'revoked';
  }
  return { worst, statements, said };
}
const nameOf = ({ subject, sha256 }: CertificateFacts): string => subject.commonName ?? subject.organization ?? sha256.slice(0, 16);

/** What could be asked about each certificate below the anchor, by what the certificates themselves say. */
function wantedFor(chain: readonly Link[]): Wanted[] {
  return chain.flatMap((subject, i): Wanted[] => {
    const issuer = chain[i + 1];
    if (!issuer) return [];
    const about = subject.facts.sha256;
    const [ocsp, crl] = [subject.facts.ocspUrls[0], subject.facts.crlUrls[0]];
    return [
      ...(ocsp
        ? [{ kind: 'ocsp' as const, url: ocsp, about, request: ocspRequest({ der: subject.x509.raw, issuer: issuer.x509.raw }) }]
        : []),
      ...(crl ? [{ kind: 'crl' as const, url: crl, about }] : []),
    ];
  });
}
/** The highest certificate that could be reached, and where it says its issuer's is to be had. */
function missingIssuers(signer: Link, pool: readonly Uint8Array[]): Wanted[] {
  const known = links(pool);
  let top = signer;
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const above = known.find((c) => c.facts.sha256 !== top.facts.sha256 && issued(c, top, depth));
    if (!above) break;
    top = above;
  }
  return top.facts.issuerUrls.slice(0, 2).map((url) => ({ kind: 'issuer', url, about: top.facts.sha256 }));
}

const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
/** serverAuth, the three of IPsec, timeStamping, OCSPSigning: of these no one is for signing documents. */
const NOT_FOR_DOCUMENTS: readonly string[] = [1, 5, 6, 7, 8, 9].map((n) => `1.3.6.1.5.5.7.3.${n}`);
const ANY_PURPOSE = '2.5.29.37.0';
/** Whether the extended key usage (RFC 5280, 4.2.1.12) lets a certificate be used so; one without it may be used for anything but time. */
function servesFor({ extendedKeyUsage: uses, isCa }: CertificateFacts, purpose: 'document' | 'timestamp'): boolean {
  if (purpose === 'timestamp') return uses === undefined ? isCa : uses.includes(TIME_STAMPING) || (isCa && uses.includes(ANY_PURPOSE));
  return uses === undefined || uses.length === 0 || uses.some((use) => !NOT_FOR_DOCUMENTS.includes(use));
}
function ruleOfCertificate(der: Uint8Array): ReturnType<typeof ruleOf> {
  const [, algorithm] = children(readNode(der));
  return algorithm && ruleOf(readAlgorithm(algorithm).oid);
}
/** Whether a timestamp's maker is one to be believed: made for this, chained to an anchor, valid then and not revoked. */
export function trustsTimestamp(input: Omit<ChainInput, 'proven'>): { trusted: boolean; wanted: readonly Wanted[] } {
  const no = { trusted: false, wanted: [] };
  const signer = link(input.signer);
  if (!signer?.facts.extendedKeyUsage?.includes(TIME_STAMPING)) return no;
  const chain = chainOf(signer, input);
  if (!chain) return { trusted: false, wanted: input.ask ? missingIssuers(signer, input.pool) : [] };
  if (chain.some((c) => input.at < c.facts.notBefore || input.at > c.facts.notAfter)) return no;
  if (chain.some((c) => c.facts.unknownCritical.length > 0)) return no;
  const wanted = !input.ask || signer.facts.policies.includes(input.trainingPolicyOid) ? [] : wantedFor(chain);
  return { trusted: judgeRevocation(chain, { ...input, proven: false }).worst !== 'revoked', wanted };
}

function chainOf(signer: Link, input: Pick<ChainInput, 'pool' | 'anchors' | 'pins'>): Link[] | undefined {
  if (input.anchors.length === 0 && !input.pins?.size) return undefined;
  const pool = links(input.pool);
  const anchors = [...links(input.anchors), ...(input.pins ? pool.filter((c) => c.facts.isCa && input.pins?.has(c.facts.sha256)) : [])];
  // Without an anchor there is nothing to build towards.
  return anchors.length === 0 ? undefined : findChain(signer, { pool, anchors, tried: new Set(), checks: 0 }, 0);
}
interface Search {
  readonly pool: readonly Link[];
  readonly anchors: readonly Link[];
  readonly tried: Set<string>;
  checks: number;
}

/** From the signer up to an anchor, or undefined. */
function findChain(of: Link, search: Search, depth: number): Link[] | undefined {
  const { pool, anchors, tried } = search;
  if (anchors.some((a) => a.facts.sha256 === of.facts.sha256)) return [of];
  if (depth >= MAX_DEPTH || tried.has(of.facts.sha256)) return undefined;
  tried.add(of.facts.sha256);
  for (const issuer of [...anchors, ...pool]) {
    if (tried.has(issuer.facts.sha256) || !issued(issuer, of, depth, search)) continue;
    const rest = findChain(issuer, search, depth + 1);
    if (rest) return [of, ...rest];
  }
  return undefined;
}
/** @param below certificates between the issuer and the signer */
function issued(issuer: Link, subject: Link, below: number, search: { checks: number } = { checks: 0 }): boolean {
  const { facts } = issuer;
  if (!facts.isCa || (facts.keyUsage && !facts.keyUsage.includes('keyCertSign'))) return false;
  if (facts.pathLength !== undefined && below > facts.pathLength) return false;
  try {
    if (!subject.x509.checkIssued(issuer.x509)) return false;
    if (++search.checks > MAX_CHECKS || !ruleOfCertificate(subject.x509.raw)) return false;
    const key = publicKeyOf(issuer.der);
    return strengthOf(key) !== 'none' && subject.x509.verify(key);
  } catch {
    return false;
  }
}
