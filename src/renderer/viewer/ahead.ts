/**
 * Bytes of a file as its pages are drawn from them, and the first of them asked for ahead: a document that is opened asks some
 * thirty questions, which are answered in their order, and the page is what it was opened for.
 */
import { api } from '../core.ts';

/** The most that one call answers. */
const CALL = 256 * 1024;
/** Calls of one range under way at once. */
const AT_ONCE = 4;
/** What is read before anything is asked for. */
const FIRST = 128 * 1024;
/**
 * Opening walks from page to page to the last one, each in another place of a scan: small pieces, so that a long scan is
 * not read whole for its first page. Neighbouring pieces are asked for together.
 */
export const RANGE = 16 * 1024;
/** Before the id of a paper in the scanner's tray instead of a file's. */
const SCAN = 'scan:';

/** Bytes `begin` to `end` of a file of the store, or of a paper in the tray (`scan:` and its id). */
export async function readRange(fileId: string, begin: number, end: number): Promise<Uint8Array> {
  const all = new Uint8Array(end - begin);
  const piece = async (at: number): Promise<void> => {
    const wanted = { offset: at, length: Math.min(CALL, end - at) };
    const { bytes } = fileId.startsWith(SCAN)
      ? await api['scanning.readWhole']({ groupId: fileId.slice(SCAN.length), ...wanted })
      : await api['files.read']({ fileId, ...wanted });
    all.set(bytes, at - begin);
  };
  for (let from = begin; from < end; from += CALL * AT_ONCE) {
    const pieces: Promise<void>[] = [];
    for (let at = from; at < Math.min(end, from + CALL * AT_ONCE); at += CALL) pieces.push(piece(at));
    await Promise.all(pieces);
  }
  return all;
}

/** Both ends of a file: a PDF is read from its last bytes on, where its table of contents begins. */
export interface Ends {
  readonly first: Uint8Array;
  /** Where `last` begins: at a piece's edge, or the file's end. */
  readonly lastAt: number;
  readonly last: Uint8Array;
}
export async function readEnds(fileId: string, size: number): Promise<Ends> {
  const lastAt = Math.min(size, Math.max(FIRST, Math.floor((size - 1) / RANGE) * RANGE - RANGE));
  const [first, last] = await Promise.all([readRange(fileId, 0, Math.min(size, FIRST)), readRange(fileId, lastAt, size)]);
  return { first, lastAt, last };
}

interface Ahead {
  readonly fileId: string;
  readonly size: number;
  readonly ends: Promise<Ends>;
}
let ahead: Ahead | undefined;
/** Asks for the ends of a file that is about to be shown: before the parts of its screen ask for what they show. */
export function readAhead({ id, size }: { readonly id: string; readonly size: number }): void {
  const ends = readEnds(id, size);
  // Whoever takes it is told; nobody may.
  ends.catch(() => undefined);
  ahead = { fileId: id, size, ends };
}
/** The ends of a file: those that were asked for ahead, once, else asked for now. */
export function endsOf(fileId: string, size: number): Promise<Ends> {
  const held = ahead;
  ahead = undefined;
  return held?.fileId === fileId && held.size === size ? held.ends : readEnds(fileId, size);
}
/** The document that was opened is left: what nobody took is not kept. */
export function forgetAhead(): void {
  ahead = undefined;
}
