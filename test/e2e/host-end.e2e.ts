/** The electron-host never outlives those it works for: its reader, its parent. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findChromium } from '../../build/electron-host/chromium.ts';

const root = join(import.meta.dirname, '..', '..');
const able = findChromium() !== undefined && process.platform === 'linux';

/** Processes whose command line names the folder: the host, Chromium; and those whose environment does: their children. */
function belonging(dir: string): number[] {
  const said = (name: string, file: string): boolean => {
    try {
      return readFileSync(`/proc/${name}/${file}`, 'utf8').includes(dir);
    } catch {
      return false;
    }
  };
  const numbers = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return numbers.filter((name) => said(name, 'cmdline') || said(name, 'environ')).map(Number);
}

describe.skipIf(!able)('the end of the electron-host [needs chromium on Linux]', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'tram-van-thu-end-'));
  });
  afterEach(() => {
    for (const pid of belonging(dir)) process.kill(pid, 'SIGKILL');
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  });
  const env = () => ({ ...process.env, TMPDIR: dir });
  const args = () => [
    '--disable-warning=ExperimentalWarning',
    join(root, 'build', 'electron-host', 'run.ts'),
    join(root, 'out', 'main', 'index.js'),
    `--profile-dir=${dir}`,
    '--remote-debugging-port=0',
  ];
  const opened = async ({ stdout }: ChildProcess): Promise<void> => {
    if (stdout === null) throw new Error('no output');
    for await (const line of createInterface({ input: stdout })) if (line.includes('http://127.0.0.1:')) return;
    throw new Error('it did not open');
  };
  const allGone = () => expect.poll(() => belonging(dir)).toEqual([]);

  test('when nobody reads what it prints any more', async () => {
    const child = spawn(process.execPath, args(), { cwd: root, env: env(), stdio: ['ignore', 'pipe', 'ignore'] });
    const ended = once(child, 'exit');
    await opened(child);
    child.stdout?.destroy();
    await ended;
    await allGone();
  });

  test('when its parent is gone', async () => {
    const script = `require('node:child_process').spawn(process.execPath, ${JSON.stringify(args())}, { stdio: 'inherit' })`;
    const parent = spawn(process.execPath, ['-e', script], { cwd: root, env: env(), stdio: ['ignore', 'pipe', 'ignore'] });
    await opened(parent);
    expect(belonging(dir).length).toBeGreaterThan(3);
    parent.kill('SIGKILL');
    await allGone();
  });

  test('never leaves two at work: a second start hands over to the first and ends, and a killed one keeps nobody out', async () => {
    const start = () => spawn(process.execPath, args(), { cwd: root, env: env(), stdio: ['ignore', 'pipe', 'ignore'] });
    const first = start();
    await opened(first);
    const second = start();
    let said = '';
    second.stdout.on('data', (bytes: Buffer) => {
      said += bytes.toString();
    });
    const [code] = await once(second, 'exit');
    expect([code, said]).toEqual([0, expect.stringContaining('Trạm Văn thư đang mở rồi')]);
    expect(first.exitCode).toBe(null);
    first.kill('SIGKILL');
    await once(first, 'exit');
    const third = start();
    await opened(third);
    third.kill('SIGTERM');
    await once(third, 'exit');
    await allGone();
  });
});
