/**
 * Revocation from what a file itself carries and what the core fetched before (OCSP responses, RFC 6960; CRLs, RFC 5280, 5). A statement
 * counts only when the certificate's issuer, or whom it named for this, signed it, and when it speaks of the time in question.
 */
import { createHash } from 'node:crypto';
import {
  certificateParts,
  children,
  derNull,
  type Node,
  octets,
  oid,
  readAlgorithm,
  readGeneralizedTime,
  readNode,
  readOid,
  sequence,
  TAG,
} from '../../formats/cms/index.ts';
import { checkValue, hashOf } from './algorithms.ts';
import { factsOf, publicKeyOf, x509Of } from './x509.ts';

export interface Material {
  readonly crls: readonly Uint8Array[];
  readonly ocsps: readonly Uint8Array[];
  /** Those of both that came over the network, not with the file. */
  readonly fetched?: ReadonlySet<Uint8Array>;
}
export interface Subject {
  readonly der: Uint8Array;
  readonly issuer: Uint8Array;
}
export type Standing =
  | { readonly state: 'good'; readonly by: Statement }
  | { readonly state: 'revoked'; readonly since: number; readonly by: Statement }
  | { readonly state: 'unknown' /** Something said so of another time than the one in question. */; readonly said?: true };

/** One statement about one certificate. */
export interface Statement {
  readonly kind: 'ocsp' | 'crl';
  readonly fetched: boolean;
  readonly revokedAt?: number;
  readonly thisUpdate: number;
  readonly nextUpdate?: number;
}
const OCSP_BASIC = '1.3.6.1.5.5.7.48.1.1';
const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';
/** A clock that differs by less is not suspicious. */
const SKEW = 5 * 60_000;
const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/**
 * @param at the time a statement has to speak of: of the signature where that is proven, else since when the file is here
 * @param now statements from later are of no age at all and left out
 */
export function standingOf(subject: Subject, material: Material, at: number, now: number): Standing {
  const said = (bytes: Uint8Array, kind: Statement['kind'], read: () => Said[]): Statement[] =>
    (attempt(read) ?? []).map((one) => ({ ...one, kind, fetched: material.fetched?.has(bytes) === true }));
  const statements = [
    ...material.ocsps.flatMap((ocsp) => said(ocsp, 'ocsp', () => ocspStatements(ocsp, subject, material.crls))),
    ...material.crls.flatMap((crl) => said(crl, 'crl', () => crlStatement(crl, subject))),
  ].filter((s) => s.thisUpdate <= now + SKEW);
  if (statements.length === 0) return { state: 'unknown' };
  const [revoked] = statements.filter((s) => s.revokedAt !== undefined).sort((a, b) => (a.revokedAt ?? 0) - (b.revokedAt ?? 0));
  if (revoked) return { state: 'revoked', since: revoked.revokedAt ?? 0, by: revoked };
  // Good then, or said later to be good still; a statement that had run out before says nothing, nor does one from behind the
  // certificate's end: lists leave out then what they named before (RFC 5280, 3.3). The newest one is named.
  const { notAfter } = factsOf(subject.der);
  const [speaks] = statements
    .filter((s) => s.thisUpdate <= notAfter + SKEW)
    .filter((s) => s.thisUpdate >= at - SKEW || (s.nextUpdate !== undefined && s.nextUpdate >= at))
    .sort((a, b) => b.thisUpdate - a.thisUpdate);
  return speaks ? { state: 'good', by: speaks } : { state: 'unknown', said: true };
}
type Said = Omit<Statement, 'kind' | 'fetched'>;
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
const time = (node: Node | undefined): number | undefined => {
  if (!node) return undefined;
  if (node.tag !== 0x17) return readGeneralizedTime(node);
  const text = Buffer.from(node.content).toString('latin1');
  const century = Number(text.slice(0, 2)) >= 50 ? '19' : '20';
  return readGeneralizedTime({ ...node, tag: 0x18, content: Buffer.from(century + text, 'latin1') });
};
const must = (value: number | undefined): number => {
  if (value === undefined) throw new Error('no time');
  return value;
};

