/** A small disk of its own, only where this user may mount one. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

function mount(at: string, megabytes: number): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', at], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
function tryMounting(): boolean {
  const at = mkdtempSync(join(tmpdir(), 'tvt-mount-'));
  const can = process.platform === 'linux' && mount(at, 1);
  if (can) execFileSync('umount', [at]);
  rmSync(at, { recursive: true });
  return can;
}
export const canMount: boolean = tryMounting();

export interface SmallDisk {
  readonly path: string;
  /** Bytes that may still be written. */
  free(): number;
  /** Takes all room but so many bytes. */
  fill(leaving: number): void;
  /** Gives the room back. */
  clear(): void;
  writable(yes: boolean): void;
  remove(): void;
}

export function smallDisk(megabytes: number): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), 'tvt-disk-'));
  if (!mount(path, megabytes)) throw new Error('nothing can be mounted here');
  const filler = join(path, 'filler');
  const free = (): number => statfsSync(path).bavail * statfsSync(path).bsize;
  return {
    path,
    free,
    fill: (leaving) => writeFileSync(filler, Buffer.alloc(Math.max(0, free() - leaving))),
    clear: () => rmSync(filler, { force: true }),
    writable: (yes) => void execFileSync('mount', ['-o', `remount,${yes ? 'rw' : 'ro'}`, path]),
    remove() {
      execFileSync('umount', [path]);
      rmSync(path, { recursive: true, force: true });
    },
  };
}
