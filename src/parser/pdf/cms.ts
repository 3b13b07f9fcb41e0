/** Whether a foreign CMS signature holds over given bytes (RFC 5652, 5.4 and 5.6; ISO 32000-2, 12.8.3). */
import { createHash, type KeyObject } from 'node:crypto';
import {
  certificateParts,
  children,
  oid as encodedOid,
  hasTrailing,
  type Node,
  readAlgorithm,
  readNode,
  readSignedData,
  readTimestampInfo,
  type SignedData,
  type SignerInfo,
} from '../../formats/cms/index.ts';
import { checkValue, type Feed, type HashName, hashOf, strengthOf } from './algorithms.ts';
import { publicKeyOf } from './x509.ts';

/** What a signature stands over: hashed, or handed on in pieces. */
export interface SignedContent {
  digest(hash: HashName): Uint8Array;
  readonly feed: Feed;
}
export interface CmsVerdict {
  readonly state: 'valid' | 'broken' | 'not_checked';
  readonly reasons: readonly string[];
  /** DER of the signers' certificates, where they were found; one but for strange files. */
  readonly signers: readonly Uint8Array[];
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly ocsps: readonly Uint8Array[];
  /** Timestamps over the signature value that hold; whether their makers are trusted is judged elsewhere. */
  readonly timestamps: readonly Timestamp[];
  /** Of a timestamp token: the time it says. */
  readonly time?: number;
  /** Hash and key of each signer, as people name them. */
  readonly algorithms?: readonly string[];
}
export interface Timestamp {
  /** Unix milliseconds. */
  readonly time: number;
  readonly signer: Uint8Array;
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly ocsps: readonly Uint8Array[];
}

const ID_TST = '1.2.840.113549.1.9.16.1.4';
const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const SIGNATURE_TIMESTAMP = '1.2.840.113549.1.9.16.2.14';
/** RevocationInfoArchival (ISO 32000-2, 12.8.3.3.2). */
const REVOCATION_ARCHIVAL = '1.2.840.113583.1.1.8';
const MAX_SIGNERS = 16;
const MAX_TIMESTAMPS = 16;

const NOTHING = { signers: [], certificates: [], crls: [], ocsps: [], timestamps: [] } as const;
const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
const hashed = (hash: HashName, bytes: Uint8Array): Uint8Array => createHash(hash).update(bytes).digest();
const over = (bytes: Uint8Array): SignedContent => ({ digest: (hash) => hashed(hash, bytes), feed: (take) => take(bytes) });

/** @param contents bytes of `/Contents`, zeros behind the structure allowed */
export function checkCms(contents: Uint8Array, subFilter: string, content: SignedContent): CmsVerdict {
  let signed: SignedData;
  try {
    signed = readSignedData(contents);
    // The string is the one part of a file that nobody signs: nothing may hide in it.
    if (hasTrailing(contents)) return { state: 'not_checked', reasons: ['verify.contents_trailing'], ...NOTHING };
  } catch {
    return { state: 'broken', reasons: ['verify.cms_unreadable'], ...NOTHING };
  }
  const { certificates } = signed;
  const [info] = signed.signers;
  const found: Omit<CmsVerdict, 'state' | 'reasons'> = { ...NOTHING, certificates, crls: signed.crls, ocsps: signed.ocsps };
  if (!info) return { ...found, state: 'broken', reasons: ['verify.cms_unreadable'] };
  if (signed.signers.length > MAX_SIGNERS) return { ...found, state: 'not_checked', reasons: ['verify.several_signers'] };
  try {
    const told = signed.signers.map((one) => checkSigner(signed, one, subFilter, content));
    const archived = signed.signers.map(archivedRevocation);
    const worst = told.find((t) => t.state === 'broken') ?? told.find((t) => t.state === 'not_checked') ?? told[0];
    return {
      ...found,
      state: worst?.state ?? 'broken',
      // ISO 32000-2 wants exactly one signer; all of them were checked.
      reasons: [...new Set([...(told.length > 1 ? ['verify.several_signers'] : []), ...told.flatMap((t) => t.reasons)])],
      signers: told.flatMap((t) => t.signer ?? []),
      crls: [...signed.crls, ...archived.flatMap((a) => a.crls)],
      ocsps: [...signed.ocsps, ...archived.flatMap((a) => a.ocsps)],
      timestamps: signed.signers.flatMap(signatureTimestamps),
      algorithms: [...new Set(told.flatMap((t) => t.algorithms ?? []))],
      ...(subFilter === 'ETSI.RFC3161' && signed.content ? { time: readTimestampInfo(signed.content).time } : {}),
    };
  } catch {
    return { ...found, state: 'broken', reasons: ['verify.cms_unreadable'] };
  }
}

