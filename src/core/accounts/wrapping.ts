/**
 * One wrapping of the data key. The way's secret gives a key (scrypt or HKDF) that seals a P-256 private key; the data
 * key is sealed to the public one (ECDH, HKDF-SHA256, AES-256-GCM; NIST SP 800-56A, 800-38D). Everything that says where
 * the wrapping belongs (mode, workstation, way, person, parameters) is authenticated with it, so that a wrapping moved to
 * another profile, mode or person does not open. Only algorithms that OpenSSL and BoringSSL share.
 */
import {
  constants,
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  publicEncrypt,
  randomBytes,
  randomUUID,
  type ScryptOptions,
  scrypt,
  timingSafeEqual,
  X509Certificate,
} from 'node:crypto';
import { promisify } from 'node:util';
import type { Mode } from '../../domain/profile.ts';
import { DATA_KEY_BYTES } from '../store/keys.ts';
import type { Kdf, KeyPairWrapping, Way, Wrapping } from './key-file.ts';

/** Electron's safeStorage in main, reached through the shell contract; both calls may fail. */
export interface OsKeyStore {
  readonly available: boolean;
  wrap(plain: Uint8Array): Promise<Uint8Array>;
  unwrap(wrapped: Uint8Array): Promise<Uint8Array>;
}
/** A person's token, as far as a way in needs it: the PIN was given to it by another path. */
export interface TokenKey {
  readonly serial: string;
  /** X.509 certificate, DER, of the key that decrypts. */
  readonly certificate: Uint8Array;
  /** RSAES-PKCS1-v1_5 in the token. */
  decrypt(wrapped: Uint8Array): Promise<Uint8Array>;
}
/** What opens a way: a passphrase, the recovery code's 20 bytes, the operating system, a token. */
export type WaySecret =
  | { readonly way: 'passphrase'; readonly passphrase: string }
  | { readonly way: 'recovery'; readonly code: Uint8Array }
  | { readonly way: 'os'; readonly osKeyStore: OsKeyStore }
  | { readonly way: 'token'; readonly token: TokenKey };
/** Which profile a wrapping belongs to. */
export interface Belonging {
  readonly mode: Mode;
  readonly workstationId: string;
}

/** scrypt N: 2^17 with r=8 takes 128 MiB and some 0.4 s. */
export const SCRYPT_COST = 2 ** 17;
const NONCE = 12;
const TAG = 16;
const SECRET = 32;
const CURVE = 'P-256';

const deriveSlowly = promisify<string | Uint8Array, Uint8Array, number, ScryptOptions, Buffer>(scrypt);
const b64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const bytesOf = (text: string): Buffer => Buffer.from(text, 'base64');

/** The key that seals. Passphrases are compared as Unicode text: the same letters typed by another input method fit. */
async function secretKey(kdf: Kdf, secret: Uint8Array | string, version: 1 | 2): Promise<Buffer> {
  const salt = bytesOf(kdf.salt);
  if (kdf.name === 'hkdf') return Buffer.from(hkdfSync('sha256', secret, salt, `tram-van-thu/way-in/v${version}`, 32));
  const { N, r, p } = kdf;
  return deriveSlowly(typeof secret === 'string' ? secret.normalize('NFKC') : secret, salt, 32, { N, r, p, maxmem: 256 * N * r });
}

const kdfFacts = (kdf: Kdf): unknown[] => (kdf.name === 'scrypt' ? [kdf.name, kdf.N, kdf.r, kdf.p, kdf.salt] : [kdf.name, kdf.salt]);
function boundDirect(b: Belonging, w: Omit<Extract<Wrapping, { version: 1 }>, 'wrapped'>): Buffer {
  return Buffer.from(
    JSON.stringify(['tram-van-thu/way-in', w.version, b.mode, b.workstationId, w.way, w.id, kdfFacts(w.kdf), w.osWrapped ?? '']),
  );
}
type Identity = Pick<KeyPairWrapping, 'id' | 'way' | 'personId' | 'kdf' | 'osWrapped' | 'token' | 'publicKey'>;
function bound(b: Belonging, w: Identity): Buffer {
  const token = w.token ? [w.token.certificateSha256, w.token.serial, w.token.wrapped] : [];
  const whose = [b.mode, b.workstationId, w.way, w.id, w.personId ?? ''];
  return Buffer.from(JSON.stringify(['tram-van-thu/way-in', 2, ...whose, kdfFacts(w.kdf), w.osWrapped ?? '', token, w.publicKey]));
}

