/**
 * The recovery code: 160 random bits as 32 characters and a checksum of 4, in groups of four, made to be written by
 * hand, sealed in an envelope and typed back. Letters that look like others are left out (Crockford's alphabet).
 */
import { createHash, randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const RECOVERY_BYTES = 20;
const BODY = 32;
const CHECK = 4;

/** Five bits a character, most significant first; whole characters only. */
function encode(bytes: Uint8Array, characters: number): string {
  let out = '';
  for (let i = 0; i < characters; i++) {
    const bit = i * 5;
    const pair = ((bytes[bit >> 3] ?? 0) << 8) | (bytes[(bit >> 3) + 1] ?? 0);
    out += ALPHABET.charAt((pair >> (11 - (bit & 7))) & 31);
  }
  return out;
}
function decode(text: string): Uint8Array {
  const bytes = new Uint8Array(RECOVERY_BYTES);
  for (let i = 0; i < text.length; i++) {
    const value = ALPHABET.indexOf(text.charAt(i));
    for (let b = 0; b < 5; b++) {
      const bit = i * 5 + b;
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (((value >> (4 - b)) & 1) << (7 - (bit & 7)));
    }
  }
  return bytes;
}
const checksum = (bytes: Uint8Array): string => encode(createHash('sha256').update('tram-van-thu/recovery').update(bytes).digest(), CHECK);

export const makeRecoverySecret = (): Uint8Array => new Uint8Array(randomBytes(RECOVERY_BYTES));

/** `XXXX-XXXX-…`, nine groups. */
export function recoveryCodeOf(secret: Uint8Array): string {
  if (secret.byteLength !== RECOVERY_BYTES) throw new RangeError('a recovery secret has 20 bytes');
  return ((encode(secret, BODY) + checksum(secret)).match(/.{4}/g) ?? []).join('-');
}

/**
 * The secret of a code as a person typed it: case, spaces and dashes do not matter, O is 0, I and L are 1.
 * Undefined where a character is impossible or the checksum does not fit: then it was mistyped.
 */
export function readRecoveryCode(typed: string): Uint8Array | undefined {
  const text = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}.·_]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  if (text.length !== BODY + CHECK || [...text].some((c) => !ALPHABET.includes(c))) return undefined;
  const secret = decode(text.slice(0, BODY));
  return checksum(secret) === text.slice(BODY) ? secret : undefined;
}