interface Told {
  readonly state: CmsVerdict['state'];
  readonly reasons: readonly string[];
  readonly signer?: Uint8Array;
  readonly algorithms?: readonly string[];
}
function checkSigner(signed: SignedData, info: SignerInfo, subFilter: string, content: SignedContent): Told {
  const hash = hashOf(info.digestAlgorithm.oid);
  if (!hash) return { state: 'not_checked', reasons: ['verify.hash_unknown'] };
  const signer = findSigner(info, signed.certificates);
  if (!signer) return { state: 'not_checked', reasons: ['verify.signer_certificate_missing'] };
  const what = whatIsSigned(signed, subFilter, hash, info, content);
  if ('state' in what) return { ...what, signer };
  const reasons = [...what.reasons];
  if (hash === 'sha1') reasons.push('verify.weak_hash');
  const key = keyOf(signer);
  const strength = key ? strengthOf(key) : 'enough';
  // Such a value anyone could have made: it says nothing of who did.
  if (strength === 'none') return { state: 'not_checked', reasons: ['verify.key_breakable'], signer };
  if (strength === 'weak') reasons.push('verify.weak_key');
  const checked = ({ feed }: SignedContent) => (key ? checkValue(info.signatureAlgorithm, hash, feed, key, info.signature) : undefined);
  let outcome: ReturnType<typeof checked>;
  if (info.signedBytes) {
    // Before the file's own hash is asked for: whoever reads the file again at the same time may still be at it.
    outcome = checked(over(info.signedBytes));
    const bound = checkAttributes(info, hash, what.content, signed.contentType);
    if (bound) return { state: 'broken', reasons: [bound], signer };
    const named = namesCertificate(info, signer);
    if (named === 'other') return { state: 'broken', reasons: ['verify.certificate_replaced'], signer };
    if (named === 'absent') reasons.push('verify.certificate_not_named');
  } else {
    reasons.push('verify.no_signed_attributes');
    outcome = checked(what.content);
  }
  if (!outcome || outcome.state === 'unknown') return { state: 'not_checked', reasons: ['verify.algorithm_unknown'], signer };
  if (outcome.state === 'broken') return { state: 'broken', reasons: ['verify.signature_wrong'], signer };
  return { state: 'valid', reasons: [...new Set([...reasons, ...outcome.reasons])], signer, algorithms: key ? namesOf(hash, key) : [] };
}

/** The content of this kind of signature, bound to the file: by itself, by the hash that is embedded, or by the imprint. */
function whatIsSigned(
  signed: SignedData,
  subFilter: string,
  hash: HashName,
  info: SignerInfo,
  file: SignedContent,
): { content: SignedContent; reasons: string[] } | Told {
  const { content: embedded, contentType } = signed;
  const mismatch: Told = { state: 'broken', reasons: ['verify.digest_mismatch'] };
  if (subFilter === 'ETSI.RFC3161') {
    if (contentType !== ID_TST || !embedded) return { state: 'broken', reasons: ['verify.content_type'] };
    return imprintHolds(embedded, file) ? { content: over(embedded), reasons: [] } : mismatch;
  }
  if (contentType === ID_TST) return { state: 'broken', reasons: ['verify.content_type'] };
  if (subFilter === 'adbe.pkcs7.sha1') {
    if (!embedded || !same(embedded, file.digest('sha1'))) return mismatch;
    return { content: over(embedded), reasons: ['verify.weak_hash'] };
  }
  if (!embedded || embedded.byteLength === 0) return { content: file, reasons: [] };
  // Content inside a detached signature: the file's bytes or their hash, or else nothing that binds the file.
  const digest = signedValue(info, MESSAGE_DIGEST)?.content;
  if (digest && same(digest, file.digest(hash))) return { content: file, reasons: ['verify.embedded_content'] };
  const hashes = (['sha256', 'sha384', 'sha512', 'sha1'] as const).find((h) => same(embedded, file.digest(h)));
  if (hashes) return { content: over(embedded), reasons: ['verify.embedded_content', ...(hashes === 'sha1' ? ['verify.weak_hash'] : [])] };
  if (same(hashed('sha256', embedded), file.digest('sha256'))) return { content: file, reasons: ['verify.embedded_content'] };
  return mismatch;
}

