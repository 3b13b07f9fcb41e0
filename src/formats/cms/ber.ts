/**
 * BER where signers use it (X.690, 8.1.3.6 and 8.7.3): values of indefinite length and strings in pieces become definite
 * and whole, so that one strict reader serves all. What is definite already keeps its bytes, since other signatures may
 * stand over them.
 */
import { Failure } from '../../domain/errors.ts';
import { readNode, TAG, tlv } from './der.ts';

const MAX_DEPTH = 32;
const broken = (): Failure => new Failure('cms.damaged');

interface Value {
  /** The value in definite form. */
  readonly bytes: Uint8Array;
  /** Where the next value starts in the input. */
  readonly next: number;
  readonly changed: boolean;
}

/** The first value of `bytes` in definite form; what follows it (the zeros of a placeholder) is left out. @throws Failure `cms.damaged` */
export function definite(bytes: Uint8Array): Uint8Array {
  const end = definiteEnd(bytes, 0, bytes.byteLength, 0);
  return end === NOT_DEFINITE ? convert(bytes, 0, bytes.byteLength, 0).bytes : bytes.subarray(0, end);
}
/** Whether anything but the zeros of a placeholder stands behind the first value. @throws Failure `cms.damaged` */
export function hasTrailing(bytes: Uint8Array): boolean {
  const end = definiteEnd(bytes, 0, bytes.byteLength, 0);
  return !onlyZeros(bytes.subarray(end === NOT_DEFINITE ? convert(bytes, 0, bytes.byteLength, 0).next : end));
}

const ZEROS = new Uint8Array(16_384);
/** In stretches: a placeholder is tens of kilobytes, and every verdict looks at all of it. */
function onlyZeros(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.byteLength; at += ZEROS.byteLength) {
    const piece = bytes.subarray(at, at + ZEROS.byteLength);
    if (Buffer.compare(piece, ZEROS.subarray(0, piece.byteLength)) !== 0) return false;
  }
  return true;
}

const NOT_DEFINITE = -1;
/**
 * Where a value ends that is definite and whole all through, as nearly every one is; nothing is set down on the way.
 * `NOT_DEFINITE` for any other, and for what cannot be read: `convert` says what is wrong.
 */
function definiteEnd(bytes: Uint8Array, at: number, end: number, depth: number): number {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined || at + 1 >= end || depth > MAX_DEPTH) return NOT_DEFINITE;
  if (first === 0x80 || tag === 0x24 || (tag & 0x1f) === 0x1f || first > 0x84) return NOT_DEFINITE;
  let from = at + 2;
  let length = first;
  if (first > 0x80) {
    length = 0;
    for (let i = first - 0x80; i > 0; i--) length = length * 256 + (bytes[from++] ?? 0);
  }
  const next = from + length;
  if (next > end) return NOT_DEFINITE;
  if ((tag & 0x20) === 0) return next;
  while (from < next) {
    from = definiteEnd(bytes, from, next, depth + 1);
    if (from === NOT_DEFINITE) return NOT_DEFINITE;
  }
  return next;
}

function convert(bytes: Uint8Array, at: number, end: number, depth: number): Value {
  if (depth > MAX_DEPTH) throw broken();
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined || at + 1 >= end) throw broken();
  if (first === 0x80) return indefinite(bytes, tag, at + 2, end, depth);
  const node = readNode(bytes, at);
  const next = at + node.whole.byteLength;
  if (next > end) throw broken();
  if ((tag & 0x20) === 0) return { bytes: node.whole, next, changed: false };
  const from = next - node.content.byteLength;
  const parts: Value[] = [];
  for (let i = from; i < next; i = parts.at(-1)?.next ?? next) parts.push(convert(bytes, i, next, depth + 1));
  if (tag === 0x24) return { bytes: joined(parts), next, changed: true };
  if (parts.every((part) => !part.changed)) return { bytes: node.whole, next, changed: false };
  return { bytes: tlv(tag, ...parts.map((part) => part.bytes)), next, changed: true };
}

function indefinite(bytes: Uint8Array, tag: number, from: number, end: number, depth: number): Value {
  if ((tag & 0x20) === 0) throw broken();
  const parts: Value[] = [];
  let at = from;
  while (!(bytes[at] === 0 && bytes[at + 1] === 0)) {
    const part = convert(bytes, at, end, depth + 1);
    parts.push(part);
    at = part.next;
    if (at >= end) throw broken();
  }
  const value = tag === 0x24 ? joined(parts) : tlv(tag, ...parts.map((part) => part.bytes));
  return { bytes: value, next: at + 2, changed: true };
}

/** An OCTET STRING in pieces (0x24) as one. */
function joined(parts: readonly Value[]): Uint8Array {
  const pieces = parts.map((part) => readNode(part.bytes));
  if (pieces.some((piece) => piece.tag !== TAG.octetString)) throw broken();
  return tlv(TAG.octetString, ...pieces.map((piece) => piece.content));
}
