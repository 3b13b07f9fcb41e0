import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import { type EmitterPort, fromMessagePort, portPair } from './ports.ts';

/** The shape of Electron's MessagePortMain. */
class MainPort extends EventEmitter {
  other: MainPort | undefined;
  started = false;
  postMessage(data: unknown): void {
    this.other?.emit('message', { data, ports: [] });
  }
  start(): void {
    this.started = true;
  }
  close(): void {
    this.other?.emit('close');
  }
}

describe('fromMessagePort', () => {
  test('keeps messages that came before anyone listened', () => {
    const [a, b] = [new MainPort(), new MainPort()];
    a.other = b;
    b.other = a;
    const port = fromMessagePort(a as EmitterPort);
    expect(a.started).toBe(true);
    b.postMessage('early');
    const seen: unknown[] = [];
    port.onMessage((message) => seen.push(message));
    b.postMessage({ late: 1 });
    expect(seen).toEqual(['early', { late: 1 }]);
  });

  test('tells once that the other side closed, and posts nothing after', () => {
    const [a, b] = [new MainPort(), new MainPort()];
    a.other = b;
    b.other = a;
    const port = fromMessagePort(a as EmitterPort);
    let closed = 0;
    let received = 0;
    port.onClose(() => closed++);
    b.on('message', () => received++);
    b.close();
    port.post('too late');
    port.close();
    expect([closed, received]).toEqual([1, 0]);
    port.onClose(() => closed++);
    expect(closed).toBe(2);
  });

  test('carries bytes both ways over a MessagePort and closes both ends', async () => {
    const [a, b] = portPair();
    b.onMessage((message) => b.post(message));
    const echoed = new Promise((resolve) => a.onMessage(resolve));
    a.post({ bytes: new Uint8Array([1, 2, 3]) });
    expect(await echoed).toEqual({ bytes: new Uint8Array([1, 2, 3]) });
    const closed = new Promise<void>((resolve) => b.onClose(resolve));
    a.close();
    await closed;
  });
});
