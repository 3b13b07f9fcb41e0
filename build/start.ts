/**
 * `npm start`: builds what is missing or older than its source, then opens the workstation: in Electron where its
 * runtime is, else in the electron-host. Options: `--profile-dir DIR`, `--picture FILE` (where the electron-host puts
 * the window's picture when there is no display; with `--picture-only` it then closes), `--remote-debugging-port PORT`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { electronPath } from './electron-runtime.ts';

const root = join(import.meta.dirname, '..');
const entry = join(root, 'out', 'main', 'index.js');

const { values } = parseArgs({
  options: {
    'profile-dir': { type: 'string' },
    picture: { type: 'string' },
    'picture-only': { type: 'boolean' },
    'remote-debugging-port': { type: 'string' },
  },
});
const folder = (path: string | undefined): string | undefined =>
  path === undefined ? undefined : resolve(process.env.INIT_CWD ?? root, path);
const option = (name: string, value: string | undefined): string[] => (value === undefined ? [] : [`--${name}=${value}`]);
const switches = [
  ...option('profile-dir', folder(values['profile-dir'])),
  ...option('picture', folder(values.picture)),
  ...option('remote-debugging-port', values['remote-debugging-port']),
  ...(values['picture-only'] ? ['--picture-only'] : []),
];

/** Whether something built from is newer than what was built. */
function stale(): boolean {
  const built = ['main/index.js', 'preload/index.cjs', 'renderer/index.html'].map((path) => join(root, 'out', path));
  if (!built.every((path) => existsSync(path))) return true;
  const oldest = Math.min(...built.map((path) => statSync(path).mtimeMs));
  const newer = (path: string): boolean => statSync(path).mtimeMs > oldest;
  const sources = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true });
  return (
    ['electron.vite.config.ts', 'package-lock.json'].some((name) => newer(join(root, name))) ||
    sources.some((file) => file.isFile() && !/\.test\.tsx?$/.test(file.name) && newer(join(file.parentPath, file.name)))
  );
}
/** Runs to its end; Ctrl+C reaches the child by the terminal, and `kill` by being passed on. */
async function run(command: string, args: readonly string[], quiet = false): Promise<number> {
  const child = spawn(command, args, { cwd: root, stdio: ['inherit', quiet ? 'ignore' : 'inherit', 'inherit'] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || child.kill('SIGTERM'), 1_000).unref();
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}
const node = (...args: readonly string[]): readonly string[] => ['--disable-warning=ExperimentalWarning', ...args];

if (stale()) {
  console.log('Đang dựng trạm từ mã nguồn…');
  const code = await run(
    process.execPath,
    node(join(root, 'node_modules/electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'warn'),
    true,
  );
  if (code !== 0) {
    console.error('Không dựng được trạm; xem lỗi ở trên.');
    process.exit(code);
  }
}
const runtime = electronPath();
process.exitCode =
  runtime === undefined
    ? await run(process.execPath, node(join(root, 'build', 'electron-host', 'run.ts'), entry, ...switches))
    : await run(runtime, [root, ...switches]);
