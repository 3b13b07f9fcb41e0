/**
 * The parser process: every byte from outside is parsed here. It holds no store and no master key, and speaks with
 * nobody but the core; the core gives each job the paths and keys of just its own files, watches time and memory,
 * and ends the process when a job passes them.
 */
import { parserCalls } from '../contract/parser/index.ts';
import { fromMessagePort, type MessagePortLike } from '../contract/ports.ts';
import { serve } from '../contract/wire.ts';
import { parserHandlers } from './handlers.ts';

/** Electron's `process.parentPort`, and its stand-in's. */
interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown; readonly ports: readonly MessagePortLike[] }) => void): unknown;
}
const parent = (process as unknown as { parentPort?: ParentPort }).parentPort;
const handlers = parserHandlers(async () => {
  const { facts, pdfHandlers } = await import('./pdf/index.ts');
  return { ...pdfHandlers, facts };
});

parent?.on('message', ({ data, ports }) => {
  const [port] = ports;
  if ((data as { type?: unknown } | null)?.type !== 'serve' || !port) return;
  serve(fromMessagePort(port), {
    calls: parserCalls,
    handlers,
    context: undefined,
    // The kind of error only: its message may quote the document.
    onUnexpected: (call, error) => process.stderr.write(`parser: ${call}: ${describe(error)}\n`),
  });
});

function describe(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frames = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
  return [error.name, ...frames.slice(0, 6).map((line) => line.trim())].join(' ');
}
