/** `npm run package`: builds the token addon and the application, then the installers into `dist/`. Arguments go to electron-builder. */
import { spawnSync } from 'node:child_process';
import { buildPkcs11, reportPkcs11 } from './native.ts';

function step(args: readonly string[]): void {
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

// An installer without the addon could not sign with a token, and nobody would notice before the office does.
if (!reportPkcs11(buildPkcs11())) process.exit(1);
step(['node_modules/electron-vite/bin/electron-vite.js', 'build']);
step(['node_modules/electron-builder/cli.js', '--config', 'electron-builder.yml', '--publish', 'never', ...process.argv.slice(2)]);
