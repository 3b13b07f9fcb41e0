/**
 * `edxml-memory.ts read|write PATH KEY FOLDER`: reads or writes one package in a process of its own and prints by how many MB
 * its resident set grew at the highest, beyond what a small package had already taken.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SealedFile } from '../../../src/contract/parser/index.ts';
import { type BenchFiles, readPackage, sealAttachment, writePackage } from './edxml-kit.ts';

const [way, path = '', key = '', folder = ''] = process.argv.slice(2);
let next = 0;
const files: BenchFiles = { fresh: () => ({ path: join(folder, `${process.pid}-${next++}`), key: randomBytes(32) }) };

/** Linux keeps the highest resident set of a process and forgets it when told to. */
function resetPeak(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // Elsewhere the peak of the start counts as well, which only makes the figure larger.
  }
}
function peak(): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'latin1'))?.[1]) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}
async function work(file: SealedFile): Promise<void> {
  if (way === 'read') await readPackage(files, file);
  else await writePackage(file, files.fresh());
}

const small = sealAttachment(files, 10_000);
const smallPackage = files.fresh();
await writePackage(small, smallPackage);
await work(way === 'read' ? smallPackage : small);
globalThis.gc?.();
resetPeak();
const before = process.memoryUsage.rss();
await work({ path, key: Buffer.from(key, 'hex') });
process.stdout.write(String((peak() - before) / 1024 / 1024));
