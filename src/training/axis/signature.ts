/**
 * Who is calling: the HMAC over `XroadVnpt-sign-header` exactly as received, and the digest forms of `hash-file`.
 * The order of the signed names is the client's own affair; nothing here rebuilds it.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

export const PREFIX = 'xroadvnpt-';

/** Header values as they came (one character a byte), by lower-case name without the prefix; `undefined` if one came twice. */
export function axisHeaders(rawHeaders: readonly string[]): ReadonlyMap<string, string> | undefined {
  const found = new Map<string, string>();
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] ?? '').toLowerCase();
    if (!name.startsWith(PREFIX)) continue;
    const short = name.slice(PREFIX.length);
    if (found.has(short)) return undefined;
    found.set(short, rawHeaders[i + 1] ?? '');
  }
  return found;
}

/** Bytes of a header as UTF-8 where they are that, else as Latin-1. */
export function headerText(value: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(value, 'latin1'));
  } catch {
    return value;
  }
}

/** HMAC-SHA256 in lower-case hex; the key is the secret's UTF-8 bytes, the data the header's raw bytes. */
export const hashHeader = (secret: string, signHeader: string): string =>
  createHmac('sha256', Buffer.from(secret, 'utf8')).update(Buffer.from(signHeader, 'latin1')).digest('hex');

export function hmacMatches(secret: string, signHeader: string, given: string): boolean {
  const expected = Buffer.from(hashHeader(secret, signHeader));
  const actual = Buffer.from(given.trim(), 'latin1');
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}

/** The official client prints each byte of a digest without its leading zero; both forms are accepted. */
export const unpaddedHex = (digest: Uint8Array): string => Array.from(digest, (b) => b.toString(16)).join('');
export const matchesHashFile = (digest: Uint8Array, given: string): boolean =>
  given === Buffer.from(digest).toString('hex') || given === unpaddedHex(digest);

/**
 * The signed parameters, by lower-case name without the prefix. The names listed in `sign-header-key` must be
 * those of `sign-header`, and each single header must say the same as far as headers can carry it: line breaks
 * became blanks there, letters outside ASCII may be mangled.
 */
export function signedParams(headers: ReadonlyMap<string, string>): ReadonlyMap<string, string> | undefined {
  const signHeader = headerText(headers.get('sign-header') ?? '');
  let parsed: unknown;
  try {
    parsed = JSON.parse(signHeader);
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
  const params = new Map<string, string>();
  for (const [name, value] of Object.entries(parsed)) {
    const lower = name.toLowerCase();
    if (!lower.startsWith(PREFIX) || typeof value !== 'string') return undefined;
    params.set(lower.slice(PREFIX.length), value);
  }
  const listed = new Set(
    headerText(headers.get('sign-header-key') ?? '')
      .split(';')
      .map((n) => n.trim().toLowerCase())
      .filter((n) => n !== ''),
  );
  if (listed.size !== params.size || [...params.keys()].some((name) => !listed.has(name))) return undefined;
  for (const [name, value] of params) {
    const single = headers.get(name);
    if (single === undefined || !looselyEqual(headerText(single), value)) return undefined;
  }
  return params;
}

const isPlain = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);
function looselyEqual(header: string, signed: string): boolean {
  const a = header.replace(/\s+/gu, ' ').trim();
  const b = signed.replace(/\s+/gu, ' ').trim();
  return a === b || !isPlain(a) || !isPlain(b);
}
