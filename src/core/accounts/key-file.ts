/**
 * `keys.json`: the wrappings of a profile's data key, one for each way in, and how often a secret was wrong. It lies in
 * plaintext beside the database and tells nothing but the mode, the workstation's id, which kinds of ways there are and
 * how many people have one. A second copy, `keys-2.json`, stands beside it: one damaged file locks nobody out.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Failure } from '../../domain/errors.ts';
import type { Instant } from '../../domain/time.ts';
import { makeFolder, replaceFile } from '../store/disk.ts';

export const WAYS = ['os', 'passphrase', 'token', 'recovery'] as const;
export type Way = (typeof WAYS)[number];

const base64 = z.base64().max(10_000);
const isPowerOfTwo = (n: number): boolean => Number.isInteger(Math.log2(n));
const kdf = z.discriminatedUnion('name', [
  /** RFC 7914. Bounds keep a planted file from exhausting memory; lowering N only makes a wrapping unopenable. */
  z.strictObject({
    name: z.literal('scrypt'),
    N: z
      .number()
      .int()
      .min(2)
      .max(2 ** 20)
      .refine(isPowerOfTwo),
    r: z.literal(8),
    p: z.number().int().min(1).max(4),
    salt: base64,
  }),
  /** RFC 5869 with SHA-256, for secrets that are random themselves. */
  z.strictObject({ name: z.literal('hkdf'), salt: base64 }),
]);
export type Kdf = z.infer<typeof kdf>;

const common = {
  id: z.uuid(),
  way: z.enum(WAYS),
  /** Whose way it is; absent for the recovery code, and in files from before people had ways of their own. */
  personId: z.uuid().optional(),
  kdf,
  /** Way `os` only: a random secret as the OS key store wrapped it. */
  osWrapped: base64.optional(),
};
/** The secret's key seals the data key itself. No longer made; replaced when it is opened. */
const direct = z.strictObject({
  ...common,
  version: z.literal(1),
  /** Nonce (12), AES-256-GCM of the data key (32), tag (16). */
  wrapped: base64,
});
/**
 * The secret's key seals a private key, and the data key is sealed to its public key: so a new data key reaches every
 * way in without anyone's secret, and who knew the old data key learns nothing of the new one.
 */
const byKeyPair = z.strictObject({
  ...common,
  version: z.literal(2),
  /** Way `token` only: a random secret, RSAES-PKCS1-v1_5 to this certificate's key (RFC 8017, 7.2). */
  token: z.strictObject({ certificateSha256: z.string().regex(/^[0-9a-f]{64}$/), serial: z.string().max(64), wrapped: base64 }).optional(),
  /** P-256, DER SubjectPublicKeyInfo. */
  publicKey: base64,
  /** Nonce (12), AES-256-GCM of the PKCS#8 private key, tag (16). */
  sealedPrivate: base64,
  /** The other half of the agreement that seals the data key, as `publicKey`. */
  ephemeral: base64,
  /** Nonce (12), AES-256-GCM of the data key (32), tag (16). */
  wrapped: base64,
  /** HMAC-SHA256 of the rest under the data key: no public key is planted here by who does not know it. */
  mac: base64,
});
const wrapping = z.discriminatedUnion('version', [direct, byKeyPair]);
export type Wrapping = z.infer<typeof wrapping>;
export type KeyPairWrapping = z.infer<typeof byKeyPair>;

const tries = z.strictObject({ count: z.number().int().min(0), lastAt: z.number() });
export type Tries = z.infer<typeof tries>;
const content = {
  mode: z.enum(['real', 'training']),
  workstationId: z.uuid(),
  /** Wrong secrets where it was not said whose. */
  tries,
  ways: z.array(wrapping).max(200),
};
const older = z.strictObject({ format: z.literal(1), ...content });
const keyFile = z.strictObject({
  format: z.literal(2),
  ...content,
  /** Wrong secrets of one person, by id. */
  triesOf: z.record(z.uuid(), tries),
  /** Names of the people who have a way in, as the OS key store wrapped them: to choose from before the store is open. */
  names: z.base64().max(100_000).optional(),
  /** SHA-256 of the rest: a flipped bit is known as such and not taken for a wrong secret. */
  sum: z.string(),
});
export type KeyFile = Omit<z.infer<typeof keyFile>, 'sum'>;

