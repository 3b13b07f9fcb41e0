import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import type { HostPort } from '../../build/electron-host/port.ts';
import { MessageChannelMain, type UtilityProcess, utilityProcess } from '../../build/electron-host/utility-process.ts';

const entry = fileURLToPath(new URL('./processes/tunnel.ts', import.meta.url));
const running: UtilityProcess[] = [];
const forkTunnel = (): UtilityProcess => {
  const child = utilityProcess.fork(entry);
  running.push(child);
  return child;
};
afterEach(async () => {
  await Promise.all(
    running.splice(0).map(async (child) => {
      if (child.pid === undefined) return;
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    }),
  );
});
/** Collects what comes to a port until `count` messages are there. */
const collect = (port: HostPort, count: number): Promise<unknown[]> =>
  new Promise((resolve) => {
    const got: unknown[] = [];
    port.on('message', ({ data }) => {
      got.push(data);
      if (got.length === count) resolve(got);
    });
    port.start();
  });

describe('the tunnel for ports', () => {
  test('messages to a child and back keep their order, and those sent before it listens are kept', async () => {
    const child = forkTunnel();
    const { port1, port2 } = new MessageChannelMain();
    for (let i = 0; i < 50; i++) port1.postMessage(i);
    child.postMessage({ do: 'echo' }, [port2]);
    for (let i = 50; i < 1000; i++) port1.postMessage(i);
    expect(await collect(port1, 1000)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  });

  test('bytes arrive as Uint8Array, whole, by megabytes a second', async () => {
    const child = forkTunnel();
    const { port1, port2 } = new MessageChannelMain();
    child.postMessage({ do: 'echo' }, [port2]);
    const bytes = new Uint8Array(256 * 1024).map((_, i) => i * 7);
    port1.postMessage({ bytes, text: 'Khẩn – hỏa tốc' });
    const [first] = (await collect(port1, 1)) as [{ bytes: Uint8Array; text: string }];
    expect(first.bytes).toBeInstanceOf(Uint8Array);
    expect(Buffer.compare(first.bytes, bytes)).toBe(0);
    expect(first.text).toBe('Khẩn – hỏa tốc');
    const began = performance.now();
    const all = collect(port1, 80);
    for (let i = 0; i < 80; i++) port1.postMessage({ bytes });
    await all;
    // There and back: twice 20 MiB.
    expect((2 * 80 * bytes.length) / 1000 / (performance.now() - began)).toBeGreaterThan(2);
  });

  test('a port moves from one child over main to another without losing or turning a message', async () => {
    const [a, b] = [forkTunnel(), forkTunnel()];
    const { port1, port2 } = new MessageChannelMain();
    a.postMessage({ do: 'give-back' }, [port2]);
    for (let i = 0; i < 300; i++) port1.postMessage(i);
    const given = once(a, 'message');
    const answers = collect(port1, 900);
    const [, ports] = (await given) as [unknown, HostPort[]];
    for (let i = 300; i < 600; i++) port1.postMessage(i);
    b.postMessage({ do: 'count' }, ports);
    for (let i = 600; i < 900; i++) port1.postMessage(i);
    expect(await answers).toEqual(Array.from({ length: 900 }, (_, i) => ({ count: i + 1, data: i })));
  });

  test('two children talk over one channel', async () => {
    const [a, b] = [forkTunnel(), forkTunnel()];
    const { port1, port2 } = new MessageChannelMain();
    a.postMessage({ do: 'greet' }, [port1]);
    b.postMessage({ do: 'echo' }, [port2]);
    expect((await once(a, 'message'))[0]).toEqual({ heard: 'Xin chào' });
  });

  test('a port closes when the process that holds its other end is killed', async () => {
    const child = forkTunnel();
    const { port1, port2 } = new MessageChannelMain();
    child.postMessage({ do: 'echo' }, [port2]);
    port1.postMessage('here');
    await collect(port1, 1);
    const closed = once(port1, 'close');
    process.kill(child.pid as number, 'SIGKILL');
    await closed;
  });

  test('a port that waits between two channels of a killed process closes too', async () => {
    const [a, b] = [forkTunnel(), forkTunnel()];
    const { port1, port2 } = new MessageChannelMain();
    a.postMessage({ do: 'hold' }, [port1]);
    b.postMessage({ do: 'echo' }, [port2]);
    b.postMessage('alive');
    await once(b, 'message');
    const told = once(b, 'message');
    process.kill(a.pid as number, 'SIGKILL');
    expect((await told)[0]).toEqual({ closed: true });
  });

  test('a port closed on one side closes on the other after what was sent before', async () => {
    const child = forkTunnel();
    const { port1, port2 } = new MessageChannelMain();
    child.postMessage({ do: 'echo' }, [port2]);
    const told = once(child, 'message');
    port1.postMessage('last');
    port1.close();
    expect((await told)[0]).toEqual({ closed: true });
    const pair = new MessageChannelMain();
    const closed = once(pair.port2, 'close');
    pair.port1.close();
    await closed;
  });

  test('what cannot be copied throws where it is sent', () => {
    const { port1 } = new MessageChannelMain();
    expect(() => port1.postMessage(() => {})).toThrow();
  });
});
