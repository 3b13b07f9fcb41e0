/**
 * Certificates of the training world, as far as it needs them: RSA with SHA-256, a root and what it issues
 * directly (RFC 5280). DER is written by hand: one fixed structure, no parser.
 */
import { createHash, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import type { Instant } from '../domain/time.ts';

const tlv = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  const n = content.length;
  const length = n < 128 ? [n] : n < 256 ? [0x81, n] : [0x82, n >> 8, n & 0xff];
  return Buffer.concat([Uint8Array.of(tag, ...length), content]);
};
const sequence = (...parts: readonly Uint8Array[]): Buffer => tlv(0x30, ...parts);
const octets = (content: Uint8Array): Buffer => tlv(0x04, content);
const boolean = (value: boolean): Buffer => tlv(0x01, Uint8Array.of(value ? 0xff : 0));

/** INTEGER of an unsigned number. */
function integer(value: bigint): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return tlv(0x02, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Uint8Array.of(0), bytes]) : bytes);
}
/** Arcs may be larger than 64 bits (2.25.<UUID>). */
function oid(text: string): Buffer {
  const [first = 0n, second = 0n, ...rest] = text.split('.').map(BigInt);
  const base128 = (arc: bigint): number[] => {
    const digits = [Number(arc & 0x7fn)];
    for (let left = arc >> 7n; left > 0n; left >>= 7n) digits.unshift(Number(left & 0x7fn) | 0x80);
    return digits;
  };
  return tlv(0x06, Uint8Array.from([first * 40n + second, ...rest].flatMap(base128)));
}
/** UTCTime until 2049, GeneralizedTime after (RFC 5280 §4.1.2.5). */
function time(at: Instant): Buffer {
  const text = `${new Date(at).toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;
  return Number(text.slice(0, 4)) < 2050 ? tlv(0x17, Buffer.from(text.slice(2))) : tlv(0x18, Buffer.from(text));
}

/** Distinguished name in the order in which it is written. */
export interface Subject {
  readonly country: 'VN';
  readonly organization: string;
  readonly commonName: string;
  /** `T`: the person's position. */
  readonly title?: string;
}
const NAME_OIDS = { country: '2.5.4.6', organization: '2.5.4.10', title: '2.5.4.12', commonName: '2.5.4.3' } as const;
function name(subject: Subject): Buffer {
  const attribute = (key: keyof typeof NAME_OIDS, value: string | undefined): Buffer[] =>
    value === undefined ? [] : [tlv(0x31, sequence(oid(NAME_OIDS[key]), tlv(key === 'country' ? 0x13 : 0x0c, Buffer.from(value, 'utf8'))))];
  return sequence(
    ...attribute('country', subject.country),
    ...attribute('organization', subject.organization),
    ...attribute('title', subject.title),
    ...attribute('commonName', subject.commonName),
  );
}

const RSA_SHA256 = sequence(oid('1.2.840.113549.1.1.11'), tlv(0x05));
const extension = (id: string, critical: boolean, value: Uint8Array): Buffer =>
  sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(value));
/** SHA-1 of the public key's bits (RFC 5280 §4.2.1.2, method 1): an identifier, no protection. */
function keyIdentifier(spki: Uint8Array): Buffer {
  const { n, e } = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' }).export({ format: 'jwk' });
  const number = (b64: string | undefined): Buffer => integer(BigInt(`0x${Buffer.from(b64 ?? '', 'base64url').toString('hex')}`));
  return createHash('sha1')
    .update(sequence(number(n), number(e)))
    .digest();
}

export interface CertificateRequest {
  readonly subject: Subject;
  readonly issuer: Subject;
  /** SubjectPublicKeyInfo of an RSA key, DER. */
  readonly publicKey: Uint8Array;
  readonly issuerPublicKey: Uint8Array;
  readonly issuerKey: KeyObject;
  readonly ca: boolean;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly policyOid: string;
  /** A timestamp service's (RFC 3161, 2.3): for this alone, and critical. */
  readonly timestamping?: boolean;
}

/** A version 3 certificate, DER. */
export function certificate(r: CertificateRequest): Buffer {
  // keyUsage bits: keyCertSign (5) and cRLSign (6), or digitalSignature (0) and nonRepudiation (1).
  const usage = r.ca ? Uint8Array.of(0x03, 0x02, 0x01, 0x06) : Uint8Array.of(0x03, 0x02, 0x06, 0xc0);
  const purpose = r.timestamping ? [extension('2.5.29.37', true, sequence(oid('1.3.6.1.5.5.7.3.8')))] : [];
  const extensions = sequence(
    ...(r.ca ? [extension('2.5.29.19', true, sequence(boolean(true), integer(0n)))] : []),
    extension('2.5.29.15', true, usage),
    ...purpose,
    extension('2.5.29.14', false, octets(keyIdentifier(r.publicKey))),
    extension('2.5.29.35', false, sequence(tlv(0x80, keyIdentifier(r.issuerPublicKey)))),
    extension('2.5.29.32', false, sequence(sequence(oid(r.policyOid)))),
  );
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  const body = sequence(
    tlv(0xa0, integer(2n)),
    integer(BigInt(`0x${serial.toString('hex')}`)),
    RSA_SHA256,
    name(r.issuer),
    sequence(time(r.notBefore), time(r.notAfter)),
    name(r.subject),
    Buffer.from(r.publicKey),
    tlv(0xa3, extensions),
  );
  return sequence(body, RSA_SHA256, tlv(0x03, Uint8Array.of(0), sign('sha256', body, r.issuerKey)));
}
