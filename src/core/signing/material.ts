/**
 * What proves later that certificates were good: their issuers, OCSP responses, CRLs, fetched from where the certificates
 * themselves say (never from addresses of our own), by the same rules and the same proxy as everything that is asked about
 * certificates. Limits on size, number and time; what is not to be had is told.
 */
import { X509Certificate } from 'node:crypto';
import { accessOf, certificateParts, isCrlOf, isOcspAnswer, ocspRequest } from '../../formats/cms/index.ts';
import { fetchBounded, type NetworkRules } from '../verify/network.ts';

export interface Material {
  readonly certificates: Uint8Array[];
  readonly crls: Uint8Array[];
  readonly ocsps: Uint8Array[];
  /** Names of certificates for which nothing could be had. */
  readonly missing: string[];
}
const TIMEOUT = 8_000;
const MAX_CERTIFICATE = 64 * 1024;
const MAX_OCSP = 256 * 1024;
const MAX_CRL = 8 * 1024 * 1024;
const MAX_CHAIN = 8;

/**
 * @param signers certificates of signatures and timestamps
 * @param pool certificates at hand that may be their issuers: of the file, of the trust bundle
 */
export async function gatherMaterial(
  signers: readonly Uint8Array[],
  pool: readonly Uint8Array[],
  rules: NetworkRules = {},
): Promise<Material> {
  const material: Material = { certificates: [], crls: [], ocsps: [], missing: [] };
  const done = new Set<string>();
  const issuers = [...pool];
  for (const signer of signers) {
    let der: Uint8Array | undefined = signer;
    for (let depth = 0; der && depth < MAX_CHAIN; depth++) {
      const x509: X509Certificate = new X509Certificate(der);
      if (done.has(x509.fingerprint256)) break;
      done.add(x509.fingerprint256);
      material.certificates.push(new Uint8Array(x509.raw));
      if (isSelfIssued(x509)) break;
      const issuer: Uint8Array | undefined = findIssuer(x509, issuers) ?? (await fetchIssuer(x509, issuers, rules));
      if (!issuer || !(await addStanding(x509, issuer, material, rules))) material.missing.push(nameOf(x509));
      der = issuer;
    }
  }
  return material;
}
const isSelfIssued = (x509: X509Certificate): boolean => x509.checkIssued(x509);
const nameOf = (x509: X509Certificate): string => /(?:^|\n)CN=([^\n]*)/.exec(x509.subject)?.[1] ?? x509.serialNumber;

function findIssuer(of: X509Certificate, pool: readonly Uint8Array[]): Uint8Array | undefined {
  return pool.find((der) => {
    try {
      const issuer = new X509Certificate(der);
      return of.checkIssued(issuer) && of.verify(issuer.publicKey);
    } catch {
      return false;
    }
  });
}
async function fetchIssuer(of: X509Certificate, pool: Uint8Array[], rules: NetworkRules): Promise<Uint8Array | undefined> {
  for (const url of access(of.raw).issuers) {
    const bytes = await exchange(url, MAX_CERTIFICATE, rules);
    const found = bytes && findIssuer(of, [derOf(bytes)]);
    if (!found) continue;
    pool.push(found);
    return found;
  }
  return undefined;
}
/** A certificate as DER, from DER or PEM. */
function derOf(bytes: Uint8Array): Uint8Array {
  try {
    return new Uint8Array(new X509Certificate(bytes).raw);
  } catch {
    return bytes;
  }
}

/** The responder first, it answers for today; else the list. */
async function addStanding(of: X509Certificate, issuer: Uint8Array, material: Material, rules: NetworkRules): Promise<boolean> {
  const { ocsp, crls } = access(of.raw);
  for (const url of ocsp) {
    const bytes = await exchange(url, MAX_OCSP, rules, ocspRequest(of.raw, issuer));
    if (!bytes || !isOcspAnswer(bytes)) continue;
    material.ocsps.push(bytes);
    return true;
  }
  const wanted = certificateParts(of.raw).issuer;
  if (material.crls.some((crl) => isCrlOf(crl, wanted))) return true;
  for (const url of crls) {
    const bytes = await exchange(url, MAX_CRL, rules);
    if (!bytes || !isCrlOf(bytes, wanted)) continue;
    material.crls.push(bytes);
    return true;
  }
  return false;
}
function access(der: Uint8Array): ReturnType<typeof accessOf> {
  try {
    return accessOf(der);
  } catch {
    return { ocsp: [], issuers: [], crls: [] };
  }
}

async function exchange(url: string, maxBytes: number, rules: NetworkRules, body?: Uint8Array): Promise<Uint8Array | undefined> {
  try {
    const bytes = await fetchBounded({ url, maxBytes, ...(body ? { body } : {}) }, { timeoutMs: TIMEOUT, ...rules });
    return bytes.byteLength > 0 ? new Uint8Array(bytes) : undefined;
  } catch {
    return undefined;
  }
}
