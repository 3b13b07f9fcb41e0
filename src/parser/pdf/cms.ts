/** Whether a foreign CMS signature holds over given bytes (RFC 5652, 5.6); structures by pkijs, loaded when needed. */
import { createHash, type createPublicKey, verify as cryptoVerify, X509Certificate } from 'node:crypto';
import { children, oid as encodeOid, readNode } from '../../formats/cms/index.ts';

export interface CmsVerdict {
  readonly state: 'valid' | 'broken' | 'not_checked';
  readonly reasons: readonly string[];
  /** DER of the signer's certificate, where it was found. */
  readonly signer?: Uint8Array;
  readonly certificates: readonly Uint8Array[];
}
export type HashName = 'sha1' | 'sha256' | 'sha384' | 'sha512';

const HASHES: Readonly<Record<string, HashName>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};
const RSA = ['1.2.840.113549.1.1.1', '1.2.840.113549.1.1.5', '1.2.840.113549.1.1.11', '1.2.840.113549.1.1.12', '1.2.840.113549.1.1.13'];
/** ecdsa-with-SHA1, -256, -384, -512; some signers write id-ecPublicKey instead, outside the signed attributes. */
const ECDSA = ['1.2.840.10045.4.1', '1.2.840.10045.4.3.2', '1.2.840.10045.4.3.3', '1.2.840.10045.4.3.4', '1.2.840.10045.2.1'];
const ID_TST = '1.2.840.113549.1.9.16.1.4';

type Pki = typeof import('pkijs');
let loaded: Promise<Pki> | undefined;
const pki = (): Promise<Pki> => (loaded ??= import('pkijs'));

const copyOf = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer;
const broken = (reason: string): CmsVerdict => ({ state: 'broken', reasons: [reason], certificates: [] });

/**
 * @param contents bytes of `/Contents`, zeros behind the structure allowed
 * @param digest hash of the signed byte ranges
 */
export async function checkCms(contents: Uint8Array, subFilter: string, digest: (hash: HashName) => Uint8Array): Promise<CmsVerdict> {
  const { ContentInfo, SignedData } = await pki();
  let signed: InstanceType<Pki['SignedData']>;
  try {
    const info = ContentInfo.fromBER(copyOf(contents));
    signed = new SignedData({ schema: info.content });
  } catch {
    return broken('verify.cms_unreadable');
  }
  try {
    return await checkSigned(await pki(), signed, subFilter, digest);
  } catch {
    return broken('verify.cms_unreadable');
  }
}

async function checkSigned(
  lib: Pki,
  signed: InstanceType<Pki['SignedData']>,
  subFilter: string,
  digest: (hash: HashName) => Uint8Array,
): Promise<CmsVerdict> {
  const certificates = (signed.certificates ?? []).flatMap((c) =>
    c instanceof lib.Certificate ? [new Uint8Array(c.toSchema(false).toBER(false))] : [],
  );
  const [info, second] = signed.signerInfos;
  const not = (reason: string): CmsVerdict => ({ state: 'not_checked', reasons: [reason], certificates });
  if (!info) return { ...broken('verify.cms_unreadable'), certificates };
  // ISO 32000-2, 12.8.3.3: exactly one signer.
  if (second) return not('verify.several_signers');
  const hash = HASHES[info.digestAlgorithm.algorithmId];
  if (!hash) return not('verify.hash_unknown');
  const signer = findSigner(lib, info.sid, certificates);
  if (!signer) return not('verify.signer_certificate_missing');
  const found = { signer, certificates };
  const content = signed.encapContentInfo;
  const embedded = content.eContent ? new Uint8Array(content.eContent.getValue()) : undefined;
  const timestamp = subFilter === 'ETSI.RFC3161';
  if (timestamp !== (content.eContentType === ID_TST)) return { ...not('verify.content_type'), ...found };
  if (timestamp ? !embedded : embedded) return { ...not('verify.embedded_content'), ...found };
  if (timestamp && embedded && !imprintHolds(embedded, digest)) return { ...broken('verify.digest_mismatch'), ...found };
  const attributes = info.signedAttrs;
  if (!attributes) return { ...not('verify.no_signed_attributes'), ...found };
  const values = (type: string): unknown[] => attributes.attributes.find((a) => a.type === type)?.values ?? [];
  const claimed = octetsOf(values('1.2.840.113549.1.9.4')[0]);
  const actual = embedded && timestamp ? createHash(hash).update(embedded).digest() : digest(hash);
  if (!claimed || Buffer.compare(claimed, actual) !== 0) return { ...broken('verify.digest_mismatch'), ...found };
  const reasons: string[] = hash === 'sha1' ? ['verify.weak_hash'] : [];
  const named = namesCertificate(values, signer);
  if (named === 'other') return { ...broken('verify.certificate_replaced'), ...found };
  if (named === 'absent') reasons.push('verify.certificate_not_named');
  const signature = new Uint8Array(info.signature.valueBlock.valueHexView);
  const outcome = checkSignature(info.signatureAlgorithm.algorithmId, hash, attributes.encodedValue, signer, signature);
  if (outcome !== 'valid')
    return { ...(outcome === 'broken' ? broken('verify.signature_wrong') : not('verify.algorithm_unknown')), ...found };
  return { state: 'valid', reasons, ...found };
}

