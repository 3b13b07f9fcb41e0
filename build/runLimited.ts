import { spawn } from 'node:child_process';

/**
 * Runs Node with `args` in a process group of its own, so that everything it started ends with it: when it is over its time,
 * when it is done, and when we are interrupted. Resolves with the exit code, `undefined` when it was killed for time.
 */
export function runLimited(args: readonly string[], milliseconds: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const command = ['--disable-warning=ExperimentalWarning', ...args];
    const child = spawn(process.execPath, command, { stdio: ['ignore', 'inherit', 'inherit'], detached: true });
    let over = false;
    const killGroup = (): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // Nothing of the group is left.
      }
    };
    const timer = setTimeout(() => {
      over = true;
      killGroup();
    }, milliseconds);
    const interrupted = (): void => {
      killGroup();
      process.exit(130);
    };
    process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
    const done = (code: number | undefined): void => {
      clearTimeout(timer);
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
      killGroup();
      resolve(code);
    };
    child.on('error', () => done(1));
    child.on('exit', (code) => done(over ? undefined : (code ?? 1)));
  });
}
