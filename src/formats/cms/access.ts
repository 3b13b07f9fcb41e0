/**
 * Where a certificate says its issuer, its OCSP responder and its CRLs are to be had (RFC 5280, 4.2.1.13 and 4.2.2.1), and the
 * OCSP request about it (RFC 6960, 4.1.1). Nothing is fetched here.
 */
import { createHash } from 'node:crypto';
import { certificateParts } from './certificate.ts';
import { children, derNull, type Node, octets, oid, readNode, readOid, sequence, TAG } from './der.ts';

export interface CertificateAccess {
  readonly ocsp: readonly string[];
  readonly issuers: readonly string[];
  readonly crls: readonly string[];
}
const AIA = '1.3.6.1.5.5.7.1.1';
const OCSP = '1.3.6.1.5.5.7.48.1';
const CA_ISSUERS = '1.3.6.1.5.5.7.48.2';
const CDP = '2.5.29.31';
const SHA1 = '1.3.14.3.2.26';
/** uniformResourceIdentifier of GeneralName. */
const URI = 0x86;
const MAX_URLS = 8;

/** http and https only. @throws Failure `cms.damaged`, `cms.certificate_damaged` */
export function accessOf(der: Uint8Array): CertificateAccess {
  const wrapper = certificateParts(der).fields.find((f) => f.tag === 0xa3);
  const found = { ocsp: [] as string[], issuers: [] as string[], crls: [] as string[] };
  for (const extension of wrapper ? children(readNode(wrapper.content)) : []) {
    const parts = children(extension);
    const [type] = parts;
    const value = parts.at(-1);
    if (!type || value?.tag !== TAG.octetString) continue;
    const id = readOid(type);
    if (id === CDP) found.crls.push(...urisIn(readNode(value.content)));
    if (id !== AIA) continue;
    for (const description of children(readNode(value.content))) {
      const [method, location] = children(description);
      if (!method || !location) continue;
      const which = readOid(method);
      if (which === OCSP) found.ocsp.push(...uriOf(location));
      if (which === CA_ISSUERS) found.issuers.push(...uriOf(location));
    }
  }
  return { ocsp: found.ocsp.slice(0, MAX_URLS), issuers: found.issuers.slice(0, MAX_URLS), crls: found.crls.slice(0, MAX_URLS) };
}
function uriOf(name: Node): string[] {
  const text = Buffer.from(name.content).toString('latin1');
  return name.tag === URI && /^https?:\/\//i.test(text) && text.length < 1000 ? [text] : [];
}
/** Every address in the nested names of distribution points. */
function urisIn(node: Node, depth = 0): string[] {
  if (node.tag === URI) return uriOf(node);
  return depth < 6 && (node.tag & 0x20) !== 0 ? children(node).flatMap((child) => urisIn(child, depth + 1)) : [];
}

/** An OCSP request about one certificate; SHA-1 names the issuer, as every responder reads it. */
export function ocspRequest(der: Uint8Array, issuer: Uint8Array): Uint8Array {
  const own = certificateParts(der);
  const [, , , , , spki] = certificateParts(issuer).fields;
  const bits = spki && children(spki)[1];
  const sha1 = (bytes: Uint8Array): Buffer => octets(createHash('sha1').update(bytes).digest());
  const certId = sequence(
    sequence(oid(SHA1), derNull()),
    sha1(own.issuer),
    sha1((bits?.content ?? new Uint8Array(1)).subarray(1)),
    Buffer.from(own.serial),
  );
  return sequence(sequence(sequence(sequence(certId))));
}
/** Whether a responder answered at all (4.2.1: responseStatus 0); what it says is judged with its signature elsewhere. */
export function isOcspAnswer(bytes: Uint8Array): boolean {
  try {
    const [status, body] = children(readNode(bytes));
    return status?.tag === 0x0a && status.content[0] === 0 && body !== undefined;
  } catch {
    return false;
  }
}
/** Whether bytes have the shape of a CertificateList of that issuer (RFC 5280, 5.1). */
export function isCrlOf(bytes: Uint8Array, issuerName: Uint8Array): boolean {
  try {
    const [list] = children(readNode(bytes), 3);
    if (!list) return false;
    const first = readNode(list.content);
    let at = first.tag === TAG.integer ? first.whole.byteLength : 0;
    at += readNode(list.content, at).whole.byteLength;
    return Buffer.compare(readNode(list.content, at).whole, issuerName) === 0;
  } catch {
    return false;
  }
}
