/** DER (ITU-T X.690) by hand: the few forms that one signature and the reading of certificates need. */
import { Failure } from '../../domain/errors.ts';

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8: 0x0c,
  sequence: 0x30,
  set: 0x31,
} as const;

/** One value: tag, length, content; contents are joined. */
export function tlv(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const length = contents.reduce((sum, c) => sum + c.byteLength, 0);
  return Buffer.concat([Buffer.from([tag]), encodeLength(length), ...contents]);
}
function encodeLength(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}
export const sequence = (...items: readonly Uint8Array[]): Buffer => tlv(TAG.sequence, ...items);
export const octets = (bytes: Uint8Array): Buffer => tlv(TAG.octetString, bytes);
export const derNull = (): Buffer => tlv(TAG.null);
/** A small non-negative INTEGER. */
export const integer = (value: number): Buffer => tlv(TAG.integer, Buffer.from([value]));
/** SET OF in DER: components in ascending order of their encodings (X.690, 11.6). */
export const setOf = (...items: readonly Uint8Array[]): Buffer => tlv(TAG.set, ...[...items].sort(Buffer.compare));

export function oid(text: string): Buffer {
  // Arcs may be larger than a safe integer (UUID-derived ones are).
  const [a = 0n, b = 0n, ...rest] = text.split('.').map(BigInt);
  const bytes: number[] = [];
  for (const arc of [a * 40n + b, ...rest]) {
    const groups = [Number(arc % 128n)];
    for (let v = arc / 128n; v > 0n; v /= 128n) groups.unshift(0x80 | Number(v % 128n));
    bytes.push(...groups);
  }
  return tlv(TAG.oid, Buffer.from(bytes));
}

/** A value as it stands in the input. */
export interface Node {
  readonly tag: number;
  readonly content: Uint8Array;
  /** Tag, length and content. */
  readonly whole: Uint8Array;
}
const broken = (): Failure => new Failure('cms.damaged');

/** The value at `offset`. @throws Failure `cms.damaged` for anything that is not definite-length with a one-byte tag */
export function readNode(bytes: Uint8Array, offset = 0): Node {
  const tag = bytes[offset];
  let length = bytes[offset + 1];
  if (tag === undefined || length === undefined || (tag & 0x1f) === 0x1f) throw broken();
  let start = offset + 2;
  if (length > 0x80) {
    const count = length - 0x80;
    if (count > 4) throw broken();
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + (bytes[start++] ?? 0);
  } else if (length === 0x80) throw broken();
  const end = start + length;
  if (end > bytes.byteLength) throw broken();
  return { tag, content: bytes.subarray(start, end), whole: bytes.subarray(offset, end) };
}
/** The values inside a constructed one. */
export function children(node: Node, most = 10_000): Node[] {
  const items: Node[] = [];
  for (let at = 0; at < node.content.byteLength; ) {
    const item = readNode(node.content, at);
    items.push(item);
    at += item.whole.byteLength;
    if (items.length > most) throw broken();
  }
  return items;
}
export function readOid(node: Node): string {
  if (node.tag !== TAG.oid) throw broken();
  const arcs: bigint[] = [];
  let value = 0n;
  for (const byte of node.content) {
    value = value * 128n + BigInt(byte & 0x7f);
    if (byte & 0x80) continue;
    if (arcs.length === 0) {
      const first = value < 40n ? 0n : value < 80n ? 1n : 2n;
      arcs.push(first, value - first * 40n);
    } else arcs.push(value);
    value = 0n;
  }
  return arcs.join('.');
}
