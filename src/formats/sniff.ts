/** What a file is, by its first bytes; labels and names only help where the bytes leave it open. */
import type { DetectedType } from '../domain/edxml.ts';
import { type ByteSource, listZip, looksLikeZip, type ZipEntry } from './zip/index.ts';

/** Bytes of the head that `detectType` wants to see. */
export const SNIFF_BYTES = 4096;

const SIGNATURES: readonly (readonly [DetectedType, readonly number[]])[] = [
  ['ole', [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]],
  ['png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['jpeg', [0xff, 0xd8, 0xff]],
  ['tiff', [0x49, 0x49, 0x2a, 0x00]],
  ['tiff', [0x4d, 0x4d, 0x00, 0x2a]],
  ['rar', [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07]],
  ['7z', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['rtf', [0x7b, 0x5c, 0x72, 0x74, 0x66]],
];
/** ISO 32000 readers look for the header in the first 1,024 bytes. */
const PDF_WITHIN = 1024;
const OOXML_NAMES = new Set(['docx', 'docm', 'dotx', 'xlsx', 'xlsm', 'xltx', 'pptx', 'pptm', 'ppsx', 'potx', 'vsdx']);
const ODF_NAMES = new Set(['odt', 'ods', 'odp', 'odg', 'ott', 'ots']);

/** Lower-case extension of a name without its dot, or ''. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : '';
}

/**
 * Type by the head of the file (`SNIFF_BYTES` are enough).
 * @param name only decides what kind of ZIP it is, where the first entries do not; see `detectSource`
 */
export function detectType(head: Uint8Array, name = ''): DetectedType {
  if (head.byteLength === 0) return 'empty';
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  for (const [type, signature] of SIGNATURES) if (signature.every((b, i) => bytes[i] === b)) return type;
  if (looksLikeZip(bytes)) return zipByHead(bytes, name);
  if (bytes.subarray(0, PDF_WITHIN + 5).includes('%PDF-')) return 'pdf';
  return textKind(bytes);
}

/** Like `detectType`, but a ZIP is judged by its whole directory. */
export function detectSource(source: ByteSource, name = ''): DetectedType {
  const byHead = detectType(source.read(0, SNIFF_BYTES), name);
  if (byHead !== 'zip' && byHead !== 'ooxml' && byHead !== 'odf') return byHead;
  try {
    return officeKind(listZip(source, { entries: 10_000 })) ?? 'zip';
  } catch {
    return 'zip';
  }
}

/** Whether an archive is an office document: OPC (ECMA-376 part 2) or ODF 1.3 part 2, 3.3. */
export function officeKind(entries: readonly ZipEntry[]): 'ooxml' | 'odf' | undefined {
  if (entries.some((e) => e.name === '[Content_Types].xml')) return 'ooxml';
  return entries.some((e) => e.name === 'mimetype') ? 'odf' : undefined;
}

function zipByHead(bytes: Buffer, name: string): DetectedType {
  const first = bytes.byteLength > 30 ? bytes.toString('utf8', 30, 30 + Math.min(64, bytes.readUInt16LE(26))) : '';
  if (first === 'mimetype') return 'odf';
  if (first === '[Content_Types].xml' || first.startsWith('_rels/') || OOXML_NAMES.has(extensionOf(name))) return 'ooxml';
  return ODF_NAMES.has(extensionOf(name)) ? 'odf' : 'zip';
}

function textKind(bytes: Buffer): DetectedType {
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (utf16) return 'text';
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  if (/^\s*<(\?xml|[A-Za-z!])/.test(bytes.toString('latin1', start, start + 256))) return 'xml';
  for (const b of bytes) if (b < 0x20 && b !== 0x09 && b !== 0x0a && b !== 0x0d && b !== 0x0c) return 'unknown';
  try {
    // The head may end inside a character: a streaming decoder does not mind.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return 'text';
  } catch {
    return 'unknown';
  }
}
