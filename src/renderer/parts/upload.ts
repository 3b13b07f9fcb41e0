import type { SecrecyAsked } from '../../contract/page/secrecy.ts';
import { Failure } from '../../domain/errors.ts';
import { api } from '../core.ts';
import { t } from '../text/index.ts';
import { runWork } from './work.ts';

/** One run of bytes of an upload; the contract allows 256 KiB. */
const CHUNK = 256 * 1024;
/** A smaller file is there before anybody could stop it. */
const WORTH_SHOWING = 2 * 1024 * 1024;

export interface Uploaded {
  readonly uploadId: string;
  readonly name: string;
  readonly size: number;
  readonly pages?: number;
  /** Its cross-reference table was damaged and written anew. */
  readonly repaired?: boolean;
  /** Words that may be a mark of secrecy: to be answered before a document takes the file. */
  readonly secrecyAsked?: readonly SecrecyAsked[] | undefined;
}
/**
 * Sends a chosen file into the store, in order; only one run of it is in memory at a time.
 * @param onProgress bytes sent so far
 */
export function uploadFile(file: File, onProgress: (sent: number) => void): Promise<Uploaded> {
  if (file.size < WORTH_SHOWING) return send(file, onProgress);
  return runWork(t('work.upload', { name: file.name }), ({ signal, progress }) =>
    send(
      file,
      (sent) => {
        onProgress(sent);
        progress(sent / file.size);
      },
      signal,
    ),
  );
}
async function send(file: File, onProgress: (sent: number) => void, stop?: AbortSignal): Promise<Uploaded> {
  const { uploadId } = await api['upload.begin']({ name: file.name, size: file.size });
  try {
    await pieces(file, uploadId, onProgress, stop);
  } catch (error) {
    // What was begun holds one of the few places for files on their way.
    await api['upload.drop']({ uploadId }).catch(() => undefined);
    throw error;
  }
  const done = await api['upload.finish']({ uploadId });
  return {
    uploadId: done.uploadId,
    name: file.name,
    size: done.size,
    ...(done.pages === undefined ? {} : { pages: done.pages }),
    ...(done.repaired ? { repaired: true } : {}),
    ...(done.secrecyAsked ? { secrecyAsked: done.secrecyAsked } : {}),
  };
}
async function pieces(file: File, uploadId: string, onProgress: (sent: number) => void, stop?: AbortSignal): Promise<void> {
  for (let offset = 0; offset < file.size; offset += CHUNK) {
    const bytes = await file
      .slice(offset, offset + CHUNK)
      .arrayBuffer()
      .catch(() => {
        throw new Failure('page.file_changed_while_reading');
      });
    if (stop?.aborted) throw new Failure('page.upload_stopped', { name: file.name });
    await api['upload.chunk']({ uploadId, offset, bytes: new Uint8Array(bytes) });
    onProgress(Math.min(file.size, offset + CHUNK));
  }
}
