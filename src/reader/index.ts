/**
 * A reader process: words of pictures (OCR), on this machine and nowhere else. It holds no store and no master key, has no
 * network code, and speaks with nobody but the core, which gives each job the path and key of just its own picture, watches
 * its time and memory and ends the process where it passes them. It works at low priority: whatever a person does goes first.
 */
import { constants, setPriority } from 'node:os';
import { fromMessagePort, type MessagePortLike } from '../contract/ports.ts';
import { readerCalls } from '../contract/reader/index.ts';
import { serve } from '../contract/wire.ts';
import { readerHandlers } from './handlers.ts';

interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown; readonly ports: readonly MessagePortLike[] }) => void): unknown;
}
const parent = (process as unknown as { parentPort?: ParentPort }).parentPort;
const handlers = readerHandlers();

try {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
} catch {
  // A system that does not allow it: it reads all the same.
}
parent?.on('message', ({ data, ports }) => {
  const [port] = ports;
  if ((data as { type?: unknown } | null)?.type !== 'serve' || !port) return;
  serve(fromMessagePort(port), {
    calls: readerCalls,
    handlers,
    context: undefined,
    // The kind of error only: its message may quote the page.
    onUnexpected: (call, error) => process.stderr.write(`reader: ${call}: ${error instanceof Error ? error.name : typeof error}\n`),
  });
});