function findSigner(lib: Pki, sid: unknown, certificates: readonly Uint8Array[]): Uint8Array | undefined {
  return certificates.find((der) => {
    const c = lib.Certificate.fromBER(copyOf(der));
    if (sid instanceof lib.IssuerAndSerialNumber) return c.issuer.isEqual(sid.issuer) && c.serialNumber.isEqual(sid.serialNumber);
    const wanted = octetsOf(sid);
    const id = c.extensions?.find((e) => e.extnID === '2.5.29.14')?.extnValue.valueBlock.valueHexView;
    return wanted !== undefined && id !== undefined && Buffer.compare(readNode(new Uint8Array(id)).content, wanted) === 0;
  });
}

function octetsOf(value: unknown): Uint8Array | undefined {
  const block = (value as { valueBlock?: { valueHexView?: unknown } } | undefined)?.valueBlock?.valueHexView;
  return block instanceof Uint8Array ? new Uint8Array(block) : undefined;
}

/** signing-certificate (SHA-1) and signing-certificate-v2 (RFC 5035): the certificate the signer meant. */
function namesCertificate(values: (type: string) => unknown[], certificate: Uint8Array): 'this' | 'other' | 'absent' {
  const attribute = values('1.2.840.113549.1.9.16.2.47')[0];
  const old = attribute ? undefined : values('1.2.840.113549.1.9.16.2.12')[0];
  const value = (attribute ?? old) as { toBER(): ArrayBuffer } | undefined;
  if (!value) return 'absent';
  const ids = children(readNode(new Uint8Array(value.toBER())))[0];
  const first = ids && children(ids)[0];
  const parts = first ? children(first) : [];
  let hash: string = old ? 'sha1' : 'sha256';
  const algorithm = parts[0];
  if (algorithm?.tag === 0x30 && !old) {
    const oid = children(algorithm)[0];
    hash = Object.entries(HASHES).find(([id]) => oid && Buffer.compare(oid.whole, encodeOid(id)) === 0)?.[1] ?? '';
  }
  const digest = parts.find((p) => p.tag === 0x04)?.content;
  if (!digest || hash === '') return 'other';
  return Buffer.compare(createHash(hash).update(certificate).digest(), digest) === 0 ? 'this' : 'other';
}

/** TSTInfo (RFC 3161, 2.4.2): the imprint is the hash of the signed ranges. */
function imprintHolds(tstInfo: Uint8Array, digest: (hash: HashName) => Uint8Array): boolean {
  const imprint = children(readNode(tstInfo))[2];
  const [algorithm, value] = imprint ? children(imprint) : [];
  const oid = algorithm && children(algorithm)[0];
  const hash = Object.entries(HASHES).find(([id]) => oid && Buffer.compare(oid.whole, encodeOid(id)) === 0)?.[1];
  return hash !== undefined && value !== undefined && Buffer.compare(digest(hash), value.content) === 0;
}

function checkSignature(
  algorithm: string,
  hash: HashName,
  signedAttributes: ArrayBuffer,
  certificate: Uint8Array,
  signature: Uint8Array,
): 'valid' | 'broken' | 'unknown' {
  let key: ReturnType<typeof createPublicKey>;
  try {
    key = new X509Certificate(certificate).publicKey;
  } catch {
    return 'unknown';
  }
  const fits = key.asymmetricKeyType === 'rsa' ? RSA.includes(algorithm) : key.asymmetricKeyType === 'ec' && ECDSA.includes(algorithm);
  if (!fits) return 'unknown';
  try {
    return cryptoVerify(hash, new Uint8Array(signedAttributes), key, signature) ? 'valid' : 'broken';
  } catch {
    return 'unknown';
  }
}