function seal(key: Uint8Array, plain: Uint8Array, aad: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG });
  cipher.setAAD(aad);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}
/** @throws where key, data and place do not belong together */
function unseal(key: Uint8Array, sealed: Buffer, aad: Uint8Array): Buffer {
  if (sealed.byteLength < NONCE + TAG) throw new RangeError('too short');
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(-TAG));
  const plain = decipher.update(sealed.subarray(NONCE, -TAG));
  decipher.final();
  return plain;
}

const kdfFor = (way: Way, cost: number): Kdf => {
  const salt = b64(randomBytes(16));
  return way === 'passphrase' ? { name: 'scrypt', N: cost, r: 8, p: 1, salt } : { name: 'hkdf', salt };
};
const spki = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' });
const publicOf = (text: string): KeyObject => createPublicKey({ key: bytesOf(text), type: 'spki', format: 'der' });

/** The key both halves agree on, for one data key. */
function agreed(privateKey: KeyObject, publicKey: KeyObject, ephemeral: Uint8Array): Buffer {
  const shared = diffieHellman({ privateKey, publicKey });
  try {
    return Buffer.from(hkdfSync('sha256', shared, ephemeral, 'tram-van-thu/way-in/v2/data-key', 32));
  } finally {
    shared.fill(0);
  }
}

const macKey = (dataKey: Uint8Array): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', dataKey, new Uint8Array(0), 'tram-van-thu/ways/v1', 32));
function macOf(dataKey: Uint8Array, b: Belonging, w: Identity & Pick<KeyPairWrapping, 'sealedPrivate' | 'ephemeral' | 'wrapped'>): Buffer {
  return createHmac('sha256', macKey(dataKey))
    .update(bound(b, w))
    .update(JSON.stringify([w.sealedPrivate, w.ephemeral, w.wrapped]))
    .digest();
}
/** Made by someone who knew the data key, and not changed since. */
export function wrappingHolds(wrapping: KeyPairWrapping, belonging: Belonging, dataKey: Uint8Array): boolean {
  const given = bytesOf(wrapping.mac);
  const own = macOf(dataKey, belonging, wrapping);
  return given.byteLength === own.byteLength && timingSafeEqual(given, own);
}

function sealDataKey(dataKey: Uint8Array, belonging: Belonging, half: Identity & Pick<KeyPairWrapping, 'sealedPrivate'>): KeyPairWrapping {
  const pair = generateKeyPairSync('ec', { namedCurve: CURVE });
  const ephemeral = spki(pair.publicKey);
  const key = agreed(pair.privateKey, publicOf(half.publicKey), ephemeral);
  try {
    const wrapped = { ...half, version: 2 as const, ephemeral: b64(ephemeral), wrapped: b64(seal(key, dataKey, bound(belonging, half))) };
    return { ...wrapped, mac: b64(macOf(dataKey, belonging, wrapped)) };
  } finally {
    key.fill(0);
  }
}

/**
 * The same way in for another data key; nobody's secret is needed. Call only with what `wrappingHolds` confirmed.
 */
export function rewrap(wrapping: KeyPairWrapping, belonging: Belonging, newDataKey: Uint8Array): KeyPairWrapping {
  const { version: _v, ephemeral: _e, wrapped: _w, mac: _m, ...half } = wrapping;
  return sealDataKey(newDataKey, belonging, half);
}

/** A random secret for a way that holds no secret of a person, as the way keeps it. */
async function machineSecret(secret: WaySecret, random: Uint8Array): Promise<Pick<KeyPairWrapping, 'osWrapped' | 'token'>> {
  if (secret.way === 'os') return { osWrapped: b64(await secret.osKeyStore.wrap(new Uint8Array(random))) };
  if (secret.way !== 'token') return {};
  const certificate = new X509Certificate(secret.token.certificate);
  const wrapped = publicEncrypt({ key: certificate.publicKey, padding: constants.RSA_PKCS1_PADDING }, random);
  const certificateSha256 = certificate.fingerprint256.replaceAll(':', '').toLowerCase();
  return { token: { certificateSha256, serial: secret.token.serial, wrapped: b64(wrapped) } };
}
const given = (secret: WaySecret, random: Uint8Array): Uint8Array | string =>
  secret.way === 'passphrase' ? secret.passphrase : secret.way === 'recovery' ? secret.code : random;

