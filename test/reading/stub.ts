/** Stands for a reader in the tests of its watch: `hang` is a page that never ends, `die` one that ends the process. */
import { readFileSync } from 'node:fs';
import { type EmitterPort, fromMessagePort } from '../../src/contract/ports.ts';
import { readerCalls } from '../../src/contract/reader/index.ts';
import { serve } from '../../src/contract/wire.ts';

const parent = process.parentPort as unknown as { on(event: 'message', listener: (event: { ports: EmitterPort[] }) => void): void };
parent.on('message', ({ ports: [port] }) => {
  if (!port) return;
  serve(fromMessagePort(port), {
    calls: readerCalls,
    context: undefined,
    onUnexpected: () => {},
    handlers: {
      ping: () => ({ rssBytes: 1, data: true }),
      readPage: ({ source }) => {
        const what = readFileSync(source.path, 'utf8');
        if (what === 'die') process.exit(3);
        if (what === 'swell') for (const held = [Buffer.alloc(0)]; ; ) held.push(Buffer.alloc(16 * 1024 * 1024, held.length));
        if (what === 'hang') for (;;) Math.random();
        return { width: process.pid, height: 1, words: [{ text: what, x: 0, y: 0, w: 1, h: 1, confidence: 90 }] };
      },
    },
  });
});
