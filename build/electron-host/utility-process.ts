/**
 * Electron's `utilityProcess` and `MessageChannelMain` on Node's `fork`, with a tunnel for ports. Usable without a
 * window: tests and the demo run the supervisor of `src/main` on it.
 */
import { type ChildProcess, fork as forkNode } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ForkOptions } from 'electron';
import { clockOfChild } from './clock.ts';
import { arriveFromChild, type ChildLink, childGone, type FromChild, fromChild, newChannel, sendToChild, type ToChild } from './hub.ts';
import type { HostPort } from './port.ts';

const here = dirname(fileURLToPath(import.meta.url));
const shim = new URL('./child-shim.ts', import.meta.url).href;

export class MessageChannelMain {
  readonly port1: HostPort;
  readonly port2: HostPort;
  constructor() {
    [this.port1, this.port2] = newChannel();
  }
}

/** Those that still run: one that hangs does not hear that this process ends. */
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Memory of those that run, kilobytes, as `app.getAppMetrics` tells it; on Linux only. */
export function metrics(): { pid: number; type: 'Utility'; memory: { workingSetSize: number } }[] {
  return [...running].flatMap(({ pid }) => {
    if (pid === undefined || process.platform !== 'linux') return [];
    try {
      const held = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
      return held === undefined ? [] : [{ pid, type: 'Utility' as const, memory: { workingSetSize: Number(held) } }];
    } catch {
      return [];
    }
  });
}

export class UtilityProcess extends EventEmitter {
  readonly #child: ChildProcess;
  readonly #link: ChildLink;
  stdout: NodeJS.ReadableStream | null;
  stderr: NodeJS.ReadableStream | null;

  constructor(child: ChildProcess) {
    super();
    this.#child = child;
    this.stdout = child.stdout;
    this.stderr = child.stderr;
    this.#link = {
      send: (message: ToChild) => {
        if (child.connected) child.send(message, () => {});
      },
    };
    child.on('spawn', () => this.emit('spawn'));
    child.on('error', () => {});
    child.on('message', (message: FromChild) => {
      if (message.k === 'parent') {
        // Electron hands the bare message; ports come with the event's second argument nowhere: only the stand-in gives them.
        const ports = arriveFromChild(this.#link, message.ports);
        this.emit('message', message.data, ports);
      } else fromChild(this.#link, message);
    });
    running.add(child);
    child.on('exit', (code, signal) => {
      running.delete(child);
      childGone(this.#link);
      this.emit('exit', code ?? (signal === null ? 1 : 128));
    });
  }

  get pid(): number | undefined {
    return this.#child.exitCode === null && this.#child.signalCode === null ? this.#child.pid : undefined;
  }
  postMessage(message: unknown, transfer: readonly HostPort[] = []): void {
    sendToChild(this.#link, message, transfer);
  }
  kill(): boolean {
    return this.#child.kill('SIGTERM');
  }
}

/** Files a process under Node's permission model must be able to read so that it starts at all. */
const permitted = (execArgv: readonly string[]): string[] => (execArgv.includes('--permission') ? [`--allow-fs-read=${here}`] : []);

/** Node's own cache of compiled code, where the run has one (`npm test`), is for all but those that may not write. */
function environment(given: NodeJS.ProcessEnv, execArgv: readonly string[]): NodeJS.ProcessEnv {
  const { NODE_COMPILE_CACHE: _, ...own } = given;
  const env = { ...own, ...clockOfChild };
  const { NODE_COMPILE_CACHE } = process.env;
  return NODE_COMPILE_CACHE && !execArgv.includes('--permission') ? { ...env, NODE_COMPILE_CACHE } : env;
}

function fork(modulePath: string, args: string[] = [], options: ForkOptions = {}): UtilityProcess {
  const execArgv = options.execArgv ?? [];
  const stdio = options.stdio === 'pipe' || options.stdio === 'ignore' ? options.stdio : 'inherit';
  const child = forkNode(modulePath, args, {
    execArgv: [
      '--disable-warning=ExperimentalWarning',
      '--disable-warning=SecurityWarning',
      '--import',
      shim,
      ...permitted(execArgv),
      ...execArgv,
    ],
    env: environment((options.env ?? process.env) as NodeJS.ProcessEnv, execArgv),
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    serialization: 'advanced',
    stdio: ['ignore', stdio, stdio, 'ipc'],
  });
  return new UtilityProcess(child);
}
export const utilityProcess = { fork };
