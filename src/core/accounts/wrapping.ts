/**
 * One wrapping of the data key: AES-256-GCM (NIST SP 800-38D) under a key derived from the way's secret. Everything that
 * says where the wrapping belongs (mode, workstation, way, version, parameters) is authenticated with it, so that a
 * wrapping moved to another profile or mode does not open. Only algorithms that OpenSSL and BoringSSL share.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, randomUUID, type ScryptOptions, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import type { Mode } from '../../domain/profile.ts';
import { DATA_KEY_BYTES } from '../store/index.ts';
import type { Kdf, Way, Wrapping } from './key-file.ts';

/** Electron's safeStorage in main, reached through the shell contract; both calls may fail. */
export interface OsKeyStore {
  readonly available: boolean;
  wrap(plain: Uint8Array): Promise<Uint8Array>;
  unwrap(wrapped: Uint8Array): Promise<Uint8Array>;
}
/** What opens a way: a passphrase, the recovery code's 20 bytes, or the operating system. */
export type WaySecret =
  | { readonly way: 'passphrase'; readonly passphrase: string }
  | { readonly way: 'recovery'; readonly code: Uint8Array }
  | { readonly way: 'os'; readonly osKeyStore: OsKeyStore };
/** Which profile a wrapping belongs to. */
export interface Belonging {
  readonly mode: Mode;
  readonly workstationId: string;
}

/** scrypt N: 2^17 with r=8 takes 128 MiB and some 0.4 s. */
export const SCRYPT_COST = 2 ** 17;
const NONCE = 12;
const TAG = 16;

const deriveSlowly = promisify<string | Uint8Array, Uint8Array, number, ScryptOptions, Buffer>(scrypt);

/** The key that wraps. Passphrases are compared as Unicode text: the same letters typed by another input method fit. */
async function wrappingKey(kdf: Kdf, secret: Uint8Array | string): Promise<Buffer> {
  const salt = Buffer.from(kdf.salt, 'base64');
  if (kdf.name === 'hkdf') return Buffer.from(hkdfSync('sha256', secret, salt, 'tram-van-thu/way-in/v1', 32));
  const { N, r, p } = kdf;
  return deriveSlowly(typeof secret === 'string' ? secret.normalize('NFKC') : secret, salt, 32, { N, r, p, maxmem: 256 * N * r });
}

function boundData(b: Belonging, w: Omit<Wrapping, 'wrapped'>): Buffer {
  const kdf = w.kdf.name === 'scrypt' ? [w.kdf.name, w.kdf.N, w.kdf.r, w.kdf.p, w.kdf.salt] : [w.kdf.name, w.kdf.salt];
  return Buffer.from(
    JSON.stringify(['tram-van-thu/way-in', w.version, b.mode, b.workstationId, w.way, w.id, kdf, w.osWrapped ?? '']),
    'utf8',
  );
}

const kdfFor = (way: Way, cost: number): Kdf => {
  const salt = randomBytes(16).toString('base64');
  return way === 'passphrase' ? { name: 'scrypt', N: cost, r: 8, p: 1, salt } : { name: 'hkdf', salt };
};

/** @param cost scrypt N; only tests lower it */
export async function wrapDataKey(dataKey: Uint8Array, belonging: Belonging, secret: WaySecret, cost = SCRYPT_COST): Promise<Wrapping> {
  const base = { id: randomUUID(), way: secret.way, version: 1 as const, kdf: kdfFor(secret.way, cost) };
  const osSecret = randomBytes(32);
  const parts =
    secret.way === 'os'
      ? { ...base, osWrapped: Buffer.from(await secret.osKeyStore.wrap(new Uint8Array(osSecret))).toString('base64') }
      : base;
  const key = await wrappingKey(base.kdf, secret.way === 'os' ? osSecret : secret.way === 'recovery' ? secret.code : secret.passphrase);
  try {
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG });
    cipher.setAAD(boundData(belonging, parts));
    const body = Buffer.concat([nonce, cipher.update(dataKey), cipher.final(), cipher.getAuthTag()]);
    return { ...parts, wrapped: body.toString('base64') };
  } finally {
    key.fill(0);
    osSecret.fill(0);
  }
}

/** The data key, or undefined where secret, wrapping and profile do not belong together, whichever it is. */
export async function unwrapDataKey(wrapping: Wrapping, belonging: Belonging, secret: WaySecret): Promise<Uint8Array | undefined> {
  if (wrapping.way !== secret.way) return undefined;
  let key: Buffer | undefined;
  try {
    const given = await secretBytes(wrapping, secret);
    key = await wrappingKey(wrapping.kdf, given);
    if (secret.way === 'os' && typeof given !== 'string') given.fill(0);
    const body = Buffer.from(wrapping.wrapped, 'base64');
    if (body.byteLength !== NONCE + DATA_KEY_BYTES + TAG) return undefined;
    const decipher = createDecipheriv('aes-256-gcm', key, body.subarray(0, NONCE), { authTagLength: TAG });
    decipher.setAAD(boundData(belonging, wrapping));
    decipher.setAuthTag(body.subarray(-TAG));
    const plain = decipher.update(body.subarray(NONCE, -TAG));
    decipher.final();
    const dataKey = new Uint8Array(plain);
    plain.fill(0);
    return dataKey;
  } catch {
    return undefined;
  } finally {
    key?.fill(0);
  }
}

async function secretBytes(wrapping: Wrapping, secret: WaySecret): Promise<Uint8Array | string> {
  if (secret.way === 'passphrase') return secret.passphrase;
  if (secret.way === 'recovery') return secret.code;
  return secret.osKeyStore.unwrap(new Uint8Array(Buffer.from(wrapping.osWrapped ?? '', 'base64')));
}
