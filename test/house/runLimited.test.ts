import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runLimited } from '../../build/runLimited.ts';

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    // A zombie that nobody has reaped yet runs no more.
    return !/^State:\s+Z/m.test(existsSync(`/proc/${pid}/status`) ? readFileSync(`/proc/${pid}/status`, 'utf8') : '');
  } catch {
    return false;
  }
};

describe('a suite under a time budget', () => {
  let dir = '';
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'tram-limited-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  test('is killed when it is over its time, with everything it started', async () => {
    const note = join(dir, 'pid');
    const script = `
      const { spawn } = require('node:child_process');
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
      require('node:fs').writeFileSync(${JSON.stringify(note)}, String(child.pid));
      setInterval(() => {}, 1000);`;
    expect(await runLimited(['-e', script], 1500)).toBeUndefined();
    const pid = Number(readFileSync(note, 'utf8'));
    await expect.poll(() => alive(pid), { timeout: 5000 }).toBe(false);
  });

  test('gives its exit code when it ends by itself, and 1 when something else killed it', async () => {
    expect(await runLimited(['-e', 'process.exit(3)'], 20_000)).toBe(3);
    expect(await runLimited(['-e', "process.kill(process.pid, 'SIGKILL')"], 20_000)).toBe(1);
  });
});
