/** Reads a foreign SignedData (RFC 5652, 5) and the structures around it: BER or DER, nothing judged here. */
import { Failure } from '../../domain/errors.ts';
import { definite } from './ber.ts';
import { children, type Node, readNode, readOid, TAG } from './der.ts';

export interface Algorithm {
  readonly oid: string;
  readonly parameters?: Node;
}
export interface Attribute {
  readonly type: string;
  readonly values: readonly Node[];
}
export interface SignerInfo {
  /** Whole DER of issuer and serial number, or the subject key identifier. */
  readonly sid: { readonly issuer: Uint8Array; readonly serial: Uint8Array } | { readonly keyId: Uint8Array };
  readonly digestAlgorithm: Algorithm;
  readonly signatureAlgorithm: Algorithm;
  readonly signature: Uint8Array;
  /** As they stand, with the tag of SET OF: the bytes that are signed. */
  readonly signedBytes?: Uint8Array;
  readonly signed: readonly Attribute[];
  readonly unsigned: readonly Attribute[];
}
export interface SignedData {
  readonly contentType: string;
  readonly content?: Uint8Array;
  /** DER of the certificates, byte for byte. */
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly ocsps: readonly Uint8Array[];
  readonly signers: readonly SignerInfo[];
}
const SIGNED_DATA = '1.2.840.113549.1.7.2';
/** id-ri-ocsp-response (RFC 5940). */
const OCSP_INFO = '1.3.6.1.5.5.7.16.2';
const broken = (): Failure => new Failure('cms.damaged');

export function readAlgorithm(node: Node | undefined): Algorithm {
  const [type, parameters] = node ? children(node) : [];
  if (!type) throw broken();
  return { oid: readOid(type), ...(parameters ? { parameters } : {}) };
}

/** @throws Failure `cms.damaged` */
export function readSignedData(bytes: Uint8Array): SignedData {
  const [type, wrapped] = children(readNode(definite(bytes)));
  if (!type || readOid(type) !== SIGNED_DATA || wrapped?.tag !== 0xa0) throw broken();
  const parts = children(readNode(wrapped.content));
  const [, , encapsulated, ...rest] = parts;
  const infos = rest.at(-1);
  if (!encapsulated || infos?.tag !== TAG.set) throw broken();
  const [contentType, explicit] = children(encapsulated);
  if (!contentType) throw broken();
  const content = explicit ? readNode(explicit.content).content : undefined;
  const certificates = rest.find((part) => part.tag === 0xa0);
  const revocations = rest.find((part) => part.tag === 0xa1);
  const others = revocations ? children(revocations) : [];
  return {
    contentType: readOid(contentType),
    ...(content ? { content } : {}),
    // Attribute certificates and other kinds carry context tags.
    certificates: certificates ? children(certificates).flatMap((c) => (c.tag === TAG.sequence ? [c.whole] : [])) : [],
    crls: others.flatMap((c) => (c.tag === TAG.sequence ? [c.whole] : [])),
    ocsps: others.flatMap((c) => {
      const [kind, value] = c.tag === 0xa1 ? children(c) : [];
      return kind && value && readOid(kind) === OCSP_INFO ? [value.whole] : [];
    }),
    signers: children(infos).map(readSigner),
  };
}

function readSigner(node: Node): SignerInfo {
  const [, sid, digest, ...rest] = children(node);
  const signed = rest[0]?.tag === 0xa0 ? rest[0] : undefined;
  const [algorithm, signature, unsigned] = signed ? rest.slice(1) : rest;
  if (!sid || signature?.tag !== TAG.octetString) throw broken();
  const set = signed ? Buffer.from(signed.whole) : undefined;
  if (set) set[0] = TAG.set;
  return {
    sid: readSid(sid),
    digestAlgorithm: readAlgorithm(digest),
    signatureAlgorithm: readAlgorithm(algorithm),
    signature: signature.content,
    ...(set ? { signedBytes: set } : {}),
    signed: signed ? children(signed).map(readAttribute) : [],
    unsigned: unsigned ? children(unsigned).map(readAttribute) : [],
  };
}
function readSid(node: Node): SignerInfo['sid'] {
  if (node.tag === 0x80) return { keyId: node.content };
  const [issuer, serial] = children(node);
  if (!issuer || !serial) throw broken();
  return { issuer: issuer.whole, serial: serial.whole };
}
function readAttribute(node: Node): Attribute {
  const [type, values] = children(node);
  if (!type || values?.tag !== TAG.set) throw broken();
  return { type: readOid(type), values: children(values) };
}

export interface TimestampInfo {
  readonly imprint: Algorithm;
  readonly hashed: Uint8Array;
  readonly serial: Uint8Array;
  readonly nonce?: Uint8Array;
  /** Unix milliseconds. */
  readonly time: number;
}
/** TSTInfo (RFC 3161, 2.4.2). @throws Failure `cms.damaged` */
export function readTimestampInfo(bytes: Uint8Array): TimestampInfo {
  const parts = children(readNode(definite(bytes)));
  const [, , imprint, serial, time, ...rest] = parts;
  const [algorithm, hashed] = imprint ? children(imprint) : [];
  if (!hashed || !serial || time?.tag !== 0x18) throw broken();
  const nonce = rest.find((part) => part.tag === TAG.integer);
  return {
    imprint: readAlgorithm(algorithm),
    hashed: hashed.content,
    serial: serial.content,
    ...(nonce ? { nonce: nonce.content } : {}),
    time: readGeneralizedTime(time),
  };
}
/** GeneralizedTime in UTC, fractions of a second allowed. */
export function readGeneralizedTime(node: Node): number {
  const m = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:[.,](\d+))?Z$/.exec(Buffer.from(node.content).toString('latin1'));
  if (!m) throw broken();
  const n = (i: number): number => Number(m[i]);
  return Date.UTC(n(1), n(2) - 1, n(3), n(4), n(5), n(6)) + Math.floor(Number(`0.${m[7] ?? 0}`) * 1000);
}
