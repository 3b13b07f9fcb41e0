/** Looks for what must never lie in plaintext on a disk: in the bytes of files and in their names. */
import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { basename, join } from 'node:path';

export interface PlaintextFound {
  readonly file: string;
  /** The marker as it was given, or its bytes in hex. */
  readonly marker: string;
  /** `utf-8`, `utf-8 decomposed`, `utf-16le`, `utf-16be`, `base64`, `bytes`, `file name`. */
  readonly as: string;
  readonly offset: number;
}
interface Pattern {
  readonly marker: string;
  readonly as: string;
  readonly bytes: Buffer;
}

const BLOCK = 4 * 1024 * 1024;

/** Base64 of a text inside a longer one: three alignments, without the characters that depend on the neighbours. */
function base64Of(bytes: Buffer): Buffer[] {
  return [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    return Buffer.from(text.slice(shift === 0 ? 0 : shift + 1, text.length - 2), 'latin1');
  });
}

function patternsOf(marker: string | Uint8Array): Pattern[] {
  const raw = typeof marker === 'string' ? Buffer.from(marker.normalize('NFC'), 'utf8') : Buffer.from(marker);
  const name = typeof marker === 'string' ? marker : raw.toString('hex');
  if (raw.byteLength < 8) throw new RangeError('a marker under 8 bytes may be found by chance');
  const base64 = base64Of(raw).map((bytes) => ({ marker: name, as: 'base64', bytes }));
  if (typeof marker !== 'string') return [{ marker: name, as: 'bytes', bytes: raw }, ...base64];
  const utf16 = Buffer.from(marker.normalize('NFC'), 'utf16le');
  const found = [
    { marker: name, as: 'utf-8', bytes: raw },
    { marker: name, as: 'utf-16le', bytes: utf16 },
    { marker: name, as: 'utf-16be', bytes: Buffer.from(utf16).swap16() },
  ];
  const decomposed = Buffer.from(marker.normalize('NFD'), 'utf8');
  if (!decomposed.equals(raw)) found.push({ marker: name, as: 'utf-8 decomposed', bytes: decomposed });
  return [...found, ...base64];
}

function searchFile(file: string, patterns: readonly Pattern[]): PlaintextFound[] {
  const overlap = Math.max(...patterns.map((p) => p.bytes.byteLength)) - 1;
  const found: PlaintextFound[] = [];
  const fd = openSync(file, 'r');
  try {
    const block = Buffer.alloc(BLOCK + overlap);
    let kept = 0;
    for (let at = 0; ; ) {
      const got = readSync(fd, block, kept, BLOCK, at);
      if (got === 0) return found;
      const view = block.subarray(0, kept + got);
      for (const { marker, as, bytes } of patterns) {
        const index = view.indexOf(bytes);
        if (index >= 0) found.push({ file, marker, as, offset: at - kept + index });
      }
      at += got;
      const tail = Math.min(overlap, view.byteLength);
      view.copyWithin(0, view.byteLength - tail);
      kept = tail;
    }
  } finally {
    closeSync(fd);
  }
}

/**
 * Every place below the folders where a marker stands: a string in UTF-8 (composed or not), UTF-16 and base64, bytes as
 * they are and in base64. Call it from another process than the one that has a store open there: closing a file that was
 * only read drops that process's locks on it.
 */
export function findPlaintext(dirs: readonly string[], markers: readonly (string | Uint8Array)[]): PlaintextFound[] {
  const patterns = markers.flatMap(patternsOf);
  const found: PlaintextFound[] = [];
  for (const dir of dirs) {
    for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      const name = Buffer.from(basename(path), 'utf8');
      for (const { marker, as, bytes } of patterns) {
        if (as !== 'bytes' && name.includes(bytes)) found.push({ file: path, marker, as: 'file name', offset: 0 });
      }
      if (!entry.isFile()) continue;
      try {
        found.push(...searchFile(path, patterns));
      } catch (error) {
        // A file may go while we look, e.g. a WAL at its checkpoint.
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
      }
    }
  }
  return found;
}
