/**
 * Character data on its way from the message to canonical form (Canonical XML 1.0 §2.3, XML 1.0 §2.11): line ends as
 * LF, references written out, `&`, `<`, `>` and carriage returns as the form demands. Base64 without carriage returns
 * passes as the bytes it is.
 */
import { Failure } from '../../domain/errors.ts';

const AMPERSAND = 0x26;
const CARRIAGE = 0x0d;
const GREATER = 0x3e;
/** Longest reference there is (`&#x0010FFFF;` and a few leading zeros). */
const MAX_REFERENCE = 24;
/** The slow way makes strings, so it goes in pieces. */
const PIECE = 256 * 1024;

export class CanonicalText {
  readonly #emit: (bytes: Uint8Array) => void;
  /** A carriage return or a reference whose end the next bytes bring. */
  #held: Buffer = Buffer.alloc(0);
  /** `emit` gets bytes that are valid only during the call. */
  constructor(emit: (bytes: Uint8Array) => void) {
    this.#emit = emit;
  }
  push(bytes: Buffer, cdata = false): void {
    let rest = bytes;
    if (this.#held.byteLength > 0) {
      rest = Buffer.concat([this.#held, bytes]);
      this.#held = Buffer.alloc(0);
    }
    for (let at = 0; at < rest.byteLength; at += PIECE) {
      const piece = this.#held.byteLength > 0 ? Buffer.concat([this.#held, rest.subarray(at, at + PIECE)]) : rest.subarray(at, at + PIECE);
      this.#held = Buffer.alloc(0);
      this.#piece(piece, cdata);
    }
  }
  /** The run of text ended: a tag, a comment or a CDATA section begins or ends here. */
  end(): void {
    if (this.#held.byteLength === 0) return;
    const held = this.#held;
    this.#held = Buffer.alloc(0);
    if (held[0] === AMPERSAND) throw new Failure('edxml.not_well_formed');
    this.#emit(Buffer.from('\n'));
  }
  #piece(piece: Buffer, cdata: boolean): void {
    const special = piece.includes(AMPERSAND) || piece.includes(CARRIAGE) || piece.includes(GREATER) || (cdata && piece.includes(0x3c));
    if (!special) {
      if (piece.byteLength > 0) this.#emit(piece);
      return;
    }
    const cut = holdFrom(piece, cdata);
    this.#held = Buffer.from(piece.subarray(cut));
    // Latin-1 keeps every byte as it is; what is looked for is ASCII.
    const text = piece.toString('latin1', 0, cut);
    const written = cdata
      ? text.replace(/\r\n?|[&<>]/g, (found) => (found.startsWith('\r') ? '\n' : escaped(found)))
      : text.replace(/\r\n?|&[^;]*;?|>/g, (found) => (found.startsWith('\r') ? '\n' : found === '>' ? '&gt;' : reference(found)));
    this.#emit(Buffer.from(written, 'latin1'));
  }
}

function holdFrom(piece: Buffer, cdata: boolean): number {
  if (piece[piece.byteLength - 1] === CARRIAGE) return piece.byteLength - 1;
  if (cdata) return piece.byteLength;
  const from = Math.max(0, piece.byteLength - MAX_REFERENCE);
  const ampersand = piece.subarray(from).lastIndexOf(AMPERSAND);
  return ampersand < 0 || piece.includes(0x3b, from + ampersand) ? piece.byteLength : from + ampersand;
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** `&…;` as canonical text, in Latin-1 that carries UTF-8. */
function reference(written: string): string {
  const m = /^&(?:#x([0-9a-fA-F]{1,8})|#(\d{1,9})|([a-z]{2,4}));$/.exec(written);
  if (!m) throw new Failure('edxml.not_well_formed');
  if (m[3] !== undefined) {
    const named = NAMED[m[3]];
    if (named === undefined) throw new Failure('edxml.not_well_formed');
    return escaped(named);
  }
  const code = m[1] === undefined ? Number(m[2]) : Number.parseInt(m[1], 16);
  if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) throw new Failure('edxml.not_well_formed');
  return Buffer.from(escaped(String.fromCodePoint(code)), 'utf8').toString('latin1');
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#xD;');
