/** Hash and signature algorithms by their identifiers (RFC 5754, 5758, 4055, 8702; BSI TR-03111 for plain ECDSA). */
import { constants, createHash, createVerify, type KeyObject, verify as verifyNow } from 'node:crypto';
import { type Algorithm, children, type Node, readAlgorithm, readNode } from '../../formats/cms/index.ts';

export type HashName = 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512' | 'sha3-224' | 'sha3-256' | 'sha3-384' | 'sha3-512';

const HASHES: Readonly<Record<string, HashName>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
  '2.16.840.1.101.3.4.2.7': 'sha3-224',
  '2.16.840.1.101.3.4.2.8': 'sha3-256',
  '2.16.840.1.101.3.4.2.9': 'sha3-384',
  '2.16.840.1.101.3.4.2.10': 'sha3-512',
  // Some signers name the signature's algorithm where the hash's belongs.
  '1.2.840.113549.1.1.5': 'sha1',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
};
/** Undefined for an unknown one, and where this runtime lacks it. */
export function hashOf(oid: string): HashName | undefined {
  const name = HASHES[oid];
  return name !== undefined && isThere(name) ? name : undefined;
}
/** What this runtime has; asked once. */
const there = new Map<HashName, boolean>();
function isThere(name: HashName): boolean {
  const known = there.get(name);
  if (known !== undefined) return known;
  let made = true;
  try {
    createHash(name);
  } catch {
    made = false;
  }
  there.set(name, made);
  return made;
}

type Scheme = 'rsa' | 'pss' | 'ecdsa' | 'plain-ecdsa' | 'ed';
interface Rule {
  readonly scheme: Scheme;
  /** Absent: the digest algorithm that stands beside it. */
  readonly hash?: HashName;
}
const sizes = ['sha1', 'sha224', 'sha256', 'sha384', 'sha512'] as const;
const sha3 = ['sha3-224', 'sha3-256', 'sha3-384', 'sha3-512'] as const;
const RULES = new Map<string, Rule>([
  ['1.2.840.113549.1.1.1', { scheme: 'rsa' }],
  ['1.2.840.113549.1.1.5', { scheme: 'rsa', hash: 'sha1' }],
  ['1.3.14.3.2.29', { scheme: 'rsa', hash: 'sha1' }],
  ['1.2.840.113549.1.1.14', { scheme: 'rsa', hash: 'sha224' }],
  ['1.2.840.113549.1.1.11', { scheme: 'rsa', hash: 'sha256' }],
  ['1.2.840.113549.1.1.12', { scheme: 'rsa', hash: 'sha384' }],
  ['1.2.840.113549.1.1.13', { scheme: 'rsa', hash: 'sha512' }],
  ...sha3.map((hash, i): [string, Rule] => [`2.16.840.1.101.3.4.3.${13 + i}`, { scheme: 'rsa', hash }]),
  ['1.2.840.113549.1.1.10', { scheme: 'pss' }],
  ['1.2.840.10045.4.1', { scheme: 'ecdsa', hash: 'sha1' }],
  ['1.2.840.10045.4.3.1', { scheme: 'ecdsa', hash: 'sha224' }],
  ['1.2.840.10045.4.3.2', { scheme: 'ecdsa', hash: 'sha256' }],
  ['1.2.840.10045.4.3.3', { scheme: 'ecdsa', hash: 'sha384' }],
  ['1.2.840.10045.4.3.4', { scheme: 'ecdsa', hash: 'sha512' }],
  ...sha3.map((hash, i): [string, Rule] => [`2.16.840.1.101.3.4.3.${9 + i}`, { scheme: 'ecdsa', hash }]),
  ...sizes.map((hash, i): [string, Rule] => [`0.4.0.127.0.7.1.1.4.1.${1 + i}`, { scheme: 'plain-ecdsa', hash }]),
  ['1.3.101.112', { scheme: 'ed' }],
]);
/** Some signers name the key's algorithm instead of the signature's; it stands outside the signed attributes. */
const EC_PUBLIC_KEY = '1.2.840.10045.2.1';

/** Whether a certificate's own signature (RFC 5280, 4.1.1.2) is of a kind that is known here, and by SHA-1; MD5 and older are none. */
export function ruleOf(oid: string): { readonly sha1: boolean } | undefined {
  const rule = RULES.get(oid);
  return rule && { sha1: rule.hash === 'sha1' };
}

/** Fewer bits are broken by whoever wants to; fewer than the second number are named. */
const RSA_BITS = [1024, 2048] as const;
const EC_BITS = [192, 224] as const;
/**
 * What a key is worth: `none` where anyone may find the private one (RSA under 1024 bits or with an exponent under three, curves
 * under 192 bits or spelled out by the certificate itself, RFC 5480, 2.1.1), `weak` under what is recommended today.
 */
