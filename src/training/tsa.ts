/**
 * The training world's timestamp service (RFC 3161): a key of its own under the training CA, made for nothing else. It
 * answers queries over SHA-256 with the time of this machine; whoever checks it meets the training policy.
 */
import { createHash, type KeyObject, randomBytes, sign } from 'node:crypto';
import { TRAINING_POLICY_OID } from '../domain/profile.ts';
import {
  certificateParts,
  children,
  derNull,
  integer,
  type Node,
  octets,
  oid,
  readNode,
  readOid,
  sequence,
  setOf,
  TAG,
  tlv,
} from '../formats/cms/index.ts';

export interface TimestampKey {
  readonly certificate: Uint8Array;
  readonly key: KeyObject;
}
const SHA256 = '2.16.840.1.101.3.4.2.1';
const SIGNED_DATA = '1.2.840.113549.1.7.2';
const TST_INFO = '1.2.840.113549.1.9.16.1.4';
const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47';
const RSA = '1.2.840.113549.1.1.1';
/** PKIStatus (2.4.2): granted, rejection. */
const GRANTED = 0;
const REJECTED = 2;

/** TimeStampResp for a TimeStampReq; what cannot be read or is not SHA-256 is refused in the answer itself. */
export function answerQuery(query: Uint8Array, { certificate, key }: TimestampKey, now: number): Uint8Array {
  let imprint: Node | undefined;
  let nonce: Node | undefined;
  try {
    const [, asked, ...rest] = children(readNode(query));
    const [algorithm, hashed] = asked ? children(asked) : [];
    const named = algorithm ? children(algorithm)[0] : undefined;
    if (named && readOid(named) === SHA256 && hashed?.content.byteLength === 32) imprint = asked;
    nonce = rest.find((part) => part.tag === TAG.integer);
  } catch {
    imprint = undefined;
  }
  if (!imprint) return sequence(sequence(integer(REJECTED)));
  const serial = randomBytes(8);
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  const time = `${new Date(now).toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;
  const info = sequence(
    integer(1),
    oid(TRAINING_POLICY_OID),
    Buffer.from(imprint.whole),
    tlv(TAG.integer, serial),
    tlv(0x18, Buffer.from(time, 'latin1')),
    ...(nonce ? [Buffer.from(nonce.whole)] : []),
  );
  return sequence(sequence(integer(GRANTED)), token(info, certificate, key));
}

function token(info: Buffer, certificate: Uint8Array, key: KeyObject): Buffer {
  const { issuer, serial } = certificateParts(certificate);
  const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
  const attribute = (type: string, value: Uint8Array): Buffer => sequence(oid(type), setOf(value));
  const attributes = setOf(
    attribute(CONTENT_TYPE, oid(TST_INFO)),
    attribute(MESSAGE_DIGEST, octets(sha256(info))),
    attribute(SIGNING_CERTIFICATE_V2, sequence(sequence(sequence(octets(sha256(certificate)))))),
  );
  const signerInfo = sequence(
    integer(1),
    sequence(Buffer.from(issuer), Buffer.from(serial)),
    sequence(oid(SHA256)),
    tlv(0xa0, readNode(attributes).content),
    sequence(oid(RSA), derNull()),
    octets(sign('sha256', attributes, key)),
  );
  const body = sequence(
    integer(3),
    tlv(TAG.set, sequence(oid(SHA256))),
    sequence(oid(TST_INFO), tlv(0xa0, octets(info))),
    tlv(0xa0, certificate),
    tlv(TAG.set, signerInfo),
  );
  return sequence(oid(SIGNED_DATA), tlv(0xa0, body));
}
