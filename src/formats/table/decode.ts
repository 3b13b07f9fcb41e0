/**
 * Bytes of a text file as text: UTF-8, UTF-16 with its mark or without, else the 8-bit encodings of Vietnamese offices. Which
 * of those it is shows in the words: read wrongly they are no syllables.
 */
import { Failure } from '../../domain/errors.ts';
import { decodeOld, detectOld } from '../../domain/oldEncodings.ts';
import { isSyllable } from '../../domain/syllables.ts';
import type { OldText } from './index.ts';

export interface Decoded {
  readonly text: string;
  readonly converted?: OldText;
}
/** Bytes that are looked at to tell UTF-16 without a mark. */
const HEAD = 2_000;
/** Words with marks that must be syllables before 8-bit text is believed to be Vietnamese. */
const ENOUGH = 2;
/** So many of the words with marks may be none: names, abbreviations, mistakes. */
const SENSELESS = 0.2;

/** @throws Failure `table.encoding` */
export function decodeText(bytes: Uint8Array): Decoded {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: new TextDecoder('utf-16le').decode(bytes) };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: new TextDecoder('utf-16be').decode(bytes) };
  const order = bareUtf16(bytes);
  if (order !== undefined) return { text: new TextDecoder(order).decode(bytes), converted: 'utf-16' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    const old = eightBit(bytes);
    if (old === undefined) throw new Failure('table.encoding', undefined, { cause: error });
    return old;
  }
}

/** Tables hold blanks, digits and delimiters: in UTF-16 every other byte of those is zero. */
function bareUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const head = bytes.subarray(0, HEAD);
  if (head.byteLength < 4 || bytes.byteLength % 2 !== 0) return undefined;
  let even = 0;
  let odd = 0;
  head.forEach((byte, i) => {
    if (byte === 0) i % 2 === 0 ? even++ : odd++;
  });
  const some = head.byteLength / 10;
  if (odd > some && even === 0) return 'utf-16le';
  return even > some && odd === 0 ? 'utf-16be' : undefined;
}

function eightBit(bytes: Uint8Array): Decoded | undefined {
  const latin = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const old = detectOld(latin);
  const windows = new TextDecoder('windows-1258').decode(bytes).normalize('NFC');
  const words = syllablesOf(windows);
  if (words >= ENOUGH && words >= (old?.words ?? 0)) return { text: windows, converted: 'windows-1258' };
  return old === undefined ? undefined : { text: decodeOld(latin, old.encoding).normalize('NFC'), converted: old.encoding };
}

/** Different words with marks that are syllables; 0 where too many are none. */
function syllablesOf(text: string): number {
  const words = [...new Set(text.slice(0, 20_000).match(/\p{L}+/gu) ?? [])].filter(
    (word) => /[^A-Za-z]/.test(word) && !/^\p{Lu}+$/u.test(word),
  );
  const good = words.filter(isSyllable).length;
  return words.length - good > words.length * SENSELESS ? 0 : good;
}