export function strengthOf(key: KeyObject): 'none' | 'weak' | 'enough' {
  const { modulusLength, publicExponent, namedCurve } = key.asymmetricKeyDetails ?? {};
  const among = (bits: number, [least, enough]: readonly [number, number]) => (bits < least ? 'none' : bits < enough ? 'weak' : 'enough');
  if (modulusLength !== undefined) {
    if (publicExponent !== undefined && (publicExponent < 3n || publicExponent % 2n === 0n)) return 'none';
    return key.asymmetricKeyType?.startsWith('rsa') ? among(modulusLength, RSA_BITS) : 'weak';
  }
  if (key.asymmetricKeyType !== 'ec') return 'enough';
  const bits = /\d{3}/.exec(namedCurve ?? '')?.[0];
  return bits === undefined ? 'none' : among(Number(bits), EC_BITS);
}

export interface Outcome {
  readonly state: 'valid' | 'broken' | 'unknown';
  readonly reasons: readonly string[];
}
/** Hands the signed bytes on, in pieces: they may be a whole file. */
export type Feed = (take: (bytes: Uint8Array) => void) => void;

/** Whether a signature value stands over the bytes by this key. @param beside the digest algorithm of the signer info */
export function checkValue(algorithm: Algorithm, beside: HashName, feed: Feed, key: KeyObject, signature: Uint8Array): Outcome {
  const unknown: Outcome = { state: 'unknown', reasons: ['verify.algorithm_unknown'] };
  const reasons: string[] = [];
  let rule = RULES.get(algorithm.oid);
  if (algorithm.oid === EC_PUBLIC_KEY && beside.startsWith('sha') && beside !== 'sha1' && !beside.startsWith('sha3')) {
    rule = { scheme: 'ecdsa' };
    reasons.push('verify.quirk_ec_public_key');
  }
  if (!rule || !fits(rule.scheme, key.asymmetricKeyType)) return unknown;
  try {
    const pss = rule.scheme === 'pss' ? pssParameters(algorithm.parameters) : undefined;
    if (rule.scheme === 'pss' && !pss) return unknown;
    const hash = pss?.hash ?? rule.hash ?? beside;
    if (hash === 'sha1') reasons.push('verify.weak_hash');
    const options = pss
      ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: pss.salt }
      : rule.scheme === 'plain-ecdsa'
        ? { key, dsaEncoding: 'ieee-p1363' as const }
        : { key };
    return { state: holds(rule.scheme, hash, feed, options, signature) ? 'valid' : 'broken', reasons };
  } catch {
    return unknown;
  }
}
const fits = (scheme: Scheme, type: string | undefined): boolean =>
  scheme === 'rsa'
    ? type === 'rsa'
    : scheme === 'pss'
      ? type === 'rsa' || type === 'rsa-pss'
      : scheme === 'ed'
        ? type === 'ed25519'
        : type === 'ec';

type VerifyKey = { key: KeyObject; padding?: number; saltLength?: number; dsaEncoding?: 'ieee-p1363' };
function holds(scheme: Scheme, hash: HashName, feed: Feed, options: VerifyKey, signature: Uint8Array): boolean {
  if (scheme === 'ed') {
    const pieces: Uint8Array[] = [];
    feed((bytes) => pieces.push(Uint8Array.from(bytes)));
    return verifyNow(null, Buffer.concat(pieces), options, signature);
  }
  const verifier = createVerify(hash);
  feed((bytes) => verifier.update(bytes));
  return verifier.verify(options, signature);
}

/** RSASSA-PSS-params (RFC 4055, 3.1); the mask must use the same hash, as every known signer does. */
function pssParameters(parameters: Node | undefined): { hash: HashName; salt: number } | undefined {
  if (!parameters) return undefined;
  const fields = children(parameters);
  const field = (tag: number): Node | undefined => {
    const found = fields.find((f) => f.tag === tag);
    return found && readNode(found.content);
  };
  const hashing = field(0xa0);
  const hash = hashing ? hashOf(readAlgorithm(hashing).oid) : 'sha1';
  const masking = field(0xa1);
  const inner = masking ? readAlgorithm(masking).parameters : undefined;
  const mask = masking ? inner && hashOf(readAlgorithm(inner).oid) : 'sha1';
  const length = field(0xa2);
  const salt = length ? Buffer.from(length.content).readUIntBE(0, length.content.byteLength) : 20;
  return hash && mask === hash && salt <= 512 ? { hash, salt } : undefined;
}
