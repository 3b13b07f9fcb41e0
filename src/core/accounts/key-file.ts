/**
 * `keys.json`: the wrappings of a profile's data key, one for each way in, and how often a secret was wrong. It lies in
 * plaintext beside the database and tells nothing but the mode, the workstation's id and which kinds of ways there are.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Failure } from '../../domain/errors.ts';
import type { Instant } from '../../domain/time.ts';
import { makeFolder, replaceFile } from '../store/index.ts';

export const WAYS = ['os', 'passphrase', 'recovery'] as const;
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

const wrapping = z.strictObject({
  id: z.uuid(),
  way: z.enum(WAYS),
  version: z.literal(1),
  kdf,
  /** Way `os` only: a random secret as the OS key store wrapped it. */
  osWrapped: base64.optional(),
  /** Nonce (12), AES-256-GCM of the data key (32), tag (16). */
  wrapped: base64,
});
export type Wrapping = z.infer<typeof wrapping>;

const keyFile = z.strictObject({
  format: z.literal(1),
  mode: z.enum(['real', 'training']),
  workstationId: z.uuid(),
  tries: z.strictObject({ count: z.number().int().min(0), lastAt: z.number() }),
  ways: z.array(wrapping).max(100),
});
export type KeyFile = z.infer<typeof keyFile>;

export const keyFilePath = (dir: string): string => join(dir, 'keys.json');

/** @throws Failure `accounts.profile_missing`, `accounts.keys_damaged` */
export function readKeyFile(dir: string): KeyFile {
  const path = keyFilePath(dir);
  if (!existsSync(path)) throw new Failure('accounts.profile_missing');
  try {
    return keyFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new Failure('accounts.keys_damaged', undefined, { cause: error });
  }
}

/** Replaces the file as a whole, synced. */
export function writeKeyFile(dir: string, file: KeyFile): void {
  makeFolder(dir);
  replaceFile(keyFilePath(dir), `${JSON.stringify(keyFile.parse(file), undefined, 1)}\n`);
}

const MAX_WAIT_S = 60;
/**
 * Whole seconds until another secret may be tried: 1, 2, 4 … 60 after the first, second, third … wrong one.
 * A clock that was set back does not lengthen the wait.
 */
export function secondsToWait(tries: KeyFile['tries'], now: Instant): number {
  if (tries.count === 0) return 0;
  const wait = Math.min(MAX_WAIT_S, 2 ** (tries.count - 1)) * 1000;
  const passed = now - tries.lastAt;
  return passed < 0 || passed >= wait ? 0 : Math.ceil((wait - passed) / 1000);
}
