/** `npm run lint`: Biome over the whole tree (form, import rule), then the type check. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const lintChecks: readonly { readonly name: string; readonly args: readonly string[] }[] = [
  { name: 'biome check', args: ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'] },
  { name: 'tsc', args: ['node_modules/typescript/bin/tsc', '--noEmit', '-p', '.'] },
];

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { name, args } of lintChecks) {
    const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
    console.log(`${name}: ${status === 0 ? 'ok' : 'failed'}`);
    if (status !== 0) process.exitCode = 1;
  }
}
