/**
 * CMS and certificates: hand-written DER for the one structure this product signs, and a small reader of certificates.
 * Verifying foreign structures is not done here.
 */
export {
  type CertificateFacts,
  certificateParts,
  HOLDER_RULE,
  type Holder,
  type KeyUsage,
  type NameParts,
  readCertificate,
} from './certificate.ts';
export { children, derNull, integer, type Node, octets, oid, readNode, readOid, sequence, setOf, TAG, tlv } from './der.ts';
export { signedAttributes, signedData } from './sign.ts';
