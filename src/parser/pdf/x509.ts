/**
 * A file's certificates come up for every signature, chain and answer again, and the same signers' in file after file: each is
 * read once. What is kept is known by its bytes, all of them; it says what stands in a certificate, never what it is worth.
 */
import { type KeyObject, X509Certificate } from 'node:crypto';
import { type CertificateFacts, readCertificate } from '../../formats/cms/index.ts';

class Certificate {
  readonly #der: Uint8Array;
  #x509: X509Certificate | undefined;
  #key: KeyObject | undefined;
  #facts: CertificateFacts | undefined;
  constructor(der: Uint8Array) {
    this.#der = der;
  }
  get x509(): X509Certificate {
    this.#x509 ??= new X509Certificate(this.#der);
    return this.#x509;
  }
  get key(): KeyObject {
    this.#key ??= this.x509.publicKey;
    return this.#key;
  }
  get facts(): CertificateFacts {
    this.#facts ??= readCertificate(this.#der);
    return this.#facts;
  }
}

/** Of files before this one: the newest, and none that is longer than a certificate is. */
const KEPT = 64;
const LONGEST = 8_192;
const ofOthers = new Map<string, Certificate>();
const ofThese = new WeakMap<Uint8Array, Certificate>();

function certificateOf(der: Uint8Array): Certificate {
  const here = ofThese.get(der);
  if (here) return here;
  const found = der.byteLength > LONGEST ? new Certificate(der) : keptBy(der);
  ofThese.set(der, found);
  return found;
}
function keptBy(der: Uint8Array): Certificate {
  const bytes = Buffer.from(der.buffer, der.byteOffset, der.byteLength).toString('latin1');
  // A copy: what is read of a certificate are parts of its bytes, and the file's go.
  const found = ofOthers.get(bytes) ?? new Certificate(Uint8Array.from(der));
  ofOthers.delete(bytes);
  ofOthers.set(bytes, found);
  const oldest = ofOthers.keys().next().value;
  if (ofOthers.size > KEPT && oldest !== undefined) ofOthers.delete(oldest);
  return found;
}

/** @throws Error of OpenSSL for what is no certificate */
export const x509Of = (der: Uint8Array): X509Certificate => certificateOf(der).x509;
/** @throws Error of OpenSSL for what is no certificate, or has a key of a kind that is unknown */
export const publicKeyOf = (der: Uint8Array): KeyObject => certificateOf(der).key;
/** @throws Failure `cms.certificate_damaged` */
export const factsOf = (der: Uint8Array): CertificateFacts => certificateOf(der).facts;