const FILES = ['keys.json', 'keys-2.json'] as const;
export const keyFilePaths = (dir: string): readonly [string, string] => [join(dir, FILES[0]), join(dir, FILES[1])];
/** Where there is a profile. */
export const hasKeyFile = (dir: string): boolean => keyFilePaths(dir).some((path) => existsSync(path));

const textOf = (file: KeyFile): string => {
  const sum = createHash('sha256').update(JSON.stringify(file)).digest('hex');
  return `${JSON.stringify({ ...file, sum }, undefined, 1)}\n`;
};

/** @throws where it is not a whole key file */
function read(path: string): KeyFile {
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const old = older.safeParse(value);
  if (old.success) return { ...old.data, format: 2, triesOf: {} };
  const { sum, ...file } = keyFile.parse(value);
  // Over what was written, whatever the order in which it is read back.
  const { sum: _, ...written } = value as Record<string, unknown>;
  if (createHash('sha256').update(JSON.stringify(written)).digest('hex') !== sum) throw new Error('the sum differs');
  return file;
}

/** The first copy that is whole. @throws Failure `accounts.profile_missing`, `accounts.keys_damaged` */
export function readKeyFile(dir: string): KeyFile {
  const paths = keyFilePaths(dir).filter((path) => existsSync(path));
  if (paths.length === 0) throw new Failure('accounts.profile_missing');
  let cause: unknown;
  for (const path of paths) {
    try {
      return read(path);
    } catch (error) {
      cause = error;
    }
  }
  throw new Failure('accounts.keys_damaged', undefined, { cause });
}

/** Replaces the file as a whole, synced, then its copy. Where only the copy fails the act is done: the next one mends it. */
export function writeKeyFile(dir: string, file: KeyFile): void {
  makeFolder(dir);
  const [first, second] = keyFilePaths(dir);
  const { sum: _, ...checked } = keyFile.parse({ ...file, sum: '' });
  const text = textOf(checked);
  replaceFile(first, text);
  try {
    replaceFile(second, text);
  } catch {
    // The first one holds.
  }
}

/** Makes both copies alike from the one that is whole; which of them was not, for the log. */
export function mendKeyFile(dir: string): 'first' | 'second' | undefined {
  const file = readKeyFile(dir);
  const [first, second] = keyFilePaths(dir);
  const same = (path: string): boolean => existsSync(path) && readFileSync(path, 'utf8') === textOf(file);
  const damaged = !same(first) ? 'first' : !same(second) ? 'second' : undefined;
  if (damaged !== undefined) writeKeyFile(dir, file);
  return damaged;
}

const MAX_WAIT_S = 60;
/**
 * Whole seconds until another secret may be tried: 1, 2, 4 … 60 after the first, second, third … wrong one.
 * A clock that was set back does not lengthen the wait.
 */
export function secondsToWait(tries: Tries, now: Instant): number {
  if (tries.count === 0) return 0;
  const wait = Math.min(MAX_WAIT_S, 2 ** (tries.count - 1)) * 1000;
  const passed = now - tries.lastAt;
  return passed < 0 || passed >= wait ? 0 : Math.ceil((wait - passed) / 1000);
}

const NONE: Tries = { count: 0, lastAt: 0 };
const triesFor = (file: KeyFile, personId: string | undefined): Tries =>
  personId === undefined ? file.tries : (file.triesOf[personId] ?? NONE);
const withTries = (file: KeyFile, personId: string | undefined, next: Tries): KeyFile =>
  personId === undefined ? { ...file, tries: next } : { ...file, triesOf: { ...file.triesOf, [personId]: next } };

/**
 * Counts one try, before the secret is tried, so that ending the process does not give a free one.
 * @throws Failure `accounts.wait` (seconds)
 */
export function countTry(dir: string, file: KeyFile, personId: string | undefined, now: Instant): void {
  const held = triesFor(file, personId);
  const seconds = secondsToWait(held, now);
  if (seconds > 0) throw new Failure('accounts.wait', { seconds });
  writeKeyFile(dir, withTries(file, personId, { count: held.count + 1, lastAt: now }));
}
/** After a right secret; the tries of other people stay. */
export const forgetTries = (file: KeyFile, personId: string | undefined): KeyFile => withTries(file, personId, NONE);
