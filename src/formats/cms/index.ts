/**
 * CMS and certificates, by hand over one strict reader: the one structure this product signs, certificates, and foreign
 * SignedData and timestamps. Only reading and writing; what they are worth is judged by the parser.
 */
export { accessOf, type CertificateAccess, isCrlOf, isOcspAnswer, ocspRequest } from './access.ts';
export { definite, hasTrailing } from './ber.ts';
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
export {
  type Algorithm,
  type Attribute,
  readAlgorithm,
  readGeneralizedTime,
  readSignedData,
  readTimestampInfo,
  type SignedData,
  type SignerInfo,
  type TimestampInfo,
} from './signedData.ts';
