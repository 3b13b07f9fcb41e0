/**
 * Starting the two processes of the command line. Nothing is imported here that they could do without, so that a command
 * may start them first and load the rest of itself while they start.
 */
import { type ChildProcess, spawn } from 'node:child_process';
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

/** Messages go over the fourth; a driver may print into the others whatever it likes. */
const start = (flags: readonly string[], file: string): ChildProcess =>
  spawn(process.execPath, [QUIET, ...flags, file], { stdio: ['ignore', 'ignore', 'inherit', 'pipe'], windowsHide: true });

/** Reads files, writes at most into one folder, starts nothing. */
export function startParser(module = 'jobs.ts', writes?: string): ChildProcess {
  const write = writes === undefined ? [] : [`--allow-fs-write=${writes}`];
  return start(['--permission', '--allow-fs-read=*', ...write, ...HEAP_LIMIT], entry(`parser/${module}`, 'parserJobs'));
}
export const startToken = (): ChildProcess => start([], entry('token/ipc.ts', 'tokenIpc'));

const early: { parser?: ChildProcess; token?: ChildProcess } = {};
/** Starts both before anything asks for them. */
export function startEarly(): void {
  early.token = startToken();
  early.parser = startParser();
}
/** A process that was started early, once. */
export function startedEarly(which: 'parser' | 'token'): ChildProcess | undefined {
  const child = early[which];
  delete early[which];
  return child;
}