const signedValue = (info: SignerInfo, type: string): Node | undefined => info.signed.find((a) => a.type === type)?.values[0];
/** The one value of the one attribute of that type (RFC 5652, 11.1 and 11.2); undefined where there are more, or none. */
function onlyValue(info: SignerInfo, type: string): Node | undefined {
  const values = info.signed.filter((a) => a.type === type).flatMap((a) => a.values);
  return values.length === 1 ? values[0] : undefined;
}
/** The reason why the signed attributes do not bind the content, or undefined. An attribute that stands twice, or not at all, binds nothing. */
function checkAttributes(info: SignerInfo, hash: HashName, content: SignedContent, contentType: string): string | undefined {
  const claimed = onlyValue(info, MESSAGE_DIGEST);
  if (claimed?.tag !== 0x04 || !same(claimed.content, content.digest(hash))) return 'verify.digest_mismatch';
  const type = onlyValue(info, CONTENT_TYPE);
  return type && same(type.whole, encodedOid(contentType)) ? undefined : 'verify.content_type';
}
export function findSigner({ sid }: SignerInfo, certificates: readonly Uint8Array[]): Uint8Array | undefined {
  return certificates.find((der) => {
    try {
      if ('keyId' in sid) return same(keyIdentifier(der) ?? new Uint8Array(0), sid.keyId);
      const { issuer, serial } = certificateParts(der);
      return same(serial, sid.serial) && (same(issuer, sid.issuer) || sameName(issuer, sid.issuer));
    } catch {
      return false;
    }
  });
}
/** Names that differ in the kinds of their strings only (RFC 5280, 7.1). */
function sameName(a: Uint8Array, b: Uint8Array): boolean {
  const texts = (name: Uint8Array): string =>
    children(readNode(name))
      .flatMap((set) => children(set))
      .map((pair) =>
        children(pair)
          .map((v) => Buffer.from(v.content).toString('latin1'))
          .join('='),
      )
      .join('\n');
  return texts(a) === texts(b);
}
function keyIdentifier(der: Uint8Array): Uint8Array | undefined {
  const wrapper = certificateParts(der).fields.find((f) => f.tag === 0xa3);
  const own = wrapper && children(readNode(wrapper.content)).find((e) => same(children(e)[0]?.whole ?? e.whole, encodedOid('2.5.29.14')));
  const value = own && children(own).at(-1);
  return value && readNode(value.content).content;
}
function namesOf(hash: HashName, key: KeyObject): string[] {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  const kind = (key.asymmetricKeyType ?? '').toUpperCase();
  return [hash.toUpperCase().replace(/^SHA(?=\d+$)/, 'SHA-'), [kind, modulusLength ?? namedCurve].filter(Boolean).join('-')];
}
const keyOf = (der: Uint8Array): KeyObject | undefined => {
  try {
    return publicKeyOf(der);
  } catch {
    return undefined;
  }
};

/** signing-certificate (SHA-1) and signing-certificate-v2 (RFC 5035): the certificate the signer meant. */
function namesCertificate(info: SignerInfo, certificate: Uint8Array): 'this' | 'other' | 'absent' {
  const newer = signedValue(info, '1.2.840.113549.1.9.16.2.47');
  const value = newer ?? signedValue(info, '1.2.840.113549.1.9.16.2.12');
  if (!value) return 'absent';
  const list = children(value)[0];
  const first = list && children(list)[0];
  const parts = first ? children(first) : [];
  const algorithm = newer && parts[0]?.tag === 0x30 ? hashOf(readAlgorithm(parts[0]).oid) : newer ? 'sha256' : 'sha1';
  const digest = parts.find((p) => p.tag === 0x04)?.content;
  if (!digest || !algorithm) return 'other';
  return same(hashed(algorithm, certificate), digest) ? 'this' : 'other';
}

function imprintHolds(tstInfo: Uint8Array, content: SignedContent): boolean {
  const { imprint, hashed: value } = readTimestampInfo(tstInfo);
  const hash = hashOf(imprint.oid);
  return hash !== undefined && same(content.digest(hash), value);
}
/** Timestamps over the signature value (RFC 3161, appendix A) whose own signature holds. */
function signatureTimestamps(info: SignerInfo): Timestamp[] {
  const tokens = info.unsigned.filter((a) => a.type === SIGNATURE_TIMESTAMP).flatMap((a) => a.values);
  return tokens.slice(0, MAX_TIMESTAMPS).flatMap((token) => readTimestamp(token.whole, over(info.signature)) ?? []);
}
/** A timestamp token that holds over the content, or undefined. */
export function readTimestamp(token: Uint8Array, content: SignedContent): Timestamp | undefined {
  const verdict = checkCms(token, 'ETSI.RFC3161', content);
  const [signer] = verdict.signers;
  if (verdict.state !== 'valid' || !signer || verdict.signers.length !== 1 || verdict.time === undefined) return undefined;
  return { time: verdict.time, signer, certificates: verdict.certificates, crls: verdict.crls, ocsps: verdict.ocsps };
}

function archivedRevocation(info: SignerInfo): { crls: Uint8Array[]; ocsps: Uint8Array[] } {
  const value = [...info.signed, ...info.unsigned].find((a) => a.type === REVOCATION_ARCHIVAL)?.values[0];
  const parts = value ? children(value) : [];
  const list = (tag: number): Uint8Array[] => {
    const part = parts.find((p) => p.tag === tag);
    return part ? children(readNode(part.content)).map((v) => v.whole) : [];
  };
  try {
    return { crls: list(0xa0), ocsps: list(0xa1) };
  } catch {
    return { crls: [], ocsps: [] };
  }
}
