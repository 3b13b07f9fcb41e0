/**
 * Starting the two processes of the command line. Nothing is imported here that they could do without, so that a command
 * may start them first and load the rest of itself while they start.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

const bundled = !import.meta.filename.endsWith('.ts');
/** From source, or beside this file where all of it is bundled. */
const entry = (source: string, name: string): string => join(import.meta.dirname, ...(bundled ? [`${name}.js`] : ['..', source]));
const QUIET = '--disable-warning=ExperimentalWarning';
/**
 * A second limit where resident memory cannot be read from the system. Any flag of V8 makes Node compile its own modules
 * anew at start (its code cache is refused), a third of the start, so that it stands only where it is needed.
 */
const HEAP_LIMIT = process.platform === 'linux' ? [] : ['--max-old-space-size=1100'];

/** Reads files, writes at most into one folder, starts nothing. */
export function forkParser(module = 'jobs.ts', writes?: string): ChildProcess {
  const write = writes === undefined ? [] : [`--allow-fs-write=${writes}`];
  return fork(entry(`parser/${module}`, 'parserJobs'), [], {
    execArgv: [QUIET, '--permission', '--allow-fs-read=*', ...write, ...HEAP_LIMIT],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}
export function forkToken(): ChildProcess {
  return fork(entry('token/ipc.ts', 'tokenIpc'), [], {
    execArgv: [QUIET],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

const early: { parser?: ChildProcess; token?: ChildProcess } = {};
/** Starts both before anything asks for them. */
export function startEarly(): void {
  early.token = forkToken();
  early.parser = forkParser();
}
/** A process that was started early, once. */
export function startedEarly(which: 'parser' | 'token'): ChildProcess | undefined {
  const child = early[which];
  delete early[which];
  return child;
}
