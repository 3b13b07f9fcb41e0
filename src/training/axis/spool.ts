/** Takes an upload onto the disk while hashing it, whatever its size; memory stays small. */
import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { matchesHashFile } from './signature.ts';

export interface Spooled {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let done = 0; done < chunk.length; ) done += (await file.write(chunk, done)).bytesWritten;
}

/**
 * Stores the bytes to which `hashFile` belongs: the body, or the body without the CR LF that the official client
 * adds after the file (not hashed); each digest is accepted with and without the leading zeros of its bytes.
 * @returns undefined where no form matches; nothing is left on disk then, nor when the upload breaks off
 */
export async function spool(dir: string, body: AsyncIterable<Uint8Array>, hashFile: string): Promise<Spooled | undefined> {
  const path = join(dir, randomUUID());
  const file = await open(path, 'wx', 0o600);
  let kept = false;
  try {
    const hash = createHash('sha256');
    let tail = Buffer.alloc(0);
    let size = 0;
    for await (const chunk of body) {
      const all = Buffer.concat([tail, chunk]);
      const ready = all.subarray(0, Math.max(0, all.length - 2));
      tail = Buffer.from(all.subarray(ready.length));
      hash.update(ready);
      await writeAll(file, chunk);
      size += chunk.length;
    }
    const withoutBreak = hash.copy().digest();
    const whole = hash.update(tail).digest();
    const trimmed = tail.equals(Buffer.from('\r\n')) && matchesHashFile(withoutBreak, hashFile);
    if (!trimmed && !matchesHashFile(whole, hashFile)) return undefined;
    if (trimmed) await file.truncate(size - 2);
    await file.sync();
    kept = true;
    return { path, size: trimmed ? size - 2 : size, sha256: (trimmed ? withoutBreak : whole).toString('hex') };
  } finally {
    await file.close();
    if (!kept) await rm(path, { force: true });
  }
}

/** Puts bytes made in this process where an upload would be. */
export async function spoolBytes(dir: string, bytes: Uint8Array): Promise<Spooled> {
  const path = join(dir, randomUUID());
  const file = await open(path, 'wx', 0o600);
  try {
    await writeAll(file, bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  return { path, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Takes bytes onto the disk as they come, hashing them; nothing is left where they break off. */
export async function spoolStream(dir: string, bytes: AsyncIterable<Uint8Array>): Promise<Spooled> {
  const path = join(dir, randomUUID());
  const file = await open(path, 'wx', 0o600);
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const chunk of bytes) {
      hash.update(chunk);
      await writeAll(file, chunk);
      size += chunk.byteLength;
    }
    await file.sync();
    await file.close();
  } catch (error) {
    await file.close();
    await rm(path, { force: true });
    throw error;
  }
  return { path, size, sha256: hash.digest('hex') };
}
