/** A child process that runs a script of the tests and talks in lines. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface LineChild {
  readonly process: ChildProcess;
  /** The next line of its output; undefined when it has ended. */
  line(): Promise<string | undefined>;
  send(line: string): void;
  /** The signal that ended it, or its exit code. */
  readonly ended: Promise<string | number | null>;
}

export function startChild(script: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): LineChild {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const ended = new Promise<string | number | null>((resolve) => child.on('close', (code, signal) => resolve(signal ?? code)));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  child.stdin.on('error', () => undefined);
  return {
    process: child,
    async line() {
      const next = await lines.next();
      return next.done ? undefined : next.value;
    },
    send: (line) => void child.stdin.write(`${line}\n`),
    ended,
  };
}
