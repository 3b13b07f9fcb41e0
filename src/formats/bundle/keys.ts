/**
 * The two public keys of a workstation for what is carried by hand: Ed25519 (RFC 8032) signs, X25519 (RFC 7748) seals.
 * They pass between offices as a small file; people compare its fingerprint by voice.
 */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { Failure } from '../../domain/errors.ts';

export interface PublicKeys {
  /** 32 bytes each. */
  readonly sign: Uint8Array;
  readonly seal: Uint8Array;
}
export interface PrivateKeys {
  /** Base64 of PKCS #8 (RFC 5958). */
  readonly sign: string;
  readonly seal: string;
}

const raw = (key: KeyObject): Uint8Array => Buffer.from(String(key.export({ format: 'jwk' }).x), 'base64url');
const pkcs8 = (key: KeyObject): string => key.export({ format: 'der', type: 'pkcs8' }).toString('base64');

export function generateKeys(): PrivateKeys {
  return { sign: pkcs8(generateKeyPairSync('ed25519').privateKey), seal: pkcs8(generateKeyPairSync('x25519').privateKey) };
}
export const privateKey = (base64: string): KeyObject =>
  createPrivateKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'pkcs8' });
export const publicKey = (curve: 'Ed25519' | 'X25519', bytes: Uint8Array): KeyObject =>
  createPublicKey({ key: { kty: 'OKP', crv: curve, x: Buffer.from(bytes).toString('base64url') }, format: 'jwk' });
export const publicOf = (keys: PrivateKeys): PublicKeys => ({
  sign: raw(createPublicKey(privateKey(keys.sign))),
  seal: raw(createPublicKey(privateKey(keys.seal))),
});

/** SHA-256 over both keys: names a workstation in a bundle's head. */
export const keyId = (keys: PublicKeys): Buffer =>
  createHash('sha256').update('tram-van-thu/khoa\0').update(keys.sign).update(keys.seal).digest();

const GROUPS = 6;
const FINGERPRINT_ROUNDS = 4096;
/**
 * What is read aloud: six groups of five digits (99 bits), each digit as likely as any other. The rounds make the search
 * for another key with the same digits dearer.
 */
export function fingerprint(keys: PublicKeys): string {
  let hash = createHash('sha512').update('tram-van-thu/so-kiem-tra\0').update(keys.sign).update(keys.seal).digest();
  for (let i = 0; i < FINGERPRINT_ROUNDS; i++) hash = createHash('sha512').update(hash).update(keys.sign).update(keys.seal).digest();
  return Array.from({ length: GROUPS }, (_, i) => String(hash.readUIntBE(i * 5, 5) % 100_000).padStart(5, '0')).join(' ');
}
/** The same digits, however they were typed. */
export const sameFingerprint = (a: string, b: string): boolean => a.replace(/\D/g, '') === b.replace(/\D/g, '') && /\d/.test(a);

export interface KeyFile {
  readonly keys: PublicKeys;
  readonly organs: readonly { readonly organId: string; readonly name: string }[];
  readonly madeAt: number;
}
const FORMAT = 'tram-van-thu/khoa-may';
export const MAX_KEY_FILE = 64 * 1024;
const MAX_ORGANS = 50;

const signedText = (file: KeyFile): Buffer =>
  Buffer.from(
    JSON.stringify([
      FORMAT,
      1,
      Buffer.from(file.keys.sign).toString('base64'),
      Buffer.from(file.keys.seal).toString('base64'),
      file.organs.map((organ) => [organ.organId, organ.name]),
      file.madeAt,
    ]),
  );

/** The file one workstation gives another; signed by itself, so that a damaged one is told apart. */
export function writeKeyFile(keys: PrivateKeys, organs: KeyFile['organs'], madeAt: number): string {
  const file: KeyFile = { keys: publicOf(keys), organs, madeAt };
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
  return `${JSON.stringify(
    {
      format: FORMAT,
      version: 1,
      sign: base64(file.keys.sign),
      seal: base64(file.keys.seal),
      organs,
      madeAt,
      signature: base64(sign(null, signedText(file), privateKey(keys.sign))),
    },
    null,
    2,
  )}\n`;
}

const key32 = (value: unknown): Uint8Array | undefined => {
  const bytes = typeof value === 'string' && value.length < 100 ? Buffer.from(value, 'base64') : undefined;
  return bytes?.byteLength === 32 ? bytes : undefined;
};
const organOf = (value: unknown): { organId: string; name: string } | undefined => {
  const { organId, name } = (value ?? {}) as Record<string, unknown>;
  if (typeof organId !== 'string' || typeof name !== 'string') return undefined;
  const fits = /^[\w.-]{1,35}$/.test(organId) && name.length > 0 && name.length <= 200 && !/\p{Cc}/u.test(name);
  return fits ? { organId, name } : undefined;
};

/** @throws Failure `folder.key_file_unreadable` (not such a file, damaged or altered), `folder.newer_version` */
export function readKeyFile(text: string): KeyFile {
  const bad = (): Failure => new Failure('folder.key_file_unreadable');
  if (text.length > MAX_KEY_FILE) throw bad();
  let value: Record<string, unknown>;
  try {
    value = (JSON.parse(text) ?? {}) as Record<string, unknown>;
  } catch {
    throw bad();
  }
  if (value.format !== FORMAT) throw bad();
  if (value.version !== 1) throw new Failure('folder.newer_version');
  const [signKey, seal] = [key32(value.sign), key32(value.seal)];
  const listed: unknown[] = Array.isArray(value.organs) ? value.organs : [];
  const organs = listed.flatMap((organ) => organOf(organ) ?? []);
  const { madeAt, signature } = value;
  const complete = organs.length === listed.length && organs.length > 0 && organs.length <= MAX_ORGANS;
  if (!signKey || !seal || !complete || typeof madeAt !== 'number' || typeof signature !== 'string') throw bad();
  const file: KeyFile = { keys: { sign: signKey, seal }, organs, madeAt };
  let holds = false;
  try {
    holds = verify(null, signedText(file), publicKey('Ed25519', signKey), Buffer.from(signature, 'base64'));
  } catch {}
  if (!holds) throw bad();
  return file;
}
