/** Copying files so that what is reported copied is on the other disk, whole. */
import { createHash } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Failure } from '../../../domain/errors.ts';
import { diskFailure, syncFolder } from '../disk.ts';

const BLOCK = 1024 * 1024;

export interface Copied {
  readonly bytes: number;
  readonly sha256: string;
}

/** SHA-256 of a file as it lies. */
export async function hashFile(path: string): Promise<Copied> {
  const handle = await open(path, 'r');
  const hash = createHash('sha256');
  const block = Buffer.allocUnsafe(BLOCK);
  let bytes = 0;
  try {
    for (;;) {
      const { bytesRead } = await handle.read(block, 0, BLOCK, bytes);
      if (bytesRead === 0) return { bytes, sha256: hash.digest('hex') };
      hash.update(block.subarray(0, bytesRead));
      bytes += bytesRead;
    }
  } finally {
    await handle.close();
  }
}

/** Copies under a temporary name, syncs, reads back and compares, and only then gives the name. */
export async function copyWhole(from: string, to: string): Promise<Copied> {
  const temporary = join(dirname(to), `${basename(to)}.part`);
  try {
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    const copied = await pour(from, temporary);
    const back = await hashFile(temporary);
    if (back.sha256 !== copied.sha256) throw new Failure('backup.copy_differs', { file: basename(to) });
    await rename(temporary, to);
    await syncFolder(dirname(to));
    return copied;
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw diskFailure(error);
  }
}

async function pour(from: string, to: string): Promise<Copied> {
  const source = await open(from, 'r');
  try {
    const target = await open(to, 'w', 0o600);
    try {
      const hash = createHash('sha256');
      const block = Buffer.allocUnsafe(BLOCK);
      let bytes = 0;
      for (;;) {
        const { bytesRead } = await source.read(block, 0, BLOCK, bytes);
        if (bytesRead === 0) break;
        hash.update(block.subarray(0, bytesRead));
        for (let at = 0; at < bytesRead; ) at += (await target.write(block, at, bytesRead - at)).bytesWritten;
        bytes += bytesRead;
      }
      await target.sync();
      return { bytes, sha256: hash.digest('hex') };
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}
