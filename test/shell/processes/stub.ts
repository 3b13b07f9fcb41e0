/** Stands for core, parser, token and training in the shell's own tests: tells what reached it, and serves a page. */
import { z } from 'zod';
import { type EmitterPort, fromMessagePort } from '../../../src/contract/ports.ts';
import type { shellCalls } from '../../../src/contract/shell/index.ts';
import type { TrainingWorld } from '../../../src/contract/training/index.ts';
import { type Client, call, connect, serve } from '../../../src/contract/wire.ts';
import { Failure } from '../../../src/domain/errors.ts';

const shellMethod = z.strictObject({ name: z.string(), input: z.unknown() });
export const stubCalls = {
  who: call<{ pid: number; argv: string[]; resources: string; processes: string[]; locks: number; start?: unknown }>()(z.strictObject({})),
  echo: call<unknown>()(z.unknown()),
  bytes: call<Uint8Array>()(z.strictObject({ offset: z.number(), length: z.number().max(1024 * 1024) })),
  /** Asks main something over the core's rpc port. */
  shell: call<unknown>()(shellMethod),
  /** Passes a question to the process whose port came. */
  ask: call<unknown>()(z.strictObject({ process: z.string(), name: z.string(), input: z.unknown() })),
  readFile: call<string>()(z.strictObject({ path: z.string() })),
  fail: call<never>()(z.strictObject({})),
  refuse: call<never>()(z.strictObject({})),
  // What main asks of the training process.
  start: call<TrainingWorld>()(z.strictObject({ dir: z.string(), documents: z.number(), autoReply: z.boolean() })),
  faults: call<Record<string, never>>()(z.strictObject({ refuse: z.boolean().optional() })),
} as const;

const parent = process.parentPort as unknown as {
  on(event: 'message', listener: (event: { data: { type: string; process?: string; actId?: string }; ports: EmitterPort[] }) => void): void;
};
const processes = new Map<string, Client<typeof stubCalls>>();
const pattern = Uint8Array.from({ length: 2 * 1024 * 1024 }, (_, i) => i);
let shell: Client<typeof shellCalls> | undefined;
let start: unknown;
let locks = 0;

function serveAll(port: EmitterPort): void {
  serve(fromMessagePort(port), {
    calls: stubCalls,
    context: undefined,
    onUnexpected: () => {},
    handlers: {
      who: () => ({
        pid: process.pid,
        argv: process.execArgv,
        resources: process.env.TRAM_RESOURCES_DIR ?? '',
        processes: [...processes.keys()],
        locks,
        start,
      }),
      echo: (value) => value,
      bytes: ({ offset, length }) => pattern.slice(offset, offset + length),
      shell: async ({ name, input }) => (shell as unknown as Record<string, (input: unknown) => Promise<unknown>>)[name]?.(input),
      ask: async ({ process: target, name, input }) =>
        (processes.get(target) as unknown as Record<string, (input: unknown) => Promise<unknown>>)[name]?.(input),
      readFile: async ({ path }) => (await import('node:fs')).readFileSync(path, 'utf8'),
      fail: () => {
        throw new Error('a bug');
      },
      refuse: () => {
        throw new Failure('stub.refused', { why: 'hỏi thử' });
      },
      start: ({ dir }) => ({ axisUrl: `stub:${dir}:${process.pid}` }) as unknown as TrainingWorld,
      faults: () => ({}),
    },
  });
}
parent.on('message', ({ data, ports }) => {
  const [port] = ports;
  if (data.type === 'lock') locks++;
  if (data.type === 'stop') process.exit(0);
  if (!port) return;
  if (data.type === 'start') {
    start = data;
    shell = connect<typeof shellCalls>(fromMessagePort(port)).call;
  } else if (data.type === 'process-port') {
    processes.set(data.process ?? '', connect<typeof stubCalls>(fromMessagePort(port)).call);
  } else if (data.type === 'pin-port') {
    const pin = fromMessagePort(port);
    pin.onMessage((message) =>
      pin.post({ ok: true, actId: data.actId, pid: process.pid, length: (message as { pin: Uint8Array }).pin.length }),
    );
  } else serveAll(port);
});
