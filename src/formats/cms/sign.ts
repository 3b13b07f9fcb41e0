/**
 * The one CMS structure this product signs: SignedData (RFC 5652, 5) as PAdES baseline B-B wants it (ETSI EN 319 142-1,
 * 6.3): detached, SHA-256, RSASSA-PKCS1-v1_5, with content-type, message-digest and signing-certificate-v2 (RFC 5035),
 * and without signing-time, which stands in `/M`. Two steps, since the key is elsewhere.
 */
import { createHash } from 'node:crypto';
import { certificateParts } from './certificate.ts';
import { derNull, integer, octets, oid, readNode, sequence, setOf, TAG, tlv } from './der.ts';

const OID = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  sha256: '2.16.840.1.101.3.4.2.1',
  timestamp: '1.2.840.113549.1.9.16.2.14',
  rsaEncryption: '1.2.840.113549.1.1.1',
} as const;

const attribute = (type: string, value: Uint8Array): Buffer => sequence(oid(type), setOf(value));

/**
 * DER of the signed attributes with the tag of SET OF (0x31): the bytes to be signed (RFC 5652, 5.4).
 * @param digest SHA-256 of the byte ranges
 * @param certificateDer the signer's certificate
 */
export function signedAttributes(input: { readonly digest: Uint8Array; readonly certificateDer: Uint8Array }): Uint8Array {
  return setOf(
    attribute(OID.contentType, oid(OID.data)),
    attribute(OID.messageDigest, octets(input.digest)),
    attribute(OID.signingCertificateV2, signingCertificate(input.certificateDer)),
  );
}

/** SigningCertificateV2 with one ESSCertIDv2: SHA-256 is the default and therefore omitted; issuerSerial is given. */
function signingCertificate(der: Uint8Array): Buffer {
  const known = named.get(der);
  if (known) return known;
  const { issuer, serial } = certificateParts(der);
  const directoryName = tlv(0xa4, issuer);
  const issuerSerial = sequence(sequence(directoryName), serial);
  const certId = sequence(octets(createHash('sha256').update(der).digest()), issuerSerial);
  const made = sequence(sequence(certId));
  named.set(der, made);
  return made;
}
/** Fifty documents are signed with one certificate. */
const named = new WeakMap<Uint8Array, Buffer>();

/** ContentInfo with the finished SignedData; the signer's certificate and the chain go along. */
export function signedData(input: {
  readonly signedAttributes: Uint8Array;
  /** RSASSA-PKCS1-v1_5 with SHA-256 over `signedAttributes`. */
  readonly signature: Uint8Array;
  readonly signerCertificate: Uint8Array;
  /** Further certificates of the chain; the signer's own may be among them. */
  readonly certificates: readonly Uint8Array[];
  /** RFC 3161 token over the signature value: PAdES baseline B-T. */
  readonly timestamp?: Uint8Array | undefined;
}): Uint8Array {
  const { issuer, serial } = certificateParts(input.signerCertificate);
  const sha256 = sequence(oid(OID.sha256));
  const signerInfo = sequence(
    integer(1),
    sequence(issuer, serial),
    sha256,
    // Inside SignerInfo the attributes carry the implicit tag [0].
    tlv(0xa0, readNode(input.signedAttributes).content),
    sequence(oid(OID.rsaEncryption), derNull()),
    octets(input.signature),
    ...(input.timestamp ? [tlv(0xa1, attribute(OID.timestamp, input.timestamp))] : []),
  );
  const others = input.certificates.filter((c) => Buffer.compare(c, input.signerCertificate) !== 0);
  const body = sequence(
    integer(1),
    tlv(TAG.set, sha256),
    sequence(oid(OID.data)),
    tlv(0xa0, ...[input.signerCertificate, ...others].sort(Buffer.compare)),
    tlv(TAG.set, signerInfo),
  );
  return sequence(oid(OID.signedData), tlv(0xa0, body));
}