/** Whether one of these certificates' keys signed these bytes. */
function signedBy(signed: Node, algorithm: Node, bits: Node, signers: readonly Uint8Array[]): boolean {
  const chosen = readAlgorithm(algorithm);
  return signers.some((der) => {
    const key = publicKeyOf(der);
    return checkValue(chosen, 'sha256', (take) => take(signed.whole), key, bits.content.subarray(1)).state === 'valid';
  });
}
/**
 * Whether a certificate may answer for its issuer (RFC 6960, 4.2.2.2): made by that very key for this purpose, valid when it
 * answered, and on no list as revoked: whoever took its key could write any time.
 */
function mayAnswer(der: Uint8Array, issuer: Uint8Array, produced: number, crls: readonly Uint8Array[]): boolean {
  try {
    const delegate = x509Of(der);
    const { extendedKeyUsage, notBefore, notAfter } = factsOf(der);
    if (!extendedKeyUsage?.includes(OCSP_SIGNING) || produced < notBefore - SKEW || produced > notAfter + SKEW) return false;
    if (!delegate.verify(publicKeyOf(issuer))) return false;
    return !crls.some((crl) => attempt(() => crlStatement(crl, { der, issuer }))?.some((one) => one.revokedAt !== undefined));
  } catch {
    return false;
  }
}

function ocspStatements(bytes: Uint8Array, subject: Subject, crls: readonly Uint8Array[]): Said[] {
  const whole = children(readNode(bytes));
  // An OCSPResponse, or the BasicOCSPResponse by itself.
  const basic = whole[0]?.tag === 0x0a ? unwrap(whole[1]) : readNode(bytes);
  const [data, algorithm, bits, certificates] = children(basic);
  if (!data || !algorithm || !bits) return [];
  const all = children(data);
  const responses = all.find((part, i) => part.tag === TAG.sequence && i > 0 && all[i - 1]?.tag === 0x18);
  const produced = must(time(all.find((part) => part.tag === 0x18)));
  const about = (responses ? children(responses) : []).filter((r) => names(children(r)[0], subject));
  if (about.length === 0) return [];
  const list = certificates ? children(readNode(certificates.content)).map((c) => c.whole) : [];
  const delegates = list.filter((der) => mayAnswer(der, subject.issuer, produced, crls));
  if (!signedBy(data, algorithm, bits, [subject.issuer, ...delegates])) return [];
  return about.flatMap((r): Said[] => {
    const [, status, thisUpdate, ...rest] = children(r);
    const next = rest.find((part) => part.tag === 0xa0);
    const until = next ? time(readNode(next.content)) : undefined;
    const said = { thisUpdate: must(time(thisUpdate)), ...(until === undefined ? {} : { nextUpdate: until }) };
    if (status?.tag === 0x80) return [said];
    if (status?.tag === 0xa1) return [{ ...said, revokedAt: must(time(children(status)[0])) }];
    return [];
  });
}
function unwrap(responseBytes: Node | undefined): Node {
  const [type, octets] = responseBytes ? children(readNode(responseBytes.content)) : [];
  if (!type || !octets || readAlgorithm({ ...type, content: type.whole }).oid !== OCSP_BASIC) throw new Error('not a basic response');
  return readNode(octets.content);
}
/** CertID (RFC 6960, 4.1.1): hashes of the issuer's name and key, and the serial number. */
function names(certId: Node | undefined, { der, issuer }: Subject): boolean {
  const [algorithm, nameHash, keyHash, serial] = certId ? children(certId) : [];
  if (!algorithm || !nameHash || !keyHash || !serial) return false;
  const hash = hashOf(readAlgorithm(algorithm).oid);
  const own = certificateParts(der);
  if (!hash || !same(serial.whole, own.serial)) return false;
  const spki = certificateParts(issuer).fields[5];
  const bits = spki && children(spki)[1];
  if (!bits) return false;
  const digest = (b: Uint8Array): Uint8Array => createHash(hash).update(b).digest();
  return same(digest(own.issuer), nameHash.content) && same(digest(bits.content.subarray(1)), keyHash.content);
}

