/**
 * Who signs our packages: nobody (as the field does), the machine key, or a certificate that this connection was
 * given. Off unless an administrator turns it on: each hop may add to a package, which breaks such a signature.
 */
import { createPrivateKey, createPublicKey, type KeyObject, sign, X509Certificate } from 'node:crypto';
import type { PackageSigning, packageCalls } from '../../contract/page/packages.ts';
import type { InputOf } from '../../contract/wire.ts';
import { Failure } from '../../domain/errors.ts';
import type { PackageSigner } from '../../formats/edxml/index.ts';
import { machinePublicKey, machineSignRaw } from '../accounts/machine.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';

const SETTING = 'package_signing';
/** In the encrypted database and nowhere else. */
interface Kept {
  readonly kind: PackageSigning['kind'];
  /** PKCS #8 PEM. */
  readonly key?: string;
  /** Base64 DER, the connection's own first. */
  readonly certificates?: readonly string[];
}
const kept = (store: Store): Kept => {
  const text = store.setting(SETTING);
  return text === undefined ? { kind: 'none' } : (JSON.parse(text) as Kept);
};

export function packageSigning(store: Store): PackageSigning {
  const { kind, certificates } = kept(store);
  const [first] = certificates ?? [];
  if (first === undefined) return { kind };
  const certificate = new X509Certificate(Buffer.from(first, 'base64'));
  return { kind, subject: certificate.subject.split('\n').reverse().join(', '), validTo: Date.parse(certificate.validTo) };
}

/** @throws Failure `edxml.signing_key_unreadable`, `edxml.signing_key_not_of_certificate` */
export function setPackageSigning(store: Store, actor: Actor, input: InputOf<(typeof packageCalls)['packages.setSigning']>): void {
  const value: Kept = input.kind === 'certificate' ? { kind: input.kind, ...readKey(input.key, input.certificates) } : { kind: input.kind };
  store.tx(() => {
    store.setSetting(SETTING, JSON.stringify(value));
    record(store, actor, 'packages.signing', value.kind, 'ok');
  }, 'packages:signing');
}

function readKey(pem: string, certificates: string): Required<Omit<Kept, 'kind'>> {
  let key: KeyObject;
  let ders: Buffer[];
  try {
    key = createPrivateKey(pem);
    const blocks = certificates.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
    ders = blocks.slice(0, 10).map((block) => new X509Certificate(block).raw);
  } catch (error) {
    throw new Failure('edxml.signing_key_unreadable', undefined, { cause: error });
  }
  const [first] = ders;
  const usable = key.asymmetricKeyType === 'rsa' || key.asymmetricKeyType === 'ec';
  if (!first || !usable) throw new Failure('edxml.signing_key_unreadable');
  if (!new X509Certificate(first).checkPrivateKey(key)) throw new Failure('edxml.signing_key_not_of_certificate');
  return { key: String(key.export({ type: 'pkcs8', format: 'pem' })), certificates: ders.map((der) => der.toString('base64')) };
}

/** Undefined where packages go out unsigned. */
export function packageSigner(store: Store): PackageSigner | undefined {
  const { kind, key: pem, certificates } = kept(store);
  if (kind === 'machine')
    return {
      algorithm: 'ECDSA-SHA256',
      publicKey: createPublicKey(machinePublicKey(store)).export({ type: 'spki', format: 'der' }),
      sign: (bytes) => machineSignRaw(store, bytes),
    };
  if (kind !== 'certificate' || pem === undefined || certificates === undefined) return undefined;
  const key = createPrivateKey(pem);
  const elliptic = key.asymmetricKeyType === 'ec';
  return {
    algorithm: elliptic ? 'ECDSA-SHA256' : 'RSA-SHA256',
    certificates: certificates.map((der) => Buffer.from(der, 'base64')),
    sign: (bytes) => sign('sha256', bytes, elliptic ? { key, dsaEncoding: 'ieee-p1363' } : key),
  };
}
