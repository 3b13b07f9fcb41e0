/** The text of a document's files as it is kept: deflated, bounded, in the order of the files. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Store } from '../store/types.ts';
import type { SearchedList } from './words.ts';

/** Letters of one file and of all files of one document that are searched. */
export const MAX_FILE_CHARS = 300_000;
const MAX_DOCUMENT_CHARS = 600_000;

export const packText = (text: string): Buffer => deflateRawSync(Buffer.from(text, 'utf8'));
export function unpackText(body: Uint8Array | null): string {
  if (body === null) return '';
  return inflateRawSync(body, { maxOutputLength: 4 * MAX_FILE_CHARS + 1024 }).toString('utf8');
}

export function textOfDocument(store: Store, list: SearchedList, id: string): string {
  const bodies = store.db
    .prepare<[string], Buffer>(
      `SELECT t.body FROM file f JOIN file_text t ON t.file_id = f.id WHERE f.${list}_id = ? AND f.current = 1 AND t.body IS NOT NULL
       ORDER BY f.role <> 'main', f.position`,
    )
    .pluck()
    .all(id);
  let text = '';
  for (const body of bodies) {
    text += `${unpackText(body)}\n`;
    if (text.length >= MAX_DOCUMENT_CHARS) break;
  }
  return text.slice(0, MAX_DOCUMENT_CHARS);
}
