/** Runs a script under the recorder (`recorder.c`) and reads what it recorded. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The recorder is compiled for the run; without a compiler there is none. */
export const canRecord: boolean = process.platform === 'linux' && spawnSync('gcc', ['--version']).status === 0;

export type Call =
  | { readonly kind: 'opened'; readonly fd: number; readonly path: string; readonly flags: number }
  | { readonly kind: 'written'; readonly fd: number; readonly at: number; readonly bytes: Buffer }
  | { readonly kind: 'synced' | 'closed'; readonly fd: number }
  | { readonly kind: 'renamed'; readonly path: string; readonly to: string }
  | { readonly kind: 'unlinked' | 'made_folder' | 'removed_folder'; readonly path: string }
  | { readonly kind: 'truncated'; readonly fd: number; readonly length: number }
  | { readonly kind: 'told'; readonly text: string };

function compile(dir: string): string {
  const out = join(dir, 'recorder.so');
  execFileSync('gcc', ['-shared', '-fPIC', '-O1', '-Wall', '-o', out, join(import.meta.dirname, 'recorder.c'), '-ldl', '-lpthread'], {
    stdio: 'pipe',
  });
  return out;
}

/**
 * @param root empty folder whose changes are recorded
 * @param scratch folder for the recorder itself
 */
export function recordRun(script: string, args: readonly string[], root: string, scratch: string): Call[] {
  const log = join(scratch, 'calls');
  const run = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args], {
    env: { ...process.env, LD_PRELOAD: compile(scratch), POWER_ROOT: root, POWER_LOG: log, NODE_COMPILE_CACHE: '' },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (run.status !== 0) throw new Error(`the recorded run failed: ${run.stderr}`);
  return parse(readFileSync(log));
}

function parse(log: Buffer): Call[] {
  const calls: Call[] = [];
  for (let at = 0; at < log.byteLength; ) {
    const [kind = 0, fd = 0, pathBytes = 0, toBytes = 0, dataBytes = 0] = [0, 1, 2, 3, 4].map((i) => log.readUInt32LE(at + 4 * i));
    const number = Number(log.readBigInt64LE(at + 24));
    at += 32;
    const take = (length: number): Buffer => {
      at += length;
      return log.subarray(at - length, at);
    };
    const path = take(pathBytes).toString();
    const to = take(toBytes).toString();
    calls.push(callOf(kind, fd, path, to, number, take(dataBytes)));
  }
  return calls;
}

function callOf(kind: number, fd: number, path: string, to: string, number: number, bytes: Buffer): Call {
  switch (kind) {
    case 1:
      return { kind: 'opened', fd, path, flags: number };
    case 2:
      return { kind: 'written', fd, at: number, bytes };
    case 3:
      return { kind: 'synced', fd };
    case 4:
      return { kind: 'renamed', path, to };
    case 5:
      return { kind: 'unlinked', path };
    case 6:
      return { kind: 'truncated', fd, length: number };
    case 7:
      return { kind: 'made_folder', path };
    case 8:
      return { kind: 'closed', fd };
    case 9:
      return { kind: 'removed_folder', path };
    case 10:
      return { kind: 'told', text: bytes.toString() };
    default:
      throw new Error(`a change of ${path} ${to} that the rebuilding does not know`);
  }
}
