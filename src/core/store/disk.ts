/** Writing to the disk so that what was acknowledged is still there after a power cut. */
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';

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
  const fd = openSync(temporary, 'w', 0o600);
  try {
    writeSync(fd, content);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(temporary, path);
  syncFolderNow(dirname(path));
}

/** Makes a folder that only this user may enter, durable in its parent. */
export function makeFolder(path: string): void {
  const made = mkdirSync(path, { recursive: true, mode: 0o700 });
  if (made !== undefined) syncFolderNow(dirname(made));
}
