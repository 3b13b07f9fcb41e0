/** Writing to the disk so that what was acknowledged is still there after a power cut. */
import { accessSync, closeSync, constants, fsyncSync, mkdirSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Failure } from '../../domain/errors.ts';

/** The disk's own errors as failures a person can act on; any other error unchanged. */
export function diskFailure(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new Failure('store.disk_full', undefined, { cause: error });
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') return new Failure('store.read_only', undefined, { cause: error });
  return code === 'EIO' ? new Failure('store.disk_error', undefined, { cause: error }) : error;
}

/** Asked before folders are made: on a disk that is locked, making one with all above it is refused as if it were not there. */
export function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Windows cannot open a folder to sync it; NTFS journals its names itself. */
const FOLDERS_SYNC = process.platform !== 'win32';

/** Makes names that were created, renamed or removed in a folder durable. */
export async function syncFolder(path: string): Promise<void> {
  if (!FOLDERS_SYNC) return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export function syncFolderNow(path: string): void {
  if (!FOLDERS_SYNC) return;
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Replaces a small file as a whole: after a crash it is the old one or the new one, never a mixture. */
export function replaceFile(path: string, content: string): void {
  const temporary = `${path}.tmp`;
  try {
    const fd = openSync(temporary, 'w', 0o600);
    try {
      writeFileSync(fd, content);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(temporary, path);
    syncFolderNow(dirname(path));
  } catch (error) {
    throw diskFailure(error);
  }
}

/** Makes a folder that only this user may enter, durable in its parent. */
export function makeFolder(path: string): void {
  try {
    const made = mkdirSync(path, { recursive: true, mode: 0o700 });
    if (made !== undefined) syncFolderNow(dirname(made));
  } catch (error) {
    throw diskFailure(error);
  }
}
