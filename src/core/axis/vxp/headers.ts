/**
 * The signed headers of a VXP call, byte for byte as the official software kit makes them for the same parameters:
 * every parameter is a header `XroadVnpt-<name>`, all of them once more as one JSON text in `sign-header`, and its
 * HMAC in `hash-header`. Pure: time comes in as an argument.
 */
import { createHmac } from 'node:crypto';
import { Failure } from '../../../domain/errors.ts';
import type { Instant } from '../../../domain/time.ts';
import type { RawHeader } from '../http/exchange.ts';

export type { RawHeader } from '../http/exchange.ts';

const PREFIX = 'XroadVnpt-';
const OFFSET_MS = 7 * 3600_000;

export interface SignedHeaders {
  /** `XroadVnpt-…` parameters in the signed order, `Content-Type` among them. */
  readonly params: readonly RawHeader[];
  readonly signHeaderKey: string;
  /** The signed JSON, as text (UTF-8 on the wire). */
  readonly signHeader: string;
  /** Lower-case hex HMAC-SHA256. */
  readonly hashHeader: string;
}

/**
 * Iteration order of a `java.util.HashMap` of these names, filled in this order: the kit signs in it. Buckets by
 * `(h ^ h>>>16) & (table-1)`; the table has 16 places and doubles when more than three quarters of it are taken;
 * within a bucket the order of insertion stands (also after doubling).
 */
export function javaHashMapOrder(names: readonly string[]): string[] {
  let table = 16;
  while (names.length > table * 0.75) table *= 2;
  const bucket = (name: string): number => {
    let h = 0;
    for (let i = 0; i < name.length; i++) h = (Math.imul(31, h) + name.charCodeAt(i)) | 0;
    return (h ^ (h >>> 16)) & (table - 1);
  };
  return names
    .map((name, index) => ({ name, index, bucket: bucket(name) }))
    .sort((a, b) => a.bucket - b.bucket || a.index - b.index)
    .map(({ name }) => name);
}

/** A JSON string as the kit writes it: `JSON.stringify`, and the two line separators of Unicode escaped. */
const jsonString = (text: string): string => JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');

/** UTF-8 bytes as the Latin-1 text that Node's HTTP writes one byte a character. */
const wire = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

export interface SigningInput {
  /** The call's parameters without `systemid`, `timestamp`, `Content-Type`, in the order the caller sets them. */
  readonly params: Readonly<Record<string, string>>;
  readonly contentType: 'application/json' | 'application/octet-stream';
  readonly systemId: string;
  /** Used as its UTF-8 bytes; not base64-decoded. */
  readonly secret: string;
  /** `vxpTimestamp(now)`. */
  readonly timestamp: string;
}

export function signedHeaders(input: SigningInput): SignedHeaders {
  const all: Record<string, string> = {
    systemid: input.systemId,
    timestamp: input.timestamp,
    'Content-Type': input.contentType,
    ...input.params,
  };
  const names = javaHashMapOrder(Object.keys(all));
  const value = (name: string): string => all[name] ?? '';
  const signHeader = `{${names.map((name) => `"${PREFIX}${name}":${jsonString(value(name))}`).join(',')}}`;
  return {
    params: names.map((name) => [`${PREFIX}${name}`, wire(value(name))] as const),
    signHeaderKey: names.join(';'),
    signHeader,
    hashHeader: createHmac('sha256', Buffer.from(input.secret, 'utf8')).update(signHeader, 'utf8').digest('hex'),
  };
}

/** `ddMMyyyy'T'HHmmss+SSSS` in the time of Vietnam; the four digits are milliseconds, the `+` is literal. */
export function vxpTimestamp(at: Instant): string {
  const t = new Date(at + OFFSET_MS).toISOString();
  return `${t.slice(8, 10)}${t.slice(5, 7)}${t.slice(0, 4)}T${t.slice(11, 19).replaceAll(':', '')}+0${t.slice(20, 23)}`;
}

/**
 * `hash-file` of a SHA-256 digest. The kit prints each byte without its leading zero; an axis that wants the
 * correct form gets it by setting.
 */
export function hashFile(sha256: Uint8Array, form: 'unpadded' | 'padded'): string {
  return Array.from(sha256, (b) => (form === 'padded' ? b.toString(16).padStart(2, '0') : b.toString(16))).join('');
}

/**
 * `to` as the kit serialises it: compact JSON text.
 * @throws Failure `axis.not_ascii` for an organ code that is not printable ASCII
 */
export const recipientsParam = (to: readonly string[]): string => JSON.stringify(to.map((code) => asciiValue('to', code)));

/** A value that must stand in a header as it is: printable ASCII, for other letters break the axis's HMAC. */
export function asciiValue(name: string, value: string): string {
  if (!/^[\x20-\x7e]*$/.test(value)) throw new Failure('axis.not_ascii', { name });
  return value;
}

/** A free text for a header: Vietnamese without marks, everything else outside ASCII as `?`, one line, at most `max` characters. */
export function asciiDescription(text: string, max = 250): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D')
    .replace(/\s+/g, ' ')
    .replace(/[^\x20-\x7e]/g, '?')
    .trim()
    .slice(0, max);
}

export interface RequestShape {
  readonly signed: SignedHeaders;
  readonly contentType: string;
  readonly host: string;
  /** Bytes of the body; `undefined` = no body and no length (GET). */
  readonly contentLength?: number;
}
const identity: readonly RawHeader[] = [
  ['User-Agent', 'JAVASDKAgent/1.0.0 XRoad/VPCP'],
  ['XroadVnpt-version', '3.0.201608'],
];
const signature = (signed: SignedHeaders): readonly RawHeader[] => [
  ['XroadVnpt-sign-header-key', signed.signHeaderKey],
  ['XroadVnpt-sign-header', wire(signed.signHeader)],
  ['XroadVnpt-hash-header', signed.hashHeader],
];

/** All headers of every call but `sendEdoc`, in the kit's order and casing. */
export function callHeaders({ signed, contentType, host, contentLength }: RequestShape): RawHeader[] {
  return [
    ...signed.params.flatMap((header): RawHeader[] =>
      header[0] === `${PREFIX}Content-Type` ? [['Content-Type', contentType], header] : [header],
    ),
    ...signature(signed),
    ...identity,
    ...(contentLength === undefined ? [] : [['Content-Length', String(contentLength)] as const]),
    ['Host', host],
    ['Connection', 'Keep-Alive'],
    ...(contentLength ? [['Expect', '100-continue'] as const] : []),
    ['Accept-Encoding', 'gzip,deflate'],
  ];
}

/** All headers of `sendEdoc`, which the kit sends by another HTTP stack. */
export function uploadHeaders({ signed, contentType, host, contentLength }: RequestShape): RawHeader[] {
  return [
    ['Content-Type', contentType],
    ...signed.params,
    ...signature(signed),
    ...identity,
    ['Cache-Control', 'no-cache'],
    ['Pragma', 'no-cache'],
    ['Host', host],
    ['Accept', 'text/html, image/gif, image/jpeg, */*; q=0.2'],
    ['Connection', 'keep-alive'],
    ['Content-Length', String(contentLength ?? 0)],
  ];
}
