/**
 * Whether all that was written behind a revision belongs to later revisions: every object that stands there must be listed
 * by one of their cross-reference sections. What is listed nowhere is shown by readers that rebuild the list, and by them only.
 */
import type { ByteSource } from '../../../formats/pdf/index.ts';

const MAX_SCAN = 256 * 1024 * 1024;
const PIECE = 1 << 20;

/** @param listed offsets that the sections of the file name, as absolute positions */
export function unlistedObject(source: ByteSource, from: number, listed: ReadonlySet<number>): boolean {
  if (source.size - from > MAX_SCAN) return true;
  const pieces: Buffer[] = [];
  for (let at = from; at < source.size; at += PIECE) pieces.push(Buffer.from(source.read(at, Math.min(PIECE, source.size - at))));
  const text = Buffer.concat(pieces).toString('latin1');
  // Data of streams and strings of hexadecimal digits are passed over: objects do not start in there.
  const token = /\bstream\r?\n|<[0-9A-Fa-f\s]{64,}>|(\d{1,10})[\0\t\f\r\n ]+\d{1,5}[\0\t\f\r\n ]+obj\b/g;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    if (found[1] !== undefined) {
      if (!listed.has(from + found.index)) return true;
    } else if (found[0].startsWith('stream')) {
      const end = text.indexOf('endstream', token.lastIndex);
      if (end < 0) return true;
      token.lastIndex = end + 9;
    }
  }
  return false;
}
