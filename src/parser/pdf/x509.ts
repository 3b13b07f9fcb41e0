/** A file's certificates come up for every signature, chain and answer again; each is read once. */
import { X509Certificate } from 'node:crypto';

const known = new WeakMap<Uint8Array, X509Certificate>();
/** @throws Error of OpenSSL for what is no certificate */
export function x509Of(der: Uint8Array): X509Certificate {
  const made = known.get(der) ?? new X509Certificate(der);
  known.set(der, made);
  return made;
}