/** @param cost scrypt N; only tests lower it */
export async function wrapDataKey(
  dataKey: Uint8Array,
  belonging: Belonging,
  secret: WaySecret,
  { cost = SCRYPT_COST, personId }: { readonly cost?: number | undefined; readonly personId?: string | undefined } = {},
): Promise<Wrapping> {
  const random = randomBytes(SECRET);
  const pair = generateKeyPairSync('ec', { namedCurve: CURVE });
  const identity: Identity = {
    id: randomUUID(),
    way: secret.way,
    ...(personId === undefined ? {} : { personId }),
    kdf: kdfFor(secret.way, cost),
    ...(await machineSecret(secret, random)),
    publicKey: b64(spki(pair.publicKey)),
  };
  const key = await secretKey(identity.kdf, given(secret, random), 2);
  const privateKey = pair.privateKey.export({ type: 'pkcs8', format: 'der' });
  try {
    return sealDataKey(dataKey, belonging, { ...identity, sealedPrivate: b64(seal(key, privateKey, bound(belonging, identity))) });
  } finally {
    for (const bytes of [key, random, privateKey]) bytes.fill(0);
  }
}

/** The data key, or undefined where secret, wrapping and profile do not belong together, whichever it is. */
export async function unwrapDataKey(wrapping: Wrapping, belonging: Belonging, secret: WaySecret): Promise<Uint8Array | undefined> {
  if (wrapping.way !== secret.way) return undefined;
  const wipe: Uint8Array[] = [];
  try {
    const typed = await secretOf(wrapping, secret);
    if (typeof typed !== 'string' && secret.way !== 'recovery') wipe.push(typed);
    const key = await secretKey(wrapping.kdf, typed, wrapping.version);
    wipe.push(key);
    const plain =
      wrapping.version === 1
        ? unseal(key, bytesOf(wrapping.wrapped), boundDirect(belonging, wrapping))
        : openPair(wrapping, belonging, key);
    wipe.push(plain);
    return plain.byteLength === DATA_KEY_BYTES ? new Uint8Array(plain) : undefined;
  } catch {
    return undefined;
  } finally {
    for (const bytes of wipe) bytes.fill(0);
  }
}

function openPair(wrapping: KeyPairWrapping, belonging: Belonging, key: Buffer): Buffer {
  const aad = bound(belonging, wrapping);
  const pkcs8 = unseal(key, bytesOf(wrapping.sealedPrivate), aad);
  try {
    const privateKey = createPrivateKey({ key: pkcs8, type: 'pkcs8', format: 'der' });
    const dataKeyKey = agreed(privateKey, publicOf(wrapping.ephemeral), bytesOf(wrapping.ephemeral));
    try {
      return unseal(dataKeyKey, bytesOf(wrapping.wrapped), aad);
    } finally {
      dataKeyKey.fill(0);
    }
  } finally {
    pkcs8.fill(0);
  }
}

async function secretOf(wrapping: Wrapping, secret: WaySecret): Promise<Uint8Array | string> {
  if (secret.way === 'passphrase') return secret.passphrase;
  if (secret.way === 'recovery') return secret.code;
  if (secret.way === 'os') return secret.osKeyStore.unwrap(new Uint8Array(bytesOf(wrapping.osWrapped ?? '')));
  if (wrapping.version !== 2 || wrapping.token === undefined) throw new Error('not a token’s wrapping');
  return secret.token.decrypt(new Uint8Array(bytesOf(wrapping.token.wrapped)));
}

/** Made under weaker rules than today's: to be replaced when its secret is at hand (and it is known whose it is). */
export const isWeak = (wrapping: Wrapping, cost = SCRYPT_COST): boolean =>
  (wrapping.version === 1 && (wrapping.way === 'recovery' || wrapping.personId !== undefined)) ||
  (wrapping.version === 2 && wrapping.kdf.name === 'scrypt' && wrapping.kdf.N < cost);
