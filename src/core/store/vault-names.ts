/**
 * How a vault file is called and where it lies. A name is HMAC-SHA256, under a key derived from the data key, of the
 * content's SHA-256 and the file's own key: it is the content's address for whoever holds the store, and tells nobody
 * else whether a known document is in it. The file's key is part of it so that one name never stands for two
 * ciphertexts: a backup that has a file of that name has that very file. Files from before are called by their row's id.
 */
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { join } from 'node:path';

const ADDRESS = /^[0-9a-f]{64}$/;
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const isVaultId = (name: string): boolean => ID.test(name);
export const isVaultName = (name: string): boolean => ADDRESS.test(name) || ID.test(name);

/** Keeps a copy of the key of its own. */
export const namesKey = (key: Uint8Array): KeyObject => createSecretKey(key);

/** @param sha256 lower-case hex of the plaintext */
export function contentName(names: KeyObject, sha256: string, fileKey: Uint8Array): string {
  return createHmac('sha256', names).update('vault-file/v1').update(Buffer.from(sha256, 'hex')).update(fileKey).digest('hex');
}

/** Where a file lies below the vault's folder. Its last two digits spread: the first ones of an id are the time. */
export function placeOf(name: string): string {
  if (!isVaultName(name)) throw new RangeError('not a name of the vault');
  return join(name.slice(-2), name);
}
