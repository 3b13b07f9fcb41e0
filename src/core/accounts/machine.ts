/**
 * The workstation's own key: it signs audit heads, receipts and bundles, never a document. ECDSA P-256 with SHA-256
 * (FIPS 186-5), made at set-up; the private part lies in the encrypted database and nowhere else.
 */
import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { Failure } from '../../domain/errors.ts';
import type { Store } from '../store/index.ts';

const SETTING = 'machine_key';

/** Makes the key of a new store; does nothing where there is one. Call inside `tx`. */
export function createMachineKey(store: Store): void {
  if (store.setting(SETTING) !== undefined) return;
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  store.setSetting(SETTING, String(privateKey.export({ type: 'pkcs8', format: 'pem' })));
}

function privatePem(store: Store): string {
  const pem = store.setting(SETTING);
  if (pem === undefined) throw new Failure('accounts.machine_key_missing');
  return pem;
}

/** PEM SubjectPublicKeyInfo (RFC 5280 §4.1.2.7). */
export function machinePublicKey(store: Store): string {
  return String(createPublicKey(privatePem(store)).export({ type: 'spki', format: 'pem' }));
}

/** DER ECDSA-Sig-Value (RFC 3279 §2.2.3) over the SHA-256 of the bytes. */
export function machineSign(store: Store, bytes: Uint8Array): Uint8Array {
  return new Uint8Array(sign('sha256', bytes, { key: privatePem(store), dsaEncoding: 'der' }));
}

/** The same signature as r and s one after the other (IEEE P1363), as XML signatures carry it. */
export function machineSignRaw(store: Store, bytes: Uint8Array): Uint8Array {
  return new Uint8Array(sign('sha256', bytes, { key: privatePem(store), dsaEncoding: 'ieee-p1363' }));
}

/** @param publicKey PEM SubjectPublicKeyInfo */
export function machineVerify(publicKey: string, bytes: Uint8Array, signature: Uint8Array): boolean {
  try {
    return verify('sha256', bytes, { key: publicKey, dsaEncoding: 'der' }, signature);
  } catch {
    return false;
  }
}
