/** Algorithms by their URIs (xmldsig §6, xmldsig-more of RFC 9231) and what Node calls them. */
import { constants, createPublicKey, type KeyObject, verify, X509Certificate } from 'node:crypto';
import type { Canonicalization } from './canonical.ts';

const MORE = 'http://www.w3.org/2001/04/xmldsig-more#';
const DSIG = 'http://www.w3.org/2000/09/xmldsig#';

export const ENVELOPED = `${DSIG}enveloped-signature`;
export const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
/** Name of a digest to Node, by URI. MD5 and its like are not known here on purpose. */
export const DIGESTS: Readonly<Record<string, string>> = {
  [`${DSIG}sha1`]: 'sha1',
  'http://www.w3.org/2001/04/xmlenc#sha256': 'sha256',
  [`${MORE}sha384`]: 'sha384',
  'http://www.w3.org/2001/04/xmlenc#sha512': 'sha512',
};

export interface SignatureMethod {
  /** As a person writes it. */
  readonly name: string;
  readonly key: 'rsa' | 'ec';
  readonly hash: string;
  readonly pss?: true;
}
const method = (name: string, key: 'rsa' | 'ec', hash: string, pss?: true): SignatureMethod => ({
  name,
  key,
  hash,
  ...(pss ? { pss } : {}),
});
export const SIGNATURES: Readonly<Record<string, SignatureMethod>> = {
  [`${DSIG}rsa-sha1`]: method('RSA-SHA1', 'rsa', 'sha1'),
  [`${MORE}rsa-sha256`]: method('RSA-SHA256', 'rsa', 'sha256'),
  [`${MORE}rsa-sha384`]: method('RSA-SHA384', 'rsa', 'sha384'),
  [`${MORE}rsa-sha512`]: method('RSA-SHA512', 'rsa', 'sha512'),
  'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1': method('RSA-PSS-SHA256', 'rsa', 'sha256', true),
  'http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1': method('RSA-PSS-SHA384', 'rsa', 'sha384', true),
  'http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1': method('RSA-PSS-SHA512', 'rsa', 'sha512', true),
  [`${MORE}ecdsa-sha1`]: method('ECDSA-SHA1', 'ec', 'sha1'),
  [`${MORE}ecdsa-sha256`]: method('ECDSA-SHA256', 'ec', 'sha256'),
  [`${MORE}ecdsa-sha384`]: method('ECDSA-SHA384', 'ec', 'sha384'),
  [`${MORE}ecdsa-sha512`]: method('ECDSA-SHA512', 'ec', 'sha512'),
};

const C14N: Readonly<Record<string, Omit<Canonicalization, 'prefixes'> & { readonly since11?: true }>> = {
  'http://www.w3.org/TR/2001/REC-xml-c14n-20010315': { exclusive: false, comments: false },
  'http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments': { exclusive: false, comments: true },
  'http://www.w3.org/2006/12/xml-c14n11': { exclusive: false, comments: false, since11: true },
  'http://www.w3.org/2006/12/xml-c14n11#WithComments': { exclusive: false, comments: true, since11: true },
  [EXCLUSIVE]: { exclusive: true, comments: false },
  [`${EXCLUSIVE}WithComments`]: { exclusive: true, comments: true },
  // The older samples of the field write the address of the page for the name of the algorithm.
  'http://www.w3.org/TR/xml-exc-c14n#': { exclusive: true, comments: false },
};
/** More prefixes than any list honestly names; each costs for each tag. */
const MAX_LIST = 32;

/** Undefined where the algorithm is not known or its list is out of reason. */
export function canonicalization(uri: string, prefixList: string): Canonicalization | undefined {
  const found = C14N[uri];
  const listed = prefixList.split(/\s+/).filter((p) => p !== '');
  if (!found || listed.length > MAX_LIST) return undefined;
  const prefixes = found.exclusive ? listed.map((p) => (p === '#default' ? '' : p)) : [];
  return { exclusive: found.exclusive, comments: found.comments, prefixes };
}
export const INCLUSIVE: Canonicalization = { exclusive: false, comments: false, prefixes: [] };

/** Whether the value is this key's over these bytes; ECDSA values are r and s one after the other (RFC 4050 §3.3). */
export function verifies(how: SignatureMethod, key: KeyObject, bytes: Uint8Array, value: Uint8Array): boolean {
  if (key.asymmetricKeyType !== how.key) return false;
  try {
    if (how.key === 'ec') return verify(how.hash, bytes, { key, dsaEncoding: 'ieee-p1363' }, value);
    const padding = how.pss
      ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO }
      : { padding: constants.RSA_PKCS1_PADDING };
    return verify(how.hash, bytes, { key, ...padding }, value);
  } catch {
    return false;
  }
}

export interface SigningKey {
  readonly key: KeyObject;
  readonly certificate?: X509Certificate;
}
export function certificateKey(der: Uint8Array): SigningKey | undefined {
  try {
    const certificate = new X509Certificate(der);
    return { key: certificate.publicKey, certificate };
  } catch {
    return undefined;
  }
}
/** RSAKeyValue (xmldsig §4.5.2.2). */
export function rsaKey(modulus: Uint8Array, exponent: Uint8Array): SigningKey | undefined {
  const part = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
  try {
    return { key: createPublicKey({ key: { kty: 'RSA', n: part(modulus), e: part(exponent) }, format: 'jwk' }) };
  } catch {
    return undefined;
  }
}
/** Named curves by OID: JWK's name and bytes of a coordinate. */
export const CURVES: Readonly<Record<string, readonly [string, number]>> = {
  'urn:oid:1.2.840.10045.3.1.7': ['P-256', 32],
  'urn:oid:1.3.132.0.34': ['P-384', 48],
  'urn:oid:1.3.132.0.35': ['P-521', 66],
};
/** ECKeyValue of xmldsig 1.1 §4.5.2.3: an uncompressed point. */
export function ecKey(curve: string, point: Uint8Array): SigningKey | undefined {
  const [crv, length] = CURVES[curve] ?? ['', 0];
  if (length === 0 || point.byteLength !== 1 + 2 * length || point[0] !== 4) return undefined;
  const part = (from: number): string => Buffer.from(point.subarray(from, from + length)).toString('base64url');
  try {
    return { key: createPublicKey({ key: { kty: 'EC', crv, x: part(1), y: part(1 + length) }, format: 'jwk' }) };
  } catch {
    return undefined;
  }
}