function crlStatement(bytes: Uint8Array, subject: Subject): Said[] {
  const [list, algorithm, bits] = children(readNode(bytes));
  if (!list || !algorithm || !bits) return [];
  const own = certificateParts(subject.der);
  const parts = children(list);
  const [, issuer, thisUpdate, ...rest] = parts[0]?.tag === TAG.integer ? parts.slice(1) : parts;
  if (!issuer || !same(issuer.whole, own.issuer)) return [];
  // A list for other certificates than these, or only of changes, says nothing here.
  const extensions = rest.find((part) => part.tag === 0xa0);
  if (extensions && !children(readNode(extensions.content)).every((e) => leavesWhole(e, subject.der))) return [];
  const { keyUsage } = factsOf(subject.issuer);
  if (keyUsage && !keyUsage.includes('cRLSign')) return [];
  if (!signedBy(list, algorithm, bits, [subject.issuer])) return [];
  const until = rest.find((part) => part.tag === 0x17 || part.tag === 0x18);
  const nextUpdate = time(until);
  const said: Said = { thisUpdate: must(time(thisUpdate)), ...(nextUpdate === undefined ? {} : { nextUpdate }) };
  const entries = rest.find((part) => part.tag === TAG.sequence);
  const entry = entries && children(entries, 5_000_000).find((e) => same(readNode(e.content).whole, own.serial));
  return [entry ? { ...said, revokedAt: must(time(children(entry)[1])) } : said];
}
const ISSUING_POINT = '2.5.29.28';
const DELTA = '2.5.29.27';
/**
 * Whether a list with this extension still speaks of the certificate as a whole one does (RFC 5280, 5.2 and 6.3.3): it is no
 * list of changes, marked critical or not; its IssuingDistributionPoint names a place that the certificate names too, and
 * leaves out only what the certificate is not; nothing else is critical.
 */
function leavesWhole(extension: Node, der: Uint8Array): boolean {
  const parts = children(extension);
  const [type] = parts;
  const value = parts.at(-1);
  if (!type || !value) return false;
  const id = readOid(type);
  if (id === DELTA) return false;
  if (id !== ISSUING_POINT) return !isCriticalExtension(extension);
  const { isCa, crlUrls } = factsOf(der);
  return children(readNode(value.content)).every((part) => {
    if (part.tag === 0xa0) return namesPlace(part, crlUrls);
    return part.tag === (isCa ? 0x82 : 0x81);
  });
}
/** DistributionPointName: one of its addresses is one of these. */
function namesPlace(point: Node, urls: readonly string[]): boolean {
  const full = children(point).find((part) => part.tag === 0xa0);
  return (
    full !== undefined &&
    children(full).some((name) => name.tag === 0x86 && urls.includes(Buffer.from(name.content).toString('latin1').trim()))
  );
}

/** From when until when a response or a list speaks, whoever signed it; undefined for bytes that are neither. */
export function updateTimes(kind: 'ocsp' | 'crl', bytes: Uint8Array): { thisUpdate: number; nextUpdate?: number } | undefined {
  return attempt(() => {
    const whole = children(readNode(bytes), 10);
    if (kind === 'crl') {
      const parts = children(whole[0] ?? readNode(bytes));
      const [, , thisUpdate, next] = parts[0]?.tag === TAG.integer ? parts.slice(1) : parts;
      const until = next?.tag === 0x17 || next?.tag === 0x18 ? time(next) : undefined;
      return { thisUpdate: must(time(thisUpdate)), ...(until === undefined ? {} : { nextUpdate: until }) };
    }
    const [data] = children(unwrap(whole[1]));
    const all = data ? children(data) : [];
    const responses = all.find((part, i) => part.tag === TAG.sequence && i > 0 && all[i - 1]?.tag === 0x18);
    const [first] = responses ? children(responses) : [];
    const [, , thisUpdate, ...rest] = first ? children(first) : [];
    const next = rest.find((part) => part.tag === 0xa0);
    const until = next ? time(readNode(next.content)) : undefined;
    return { thisUpdate: must(time(thisUpdate)), ...(until === undefined ? {} : { nextUpdate: until }) };
  });
}

/** OCSPRequest for one certificate (RFC 6960, 4.1), without a nonce: the answer may be kept and serves again. */
export function ocspRequest({ der, issuer }: Subject): Uint8Array {
  const authority = certificateParts(issuer);
  const bits = authority.fields[5] && children(authority.fields[5])[1];
  const sha1 = (bytes: Uint8Array): Uint8Array => createHash('sha1').update(bytes).digest();
  const own = certificateParts(der);
  const id = sequence(
    sequence(oid('1.3.14.3.2.26'), derNull()),
    octets(sha1(own.issuer)),
    octets(sha1((bits?.content ?? new Uint8Array(1)).subarray(1))),
    own.serial,
  );
  return sequence(sequence(sequence(sequence(id))));
}

const isCriticalExtension = (extension: Node): boolean => children(extension)[1]?.tag === TAG.boolean;
