/** The words of an office file (xlsx, docx), all its parts in one. */
import { bytesSource } from '../../src/formats/pdf/index.ts';
import { listZip, readEntry, zipLimits } from '../../src/formats/zip/index.ts';

export async function officeText(bytes: Uint8Array): Promise<string> {
  const source = bytesSource(bytes);
  const limits = zipLimits(50_000_000);
  const parts: Uint8Array[] = [];
  for (const entry of listZip(source, limits)) for await (const part of readEntry(source, entry, limits)) parts.push(part);
  return Buffer.concat(parts)
    .toString('utf8')
    .replace(/<[^>]+>/g, ' ');
}
